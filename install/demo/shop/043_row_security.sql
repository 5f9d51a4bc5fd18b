-- The shop's web role sees only the rows of the customer who is logged in. Policies first, then the switch.
CREATE POLICY own_orders ON orders
    USING (customer_id = nullif(current_setting('shop.customer', true), '')::bigint);
CREATE POLICY own_addresses ON addresses
    USING (customer_id = nullif(current_setting('shop.customer', true), '')::bigint);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
ALTER TABLE addresses ENABLE ROW LEVEL SECURITY;
