-- What the backfill remembers: runs, batches, what became of each history row, what the texts told beyond the rows; views of it.
-- Needs:   the audit tables (pggit_audit_schema.sql).
-- Who:     reading for pggit_audit_reader; written by the backfill (pggit_audit_admin).

CREATE TABLE pggit_audit.backfill_runs (
    run_id bigint GENERATED ALWAYS AS IDENTITY,
    v1_schema text NOT NULL,
    branch text NOT NULL,
    time_zone text NOT NULL,
    granularity text NOT NULL,
    tree_layout text NOT NULL,
    rows_pending bigint NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    started_by text NOT NULL DEFAULT session_user,
    CONSTRAINT backfill_runs_pkey PRIMARY KEY (run_id)
);
COMMENT ON TABLE pggit_audit.backfill_runs IS 'Each start of a backfill that had something to do. Append-only.';
COMMENT ON COLUMN pggit_audit.backfill_runs.run_id IS 'Order of starting.';
COMMENT ON COLUMN pggit_audit.backfill_runs.v1_schema IS 'Schema of v1''s tables.';
COMMENT ON COLUMN pggit_audit.backfill_runs.branch IS 'The ref that the commits were written to.';
COMMENT ON COLUMN pggit_audit.backfill_runs.time_zone IS 'How v1''s timestamps, which have no zone, were read.';
COMMENT ON COLUMN pggit_audit.backfill_runs.granularity IS 'transaction or row: what makes one commit.';
COMMENT ON COLUMN pggit_audit.backfill_runs.tree_layout IS 'flat or buckets: the form of the trees (docs/object-format.md); none: a run without snapshots, which made no commits.';
COMMENT ON COLUMN pggit_audit.backfill_runs.rows_pending IS 'History rows without a disposition when it started.';
COMMENT ON COLUMN pggit_audit.backfill_runs.started_at IS 'When.';
COMMENT ON COLUMN pggit_audit.backfill_runs.started_by IS 'The session user.';

CREATE TABLE pggit_audit.backfill_batches (
    batch_id bigint GENERATED ALWAYS AS IDENTITY,
    run_id bigint NOT NULL,
    batch integer NOT NULL,
    first_history_id bigint NOT NULL,
    last_history_id bigint NOT NULL,
    rows_read integer NOT NULL,
    commits integer NOT NULL,
    changes integer NOT NULL,
    recovered integer NOT NULL,
    finished_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT backfill_batches_pkey PRIMARY KEY (batch_id),
    CONSTRAINT backfill_batches_run_id_batch_key UNIQUE (run_id, batch)
);
COMMENT ON TABLE pggit_audit.backfill_batches IS 'Each batch that a run has stored: visible when it commits. Append-only.';
COMMENT ON COLUMN pggit_audit.backfill_batches.batch_id IS 'Order of storing.';
COMMENT ON COLUMN pggit_audit.backfill_batches.run_id IS 'The run.';
COMMENT ON COLUMN pggit_audit.backfill_batches.batch IS 'From 1 in each run.';
COMMENT ON COLUMN pggit_audit.backfill_batches.first_history_id IS 'First row of v1''s history in it.';
COMMENT ON COLUMN pggit_audit.backfill_batches.last_history_id IS 'Last row of v1''s history in it.';
COMMENT ON COLUMN pggit_audit.backfill_batches.rows_read IS 'History rows in it.';
COMMENT ON COLUMN pggit_audit.backfill_batches.commits IS 'Commits that they made.';
COMMENT ON COLUMN pggit_audit.backfill_batches.changes IS 'Rows of changes that they made.';
COMMENT ON COLUMN pggit_audit.backfill_batches.recovered IS 'Rows of backfill_recovered that their texts made.';
COMMENT ON COLUMN pggit_audit.backfill_batches.finished_at IS 'When it was stored.';

CREATE TABLE pggit_audit.backfill_rows (
    history_id bigint NOT NULL,
    disposition text NOT NULL,
    reason text,
    commit_sha text,
    change_id uuid,
    path text,
    object_schema text,
    object_name text,
    object_type text,
    change_type text,
    name_source text,
    v1_object_id bigint,
    run_id bigint NOT NULL,
    CONSTRAINT backfill_rows_pkey PRIMARY KEY (history_id),
    CONSTRAINT backfill_rows_disposition_check CHECK (disposition IN ('RECORDED', 'IMPLIED', 'SUPERSEDED', 'EXTENSION_MEMBER', 'V1_OWN', 'REJECTED')),
    CONSTRAINT backfill_rows_reason_check CHECK (disposition <> 'REJECTED' OR reason IS NOT NULL),
    CONSTRAINT backfill_rows_change_check CHECK ((disposition IN ('RECORDED', 'IMPLIED', 'SUPERSEDED')) = (change_id IS NOT NULL))
);
CREATE INDEX backfill_rows_v1_object_idx ON pggit_audit.backfill_rows (v1_object_id, history_id DESC) WHERE name_source = 'TEXT'; -- the name of a function that v1 calls by number
COMMENT ON TABLE pggit_audit.backfill_rows IS 'What became of each row of v1''s history: exactly one disposition. Append-only.';
COMMENT ON COLUMN pggit_audit.backfill_rows.history_id IS 'pggit.history.id.';
COMMENT ON COLUMN pggit_audit.backfill_rows.disposition IS 'RECORDED: the change is recorded (change_id). IMPLIED: recorded; caused by a statement about another object (a key''s index, a drop that cascaded). SUPERSEDED: recorded; another row carries the commit''s change of the object. EXTENSION_MEMBER: made by CREATE EXTENSION. V1_OWN: v1''s own objects. REJECTED: see reason.';
COMMENT ON COLUMN pggit_audit.backfill_rows.reason IS 'Why, where the disposition does not say it all; always for REJECTED.';
COMMENT ON COLUMN pggit_audit.backfill_rows.commit_sha IS 'The commit that the row''s transaction made; NULL where it made none, or the run made no snapshots (backfill_snapshots).';
COMMENT ON COLUMN pggit_audit.backfill_rows.change_id IS 'The row''s change.';
COMMENT ON COLUMN pggit_audit.backfill_rows.path IS 'The object''s path; NULL where it has none of its own (members of extensions, v1''s own).';
COMMENT ON COLUMN pggit_audit.backfill_rows.object_schema IS 'Schema, bare, as v1 has it.';
COMMENT ON COLUMN pggit_audit.backfill_rows.object_name IS 'Name, bare; v1''s number where no text names a function.';
COMMENT ON COLUMN pggit_audit.backfill_rows.object_type IS 'Type, as v1 has it.';
COMMENT ON COLUMN pggit_audit.backfill_rows.change_type IS 'CREATE, ALTER, DROP or RENAME; v1''s word where the row was rejected.';
COMMENT ON COLUMN pggit_audit.backfill_rows.name_source IS 'Where the name is from: V1 (pggit.objects), TEXT (the statement), OBJECT (another row of the same v1 object), NONE (it is v1''s number).';
COMMENT ON COLUMN pggit_audit.backfill_rows.v1_object_id IS 'pggit.objects.id; NULL where there is none.';
COMMENT ON COLUMN pggit_audit.backfill_rows.run_id IS 'The run that decided.';

CREATE TABLE pggit_audit.backfill_snapshots (
    history_id bigint NOT NULL,
    commit_sha text,
    run_id bigint NOT NULL,
    CONSTRAINT backfill_snapshots_pkey PRIMARY KEY (history_id)
);
COMMENT ON TABLE pggit_audit.backfill_snapshots IS 'The rows of v1''s history that were recorded by a run without snapshots and got their commit by a later one. Append-only.';
COMMENT ON COLUMN pggit_audit.backfill_snapshots.history_id IS 'pggit.history.id; the row''s disposition is in backfill_rows.';
COMMENT ON COLUMN pggit_audit.backfill_snapshots.commit_sha IS 'The commit that the row''s transaction made; NULL where it made none.';
COMMENT ON COLUMN pggit_audit.backfill_snapshots.run_id IS 'The later run.';

CREATE TABLE pggit_audit.backfill_recovered (
    recovered_id bigint GENERATED ALWAYS AS IDENTITY,
    commit_sha text NOT NULL,
    event integer NOT NULL,
    history_id bigint NOT NULL,
    command_tag text NOT NULL,
    action text NOT NULL,
    object_type text NOT NULL,
    object_schema text,
    object_name text,
    object_identity text,
    change_id uuid,
    CONSTRAINT backfill_recovered_pkey PRIMARY KEY (recovered_id),
    CONSTRAINT backfill_recovered_commit_sha_event_key UNIQUE (commit_sha, event)
);
CREATE INDEX backfill_recovered_history_id_idx ON pggit_audit.backfill_recovered (history_id); -- what a row's text told besides
COMMENT ON TABLE pggit_audit.backfill_recovered IS 'DDL that v1 has no row for, read from the texts of other rows: sequences, triggers, types, policies, comments, columns, constraints, what a drop took along. Append-only.';
COMMENT ON COLUMN pggit_audit.backfill_recovered.recovered_id IS 'Order of storing.';
COMMENT ON COLUMN pggit_audit.backfill_recovered.commit_sha IS 'The commit of the transaction that the text is of.';
COMMENT ON COLUMN pggit_audit.backfill_recovered.event IS 'Order in the commit, from 1.';
COMMENT ON COLUMN pggit_audit.backfill_recovered.history_id IS 'The first history row with that text.';
COMMENT ON COLUMN pggit_audit.backfill_recovered.command_tag IS 'The command as the server names it; a command that another implies has its own (CREATE SEQUENCE of a serial column).';
COMMENT ON COLUMN pggit_audit.backfill_recovered.action IS 'CREATE, ALTER, DROP, RENAME, SET_SCHEMA, COMMENT, GRANT, REVOKE, SECURITY_LABEL, REFRESH ...';
COMMENT ON COLUMN pggit_audit.backfill_recovered.object_type IS 'As changes.object_type, and TABLE_COLUMN, TABLE_CONSTRAINT and other parts.';
COMMENT ON COLUMN pggit_audit.backfill_recovered.object_schema IS 'Schema, bare; NULL where it has none.';
COMMENT ON COLUMN pggit_audit.backfill_recovered.object_name IS 'Name, bare; the new one of a RENAME.';
COMMENT ON COLUMN pggit_audit.backfill_recovered.object_identity IS 'The server''s identity, as far as the text tells.';
COMMENT ON COLUMN pggit_audit.backfill_recovered.change_id IS 'The commit''s change that it is part of: of the object itself, or of the table that it belongs to; NULL where the commit changes neither.';

DO $$
DECLARE
    v_table text;
BEGIN
    FOREACH v_table IN ARRAY ARRAY['backfill_runs', 'backfill_batches', 'backfill_rows', 'backfill_snapshots', 'backfill_recovered', 'backfill_runs_run_id_seq', 'backfill_batches_batch_id_seq', 'backfill_recovered_recovered_id_seq'] LOOP
        PERFORM pg_catalog.pg_extension_config_dump('pggit_audit.' || v_table, '');
    END LOOP;
END
$$;

DO $$
DECLARE
    v_table text;
BEGIN
    FOREACH v_table IN ARRAY ARRAY['backfill_runs', 'backfill_batches', 'backfill_rows', 'backfill_snapshots', 'backfill_recovered'] LOOP
        EXECUTE format('CREATE TRIGGER a_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON pggit_audit.%I FOR EACH STATEMENT EXECUTE FUNCTION pggit_audit.refuse_modification()', v_table);
        EXECUTE format('ALTER TABLE pggit_audit.%I ENABLE ALWAYS TRIGGER a_append_only', v_table);
        EXECUTE format('COMMENT ON TRIGGER a_append_only ON pggit_audit.%I IS %L', v_table, 'Refuses changes to what is recorded; fires in replica sessions too.');
    END LOOP;
END
$$;

---------------------------------------------------------------- views

CREATE VIEW pggit_audit.backfill_dispositions AS
SELECT r.history_id, r.disposition, r.reason, r.object_schema, r.object_name, r.object_type, r.change_type, r.path, r.name_source, coalesce(r.commit_sha, s.commit_sha) AS commit_sha, r.change_id,
       c.commit_sha IS NOT NULL AS carries_commit, c.author, c.committed_at, r.v1_object_id, r.run_id
FROM pggit_audit.backfill_rows r LEFT JOIN pggit_audit.changes c ON c.change_id = r.change_id LEFT JOIN pggit_audit.backfill_snapshots s ON s.history_id = r.history_id;
COMMENT ON VIEW pggit_audit.backfill_dispositions IS 'Each row of v1''s history with its one disposition and its change.';

CREATE VIEW pggit_audit.backfill_summary AS
SELECT r.disposition, r.object_type, r.change_type, count(*) AS rows, count(*) FILTER (WHERE r.name_source = 'NONE') AS unnamed,
       min(r.history_id) AS first_history_id, max(r.history_id) AS last_history_id, mode() WITHIN GROUP (ORDER BY r.reason) AS usual_reason
FROM pggit_audit.backfill_rows r GROUP BY r.disposition, r.object_type, r.change_type
UNION ALL
SELECT 'RECOVERED', r.object_type, r.action, count(*), 0, min(r.history_id), max(r.history_id), NULL
FROM pggit_audit.backfill_recovered r GROUP BY r.object_type, r.action;
COMMENT ON VIEW pggit_audit.backfill_summary IS 'How many rows of v1''s history ended how, by type and change; RECOVERED: what their texts told beyond them.';

CREATE VIEW pggit_audit.backfill_changes AS
SELECT c.change_id, coalesce(c.history_id, (SELECT min(r.history_id) FROM pggit_audit.backfill_recovered r WHERE r.change_id = c.change_id),
           (SELECT min(r.history_id) FROM pggit_audit.backfill_rows r WHERE r.commit_sha = c.commit_sha), (SELECT min(s.history_id) FROM pggit_audit.backfill_snapshots s WHERE s.commit_sha = c.commit_sha)) AS history_id,
       c.history_id IS NULL AS is_recovered, c.commit_sha, c.path, c.object_schema, c.object_name, c.object_type, c.change_type
FROM pggit_audit.changes c WHERE c.backfilled_from_v1;
COMMENT ON VIEW pggit_audit.backfill_changes IS 'Each backfilled change with the history row that it is from: its own, or (is_recovered) the first one whose text told it.';

CREATE VIEW pggit_audit.backfill_progress AS
SELECT r.run_id, r.branch, r.started_at, b.rows_done, r.rows_pending, round(100.0 * b.rows_done / nullif(r.rows_pending, 0), 1) AS percent, b.commits,
       round(b.rows_done / nullif(extract(epoch FROM b.last_at - r.started_at), 0)) AS rows_per_second,
       CASE WHEN b.rows_done >= r.rows_pending THEN interval '0' ELSE make_interval(secs => round((extract(epoch FROM b.last_at - r.started_at) / nullif(b.rows_done, 0) * (r.rows_pending - b.rows_done))::numeric, 1)::float8) END AS time_left,
       b.last_at
FROM pggit_audit.backfill_runs r
CROSS JOIN LATERAL (SELECT coalesce(sum(x.rows_read), 0) AS rows_done, coalesce(sum(x.commits), 0) AS commits, coalesce(max(x.finished_at), r.started_at) AS last_at FROM pggit_audit.backfill_batches x WHERE x.run_id = r.run_id) b
ORDER BY r.run_id DESC;
COMMENT ON VIEW pggit_audit.backfill_progress IS 'The runs, newest first, with share, speed and time left. Other sessions see each batch of CALL pggit_audit.backfill(...) when it has committed; a run of backfill_from_v1_history when it is done.';

DO $$
DECLARE
    v_column record;
BEGIN
    FOR v_column IN
        SELECT v.relname AS view_name, a.attname AS column_name,
               (SELECT d.description FROM pg_catalog.pg_attribute t JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = t.attrelid AND d.objsubid = t.attnum
                WHERE t.attname = a.attname AND t.attrelid = ANY (ARRAY['pggit_audit.backfill_rows'::regclass, 'pggit_audit.changes'::regclass, 'pggit_audit.backfill_runs'::regclass, 'pggit_audit.backfill_batches'::regclass])
                ORDER BY array_position(ARRAY['pggit_audit.backfill_rows'::regclass, 'pggit_audit.changes'::regclass, 'pggit_audit.backfill_runs'::regclass, 'pggit_audit.backfill_batches'::regclass], t.attrelid::regclass) LIMIT 1) AS meaning
        FROM pg_catalog.pg_class v JOIN pg_catalog.pg_attribute a ON a.attrelid = v.oid AND a.attnum > 0
        WHERE v.oid IN ('pggit_audit.backfill_dispositions'::regclass, 'pggit_audit.backfill_summary'::regclass, 'pggit_audit.backfill_changes'::regclass, 'pggit_audit.backfill_progress'::regclass)
    LOOP
        EXECUTE format('COMMENT ON COLUMN pggit_audit.%I.%I IS %L', v_column.view_name, v_column.column_name, coalesce(CASE v_column.column_name
            WHEN 'rows' THEN 'How many.'
            WHEN 'unnamed' THEN 'Those whose name is v1''s number.'
            WHEN 'usual_reason' THEN 'The most frequent reason.'
            WHEN 'carries_commit' THEN 'True: the row''s change is the commit''s own change of the object.'
            WHEN 'is_recovered' THEN 'True: no row of its own, the text of another told it.'
            WHEN 'rows_done' THEN 'Rows with a disposition from this run.'
            WHEN 'percent' THEN 'rows_done of rows_pending.'
            WHEN 'rows_per_second' THEN 'Since the start.'
            WHEN 'time_left' THEN 'At this speed.'
            WHEN 'last_at' THEN 'When the newest batch was stored.'
            WHEN 'commits' THEN 'Commits written.' END, v_column.meaning, v_column.column_name));
    END LOOP;
END
$$;
