-- Capture: from the notes of a transaction's DDL, or from all catalogs, to one commit with its changes (docs/capture.md).
-- Needs:   catalog_objects, tree_edit, record_versions.
-- Who:     the triggers for every role; commit_schema for pggit_audit_admin.

CREATE FUNCTION pggit_audit.capture_branch(OUT ref_name text, OUT head_sha text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    SELECT coalesce(CASE WHEN h.ref_name LIKE 'refs/%' THEN h.ref_name ELSE 'refs/heads/' || h.ref_name END, 'refs/heads/main') INTO ref_name
    FROM (SELECT 1) x LEFT JOIN @store@.head h ON true;
    SELECT r.name, r.target_sha INTO ref_name, head_sha FROM (SELECT ref_name AS wanted) w LEFT JOIN @store@.refs r ON r.name IN (w.wanted, substr(w.wanted, 12)) ORDER BY r.name = w.wanted DESC LIMIT 1;
    IF ref_name IS NULL THEN
        SELECT coalesce(CASE WHEN h.ref_name LIKE 'refs/%' THEN h.ref_name ELSE 'refs/heads/' || h.ref_name END, 'refs/heads/main') INTO ref_name
        FROM (SELECT 1) x LEFT JOIN @store@.head h ON true;
    END IF;
END
$$;
COMMENT ON FUNCTION pggit_audit.capture_branch() IS 'The branch that captured commits go to, which is HEAD''s (refs/heads/main where there is none), and its commit, NULL for none.';

CREATE FUNCTION pggit_audit.captured_changes(old_commit text, new_commit text, paths text[], old_shas text[], new_shas text[], shared boolean[])
RETURNS TABLE (path text, old_path text, object_schema text, object_name text, object_type text, change_type text, old_sha text, new_sha text)
LANGUAGE plpgsql STABLE ROWS 10 SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    v_created int[];
    v_others int[];
BEGIN
    IF NOT EXISTS (SELECT FROM pggit_audit.captured_commits k JOIN @store@.commit_graph g ON g.commit_sha = k.commit_sha
                   WHERE k.commit_sha = new_commit AND g.parent_shas[1] IS NOT DISTINCT FROM old_commit) THEN
        RETURN QUERY SELECT * FROM pggit_audit.read_blob_changes(paths, old_shas, new_shas, shared);
        RETURN;
    END IF;
    -- Capture knows by OID which object became which: creations are read by themselves, so that no rename is looked for in the texts.
    SELECT array_agg(i) FILTER (WHERE old_shas[i] IS NULL), array_agg(i) FILTER (WHERE old_shas[i] IS NOT NULL) INTO v_created, v_others FROM generate_subscripts(paths, 1) AS i;
    RETURN QUERY
    WITH created AS (
        SELECT c.* FROM (SELECT 1 WHERE v_created IS NOT NULL) x, pggit_audit.read_blob_changes(ARRAY(SELECT paths[i] FROM unnest(v_created) AS i), ARRAY(SELECT old_shas[i] FROM unnest(v_created) AS i),
            ARRAY(SELECT new_shas[i] FROM unnest(v_created) AS i), ARRAY(SELECT shared[i] FROM unnest(v_created) AS i)) c),
    others AS (
        SELECT o.* FROM (SELECT 1 WHERE v_others IS NOT NULL) x, pggit_audit.read_blob_changes(ARRAY(SELECT paths[i] FROM unnest(v_others) AS i), ARRAY(SELECT old_shas[i] FROM unnest(v_others) AS i),
            ARRAY(SELECT new_shas[i] FROM unnest(v_others) AS i), ARRAY(SELECT shared[i] FROM unnest(v_others) AS i)) o),
    renamed AS (
        SELECT r.old_path, r.new_path, d.old_sha FROM pggit_audit.captured_renames r JOIN others d ON d.path = r.old_path AND d.change_type = 'DROP' WHERE r.commit_sha = new_commit)
    SELECT c.path, r.old_path, c.object_schema, c.object_name, c.object_type, CASE WHEN r.old_path IS NULL THEN c.change_type ELSE 'RENAME' END, coalesce(r.old_sha, c.old_sha), c.new_sha
    FROM created c LEFT JOIN renamed r ON r.new_path = c.path
    UNION ALL
    SELECT o.* FROM others o WHERE o.path NOT IN (SELECT r.old_path FROM renamed r);
END
$$;
COMMENT ON FUNCTION pggit_audit.captured_changes(text, text, text[], text[], text[], boolean[]) IS 'read_blob_changes, but for captured commits against their first parent, whose renames are those of captured_renames.';

-- The one place that writes captured commits. full: everything is compared, else the objects given alone.
CREATE FUNCTION pggit_audit.capture_write(classids oid[], objids oid[], "full" boolean, message text, kind text, tags text[], statement text) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off AS $$
#variable_conflict use_variable
DECLARE
    v_ref text;
    v_head text;
    v_old_tree text;
    v_tree text;
    v_sha text;
    v_at timestamptz := date_trunc('second', clock_timestamp());
    v_author text := session_user || ' <' || session_user || '@pggit>';
    v_message text;
    v_full boolean := "full";
    r record;
    o record;
    d record;
BEGIN
    SELECT b.ref_name, b.head_sha INTO v_ref, v_head FROM pggit_audit.capture_branch() b;
    v_old_tree := (SELECT g.tree_sha FROM @store@.commit_graph g WHERE g.commit_sha = v_head);
    v_full := v_full OR v_head IS NULL OR v_head IS DISTINCT FROM (SELECT s.head_sha FROM pggit_audit.capture_state s);
    -- What the catalogs say now.
    SELECT coalesce(array_agg(c.classid), '{}') AS classes, coalesce(array_agg(c.objid), '{}') AS objects, coalesce(array_agg(c.path), '{}') AS paths, array_agg(c.object_type) AS types, array_agg(c.object_schema) AS schemas,
           array_agg(c.object_name) AS names, array_agg(c.definition) AS definitions, coalesce(array_agg(pggit_audit.object_sha('blob', c.definition)), '{}') AS shas INTO r
    FROM pggit_audit.catalog_objects(CASE WHEN NOT v_full THEN classids END, CASE WHEN NOT v_full THEN objids END) c;
    -- What HEAD has of them.
    IF v_full THEN
        SELECT array_agg(l.path) AS paths, array_agg(l.object_sha) AS shas, array_agg(k.classid) AS classes, array_agg(k.objid) AS objects, array_agg(k.object_type) AS types, array_agg(k.object_schema) AS schemas, array_agg(k.object_name) AS names INTO o
        FROM pggit_audit.list_tree(v_old_tree) l LEFT JOIN pggit_audit.captured_objects k ON k.path = l.path AND k.object_sha = l.object_sha WHERE v_old_tree IS NOT NULL;
    ELSE
        SELECT array_agg(k.path) AS paths, array_agg(k.object_sha) AS shas, array_agg(k.classid) AS classes, array_agg(k.objid) AS objects, array_agg(k.object_type) AS types, array_agg(k.object_schema) AS schemas, array_agg(k.object_name) AS names INTO o
        FROM (SELECT DISTINCT k.* FROM (SELECT k.* FROM unnest(classids, objids) AS t (classid, objid) JOIN pggit_audit.captured_objects k ON k.classid = t.classid AND k.objid = t.objid
              UNION ALL SELECT k.* FROM unnest(r.paths) AS t (path) JOIN pggit_audit.captured_objects k ON k.path = t.path) k) k;
    END IF;
    -- A path that only one side has is a drop or a creation, unless the same object has another path on the other side.
    WITH new AS (SELECT * FROM unnest(r.paths, r.shas, r.classes, r.objects, r.types, r.schemas, r.names) AS n (path, sha, classid, objid, type, schema, name)),
    old AS (SELECT * FROM unnest(o.paths, o.shas, o.classes, o.objects, o.types, o.schemas, o.names) AS n (path, sha, classid, objid, type, schema, name)),
    paired AS (SELECT coalesce(n.path, p.path) AS path, p.path AS old_path, p.sha AS old_sha, n.sha AS new_sha, coalesce(n.type, p.type) AS type, CASE WHEN n.path IS NULL THEN p.schema ELSE n.schema END AS schema,
                      coalesce(n.name, p.name) AS name, coalesce(n.classid, p.classid) AS classid, coalesce(n.objid, p.objid) AS objid
               FROM new n FULL JOIN old p ON p.path = n.path WHERE n.sha IS DISTINCT FROM p.sha),
    renamed AS (SELECT n.path, p.path AS old_path, p.old_sha FROM paired n JOIN paired p ON p.classid = n.classid AND p.objid = n.objid AND p.new_sha IS NULL WHERE n.old_sha IS NULL)
    SELECT array_agg(x.path ORDER BY x.path COLLATE "C") AS paths, array_agg(x.old_path ORDER BY x.path COLLATE "C") AS old_paths, array_agg(x.old_sha ORDER BY x.path COLLATE "C") AS old_shas,
           array_agg(x.new_sha ORDER BY x.path COLLATE "C") AS new_shas, array_agg(x.type ORDER BY x.path COLLATE "C") AS types, array_agg(x.schema ORDER BY x.path COLLATE "C") AS schemas,
           array_agg(x.name ORDER BY x.path COLLATE "C") AS names INTO d
    FROM (SELECT p.path, m.old_path, coalesce(m.old_sha, p.old_sha) AS old_sha, p.new_sha, p.type, p.schema, p.name
          FROM paired p LEFT JOIN renamed m ON m.path = p.path AND p.old_sha IS NULL
          WHERE p.new_sha IS NOT NULL OR p.path NOT IN (SELECT m2.old_path FROM renamed m2)) x;
    IF d.paths IS NULL AND v_head IS NOT NULL AND NOT v_full THEN
        RETURN NULL;
    END IF;
    IF d.paths IS NOT NULL OR v_head IS NULL THEN
        INSERT INTO @store@.objects (sha, type, size, content)
        SELECT DISTINCT ON (n.sha) n.sha, 'blob', length(n.definition), n.definition FROM unnest(r.shas, r.definitions) AS n (sha, definition)
        WHERE v_head IS NULL OR n.sha = ANY (d.new_shas) ON CONFLICT (sha) DO NOTHING;
        IF v_full THEN
            v_tree := pggit_audit.tree_build(r.paths, r.shas);
        ELSE
            SELECT pggit_audit.tree_edit(v_old_tree, 0, array_agg(pggit_audit.bucket(e.path)), array_agg(e.path), array_agg(e.sha)) INTO v_tree
            FROM (SELECT n.path, n.sha FROM unnest(d.paths, d.new_shas) AS n (path, sha) UNION ALL SELECT n.path, NULL FROM unnest(d.old_paths) AS n (path) WHERE n.path IS NOT NULL AND n.path <> ALL (d.paths)) e;
        END IF;
        v_message := coalesce(message, array_to_string(tags, ', ') || ': ' || array_to_string(d.paths[1:3], ', ') || CASE WHEN cardinality(d.paths) > 3 THEN format(' and %s more', cardinality(d.paths) - 3) ELSE '' END);
        v_sha := pggit_audit.create_commit(v_tree, CASE WHEN v_head IS NULL THEN '{}' ELSE ARRAY[v_head] END, v_message, v_author, v_author, v_at);
        PERFORM pggit_audit.update_ref(v_ref, v_sha, coalesce(v_head, ''));
        INSERT INTO pggit_audit.captured_commits (commit_sha, kind, command_tags, statement, ticket, application_user, application_name, client_address)
        VALUES (v_sha, CASE WHEN v_full THEN 'SNAPSHOT' ELSE kind END, tags, statement, nullif(current_setting('pggit_audit.context_ticket', true), ''), nullif(current_setting('pggit_audit.context_user', true), ''),
                nullif(current_setting('application_name'), ''), inet_client_addr());
        INSERT INTO pggit_audit.captured_renames (commit_sha, old_path, new_path) SELECT v_sha, n.old_path, n.path FROM unnest(d.paths, d.old_paths) AS n (path, old_path) WHERE n.old_path IS NOT NULL;
        -- Audited here and now, with what is known already; the recording trigger passes over it.
        IF NOT v_full AND pggit_audit.setting('record_on_commit') = 'on' THEN
            INSERT INTO pggit_audit.changes (change_id, commit_sha, path, old_path, object_schema, object_name, object_type, change_type, old_definition, new_definition, old_sha, new_sha, author, committed_at, commit_message)
            SELECT pggit_audit.change_id(v_head, v_sha, n.path), v_sha, n.path, n.old_path, n.schema, n.name, n.type,
                   CASE WHEN n.old_path IS NOT NULL THEN 'RENAME' WHEN n.old_sha IS NULL THEN 'CREATE' WHEN n.new_sha IS NULL THEN 'DROP' ELSE 'ALTER' END, ob.content, nb.content, n.old_sha, n.new_sha, v_author, v_at, v_message
            FROM unnest(d.paths, d.old_paths, d.old_shas, d.new_shas, d.types, d.schemas, d.names) AS n (path, old_path, old_sha, new_sha, type, schema, name)
            LEFT JOIN @store@.objects ob ON ob.sha = n.old_sha LEFT JOIN @store@.objects nb ON nb.sha = n.new_sha;
            INSERT INTO pggit_audit.recorded_commits (commit_sha, parent_sha, tree_sha, tree_complete, change_count) VALUES (v_sha, v_head, v_tree, true, cardinality(d.paths));
            PERFORM pggit_audit.record_versions(ARRAY[v_sha]);
        END IF;
    END IF;
    -- Which object each entry is from now on.
    IF v_full THEN
        DELETE FROM pggit_audit.captured_objects;
    ELSE
        DELETE FROM pggit_audit.captured_objects k USING unnest(o.classes, o.objects) AS t (classid, objid) WHERE k.classid = t.classid AND k.objid = t.objid
            AND NOT EXISTS (SELECT FROM unnest(r.classes, r.objects) AS n (classid, objid) WHERE n.classid = k.classid AND n.objid = k.objid);
    END IF;
    INSERT INTO pggit_audit.captured_objects AS k (classid, objid, path, object_schema, object_name, object_type, object_sha, relation)
    SELECT n.classid, n.objid, n.path, n.schema, n.name, n.type, n.sha, CASE WHEN n.type = 'INDEX' THEN (SELECT i.indrelid FROM pg_index i WHERE i.indexrelid = n.objid) END
    FROM unnest(r.classes, r.objects, r.paths, r.schemas, r.names, r.types, r.shas) AS n (classid, objid, path, schema, name, type, sha)
    ON CONFLICT (classid, objid) DO UPDATE SET path = EXCLUDED.path, object_schema = EXCLUDED.object_schema, object_name = EXCLUDED.object_name, object_type = EXCLUDED.object_type, object_sha = EXCLUDED.object_sha, relation = EXCLUDED.relation
    WHERE (k.path, k.object_sha) IS DISTINCT FROM (EXCLUDED.path, EXCLUDED.object_sha);
    UPDATE pggit_audit.capture_state SET head_sha = coalesce(v_sha, v_head);
    RETURN v_sha;
END
$$;
COMMENT ON FUNCTION pggit_audit.capture_write(oid[], oid[], boolean, text, text, text[], text) IS 'Compares the canonical DDL of the objects given (full, or where HEAD is not capture''s own commit: of all) with HEAD, and where it differs makes a commit, moves the branch and records the changes. Returns the sha, NULL where nothing differs. Not for users: the lock must be held.';

CREATE FUNCTION pggit_audit.commit_schema(message text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    v_drift text[];
    v_sha text;
    v_head text;
BEGIN
    PERFORM pggit_audit.lock_versions();
    v_head := (pggit_audit.capture_branch()).head_sha;
    v_sha := pggit_audit.capture_write(NULL, NULL, true, coalesce(message, 'Snapshot of the schema'), 'SNAPSHOT', '{}', NULL);
    -- What a snapshot finds beside an earlier captured commit happened while capture did not see it.
    IF v_sha IS NOT NULL AND EXISTS (SELECT FROM pggit_audit.captured_commits k WHERE k.commit_sha = v_head) THEN
        v_drift := ARRAY(SELECT c.path FROM pggit_audit.tree_changes((SELECT g.tree_sha FROM @store@.commit_graph g WHERE g.commit_sha = v_head), (SELECT g.tree_sha FROM @store@.commit_graph g WHERE g.commit_sha = v_sha)) c ORDER BY c.path COLLATE "C");
        INSERT INTO pggit_audit.capture_gaps (kind, error_message, object_identities, commit_sha) VALUES ('WINDOW', format('%s objects differed from the last captured commit', cardinality(v_drift)), v_drift, v_sha);
    END IF;
    RETURN v_sha;
END
$$;
COMMENT ON FUNCTION pggit_audit.commit_schema(text) IS 'Commits the whole schema as the catalogs have it, and returns the commit; NULL where HEAD has all of it already. Where it finds what no captured commit explains, a capture_gaps row (WINDOW) names it. DDL transactions wait at their COMMIT until this one ends. SECURITY DEFINER: the store and the capture tables are written by these functions alone.';

CREATE FUNCTION pggit_audit.set_context(message text DEFAULT NULL, ticket text DEFAULT NULL, application_user text DEFAULT NULL, for_session boolean DEFAULT false) RETURNS void
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    SELECT set_config('pggit_audit.context_message', coalesce(message, ''), NOT for_session), set_config('pggit_audit.context_ticket', coalesce(ticket, ''), NOT for_session),
           set_config('pggit_audit.context_user', coalesce(application_user, ''), NOT for_session);
$$;
COMMENT ON FUNCTION pggit_audit.set_context(text, text, text, boolean) IS 'Says what the commit of this transaction''s DDL (for_session: of all that follow) has for message, ticket and application user; NULL for none. What is given is a claim of the session, kept beside what the server knows of it.';
