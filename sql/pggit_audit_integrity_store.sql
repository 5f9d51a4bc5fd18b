-- What the integrity checks look for in the store: objects, trees, commits and changes that are not what they should be.
-- Needs:   extraction, recording.
-- Who:     pggit_audit_reader.

-- Aggregates over the whole table: where it is large the server takes parallel workers. Only where something is suspicious, or there are trees, is it read again.
CREATE FUNCTION pggit_audit.suspicious_objects(shas text[], OUT checked bigint, OUT suspicious text[])
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET client_encoding = 'UTF8' SET jit = off SET parallel_setup_cost = 100 SET parallel_tuple_cost = 0.01 AS $$
DECLARE
    v_named text := CASE WHEN shas IS NULL THEN '' ELSE 'AND o.sha = ANY ($1)' END;
    -- With the stored size: counting the characters of every text would cost as much as hashing it. textsend gives the bytes as they are, for client and database have one encoding.
    v_text text := '(o.type = ''tree'') IS NOT TRUE AND (o.sha = encode(sha256(textsend(o.type || '' '' || o.size || '':'' || o.content)), ''hex'') AND (o.size = octet_length(o.content) OR o.size = length(o.content))) IS NOT TRUE';
    v_trees bigint;
    v_bad bigint;
BEGIN
    EXECUTE format($sql$ SELECT count(*), count(*) FILTER (WHERE o.type = 'tree'), count(*) FILTER (WHERE %s) FROM @store@.objects o WHERE true %s $sql$, v_text, v_named) INTO checked, v_trees, v_bad USING shas;
    suspicious := '{}';
    IF v_bad > 0 THEN
        EXECUTE format($sql$ SELECT array_agg(o.sha) FROM @store@.objects o WHERE %s %s $sql$, v_text, v_named) INTO suspicious USING shas;
    END IF;
    IF v_trees > 0 THEN
        suspicious := suspicious || ARRAY(
            SELECT o.sha FROM @store@.objects o CROSS JOIN LATERAL (SELECT pggit_audit.tree_text(o.content) AS text OFFSET 0) t
            WHERE o.type = 'tree' AND (shas IS NULL OR o.sha = ANY (shas)) AND (o.sha = encode(sha256(convert_to('tree ' || o.size || ':' || t.text, 'UTF8')), 'hex') AND (o.size = octet_length(t.text) OR o.size = length(t.text))
                   -- The sha is of what the base64 says: one spelling, with or without line breaks.
                   AND (o.content = encode(convert_to(t.text, 'UTF8'), 'base64') OR o.content = translate(encode(convert_to(t.text, 'UTF8'), 'base64'), E'\n', ''))) IS NOT TRUE);
    END IF;
END
$$;
COMMENT ON FUNCTION pggit_audit.suspicious_objects(text[]) IS 'How many store objects there are (of these; NULL: all), and those whose sha is not that of their stored type, size and content: damaged, or written by another rule, or of a wrong size.';

CREATE FUNCTION pggit_audit.classified_objects(suspicious text[]) RETURNS TABLE (sha text, type text, rule text, is_of_size boolean)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_block bytea;
    i int := 1;
BEGIN
    IF suspicious <> '{}' THEN
        PERFORM pggit_audit.host_ready();
    END IF;
    -- The server's sha256 is the fast way; only what differs goes to Java, which knows the other writers' rule.
    WHILE i <= cardinality(suspicious) LOOP
        v_block := pggit_audit.block_check(pggit_audit.java_hash_rules((
            SELECT array_send(array_agg(ARRAY[convert_to(o.sha, 'UTF8'), convert_to(o.type, 'UTF8'),
                       convert_to(coalesce(CASE o.type WHEN 'tree' THEN pggit_audit.tree_text(o.content) ELSE o.content END, ''), 'UTF8')]))
            FROM @store@.objects o WHERE o.sha = ANY (suspicious[i : i + 99]))));
        RETURN QUERY SELECT u.sha, o.type, CASE WHEN o.type <> 'tree' OR t.text IS NULL OR o.content IN (encode(convert_to(t.text, 'UTF8'), 'base64'), translate(encode(convert_to(t.text, 'UTF8'), 'base64'), E'\n', '')) THEN u.rule END,
                            o.size = length(CASE o.type WHEN 'tree' THEN t.text ELSE o.content END)
                     FROM unnest(pggit_audit.block_column(v_block, 1), pggit_audit.block_column(v_block, 2)) AS u (sha, rule) JOIN @store@.objects o ON o.sha = u.sha
                     CROSS JOIN LATERAL (SELECT CASE o.type WHEN 'tree' THEN pggit_audit.tree_text(o.content) END AS text OFFSET 0) t;
        i := i + 100;
    END LOOP;
END
$$;
COMMENT ON FUNCTION pggit_audit.classified_objects(text[]) IS 'Of suspicious store objects the rule that gives them their sha: UTF8 (then the size is wrong), CAST, or NULL for none; and whether the stored size is that of the content.';

CREATE FUNCTION pggit_audit.damaged_objects(shas text[] DEFAULT NULL) RETURNS TABLE (sha text, type text, rule text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.sha, c.type, c.rule FROM pggit_audit.suspicious_objects($1) s CROSS JOIN LATERAL pggit_audit.classified_objects(s.suspicious) c WHERE c.rule IS DISTINCT FROM 'UTF8'
$$;
COMMENT ON FUNCTION pggit_audit.damaged_objects(text[]) IS 'Store objects (NULL: all) that our hash rule does not give their sha: rule CAST where pgGit''s own writers'' rule does (a text with backslashes), NULL where none does: the content is not what was stored.';

CREATE FUNCTION pggit_audit.bucket_digits(content text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT d.digits FROM (SELECT string_agg(right(p.parts[i], 1), '' ORDER BY i) AS digits FROM (SELECT pggit_audit.bucket_parts($1) AS parts OFFSET 0) p CROSS JOIN LATERAL generate_series(1, cardinality(p.parts) - 1, 2) AS i) d
    WHERE d.digits ~ '^0?1?2?3?4?5?6?7?8?9?a?b?c?d?e?f?$'
$$;
COMMENT ON FUNCTION pggit_audit.bucket_digits(text) IS 'The buckets of a tree that holds nothing else, each once and in order; NULL for any other tree.';

-- A tree's entries by index, whatever the statistics say: of a table that was just filled they say that it is empty, and then it would be read whole for each tree.
CREATE FUNCTION pggit_audit.damaged_trees(shas text[] DEFAULT NULL) RETURNS TABLE (tree_sha text, problem text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $$
#variable_conflict use_column
DECLARE
    v_sha text;
    v_block bytea;
BEGIN
    PERFORM pggit_audit.host_ready();
    -- Rebuilt in byte order and compared; only a tree that differs (another order, or damage) is read entry by entry.
    FOR v_sha IN
        SELECT o.sha FROM @store@.objects o
        LEFT JOIN LATERAL (SELECT string_agg(t.mode || ' ' || t.path || '|' || t.object_sha || '|', '' ORDER BY t.path COLLATE "C") AS text FROM @store@.tree_entries t WHERE t.tree_sha = o.sha) e ON true
        WHERE o.type = 'tree' AND (shas IS NULL OR o.sha = ANY (shas)) AND pggit_audit.tree_text(o.content) IS DISTINCT FROM coalesce(e.text, '')
          -- A tree of buckets needs no rows, but has all or none.
          AND (e.text IS NOT NULL OR pggit_audit.bucket_digits(o.content) IS NULL)
    LOOP
        v_block := pggit_audit.block_check(pggit_audit.java_read_trees((
            SELECT array_send(ARRAY[ARRAY[convert_to(o.sha, 'UTF8'), convert_to(coalesce(pggit_audit.tree_text(o.content), '?'), 'UTF8')]]) FROM @store@.objects o WHERE o.sha = v_sha)));
        RETURN QUERY
        SELECT v_sha, CASE
            WHEN (SELECT bool_or(u.mode IS NULL) FROM unnest(pggit_audit.block_column(v_block, 2)) AS u (mode)) THEN 'its text is no tree'
            WHEN d.more > 0 THEN format('tree_entries has %s entries that the text has not, first %s', d.more, d.first_more)
            WHEN d.fewer > 0 AND d.shared = d.fewer THEN format('the text has %s entries under a path that it has twice, first %s: tree_entries can not hold them', d.fewer, d.first_fewer)
            ELSE format('tree_entries lacks %s entries, first %s', d.fewer, d.first_fewer) END
        FROM (SELECT count(*) FILTER (WHERE x.n > 0) AS fewer, min(x.path) FILTER (WHERE x.n > 0) AS first_fewer,
                     count(*) FILTER (WHERE x.n < 0) AS more, min(x.path) FILTER (WHERE x.n < 0) AS first_more,
                     count(*) FILTER (WHERE x.n > 0 AND EXISTS (SELECT FROM @store@.tree_entries t WHERE t.tree_sha = v_sha AND t.path = x.path)) AS shared
              FROM (SELECT s.mode, s.path, s.sha, sum(s.n) AS n
                    FROM (SELECT u.mode, u.path, u.sha, 1 AS n FROM unnest(pggit_audit.block_column(v_block, 2), pggit_audit.block_column(v_block, 3), pggit_audit.block_column(v_block, 4)) AS u (mode, path, sha)
                          UNION ALL SELECT t.mode, t.path, t.object_sha, -1 FROM @store@.tree_entries t WHERE t.tree_sha = v_sha) s
                    GROUP BY s.mode, s.path, s.sha HAVING sum(s.n) <> 0) x) d
        WHERE d.more > 0 OR d.fewer > 0;
    END LOOP;
END
$$;
COMMENT ON FUNCTION pggit_audit.damaged_trees(text[]) IS 'Trees (NULL: all) whose text and tree_entries differ, whatever the order, and how.';

CREATE FUNCTION pggit_audit.bucket_references() RETURNS TABLE (tree_sha text, path text, object_sha text)
LANGUAGE sql STABLE ROWS 100000 SET search_path = pg_catalog, pg_temp SET jit = off AS $$
    SELECT o.sha, r.path, r.object_sha FROM @store@.objects o CROSS JOIN LATERAL (SELECT pggit_audit.bucket_parts(o.content) AS parts OFFSET 0) p CROSS JOIN LATERAL pggit_audit.bucket_rows(p.parts) r
    WHERE o.type = 'tree' AND o.size <= 1200 AND NOT EXISTS (SELECT FROM @store@.tree_entries t WHERE t.tree_sha = o.sha)
$$;
COMMENT ON FUNCTION pggit_audit.bucket_references() IS 'What trees of buckets without rows in tree_entries refer to.';

-- One expression, so that the planner puts it into the query that calls it. A cast of a time with fractions to an integer rounds: the text may be of the second that came next.
CREATE FUNCTION pggit_audit.is_same_time(epoch bigint, stored timestamp, may_be_local boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(pg_catalog.isfinite($2) AND (pg_catalog.floor(EXTRACT(epoch FROM $2)) OPERATOR(pg_catalog.-) $1::pg_catalog.numeric OPERATOR(pg_catalog.=) 0 OR pg_catalog.round(EXTRACT(epoch FROM $2)) OPERATOR(pg_catalog.-) $1::pg_catalog.numeric OPERATOR(pg_catalog.=) 0
        OR $3 AND pg_catalog.abs(EXTRACT(epoch FROM $2) OPERATOR(pg_catalog.-) $1::pg_catalog.numeric) OPERATOR(pg_catalog.<=) 50401
            AND ((pg_catalog.floor(EXTRACT(epoch FROM $2)) OPERATOR(pg_catalog.-) $1::pg_catalog.numeric) OPERATOR(pg_catalog.%) 900 OPERATOR(pg_catalog.=) 0 OR (pg_catalog.round(EXTRACT(epoch FROM $2)) OPERATOR(pg_catalog.-) $1::pg_catalog.numeric) OPERATOR(pg_catalog.%) 900 OPERATOR(pg_catalog.=) 0)), false)
$$;
COMMENT ON FUNCTION pggit_audit.is_same_time(bigint, timestamp, boolean) IS 'True where a commit text''s epoch and commit_graph''s time without zone can be one moment: equal in UTC, cut or rounded to the second; may_be_local: also apart by a time zone''s offset, some quarters of an hour, as pgGit''s own writer keeps the session''s time. False for no time and for infinity.';

CREATE FUNCTION pggit_audit.time_of_epoch(epoch bigint) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN $1 BETWEEN -200000000000 AND 9000000000000 THEN (to_timestamp($1) AT TIME ZONE 'UTC')::text ELSE format('%s s', $1) END
$$;
COMMENT ON FUNCTION pggit_audit.time_of_epoch(bigint) IS 'The time in words, UTC; of a number that no time has, the number.';

-- Parents by index (LATERAL, OFFSET 0), whatever the statistics say.
CREATE FUNCTION pggit_audit.damaged_commits(shas text[] DEFAULT NULL) RETURNS TABLE (commit_sha text, problem text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $$
#variable_conflict use_column
DECLARE
    v_all text[] := ARRAY(SELECT g.commit_sha FROM @store@.commit_graph g JOIN @store@.objects o ON o.sha = g.commit_sha WHERE o.type = 'commit' AND (shas IS NULL OR g.commit_sha = ANY (shas)) ORDER BY 1);
    v_part text[];
    v_block bytea;
    i int := 1;
    -- Our own writers keep UTC.
    v_may_be_local boolean := NOT EXISTS (SELECT FROM pggit_audit.installation n WHERE n.name = 'own_store' AND n.value = 'true');
BEGIN
    IF v_all <> '{}' THEN
        PERFORM pggit_audit.host_ready();
    END IF;
    WHILE i <= cardinality(v_all) LOOP
        v_part := v_all[i : i + 4999];
        v_block := pggit_audit.block_check(pggit_audit.java_read_commits((
            SELECT array_send(array_agg(ARRAY[convert_to(o.sha, 'UTF8'), convert_to(o.content, 'UTF8')])) FROM @store@.objects o WHERE o.sha = ANY (v_part))));
        RETURN QUERY
        SELECT g.commit_sha, CASE
            WHEN u.sha IS NULL THEN 'its text is no commit'
            WHEN u.tree IS DISTINCT FROM g.tree_sha THEN format('its text has tree %s, commit_graph %s', u.tree, g.tree_sha)
            WHEN u.parents IS DISTINCT FROM array_to_string(g.parent_shas, ' ', 'NULL') THEN format('its text has parents %s, commit_graph %s', u.parents, array_to_string(g.parent_shas, ' '))
            WHEN u.author IS DISTINCT FROM g.author THEN format('its text has author %s, commit_graph %s', u.author, g.author)
            WHEN u.committer IS DISTINCT FROM g.committer THEN format('its text has committer %s, commit_graph %s', u.committer, g.committer)
            WHEN u.message IS DISTINCT FROM g.message THEN 'its text and commit_graph have different messages'
            WHEN NOT pggit_audit.is_same_time(u.authored::bigint, g.authored_at, v_may_be_local) THEN format('its text has author time %s, commit_graph %s', pggit_audit.time_of_epoch(u.authored::bigint), g.authored_at)
            ELSE format('its text has committer time %s, commit_graph %s', pggit_audit.time_of_epoch(u.committed::bigint), g.committed_at) END
        FROM (SELECT g.* FROM @store@.commit_graph g WHERE g.commit_sha = ANY (v_part)) g
        LEFT JOIN unnest(pggit_audit.block_column(v_block, 1), pggit_audit.block_column(v_block, 2), pggit_audit.block_column(v_block, 3), pggit_audit.block_column(v_block, 4), pggit_audit.block_column(v_block, 5),
                         pggit_audit.block_column(v_block, 6), pggit_audit.block_column(v_block, 7), pggit_audit.block_column(v_block, 8)) AS u (sha, tree, parents, author, authored, committer, committed, message) ON u.sha = g.commit_sha
        WHERE u.sha IS NULL OR (u.tree, u.parents, u.author, u.committer, u.message) IS DISTINCT FROM (g.tree_sha, array_to_string(g.parent_shas, ' ', 'NULL'), g.author, g.committer, g.message)
           OR NOT pggit_audit.is_same_time(u.authored::bigint, g.authored_at, v_may_be_local) OR NOT pggit_audit.is_same_time(u.committed::bigint, g.committed_at, v_may_be_local);
        i := i + 5000;
    END LOOP;
    -- One more than the greatest of the parents: where that holds for every commit, no commit can be its own ancestor.
    RETURN QUERY
    SELECT g.commit_sha, format('it has generation %s, its parents give %s', g.generation, p.generation)
    FROM @store@.commit_graph g
    CROSS JOIN LATERAL (SELECT coalesce(max(q.generation)::bigint + 1, 0) AS generation FROM unnest(g.parent_shas) AS u (sha)
                        CROSS JOIN LATERAL (SELECT w.generation FROM @store@.commit_graph w WHERE w.commit_sha = u.sha OFFSET 0) q) p
    WHERE (shas IS NULL OR g.commit_sha = ANY (shas)) AND g.generation IS DISTINCT FROM p.generation
    UNION ALL
    -- Of two rows of one commit the joins above see both: here for themselves.
    SELECT g.commit_sha, 'it stands there several times' FROM @store@.commit_graph g WHERE shas IS NULL OR g.commit_sha = ANY (shas) GROUP BY g.commit_sha HAVING count(*) > 1;
END
$$;
COMMENT ON FUNCTION pggit_audit.damaged_commits(text[]) IS 'Commits (NULL: all) whose text and commit_graph row differ in tree, parents, author, committer, message or times, or whose generation does not follow from the parents'', and how.';
