-- A snapshot for the Christmas letter, made from a query; it gets its key afterwards.
CREATE TABLE best_customers AS
    SELECT c.customer_id, c.full_name, count(o.order_id) AS orders
    FROM customers c LEFT JOIN orders o USING (customer_id)
    GROUP BY c.customer_id;
ALTER TABLE best_customers ADD CONSTRAINT best_customers_pkey PRIMARY KEY (customer_id);
