-- Recorded changes against what the store gives: many commits in one pass, and one by one only those that do not agree at once.
-- Needs:   extraction, recording, capture.
-- Who:     pggit_audit_reader.

CREATE FUNCTION pggit_audit.unconfirmed_commits(commits text[]) RETURNS text[]
-- Tables by index (LATERAL, OFFSET 0), what was found by hashing, whatever the statistics say.
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET client_encoding = 'UTF8' SET work_mem = '64MB' SET enable_mergejoin = off SET enable_nestloop = off SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $$
DECLARE
    v_block bytea;
    v_bad int[];
BEGIN
    PERFORM pggit_audit.host_ready();
    WITH k AS MATERIALIZED (
        SELECT u.n::int AS n, g.commit_sha, g.tree_sha, r.tree_complete, p.commit_sha AS parent, p.tree_sha AS parent_tree, q.tree_complete AS parent_complete, m.author, m.committed_at, m.message,
               EXISTS (SELECT FROM pggit_audit.captured_commits x WHERE x.commit_sha = g.commit_sha) AS is_captured
        FROM unnest(commits) WITH ORDINALITY AS u (sha, n)
        CROSS JOIN LATERAL (SELECT x.commit_sha, x.tree_sha, x.parent_shas FROM @store@.commit_graph x WHERE x.commit_sha = u.sha OFFSET 0) g
        LEFT JOIN LATERAL (SELECT x.tree_complete FROM pggit_audit.recorded_commits x WHERE x.commit_sha = g.commit_sha AND x.tree_sha = g.tree_sha OFFSET 0) r ON true
        LEFT JOIN LATERAL (SELECT x.commit_sha, x.tree_sha FROM @store@.commit_graph x WHERE x.commit_sha = g.parent_shas[1] OFFSET 0) p ON true
        LEFT JOIN LATERAL (SELECT x.tree_complete FROM pggit_audit.recorded_commits x WHERE x.commit_sha = p.commit_sha AND x.tree_sha = p.tree_sha OFFSET 0) q ON true
        CROSS JOIN LATERAL pggit_audit.commit_metadata(g.commit_sha) m),
    -- Through trees of buckets all commits at once; what is anything but whole trees there is left to the functions that know all cases, commit by commit.
    b AS MATERIALIZED (
        SELECT a.numbers[x.n] AS n, x.depth, x.old_tree, x.new_tree, x.kind, row_number() OVER () AS pair
        FROM (SELECT array_agg(k.n ORDER BY k.n) AS numbers, array_agg(k.parent_tree ORDER BY k.n) AS old_trees, array_agg(k.tree_sha ORDER BY k.n) AS new_trees FROM k WHERE k.parent_tree IS DISTINCT FROM k.tree_sha) a
        CROSS JOIN LATERAL pggit_audit.bucket_differences(a.old_trees, a.new_trees) x),
    unplain AS MATERIALIZED (
        SELECT s.sha FROM (SELECT b.old_tree AS sha FROM b WHERE b.kind = 'entries' AND b.depth > 0 UNION SELECT b.new_tree FROM b WHERE b.kind = 'entries' AND b.depth > 0) s
        LEFT JOIN LATERAL (SELECT q.size FROM @store@.objects q WHERE q.sha = s.sha AND q.type = 'tree' OFFSET 0) o ON true
        CROSS JOIN LATERAL (SELECT sum(length(e.path) + length(e.mode) + length(e.object_sha) + 3) AS size, bool_or(e.mode = '040000') AS is_nested FROM @store@.tree_entries e WHERE e.tree_sha = s.sha) e
        WHERE s.sha IS NOT NULL AND (o.size = e.size AND NOT e.is_nested) IS NOT TRUE),
    plain AS MATERIALIZED (
        SELECT b.n FROM b GROUP BY b.n HAVING bool_and(b.kind = 'buckets' OR b.kind = 'entries' AND b.depth > 0
                                             AND (b.old_tree IN (SELECT u.sha FROM unplain u)) IS NOT TRUE AND (b.new_tree IN (SELECT u.sha FROM unplain u)) IS NOT TRUE)),
    t AS MATERIALIZED (
        SELECT k.n, c.differences, EXISTS (SELECT FROM unnest(c.differences) AS d WHERE d.old_mode = '040000' OR d.new_mode = '040000') AS is_nested
        FROM k CROSS JOIN LATERAL pggit_audit.compare_trees(k.parent_tree, k.tree_sha, k.parent_complete, k.tree_complete) c WHERE k.n NOT IN (SELECT p.n FROM plain p)),
    d AS MATERIALIZED (
        SELECT coalesce(o.n, w.n) AS n, coalesce(o.path, w.path) AS path, o.object_sha AS old_sha, w.object_sha AS new_sha, false AS is_shared
        FROM (SELECT b.n, b.pair, e.path, e.object_sha FROM b CROSS JOIN LATERAL (SELECT q.path, q.object_sha FROM @store@.tree_entries q WHERE q.tree_sha = b.old_tree OFFSET 0) e WHERE b.kind = 'entries' AND b.n IN (SELECT p.n FROM plain p)) o
        FULL JOIN (SELECT b.n, b.pair, e.path, e.object_sha FROM b CROSS JOIN LATERAL (SELECT q.path, q.object_sha FROM @store@.tree_entries q WHERE q.tree_sha = b.new_tree OFFSET 0) e WHERE b.kind = 'entries' AND b.n IN (SELECT p.n FROM plain p)) w
          ON o.pair = w.pair AND o.path COLLATE "C" = w.path COLLATE "C"
        WHERE o.object_sha IS DISTINCT FROM w.object_sha
        UNION ALL
        SELECT t.n, d.path, d.old_sha, d.new_sha, d.is_shared FROM t CROSS JOIN LATERAL unnest(t.differences) AS d WHERE NOT t.is_nested AND d.old_sha IS DISTINCT FROM d.new_sha
        UNION ALL
        SELECT t.n, d.path, d.old_sha, d.new_sha, d.is_shared FROM t CROSS JOIN LATERAL pggit_audit.nested_differences(t.differences) d WHERE t.is_nested AND d.old_sha IS DISTINCT FROM d.new_sha),
    -- How much of a text goes to Java: as read_blob_changes.
    h AS MATERIALIZED (
        SELECT d.n, least(CASE WHEN bool_or(d.old_sha IS NULL) AND bool_or(d.new_sha IS NULL) THEN 20000 ELSE 400 END, greatest(200, 24000000 / (SELECT count(*) FROM d)))::int AS head FROM d GROUP BY d.n),
    -- Capture knows by OID what was renamed; the texts are not asked (captured_changes).
    z AS MATERIALIZED (
        SELECT k.n, r.old_path, r.new_path, EXISTS (SELECT FROM d WHERE d.n = k.n AND d.path = r.old_path AND d.new_sha IS NULL) AND EXISTS (SELECT FROM d WHERE d.n = k.n AND d.path = r.new_path AND d.old_sha IS NULL) AS is_whole
        FROM k CROSS JOIN LATERAL (SELECT x.old_path, x.new_path FROM pggit_audit.captured_renames x WHERE x.commit_sha = k.commit_sha OFFSET 0) r WHERE k.is_captured),
    c AS (SELECT k.n AS commit_number, x.* FROM k CROSS JOIN LATERAL (SELECT y.* FROM pggit_audit.changes y WHERE y.commit_sha = k.commit_sha OFFSET 0) x),
    j AS (
        -- A recorded text is its blob's: commits_of_other_texts has looked. Only the dropped side of a rename has none of its own.
        SELECT coalesce(d.n, c.commit_number) AS n, d.path, d.old_sha, d.new_sha,
               CASE WHEN c.path IS NULL THEN (SELECT b.content FROM @store@.objects b WHERE b.sha = coalesce(d.new_sha, d.old_sha)) WHEN d.new_sha IS NOT NULL THEN c.new_definition ELSE c.old_definition END AS content, k.is_captured, h.head, c.path AS recorded_path, c.object_type, c.object_schema, c.object_name, c.change_type, c.old_path,
               to_name.old_path AS captured_from, d.new_sha IS NULL AND from_name.old_path IS NOT NULL AS is_renamed_away,
               c.path IS NULL OR NOT d.is_shared AND c.change_id = pggit_audit.change_id(k.parent, k.commit_sha, c.path) AND (c.author, c.committed_at, c.commit_message) IS NOT DISTINCT FROM (k.author, k.committed_at, k.message)
                   AND c.new_sha IS NOT DISTINCT FROM d.new_sha
                   AND c.old_sha IS NOT DISTINCT FROM CASE WHEN c.change_type = 'RENAME' AND d.old_sha IS NULL THEN w.old_sha ELSE d.old_sha END
                   AND (to_name.old_path IS NULL OR c.change_type = 'RENAME' AND c.old_path = to_name.old_path) AS is_good
        FROM d FULL JOIN c ON c.commit_number = d.n AND c.path = d.path
        LEFT JOIN k ON k.n = d.n
        LEFT JOIN h ON h.n = d.n
        LEFT JOIN z to_name ON to_name.n = d.n AND to_name.new_path = d.path AND d.old_sha IS NULL
        LEFT JOIN z from_name ON from_name.n = d.n AND from_name.old_path = d.path
        LEFT JOIN d w ON w.n = d.n AND w.path = c.old_path AND w.new_sha IS NULL AND c.change_type = 'RENAME')
    SELECT array_send(array_agg(ARRAY[int4send(2 * j.n + (j.is_captured AND j.old_sha IS NULL)::int),
               CASE WHEN octet_length(j.content) > j.head THEN CASE WHEN j.old_sha IS NULL THEN 'c'::bytea WHEN j.new_sha IS NULL THEN 'd'::bytea ELSE 'a'::bytea END
                    ELSE CASE WHEN j.old_sha IS NULL THEN 'C'::bytea WHEN j.new_sha IS NULL THEN 'D'::bytea ELSE 'A'::bytea END END,
               textsend(j.path), CASE WHEN octet_length(j.content) > j.head THEN substr(textsend(j.content), 1, j.head) ELSE textsend(j.content) END,
               CASE WHEN j.recorded_path IS NULL THEN NULL WHEN j.captured_from IS NOT NULL THEN record_send(ROW(j.object_type, j.object_schema, j.object_name, 'CREATE'::text, NULL::text))
                    ELSE record_send(ROW(j.object_type, j.object_schema, j.object_name, j.change_type, j.old_path)) END]) FILTER (WHERE j.path IS NOT NULL AND NOT j.is_renamed_away)),
           coalesce(array_agg(DISTINCT j.n) FILTER (WHERE j.path IS NULL OR j.is_good IS NOT TRUE OR j.is_renamed_away AND j.recorded_path IS NOT NULL), '{}')
               || ARRAY(SELECT z.n FROM z WHERE NOT z.is_whole)
    INTO v_block, v_bad FROM j;
    IF v_block IS NOT NULL THEN
        v_bad := v_bad || ARRAY(SELECT u.g::int / 2 FROM unnest(pggit_audit.block_column(pggit_audit.block_check(pggit_audit.java_compare_changes(v_block)), 1)) AS u (g));
    END IF;
    RETURN ARRAY(SELECT DISTINCT commits[i] FROM unnest(v_bad) AS i);
EXCEPTION WHEN SQLSTATE 'PA001' OR SQLSTATE 'PA007' OR data_exception THEN
    -- One of them can not be read: which one is seen one by one.
    RETURN commits;
END
$$;
COMMENT ON FUNCTION pggit_audit.unconfirmed_commits(text[]) IS 'Those of the recorded commits whose changes are not, or not at once, seen to be exactly what trees, blobs and texts give (Audit.isAsRecorded): every column is compared, what is read out of texts by Java, but for the texts themselves (commits_of_other_texts). Those of paths that stand several times in a tree are always among them.';

-- One pass over both tables, which the server may share out to parallel workers.
CREATE FUNCTION pggit_audit.commits_of_other_texts(commits text[]) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET work_mem = '64MB' SET enable_mergejoin = off SET jit = off SET parallel_setup_cost = 100 SET parallel_tuple_cost = 0.01 AS $$
DECLARE
    v_found text[];
BEGIN
    EXECUTE format($sql$
        SELECT array_agg(DISTINCT c.commit_sha) FROM pggit_audit.changes c LEFT JOIN @store@.objects o ON o.sha = c.old_sha LEFT JOIN @store@.objects n ON n.sha = c.new_sha
        WHERE c.commit_sha %s AND (c.old_definition IS DISTINCT FROM o.content OR c.new_definition IS DISTINCT FROM n.content)$sql$, CASE WHEN commits IS NULL THEN 'IS NOT NULL' ELSE '= ANY ($1)' END) INTO v_found USING commits;
    RETURN coalesce(v_found, '{}');
END
$$;
COMMENT ON FUNCTION pggit_audit.commits_of_other_texts(text[]) IS 'Commits (of these; NULL: all) of changes whose old or new definition is not the content of the blob that it names.';

CREATE FUNCTION pggit_audit.misrecorded_changes(shas text[] DEFAULT NULL) RETURNS TABLE (commit_sha text, path text, problem text, by_parser boolean)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_part record;
    v_others text[] := pggit_audit.commits_of_other_texts(shas);
    v_open text[];
    v_sha text;
    v_done int := 0;
    v_all int := coalesce(cardinality(shas), (SELECT count(*) FROM pggit_audit.recorded_commits));
    v_started timestamptz := clock_timestamp();
    v_told timestamptz := clock_timestamp();
BEGIN
    FOR v_part IN
        SELECT array_agg(b.commit_sha ORDER BY b.recorded_at, b.commit_sha) AS commits FROM (
            SELECT r.commit_sha, r.recorded_at, sum(greatest(r.change_count, 0) + 100) OVER (ORDER BY r.recorded_at, r.commit_sha) / 120000 AS part
            FROM pggit_audit.recorded_commits r JOIN @store@.commit_graph g ON g.commit_sha = r.commit_sha LEFT JOIN @store@.commit_graph p ON p.commit_sha = g.parent_shas[1]
            WHERE (shas IS NULL OR r.commit_sha = ANY (shas)) AND (g.parent_shas = '{}' OR p.commit_sha IS NOT NULL)) b GROUP BY b.part ORDER BY b.part
    LOOP
        v_open := pggit_audit.unconfirmed_commits(v_part.commits) || v_others;
        FOREACH v_sha IN ARRAY ARRAY(SELECT u.sha FROM unnest(v_part.commits) WITH ORDINALITY AS u (sha, n) WHERE u.sha = ANY (v_open) ORDER BY u.n) LOOP
            RETURN QUERY SELECT v_sha, m.path, m.problem, m.by_parser FROM pggit_audit.compare_recorded(v_sha) m;
        END LOOP;
        v_done := v_done + cardinality(v_part.commits);
        IF clock_timestamp() > v_told + interval '3 seconds' THEN
            v_told := clock_timestamp();
            RAISE NOTICE 'changes against the store: % of % commits (% %%), about % s left', v_done, v_all, v_done * 100 / v_all,
                ceil(extract(epoch FROM v_told - v_started) * (v_all - v_done) / v_done);
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION pggit_audit.misrecorded_changes(text[]) IS 'Recorded changes (of these commits; NULL: all) that differ from what the store''s trees give today. by_parser: another version of the parser recorded them, or capture did, from the catalogs, and the difference is in nothing but what a parser reads out of the texts.';

CREATE FUNCTION pggit_audit.compare_recorded(commit_sha text) RETURNS TABLE (path text, problem text, by_parser boolean)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_recorded int := (SELECT r.parser_version FROM pggit_audit.recorded_commits r WHERE r.commit_sha = $1);
    v_present int := pggit_audit.parser_version();
    v_parent text := (SELECT g.parent_shas[1] FROM @store@.commit_graph g WHERE g.commit_sha = $1);
    -- Names that capture took from the catalogs: no parser is written down for them, and any may read the texts otherwise.
    v_captured boolean := v_recorded IS NULL AND EXISTS (SELECT FROM pggit_audit.captured_commits k WHERE k.commit_sha = $1);
BEGIN
    RETURN QUERY
    WITH e AS MATERIALIZED (SELECT * FROM pggit_audit.derive_changes(v_parent, $1)),
    c AS MATERIALIZED (SELECT * FROM pggit_audit.changes x WHERE x.commit_sha = $1),
    -- Another parser may see a rename where there were a drop and a creation, or take a text for another object: the blobs on both sides are the same all the same.
    sides AS (
        SELECT s.path, s.sha, sum(s.n) FROM (
            SELECT e.path, 'new ' || e.new_sha AS sha, 1 AS n FROM e WHERE e.new_sha IS NOT NULL UNION ALL SELECT coalesce(e.old_path, e.path), e.old_sha, 1 FROM e WHERE e.old_sha IS NOT NULL
            UNION ALL SELECT c.path, 'new ' || c.new_sha, -1 FROM c WHERE c.new_sha IS NOT NULL UNION ALL SELECT coalesce(c.old_path, c.path), c.old_sha, -1 FROM c WHERE c.old_sha IS NOT NULL) s
        GROUP BY s.path, s.sha HAVING sum(s.n) <> 0),
    honest AS (
        SELECT (v_captured OR v_recorded <> v_present) IS TRUE AND NOT EXISTS (SELECT FROM sides) AND NOT EXISTS (
            SELECT FROM c CROSS JOIN LATERAL pggit_audit.commit_metadata($1) m LEFT JOIN @store@.objects o ON o.sha = c.old_sha LEFT JOIN @store@.objects n ON n.sha = c.new_sha
            WHERE c.change_id <> pggit_audit.change_id(v_parent, $1, c.path)
               OR (c.old_definition, c.new_definition, c.author, c.committed_at, c.commit_message) IS DISTINCT FROM (o.content, n.content, m.author, m.committed_at, m.message)) AS so)
    SELECT coalesce(e.path, c.path), CASE WHEN NOT h.so THEN '' WHEN v_captured THEN format('captured from the catalogs, parser %s reads it otherwise: ', v_present) ELSE format('recorded by parser %s, now %s: ', v_recorded, v_present) END || CASE
        WHEN c.path IS NULL THEN 'the store has this change, changes has not'
        WHEN e.path IS NULL THEN 'changes has this row, the store has not'
        WHEN h.so THEN 'type, name or rename differ'
        WHEN c.new_definition IS DISTINCT FROM e.new_definition OR c.old_definition IS DISTINCT FROM e.old_definition THEN 'definitions differ'
        WHEN c.change_id <> e.change_id THEN 'change_id differs'
        ELSE 'type, name, author, time or message differ' END, h.so
    FROM honest h CROSS JOIN (e FULL JOIN c ON c.path = e.path)
    WHERE (e.change_id, e.path, e.old_path, e.object_schema, e.object_name, e.object_type, e.change_type, e.old_definition, e.new_definition, e.author, e.committed_at, e.commit_message)
       IS DISTINCT FROM (c.change_id, c.path, c.old_path, c.object_schema, c.object_name, c.object_type, c.change_type, c.old_definition, c.new_definition, c.author, c.committed_at, c.commit_message)
       OR (e.old_sha, e.new_sha) IS DISTINCT FROM (c.old_sha, c.new_sha)
    ORDER BY coalesce(e.path, c.path) COLLATE "C";
EXCEPTION WHEN SQLSTATE 'PA001' OR SQLSTATE 'PA007' OR data_exception THEN
    RETURN QUERY SELECT NULL::text, format('can not be extracted again: %s', SQLERRM), false;
END
$$;
COMMENT ON FUNCTION pggit_audit.compare_recorded(text) IS 'The recorded changes of one commit that differ from what the store gives, and how; no row: none. by_parser as in misrecorded_changes.';
