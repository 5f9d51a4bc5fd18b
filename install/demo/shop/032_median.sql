-- Analysts ask for the median order, and AVG misleads them: an aggregate over a small sorted array.
CREATE FUNCTION median_final(sorted numeric[]) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT avg(v) FROM (
        SELECT v FROM unnest(sorted) v ORDER BY v
        LIMIT 2 - cardinality(sorted) % 2 OFFSET (cardinality(sorted) - 1) / 2) middle
$$;

CREATE AGGREGATE median(numeric) (
    SFUNC = array_append, STYPE = numeric[], INITCOND = '{}', FINALFUNC = median_final
);
