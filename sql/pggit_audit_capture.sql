-- Capture: from objects touched to one commit with its changes (docs/capture.md).
-- Needs:   catalog_objects, tree_edit, record_versions.
-- Who:     the triggers for every role; set_context for pggit_audit_reader.

CREATE FUNCTION pggit_audit.capture_branch(OUT ref_name text, OUT head_sha text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_wanted text := (SELECT h.ref_name FROM @store@.head h ORDER BY h.id LIMIT 1);
BEGIN
    v_wanted := CASE WHEN v_wanted IS NULL THEN 'refs/heads/main' WHEN starts_with(v_wanted, 'refs/') THEN v_wanted ELSE 'refs/heads/' || v_wanted END;
    SELECT r.name, r.target_sha INTO ref_name, head_sha FROM @store@.refs r WHERE r.name = v_wanted;
    IF NOT FOUND THEN
        SELECT r.name, r.target_sha INTO ref_name, head_sha FROM @store@.refs r WHERE r.name = substr(v_wanted, 12);
        ref_name := coalesce(ref_name, v_wanted);
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

CREATE TYPE pggit_audit.captured_change AS (path text, old_path text, old_sha text, new_sha text, object_type text, object_schema text, object_name text);
COMMENT ON TYPE pggit_audit.captured_change IS 'One object''s change as capture finds it: as in changes; old_sha, new_sha NULL for a creation and a drop.';

CREATE FUNCTION pggit_audit.capture_store(ref_name text, head_sha text, tree_sha text, message text, kind text, tags text[], statement text, changes pggit_audit.captured_change[], record boolean, trees text[] DEFAULT NULL, contents bytea[] DEFAULT NULL, leaves pggit_audit.bucket_leaf[] DEFAULT NULL, blobs text[] DEFAULT NULL, definitions text[] DEFAULT NULL) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off SET jit = off SET "DateStyle" = 'ISO, YMD' AS $$
#variable_conflict use_variable
DECLARE
    v_at timestamptz := date_trunc('second', clock_timestamp());
    v_utc timestamp := v_at AT TIME ZONE 'UTC';
    v_author text := session_user || ' <' || session_user || '@pggit>';
    v_count int := cardinality(changes);
    v_message text := coalesce(message, array_to_string(tags, ', ') || ': ' || concat_ws(', ', (changes[1]).path, (changes[2]).path, (changes[3]).path) || CASE WHEN v_count > 3 THEN format(' and %s more', v_count - 3) ELSE '' END);
    v_parents text[] := CASE WHEN head_sha IS NULL THEN '{}' ELSE ARRAY[head_sha] END;
    v_content text;
    v_sha text;
    v_generation int;
    v_stored record;
    v_change pggit_audit.captured_change := changes[1];
    v_renames boolean := v_count > 1;
    v_id uuid;
    v_old text;
    v_version record;
BEGIN
    IF v_renames THEN
        v_renames := EXISTS (SELECT FROM unnest(changes) AS n WHERE n.old_path IS NOT NULL);
    ELSE
        v_renames := v_change.old_path IS NOT NULL;
    END IF;
    IF trees IS NULL THEN
        -- The recording trigger comes behind us, also where the session made all constraints immediate.
        SET CONSTRAINTS @store@.pggit_audit_record_commit DEFERRED;
        v_sha := pggit_audit.write_commit(tree_sha, v_parents, v_message, v_author, v_author, v_at, v_at);
    ELSE
        v_content := pggit_audit.commit_text(tree_sha, v_parents, v_message, v_author, v_author, extract(epoch FROM v_at)::bigint, extract(epoch FROM v_at)::bigint);
        v_sha := pggit_audit.object_sha('commit', v_content);
        WITH stored AS (
            INSERT INTO @store@.objects (sha, type, size, content)
            -- Trees of buckets are ASCII.
            SELECT t.sha, 'tree', CASE WHEN substr(t.content, 1, 8) = '040000 #' THEN octet_length(t.content) ELSE length(t.content, 'UTF8') END, encode(t.content, 'base64') FROM unnest(trees, contents) AS t (sha, content)
            UNION ALL SELECT b.sha, 'blob', length(b.definition), b.definition FROM unnest(blobs, definitions) AS b (sha, definition)
            UNION ALL SELECT v_sha, 'commit', length(v_content), v_content
            ON CONFLICT (sha) DO NOTHING RETURNING created_at)
        SELECT count(*) AS number, min(s.created_at) AS first_at, max(s.created_at) AS last_at INTO v_stored FROM stored s;
        PERFORM pggit_audit.tree_store_entries(trees, contents, leaves);
        v_generation := coalesce((SELECT g.generation + 1 FROM @store@.commit_graph g WHERE g.commit_sha = head_sha), 0);
    END IF;
    UPDATE @store@.refs r SET target_sha = v_sha WHERE r.name = ref_name AND r.target_sha = head_sha;
    IF NOT FOUND THEN
        -- The first commit of a branch; or somebody has moved it, which is its error.
        PERFORM pggit_audit.update_ref(ref_name, v_sha, coalesce(head_sha, ''));
    END IF;
    INSERT INTO pggit_audit.captured_commits (commit_sha, kind, command_tags, statement, ticket, application_user, application_name, client_address)
    VALUES (v_sha, kind, tags, statement, nullif(current_setting('pggit_audit.context_ticket', true), ''), nullif(current_setting('pggit_audit.context_user', true), ''), nullif(current_setting('application_name'), ''), inet_client_addr());
    IF v_renames THEN
        INSERT INTO pggit_audit.captured_renames (commit_sha, old_path, new_path) SELECT v_sha, n.old_path, n.path FROM unnest(changes) AS n WHERE n.old_path IS NOT NULL;
    END IF;
    -- Audited here and now, with what is known already; the recording trigger passes over it.
    IF record AND v_count = 1 AND trees IS NOT NULL AND NOT v_renames THEN
        -- As below, for the one change that it nearly always is.
        v_id := pggit_audit.change_id(head_sha, v_sha, v_change.path);
        IF v_change.old_sha IS NOT NULL THEN
            v_old := (SELECT b.content FROM @store@.objects b WHERE b.sha = v_change.old_sha);
        END IF;
        INSERT INTO pggit_audit.changes (change_id, commit_sha, path, object_schema, object_name, object_type, change_type, old_definition, new_definition, old_sha, new_sha, author, committed_at, commit_message)
        VALUES (v_id, v_sha, v_change.path, v_change.object_schema, v_change.object_name, v_change.object_type, CASE WHEN v_change.old_sha IS NULL THEN 'CREATE' WHEN v_change.new_sha IS NULL THEN 'DROP' ELSE 'ALTER' END,
                v_old, definitions[1], v_change.old_sha, v_change.new_sha, v_author, v_at, v_message);
    ELSIF record THEN
        INSERT INTO pggit_audit.changes (change_id, commit_sha, path, old_path, object_schema, object_name, object_type, change_type, old_definition, new_definition, old_sha, new_sha, author, committed_at, commit_message)
        SELECT pggit_audit.change_id(head_sha, v_sha, n.path), v_sha, n.path, n.old_path, n.object_schema, n.object_name, n.object_type,
               CASE WHEN n.old_path IS NOT NULL THEN 'RENAME' WHEN n.old_sha IS NULL THEN 'CREATE' WHEN n.new_sha IS NULL THEN 'DROP' ELSE 'ALTER' END,
               (SELECT b.content FROM @store@.objects b WHERE b.sha = n.old_sha), (SELECT b.content FROM @store@.objects b WHERE b.sha = n.new_sha), n.old_sha, n.new_sha, v_author, v_at, v_message
        FROM unnest(changes) AS n ORDER BY n.path COLLATE "C";
    END IF;
    IF record THEN
        IF trees IS NOT NULL THEN
            -- As a rule all that the commit brought is new with it.
            INSERT INTO pggit_audit.store_receipts (subject, name, value) VALUES ('commit', v_sha,
                CASE WHEN v_stored.number = cardinality(trees) + cardinality(blobs) + 1 AND v_stored.first_at = v_stored.last_at THEN pggit_audit.receipt_value(v_utc, v_utc, v_generation, v_stored.first_at, tree_sha, v_stored.first_at, NULL, NULL)
                ELSE pggit_audit.captured_receipt(v_sha, tree_sha, v_utc, v_generation, trees, blobs) END);
        END IF;
        INSERT INTO pggit_audit.recorded_commits (commit_sha, parent_sha, tree_sha, tree_complete, change_count) VALUES (v_sha, head_sha, tree_sha, true, v_count);
        IF v_renames OR v_count > 20 THEN
            PERFORM pggit_audit.record_versions(ARRAY[v_sha]);
        ELSIF v_id IS NULL THEN
            PERFORM pggit_audit.record_captured_versions(v_sha);
        ELSE
            SELECT v.life, v.version_number, v.definition INTO v_version FROM pggit_audit.object_versions v WHERE v.path = v_change.path ORDER BY v.version_number DESC LIMIT 1;
            INSERT INTO pggit_audit.object_versions (path, object_schema, object_name, object_type, life, version_number, definition, is_tombstone, commit_sha, change_id, created_at)
            VALUES (v_change.path, v_change.object_schema, v_change.object_name, v_change.object_type, greatest(coalesce(v_version.life, 0) + CASE WHEN v_change.old_sha IS NULL THEN 1 ELSE 0 END, 1),
                    coalesce(v_version.version_number, 0) + 1, coalesce(definitions[1], v_old, v_version.definition, ''), v_change.new_sha IS NULL, v_sha, v_id, v_at);
        END IF;
    END IF;
    IF trees IS NOT NULL THEN
        -- Last: its recording trigger finds the commit recorded, also where the session made constraints immediate.
        INSERT INTO @store@.commit_graph (commit_sha, parent_shas, tree_sha, generation, author, committer, authored_at, committed_at, message)
        VALUES (v_sha, v_parents, tree_sha, v_generation, v_author, v_author, v_utc, v_utc, v_message) ON CONFLICT (commit_sha) DO NOTHING;
    END IF;
    UPDATE pggit_audit.capture_state s SET head_sha = v_sha;
    RETURN v_sha;
END
$$;
COMMENT ON FUNCTION pggit_audit.capture_store(text, text, text, text, text, text[], text, pggit_audit.captured_change[], boolean, text[], bytea[], pggit_audit.bucket_leaf[], text[], text[]) IS 'The commit of a captured tree: stored, put on the branch, with its changes and versions (record false: left to the recording trigger). trees, contents and leaves: those that tree_write gave; blobs and definitions: of the changes that have a new text, in their order; all are stored with the commit. NULL: everything but the commit is stored already. Returns its sha. Error 23505 of object_versions: as in record_versions, under REPEATABLE READ.';

CREATE FUNCTION pggit_audit.capture_gone(tree_sha text, changes pggit_audit.captured_change[], gone text[]) RETURNS pggit_audit.captured_change[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $$
#variable_conflict use_variable
DECLARE
    v_kept text[] := ARRAY(SELECT DISTINCT o.path FROM pggit_audit.captured_objects o WHERE o.path = ANY (gone));
    v_changes pggit_audit.captured_change[] := changes;
BEGIN
    -- What was renamed away has left its path to another: that one is an ALTER, and this one a creation.
    IF v_kept <> '{}' THEN
        v_changes := ARRAY(SELECT CASE WHEN n.old_path = ANY (v_kept) THEN ROW(n.path, NULL, NULL, n.new_sha, n.object_type, n.object_schema, n.object_name)::pggit_audit.captured_change ELSE n END FROM unnest(changes) AS n);
    END IF;
    -- It took over another's path: its own old one is dropped.
    RETURN v_changes || ARRAY(
        SELECT ROW(g.path, NULL, e.object_sha, NULL, coalesce(v.object_type, 'UNKNOWN'), v.object_schema, coalesce(v.object_name, g.path))::pggit_audit.captured_change
        FROM (SELECT u.path FROM unnest(gone) AS u (path) EXCEPT SELECT u.path FROM unnest(v_kept) AS u (path) EXCEPT SELECT n.path FROM unnest(v_changes) AS n EXCEPT SELECT n.old_path FROM unnest(v_changes) AS n) g
        LEFT JOIN LATERAL pggit_audit.tree_entry(tree_sha, g.path) e ON true
        LEFT JOIN LATERAL (SELECT x.object_schema, x.object_name, x.object_type FROM pggit_audit.object_versions x WHERE x.path = g.path ORDER BY x.version_number DESC LIMIT 1) v ON true);
END
$$;
COMMENT ON FUNCTION pggit_audit.capture_gone(text, pggit_audit.captured_change[], text[]) IS 'A commit''s changes, with what comes of the paths that renamed objects have left: nothing more where the change is a RENAME; a creation instead where another object has the path now; a DROP of the path where the object took over another''s. tree_sha: HEAD''s tree.';

-- Object by object: nearly always it is one or two, and then single look-ups cost least.
CREATE FUNCTION pggit_audit.capture_objects(classids oid[], objids oid[], message text, tags text[], statement text) RETURNS text
-- The planner's settings are capture_commit's: setting them again costs as much as a query.
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    v_branch record;
    v_tree record;
    c record;
    k record;
    v_old record;
    v_taken_sha text;
    v_before text;
    v_seen text[] := '{}';
    v_changes pggit_audit.captured_change[] := '{}';
    v_change pggit_audit.captured_change;
    v_shas text[] := '{}';
    v_definitions text[] := '{}';
    v_gone text[] := '{}';
    v_fresh pggit_audit.captured_objects[] := '{}';
    v_of_fresh pggit_audit.captured_objects;
    v_taken text[] := '{}';
    v_tree_paths text[] := '{}';
    v_tree_shas text[] := '{}';
BEGIN
    -- capture_branch, where it is a branch of that full name: its commit must be capture's own.
    SELECT r.name AS ref_name, r.target_sha AS head_sha, (SELECT g.tree_sha FROM @store@.commit_graph g WHERE g.commit_sha = r.target_sha) AS tree_sha INTO v_branch
    FROM @store@.refs r
    WHERE r.name = coalesce((SELECT CASE WHEN starts_with(h.ref_name, 'refs/') THEN h.ref_name ELSE 'refs/heads/' || h.ref_name END FROM @store@.head h ORDER BY h.id LIMIT 1), 'refs/heads/main');
    IF NOT FOUND THEN
        SELECT b.ref_name, b.head_sha, (SELECT g.tree_sha FROM @store@.commit_graph g WHERE g.commit_sha = b.head_sha) AS tree_sha INTO v_branch FROM pggit_audit.capture_branch() b;
    END IF;
    IF v_branch.head_sha IS NULL OR v_branch.head_sha IS DISTINCT FROM (SELECT s.head_sha FROM pggit_audit.capture_state s) THEN
        RETURN pggit_audit.capture_all(message, tags, statement);
    END IF;
    FOR c IN SELECT n.*, pggit_audit.object_sha('blob', n.definition) AS sha FROM pggit_audit.catalog_objects(classids, objids) n LOOP
        v_seen := v_seen || (c.classid || ' ' || c.objid);
        -- What HEAD has of it, and of another object under its path, whose row goes below.
        SELECT h.path, h.object_sha AS sha INTO v_old FROM pggit_audit.captured_objects h WHERE h.classid = c.classid AND h.objid = c.objid;
        CONTINUE WHEN v_old.path = c.path AND v_old.sha = c.sha;
        v_taken_sha := (SELECT min(o.object_sha) FROM pggit_audit.captured_objects o WHERE o.path = c.path AND (o.classid, o.objid) <> (c.classid, c.objid));
        v_before := CASE WHEN v_old.path = c.path THEN v_old.sha ELSE v_taken_sha END;
        IF v_old.path <> c.path THEN
            v_gone := v_gone || v_old.path;
        END IF;
        IF v_taken_sha IS NOT NULL THEN
            v_taken := v_taken || c.path;
        END IF;
        IF v_before IS DISTINCT FROM c.sha THEN
            v_change := (c.path, NULL, v_before, c.sha, c.object_type, c.object_schema, c.object_name);
            IF v_before IS NULL AND v_old.path <> c.path THEN
                v_change.old_path := v_old.path;
                v_change.old_sha := v_old.sha;
            END IF;
            v_changes := v_changes || v_change;
            v_shas := v_shas || c.sha;
            v_definitions := v_definitions || c.definition;
        END IF;
        v_of_fresh := (c.classid, c.objid, c.path, c.object_schema, c.object_name, c.object_type, c.sha, NULL);
        IF c.object_type = 'INDEX' THEN
            v_of_fresh.relation := (SELECT x.indrelid FROM pg_index x WHERE x.indexrelid = c.objid);
        ELSIF strpos(c.definition, ' ATTACH PARTITION ') > 0 THEN
            v_of_fresh.relation := (SELECT i.inhparent FROM pg_inherits i JOIN pg_class r ON r.oid = i.inhrelid AND r.relispartition WHERE i.inhrelid = c.objid);
        END IF;
        v_fresh := v_fresh || v_of_fresh;
    END LOOP;
    -- Only now: above, every row is what HEAD has. An index that ALTER TABLE or REINDEX CONCURRENTLY made anew has another OID, and nobody told.
    IF v_taken <> '{}' THEN
        DELETE FROM pggit_audit.captured_objects o USING unnest(v_fresh) AS n
        WHERE n.path = ANY (v_taken) AND o.path = n.path AND (o.classid, o.objid) <> (n.classid, n.objid) AND (o.classid || ' ' || o.objid) <> ALL (v_seen);
    END IF;
    IF v_fresh <> '{}' THEN
        INSERT INTO pggit_audit.captured_objects AS o SELECT n.* FROM unnest(v_fresh) AS n
        ON CONFLICT (classid, objid) DO UPDATE SET path = EXCLUDED.path, object_schema = EXCLUDED.object_schema, object_name = EXCLUDED.object_name, object_type = EXCLUDED.object_type, object_sha = EXCLUDED.object_sha, relation = EXCLUDED.relation;
    END IF;
    IF cardinality(v_seen) < cardinality(classids) THEN
        FOR k IN SELECT o.* FROM unnest(classids, objids) AS t (classid, objid) JOIN pggit_audit.captured_objects o ON o.classid = t.classid AND o.objid = t.objid
                 WHERE (t.classid || ' ' || t.objid) <> ALL (v_seen) LOOP
            DELETE FROM pggit_audit.captured_objects o WHERE o.classid = k.classid AND o.objid = k.objid;
            -- Another object has the path now.
            CONTINUE WHEN EXISTS (SELECT FROM pggit_audit.captured_objects o WHERE o.path = k.path);
            v_change := (k.path, NULL, k.object_sha, NULL, k.object_type, k.object_schema, k.object_name);
            v_changes := v_changes || v_change;
        END LOOP;
    END IF;
    IF v_gone <> '{}' THEN
        v_changes := pggit_audit.capture_gone(v_branch.tree_sha, v_changes, v_gone);
    END IF;
    IF v_changes = '{}' THEN
        RETURN NULL;
    END IF;
    FOREACH v_change IN ARRAY v_changes LOOP
        v_tree_paths := v_tree_paths || v_change.path;
        v_tree_shas := v_tree_shas || v_change.new_sha;
        IF v_change.old_path IS NOT NULL THEN
            v_tree_paths := v_tree_paths || v_change.old_path;
            v_tree_shas := v_tree_shas || NULL::text;
        END IF;
    END LOOP;
    v_tree := pggit_audit.tree_write(v_branch.tree_sha, v_tree_paths, v_tree_shas);
    RETURN pggit_audit.capture_store(v_branch.ref_name, v_branch.head_sha, v_tree.new_tree, message, 'DDL', tags, statement, v_changes, pggit_audit.setting('record_on_commit') = 'on', v_tree.trees, v_tree.contents, v_tree.leaves, v_shas, v_definitions);
END
$$;
COMMENT ON FUNCTION pggit_audit.capture_objects(oid[], oid[], text, text[], text) IS 'Compares the canonical DDL of the objects given with what captured_objects has of them, and where it differs makes a commit. Returns its sha, NULL where nothing differs. Where HEAD is not capture''s own commit everything is compared. Not for users: the lock must be held.';

CREATE FUNCTION pggit_audit.tree_entry(tree_sha text, path text) RETURNS TABLE (object_sha text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT e.object_sha FROM (SELECT pggit_audit.bucket($2) AS b, pggit_audit.bucket_parts_of($1) AS parts OFFSET 0) x
    CROSS JOIN LATERAL (SELECT pggit_audit.bucket_parts_of(x.parts[array_position(x.parts, '040000 #' || substr(x.b, 1, 1)) + 1]) AS parts OFFSET 0) y
    CROSS JOIN LATERAL (SELECT pggit_audit.bucket_parts_of(y.parts[array_position(y.parts, '040000 #' || substr(x.b, 2, 1)) + 1]) AS parts OFFSET 0) z
    JOIN @store@.tree_entries e ON e.tree_sha = z.parts[array_position(z.parts, '040000 #' || substr(x.b, 3, 1)) + 1] AND e.path = $2
$$;
COMMENT ON FUNCTION pggit_audit.tree_entry(text, text) IS 'The blob under a path of a bucketed tree.';

CREATE FUNCTION pggit_audit.set_context(message text DEFAULT NULL, ticket text DEFAULT NULL, application_user text DEFAULT NULL, for_session boolean DEFAULT false) RETURNS void
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    SELECT set_config('pggit_audit.context_message', coalesce(message, ''), NOT for_session), set_config('pggit_audit.context_ticket', coalesce(ticket, ''), NOT for_session),
           set_config('pggit_audit.context_user', coalesce(application_user, ''), NOT for_session);
$$;
COMMENT ON FUNCTION pggit_audit.set_context(text, text, text, boolean) IS 'Says what the commit of this transaction''s DDL (for_session: of all that follow) has for message, ticket and application user; NULL for none. What is given is a claim of the session, kept beside what the server knows of it.';
