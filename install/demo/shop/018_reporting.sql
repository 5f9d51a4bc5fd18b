-- Reports get a schema of their own, to be granted to the analysts as a whole.
CREATE SCHEMA reporting;
COMMENT ON SCHEMA reporting IS 'What the analysts may read; no customer names in here';

CREATE MATERIALIZED VIEW reporting.daily_sales AS
    SELECT o.placed_at::date AS day, count(DISTINCT o.order_id) AS orders, sum(l.quantity * l.unit_price) AS turnover
    FROM orders o JOIN order_lines l USING (order_id)
    GROUP BY 1
WITH NO DATA;
CREATE UNIQUE INDEX daily_sales_day_key ON reporting.daily_sales (day);

CREATE VIEW reporting.top_products AS
    SELECT p.sku, p.name, sum(l.quantity) AS sold
    FROM products p JOIN order_lines l USING (product_id)
    GROUP BY p.product_id
    ORDER BY sold DESC
    LIMIT 100;
