-- What two trees do not share, at the cost of what differs.
-- Needs:   pggit_audit_trees.sql.
-- Who:     rights to read the store.

CREATE TYPE pggit_audit.tree_difference AS (path text, old_mode text, old_sha text, new_mode text, new_sha text, is_shared boolean);
COMMENT ON TYPE pggit_audit.tree_difference IS 'An entry that two trees do not share: on a side where it is not, mode and sha are NULL. is_shared: the path stands several times in one of the trees, so that differing entries are not paired.';

CREATE FUNCTION pggit_audit.compare_trees(old_tree text, new_tree text, INOUT old_complete boolean, INOUT new_complete boolean, OUT differences pggit_audit.tree_difference[])
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_hashjoin = on SET enable_mergejoin = off SET enable_seqscan = off
SET enable_bitmapscan = off SET max_parallel_workers_per_gather = 0 SET jit = off AS $$
#variable_conflict use_column
DECLARE
    v_block bytea;
    v_old text;
    v_new text;
    v_old_parts text[] := pggit_audit.bucket_parts_of(old_tree);
    v_new_parts text[] := pggit_audit.bucket_parts_of(new_tree);
BEGIN
    IF (old_tree IS NULL OR v_old_parts IS NOT NULL) AND (new_tree IS NULL OR v_new_parts IS NOT NULL) THEN
        old_complete := true;
        new_complete := true;
        SELECT array_agg(ROW(coalesce(o.path, n.path), o.mode, o.object_sha, n.mode, n.object_sha, false)::pggit_audit.tree_difference) INTO differences
        FROM pggit_audit.bucket_rows(v_old_parts) o FULL JOIN pggit_audit.bucket_rows(v_new_parts) n ON o.path COLLATE "C" = n.path COLLATE "C"
        WHERE o.object_sha IS DISTINCT FROM n.object_sha;
        RETURN;
    END IF;
    -- What was complete once may be a tree of buckets whose text is damaged: it has no rows.
    old_complete := CASE WHEN old_tree IS NULL OR v_old_parts IS NOT NULL THEN true WHEN old_complete AND NOT EXISTS (SELECT FROM @store@.tree_entries t WHERE t.tree_sha = old_tree) THEN NULL ELSE old_complete END;
    new_complete := CASE WHEN new_tree IS NULL OR v_new_parts IS NOT NULL THEN true WHEN new_complete AND NOT EXISTS (SELECT FROM @store@.tree_entries t WHERE t.tree_sha = new_tree) THEN NULL ELSE new_complete END;
    -- Equality of text is equality of bytes in every deterministic collation; "C" makes it a memcmp.
    IF old_complete AND new_complete THEN
        SELECT array_agg(ROW(coalesce(o.path, n.path), o.mode, o.object_sha, n.mode, n.object_sha, false)::pggit_audit.tree_difference) INTO differences
        FROM (SELECT t.path, t.mode, t.object_sha FROM pggit_audit.tree_rows(old_tree) t) o
        FULL JOIN (SELECT t.path, t.mode, t.object_sha FROM pggit_audit.tree_rows(new_tree) t) n
          ON o.path COLLATE "C" = n.path COLLATE "C"
        WHERE o.object_sha IS DISTINCT FROM n.object_sha OR o.mode IS DISTINCT FROM n.mode;
        RETURN;
    ELSIF coalesce(old_complete, true) AND coalesce(new_complete, true) THEN
        -- As tree_is_complete counts, but in the same pass.
        SELECT coalesce(old_complete, (SELECT b.size FROM @store@.objects b WHERE b.sha = old_tree) = sum(octet_length(o.path) + 73), false),
               coalesce(new_complete, (SELECT b.size FROM @store@.objects b WHERE b.sha = new_tree) = sum(octet_length(n.path) + 73), false),
               array_agg(ROW(coalesce(o.path, n.path), o.mode, o.object_sha, n.mode, n.object_sha, false)::pggit_audit.tree_difference)
                   FILTER (WHERE o.object_sha IS DISTINCT FROM n.object_sha OR o.mode IS DISTINCT FROM n.mode)
        INTO old_complete, new_complete, differences
        FROM (SELECT t.path, t.mode, t.object_sha FROM pggit_audit.tree_rows(old_tree) t) o
        FULL JOIN (SELECT t.path, t.mode, t.object_sha FROM pggit_audit.tree_rows(new_tree) t) n
          ON o.path COLLATE "C" = n.path COLLATE "C";
        old_complete := old_complete OR coalesce(pggit_audit.tree_is_complete(old_tree), false);
        new_complete := new_complete OR coalesce(pggit_audit.tree_is_complete(new_tree), false);
        IF old_complete AND new_complete THEN
            RETURN;
        END IF;
    END IF;
    old_complete := coalesce(old_complete, pggit_audit.tree_is_complete(old_tree), false);
    new_complete := coalesce(new_complete, pggit_audit.tree_is_complete(new_tree), false);
    v_old := (SELECT pggit_audit.tree_text(o.content) FROM @store@.objects o WHERE o.sha = old_tree AND o.type = 'tree');
    v_new := (SELECT pggit_audit.tree_text(o.content) FROM @store@.objects o WHERE o.sha = new_tree AND o.type = 'tree');
    IF old_tree IS NOT NULL AND v_old IS NULL OR new_tree IS NOT NULL AND v_new IS NULL THEN
        RAISE EXCEPTION 'a tree of the store is not there or can not be read' USING ERRCODE = 'PA007',
            DETAIL = format('Tree %s.', CASE WHEN old_tree IS NOT NULL AND v_old IS NULL THEN old_tree ELSE new_tree END),
            HINT = 'Run pggit_audit.validate_audit_integrity() to see which objects of the store are damaged.';
    END IF;
    PERFORM pggit_audit.host_ready();
    v_block := pggit_audit.block_check(pggit_audit.java_diff_trees(array_send(ARRAY[ARRAY[convert_to(v_old, 'UTF8'), convert_to(v_new, 'UTF8')]])));
    differences := ARRAY(SELECT ROW(x.p, x.om, x.os, x.nm, x.ns, x.shared = 't')::pggit_audit.tree_difference
                         FROM unnest(pggit_audit.block_column(v_block, 1), pggit_audit.block_column(v_block, 2), pggit_audit.block_column(v_block, 3),
                                     pggit_audit.block_column(v_block, 4), pggit_audit.block_column(v_block, 5), pggit_audit.block_column(v_block, 6)) AS x (p, om, os, nm, ns, shared));
END
$$;
COMMENT ON FUNCTION pggit_audit.compare_trees(text, text, boolean, boolean) IS 'The entries that two trees do not share, nested trees as entries; NULL or empty for none. NULL is the empty tree. old_complete, new_complete: tree_rows has all of the tree (tree_is_complete; NULL: find out); where it has not, the trees'' texts are read by Audit.diffTrees. Error PA007: a tree is lost or damaged.';

CREATE FUNCTION pggit_audit.nested_differences(differences pggit_audit.tree_difference[]) RETURNS SETOF pggit_audit.tree_difference
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_hashjoin = on SET enable_mergejoin = off SET enable_seqscan = off
SET enable_bitmapscan = off SET max_parallel_workers_per_gather = 0 SET jit = off AS $$
#variable_conflict use_column
DECLARE
    v_level pggit_audit.tree_difference[] := differences;
    v_found pggit_audit.tree_difference[] := '{}';
    v_parted boolean := false;
    v_depth int := 0;
    v_prefixes text[];
    v_old text[];
    v_new text[];
    v_incomplete text[];
    v_has_buckets boolean;
    v_pairs text[] := '{}';
BEGIN
    LOOP
        -- A bucket's name is no part of the paths in it (docs/object-format.md, "Buckets").
        SELECT array_agg(CASE WHEN b.is_bucket THEN left(d.path, -2) ELSE d.path || '/' END),
               array_agg(CASE WHEN d.old_mode = '040000' THEN d.old_sha END), array_agg(CASE WHEN d.new_mode = '040000' THEN d.new_sha END),
               v_parted OR bool_or(b.is_bucket AND d.old_mode IS DISTINCT FROM d.new_mode)
        INTO v_prefixes, v_old, v_new, v_parted
        FROM unnest(v_level) AS d CROSS JOIN LATERAL (SELECT d.path ~ '(^|/)#[0-9a-f]$' AS is_bucket) b WHERE d.old_mode = '040000' OR d.new_mode = '040000';
        IF v_prefixes IS NULL THEN
            v_found := v_found || v_level;
            EXIT;
        END IF;
        IF v_depth >= 8 THEN
            v_pairs := ARRAY(SELECT unnest(v_pairs) UNION SELECT concat(u.old, ' ', u.new) FROM unnest(v_old, v_new) AS u (old, new));
        END IF;
        -- On every way down all pairs of trees are different, unless one holds itself: then there are fewer of them than levels. (Looked for where it is deeper than stores are.)
        IF v_depth >= 8 AND cardinality(v_pairs) <= v_depth - 8 THEN
            RAISE EXCEPTION 'a tree of the store holds itself' USING ERRCODE = 'PA007', DETAIL = format('At %s.', v_prefixes[1]),
                HINT = 'Run pggit_audit.validate_audit_integrity() to see which objects of the store are damaged.';
        ELSIF v_depth = 200 THEN
            RAISE EXCEPTION 'trees of the store are nested more than 200 deep' USING ERRCODE = 'PA007', DETAIL = format('At %s.', v_prefixes[1]),
                HINT = 'Run pggit_audit.validate_audit_integrity() to see which objects of the store are damaged.';
        END IF;
        v_depth := v_depth + 1;
        v_found := v_found || ARRAY(
            SELECT ROW(d.path, b.old_mode, b.old_sha, b.new_mode, b.new_sha, d.is_shared)::pggit_audit.tree_difference
            FROM unnest(v_level) AS d
            CROSS JOIN LATERAL (SELECT nullif(d.old_mode, '040000') AS old_mode, CASE WHEN d.old_mode <> '040000' THEN d.old_sha END AS old_sha,
                                       nullif(d.new_mode, '040000') AS new_mode, CASE WHEN d.new_mode <> '040000' THEN d.new_sha END AS new_sha) b
            WHERE b.old_mode IS NOT NULL OR b.new_mode IS NOT NULL);
        -- The level below, all its trees at once: only the subtrees that differ are ever read, each by its key (LATERAL, OFFSET 0) whatever the statistics say.
        SELECT coalesce(array_agg(t.sha) FILTER (WHERE o.size IS DISTINCT FROM e.size), '{}'), coalesce(bool_or(o.size <= 1200 AND starts_with(o.content, 'MDQwMDAwIC')), false) INTO v_incomplete, v_has_buckets
        FROM (SELECT DISTINCT x.sha FROM unnest(v_old || v_new) AS x (sha) WHERE x.sha IS NOT NULL) t
        LEFT JOIN LATERAL (SELECT q.size, q.content FROM @store@.objects q WHERE q.sha = t.sha OFFSET 0) o ON true
        CROSS JOIN LATERAL (SELECT coalesce(sum(octet_length(e.path) + 73), 0) AS size FROM @store@.tree_entries e WHERE e.tree_sha = t.sha) e;
        IF v_has_buckets THEN
            -- Trees of buckets against each other, from their texts. As a rule both have the same buckets, in the same places.
            WITH pairs AS MATERIALIZED (
                SELECT x.prefix, x.old_tree, x.new_tree, p.old, p.new, (x.old_tree IS NULL OR p.old IS NOT NULL) AND (x.new_tree IS NULL OR p.new IS NOT NULL) AS is_whole,
                       p.old IS NULL OR p.new IS NULL OR cardinality(p.old) = cardinality(p.new) AND NOT EXISTS (SELECT FROM unnest(p.old, p.new) WITH ORDINALITY AS u (old, new, i) WHERE u.i % 2 = 1 AND u.old <> u.new) AS is_aligned
                FROM unnest(v_prefixes, v_old, v_new) AS x (prefix, old_tree, new_tree)
                LEFT JOIN LATERAL (SELECT q.content FROM @store@.objects q WHERE q.sha = x.old_tree AND q.type = 'tree' AND q.size <= 1200 OFFSET 0) o ON true
                LEFT JOIN LATERAL (SELECT q.content FROM @store@.objects q WHERE q.sha = x.new_tree AND q.type = 'tree' AND q.size <= 1200 OFFSET 0) n ON true
                CROSS JOIN LATERAL (SELECT pggit_audit.bucket_parts(o.content) AS old, pggit_audit.bucket_parts(n.content) AS new OFFSET 0) p)
            SELECT coalesce(array_agg(ROW(p.prefix || d.path, CASE WHEN d.old IS NOT NULL THEN '040000' END, d.old, CASE WHEN d.new IS NOT NULL THEN '040000' END, d.new, false)::pggit_audit.tree_difference)
                                FILTER (WHERE p.is_whole), '{}'),
                   array_agg(p.prefix) FILTER (WHERE NOT p.is_whole), array_agg(p.old_tree) FILTER (WHERE NOT p.is_whole), array_agg(p.new_tree) FILTER (WHERE NOT p.is_whole)
            INTO v_level, v_prefixes, v_old, v_new
            FROM pairs p CROSS JOIN LATERAL (
                SELECT right(coalesce(p.new[u.i - 1], p.old[u.i - 1]), 2) AS path, u.old, u.new FROM unnest(p.old, p.new) WITH ORDINALITY AS u (old, new, i)
                WHERE p.is_whole AND p.is_aligned AND u.i % 2 = 0 AND u.old IS DISTINCT FROM u.new
                UNION ALL
                SELECT coalesce(o.path, n.path), o.object_sha, n.object_sha FROM pggit_audit.bucket_rows(p.old) o FULL JOIN pggit_audit.bucket_rows(p.new) n ON o.path COLLATE "C" = n.path COLLATE "C"
                WHERE p.is_whole AND NOT p.is_aligned AND o.object_sha IS DISTINCT FROM n.object_sha
                UNION ALL
                SELECT NULL, NULL, NULL WHERE NOT p.is_whole) d;
            v_incomplete := coalesce(v_old || v_new, '{}');
        ELSE
            v_level := ARRAY(
                SELECT ROW(coalesce(o.prefix, n.prefix) || coalesce(o.path, n.path), o.mode, o.object_sha, n.mode, n.object_sha, false)::pggit_audit.tree_difference
                FROM (SELECT x.n, x.prefix, t.path, t.mode, t.object_sha FROM unnest(v_prefixes, v_old, v_new) WITH ORDINALITY AS x (prefix, old_tree, new_tree, n) CROSS JOIN LATERAL (SELECT q.path, q.mode, q.object_sha FROM @store@.tree_entries q WHERE q.tree_sha = x.old_tree OFFSET 0) t
                      WHERE NOT (ARRAY[x.old_tree, x.new_tree] && v_incomplete)) o
                FULL JOIN (SELECT x.n, x.prefix, t.path, t.mode, t.object_sha FROM unnest(v_prefixes, v_old, v_new) WITH ORDINALITY AS x (prefix, old_tree, new_tree, n) CROSS JOIN LATERAL (SELECT q.path, q.mode, q.object_sha FROM @store@.tree_entries q WHERE q.tree_sha = x.new_tree OFFSET 0) t
                      WHERE NOT (ARRAY[x.old_tree, x.new_tree] && v_incomplete)) n
                  ON o.n = n.n AND o.path COLLATE "C" = n.path COLLATE "C"
                WHERE o.object_sha IS DISTINCT FROM n.object_sha OR o.mode IS DISTINCT FROM n.mode);
        END IF;
        IF v_incomplete <> '{}' AND v_prefixes IS NOT NULL THEN
            v_level := v_level || ARRAY(
                SELECT ROW(u.prefix || d.path, d.old_mode, d.old_sha, d.new_mode, d.new_sha, d.is_shared)::pggit_audit.tree_difference
                FROM unnest(v_prefixes, v_old, v_new) AS u (prefix, old_tree, new_tree)
                CROSS JOIN LATERAL pggit_audit.compare_trees(u.old_tree, u.new_tree, NULL, NULL) c
                CROSS JOIN LATERAL unnest(c.differences) AS d
                WHERE ARRAY[u.old_tree, u.new_tree] && v_incomplete);
        END IF;
    END LOOP;
    IF v_parted THEN
        -- Where one side has buckets that the other has not, an entry is found once on each side.
        RETURN QUERY
        SELECT d.path, max(d.old_mode), max(d.old_sha), max(d.new_mode), max(d.new_sha), false FROM unnest(v_found) AS d WHERE NOT d.is_shared
        GROUP BY d.path HAVING max(d.old_sha) IS DISTINCT FROM max(d.new_sha) OR max(d.old_mode) IS DISTINCT FROM max(d.new_mode)
        UNION ALL
        SELECT d.path, d.old_mode, d.old_sha, d.new_mode, d.new_sha, true FROM unnest(v_found) AS d WHERE d.is_shared;
    ELSE
        RETURN QUERY SELECT d.path, d.old_mode, d.old_sha, d.new_mode, d.new_sha, d.is_shared FROM unnest(v_found) AS d;
    END IF;
END
$$;
COMMENT ON FUNCTION pggit_audit.nested_differences(pggit_audit.tree_difference[]) IS 'Differences of two trees with each nested tree (mode 040000) replaced by what differs in it; names are joined with a slash, a bucket''s name (# and a hex digit) is left out. Error PA007: a tree is lost or damaged.';

-- For many commits at once: each tree of buckets is read and taken apart once for all the pairs that it is in, by its key (LATERAL, OFFSET 0).
CREATE FUNCTION pggit_audit.bucket_differences(old_trees text[], new_trees text[]) RETURNS TABLE (n integer, depth integer, old_tree text, new_tree text, kind text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_hashjoin = on SET enable_mergejoin = off SET enable_seqscan = off
SET enable_bitmapscan = off SET max_parallel_workers_per_gather = 0 SET jit = off SET work_mem = '64MB' AS $$
#variable_conflict use_column
DECLARE
    c_slice CONSTANT int := 2000;
    v_numbers int[];
    v_old text[];
    v_new text[];
    v_next_numbers int[];
    v_next_old text[];
    v_next_new text[];
    v_kinds text[];
    i int := 1;
BEGIN
    WHILE i <= cardinality(new_trees) LOOP
        v_old := old_trees[i : i + c_slice - 1];
        v_new := new_trees[i : i + c_slice - 1];
        v_numbers := ARRAY(SELECT generate_series(i, i + cardinality(v_new) - 1));
        i := i + c_slice;
        FOR v_depth IN 0..3 LOOP
            WITH pairs AS MATERIALIZED (SELECT u.place, u.number, u.old, u.new FROM unnest(v_numbers, v_old, v_new) WITH ORDINALITY AS u (number, old, new, place)),
            trees AS MATERIALIZED (
                SELECT s.sha, pggit_audit.bucket_bytes(o.content) AS bytes FROM (SELECT p.old AS sha FROM pairs p UNION SELECT p.new FROM pairs p) s
                CROSS JOIN LATERAL (SELECT q.content FROM @store@.objects q WHERE q.sha = s.sha AND q.type = 'tree' AND q.size <= 1200 OFFSET 0) o),
            -- As a rule both have the same buckets, in the same places: then an entry that they share has to be looked at once.
            aligned AS MATERIALIZED (
                SELECT p.place, p.number, x.bytes AS old_bytes, y.bytes AS new_bytes, e.changed FROM pairs p JOIN trees x ON x.sha = p.old JOIN trees y ON y.sha = p.new
                CROSS JOIN LATERAL (
                    SELECT array_agg(i) FILTER (WHERE w.old <> w.new) AS changed,
                           bool_and(substr(w.new, 1, 8) = '040000 #'::bytea AND substr(w.new, 10, 1) = '|'::bytea AND substr(w.new, 75, 1) = '|'::bytea AND (w.old = w.new OR substr(w.old, 1, 10) = substr(w.new, 1, 10) AND substr(w.old, 75, 1) = '|'::bytea)) AS is_whole
                    FROM generate_series(0, octet_length(y.bytes) / 75 - 1) AS i CROSS JOIN LATERAL (SELECT substr(x.bytes, 75 * i + 1, 75) AS old, substr(y.bytes, 75 * i + 1, 75) AS new OFFSET 0) w) e
                WHERE v_depth < 3 AND octet_length(x.bytes) = octet_length(y.bytes) AND e.is_whole),
            others AS MATERIALIZED (SELECT p.place, p.number, p.old, p.new FROM pairs p WHERE p.place NOT IN (SELECT l.place FROM aligned l)),
            entries AS MATERIALIZED (
                SELECT t.sha, substr(t.bytes, 75 * i + 9, 1) AS digit, substr(t.bytes, 75 * i + 11, 64) AS child,
                       substr(t.bytes, 75 * i + 1, 8) = '040000 #'::bytea AND substr(t.bytes, 75 * i + 10, 1) = '|'::bytea AND substr(t.bytes, 75 * i + 75, 1) = '|'::bytea AS is_bucket
                FROM (SELECT o.old AS sha FROM others o UNION SELECT o.new FROM others o) o JOIN trees t ON t.sha = o.sha CROSS JOIN LATERAL generate_series(0, octet_length(t.bytes) / 75 - 1) AS i),
            whole AS MATERIALIZED (SELECT e.sha FROM entries e GROUP BY e.sha HAVING bool_and(e.is_bucket)),
            kinds AS (
                SELECT l.place, 'buckets' AS kind FROM aligned l
                UNION ALL
                SELECT p.place, CASE WHEN (p.old IS NULL OR x.sha IS NOT NULL) AND (p.new IS NULL OR y.sha IS NOT NULL) AND v_depth < 3 THEN 'buckets' WHEN x.sha IS NULL AND y.sha IS NULL THEN 'entries' ELSE 'mixed' END
                FROM others p LEFT JOIN whole x ON x.sha = p.old LEFT JOIN whole y ON y.sha = p.new),
            children AS (
                SELECT l.number, substr(l.old_bytes, 75 * i + 11, 64) AS old, substr(l.new_bytes, 75 * i + 11, 64) AS new FROM aligned l CROSS JOIN LATERAL unnest(l.changed) AS i
                UNION ALL
                SELECT coalesce(o.number, w.number), o.child, w.child
                FROM (SELECT p.place, p.number, e.digit, e.child FROM others p JOIN whole x ON x.sha = p.old JOIN entries e ON e.sha = x.sha WHERE v_depth < 3) o
                FULL JOIN (SELECT p.place, p.number, e.digit, e.child FROM others p JOIN whole x ON x.sha = p.new JOIN entries e ON e.sha = x.sha WHERE v_depth < 3) w ON o.place = w.place AND o.digit = w.digit
                WHERE o.child IS DISTINCT FROM w.child)
            SELECT (SELECT array_agg(k.kind ORDER BY k.place) FROM kinds k), array_agg(c.number), array_agg(encode(c.old, 'escape')), array_agg(encode(c.new, 'escape')) INTO v_kinds, v_next_numbers, v_next_old, v_next_new FROM children c;
            RETURN QUERY SELECT u.number, v_depth, u.old, u.new, u.kind FROM unnest(v_numbers, v_old, v_new, v_kinds) AS u (number, old, new, kind);
            EXIT WHEN v_next_numbers IS NULL;
            v_numbers := v_next_numbers;
            v_old := v_next_old;
            v_new := v_next_new;
        END LOOP;
    END LOOP;
END
$$;
COMMENT ON FUNCTION pggit_audit.bucket_differences(text[], text[]) IS 'The pairs of trees that differ on the way down from pairs of roots (NULL: the empty tree), through trees of buckets, three levels at most. n: which pair of roots; depth: 0 for the roots themselves. kind: buckets (both are trees of buckets; those below that differ follow), entries (none is: what is in them, and whether they are there, is not looked at), mixed (one is; or the levels go on).';

CREATE FUNCTION pggit_audit.tree_changes(old_tree text, new_tree text, complete boolean DEFAULT NULL)
RETURNS TABLE (path text, old_mode text, old_sha text, new_mode text, new_sha text, is_shared boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT d.path, d.old_mode, d.old_sha, d.new_mode, d.new_sha, d.is_shared
    FROM pggit_audit.compare_trees($1, $2, $3, $3) c, pggit_audit.nested_differences(c.differences) d
$$;
COMMENT ON FUNCTION pggit_audit.tree_changes(text, text, boolean) IS 'The blobs that two trees do not share, through nested trees (mode 040000; names are joined with a slash). NULL is the empty tree. complete as in compare_trees for the two trees themselves; NULL: find out.';

CREATE FUNCTION pggit_audit.diff_trees(tree1_sha text, tree2_sha text)
RETURNS TABLE (path text, change_type text, old_mode text, new_mode text, old_sha text, new_sha text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT d.path, CASE WHEN d.old_sha IS NULL THEN 'add' WHEN d.new_sha IS NULL THEN 'delete' ELSE 'modify' END, d.old_mode, d.new_mode, d.old_sha, d.new_sha
    FROM pggit_audit.compare_trees((SELECT o.sha FROM @store@.objects o WHERE o.sha = $1), (SELECT o.sha FROM @store@.objects o WHERE o.sha = $2), NULL, NULL) c, unnest(c.differences) d
$$;
COMMENT ON FUNCTION pggit_audit.diff_trees(text, text) IS 'What differs between two trees, entry by entry: add, delete or modify (also of the mode alone). Nested trees are entries. NULL or an unknown sha is the empty tree.';

CREATE FUNCTION pggit_audit.list_tree(tree_sha text) RETURNS TABLE (path text, mode text, object_sha text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.path, c.new_mode, c.new_sha FROM pggit_audit.tree_changes(NULL, $1) c
$$;
COMMENT ON FUNCTION pggit_audit.list_tree(text) IS 'All blobs of a tree, through nested trees. No row for an unknown tree.';
