-- Trees that are changed at a cost of the change: entries in buckets by the hash of their path (docs/object-format.md, "Buckets").
-- Needs:   pggit_audit_store.sql.
-- Who:     called by capture_write.

CREATE FUNCTION pggit_audit.bucket(path text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT pg_catalog.left(pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(path, 'UTF8')), 'hex'), 3)
$$;
COMMENT ON FUNCTION pggit_audit.bucket(text) IS 'The three hex digits under which a path stands in a bucketed tree.';

CREATE FUNCTION pggit_audit.store_tree(paths text[], modes text[], shas text[]) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_content text := (SELECT coalesce(string_agg(e.mode || ' ' || e.path || '|' || e.sha || '|', '' ORDER BY e.path COLLATE "C"), '') FROM unnest(paths, modes, shas) AS e (path, mode, sha));
    v_sha text := pggit_audit.object_sha('tree', v_content);
BEGIN
    INSERT INTO @store@.objects (sha, type, size, content) VALUES (v_sha, 'tree', length(v_content), encode(convert_to(v_content, 'UTF8'), 'base64')) ON CONFLICT (sha) DO NOTHING;
    IF FOUND THEN
        INSERT INTO @store@.tree_entries (tree_sha, path, mode, object_sha) SELECT v_sha, e.path, e.mode, e.sha FROM unnest(paths, modes, shas) AS e (path, mode, sha);
    END IF;
    RETURN v_sha;
END
$$;
COMMENT ON FUNCTION pggit_audit.store_tree(text[], text[], text[]) IS 'Stores one tree of entries that are known to be good; returns its sha. Not for users: create_tree checks.';

CREATE FUNCTION pggit_audit.tree_edit(tree_sha text, depth integer, keys text[], paths text[], shas text[]) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off AS $$
DECLARE
    v_digit text;
    v_names text[] := '{}';
    v_shas text[] := '{}';
    v_mode text := '040000';
    v_child text;
    v_keys text[];
    v_child_paths text[];
    v_child_shas text[];
BEGIN
    IF depth = 3 THEN
        v_names := paths;
        v_shas := shas;
        v_mode := '100644';
    ELSE
        FOR v_digit IN SELECT DISTINCT substr(k, depth + 1, 1) FROM unnest(keys) AS k ORDER BY 1 LOOP
            SELECT array_agg(e.key), array_agg(e.path), array_agg(e.sha) INTO v_keys, v_child_paths, v_child_shas
            FROM unnest(keys, paths, shas) AS e (key, path, sha) WHERE substr(e.key, depth + 1, 1) = v_digit;
            SELECT t.object_sha INTO v_child FROM @store@.tree_entries t WHERE t.tree_sha = tree_edit.tree_sha AND t.path = '#' || v_digit;
            v_names := v_names || ('#' || v_digit);
            v_shas := v_shas || pggit_audit.tree_edit(v_child, depth + 1, v_keys, v_child_paths, v_child_shas);
        END LOOP;
    END IF;
    SELECT array_agg(e.path), array_agg(e.mode), array_agg(e.sha) INTO v_child_paths, v_keys, v_child_shas
    FROM (SELECT t.path, t.mode, t.object_sha AS sha FROM @store@.tree_entries t WHERE t.tree_sha = tree_edit.tree_sha AND t.path <> ALL (v_names)
          UNION ALL SELECT n.path, v_mode, n.sha FROM unnest(v_names, v_shas) AS n (path, sha) WHERE n.sha IS NOT NULL) e;
    IF v_child_paths IS NULL AND depth > 0 THEN
        RETURN NULL;
    END IF;
    RETURN pggit_audit.store_tree(v_child_paths, v_keys, v_child_shas);
END
$$;
COMMENT ON FUNCTION pggit_audit.tree_edit(text, integer, text[], text[], text[]) IS 'A bucketed tree with some paths put (sha) or taken out (sha NULL); keys: their buckets; depth: 0 for the whole tree. Returns the new sha, NULL for a bucket that became empty. Four trees are written for one path, however many there are.';

CREATE FUNCTION pggit_audit.tree_build(paths text[], shas text[]) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $$
DECLARE
    v_keys text[] := ARRAY(SELECT pggit_audit.bucket(p) FROM unnest(paths) WITH ORDINALITY AS x (p, n) ORDER BY n);
    v_names text[] := paths;
    v_shas text[] := shas;
    v_mode text := '100644';
    v_groups text[];
    v_contents text[];
    v_trees text[];
BEGIN
    IF cardinality(paths) = 0 THEN
        RETURN pggit_audit.store_tree('{}', '{}', '{}');
    END IF;
    FOR v_depth IN REVERSE 3 .. 0 LOOP
        SELECT array_agg(g.prefix), array_agg(g.content), array_agg(pggit_audit.object_sha('tree', g.content)) INTO v_groups, v_contents, v_trees
        FROM (SELECT left(e.key, v_depth) AS prefix, string_agg(v_mode || ' ' || e.name || '|' || e.sha || '|', '' ORDER BY e.name COLLATE "C") AS content
              FROM unnest(v_keys, v_names, v_shas) AS e (key, name, sha) GROUP BY left(e.key, v_depth)) g;
        WITH fresh AS (
            INSERT INTO @store@.objects (sha, type, size, content)
            SELECT DISTINCT ON (g.sha) g.sha, 'tree', length(g.content), encode(convert_to(g.content, 'UTF8'), 'base64') FROM unnest(v_trees, v_contents) AS g (sha, content)
            ON CONFLICT (sha) DO NOTHING RETURNING sha)
        INSERT INTO @store@.tree_entries (tree_sha, path, mode, object_sha)
        SELECT g.sha, e.name, v_mode, e.sha FROM unnest(v_groups, v_trees) AS g (prefix, sha) JOIN fresh f ON f.sha = g.sha
        JOIN unnest(v_keys, v_names, v_shas) AS e (key, name, sha) ON left(e.key, v_depth) = g.prefix;
        v_keys := v_groups;
        v_names := ARRAY(SELECT '#' || right(p, 1) FROM unnest(v_groups) WITH ORDINALITY AS x (p, n) ORDER BY n);
        v_shas := v_trees;
        v_mode := '040000';
    END LOOP;
    RETURN v_trees[1];
END
$$;
COMMENT ON FUNCTION pggit_audit.tree_build(text[], text[]) IS 'A bucketed tree of all these paths and blobs; returns its sha. The same entries give the same tree that tree_edit comes to.';
