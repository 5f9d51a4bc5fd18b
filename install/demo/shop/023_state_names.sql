-- "state" also means a part of a country: order and customer states are called status from now on.
ALTER TABLE orders RENAME COLUMN state TO status;
ALTER TABLE customers RENAME COLUMN state TO status;
ALTER TABLE orders ADD CONSTRAINT orders_status_known CHECK (status IN ('open', 'packed', 'shipped', 'returned', 'void'));
