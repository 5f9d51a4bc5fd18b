-- The event triggers' functions: nothing of the extension is changed or dropped outside a maintenance window.
-- Needs:   pggit_audit_maintenance.sql. The event triggers themselves come last (pggit_audit_seal.sql).
-- Who:     everybody's DDL passes them.

CREATE FUNCTION pggit_audit.refuse_ddl(command text, object text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% on % is refused: it belongs to the audit trail', command, object USING ERRCODE = 'PA053', DETAIL = format('Session user: %s.', session_user),
        HINT = 'Declare it: SELECT pggit_audit.begin_maintenance(''why''), then the command, then SELECT pggit_audit.end_maintenance().';
END
$$;
COMMENT ON FUNCTION pggit_audit.refuse_ddl(text, text) IS 'Raises PA053. Not for users.';

CREATE FUNCTION pggit_audit.is_ours(class_id oid, object_id oid) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
    v_extension oid := (SELECT e.oid FROM pg_extension e WHERE e.extname = 'pggit_audit');
    v_relations oid[] := '{}';
BEGIN
    -- Everybody's DDL waits for this: only the queries that its kind of object needs.
    CASE class_id
    WHEN 'pg_class'::regclass THEN
        v_relations := object_id || ARRAY(SELECT i.indrelid FROM pg_index i WHERE i.indexrelid = object_id UNION ALL SELECT h.inhparent FROM pg_inherits h WHERE h.inhrelid = object_id);
    WHEN 'pg_trigger'::regclass THEN
        v_relations := ARRAY(SELECT t.tgrelid FROM pg_trigger t WHERE t.oid = object_id);
    WHEN 'pg_rewrite'::regclass THEN
        v_relations := ARRAY(SELECT r.ev_class FROM pg_rewrite r WHERE r.oid = object_id);
    WHEN 'pg_policy'::regclass THEN
        v_relations := ARRAY(SELECT y.polrelid FROM pg_policy y WHERE y.oid = object_id);
    WHEN 'pg_constraint'::regclass THEN
        v_relations := ARRAY(SELECT k.conrelid FROM pg_constraint k WHERE k.oid = object_id);
    ELSE
        NULL;
    END CASE;
    -- By the depending object, never by the extension, which has hundreds of members.
    RETURN v_extension = ANY (ARRAY(SELECT d.refobjid FROM (SELECT w.* FROM pg_depend w WHERE w.classid = class_id AND w.objid = object_id OFFSET 0) d WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'))
        OR v_relations <> '{}' AND EXISTS (
            SELECT FROM pg_class c WHERE c.oid = ANY (v_relations) AND (c.relnamespace = 'pggit_audit'::regnamespace AND c.relkind = 'r' OR v_extension = ANY (ARRAY(
                SELECT d.refobjid FROM (SELECT w.* FROM pg_depend w WHERE w.classid = 'pg_class'::regclass AND w.objid = c.oid OFFSET 0) d WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'))));
END
$$;
COMMENT ON FUNCTION pggit_audit.is_ours(oid, oid) IS 'True for a member of the extension, a table in its schema, and a trigger, rule, policy, constraint, index or child of such a table.';

CREATE FUNCTION pggit_audit.refuse_change() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_command record;
    v_stack text;
BEGIN
    IF to_regnamespace('pggit_audit') IS NULL THEN
        -- Every function names the schema: under another name nothing works, in a maintenance window neither.
        RAISE EXCEPTION '% on schema pggit_audit is refused: it belongs to the audit trail', tg_tag USING ERRCODE = 'PA053', DETAIL = format('Session user: %s.', session_user);
    END IF;
    v_stack := pggit_audit.call_stack();
    -- Words in a stack may be anybody's, from a comment of a statement: what attach_store has put on record in this very transaction counts.
    IF v_stack ~ 'function pggit_audit\.(bind_store|attach_store)\(' THEN
        IF (SELECT e.event = 'STORE_ATTACHING' AND e.detail = pg_current_xact_id()::text FROM pggit_audit.evidence_events e WHERE e.event IN ('STORE_ATTACHING', 'STORE_ATTACHED') ORDER BY e.event_id DESC LIMIT 1) THEN
            RETURN;
        END IF;
    END IF;
    FOR v_command IN SELECT c.* FROM pg_event_trigger_ddl_commands() c WHERE NOT c.in_extension AND c.command_tag NOT IN ('COMMENT', 'REINDEX') LOOP
        IF v_command.command_tag = 'ALTER EXTENSION' AND v_command.object_identity = 'pggit_audit' THEN
            IF (SELECT e.extversion FROM pg_extension e WHERE e.extname = 'pggit_audit') IS DISTINCT FROM (SELECT i.digest FROM pggit_audit.installed_objects i WHERE i.object = 'extension pggit_audit') THEN
                -- An update by a script of the installation: what it leaves is what is installed.
                PERFORM pggit_audit.accept_installation('ALTER EXTENSION UPDATE to ' || (SELECT e.extversion FROM pg_extension e WHERE e.extname = 'pggit_audit'));
            ELSIF EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'pggit_audit'::regnamespace AND c.relkind IN ('r', 'v') AND NOT EXISTS (
                          SELECT FROM (SELECT w.* FROM pg_depend w WHERE w.classid = 'pg_class'::regclass AND w.objid = c.oid OFFSET 0) d WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'))
                OR EXISTS (SELECT FROM pg_proc p WHERE p.pronamespace = 'pggit_audit'::regnamespace AND NOT EXISTS (
                          SELECT FROM (SELECT w.* FROM pg_depend w WHERE w.classid = 'pg_proc'::regclass AND w.objid = p.oid OFFSET 0) d WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e')) THEN
                IF NOT pggit_audit.is_maintenance() THEN
                    PERFORM pggit_audit.refuse_ddl('ALTER EXTENSION', 'pggit_audit');
                END IF;
            END IF;
        ELSIF (v_command.schema_name = 'pggit_audit' OR pggit_audit.is_ours(v_command.classid, v_command.objid)) AND NOT pggit_audit.is_maintenance() THEN
            PERFORM pggit_audit.refuse_ddl(v_command.command_tag, v_command.object_identity);
        ELSIF v_command.command_tag IN ('ALTER TABLE', 'ALTER TRIGGER') THEN
            -- In conditions of their own, here and below: with the query in it the condition would be planned anew for every command.
            IF NOT pggit_audit.is_maintenance()
               AND EXISTS (SELECT FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid WHERE p.pronamespace = 'pggit_audit'::regnamespace AND t.tgname LIKE 'pggit\_audit\_%'
                           AND (t.tgrelid = v_command.objid OR t.oid = v_command.objid)
                           -- Not ALWAYS yet, as a restore makes them, passes here; guards_in_place sees it.
                           AND t.tgenabled IN ('D', 'R')) THEN
                PERFORM pggit_audit.refuse_ddl(v_command.command_tag, 'the recording trigger of ' || v_command.object_identity);
            END IF;
        END IF;
    END LOOP;
    IF tg_tag = 'REASSIGN OWNED' THEN
        IF NOT pggit_audit.is_maintenance()
           AND EXISTS (SELECT FROM pg_class c JOIN pg_extension e ON e.extname = 'pggit_audit' WHERE c.relnamespace = 'pggit_audit'::regnamespace AND c.relowner <> e.extowner) THEN
            PERFORM pggit_audit.refuse_ddl('REASSIGN OWNED', 'schema pggit_audit');
        END IF;
    END IF;
END
$$;
COMMENT ON FUNCTION pggit_audit.refuse_change() IS 'Event trigger (ddl_command_end): outside a maintenance window nothing of the extension is altered, replaced, given away, or gets a trigger, rule, policy or child; and its trigger on the store stays on (PA053). An ALTER EXTENSION UPDATE passes and is put on record. SECURITY DEFINER: it fires for everybody''s DDL.';

CREATE FUNCTION pggit_audit.refuse_drop() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_object record;
BEGIN
    FOR v_object IN
        SELECT o.object_type, o.object_identity FROM pg_event_trigger_dropped_objects() o
        WHERE (o.address_names[1] = 'pggit_audit' OR o.object_type = 'trigger' AND o.address_names[3] LIKE 'pggit\_audit\_%') AND NOT o.is_temporary
    LOOP
        IF EXISTS (SELECT FROM pg_extension e WHERE e.extname = 'pggit_audit') AND NOT pggit_audit.is_maintenance() THEN
            PERFORM pggit_audit.refuse_ddl(tg_tag, v_object.object_type || ' ' || v_object.object_identity);
        END IF;
        RETURN;
    END LOOP;
END
$$;
COMMENT ON FUNCTION pggit_audit.refuse_drop() IS 'Event trigger (sql_drop): outside a maintenance window nothing of the extension, and not its trigger on the store, is dropped (PA053). SECURITY DEFINER: it fires for everybody''s DDL.';

CREATE FUNCTION pggit_audit.refuse_drop_extension() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_stack text := pggit_audit.call_stack();
    v_text text;
    v_names text[];
    v_ours text;
BEGIN
    IF NOT EXISTS (SELECT FROM pggit_audit.evidence_batches) OR pggit_audit.is_maintenance() THEN
        RETURN;
    END IF;
    -- The objects are not told here, and behind the DROP this trigger is gone itself: so the command must say by its text that it does not mean us. Within a function its text is in the stack.
    v_text := CASE WHEN strpos(v_stack, E'\n') > 0 THEN regexp_replace(substr(v_stack, strpos(v_stack, E'\n') + 1), '"\n((PL/pgSQL|SQL) function )', E';\n\\1', 'g') ELSE current_query() END;
    v_names := ARRAY(SELECT m[1] FROM regexp_matches(v_text, CASE tg_tag WHEN 'DROP EXTENSION' THEN '\mdrop\s+extension\M([^;]*)' ELSE '\mdrop\s+owned\s+by\M([^;]*)' END, 'gi') AS m);
    IF tg_tag = 'DROP EXTENSION' THEN
        -- Ourselves; with CASCADE also the languages that our functions are written in.
        v_ours := '\m(pggit_audit' || coalesce((SELECT string_agg(DISTINCT '|' || regexp_replace(e.extname::text, '\W', '\\\&', 'g'), '') FROM pg_proc p
            JOIN pg_depend d ON d.classid = 'pg_language'::regclass AND d.objid = p.prolang AND d.refclassid = 'pg_extension'::regclass JOIN pg_extension e ON e.oid = d.refobjid
            WHERE p.pronamespace = 'pggit_audit'::regnamespace), '') || ')\M';
    ELSE
        v_ours := '\m(current_user|current_role|session_user|user|' || (SELECT regexp_replace(pg_get_userbyid(e.extowner)::text, '\W', '\\\&', 'g') FROM pg_extension e WHERE e.extname = 'pggit_audit') || ')\M';
    END IF;
    -- What a comment, an escape, a doubled quote or a quoted semicolon could hide is refused.
    IF v_names <> '{}' AND v_text !~* '\mdrop\s*(owned\s*)?(--|/\*)' AND v_text !~* '\mu&"|""'
       AND NOT EXISTS (SELECT FROM unnest(v_names) AS n (name) WHERE n.name ~ '--|/\*' OR (length(n.name) - length(replace(n.name, '"', ''))) % 2 = 1
                       OR n.name ~* 'pggit_audit' OR n.name ~* v_ours AND (tg_tag = 'DROP OWNED' OR n.name ~* '\mcascade\M')) THEN
        RETURN;
    END IF;
    RAISE EXCEPTION '% is refused: it may delete the audit trail', tg_tag USING ERRCODE = 'PA053',
        DETAIL = format('%s leaves of evidence. Session user: %s.', pggit_audit.evidence_size(), session_user),
        HINT = 'To drop pgGit Audit with all its rows (take a dump first): SELECT pggit_audit.begin_maintenance(''why''), then DROP EXTENSION. To drop something else name it in plain words: no comment within the command, and for DROP OWNED not the extension''s owner.';
END
$$;
COMMENT ON FUNCTION pggit_audit.refuse_drop_extension() IS 'Event trigger (ddl_command_start): outside a maintenance window, and once there is evidence, no DROP EXTENSION or DROP OWNED that may reach the extension (PA053). SECURITY DEFINER: it fires for everybody''s DDL.';
