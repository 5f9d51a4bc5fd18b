-- Reserving is one procedure, so that nobody forgets the lock or the order of the warehouses.
CREATE PROCEDURE reserve_stock(for_order bigint)
LANGUAGE plpgsql AS $proc$
DECLARE
    line   record;
    source smallint;
BEGIN
    FOR line IN SELECT * FROM order_lines WHERE order_id = for_order ORDER BY product_id LOOP
        SELECT warehouse_id INTO source FROM inventory
        WHERE product_id = line.product_id AND on_hand - reserved >= line.quantity
        ORDER BY warehouse_id LIMIT 1 FOR UPDATE;
        IF source IS NULL THEN
            RAISE EXCEPTION 'product % is sold out', line.product_id USING ERRCODE = 'check_violation';
        END IF;
        UPDATE inventory SET reserved = reserved + line.quantity
        WHERE product_id = line.product_id AND warehouse_id = source;
    END LOOP;
END;
$proc$;
