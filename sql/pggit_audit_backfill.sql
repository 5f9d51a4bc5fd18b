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
    ELSIF NOT EXISTS (SELECT FROM pg_timezone_names z WHERE z.name = v_zone) AND v_zone !~ '^[+-]?[0-9]' THEN
        RAISE EXCEPTION 'there is no time zone %', quote_literal(v_zone) USING ERRCODE = '22023';
    ELSIF branch IS NULL OR branch !~ '^refs/heads/[^\s~^:?*\\[]+$' THEN
        RAISE EXCEPTION '% is no branch to write to', coalesce(quote_literal(branch), 'NULL') USING ERRCODE = '22023', HINT = 'For example refs/heads/v1-history.';
    ELSIF granularity IS NULL OR granularity NOT IN ('transaction', 'row') THEN
        RAISE EXCEPTION 'granularity is transaction or row, not %', coalesce(quote_literal(granularity), 'NULL') USING ERRCODE = '22023';
    ELSIF tree_layout IS NULL OR tree_layout NOT IN ('auto', 'flat', 'buckets') THEN
        RAISE EXCEPTION 'tree_layout is auto, flat or buckets, not %', coalesce(quote_literal(tree_layout), 'NULL') USING ERRCODE = '22023';
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

CREATE FUNCTION pggit_audit.backfill_end_of_batch(v1_schema text, after_id bigint, most_rows integer, most_bytes integer) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off SET jit = off AS $$
#variable_conflict use_variable
DECLARE
    v_last bigint;
    v_next record;
    v_before record;
BEGIN
    EXECUTE format($sql$
        SELECT max(s.id) FILTER (WHERE s.bytes <= $3 OR s.n = 1) FROM (
            SELECT h.id, row_number() OVER w AS n, sum(CASE WHEN h.same THEN 200 ELSE coalesce(octet_length(h.sql_executed), 0) + 200 END) OVER w AS bytes
            FROM (SELECT h.id, h.sql_executed, h.sql_executed = lag(h.sql_executed) OVER (ORDER BY h.id) AS same FROM %1$I.history h
                  WHERE h.id > $1 AND NOT EXISTS (SELECT FROM pggit_audit.backfill_rows r WHERE r.history_id = h.id) ORDER BY h.id LIMIT $2) h
            WINDOW w AS (ORDER BY h.id)) s$sql$, v1_schema) INTO v_last USING after_id, most_rows, most_bytes;
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
COMMENT ON FUNCTION pggit_audit.backfill_end_of_batch(text, bigint, integer, integer) IS 'Id of the last history row of the next batch; NULL where nothing is left. Not for users.';

-- By index throughout, here and below: the cost of a batch follows the batch, however much is stored already.
CREATE FUNCTION pggit_audit.backfill_block(options jsonb, head_sha text, first_id bigint, last_id bigint) RETURNS bytea
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off SET jit = off AS $$
#variable_conflict use_variable
DECLARE
    v_block bytea;
BEGIN
    EXECUTE format($sql$
        WITH RECURSIVE tree AS (
            SELECT e.path AS whole, e.mode, e.object_sha FROM @store@.commit_graph g JOIN @store@.tree_entries e ON e.tree_sha = g.tree_sha WHERE g.commit_sha = $2
            UNION ALL
            SELECT CASE WHEN t.whole ~ '(^|/)#[0-9a-f]$' THEN left(t.whole, -2) ELSE t.whole || '/' END || e.path, e.mode, e.object_sha
            FROM tree t JOIN @store@.tree_entries e ON e.tree_sha = t.object_sha WHERE t.mode = '040000'),
        v1 AS (
            SELECT h.id, o.object_type::text AS object_type, o.schema_name, o.object_name, h.change_type::text AS change_type, h.sql_executed,
                   -- Without a time a text is taken for a transaction.
                   coalesce(h.created_at::text, md5(coalesce(h.sql_executed, h.id::text))) || ' ' || coalesce(h.created_by, '') AS transaction,
                   coalesce(floor(extract(epoch FROM h.created_at AT TIME ZONE $5))::bigint, 0) AS epoch, h.created_by, h.change_description, f.known,
                   CASE WHEN o.object_type::text = 'TABLE' AND h.change_type::text IN ('CREATE', 'ALTER') AND jsonb_typeof(h.new_metadata -> 'columns') = 'object' THEN
                       (SELECT string_agg(format('%%I %%s%%s%%s', c.key, c.value ->> 'type', ' DEFAULT ' || (c.value ->> 'default'), CASE WHEN lower(c.value ->> 'nullable') IN ('false', 'no') THEN ' NOT NULL' END), ', '
                                          ORDER BY CASE WHEN c.value ->> 'position' ~ '^[0-9]{1,9}$' THEN (c.value ->> 'position')::int END, c.key COLLATE "C")
                        FROM jsonb_each(h.new_metadata -> 'columns') c WHERE jsonb_typeof(c.value) = 'object' AND c.value ->> 'type' <> '') END AS columns,
                   row_number() OVER (ORDER BY h.id) > 1 AND (h.sql_executed, h.created_at, h.created_by) IS NOT DISTINCT FROM
                       (lag(h.sql_executed) OVER (ORDER BY h.id), lag(h.created_at) OVER (ORDER BY h.id), lag(h.created_by) OVER (ORDER BY h.id)) AS same
            FROM %1$I.history h LEFT JOIN %1$I.objects o ON o.id = h.object_id
            -- The name of a function that an earlier batch has found: v1 goes on to call the object by its number.
            LEFT JOIN LATERAL (SELECT r.object_name || E'\001' || r.path AS known FROM pggit_audit.backfill_rows r
                               WHERE r.v1_object_id = h.object_id AND r.name_source = 'TEXT' AND o.object_type::text = 'FUNCTION' ORDER BY r.history_id DESC LIMIT 1) f ON true
            WHERE h.id BETWEEN $3 AND $4 AND NOT EXISTS (SELECT FROM pggit_audit.backfill_rows r WHERE r.history_id = h.id))
        SELECT array_send(array_agg(x.line ORDER BY x.kind, x.n, x.line[2])) FROM (
            SELECT 1 AS kind, 0 AS n, ARRAY['O'::bytea, convert_to($1 ->> 'v1_schema', 'UTF8'), convert_to($2, 'UTF8'), CASE WHEN $1 ->> 'tree_layout' = 'flat' THEN 't'::bytea ELSE 'f' END,
                CASE WHEN $1 ->> 'granularity' = 'row' THEN 't'::bytea ELSE 'f' END, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL] AS line
            UNION ALL
            SELECT 2, 0, ARRAY['T'::bytea, convert_to(t.whole, 'UTF8'), convert_to(b.content, 'UTF8'), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL]
            FROM tree t JOIN @store@.objects b ON b.sha = t.object_sha WHERE t.mode <> '040000'
            UNION ALL
            SELECT 3, v.id, ARRAY['H'::bytea, convert_to(v.id::text, 'UTF8'), convert_to(v.object_type, 'UTF8'), convert_to(v.schema_name, 'UTF8'), convert_to(v.object_name, 'UTF8'), convert_to(v.change_type, 'UTF8'),
                CASE WHEN NOT v.same THEN convert_to(v.sql_executed, 'UTF8') END, convert_to(v.transaction, 'UTF8'), convert_to(v.epoch::text, 'UTF8'), convert_to(v.created_by, 'UTF8'),
                convert_to(v.change_description, 'UTF8'), convert_to(v.known, 'UTF8'), convert_to(v.columns, 'UTF8'), CASE WHEN v.same THEN '='::bytea END]
            FROM v1 v) x$sql$, options ->> 'v1_schema') INTO v_block USING options, head_sha, first_id, last_id, options ->> 'time_zone';
    RETURN v_block;
END
$$;
COMMENT ON FUNCTION pggit_audit.backfill_block(jsonb, text, bigint, bigint) IS 'One batch for Java: options, the head''s tree with its definitions, the history rows without a disposition. Not for users.';

CREATE FUNCTION pggit_audit.backfill_store_commits(block bytea, first_generation integer, is_recorded boolean) RETURNS text[]
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_role text := current_setting('session_replication_role');
    v_part bytea;
    v_shas text[];
BEGIN
    v_part := pggit_audit.block_part(block, 4);
    INSERT INTO @store@.objects (sha, type, size, content)
    SELECT u.sha, 'blob', length(u.text), u.text FROM unnest(pggit_audit.block_column(v_part, 1), pggit_audit.block_column(v_part, 2)) AS u (sha, text) ON CONFLICT (sha) DO NOTHING;
    v_part := pggit_audit.block_part(block, 5);
    INSERT INTO @store@.objects (sha, type, size, content)
    SELECT u.sha, 'tree', length(u.text), encode(convert_to(u.text, 'UTF8'), 'base64') FROM unnest(pggit_audit.block_column(v_part, 1), pggit_audit.block_column(v_part, 2)) AS u (sha, text) ON CONFLICT (sha) DO NOTHING;
    v_part := pggit_audit.block_part(block, 6);
    -- Every tree and blob that an entry names was stored just above, or before: checking each again by foreign key takes three quarters of the time. A superuser can do
    -- without (our own triggers fire all the same: they are ENABLE ALWAYS); validate_audit_integrity compares the entries with the trees' texts.
    IF v_role = 'origin' AND current_setting('is_superuser') = 'on' THEN
        PERFORM set_config('session_replication_role', 'replica', true);
    END IF;
    INSERT INTO @store@.tree_entries (tree_sha, path, mode, object_sha)
    SELECT u.tree, u.path, u.mode, u.sha
    FROM unnest(pggit_audit.block_column(v_part, 1), pggit_audit.block_column(v_part, 2), pggit_audit.block_column(v_part, 3), pggit_audit.block_column(v_part, 4)) AS u (tree, path, mode, sha)
    ON CONFLICT DO NOTHING;
    IF v_role = 'origin' AND current_setting('is_superuser') = 'on' THEN
        PERFORM set_config('session_replication_role', v_role, true);
    END IF;

    v_part := pggit_audit.block_part(block, 2);
    v_shas := pggit_audit.block_column(v_part, 1);
    INSERT INTO @store@.objects (sha, type, size, content)
    SELECT u.sha, 'commit', length(u.text), u.text FROM unnest(v_shas, pggit_audit.block_column(v_part, 8)) AS u (sha, text) ON CONFLICT (sha) DO NOTHING;
    IF is_recorded THEN
        -- Recorded before they are there: the trigger on commit_graph passes them over.
        INSERT INTO pggit_audit.recorded_commits (commit_sha, parent_sha, tree_sha, tree_complete, change_count)
        SELECT u.sha, u.parent, u.tree, true, u.changes::int
        FROM unnest(v_shas, pggit_audit.block_column(v_part, 2), pggit_audit.block_column(v_part, 3), pggit_audit.block_column(v_part, 9)) AS u (sha, parent, tree, changes);
    END IF;
    INSERT INTO @store@.commit_graph (commit_sha, parent_shas, tree_sha, generation, author, committer, authored_at, committed_at, message)
    SELECT u.sha, CASE WHEN u.parent IS NULL THEN '{}' ELSE ARRAY[u.parent] END, u.tree, first_generation + u.n::int - 1, u.author, u.author,
           to_timestamp(u.epoch::bigint) AT TIME ZONE 'UTC', to_timestamp(u.epoch::bigint) AT TIME ZONE 'UTC', u.message
    FROM unnest(v_shas, pggit_audit.block_column(v_part, 2), pggit_audit.block_column(v_part, 3), pggit_audit.block_column(v_part, 4), pggit_audit.block_column(v_part, 5),
                pggit_audit.block_column(v_part, 6), pggit_audit.block_column(v_part, 7)) AS u (sha, parent, tree, author, epoch, message, n)
    ON CONFLICT (commit_sha) DO NOTHING;
    RETURN v_shas;
END
$$;
COMMENT ON FUNCTION pggit_audit.backfill_store_commits(bytea, integer, boolean) IS 'Blobs, trees and commits of a batch into the store; returns the commits in order. is_recorded: their changes are stored by the caller, so the trigger passes them over. Not for users.';

CREATE FUNCTION pggit_audit.backfill_batch(options jsonb, run_id bigint, batch integer, after_id bigint, most_rows integer,
                                           OUT rows_read integer, OUT last_id bigint, OUT commits integer, OUT changes integer, OUT recovered integer)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    v_head text := (SELECT r.target_sha FROM @store@.refs r WHERE r.name = options ->> 'branch');
    v_generation int := coalesce((SELECT g.generation FROM @store@.commit_graph g WHERE g.commit_sha = v_head), -1);
    v_first bigint;
    v_block bytea;
    v_shas text[];
    v_net int;
BEGIN
    last_id := pggit_audit.backfill_end_of_batch(options ->> 'v1_schema', after_id, most_rows, 8000000);
    rows_read := 0; commits := 0; changes := 0; recovered := 0;
    IF last_id IS NULL THEN
        RETURN;
    END IF;
    PERFORM pggit_audit.host_ready();
    v_block := pggit_audit.block_check(pggit_audit.java_backfill(pggit_audit.backfill_block(options, v_head, after_id + 1, last_id)));

    v_shas := pggit_audit.backfill_store_commits(v_block, v_generation + 1, true);
    commits := cardinality(v_shas);

    v_net := pggit_audit.backfill_store_changes(v_block);
    changes := v_net + pggit_audit.backfill_store_rows(options, v_block, run_id);
    recovered := pggit_audit.backfill_store_recovered(v_block);
    IF commits > 0 THEN
        PERFORM pggit_audit.record_versions(v_shas);
        PERFORM pggit_audit.update_ref(options ->> 'branch', v_shas[commits], coalesce(v_head, ''));
    END IF;
    rows_read := cardinality(pggit_audit.block_column(pggit_audit.block_part(v_block, 1), 1));
    v_first := (SELECT min(u.id::bigint) FROM unnest(pggit_audit.block_column(pggit_audit.block_part(v_block, 1), 1)) AS u (id));
    INSERT INTO pggit_audit.backfill_batches (run_id, batch, first_history_id, last_history_id, rows_read, commits, changes, recovered)
    VALUES (run_id, batch, v_first, last_id, rows_read, commits, changes, recovered);
END
$$;
COMMENT ON FUNCTION pggit_audit.backfill_batch(jsonb, bigint, integer, bigint, integer) IS 'One batch: history rows behind after_id to Java (Audit.backfillFromV1History), its answer into store and audit tables, the branch moved on. rows_read 0: nothing is left. Not for users.';

-- The rows of a batch look their commit, blobs and history rows up by index: nothing here may come to read a whole table, or to compare a batch with itself pair by pair.
CREATE FUNCTION pggit_audit.backfill_store_changes(block bytea) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off SET jit = off AS $$
#variable_conflict use_column
DECLARE
    v_changes bytea := pggit_audit.block_part(block, 3);
    v_count int;
BEGIN
    INSERT INTO pggit_audit.changes (change_id, commit_sha, path, old_path, object_schema, object_name, object_type, change_type, old_definition, new_definition, old_sha, new_sha,
                                     author, committed_at, commit_message, history_id, backfilled_from_v1)
    SELECT pggit_audit.change_id(g.parent_shas[1], g.commit_sha, n.path), g.commit_sha, n.path, n.old_path, n.schema, n.name, n.type, n.change, o.content, w.content, n.old_sha, n.new_sha,
           g.author, g.committed_at AT TIME ZONE 'UTC', g.message, n.history_id::bigint, true
    FROM unnest(pggit_audit.block_column(v_changes, 1), pggit_audit.block_column(v_changes, 2), pggit_audit.block_column(v_changes, 3), pggit_audit.block_column(v_changes, 4),
                pggit_audit.block_column(v_changes, 5), pggit_audit.block_column(v_changes, 6), pggit_audit.block_column(v_changes, 7), pggit_audit.block_column(v_changes, 8),
                pggit_audit.block_column(v_changes, 9), pggit_audit.block_column(v_changes, 10)) WITH ORDINALITY
         AS n (commit_sha, path, old_path, schema, name, type, change, old_sha, new_sha, history_id, n)
    JOIN @store@.commit_graph g ON g.commit_sha = n.commit_sha
    LEFT JOIN @store@.objects o ON o.sha = n.old_sha
    LEFT JOIN @store@.objects w ON w.sha = n.new_sha
    ORDER BY n.n;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END
$$;
COMMENT ON FUNCTION pggit_audit.backfill_store_changes(bytea) IS 'The commits'' own changes of a batch into changes; returns their number. Not for users.';

CREATE FUNCTION pggit_audit.backfill_store_rows(options jsonb, block bytea, run_id bigint) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off SET jit = off AS $$
#variable_conflict use_column
DECLARE
    v_part bytea := pggit_audit.block_part(block, 1);
    v_count int;
BEGIN
    EXECUTE format($sql$
        WITH told AS (
            SELECT u.id::bigint AS id, u.disposition, u.reason, u.commit_sha, u.path, u.old_path, u.schema, u.name, u.type, u.change, u.source, u.start::int AS start, u.length::int AS length, u.net = 't' AS net
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) AS u (id, disposition, reason, commit_sha, path, old_path, schema, name, type, change, source, start, length, net)),
        -- A row whose change is not the commit's own: the row's own statement, beside it.
        beside AS (
            INSERT INTO pggit_audit.changes (change_id, path, old_path, object_schema, object_name, object_type, change_type, old_definition, new_definition, author, committed_at, commit_message, history_id, backfilled_from_v1)
            SELECT pggit_audit.change_id(NULL, 'v1:%2$s', t.id::text), t.path, CASE WHEN t.change IN ('ALTER', 'RENAME') THEN t.old_path END, t.schema, t.name, t.type, t.change, NULL,
                   CASE WHEN t.change <> 'DROP' THEN CASE WHEN t.length >= 0 THEN substr(h.sql_executed, t.start + 1, t.length) ELSE h.sql_executed END END,
                   h.created_by, h.created_at AT TIME ZONE $15, h.change_description, t.id, true
            FROM told t JOIN %1$I.history h ON h.id = t.id
            WHERE t.disposition IN ('RECORDED', 'IMPLIED', 'SUPERSEDED') AND NOT t.net ORDER BY t.id
            RETURNING 1),
        stored AS (
            INSERT INTO pggit_audit.backfill_rows (history_id, disposition, reason, commit_sha, change_id, path, object_schema, object_name, object_type, change_type, name_source, v1_object_id, run_id)
            SELECT t.id, t.disposition, t.reason, t.commit_sha, CASE WHEN t.disposition IN ('RECORDED', 'IMPLIED', 'SUPERSEDED') THEN
                       CASE WHEN t.net THEN pggit_audit.change_id(g.parent_shas[1], t.commit_sha, t.path) ELSE pggit_audit.change_id(NULL, 'v1:%2$s', t.id::text) END END,
                   t.path, t.schema, t.name, t.type, t.change, t.source, h.object_id, $16
            FROM told t JOIN %1$I.history h ON h.id = t.id
            LEFT JOIN @store@.commit_graph g ON g.commit_sha = t.commit_sha
            ORDER BY t.id)
        SELECT count(*)::int FROM beside$sql$, options ->> 'v1_schema', replace(options ->> 'v1_schema', '''', ''''''))
    INTO v_count
    USING pggit_audit.block_column(v_part, 1), pggit_audit.block_column(v_part, 2), pggit_audit.block_column(v_part, 3), pggit_audit.block_column(v_part, 4), pggit_audit.block_column(v_part, 5),
          pggit_audit.block_column(v_part, 6), pggit_audit.block_column(v_part, 7), pggit_audit.block_column(v_part, 8), pggit_audit.block_column(v_part, 9), pggit_audit.block_column(v_part, 10),
          pggit_audit.block_column(v_part, 11), pggit_audit.block_column(v_part, 12), pggit_audit.block_column(v_part, 13), pggit_audit.block_column(v_part, 14), options ->> 'time_zone', run_id;
    RETURN v_count;
END
$$;
COMMENT ON FUNCTION pggit_audit.backfill_store_rows(jsonb, bytea, bigint) IS 'The dispositions of a batch, and the changes of rows that are not the commit''s own; returns the number of these. Not for users.';

CREATE FUNCTION pggit_audit.backfill_store_recovered(block bytea) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off SET jit = off AS $$
#variable_conflict use_column
DECLARE
    v_part bytea := pggit_audit.block_part(block, 7);
    v_count int;
BEGIN
    INSERT INTO pggit_audit.backfill_recovered (commit_sha, event, history_id, command_tag, action, object_type, object_schema, object_name, object_identity, change_id)
    SELECT u.sha, row_number() OVER (PARTITION BY u.sha ORDER BY u.n), u.id::bigint, u.tag, u.action, u.type, u.schema, u.name, u.identity,
           coalesce(own.change_id, owner.change_id)
    FROM unnest(pggit_audit.block_column(v_part, 1), pggit_audit.block_column(v_part, 2), pggit_audit.block_column(v_part, 3), pggit_audit.block_column(v_part, 4), pggit_audit.block_column(v_part, 5),
                pggit_audit.block_column(v_part, 6), pggit_audit.block_column(v_part, 7), pggit_audit.block_column(v_part, 8)) WITH ORDINALITY AS u (sha, id, tag, action, type, schema, name, identity, n)
    LEFT JOIN pggit_audit.changes own ON own.commit_sha = u.sha AND own.path = u.identity
    -- A column's, constraint's or other part's is the change of what it belongs to: "c on public.t", "public.t.c".
    LEFT JOIN pggit_audit.changes owner ON owner.commit_sha = u.sha AND own.change_id IS NULL
        AND owner.path = coalesce(substring(u.identity FROM ' on (.*)$'), substring(u.identity FROM '^(.*)\.(?:[^".]+|"(?:[^"]|"")+")$'));
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END
$$;
COMMENT ON FUNCTION pggit_audit.backfill_store_recovered(bytea) IS 'What the texts of a batch told beyond its rows; returns its number. Not for users.';
