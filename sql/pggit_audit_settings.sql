-- Settings: rows of the table settings, the newest of a name holds.
-- Needs:   pggit_audit_schema.sql.
-- Who:     pggit_audit_reader reads, pggit_audit_admin sets.

CREATE FUNCTION pggit_audit.setting_default(setting_name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN CASE setting_name
        WHEN 'record_on_commit' THEN 'on'
        WHEN 'on_record_failure' THEN 'fail'
        WHEN 'allow_self_verification' THEN 'off'
        WHEN 'evidence_origin' THEN ''
        WHEN 'checkpoint_key' THEN ''
        WHEN 'capture_on_failure' THEN 'fail'
        WHEN 'capture_exclude_schemas' THEN ''
        -- docs/hosts.md has the reason for each. -Xss must exceed max_stack_depth by far: Java's guard pages lie that deep in the backend's own stack.
        WHEN 'jvm_options' THEN '-Xrs -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms48m -Xmn24m -Xmx256m -Xss8m -XX:Tier3InvocationThreshold=100 -XX:Tier3MinInvocationThreshold=50'
            || ' -XX:Tier3CompileThreshold=500 -XX:Tier3BackEdgeThreshold=5000 -XX:-UsePerfData -XX:+DisableAttachMechanism'
        WHEN 'jvm_library' THEN 'auto' END;
END
$$;
COMMENT ON FUNCTION pggit_audit.setting_default(text) IS 'The value of a setting that was never set; NULL for an unknown name.';

CREATE FUNCTION pggit_audit.setting(setting_name text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN coalesce((SELECT s.value FROM pggit_audit.settings s WHERE s.name = setting_name ORDER BY s.setting_id DESC LIMIT 1), pggit_audit.setting_default(setting_name));
END
$$;
COMMENT ON FUNCTION pggit_audit.setting(text) IS 'The present value of a setting, its default where it was never set, NULL for an unknown name. SECURITY DEFINER: the recording trigger and the JVM start read settings for users who may not.';

CREATE FUNCTION pggit_audit.set_setting(setting_name text, setting_value text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_allowed text[] := CASE setting_name
        WHEN 'record_on_commit' THEN ARRAY['on', 'off']
        WHEN 'on_record_failure' THEN ARRAY['fail', 'gap']
        WHEN 'allow_self_verification' THEN ARRAY['on', 'off']
        WHEN 'capture_on_failure' THEN ARRAY['fail', 'gap'] END;
BEGIN
    IF pggit_audit.setting(setting_name) IS NULL THEN
        RAISE EXCEPTION 'there is no setting "%"', setting_name USING ERRCODE = '22023',
            HINT = 'The settings are record_on_commit, on_record_failure, allow_self_verification, evidence_origin, checkpoint_key, capture_on_failure, capture_exclude_schemas, jvm_options and jvm_library.';
    END IF;
    IF setting_value IS NULL OR setting_value <> ALL (v_allowed) THEN
        RAISE EXCEPTION 'setting % can not be %', setting_name, coalesce(quote_literal(setting_value), 'NULL') USING ERRCODE = '22023',
            HINT = CASE WHEN v_allowed IS NULL THEN 'Give a text.' ELSE 'It is one of ' || array_to_string(v_allowed, ', ') || '.' END;
    END IF;
    IF setting_name = 'evidence_origin' AND setting_value ~ '[[:cntrl:]]' OR setting_name = 'checkpoint_key' AND setting_value !~ '^([^ +[:cntrl:]]+\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44})?$' THEN
        RAISE EXCEPTION 'setting % can not be %', setting_name, quote_literal(setting_value) USING ERRCODE = '22023',
            HINT = CASE setting_name WHEN 'evidence_origin' THEN 'Give one line.' ELSE 'Give the line that the signing command printed: name+hash+key.' END;
    END IF;
    IF setting_name LIKE 'jvm%' AND NOT (SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = session_user) THEN
        RAISE EXCEPTION 'only a superuser may set %', setting_name USING ERRCODE = '42501',
            DETAIL = 'A JVM option can run any program as the server''s operating system user.';
    END IF;
    INSERT INTO pggit_audit.settings (name, value) VALUES (setting_name, setting_value);
END
$$;
COMMENT ON FUNCTION pggit_audit.set_setting(text, text) IS 'Sets record_on_commit (on, off: commits become gaps), on_record_failure (fail: the commit fails, gap: it goes through and a gap row says why), allow_self_verification (off, on), evidence_origin (name of the log in checkpoints; empty: made from the log''s id), checkpoint_key (public key that signs checkpoints, name+hash+key; empty: none), capture_on_failure (fail: the DDL fails where it can not be captured, gap: it goes through and a capture_gaps row says why), capture_exclude_schemas (bare names, separated by commas), jvm_options and jvm_library (PL/Python host: options of the JVM, path of libjvm.so or auto; superusers; for the next session). Errors: 22023 unknown name or value, 42501. SECURITY DEFINER: nobody has INSERT on settings.';
