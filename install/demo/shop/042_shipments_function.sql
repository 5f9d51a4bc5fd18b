-- All parcels of a customer, for the account page: a function with the name of the table that it reads.
CREATE FUNCTION shipments(of_customer bigint) RETURNS SETOF shipments
LANGUAGE sql STABLE AS $$
    SELECT s.* FROM shipments s JOIN orders o USING (order_id) WHERE o.customer_id = of_customer
$$;
