-- What Java answers for a batch of v1's history, into store and audit tables.
-- Needs:   pggit_audit_backfill.sql.
-- Who:     called by backfill_batch.
--
-- The rows of a batch look their commit, blobs and history rows up by index: nothing here may come to read a whole table, or to compare a batch with one pair by pair, whatever the
-- statistics say of tables that are just being filled. Hence LATERAL and OFFSET 0: the planner has no other order to choose.

CREATE FUNCTION pggit_audit.backfill_store_trees(trees bytea, entries bytea, blobs text[]) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET work_mem = '64MB' SET enable_mergejoin = off SET enable_seqscan = off SET jit = off AS $$
#variable_conflict use_column
DECLARE
    v_role text := current_setting('session_replication_role');
    v_fresh text[];
    v_trees text[] := pggit_audit.block_column(entries, 1);
    v_shas text[] := pggit_audit.block_column(entries, 4);
    v_named text[];
    v_found bigint;
    v_is_proved boolean;
BEGIN
    WITH fresh AS (
        INSERT INTO @store@.objects (sha, type, size, content)
        SELECT u.sha, 'tree', length(u.text), encode(convert_to(u.text, 'UTF8'), 'base64') FROM unnest(pggit_audit.block_column(trees, 1), pggit_audit.block_column(trees, 2)) AS u (sha, text)
        ORDER BY u.sha COLLATE "C" ON CONFLICT (sha) DO NOTHING RETURNING sha)
    SELECT array_agg(f.sha) INTO v_fresh FROM fresh f;
    -- In a store with pgGit's two foreign keys on tree_entries, they look up each row's shas one by one, which takes three quarters of the time. Where the caller may do without
    -- (a superuser), the same is proved for all rows at once: every tree is one that was inserted just now; every sha that an entry names is one of them, or a blob that was, or is
    -- in objects, locked as the key would lock it. Triggers of others on tree_entries would not fire meanwhile: then everything goes the usual way. Ours are ENABLE ALWAYS.
    v_is_proved := v_role = 'origin' AND current_setting('is_superuser') = 'on'
        AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = '@store@.tree_entries'::regclass AND NOT t.tgisinternal AND t.tgenabled = 'O');
    IF v_is_proved THEN
        v_named := ARRAY(SELECT u.sha COLLATE "C" FROM unnest(v_shas) AS u (sha) EXCEPT (SELECT f.sha COLLATE "C" FROM unnest(v_fresh) AS f (sha) UNION ALL SELECT b.sha COLLATE "C" FROM unnest(blobs) AS b (sha)));
        SELECT count(*) INTO v_found FROM (SELECT FROM @store@.objects o WHERE o.sha = ANY (v_named) FOR KEY SHARE) x;
        IF v_found <> cardinality(v_named) THEN
            RAISE EXCEPTION 'trees of this batch name objects that are not in the store' USING ERRCODE = '23503', DETAIL = format('%s of %s are there.', v_found, cardinality(v_named));
        END IF;
        PERFORM set_config('session_replication_role', 'replica', true);
    END IF;
    INSERT INTO @store@.tree_entries (tree_sha, path, mode, object_sha)
    SELECT u.tree, u.path, u.mode, u.sha
    FROM unnest(v_trees, pggit_audit.block_column(entries, 2), pggit_audit.block_column(entries, 3), v_shas) AS u (tree, path, mode, sha)
    JOIN unnest(v_fresh) AS f (sha) ON f.sha COLLATE "C" = u.tree COLLATE "C" ORDER BY u.tree COLLATE "C", u.path COLLATE "C";
    IF NOT pggit_audit.is_own_store() THEN
        -- Others read the rows of buckets, too.
        INSERT INTO @store@.tree_entries (tree_sha, path, mode, object_sha)
        SELECT f.sha, r.path, r.mode, r.object_sha FROM unnest(v_fresh) AS f (sha) CROSS JOIN LATERAL (SELECT pggit_audit.bucket_parts_of(f.sha) AS parts OFFSET 0) p CROSS JOIN LATERAL pggit_audit.bucket_rows(p.parts) r;
    END IF;
    IF v_is_proved THEN
        PERFORM set_config('session_replication_role', v_role, true);
    END IF;
    RETURN coalesce(cardinality(v_fresh), 0) < cardinality(pggit_audit.block_column(trees, 1));
END
$$;
COMMENT ON FUNCTION pggit_audit.backfill_store_trees(bytea, bytea, text[]) IS 'Stores the trees of a batch that are not there yet, with their entries; true where some were. blobs: those that the batch has just stored. Error 23503: an entry names what is not there. Not for users.';

CREATE FUNCTION pggit_audit.backfill_store_commits(block bytea, first_generation integer, OUT shas text[], OUT had_trees boolean)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET work_mem = '64MB' SET jit = off AS $$
#variable_conflict use_column
DECLARE
    v_part bytea := pggit_audit.block_part(block, 4);
    v_blobs text[];
BEGIN
    IF EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = '@store@.commit_graph'::regclass AND t.tgname = 'pggit_audit_record_commit') THEN
        -- The recording trigger comes behind the caller, who records them: also where the session made all constraints immediate.
        SET CONSTRAINTS @store@.pggit_audit_record_commit DEFERRED;
    END IF;
    WITH fresh AS (
        INSERT INTO @store@.objects (sha, type, size, content)
        SELECT u.sha, 'blob', length(u.text), u.text FROM unnest(pggit_audit.block_column(v_part, 1), pggit_audit.block_column(v_part, 2)) AS u (sha, text)
        ORDER BY u.sha COLLATE "C" ON CONFLICT (sha) DO NOTHING RETURNING sha)
    SELECT array_agg(f.sha) INTO v_blobs FROM fresh f;
    had_trees := pggit_audit.backfill_store_trees(pggit_audit.block_part(block, 5), pggit_audit.block_part(block, 6), v_blobs);
    v_part := pggit_audit.block_part(block, 2);
    shas := pggit_audit.block_column(v_part, 1);
    INSERT INTO @store@.objects (sha, type, size, content)
    SELECT u.sha, 'commit', length(u.text), u.text FROM unnest(shas, pggit_audit.block_column(v_part, 8)) AS u (sha, text) ON CONFLICT (sha) DO NOTHING;
    INSERT INTO @store@.commit_graph (commit_sha, parent_shas, tree_sha, generation, author, committer, authored_at, committed_at, message)
    SELECT u.sha, CASE WHEN u.parent IS NULL THEN '{}' ELSE ARRAY[u.parent] END, u.tree, first_generation + u.n::int - 1, u.author, u.author,
           to_timestamp(u.epoch::bigint) AT TIME ZONE 'UTC', to_timestamp(u.epoch::bigint) AT TIME ZONE 'UTC', u.message
    FROM unnest(shas, pggit_audit.block_column(v_part, 2), pggit_audit.block_column(v_part, 3), pggit_audit.block_column(v_part, 4), pggit_audit.block_column(v_part, 5),
                pggit_audit.block_column(v_part, 6), pggit_audit.block_column(v_part, 7)) AS u (sha, parent, tree, author, epoch, message, n)
    ON CONFLICT (commit_sha) DO NOTHING;
END
$$;
COMMENT ON FUNCTION pggit_audit.backfill_store_commits(bytea, integer) IS 'Blobs, trees and commits of a batch into the store; shas: the commits in order; had_trees: some of the trees were there before. The caller records them in the same transaction, so the trigger passes them over. Not for users.';

CREATE FUNCTION pggit_audit.backfill_store_records(block bytea, had_trees boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off SET enable_seqscan = off SET jit = off AS $$
DECLARE
    v_part bytea := pggit_audit.block_part(block, 2);
    v_shas text[] := pggit_audit.block_column(v_part, 1);
    v_version int := pggit_audit.parser_version();
    -- Trees that earlier transactions have stored: some older state has come again.
    v_is_old boolean := had_trees AND EXISTS (SELECT FROM unnest(pggit_audit.block_column(pggit_audit.block_part(block, 5), 1)) AS u (sha)
                                CROSS JOIN LATERAL (SELECT b.created_at FROM @store@.objects b WHERE b.sha = u.sha OFFSET 0) o
                                WHERE o.created_at IS DISTINCT FROM (SELECT c.created_at FROM @store@.objects c WHERE c.sha = v_shas[1]));
BEGIN
    PERFORM pggit_audit.note_backfilled_commits(v_shas, ARRAY(SELECT u.sha FROM unnest(v_shas, pggit_audit.block_column(v_part, 10)) AS u (sha, uses_head) WHERE v_is_old OR u.uses_head = 't'));
    INSERT INTO pggit_audit.recorded_commits (commit_sha, parent_sha, tree_sha, tree_complete, change_count, parser_version)
    SELECT u.sha, u.parent, u.tree, true, u.changes::int, CASE WHEN u.changes::int > 0 THEN v_version END
    FROM unnest(v_shas, pggit_audit.block_column(v_part, 2), pggit_audit.block_column(v_part, 3), pggit_audit.block_column(v_part, 9)) AS u (sha, parent, tree, changes);
END
$$;
COMMENT ON FUNCTION pggit_audit.backfill_store_records(bytea, boolean) IS 'The commits of a batch as recorded (had_trees: as backfill_store_commits gave it), when they and their changes are there: what recorded_commits'' trigger notes of them (store_receipts) is of both. Not for users.';

CREATE FUNCTION pggit_audit.backfill_store_changes(block bytea) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off SET enable_seqscan = off SET jit = off AS $$
#variable_conflict use_column
DECLARE
    v_changes bytea := pggit_audit.block_part(block, 3);
    v_count int;
BEGIN
    INSERT INTO pggit_audit.changes (change_id, commit_sha, path, old_path, object_schema, object_name, object_type, change_type, old_definition, new_definition, old_sha, new_sha,
                                     author, committed_at, commit_message, history_id, backfilled_from_v1)
    SELECT pggit_audit.change_id(g.parent_shas[1], g.commit_sha, n.path), g.commit_sha, n.path, n.old_path, n.schema, n.name, n.type, n.change, o.content, w.content, n.old_sha, n.new_sha,
           g.author, g.committed_at AT TIME ZONE 'UTC', g.message,
           -- A row that was recorded without snapshots has its own change already.
           CASE WHEN NOT EXISTS (SELECT FROM pggit_audit.backfill_rows r WHERE r.history_id = n.history_id::bigint OFFSET 0) THEN n.history_id::bigint END, true
    FROM unnest(pggit_audit.block_column(v_changes, 1), pggit_audit.block_column(v_changes, 2), pggit_audit.block_column(v_changes, 3), pggit_audit.block_column(v_changes, 4),
                pggit_audit.block_column(v_changes, 5), pggit_audit.block_column(v_changes, 6), pggit_audit.block_column(v_changes, 7), pggit_audit.block_column(v_changes, 8),
                pggit_audit.block_column(v_changes, 9), pggit_audit.block_column(v_changes, 10)) WITH ORDINALITY
         AS n (commit_sha, path, old_path, schema, name, type, change, old_sha, new_sha, history_id, n)
    CROSS JOIN LATERAL (SELECT c.* FROM @store@.commit_graph c WHERE c.commit_sha = n.commit_sha OFFSET 0) g
    LEFT JOIN LATERAL (SELECT b.content FROM @store@.objects b WHERE b.sha = n.old_sha OFFSET 0) o ON true
    LEFT JOIN LATERAL (SELECT b.content FROM @store@.objects b WHERE b.sha = n.new_sha OFFSET 0) w ON true
    ORDER BY n.n;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END
$$;
COMMENT ON FUNCTION pggit_audit.backfill_store_changes(bytea) IS 'The commits'' own changes of a batch into changes; returns their number. Not for users.';

CREATE FUNCTION pggit_audit.backfill_store_rows(options jsonb, block bytea, run_id bigint) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off SET enable_seqscan = off SET jit = off AS $$
#variable_conflict use_column
DECLARE
    v_part bytea := pggit_audit.block_part(block, 1);
    v_count int;
BEGIN
    EXECUTE format($sql$
        WITH told AS (
            SELECT u.id::bigint AS id, u.disposition, u.reason, u.commit_sha, u.path, u.old_path, u.schema, u.name, u.type, u.change, u.source, u.start::int AS start, u.length::int AS length, u.net = 't' AS net, u.statement
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $17) AS u (id, disposition, reason, commit_sha, path, old_path, schema, name, type, change, source, start, length, net, statement)),
        -- A row that was recorded without snapshots keeps its disposition and its change.
        fresh AS (SELECT t.* FROM told t WHERE NOT EXISTS (SELECT FROM pggit_audit.backfill_rows r WHERE r.history_id = t.id OFFSET 0)),
        -- A row whose change is not the commit's own: the row's own statement, beside it.
        beside AS (
            INSERT INTO pggit_audit.changes (change_id, path, old_path, object_schema, object_name, object_type, change_type, old_definition, new_definition, author, committed_at, commit_message, history_id, backfilled_from_v1)
            SELECT pggit_audit.change_id(NULL, 'v1:%2$s', t.id::text), t.path, CASE WHEN t.change IN ('ALTER', 'RENAME') THEN t.old_path END, t.schema, t.name, t.type, t.change, NULL,
                   CASE WHEN t.change <> 'DROP' THEN CASE WHEN t.statement IS NOT NULL THEN t.statement WHEN t.length >= 0 THEN substr(h.sql_executed, t.start + 1, t.length) ELSE h.sql_executed END END,
                   h.created_by, h.created_at AT TIME ZONE $15, h.change_description, t.id, true
            FROM fresh t CROSS JOIN LATERAL (SELECT v.* FROM %1$I.history v WHERE v.id = t.id OFFSET 0) h
            WHERE t.disposition IN ('RECORDED', 'IMPLIED', 'SUPERSEDED') AND NOT t.net ORDER BY t.id
            RETURNING 1),
        stored AS (
            INSERT INTO pggit_audit.backfill_rows (history_id, disposition, reason, commit_sha, change_id, path, object_schema, object_name, object_type, change_type, name_source, v1_object_id, run_id)
            SELECT t.id, t.disposition, t.reason, t.commit_sha, CASE WHEN t.disposition IN ('RECORDED', 'IMPLIED', 'SUPERSEDED') THEN
                       CASE WHEN t.net THEN pggit_audit.change_id(g.parent_shas[1], t.commit_sha, t.path) ELSE pggit_audit.change_id(NULL, 'v1:%2$s', t.id::text) END END,
                   t.path, t.schema, t.name, t.type, t.change, t.source, h.object_id, $16
            FROM fresh t CROSS JOIN LATERAL (SELECT v.* FROM %1$I.history v WHERE v.id = t.id OFFSET 0) h
            LEFT JOIN LATERAL (SELECT c.parent_shas FROM @store@.commit_graph c WHERE c.commit_sha = t.commit_sha OFFSET 0) g ON true
            ORDER BY t.id),
        seen AS (
            INSERT INTO pggit_audit.backfill_snapshots (history_id, commit_sha, run_id)
            SELECT t.id, t.commit_sha, $16 FROM told t WHERE EXISTS (SELECT FROM pggit_audit.backfill_rows r WHERE r.history_id = t.id OFFSET 0) ORDER BY t.id)
        SELECT count(*)::int FROM beside$sql$, options ->> 'v1_schema', replace(options ->> 'v1_schema', '''', ''''''))
    INTO v_count
    USING pggit_audit.block_column(v_part, 1), pggit_audit.block_column(v_part, 2), pggit_audit.block_column(v_part, 3), pggit_audit.block_column(v_part, 4), pggit_audit.block_column(v_part, 5),
          pggit_audit.block_column(v_part, 6), pggit_audit.block_column(v_part, 7), pggit_audit.block_column(v_part, 8), pggit_audit.block_column(v_part, 9), pggit_audit.block_column(v_part, 10),
          pggit_audit.block_column(v_part, 11), pggit_audit.block_column(v_part, 12), pggit_audit.block_column(v_part, 13), pggit_audit.block_column(v_part, 14), options ->> 'time_zone', run_id, pggit_audit.block_column(v_part, 15);
    RETURN v_count;
END
$$;
COMMENT ON FUNCTION pggit_audit.backfill_store_rows(jsonb, bytea, bigint) IS 'The dispositions of a batch, and the changes of rows that are not the commit''s own; returns the number of these. Not for users.';

CREATE FUNCTION pggit_audit.backfill_store_recovered(block bytea) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off SET enable_seqscan = off SET jit = off AS $$
#variable_conflict use_column
DECLARE
    v_part bytea := pggit_audit.block_part(block, 7);
    v_count int;
BEGIN
    INSERT INTO pggit_audit.backfill_recovered (commit_sha, event, history_id, command_tag, action, object_type, object_schema, object_name, object_identity, change_id)
    SELECT u.sha, row_number() OVER (PARTITION BY u.sha ORDER BY u.n), u.id::bigint, u.tag, u.action, u.type, u.schema, u.name, u.identity,
           coalesce(own.change_id, owner.change_id)
    FROM unnest(pggit_audit.block_column(v_part, 1), pggit_audit.block_column(v_part, 2), pggit_audit.block_column(v_part, 3), pggit_audit.block_column(v_part, 4), pggit_audit.block_column(v_part, 5),
                pggit_audit.block_column(v_part, 6), pggit_audit.block_column(v_part, 7), pggit_audit.block_column(v_part, 8), pggit_audit.block_column(v_part, 12)) WITH ORDINALITY AS u (sha, id, tag, action, type, schema, name, identity, path, n)
    LEFT JOIN LATERAL (SELECT c.change_id FROM pggit_audit.changes c WHERE c.commit_sha = u.sha AND c.path = u.path OFFSET 0) own ON true
    -- A column's, constraint's or other part's is the change of what it belongs to: "c on public.t", "public.t.c".
    LEFT JOIN LATERAL (
        SELECT c.change_id FROM pggit_audit.changes c
        WHERE own.change_id IS NULL AND c.commit_sha = u.sha
          AND c.path = CASE WHEN u.type IN ('COMPOSITE_TYPE_COLUMN', 'DOMAIN_CONSTRAINT') THEN 'type ' ELSE '' END || coalesce(substring(u.identity FROM ' on (.*)$'), substring(u.identity FROM '^(.*)\.(?:[^".]+|"(?:[^"]|"")+")$'))
        OFFSET 0) owner ON true;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    RETURN v_count;
END
$$;
COMMENT ON FUNCTION pggit_audit.backfill_store_recovered(bytea) IS 'What the texts of a batch told beyond its rows; returns its number. Not for users.';
