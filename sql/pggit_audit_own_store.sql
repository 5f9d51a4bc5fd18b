-- The object store, where the database has none: pgGit's tables (docs/object-format.md). pg_dump dumps it like any other schema; DROP EXTENSION drops it.
-- Needs:   no schema of that name.
-- Who:     reading for pggit_audit_reader, writing for pggit_audit_admin.

CREATE SCHEMA @store@;
COMMENT ON SCHEMA @store@ IS 'Git-like store of DDL: blobs, trees, commits, refs. Made by pgGit Audit in the shape of pgGit''s own.';

-- No foreign keys: what these functions write they have just looked up or written, rows are never deleted, and store_references checks every reference of the store
-- (pgGit's own store, too). Look-ups of keys would be a good part of a captured commit's time.
CREATE TABLE @store@.objects (
    sha text PRIMARY KEY,
    type text NOT NULL CHECK (type IN ('commit', 'tree', 'blob', 'tag')),
    size integer NOT NULL,
    content text NOT NULL,
    created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP
);
COMMENT ON TABLE @store@.objects IS 'Blobs, trees, commits and tags by sha (docs/object-format.md).';
COMMENT ON COLUMN @store@.objects.sha IS 'Hex SHA-256 of "<type> <size>:<content>", a tree''s content before base64.';
COMMENT ON COLUMN @store@.objects.type IS 'commit, tree, blob or tag.';
COMMENT ON COLUMN @store@.objects.size IS 'Length of the content in characters, a tree''s before base64.';
COMMENT ON COLUMN @store@.objects.content IS 'DDL text of a blob; text of a commit; text of a tree in base64.';
COMMENT ON COLUMN @store@.objects.created_at IS 'When it was stored, in the session''s time zone; not covered by the sha.';

CREATE TABLE @store@.commit_graph (
    commit_sha text PRIMARY KEY,
    parent_shas text[] NOT NULL DEFAULT '{}',
    tree_sha text NOT NULL,
    generation integer NOT NULL DEFAULT 0,
    author text NOT NULL,
    committer text NOT NULL,
    authored_at timestamp NOT NULL,
    committed_at timestamp NOT NULL,
    message text NOT NULL
);
CREATE INDEX commit_graph_parent_shas_idx ON @store@.commit_graph USING gin (parent_shas);
COMMENT ON TABLE @store@.commit_graph IS 'The commits'' texts, taken apart: a cache, the text is the truth.';
COMMENT ON COLUMN @store@.commit_graph.commit_sha IS 'The commit.';
COMMENT ON COLUMN @store@.commit_graph.parent_shas IS 'Its parents, the first parent first; empty for a root commit.';
COMMENT ON COLUMN @store@.commit_graph.tree_sha IS 'Its tree.';
COMMENT ON COLUMN @store@.commit_graph.generation IS 'Longest distance from a root commit, 0 for a root.';
COMMENT ON COLUMN @store@.commit_graph.author IS 'Who wrote the change.';
COMMENT ON COLUMN @store@.commit_graph.committer IS 'Who committed it.';
COMMENT ON COLUMN @store@.commit_graph.authored_at IS 'Author time, UTC.';
COMMENT ON COLUMN @store@.commit_graph.committed_at IS 'Committer time, UTC.';
COMMENT ON COLUMN @store@.commit_graph.message IS 'Commit message.';

CREATE TABLE @store@.tree_entries (
    tree_sha text NOT NULL,
    path text NOT NULL,
    mode text NOT NULL,
    object_sha text NOT NULL,
    PRIMARY KEY (tree_sha, path) INCLUDE (mode, object_sha)
);
COMMENT ON TABLE @store@.tree_entries IS 'The trees'' texts, taken apart: a cache, the text is the truth. Trees that hold nothing but buckets have no rows here: nine of ten rows would be theirs.';
COMMENT ON COLUMN @store@.tree_entries.tree_sha IS 'The tree.';
COMMENT ON COLUMN @store@.tree_entries.path IS 'The object''s path.';
COMMENT ON COLUMN @store@.tree_entries.mode IS '100644 for a blob, 040000 for a tree.';
COMMENT ON COLUMN @store@.tree_entries.object_sha IS 'The blob or tree.';

CREATE TABLE @store@.refs (
    name text PRIMARY KEY,
    target_sha text NOT NULL,
    type text NOT NULL CHECK (type IN ('branch', 'tag', 'remote'))
);
COMMENT ON TABLE @store@.refs IS 'Branches and tags.';
COMMENT ON COLUMN @store@.refs.name IS 'refs/heads/..., refs/tags/... or refs/remotes/...';
COMMENT ON COLUMN @store@.refs.target_sha IS 'The commit it points to.';
COMMENT ON COLUMN @store@.refs.type IS 'branch, tag or remote.';

CREATE TABLE @store@.head (
    id integer PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    ref_name text,
    direct_sha text
);
COMMENT ON TABLE @store@.head IS 'HEAD: one row at the most; without it HEAD is refs/heads/main.';
COMMENT ON COLUMN @store@.head.id IS 'Always 1.';
COMMENT ON COLUMN @store@.head.ref_name IS 'The branch that HEAD is on.';
COMMENT ON COLUMN @store@.head.direct_sha IS 'A detached HEAD''s commit, where ref_name is NULL or names nothing.';

-- pgGit's own function names, for tools that call them in the store's schema. The code is pggit_audit's.
CREATE FUNCTION @store@.create_blob(content text) RETURNS text LANGUAGE sql AS $$ SELECT pggit_audit.create_blob($1) $$;
COMMENT ON FUNCTION @store@.create_blob(text) IS 'pggit_audit.create_blob.';
CREATE FUNCTION @store@.create_tree(entries jsonb) RETURNS text LANGUAGE sql AS $$ SELECT pggit_audit.create_tree($1) $$;
COMMENT ON FUNCTION @store@.create_tree(jsonb) IS 'pggit_audit.create_tree.';
CREATE FUNCTION @store@.create_commit(tree_sha text, parent_shas text[], message text, author text DEFAULT NULL, committer text DEFAULT NULL) RETURNS text
LANGUAGE sql AS $$ SELECT pggit_audit.create_commit($1, $2, $3, $4, $5) $$;
COMMENT ON FUNCTION @store@.create_commit(text, text[], text, text, text) IS 'pggit_audit.create_commit at the present time.';
CREATE FUNCTION @store@.update_ref(ref_name text, new_sha text, old_sha text DEFAULT NULL) RETURNS boolean LANGUAGE sql AS $$ SELECT pggit_audit.update_ref($1, $2, $3) $$;
COMMENT ON FUNCTION @store@.update_ref(text, text, text) IS 'pggit_audit.update_ref.';
CREATE FUNCTION @store@.diff_trees(tree1_sha text, tree2_sha text)
RETURNS TABLE (path text, change_type text, old_mode text, new_mode text, old_sha text, new_sha text)
LANGUAGE sql STABLE AS $$ SELECT * FROM pggit_audit.diff_trees($1, $2) $$;
COMMENT ON FUNCTION @store@.diff_trees(text, text) IS 'pggit_audit.diff_trees.';

DO $$
DECLARE
    v_extension oid := (SELECT e.oid FROM pg_catalog.pg_extension e WHERE e.extname = 'pggit_audit');
    v_store oid := to_regnamespace('@store@');
    v_members oid[];
BEGIN
    -- No members of the extension, so pg_dump keeps definitions and rows, but "DEPENDS ON EXTENSION" (deptype x, for which schemas and tables have no
    -- command): they go when it goes. As members they would have to be made by CREATE EXTENSION in a restore too, where a store that was there before is
    -- not to be seen yet, and their triggers would fire for every row that the restore brings.
    v_members := ARRAY(SELECT d.objid FROM pg_catalog.pg_depend d
        WHERE d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.refobjid = v_extension AND d.deptype = 'e'
          AND (d.objid = v_store OR d.objid IN (SELECT c.oid FROM pg_catalog.pg_class c WHERE c.relnamespace = v_store)
               OR d.objid IN (SELECT p.oid FROM pg_catalog.pg_proc p WHERE p.pronamespace = v_store)
               OR d.objid IN (SELECT t.oid FROM pg_catalog.pg_type t WHERE t.typnamespace = v_store)));
    UPDATE pg_catalog.pg_depend SET deptype = 'x'
    WHERE refclassid = 'pg_catalog.pg_extension'::regclass AND refobjid = v_extension AND deptype = 'e' AND objid = ANY (v_members);
END
$$;
