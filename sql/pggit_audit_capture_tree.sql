-- Trees that are changed at a cost of the change: entries in buckets by the hash of their path (docs/object-format.md, "Buckets").
-- Needs:   pggit_audit_store.sql.
-- Who:     called by capture_objects and capture_all.

CREATE FUNCTION pggit_audit.bucket(path text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT pg_catalog.left(pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(path, 'UTF8')), 'hex'), 3)
$$;
COMMENT ON FUNCTION pggit_audit.bucket(text) IS 'The three hex digits under which a path stands in a bucketed tree.';

CREATE TYPE pggit_audit.bucket_leaf AS (tree_sha text, paths text[], modes text[], shas text[]);
COMMENT ON TYPE pggit_audit.bucket_leaf IS 'A tree of the lowest level: its entries.';

-- The trees of the upper three levels have nothing but entries '040000 #<digit>|<sha>|', 75 bytes each: they are read and changed as bytes. In our own store they have no rows in tree_entries.
CREATE FUNCTION pggit_audit.bucket_offset(content bytea, digit text) RETURNS integer
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_offset int := 0;
    v_digit int := ascii(digit);
BEGIN
    -- In byte order.
    WHILE v_offset < octet_length(content) AND get_byte(content, v_offset + 8) < v_digit LOOP
        v_offset := v_offset + 75;
    END LOOP;
    RETURN v_offset;
END
$$;
COMMENT ON FUNCTION pggit_audit.bucket_offset(bytea, text) IS 'Where in a tree of buckets the entry of a bucket is, or would be. Not for users.';

CREATE FUNCTION pggit_audit.bucket_content(tree_sha text) RETURNS bytea
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_content bytea := (SELECT decode(o.content, 'base64') FROM @store@.objects o WHERE o.sha = tree_sha AND o.type = 'tree');
BEGIN
    IF v_content IS NULL THEN
        RAISE EXCEPTION 'a tree of the store is not there or can not be read' USING ERRCODE = 'PA007', DETAIL = format('Tree %s.', tree_sha),
            HINT = 'Run pggit_audit.validate_audit_integrity() to see which objects of the store are damaged.';
    END IF;
    RETURN v_content;
END
$$;
COMMENT ON FUNCTION pggit_audit.bucket_content(text) IS 'The bytes of a tree. Error PA007: it is lost. Not for users.';

CREATE FUNCTION pggit_audit.tree_write(base text, edited text[], shas text[], OUT new_tree text, OUT trees text[], OUT contents bytea[], OUT leaves pggit_audit.bucket_leaf[])
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET enable_mergejoin = off SET jit = off AS $$
#variable_conflict use_variable
DECLARE
    -- One walk through the buckets in order: the trees from the root to the bucket (1 is the root) are open, and are closed when the walk leaves them.
    v_open bytea[] := ARRAY[''::bytea];
    -- Where in each of them the bucket stands that the walk is in, from 1; not above 0: it has none of this digit.
    v_at int[] := '{}';
    v_key text := '';
    v_next text;
    v_depth int := 0;
    v_n int := 1;
    v_keys text[];
    v_paths text[] := edited;
    v_shas text[] := shas;
    v_bucket_paths text[];
    v_bucket_shas text[];
    v_sha text;
    v_content bytea;
    v_entry bytea;
    v_leaf_text text;
    v_leaf pggit_audit.bucket_leaf;
BEGIN
    trees := '{}';
    contents := '{}';
    leaves := '{}';
    IF base IS NOT NULL THEN
        v_open[1] := pggit_audit.bucket_content(base);
    END IF;
    IF cardinality(edited) = 1 THEN
        v_keys := ARRAY[pggit_audit.bucket(edited[1])];
    ELSE
        SELECT array_agg(u.key), array_agg(u.path), array_agg(u.sha) INTO v_keys, v_paths, v_shas
        FROM (SELECT pggit_audit.bucket(p.path) COLLATE "C" AS key, p.path, p.sha FROM unnest(edited, shas) AS p (path, sha) ORDER BY 1) u;
    END IF;
    LOOP
        -- Behind the last bucket everything is closed.
        v_next := coalesce(v_keys[v_n], 'g');
        WHILE v_depth > 0 AND left(v_key, v_depth) <> left(v_next, v_depth) LOOP
            IF v_depth = 3 THEN
                v_sha := v_leaf.tree_sha;
            ELSE
                v_content := v_open[v_depth + 1];
                v_sha := NULL;
                IF v_content <> '' THEN
                    v_sha := encode(sha256(convert_to('tree ' || octet_length(v_content) || ':', 'UTF8') || v_content), 'hex');
                    trees := trees || v_sha;
                    contents := contents || v_content;
                END IF;
            END IF;
            v_entry := CASE WHEN v_sha IS NULL THEN '' ELSE convert_to('040000 #' || substr(v_key, v_depth, 1) || '|' || v_sha || '|', 'UTF8') END;
            v_open[v_depth] := CASE WHEN v_at[v_depth] > 0 THEN overlay(v_open[v_depth] PLACING v_entry FROM v_at[v_depth] FOR 75)
                ELSE overlay(v_open[v_depth] PLACING v_entry FROM pggit_audit.bucket_offset(v_open[v_depth], substr(v_key, v_depth, 1)) + 1 FOR 0) END;
            v_depth := v_depth - 1;
        END LOOP;
        EXIT WHEN v_next = 'g';
        v_key := v_next;
        v_bucket_paths := '{}';
        v_bucket_shas := '{}';
        WHILE v_keys[v_n] = v_key LOOP
            v_bucket_paths := v_bucket_paths || v_paths[v_n];
            v_bucket_shas := v_bucket_shas || v_shas[v_n];
            v_n := v_n + 1;
        END LOOP;
        WHILE v_depth < 3 LOOP
            v_depth := v_depth + 1;
            -- Nothing but an entry's head has a #.
            v_at[v_depth] := position(convert_to('#' || substr(v_key, v_depth, 1), 'UTF8') IN v_open[v_depth]) - 7;
            v_sha := CASE WHEN v_at[v_depth] > 0 THEN convert_from(substr(v_open[v_depth], v_at[v_depth] + 10, 64), 'UTF8') END;
            IF v_depth < 3 THEN
                v_content := '';
                IF v_sha IS NOT NULL THEN
                    v_content := (SELECT decode(o.content, 'base64') FROM @store@.objects o WHERE o.sha = v_sha AND o.type = 'tree');
                    IF v_content IS NULL THEN
                        -- Says what is missing.
                        v_content := pggit_audit.bucket_content(v_sha);
                    END IF;
                END IF;
                v_open[v_depth + 1] := v_content;
            END IF;
        END LOOP;
        SELECT string_agg(e.mode || ' ' || e.path || '|' || e.sha || '|', '' ORDER BY e.path COLLATE "C"), array_agg(e.path), array_agg(e.mode), array_agg(e.sha)
        INTO v_leaf_text, v_leaf.paths, v_leaf.modes, v_leaf.shas
        FROM (SELECT x.mode, x.path, x.object_sha AS sha FROM @store@.tree_entries x WHERE x.tree_sha = v_sha AND x.path <> ALL (v_bucket_paths)
              UNION ALL SELECT '100644', n.path, n.sha FROM unnest(v_bucket_paths, v_bucket_shas) AS n (path, sha) WHERE n.sha IS NOT NULL) e;
        v_leaf.tree_sha := NULL;
        IF v_leaf_text IS NOT NULL THEN
            v_leaf.tree_sha := pggit_audit.object_sha('tree', v_leaf_text);
            trees := trees || v_leaf.tree_sha;
            contents := contents || convert_to(v_leaf_text, 'UTF8');
            leaves := leaves || v_leaf;
        END IF;
    END LOOP;
    new_tree := encode(sha256(convert_to('tree ' || octet_length(v_open[1]) || ':', 'UTF8') || v_open[1]), 'hex');
    trees := trees || new_tree;
    contents := contents || v_open[1];
END
$$;
COMMENT ON FUNCTION pggit_audit.tree_write(text, text[], text[]) IS 'tree_edit, but that the trees on the way to the paths, the root last, are not stored but returned (contents: before base64; leaves: the entries of those on the lowest level). Not for users.';

CREATE FUNCTION pggit_audit.tree_store_entries(trees text[], contents bytea[], leaves pggit_audit.bucket_leaf[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_variable
DECLARE
    v_leaf pggit_audit.bucket_leaf := leaves[1];
BEGIN
    IF cardinality(leaves) = 1 THEN
        INSERT INTO @store@.tree_entries (tree_sha, path, mode, object_sha) SELECT v_leaf.tree_sha, x.path, x.mode, x.sha FROM unnest(v_leaf.paths, v_leaf.modes, v_leaf.shas) AS x (path, mode, sha)
        ON CONFLICT DO NOTHING;
    ELSIF leaves <> '{}' THEN
        INSERT INTO @store@.tree_entries (tree_sha, path, mode, object_sha)
        SELECT l.tree_sha, x.path, x.mode, x.sha FROM unnest(leaves) AS l CROSS JOIN LATERAL unnest(l.paths, l.modes, l.shas) AS x (path, mode, sha)
        ON CONFLICT DO NOTHING;
    END IF;
    IF NOT EXISTS (SELECT FROM pggit_audit.installation i WHERE i.name = 'own_store' AND i.value = 'true') THEN
        INSERT INTO @store@.tree_entries (tree_sha, path, mode, object_sha)
        SELECT t.sha, x.path, x.mode, x.object_sha
        FROM unnest(trees, contents) AS t (sha, content) CROSS JOIN LATERAL (SELECT string_to_array(convert_from(t.content, 'UTF8'), '|') AS parts OFFSET 0) p CROSS JOIN LATERAL pggit_audit.bucket_rows(p.parts) AS x
        WHERE substr(t.content, 1, 8) = '040000 #'
        ON CONFLICT DO NOTHING;
    END IF;
END
$$;
COMMENT ON FUNCTION pggit_audit.tree_store_entries(text[], bytea[], pggit_audit.bucket_leaf[]) IS 'The rows of tree_entries of trees that tree_write gave, once they, and what they point to, are in objects: pgGit''s own store has foreign keys. Not for users.';

CREATE FUNCTION pggit_audit.tree_edit(tree_sha text, paths text[], shas text[]) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_tree record := pggit_audit.tree_write(tree_sha, paths, shas);
BEGIN
    INSERT INTO @store@.objects (sha, type, size, content)
    SELECT t.sha, 'tree', length(t.content, 'UTF8'), encode(t.content, 'base64') FROM unnest(v_tree.trees, v_tree.contents) AS t (sha, content)
    ON CONFLICT (sha) DO NOTHING;
    PERFORM pggit_audit.tree_store_entries(v_tree.trees, v_tree.contents, v_tree.leaves);
    RETURN v_tree.new_tree;
END
$$;
COMMENT ON FUNCTION pggit_audit.tree_edit(text, text[], text[]) IS 'A bucketed tree (NULL: an empty one) with some paths put (sha) or taken out (sha NULL), stored; returns its sha. The same entries give the same tree, whatever it was made from. Four trees are written for one path, however many paths there are. Error PA007: a tree is lost or damaged. Not for users.';
