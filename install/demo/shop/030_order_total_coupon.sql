-- The total with a coupon's code: a third order_total; the one with a bare percentage stays for the call centre.
CREATE FUNCTION order_total(of_order bigint, coupon text) RETURNS numeric
LANGUAGE sql STABLE AS $$ SELECT order_total(of_order, coupon_percent(coupon)) $$;

CREATE OR REPLACE FUNCTION order_total(of_order bigint, discount numeric) RETURNS numeric
LANGUAGE sql STABLE AS $$
    SELECT round(order_total(of_order) * (100 - least(greatest(discount, 0), 50)) / 100, 2)   -- never more than half off
$$;
