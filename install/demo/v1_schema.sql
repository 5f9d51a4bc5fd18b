-- pgGit version 1: its tables, for the demo and the tests
--
-- What    schema pggit with the five tables and five enums in which pgGit v1 keeps a schema history:
--         the same names, types, defaults and keys, so that real v1 data (CSV of a live database) loads into it.
-- Not     v1 itself: no functions, no event triggers (v1_recorder.sql imitates those), no partitions, no views.
-- Use     psql -v ON_ERROR_STOP=1 -f v1_schema.sql        in a database that has no schema pggit yet.
-- Load    TRUNCATE pggit.branches CASCADE, then \copy branches, commits, objects, history, dependencies in this order.
--         The CSV column order is the order of the tables here; objects.full_name is generated and not in the CSV.

BEGIN;

CREATE SCHEMA pggit;
COMMENT ON SCHEMA pggit IS 'pgGit v1''s tables, re-created for the pgGit Audit demo and tests';

CREATE TYPE pggit.object_type AS ENUM (
    'SCHEMA', 'TABLE', 'COLUMN', 'INDEX', 'CONSTRAINT', 'VIEW', 'MATERIALIZED_VIEW', 'FUNCTION', 'PROCEDURE',
    'TRIGGER', 'TYPE', 'SEQUENCE', 'PARTITION', 'BRANCH', 'COMMIT', 'TAG');
CREATE TYPE pggit.change_type AS ENUM (
    'CREATE', 'ALTER', 'DROP', 'RENAME', 'COMMENT', 'BRANCH', 'MERGE', 'CONFLICT_RESOLVED');
CREATE TYPE pggit.change_severity AS ENUM ('MAJOR', 'MINOR', 'PATCH');
CREATE TYPE pggit.branch_status AS ENUM ('ACTIVE', 'MERGED', 'DELETED', 'CONFLICTED');
CREATE TYPE pggit.merge_resolution AS ENUM ('AUTO_RESOLVED', 'MANUAL_RESOLVED', 'CONFLICT_PENDING', 'MERGE_REJECTED');

CREATE TABLE pggit.branches (
    id               serial PRIMARY KEY,
    name             text NOT NULL UNIQUE,
    parent_branch_id integer REFERENCES pggit.branches (id),
    head_commit_hash text,
    status           pggit.branch_status DEFAULT 'ACTIVE',
    created_at       timestamp DEFAULT CURRENT_TIMESTAMP,
    created_by       text DEFAULT CURRENT_USER,
    merged_at        timestamp,
    merged_by        text
);

-- One row per object name ever seen; version and is_active describe its newest state.
CREATE TABLE pggit.objects (
    id               serial PRIMARY KEY,
    object_type      pggit.object_type NOT NULL,
    schema_name      text NOT NULL,
    object_name      text NOT NULL,
    full_name        text GENERATED ALWAYS AS (
                         CASE WHEN schema_name = '' THEN object_name ELSE schema_name || '.' || object_name END) STORED,
    parent_id        integer REFERENCES pggit.objects (id) ON DELETE CASCADE,
    content_hash     text,
    ddl_normalized   text,
    branch_id        integer DEFAULT 1,          -- v1 has no foreign key here
    branch_name      text DEFAULT 'main',
    version          integer NOT NULL DEFAULT 1,
    version_major    integer NOT NULL DEFAULT 1,
    version_minor    integer NOT NULL DEFAULT 0,
    version_patch    integer NOT NULL DEFAULT 0,
    metadata         jsonb DEFAULT '{}',
    is_active        boolean DEFAULT true,
    created_at       timestamp DEFAULT CURRENT_TIMESTAMP,
    updated_at       timestamp DEFAULT CURRENT_TIMESTAMP,
    ddl_hash         text,
    structure_hash   text,
    constraints_hash text,
    indexes_hash     text,
    UNIQUE (object_type, schema_name, object_name, branch_name)
);

-- One row per change of an object; the text is the client's whole query string, not the one statement.
CREATE TABLE pggit.history (
    id                 serial PRIMARY KEY,
    object_id          integer NOT NULL REFERENCES pggit.objects (id) ON DELETE CASCADE,
    change_type        pggit.change_type NOT NULL,
    change_severity    pggit.change_severity NOT NULL,
    commit_hash        text,
    branch_id          integer REFERENCES pggit.branches (id),
    merge_base_hash    text,
    merge_resolution   pggit.merge_resolution,
    old_version        integer,
    new_version        integer,
    old_metadata       jsonb,
    new_metadata       jsonb,
    change_description text,
    sql_executed       text,
    created_at         timestamp DEFAULT CURRENT_TIMESTAMP,
    created_by         text DEFAULT CURRENT_USER,
    old_hash           text,
    new_hash           text
);
CREATE INDEX history_object_id_idx ON pggit.history (object_id);

CREATE TABLE pggit.commits (
    id                 serial PRIMARY KEY,
    hash               text NOT NULL UNIQUE,
    branch_id          integer NOT NULL REFERENCES pggit.branches (id),
    parent_commit_hash text,
    message            text,
    author             text,
    authored_at        timestamp DEFAULT CURRENT_TIMESTAMP,
    committer          text,
    committed_at       timestamp DEFAULT CURRENT_TIMESTAMP,
    tree_hash          text,
    object_hashes      jsonb
);

CREATE TABLE pggit.dependencies (
    id              serial PRIMARY KEY,
    dependent_id    integer NOT NULL REFERENCES pggit.objects (id) ON DELETE CASCADE,
    depends_on_id   integer NOT NULL REFERENCES pggit.objects (id) ON DELETE CASCADE,
    branch_id       integer DEFAULT 1 REFERENCES pggit.branches (id),
    dependency_type text DEFAULT 'generic',
    metadata        jsonb DEFAULT '{}',
    created_at      timestamp DEFAULT CURRENT_TIMESTAMP,
    UNIQUE (dependent_id, depends_on_id)
);

INSERT INTO pggit.branches (name) VALUES ('main');   -- id 1, the branch that objects.branch_id defaults to

COMMIT;
