-- What an order costs, and what it costs after a discount in percent: two functions of one name.
CREATE FUNCTION order_total(of_order bigint) RETURNS numeric
LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(quantity * unit_price), 0) FROM order_lines WHERE order_id = of_order
$$;

CREATE FUNCTION order_total(of_order bigint, discount numeric) RETURNS numeric
LANGUAGE sql STABLE AS $$
    SELECT round(order_total(of_order) * (100 - discount) / 100, 2)
$$;
