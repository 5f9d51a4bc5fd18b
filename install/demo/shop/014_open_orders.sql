-- The list that the packing desk looks at all day.
CREATE VIEW open_orders AS
    SELECT o.order_id, o.order_number, c.full_name AS customer, o.placed_at, order_total(o.order_id) AS total
    FROM orders o JOIN customers c USING (customer_id)
    WHERE o.state = 'open'
    ORDER BY o.placed_at;
