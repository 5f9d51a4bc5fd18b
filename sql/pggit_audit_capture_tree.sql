-- Trees that are changed at a cost of the change: entries in buckets by the hash of their path (docs/object-format.md, "Buckets").
-- Needs:   pggit_audit_store.sql.
-- Who:     called by capture_objects and capture_all.

CREATE FUNCTION pggit_audit.bucket(path text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT pg_catalog.left(pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(path, 'UTF8')), 'hex'), 3)
$$;
COMMENT ON FUNCTION pggit_audit.bucket(text) IS 'The three hex digits under which a path stands in a bucketed tree.';

CREATE TYPE pggit_audit.bucket_leaf AS (tree_sha text, paths text[], modes text[], shas text[]);
COMMENT ON TYPE pggit_audit.bucket_leaf IS 'A tree of the lowest level: its entries.';

-- The trees of the upper three levels have nothing but entries '040000 #<digit>|<sha>|': they are read and changed as texts. In our own store they have no rows in tree_entries.
CREATE FUNCTION pggit_audit.bucket_entry(content text, digit text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN nullif(left(split_part(content, '040000 #' || digit || '|', 2), 64), '');
END
$$;
COMMENT ON FUNCTION pggit_audit.bucket_entry(text, text) IS 'The tree of one bucket in the text of a tree of buckets, NULL where it has none.';

CREATE FUNCTION pggit_audit.bucket_put(content text, digit text, sha text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_name text := '040000 #' || digit || '|';
    v_old text := pggit_audit.bucket_entry(content, digit);
    v_next text;
BEGIN
    IF v_old IS NOT NULL THEN
        RETURN replace(content, v_name || v_old || '|', coalesce(v_name || sha || '|', ''));
    ELSIF sha IS NOT NULL THEN
        -- In byte order: before the first entry of a higher digit.
        FOREACH v_next IN ARRAY string_to_array(split_part('0123456789abcdef', digit, 2), NULL) LOOP
            IF strpos(content, '040000 #' || v_next || '|') > 0 THEN
                RETURN replace(content, '040000 #' || v_next || '|', v_name || sha || '|040000 #' || v_next || '|');
            END IF;
        END LOOP;
        RETURN content || v_name || sha || '|';
    END IF;
    RETURN content;
END
$$;
COMMENT ON FUNCTION pggit_audit.bucket_put(text, text, text) IS 'The text of a tree of buckets with another tree for one of them; NULL takes the bucket out.';

CREATE FUNCTION pggit_audit.bucket_text(tree_sha text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_content text := (SELECT o.content FROM @store@.objects o WHERE o.sha = tree_sha AND o.type = 'tree');
BEGIN
    IF v_content IS NULL THEN
        RAISE EXCEPTION 'a tree of the store is not there or can not be read' USING ERRCODE = 'PA007', DETAIL = format('Tree %s.', tree_sha),
            HINT = 'Run pggit_audit.validate_audit_integrity() to see which objects of the store are damaged.';
    END IF;
    RETURN convert_from(decode(v_content, 'base64'), 'UTF8');
END
$$;
COMMENT ON FUNCTION pggit_audit.bucket_text(text) IS 'The text of a tree. Error PA007: it is lost.';

CREATE FUNCTION pggit_audit.tree_edit(tree_sha text, paths text[], shas text[]) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET enable_mergejoin = off SET jit = off AS $$
#variable_conflict use_variable
DECLARE
    -- One walk through the buckets in order: the trees from the root to the bucket (texts; 1 is the root) are open, and are closed when the walk leaves them.
    v_open text[] := ARRAY[''];
    v_digits text[] := '{}';
    v_depth int := 0;
    v_sha text := tree_sha;
    v_content text;
    v_edit record;
    v_trees text[] := '{}';
    v_contents text[] := '{}';
    v_leaf pggit_audit.bucket_leaf;
    v_leaves pggit_audit.bucket_leaf[] := '{}';
BEGIN
    IF tree_sha IS NOT NULL THEN
        v_open[1] := pggit_audit.bucket_text(tree_sha);
    END IF;
    FOR v_edit IN
        SELECT k.key, string_to_array(k.key, NULL) AS digits, k.paths, k.shas FROM (SELECT u.key, array_agg(u.path) AS paths, array_agg(u.sha) AS shas
            FROM (SELECT pggit_audit.bucket(p.path) COLLATE "C" AS key, p.path, p.sha FROM unnest(paths, shas) AS p (path, sha)) u GROUP BY u.key) k
        UNION ALL SELECT 'g' COLLATE "C", '{g}', NULL, NULL ORDER BY 1
    LOOP
        -- Behind the last bucket everything is closed.
        WHILE v_depth > 0 AND v_digits[1:v_depth] <> v_edit.digits[1:v_depth] LOOP
            v_content := v_open[v_depth + 1];
            v_sha := NULL;
            IF v_content <> '' THEN
                v_sha := pggit_audit.object_sha('tree', v_content);
                v_trees := v_trees || v_sha;
                v_contents := v_contents || v_content;
            END IF;
            v_open[v_depth] := pggit_audit.bucket_put(v_open[v_depth], v_digits[v_depth], v_sha);
            v_depth := v_depth - 1;
        END LOOP;
        EXIT WHEN v_edit.key = 'g';
        v_digits := v_edit.digits;
        WHILE v_depth < 2 LOOP
            v_depth := v_depth + 1;
            v_sha := pggit_audit.bucket_entry(v_open[v_depth], v_digits[v_depth]);
            v_open[v_depth + 1] := CASE WHEN v_sha IS NULL THEN '' ELSE pggit_audit.bucket_text(v_sha) END;
        END LOOP;
        v_sha := pggit_audit.bucket_entry(v_open[3], v_digits[3]);
        SELECT string_agg(e.mode || ' ' || e.path || '|' || e.sha || '|', '' ORDER BY e.path COLLATE "C"), array_agg(e.path), array_agg(e.mode), array_agg(e.sha)
        INTO v_content, v_leaf.paths, v_leaf.modes, v_leaf.shas
        FROM (SELECT x.mode, x.path, x.object_sha AS sha FROM @store@.tree_entries x WHERE x.tree_sha = v_sha AND x.path <> ALL (v_edit.paths)
              UNION ALL SELECT '100644', n.path, n.sha FROM unnest(v_edit.paths, v_edit.shas) AS n (path, sha) WHERE n.sha IS NOT NULL) e;
        v_sha := NULL;
        IF v_content IS NOT NULL THEN
            v_sha := pggit_audit.object_sha('tree', v_content);
            v_trees := v_trees || v_sha;
            v_contents := v_contents || v_content;
            v_leaf.tree_sha := v_sha;
            v_leaves := v_leaves || v_leaf;
        END IF;
        v_open[3] := pggit_audit.bucket_put(v_open[3], v_digits[3], v_sha);
    END LOOP;
    v_sha := pggit_audit.object_sha('tree', v_open[1]);
    v_trees := v_trees || v_sha;
    v_contents := v_contents || v_open[1];
    WITH fresh AS (
        INSERT INTO @store@.objects (sha, type, size, content)
        SELECT t.sha, 'tree', length(t.content), encode(convert_to(t.content, 'UTF8'), 'base64') FROM unnest(v_trees, v_contents) AS t (sha, content)
        ON CONFLICT (sha) DO NOTHING RETURNING sha, type, size, content)
    INSERT INTO @store@.tree_entries (tree_sha, path, mode, object_sha)
    SELECT e.tree_sha, e.path, e.mode, e.object_sha
    FROM (
        SELECT l.tree_sha, x.* FROM unnest(v_leaves) AS l CROSS JOIN LATERAL unnest(l.paths, l.modes, l.shas) AS x
        UNION ALL
        SELECT t.sha, x.* FROM unnest(v_trees, v_contents) AS t (sha, content) CROSS JOIN LATERAL (SELECT string_to_array(t.content, '|') AS parts OFFSET 0) p CROSS JOIN LATERAL pggit_audit.bucket_rows(p.parts) AS x
        WHERE starts_with(t.content, '040000 #') AND NOT pggit_audit.is_own_store()) e (tree_sha, path, mode, object_sha)
    -- IS TRUE keeps it a look-up in a hash: as a join it would be done pair by pair, whatever the number of trees.
    WHERE (e.tree_sha IN (SELECT f.sha FROM fresh f)) IS TRUE;
    RETURN v_sha;
END
$$;
COMMENT ON FUNCTION pggit_audit.tree_edit(text, text[], text[]) IS 'A bucketed tree (NULL: an empty one) with some paths put (sha) or taken out (sha NULL), stored; returns its sha. The same entries give the same tree, whatever it was made from. Four trees are written for one path, however many paths there are. Error PA007: a tree is lost or damaged.';
