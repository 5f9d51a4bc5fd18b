-- What users ask: host, extraction, one object at a commit, comparison, DDL reading. Each stands on the method of Audit.java of the same name.
-- Needs:   the tables, the store's functions (pggit_audit_store.sql, _trees, _tree_diff) and one host's Java functions.
-- Who:     pggit_audit_reader.

---------------------------------------------------------------- the border (docs/architecture.md, "The border")

CREATE FUNCTION pggit_audit.block_check(block bytea) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_state text;
    v_message text;
    v_detail text;
    v_hint text;
BEGIN
    IF get_byte(block, 0) = 0 THEN
        RETURN block;
    END IF;
    v_state := (pggit_audit.block_column(block, 1))[1];
    v_message := (pggit_audit.block_column(block, 2))[1];
    v_detail := (pggit_audit.block_column(block, 3))[1];
    v_hint := (pggit_audit.block_column(block, 4))[1];
    IF v_detail IS NULL AND v_hint IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = v_state, MESSAGE = v_message;
    ELSIF v_hint IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = v_state, MESSAGE = v_message, DETAIL = v_detail;
    ELSIF v_detail IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = v_state, MESSAGE = v_message, HINT = v_hint;
    END IF;
    RAISE EXCEPTION USING ERRCODE = v_state, MESSAGE = v_message, DETAIL = v_detail, HINT = v_hint;
END
$$;
COMMENT ON FUNCTION pggit_audit.block_check(bytea) IS 'A block from Java as it is, or, where it carries an error, that error with its SQLSTATE, DETAIL and HINT.';

-- Qualified instead of SET search_path: it is called for every column of every block.
CREATE FUNCTION pggit_audit.block_column(block bytea, column_number integer) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    v_entry int := 10 OPERATOR(pg_catalog.*) column_number OPERATOR(pg_catalog.-) 8;
    v_from int := (pg_catalog.get_byte(block, v_entry) OPERATOR(pg_catalog.<<) 24) OPERATOR(pg_catalog.|) (pg_catalog.get_byte(block, v_entry OPERATOR(pg_catalog.+) 1) OPERATOR(pg_catalog.<<) 16)
        OPERATOR(pg_catalog.|) (pg_catalog.get_byte(block, v_entry OPERATOR(pg_catalog.+) 2) OPERATOR(pg_catalog.<<) 8) OPERATOR(pg_catalog.|) pg_catalog.get_byte(block, v_entry OPERATOR(pg_catalog.+) 3);
    v_length int := (pg_catalog.get_byte(block, v_entry OPERATOR(pg_catalog.+) 4) OPERATOR(pg_catalog.<<) 24) OPERATOR(pg_catalog.|) (pg_catalog.get_byte(block, v_entry OPERATOR(pg_catalog.+) 5) OPERATOR(pg_catalog.<<) 16)
        OPERATOR(pg_catalog.|) (pg_catalog.get_byte(block, v_entry OPERATOR(pg_catalog.+) 6) OPERATOR(pg_catalog.<<) 8) OPERATOR(pg_catalog.|) pg_catalog.get_byte(block, v_entry OPERATOR(pg_catalog.+) 7);
    v_separator int := pg_catalog.get_byte(block, v_entry OPERATOR(pg_catalog.+) 8);
BEGIN
    IF v_separator OPERATOR(pg_catalog.=) 0 THEN
        RETURN pg_catalog.convert_from(pg_catalog.substr(block, v_from OPERATOR(pg_catalog.+) 1, v_length), 'UTF8')::pg_catalog.text[];
    END IF;
    RETURN pg_catalog.string_to_array(pg_catalog.convert_from(pg_catalog.substr(block, v_from OPERATOR(pg_catalog.+) 1, v_length), 'UTF8'),
        pg_catalog.chr(v_separator), pg_catalog.chr(pg_catalog.get_byte(block, v_entry OPERATOR(pg_catalog.+) 9)));
END
$$;
COMMENT ON FUNCTION pggit_audit.block_column(bytea, integer) IS 'The values of one column (from 1) of a block that Java made (BlockWriter.java has the layout).';

CREATE FUNCTION pggit_audit.self_test(failure text DEFAULT NULL) RETURNS TABLE (name text, value text)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_block bytea;
BEGIN
    PERFORM pggit_audit.host_ready();
    v_block := pggit_audit.block_check(pggit_audit.java_self_test(
        CASE WHEN failure IS NULL THEN ''::bytea ELSE array_send(ARRAY[ARRAY[convert_to(failure, 'UTF8')]]) END));
    RETURN QUERY SELECT * FROM unnest(pggit_audit.block_column(v_block, 1), pggit_audit.block_column(v_block, 2));
END
$$;
COMMENT ON FUNCTION pggit_audit.self_test(text) IS 'Asks every Java function once and says what JVM answers. failure provokes an error instead, to see what comes of it: error (PA000), exception (XX000), overflow (54001), memory (53200).';

CREATE FUNCTION pggit_audit.host()
RETURNS TABLE (host text, host_version text, java_version text, jar_version text, extension_version text, store text, max_heap_mb integer)
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    SELECT i.value, pggit_audit.host_version(), max(t.value) FILTER (WHERE t.name = 'java_version') || ' (' || max(t.value) FILTER (WHERE t.name = 'java_vendor') || ')',
           max(t.value) FILTER (WHERE t.name = 'jar_version'),
           (SELECT e.extversion FROM pg_extension e WHERE e.extname = 'pggit_audit'),
           (SELECT s.value FROM pggit_audit.installation s WHERE s.name = 'store'),
           max(t.value) FILTER (WHERE t.name = 'max_heap_mb')::int
    FROM pggit_audit.self_test() t, pggit_audit.installation i WHERE i.name = 'host'
    GROUP BY i.value
$$;
COMMENT ON FUNCTION pggit_audit.host() IS 'What runs our Java in this server: host pljava or plpython, its version, the JVM''s, the jar''s (not equal to the extension''s: install again), the store''s schema, the heap limit in MB. Starts the JVM.';

---------------------------------------------------------------- extraction

CREATE FUNCTION pggit_audit.commit_of(revision text, OUT commit_sha text, OUT tree_sha text, OUT parent_shas text[], OUT generation integer, OUT tree_complete boolean)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    -- A whole sha, nearly always, in one look-up.
    SELECT g.commit_sha, g.tree_sha, g.parent_shas, g.generation, r.tree_complete INTO commit_sha, tree_sha, parent_shas, generation, tree_complete
    FROM @store@.commit_graph g LEFT JOIN pggit_audit.recorded_commits r ON r.commit_sha = g.commit_sha AND r.tree_sha = g.tree_sha
    WHERE g.commit_sha = revision;
    IF NOT FOUND THEN
        SELECT g.commit_sha, g.tree_sha, g.parent_shas, g.generation, r.tree_complete INTO commit_sha, tree_sha, parent_shas, generation, tree_complete
        FROM @store@.commit_graph g LEFT JOIN pggit_audit.recorded_commits r ON r.commit_sha = g.commit_sha AND r.tree_sha = g.tree_sha
        WHERE g.commit_sha = pggit_audit.resolve_commit(revision);
    END IF;
END
$$;
COMMENT ON FUNCTION pggit_audit.commit_of(text) IS 'A commit by revision name, from the store; tree_complete as in recorded_commits, NULL where it is not recorded. Errors as resolve_commit.';

CREATE FUNCTION pggit_audit.read_blob_changes(paths text[], old_shas text[], new_shas text[], shared boolean[])
RETURNS TABLE (path text, old_path text, object_schema text, object_name text, object_type text, change_type text, old_sha text, new_sha text)
LANGUAGE plpgsql STABLE ROWS 10 SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    v_block bytea;
    -- A head tells what an altered object is; whole texts go to Java only where a RENAME may be, or where it asks. About 24 MB a block at the most.
    v_most int := greatest(200, 24000000 / cardinality(paths));
    v_head int := CASE WHEN array_position(old_shas, NULL) IS NULL OR array_position(new_shas, NULL) IS NULL THEN least(400, v_most) ELSE least(20000, v_most) END;
    v_whole text[] := '{}';
BEGIN
    PERFORM pggit_audit.host_ready();
    FOR round IN 1 .. 2 LOOP
        -- left() counts characters one by one: only for long texts. A head of bytes may end within a character, which Java reads as one unknown character.
        SELECT array_send(array_agg(ARRAY[convert_to(u.path, 'UTF8'), int4send(u.n::int),
                   CASE WHEN octet_length(b.content) <= h.head THEN convert_to(b.content, 'UTF8')
                        WHEN octet_length(b.content) <= 8000 THEN substr(convert_to(b.content, 'UTF8'), 1, h.head)
                        ELSE convert_to(left(b.content, h.head), 'UTF8') END,
                   CASE WHEN octet_length(b.content) <= h.head THEN 't'::bytea ELSE 'f'::bytea END,
                   convert_to(CASE WHEN u.shared THEN lower(x.side COLLATE "C") ELSE x.side END, 'UTF8')]))
        INTO v_block
        FROM unnest(paths, old_shas, new_shas, shared) WITH ORDINALITY AS u (path, old_sha, new_sha, shared, n)
        CROSS JOIN LATERAL (SELECT CASE WHEN u.old_sha IS NULL THEN 'C' WHEN u.new_sha IS NULL THEN 'D' ELSE 'A' END AS side) x
        CROSS JOIN LATERAL (SELECT CASE WHEN u.path = ANY (v_whole) THEN 1073741823 WHEN u.old_sha IS NOT NULL AND u.new_sha IS NOT NULL THEN least(400, v_head) ELSE v_head END AS head) h
        LEFT JOIN LATERAL (SELECT q.content FROM @store@.objects q WHERE q.sha = coalesce(u.new_sha, u.old_sha) OFFSET 0) b ON true;
        v_block := pggit_audit.block_check(pggit_audit.java_extract_changes(v_block));
        EXIT WHEN round = 2 OR NOT 't' = ANY (pggit_audit.block_column(v_block, 8));
        v_whole := ARRAY(SELECT paths[coalesce(x.new_n, x.old_n)::int] FROM unnest(pggit_audit.block_column(v_block, 1), pggit_audit.block_column(v_block, 2), pggit_audit.block_column(v_block, 8)) AS x (new_n, old_n, needs)
                         WHERE x.needs = 't');
    END LOOP;
    RETURN QUERY
    SELECT coalesce(x.path, paths[x.new_n::int]), CASE WHEN x.change_type = 'RENAME' THEN paths[x.old_n::int] END, x.object_schema, x.object_name, x.object_type, x.change_type,
           old_shas[x.old_n::int], new_shas[x.new_n::int]
    FROM unnest(pggit_audit.block_column(v_block, 1), pggit_audit.block_column(v_block, 2), pggit_audit.block_column(v_block, 3), pggit_audit.block_column(v_block, 4),
                pggit_audit.block_column(v_block, 5), pggit_audit.block_column(v_block, 6), pggit_audit.block_column(v_block, 7))
         AS x (new_n, old_n, path, object_schema, object_name, object_type, change_type);
END
$$;
COMMENT ON FUNCTION pggit_audit.read_blob_changes(text[], text[], text[], boolean[]) IS 'Differing blobs to changes (Audit.extractChangesBetweenCommits): the DDL texts'' heads go to Java, what they say comes back.';

CREATE FUNCTION pggit_audit.change_id(old_commit text, new_commit text, path text) RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT pg_catalog.encode(pg_catalog.set_byte(pg_catalog.set_byte(pg_catalog.substr(pg_catalog.sha256(pg_catalog.convert_to(
        coalesce(old_commit, '-') OPERATOR(pg_catalog.||) ' ' OPERATOR(pg_catalog.||) new_commit OPERATOR(pg_catalog.||) ' ' OPERATOR(pg_catalog.||) path, 'UTF8')), 1, 16), 6, 128), 8, 128), 'hex')::uuid
$$;
COMMENT ON FUNCTION pggit_audit.change_id(text, text, text) IS 'The id of a change: UUID version 8 (RFC 9562, section 5.8) from SHA-256 of "<old commit or -> <new commit> <path>".';

CREATE FUNCTION pggit_audit.derive_changes(old_commit text, new_commit text, differences pggit_audit.tree_difference[] DEFAULT NULL)
RETURNS TABLE (change_id uuid, commit_sha text, object_schema text, object_name text, object_type text, change_type text, old_definition text, new_definition text,
               author text, committed_at timestamptz, commit_message text, path text, old_path text, old_sha text, new_sha text, is_merge boolean)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    v_old record;
    v_new record;
    v_differences pggit_audit.tree_difference[] := differences;
    v_paths text[];
    v_old_shas text[];
    v_new_shas text[];
    v_shared boolean[];
    v_author text;
    v_committed_at timestamptz;
    v_message text;
BEGIN
    v_new := pggit_audit.commit_of(new_commit);
    IF old_commit IS NULL THEN
        SELECT NULL::text AS commit_sha, NULL::text AS tree_sha, true AS tree_complete, -1 AS generation INTO v_old;
    ELSE
        v_old := pggit_audit.commit_of(old_commit);
        IF v_old.commit_sha = v_new.commit_sha THEN
            RETURN;
        ELSIF v_old.generation >= v_new.generation AND v_old.commit_sha <> ALL (v_new.parent_shas) THEN
            RAISE NOTICE '% is no ancestor of %: the changes lead from the one to the other, not along the history', old_commit, new_commit;
        END IF;
    END IF;
    IF differences IS NULL THEN
        SELECT c.differences INTO v_differences FROM pggit_audit.compare_entries(v_old.tree_sha, v_new.tree_sha, v_old.tree_complete, v_new.tree_complete) c;
    END IF;
    SELECT b.* INTO v_paths, v_old_shas, v_new_shas, v_shared FROM pggit_audit.differing_blobs(v_differences) b;
    IF v_paths IS NULL THEN
        RETURN;
    END IF;
    SELECT m.author, m.committed_at, m.message INTO v_author, v_committed_at, v_message FROM pggit_audit.commit_metadata(v_new.commit_sha) m;
    RETURN QUERY
    SELECT pggit_audit.change_id(v_old.commit_sha, v_new.commit_sha, c.path), v_new.commit_sha, c.object_schema, c.object_name, c.object_type, c.change_type,
           o.content, n.content, v_author, v_committed_at, v_message, c.path, c.old_path, c.old_sha, c.new_sha, cardinality(v_new.parent_shas) > 1
    FROM pggit_audit.captured_changes(v_old.commit_sha, v_new.commit_sha, v_paths, v_old_shas, v_new_shas, v_shared) c
    LEFT JOIN LATERAL (SELECT q.content FROM @store@.objects q WHERE q.sha = c.old_sha OFFSET 0) o ON true
    LEFT JOIN LATERAL (SELECT q.content FROM @store@.objects q WHERE q.sha = c.new_sha OFFSET 0) n ON true;
END
$$;
COMMENT ON FUNCTION pggit_audit.derive_changes(text, text, pggit_audit.tree_difference[]) IS 'What extract_changes_between_commits says, always from the two trees and the blobs'' texts, never from what was recorded. differences: what compare_trees says of the two trees, where the caller has it already; NULL: ask it.';

CREATE FUNCTION pggit_audit.extract_changes_between_commits(old_commit text, new_commit text)
RETURNS TABLE (change_id uuid, commit_sha text, object_schema text, object_name text, object_type text, change_type text, old_definition text, new_definition text,
               author text, committed_at timestamptz, commit_message text, path text, old_path text, old_sha text, new_sha text, is_merge boolean)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off SET max_parallel_workers_per_gather = 0 SET jit = off AS $$
#variable_conflict use_column
DECLARE
    v_new record;
    v_old text := old_commit;
BEGIN
    v_new := pggit_audit.commit_of(new_commit);
    IF v_old IS NOT NULL AND v_old IS DISTINCT FROM v_new.parent_shas[1] THEN
        v_old := (pggit_audit.commit_of(v_old)).commit_sha;
    END IF;
    IF v_new.tree_complete AND v_old IS NOT DISTINCT FROM v_new.parent_shas[1] THEN
        -- Against its first parent the commit was read when it was recorded: what it changed costs as much as it changed, not as much as there is. So blobs are looked up
        -- one by one, whatever the planner takes a commit's usual size for.
        RETURN QUERY
        SELECT c.change_id, c.commit_sha, c.object_schema, c.object_name, c.object_type, c.change_type, o.content, n.content, c.author, c.committed_at, c.commit_message,
               c.path, c.old_path, c.old_sha, c.new_sha, cardinality(v_new.parent_shas) > 1
        FROM (SELECT x.* FROM pggit_audit.changes x WHERE x.commit_sha = v_new.commit_sha ORDER BY x.path COLLATE "C") c
        LEFT JOIN LATERAL (SELECT q.content FROM @store@.objects q WHERE q.sha = c.old_sha OFFSET 0) o ON true
        LEFT JOIN LATERAL (SELECT q.content FROM @store@.objects q WHERE q.sha = c.new_sha OFFSET 0) n ON true;
    ELSE
        RETURN QUERY SELECT * FROM pggit_audit.derive_changes(old_commit, new_commit);
    END IF;
END
$$;
COMMENT ON FUNCTION pggit_audit.extract_changes_between_commits(text, text) IS 'Every object that differs between two commits, from the trees; of a recorded commit against its first parent the list as recorded (validate_audit_integrity derives it anew), the definitions from the store. Nothing is stored: CREATE, ALTER, DROP, RENAME with both definitions; author, time and message are the new commit''s. old_commit NULL is the empty tree: all CREATE. The same commit twice gives no row; mode-only differences are none. Of a merge the answer depends on the parent named; is_merge says so. A NOTICE where old is later than new. Errors: PA001, PA002, 22004, PA007 damaged tree.';

CREATE FUNCTION pggit_audit.commit_metadata(commit_sha text, OUT author text, OUT committed_at timestamptz, OUT message text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_variable
DECLARE
    v_text text[];
BEGIN
    SELECT regexp_match(o.content, '^tree [^\n]+\n(?:parent [^\n]+\n)*author ([^\n]*) -?[0-9]+ [-+]?[0-9]+\ncommitter [^\n]* (-?[0-9]+) [-+]?[0-9]+\n(?:[^\n]+\n)*\n(.*)$')
    INTO v_text FROM @store@.objects o WHERE o.sha = commit_sha;
    IF v_text IS NULL THEN
        -- The text can not be read (an integrity finding): what commit_graph says is the next best.
        SELECT g.author, g.committed_at AT TIME ZONE 'UTC', g.message INTO author, committed_at, message FROM @store@.commit_graph g WHERE g.commit_sha = commit_metadata.commit_sha;
        RETURN;
    END IF;
    author := v_text[1];
    committed_at := to_timestamp(v_text[2]::double precision);
    message := v_text[3];
END
$$;
COMMENT ON FUNCTION pggit_audit.commit_metadata(text) IS 'Author, committer time and message as the commit''s text says (it is what the sha covers), else as commit_graph says, its time read as UTC.';

---------------------------------------------------------------- one object

CREATE FUNCTION pggit_audit.find_paths(tree_sha text, tree_complete boolean, schema_name text, object_name text) RETURNS TABLE (path text, object_sha text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    v_quoted text := CASE WHEN schema_name IS NULL THEN '' ELSE quote_ident(schema_name) || '.' END || quote_ident(object_name);
    v_plain text := CASE WHEN schema_name IS NULL THEN '' ELSE schema_name || '.' END || object_name;
BEGIN
    -- The whole identity or the plain form, by index; but a tree with shared paths may have several objects under the one.
    IF tree_complete THEN
        RETURN QUERY SELECT t.path, t.object_sha FROM @store@.tree_entries t
    WHERE t.tree_sha = find_paths.tree_sha AND t.mode <> '040000' AND t.path IN (v_quoted, v_plain, CASE WHEN schema_name IS NOT NULL THEN quote_ident(schema_name) || '.' || object_name END)
        LIMIT 1;
        IF FOUND THEN
            RETURN;
        END IF;
        RETURN QUERY SELECT p.path, e.object_sha FROM unnest(ARRAY[v_quoted, v_plain, CASE WHEN schema_name IS NOT NULL THEN quote_ident(schema_name) || '.' || object_name END]) AS p (path)
        CROSS JOIN LATERAL pggit_audit.tree_entry(find_paths.tree_sha, p.path) e LIMIT 1;
        IF FOUND THEN
            RETURN;
        END IF;
    END IF;
    -- Functions with arguments, triggers and the like on a table of the schema, nested trees.
    RETURN QUERY SELECT l.path, l.object_sha FROM pggit_audit.list_tree(tree_sha) l
    WHERE l.path IN (v_quoted, v_plain, schema_name || '/' || object_name, schema_name || '/' || quote_ident(object_name)) OR starts_with(l.path, v_quoted || '(') OR starts_with(l.path, v_plain || '(')
       OR starts_with(l.path, schema_name || '/' || quote_ident(object_name) || '(')
       OR l.path = object_name AND l.path LIKE '% on %' AND (schema_name IS NULL OR strpos(l.path, ' on ' || quote_ident(schema_name) || '.') > 0)
       OR l.path LIKE '%/%' AND (l.path LIKE '%/' || replace(replace(replace(v_quoted, '\', '\\'), '%', '\%'), '_', '\_') OR starts_with(substring(l.path FROM '[^/]*$'), v_quoted || '('))
       OR starts_with(l.path, quote_ident(object_name) || ' on ' || coalesce(quote_ident(schema_name) || '.', ''))
    ORDER BY l.path COLLATE "C";
END
$$;
COMMENT ON FUNCTION pggit_audit.find_paths(text, boolean, text, text) IS 'The entries of a tree that are the named object: schema and name bare; the name may carry arguments: f(integer).';

CREATE FUNCTION pggit_audit.find_object(commit_sha text, schema_name text, object_name text, OUT path text, OUT object_sha text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_paths text[];
    v_shas text[];
BEGIN
    IF object_name IS NULL THEN
        RAISE EXCEPTION 'the object''s name is NULL' USING ERRCODE = '22004';
    END IF;
    SELECT array_agg(f.path), array_agg(f.object_sha) INTO v_paths, v_shas
    FROM pggit_audit.commit_of(find_object.commit_sha) c CROSS JOIN LATERAL pggit_audit.find_paths(c.tree_sha, coalesce(c.tree_complete, pggit_audit.tree_is_complete(c.tree_sha), false), schema_name, object_name) f;
    IF cardinality(v_paths) > 1 THEN
        RAISE EXCEPTION 'there are % objects %.%', cardinality(v_paths), schema_name, object_name USING ERRCODE = 'PA003',
            DETAIL = 'They are ' || array_to_string(v_paths, ', ') || '.', HINT = format('Name one whole, for example %L.', CASE WHEN starts_with(v_paths[1], quote_ident(schema_name) || '.') THEN substr(v_paths[1], length(quote_ident(schema_name)) + 2) ELSE v_paths[1] END);
    END IF;
    path := v_paths[1];
    object_sha := v_shas[1];
END
$$;
COMMENT ON FUNCTION pggit_audit.find_object(text, text, text) IS 'Path and blob of one object at a commit, NULL where it was not there. Error PA003: several objects have the name.';

CREATE FUNCTION pggit_audit.get_object_ddl_at_commit(commit text, schema_name text, object_name text) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT b.content FROM pggit_audit.find_object($1, $2, $3) f JOIN @store@.objects b ON b.sha = f.object_sha AND b.type = 'blob'
$$;
COMMENT ON FUNCTION pggit_audit.get_object_ddl_at_commit(text, text, text) IS 'The DDL of an object as it stood at a commit; NULL where it was not there. Schema and name are bare (schema NULL for objects outside schemas); an overloaded function is named with its arguments: get_user(integer). Errors: PA001, PA002 commit, PA003 several objects have the name.';

CREATE FUNCTION pggit_audit.compare_object_versions(old_commit text, new_commit text, schema_name text, object_name text)
RETURNS TABLE (old_ddl text, new_ddl text, has_changes boolean, old_path text, new_path text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT ob.content, nb.content, o.object_sha IS DISTINCT FROM n.object_sha, o.path, n.path
    FROM pggit_audit.find_object($1, $3, $4) o
    CROSS JOIN pggit_audit.find_object($2, $3, $4) n
    LEFT JOIN @store@.objects ob ON ob.sha = o.object_sha
    LEFT JOIN @store@.objects nb ON nb.sha = n.object_sha
$$;
COMMENT ON FUNCTION pggit_audit.compare_object_versions(text, text, text, text) IS 'The DDL of an object at two commits, NULL where it was not there, and whether it differs. Always one row. Errors as get_object_ddl_at_commit.';

CREATE FUNCTION pggit_audit.parse_ddl(ddl text)
RETURNS TABLE (statement_no integer, command_tag text, object_type text, object_schema text, object_name text, object_identity text, parent_identity text, new_name text, statement text, kind text, reason text,
    reason_position integer)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_block bytea;
BEGIN
    IF ddl IS NULL THEN
        RETURN;
    END IF;
    PERFORM pggit_audit.host_ready();
    v_block := pggit_audit.block_check(pggit_audit.java_parse_ddl(array_send(ARRAY[ARRAY[convert_to(ddl, 'UTF8')]])));
    RETURN QUERY
    SELECT u.n::int, u.tag, u.type, u.schema, u.name, u.identity, u.parent, u.new_name, u.text, u.kind, u.reason, u.reason_position::int
    FROM unnest(pggit_audit.block_column(v_block, 1), pggit_audit.block_column(v_block, 2), pggit_audit.block_column(v_block, 3), pggit_audit.block_column(v_block, 4),
                pggit_audit.block_column(v_block, 5), pggit_audit.block_column(v_block, 6), pggit_audit.block_column(v_block, 7), pggit_audit.block_column(v_block, 8),
                pggit_audit.block_column(v_block, 9), pggit_audit.block_column(v_block, 10), pggit_audit.block_column(v_block, 11), pggit_audit.block_column(v_block, 12))
         AS u (n, tag, kind, type, schema, name, identity, parent, new_name, text, reason, reason_position);
END
$$;
COMMENT ON FUNCTION pggit_audit.parse_ddl(text) IS 'The statements of a script and the objects that each names, those among them that ALTER drops (a statement that names none: one row without object). kind: DDL, NOT_DDL or UNCLASSIFIED (can not be read). Names are bare, the schema NULL where the text has none. object_identity is quoted as the server does it and, like the server''s own account, the one after the statement: of a RENAME or SET SCHEMA the new one, while object_schema and object_name are as written and new_name has the new name or schema. reason: the sort of a statement that is no DDL, or why one was not read, then reason_position has the character of ddl (from 1) where reading stopped. No error whatever the text; NULL gives no row.';

CREATE FUNCTION pggit_audit.parser_version() RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pggit_audit.host_ready();
    RETURN (pggit_audit.block_column(pggit_audit.block_check(pggit_audit.java_parser_version(''::bytea)), 1))[1]::integer;
END
$$;
COMMENT ON FUNCTION pggit_audit.parser_version() IS 'The version of the DDL parser in the jar: another number, and some statement may be read otherwise than before. Starts the JVM.';
