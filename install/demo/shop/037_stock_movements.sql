-- Every movement of stock is a row; the sums in inventory follow by trigger, and a movement stays as it was.
CREATE TABLE stock_movements (
    movement_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    product_id   bigint NOT NULL,
    warehouse_id smallint NOT NULL,
    delta        integer NOT NULL CHECK (delta <> 0),
    reason       text NOT NULL,
    FOREIGN KEY (product_id, warehouse_id) REFERENCES inventory
);

CREATE FUNCTION apply_movement() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'stock movement % can not be changed; book a second one that takes it back', OLD.movement_id
            USING HINT = format('INSERT INTO stock_movements ... VALUES (%s, %s, %s, $$undo$$);',
                                OLD.product_id, OLD.warehouse_id, -OLD.delta);
    END IF;
    UPDATE inventory SET on_hand = on_hand + NEW.delta
    WHERE product_id = NEW.product_id AND warehouse_id = NEW.warehouse_id;
    RETURN NEW;
END
$body$;
CREATE TRIGGER apply_movement_trg BEFORE INSERT OR UPDATE OR DELETE ON stock_movements
    FOR EACH ROW EXECUTE FUNCTION apply_movement();
