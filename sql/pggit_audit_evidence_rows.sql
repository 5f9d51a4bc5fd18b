-- The rows of every append-only table against the leaves of the evidence log.
-- Needs:   pggit_audit_evidence.sql.
-- Who:     pggit_audit_reader. Called by verify_evidence and validate_audit_integrity.

CREATE FUNCTION pggit_audit.evidence_is_waiting(writer xid) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_end bigint := pg_snapshot_xmax(pg_current_snapshot())::text::bigint;
    v_writer bigint := (v_end >> 32 << 32) + writer::text::bigint;
BEGIN
    IF v_writer > v_end + 2147483648 THEN
        v_writer := v_writer - 4294967296;
    END IF;
    -- A row that can be seen is of a transaction that had committed, or of the own one.
    RETURN v_writer >= v_end OR coalesce(pg_xact_status(greatest(v_writer, 1)::text::xid8) = 'in progress', false);
END
$$;
COMMENT ON FUNCTION pggit_audit.evidence_is_waiting(xid) IS 'True for a row of evidence_pending (its xmin) that this transaction''s end will append; false for one that another has left there.';

-- Rows stand in their table mostly as they were appended, so a part of the table is a part of the log: two texts are compared instead of a join. What stands elsewhere is looked up.
CREATE FUNCTION pggit_audit.evidence_places(kind text, part bytea) RETURNS TABLE (first bigint, last bigint, matched bigint)
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE COST 1000 ROWS 1 SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    v_count bigint := octet_length(part) / 48;
    v_first bigint := (SELECT min(l.leaf_index) FROM pggit_audit.evidence_leaves l WHERE l.subject = encode(substr(part, 1, 16), 'hex')::uuid AND l.kind = evidence_places.kind);
    v_last bigint := (SELECT min(l.leaf_index) FROM pggit_audit.evidence_leaves l WHERE l.subject = encode(substr(part, octet_length(part) - 47, 16), 'hex')::uuid AND l.kind = evidence_places.kind);
    v_logged bytea;
BEGIN
    -- Leaves of other kinds lie between; where there are far more of them, these rows were not appended together.
    IF v_last::numeric - v_first < 16 * v_count + 4096 THEN
        v_logged := (SELECT string_agg(uuid_send(x.subject) || x.leaf_hash, '') FROM (SELECT l.subject, l.leaf_hash FROM pggit_audit.evidence_leaves l
                     WHERE l.leaf_index >= v_first AND l.leaf_index <= v_last AND l.kind = evidence_places.kind AND octet_length(l.leaf_hash) = 32 ORDER BY l.leaf_index) x);
    END IF;
    IF v_logged = part THEN
        RETURN QUERY SELECT v_first, v_last, v_count;
    ELSE
        RETURN QUERY SELECT l.leaf_index, l.leaf_index, 1::bigint FROM generate_series(0, v_count - 1) AS i
                     CROSS JOIN LATERAL (SELECT x.leaf_index FROM pggit_audit.evidence_leaves x WHERE x.subject = encode(substr(part, (48 * i + 1)::int, 16), 'hex')::uuid AND x.kind = evidence_places.kind
                                         AND x.leaf_hash = substr(part, (48 * i + 17)::int, 32) OFFSET 0) l;
    END IF;
END
$$;
COMMENT ON FUNCTION pggit_audit.evidence_places(text, bytea) IS 'Where in the log these rows (subject and leaf hash of each, 48 bytes) are: from which leaf to which, and how many of the rows that is.';

-- The level-4 nodes number the parts: a table that the server can share out to parallel workers. The settings are there for that, and for by index whatever the statistics say.
CREATE FUNCTION pggit_audit.evidence_in_order(kind text, OUT checked bigint, OUT matched bigint, OUT is_apart boolean)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET client_encoding = 'UTF8' SET enable_nestloop = on SET enable_seqscan = off SET enable_indexscan = on SET enable_bitmapscan = on SET enable_tidscan = on SET jit = off
SET parallel_setup_cost = 100 SET parallel_tuple_cost = 0.01 SET min_parallel_table_scan_size = '256kB' SET min_parallel_index_scan_size = '64kB' SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_blocks bigint := pg_relation_size(to_regclass('pggit_audit.' || kind)) / current_setting('block_size')::bigint;
    v_parts bigint := least((SELECT max(n.node_index) FROM pggit_audit.evidence_nodes n WHERE n.level = 4) / 16 + 1, v_blocks);
BEGIN
    EXECUTE format($sql$
        SELECT (SELECT count(*) FROM pggit_audit.%I), sum(x.matched)::bigint, bool_and(x.first > x.before)
        FROM (SELECT p.first, p.matched, lag(p.last, 1, -1::bigint) OVER (ORDER BY p.first) AS before FROM pggit_audit.evidence_nodes n
              CROSS JOIN LATERAL pggit_audit.evidence_places($1, pggit_audit.%I(n.node_index / 16 * $2 / $3, (n.node_index / 16 + 1) * $2 / $3)) p
              WHERE n.level = 4 AND n.node_index >= 0 AND n.node_index < $3 * 16 AND n.node_index %% 16 = 0) x $sql$, kind, 'evidence_part_' || kind) INTO checked, matched, is_apart USING kind, v_blocks, v_parts;
END
$$;
COMMENT ON FUNCTION pggit_audit.evidence_in_order(text) IS 'How many rows a table has, how many of them were found in the log with the hash that they have now, and whether no leaf was found twice. Part by part of the table, in parallel.';

CREATE FUNCTION pggit_audit.evidence_rows_of(kind text, since bigint, leaves bigint, has_pending boolean, OUT checked bigint, OUT failures text[])
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET client_encoding = 'UTF8' AS $$
DECLARE
    v_key text := (SELECT k.key_column FROM pggit_audit.evidence_kinds() k WHERE k.kind = evidence_rows_of.kind);
    -- Rows that this transaction has written have leaves only at its end.
    v_leaves text := format('(SELECT l.subject, l.leaf_hash, l.leaf_index FROM pggit_audit.evidence_leaves l WHERE l.kind = %1$L AND l.leaf_index >= $1', kind)
        || CASE WHEN has_pending THEN
            format(' UNION ALL SELECT u.s, u.h, NULL FROM pggit_audit.evidence_pending p, unnest(p.subjects, p.hashes) AS u (s, h) WHERE p.kind = %1$L AND pggit_audit.evidence_is_waiting(p.xmin)', kind) ELSE '' END || ')';
    -- In a quick run the rows without a leaf are not looked for, only what the new leaves say.
    v_rows text := format('(SELECT pggit_audit.%1$I(r) AS subject, pggit_audit.%2$I(r) AS leaf_hash, r.%3$I::text AS name FROM pggit_audit.%4$I r)', 'evidence_key_' || kind, 'evidence_leaf_' || kind, v_key, kind);
    v_joined bigint;
    v_matched bigint;
BEGIN
    IF since = 0 AND leaves >= 2000 AND NOT has_pending THEN
        SELECT o.checked INTO checked FROM pggit_audit.evidence_in_order(kind) o WHERE o.checked = leaves AND o.matched = leaves AND o.is_apart;
        IF checked IS NOT NULL THEN
            RETURN;
        END IF;
    END IF;
    IF since = 0 THEN
        -- The plain case in one pass: as many rows as leaves, each finds one, and no two are of one subject. A volatile column keeps the subquery as it is: only key and hash of a row go
        -- into the join, and the hash is computed once.
        SELECT c.rows, c.joined, c.matched INTO checked, v_joined, v_matched FROM pggit_audit.evidence_count(format(
            'SELECT (SELECT count(*) FROM pggit_audit.%I), count(*), least(count(*) FILTER (WHERE l.leaf_hash = r.leaf_hash), count(DISTINCT r.subject)) FROM %s r LEFT JOIN %s l ON l.subject = r.subject', kind, replace(v_rows, ' FROM ', ', clock_timestamp() FROM '), v_leaves), since) c;
        IF checked = v_joined AND checked = v_matched AND checked = leaves THEN
            RETURN;
        END IF;
    ELSE
        checked := leaves;
        IF leaves = 0 THEN
            RETURN;
        END IF;
    END IF;
    EXECUTE format($sql$
        WITH l AS MATERIALIZED (SELECT * FROM %1$s l), r AS MATERIALIZED (SELECT r.subject, r.leaf_hash, coalesce(r.name, 'NULL') AS name FROM %2$s r WHERE $1 = 0 OR r.subject IN (SELECT l.subject FROM l))
        SELECT array_agg(x.problem ORDER BY x.problem) FROM (
            SELECT format('%3$s %%s was not logged', r.name) AS problem FROM r WHERE NOT EXISTS (SELECT FROM l WHERE l.subject = r.subject)
            UNION ALL
            SELECT CASE WHEN r.name IS NULL THEN format('%3$s %%s is gone (leaf %%s)', pggit_audit.evidence_name(%3$L, l.subject), l.leaf_index) ELSE format('%3$s %%s is not what was logged (leaf %%s)', r.name, l.leaf_index) END
            FROM l LEFT JOIN r ON r.subject = l.subject WHERE r.name IS NULL OR r.leaf_hash IS DISTINCT FROM l.leaf_hash
            UNION ALL
            SELECT format('%3$s %%s stands there %%s times', min(r.name), count(*)) FROM r GROUP BY r.subject HAVING count(*) > 1
            UNION ALL
            SELECT format('%3$s %%s was logged %%s times (leaves %%s)', pggit_audit.evidence_name(%3$L, l.subject), count(*), string_agg(l.leaf_index::text, ', ' ORDER BY l.leaf_index)) FROM l GROUP BY l.subject HAVING count(*) > 1) x $sql$,
        v_leaves, v_rows, kind) INTO failures USING since;
    IF failures IS NULL AND since = 0 THEN
        failures := ARRAY[format('%s: %s rows, %s leaves, %s that agree', kind, checked, leaves, v_matched)];
    END IF;
END
$$;
COMMENT ON FUNCTION pggit_audit.evidence_rows_of(text, bigint, bigint, boolean) IS 'The rows of one table against their leaves (from leaf since on, so many there are; has_pending: and those of this transaction): each row hashed anew; which rows are not what was logged, were not logged, are gone, or stand there twice.';

-- A query of counts, run where the server may use parallel workers.
CREATE FUNCTION pggit_audit.evidence_count(query text, since bigint) RETURNS TABLE (rows bigint, joined bigint, matched bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET client_encoding = 'UTF8' SET work_mem = '64MB' SET enable_mergejoin = off SET jit = off
SET parallel_setup_cost = 100 SET parallel_tuple_cost = 0.01 SET min_parallel_table_scan_size = '256kB' SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    RETURN QUERY EXECUTE query USING since;
END
$$;
COMMENT ON FUNCTION pggit_audit.evidence_count(text, bigint) IS 'Runs a counting query of the checks. Not for users.';

CREATE FUNCTION pggit_audit.evidence_name(kind text, subject uuid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE format_type((SELECT a.atttypid FROM pggit_audit.evidence_kinds() k JOIN pg_attribute a ON a.attrelid = to_regclass('pggit_audit.' || k.kind) AND a.attname = k.key_column WHERE k.kind = $1), NULL)
        WHEN 'uuid' THEN $2::text
        WHEN 'text' THEN coalesce((SELECT g.commit_sha FROM @store@.commit_graph g WHERE md5(g.commit_sha)::uuid = $2 LIMIT 1), 'with MD5 ' || $2)
        ELSE ('x' || right(replace($2::text, '-', ''), 16))::bit(64)::bigint::text END
$$;
COMMENT ON FUNCTION pggit_audit.evidence_name(text, uuid) IS 'The key of a row from its leaf''s subject.';

CREATE FUNCTION pggit_audit.check_evidence_rows(since bigint, OUT checked bigint, OUT failures text[])
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET jit = off AS $$
DECLARE
    v_kinds text[];
    v_counts bigint[];
    v_kind text;
    v_part record;
    v_pending text[] := '{}';
BEGIN
    checked := 0;
    failures := '{}';
    -- The leaves are counted once for all kinds; those of the own transaction stand in evidence_pending (which a standby has not).
    EXECUTE 'SELECT array_agg(x.kind), array_agg(x.n) FROM (SELECT l.kind, count(*) AS n FROM pggit_audit.evidence_leaves l WHERE l.leaf_index >= $1 GROUP BY l.kind) x' INTO v_kinds, v_counts USING since;
    IF NOT pg_is_in_recovery() THEN
        failures := ARRAY(SELECT format('evidence_pending %s (%s) was never appended', coalesce(p.pending_id::text, 'NULL'), p.kind) FROM pggit_audit.evidence_pending p WHERE NOT pggit_audit.evidence_is_waiting(p.xmin) ORDER BY p.pending_id);
        v_pending := ARRAY(SELECT p.kind FROM pggit_audit.evidence_pending p CROSS JOIN LATERAL unnest(p.subjects) WHERE pggit_audit.evidence_is_waiting(p.xmin));
    END IF;
    FOR v_kind IN SELECT k.kind FROM pggit_audit.evidence_kinds() k LOOP
        SELECT p.checked, p.failures INTO v_part FROM pggit_audit.evidence_rows_of(v_kind, since, coalesce(v_counts[array_position(v_kinds, v_kind)], 0) + cardinality(array_positions(v_pending, v_kind)), v_kind = ANY (v_pending)) p;
        checked := checked + v_part.checked;
        failures := failures || coalesce(v_part.failures, '{}');
    END LOOP;
    IF EXISTS (SELECT FROM unnest(v_kinds) AS u (kind) WHERE (u.kind IN (SELECT k.kind FROM pggit_audit.evidence_kinds() k)) IS NOT TRUE) THEN
        failures := failures || ARRAY(SELECT format('leaf %s is of no kind: %s', l.leaf_index, coalesce(l.kind, 'NULL')) FROM pggit_audit.evidence_leaves l
                                      WHERE l.leaf_index >= since AND (l.kind IN (SELECT k.kind FROM pggit_audit.evidence_kinds() k)) IS NOT TRUE ORDER BY l.leaf_index);
    END IF;
END
$$;
COMMENT ON FUNCTION pggit_audit.check_evidence_rows(bigint) IS 'Check evidence_rows: every row of every append-only table has the leaf that was appended for it, and every leaf its row.';
