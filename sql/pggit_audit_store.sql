-- Writing and naming in the object store: blobs, trees, commits, refs, revisions (docs/object-format.md).
-- Needs:   the store's tables in schema @store@.
-- Who:     create_* and update_ref need rights on the store's tables; resolve_commit and diff_trees only to read them.

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

CREATE FUNCTION pggit_audit.tree_text(content text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN convert_from(decode(content, 'base64'), 'UTF8');
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION pggit_audit.tree_text(text) IS 'The text of a tree from the base64 that the store keeps; NULL where it is no base64 of UTF-8.';

-- Trees that hold nothing but buckets are read from their text: in our own store they have no rows in tree_entries. Sixteen entries are the most; 75 characters each.
CREATE FUNCTION pggit_audit.bucket_bytes(content text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    v_bytes bytea;
BEGIN
    -- '040000 #' and a digit, in base64.
    IF pg_catalog.starts_with(content, 'MDQwMDAwICM') OR pg_catalog.starts_with(content, 'MDQwMDAwICN') THEN
        v_bytes := pg_catalog.decode(content, 'base64');
        IF pg_catalog.octet_length(v_bytes) OPERATOR(pg_catalog.%) 75 OPERATOR(pg_catalog.=) 0 THEN
            RETURN v_bytes;
        END IF;
    END IF;
    RETURN NULL;
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION pggit_audit.bucket_bytes(text) IS 'The bytes of a tree that begins with a bucket and has entries of 75 bytes, as buckets have; whether all are buckets is not looked at. NULL for any other tree.';

CREATE FUNCTION pggit_audit.bucket_parts(content text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    -- As it is where it is ASCII; what is not, is no bucket.
    v_text pg_catalog.text := pg_catalog.encode(pggit_audit.bucket_bytes(content), 'escape');
BEGIN
    IF v_text OPERATOR(pg_catalog.~) '^(?:040000 #[0-9a-f][|][0-9a-f]+[|])+$' THEN
        RETURN pg_catalog.string_to_array(v_text, '|');
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION pggit_audit.bucket_parts(text) IS 'The text of a tree that holds nothing but buckets (base64, as the store keeps it) at its bars: ''040000 #'' and digit, sha, and so on, an empty one at the end. NULL for any other tree.';

CREATE FUNCTION pggit_audit.bucket_parts_of(tree_sha text) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
BEGIN
    RETURN (SELECT pggit_audit.bucket_parts(o.content) FROM @store@.objects o WHERE o.sha = tree_sha AND o.type = 'tree' AND o.size <= 1200);
END
$$;
COMMENT ON FUNCTION pggit_audit.bucket_parts_of(text) IS 'bucket_parts of a tree by its sha.';

CREATE FUNCTION pggit_audit.bucket_rows(parts text[]) RETURNS TABLE (path text, mode text, object_sha text)
LANGUAGE sql IMMUTABLE AS $$
    SELECT pg_catalog.right(parts[n], 2), '040000', parts[n OPERATOR(pg_catalog.+) 1] FROM pg_catalog.generate_series(1, pg_catalog.cardinality(parts) OPERATOR(pg_catalog.-) 1, 2) AS n
$$;
COMMENT ON FUNCTION pggit_audit.bucket_rows(text[]) IS 'The entries of a tree of buckets from its bucket_parts; none for NULL.';

CREATE FUNCTION pggit_audit.is_own_store() RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM pggit_audit.installation i WHERE i.name = 'own_store' AND i.value = 'true');
END
$$;
COMMENT ON FUNCTION pggit_audit.is_own_store() IS 'True for a store that the extension made: other tools do not read its tree_entries, and trees of buckets have no rows there.';

CREATE FUNCTION pggit_audit.tree_rows(tree_sha text) RETURNS TABLE (path text, mode text, object_sha text)
LANGUAGE sql STABLE AS $$
    SELECT e.path, e.mode, e.object_sha FROM (SELECT pggit_audit.bucket_parts_of($1) AS parts OFFSET 0) b CROSS JOIN LATERAL (
        SELECT r.path, r.mode, r.object_sha FROM pggit_audit.bucket_rows(b.parts) r
        UNION ALL
        SELECT t.path, t.mode, t.object_sha FROM @store@.tree_entries t WHERE t.tree_sha OPERATOR(pg_catalog.=) $1 AND b.parts IS NULL) e
$$;
COMMENT ON FUNCTION pggit_audit.tree_rows(text) IS 'The entries of one tree: of a tree of buckets what its text says, of any other what tree_entries has (tree_is_complete says whether that is all).';

CREATE FUNCTION pggit_audit.tree_is_complete(tree_sha text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET jit = off AS $$
    -- In bytes first, which needs no counting of characters: nearly every tree is ASCII.
    SELECT o.size = (SELECT coalesce(sum(octet_length(t.path) + 73), 0) FROM @store@.tree_entries t WHERE t.tree_sha = $1)
        OR pggit_audit.bucket_parts_of($1) IS NOT NULL
        OR o.size = (SELECT coalesce(sum(length(t.path) + length(t.mode) + length(t.object_sha) + 3), 0) FROM @store@.tree_entries t WHERE t.tree_sha = $1)
    FROM @store@.objects o WHERE o.sha = $1
$$;
COMMENT ON FUNCTION pggit_audit.tree_is_complete(text) IS 'True where tree_rows has all of a tree: it holds nothing but buckets, or the store''s tree_entries holds as many characters as its text has. Then Java need not read the text. (pgGit''s own writer drops the second of two entries under one path.) NULL: no such tree.';

CREATE TYPE pggit_audit.tree_difference AS (path text, old_mode text, old_sha text, new_mode text, new_sha text, is_shared boolean);
COMMENT ON TYPE pggit_audit.tree_difference IS 'An entry that two trees do not share: on a side where it is not, mode and sha are NULL. is_shared: the path stands several times in one of the trees, so that differing entries are not paired.';

CREATE FUNCTION pggit_audit.compare_trees(old_tree text, new_tree text, INOUT old_complete boolean, INOUT new_complete boolean, OUT differences pggit_audit.tree_difference[])
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_hashjoin = on SET enable_mergejoin = off SET enable_seqscan = off
SET enable_bitmapscan = off SET max_parallel_workers_per_gather = 0 SET jit = off AS $$
#variable_conflict use_column
DECLARE
    v_block bytea;
    v_old text;
    v_new text;
    v_old_parts text[] := pggit_audit.bucket_parts_of(old_tree);
    v_new_parts text[] := pggit_audit.bucket_parts_of(new_tree);
BEGIN
    IF (old_tree IS NULL OR v_old_parts IS NOT NULL) AND (new_tree IS NULL OR v_new_parts IS NOT NULL) THEN
        old_complete := true;
        new_complete := true;
        SELECT array_agg(ROW(coalesce(o.path, n.path), o.mode, o.object_sha, n.mode, n.object_sha, false)::pggit_audit.tree_difference) INTO differences
        FROM pggit_audit.bucket_rows(v_old_parts) o FULL JOIN pggit_audit.bucket_rows(v_new_parts) n ON o.path COLLATE "C" = n.path COLLATE "C"
        WHERE o.object_sha IS DISTINCT FROM n.object_sha;
        RETURN;
    END IF;
    -- What was complete once may be a tree of buckets whose text is damaged: it has no rows.
    old_complete := CASE WHEN old_tree IS NULL OR v_old_parts IS NOT NULL THEN true WHEN old_complete AND NOT EXISTS (SELECT FROM @store@.tree_entries t WHERE t.tree_sha = old_tree) THEN NULL ELSE old_complete END;
    new_complete := CASE WHEN new_tree IS NULL OR v_new_parts IS NOT NULL THEN true WHEN new_complete AND NOT EXISTS (SELECT FROM @store@.tree_entries t WHERE t.tree_sha = new_tree) THEN NULL ELSE new_complete END;
    -- Equality of text is equality of bytes in every deterministic collation; "C" makes it a memcmp.
    IF old_complete AND new_complete THEN
        SELECT array_agg(ROW(coalesce(o.path, n.path), o.mode, o.object_sha, n.mode, n.object_sha, false)::pggit_audit.tree_difference) INTO differences
        FROM (SELECT t.path, t.mode, t.object_sha FROM pggit_audit.tree_rows(old_tree) t) o
        FULL JOIN (SELECT t.path, t.mode, t.object_sha FROM pggit_audit.tree_rows(new_tree) t) n
          ON o.path COLLATE "C" = n.path COLLATE "C"
        WHERE o.object_sha IS DISTINCT FROM n.object_sha OR o.mode IS DISTINCT FROM n.mode;
        RETURN;
    ELSIF coalesce(old_complete, true) AND coalesce(new_complete, true) THEN
        -- As tree_is_complete counts, but in the same pass.
        SELECT coalesce(old_complete, (SELECT b.size FROM @store@.objects b WHERE b.sha = old_tree) = sum(octet_length(o.path) + 73), false),
               coalesce(new_complete, (SELECT b.size FROM @store@.objects b WHERE b.sha = new_tree) = sum(octet_length(n.path) + 73), false),
               array_agg(ROW(coalesce(o.path, n.path), o.mode, o.object_sha, n.mode, n.object_sha, false)::pggit_audit.tree_difference)
                   FILTER (WHERE o.object_sha IS DISTINCT FROM n.object_sha OR o.mode IS DISTINCT FROM n.mode)
        INTO old_complete, new_complete, differences
        FROM (SELECT t.path, t.mode, t.object_sha FROM pggit_audit.tree_rows(old_tree) t) o
        FULL JOIN (SELECT t.path, t.mode, t.object_sha FROM pggit_audit.tree_rows(new_tree) t) n
          ON o.path COLLATE "C" = n.path COLLATE "C";
        old_complete := old_complete OR coalesce(pggit_audit.tree_is_complete(old_tree), false);
        new_complete := new_complete OR coalesce(pggit_audit.tree_is_complete(new_tree), false);
        IF old_complete AND new_complete THEN
            RETURN;
        END IF;
    END IF;
    old_complete := coalesce(old_complete, pggit_audit.tree_is_complete(old_tree), false);
    new_complete := coalesce(new_complete, pggit_audit.tree_is_complete(new_tree), false);
    v_old := (SELECT pggit_audit.tree_text(o.content) FROM @store@.objects o WHERE o.sha = old_tree AND o.type = 'tree');
    v_new := (SELECT pggit_audit.tree_text(o.content) FROM @store@.objects o WHERE o.sha = new_tree AND o.type = 'tree');
    IF old_tree IS NOT NULL AND v_old IS NULL OR new_tree IS NOT NULL AND v_new IS NULL THEN
        RAISE EXCEPTION 'a tree of the store is not there or can not be read' USING ERRCODE = 'PA007',
            DETAIL = format('Tree %s.', CASE WHEN old_tree IS NOT NULL AND v_old IS NULL THEN old_tree ELSE new_tree END),
            HINT = 'Run pggit_audit.validate_audit_integrity() to see which objects of the store are damaged.';
    END IF;
    PERFORM pggit_audit.host_ready();
    v_block := pggit_audit.block_check(pggit_audit.java_diff_trees(array_send(ARRAY[ARRAY[convert_to(v_old, 'UTF8'), convert_to(v_new, 'UTF8')]])));
    differences := ARRAY(SELECT ROW(x.p, x.om, x.os, x.nm, x.ns, x.shared = 't')::pggit_audit.tree_difference
                         FROM unnest(pggit_audit.block_column(v_block, 1), pggit_audit.block_column(v_block, 2), pggit_audit.block_column(v_block, 3),
                                     pggit_audit.block_column(v_block, 4), pggit_audit.block_column(v_block, 5), pggit_audit.block_column(v_block, 6)) AS x (p, om, os, nm, ns, shared));
END
$$;
COMMENT ON FUNCTION pggit_audit.compare_trees(text, text, boolean, boolean) IS 'The entries that two trees do not share, nested trees as entries; NULL or empty for none. NULL is the empty tree. old_complete, new_complete: tree_rows has all of the tree (tree_is_complete; NULL: find out); where it has not, the trees'' texts are read by Audit.diffTrees. Error PA007: a tree is lost or damaged.';

CREATE FUNCTION pggit_audit.nested_differences(differences pggit_audit.tree_difference[]) RETURNS SETOF pggit_audit.tree_difference
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_hashjoin = on SET enable_mergejoin = off SET enable_seqscan = off
SET enable_bitmapscan = off SET max_parallel_workers_per_gather = 0 SET jit = off AS $$
#variable_conflict use_column
DECLARE
    v_level pggit_audit.tree_difference[] := differences;
    v_found pggit_audit.tree_difference[] := '{}';
    v_parted boolean := false;
    v_depth int := 0;
    v_prefixes text[];
    v_old text[];
    v_new text[];
    v_incomplete text[];
    v_has_buckets boolean;
    v_pairs text[] := '{}';
BEGIN
    LOOP
        -- A bucket's name is no part of the paths in it (docs/object-format.md, "Buckets").
        SELECT array_agg(CASE WHEN b.is_bucket THEN left(d.path, -2) ELSE d.path || '/' END),
               array_agg(CASE WHEN d.old_mode = '040000' THEN d.old_sha END), array_agg(CASE WHEN d.new_mode = '040000' THEN d.new_sha END),
               v_parted OR bool_or(b.is_bucket AND d.old_mode IS DISTINCT FROM d.new_mode)
        INTO v_prefixes, v_old, v_new, v_parted
        FROM unnest(v_level) AS d CROSS JOIN LATERAL (SELECT d.path ~ '(^|/)#[0-9a-f]$' AS is_bucket) b WHERE d.old_mode = '040000' OR d.new_mode = '040000';
        IF v_prefixes IS NULL THEN
            v_found := v_found || v_level;
            EXIT;
        END IF;
        IF v_depth >= 8 THEN
            v_pairs := ARRAY(SELECT unnest(v_pairs) UNION SELECT concat(u.old, ' ', u.new) FROM unnest(v_old, v_new) AS u (old, new));
        END IF;
        -- On every way down all pairs of trees are different, unless one holds itself: then there are fewer of them than levels. (Looked for where it is deeper than stores are.)
        IF v_depth >= 8 AND cardinality(v_pairs) <= v_depth - 8 THEN
            RAISE EXCEPTION 'a tree of the store holds itself' USING ERRCODE = 'PA007', DETAIL = format('At %s.', v_prefixes[1]),
                HINT = 'Run pggit_audit.validate_audit_integrity() to see which objects of the store are damaged.';
        ELSIF v_depth = 200 THEN
            RAISE EXCEPTION 'trees of the store are nested more than 200 deep' USING ERRCODE = 'PA007', DETAIL = format('At %s.', v_prefixes[1]),
                HINT = 'Run pggit_audit.validate_audit_integrity() to see which objects of the store are damaged.';
        END IF;
        v_depth := v_depth + 1;
        v_found := v_found || ARRAY(
            SELECT ROW(d.path, b.old_mode, b.old_sha, b.new_mode, b.new_sha, d.is_shared)::pggit_audit.tree_difference
            FROM unnest(v_level) AS d
            CROSS JOIN LATERAL (SELECT nullif(d.old_mode, '040000') AS old_mode, CASE WHEN d.old_mode <> '040000' THEN d.old_sha END AS old_sha,
                                       nullif(d.new_mode, '040000') AS new_mode, CASE WHEN d.new_mode <> '040000' THEN d.new_sha END AS new_sha) b
            WHERE b.old_mode IS NOT NULL OR b.new_mode IS NOT NULL);
        -- The level below, all its trees at once: only the subtrees that differ are ever read, each by its key (LATERAL, OFFSET 0) whatever the statistics say.
        SELECT coalesce(array_agg(t.sha) FILTER (WHERE o.size IS DISTINCT FROM e.size), '{}'), coalesce(bool_or(o.size <= 1200 AND starts_with(o.content, 'MDQwMDAwIC')), false) INTO v_incomplete, v_has_buckets
        FROM (SELECT DISTINCT x.sha FROM unnest(v_old || v_new) AS x (sha) WHERE x.sha IS NOT NULL) t
        LEFT JOIN LATERAL (SELECT q.size, q.content FROM @store@.objects q WHERE q.sha = t.sha OFFSET 0) o ON true
        CROSS JOIN LATERAL (SELECT coalesce(sum(octet_length(e.path) + 73), 0) AS size FROM @store@.tree_entries e WHERE e.tree_sha = t.sha) e;
        IF v_has_buckets THEN
            -- Trees of buckets against each other, from their texts. As a rule both have the same buckets, in the same places.
            WITH pairs AS MATERIALIZED (
                SELECT x.prefix, x.old_tree, x.new_tree, p.old, p.new, (x.old_tree IS NULL OR p.old IS NOT NULL) AND (x.new_tree IS NULL OR p.new IS NOT NULL) AS is_whole,
                       p.old IS NULL OR p.new IS NULL OR cardinality(p.old) = cardinality(p.new) AND NOT EXISTS (SELECT FROM unnest(p.old, p.new) WITH ORDINALITY AS u (old, new, i) WHERE u.i % 2 = 1 AND u.old <> u.new) AS is_aligned
                FROM unnest(v_prefixes, v_old, v_new) AS x (prefix, old_tree, new_tree)
                LEFT JOIN LATERAL (SELECT q.content FROM @store@.objects q WHERE q.sha = x.old_tree AND q.type = 'tree' AND q.size <= 1200 OFFSET 0) o ON true
                LEFT JOIN LATERAL (SELECT q.content FROM @store@.objects q WHERE q.sha = x.new_tree AND q.type = 'tree' AND q.size <= 1200 OFFSET 0) n ON true
                CROSS JOIN LATERAL (SELECT pggit_audit.bucket_parts(o.content) AS old, pggit_audit.bucket_parts(n.content) AS new OFFSET 0) p)
            SELECT coalesce(array_agg(ROW(p.prefix || d.path, CASE WHEN d.old IS NOT NULL THEN '040000' END, d.old, CASE WHEN d.new IS NOT NULL THEN '040000' END, d.new, false)::pggit_audit.tree_difference)
                                FILTER (WHERE p.is_whole), '{}'),
                   array_agg(p.prefix) FILTER (WHERE NOT p.is_whole), array_agg(p.old_tree) FILTER (WHERE NOT p.is_whole), array_agg(p.new_tree) FILTER (WHERE NOT p.is_whole)
            INTO v_level, v_prefixes, v_old, v_new
            FROM pairs p CROSS JOIN LATERAL (
                SELECT right(coalesce(p.new[u.i - 1], p.old[u.i - 1]), 2) AS path, u.old, u.new FROM unnest(p.old, p.new) WITH ORDINALITY AS u (old, new, i)
                WHERE p.is_whole AND p.is_aligned AND u.i % 2 = 0 AND u.old IS DISTINCT FROM u.new
                UNION ALL
                SELECT coalesce(o.path, n.path), o.object_sha, n.object_sha FROM pggit_audit.bucket_rows(p.old) o FULL JOIN pggit_audit.bucket_rows(p.new) n ON o.path COLLATE "C" = n.path COLLATE "C"
                WHERE p.is_whole AND NOT p.is_aligned AND o.object_sha IS DISTINCT FROM n.object_sha
                UNION ALL
                SELECT NULL, NULL, NULL WHERE NOT p.is_whole) d;
            v_incomplete := coalesce(v_old || v_new, '{}');
        ELSE
            v_level := ARRAY(
                SELECT ROW(coalesce(o.prefix, n.prefix) || coalesce(o.path, n.path), o.mode, o.object_sha, n.mode, n.object_sha, false)::pggit_audit.tree_difference
                FROM (SELECT x.n, x.prefix, t.path, t.mode, t.object_sha FROM unnest(v_prefixes, v_old, v_new) WITH ORDINALITY AS x (prefix, old_tree, new_tree, n) CROSS JOIN LATERAL (SELECT q.path, q.mode, q.object_sha FROM @store@.tree_entries q WHERE q.tree_sha = x.old_tree OFFSET 0) t
                      WHERE NOT (ARRAY[x.old_tree, x.new_tree] && v_incomplete)) o
                FULL JOIN (SELECT x.n, x.prefix, t.path, t.mode, t.object_sha FROM unnest(v_prefixes, v_old, v_new) WITH ORDINALITY AS x (prefix, old_tree, new_tree, n) CROSS JOIN LATERAL (SELECT q.path, q.mode, q.object_sha FROM @store@.tree_entries q WHERE q.tree_sha = x.new_tree OFFSET 0) t
                      WHERE NOT (ARRAY[x.old_tree, x.new_tree] && v_incomplete)) n
                  ON o.n = n.n AND o.path COLLATE "C" = n.path COLLATE "C"
                WHERE o.object_sha IS DISTINCT FROM n.object_sha OR o.mode IS DISTINCT FROM n.mode);
        END IF;
        IF v_incomplete <> '{}' AND v_prefixes IS NOT NULL THEN
            v_level := v_level || ARRAY(
                SELECT ROW(u.prefix || d.path, d.old_mode, d.old_sha, d.new_mode, d.new_sha, d.is_shared)::pggit_audit.tree_difference
                FROM unnest(v_prefixes, v_old, v_new) AS u (prefix, old_tree, new_tree)
                CROSS JOIN LATERAL pggit_audit.compare_trees(u.old_tree, u.new_tree, NULL, NULL) c
                CROSS JOIN LATERAL unnest(c.differences) AS d
                WHERE ARRAY[u.old_tree, u.new_tree] && v_incomplete);
        END IF;
    END LOOP;
    IF v_parted THEN
        -- Where one side has buckets that the other has not, an entry is found once on each side.
        RETURN QUERY
        SELECT d.path, max(d.old_mode), max(d.old_sha), max(d.new_mode), max(d.new_sha), false FROM unnest(v_found) AS d WHERE NOT d.is_shared
        GROUP BY d.path HAVING max(d.old_sha) IS DISTINCT FROM max(d.new_sha) OR max(d.old_mode) IS DISTINCT FROM max(d.new_mode)
        UNION ALL
        SELECT d.path, d.old_mode, d.old_sha, d.new_mode, d.new_sha, true FROM unnest(v_found) AS d WHERE d.is_shared;
    ELSE
        RETURN QUERY SELECT d.path, d.old_mode, d.old_sha, d.new_mode, d.new_sha, d.is_shared FROM unnest(v_found) AS d;
    END IF;
END
$$;
COMMENT ON FUNCTION pggit_audit.nested_differences(pggit_audit.tree_difference[]) IS 'Differences of two trees with each nested tree (mode 040000) replaced by what differs in it; names are joined with a slash, a bucket''s name (# and a hex digit) is left out. Error PA007: a tree is lost or damaged.';

-- For many commits at once: each tree of buckets is read and taken apart once for all the pairs that it is in, by its key (LATERAL, OFFSET 0).
CREATE FUNCTION pggit_audit.bucket_differences(old_trees text[], new_trees text[]) RETURNS TABLE (n integer, depth integer, old_tree text, new_tree text, kind text)
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_hashjoin = on SET enable_mergejoin = off SET enable_seqscan = off
SET enable_bitmapscan = off SET max_parallel_workers_per_gather = 0 SET jit = off SET work_mem = '64MB' AS $$
#variable_conflict use_column
DECLARE
    c_slice CONSTANT int := 2000;
    v_numbers int[];
    v_old text[];
    v_new text[];
    v_next_numbers int[];
    v_next_old text[];
    v_next_new text[];
    v_kinds text[];
    i int := 1;
BEGIN
    WHILE i <= cardinality(new_trees) LOOP
        v_old := old_trees[i : i + c_slice - 1];
        v_new := new_trees[i : i + c_slice - 1];
        v_numbers := ARRAY(SELECT generate_series(i, i + cardinality(v_new) - 1));
        i := i + c_slice;
        FOR v_depth IN 0..3 LOOP
            WITH pairs AS MATERIALIZED (SELECT u.place, u.number, u.old, u.new FROM unnest(v_numbers, v_old, v_new) WITH ORDINALITY AS u (number, old, new, place)),
            trees AS MATERIALIZED (
                SELECT s.sha, pggit_audit.bucket_bytes(o.content) AS bytes FROM (SELECT p.old AS sha FROM pairs p UNION SELECT p.new FROM pairs p) s
                CROSS JOIN LATERAL (SELECT q.content FROM @store@.objects q WHERE q.sha = s.sha AND q.type = 'tree' AND q.size <= 1200 OFFSET 0) o),
            -- As a rule both have the same buckets, in the same places: then an entry that they share has to be looked at once.
            aligned AS MATERIALIZED (
                SELECT p.place, p.number, x.bytes AS old_bytes, y.bytes AS new_bytes, e.changed FROM pairs p JOIN trees x ON x.sha = p.old JOIN trees y ON y.sha = p.new
                CROSS JOIN LATERAL (
                    SELECT array_agg(i) FILTER (WHERE w.old <> w.new) AS changed,
                           bool_and(substr(w.new, 1, 8) = '040000 #'::bytea AND substr(w.new, 10, 1) = '|'::bytea AND substr(w.new, 75, 1) = '|'::bytea AND (w.old = w.new OR substr(w.old, 1, 10) = substr(w.new, 1, 10) AND substr(w.old, 75, 1) = '|'::bytea)) AS is_whole
                    FROM generate_series(0, octet_length(y.bytes) / 75 - 1) AS i CROSS JOIN LATERAL (SELECT substr(x.bytes, 75 * i + 1, 75) AS old, substr(y.bytes, 75 * i + 1, 75) AS new OFFSET 0) w) e
                WHERE v_depth < 3 AND octet_length(x.bytes) = octet_length(y.bytes) AND e.is_whole),
            others AS MATERIALIZED (SELECT p.place, p.number, p.old, p.new FROM pairs p WHERE p.place NOT IN (SELECT l.place FROM aligned l)),
            entries AS MATERIALIZED (
                SELECT t.sha, substr(t.bytes, 75 * i + 9, 1) AS digit, substr(t.bytes, 75 * i + 11, 64) AS child,
                       substr(t.bytes, 75 * i + 1, 8) = '040000 #'::bytea AND substr(t.bytes, 75 * i + 10, 1) = '|'::bytea AND substr(t.bytes, 75 * i + 75, 1) = '|'::bytea AS is_bucket
                FROM (SELECT o.old AS sha FROM others o UNION SELECT o.new FROM others o) o JOIN trees t ON t.sha = o.sha CROSS JOIN LATERAL generate_series(0, octet_length(t.bytes) / 75 - 1) AS i),
            whole AS MATERIALIZED (SELECT e.sha FROM entries e GROUP BY e.sha HAVING bool_and(e.is_bucket)),
            kinds AS (
                SELECT l.place, 'buckets' AS kind FROM aligned l
                UNION ALL
                SELECT p.place, CASE WHEN (p.old IS NULL OR x.sha IS NOT NULL) AND (p.new IS NULL OR y.sha IS NOT NULL) AND v_depth < 3 THEN 'buckets' WHEN x.sha IS NULL AND y.sha IS NULL THEN 'entries' ELSE 'mixed' END
                FROM others p LEFT JOIN whole x ON x.sha = p.old LEFT JOIN whole y ON y.sha = p.new),
            children AS (
                SELECT l.number, substr(l.old_bytes, 75 * i + 11, 64) AS old, substr(l.new_bytes, 75 * i + 11, 64) AS new FROM aligned l CROSS JOIN LATERAL unnest(l.changed) AS i
                UNION ALL
                SELECT coalesce(o.number, w.number), o.child, w.child
                FROM (SELECT p.place, p.number, e.digit, e.child FROM others p JOIN whole x ON x.sha = p.old JOIN entries e ON e.sha = x.sha WHERE v_depth < 3) o
                FULL JOIN (SELECT p.place, p.number, e.digit, e.child FROM others p JOIN whole x ON x.sha = p.new JOIN entries e ON e.sha = x.sha WHERE v_depth < 3) w ON o.place = w.place AND o.digit = w.digit
                WHERE o.child IS DISTINCT FROM w.child)
            SELECT (SELECT array_agg(k.kind ORDER BY k.place) FROM kinds k), array_agg(c.number), array_agg(encode(c.old, 'escape')), array_agg(encode(c.new, 'escape')) INTO v_kinds, v_next_numbers, v_next_old, v_next_new FROM children c;
            RETURN QUERY SELECT u.number, v_depth, u.old, u.new, u.kind FROM unnest(v_numbers, v_old, v_new, v_kinds) AS u (number, old, new, kind);
            EXIT WHEN v_next_numbers IS NULL;
            v_numbers := v_next_numbers;
            v_old := v_next_old;
            v_new := v_next_new;
        END LOOP;
    END LOOP;
END
$$;
COMMENT ON FUNCTION pggit_audit.bucket_differences(text[], text[]) IS 'The pairs of trees that differ on the way down from pairs of roots (NULL: the empty tree), through trees of buckets, three levels at most. n: which pair of roots; depth: 0 for the roots themselves. kind: buckets (both are trees of buckets; those below that differ follow), entries (none is: what is in them, and whether they are there, is not looked at), mixed (one is; or the levels go on).';

CREATE FUNCTION pggit_audit.tree_changes(old_tree text, new_tree text, complete boolean DEFAULT NULL)
RETURNS TABLE (path text, old_mode text, old_sha text, new_mode text, new_sha text, is_shared boolean)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT d.path, d.old_mode, d.old_sha, d.new_mode, d.new_sha, d.is_shared
    FROM pggit_audit.compare_trees($1, $2, $3, $3) c, pggit_audit.nested_differences(c.differences) d
$$;
COMMENT ON FUNCTION pggit_audit.tree_changes(text, text, boolean) IS 'The blobs that two trees do not share, through nested trees (mode 040000; names are joined with a slash). NULL is the empty tree. complete as in compare_trees for the two trees themselves; NULL: find out.';

CREATE FUNCTION pggit_audit.diff_trees(tree1_sha text, tree2_sha text)
RETURNS TABLE (path text, change_type text, old_mode text, new_mode text, old_sha text, new_sha text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT d.path, CASE WHEN d.old_sha IS NULL THEN 'add' WHEN d.new_sha IS NULL THEN 'delete' ELSE 'modify' END, d.old_mode, d.new_mode, d.old_sha, d.new_sha
    FROM pggit_audit.compare_trees((SELECT o.sha FROM @store@.objects o WHERE o.sha = $1), (SELECT o.sha FROM @store@.objects o WHERE o.sha = $2), NULL, NULL) c, unnest(c.differences) d
$$;
COMMENT ON FUNCTION pggit_audit.diff_trees(text, text) IS 'What differs between two trees, entry by entry: add, delete or modify (also of the mode alone). Nested trees are entries. NULL or an unknown sha is the empty tree.';

CREATE FUNCTION pggit_audit.list_tree(tree_sha text) RETURNS TABLE (path text, mode text, object_sha text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.path, c.new_mode, c.new_sha FROM pggit_audit.tree_changes(NULL, $1) c
$$;
COMMENT ON FUNCTION pggit_audit.list_tree(text) IS 'All blobs of a tree, through nested trees. No row for an unknown tree.';
