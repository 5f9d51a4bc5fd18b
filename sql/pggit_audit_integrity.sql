-- validate_audit_integrity: what is stored agrees with itself, with the object store, with the evidence log and with what was installed.
-- Needs:   pggit_audit_integrity_checks.sql, pggit_audit_evidence_checks.sql.
-- Who:     pggit_audit_reader.

CREATE FUNCTION pggit_audit.integrity_result(check_name text, checked bigint, failures text[], problem text, bad_status text, hint text)
RETURNS TABLE (check_name text, status text, details text, severity text, checked bigint, failed bigint, examples text[], hint text)
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT $1, CASE WHEN n = 0 THEN 'PASS' ELSE $5 END,
           CASE WHEN n = 0 THEN format('%s checked', $2) ELSE format('%s of %s: %s; first: %s', n, $2, $4, array_to_string($3[1:3], ', ')) END,
           CASE WHEN n = 0 THEN 'NONE' WHEN $5 <> 'FAIL' THEN 'LOW' WHEN $1 LIKE 'evidence%' THEN 'CRITICAL' ELSE 'HIGH' END, $2, n, (coalesce($3, '{}'))[1:10], CASE WHEN n > 0 THEN $6 END
    FROM (SELECT cardinality(coalesce($3, '{}'))::bigint AS n) x
$$;
COMMENT ON FUNCTION pggit_audit.integrity_result(text, bigint, text[], text, text, text) IS 'One row of validate_audit_integrity from what a check found.';

CREATE FUNCTION pggit_audit.integrity_checks()
RETURNS TABLE (place integer, check_name text, promise text, not_proved text, problem text, bad_status text, hint text, by_commit boolean)
LANGUAGE sql IMMUTABLE ROWS 22 SET search_path = pg_catalog, pg_temp AS $$
    VALUES
    (1, 'commit_sha_references', 'Every commit that changes names is in the store.', 'That no commit is missing in both.', 'commits of changes are not in the store', 'FAIL', 'The store lost commits: restore its tables from a backup.', false),
    (2, 'compliance_log_references', 'Every verification has its change; verified is true exactly where a PASSED row is.', 'That the verifier was who the name says.', 'verifications without a change, or changes whose verified does not agree with the log', 'FAIL', 'Somebody wrote past verify_change: compare with a backup.', false),
    (3, 'object_version_sequence', 'Version numbers of a path have no gaps and begin at 1.', 'That the last versions were not removed; evidence_rows does.', 'objects have gaps in their version numbers', 'FAIL', 'Versions were deleted: compare with a backup.', false),
    (4, 'object_versions_match_changes', 'Each version has its change, with the same commit, time and definition; each change of a commit its versions.', 'Who wrote them; evidence_batches has that.', 'versions differ from the changes that made them', 'FAIL', 'Rows were changed or deleted: compare with a backup.', true),
    (5, 'store_hashes', 'Each blob, tree and commit is what its sha says, by one of the two byte rules (damaged_objects tells which).', 'That object and sha were not replaced together; then what refers to it is damaged.', 'store objects are not what their sha says', 'FAIL', 'Contents were changed after they were stored: restore these objects from a backup.', true),
    (6, 'store_references', 'Entries, commits, parents, refs and HEAD point to what is there.', 'That a ref points where it did before.', 'entries, commits or refs point to nothing', 'FAIL', 'Objects were deleted: restore them from a backup.', false),
    (7, 'store_tree_entries', 'tree_entries holds what the trees'' texts say.', 'Anything about trees that are lost; store_references does.', 'trees and their tree_entries differ', 'FAIL', 'The tree''s text is the truth; rebuild its rows of tree_entries from it.', true),
    (8, 'store_shared_paths', 'No tree has two objects under one path.', 'It is no damage: extraction tells them apart.', 'trees have several objects under one path', 'WARN', 'They are told apart by reading the trees'' texts; writers should use identities as paths: public.f(integer).', true),
    (9, 'store_commit_graph', 'commit_graph has the tree, parents, author, committer, message and times of the commits'' texts, and generations that follow from the parents (so there is no cycle).', 'In a store that is not our own: times that are apart by whole quarters of an hour (they have no zone).', 'commits and their commit_graph rows differ', 'FAIL', 'The commit''s text is the truth; correct its row of commit_graph.', true),
    (10, 'commits_recorded', 'Every commit in the store is recorded.', 'That no commit was removed from the store with its records; evidence_rows does.', 'commits are not recorded', 'FAIL', 'SELECT pggit_audit.record_missing_commits() records them; pggit_audit.recording_gaps may say why they are missing.', false),
    (11, 'recorded_commits_complete', 'Each recorded commit has as many changes as were counted, each change of a commit a recorded commit, and its parent and tree are the store''s.', 'What the changes say; changes_match_store does.', 'commits have more or fewer changes than were recorded', 'FAIL', 'Changes were deleted or added: compare with a backup.', false),
    (12, 'changes_match_store', 'Each recorded commit, extracted anew from the store, gives exactly the recorded changes; WARN where nothing but type, name or rename differ and another version of the parser read them, or capture took them from the catalogs.', 'Anything about backfilled rows; commits whose first parent is not in the store.', 'changes differ from what the store gives', 'FAIL', 'Either the audit rows or the store were changed: store_hashes tells which.', true),
    (13, 'guards_in_place', 'All guards, the recording trigger, the log''s triggers and the event triggers are there, always fire and call what they should; the extension''s functions are those that the log names.', 'That they were never off.', 'triggers are missing or switched off', 'FAIL', 'ALTER TABLE ... ENABLE ALWAYS TRIGGER ... within a maintenance window; for the store SELECT pggit_audit.attach_store().', false),
    (14, 'evidence_rows', 'Every row of every append-only table is what was logged when it was written, and every leaf still has its row.', 'That rows and log were not rewritten together; a checkpoint kept outside does (verify_evidence).', 'rows and leaves do not agree', 'FAIL', 'Rows were changed, deleted, or added past the triggers: compare with a backup.', false),
    (15, 'evidence_tree', 'The log has no gap; its nodes and batches are the hashes of what lies below them.', 'That it was not recomputed as a whole.', 'leaves, nodes or batches do not agree', 'FAIL', 'The log itself was changed: compare with a backup and with checkpoints kept outside.', false),
    (16, 'evidence_checkpoints', 'Every stored checkpoint has the root that the log has at its size.', 'That no checkpoint was removed together with its leaf.', 'stored checkpoints do not hold', 'FAIL', 'The log was rewritten after the checkpoint was made: compare with a backup.', false),
    (17, 'installation_unchanged', 'Functions, triggers, views, constraints, rules, policies, owners and rights in pggit_audit are as installed, by a list that is the one in the log; no sequence is behind its column.', 'Anything about the server''s own functions and the jar.', 'objects of the extension are not as installed', 'FAIL', 'Install again, or, if the change was meant: SELECT pggit_audit.accept_installation(reason). Event triggers of capture after a restore: SELECT pggit_audit.capture_enable(reason).', false),
    (18, 'store_receipts', 'Refs and HEAD point where they were last seen to move to; times and generations in commit_graph and the times of objects are those that were noted when the commit was recorded.', 'Anything of commits that were not recorded, of blobs that no recorded commit brought, of nested trees'' times but buckets''.', 'refs, HEAD or times are not what was noted', 'FAIL', 'Somebody wrote past the triggers: compare with a backup. A ref is noted anew when update_ref moves it.', false),
    (19, 'backfilled_rows', 'Every backfilled row is of a row of pgGit v1''s history, and says what it says, where v1 is still here.', 'That v1''s history was not changed before; without v1''s tables, anything.', 'backfilled rows are not of pgGit v1''s history', 'FAIL', 'Rows were added that pretend to come from v1: evidence_batches tells when and by whom.', false),
    (20, 'backfill_accounting', 'Each row of pgGit v1''s history that was read has exactly one disposition, with its change and its commit.', 'Whether v1''s tables were changed since; backfilled_rows does, as far as they are here.', 'rows of v1''s history are not accounted for as they were', 'FAIL', 'Rows were changed or deleted: compare with a backup.', false),
    (21, 'live_schema', 'Where capture is on, the database''s schema is what HEAD says, and so is what capture remembers of it (captured_objects).', 'Anything where capture is off; that nothing was changed and changed back; user mappings, unless a superuser looks.', 'objects of the database are not what HEAD says', 'FAIL', 'SELECT * FROM pggit_audit.find_drift() shows them; commit_schema(message) takes them in, on record.', false),
    (22, 'store_tables', 'The store''s tables are tables, logged, with unique keys whose indexes are in use and lead to every row, of which no key has two, and without rules, children and row security that divert or hide rows; in our own store PUBLIC has no rights.', 'That they were never otherwise; that the other indexes have all rows (pg_amcheck --heapallindexed does).', 'tables of the store are not as a store''s', 'FAIL', 'Somebody changed the store''s tables: undo it, then run all checks again.', false)
$$;
COMMENT ON FUNCTION pggit_audit.integrity_checks() IS 'The checks of validate_audit_integrity: what each promises and what it does not prove. by_commit: can be held to a range of commits.';

---------------------------------------------------------------- running them

CREATE FUNCTION pggit_audit.is_passing(state text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT left($1, 2) IN ('25', '53', '57') OR $1 IN ('40P01', '55P03') OR left($1, 2) = '40' AND current_setting('transaction_isolation') <> 'read committed'
$$;
COMMENT ON FUNCTION pggit_audit.is_passing(text) IS 'True for errors that say nothing about the data: a lack of resources, an interruption, a lock, a transaction that must be tried again.';

-- Row security that would hide rows from who checks is an error, so a finding. Checks join whole tables: with memory for that, with workers where the server has them, and without a compiler for queries that run once.
CREATE FUNCTION pggit_audit.run_integrity_checks(names text[], commits text[], since bigint)
RETURNS TABLE (check_name text, status text, details text, severity text, checked bigint, failed bigint, examples text[], hint text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET row_security = off SET work_mem = '64MB' SET enable_nestloop = on SET jit = off SET parallel_setup_cost = 100 SET parallel_tuple_cost = 0.01 SET min_parallel_table_scan_size = '2MB' AS $$
#variable_conflict use_column
DECLARE
    v_check record;
    v_checked bigint;
    v_failures text[];
    v_warnings text[];
    v_trees record;
    v_started timestamptz;
BEGIN
    -- STABLE: all of them see the one snapshot of the statement that called, however many commits come meanwhile.
    FOR v_check IN SELECT k.* FROM pggit_audit.integrity_checks() k WHERE k.check_name = ANY (names) ORDER BY k.place LOOP
        v_started := clock_timestamp();
        -- Whole tables against each other: by hashing, also where they were just filled and the statistics say that they are empty. What reads the catalogs chooses its ways itself.
        PERFORM set_config('enable_nestloop', CASE WHEN commits IS NULL AND v_check.check_name NOT IN ('guards_in_place', 'installation_unchanged', 'live_schema', 'store_tables') THEN 'off' ELSE 'on' END, true);
        BEGIN
            IF v_check.check_name IN ('store_tree_entries', 'store_shared_paths') THEN
                -- One reading of the trees for both.
                IF v_trees IS NULL THEN
                    SELECT coalesce(array_agg(format('%s (%s)', d.tree_sha, d.problem) ORDER BY d.tree_sha) FILTER (WHERE d.problem LIKE '%has twice%'), '{}') AS shared,
                           coalesce(array_agg(format('%s (%s)', d.tree_sha, d.problem) ORDER BY d.tree_sha) FILTER (WHERE d.problem NOT LIKE '%has twice%'), '{}') AS differing
                    INTO v_trees FROM pggit_audit.damaged_trees(pggit_audit.objects_of_commits(commits)) d;
                END IF;
                v_failures := CASE v_check.check_name WHEN 'store_shared_paths' THEN v_trees.shared ELSE v_trees.differing END;
                v_checked := (SELECT count(*) FROM @store@.objects o WHERE o.type = 'tree' AND (commits IS NULL OR o.sha IN (SELECT g.tree_sha FROM @store@.commit_graph g WHERE g.commit_sha = ANY (commits))));
            ELSIF v_check.check_name = 'changes_match_store' THEN
                SELECT c.checked, c.failures, c.warnings INTO v_checked, v_failures, v_warnings FROM pggit_audit.check_changes_match_store(commits) c;
                IF v_failures = '{}' AND v_warnings <> '{}' THEN
                    v_check.bad_status := 'WARN';
                    v_check.problem := 'changes are named otherwise by another version of the parser';
                    v_check.hint := 'Nothing was changed, where evidence_rows passes: they were recorded by an older parser, this one is older, or the catalogs gave the names. get_object_changes and object_history keep the recorded names.';
                END IF;
                v_failures := v_failures || v_warnings;
            ELSIF v_check.by_commit THEN
                EXECUTE format('SELECT checked, failures FROM pggit_audit.%I($1)', 'check_' || v_check.check_name) INTO v_checked, v_failures USING commits;
            ELSIF v_check.check_name IN ('evidence_rows', 'evidence_tree') THEN
                EXECUTE format('SELECT checked, failures FROM pggit_audit.%I($1)', 'check_' || v_check.check_name) INTO v_checked, v_failures USING since;
            ELSE
                EXECUTE format('SELECT checked, failures FROM pggit_audit.%I()', 'check_' || v_check.check_name) INTO v_checked, v_failures;
            END IF;
        EXCEPTION WHEN OTHERS THEN
            -- What can not even be read is found damaged, and the other checks go on. But not where the server lacks something, or somebody interrupts.
            IF pggit_audit.is_passing(SQLSTATE) THEN
                RAISE;
            END IF;
            v_checked := 0;
            v_failures := ARRAY[format('%s (%s)', SQLERRM, SQLSTATE)];
            v_check.bad_status := 'FAIL';
            v_check.problem := 'the check could not be done';
        END;
        IF clock_timestamp() > v_started + interval '3 seconds' THEN
            RAISE NOTICE 'check % took % s', v_check.check_name, round(extract(epoch FROM clock_timestamp() - v_started), 1);
        END IF;
        RETURN QUERY SELECT * FROM pggit_audit.integrity_result(v_check.check_name, v_checked, v_failures, v_check.problem, v_check.bad_status, v_check.hint);
    END LOOP;
END
$$;
COMMENT ON FUNCTION pggit_audit.run_integrity_checks(text[], text[], bigint) IS 'Runs the named checks in one snapshot, those that can be held to these commits (NULL: all) and to the log from leaf since on. Stores nothing. A check that can not be done has FAIL. Not for users.';

CREATE FUNCTION pggit_audit.record_integrity_run(scope text, tree_size bigint, started_at timestamptz, check_names text[], statuses text[], severities text[], checked bigint[], failed bigint[], details text[], examples text[])
RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_run bigint;
    v_fail int := cardinality(array_positions(statuses, 'FAIL'));
    v_warn int := cardinality(array_positions(statuses, 'WARN'));
BEGIN
    INSERT INTO pggit_audit.integrity_runs AS r (scope, status, checks, failed, warned, tree_size, started_at)
    VALUES ($1, CASE WHEN v_fail > 0 THEN 'FAIL' WHEN v_warn > 0 THEN 'WARN' ELSE 'PASS' END, cardinality(check_names), v_fail, v_warn, $2, $3) RETURNING r.run_id INTO v_run;
    INSERT INTO pggit_audit.integrity_findings (run_id, check_name, status, severity, checked, failed, details, examples)
    SELECT v_run, u.check_name, u.status, u.severity, u.checked, u.failed, u.details, u.examples
    FROM unnest(check_names, statuses, severities, $7, $8, $9, $10) WITH ORDINALITY AS u (check_name, status, severity, checked, failed, details, examples, n)
    WHERE u.status <> 'PASS' ORDER BY u.n;
    RETURN v_run;
END
$$;
COMMENT ON FUNCTION pggit_audit.record_integrity_run(text, bigint, timestamptz, text[], text[], text[], bigint[], bigint[], text[], text[]) IS 'Stores a run of validate_audit_integrity and its findings. Not for users. SECURITY DEFINER: readers may run checks, and nobody may write runs.';

CREATE FUNCTION pggit_audit.validate_audit_integrity(scope text DEFAULT 'full')
RETURNS TABLE (check_name text, status text, details text, severity text, checked bigint, failed bigint, examples text[], hint text)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_names text[] := ARRAY(SELECT k.check_name FROM pggit_audit.integrity_checks() k ORDER BY k.place);
    v_commits text[];
    v_since bigint := 0;
    v_range text[];
    v_started timestamptz := clock_timestamp();
    v_size bigint;
    v_rows record;
    v_result record;
BEGIN
    BEGIN
        v_size := pggit_audit.evidence_size();
    EXCEPTION WHEN OTHERS THEN
        -- evidence_tree says what is wrong with it.
        IF pggit_audit.is_passing(SQLSTATE) THEN
            RAISE;
        END IF;
        v_size := 0;
    END;
    IF scope = 'quick' THEN
        v_since := coalesce((SELECT r.tree_size FROM pggit_audit.integrity_runs r WHERE r.scope IN ('quick', 'full') AND r.status <> 'FAIL' AND r.tree_size <= v_size ORDER BY r.run_id DESC LIMIT 1), 0);
        IF v_since > 0 THEN
            v_commits := ARRAY(SELECT r.commit_sha FROM pggit_audit.recorded_commits r JOIN pggit_audit.evidence_leaves l ON l.subject = md5(r.commit_sha)::uuid AND l.kind = 'recorded_commits' WHERE l.leaf_index >= v_since);
        END IF;
    ELSIF scope = ANY (v_names) THEN
        v_names := ARRAY[scope];
    ELSIF scope LIKE '%_.._%' THEN
        v_range := regexp_match(scope, '^(.+?)\.\.(.+)$');
        v_commits := pggit_audit.commits_between(v_range[1], v_range[2]);
        v_names := ARRAY(SELECT k.check_name FROM pggit_audit.integrity_checks() k WHERE k.by_commit ORDER BY k.place);
    ELSIF scope IS DISTINCT FROM 'full' THEN
        RAISE EXCEPTION 'there is no scope or check %', coalesce(quote_literal(scope), 'NULL') USING ERRCODE = 'PA056',
            DETAIL = 'The checks are ' || array_to_string(v_names, ', ') || '.', HINT = 'Give full, quick, a check''s name, or a range of commits: old..new.';
    END IF;
    SELECT array_agg(r.check_name) AS check_names, array_agg(r.status) AS statuses, array_agg(r.details) AS details, array_agg(r.severity) AS severities, array_agg(r.checked) AS checked, array_agg(r.failed) AS failed,
           array_agg(array_to_string(r.examples, E'\n')) AS examples, jsonb_agg(to_jsonb(r.examples)) AS example_lists, array_agg(r.hint) AS hints
    INTO v_rows FROM pggit_audit.run_integrity_checks(v_names, v_commits, v_since) r;
    -- A standby and a read-only transaction can look, but not write down that they did.
    IF current_setting('transaction_read_only') = 'off' THEN
        BEGIN
            PERFORM pggit_audit.record_integrity_run(scope, v_size, v_started, v_rows.check_names, v_rows.statuses, v_rows.severities, v_rows.checked, v_rows.failed, v_rows.details, v_rows.examples);
            IF 'FAIL' = ANY (v_rows.statuses) THEN
                -- A damaged log may refuse the run: now, not at COMMIT, where the findings would be lost with it.
                SET CONSTRAINTS pggit_audit.append_evidence IMMEDIATE;
                SET CONSTRAINTS pggit_audit.append_evidence DEFERRED;
            END IF;
        EXCEPTION WHEN OTHERS THEN
            IF pggit_audit.is_passing(SQLSTATE) OR 'FAIL' <> ALL (v_rows.statuses) THEN
                RAISE;
            END IF;
            RAISE WARNING 'pggit_audit integrity: this run could not be kept: % (%)', SQLERRM, SQLSTATE;
        END;
    END IF;
    FOR v_result IN SELECT u.* FROM unnest(v_rows.check_names, v_rows.statuses, v_rows.details) AS u (check_name, status, details) WHERE u.status = 'FAIL' LOOP
        RAISE WARNING 'pggit_audit integrity FAIL: %: %', v_result.check_name, v_result.details;
    END LOOP;
    RETURN QUERY
    SELECT u.check_name, u.status, u.details, u.severity, u.checked, u.failed,
           CASE WHEN jsonb_typeof(v_rows.example_lists -> (u.n - 1)::int) = 'array' THEN ARRAY(SELECT e FROM jsonb_array_elements_text(v_rows.example_lists -> (u.n - 1)::int) WITH ORDINALITY AS x (e, i) ORDER BY x.i) END, u.hint
    FROM unnest(v_rows.check_names, v_rows.statuses, v_rows.details, v_rows.severities, v_rows.checked, v_rows.failed, v_rows.hints) WITH ORDINALITY AS u (check_name, status, details, severity, checked, failed, hint, n) ORDER BY u.n;
END
$$;
COMMENT ON FUNCTION pggit_audit.validate_audit_integrity(text) IS 'Checks what is stored against itself, the object store, the evidence log and the installation: one row a check with status PASS, WARN or FAIL, counts, first examples and what to do (integrity_checks() says what each promises). scope: full; quick (what came since the last run that did not fail; all of it where there was none); a check''s name; a range of commits old..new. Damage is a row, never an error. The run is kept in integrity_runs; a FAIL is a WARNING that begins "pggit_audit integrity FAIL:". Error PA056: no such scope.';

CREATE FUNCTION pggit_audit.commits_between(old_commit text, new_commit text) RETURNS text[]
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH RECURSIVE wanted AS (
        SELECT pggit_audit.resolve_commit($2) AS sha
        UNION SELECT p.sha FROM wanted w JOIN @store@.commit_graph g ON g.commit_sha = w.sha CROSS JOIN LATERAL unnest(g.parent_shas) AS p (sha)),
    before AS (
        SELECT pggit_audit.resolve_commit($1) AS sha
        UNION SELECT p.sha FROM before b JOIN @store@.commit_graph g ON g.commit_sha = b.sha CROSS JOIN LATERAL unnest(g.parent_shas) AS p (sha))
    SELECT coalesce(array_agg(w.sha), '{}') FROM wanted w WHERE NOT EXISTS (SELECT FROM before b WHERE b.sha = w.sha)
$$;
COMMENT ON FUNCTION pggit_audit.commits_between(text, text) IS 'The commits that new_commit leads to and old_commit does not (as git log old..new). Errors as resolve_commit.';

---------------------------------------------------------------- the latest state

CREATE VIEW pggit_audit.integrity_state AS
SELECT DISTINCT ON (r.scope) r.scope, r.run_id, r.status, r.checks, r.failed, r.warned, r.tree_size, r.started_at, r.finished_at, r.started_by, now() - r.finished_at AS age
FROM pggit_audit.integrity_runs r ORDER BY r.scope, r.run_id DESC;
COMMENT ON VIEW pggit_audit.integrity_state IS 'The last run of each scope.';

CREATE VIEW pggit_audit.open_findings AS
SELECT f.check_name, f.status, f.severity, f.checked, f.failed, f.details, f.examples, r.run_id, r.scope, r.finished_at AS found_at
FROM (SELECT DISTINCT ON (c.check_name) c.check_name, r.run_id
      FROM pggit_audit.integrity_runs r JOIN pggit_audit.integrity_checks() c ON r.scope = 'full' OR r.scope = c.check_name OR r.scope = 'quick' AND EXISTS (
          SELECT FROM pggit_audit.integrity_findings q WHERE q.run_id = r.run_id AND q.check_name = c.check_name)
      ORDER BY c.check_name, r.run_id DESC) l
JOIN pggit_audit.integrity_findings f ON f.run_id = l.run_id AND f.check_name = l.check_name
JOIN pggit_audit.integrity_runs r ON r.run_id = l.run_id;
COMMENT ON VIEW pggit_audit.open_findings IS 'The findings that hold: of each check those of its last full run, or of a later quick run that found something. A quick run that finds nothing closes none.';

DO $$
DECLARE
    v_column record;
BEGIN
    -- A view's column means what the table's means.
    FOR v_column IN
        SELECT v.relname AS view_name, a.attname AS column_name, coalesce(pg_catalog.col_description('pggit_audit.integrity_findings'::regclass, f.attnum), pg_catalog.col_description('pggit_audit.integrity_runs'::regclass, r.attnum),
               CASE a.attname WHEN 'age' THEN 'Since its end.' WHEN 'found_at' THEN 'When the run ended.' END) AS meaning
        FROM pg_catalog.pg_class v JOIN pg_catalog.pg_attribute a ON a.attrelid = v.oid AND a.attnum > 0
        LEFT JOIN pg_catalog.pg_attribute f ON f.attrelid = 'pggit_audit.integrity_findings'::regclass AND f.attname = a.attname AND v.relname = 'open_findings'
        LEFT JOIN pg_catalog.pg_attribute r ON r.attrelid = 'pggit_audit.integrity_runs'::regclass AND r.attname = a.attname
        WHERE v.oid IN ('pggit_audit.integrity_state'::regclass, 'pggit_audit.open_findings'::regclass)
    LOOP
        EXECUTE format('COMMENT ON COLUMN pggit_audit.%I.%I IS %L', v_column.view_name, v_column.column_name, v_column.meaning);
    END LOOP;
END
$$;
