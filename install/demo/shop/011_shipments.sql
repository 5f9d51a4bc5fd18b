-- One order can leave in several parcels.
CREATE TABLE shipments (
    shipment_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id    bigint NOT NULL REFERENCES orders,
    carrier     text NOT NULL,
    tracking    text,
    shipped_at  timestamptz,
    CONSTRAINT shipments_tracked_when_shipped CHECK (shipped_at IS NULL OR tracking IS NOT NULL)
);
CREATE INDEX shipments_order_idx ON shipments (order_id);
