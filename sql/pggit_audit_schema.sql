-- Tables, constraints, indexes, append-only guards, views and helpers of pgGit Audit (docs/architecture.md, "Tables").
-- Needs:   the schema and roles (pggit_audit_prologue.sql).
-- Who:     reading for pggit_audit_reader; nobody writes but the functions (pggit_audit_grants.sql).

---------------------------------------------------------------- tables

CREATE TABLE pggit_audit.changes (
    change_id uuid NOT NULL,
    change_seq bigint GENERATED ALWAYS AS IDENTITY,
    commit_sha text,
    path text NOT NULL,
    old_path text,
    object_schema text,
    object_name text NOT NULL,
    object_type text NOT NULL,
    change_type text NOT NULL,
    old_definition text,
    new_definition text,
    old_sha text,
    new_sha text,
    author text,
    committed_at timestamptz,
    commit_message text,
    history_id bigint,
    backfilled_from_v1 boolean NOT NULL DEFAULT false,
    verified boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT changes_pkey PRIMARY KEY (change_id),
    CONSTRAINT changes_commit_sha_path_key UNIQUE (commit_sha, path),
    CONSTRAINT changes_history_id_key UNIQUE (history_id),
    CONSTRAINT changes_change_type_check CHECK (change_type IN ('CREATE', 'ALTER', 'DROP', 'RENAME')),
    CONSTRAINT changes_object_type_check CHECK (object_type ~ '^[A-Z]+(_[A-Z]+)*$'),
    CONSTRAINT changes_origin_check CHECK (commit_sha IS NOT NULL OR backfilled_from_v1 AND history_id IS NOT NULL),
    CONSTRAINT changes_create_check CHECK (change_type <> 'CREATE' OR old_definition IS NULL),
    CONSTRAINT changes_drop_check CHECK (change_type <> 'DROP' OR new_definition IS NULL),
    CONSTRAINT changes_rename_check CHECK (old_path IS NULL OR change_type IN ('RENAME', 'ALTER'))
);
COMMENT ON TABLE pggit_audit.changes IS 'One row for each object that a commit changed against its first parent, and for each row of pggit v1''s history. Append-only; verified alone goes from false to true, through verify_change.';
COMMENT ON COLUMN pggit_audit.changes.change_id IS 'UUID version 8 (RFC 9562) from the SHA-256 of old commit, new commit and path: the same extraction gives the same id.';
COMMENT ON COLUMN pggit_audit.changes.change_seq IS 'Order of recording; may have gaps (rolled-back transactions).';
COMMENT ON COLUMN pggit_audit.changes.commit_sha IS 'The commit that made the change; NULL for a backfilled row beside its commit''s own changes (backfill_rows.commit_sha has the commit).';
COMMENT ON COLUMN pggit_audit.changes.path IS 'The object''s path in the tree, as a rule the server''s identity (pg_identify_object): public.users, public.f(integer), trg on public.users.';
COMMENT ON COLUMN pggit_audit.changes.old_path IS 'Path before a RENAME (for backfilled rows without commit_sha: before an ALTER that renamed), else NULL.';
COMMENT ON COLUMN pggit_audit.changes.object_schema IS 'Schema, bare; a trigger''s, policy''s or rule''s is its table''s. NULL for objects outside schemas.';
COMMENT ON COLUMN pggit_audit.changes.object_name IS 'Name, bare: without quotes, schema and arguments.';
COMMENT ON COLUMN pggit_audit.changes.object_type IS 'The server''s word in capitals with underscores (MATERIALIZED_VIEW); UNKNOWN where the DDL text does not tell.';
COMMENT ON COLUMN pggit_audit.changes.change_type IS 'CREATE, ALTER, DROP or RENAME (a DROP and a CREATE in one commit with texts equal but for the name).';
COMMENT ON COLUMN pggit_audit.changes.old_definition IS 'DDL text before; NULL for CREATE, and for backfilled rows without commit_sha.';
COMMENT ON COLUMN pggit_audit.changes.new_definition IS 'DDL text after; NULL for DROP. For backfilled rows without commit_sha: the row''s own statement, or the whole recorded text where it could not be told.';
COMMENT ON COLUMN pggit_audit.changes.old_sha IS 'Blob before, NULL for CREATE and without commit_sha.';
COMMENT ON COLUMN pggit_audit.changes.new_sha IS 'Blob after, NULL for DROP and without commit_sha.';
COMMENT ON COLUMN pggit_audit.changes.author IS 'Author as the commit''s text says; v1''s created_by for backfilled rows.';
COMMENT ON COLUMN pggit_audit.changes.committed_at IS 'Committer time of the commit''s text; v1''s created_at, read in the given time zone, for backfilled rows.';
COMMENT ON COLUMN pggit_audit.changes.commit_message IS 'Message of the commit; v1''s change_description for backfilled rows.';
COMMENT ON COLUMN pggit_audit.changes.history_id IS 'pggit.history.id of a backfilled row, else NULL.';
COMMENT ON COLUMN pggit_audit.changes.backfilled_from_v1 IS 'True: from pggit v1''s history.';
COMMENT ON COLUMN pggit_audit.changes.verified IS 'True once verify_change was called with PASSED.';
COMMENT ON COLUMN pggit_audit.changes.created_at IS 'When the row was recorded (start of the transaction).';

CREATE TABLE pggit_audit.object_versions (
    version_id uuid NOT NULL DEFAULT gen_random_uuid(),
    path text NOT NULL,
    object_schema text,
    object_name text NOT NULL,
    object_type text NOT NULL,
    life bigint NOT NULL,
    version_number bigint NOT NULL,
    definition text NOT NULL,
    is_tombstone boolean NOT NULL DEFAULT false,
    commit_sha text NOT NULL,
    change_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT object_versions_pkey PRIMARY KEY (version_id),
    CONSTRAINT object_versions_path_version_number_key UNIQUE (path, version_number),
    CONSTRAINT object_versions_version_number_check CHECK (version_number >= 1),
    CONSTRAINT object_versions_life_check CHECK (life >= 1)
);
COMMENT ON TABLE pggit_audit.object_versions IS 'Every state of every object in order of recording. Version numbers of a path have no gaps and start at 1; they go on when a dropped object is created again (life tells the lives apart). Append-only.';
COMMENT ON COLUMN pggit_audit.object_versions.version_id IS 'Random UUID.';
COMMENT ON COLUMN pggit_audit.object_versions.path IS 'The object''s path in the tree: its identity.';
COMMENT ON COLUMN pggit_audit.object_versions.object_schema IS 'Schema, bare; NULL for objects outside schemas.';
COMMENT ON COLUMN pggit_audit.object_versions.object_name IS 'Name, bare.';
COMMENT ON COLUMN pggit_audit.object_versions.object_type IS 'As changes.object_type.';
COMMENT ON COLUMN pggit_audit.object_versions.life IS 'From 1; the next life begins where the path is created again (or an object is renamed to it).';
COMMENT ON COLUMN pggit_audit.object_versions.version_number IS 'From 1, without gaps for each path.';
COMMENT ON COLUMN pggit_audit.object_versions.definition IS 'DDL text of this version; of a tombstone the last one before the end.';
COMMENT ON COLUMN pggit_audit.object_versions.is_tombstone IS 'True: the object was dropped, or renamed away, by this commit.';
COMMENT ON COLUMN pggit_audit.object_versions.commit_sha IS 'The commit that made the version.';
COMMENT ON COLUMN pggit_audit.object_versions.change_id IS 'The change that made the version.';
COMMENT ON COLUMN pggit_audit.object_versions.created_at IS 'Committer time of the commit.';

CREATE TABLE pggit_audit.compliance_log (
    log_id uuid NOT NULL DEFAULT gen_random_uuid(),
    change_id uuid NOT NULL,
    verified_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    verified_by text NOT NULL DEFAULT session_user,
    verification_status text NOT NULL,
    verification_notes text,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT compliance_log_pkey PRIMARY KEY (log_id),
    CONSTRAINT compliance_log_verification_status_check CHECK (verification_status IN ('PASSED', 'FAILED', 'PENDING'))
);
COMMENT ON TABLE pggit_audit.compliance_log IS 'Every verification of a change. Append-only; written by verify_change alone.';
COMMENT ON COLUMN pggit_audit.compliance_log.log_id IS 'Random UUID.';
COMMENT ON COLUMN pggit_audit.compliance_log.change_id IS 'The change that was looked at.';
COMMENT ON COLUMN pggit_audit.compliance_log.verified_at IS 'When.';
COMMENT ON COLUMN pggit_audit.compliance_log.verified_by IS 'The session user.';
COMMENT ON COLUMN pggit_audit.compliance_log.verification_status IS 'PASSED, FAILED or PENDING (looked at, not decided).';
COMMENT ON COLUMN pggit_audit.compliance_log.verification_notes IS 'Free text; NULL for none.';
COMMENT ON COLUMN pggit_audit.compliance_log.created_at IS 'When the row was written.';

CREATE TABLE pggit_audit.recorded_commits (
    commit_sha text NOT NULL,
    parent_sha text,
    tree_sha text NOT NULL,
    tree_complete boolean NOT NULL,
    change_count integer NOT NULL,
    parser_version integer,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    recorded_by text NOT NULL DEFAULT session_user,
    CONSTRAINT recorded_commits_pkey PRIMARY KEY (commit_sha)
);
COMMENT ON TABLE pggit_audit.recorded_commits IS 'The commits whose changes are recorded, each once. Append-only.';
COMMENT ON COLUMN pggit_audit.recorded_commits.commit_sha IS 'The commit.';
COMMENT ON COLUMN pggit_audit.recorded_commits.parent_sha IS 'Its first parent, which it was compared with; NULL for a root commit, compared with the empty tree.';
COMMENT ON COLUMN pggit_audit.recorded_commits.tree_sha IS 'Its tree.';
COMMENT ON COLUMN pggit_audit.recorded_commits.tree_complete IS 'False: the store''s tree_entries lacks entries of the tree (two under one path), so its text is read by Java instead. A tree of buckets is true: SQL reads its text.';
COMMENT ON COLUMN pggit_audit.recorded_commits.change_count IS 'Rows in changes; 0 for a commit that changed nothing.';
COMMENT ON COLUMN pggit_audit.recorded_commits.parser_version IS 'parser_version() of the parser that told type and name of its changes; NULL where there are none, or where capture knew them from the catalogs.';
COMMENT ON COLUMN pggit_audit.recorded_commits.recorded_at IS 'When it was recorded.';
COMMENT ON COLUMN pggit_audit.recorded_commits.recorded_by IS 'The session user at that time.';

CREATE TABLE pggit_audit.recording_gaps (
    gap_id bigint GENERATED ALWAYS AS IDENTITY,
    commit_sha text NOT NULL,
    error_code text NOT NULL,
    error_message text NOT NULL,
    noticed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    noticed_by text NOT NULL DEFAULT session_user,
    CONSTRAINT recording_gaps_pkey PRIMARY KEY (gap_id)
);
COMMENT ON TABLE pggit_audit.recording_gaps IS 'Commits that were not recorded, and why: only where the setting on_record_failure is gap, or record_on_commit is off. Append-only; a gap is closed when the commit is in recorded_commits.';
COMMENT ON COLUMN pggit_audit.recording_gaps.gap_id IS 'Order of noticing.';
COMMENT ON COLUMN pggit_audit.recording_gaps.commit_sha IS 'The commit that was made all the same.';
COMMENT ON COLUMN pggit_audit.recording_gaps.error_code IS 'SQLSTATE; 00000 where recording was switched off.';
COMMENT ON COLUMN pggit_audit.recording_gaps.error_message IS 'Why it was not recorded.';
COMMENT ON COLUMN pggit_audit.recording_gaps.noticed_at IS 'When.';
COMMENT ON COLUMN pggit_audit.recording_gaps.noticed_by IS 'The session user at that time.';

CREATE TABLE pggit_audit.settings (
    setting_id bigint GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    value text NOT NULL,
    set_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    set_by text NOT NULL DEFAULT session_user,
    CONSTRAINT settings_pkey PRIMARY KEY (setting_id),
    CONSTRAINT settings_name_check CHECK (name IN ('record_on_commit', 'on_record_failure', 'allow_self_verification', 'evidence_origin', 'checkpoint_key', 'capture_on_failure', 'capture_exclude_schemas', 'jvm_options', 'jvm_library'))
);
CREATE INDEX settings_name_setting_id_idx ON pggit_audit.settings (name, setting_id DESC);
COMMENT ON TABLE pggit_audit.settings IS 'Every value that a setting ever had; the newest row of a name holds. Append-only; written by set_setting.';
COMMENT ON COLUMN pggit_audit.settings.setting_id IS 'Order of setting.';
COMMENT ON COLUMN pggit_audit.settings.name IS 'record_on_commit, on_record_failure, allow_self_verification, evidence_origin, checkpoint_key, capture_on_failure, capture_exclude_schemas, jvm_options or jvm_library (see set_setting).';
COMMENT ON COLUMN pggit_audit.settings.value IS 'The value.';
COMMENT ON COLUMN pggit_audit.settings.set_at IS 'When.';
COMMENT ON COLUMN pggit_audit.settings.set_by IS 'The session user.';

-- pg_dump keeps the rows (manual, "Extension Configuration Tables"), and the identity counters.
DO $$
DECLARE
    v_table text;
BEGIN
    FOREACH v_table IN ARRAY ARRAY['changes', 'object_versions', 'compliance_log', 'recorded_commits', 'recording_gaps', 'settings',
                                   'changes_change_seq_seq', 'recording_gaps_gap_id_seq', 'settings_setting_id_seq'] LOOP
        PERFORM pg_catalog.pg_extension_config_dump('pggit_audit.' || v_table, '');
    END LOOP;
END
$$;

---------------------------------------------------------------- indexes, each with what uses it

CREATE INDEX changes_object_idx ON pggit_audit.changes (object_schema, object_name, committed_at DESC);       -- get_object_changes
CREATE INDEX changes_committed_at_idx ON pggit_audit.changes (committed_at DESC);                              -- recent_changes
CREATE INDEX changes_unverified_idx ON pggit_audit.changes (committed_at DESC) WHERE NOT verified;             -- unverified_changes
CREATE INDEX changes_path_idx ON pggit_audit.changes (path, change_seq);                                       -- history of a path
CREATE INDEX object_versions_object_idx ON pggit_audit.object_versions (object_schema, object_name, version_number DESC); -- get_current_version, object_history of an object
CREATE INDEX object_versions_change_id_idx ON pggit_audit.object_versions (change_id);                         -- integrity: versions of a change
CREATE INDEX compliance_log_change_id_idx ON pggit_audit.compliance_log (change_id, verified_at DESC);         -- verify_change, the changes guard
CREATE INDEX compliance_log_verified_at_idx ON pggit_audit.compliance_log (verified_at DESC);                  -- compliance_summary of a time
CREATE INDEX recording_gaps_commit_sha_idx ON pggit_audit.recording_gaps (commit_sha);                         -- integrity: open gaps

---------------------------------------------------------------- append-only guards

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

---------------------------------------------------------------- settings

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

---------------------------------------------------------------- views

CREATE VIEW pggit_audit.recent_changes AS
SELECT c.* FROM pggit_audit.changes c
WHERE c.committed_at > now() - interval '30 days'
ORDER BY c.committed_at DESC, c.change_seq DESC;
COMMENT ON VIEW pggit_audit.recent_changes IS 'The changes of the last 30 days by commit time, newest first.';

CREATE VIEW pggit_audit.unverified_changes AS
SELECT c.* FROM pggit_audit.changes c
WHERE NOT c.verified
ORDER BY c.committed_at DESC, c.change_seq DESC;
COMMENT ON VIEW pggit_audit.unverified_changes IS 'The changes that nobody has verified with PASSED, newest first.';

CREATE VIEW pggit_audit.object_history AS
SELECT v.path, v.object_schema, v.object_name, v.object_type, v.life, v.version_number, v.is_tombstone,
       c.change_type, c.old_path, v.definition, v.commit_sha, c.author, v.created_at, c.commit_message, c.verified, v.change_id
FROM pggit_audit.object_versions v
JOIN pggit_audit.changes c ON c.change_id = v.change_id
ORDER BY v.object_schema, v.object_name, v.path, v.version_number;
COMMENT ON VIEW pggit_audit.object_history IS 'Every version of every object with the change that made it.';

CREATE VIEW pggit_audit.compliance_summary AS
SELECT date_trunc('day', l.verified_at) AS verification_date,
       l.verification_status,
       count(*) AS verifications,
       count(DISTINCT l.change_id) AS changes,
       string_agg(DISTINCT l.verified_by, ', ' ORDER BY l.verified_by) AS verifiers
FROM pggit_audit.compliance_log l
GROUP BY date_trunc('day', l.verified_at), l.verification_status
ORDER BY date_trunc('day', l.verified_at) DESC, l.verification_status;
COMMENT ON VIEW pggit_audit.compliance_summary IS 'Verifications by day (of the session''s time zone) and status.';

DO $$
DECLARE
    v_column record;
BEGIN
    -- A view's column means what the table's means.
    FOR v_column IN
        SELECT v.relname AS view_name, a.attname AS column_name,
               (SELECT d.description FROM pg_catalog.pg_attribute t
                JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = t.attrelid AND d.objsubid = t.attnum
                WHERE t.attname = a.attname AND t.attrelid = ANY (ARRAY['pggit_audit.changes'::regclass, 'pggit_audit.object_versions'::regclass, 'pggit_audit.compliance_log'::regclass])
                ORDER BY t.attrelid = CASE v.relname WHEN 'object_history' THEN 'pggit_audit.object_versions'::regclass ELSE 'pggit_audit.changes'::regclass END DESC LIMIT 1) AS meaning
        FROM pg_catalog.pg_class v JOIN pg_catalog.pg_attribute a ON a.attrelid = v.oid AND a.attnum > 0
        WHERE v.relnamespace = 'pggit_audit'::regnamespace AND v.relkind = 'v'
    LOOP
        EXECUTE format('COMMENT ON COLUMN pggit_audit.%I.%I IS %L', v_column.view_name, v_column.column_name, coalesce(v_column.meaning,
            CASE v_column.column_name
                WHEN 'verification_date' THEN 'Day, as its first moment in the session''s time zone.'
                WHEN 'verifications' THEN 'Rows of compliance_log.'
                WHEN 'changes' THEN 'Different changes.'
                WHEN 'verifiers' THEN 'Who, in order of name.' END));
    END LOOP;
END
$$;

---------------------------------------------------------------- helpers

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

CREATE FUNCTION pggit_audit.get_current_version(schema_name text, object_name text)
RETURNS TABLE (version_number bigint, definition text, commit_sha text, created_at timestamptz, path text, object_type text, is_tombstone boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT DISTINCT ON (v.path) v.version_number, v.definition, v.commit_sha, v.created_at, v.path, v.object_type, v.is_tombstone
    FROM (SELECT a.* FROM pggit_audit.object_versions a WHERE a.object_schema = $1 AND a.object_name = $2
          UNION ALL SELECT b.* FROM pggit_audit.object_versions b WHERE $1 IS NULL AND b.object_schema IS NULL AND b.object_name = $2) v
    ORDER BY v.path, v.version_number DESC
$$;
COMMENT ON FUNCTION pggit_audit.get_current_version(text, text) IS 'The newest version of the object, by bare schema (NULL for objects outside schemas) and name; a row for each where several share the name (overloads, a trigger on several tables). is_tombstone: it was dropped. No row: unknown object.';

CREATE FUNCTION pggit_audit.get_object_changes(schema_name text, object_name text)
RETURNS TABLE (change_type text, old_definition text, new_definition text, author text, committed_at timestamptz, commit_message text, path text, old_path text, object_type text, commit_sha text, verified boolean, change_id uuid)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.change_type, c.old_definition, c.new_definition, c.author, c.committed_at, c.commit_message, c.path, c.old_path, c.object_type, c.commit_sha, c.verified, c.change_id
    FROM (SELECT a.* FROM pggit_audit.changes a WHERE a.object_schema = $1 AND a.object_name = $2
          UNION ALL SELECT b.* FROM pggit_audit.changes b WHERE $1 IS NULL AND b.object_schema IS NULL AND b.object_name = $2) c
    ORDER BY c.committed_at DESC, c.change_seq DESC
$$;
COMMENT ON FUNCTION pggit_audit.get_object_changes(text, text) IS 'The recorded changes of the object, by bare schema (NULL for objects outside schemas) and name, newest first; its changes under an older name are found under that name (old_path).';
