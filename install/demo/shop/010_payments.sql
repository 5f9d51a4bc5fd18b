-- Payments arrive from two providers; an order may be paid in parts, a provider's reference counts once.
CREATE TYPE payment_state AS ENUM ('pending', 'settled', 'failed');

CREATE TABLE payments (
    payment_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id    bigint NOT NULL REFERENCES orders,
    provider    text NOT NULL CHECK (provider IN ('card', 'transfer')),
    reference   text,
    amount      numeric(12, 2) NOT NULL CHECK (amount > 0),
    state       payment_state NOT NULL DEFAULT 'pending',
    received_at timestamptz
);
CREATE UNIQUE INDEX payments_reference_key ON payments (provider, reference) WHERE reference IS NOT NULL;
CREATE INDEX payments_order_idx ON payments (order_id);
