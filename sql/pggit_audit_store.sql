-- Writing and naming in the object store: blobs, trees, commits, refs, revisions (docs/object-format.md).
-- Needs:   the store's tables in schema @store@.
-- Who:     create_* and update_ref need rights on the store's tables; resolve_commit only to read them.

CREATE FUNCTION pggit_audit.object_sha(object_type text, content text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(
        object_type OPERATOR(pg_catalog.||) ' ' OPERATOR(pg_catalog.||) pg_catalog.length(content)::text OPERATOR(pg_catalog.||) ':' OPERATOR(pg_catalog.||) content, 'UTF8')), 'hex')
$$;
COMMENT ON FUNCTION pggit_audit.object_sha(text, text) IS 'The sha of an object: hex SHA-256 over the UTF-8 bytes of "<type> <length in characters>:<content>" (docs/object-format.md, rule UTF8). A tree''s content is given before base64. The same rule in Java: git.ObjectFormat.';

CREATE FUNCTION pggit_audit.create_blob(content text) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    v_sha text := pggit_audit.object_sha('blob', content);
BEGIN
    IF content IS NULL THEN
        RAISE EXCEPTION 'a blob needs a text, not NULL' USING ERRCODE = '22004';
    END IF;
    INSERT INTO @store@.objects (sha, type, size, content) VALUES (v_sha, 'blob', length(content), content) ON CONFLICT (sha) DO NOTHING;
    RETURN v_sha;
END
$$;
COMMENT ON FUNCTION pggit_audit.create_blob(text) IS 'Stores a DDL text and returns its sha; the same text twice is stored once. Same sha as pgGit''s own create_blob wherever the text has no backslash. Error 22004 for NULL.';

CREATE FUNCTION pggit_audit.create_tree(entries jsonb) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    v_content text;
    v_problem text;
    v_sha text;
BEGIN
    IF entries IS NULL OR jsonb_typeof(entries) <> 'array' THEN
        RAISE EXCEPTION 'a tree needs a JSON array of {"path", "mode", "sha"}' USING ERRCODE = '22023';
    END IF;
    v_problem := (SELECT format('entry %s is no {"path", "mode", "sha"} but %s', x.n, left(x.e::text, 100)) FROM jsonb_array_elements(entries) WITH ORDINALITY AS x (e, n)
                  WHERE jsonb_typeof(x.e) <> 'object' OR EXISTS (SELECT FROM jsonb_each(CASE jsonb_typeof(x.e) WHEN 'object' THEN x.e ELSE '{}' END) AS y (name, value) WHERE y.name IN ('path', 'mode', 'sha') AND jsonb_typeof(y.value) NOT IN ('string', 'null'))
                  ORDER BY x.n LIMIT 1);
    IF v_problem IS NOT NULL THEN
        RAISE EXCEPTION 'this is no tree: %', v_problem USING ERRCODE = 'PA011';
    END IF;
    WITH e AS (
        SELECT x.path, coalesce(x.mode, '100644') AS mode, x.sha, o.type
        FROM jsonb_to_recordset(entries) AS x (path text, mode text, sha text)
        LEFT JOIN @store@.objects o ON o.sha = x.sha)
    SELECT string_agg(e.mode || ' ' || e.path || '|' || e.sha || '|', '' ORDER BY e.path COLLATE "C"),
           min(CASE WHEN e.path IS NULL OR e.path = '' THEN 'an entry has no path'
                    WHEN e.path ~ '\|[0-9a-f]{64}\|([0-7]{6} |$)' THEN format('path %s reads as two entries', e.path)
                    WHEN e.mode !~ '^[0-7]{6}$' THEN format('entry %s has mode %s, want six octal digits', e.path, e.mode)
                    WHEN e.type IS NULL THEN format('entry %s points to %s, which is not in the store', e.path, coalesce(e.sha, 'NULL'))
                    WHEN (e.type = 'tree') <> (e.mode = '040000') OR e.type NOT IN ('tree', 'blob') THEN format('entry %s has mode %s but is a %s', e.path, e.mode, e.type) END)
    INTO v_content, v_problem FROM e;
    IF v_problem IS NULL AND EXISTS (SELECT FROM jsonb_array_elements(entries) AS x (e) GROUP BY x.e ->> 'path' HAVING count(*) > 1) THEN
        v_problem := (SELECT format('path %s stands there twice', x.e ->> 'path') FROM jsonb_array_elements(entries) AS x (e) GROUP BY x.e ->> 'path' HAVING count(*) > 1 ORDER BY 1 LIMIT 1);
    END IF;
    IF v_problem IS NOT NULL THEN
        RAISE EXCEPTION 'this is no tree: %', v_problem USING ERRCODE = 'PA011',
            HINT = 'Paths are the server''s identities (pg_identify_object), so overloads differ: public.f(integer), public.f(text).';
    END IF;
    v_content := coalesce(v_content, '');
    v_sha := pggit_audit.object_sha('tree', v_content);
    INSERT INTO @store@.objects (sha, type, size, content)
    VALUES (v_sha, 'tree', length(v_content), encode(convert_to(v_content, 'UTF8'), 'base64')) ON CONFLICT (sha) DO NOTHING;
    INSERT INTO @store@.tree_entries (tree_sha, path, mode, object_sha)
    SELECT v_sha, x.path, coalesce(x.mode, '100644'), x.sha
    FROM jsonb_to_recordset(entries) AS x (path text, mode text, sha text)
    ON CONFLICT DO NOTHING;
    RETURN v_sha;
END
$$;
COMMENT ON FUNCTION pggit_audit.create_tree(jsonb) IS 'Stores a tree from a JSON array of {"path", "mode", "sha"} (mode may be left out: 100644) and returns its sha. Entries are put in byte order, whatever the database''s collation. Error PA011: a path twice or missing, a bad mode, a sha that is not in the store.';

CREATE FUNCTION pggit_audit.commit_text(tree_sha text, parent_shas text[], message text, author text, committer text, committed bigint, authored bigint) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT 'tree ' OPERATOR(pg_catalog.||) $1 OPERATOR(pg_catalog.||) E'\n' OPERATOR(pg_catalog.||) CASE WHEN $2 OPERATOR(pg_catalog.=) '{}' THEN '' ELSE 'parent ' OPERATOR(pg_catalog.||) pg_catalog.array_to_string($2, E'\nparent ') OPERATOR(pg_catalog.||) E'\n' END
        OPERATOR(pg_catalog.||) 'author ' OPERATOR(pg_catalog.||) $4 OPERATOR(pg_catalog.||) ' ' OPERATOR(pg_catalog.||) $7::text OPERATOR(pg_catalog.||) E' +0000\n'
        OPERATOR(pg_catalog.||) 'committer ' OPERATOR(pg_catalog.||) $5 OPERATOR(pg_catalog.||) ' ' OPERATOR(pg_catalog.||) $6::text OPERATOR(pg_catalog.||) E' +0000\n\n' OPERATOR(pg_catalog.||) $3
$$;
COMMENT ON FUNCTION pggit_audit.commit_text(text, text[], text, text, text, bigint, bigint) IS 'The text of a commit (docs/object-format.md); times in seconds since 1970.';

CREATE FUNCTION pggit_audit.write_commit(tree_sha text, parent_shas text[], message text, author text, committer text, committed_at timestamptz, authored_at timestamptz) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    v_committed bigint := floor(extract(epoch FROM committed_at));
    v_authored bigint := floor(extract(epoch FROM authored_at));
    v_content text := pggit_audit.commit_text(tree_sha, parent_shas, message, author, committer, v_committed, v_authored);
    v_sha text := pggit_audit.object_sha('commit', v_content);
BEGIN
    INSERT INTO @store@.objects (sha, type, size, content) VALUES (v_sha, 'commit', length(v_content), v_content) ON CONFLICT (sha) DO NOTHING;
    INSERT INTO @store@.commit_graph (commit_sha, parent_shas, tree_sha, generation, author, committer, authored_at, committed_at, message)
    SELECT v_sha, parent_shas, tree_sha, coalesce((SELECT max(g.generation) + 1 FROM @store@.commit_graph g WHERE g.commit_sha = ANY (parent_shas)), 0),
           author, committer, to_timestamp(v_authored) AT TIME ZONE 'UTC', to_timestamp(v_committed) AT TIME ZONE 'UTC', message
    ON CONFLICT (commit_sha) DO NOTHING;
    RETURN v_sha;
END
$$;
COMMENT ON FUNCTION pggit_audit.write_commit(text, text[], text, text, text, timestamptz, timestamptz) IS 'Stores a commit of things that are known to be there and good; returns its sha. Not for users: create_commit checks.';

CREATE FUNCTION pggit_audit.create_commit(tree_sha text, parent_shas text[], message text, author text DEFAULT NULL, committer text DEFAULT NULL,
                                          committed_at timestamptz DEFAULT now(), authored_at timestamptz DEFAULT NULL) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    v_parents text[] := coalesce(parent_shas, '{}');
    v_author text := coalesce(author, session_user || ' <' || session_user || '@pggit>');
    v_committer text := coalesce(committer, v_author);
    v_missing text;
BEGIN
    IF v_author || v_committer ~ '[\n\r]' THEN
        RAISE EXCEPTION 'an author''s or committer''s name has a line break' USING ERRCODE = '22023';
    ELSIF btrim(v_author) = '' OR btrim(v_committer) = '' THEN
        RAISE EXCEPTION 'an author''s or committer''s name is empty' USING ERRCODE = '22023', HINT = 'NULL for the author is the session user, NULL for the committer the author.';
    ELSIF NOT isfinite(coalesce(committed_at, now())) OR NOT isfinite(coalesce(authored_at, now())) THEN
        RAISE EXCEPTION 'a commit''s time can not be infinite' USING ERRCODE = '22023';
    ELSIF NOT EXISTS (SELECT FROM @store@.objects o WHERE o.sha = tree_sha AND o.type = 'tree') THEN
        RAISE EXCEPTION 'there is no tree %', coalesce(tree_sha, 'NULL') USING ERRCODE = 'PA001';
    END IF;
    v_missing := (SELECT p FROM unnest(v_parents) AS x (p) LEFT JOIN @store@.commit_graph g ON g.commit_sha = x.p WHERE g.commit_sha IS NULL LIMIT 1);
    IF v_missing IS NOT NULL OR array_position(v_parents, NULL) IS NOT NULL THEN
        RAISE EXCEPTION 'there is no parent commit %', coalesce(v_missing, 'NULL') USING ERRCODE = 'PA001';
    END IF;
    RETURN pggit_audit.write_commit(tree_sha, v_parents, coalesce(message, ''), v_author, v_committer, coalesce(committed_at, now()), coalesce(authored_at, committed_at, now()));
END
$$;
COMMENT ON FUNCTION pggit_audit.create_commit(text, text[], text, text, text, timestamptz, timestamptz) IS 'Stores a commit of a tree and returns its sha. Author NULL: the session user; committer NULL: the author; times are kept to the second, authored_at NULL: committed_at. It is recorded in pggit_audit.changes when the transaction commits. Errors: PA001 tree or parent is not there, 22023 an empty name or one with a line break, an infinite time.';

CREATE FUNCTION pggit_audit.update_ref(ref_name text, new_sha text, old_sha text DEFAULT NULL) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    v_found text;
    v_type text := CASE WHEN ref_name LIKE 'refs/tags/%' THEN 'tag' WHEN ref_name LIKE 'refs/remotes/%' THEN 'remote' ELSE 'branch' END;
BEGIN
    IF ref_name IS NULL OR ref_name = '' OR ref_name ~ '[\s~^:?*\\[\x01-\x1f\x7f]|[.][.]|@[{]|//|^/|[/.]$|(^|/)[.]|[.]lock(/|$)|^@$' THEN
        RAISE EXCEPTION '% is no name for a ref', coalesce(quote_literal(ref_name), 'NULL') USING ERRCODE = '22023',
            HINT = 'For example refs/heads/main or refs/tags/v1.0 (git-check-ref-format has the rules).';
    ELSIF ref_name ~ '^(refs/heads/)?HEAD$' THEN
        RAISE EXCEPTION '% is no name for a ref', quote_literal(ref_name) USING ERRCODE = '22023',
            HINT = 'HEAD is the row of the table head: it names the branch, so update that branch.';
    ELSIF NOT EXISTS (SELECT FROM @store@.objects o WHERE o.sha = new_sha AND o.type IN ('commit', 'tag')) THEN
        RAISE EXCEPTION 'there is no commit %', coalesce(new_sha, 'NULL') USING ERRCODE = 'PA001';
    END IF;
    IF old_sha IS NULL THEN
        INSERT INTO @store@.refs AS r (name, target_sha, type) VALUES (ref_name, new_sha, v_type)
        ON CONFLICT (name) DO UPDATE SET target_sha = EXCLUDED.target_sha;
        RETURN true;
    ELSIF old_sha ~ '^0*$' THEN
        INSERT INTO @store@.refs (name, target_sha, type) VALUES (ref_name, new_sha, v_type) ON CONFLICT (name) DO NOTHING;
    ELSE
        UPDATE @store@.refs r SET target_sha = new_sha WHERE r.name = ref_name AND r.target_sha = old_sha;
    END IF;
    IF NOT FOUND THEN
        v_found := (SELECT r.target_sha FROM @store@.refs r WHERE r.name = ref_name);
        RAISE EXCEPTION 'ref % has moved', ref_name USING ERRCODE = '40001',
            DETAIL = format('Expected %s, it is %s.', CASE WHEN old_sha ~ '^0*$' THEN 'no such ref' ELSE old_sha END, coalesce(v_found, 'not there')),
            HINT = 'Read the ref again, and try again on top of it.';
    END IF;
    RETURN true;
END
$$;
COMMENT ON FUNCTION pggit_audit.update_ref(text, text, text) IS 'Points a ref at a commit. With old_sha only if it still points there (compare-and-swap); an empty text or zeros for old_sha: only if it is not there yet; NULL: whatever it is. Returns true. Errors: 40001 the ref has moved, PA001 no such commit, 22023 bad name.';

CREATE FUNCTION pggit_audit.resolve_commit(revision text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    v_base text;
    v_steps text;
    v_step text[];
    v_shas text[];
    v_sha text;
    v_n int;
BEGIN
    IF revision IS NULL THEN
        RAISE EXCEPTION 'a commit is NULL' USING ERRCODE = '22004', HINT = 'Only the old commit of a comparison may be NULL: the empty tree.';
    END IF;
    v_base := substring(revision FROM '^(.*?)(?:[~^][0-9]*)*$');
    v_steps := substr(revision, length(v_base) + 1);
    IF v_base IN ('HEAD', '@') THEN
        SELECT coalesce(r.target_sha, h.direct_sha) INTO v_sha
        FROM (SELECT h.ref_name, h.direct_sha FROM @store@.head h UNION ALL SELECT 'refs/heads/main', NULL WHERE NOT EXISTS (SELECT FROM @store@.head)) h
        LEFT JOIN LATERAL (SELECT r.target_sha FROM @store@.refs r WHERE r.name IN (h.ref_name, 'refs/heads/' || h.ref_name, CASE WHEN starts_with(h.ref_name, 'refs/heads/') THEN substr(h.ref_name, 12) END)
            -- As capture_branch takes them: the whole name first.
            ORDER BY starts_with(r.name, 'refs/') DESC, r.name = h.ref_name DESC LIMIT 1) r ON true;
        IF v_sha IS NULL THEN
            RAISE EXCEPTION 'HEAD points to no commit yet' USING ERRCODE = 'PA001';
        END IF;
    ELSE
        -- The order of gitrevisions(7): the name itself, tags, heads, remotes; a sha or its prefix last, unless it is whole.
        SELECT r.target_sha INTO v_sha FROM @store@.refs r
        WHERE r.name IN (v_base, 'refs/' || v_base, 'refs/tags/' || v_base, 'refs/heads/' || v_base, 'refs/remotes/' || v_base)
        ORDER BY array_position(ARRAY[v_base, 'refs/' || v_base, 'refs/tags/' || v_base, 'refs/heads/' || v_base, 'refs/remotes/' || v_base], r.name) LIMIT 1;
        IF v_base ~ '^[0-9a-f]{6,64}$' AND (v_sha IS NULL OR length(v_base) = 64) THEN
            v_shas := ARRAY(SELECT g.commit_sha FROM @store@.commit_graph g
                            WHERE g.commit_sha COLLATE "C" >= v_base COLLATE "C" AND g.commit_sha COLLATE "C" < (v_base || 'g') COLLATE "C"
                            ORDER BY g.commit_sha COLLATE "C" LIMIT 5);
            IF cardinality(v_shas) > 1 THEN
                RAISE EXCEPTION 'the short sha % is ambiguous', v_base USING ERRCODE = 'PA002',
                    DETAIL = 'It begins ' || array_to_string(v_shas, ', ') || '.', HINT = 'Give more digits.';
            END IF;
            v_sha := coalesce(v_shas[1], CASE WHEN length(v_base) = 64 THEN NULL ELSE v_sha END);
        END IF;
    END IF;
    IF NOT EXISTS (SELECT FROM @store@.commit_graph g WHERE g.commit_sha = v_sha) THEN
        RAISE EXCEPTION 'there is no commit %', quote_literal(v_base) USING ERRCODE = 'PA001',
            DETAIL = CASE WHEN v_sha IS NOT NULL THEN format('It leads to %s, which is no commit of the store.', v_sha) ELSE 'No sha, branch or tag of the store matches.' END,
            HINT = 'A commit is named by its sha, 6 or more first digits of it, a branch, a tag or HEAD, with ~n or ^n behind it.';
    END IF;
    FOR v_step IN SELECT m FROM regexp_matches(v_steps, '([~^])([0-9]*)', 'g') AS x (m) LOOP
        v_n := least(coalesce(nullif(v_step[2], ''), '1')::numeric, 1000000000)::int;
        IF v_step[1] = '~' THEN
            FOR i IN 1 .. v_n LOOP
                v_sha := (SELECT g.parent_shas[1] FROM @store@.commit_graph g WHERE g.commit_sha = v_sha);
                EXIT WHEN v_sha IS NULL;
            END LOOP;
        ELSIF v_n > 0 THEN
            v_sha := (SELECT g.parent_shas[v_n] FROM @store@.commit_graph g WHERE g.commit_sha = v_sha);
        END IF;
        IF v_sha IS NULL THEN
            RAISE EXCEPTION 'there is no commit %', quote_literal(revision) USING ERRCODE = 'PA001',
                DETAIL = CASE v_step[1] WHEN '~' THEN 'The history ends before.' ELSE format('The commit has no parent %s.', v_n) END;
        END IF;
    END LOOP;
    RETURN v_sha;
END
$$;
COMMENT ON FUNCTION pggit_audit.resolve_commit(text) IS 'The full sha of a commit named as in gitrevisions(7): sha, unique prefix of 6 or more digits, branch, tag, HEAD or @, followed by any of ~n and ^n. Errors: PA001 no such commit, PA002 ambiguous prefix, 22004 NULL.';
