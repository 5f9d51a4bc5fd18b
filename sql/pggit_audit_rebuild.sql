-- Reconstruction: the script that builds the schema of a commit in an empty database (docs/capture.md).
-- Needs:   the store's functions, Java.
-- Who:     pggit_audit_reader.

CREATE FUNCTION pggit_audit.schema_script(paths text[], definitions text[], schema_name text, search_path text, is_whole boolean) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_block bytea;
    v_paths text[] := paths;
    v_definitions text[] := definitions;
    -- As pg_dump begins its scripts; and the settings that the texts were written under.
    v_script text := E'SET statement_timeout = 0;\nSET lock_timeout = 0;\nSET client_encoding = ''UTF8'';\nSET standard_conforming_strings = on;\nSET check_function_bodies = off;\nSET xmloption = content;\n'
        || E'SET client_min_messages = warning;\nSET row_security = off;\nSET default_tablespace = '''';\nSET default_table_access_method = heap;\nSET "TimeZone" = ''UTC'';\nSET "DateStyle" = ''ISO, YMD'';\nSET "IntervalStyle" = postgres;\n'
        || format(E'SELECT pg_catalog.set_config(''search_path'', %L, false);\n\n', coalesce(search_path, ''));
BEGIN
    PERFORM pggit_audit.host_ready();
    -- A new database has the schema public and the extension plpgsql. What capture committed would have them; other commits name nothing that was there from the beginning.
    IF is_whole THEN
        IF 'public' <> ALL (v_paths) THEN
            v_script := v_script || E'DROP SCHEMA IF EXISTS public;\n';
        END IF;
        IF 'extension plpgsql' <> ALL (v_paths) THEN
            v_script := v_script || E'DROP EXTENSION IF EXISTS plpgsql;\n';
        END IF;
    END IF;
    v_definitions := ARRAY(
        SELECT CASE WHEN u.path = 'public' AND starts_with(u.definition, E'CREATE SCHEMA public;\n') THEN
            regexp_replace(replace(u.definition, E'CREATE SCHEMA public;\n', E'CREATE SCHEMA IF NOT EXISTS public;\nCOMMENT ON SCHEMA public IS NULL;\n'), '(ALTER SCHEMA public OWNER TO ([^;]+);\n)',
                E'\\1REVOKE ALL ON SCHEMA public FROM PUBLIC;\nGRANT ALL ON SCHEMA public TO \\2;\n') ELSE u.definition END
        FROM unnest(v_paths, v_definitions) WITH ORDINALITY AS u (path, definition, n) ORDER BY u.n);
    SELECT array_send(array_agg(ARRAY[convert_to(u.path, 'UTF8'), convert_to(u.definition, 'UTF8')] ORDER BY u.n)) INTO v_block
    FROM (SELECT x.path, x.definition, x.n FROM unnest(v_paths, v_definitions) WITH ORDINALITY AS x (path, definition, n)
          UNION ALL SELECT '', search_path, 9223372036854775806 WHERE search_path <> ''
          UNION ALL SELECT NULL, schema_name, 9223372036854775807) u;
    v_block := pggit_audit.block_check(pggit_audit.java_schema_at(v_block));
    v_definitions := pggit_audit.block_column(v_block, 1);
    IF schema_name IS NOT NULL AND coalesce(array_to_string(v_definitions, ''), '') = '' THEN
        RAISE EXCEPTION 'there was no schema %, and nothing in it', quote_ident(schema_name) USING ERRCODE = '3F000', HINT = 'Its name is given bare, in its own letters; list_tree tells the paths of a commit''s tree.';
    END IF;
    RETURN v_script || coalesce(array_to_string(v_definitions, E'\n'), '');
END
$$;
COMMENT ON FUNCTION pggit_audit.schema_script(text[], text[], text, text, boolean) IS 'Canonical DDL texts as one script, each statement behind what it needs (Audit.schemaAt); schema_name NULL: of all schemas; search_path: what the script runs under; is_whole: the objects are all that the database had.';

CREATE FUNCTION pggit_audit.schema_at(commit text, schema_name text DEFAULT NULL, search_path text DEFAULT '') RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    v_commit record := pggit_audit.commit_of(commit);
    v_paths text[];
    v_definitions text[];
    v_lost text;
BEGIN
    SELECT array_agg(l.path ORDER BY l.path COLLATE "C"), array_agg(o.content ORDER BY l.path COLLATE "C"), min(l.path) FILTER (WHERE o.sha IS NULL) INTO v_paths, v_definitions, v_lost
    FROM pggit_audit.list_tree(v_commit.tree_sha) l
    LEFT JOIN LATERAL (SELECT q.sha, q.content FROM @store@.objects q WHERE q.sha = l.object_sha AND q.type = 'blob' OFFSET 0) o ON true;
    IF v_lost IS NOT NULL THEN
        RAISE EXCEPTION 'the text of % is not in the store', v_lost USING ERRCODE = 'PA007', HINT = 'Run pggit_audit.validate_audit_integrity() to see which objects of the store are damaged.';
    END IF;
    RETURN pggit_audit.schema_script(coalesce(v_paths, '{}'), coalesce(v_definitions, '{}'), schema_name, search_path,
        schema_name IS NULL AND EXISTS (SELECT FROM pggit_audit.captured_commits k WHERE k.commit_sha = v_commit.commit_sha));
END
$$;
COMMENT ON FUNCTION pggit_audit.schema_at(text, text, text) IS 'The script that builds the schema of a commit in an empty database, for psql with ON_ERROR_STOP: roles and tablespaces must be there. schema_name: only the objects of that schema (what they need of others is not in it). search_path: what the script runs under; empty, as pg_dump''s, unless a function of the application that the server evaluates in a generated column, a check or an index finds its own names by search_path. Errors as resolve_commit; PA007 a text is lost; 3F000 the commit has no such schema and nothing in it.';

CREATE FUNCTION pggit_audit.commit_at(at timestamptz) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_sha text;
BEGIN
    WITH RECURSIVE back AS (
        SELECT g.commit_sha, g.parent_shas[1] AS parent, g.committed_at FROM @store@.commit_graph g WHERE g.commit_sha = pggit_audit.resolve_commit('HEAD')
        UNION ALL
        SELECT g.commit_sha, g.parent_shas[1], g.committed_at FROM back b JOIN @store@.commit_graph g ON g.commit_sha = b.parent WHERE b.committed_at AT TIME ZONE 'UTC' > at)
    SELECT b.commit_sha INTO v_sha FROM back b WHERE b.committed_at AT TIME ZONE 'UTC' <= at;
    IF v_sha IS NULL THEN
        RAISE EXCEPTION 'HEAD has no commit at or before %', coalesce(at::text, 'NULL') USING ERRCODE = 'PA001';
    END IF;
    RETURN v_sha;
END
$$;
COMMENT ON FUNCTION pggit_audit.commit_at(timestamptz) IS 'The last commit on HEAD''s first-parent line at or before a time (commits have whole seconds). Error PA001: none so early.';

CREATE FUNCTION pggit_audit.schema_at(at timestamptz, schema_name text DEFAULT NULL, search_path text DEFAULT '') RETURNS text
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
    SELECT pggit_audit.schema_at(pggit_audit.commit_at($1), $2, $3)
$$;
COMMENT ON FUNCTION pggit_audit.schema_at(timestamptz, text, text) IS 'schema_at of the last commit of HEAD at or before a time.';
