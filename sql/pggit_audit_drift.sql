-- Completeness: live catalogs against HEAD, and whether the records explain a difference.
-- Needs:   pggit_audit_capture_switch.sql.
-- Who:     pggit_audit_reader, with the rights to read the catalogs.

-- The server's own functions read the catalogs as they are at that moment, HEAD is read in the snapshot of a statement: DDL that commits in between looks like a difference.
-- So whatever is found while HEAD moved is looked at again, in a new snapshot and with no commit under way; what is no difference any more never was one. And a view is read with locks
-- on its tables: the block that reads is always rolled back, which gives them up, and does not wait for long, so that no DDL ever waits for us and we for it.
CREATE FUNCTION pggit_audit.live_differences(OUT checked bigint, OUT paths text[], OUT differences text[], OUT object_types text[], OUT head_shas text[], OUT definitions text[])
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '200ms' AS $$
DECLARE
    v_head text;
    v_tree text;
    v_remembers boolean := true;
    v_is_still boolean;
    v_classes oid[];
    v_objects oid[];
    v_known record;
    v_round int := 0;
    v_waited int := 0;
BEGIN
    LOOP
        BEGIN
            -- The first round reads everything, while DDL goes on. What it suspects is read again with no commit under way: what is committed is then in HEAD, too. The lock goes
            -- with this block.
            v_is_still := paths IS NOT NULL AND v_remembers AND NOT pg_is_in_recovery();
            IF v_is_still THEN
                PERFORM pg_advisory_xact_lock(1885828724, 1);
            END IF;
            v_head := (pggit_audit.capture_branch()).head_sha;
            v_tree := (SELECT g.tree_sha FROM @store@.commit_graph g WHERE g.commit_sha = v_head);
            -- Where HEAD is not capture's own commit the next commit compares everything, and nothing of captured_objects is used.
            v_remembers := coalesce(v_head = (SELECT s.head_sha FROM pggit_audit.capture_state s), false);
            IF paths IS NOT NULL THEN
                -- What has the paths now, there or in HEAD; where capture does not know, everything.
                SELECT CASE WHEN v_remembers THEN v_known.classes || coalesce(array_agg(k.classid), '{}') END, CASE WHEN v_remembers THEN v_known.objects || coalesce(array_agg(k.objid), '{}') END
                INTO v_classes, v_objects FROM pggit_audit.captured_objects k WHERE k.path = ANY (paths);
            END IF;
            WITH live AS MATERIALIZED (SELECT c.*, pggit_audit.object_sha('blob', c.definition) AS sha, CASE WHEN c.object_type = 'INDEX' THEN x.indrelid ELSE i.inhparent END AS relation
                FROM pggit_audit.catalog_objects(v_classes, v_objects) c LEFT JOIN pg_index x ON c.object_type = 'INDEX' AND x.indexrelid = c.objid
                LEFT JOIN pg_class t ON c.object_type IN ('TABLE', 'FOREIGN_TABLE') AND t.oid = c.objid AND t.relispartition LEFT JOIN pg_inherits i ON i.inhrelid = t.oid),
            head AS MATERIALIZED (SELECT b.path, b.object_sha AS sha FROM pggit_audit.list_tree(v_tree) b WHERE v_tree IS NOT NULL),
            found AS (
                SELECT coalesce(n.path, h.path) AS path, CASE WHEN h.path IS NULL THEN 'not in HEAD' WHEN n.path IS NULL THEN 'not in the database' ELSE 'differs' END AS difference,
                       n.object_type AS type, h.sha, n.definition, n.classid, n.objid
                FROM live n FULL JOIN head h ON h.path = n.path WHERE n.sha IS DISTINCT FROM h.sha
                  -- Their options are a superuser's to see.
                  AND (current_setting('is_superuser') = 'on' OR coalesce(n.path, h.path) !~ '^user mapping for ')
                UNION ALL
                SELECT k.path, 'captured_objects and catalogs differ in identity', k.object_type, NULL, NULL, n.classid, n.objid FROM pggit_audit.captured_objects k JOIN live n ON n.path = k.path
                WHERE v_remembers AND (k.classid, k.objid, k.object_schema, k.object_name, k.object_type, k.relation) IS DISTINCT FROM (n.classid, n.objid, n.object_schema, n.object_name, n.object_type, n.relation)
                  -- But for an index that REINDEX CONCURRENTLY made anew since capture looked at it, which no event trigger tells: the next commit that touches it takes the new OID.
                  AND NOT coalesce(n.object_type = 'INDEX' AND (k.classid, k.object_schema, k.object_name, k.object_type, k.relation) IS NOT DISTINCT FROM (n.classid, n.object_schema, n.object_name, n.object_type, n.relation)
                       AND k.objid <> 0 AND NOT EXISTS (SELECT FROM pg_class g WHERE g.oid = k.objid) AND age(k.xmin) > (SELECT age(g.xmin) FROM pg_class g WHERE g.oid = n.objid), false)),
            known AS (SELECT f.* FROM found f WHERE paths IS NULL OR f.path = ANY (paths))
            SELECT (SELECT count(*) FROM live) AS checked, coalesce(array_agg(k.path), '{}') AS paths, array_agg(k.difference) AS differences, array_agg(k.type) AS types, array_agg(k.sha) AS shas,
                   array_agg(k.definition) AS definitions, coalesce(array_agg(k.classid) FILTER (WHERE k.classid IS NOT NULL), '{}') AS classes, coalesce(array_agg(k.objid) FILTER (WHERE k.classid IS NOT NULL), '{}') AS objects
            INTO v_known FROM known k;
            RAISE EXCEPTION USING ERRCODE = 'PA030', MESSAGE = 'read';
        EXCEPTION
        WHEN SQLSTATE 'PA030' THEN
            NULL;
        WHEN lock_not_available THEN
            v_waited := v_waited + 1;
            IF v_waited = 20 THEN
                RAISE NOTICE 'waiting for a transaction that has locked a table, or for one that is committing';
            END IF;
            PERFORM pg_sleep(least(0.05 * v_waited, 1));
            CONTINUE;
        WHEN internal_error OR undefined_table OR undefined_object OR undefined_function OR undefined_column THEN
            -- An object that was dropped while it was read. But not again and again.
            v_round := v_round + 1;
            IF v_round > 20 THEN
                RAISE;
            END IF;
            CONTINUE;
        END;
        v_round := v_round + 1;
        checked := coalesce(checked, v_known.checked);
        paths := v_known.paths;
        differences := v_known.differences;
        object_types := v_known.types;
        head_shas := v_known.shas;
        definitions := v_known.definitions;
        EXIT WHEN paths = '{}' OR v_is_still OR v_round > 20 OR v_head IS NOT DISTINCT FROM (pggit_audit.capture_branch()).head_sha;
    END LOOP;
END
$$;
COMMENT ON FUNCTION pggit_audit.live_differences() IS 'Where the catalogs differ from HEAD, or captured_objects from them in identity; parallel arrays, and how many objects were compared. DDL that commits meanwhile makes no difference, under READ COMMITTED. Not for users.';

CREATE FUNCTION pggit_audit.find_drift()
RETURNS TABLE (path text, difference text, object_type text, old_definition text, new_definition text, is_explained boolean, explanation text)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $$
#variable_conflict use_column
DECLARE
    v_off text := (SELECT format('capture was switched off by %s at %s: %s', s.switched_by, s.switched_at, s.reason) FROM pggit_audit.capture_switches s
                   WHERE NOT s.enabled AND s.switch_id = (SELECT max(l.switch_id) FROM pggit_audit.capture_switches l));
    v_found record := pggit_audit.live_differences();
BEGIN
    RETURN QUERY
    SELECT d.path, d.difference, coalesce(d.type, (SELECT v.object_type FROM pggit_audit.object_versions v WHERE v.path = d.path ORDER BY v.version_number DESC LIMIT 1)), o.content, d.definition,
           coalesce(v_off, g.explanation) IS NOT NULL, coalesce(v_off, g.explanation)
    FROM unnest(v_found.paths, v_found.differences, v_found.object_types, v_found.head_shas, v_found.definitions) AS d (path, difference, type, sha, definition)
    LEFT JOIN LATERAL (SELECT q.content FROM @store@.objects q WHERE q.sha = d.sha OFFSET 0) o ON true
    LEFT JOIN LATERAL (SELECT format('capture failed at %s (%s): %s', f.noticed_at, f.error_code, f.error_message) AS explanation FROM pggit_audit.capture_gaps f
                       WHERE f.kind = 'FAILED' AND f.noticed_at > coalesce((SELECT max(k.captured_at) FROM pggit_audit.captured_commits k WHERE k.kind = 'SNAPSHOT'), '-infinity')
                         AND (d.path = ANY (f.object_identities) OR substr(d.path, strpos(d.path, ' ') + 1) = ANY (f.object_identities)) ORDER BY f.gap_id DESC LIMIT 1) g ON true
    WHERE d.difference IN ('not in HEAD', 'not in the database', 'differs')
    ORDER BY d.path COLLATE "C";
END
$$;
COMMENT ON FUNCTION pggit_audit.find_drift() IS 'What differs between the database and HEAD: path, difference (not in HEAD, not in the database, differs), the DDL of HEAD (old) and of the database (new). No row: HEAD is the database. is_explained: a record tells why (capture switched off, a FAILED gap); else nobody recorded why: event triggers that were off or disabled, a restored dump, a role renamed, a hand in the catalogs. commit_schema() closes it. Reads all catalogs. DDL that commits while it reads is no difference (under READ COMMITTED; an older snapshot can not tell).';
