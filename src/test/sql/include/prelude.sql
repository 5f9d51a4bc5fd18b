-- What every script begins with: fixed output, and helpers that live in pg_temp.
\set SHOW_CONTEXT never
\pset null NULL
\pset footer off
\encoding UTF8
SET client_min_messages = notice;
SET lc_messages = 'C';
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, MDY';

-- Runs a command and says what came of it: ok and the first value, or SQLSTATE, message, DETAIL, HINT.
CREATE FUNCTION pg_temp.try(command text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_value text;
    v_state text;
    v_message text;
    v_detail text;
    v_hint text;
BEGIN
    IF command ~* '^\s*(select|with|values)\M' THEN
        EXECUTE command INTO v_value;
    ELSE
        EXECUTE command;
    END IF;
    RETURN 'ok' || coalesce(': ' || v_value, '');
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS v_state = RETURNED_SQLSTATE, v_message = MESSAGE_TEXT, v_detail = PG_EXCEPTION_DETAIL, v_hint = PG_EXCEPTION_HINT;
    RETURN v_state || ': ' || v_message || coalesce(E'\nDETAIL: ' || nullif(v_detail, ''), '') || coalesce(E'\nHINT: ' || nullif(v_hint, ''), '');
END
$$;

-- A tree of path, DDL text, path, DDL text ...
CREATE FUNCTION pg_temp.tree(VARIADIC entries text[]) RETURNS text LANGUAGE sql AS $$
    SELECT pggit_audit.create_tree(coalesce(jsonb_agg(jsonb_build_object('path', entries[i], 'sha', pggit_audit.create_blob(entries[i + 1]))), '[]'))
    FROM generate_series(1, coalesce(cardinality(entries), 0), 2) AS i
$$;

-- A commit of a tree, named by a tag; its parents by name too. Its time follows from how many commits there are: one an hour from 2024-01-01.
CREATE FUNCTION pg_temp.commit(name text, parents text[], tree text, author text DEFAULT 'Ada Lovelace <ada@example.org>') RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pggit_audit.update_ref('refs/tags/' || name, pggit_audit.create_commit(tree,
        (SELECT coalesce(array_agg(pggit_audit.resolve_commit(p) ORDER BY n), '{}') FROM unnest(parents) WITH ORDINALITY AS x (p, n)),
        'commit ' || name, author, NULL, timestamptz '2024-01-01 00:00:00Z' + (SELECT count(*) FROM pggit_v2.commit_graph) * interval '1 hour'));
    RETURN name;
END
$$;

-- The tag of a commit.
CREATE FUNCTION pg_temp.name(sha text) RETURNS text LANGUAGE sql AS $$
    SELECT coalesce((SELECT string_agg(substr(r.name, 11), ',' ORDER BY r.name COLLATE "C") FROM pggit_v2.refs r WHERE r.target_sha = sha AND r.type = 'tag'), left(sha, 8))
$$;

-- A tree as pgGit's own writer stores it: entries in the order given, text in base64, and of one path's entries only the first in tree_entries.
CREATE FUNCTION pg_temp.foreign_tree(VARIADIC entries text[]) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_text text := (SELECT coalesce(string_agg('100644 ' || entries[i] || '|' || pggit_audit.create_blob(entries[i + 1]) || '|', '' ORDER BY i), '')
                    FROM generate_series(1, cardinality(entries), 2) AS i);
    v_sha text := pggit_audit.object_sha('tree', v_text);
BEGIN
    INSERT INTO pggit_v2.objects (sha, type, size, content) VALUES (v_sha, 'tree', length(v_text), encode(convert_to(v_text, 'UTF8'), 'base64')) ON CONFLICT DO NOTHING;
    INSERT INTO pggit_v2.tree_entries (tree_sha, path, mode, object_sha)
    SELECT v_sha, entries[i], '100644', pggit_audit.object_sha('blob', entries[i + 1]) FROM generate_series(1, cardinality(entries), 2) AS i ORDER BY i ON CONFLICT DO NOTHING;
    RETURN v_sha;
END
$$;
