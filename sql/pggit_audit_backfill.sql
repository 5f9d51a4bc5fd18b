-- Backfill of pggit v1's history into commits, changes and versions (docs/migration.md). Reads v1, writes nothing to it, executes none of its texts.
-- Needs:   v1's tables history and objects (in a schema of any name), recording, the backfill's tables.
-- Who:     pggit_audit_admin, with SELECT on v1's tables.

CREATE FUNCTION pggit_audit.block_part(block bytea, part integer) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_entry int := 8 * part - 6;
BEGIN
    RETURN substr(block,
        (get_byte(block, v_entry) << 24) + (get_byte(block, v_entry + 1) << 16) + (get_byte(block, v_entry + 2) << 8) + get_byte(block, v_entry + 3) + 1,
        (get_byte(block, v_entry + 4) << 24) + (get_byte(block, v_entry + 5) << 16) + (get_byte(block, v_entry + 6) << 8) + get_byte(block, v_entry + 7));
END
$$;
COMMENT ON FUNCTION pggit_audit.block_part(bytea, integer) IS 'One block (from 1) of an answer of several (BlockParts.java has the layout).';

CREATE FUNCTION pggit_audit.backfill_options(v1_schema text, time_zone text, branch text, granularity text, tree_layout text, store_schema text)
RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    v_zone text := coalesce(time_zone, current_setting('TimeZone'));
    v_layout text := tree_layout;
BEGIN
    IF v1_schema IS NULL OR to_regclass(format('%I.history', v1_schema)) IS NULL OR to_regclass(format('%I.objects', v1_schema)) IS NULL THEN
        RAISE EXCEPTION 'there is no pggit v1 history in schema %', coalesce(quote_ident(v1_schema), 'NULL') USING ERRCODE = 'PA013',
            DETAIL = 'Looked for its tables history and objects.', HINT = 'Name the schema: SELECT * FROM pggit_audit.backfill_from_v1_history(''its_name'').';
    ELSIF v_zone <> current_setting('TimeZone') AND NOT EXISTS (SELECT FROM pg_timezone_names z WHERE z.name = v_zone) AND v_zone !~ '^[+-]?[0-9]' THEN
        RAISE EXCEPTION 'there is no time zone %', quote_literal(v_zone) USING ERRCODE = '22023';
    ELSIF branch IS NULL OR branch !~ '^refs/heads/[^\s~^:?*\\[]+$' THEN
        RAISE EXCEPTION '% is no branch to write to', coalesce(quote_literal(branch), 'NULL') USING ERRCODE = '22023', HINT = 'For example refs/heads/v1-history.';
    ELSIF granularity IS NULL OR granularity NOT IN ('transaction', 'row') THEN
        RAISE EXCEPTION 'granularity is transaction or row, not %', coalesce(quote_literal(granularity), 'NULL') USING ERRCODE = '22023';
    ELSIF tree_layout IS NULL OR tree_layout NOT IN ('auto', 'flat', 'buckets', 'none') THEN
        RAISE EXCEPTION 'tree_layout is auto, flat, buckets or none, not %', coalesce(quote_literal(tree_layout), 'NULL') USING ERRCODE = '22023';
    ELSIF store_schema IS NOT NULL AND store_schema <> (SELECT i.value FROM pggit_audit.installation i WHERE i.name = 'store') THEN
        RAISE EXCEPTION 'the store is in schema %', (SELECT quote_ident(i.value) FROM pggit_audit.installation i WHERE i.name = 'store') USING ERRCODE = 'PA014',
            DETAIL = 'Commits of one database are audited in one store.', HINT = 'pggit_audit.attach_store() binds another.';
    END IF;
    IF v_layout = 'auto' THEN
        -- Other tools read a store that was here before us: they know flat trees.
        v_layout := CASE WHEN EXISTS (SELECT FROM pggit_audit.installation i WHERE i.name = 'own_store' AND i.value = 'true') THEN 'buckets' ELSE 'flat' END;
    END IF;
    RETURN jsonb_build_object('v1_schema', v1_schema, 'time_zone', v_zone, 'branch', branch, 'granularity', granularity, 'tree_layout', v_layout);
END
$$;
COMMENT ON FUNCTION pggit_audit.backfill_options(text, text, text, text, text, text) IS 'The options of a backfill, checked. Errors: PA013 no v1 history, PA014 another store, 22023. Not for users.';

CREATE FUNCTION pggit_audit.backfill_pending(options jsonb) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    -- With snapshots, rows that were recorded without come once more.
    SELECT CASE WHEN options ->> 'tree_layout' = 'none' OR x.runs IS NULL THEN 'NOT EXISTS (SELECT FROM pggit_audit.backfill_rows r WHERE r.history_id = h.id OFFSET 0)'
        ELSE format('NOT EXISTS (SELECT FROM pggit_audit.backfill_rows r WHERE r.history_id = h.id AND r.run_id <> ALL (%L::bigint[]) OFFSET 0) AND NOT EXISTS (SELECT FROM pggit_audit.backfill_snapshots s WHERE s.history_id = h.id OFFSET 0)', x.runs) END
    FROM (SELECT array_agg(r.run_id) AS runs FROM pggit_audit.backfill_runs r WHERE r.tree_layout = 'none') x
$$;
COMMENT ON FUNCTION pggit_audit.backfill_pending(jsonb) IS 'The condition on a row h of v1''s history that says: still to be done under these options. Not for users.';

CREATE FUNCTION pggit_audit.backfill_end_of_batch(options jsonb, after_id bigint, most_rows integer, most_bytes integer) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off SET enable_seqscan = off SET jit = off AS $$
#variable_conflict use_variable
DECLARE
    v1_schema text := options ->> 'v1_schema';
    v_last bigint;
    v_next record;
    v_before record;
BEGIN
    EXECUTE format($sql$
        SELECT max(s.id) FILTER (WHERE s.bytes <= $3 OR s.n = 1) FROM (
            SELECT h.id, row_number() OVER w AS n, sum(CASE WHEN h.same THEN 200 ELSE coalesce(octet_length(h.sql_executed), 0) + 200 END) OVER w AS bytes
            -- Only how much comes: texts of one transaction that begin alike and are of one length are taken for one, so that long ones are not unpacked.
            FROM (SELECT h.id, h.sql_executed, (h.created_at, h.created_by, octet_length(h.sql_executed)) = (lag(h.created_at) OVER v, lag(h.created_by) OVER v, octet_length(lag(h.sql_executed) OVER v))
                         AND substr(h.sql_executed, 1, 500) = substr(lag(h.sql_executed) OVER v, 1, 500) AS same
                  FROM %1$I.history h WHERE h.id > $1 AND %2$s WINDOW v AS (ORDER BY h.id) ORDER BY h.id LIMIT $2) h
            WINDOW w AS (ORDER BY h.id)) s$sql$, v1_schema, pggit_audit.backfill_pending(options)) INTO v_last USING after_id, most_rows, most_bytes;
    -- A transaction, and a string that spans several, is never parted.
    LOOP
        EXECUTE format('SELECT h.id, h.created_at, h.created_by, h.sql_executed FROM %I.history h WHERE h.id = $1', v1_schema) INTO v_before USING v_last;
        EXECUTE format('SELECT h.id, h.created_at, h.created_by, h.sql_executed FROM %I.history h WHERE h.id > $1 ORDER BY h.id LIMIT 1', v1_schema) INTO v_next USING v_last;
        EXIT WHEN v_next.id IS NULL OR v_before.created_at IS NULL AND v_before.sql_executed IS NULL
            OR ((v_next.created_at, v_next.created_by) IS DISTINCT FROM (v_before.created_at, v_before.created_by) OR v_before.created_at IS NULL)
            AND (v_next.sql_executed IS DISTINCT FROM v_before.sql_executed OR v_before.sql_executed IS NULL OR v_before.sql_executed !~* '\m(commit|end|rollback)\M');
        v_last := v_next.id;
    END LOOP;
    RETURN v_last;
END
$$;
COMMENT ON FUNCTION pggit_audit.backfill_end_of_batch(jsonb, bigint, integer, integer) IS 'Id of the last history row of the next batch; NULL where nothing is left. Not for users.';

-- By index throughout, here and below: the cost of a batch follows the batch, however much is stored already.
CREATE FUNCTION pggit_audit.backfill_block(options jsonb, head_sha text, first_id bigint, last_id bigint, state bytea, again bigint) RETURNS bytea
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off SET enable_seqscan = off SET jit = off AS $$
#variable_conflict use_variable
DECLARE
    v_block bytea;
    -- What a run without snapshots has found tells nothing to one with: it comes to the same commits, whether or not its rows were recorded before.
    v_unseen bigint[] := CASE WHEN options ->> 'tree_layout' = 'none' THEN '{}' ELSE ARRAY(SELECT r.run_id FROM pggit_audit.backfill_runs r WHERE r.tree_layout = 'none') END;
BEGIN
    EXECUTE format($sql$
        WITH tree AS (
            SELECT l.path AS whole, l.object_sha FROM @store@.commit_graph g CROSS JOIN LATERAL pggit_audit.list_tree(g.tree_sha) l WHERE g.commit_sha = $2 AND $6 IS NULL),
        v1 AS (
            SELECT h.id, o.object_type::text AS object_type, o.schema_name, o.object_name, h.change_type::text AS change_type, h.sql_executed,
                   -- Without a time a text is taken for a transaction.
                   coalesce(h.created_at::text, md5(coalesce(h.sql_executed, h.id::text))) || ' ' || coalesce(h.created_by, '') AS transaction,
                   coalesce(floor(extract(epoch FROM h.created_at AT TIME ZONE $5))::bigint, 0) AS epoch, h.created_by, h.change_description, f.known,
                   CASE WHEN o.object_type::text = 'TABLE' AND h.change_type::text IN ('CREATE', 'ALTER') AND jsonb_typeof(h.new_metadata -> 'columns') = 'object' THEN
                       (SELECT string_agg(format('%%I %%s%%s%%s', c.key, c.value ->> 'type', ' DEFAULT ' || (c.value ->> 'default'), CASE WHEN lower((c.value ->> 'nullable') COLLATE "C") IN ('false', 'no') THEN ' NOT NULL' END), ', '
                                          ORDER BY CASE WHEN c.value ->> 'position' ~ '^[0-9]{1,9}$' THEN (c.value ->> 'position')::int END, c.key COLLATE "C")
                        FROM jsonb_each(h.new_metadata -> 'columns') c WHERE jsonb_typeof(c.value) = 'object' AND c.value ->> 'type' <> '') END AS columns,
                   row_number() OVER (ORDER BY h.id) > 1 AND (h.created_at, h.created_by, h.sql_executed) IS NOT DISTINCT FROM
                       (lag(h.created_at) OVER (ORDER BY h.id), lag(h.created_by) OVER (ORDER BY h.id), lag(h.sql_executed) OVER (ORDER BY h.id)) AS same
            FROM %1$I.history h LEFT JOIN LATERAL (SELECT w.* FROM %1$I.objects w WHERE w.id = h.object_id OFFSET 0) o ON true
            -- The name of a function that an earlier batch has found: v1 goes on to call the object by its number.
            LEFT JOIN LATERAL (SELECT r.object_name || E'\001' || r.path AS known FROM pggit_audit.backfill_rows r
                               WHERE r.v1_object_id = h.object_id AND r.name_source = 'TEXT' AND o.object_type::text = 'FUNCTION' 
                                 AND (r.run_id <> ALL ($7) OR EXISTS (SELECT FROM pggit_audit.backfill_snapshots s WHERE s.history_id = r.history_id)) AND ($8 IS NULL OR r.history_id < $3) ORDER BY r.history_id DESC LIMIT 1) f ON true
            WHERE h.id BETWEEN $3 AND $4 AND %2$s)
        SELECT array_send(array_agg(x.line ORDER BY x.kind, x.n, x.line[2])) FROM (
            SELECT 1 AS kind, 0 AS n, ARRAY['O'::bytea, convert_to($1 ->> 'v1_schema', 'UTF8'), convert_to($2, 'UTF8'), convert_to($1 ->> 'tree_layout', 'UTF8'),
                CASE WHEN $1 ->> 'granularity' = 'row' THEN 't'::bytea ELSE 'f' END, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL] AS line
            UNION ALL
            SELECT 2, 0, ARRAY['T'::bytea, convert_to(t.whole, 'UTF8'), convert_to(b.content, 'UTF8'), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL]
            FROM tree t CROSS JOIN LATERAL (SELECT w.content FROM @store@.objects w WHERE w.sha = t.object_sha OFFSET 0) b
            UNION ALL
            SELECT 2, 0, ARRAY['T'::bytea, convert_to(t.path, 'UTF8'), convert_to(t.definition, 'UTF8'), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL]
            FROM unnest(pggit_audit.block_column($6, 1), pggit_audit.block_column($6, 2)) AS t (path, definition)
            UNION ALL
            SELECT 3, v.id, ARRAY['H'::bytea, convert_to(v.id::text, 'UTF8'), convert_to(v.object_type, 'UTF8'), convert_to(v.schema_name, 'UTF8'), convert_to(v.object_name, 'UTF8'), convert_to(v.change_type, 'UTF8'),
                CASE WHEN NOT v.same THEN convert_to(v.sql_executed, 'UTF8') END, convert_to(v.transaction, 'UTF8'), convert_to(v.epoch::text, 'UTF8'), convert_to(v.created_by, 'UTF8'),
                convert_to(v.change_description, 'UTF8'), convert_to(v.known, 'UTF8'), convert_to(v.columns, 'UTF8'), CASE WHEN v.same THEN '='::bytea END]
            FROM v1 v) x$sql$, options ->> 'v1_schema',
        CASE WHEN again IS NULL THEN pggit_audit.backfill_pending(options) ELSE format('EXISTS (SELECT FROM pggit_audit.backfill_rows r WHERE r.history_id = h.id AND r.run_id = %s OFFSET 0)', again) END)
    INTO v_block USING options, head_sha, first_id, last_id, options ->> 'time_zone', state, v_unseen, again;
    RETURN v_block;
END
$$;
COMMENT ON FUNCTION pggit_audit.backfill_block(jsonb, text, bigint, bigint, bytea, bigint) IS 'One batch for Java: options, the state before it, the history rows to be done. state: a block of paths and definitions; NULL: the head''s tree. again: the rows that this run has done, once more. Not for users.';

CREATE FUNCTION pggit_audit.backfill_state(options jsonb) RETURNS bytea
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    v_head text := (SELECT r.target_sha FROM @store@.refs r WHERE r.name = options ->> 'branch');
    v_state bytea;
    v_batch record;
BEGIN
    IF options ->> 'tree_layout' <> 'none' THEN
        RETURN NULL;
    END IF;
    FOR v_batch IN
        SELECT b.run_id, b.first_history_id, b.last_history_id FROM pggit_audit.backfill_batches b JOIN pggit_audit.backfill_runs r ON r.run_id = b.run_id
        WHERE r.v1_schema = options ->> 'v1_schema' AND b.rows_read > 0 AND r.tree_layout = 'none'
          AND r.run_id > ALL (SELECT w.run_id FROM pggit_audit.backfill_runs w WHERE w.v1_schema = options ->> 'v1_schema' AND w.tree_layout <> 'none' AND w.branch = options ->> 'branch')
        ORDER BY b.run_id, b.batch
    LOOP
        PERFORM pggit_audit.host_ready();
        v_state := pggit_audit.block_part(pggit_audit.block_check(pggit_audit.java_backfill(
            pggit_audit.backfill_block(options || '{"granularity": "transaction"}', v_head, v_batch.first_history_id, v_batch.last_history_id, v_state, v_batch.run_id))), 8);
    END LOOP;
    RETURN v_state;
END
$$;
COMMENT ON FUNCTION pggit_audit.backfill_state(jsonb) IS 'What was alive where earlier runs without snapshots have ended, which no tree holds: their rows are read once more. NULL: the branch''s head has it. Not for users.';

CREATE FUNCTION pggit_audit.backfill_batch(options jsonb, run_id bigint, batch integer, after_id bigint, most_rows integer, INOUT state bytea,
                                           OUT rows_read integer, OUT last_id bigint, OUT commits integer, OUT changes integer, OUT recovered integer)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    v_head text := (SELECT r.target_sha FROM @store@.refs r WHERE r.name = options ->> 'branch');
    v_generation int := coalesce((SELECT g.generation FROM @store@.commit_graph g WHERE g.commit_sha = v_head), -1);
    v_first bigint;
    v_block bytea;
    v_shas text[] := '{}';
    v_had_trees boolean;
    v_ids text[];
BEGIN
    last_id := pggit_audit.backfill_end_of_batch(options, after_id, most_rows, 8000000);
    rows_read := 0; commits := 0; changes := 0; recovered := 0;
    IF last_id IS NULL THEN
        RETURN;
    END IF;
    PERFORM pggit_audit.host_ready();
    v_block := pggit_audit.block_check(pggit_audit.java_backfill(pggit_audit.backfill_block(options, v_head, after_id + 1, last_id, state, NULL)));
    IF options ->> 'tree_layout' = 'none' THEN
        state := pggit_audit.block_part(v_block, 8);
    ELSE
        SELECT s.shas, s.had_trees INTO v_shas, v_had_trees FROM pggit_audit.backfill_store_commits(v_block, v_generation + 1) s;
        commits := cardinality(v_shas);
        changes := pggit_audit.backfill_store_changes(v_block);
    END IF;
    changes := changes + pggit_audit.backfill_store_rows(options, v_block, run_id);
    IF commits > 0 THEN
        PERFORM pggit_audit.backfill_store_records(v_block, v_had_trees);
        recovered := pggit_audit.backfill_store_recovered(v_block);
        PERFORM pggit_audit.record_versions(v_shas);
        PERFORM pggit_audit.update_ref(options ->> 'branch', v_shas[commits], coalesce(v_head, ''));
    END IF;
    v_ids := pggit_audit.block_column(pggit_audit.block_part(v_block, 1), 1);
    rows_read := cardinality(v_ids);
    -- Java ends before the last row where its answer would grow too large.
    SELECT min(u.id::bigint), max(u.id::bigint) INTO v_first, last_id FROM unnest(v_ids) AS u (id);
    INSERT INTO pggit_audit.backfill_batches (run_id, batch, first_history_id, last_history_id, rows_read, commits, changes, recovered)
    VALUES (run_id, batch, v_first, last_id, rows_read, commits, changes, recovered);
END
$$;
COMMENT ON FUNCTION pggit_audit.backfill_batch(jsonb, bigint, integer, bigint, integer, bytea) IS 'One batch: history rows behind after_id to Java (Audit.backfillFromV1History), its answer into store and audit tables, the branch moved on. state: as backfill_state, before and after. rows_read 0: nothing is left. Not for users.';
