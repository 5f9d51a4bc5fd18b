-- Full text search over name and description, weighted, kept by the server as a generated column.
ALTER TABLE products
    ADD COLUMN search tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', name), 'A') || setweight(to_tsvector('simple', description), 'B')) STORED;
CREATE INDEX products_search_idx ON products USING gin (search);

CREATE FUNCTION find_products(words text, at_most integer DEFAULT 20) RETURNS SETOF products
LANGUAGE sql STABLE ROWS 20
BEGIN ATOMIC
    SELECT p.* FROM products p
    WHERE p.is_listed AND p.search @@ websearch_to_tsquery('simple', words)
    ORDER BY ts_rank(p.search, websearch_to_tsquery('simple', words)) DESC
    LIMIT at_most;
END;
