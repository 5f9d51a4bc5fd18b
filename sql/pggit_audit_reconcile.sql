-- The live catalogs beside v1's history: what is there, what history says, one commit that makes them agree; and an analysis beforehand.
-- Needs:   pggit_audit_backfill.sql, the canonical DDL (pggit_audit_catalog_objects.sql), trees (pggit_audit_capture_tree.sql).
-- Who:     pggit_audit_admin.

CREATE FUNCTION pggit_audit.reconcile_v1_history(branch text DEFAULT 'refs/heads/v1-history', dry_run boolean DEFAULT false, v1_schema text DEFAULT 'pggit', tree_layout text DEFAULT 'auto')
RETURNS TABLE (finding text, object_type text, path text, in_history text, in_catalog text, commit_sha text)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    v_options jsonb := pggit_audit.backfill_options(v1_schema, NULL, branch, 'transaction', tree_layout, NULL);
    v_head text := (SELECT r.target_sha FROM @store@.refs r WHERE r.name = branch);
    v_old_tree text := (SELECT g.tree_sha FROM @store@.commit_graph g WHERE g.commit_sha = v_head);
    v_paths text[];
    v_types text[];
    v_history text[];
    v_live text[];
    v_keys bytea;
    v_history_named text[];
    v_live_named text[];
    v_live_paths text[];
    v_live_shas text[];
    v_tree text;
    v_commit text;
BEGIN
    IF tree_layout = 'none' THEN
        RAISE EXCEPTION 'a baseline is a commit: its tree_layout is auto, flat or buckets' USING ERRCODE = '22023';
    END IF;
    PERFORM pg_advisory_xact_lock(1885828724, 3);
    PERFORM pggit_audit.host_ready();
    -- Argument types stand in a text as written, in the catalogs with their schema; capture puts the kind before some names.
    WITH live AS MATERIALIZED (
        SELECT c.path, c.object_type, c.definition, regexp_replace(replace(c.path, 'pg_catalog.', ''), '^(type|domain|' || lower(replace(c.object_type, '_', ' ') COLLATE "C") || ') ', '') AS key
        FROM pggit_audit.catalog_objects(excluded => pggit_audit.capture_excluded_schemas() || v1_schema) c),
    history AS (
        SELECT t.path, o.content, coalesce(e.path, k.path, t.path) AS twin
        FROM pggit_audit.list_tree(v_old_tree) t CROSS JOIN LATERAL (SELECT q.content FROM @store@.objects q WHERE q.sha = t.object_sha OFFSET 0) o LEFT JOIN live e ON e.path = t.path
        LEFT JOIN (SELECT l.key, min(l.path COLLATE "C") AS path FROM live l GROUP BY l.key) k ON k.key = replace(t.path, 'pg_catalog.', ''))
    SELECT array_agg(x.path ORDER BY x.path COLLATE "C"), array_agg(x.type ORDER BY x.path COLLATE "C"), array_agg(x.history ORDER BY x.path COLLATE "C"), array_agg(x.live ORDER BY x.path COLLATE "C"),
           array_agg(x.was ORDER BY x.path COLLATE "C"), array_agg(x.named ORDER BY x.path COLLATE "C")
    INTO v_paths, v_types, v_history, v_live, v_history_named, v_live_named
    FROM (SELECT coalesce(h.path, l.path) AS path, h.path AS was, l.path AS named, l.object_type AS type, h.content AS history, l.definition AS live
          FROM history h FULL JOIN live l ON l.path = h.twin) x;
    IF v_paths IS NOT NULL THEN
        v_keys := pggit_audit.block_check(pggit_audit.java_likeness((
            SELECT array_send(array_agg(ARRAY[convert_to(u.side || u.n, 'UTF8'), convert_to(u.text, 'UTF8')]))
            FROM (SELECT 'h' AS side, x.n, x.text FROM unnest(v_history) WITH ORDINALITY AS x (text, n) UNION ALL SELECT 'l', x.n, x.text FROM unnest(v_live) WITH ORDINALITY AS x (text, n)) u)));
    END IF;
    IF NOT coalesce(dry_run, true) THEN
        SELECT coalesce(array_agg(x.path), '{}'), coalesce(array_agg(pggit_audit.object_sha('blob', x.live)), '{}') INTO v_live_paths, v_live_shas
        FROM unnest(v_live_named, v_live) AS x (path, live) WHERE x.live IS NOT NULL;
        INSERT INTO @store@.objects (sha, type, size, content)
        SELECT DISTINCT ON (pggit_audit.object_sha('blob', x.live)) pggit_audit.object_sha('blob', x.live), 'blob', length(x.live), x.live FROM unnest(v_live) AS x (live) WHERE x.live IS NOT NULL
        ON CONFLICT (sha) DO NOTHING;
        -- The tree that capture makes of these objects.
        v_tree := CASE v_options ->> 'tree_layout' WHEN 'flat' THEN (SELECT pggit_audit.create_tree(coalesce(jsonb_agg(jsonb_build_object('path', u.path, 'sha', u.sha)), '[]')) FROM unnest(v_live_paths, v_live_shas) AS u (path, sha))
                  ELSE pggit_audit.tree_edit(NULL, v_live_paths, v_live_shas) END;
        IF v_head IS NULL OR v_paths IS NOT NULL AND EXISTS (SELECT FROM unnest(v_history, v_live, v_history_named, v_live_named) AS x (history, live, was, named) WHERE x.history IS DISTINCT FROM x.live OR x.was IS DISTINCT FROM x.named) THEN
            v_commit := pggit_audit.create_commit(v_tree, CASE WHEN v_head IS NULL THEN '{}' ELSE ARRAY[v_head] END,
                E'Baseline: the catalogs'' own definitions\n\nWhat history had missed or had otherwise is taken in; see pggit_audit.reconcile_v1_history().\n');
            PERFORM pggit_audit.update_ref(branch, v_commit, coalesce(v_head, ''));
        END IF;
    END IF;
    RETURN QUERY
    SELECT f.finding, coalesce(f.type, p.object_type, 'UNKNOWN'), f.path, f.history, f.live, v_commit
    FROM (SELECT CASE WHEN x.history IS NULL THEN 'MISSING IN HISTORY' WHEN x.live IS NULL THEN 'NOT IN CATALOG' WHEN x.history = x.live THEN 'SAME' WHEN k.history = k.live THEN 'ALIKE' ELSE 'DIFFERENT' END AS finding,
                 x.type, x.path, x.history, x.live
          FROM unnest(v_paths, v_types, v_history, v_live) WITH ORDINALITY AS x (path, type, history, live, n)
          LEFT JOIN (SELECT substr(u.key, 2)::bigint AS n, max(u.said) FILTER (WHERE u.key LIKE 'h%') AS history, max(u.said) FILTER (WHERE u.key LIKE 'l%') AS live
                     FROM unnest(pggit_audit.block_column(v_keys, 1), pggit_audit.block_column(v_keys, 2)) AS u (key, said) GROUP BY 1) k ON k.n = x.n) f
    LEFT JOIN LATERAL (SELECT c.object_type FROM pggit_audit.changes c WHERE f.type IS NULL AND c.path = f.path AND c.commit_sha IS NOT NULL ORDER BY c.change_seq DESC LIMIT 1) p ON true
    ORDER BY array_position(ARRAY['MISSING IN HISTORY', 'NOT IN CATALOG', 'DIFFERENT', 'ALIKE', 'SAME'], f.finding), f.path COLLATE "C";
END
$$;
COMMENT ON FUNCTION pggit_audit.reconcile_v1_history(text, boolean, text, text) IS 'Compares the branch''s head with this database''s catalogs and, unless dry_run, commits a baseline, so that the head is what is there, in the catalogs'' own words. One row an object: MISSING IN HISTORY, NOT IN CATALOG (dropped without a row), DIFFERENT, ALIKE (the same in other words), SAME; commit_sha: the baseline, NULL where nothing differed. Only where the history is of this database. Errors: 22023.';

CREATE FUNCTION pggit_audit.analyze_v1_history(v1_schema text DEFAULT 'pggit') RETURNS TABLE (topic text, what text, rows bigint, details text)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    v_started timestamptz := clock_timestamp();
    v_options jsonb := pggit_audit.backfill_options(v1_schema, 'UTC', 'refs/heads/pggit-audit-analysis', 'transaction', 'auto', NULL);
BEGIN
    RETURN QUERY EXECUTE format($sql$
        SELECT 'history', x.what, x.n, x.details FROM (
            SELECT 1 AS k, 'rows' AS what, count(*) AS n, format('ids %%s to %%s, %%s to %%s', min(h.id), max(h.id), min(h.created_at), max(h.created_at)) AS details FROM %1$I.history h
            UNION ALL SELECT 2, 'rows to do', count(*), 'without a disposition' FROM %1$I.history h WHERE NOT EXISTS (SELECT FROM pggit_audit.backfill_rows r WHERE r.history_id = h.id)
            UNION ALL SELECT 3, 'transactions', count(DISTINCT (h.created_at, h.created_by)), 'each becomes a commit' FROM %1$I.history h
            UNION ALL SELECT 4, 'texts', count(DISTINCT h.sql_executed), pg_size_pretty(sum(octet_length(h.sql_executed)) FILTER (WHERE h.first)) || ' in all' FROM (SELECT h.*, row_number() OVER (PARTITION BY h.sql_executed) = 1 AS first FROM %1$I.history h) h
            UNION ALL SELECT 5, 'rows without text', count(*), 'kept with v1''s name, type and change' FROM %1$I.history h WHERE h.sql_executed IS NULL OR h.sql_executed = ''
            UNION ALL SELECT 6, 'rows without time', count(*), 'taken as 1970-01-01' FROM %1$I.history h WHERE h.created_at IS NULL
            UNION ALL SELECT 7, 'rows without author', count(*), 'taken as "unknown"' FROM %1$I.history h WHERE h.created_by IS NULL OR btrim(h.created_by) = ''
            UNION ALL SELECT 8, 'rows of functions by number', count(*), format('%%s functions', count(DISTINCT o.id)) FROM %1$I.history h JOIN %1$I.objects o ON o.id = h.object_id WHERE o.object_type::text = 'FUNCTION' AND o.object_name ~ '^[0-9]+$'
            UNION ALL SELECT 9, 'rows whose text is a block or a call', count(*), 'their statements may be out of sight' FROM %1$I.history h WHERE h.sql_executed ~* '^\s*(do|select|call|execute)\M'
            UNION ALL SELECT 10, 'objects without a CREATE', count(*), 'renamed, made by CREATE TABLE AS, or older than v1: columns come from v1''s metadata'
                FROM (SELECT (array_agg(h.change_type::text ORDER BY h.id))[1] AS first FROM %1$I.history h GROUP BY h.object_id) f WHERE f.first <> 'CREATE'
            UNION ALL SELECT 11, 'objects with several CREATEs', count(*), 'replaced, or made again: each creation after a drop begins a life'
                FROM (SELECT FROM %1$I.history h WHERE h.change_type::text = 'CREATE' GROUP BY h.object_id HAVING count(*) > 1) f
            UNION ALL SELECT 12, 'names that need quotes', count(*), 'v1 keeps the quotes' FROM %1$I.objects o WHERE o.object_name LIKE '%%"%%'
            UNION ALL SELECT 13, 'rows of no object', count(*), 'will be rejected' FROM %1$I.history h WHERE NOT EXISTS (SELECT FROM %1$I.objects o WHERE o.id = h.object_id)
            UNION ALL SELECT 14, 'v1''s own rows', count(*), 'will be V1_OWN' FROM %1$I.history h JOIN %1$I.objects o ON o.id = h.object_id WHERE o.schema_name = %1$L) x ORDER BY x.k$sql$, v1_schema);
    -- What it would come to: done, counted, undone.
    BEGIN
        PERFORM pggit_audit.backfill_from_v1_history(v1_schema, 'UTC', 'refs/heads/pggit-audit-analysis');
        RETURN QUERY SELECT 'dispositions', r.disposition, count(*), string_agg(DISTINCT r.reason, '; ') FILTER (WHERE r.disposition = 'REJECTED') FROM pggit_audit.backfill_rows r GROUP BY r.disposition ORDER BY r.disposition;
        RETURN QUERY SELECT 'recovered', r.object_type || ' ' || r.action, count(*), NULL FROM pggit_audit.backfill_recovered r GROUP BY r.object_type, r.action ORDER BY 2;
        RETURN QUERY SELECT 'catalog', lower(f.finding COLLATE "C"), count(*), (array_agg(f.path ORDER BY f.path COLLATE "C"))[1:5]::text FROM pggit_audit.reconcile_v1_history('refs/heads/pggit-audit-analysis', true, v1_schema) f GROUP BY f.finding ORDER BY 2;
        RETURN QUERY SELECT 'size', 'store objects', count(*), pg_size_pretty(sum(octet_length(o.content))::bigint) || ' of content' FROM @store@.commit_graph g JOIN @store@.objects o ON o.sha = g.commit_sha OR o.sha = g.tree_sha
            WHERE EXISTS (SELECT FROM pggit_audit.backfill_rows r WHERE r.commit_sha = g.commit_sha);
        RAISE EXCEPTION USING ERRCODE = 'PA030', MESSAGE = 'analysis';
    EXCEPTION WHEN SQLSTATE 'PA030' THEN
        RAISE NOTICE 'analysis: nothing was kept';
    END;
    RETURN QUERY SELECT 'time', 'seconds', ceil(extract(epoch FROM clock_timestamp() - v_started))::bigint, 'of this analysis, which does all that a backfill does';
END
$$;
COMMENT ON FUNCTION pggit_audit.analyze_v1_history(text) IS 'Before a backfill: v1''s history counted by what is awkward in it, what its rows will become and why, what the texts tell beyond them, what the catalogs have otherwise, size and time. Does the work and undoes it: nothing is kept. Errors: PA013.';
