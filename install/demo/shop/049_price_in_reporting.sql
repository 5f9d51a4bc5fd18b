-- Price questions belong to reporting, and the answer must hold for a whole list of products: a second price_on.
ALTER FUNCTION price_on(bigint, date) SET SCHEMA reporting;
CREATE FUNCTION reporting.price_on(of_products bigint[], on_day date) RETURNS TABLE (product_id bigint, price numeric)
LANGUAGE plpgsql STABLE AS $outer$
BEGIN
    RETURN QUERY EXECUTE $inner$
        SELECT p, reporting.price_on(p, $2) FROM unnest($1) AS p;
    $inner$ USING of_products, on_day;
END;
$outer$;
