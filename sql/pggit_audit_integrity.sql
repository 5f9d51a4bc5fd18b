-- validate_audit_integrity: what is stored agrees with itself and with the object store.
-- Needs:   extraction, recording.
-- Who:     pggit_audit_reader.

CREATE FUNCTION pggit_audit.damaged_objects() RETURNS TABLE (sha text, type text, rule text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_shas text[];
    v_types text[];
    v_block bytea;
    i int := 1;
BEGIN
    PERFORM pggit_audit.host_ready();
    -- The server's sha256 is the fast way (rule UTF8); only what differs under it goes to Java, which knows the other writers' rule.
    SELECT array_agg(o.sha), array_agg(o.type) INTO v_shas, v_types
    FROM @store@.objects o
    WHERE o.sha IS DISTINCT FROM pggit_audit.object_sha(o.type, CASE o.type WHEN 'tree' THEN pggit_audit.tree_text(o.content) ELSE o.content END);
    WHILE i <= cardinality(v_shas) LOOP
        v_block := pggit_audit.block_check(pggit_audit.java_hash_rules((
            SELECT array_send(array_agg(ARRAY[convert_to(o.sha, 'UTF8'), convert_to(o.type, 'UTF8'),
                       convert_to(coalesce(CASE o.type WHEN 'tree' THEN pggit_audit.tree_text(o.content) ELSE o.content END, ''), 'UTF8')]))
            FROM @store@.objects o WHERE o.sha = ANY (v_shas[i : i + 99]))));
        RETURN QUERY SELECT u.sha, v_types[array_position(v_shas, u.sha)], u.rule
                     FROM unnest(pggit_audit.block_column(v_block, 1), pggit_audit.block_column(v_block, 2)) AS u (sha, rule);
        i := i + 100;
    END LOOP;
END
$$;
COMMENT ON FUNCTION pggit_audit.damaged_objects() IS 'Store objects that our hash rule does not give their sha: rule CAST where pgGit''s own writers'' rule does (a text with backslashes), NULL where none does: the content is not what was stored.';

CREATE FUNCTION pggit_audit.damaged_trees() RETURNS TABLE (tree_sha text, problem text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_sha text;
    v_block bytea;
BEGIN
    PERFORM pggit_audit.host_ready();
    -- Rebuilt in byte order and compared; only a tree that differs (another order, or damage) is read entry by entry.
    FOR v_sha IN
        SELECT o.sha FROM @store@.objects o
        LEFT JOIN LATERAL (SELECT string_agg(t.mode || ' ' || t.path || '|' || t.object_sha || '|', '' ORDER BY t.path COLLATE "C") AS text FROM @store@.tree_entries t WHERE t.tree_sha = o.sha) e ON true
        WHERE o.type = 'tree' AND pggit_audit.tree_text(o.content) IS DISTINCT FROM coalesce(e.text, '')
    LOOP
        v_block := pggit_audit.block_check(pggit_audit.java_read_trees((
            SELECT array_send(ARRAY[ARRAY[convert_to(o.sha, 'UTF8'), convert_to(coalesce(pggit_audit.tree_text(o.content), '?'), 'UTF8')]]) FROM @store@.objects o WHERE o.sha = v_sha)));
        RETURN QUERY
        SELECT v_sha, CASE
            WHEN (SELECT bool_or(u.mode IS NULL) FROM unnest(pggit_audit.block_column(v_block, 2)) AS u (mode)) THEN 'its text is no tree'
            WHEN d.more > 0 THEN format('tree_entries has %s entries that the text has not, first %s', d.more, d.first_more)
            WHEN d.fewer > 0 AND d.shared = d.fewer THEN format('the text has %s entries under a path that it has twice, first %s: tree_entries can not hold them', d.fewer, d.first_fewer)
            ELSE format('tree_entries lacks %s entries, first %s', d.fewer, d.first_fewer) END
        FROM (SELECT count(*) FILTER (WHERE x.n > 0) AS fewer, min(x.path) FILTER (WHERE x.n > 0) AS first_fewer,
                     count(*) FILTER (WHERE x.n < 0) AS more, min(x.path) FILTER (WHERE x.n < 0) AS first_more,
                     count(*) FILTER (WHERE x.n > 0 AND EXISTS (SELECT FROM @store@.tree_entries t WHERE t.tree_sha = v_sha AND t.path = x.path)) AS shared
              FROM (SELECT s.mode, s.path, s.sha, sum(s.n) AS n
                    FROM (SELECT u.mode, u.path, u.sha, 1 AS n FROM unnest(pggit_audit.block_column(v_block, 2), pggit_audit.block_column(v_block, 3), pggit_audit.block_column(v_block, 4)) AS u (mode, path, sha)
                          UNION ALL SELECT t.mode, t.path, t.object_sha, -1 FROM @store@.tree_entries t WHERE t.tree_sha = v_sha) s
                    GROUP BY s.mode, s.path, s.sha HAVING sum(s.n) <> 0) x) d
        WHERE d.more > 0 OR d.fewer > 0;
    END LOOP;
END
$$;
COMMENT ON FUNCTION pggit_audit.damaged_trees() IS 'Trees whose text and tree_entries differ, whatever the order, and how.';

CREATE FUNCTION pggit_audit.damaged_commits() RETURNS TABLE (commit_sha text, problem text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_block bytea;
    v_batch int;
BEGIN
    PERFORM pggit_audit.host_ready();
    FOR v_batch IN SELECT DISTINCT (b.n / 5000)::int FROM (SELECT row_number() OVER () - 1 AS n FROM @store@.commit_graph) b ORDER BY 1 LOOP
        v_block := pggit_audit.block_check(pggit_audit.java_read_commits((
            SELECT array_send(array_agg(ARRAY[convert_to(b.sha, 'UTF8'), convert_to(b.content, 'UTF8')]))
            FROM (SELECT o.sha, o.content FROM @store@.objects o JOIN @store@.commit_graph g ON g.commit_sha = o.sha WHERE o.type = 'commit' ORDER BY o.sha OFFSET v_batch * 5000 LIMIT 5000) b)));
        RETURN QUERY
        SELECT g.commit_sha, CASE
            WHEN u.sha IS NULL THEN 'its text is no commit'
            WHEN u.tree <> g.tree_sha THEN format('its text has tree %s, commit_graph %s', u.tree, g.tree_sha)
            WHEN u.parents <> array_to_string(g.parent_shas, ' ') THEN format('its text has parents %s, commit_graph %s', u.parents, array_to_string(g.parent_shas, ' '))
            WHEN u.author <> g.author THEN format('its text has author %s, commit_graph %s', u.author, g.author)
            WHEN u.committer <> g.committer THEN format('its text has committer %s, commit_graph %s', u.committer, g.committer)
            WHEN u.message <> g.message THEN 'its text and commit_graph have different messages' END
        FROM (SELECT g.* FROM @store@.commit_graph g JOIN @store@.objects o ON o.sha = g.commit_sha WHERE o.type = 'commit' ORDER BY o.sha OFFSET v_batch * 5000 LIMIT 5000) g
        LEFT JOIN unnest(pggit_audit.block_column(v_block, 1), pggit_audit.block_column(v_block, 2), pggit_audit.block_column(v_block, 3),
                         pggit_audit.block_column(v_block, 4), pggit_audit.block_column(v_block, 6), pggit_audit.block_column(v_block, 8)) AS u (sha, tree, parents, author, committer, message) ON u.sha = g.commit_sha
        WHERE u.sha IS NULL OR (u.tree, u.parents, u.author, u.committer, u.message) IS DISTINCT FROM (g.tree_sha, array_to_string(g.parent_shas, ' '), g.author, g.committer, g.message);
    END LOOP;
END
$$;
COMMENT ON FUNCTION pggit_audit.damaged_commits() IS 'Commits whose text and commit_graph row differ in tree, parents, author, committer or message, and how. Times are not compared: commit_graph''s have no zone.';

CREATE FUNCTION pggit_audit.misrecorded_changes() RETURNS TABLE (commit_sha text, path text, problem text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_commit record;
    v_done int := 0;
    v_all int := (SELECT count(*) FROM pggit_audit.recorded_commits);
    v_started timestamptz := clock_timestamp();
    v_told timestamptz := clock_timestamp();
BEGIN
    FOR v_commit IN SELECT r.commit_sha, r.parent_sha, r.change_count, g.parent_shas[1] AS parent FROM pggit_audit.recorded_commits r
                    JOIN @store@.commit_graph g ON g.commit_sha = r.commit_sha LEFT JOIN @store@.commit_graph p ON p.commit_sha = g.parent_shas[1]
                    WHERE g.parent_shas = '{}' OR p.commit_sha IS NOT NULL ORDER BY r.recorded_at LOOP
        BEGIN
            RETURN QUERY
            SELECT v_commit.commit_sha, coalesce(e.path, c.path), CASE
                WHEN c.path IS NULL THEN 'the store has this change, changes has not'
                WHEN e.path IS NULL THEN 'changes has this row, the store has not'
                WHEN c.new_definition IS DISTINCT FROM e.new_definition OR c.old_definition IS DISTINCT FROM e.old_definition THEN 'definitions differ'
                WHEN c.change_id <> e.change_id THEN 'change_id differs'
                ELSE 'type, name, author, time or message differ' END
            FROM pggit_audit.derive_changes(v_commit.parent, v_commit.commit_sha) e
            FULL JOIN (SELECT c.* FROM pggit_audit.changes c WHERE c.commit_sha = v_commit.commit_sha) c ON c.path = e.path
            WHERE (e.change_id, e.path, e.old_path, e.object_schema, e.object_name, e.object_type, e.change_type, e.old_definition, e.new_definition, e.author, e.committed_at, e.commit_message)
               IS DISTINCT FROM (c.change_id, c.path, c.old_path, c.object_schema, c.object_name, c.object_type, c.change_type, c.old_definition, c.new_definition, c.author, c.committed_at, c.commit_message)
               OR (e.old_sha, e.new_sha) IS DISTINCT FROM (c.old_sha, c.new_sha)
            ORDER BY coalesce(e.path, c.path) COLLATE "C";
        EXCEPTION WHEN SQLSTATE 'PA001' OR SQLSTATE 'PA007' OR data_exception THEN
            RETURN QUERY SELECT v_commit.commit_sha, NULL::text, format('can not be extracted again: %s', SQLERRM);
        END;
        v_done := v_done + 1;
        IF clock_timestamp() > v_told + interval '3 seconds' THEN
            v_told := clock_timestamp();
            RAISE NOTICE 'changes against the store: % of % commits (% %%), about % s left', v_done, v_all, v_done * 100 / v_all,
                ceil(extract(epoch FROM v_told - v_started) * (v_all - v_done) / v_done);
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION pggit_audit.misrecorded_changes() IS 'Recorded changes that differ from what the store''s trees give today, commit by commit.';

CREATE FUNCTION pggit_audit.integrity_result(check_name text, checked bigint, failures text[], problem text, bad_status text, hint text)
RETURNS TABLE (check_name text, status text, details text, severity text, checked bigint, failed bigint, examples text[], hint text)
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT $1, CASE WHEN n = 0 THEN 'PASS' ELSE $5 END,
           CASE WHEN n = 0 THEN format('%s checked', $2) ELSE format('%s of %s: %s; first: %s', n, $2, $4, array_to_string($3[1:3], ', ')) END,
           CASE WHEN n = 0 THEN 'NONE' WHEN $5 = 'FAIL' THEN 'HIGH' ELSE 'LOW' END, $2, n, $3[1:10], CASE WHEN n > 0 THEN $6 END
    FROM (SELECT cardinality(coalesce($3, '{}'))::bigint AS n) x
$$;
COMMENT ON FUNCTION pggit_audit.integrity_result(text, bigint, text[], text, text, text) IS 'One row of validate_audit_integrity from what a check found.';

CREATE FUNCTION pggit_audit.validate_audit_integrity()
RETURNS TABLE (check_name text, status text, details text, severity text, checked bigint, failed bigint, examples text[], hint text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_objects bigint := (SELECT count(*) FROM @store@.objects);
    v_trees bigint := (SELECT count(*) FROM @store@.objects o WHERE o.type = 'tree');
    v_commits bigint := (SELECT count(*) FROM @store@.commit_graph);
    v_changes bigint := (SELECT count(*) FROM pggit_audit.changes);
    v_versions bigint := (SELECT count(*) FROM pggit_audit.object_versions);
BEGIN
    RETURN QUERY SELECT * FROM pggit_audit.integrity_result('commit_sha_references', v_changes,
        ARRAY(SELECT DISTINCT c.commit_sha FROM pggit_audit.changes c WHERE c.commit_sha IS NOT NULL
              AND NOT EXISTS (SELECT FROM @store@.objects o JOIN @store@.commit_graph g ON g.commit_sha = o.sha WHERE o.sha = c.commit_sha AND o.type = 'commit') ORDER BY 1),
        'commits of changes are not in the store', 'FAIL', 'The store lost commits: restore its tables from a backup.');
    RETURN QUERY SELECT * FROM pggit_audit.integrity_result('compliance_log_references', (SELECT count(*) FROM pggit_audit.compliance_log),
        ARRAY(SELECT l.log_id::text FROM pggit_audit.compliance_log l WHERE NOT EXISTS (SELECT FROM pggit_audit.changes c WHERE c.change_id = l.change_id)
              UNION ALL SELECT c.change_id::text FROM pggit_audit.changes c
              WHERE c.verified <> EXISTS (SELECT FROM pggit_audit.compliance_log l WHERE l.change_id = c.change_id AND l.verification_status = 'PASSED')),
        'verifications without a change, or changes whose verified does not agree with the log', 'FAIL', 'Somebody wrote past verify_change: compare with a backup.');
    RETURN QUERY SELECT * FROM pggit_audit.integrity_result('object_version_sequence', v_versions,
        ARRAY(SELECT v.path FROM pggit_audit.object_versions v GROUP BY v.path HAVING count(*) <> max(v.version_number) OR min(v.version_number) <> 1 ORDER BY 1),
        'objects have gaps in their version numbers', 'FAIL', 'Versions were deleted: compare with a backup.');
    RETURN QUERY SELECT * FROM pggit_audit.integrity_result('object_versions_match_changes', v_versions,
        ARRAY(SELECT format('%s version %s', v.path, v.version_number) FROM pggit_audit.object_versions v LEFT JOIN pggit_audit.changes c ON c.change_id = v.change_id
              WHERE c.change_id IS NULL OR v.commit_sha IS DISTINCT FROM c.commit_sha OR v.object_type <> c.object_type OR v.created_at IS DISTINCT FROM coalesce(c.committed_at, v.created_at)
                 OR v.is_tombstone <> (c.change_type = 'DROP' OR c.change_type = 'RENAME' AND v.path = c.old_path) OR v.path <> ALL (ARRAY[c.path, coalesce(c.old_path, c.path)])
                 OR NOT (c.change_type = 'RENAME' AND v.is_tombstone) AND (v.object_schema, v.object_name) IS DISTINCT FROM (c.object_schema, c.object_name)
                 OR v.definition IS DISTINCT FROM coalesce(CASE WHEN v.is_tombstone THEN c.old_definition ELSE c.new_definition END, v.definition)
              UNION ALL SELECT format('%s version %s is of life %s', l.path, l.version_number, l.life)
              FROM (SELECT v.path, v.version_number, v.life, lag(v.life) OVER w AS before, c.change_type IN ('CREATE', 'RENAME') AND NOT v.is_tombstone AS begins
                    FROM pggit_audit.object_versions v JOIN pggit_audit.changes c ON c.change_id = v.change_id WINDOW w AS (PARTITION BY v.path ORDER BY v.version_number)) l
              WHERE l.life <> CASE WHEN l.before IS NULL THEN 1 WHEN l.begins THEN l.before + 1 ELSE l.before END
              UNION ALL SELECT format('change %s has no version', c.change_id) FROM pggit_audit.changes c
              WHERE c.commit_sha IS NOT NULL AND NOT EXISTS (SELECT FROM pggit_audit.object_versions v WHERE v.change_id = c.change_id)),
        'versions differ from the changes that made them', 'FAIL', 'Rows were changed or deleted: compare with a backup.');
    RETURN QUERY SELECT * FROM pggit_audit.integrity_result('store_hashes', v_objects,
        ARRAY(WITH d AS MATERIALIZED (SELECT d.sha, format('%s %s', d.type, d.sha) AS e FROM pggit_audit.damaged_objects() d WHERE d.rule IS NULL)
              SELECT x.e FROM (SELECT d.e FROM d UNION ALL
                  SELECT format('%s %s (size)', o.type, o.sha) FROM @store@.objects o
                  WHERE o.size <> length(CASE o.type WHEN 'tree' THEN pggit_audit.tree_text(o.content) ELSE o.content END) AND NOT EXISTS (SELECT FROM d WHERE d.sha = o.sha)) x
              ORDER BY x.e COLLATE "C"),
        'store objects are not what their sha says', 'FAIL', 'Contents were changed after they were stored: restore these objects from a backup.');
    RETURN QUERY SELECT * FROM pggit_audit.integrity_result('store_references', v_objects,
        ARRAY(SELECT format('entry %s of tree %s', t.path, t.tree_sha) FROM @store@.tree_entries t LEFT JOIN @store@.objects o ON o.sha = t.object_sha
              WHERE o.sha IS NULL OR (t.mode = '040000') <> (o.type = 'tree')
              UNION ALL SELECT format('commit %s', g.commit_sha) FROM @store@.commit_graph g
              WHERE NOT EXISTS (SELECT FROM @store@.objects o WHERE o.sha = g.commit_sha AND o.type = 'commit') OR NOT EXISTS (SELECT FROM @store@.objects o WHERE o.sha = g.tree_sha AND o.type = 'tree')
                 OR EXISTS (SELECT FROM unnest(g.parent_shas) AS p (sha) WHERE NOT EXISTS (SELECT FROM @store@.commit_graph q WHERE q.commit_sha = p.sha))
              UNION ALL SELECT format('commit %s has no commit_graph row', o.sha) FROM @store@.objects o WHERE o.type = 'commit' AND NOT EXISTS (SELECT FROM @store@.commit_graph g WHERE g.commit_sha = o.sha)
              UNION ALL SELECT format('ref %s', r.name) FROM @store@.refs r WHERE NOT EXISTS (SELECT FROM @store@.objects o WHERE o.sha = r.target_sha AND o.type IN ('commit', 'tag'))),
        'entries, commits or refs point to nothing', 'FAIL', 'Objects were deleted: restore them from a backup.');
    RETURN QUERY SELECT * FROM pggit_audit.integrity_result('store_tree_entries', v_trees,
        ARRAY(SELECT format('%s (%s)', d.tree_sha, d.problem) FROM pggit_audit.damaged_trees() d WHERE d.problem NOT LIKE '%has twice%' ORDER BY 1),
        'trees and their tree_entries differ', 'FAIL', 'The tree''s text is the truth; rebuild its rows of tree_entries from it.');
    RETURN QUERY SELECT * FROM pggit_audit.integrity_result('store_shared_paths', v_trees,
        ARRAY(SELECT format('%s (%s)', d.tree_sha, d.problem) FROM pggit_audit.damaged_trees() d WHERE d.problem LIKE '%has twice%' ORDER BY 1),
        'trees have several objects under one path', 'WARN', 'They are told apart by reading the trees'' texts; writers should use identities as paths: public.f(integer).');
    RETURN QUERY SELECT * FROM pggit_audit.integrity_result('store_commit_graph', v_commits,
        ARRAY(SELECT format('%s (%s)', d.commit_sha, d.problem) FROM pggit_audit.damaged_commits() d ORDER BY 1),
        'commits and their commit_graph rows differ', 'FAIL', 'The commit''s text is the truth; correct its row of commit_graph.');
    RETURN QUERY SELECT * FROM pggit_audit.integrity_result('commits_recorded', v_commits,
        ARRAY(SELECT g.commit_sha FROM @store@.commit_graph g WHERE NOT EXISTS (SELECT FROM pggit_audit.recorded_commits r WHERE r.commit_sha = g.commit_sha) ORDER BY g.generation, g.commit_sha),
        'commits are not recorded', 'FAIL', 'SELECT pggit_audit.record_missing_commits() records them; pggit_audit.recording_gaps may say why they are missing.');
    RETURN QUERY SELECT * FROM pggit_audit.integrity_result('recorded_commits_complete', (SELECT count(*) FROM pggit_audit.recorded_commits),
        ARRAY(SELECT r.commit_sha FROM pggit_audit.recorded_commits r LEFT JOIN (SELECT c.commit_sha, count(*) AS n FROM pggit_audit.changes c GROUP BY c.commit_sha) c USING (commit_sha)
              WHERE r.change_count <> coalesce(c.n, 0)
              UNION SELECT c.commit_sha FROM pggit_audit.changes c WHERE c.commit_sha IS NOT NULL AND NOT EXISTS (SELECT FROM pggit_audit.recorded_commits r WHERE r.commit_sha = c.commit_sha)
              UNION SELECT r.commit_sha FROM pggit_audit.recorded_commits r JOIN @store@.commit_graph g ON g.commit_sha = r.commit_sha
              WHERE (r.parent_sha, r.tree_sha) IS DISTINCT FROM (g.parent_shas[1], g.tree_sha) ORDER BY 1),
        'commits have more or fewer changes than were recorded', 'FAIL', 'Changes were deleted or added: compare with a backup.');
    RETURN QUERY SELECT * FROM pggit_audit.integrity_result('changes_match_store', v_changes,
        ARRAY(SELECT format('%s in %s (%s)', m.path, m.commit_sha, m.problem) FROM pggit_audit.misrecorded_changes() m),
        'changes differ from what the store gives', 'FAIL', 'Either the audit rows or the store were changed: store_hashes tells which.');
    RETURN QUERY SELECT * FROM pggit_audit.integrity_result('backfill_accounting', (SELECT count(*) FROM pggit_audit.backfill_rows),
        ARRAY(SELECT f FROM pggit_audit.backfill_findings() AS x (f) ORDER BY f COLLATE "C"),
        'rows of v1''s history are not accounted for as they were', 'FAIL', 'Rows were changed or deleted: compare with a backup.');
    RETURN QUERY SELECT * FROM pggit_audit.integrity_result('guards_in_place', 9,
        ARRAY(SELECT format('%s on %s', g.tgname, g.t) FROM (VALUES ('a_append_only', 'pggit_audit.changes'), ('a_verification_only', 'pggit_audit.changes'), ('a_append_only', 'pggit_audit.object_versions'),
                  ('a_append_only', 'pggit_audit.compliance_log'), ('a_append_only', 'pggit_audit.recorded_commits'), ('a_append_only', 'pggit_audit.recording_gaps'),
                  ('a_append_only', 'pggit_audit.settings'), ('a_change_exists', 'pggit_audit.compliance_log'), ('pggit_audit_record_commit', '@store@.commit_graph')) AS g (tgname, t)
              WHERE NOT EXISTS (SELECT FROM pg_trigger x WHERE x.tgrelid = to_regclass(g.t) AND x.tgname = g.tgname AND x.tgenabled = 'A')),
        'triggers are missing or switched off', 'FAIL', 'ALTER TABLE ... ENABLE ALWAYS TRIGGER ...; for the store SELECT pggit_audit.attach_store().');
END
$$;
COMMENT ON FUNCTION pggit_audit.validate_audit_integrity() IS 'Checks everything stored against itself and against the object store, each object hashed anew, each change extracted anew: one row a check with status PASS, WARN or FAIL, counts, first examples and what to do. Damage is a row, never an error. It does not prove that whole commits, with everything recorded of them, were not taken away together.';
