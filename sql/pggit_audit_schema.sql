-- Tables, constraints, indexes, views and look-ups of pgGit Audit (docs/architecture.md, "Tables").
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

---------------------------------------------------------------- look-ups

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
