-- The checks of validate_audit_integrity that read tables and store; commits NULL: all. Each returns how much it looked at and what it found.
-- Needs:   pggit_audit_integrity_store.sql, pggit_audit_integrity_changes.sql, capture, backfill.
-- Who:     pggit_audit_reader. integrity_checks() says what each promises. Others are beside what they check (evidence, receipts, installation).

CREATE FUNCTION pggit_audit.check_commit_sha_references(OUT checked bigint, OUT failures text[])
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (SELECT count(*) FROM pggit_audit.changes),
        ARRAY(SELECT c.commit_sha FROM (SELECT DISTINCT c.commit_sha FROM pggit_audit.changes c WHERE c.commit_sha IS NOT NULL) c
              WHERE NOT EXISTS (SELECT FROM @store@.objects o JOIN @store@.commit_graph g ON g.commit_sha = o.sha WHERE o.sha = c.commit_sha AND o.type = 'commit') ORDER BY 1)
$$;
CREATE FUNCTION pggit_audit.check_compliance_log_references(OUT checked bigint, OUT failures text[])
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (SELECT count(*) FROM pggit_audit.compliance_log),
        ARRAY(SELECT coalesce(l.log_id::text, 'NULL') FROM pggit_audit.compliance_log l WHERE NOT EXISTS (SELECT FROM pggit_audit.changes c WHERE c.change_id = l.change_id)
              UNION ALL SELECT coalesce(c.change_id::text, 'NULL') FROM pggit_audit.changes c LEFT JOIN (SELECT DISTINCT l.change_id FROM pggit_audit.compliance_log l WHERE l.verification_status = 'PASSED') l ON l.change_id = c.change_id
              WHERE c.verified IS DISTINCT FROM (l.change_id IS NOT NULL))
$$;
CREATE FUNCTION pggit_audit.check_object_version_sequence(OUT checked bigint, OUT failures text[])
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (SELECT count(*) FROM pggit_audit.object_versions),
        ARRAY(SELECT v.path FROM pggit_audit.object_versions v GROUP BY v.path HAVING count(*) <> max(v.version_number) OR min(v.version_number) <> 1 OR count(DISTINCT v.version_number) <> count(*) OR count(v.path) = 0 ORDER BY 1)
$$;
CREATE FUNCTION pggit_audit.check_object_versions_match_changes(commits text[], OUT checked bigint, OUT failures text[])
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_unversioned text[];
BEGIN
    -- EXECUTE, for a plain SELECT INTO takes no parallel workers. Versions with their changes, once: what is wrong is known before they are sorted by path and number, so that no text is sorted.
    EXECUTE $sql$
    SELECT count(*) FILTER (WHERE l.is_wanted), coalesce(array_agg(format('%s version %s', l.path, l.version_number)) FILTER (WHERE l.is_wanted AND l.is_wrong), '{}')
           || coalesce(array_agg(format('%s version %s is of life %s', l.path, l.version_number, l.life))
                  FILTER (WHERE l.has_change AND l.life IS DISTINCT FROM CASE WHEN l.before IS NULL THEN 1 WHEN l.begins THEN l.before + 1 ELSE l.before END), '{}')
    FROM (SELECT m.*, lag(m.life) OVER (PARTITION BY m.place, m.has_change ORDER BY m.version_number) AS before
          FROM (SELECT v.path, v.path COLLATE "C" AS place, v.version_number, v.life, c.change_id IS NOT NULL AS has_change, c.change_type IN ('CREATE', 'RENAME') AND NOT v.is_tombstone AS begins,
                       $1 IS NULL OR v.commit_sha = ANY ($1) AS is_wanted,
                       c.change_id IS NULL OR v.commit_sha IS DISTINCT FROM c.commit_sha OR v.object_type IS DISTINCT FROM c.object_type OR v.created_at IS DISTINCT FROM coalesce(c.committed_at, v.created_at)
                           OR (v.is_tombstone = (c.change_type = 'DROP' OR c.change_type = 'RENAME' AND coalesce(v.path = c.old_path, false))) IS NOT TRUE OR (v.path = c.path OR v.path = c.old_path) IS NOT TRUE
                           OR (c.change_type = 'RENAME' AND v.is_tombstone) IS NOT TRUE AND (v.object_schema IS DISTINCT FROM c.object_schema OR v.object_name IS DISTINCT FROM c.object_name)
                           OR v.definition IS DISTINCT FROM coalesce(CASE WHEN v.is_tombstone THEN c.old_definition ELSE c.new_definition END, v.definition) AS is_wrong
                FROM pggit_audit.object_versions v LEFT JOIN pggit_audit.changes c ON c.change_id = v.change_id
                WHERE $1 IS NULL OR v.path IN (SELECT q.path FROM pggit_audit.object_versions q WHERE q.commit_sha = ANY ($1)) OFFSET 0) m) l $sql$ INTO checked, failures USING commits;
    EXECUTE $sql$
    SELECT array_agg(format('change %s has no version', c.change_id)) FROM pggit_audit.changes c
    WHERE c.commit_sha IS NOT NULL AND ($1 IS NULL OR c.commit_sha = ANY ($1)) AND NOT EXISTS (SELECT FROM pggit_audit.object_versions v WHERE v.change_id = c.change_id) $sql$ INTO v_unversioned USING commits;
    failures := failures || coalesce(v_unversioned, '{}');
END
$$;
CREATE FUNCTION pggit_audit.objects_of_commits(commits text[]) RETURNS text[]
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN $1 IS NOT NULL THEN ARRAY(SELECT unnest($1) UNION SELECT g.tree_sha FROM @store@.commit_graph g WHERE g.commit_sha = ANY ($1)
        UNION SELECT c.new_sha FROM pggit_audit.changes c WHERE c.commit_sha = ANY ($1) AND c.new_sha IS NOT NULL) END
$$;
COMMENT ON FUNCTION pggit_audit.objects_of_commits(text[]) IS 'The commits, their trees and the blobs that they brought; NULL for NULL (all).';
CREATE FUNCTION pggit_audit.check_store_hashes(commits text[], OUT checked bigint, OUT failures text[])
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT s.checked, ARRAY(SELECT format('%s %s%s', d.type, d.sha, CASE WHEN d.rule IS NOT NULL THEN ' (size)' ELSE '' END)
                            FROM pggit_audit.classified_objects(s.suspicious) d WHERE d.rule IS NULL OR d.is_of_size IS NOT TRUE ORDER BY format('%s %s', d.type, d.sha) COLLATE "C")
    FROM pggit_audit.suspicious_objects(pggit_audit.objects_of_commits($1)) s
$$;
CREATE FUNCTION pggit_audit.check_store_references(OUT checked bigint, OUT failures text[])
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (SELECT count(*) FROM @store@.objects),
        ARRAY(SELECT format('entry %s of tree %s: %s %s', t.path, t.tree_sha, t.object_sha, CASE WHEN o.sha IS NULL THEN 'is lost' ELSE 'is a ' || o.type END) FROM @store@.tree_entries t LEFT JOIN @store@.objects o ON o.sha = t.object_sha
              WHERE o.sha IS NULL OR (t.mode = '040000') IS DISTINCT FROM (o.type = 'tree')
              UNION ALL SELECT format('entry %s of tree %s: %s %s', t.path, t.tree_sha, t.object_sha, CASE WHEN o.sha IS NULL THEN 'is lost' ELSE 'is a ' || o.type END) FROM pggit_audit.bucket_references() t
              LEFT JOIN @store@.objects o ON o.sha = t.object_sha WHERE o.type IS DISTINCT FROM 'tree'
              UNION ALL SELECT format('entries of tree %s, which is lost', t.tree_sha) FROM (SELECT DISTINCT t.tree_sha FROM @store@.tree_entries t) t
              WHERE NOT EXISTS (SELECT FROM @store@.objects o WHERE o.sha = t.tree_sha AND o.type = 'tree')
              UNION ALL SELECT format('commit %s: %s', g.commit_sha, x.problem) FROM @store@.commit_graph g CROSS JOIN LATERAL (
                  SELECT 'its text is lost' AS problem WHERE NOT EXISTS (SELECT FROM @store@.objects o WHERE o.sha = g.commit_sha AND o.type = 'commit')
                  UNION ALL SELECT format('its tree %s is lost', g.tree_sha) WHERE NOT EXISTS (SELECT FROM @store@.objects o WHERE o.sha = g.tree_sha AND o.type = 'tree')
                  UNION ALL SELECT format('its parent %s is lost', p.sha) FROM unnest(g.parent_shas) AS p (sha) WHERE NOT EXISTS (SELECT FROM @store@.commit_graph q WHERE q.commit_sha = p.sha)) x
              UNION ALL SELECT format('commit %s has no commit_graph row', o.sha) FROM @store@.objects o WHERE o.type = 'commit' AND NOT EXISTS (SELECT FROM @store@.commit_graph g WHERE g.commit_sha = o.sha)
              UNION ALL SELECT format('ref %s', r.name) FROM @store@.refs r WHERE NOT EXISTS (SELECT FROM @store@.objects o WHERE o.sha = r.target_sha AND o.type IN ('commit', 'tag'))
                 OR r.name LIKE 'refs/%' AND r.type IS DISTINCT FROM CASE WHEN r.name LIKE 'refs/tags/%' THEN 'tag' WHEN r.name LIKE 'refs/remotes/%' THEN 'remote' ELSE 'branch' END
              UNION ALL SELECT format('HEAD names %s', coalesce(h.ref_name, h.direct_sha, 'nothing')) FROM @store@.head h
              WHERE NOT EXISTS (SELECT FROM @store@.refs r WHERE r.name IN (h.ref_name, 'refs/heads/' || h.ref_name))
                AND NOT EXISTS (SELECT FROM @store@.commit_graph g WHERE g.commit_sha = h.direct_sha)
                -- A branch without commits yet.
                AND (h.ref_name IS NULL OR EXISTS (SELECT FROM @store@.refs r WHERE r.type = 'branch'))
              UNION ALL SELECT 'HEAD has an empty name' FROM @store@.head h WHERE h.ref_name = '' OR h.direct_sha = ''
              UNION ALL SELECT format('HEAD stands there with id %s', h.id) FROM @store@.head h WHERE h.id IS DISTINCT FROM 1)
$$;
CREATE FUNCTION pggit_audit.check_store_commit_graph(commits text[], OUT checked bigint, OUT failures text[])
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (SELECT count(*) FROM @store@.commit_graph g WHERE $1 IS NULL OR g.commit_sha = ANY ($1)),
        ARRAY(SELECT format('%s (%s)', d.commit_sha, d.problem) FROM pggit_audit.damaged_commits($1) d ORDER BY 1)
$$;
CREATE FUNCTION pggit_audit.check_commits_recorded(OUT checked bigint, OUT failures text[])
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (SELECT count(*) FROM @store@.commit_graph),
        ARRAY(SELECT g.commit_sha FROM @store@.commit_graph g WHERE NOT EXISTS (SELECT FROM pggit_audit.recorded_commits r WHERE r.commit_sha = g.commit_sha) ORDER BY g.generation, g.commit_sha)
$$;
CREATE FUNCTION pggit_audit.check_recorded_commits_complete(OUT checked bigint, OUT failures text[])
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (SELECT count(*) FROM pggit_audit.recorded_commits),
        ARRAY(SELECT coalesce(r.commit_sha, c.commit_sha)
              FROM pggit_audit.recorded_commits r FULL JOIN (SELECT c.commit_sha, count(*) AS n FROM pggit_audit.changes c WHERE c.commit_sha IS NOT NULL GROUP BY c.commit_sha) c ON c.commit_sha = r.commit_sha
              WHERE r.change_count IS DISTINCT FROM coalesce(c.n, 0)
              UNION SELECT r.commit_sha FROM pggit_audit.recorded_commits r LEFT JOIN @store@.commit_graph g ON g.commit_sha = r.commit_sha
              WHERE g.commit_sha IS NOT NULL AND (r.parent_sha, r.tree_sha) IS DISTINCT FROM (g.parent_shas[1], g.tree_sha) ORDER BY 1)
$$;
CREATE FUNCTION pggit_audit.check_changes_match_store(commits text[], OUT checked bigint, OUT failures text[], OUT warnings text[])
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (SELECT count(*) FROM pggit_audit.changes c WHERE $1 IS NULL OR c.commit_sha = ANY ($1)),
        coalesce(array_agg(format('%s in %s (%s)', m.path, m.commit_sha, m.problem) ORDER BY m.n) FILTER (WHERE NOT m.by_parser), '{}'),
        coalesce(array_agg(format('%s in %s (%s)', m.path, m.commit_sha, m.problem) ORDER BY m.n) FILTER (WHERE m.by_parser), '{}')
    FROM pggit_audit.misrecorded_changes($1) WITH ORDINALITY AS m (commit_sha, path, problem, by_parser, n)
$$;
CREATE FUNCTION pggit_audit.check_backfilled_rows(OUT checked bigint, OUT failures text[])
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_history regclass;
BEGIN
    checked := (SELECT count(*) FROM pggit_audit.changes c WHERE c.backfilled_from_v1);
    failures := '{}';
    IF checked = 0 THEN
        RETURN;
    END IF;
    IF NOT EXISTS (SELECT FROM pggit_audit.backfill_runs) THEN
        -- Nothing was ever backfilled.
        failures := ARRAY(SELECT format('%s (history %s)', c.change_id, coalesce(c.history_id::text, 'NULL')) FROM pggit_audit.changes c WHERE c.backfilled_from_v1 ORDER BY c.change_seq);
        RETURN;
    END IF;
    -- Not by to_regclass, which is an error for who may not use the schema.
    v_history := (SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = (SELECT r.v1_schema FROM pggit_audit.backfill_runs r ORDER BY r.run_id DESC LIMIT 1) AND c.relname = 'history' AND c.relkind IN ('r', 'p'));
    IF v_history IS NULL OR NOT has_schema_privilege((SELECT c.relnamespace FROM pg_class c WHERE c.oid = v_history), 'USAGE') OR NOT has_table_privilege(v_history, 'SELECT') THEN
        RETURN;
    END IF;
    EXECUTE format($sql$
        SELECT array_agg(format('%%s (history %%s)', c.change_id, c.history_id) ORDER BY c.change_seq)
        FROM pggit_audit.changes c LEFT JOIN %s h ON h.id = c.history_id
        -- A change of a commit is compared with the store by changes_match_store; one beside it has the row's own words.
        WHERE c.history_id IS NOT NULL AND (h.id IS NULL OR c.commit_sha IS NULL AND (c.author IS DISTINCT FROM h.created_by OR c.commit_message IS DISTINCT FROM h.change_description
           OR coalesce(strpos(h.sql_executed, c.new_definition) = 0, false)))$sql$, v_history) INTO failures;
END
$$;
CREATE FUNCTION pggit_audit.check_backfill_accounting(OUT checked bigint, OUT failures text[])
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (SELECT count(*) FROM pggit_audit.backfill_rows), ARRAY(SELECT f FROM pggit_audit.backfill_findings() AS x (f) ORDER BY f COLLATE "C")
$$;
CREATE FUNCTION pggit_audit.check_live_schema(OUT checked bigint, OUT failures text[])
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET jit = off AS $$
DECLARE
    v_head text := (pggit_audit.capture_branch()).head_sha;
    v_tree text := (SELECT g.tree_sha FROM @store@.commit_graph g WHERE g.commit_sha = v_head);
    -- Where HEAD is not capture's own commit the next commit compares everything, and nothing of captured_objects is used.
    v_remembers boolean := v_head IS NOT DISTINCT FROM (SELECT s.head_sha FROM pggit_audit.capture_state s);
    v_live record;
BEGIN
    checked := 0;
    failures := '{}';
    IF NOT coalesce((SELECT w.enabled FROM pggit_audit.capture_switches w ORDER BY w.switch_id DESC LIMIT 1), false) THEN
        RETURN;
    END IF;
    BEGIN
        v_live := pggit_audit.live_differences();
        checked := v_live.checked;
        WITH head AS MATERIALIZED (SELECT b.path, b.object_sha AS sha FROM pggit_audit.list_tree(v_tree) b WHERE v_tree IS NOT NULL),
        found AS (
            SELECT l.path, l.difference FROM unnest(v_live.paths, v_live.differences) AS l (path, difference)
            UNION ALL
            SELECT coalesce(k.path, h.path), CASE WHEN h.path IS NULL THEN 'in captured_objects, not in HEAD' WHEN k.path IS NULL THEN 'not in captured_objects' ELSE 'captured_objects and HEAD differ' END
            FROM pggit_audit.captured_objects k FULL JOIN head h ON h.path = k.path WHERE v_remembers AND k.object_sha IS DISTINCT FROM h.sha
            UNION ALL
            SELECT k.path, 'several times in captured_objects' FROM pggit_audit.captured_objects k WHERE v_remembers GROUP BY k.path HAVING count(*) > 1)
        SELECT coalesce(array_agg(format('%s (%s)', f.path, f.difference) ORDER BY f.path COLLATE "C", f.difference), '{}') INTO failures FROM found f;
    EXCEPTION WHEN SQLSTATE 'PA007' THEN
        failures := ARRAY[format('the tree of HEAD can not be read: %s', SQLERRM)];
    END;
END
$$;
CREATE FUNCTION pggit_audit.check_store_tables(OUT checked bigint, OUT failures text[])
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $$
DECLARE
    v_table record;
    v_doubles text[];
    v_index record;
    v_is_short boolean;
    v_keys text[];
BEGIN
    checked := 0;
    failures := '{}';
    FOR v_table IN
        SELECT t.name, t.key, c.oid, c.relkind, c.relpersistence, c.relrowsecurity, c.relhasindex, c.relacl, c.relowner FROM (VALUES ('objects', ARRAY['sha']), ('commit_graph', ARRAY['commit_sha']), ('tree_entries', ARRAY['path', 'tree_sha']), ('refs', ARRAY['name']), ('head', ARRAY['id'])) AS t (name, key)
        LEFT JOIN pg_class c ON c.oid = to_regclass('@store@.' || t.name)
    LOOP
        checked := checked + 1;
        failures := failures || ARRAY(
            SELECT format('%s %s', v_table.name, x.problem) FROM (
                SELECT 'is not there' AS problem WHERE v_table.oid IS NULL
                UNION ALL SELECT 'is no table' WHERE v_table.relkind NOT IN ('r', 'p')
                UNION ALL SELECT 'is not logged: a crash empties it' WHERE v_table.relpersistence <> 'p'
                UNION ALL SELECT 'has row security: who checks may see less' WHERE v_table.relrowsecurity
                UNION ALL SELECT format('has rule %s', r.rulename) FROM pg_rewrite r WHERE r.ev_class = v_table.oid AND r.rulename <> '_RETURN'
                UNION ALL SELECT format('has child %s', h.inhrelid::regclass) FROM pg_inherits h WHERE h.inhparent = v_table.oid AND v_table.relkind = 'r'
                UNION ALL SELECT format('has index %s that is not in use', i.indexrelid::regclass) FROM pg_index i WHERE i.indrelid = v_table.oid AND NOT (i.indisvalid AND i.indisready AND i.indislive AND v_table.relhasindex)
                UNION ALL SELECT format('gives PUBLIC the right to %s', a.privilege_type) FROM aclexplode(v_table.relacl) a WHERE a.grantee = 0 AND pggit_audit.is_own_store()) x ORDER BY 1);
        -- The key, by an index in use, or else by looking: at the table itself (ctid, and no index has the order of expressions), for an index that is not kept up may be read all the same.
        IF v_table.relkind = 'r' AND NOT EXISTS (
            SELECT FROM pg_index i WHERE i.indrelid = v_table.oid AND i.indisunique AND i.indimmediate AND i.indisvalid AND i.indisready AND i.indislive AND i.indpred IS NULL AND v_table.relhasindex
              AND ARRAY(SELECT a.attname::text FROM unnest(i.indkey) WITH ORDINALITY AS k (n, p) JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n WHERE k.p <= i.indnkeyatts ORDER BY 1) = v_table.key)
        THEN
            EXECUTE format('SELECT ARRAY(SELECT format(%L, %s) FROM @store@.%I x WHERE x.ctid >= ''(0,0)'' GROUP BY %2$s HAVING count(*) > 1 ORDER BY 1 LIMIT 1000)', v_table.name || ' has several rows of ' || array_to_string(array_fill('%s'::text, ARRAY[cardinality(v_table.key)]), ', '),
                (SELECT string_agg(format('x.%I::text || ''''', u.c), ', ') FROM unnest(v_table.key) AS u (c)), v_table.name) INTO v_doubles;
            failures := failures || format('%s has no unique index on %s', v_table.name, array_to_string(v_table.key, ', ')) || v_doubles;
        END IF;
        -- What an index does not lead to is not there for whoever reads by it. A comparison of ctid reads the table itself, one of the key the index: the planner has no other way here.
        FOR v_index IN
            SELECT i.indexrelid::regclass AS name, a.attname AS first, CASE a.atttypid WHEN 'text'::regtype THEN '' ELSE '-2147483648' END AS least
            FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
            WHERE i.indrelid = v_table.oid AND v_table.relkind = 'r' AND i.indisunique AND i.indisvalid AND i.indisready AND i.indislive AND i.indpred IS NULL AND v_table.relhasindex
              AND a.attname = ANY (v_table.key) AND a.atttypid IN ('text'::regtype, 'integer'::regtype)
        LOOP
            -- A key of one column is counted once: of two rows that have it, one too many stands in the table.
            EXECUTE format('SELECT (SELECT count(*) FROM @store@.%1$I x WHERE x.ctid >= ''(0,0)'' AND x.%2$I IS NOT NULL) > (SELECT count(*) FROM (SELECT FROM @store@.%1$I x WHERE x.%2$I >= %3$L %4$s) k)', v_table.name, v_index.first, v_index.least,
                CASE WHEN cardinality(v_table.key) = 1 THEN format('GROUP BY x.%I', v_index.first) ELSE '' END) INTO v_is_short;
            IF v_is_short AND cardinality(v_table.key) = 1 THEN
                EXECUTE format('SELECT ARRAY(SELECT format(%L, x.%2$I::text || '''') FROM @store@.%3$I x WHERE x.ctid >= ''(0,0)'' GROUP BY x.%2$I::text || '''' HAVING count(*) > 1 ORDER BY 1 LIMIT 1000)', v_table.name || ' has several rows of %s', v_index.first, v_table.name) INTO v_doubles;
                failures := failures || v_doubles;
                v_is_short := v_doubles = '{}';
            END IF;
            IF v_is_short THEN
                EXECUTE format('SELECT ARRAY(SELECT x.%2$I::text || '''' FROM @store@.%1$I x WHERE x.ctid >= ''(0,0)'' AND (SELECT y.%2$I FROM @store@.%1$I y WHERE y.%2$I = x.%2$I LIMIT 1) IS NULL ORDER BY 1 LIMIT 1000)', v_table.name, v_index.first) INTO v_keys;
                failures := failures || CASE WHEN v_keys = '{}' THEN ARRAY[format('index %s lacks rows of %s', v_index.name, v_table.name)]
                                             ELSE ARRAY(SELECT format('%s %s is not in index %s', v_table.name, k, v_index.name) FROM unnest(v_keys) AS k) END;
            END IF;
        END LOOP;
    END LOOP;
END
$$;
