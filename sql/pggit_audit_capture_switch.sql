-- Event triggers that note what DDL touches, the trigger at COMMIT, and switching them.
-- Needs:   pggit_audit_capture.sql, _capture_touched.
-- Who:     triggers: every role's DDL; capture_enable and capture_disable: pggit_audit_admin.

CREATE FUNCTION pggit_audit.without_passwords(statement text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- Without one of these there is nothing that any of the patterns, here and in without_secrets, could find.
    IF statement !~* 'pass|secret|token|credential|(?:private|access|api|auth|account)_?key|://' THEN
        RETURN left(statement, 10000);
    END IF;
    RETURN pggit_audit.without_secrets(regexp_replace(left(statement, 10000), '((?:\m|_)(?:pass(?:word|wd|phrase|code)?|secret|token|credential|(?:private|access|api|auth|account)_?key)"?\s*(?:=\s*)?)(?:E|U&)?''(?:[^'']|'''')*''', '\1''********''', 'gi'));
END
$$;
COMMENT ON FUNCTION pggit_audit.without_passwords(text) IS 'A statement, cut at 10,000 characters, with the values of password-like options replaced by a marker.';

CREATE FUNCTION pggit_audit.capture_ddl() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_first boolean := NOT EXISTS (SELECT FROM pggit_audit.capture_notes n WHERE n.transaction_id = pg_current_xact_id());
    v_statement text := pggit_audit.without_passwords(current_query());
BEGIN
    IF TG_EVENT = 'sql_drop' THEN
        INSERT INTO pggit_audit.capture_notes (classid, objid, command_tag, object_identity, statement, is_first)
        SELECT x.classid, x.objid, CASE WHEN x.original THEN TG_TAG END, x.object_identity, CASE WHEN x.n = 1 THEN v_statement END, v_first AND x.n = 1
        FROM (SELECT y.*, row_number() OVER () AS n
              FROM (SELECT o.classid, o.objid, o.original, o.object_identity FROM pg_event_trigger_dropped_objects() o WHERE NOT o.is_temporary AND coalesce(o.schema_name, '') !~ '^(pg_temp|pggit)'
                    -- What a table or domain loses by cascade is told by the table's or domain's name.
                    UNION ALL SELECT 'pg_class'::regclass, to_regclass(format('%I.%I', o.address_names[1], o.address_names[2])), false, o.object_identity
                    FROM pg_event_trigger_dropped_objects() o WHERE NOT o.is_temporary AND o.object_type IN ('table constraint', 'default value') AND to_regclass(format('%I.%I', o.address_names[1], o.address_names[2])) IS NOT NULL
                    UNION ALL SELECT 'pg_type'::regclass, to_regtype(o.address_names[1]), false, o.object_identity
                    FROM pg_event_trigger_dropped_objects() o WHERE o.object_type = 'domain constraint' AND to_regtype(o.address_names[1]) IS NOT NULL
                    UNION ALL SELECT 'pg_publication'::regclass, p.oid, false, o.object_identity
                    FROM pg_event_trigger_dropped_objects() o JOIN pg_publication p ON p.pubname = o.address_args[1] WHERE o.object_type IN ('publication relation', 'publication namespace')) y) x;
    ELSE
        INSERT INTO pggit_audit.capture_notes (classid, objid, command_tag, object_identity, statement, is_first)
        SELECT coalesce(c.classid, 0), coalesce(c.objid, 0), c.command_tag, coalesce(c.object_identity, c.object_type), CASE WHEN c.n = 1 THEN v_statement END, v_first AND c.n = 1
        FROM (SELECT e.*, row_number() OVER () AS n FROM pg_event_trigger_ddl_commands() e WHERE NOT e.in_extension AND coalesce(e.schema_name, '') !~ '^(pg_temp|pggit)') c;
    END IF;
END
$$;
COMMENT ON FUNCTION pggit_audit.capture_ddl() IS 'Event trigger: notes by catalog identity what a command touched. No JVM, nothing of the user''s is run. SECURITY DEFINER: whoever makes DDL needs no right on the notes.';

CREATE FUNCTION pggit_audit.capture_is_at_commit(put_off_at timestamptz) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_stack text := pggit_audit.call_stack();
BEGIN
    -- What stands right behind the trigger: within a function, the statement of it that fired us; a procedure's COMMIT runs none.
    v_stack := split_part(split_part(v_stack, 'pggit_audit.capture_commit()', 2), E'\n', 2);
    IF v_stack <> '' THEN
        RETURN v_stack !~ '^SQL (statement|function) "';
    ELSIF NOT EXISTS (SELECT FROM pg_backend_memory_contexts m WHERE m.name = 'PortalContext' AND m.ident = '<unnamed>') THEN
        -- No statement runs: the client's message, or this statement of it, is through.
        RETURN true;
    END IF;
    -- A statement that came by itself (extended protocol) is still there when it commits: but only the first time that we are called for it can be for itself.
    RETURN put_off_at IS NOT DISTINCT FROM statement_timestamp() AND EXISTS (SELECT FROM pg_cursors c WHERE c.name = '');
END
$$;
COMMENT ON FUNCTION pggit_audit.capture_is_at_commit(timestamptz) IS 'Whether the trigger that calls this runs at the transaction''s end, and not because constraints are made immediate. put_off_at: as in capture_notes. Not for users.';

CREATE FUNCTION pggit_audit.capture_commit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off SET jit = off AS $$
DECLARE
    v_classes oid[];
    v_objects oid[];
    v_event_triggers oid[] := '{}';
    v_tags text[];
    v_statements text[];
    v_statement text;
    v_known boolean;
    v_locked boolean := false;
    v_patience text := current_setting('lock_timeout');
    v_since timestamptz;
    v_head text;
    v_state text;
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
BEGIN
    -- Not at COMMIT yet, but where constraints are made immediate? Then the first note is written again, to come back at COMMIT: one transaction is one commit.
    GET DIAGNOSTICS v_detail = PG_CONTEXT;
    IF (strpos(v_detail, E'\n') > 0 OR strpos(lower(current_query() COLLATE "C"), 'constraints') > 0) AND NEW.put_offs < 1000 AND NOT pggit_audit.capture_is_at_commit(NEW.put_off_at) THEN
        SET CONSTRAINTS pggit_audit.capture_at_commit DEFERRED;
        DELETE FROM pggit_audit.capture_notes n WHERE n.note_id = NEW.note_id;
        NEW.put_off_at := statement_timestamp();
        NEW.put_offs := NEW.put_offs + 1;
        INSERT INTO pggit_audit.capture_notes OVERRIDING SYSTEM VALUE SELECT NEW.*;
        RETURN NULL;
    END IF;
    -- Known: an object that HEAD has, or a command whose objects' parts and users must be looked for. Else all of it is new: nobody's text names it but theirs that are new too.
    SELECT array_agg(DISTINCT n.command_tag) FILTER (WHERE n.command_tag IS NOT NULL), array_agg(n.statement ORDER BY n.note_id) FILTER (WHERE n.statement IS NOT NULL),
           bool_or(k.object_type <> 'SCHEMA' OR k.object_type IS NOT NULL AND n.command_tag IS DISTINCT FROM 'CREATE SCHEMA' OR n.classid NOT IN ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_type'::regclass, 'pg_namespace'::regclass)
                   OR n.command_tag IS NULL OR n.command_tag NOT LIKE 'CREATE %' AND n.command_tag NOT IN ('ALTER TABLE', 'ALTER SEQUENCE') OR coalesce(c.relkind = 'I', false)
                   -- With a shell of the type that it returns.
                   OR n.classid = 'pg_proc'::regclass AND EXISTS (SELECT FROM pg_proc p JOIN pg_type t ON t.oid = p.prorettype AND NOT t.typisdefined WHERE p.oid = n.objid)
                   -- An identity column's sequence, a key's index: no entries, but part of one.
                   OR k.objid IS NULL AND n.command_tag NOT LIKE 'CREATE %' AND EXISTS (SELECT FROM pggit_audit.capture_owner(n.classid, n.objid) w JOIN pggit_audit.captured_objects h ON h.classid = w.classid AND h.objid = w.objid)),
           array_agg(CASE c.relkind WHEN 'c' THEN 'pg_type'::regclass ELSE n.classid END) FILTER (WHERE NOT x.is_key), array_agg(CASE c.relkind WHEN 'c' THEN c.reltype ELSE n.objid END) FILTER (WHERE NOT x.is_key)
    INTO v_tags, v_statements, v_known, v_classes, v_objects
    FROM pggit_audit.capture_notes n
    LEFT JOIN pg_class c ON n.classid = 'pg_class'::regclass AND c.oid = n.objid
    LEFT JOIN pggit_audit.captured_objects k ON k.classid = n.classid AND k.objid = n.objid
    CROSS JOIN LATERAL (SELECT coalesce(c.relkind = 'i' AND pggit_audit.catalog_is_key(c.oid), false) AS is_key) x
    WHERE n.transaction_id = pg_current_xact_id();
    FOR i IN 1 .. coalesce(cardinality(v_statements), 0) LOOP
        IF i = 1 THEN
            v_statement := v_statements[1];
        ELSIF v_statements[i] <> v_statements[i - 1] THEN
            v_statement := v_statement || E';\n' || v_statements[i];
        END IF;
    END LOOP;
    LOOP
    BEGIN
        IF v_known THEN
            SELECT array_agg(t.classid), array_agg(t.objid), (SELECT s.head_sha FROM pggit_audit.capture_state s) INTO v_classes, v_objects, v_head FROM pggit_audit.capture_touched() t;
            -- Views are read with locks on their tables: best taken before ours, for whoever has them may wait for ours.
            PERFORM pg_get_viewdef(c.oid) FROM unnest(v_classes, v_objects) AS t (classid, objid) JOIN pg_class c ON c.oid = t.objid AND c.relkind IN ('v', 'm') WHERE t.classid = 'pg_class'::regclass;
        END IF;
        PERFORM pg_advisory_xact_lock(1885828724, 1);
        v_locked := true;
        v_since := coalesce(v_since, clock_timestamp());
        PERFORM set_config('lock_timeout', '20ms', true);
        IF v_known THEN
            -- Whoever had the lock meanwhile may have made others that name what we touched.
            IF (SELECT s.head_sha FROM pggit_audit.capture_state s) IS DISTINCT FROM v_head THEN
                SELECT array_agg(t.classid), array_agg(t.objid) INTO v_classes, v_objects FROM pggit_audit.capture_touched() t;
            END IF;
        ELSE
            -- Event triggers fire no event triggers: new ones come with the next commit.
            v_event_triggers := ARRAY(SELECT e.oid FROM pg_event_trigger e WHERE e.evtname !~ '^pggit' AND NOT EXISTS (SELECT FROM pggit_audit.captured_objects k WHERE k.classid = 'pg_event_trigger'::regclass AND k.objid = e.oid));
        END IF;
        v_message := pggit_audit.capture_objects(coalesce(v_classes, '{}') || array_fill('pg_event_trigger'::regclass::oid, ARRAY[cardinality(v_event_triggers)]), coalesce(v_objects, '{}') || v_event_triggers, nullif(current_setting('pggit_audit.context_message', true), ''), coalesce(v_tags, '{}'), v_statement);
        PERFORM set_config('lock_timeout', v_patience, true);
        EXIT;
    EXCEPTION
    WHEN serialization_failure OR deadlock_detected OR query_canceled THEN
        RAISE;
    WHEN OTHERS THEN
        IF SQLSTATE = '55P03' AND v_locked AND (v_patience = '0' OR clock_timestamp() < v_since + v_patience::interval) THEN
            -- Who has what we need may be at its own COMMIT and wait for us. With this block our lock is gone: it may go first. But not for longer than the session would wait for a lock.
            v_locked := false;
            PERFORM pg_sleep(0.02 + random() / 50);
            CONTINUE;
        END IF;
        GET STACKED DIAGNOSTICS v_state = RETURNED_SQLSTATE, v_message = MESSAGE_TEXT, v_detail = PG_EXCEPTION_DETAIL, v_hint = PG_EXCEPTION_CONTEXT, v_constraint = CONSTRAINT_NAME;
        IF v_state = '23505' AND v_constraint = 'object_versions_path_version_number_key' THEN
            -- As record_versions says it.
            RAISE EXCEPTION 'another transaction has given the same version number' USING ERRCODE = '40001',
                DETAIL = v_message, HINT = 'Transactions that write commits under REPEATABLE READ or SERIALIZABLE may have to be tried again.';
        END IF;
        IF pggit_audit.setting('capture_on_failure') = 'fail' THEN
            RAISE EXCEPTION 'this transaction''s DDL can not be captured: %', v_message USING ERRCODE = 'PA031', DETAIL = concat_ws(' ', 'SQLSTATE ' || v_state || '.', nullif(v_detail, ''), v_hint),
                HINT = 'The transaction is rolled back. With the setting capture_on_failure = gap it would go through, and capture_gaps would say what was not captured.';
        END IF;
        INSERT INTO pggit_audit.capture_gaps (kind, error_code, error_message, object_identities, statement)
        VALUES ('FAILED', v_state, v_message, ARRAY(SELECT DISTINCT n.object_identity FROM pggit_audit.capture_notes n WHERE n.transaction_id = pg_current_xact_id() AND n.object_identity IS NOT NULL), v_statement);
        RAISE WARNING 'DDL of this transaction is not captured: %', v_message;
        EXIT;
    END;
    END LOOP;
    DELETE FROM pggit_audit.capture_notes n WHERE n.transaction_id = pg_current_xact_id();
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION pggit_audit.capture_commit() IS 'Trigger, deferred to COMMIT: makes the commit of a transaction''s DDL. Where that fails the transaction fails (PA031), or, with capture_on_failure = gap, a capture_gaps row says why. SECURITY DEFINER: whoever makes DDL needs no right on store and audit.';

CREATE CONSTRAINT TRIGGER capture_at_commit AFTER INSERT ON pggit_audit.capture_notes DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.is_first) EXECUTE FUNCTION pggit_audit.capture_commit();
ALTER TABLE pggit_audit.capture_notes ENABLE ALWAYS TRIGGER capture_at_commit;
COMMENT ON TRIGGER capture_at_commit ON pggit_audit.capture_notes IS 'Makes the commit when the transaction commits; fires in replica sessions too.';

CREATE EVENT TRIGGER pggit_audit_capture_ddl ON ddl_command_end EXECUTE FUNCTION pggit_audit.capture_ddl();
ALTER EVENT TRIGGER pggit_audit_capture_ddl DISABLE;
COMMENT ON EVENT TRIGGER pggit_audit_capture_ddl IS 'pgGit Audit: notes what DDL touches. Switched by capture_enable and capture_disable.';
CREATE EVENT TRIGGER pggit_audit_capture_drop ON sql_drop EXECUTE FUNCTION pggit_audit.capture_ddl();
ALTER EVENT TRIGGER pggit_audit_capture_drop DISABLE;
COMMENT ON EVENT TRIGGER pggit_audit_capture_drop IS 'pgGit Audit: notes what DDL drops. Switched by capture_enable and capture_disable.';

CREATE FUNCTION pggit_audit.capture_enable(reason text DEFAULT 'enabled') RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_sha text;
BEGIN
    IF reason IS NULL THEN
        RAISE EXCEPTION 'the reason is NULL' USING ERRCODE = '22004', HINT = 'Leave it out, or say why.';
    END IF;
    ALTER EVENT TRIGGER pggit_audit_capture_ddl ENABLE ALWAYS;
    ALTER EVENT TRIGGER pggit_audit_capture_drop ENABLE ALWAYS;
    v_sha := pggit_audit.commit_schema('Snapshot at the start of capture: ' || reason);
    INSERT INTO pggit_audit.capture_switches (enabled, reason, head_sha) VALUES (true, reason, (pggit_audit.capture_branch()).head_sha);
    RETURN v_sha;
END
$$;
COMMENT ON FUNCTION pggit_audit.capture_enable(text) IS 'Switches capture on, commits what HEAD does not have yet, and records both. Returns that commit, NULL where HEAD has all. DDL of transactions that are open meanwhile may be missed: find_drift tells. SECURITY DEFINER: event triggers are the superuser''s.';

CREATE FUNCTION pggit_audit.capture_disable(reason text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF coalesce(btrim(reason), '') = '' THEN
        RAISE EXCEPTION 'a reason is needed to switch capture off' USING ERRCODE = '22004';
    END IF;
    ALTER EVENT TRIGGER pggit_audit_capture_ddl DISABLE;
    ALTER EVENT TRIGGER pggit_audit_capture_drop DISABLE;
    INSERT INTO pggit_audit.capture_switches (enabled, reason, head_sha) VALUES (false, reason, (pggit_audit.capture_branch()).head_sha);
END
$$;
COMMENT ON FUNCTION pggit_audit.capture_disable(text) IS 'Switches capture off, and records who, when and why. Error 22004: no reason. SECURITY DEFINER: event triggers are the superuser''s.';
