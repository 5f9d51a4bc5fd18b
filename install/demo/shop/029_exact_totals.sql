-- Four digits for unit prices (screws are sold by the thousand): what reads the column has to be made anew.
DROP VIEW open_orders;
DROP MATERIALIZED VIEW reporting.daily_sales;

ALTER TABLE order_lines ALTER COLUMN unit_price TYPE numeric(12, 4);

CREATE VIEW open_orders AS
    SELECT o.order_id, o.order_number, c.full_name AS customer, o.placed_at,
           round(order_total(o.order_id), 2) AS total, now() - o.placed_at AS waiting
    FROM orders o JOIN customers c USING (customer_id)
    WHERE o.status = 'open';

CREATE MATERIALIZED VIEW reporting.daily_sales AS
    SELECT o.placed_at::date AS day, count(DISTINCT o.order_id) AS orders,
           round(sum(l.quantity * l.unit_price), 2) AS turnover
    FROM orders o JOIN order_lines l USING (order_id)
    WHERE o.status <> 'void'
    GROUP BY 1
WITH NO DATA;
CREATE UNIQUE INDEX daily_sales_day_key ON reporting.daily_sales (day);
