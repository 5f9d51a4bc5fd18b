-- Reading trees: texts, entries, trees of buckets (docs/object-format.md).
-- Needs:   the store's tables in schema @store@.
-- Who:     rights to read the store.

CREATE FUNCTION pggit_audit.tree_text(content text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN convert_from(decode(content, 'base64'), 'UTF8');
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION pggit_audit.tree_text(text) IS 'The text of a tree from the base64 that the store keeps; NULL where it is no base64 of UTF-8.';

-- Trees that hold nothing but buckets are read from their text: in our own store they have no rows in tree_entries. Sixteen entries are the most; 75 characters each.
CREATE FUNCTION pggit_audit.bucket_bytes(content text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    v_bytes bytea;
BEGIN
    -- '040000 #' and a digit, in base64.
    IF pg_catalog.starts_with(content, 'MDQwMDAwICM') OR pg_catalog.starts_with(content, 'MDQwMDAwICN') THEN
        v_bytes := pg_catalog.decode(content, 'base64');
        IF pg_catalog.octet_length(v_bytes) OPERATOR(pg_catalog.%) 75 OPERATOR(pg_catalog.=) 0 THEN
            RETURN v_bytes;
        END IF;
    END IF;
    RETURN NULL;
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION pggit_audit.bucket_bytes(text) IS 'The bytes of a tree that begins with a bucket and has entries of 75 bytes, as buckets have; whether all are buckets is not looked at. NULL for any other tree.';

CREATE FUNCTION pggit_audit.bucket_parts(content text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    -- As it is where it is ASCII; what is not, is no bucket.
    v_text pg_catalog.text := pg_catalog.encode(pggit_audit.bucket_bytes(content), 'escape');
BEGIN
    IF v_text OPERATOR(pg_catalog.~) '^(?:040000 #[0-9a-f][|][0-9a-f]+[|])+$' THEN
        RETURN pg_catalog.string_to_array(v_text, '|');
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION pggit_audit.bucket_parts(text) IS 'The text of a tree that holds nothing but buckets (base64, as the store keeps it) at its bars: ''040000 #'' and digit, sha, and so on, an empty one at the end. NULL for any other tree.';

CREATE FUNCTION pggit_audit.bucket_parts_of(tree_sha text) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
BEGIN
    RETURN (SELECT pggit_audit.bucket_parts(o.content) FROM @store@.objects o WHERE o.sha = tree_sha AND o.type = 'tree' AND o.size <= 1200);
END
$$;
COMMENT ON FUNCTION pggit_audit.bucket_parts_of(text) IS 'bucket_parts of a tree by its sha.';

CREATE FUNCTION pggit_audit.bucket_rows(parts text[]) RETURNS TABLE (path text, mode text, object_sha text)
LANGUAGE sql IMMUTABLE AS $$
    SELECT pg_catalog.right(parts[n], 2), '040000', parts[n OPERATOR(pg_catalog.+) 1] FROM pg_catalog.generate_series(1, pg_catalog.cardinality(parts) OPERATOR(pg_catalog.-) 1, 2) AS n
$$;
COMMENT ON FUNCTION pggit_audit.bucket_rows(text[]) IS 'The entries of a tree of buckets from its bucket_parts; none for NULL.';

CREATE FUNCTION pggit_audit.is_own_store() RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM pggit_audit.installation i WHERE i.name = 'own_store' AND i.value = 'true');
END
$$;
COMMENT ON FUNCTION pggit_audit.is_own_store() IS 'True for a store that the extension made: other tools do not read its tree_entries, and trees of buckets have no rows there.';

CREATE FUNCTION pggit_audit.tree_rows(tree_sha text) RETURNS TABLE (path text, mode text, object_sha text)
LANGUAGE sql STABLE AS $$
    SELECT e.path, e.mode, e.object_sha FROM (SELECT pggit_audit.bucket_parts_of($1) AS parts OFFSET 0) b CROSS JOIN LATERAL (
        SELECT r.path, r.mode, r.object_sha FROM pggit_audit.bucket_rows(b.parts) r
        UNION ALL
        SELECT t.path, t.mode, t.object_sha FROM @store@.tree_entries t WHERE t.tree_sha OPERATOR(pg_catalog.=) $1 AND b.parts IS NULL) e
$$;
COMMENT ON FUNCTION pggit_audit.tree_rows(text) IS 'The entries of one tree: of a tree of buckets what its text says, of any other what tree_entries has (tree_is_complete says whether that is all).';

CREATE FUNCTION pggit_audit.tree_is_complete(tree_sha text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET jit = off AS $$
    -- In bytes first, which needs no counting of characters: nearly every tree is ASCII.
    SELECT o.size = (SELECT coalesce(sum(octet_length(t.path) + 73), 0) FROM @store@.tree_entries t WHERE t.tree_sha = $1)
        OR pggit_audit.bucket_parts_of($1) IS NOT NULL
        OR o.size = (SELECT coalesce(sum(length(t.path) + length(t.mode) + length(t.object_sha) + 3), 0) FROM @store@.tree_entries t WHERE t.tree_sha = $1)
    FROM @store@.objects o WHERE o.sha = $1
$$;
COMMENT ON FUNCTION pggit_audit.tree_is_complete(text) IS 'True where tree_rows has all of a tree: it holds nothing but buckets, or the store''s tree_entries holds as many characters as its text has. Then Java need not read the text. (pgGit''s own writer drops the second of two entries under one path.) NULL: no such tree.';
