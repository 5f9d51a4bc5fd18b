-- Trees that are changed at a cost of the change: entries in buckets by the hash of their path (docs/object-format.md, "Buckets").
-- Needs:   pggit_audit_store.sql.
-- Who:     called by capture_objects and capture_all.

CREATE FUNCTION pggit_audit.bucket(path text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT pg_catalog.left(pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(path, 'UTF8')), 'hex'), 3)
$$;
COMMENT ON FUNCTION pggit_audit.bucket(text) IS 'The three hex digits under which a path stands in a bucketed tree.';

CREATE TYPE pggit_audit.bucket_tree AS (prefix text, sha text, content text, paths text[], modes text[], shas text[]);
COMMENT ON TYPE pggit_audit.bucket_tree IS 'A tree of a bucketed tree that is being changed: the digits that lead to it, its text (NULL: it became empty) with its sha, and its entries.';

CREATE FUNCTION pggit_audit.tree_edit(tree_sha text, paths text[], shas text[]) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET enable_mergejoin = off SET jit = off AS $$
#variable_conflict use_variable
DECLARE
    -- The trees that the paths lead through, as they are.
    v_old_prefixes text[];
    v_old_trees text[];
    -- What changes on a level: in the tree of which prefix, under which name, to what (NULL: taken out).
    v_prefixes text[];
    v_names text[];
    v_shas text[];
    v_mode text := '100644';
    v_level pggit_audit.bucket_tree[];
    v_trees pggit_audit.bucket_tree[] := '{}';
BEGIN
    SELECT array_agg(pggit_audit.bucket(p.path)), array_agg(p.path), array_agg(p.sha) INTO v_prefixes, v_names, v_shas FROM unnest(paths, shas) AS p (path, sha);
    IF tree_sha IS NOT NULL THEN
        SELECT array_agg(p.prefix), array_agg(p.tree) INTO v_old_prefixes, v_old_trees
        FROM (SELECT DISTINCT x.prefix, x.tree FROM (SELECT DISTINCT u.key FROM unnest(v_prefixes) AS u (key)) k
              LEFT JOIN @store@.tree_entries t1 ON t1.tree_sha = tree_edit.tree_sha AND t1.path = '#' || substr(k.key, 1, 1)
              LEFT JOIN @store@.tree_entries t2 ON t2.tree_sha = t1.object_sha AND t2.path = '#' || substr(k.key, 2, 1)
              LEFT JOIN @store@.tree_entries t3 ON t3.tree_sha = t2.object_sha AND t3.path = '#' || substr(k.key, 3, 1)
              CROSS JOIN LATERAL (VALUES ('', tree_edit.tree_sha), (left(k.key, 1), t1.object_sha), (left(k.key, 2), t2.object_sha), (k.key, t3.object_sha)) AS x (prefix, tree)
              WHERE x.tree IS NOT NULL) p;
    END IF;
    -- From the entries up to the root: each tree anew from its old entries and what changes in it.
    FOR v_depth IN REVERSE 3 .. 0 LOOP
        SELECT array_agg(ROW(g.prefix, g.sha, g.content, g.paths, g.modes, g.shas)::pggit_audit.bucket_tree), array_agg(left(g.prefix, -1)), array_agg('#' || right(g.prefix, 1)), array_agg(g.sha) INTO v_level, v_prefixes, v_names, v_shas
        FROM (SELECT c.*, pggit_audit.object_sha('tree', c.content) AS sha
              FROM (SELECT e.prefix, string_agg(e.mode || ' ' || e.path || '|' || e.sha || '|', '' ORDER BY e.path COLLATE "C") AS content, array_agg(e.path) FILTER (WHERE e.sha IS NOT NULL) AS paths,
                           array_agg(e.mode) FILTER (WHERE e.sha IS NOT NULL) AS modes, array_agg(e.sha) FILTER (WHERE e.sha IS NOT NULL) AS shas
                    FROM (SELECT DISTINCT ON (u.prefix COLLATE "C", u.path COLLATE "C") u.*
                          FROM (SELECT n.prefix, n.path, v_mode AS mode, n.sha, 0 AS age FROM unnest(v_prefixes, v_names, v_shas) AS n (prefix, path, sha)
                                UNION ALL
                                SELECT o.prefix, t.path, t.mode, t.object_sha, 1 FROM unnest(v_old_prefixes, v_old_trees) AS o (prefix, tree) JOIN @store@.tree_entries t ON t.tree_sha = o.tree WHERE length(o.prefix) = v_depth) u
                          ORDER BY u.prefix COLLATE "C", u.path COLLATE "C", u.age) e
                    GROUP BY e.prefix) c) g;
        v_trees := v_trees || v_level;
        v_mode := '040000';
    END LOOP;
    IF v_shas[1] IS NULL THEN
        v_shas := ARRAY[pggit_audit.object_sha('tree', '')];
        v_trees := ARRAY[ROW('', v_shas[1], '', '{}', '{}', '{}')::pggit_audit.bucket_tree];
    END IF;
    WITH fresh AS (
        INSERT INTO @store@.objects (sha, type, size, content)
        SELECT DISTINCT ON (t.sha) t.sha, 'tree', length(t.content), encode(convert_to(t.content, 'UTF8'), 'base64') FROM unnest(v_trees) AS t WHERE t.content IS NOT NULL
        ON CONFLICT (sha) DO NOTHING RETURNING sha)
    INSERT INTO @store@.tree_entries (tree_sha, path, mode, object_sha)
    SELECT t.sha, e.path, e.mode, e.sha
    FROM (SELECT DISTINCT ON (u.sha) u.sha, u.paths, u.modes, u.shas FROM unnest(v_trees) AS u) t JOIN fresh f ON f.sha = t.sha CROSS JOIN LATERAL unnest(t.paths, t.modes, t.shas) AS e (path, mode, sha);
    RETURN v_shas[1];
END
$$;
COMMENT ON FUNCTION pggit_audit.tree_edit(text, text[], text[]) IS 'A bucketed tree (NULL: an empty one) with some paths put (sha) or taken out (sha NULL), stored; returns its sha. The same entries give the same tree, whatever it was made from. Four trees are written for one path, however many paths there are.';
