-- What capture keeps: the notes of open transactions, the identity of what HEAD holds, and the record of commits, renames, switches and gaps.
-- Needs:   pggit_audit_schema.sql.
-- Who:     reading for pggit_audit_reader; nobody writes but the capture functions.

CREATE UNLOGGED TABLE pggit_audit.capture_notes (
    note_id bigint GENERATED ALWAYS AS IDENTITY,
    transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
    classid oid NOT NULL,
    objid oid NOT NULL,
    command_tag text,
    object_identity text,
    statement text,
    is_first boolean NOT NULL DEFAULT false,
    put_off_at timestamptz,
    put_offs integer NOT NULL DEFAULT 0
) WITH (autovacuum_vacuum_threshold = 200, autovacuum_vacuum_scale_factor = 0);
COMMENT ON TABLE pggit_audit.capture_notes IS 'What open transactions'' DDL has touched. Each takes its rows away when it commits, so nobody else ever sees one. Unlogged: nothing here outlives its transaction.';
COMMENT ON COLUMN pggit_audit.capture_notes.note_id IS 'Order of noting.';
COMMENT ON COLUMN pggit_audit.capture_notes.transaction_id IS 'The transaction.';
COMMENT ON COLUMN pggit_audit.capture_notes.classid IS 'Catalog of the object; 0: a GRANT or REVOKE, of which the server tells only the kind.';
COMMENT ON COLUMN pggit_audit.capture_notes.objid IS 'The object''s OID in it.';
COMMENT ON COLUMN pggit_audit.capture_notes.command_tag IS 'The command, of a drop by cascade NULL.';
COMMENT ON COLUMN pggit_audit.capture_notes.object_identity IS 'What the server calls the object; of a GRANT its kind.';
COMMENT ON COLUMN pggit_audit.capture_notes.statement IS 'The top-level statement, without secrets; NULL where it is the one of the row before.';
COMMENT ON COLUMN pggit_audit.capture_notes.is_first IS 'The transaction''s first row: the commit is made for it.';
COMMENT ON COLUMN pggit_audit.capture_notes.put_offs IS 'Of the first row: how often.';
COMMENT ON COLUMN pggit_audit.capture_notes.put_off_at IS 'Of the first row: start of the statement (SET CONSTRAINTS ... IMMEDIATE) that wanted the commit before COMMIT; NULL: none.';

CREATE TABLE pggit_audit.captured_objects (
    classid oid NOT NULL,
    objid oid NOT NULL,
    path text NOT NULL,
    object_schema text,
    object_name text NOT NULL,
    object_type text NOT NULL,
    object_sha text NOT NULL,
    relation oid,
    CONSTRAINT captured_objects_pkey PRIMARY KEY (classid, objid)
) WITH (fillfactor = 80);
CREATE INDEX captured_objects_path_idx ON pggit_audit.captured_objects (path);                                  -- what stood under a path before
CREATE INDEX captured_objects_relation_idx ON pggit_audit.captured_objects (relation) WHERE relation IS NOT NULL;   -- indexes and partitions of an altered table
COMMENT ON TABLE pggit_audit.captured_objects IS 'Which catalog object each entry of the captured branch''s last commit is. A working table: it can be made anew from catalogs and commit (commit_schema does), and is not dumped, for a restore gives other OIDs.';
COMMENT ON COLUMN pggit_audit.captured_objects.classid IS 'Catalog of the object.';
COMMENT ON COLUMN pggit_audit.captured_objects.objid IS 'The object''s OID in it.';
COMMENT ON COLUMN pggit_audit.captured_objects.path IS 'Its path in the tree.';
COMMENT ON COLUMN pggit_audit.captured_objects.object_schema IS 'Schema, bare; NULL for objects outside schemas.';
COMMENT ON COLUMN pggit_audit.captured_objects.object_name IS 'Name, bare.';
COMMENT ON COLUMN pggit_audit.captured_objects.object_type IS 'As changes.object_type.';
COMMENT ON COLUMN pggit_audit.captured_objects.object_sha IS 'Blob of its text.';
COMMENT ON COLUMN pggit_audit.captured_objects.relation IS 'Of an index its table, of a partition the table that it is a part of, else NULL.';

CREATE TABLE pggit_audit.capture_state (
    id integer NOT NULL DEFAULT 1,
    head_sha text,
    CONSTRAINT capture_state_pkey PRIMARY KEY (id),
    CONSTRAINT capture_state_id_check CHECK (id = 1)
);
INSERT INTO pggit_audit.capture_state DEFAULT VALUES;
COMMENT ON TABLE pggit_audit.capture_state IS 'One row: the commit that captured_objects belongs to.';
COMMENT ON COLUMN pggit_audit.capture_state.id IS 'Always 1.';
COMMENT ON COLUMN pggit_audit.capture_state.head_sha IS 'The last commit that capture made; where HEAD is another one now, the next commit compares everything.';

CREATE TABLE pggit_audit.captured_commits (
    commit_sha text NOT NULL,
    kind text NOT NULL,
    command_tags text[] NOT NULL,
    statement text,
    ticket text,
    application_user text,
    application_name text,
    client_address inet,
    captured_by text NOT NULL DEFAULT session_user,
    transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
    captured_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT captured_commits_pkey PRIMARY KEY (commit_sha),
    CONSTRAINT captured_commits_kind_check CHECK (kind IN ('DDL', 'SNAPSHOT'))
);
COMMENT ON TABLE pggit_audit.captured_commits IS 'The commits that capture made, with what is known of the transaction. Append-only.';
COMMENT ON COLUMN pggit_audit.captured_commits.commit_sha IS 'The commit.';
COMMENT ON COLUMN pggit_audit.captured_commits.kind IS 'DDL: of one transaction''s DDL; SNAPSHOT: of the whole schema, by commit_schema or because HEAD was not capture''s own.';
COMMENT ON COLUMN pggit_audit.captured_commits.command_tags IS 'Commands of the transaction, each once, in order.';
COMMENT ON COLUMN pggit_audit.captured_commits.statement IS 'Top-level statements of the transaction that touched something, without secrets, cut at 10,000 characters each; NULL for a snapshot.';
COMMENT ON COLUMN pggit_audit.captured_commits.ticket IS 'As set_context gave it, else NULL.';
COMMENT ON COLUMN pggit_audit.captured_commits.application_user IS 'As set_context gave it, else NULL.';
COMMENT ON COLUMN pggit_audit.captured_commits.application_name IS 'The session''s application_name.';
COMMENT ON COLUMN pggit_audit.captured_commits.client_address IS 'Where the client is; NULL: on the server''s machine by a socket.';
COMMENT ON COLUMN pggit_audit.captured_commits.captured_by IS 'The session user.';
COMMENT ON COLUMN pggit_audit.captured_commits.transaction_id IS 'The transaction.';
COMMENT ON COLUMN pggit_audit.captured_commits.captured_at IS 'When.';

CREATE TABLE pggit_audit.captured_renames (
    rename_id bigint GENERATED ALWAYS AS IDENTITY,
    commit_sha text NOT NULL,
    old_path text NOT NULL,
    new_path text NOT NULL,
    CONSTRAINT captured_renames_pkey PRIMARY KEY (rename_id),
    CONSTRAINT captured_renames_commit_sha_new_path_key UNIQUE (commit_sha, new_path)
);
COMMENT ON TABLE pggit_audit.captured_renames IS 'Which entries of a captured commit are one object under another path, by its OID. The texts alone do not tell. Append-only.';
COMMENT ON COLUMN pggit_audit.captured_renames.rename_id IS 'Order of noting.';
COMMENT ON COLUMN pggit_audit.captured_renames.commit_sha IS 'The commit.';
COMMENT ON COLUMN pggit_audit.captured_renames.old_path IS 'Path in its first parent.';
COMMENT ON COLUMN pggit_audit.captured_renames.new_path IS 'Path in the commit.';

CREATE TABLE pggit_audit.capture_switches (
    switch_id bigint GENERATED ALWAYS AS IDENTITY,
    enabled boolean NOT NULL,
    reason text NOT NULL,
    head_sha text,
    switched_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    switched_by text NOT NULL DEFAULT session_user,
    CONSTRAINT capture_switches_pkey PRIMARY KEY (switch_id)
);
COMMENT ON TABLE pggit_audit.capture_switches IS 'Every time that capture was switched on or off with capture_enable and capture_disable. Append-only.';
COMMENT ON COLUMN pggit_audit.capture_switches.switch_id IS 'Order of switching.';
COMMENT ON COLUMN pggit_audit.capture_switches.enabled IS 'True: on.';
COMMENT ON COLUMN pggit_audit.capture_switches.reason IS 'Why.';
COMMENT ON COLUMN pggit_audit.capture_switches.head_sha IS 'HEAD at that time, NULL where there was none.';
COMMENT ON COLUMN pggit_audit.capture_switches.switched_at IS 'When.';
COMMENT ON COLUMN pggit_audit.capture_switches.switched_by IS 'The session user.';

CREATE TABLE pggit_audit.capture_gaps (
    gap_id bigint GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL,
    error_code text,
    error_message text NOT NULL,
    object_identities text[] NOT NULL DEFAULT '{}',
    statement text,
    commit_sha text,
    noticed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    noticed_by text NOT NULL DEFAULT session_user,
    CONSTRAINT capture_gaps_pkey PRIMARY KEY (gap_id),
    CONSTRAINT capture_gaps_kind_check CHECK (kind IN ('FAILED', 'WINDOW'))
);
COMMENT ON TABLE pggit_audit.capture_gaps IS 'DDL that was not captured when it happened. Append-only.';
COMMENT ON COLUMN pggit_audit.capture_gaps.gap_id IS 'Order of noticing.';
COMMENT ON COLUMN pggit_audit.capture_gaps.kind IS 'FAILED: a transaction''s DDL went through uncaptured (capture_on_failure = gap); WINDOW: a snapshot found what no captured transaction explains.';
COMMENT ON COLUMN pggit_audit.capture_gaps.error_code IS 'SQLSTATE of a failure, else NULL.';
COMMENT ON COLUMN pggit_audit.capture_gaps.error_message IS 'Why it was not captured, or what was found.';
COMMENT ON COLUMN pggit_audit.capture_gaps.object_identities IS 'The objects: as the server called them (FAILED), their paths (WINDOW).';
COMMENT ON COLUMN pggit_audit.capture_gaps.statement IS 'The transaction''s statements, without secrets (FAILED).';
COMMENT ON COLUMN pggit_audit.capture_gaps.commit_sha IS 'The snapshot that closed the gap (WINDOW); a FAILED one is closed by the next snapshot.';
COMMENT ON COLUMN pggit_audit.capture_gaps.noticed_at IS 'When.';
COMMENT ON COLUMN pggit_audit.capture_gaps.noticed_by IS 'The session user.';

DO $$
DECLARE
    v_table text;
BEGIN
    FOREACH v_table IN ARRAY ARRAY['captured_commits', 'captured_renames', 'capture_switches', 'capture_gaps'] LOOP
        EXECUTE format('CREATE TRIGGER a_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON pggit_audit.%I FOR EACH STATEMENT EXECUTE FUNCTION pggit_audit.refuse_modification()', v_table);
        EXECUTE format('ALTER TABLE pggit_audit.%I ENABLE ALWAYS TRIGGER a_append_only', v_table);
        EXECUTE format('COMMENT ON TRIGGER a_append_only ON pggit_audit.%I IS %L', v_table, 'Refuses changes to what is recorded; fires in replica sessions too.');
    END LOOP;
    FOREACH v_table IN ARRAY ARRAY['captured_commits', 'captured_renames', 'capture_switches', 'capture_gaps', 'captured_renames_rename_id_seq', 'capture_switches_switch_id_seq', 'capture_gaps_gap_id_seq'] LOOP
        PERFORM pg_catalog.pg_extension_config_dump('pggit_audit.' || v_table, '');
    END LOOP;
END
$$;
