-- The evidence log: every row of every append-only table is a leaf of one Merkle tree (docs/verification.md has leaf encoding, hashing and limits).
-- Needs:   all append-only tables (pggit_audit_schema.sql, _evidence_tables, _store_log, _capture_tables, _backfill_tables).
-- Who:     reading for pggit_audit_reader; nobody writes but the triggers.

---------------------------------------------------------------- leaf encoding, version 1

CREATE FUNCTION pggit_audit.evidence_kinds() RETURNS TABLE (kind text, key_column text, columns text[])
LANGUAGE sql IMMUTABLE ROWS 20 SET search_path = pg_catalog, pg_temp AS $$
    VALUES
    ('changes', 'change_id', ARRAY['change_id', 'change_seq', 'commit_sha', 'path', 'old_path', 'object_schema', 'object_name', 'object_type', 'change_type', 'old_definition', 'new_definition',
        'old_sha', 'new_sha', 'author', 'committed_at', 'commit_message', 'history_id', 'backfilled_from_v1', 'created_at']),
    ('object_versions', 'version_id', ARRAY['version_id', 'path', 'object_schema', 'object_name', 'object_type', 'life', 'version_number', 'definition', 'is_tombstone', 'commit_sha', 'change_id', 'created_at']),
    ('compliance_log', 'log_id', ARRAY['log_id', 'change_id', 'verified_at', 'verified_by', 'verification_status', 'verification_notes', 'created_at']),
    ('recorded_commits', 'commit_sha', ARRAY['commit_sha', 'parent_sha', 'tree_sha', 'tree_complete', 'change_count', 'parser_version', 'recorded_at', 'recorded_by']),
    ('recording_gaps', 'gap_id', ARRAY['gap_id', 'commit_sha', 'error_code', 'error_message', 'noticed_at', 'noticed_by']),
    ('store_receipts', 'receipt_id', ARRAY['receipt_id', 'subject', 'name', 'value', 'noted_at', 'noted_by']),
    ('settings', 'setting_id', ARRAY['setting_id', 'name', 'value', 'set_at', 'set_by']),
    ('evidence_events', 'event_id', ARRAY['event_id', 'event', 'detail', 'expires_at', 'happened_at', 'caused_by']),
    ('checkpoints', 'checkpoint_id', ARRAY['checkpoint_id', 'origin', 'tree_size', 'root_hash', 'body', 'created_at', 'created_by']),
    ('integrity_runs', 'run_id', ARRAY['run_id', 'scope', 'status', 'checks', 'failed', 'warned', 'tree_size', 'started_at', 'finished_at', 'started_by']),
    ('integrity_findings', 'finding_id', ARRAY['finding_id', 'run_id', 'check_name', 'status', 'severity', 'checked', 'failed', 'details', 'examples']),
    ('captured_commits', 'commit_sha', ARRAY['commit_sha', 'kind', 'command_tags', 'statement', 'ticket', 'application_user', 'application_name', 'client_address', 'captured_by', 'transaction_id', 'captured_at']),
    ('captured_renames', 'rename_id', ARRAY['rename_id', 'commit_sha', 'old_path', 'new_path']),
    ('capture_switches', 'switch_id', ARRAY['switch_id', 'enabled', 'reason', 'head_sha', 'switched_at', 'switched_by']),
    ('capture_gaps', 'gap_id', ARRAY['gap_id', 'kind', 'error_code', 'error_message', 'object_identities', 'statement', 'commit_sha', 'noticed_at', 'noticed_by']),
    ('backfill_runs', 'run_id', ARRAY['run_id', 'v1_schema', 'branch', 'time_zone', 'granularity', 'tree_layout', 'rows_pending', 'started_at', 'started_by']),
    ('backfill_batches', 'batch_id', ARRAY['batch_id', 'run_id', 'batch', 'first_history_id', 'last_history_id', 'rows_read', 'commits', 'changes', 'recovered', 'finished_at']),
    ('backfill_rows', 'history_id', ARRAY['history_id', 'disposition', 'reason', 'commit_sha', 'change_id', 'path', 'object_schema', 'object_name', 'object_type', 'change_type', 'name_source', 'v1_object_id', 'run_id']),
    ('backfill_snapshots', 'history_id', ARRAY['history_id', 'commit_sha', 'run_id']),
    ('backfill_recovered', 'recovered_id', ARRAY['recovered_id', 'commit_sha', 'event', 'history_id', 'command_tag', 'action', 'object_type', 'object_schema', 'object_name', 'object_identity', 'change_id'])
$$;
COMMENT ON FUNCTION pggit_audit.evidence_kinds() IS 'The tables whose rows are leaves, the column that names a row, and the columns that the leaf holds, in this order. changes.verified is no part of the leaf: it is set later, and proved by the row of compliance_log.';

CREATE FUNCTION pggit_audit.evidence_type(column_type oid) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN $1 IN ('text'::regtype, 'uuid'::regtype, 'bigint'::regtype, 'integer'::regtype, 'boolean'::regtype, 'timestamptz'::regtype, 'bytea'::regtype) THEN format_type($1, NULL) ELSE 'text' END
$$;
COMMENT ON FUNCTION pggit_audit.evidence_type(oid) IS 'The type that a column''s value has in a leaf: its own where the encoding knows it, else text (the value as the server writes it).';

-- For each kind: evidence_leaf_<kind>(row), evidence_key_<kind>(row), evidence_part_<kind>(since, until), the trigger function note_<kind> and its trigger.
-- record_send is the server's own binary form of a row: number of columns, then for each its type's OID, its length (-1: NULL) and its bytes. One call instead of one for each column.
-- It gives texts in the client's encoding, so whoever calls these functions has client_encoding = UTF8 set.
DO $$
DECLARE
    v_kind record;
    v_key text;
    v_row text;
    v_sequences text[] := '{}';
BEGIN
    FOR v_kind IN SELECT k.*, format_type(a.atttypid, NULL) AS key_type, (SELECT string_agg(format('($1).%I%s', u.c, CASE WHEN format_type(t.atttypid, NULL) <> pggit_audit.evidence_type(t.atttypid) THEN '::pg_catalog.text' END), ', ' ORDER BY u.n)
                          FROM unnest(k.columns) WITH ORDINALITY AS u (c, n) JOIN pg_catalog.pg_attribute t ON t.attrelid = a.attrelid AND t.attname = u.c) AS list
                  FROM pggit_audit.evidence_kinds() k JOIN pg_catalog.pg_attribute a ON a.attrelid = ('pggit_audit.' || k.kind)::regclass AND a.attname = k.key_column LOOP
        v_key := CASE v_kind.key_type WHEN 'uuid' THEN '($1).%I' WHEN 'bigint' THEN 'pg_catalog.lpad(pg_catalog.to_hex(($1).%I), 32, ''0'')::pg_catalog.uuid' WHEN 'text' THEN 'pg_catalog.md5(($1).%I)::pg_catalog.uuid' END;
        v_key := format(v_key, v_kind.key_column);
        v_row := format('pg_catalog.sha256(E''\\x00''::pg_catalog.bytea OPERATOR(pg_catalog.||) pg_catalog.record_send(ROW(''pggit-audit leaf 1''::pg_catalog.text, %L::pg_catalog.text, %s)))', v_kind.kind, v_kind.list);
        EXECUTE format('CREATE FUNCTION pggit_audit.%I(pggit_audit.%I) RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE AS %L', 'evidence_leaf_' || v_kind.kind, v_kind.kind, 'SELECT ' || v_row);
        EXECUTE format('COMMENT ON FUNCTION pggit_audit.%I(pggit_audit.%I) IS %L', 'evidence_leaf_' || v_kind.kind, v_kind.kind, 'Leaf hash of a row of ' || v_kind.kind || ' (docs/verification.md). The caller has client_encoding = UTF8.');
        EXECUTE format('CREATE FUNCTION pggit_audit.%I(pggit_audit.%I) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS %L', 'evidence_key_' || v_kind.kind, v_kind.kind, 'SELECT ' || v_key);
        EXECUTE format('COMMENT ON FUNCTION pggit_audit.%I(pggit_audit.%I) IS %L', 'evidence_key_' || v_kind.kind, v_kind.kind, 'evidence_leaves.subject of a row of ' || v_kind.kind || '.');
        EXECUTE format('CREATE FUNCTION pggit_audit.%I(since bigint, until bigint) RETURNS bytea LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000 SET search_path = pg_catalog, pg_temp AS %L', 'evidence_part_' || v_kind.kind, format($f$
BEGIN
    RETURN (SELECT string_agg(%s || pggit_audit.%I(r), '') FROM pggit_audit.%I r WHERE r.ctid >= ('(' || since || ',0)')::tid AND r.ctid < ('(' || until || ',0)')::tid);
END
$f$, format(CASE v_kind.key_type WHEN 'uuid' THEN 'uuid_send(r.%I)' WHEN 'bigint' THEN '''\x0000000000000000''::bytea || int8send(r.%I)' WHEN 'text' THEN 'decode(md5(r.%I), ''hex'')' END, v_kind.key_column),
            'evidence_leaf_' || v_kind.kind, v_kind.kind));
        EXECUTE format('COMMENT ON FUNCTION pggit_audit.%I(bigint, bigint) IS %L', 'evidence_part_' || v_kind.kind, 'Subject and leaf hash (48 bytes) of each row of ' || v_kind.kind || ' in a range of its blocks, in their order. The caller has client_encoding = UTF8.');
        EXECUTE format('CREATE FUNCTION pggit_audit.%I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_encoding = ''UTF8'' AS %L', 'note_' || v_kind.kind, format($f$
BEGIN
    -- What is nearly always so is asked here: the call of is_restored() costs more.
    IF current_setting('row_security') <> 'off' OR current_setting('check_function_bodies') <> 'off' OR NOT pggit_audit.is_restored() THEN
        INSERT INTO pggit_audit.evidence_pending (kind, subjects, hashes, is_first)
        SELECT %L, array_agg(%s), array_agg(%s), NOT EXISTS (SELECT FROM pggit_audit.evidence_pending p WHERE p.transaction_id = pg_current_xact_id())
        FROM (SELECT r AS w FROM new_rows r) x HAVING count(*) > 0;
    END IF;
    RETURN NULL;
END
$f$, v_kind.kind, replace(v_key, '($1)', '(x.w)'), replace(v_row, '($1)', '(x.w)')));
        EXECUTE format('COMMENT ON FUNCTION pggit_audit.%I() IS %L', 'note_' || v_kind.kind, 'Trigger: hashes the rows that a statement has put into ' || v_kind.kind || ', for the end of the transaction to append. SECURITY DEFINER: whoever may insert needs no right on the log.');
        EXECUTE format('CREATE TRIGGER z_evidence AFTER INSERT ON pggit_audit.%I REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pggit_audit.%I()', v_kind.kind, 'note_' || v_kind.kind);
        EXECUTE format('ALTER TABLE pggit_audit.%I ENABLE ALWAYS TRIGGER z_evidence', v_kind.kind);
        EXECUTE format('COMMENT ON TRIGGER z_evidence ON pggit_audit.%I IS %L', v_kind.kind, 'Makes every row a leaf of the evidence log.');
    END LOOP;

    -- pg_dump keeps the rows and the identity counters.
    FOR v_kind IN SELECT c.relname FROM pg_catalog.pg_class c WHERE c.relnamespace = 'pggit_audit'::regnamespace AND c.relkind IN ('r', 'S') AND c.relname ~ '^(evidence_(leaves|nodes|batches|events)|checkpoints|integrity_|store_receipts)'  LOOP
        PERFORM pg_catalog.pg_extension_config_dump('pggit_audit.' || v_kind.relname, '');
    END LOOP;
    FOR v_kind IN SELECT x.t FROM unnest(ARRAY['store_receipts', 'evidence_leaves', 'evidence_nodes', 'evidence_batches', 'evidence_events', 'checkpoints', 'integrity_runs', 'integrity_findings']) AS x (t) LOOP
        EXECUTE format('CREATE TRIGGER a_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON pggit_audit.%I FOR EACH STATEMENT EXECUTE FUNCTION pggit_audit.refuse_modification()', v_kind.t);
        EXECUTE format('ALTER TABLE pggit_audit.%I ENABLE ALWAYS TRIGGER a_append_only', v_kind.t);
        EXECUTE format('COMMENT ON TRIGGER a_append_only ON pggit_audit.%I IS %L', v_kind.t, 'Refuses changes to what is recorded; fires in replica sessions too.');
    END LOOP;
END
$$;

---------------------------------------------------------------- the tree's hashes (RFC 9162, section 2.1)

CREATE FUNCTION pggit_audit.evidence_node(left_hash bytea, right_hash bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT pg_catalog.sha256(E'\\x01'::pg_catalog.bytea OPERATOR(pg_catalog.||) $1 OPERATOR(pg_catalog.||) $2)
$$;
COMMENT ON FUNCTION pggit_audit.evidence_node(bytea, bytea) IS 'Hash of an inner node: SHA-256 of the byte 1 and both children.';

-- 16 hashes to the node four levels above them, and 256 hashes to 16 such nodes; inlined into whatever calls them.
DO $$
DECLARE
    v_term text[];
    v_nodes text[] := '{}';
BEGIN
    FOR n IN 0 .. 15 LOOP
        v_term := ARRAY(SELECT format('pg_catalog.sha256(E''\\x01''::pg_catalog.bytea OPERATOR(pg_catalog.||) pg_catalog.substr($1, %s, 64))', 512 * n + 64 * i + 1) FROM generate_series(0, 7) i);
        WHILE cardinality(v_term) > 1 LOOP
            v_term := ARRAY(SELECT format('pg_catalog.sha256(E''\\x01''::pg_catalog.bytea OPERATOR(pg_catalog.||) %s OPERATOR(pg_catalog.||) %s)', v_term[2 * i - 1], v_term[2 * i]) FROM generate_series(1, cardinality(v_term) / 2) i);
        END LOOP;
        v_nodes := v_nodes || v_term[1];
    END LOOP;
    EXECUTE format('CREATE FUNCTION pggit_audit.evidence_node16(hashes bytea) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS %L', 'SELECT ' || v_nodes[1]);
    EXECUTE format('CREATE FUNCTION pggit_audit.evidence_16_nodes(hashes bytea) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS %L', 'SELECT ' || array_to_string(v_nodes, ' OPERATOR(pg_catalog.||) '));
END
$$;
COMMENT ON FUNCTION pggit_audit.evidence_node16(bytea) IS 'Hash of the node four levels above 16 hashes (512 bytes).';
COMMENT ON FUNCTION pggit_audit.evidence_16_nodes(bytea) IS 'The 16 hashes four levels above 256 hashes (8192 bytes), as one text.';

CREATE FUNCTION pggit_audit.evidence_batch_hash(previous bytea, first_index bigint, leaf_count bigint, appended_at timestamptz, appended_by text, leaf_hashes bytea) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT pg_catalog.sha256(coalesce($1, pg_catalog.decode(pg_catalog.repeat('00', 32), 'hex')) OPERATOR(pg_catalog.||) pg_catalog.int8send($2) OPERATOR(pg_catalog.||) pg_catalog.int8send($3)
        OPERATOR(pg_catalog.||) pg_catalog.timestamptz_send($4) OPERATOR(pg_catalog.||) pg_catalog.convert_to($5, 'UTF8') OPERATOR(pg_catalog.||) $6)
$$;
COMMENT ON FUNCTION pggit_audit.evidence_batch_hash(bytea, bigint, bigint, timestamptz, text, bytea) IS 'evidence_batches.batch_hash: SHA-256 of the batch before (NULL: 32 zero bytes), first_index and leaf_count (8 bytes each), appended_at (8 bytes, microseconds since 2000), appended_by, and the leaf hashes in order.';

---------------------------------------------------------------- appending

CREATE FUNCTION pggit_audit.append_evidence() RETURNS trigger
-- By index: the statistics may say that the log is empty.
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET client_encoding = 'UTF8' SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off AS $$
DECLARE
    v_last pggit_audit.evidence_batches;
    v_first bigint;
    v_count bigint;
    v_by text := session_user;
    v_at timestamptz;
    v_level int := 4;
    v_from bigint;
    v_to bigint;
BEGIN
    -- One call, for the first row, appends everything that the transaction has noted; another finds nothing left.
    IF NOT EXISTS (SELECT FROM pggit_audit.evidence_pending p WHERE p.transaction_id = pg_current_xact_id()) THEN
        RETURN NULL;
    END IF;
    BEGIN
        -- The versions' lock (lock_versions) first, always: two locks in one order can not deadlock, also where SET CONSTRAINTS has brought this forward.
        PERFORM pg_advisory_xact_lock(1885828724, 1), pg_advisory_xact_lock(1885828724, 4);
        SELECT b.* INTO v_last FROM pggit_audit.evidence_batches b ORDER BY b.first_index DESC LIMIT 1;
        IF v_last.first_index IS NULL THEN
            IF NOT EXISTS (SELECT FROM pggit_audit.evidence_events e WHERE e.event = 'LOG_STARTED') THEN
                INSERT INTO pggit_audit.evidence_events (event, detail) VALUES ('LOG_STARTED', concat_ws(' ', gen_random_uuid(), pggit_audit.installation_digest()));
            END IF;
        END IF;
        v_first := coalesce(v_last.first_index + v_last.leaf_count, 0);
        WITH appended AS (
            INSERT INTO pggit_audit.evidence_leaves (leaf_index, kind, subject, leaf_hash)
            SELECT v_first + row_number() OVER (ORDER BY p.pending_id, u.n) - 1, p.kind, u.subject, u.leaf_hash
            FROM pggit_audit.evidence_pending p CROSS JOIN LATERAL unnest(p.subjects, p.hashes) WITH ORDINALITY AS u (subject, leaf_hash, n)
            WHERE p.transaction_id = pg_current_xact_id()
            RETURNING leaf_index, leaf_hash),
        batch AS (
            SELECT count(*) AS leaf_count, clock_timestamp() AS appended_at, string_agg(a.leaf_hash, '' ORDER BY a.leaf_index) AS leaf_hashes FROM appended a)
        INSERT INTO pggit_audit.evidence_batches (first_index, leaf_count, appended_at, appended_by, batch_hash)
        SELECT v_first, b.leaf_count, b.appended_at, v_by, pggit_audit.evidence_batch_hash(v_last.batch_hash, v_first, b.leaf_count, b.appended_at, v_by, b.leaf_hashes) FROM batch b
        RETURNING leaf_count INTO v_count;
        DELETE FROM pggit_audit.evidence_pending p WHERE p.transaction_id = pg_current_xact_id();

        -- Nodes that are now complete, every fourth level.
        v_from := v_first / 16;
        v_to := (v_first + v_count) / 16;
        IF v_to > v_from THEN
            INSERT INTO pggit_audit.evidence_nodes (level, node_index, node_hash)
            SELECT 4, g.node_index, pggit_audit.evidence_node16(g.hashes)
            FROM (SELECT l.leaf_index / 16 AS node_index, string_agg(l.leaf_hash, '' ORDER BY l.leaf_index) AS hashes FROM pggit_audit.evidence_leaves l
                  WHERE l.leaf_index >= v_from * 16 AND l.leaf_index < v_to * 16 GROUP BY l.leaf_index / 16) g;
        END IF;
        WHILE v_to / 16 > v_from / 16 LOOP
            v_from := v_from / 16;
            v_to := v_to / 16;
            INSERT INTO pggit_audit.evidence_nodes (level, node_index, node_hash)
            SELECT v_level + 4, g.node_index, pggit_audit.evidence_node16(g.hashes)
            FROM (SELECT n.node_index / 16 AS node_index, string_agg(n.node_hash, '' ORDER BY n.node_index) AS hashes FROM pggit_audit.evidence_nodes n
                  WHERE n.level = v_level AND n.node_index >= v_from * 16 AND n.node_index < v_to * 16 GROUP BY n.node_index / 16) g;
            v_level := v_level + 4;
        END LOOP;
    EXCEPTION WHEN unique_violation THEN
        RAISE EXCEPTION 'another transaction has appended to the evidence log' USING ERRCODE = '40001',
            DETAIL = SQLERRM, HINT = 'Transactions under REPEATABLE READ or SERIALIZABLE may have to be tried again.';
    END;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION pggit_audit.append_evidence() IS 'Trigger, deferred to COMMIT: appends the transaction''s leaves to the log, under one advisory lock (1885828724, 4) that is held to the end of the transaction: no gaps, no forks. Error 40001: only where the snapshot is older than another''s leaves (REPEATABLE READ). SECURITY DEFINER: nobody may write the log.';
CREATE CONSTRAINT TRIGGER append_evidence AFTER INSERT ON pggit_audit.evidence_pending DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.is_first) EXECUTE FUNCTION pggit_audit.append_evidence();
ALTER TABLE pggit_audit.evidence_pending ENABLE ALWAYS TRIGGER append_evidence;
COMMENT ON TRIGGER append_evidence ON pggit_audit.evidence_pending IS 'Appends to the evidence log at COMMIT; fires in replica sessions too.';
