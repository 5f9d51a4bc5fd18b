-- A commit of all that the catalogs have: first baseline, or after a gap.
-- Needs:   pggit_audit_capture.sql.
-- Who:     commit_schema for pggit_audit_admin.

CREATE FUNCTION pggit_audit.capture_all(message text, tags text[], statement text) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $$
#variable_conflict use_variable
DECLARE
    v_branch record;
    v_old_tree text;
    v_sha text;
    v_changes pggit_audit.captured_change[];
    r record;
    o record;
BEGIN
    v_branch := pggit_audit.capture_branch();
    v_old_tree := (SELECT g.tree_sha FROM @store@.commit_graph g WHERE g.commit_sha = v_branch.head_sha);
    SELECT coalesce(array_agg(c.classid), '{}') AS classes, coalesce(array_agg(c.objid), '{}') AS objects, coalesce(array_agg(c.path), '{}') AS paths, array_agg(c.object_type) AS types, array_agg(c.object_schema) AS schemas,
           array_agg(c.object_name) AS names, array_agg(c.definition) AS definitions, coalesce(array_agg(pggit_audit.object_sha('blob', c.definition)), '{}') AS shas INTO r
    FROM pggit_audit.catalog_objects() c;
    SELECT array_agg(l.path) AS paths, array_agg(l.object_sha) AS shas, array_agg(k.classid) AS classes, array_agg(k.objid) AS objects, array_agg(k.object_type) AS types, array_agg(k.object_schema) AS schemas, array_agg(k.object_name) AS names INTO o
    FROM pggit_audit.list_tree(v_old_tree) l LEFT JOIN pggit_audit.captured_objects k ON k.path = l.path AND k.object_sha = l.object_sha WHERE v_old_tree IS NOT NULL;
    -- A path that only one side has is a drop or a creation, unless the same object has another path on the other side.
    WITH new AS (SELECT * FROM unnest(r.paths, r.shas, r.classes, r.objects, r.types, r.schemas, r.names) AS n (path, sha, classid, objid, type, schema, name)),
    old AS (SELECT * FROM unnest(o.paths, o.shas, o.classes, o.objects, o.types, o.schemas, o.names) AS n (path, sha, classid, objid, type, schema, name)),
    paired AS (SELECT coalesce(n.path, p.path) AS path, p.sha AS old_sha, n.sha AS new_sha, coalesce(n.type, p.type) AS type, CASE WHEN n.path IS NULL THEN p.schema ELSE n.schema END AS schema,
                      coalesce(n.name, p.name) AS name, coalesce(n.classid, p.classid) AS classid, coalesce(n.objid, p.objid) AS objid
               FROM new n FULL JOIN old p ON p.path = n.path WHERE n.sha IS DISTINCT FROM p.sha),
    renamed AS (SELECT n.path, p.path AS old_path, p.old_sha FROM paired n JOIN paired p ON p.classid = n.classid AND p.objid = n.objid AND p.new_sha IS NULL WHERE n.old_sha IS NULL)
    SELECT coalesce(array_agg(ROW(x.path, x.old_path, x.old_sha, x.new_sha, x.type, x.schema, x.name)::pggit_audit.captured_change), '{}') INTO v_changes
    FROM (SELECT p.path, m.old_path, coalesce(m.old_sha, p.old_sha) AS old_sha, p.new_sha, p.type, p.schema, p.name
          FROM paired p LEFT JOIN renamed m ON m.path = p.path LEFT JOIN renamed g ON g.old_path = p.path WHERE g.path IS NULL ORDER BY p.path COLLATE "C") x;
    IF v_changes <> '{}' OR v_branch.head_sha IS NULL THEN
        INSERT INTO @store@.objects (sha, type, size, content)
        SELECT DISTINCT ON (n.sha) n.sha, 'blob', length(n.definition), n.definition FROM unnest(r.shas, r.definitions) AS n (sha, definition) ON CONFLICT (sha) DO NOTHING;
        -- Entries that capture did not write are named by what their texts say: that is the recording trigger's part.
        v_sha := pggit_audit.capture_store(v_branch.ref_name, v_branch.head_sha, pggit_audit.tree_edit(NULL, r.paths, r.shas), message, 'SNAPSHOT', tags, statement, v_changes,
            pggit_audit.setting('record_on_commit') = 'on' AND NOT EXISTS (SELECT FROM unnest(v_changes) AS n WHERE n.object_type IS NULL));
    END IF;
    DELETE FROM pggit_audit.captured_objects;
    INSERT INTO pggit_audit.captured_objects (classid, objid, path, object_schema, object_name, object_type, object_sha, relation)
    SELECT n.classid, n.objid, n.path, n.schema, n.name, n.type, n.sha, CASE WHEN n.type = 'INDEX' THEN x.indrelid ELSE i.inhparent END
    FROM unnest(r.classes, r.objects, r.paths, r.schemas, r.names, r.types, r.shas) AS n (classid, objid, path, schema, name, type, sha)
    LEFT JOIN pg_index x ON n.type = 'INDEX' AND x.indexrelid = n.objid
    LEFT JOIN pg_class c ON n.type IN ('TABLE', 'FOREIGN_TABLE') AND c.oid = n.objid AND c.relispartition LEFT JOIN pg_inherits i ON i.inhrelid = c.oid;
    UPDATE pggit_audit.capture_state s SET head_sha = coalesce(v_sha, v_branch.head_sha);
    RETURN v_sha;
END
$$;
COMMENT ON FUNCTION pggit_audit.capture_all(text, text[], text) IS 'Compares the canonical DDL of the whole database with HEAD, and where it differs makes a commit. Returns its sha, NULL where nothing differs. Not for users: the lock must be held.';

CREATE FUNCTION pggit_audit.commit_schema(message text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    v_drift text[];
    v_sha text;
    v_head text;
    v_locked boolean := false;
    v_patience text := current_setting('lock_timeout');
    v_tries int := 0;
    v_since timestamptz;
BEGIN
    LOOP
        BEGIN
            PERFORM pggit_audit.lock_versions();
            v_locked := true;
            v_since := coalesce(v_since, clock_timestamp());
            PERFORM set_config('lock_timeout', '20ms', true);
            v_head := (pggit_audit.capture_branch()).head_sha;
            v_sha := pggit_audit.capture_all(coalesce(message, 'Snapshot of the schema'), '{}', NULL);
            PERFORM set_config('lock_timeout', v_patience, true);
            EXIT;
        EXCEPTION WHEN lock_not_available THEN
            IF NOT v_locked OR v_patience <> '0' AND clock_timestamp() >= v_since + v_patience::interval THEN
                RAISE;
            END IF;
            -- A table is locked by a transaction that may be at its COMMIT and wait for us. With this block our lock is gone: it may go first.
            v_locked := false;
            v_tries := v_tries + 1;
            IF v_tries = 8 THEN
                RAISE NOTICE 'waiting for a transaction that has locked a table';
            END IF;
            PERFORM pg_sleep(least(0.02 * 2 ^ v_tries, 2) * (0.5 + random() / 2));
        END;
    END LOOP;
    -- What a snapshot finds beside an earlier captured commit happened while capture did not see it.
    IF v_sha IS NOT NULL AND EXISTS (SELECT FROM pggit_audit.captured_commits k WHERE k.commit_sha = v_head) THEN
        v_drift := ARRAY(SELECT c.path FROM pggit_audit.tree_changes((SELECT g.tree_sha FROM @store@.commit_graph g WHERE g.commit_sha = v_head), (SELECT g.tree_sha FROM @store@.commit_graph g WHERE g.commit_sha = v_sha)) c ORDER BY c.path COLLATE "C");
        INSERT INTO pggit_audit.capture_gaps (kind, error_message, object_identities, commit_sha) VALUES ('WINDOW', format('%s objects differed from the last captured commit', cardinality(v_drift)), v_drift, v_sha);
    END IF;
    RETURN v_sha;
END
$$;
COMMENT ON FUNCTION pggit_audit.commit_schema(text) IS 'Commits the whole schema as the catalogs have it, and returns the commit; NULL where HEAD has all of it already. Where it finds what no captured commit explains, a capture_gaps row (WINDOW) names it. DDL transactions wait at their COMMIT until this one ends; where one of them has locked a table exclusively, it goes first. SECURITY DEFINER: the store and the capture tables are written by these functions alone.';
