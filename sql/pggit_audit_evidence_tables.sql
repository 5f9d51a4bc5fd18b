-- Tables of the evidence log, and of what was found by checking it.
-- Needs:   pggit_audit_schema.sql.
-- Who:     reading for pggit_audit_reader; nobody writes but triggers and the functions of checkpoints, checks and maintenance.

CREATE TABLE pggit_audit.evidence_leaves (
    leaf_index bigint NOT NULL,
    kind text NOT NULL,
    subject uuid NOT NULL,
    leaf_hash bytea NOT NULL,
    CONSTRAINT evidence_leaves_pkey PRIMARY KEY (leaf_index),
    CONSTRAINT evidence_leaves_leaf_index_check CHECK (leaf_index >= 0),
    CONSTRAINT evidence_leaves_leaf_hash_check CHECK (octet_length(leaf_hash) = 32)
);
CREATE INDEX evidence_leaves_subject_idx ON pggit_audit.evidence_leaves (subject);                          -- inclusion_proof, evidence_rows
COMMENT ON TABLE pggit_audit.evidence_leaves IS 'The leaves of the evidence log in order: one for each row of the tables that evidence_kinds names. Append-only, without gaps from 0; written at COMMIT.';
COMMENT ON COLUMN pggit_audit.evidence_leaves.leaf_index IS 'Place in the log, from 0.';
COMMENT ON COLUMN pggit_audit.evidence_leaves.kind IS 'Table of the row.';
COMMENT ON COLUMN pggit_audit.evidence_leaves.subject IS 'Key of the row: its uuid; of a number the uuid with these hex digits; of a sha its MD5.';
COMMENT ON COLUMN pggit_audit.evidence_leaves.leaf_hash IS 'SHA-256 of the byte 0 and the row''s encoding (docs/verification.md).';

CREATE TABLE pggit_audit.evidence_nodes (
    level integer NOT NULL,
    node_index bigint NOT NULL,
    node_hash bytea NOT NULL,
    CONSTRAINT evidence_nodes_pkey PRIMARY KEY (level, node_index),
    CONSTRAINT evidence_nodes_level_check CHECK (level > 0 AND level % 4 = 0),
    CONSTRAINT evidence_nodes_node_hash_check CHECK (octet_length(node_hash) = 32)
);
COMMENT ON TABLE pggit_audit.evidence_nodes IS 'Inner nodes of the log''s tree, of every fourth level: those between are 15 hashes away. Append-only.';
COMMENT ON COLUMN pggit_audit.evidence_nodes.level IS 'Height over the leaves: 4, 8, 12 ...';
COMMENT ON COLUMN pggit_audit.evidence_nodes.node_index IS 'From 0: the node over the leaves from node_index * 2^level on.';
COMMENT ON COLUMN pggit_audit.evidence_nodes.node_hash IS 'SHA-256 of the byte 1 and both children.';

CREATE TABLE pggit_audit.evidence_batches (
    first_index bigint NOT NULL,
    leaf_count bigint NOT NULL,
    appended_at timestamptz NOT NULL,
    appended_by text NOT NULL,
    batch_hash bytea NOT NULL,
    CONSTRAINT evidence_batches_pkey PRIMARY KEY (first_index),
    CONSTRAINT evidence_batches_leaf_count_check CHECK (leaf_count > 0)
);
COMMENT ON TABLE pggit_audit.evidence_batches IS 'One row for each transaction that wrote to the log: which leaves, when, who. Chained by batch_hash, which also holds the leaves behind the last stored node and checkpoint. Append-only.';
COMMENT ON COLUMN pggit_audit.evidence_batches.first_index IS 'Its first leaf.';
COMMENT ON COLUMN pggit_audit.evidence_batches.leaf_count IS 'Its number of leaves.';
COMMENT ON COLUMN pggit_audit.evidence_batches.appended_at IS 'When (the transaction''s end).';
COMMENT ON COLUMN pggit_audit.evidence_batches.appended_by IS 'The session user.';
COMMENT ON COLUMN pggit_audit.evidence_batches.batch_hash IS 'SHA-256 of the batch before (32 zero bytes for the first), the other columns and the leaf hashes.';

CREATE TABLE pggit_audit.evidence_events (
    event_id bigint GENERATED ALWAYS AS IDENTITY,
    event text NOT NULL,
    detail text,
    expires_at timestamptz,
    happened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    caused_by text NOT NULL DEFAULT session_user,
    CONSTRAINT evidence_events_pkey PRIMARY KEY (event_id),
    CONSTRAINT evidence_events_event_check CHECK (event ~ '^[A-Z]+(_[A-Z]+)*$')
);
COMMENT ON TABLE pggit_audit.evidence_events IS 'What happened to the evidence itself: the log''s start, maintenance windows, self-verifications, updates, accepted installations, attached stores. Append-only, each a leaf.';
COMMENT ON COLUMN pggit_audit.evidence_events.event_id IS 'Order of happening.';
COMMENT ON COLUMN pggit_audit.evidence_events.event IS 'LOG_STARTED, MAINTENANCE_STARTED, MAINTENANCE_ENDED, SELF_VERIFICATION, EXTENSION_UPDATED, INSTALLATION_ACCEPTED, STORE_ATTACHING (detail: the transaction), STORE_ATTACHED (detail: the schema).';
COMMENT ON COLUMN pggit_audit.evidence_events.detail IS 'Of LOG_STARTED the log''s id and what was installed (installation_digest), of MAINTENANCE_STARTED the reason, and so on.';
COMMENT ON COLUMN pggit_audit.evidence_events.expires_at IS 'Of MAINTENANCE_STARTED: when the window closes by itself; else NULL.';
COMMENT ON COLUMN pggit_audit.evidence_events.happened_at IS 'When.';
COMMENT ON COLUMN pggit_audit.evidence_events.caused_by IS 'The session user.';

CREATE TABLE pggit_audit.checkpoints (
    checkpoint_id bigint GENERATED ALWAYS AS IDENTITY,
    origin text NOT NULL,
    tree_size bigint NOT NULL,
    root_hash bytea NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_by text NOT NULL DEFAULT session_user,
    CONSTRAINT checkpoints_pkey PRIMARY KEY (checkpoint_id)
);
COMMENT ON TABLE pggit_audit.checkpoints IS 'Checkpoints that were made: keep their texts outside the database, there they prove something. Append-only, each a leaf.';
COMMENT ON COLUMN pggit_audit.checkpoints.checkpoint_id IS 'Order of making.';
COMMENT ON COLUMN pggit_audit.checkpoints.origin IS 'Name of the log (setting evidence_origin, else pggit-audit/ and the log''s id).';
COMMENT ON COLUMN pggit_audit.checkpoints.tree_size IS 'Number of leaves.';
COMMENT ON COLUMN pggit_audit.checkpoints.root_hash IS 'Root of the tree over them.';
COMMENT ON COLUMN pggit_audit.checkpoints.body IS 'The text: origin, size, root in base64, a line each (C2SP tlog-checkpoint).';
COMMENT ON COLUMN pggit_audit.checkpoints.created_at IS 'When.';
COMMENT ON COLUMN pggit_audit.checkpoints.created_by IS 'The session user.';

CREATE TABLE pggit_audit.integrity_runs (
    run_id bigint GENERATED ALWAYS AS IDENTITY,
    scope text NOT NULL,
    status text NOT NULL,
    checks integer NOT NULL,
    failed integer NOT NULL,
    warned integer NOT NULL,
    tree_size bigint NOT NULL,
    started_at timestamptz NOT NULL,
    finished_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    started_by text NOT NULL DEFAULT session_user,
    CONSTRAINT integrity_runs_pkey PRIMARY KEY (run_id),
    CONSTRAINT integrity_runs_status_check CHECK (status IN ('PASS', 'WARN', 'FAIL'))
);
COMMENT ON TABLE pggit_audit.integrity_runs IS 'Every run of validate_audit_integrity. Append-only, each a leaf.';
COMMENT ON COLUMN pggit_audit.integrity_runs.run_id IS 'Order of runs.';
COMMENT ON COLUMN pggit_audit.integrity_runs.scope IS 'quick, full, a check''s name, or a range of commits (old..new).';
COMMENT ON COLUMN pggit_audit.integrity_runs.status IS 'The worst of its checks: PASS, WARN or FAIL.';
COMMENT ON COLUMN pggit_audit.integrity_runs.checks IS 'Checks that ran.';
COMMENT ON COLUMN pggit_audit.integrity_runs.failed IS 'Checks with status FAIL.';
COMMENT ON COLUMN pggit_audit.integrity_runs.warned IS 'Checks with status WARN.';
COMMENT ON COLUMN pggit_audit.integrity_runs.tree_size IS 'Size of the evidence log that it saw; the next quick run begins there.';
COMMENT ON COLUMN pggit_audit.integrity_runs.started_at IS 'When it began.';
COMMENT ON COLUMN pggit_audit.integrity_runs.finished_at IS 'When it ended.';
COMMENT ON COLUMN pggit_audit.integrity_runs.started_by IS 'The session user.';

CREATE TABLE pggit_audit.integrity_findings (
    finding_id bigint GENERATED ALWAYS AS IDENTITY,
    run_id bigint NOT NULL,
    check_name text NOT NULL,
    status text NOT NULL,
    severity text NOT NULL,
    checked bigint NOT NULL,
    failed bigint NOT NULL,
    details text NOT NULL,
    examples text,
    CONSTRAINT integrity_findings_pkey PRIMARY KEY (finding_id),
    CONSTRAINT integrity_findings_run_id_check_name_key UNIQUE (run_id, check_name)
);
COMMENT ON TABLE pggit_audit.integrity_findings IS 'What runs of validate_audit_integrity found, a row for each check that did not pass. Append-only, each a leaf.';
COMMENT ON COLUMN pggit_audit.integrity_findings.finding_id IS 'Order of finding.';
COMMENT ON COLUMN pggit_audit.integrity_findings.run_id IS 'The run.';
COMMENT ON COLUMN pggit_audit.integrity_findings.check_name IS 'The check.';
COMMENT ON COLUMN pggit_audit.integrity_findings.status IS 'FAIL or WARN.';
COMMENT ON COLUMN pggit_audit.integrity_findings.severity IS 'LOW, HIGH or CRITICAL.';
COMMENT ON COLUMN pggit_audit.integrity_findings.checked IS 'What was looked at.';
COMMENT ON COLUMN pggit_audit.integrity_findings.failed IS 'What was found damaged.';
COMMENT ON COLUMN pggit_audit.integrity_findings.details IS 'In words.';
COMMENT ON COLUMN pggit_audit.integrity_findings.examples IS 'The first ten, a line each.';

-- What the statements of this transaction have written and its end will append. Nobody but the own transaction ever sees a row: unlogged, not dumped.
CREATE UNLOGGED TABLE pggit_audit.evidence_pending (
    pending_id bigint GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL,
    subjects uuid[] NOT NULL,
    hashes bytea[] NOT NULL,
    transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
    is_first boolean NOT NULL DEFAULT true,
    CONSTRAINT evidence_pending_pkey PRIMARY KEY (transaction_id, pending_id)
);
-- Hashes do not compress.
ALTER TABLE pggit_audit.evidence_pending ALTER COLUMN subjects SET STORAGE EXTERNAL, ALTER COLUMN hashes SET STORAGE EXTERNAL;
ALTER TABLE pggit_audit.evidence_pending SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
COMMENT ON TABLE pggit_audit.evidence_pending IS 'Leaves between the statement that made them and the COMMIT that appends them. Empty but within a transaction.';
COMMENT ON COLUMN pggit_audit.evidence_pending.pending_id IS 'Order of statements.';
COMMENT ON COLUMN pggit_audit.evidence_pending.transaction_id IS 'The transaction.';
COMMENT ON COLUMN pggit_audit.evidence_pending.is_first IS 'False where an earlier row of the transaction waits already: the leaves are appended for that one.';
COMMENT ON COLUMN pggit_audit.evidence_pending.kind IS 'As evidence_leaves.kind.';
COMMENT ON COLUMN pggit_audit.evidence_pending.subjects IS 'As evidence_leaves.subject, of each row of the statement.';
COMMENT ON COLUMN pggit_audit.evidence_pending.hashes IS 'As evidence_leaves.leaf_hash, of each row of the statement.';
