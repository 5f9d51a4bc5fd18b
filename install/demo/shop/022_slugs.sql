-- Readable addresses: /p/garden-spade-90-cm. Everything that is no letter or digit becomes one dash.
CREATE FUNCTION slugify(title text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT trim(both '-' FROM lower(regexp_replace(regexp_replace(title, '[^\w\s\\-]', '', 'g'), E'[\\s_\\-]+', '-', 'g')));
$$;
ALTER TABLE products ADD COLUMN slug text GENERATED ALWAYS AS (slugify(name)) STORED;
CREATE UNIQUE INDEX products_slug_key ON products (slug) WHERE is_listed;

-- its body was bound to the columns that products had: one more column, and it has to be made again
CREATE OR REPLACE FUNCTION find_products(words text, at_most integer DEFAULT 20) RETURNS SETOF products
LANGUAGE sql STABLE ROWS 20
BEGIN ATOMIC
    SELECT p.* FROM products p
    WHERE p.is_listed AND p.search @@ websearch_to_tsquery('simple', words)
    ORDER BY ts_rank(p.search, websearch_to_tsquery('simple', words)) DESC, p.product_id
    LIMIT at_most;
END;
