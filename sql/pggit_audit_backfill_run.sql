-- Calling the backfill: a function (one transaction), a procedure (a COMMIT after each batch), and the check that every row is accounted for.
-- Needs:   pggit_audit_backfill.sql.
-- Who:     pggit_audit_admin; the check: pggit_audit_reader.

CREATE FUNCTION pggit_audit.backfill_begin(options jsonb) RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    v_pending bigint;
    v_run bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(1885828724, 3);
    EXECUTE format('SELECT count(*) FROM %I.history h WHERE %s', options ->> 'v1_schema', pggit_audit.backfill_pending(options)) INTO v_pending;
    IF v_pending > 0 THEN
        INSERT INTO pggit_audit.backfill_runs (v1_schema, branch, time_zone, granularity, tree_layout, rows_pending)
        VALUES (options ->> 'v1_schema', options ->> 'branch', options ->> 'time_zone', options ->> 'granularity', options ->> 'tree_layout', v_pending) RETURNING backfill_runs.run_id INTO v_run;
    END IF;
    RETURN v_run;
END
$$;
COMMENT ON FUNCTION pggit_audit.backfill_begin(jsonb) IS 'Waits for other backfills and begins a run; NULL: there is nothing to do. Not for users.';

CREATE FUNCTION pggit_audit.backfill_next(options jsonb, run_id bigint, batch integer, after_id bigint, most_rows integer, INOUT state bytea, OUT last_id bigint)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    v_part record;
    v_progress record;
BEGIN
    PERFORM pg_advisory_xact_lock(1885828724, 3);
    IF batch = 1 THEN
        state := pggit_audit.backfill_state(options);
    END IF;
    v_part := pggit_audit.backfill_batch(options, run_id, batch, after_id, most_rows, state);
    state := v_part.state;
    IF v_part.rows_read > 0 AND v_part.last_id IS NOT NULL THEN
        SELECT p.* INTO v_progress FROM pggit_audit.backfill_progress p WHERE p.run_id = run_id;
        IF batch > 1 OR v_progress.rows_done < v_progress.rows_pending THEN
            RAISE NOTICE '% of % rows (% %%), % rows/s, about % left', v_progress.rows_done, v_progress.rows_pending, v_progress.percent, v_progress.rows_per_second, justify_interval(v_progress.time_left);
        END IF;
    END IF;
    last_id := CASE WHEN v_part.rows_read > 0 THEN v_part.last_id END;
END
$$;
COMMENT ON FUNCTION pggit_audit.backfill_next(jsonb, bigint, integer, bigint, integer, bytea) IS 'One batch with its NOTICE; last_id: the last history id, NULL when nothing is left; state: what backfill_batch gave, for the next. Not for users.';

CREATE FUNCTION pggit_audit.backfill_report(options jsonb, run_id bigint)
RETURNS TABLE (processed integer, errors integer, warnings integer, recorded integer, recorded_before integer, named_from_text integer, named_from_object integer, unnamed integer,
               implied integer, superseded integer, extension_members integer, v1_own integer, rejected integer, unaccounted integer, recovered integer, commits integer, missing_metadata integer, unexplained integer,
               head_commit text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
BEGIN
    EXECUTE format($sql$
        SELECT count(*)::int, count(*) FILTER (WHERE h.created_at IS NULL OR h.created_by IS NULL OR h.sql_executed IS NULL)::int, count(*) FILTER (WHERE r.history_id IS NULL)::int
        FROM %I.history h LEFT JOIN pggit_audit.backfill_rows r ON r.history_id = h.id$sql$, options ->> 'v1_schema') INTO processed, missing_metadata, unaccounted;
    SELECT count(*) FILTER (WHERE r.run_id = run_id AND r.change_id IS NOT NULL), count(*) FILTER (WHERE r.run_id IS DISTINCT FROM run_id),
           count(*) FILTER (WHERE r.name_source = 'TEXT' AND r.run_id = run_id), count(*) FILTER (WHERE r.name_source = 'OBJECT' AND r.run_id = run_id),
           count(*) FILTER (WHERE r.name_source = 'NONE' AND r.change_id IS NOT NULL AND r.run_id = run_id),
           count(*) FILTER (WHERE r.disposition = 'IMPLIED' AND r.run_id = run_id), count(*) FILTER (WHERE r.disposition = 'SUPERSEDED' AND r.run_id = run_id),
           count(*) FILTER (WHERE r.disposition = 'EXTENSION_MEMBER' AND r.run_id = run_id), count(*) FILTER (WHERE r.disposition = 'V1_OWN' AND r.run_id = run_id),
           count(*) FILTER (WHERE r.disposition = 'REJECTED' AND r.run_id = run_id), count(*) FILTER (WHERE r.reason = 'no statement of the text explains it' AND r.run_id = run_id)
    INTO recorded, recorded_before, named_from_text, named_from_object, unnamed, implied, superseded, extension_members, v1_own, rejected, unexplained
    FROM pggit_audit.backfill_rows r;
    SELECT coalesce(sum(b.recovered), 0), coalesce(sum(b.commits), 0) INTO recovered, commits FROM pggit_audit.backfill_batches b WHERE b.run_id = run_id;
    errors := rejected + unaccounted;
    warnings := unnamed + unexplained;
    head_commit := (SELECT r.target_sha FROM @store@.refs r WHERE r.name = options ->> 'branch');
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION pggit_audit.backfill_report(jsonb, bigint) IS 'The numbers that backfill_from_v1_history returns. Not for users.';

CREATE FUNCTION pggit_audit.backfill_from_v1_history(v1_schema text DEFAULT 'pggit', time_zone text DEFAULT NULL, branch text DEFAULT 'refs/heads/v1-history', dry_run boolean DEFAULT false,
                                                     granularity text DEFAULT 'transaction', tree_layout text DEFAULT 'auto', store_schema text DEFAULT NULL)
RETURNS TABLE (processed integer, errors integer, warnings integer, recorded integer, recorded_before integer, named_from_text integer, named_from_object integer, unnamed integer,
               implied integer, superseded integer, extension_members integer, v1_own integer, rejected integer, unaccounted integer, recovered integer, commits integer, missing_metadata integer, unexplained integer,
               head_commit text)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    v_options jsonb := pggit_audit.backfill_options(v1_schema, time_zone, branch, granularity, tree_layout, store_schema);
    v_run bigint;
    v_last bigint := -9223372036854775808;
    v_batch int := 0;
    v_state bytea;
BEGIN
    BEGIN
        v_run := pggit_audit.backfill_begin(v_options);
        WHILE v_run IS NOT NULL AND v_last IS NOT NULL LOOP
            v_batch := v_batch + 1;
            SELECT n.state, n.last_id INTO v_state, v_last FROM pggit_audit.backfill_next(v_options, v_run, v_batch, v_last, 4000, v_state) n;
        END LOOP;
        SELECT * INTO processed, errors, warnings, recorded, recorded_before, named_from_text, named_from_object, unnamed, implied, superseded, extension_members, v1_own, rejected,
                      unaccounted, recovered, commits, missing_metadata, unexplained, head_commit FROM pggit_audit.backfill_report(v_options, v_run);
        IF coalesce(dry_run, true) THEN
            RAISE EXCEPTION USING ERRCODE = 'PA030', MESSAGE = 'dry run';
        END IF;
    EXCEPTION WHEN SQLSTATE 'PA030' THEN
        -- Everything was done as in earnest, and undone: the numbers stay.
        RAISE NOTICE 'dry run: nothing was kept';
    END;
    IF unnamed > 0 THEN
        RAISE NOTICE '% rows of functions keep v1''s number for a name: no recorded text names them (functions made in DO blocks)', unnamed;
    END IF;
    RETURN NEXT;
END
$$;
COMMENT ON FUNCTION pggit_audit.backfill_from_v1_history(text, text, text, boolean, text, text, text) IS 'Turns v1''s history into commits on a branch, changes and versions: one commit for each v1 transaction, every history row with one disposition (backfill_dispositions). In one transaction; for large histories CALL pggit_audit.backfill(). time_zone: of v1''s timestamps, NULL: the session''s. dry_run: the same numbers, nothing is kept. granularity: transaction or row. tree_layout: auto, flat, buckets, or none: audit rows only, without commits and versions (a later call with another layout makes those). A later call goes on with the rows that have come since. Returns rows of v1''s history, errors (rejected + unaccounted), warnings (unnamed + unexplained), rows with a change now and before, and more (docs/migration.md). Errors: PA013 no v1 history, PA014 another store, 22023.';

CREATE PROCEDURE pggit_audit.backfill(v1_schema text DEFAULT 'pggit', time_zone text DEFAULT NULL, branch text DEFAULT 'refs/heads/v1-history', batch_rows integer DEFAULT 4000,
                                      granularity text DEFAULT 'transaction', tree_layout text DEFAULT 'auto', store_schema text DEFAULT NULL)
LANGUAGE plpgsql AS $$
#variable_conflict use_variable
DECLARE
    v_options pg_catalog.jsonb := pggit_audit.backfill_options(v1_schema, time_zone, branch, granularity, tree_layout, store_schema);
    v_run pg_catalog.int8 := pggit_audit.backfill_begin(v_options);
    v_last pg_catalog.int8 := -9223372036854775808;
    v_batch pg_catalog.int4 := 0;
    v_state pg_catalog.bytea;
BEGIN
    -- No SET clause: a procedure with one may not COMMIT. So every name here is qualified.
    COMMIT;
    WHILE v_run IS NOT NULL AND v_last IS NOT NULL LOOP
        v_batch := v_batch OPERATOR(pg_catalog.+) 1;
        SELECT n.state, n.last_id INTO v_state, v_last FROM pggit_audit.backfill_next(v_options, v_run, v_batch, v_last, GREATEST(1, LEAST(batch_rows, 100000)), v_state) n;
        COMMIT;
    END LOOP;
END
$$;
COMMENT ON PROCEDURE pggit_audit.backfill(text, text, text, integer, text, text, text) IS 'As backfill_from_v1_history, with a COMMIT after each batch: whatever ends it, the next CALL goes on where it was, to the same commits. Progress by NOTICE and, for other sessions, in backfill_progress. Must be called outside a transaction block.';

CREATE FUNCTION pggit_audit.backfill_findings() RETURNS SETOF text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT format('history row %s: its change %s is not there', r.history_id, r.change_id) FROM pggit_audit.backfill_rows r
    WHERE r.change_id IS NOT NULL AND NOT EXISTS (SELECT FROM pggit_audit.changes c WHERE c.change_id = r.change_id AND c.history_id = r.history_id AND c.backfilled_from_v1)
    UNION ALL
    SELECT format('change %s: history row %s has no disposition', c.change_id, c.history_id) FROM pggit_audit.changes c
    WHERE c.history_id IS NOT NULL AND NOT EXISTS (SELECT FROM pggit_audit.backfill_rows r WHERE r.history_id = c.history_id)
    UNION ALL
    SELECT format('batch %s of run %s read %s rows, %s have a disposition', b.batch, b.run_id, b.rows_read, coalesce(n.n, 0)) FROM pggit_audit.backfill_batches b
    CROSS JOIN LATERAL (SELECT (SELECT count(*) FROM pggit_audit.backfill_rows r WHERE r.run_id = b.run_id AND r.history_id BETWEEN b.first_history_id AND b.last_history_id)
        + (SELECT count(*) FROM pggit_audit.backfill_snapshots s WHERE s.run_id = b.run_id AND s.history_id BETWEEN b.first_history_id AND b.last_history_id) AS n) n
    WHERE n.n <> b.rows_read
    UNION ALL
    SELECT format('the guard of %s is missing or switched off', g.name) FROM unnest(ARRAY['backfill_runs', 'backfill_batches', 'backfill_rows', 'backfill_snapshots', 'backfill_recovered']) AS g (name)
    WHERE NOT EXISTS (SELECT FROM pg_trigger x WHERE x.tgrelid = to_regclass('pggit_audit.' || g.name) AND x.tgname = 'a_append_only' AND x.tgenabled = 'A')
    UNION ALL
    SELECT format('history row %s was given a commit and has no disposition', s.history_id) FROM pggit_audit.backfill_snapshots s
    WHERE NOT EXISTS (SELECT FROM pggit_audit.backfill_rows r WHERE r.history_id = s.history_id)
    UNION ALL
    SELECT format('history row %s: its commit %s is not in the store', r.history_id, r.commit_sha)
    FROM (SELECT b.history_id, b.commit_sha FROM pggit_audit.backfill_rows b UNION ALL SELECT s.history_id, s.commit_sha FROM pggit_audit.backfill_snapshots s) r
    WHERE r.commit_sha IS NOT NULL AND NOT EXISTS (SELECT FROM @store@.commit_graph g WHERE g.commit_sha = r.commit_sha)
$$;
COMMENT ON FUNCTION pggit_audit.backfill_findings() IS 'What does not add up: dispositions without their change or commit, backfilled changes without a disposition, batches that read more or fewer rows than have one, missing guards.';
