-- Recording: every commit's changes and versions, when it commits (deferred trigger) or asked for a range.
-- Needs:   extraction (pggit_audit_functions.sql).
-- Who:     the trigger for every writer of the store; process_commit_range and record_missing_commits for pggit_audit_admin.

-- Takes part in a transaction's end only: the lock is held from here to the COMMIT, by all who number versions.
CREATE FUNCTION pggit_audit.lock_versions() RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(1885828724, 1);
END
$$;
COMMENT ON FUNCTION pggit_audit.lock_versions() IS 'The one lock (advisory, until the end of the transaction) under which version numbers are given. Taken late, after all reading is done. Not for users.';

CREATE FUNCTION pggit_audit.record_changes(commit_sha text) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off SET work_mem = '32MB' AS $$
#variable_conflict use_variable
DECLARE
    v_commit record;
    v_parent record;
    v_trees record;
    v_blobs record;
    v_text record;
    v_count int := 0;
BEGIN
    v_commit := pggit_audit.commit_of(commit_sha);
    SELECT p.commit_sha, p.tree_sha, r.tree_complete INTO v_parent
    FROM @store@.commit_graph p LEFT JOIN pggit_audit.recorded_commits r ON r.commit_sha = p.commit_sha AND r.tree_sha = p.tree_sha WHERE p.commit_sha = v_commit.parent_shas[1];
    IF v_parent.commit_sha IS NULL AND v_commit.parent_shas <> '{}' THEN
        -- Says what is missing, and what to do.
        PERFORM pggit_audit.commit_of(v_commit.parent_shas[1]);
    END IF;
    SELECT c.new_complete, c.differences INTO v_trees FROM pggit_audit.compare_entries(v_parent.tree_sha, v_commit.tree_sha, v_parent.tree_complete, NULL) c;
    v_blobs := pggit_audit.differing_blobs(v_trees.differences);
    IF v_blobs.paths IS NOT NULL THEN
        v_text := pggit_audit.commit_metadata(v_commit.commit_sha);
        -- As derive_changes, but without the definitions on the way.
        INSERT INTO pggit_audit.changes (change_id, commit_sha, path, old_path, object_schema, object_name, object_type, change_type,
                                         old_definition, new_definition, old_sha, new_sha, author, committed_at, commit_message)
        SELECT pggit_audit.change_id(v_parent.commit_sha, v_commit.commit_sha, c.path), v_commit.commit_sha, c.path, c.old_path, c.object_schema, c.object_name, c.object_type, c.change_type,
               o.content, n.content, c.old_sha, c.new_sha, v_text.author, v_text.committed_at, v_text.message
        FROM (SELECT x.* FROM pggit_audit.captured_changes(v_parent.commit_sha, v_commit.commit_sha, v_blobs.paths, v_blobs.old_shas, v_blobs.new_shas, v_blobs.shared) x ORDER BY x.path COLLATE "C" OFFSET 0) c
        LEFT JOIN LATERAL (SELECT q.content FROM @store@.objects q WHERE q.sha = c.old_sha OFFSET 0) o ON true
        LEFT JOIN LATERAL (SELECT q.content FROM @store@.objects q WHERE q.sha = c.new_sha OFFSET 0) n ON true;
        GET DIAGNOSTICS v_count = ROW_COUNT;
    END IF;
    INSERT INTO pggit_audit.recorded_commits (commit_sha, parent_sha, tree_sha, tree_complete, change_count, parser_version)
    VALUES (v_commit.commit_sha, v_parent.commit_sha, v_commit.tree_sha, v_trees.new_complete, v_count, CASE WHEN v_count > 0 THEN pggit_audit.parser_version() END);
    RETURN v_count;
END
$$;
COMMENT ON FUNCTION pggit_audit.record_changes(text) IS 'Stores the changes of one commit against its first parent; returns their number. Not for users: no lock, no versions.';

CREATE FUNCTION pggit_audit.record_versions(commit_shas text[]) RETURNS void
-- By index, whatever the tables' statistics: a row for each path would else be a walk through the table for each path.
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off SET work_mem = '32MB' SET jit = off AS $$
BEGIN
    PERFORM pggit_audit.lock_versions();
    -- A change makes one version; a RENAME two: the old path's end and the new path's beginning.
    INSERT INTO pggit_audit.object_versions (path, object_schema, object_name, object_type, life, version_number, definition, is_tombstone, commit_sha, change_id, created_at)
    SELECT e.path, e.object_schema, e.object_name, e.object_type,
           greatest(coalesce(b.life, 0) + count(*) FILTER (WHERE e.begins) OVER lives, 1),
           coalesce(b.version_number, 0) + row_number() OVER lives,
           coalesce(e.definition, b.definition, ''), e.ends, e.commit_sha, e.change_id, coalesce(e.committed_at, now())
    FROM (
        SELECT c.path, c.object_schema, c.object_name, c.object_type, c.change_type IN ('CREATE', 'RENAME') AS begins, c.change_type = 'DROP' AS ends,
               CASE c.change_type WHEN 'DROP' THEN c.old_definition ELSE c.new_definition END AS definition,
               c.commit_sha, c.change_id, c.committed_at, c.change_seq, 1 AS part
        FROM pggit_audit.changes c WHERE c.commit_sha = ANY (commit_shas)
        UNION ALL
        SELECT c.old_path, p.object_schema, coalesce(p.object_name, c.object_name), c.object_type, false, true, c.old_definition, c.commit_sha, c.change_id, c.committed_at, c.change_seq, 0
        FROM pggit_audit.changes c
        LEFT JOIN LATERAL (SELECT v.object_schema, v.object_name FROM pggit_audit.object_versions v WHERE v.path = c.old_path ORDER BY v.version_number DESC LIMIT 1) p ON true
        WHERE c.commit_sha = ANY (commit_shas) AND c.change_type = 'RENAME') e
    LEFT JOIN LATERAL (SELECT v.life, v.version_number, v.definition FROM pggit_audit.object_versions v WHERE v.path = e.path ORDER BY v.version_number DESC LIMIT 1) b ON true
    WINDOW lives AS (PARTITION BY e.path ORDER BY e.change_seq, e.part);
EXCEPTION WHEN unique_violation THEN
    RAISE EXCEPTION 'another transaction has given the same version number' USING ERRCODE = '40001',
        DETAIL = SQLERRM, HINT = 'Transactions that write commits under REPEATABLE READ or SERIALIZABLE may have to be tried again.';
END
$$;
COMMENT ON FUNCTION pggit_audit.record_versions(text[]) IS 'Numbers the versions of recorded commits, in order of change_seq, under the lock. Error 40001: only in transactions whose snapshot is older than another''s versions (REPEATABLE READ). Not for users.';

CREATE FUNCTION pggit_audit.record_captured_versions(commit_sha text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
BEGIN
    INSERT INTO pggit_audit.object_versions (path, object_schema, object_name, object_type, life, version_number, definition, is_tombstone, commit_sha, change_id, created_at)
    SELECT c.path, c.object_schema, c.object_name, c.object_type, greatest(coalesce(b.life, 0) + CASE c.change_type WHEN 'CREATE' THEN 1 ELSE 0 END, 1), coalesce(b.version_number, 0) + 1,
           coalesce(CASE c.change_type WHEN 'DROP' THEN c.old_definition ELSE c.new_definition END, b.definition, ''), c.change_type = 'DROP', c.commit_sha, c.change_id, coalesce(c.committed_at, now())
    FROM pggit_audit.changes c
    LEFT JOIN LATERAL (SELECT v.life, v.version_number, v.definition FROM pggit_audit.object_versions v WHERE v.path = c.path ORDER BY v.version_number DESC LIMIT 1) b ON true
    WHERE c.commit_sha = commit_sha;
EXCEPTION WHEN unique_violation THEN
    RAISE EXCEPTION 'another transaction has given the same version number' USING ERRCODE = '40001',
        DETAIL = SQLERRM, HINT = 'Transactions that write commits under REPEATABLE READ or SERIALIZABLE may have to be tried again.';
END
$$;
COMMENT ON FUNCTION pggit_audit.record_captured_versions(text) IS 'record_versions for one commit of a few changes without renames, whose paths are all different: a quarter of its cost. The lock must be held. Error 40001 as there. Not for users.';

CREATE FUNCTION pggit_audit.record_commit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET jit = off AS $$
DECLARE
    v_state text;
    v_message text;
BEGIN
    IF TG_TABLE_SCHEMA <> '@store@' THEN
        -- Only after a restore of a store that CREATE EXTENSION could not see yet.
        PERFORM pggit_audit.bind_store(TG_TABLE_SCHEMA);
    END IF;
    IF EXISTS (SELECT FROM pggit_audit.recorded_commits r WHERE r.commit_sha = NEW.commit_sha) THEN
        RETURN NULL;
    ELSIF pggit_audit.setting('record_on_commit') = 'off' THEN
        INSERT INTO pggit_audit.recording_gaps (commit_sha, error_code, error_message) VALUES (NEW.commit_sha, '00000', 'setting record_on_commit is off');
    ELSIF pggit_audit.setting('on_record_failure') = 'fail' THEN
        PERFORM pggit_audit.record_changes(NEW.commit_sha);
        PERFORM pggit_audit.record_versions(ARRAY[NEW.commit_sha]);
    ELSE
        BEGIN
            PERFORM pggit_audit.record_changes(NEW.commit_sha);
            PERFORM pggit_audit.record_versions(ARRAY[NEW.commit_sha]);
        EXCEPTION
        WHEN serialization_failure OR deadlock_detected THEN
            RAISE;
        WHEN OTHERS THEN
            GET STACKED DIAGNOSTICS v_state = RETURNED_SQLSTATE, v_message = MESSAGE_TEXT;
            INSERT INTO pggit_audit.recording_gaps (commit_sha, error_code, error_message) VALUES (NEW.commit_sha, v_state, v_message);
            RAISE WARNING 'commit % is not recorded in pggit_audit: %', NEW.commit_sha, v_message;
        END;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION pggit_audit.record_commit() IS 'Trigger, deferred to COMMIT: records the new commit''s changes and versions. Where that fails the transaction fails, or, with on_record_failure = gap, a recording_gaps row says why. SECURITY DEFINER: whoever writes the store needs no right on the audit tables.';

CREATE FUNCTION pggit_audit.bind_store(store_schema text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_bound text := (SELECT quote_ident(i.value) FROM pggit_audit.installation i WHERE i.name = 'store');
    v_function oid;
BEGIN
    IF v_bound = quote_ident(store_schema) THEN
        RETURN;
    ELSIF to_regclass(format('%I.commit_graph', store_schema)) IS NULL THEN
        RAISE EXCEPTION 'schema % has no table commit_graph', coalesce(quote_ident(store_schema), 'NULL') USING ERRCODE = 'PA014';
    ELSIF to_regclass(v_bound || '.commit_graph') IS NOT NULL THEN
        RAISE EXCEPTION 'pgGit Audit is bound to the store in schema %', v_bound USING ERRCODE = 'PA014',
            DETAIL = 'Commits of one database are audited in one store.', HINT = 'To change it, rename that schema away first.';
    END IF;
    FOR v_function IN
        SELECT p.oid FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
        WHERE p.pronamespace = 'pggit_audit'::regnamespace AND l.lanname IN ('plpgsql', 'sql') AND p.prosrc ~ ('\m' || v_bound || '\M') ORDER BY p.oid
    LOOP
        EXECUTE regexp_replace(pg_get_functiondef(v_function), '\m' || v_bound || '\M', quote_ident(store_schema), 'g');
    END LOOP;
    UPDATE pggit_audit.installation SET value = store_schema WHERE name = 'store';
END
$$;
COMMENT ON FUNCTION pggit_audit.bind_store(text) IS 'Makes the functions read and write the store in another schema, where theirs is not there (after a restore, or when pgGit renamed it). Not for users: attach_store calls it. Error PA014: no store there, or the bound one is there.';

CREATE FUNCTION pggit_audit.attach_store(store_schema text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_store text := coalesce(store_schema, (SELECT s FROM unnest(ARRAY[(SELECT i.value FROM pggit_audit.installation i WHERE i.name = 'store'), 'pggit_' || 'v2', 'pggit_' || 'v0']) WITH ORDINALITY AS x (s, n)
                                            WHERE to_regclass(format('%I.commit_graph', s)) IS NOT NULL ORDER BY n LIMIT 1));
    v_graph regclass := to_regclass(format('%I.commit_graph', v_store));
    v_done text := '';
    v_is_bound boolean := v_store IS NOT DISTINCT FROM (SELECT i.value FROM pggit_audit.installation i WHERE i.name = 'store');
    v_is_noted boolean := NOT EXISTS (SELECT FROM unnest(ARRAY['refs', 'head']) AS u (name) JOIN pg_class c ON c.oid = to_regclass(format('%I.%I', v_store, u.name))
        WHERE (SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname IN ('pggit_audit_note_ref', 'pggit_audit_note_truncate')) < 2);
    v_is_work boolean;
BEGIN
    IF v_graph IS NULL THEN
        RAISE EXCEPTION 'there is no store to attach' USING ERRCODE = 'PA014', DETAIL = format('Looked for commit_graph in schema %s.', coalesce(store_schema, 'pggit_' || 'v2 and pggit_' || 'v0')),
            HINT = 'Install pgGit''s store (or restore it), then call this again.';
    END IF;
    v_is_work := NOT v_is_bound OR NOT v_is_noted
        OR NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = v_graph AND t.tgname = 'pggit_audit_record_commit')
        OR NOT EXISTS (SELECT FROM pg_index x WHERE x.indrelid = to_regclass(format('%I.tree_entries', v_store)) AND x.indnatts = 4 AND x.indnkeyatts = 2);
    IF v_is_work AND to_regclass('pggit_audit.evidence_events') IS NOT NULL THEN
        -- refuse_change lets this transaction's DDL of ours pass until it is done; both are on record.
        INSERT INTO pggit_audit.evidence_events (event, detail) VALUES ('STORE_ATTACHING', pg_current_xact_id()::text);
    END IF;
    PERFORM pggit_audit.bind_store(v_store);
    IF NOT v_is_bound THEN
        v_done := v_done || ' functions bound to it;';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = v_graph AND t.tgname = 'pggit_audit_record_commit') THEN
        EXECUTE format('CREATE CONSTRAINT TRIGGER pggit_audit_record_commit AFTER INSERT ON %s DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pggit_audit.record_commit()', v_graph);
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER pggit_audit_record_commit', v_graph);
        EXECUTE format('ALTER TRIGGER pggit_audit_record_commit ON %s DEPENDS ON EXTENSION pggit_audit', v_graph);
        EXECUTE format('COMMENT ON TRIGGER pggit_audit_record_commit ON %s IS %L', v_graph, 'pgGit Audit: records every new commit at COMMIT.');
        v_done := v_done || ' trigger pggit_audit_record_commit on commit_graph;';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_index x WHERE x.indrelid = to_regclass(format('%I.tree_entries', v_store)) AND x.indnatts = 4 AND x.indnkeyatts = 2) THEN
        -- Two trees are then compared without touching the table: less than half of the time.
        EXECUTE format('CREATE INDEX pggit_audit_tree_entries_idx ON %I.tree_entries (tree_sha, path) INCLUDE (mode, object_sha)', v_store);
        EXECUTE format('ALTER INDEX %I.pggit_audit_tree_entries_idx DEPENDS ON EXTENSION pggit_audit', v_store);
        v_done := v_done || ' index pggit_audit_tree_entries_idx on tree_entries;';
    END IF;
    IF to_regproc('pggit_audit.attach_store_log') IS NOT NULL THEN
        -- Not yet, while the extension's script runs: it comes later there.
        PERFORM pggit_audit.attach_store_log(v_store);
        IF NOT v_is_noted THEN
            v_done := v_done || ' triggers on refs and head;';
        END IF;
    END IF;
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO pggit_audit_reader', v_store);
    EXECUTE format('GRANT SELECT ON %1$I.objects, %1$I.commit_graph, %1$I.tree_entries, %1$I.refs, %1$I.head TO pggit_audit_reader', v_store);
    IF v_is_work AND to_regclass('pggit_audit.evidence_events') IS NOT NULL THEN
        INSERT INTO pggit_audit.evidence_events (event, detail) VALUES ('STORE_ATTACHED', v_store);
    END IF;
    RETURN format('store %I:%s', v_store, coalesce(nullif(v_done, ''), ' was attached already'));
END
$$;
COMMENT ON FUNCTION pggit_audit.attach_store(text) IS 'Binds the functions to the store (NULL: the one that is there), puts the recording trigger and, where it has none such, an index for comparing trees on it, and lets pggit_audit_reader read it. Done at CREATE EXTENSION where the store is there; trigger and index go with DROP EXTENSION. Error PA014: no store.';

DO $$
BEGIN
    IF to_regclass('@store@.commit_graph') IS NOT NULL THEN
        PERFORM pggit_audit.attach_store();
    END IF;
END
$$;

CREATE FUNCTION pggit_audit.record_commits(commit_shas text[]) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_sha text;
    v_count int := 0;
    v_done int := 0;
    v_started timestamptz := clock_timestamp();
    v_told timestamptz := clock_timestamp();
BEGIN
    FOREACH v_sha IN ARRAY commit_shas LOOP
        v_count := v_count + pggit_audit.record_changes(v_sha);
        v_done := v_done + 1;
        IF clock_timestamp() > v_told + interval '3 seconds' THEN
            v_told := clock_timestamp();
            RAISE NOTICE '% of % commits read (% %%), about % s left', v_done, cardinality(commit_shas), v_done * 100 / cardinality(commit_shas),
                ceil(extract(epoch FROM v_told - v_started) * (cardinality(commit_shas) - v_done) / v_done);
        END IF;
    END LOOP;
    PERFORM pggit_audit.record_versions(commit_shas);
    RETURN v_count;
END
$$;
COMMENT ON FUNCTION pggit_audit.record_commits(text[]) IS 'Records commits in the order given; returns the number of changes. The commits must not be recorded yet. Not for users.';

CREATE FUNCTION pggit_audit.process_commit_range(old_commit text, new_commit text) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $$
DECLARE
    v_old text := CASE WHEN old_commit IS NOT NULL THEN (pggit_audit.commit_of(old_commit)).commit_sha END;
    v_new text := (pggit_audit.commit_of(new_commit)).commit_sha;
    v_chain text[];
    v_last text;
BEGIN
    IF v_old = v_new THEN
        RETURN 0;
    END IF;
    -- From new back along the first parents, to old or to a root.
    WITH RECURSIVE back AS (
        SELECT g.commit_sha, g.parent_shas[1] AS parent, 1 AS n FROM @store@.commit_graph g WHERE g.commit_sha = v_new
        UNION ALL
        SELECT g.commit_sha, g.parent_shas[1], b.n + 1 FROM back b JOIN @store@.commit_graph g ON g.commit_sha = b.parent WHERE b.parent IS DISTINCT FROM v_old)
    SELECT array_agg(b.commit_sha ORDER BY b.n DESC), (array_agg(b.parent ORDER BY b.n DESC))[1] INTO v_chain, v_last FROM back b;
    IF v_last IS DISTINCT FROM v_old THEN
        RAISE EXCEPTION '% is no first-parent ancestor of %', old_commit, new_commit USING ERRCODE = 'PA004',
            DETAIL = CASE WHEN v_old IS NULL THEN format('The history of %s breaks off: its parent %s is not in the store.', v_chain[1], v_last)
                          ELSE format('Looked at %s commits from %s back to %s.', cardinality(v_chain), v_new, v_chain[1]) END,
            HINT = 'A range leads along first parents from the older to the newer commit. To see what differs between any two commits use extract_changes_between_commits.';
    END IF;
    -- Two ranges at a time would record one commit twice: the second waits.
    PERFORM pg_advisory_xact_lock(1885828724, 2);
    v_chain := ARRAY(SELECT c.sha FROM unnest(v_chain) WITH ORDINALITY AS c (sha, n)
                     WHERE NOT EXISTS (SELECT FROM pggit_audit.recorded_commits r WHERE r.commit_sha = c.sha) ORDER BY c.n);
    RETURN CASE WHEN v_chain = '{}' THEN 0 ELSE pggit_audit.record_commits(v_chain) END;
END
$$;
COMMENT ON FUNCTION pggit_audit.process_commit_range(text, text) IS 'Records every commit after old_commit up to new_commit along first parents, oldest first, each against its first parent; old_commit NULL: from the root. Commits recorded already (by the trigger) are passed over, so a second call returns 0. Returns the number of changes stored. Errors: PA001, PA002, PA004 old_commit is no ancestor.';

CREATE FUNCTION pggit_audit.record_missing_commits() RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_missing text[];
BEGIN
    PERFORM pg_advisory_xact_lock(1885828724, 2);
    v_missing := ARRAY(SELECT g.commit_sha FROM @store@.commit_graph g
                       WHERE NOT EXISTS (SELECT FROM pggit_audit.recorded_commits r WHERE r.commit_sha = g.commit_sha)
                       ORDER BY g.generation, g.committed_at, g.commit_sha COLLATE "C");
    RETURN CASE WHEN v_missing = '{}' THEN 0 ELSE pggit_audit.record_commits(v_missing) END;
END
$$;
COMMENT ON FUNCTION pggit_audit.record_missing_commits() IS 'Records every commit of the store, on any branch, that is not recorded yet (made before the extension was there, or in a gap), parents first. Returns the number of changes stored.';
