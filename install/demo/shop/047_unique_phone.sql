-- A phone number belongs to one account: keep it at the newest one, through a temporary table, then say so.
CREATE TEMPORARY TABLE newest ON COMMIT DROP AS
    SELECT DISTINCT ON (phone) phone, customer_id FROM customers WHERE phone IS NOT NULL ORDER BY phone, created_at DESC;
CREATE TEMPORARY TABLE undone (customer_id bigint PRIMARY KEY) ON COMMIT DROP;
WITH cleared AS (
    UPDATE customers c SET phone = NULL FROM newest n
    WHERE n.phone = c.phone AND n.customer_id <> c.customer_id RETURNING c.customer_id)
INSERT INTO undone SELECT customer_id FROM cleared;
CREATE UNIQUE INDEX customers_phone_key ON customers (phone);
