-- Prices for a season; two lists of one product must not overlap, which the server can promise.
CREATE TABLE price_lists (
    product_id bigint NOT NULL REFERENCES products ON DELETE CASCADE,
    valid      daterange NOT NULL,
    price      numeric(10, 2) NOT NULL CHECK (price >= 0),
    span       int8range GENERATED ALWAYS AS (int8range(product_id, product_id, '[]')) STORED,
    CONSTRAINT price_lists_no_overlap EXCLUDE USING gist (span WITH &&, valid WITH &&)
);

CREATE FUNCTION price_on(of_product bigint, on_day date DEFAULT current_date) RETURNS numeric
LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT price FROM price_lists WHERE product_id = of_product AND valid @> on_day),
                    (SELECT price FROM products WHERE product_id = of_product))
$$;
