-- Orders get a number of their own, for people; the id stays inside.
CREATE SEQUENCE order_number_seq START WITH 100000 INCREMENT BY 7;

CREATE TABLE orders (
    order_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_number bigint NOT NULL DEFAULT nextval('order_number_seq') UNIQUE,
    customer_id  bigint NOT NULL REFERENCES customers,
    state        varchar(12) NOT NULL DEFAULT 'open',
    placed_at    timestamptz NOT NULL DEFAULT now(),
    ship_to      bigint REFERENCES addresses
);
ALTER SEQUENCE order_number_seq OWNED BY orders.order_number;

CREATE INDEX orders_customer_idx ON orders (customer_id, placed_at DESC);
CREATE INDEX orders_open_idx ON orders (placed_at) WHERE state = 'open';
