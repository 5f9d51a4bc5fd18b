-- Customers come first: everything else hangs on them. One e-mail address is one account.
CREATE DOMAIN email_address AS text
    CONSTRAINT email_address_shape CHECK (VALUE ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$');

CREATE TABLE customers (
    customer_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email       email_address NOT NULL UNIQUE,
    full_name   text NOT NULL CHECK (full_name <> ''),
    state       varchar(12) NOT NULL DEFAULT 'active',
    created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX customers_created_at_idx ON customers (created_at);
