-- The lines of an order repeat the price of the day: a later price change must not touch old orders.
CREATE TABLE order_lines (
    order_id   bigint NOT NULL REFERENCES orders ON DELETE CASCADE,
    line_no    smallint NOT NULL CHECK (line_no > 0),
    product_id bigint NOT NULL REFERENCES products,
    quantity   integer NOT NULL DEFAULT 1 CHECK (quantity > 0),
    unit_price numeric(10, 2) NOT NULL,
    PRIMARY KEY (order_id, line_no)
);
CREATE INDEX order_lines_product_idx ON order_lines (product_id) INCLUDE (quantity);
