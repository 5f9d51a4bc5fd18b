-- Orders of the old shop (its release 1.2), taken over as they are; the name is the one in the auditors' papers.
CREATE TABLE "v1.2 legacy" (
    legacy_no   integer NOT NULL CONSTRAINT legacy_orders_pk PRIMARY KEY,
    customer    text,
    total_cents bigint,
    raw         jsonb
);
CREATE VIEW legacy_totals AS
    SELECT legacy_no, total_cents / 100.0 AS total FROM "v1.2 legacy" WHERE total_cents IS NOT NULL;
