-- The index review was wrong about one: "customers also bought" crawled without it. Same name, same columns.
CREATE INDEX order_lines_product_idx ON order_lines (product_id) INCLUDE (quantity);

CREATE FUNCTION also_bought(with_product bigint) RETURNS TABLE (product_id bigint, times bigint)
LANGUAGE sql STABLE AS $$
    SELECT other.product_id, count(*)
    FROM order_lines mine JOIN order_lines other USING (order_id)
    WHERE mine.product_id = with_product AND other.product_id <> with_product
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5
$$;
