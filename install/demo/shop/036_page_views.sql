-- Page views by month: a partitioned table, so that a month can be thrown away in no time.
CREATE TABLE page_views (
    seen_at    timestamptz NOT NULL,
    product_id bigint,
    visitor    uuid NOT NULL,
    path       text NOT NULL
) PARTITION BY RANGE (seen_at);
CREATE INDEX page_views_product_idx ON page_views (product_id, seen_at);
CREATE TABLE page_views_2025_01 PARTITION OF page_views FOR VALUES FROM ('2025-01-01') TO ('2025-02-01');
CREATE TABLE page_views_2025_02 PARTITION OF page_views FOR VALUES FROM ('2025-02-01') TO ('2025-03-01');
CREATE TABLE page_views_rest PARTITION OF page_views DEFAULT;
