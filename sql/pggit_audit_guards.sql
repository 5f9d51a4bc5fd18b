-- Append-only guards of the tables, and the one way through them: verify_change.
-- Needs:   pggit_audit_schema.sql.
-- Who:     everyone, superusers too; verify_change is pggit_audit_auditor's.

CREATE FUNCTION pggit_audit.refuse_modification() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '% on %.% is refused: the audit trail is append-only', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'PA006', DETAIL = format('Trigger %s. Session user: %s.', TG_NAME, session_user),
              HINT = CASE TG_TABLE_NAME WHEN 'changes' THEN 'To mark a change as verified use pggit_audit.verify_change(change_id, status, notes).' ELSE 'Add a row that corrects, through the functions of pggit_audit.' END;
END
$$;
COMMENT ON FUNCTION pggit_audit.refuse_modification() IS 'Guard of the append-only tables: always raises PA006.';

CREATE FUNCTION pggit_audit.allow_verification_only() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF OLD.verified OR NOT NEW.verified
       OR (to_jsonb(OLD) - 'verified') IS DISTINCT FROM (to_jsonb(NEW) - 'verified')
       OR NOT EXISTS (SELECT FROM pggit_audit.compliance_log l WHERE l.change_id = OLD.change_id AND l.verification_status = 'PASSED') THEN
        RAISE EXCEPTION 'UPDATE on pggit_audit.changes is refused: the audit trail is append-only'
            USING ERRCODE = 'PA006', DETAIL = format('Change %s. Session user: %s.', OLD.change_id, session_user),
                  HINT = 'To mark a change as verified use pggit_audit.verify_change(change_id, status, notes).';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION pggit_audit.allow_verification_only() IS 'Guard of changes: lets verified go from false to true where compliance_log has a PASSED row, and raises PA006 for every other UPDATE.';

DO $$
DECLARE
    v_table text;
BEGIN
    FOREACH v_table IN ARRAY ARRAY['changes', 'object_versions', 'compliance_log', 'recorded_commits', 'recording_gaps', 'settings'] LOOP
        EXECUTE format('CREATE TRIGGER a_append_only BEFORE %s ON pggit_audit.%I FOR EACH STATEMENT EXECUTE FUNCTION pggit_audit.refuse_modification()',
                       CASE v_table WHEN 'changes' THEN 'DELETE OR TRUNCATE' ELSE 'UPDATE OR DELETE OR TRUNCATE' END, v_table);
        EXECUTE format('ALTER TABLE pggit_audit.%I ENABLE ALWAYS TRIGGER a_append_only', v_table);
        EXECUTE format('COMMENT ON TRIGGER a_append_only ON pggit_audit.%I IS %L', v_table, 'Refuses changes to what is recorded; fires in replica sessions too.');
    END LOOP;
END
$$;
CREATE TRIGGER a_verification_only BEFORE UPDATE ON pggit_audit.changes FOR EACH ROW EXECUTE FUNCTION pggit_audit.allow_verification_only();
ALTER TABLE pggit_audit.changes ENABLE ALWAYS TRIGGER a_verification_only;
COMMENT ON TRIGGER a_verification_only ON pggit_audit.changes IS 'Lets verify_change set verified, refuses every other UPDATE; fires in replica sessions too.';

-- change_id -> changes. Not foreign keys: pg_restore -j loads an extension's tables in any order, and their keys are there from the start. Changes are never
-- deleted, so nothing has to be held. Versions are written by record_versions alone, out of changes; validate_audit_integrity compares them.
CREATE FUNCTION pggit_audit.require_change() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM pggit_audit.changes c WHERE c.change_id = NEW.change_id)
       AND NOT pggit_audit.is_restoring() THEN
        RAISE EXCEPTION 'there is no change %', coalesce(NEW.change_id::text, 'NULL') USING ERRCODE = '23503', DETAIL = format('Row of %s.%s.', TG_TABLE_SCHEMA, TG_TABLE_NAME);
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION pggit_audit.require_change() IS 'Guard of compliance_log: a row is of a change that is there (23503), but in a session that a dump has set up (row_security and check_function_bodies off, superuser), where it may come later.';
CREATE TRIGGER a_change_exists BEFORE INSERT ON pggit_audit.compliance_log FOR EACH ROW EXECUTE FUNCTION pggit_audit.require_change();
ALTER TABLE pggit_audit.compliance_log ENABLE ALWAYS TRIGGER a_change_exists;
COMMENT ON TRIGGER a_change_exists ON pggit_audit.compliance_log IS 'A verification is of a change that is there.';

CREATE FUNCTION pggit_audit.is_restoring() RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- Every audited statement asks: what is nearly always false comes first, and without a query.
    IF current_setting('row_security') = 'off' AND current_setting('check_function_bodies') = 'off' THEN
        RETURN (SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = session_user);
    END IF;
    RETURN false;
END
$$;
COMMENT ON FUNCTION pggit_audit.is_restoring() IS 'True in a session that a dump has set up (row_security and check_function_bodies off, superuser).';

CREATE FUNCTION pggit_audit.is_restored() RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_stack text;
BEGIN
    IF NOT pggit_audit.is_restoring() THEN
        RETURN false;
    END IF;
    -- A dump's rows come by its own COPY or INSERT. What a function writes there, as capture of the dump's DDL does, is new. The stack is this function and the trigger, or more.
    GET DIAGNOSTICS v_stack = PG_CONTEXT;
    RETURN strpos(substr(v_stack, strpos(v_stack, E'\n') + 1), E'\n') = 0;
END
$$;
COMMENT ON FUNCTION pggit_audit.is_restored() IS 'For triggers: true where the row comes from a dump, in a session that the dump has set up and by a statement of its own: such rows bring their leaves and receipts with them. What functions write in such a session is new.';

CREATE FUNCTION pggit_audit.call_stack() RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET lc_messages = 'C' AS $$
DECLARE
    v_stack text;
BEGIN
    GET DIAGNOSTICS v_stack = PG_CONTEXT;
    -- A function's signature is as quote_all_identifiers was when the session first called it.
    RETURN regexp_replace(substr(v_stack, strpos(v_stack, E'\n') + 1), 'function "pggit_audit"\."(\w+)"\(', 'function pggit_audit.\1(', 'g');
END
$$;
COMMENT ON FUNCTION pggit_audit.call_stack() IS 'PG_CONTEXT of the caller in English and with our functions unquoted, whatever lc_messages and quote_all_identifiers are. SECURITY DEFINER: only a superuser sets lc_messages.';

CREATE FUNCTION pggit_audit.refuse_direct_insert() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_stack text;
    v_caller text[];
BEGIN
    -- The right to insert is for the recording functions, which run with the caller's rights. A superuser's insertion is told by the evidence log.
    IF current_setting('is_superuser') = 'on' AND current_setting('role') = 'none' THEN
        RETURN NULL;
    END IF;
    v_stack := pggit_audit.call_stack();
    -- Behind this guard: the statement, then the function. Words in a statement of the user's are not enough: it must be the very text of a statement of ours, to its semicolon.
    v_caller := regexp_match(substr(v_stack, strpos(v_stack, E'\n') + 1), '^SQL statement "(.*?)"\nPL/pgSQL function pggit_audit\.(\w+)\(');
    IF NOT coalesce((SELECT bool_or(strpos(p.prosrc, v_caller[1] || ';') > 0) FROM pg_proc p WHERE p.pronamespace = 'pggit_audit'::regnamespace AND p.proname = v_caller[2]), false)
       -- The one that is put together: with the schema of a run that has begun.
       AND NOT EXISTS (SELECT FROM pg_proc p CROSS JOIN LATERAL regexp_matches(p.prosrc, '[$]sql[$](.*?)[$]sql[$]', 'g') AS m CROSS JOIN (SELECT DISTINCT b.v1_schema FROM pggit_audit.backfill_runs b) r
                       WHERE p.pronamespace = 'pggit_audit'::regnamespace AND p.proname = 'backfill_store_rows' AND p.proname = v_caller[2] AND format(m[1], r.v1_schema, replace(r.v1_schema, '''', '''''')) = v_caller[1])
       AND NOT (SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = session_user) THEN
        RAISE EXCEPTION 'INSERT on %.% is refused: rows are recorded by the functions of pggit_audit alone', TG_TABLE_SCHEMA, TG_TABLE_NAME
            USING ERRCODE = 'PA006', DETAIL = format('Trigger %s. Session user: %s.', TG_NAME, session_user), HINT = 'Use process_commit_range, record_missing_commits or backfill_from_v1_history.';
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION pggit_audit.refuse_direct_insert() IS 'Guard of changes, object_versions and recorded_commits: rows come through the extension''s functions (PA006), but for superusers.';
DO $$
DECLARE
    v_table text;
BEGIN
    FOREACH v_table IN ARRAY ARRAY['changes', 'object_versions', 'recorded_commits'] LOOP
        EXECUTE format('CREATE TRIGGER a_direct_insert BEFORE INSERT ON pggit_audit.%I FOR EACH STATEMENT EXECUTE FUNCTION pggit_audit.refuse_direct_insert()', v_table);
        EXECUTE format('ALTER TABLE pggit_audit.%I ENABLE ALWAYS TRIGGER a_direct_insert', v_table);
        EXECUTE format('COMMENT ON TRIGGER a_direct_insert ON pggit_audit.%I IS %L', v_table, 'Rows come through the extension''s functions alone.');
    END LOOP;
END
$$;

---------------------------------------------------------------- verification

CREATE FUNCTION pggit_audit.is_author(author text, user_name name) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    -- By the database's locale and by ASCII alone: in a Turkish one INGE is not the inge that the server takes it for.
    SELECT coalesce(bool_or(lower(user_name::text COLLATE "default") = lower(u.named COLLATE "default") OR lower(user_name::text COLLATE "C") = lower(u.named COLLATE "C")), false)
    FROM unnest(ARRAY[author, btrim(split_part(author, '<', 1)), substring(author FROM '<([^<>]*)>'), substring(author FROM '<([^<>@]*)@[^<>]*>')]) AS u (named)
$$;
COMMENT ON FUNCTION pggit_audit.is_author(text, name) IS 'True where a commit''s author ("Name <user@host>") is this database user: by the name, the address, or what stands before its @; case aside.';

CREATE FUNCTION pggit_audit.verify_change(change_id uuid, status text, notes text DEFAULT NULL) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    v_change pggit_audit.changes;
    v_status text := CASE WHEN status IN ('PASSED', 'FAILED', 'PENDING') THEN status WHEN status = session_user THEN 'PASSED' ELSE status END;
BEGIN
    SELECT c.* INTO v_change FROM pggit_audit.changes c WHERE c.change_id = verify_change.change_id FOR UPDATE;
    IF v_change.change_id IS NULL THEN
        RAISE EXCEPTION 'there is no change %', coalesce(change_id::text, 'NULL') USING ERRCODE = 'PA020',
            HINT = 'SELECT change_id FROM pggit_audit.unverified_changes lists those that wait.';
    ELSIF v_status IS NULL OR v_status NOT IN ('PASSED', 'FAILED', 'PENDING') THEN
        RAISE EXCEPTION 'the status of a verification is PASSED, FAILED or PENDING, not %', coalesce(quote_literal(status), 'NULL') USING ERRCODE = 'PA021',
            HINT = 'Verifications are always signed by the session user: no other name can be given.';
    ELSIF v_change.verified THEN
        RAISE EXCEPTION 'change % is verified already', change_id USING ERRCODE = 'PA022',
            DETAIL = coalesce((SELECT format('By %s at %s.', l.verified_by, l.verified_at) FROM pggit_audit.compliance_log l
                               WHERE l.change_id = v_change.change_id AND l.verification_status = 'PASSED' ORDER BY l.verified_at DESC LIMIT 1), 'The log does not say by whom: run validate_audit_integrity().');
    ELSIF pggit_audit.setting('allow_self_verification') = 'off'
          AND pggit_audit.is_author(v_change.author, session_user) THEN
        RAISE EXCEPTION 'the author of a change can not verify it' USING ERRCODE = 'PA023',
            DETAIL = format('Change %s was made by %s, the session user is %s.', change_id, v_change.author, session_user),
            HINT = 'Let somebody else verify it (setting allow_self_verification lifts this, and stays on record).';
    END IF;
    INSERT INTO pggit_audit.compliance_log (change_id, verification_status, verification_notes) VALUES (v_change.change_id, v_status, notes);
    IF pggit_audit.is_author(v_change.author, session_user) THEN
        INSERT INTO pggit_audit.evidence_events (event, detail) VALUES ('SELF_VERIFICATION', format('change %s by %s, %s', v_change.change_id, v_change.author, v_status));
    END IF;
    IF v_status = 'PASSED' THEN
        UPDATE pggit_audit.changes c SET verified = true WHERE c.change_id = v_change.change_id;
    END IF;
    RETURN v_status = 'PASSED';
END
$$;
COMMENT ON FUNCTION pggit_audit.verify_change(uuid, text, text) IS 'Logs that the session user looked at a change: status PASSED (marks it verified; returns true), FAILED or PENDING (returns false). The older form, with the own user name for a status, means PASSED. Errors: PA020 no such change, PA021 other status, PA022 verified already, PA023 own change (where the setting allow_self_verification lifts that, the log gets an event SELF_VERIFICATION). SECURITY DEFINER: nobody may write the tables directly.';
