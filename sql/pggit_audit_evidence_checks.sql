-- The evidence log recomputed: leaves against nodes and batches, checkpoints against the tree; verify_evidence.
-- Needs:   pggit_audit_evidence_rows.sql, pggit_audit_proofs.sql, pggit_audit_checkpoints.sql.
-- Who:     pggit_audit_reader. Called by validate_audit_integrity.

CREATE FUNCTION pggit_audit.evidence_fold16(hashes bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(string_agg(pggit_audit.evidence_node16(substr(hashes, 512 * i + 1, 512)), ''), '') FROM generate_series(0, octet_length(hashes) / 512 - 1) AS i
$$;
COMMENT ON FUNCTION pggit_audit.evidence_fold16(bytea) IS 'The hashes four levels above: one for each complete 16 of these.';

-- Qualified instead of SET search_path: parallel workers call it for every 256 leaves.
CREATE FUNCTION pggit_audit.evidence_is_node_of_256(node_index bigint, node_hash bytea) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 1000 AS $$
#variable_conflict use_variable
DECLARE
    v_leaves bytea;
    v_stored bytea;
BEGIN
    SELECT pg_catalog.string_agg(x.leaf_hash, '') INTO v_leaves FROM (SELECT l.leaf_hash FROM pggit_audit.evidence_leaves l
    WHERE l.leaf_index OPERATOR(pg_catalog.>=) (node_index OPERATOR(pg_catalog.*) 256) AND l.leaf_index OPERATOR(pg_catalog.<) (node_index OPERATOR(pg_catalog.*) 256 OPERATOR(pg_catalog.+) 256) ORDER BY l.leaf_index) x;
    SELECT pg_catalog.string_agg(x.node_hash, '') INTO v_stored FROM (SELECT n.node_hash FROM pggit_audit.evidence_nodes n WHERE n.level OPERATOR(pg_catalog.=) 4
    AND n.node_index OPERATOR(pg_catalog.>=) (node_index OPERATOR(pg_catalog.*) 16) AND n.node_index OPERATOR(pg_catalog.<) (node_index OPERATOR(pg_catalog.*) 16 OPERATOR(pg_catalog.+) 16) ORDER BY n.node_index) x;
    IF pg_catalog.octet_length(v_leaves) OPERATOR(pg_catalog.=) 8192 AND v_stored OPERATOR(pg_catalog.=) pggit_audit.evidence_16_nodes(v_leaves) THEN
        RETURN node_hash OPERATOR(pg_catalog.=) pggit_audit.evidence_node16(v_stored);
    END IF;
    RETURN false;
END
$$;
COMMENT ON FUNCTION pggit_audit.evidence_is_node_of_256(bigint, bytea) IS 'True where the node of level 8 and the 16 of level 4 below it are the hashes of their 256 leaves.';

CREATE FUNCTION pggit_audit.evidence_wrong_nodes(node_level integer, first_node bigint, hashes bytea) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_count bigint := octet_length(hashes) / 32;
    v_stored bytea := (SELECT string_agg(x.node_hash, '') FROM (SELECT n.node_hash FROM pggit_audit.evidence_nodes n
                       WHERE n.level = node_level AND n.node_index >= first_node AND n.node_index < first_node + v_count ORDER BY n.node_index) x);
BEGIN
    IF coalesce(v_stored, '') = hashes THEN
        RETURN '{}';
    END IF;
    RETURN ARRAY(SELECT format('node %s of level %s (leaves %s to %s) %s', first_node + i, node_level, (first_node + i) << node_level, ((first_node + i + 1) << node_level) - 1, CASE WHEN n.node_hash IS NULL THEN 'is missing' ELSE 'is not the hash of what lies below it' END)
                 FROM generate_series(0, v_count - 1) AS i LEFT JOIN pggit_audit.evidence_nodes n ON n.level = node_level AND n.node_index = first_node + i
                 WHERE n.node_hash IS DISTINCT FROM substr(hashes, (32 * i + 1)::int, 32) ORDER BY i);
END
$$;
COMMENT ON FUNCTION pggit_audit.evidence_wrong_nodes(integer, bigint, bytea) IS 'The stored nodes of a level, from first_node on, that are not these hashes.';

CREATE FUNCTION pggit_audit.evidence_gaps(first_leaf bigint, last_leaf bigint) RETURNS text[]
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT ARRAY(SELECT CASE WHEN x.until = x.since THEN format('leaf %s is missing', x.since) ELSE format('leaves %s to %s are missing', x.since, x.until) END
                 FROM (SELECT lag(l.leaf_index, 1, $1 - 1) OVER (ORDER BY l.leaf_index) + 1 AS since, l.leaf_index - 1 AS until
                       FROM (SELECT l.leaf_index FROM pggit_audit.evidence_leaves l WHERE l.leaf_index BETWEEN $1 AND $2 UNION ALL SELECT $2 + 1) l) x
                 WHERE x.until >= x.since ORDER BY x.since)
$$;
COMMENT ON FUNCTION pggit_audit.evidence_gaps(bigint, bigint) IS 'The leaves that are missing from the first to the last.';

CREATE FUNCTION pggit_audit.evidence_wrong_batches(first_leaf bigint, next_leaf bigint, log_size bigint, leaf_hashes bytea) RETURNS text[]
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    -- No log has more leaves: what is beyond is damage, and no number of ours overflows.
    c_most CONSTANT bigint := 2305843009213693952;
    v_previous pggit_audit.evidence_batches;
BEGIN
    SELECT b.* INTO v_previous FROM pggit_audit.evidence_batches b WHERE b.first_index < first_leaf ORDER BY b.first_index DESC LIMIT 1;
    RETURN ARRAY(
        SELECT CASE WHEN b.first_index IS DISTINCT FROM b.previous_end THEN format('batch %s does not begin where the one before ends, at %s', b.first_index, b.previous_end)
                    ELSE format('batch %s (leaves %s to %s) is not what its hash says', b.first_index, b.first_index, b.first_index::numeric + b.leaf_count - 1) END
        FROM (SELECT b.*, coalesce(lag(b.first_index + least(b.leaf_count, c_most)) OVER w, v_previous.first_index + least(v_previous.leaf_count, c_most), 0) AS previous_end,
                     coalesce(lag(b.batch_hash) OVER w, v_previous.batch_hash) AS previous_hash
              FROM pggit_audit.evidence_batches b WHERE b.first_index >= first_leaf AND b.first_index < next_leaf WINDOW w AS (ORDER BY b.first_index)) b
        WHERE b.first_index IS DISTINCT FROM b.previous_end OR b.leaf_count IS NULL OR b.leaf_count > log_size - b.first_index OR b.leaf_count < 1 OR b.batch_hash IS DISTINCT FROM pggit_audit.evidence_batch_hash(b.previous_hash, b.first_index, b.leaf_count, b.appended_at, b.appended_by,
            -- One that goes on behind these leaves is read by itself.
            CASE WHEN b.leaf_count <= next_leaf - b.first_index THEN substr(leaf_hashes, ((b.first_index - first_leaf) * 32 + 1)::int, greatest(b.leaf_count * 32, 0)::int)
                 ELSE (SELECT string_agg(x.leaf_hash, '') FROM (SELECT l.leaf_hash FROM pggit_audit.evidence_leaves l
                       WHERE l.leaf_index >= b.first_index AND l.leaf_index - b.first_index < b.leaf_count ORDER BY l.leaf_index) x) END)
        ORDER BY b.first_index);
END
$$;
COMMENT ON FUNCTION pggit_audit.evidence_wrong_batches(bigint, bigint, bigint, bytea) IS 'The batches that begin from the one leaf to before the other and are not what their hashes say, or do not begin where the one before ends. leaf_hashes: of all of these leaves.';

CREATE FUNCTION pggit_audit.evidence_good_batches(chunk bigint, log_size bigint, OUT leaves bigint, OUT batches bigint)
LANGUAGE plpgsql STABLE PARALLEL SAFE COST 100000 SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_from bigint := chunk * 65536;
    v_to bigint := least(v_from + 65536, log_size);
    v_hashes bytea;
    v_sum bigint;
BEGIN
    SELECT coalesce(string_agg(x.leaf_hash, ''), ''), count(*), sum((x.leaf_index - v_from)::int) INTO v_hashes, leaves, v_sum
    FROM (SELECT l.leaf_hash, l.leaf_index FROM pggit_audit.evidence_leaves l WHERE l.leaf_index >= v_from AND l.leaf_index < v_to ORDER BY l.leaf_index) x;
    -- By the sum none stands in the place of another.
    IF leaves = v_to - v_from AND v_sum = leaves * (leaves - 1) / 2 AND octet_length(v_hashes) = leaves * 32 AND pggit_audit.evidence_wrong_batches(v_from, v_to, log_size, v_hashes) = '{}' THEN
        batches := (SELECT count(*) FROM pggit_audit.evidence_batches b WHERE b.first_index >= v_from AND b.first_index < v_to);
    END IF;
END
$$;
COMMENT ON FUNCTION pggit_audit.evidence_good_batches(bigint, bigint) IS 'How many of a chunk of 65,536 leaves there are, and how many batches begin in it; batches NULL where leaves are missing or a batch is not what its hash says.';

-- Nodes in one part, batches in others: what one process does while another is at the nodes.
CREATE FUNCTION pggit_audit.evidence_sound_batches(first_chunk bigint, log_size bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_indexscan = on SET enable_bitmapscan = on SET enable_nestloop = on SET enable_parallel_append = on SET jit = off
SET parallel_setup_cost = 100 SET parallel_tuple_cost = 0.01 SET min_parallel_table_scan_size = '256kB' SET min_parallel_index_scan_size = '64kB' SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_found bigint;
BEGIN
    EXECUTE $sql$
        SELECT CASE WHEN count(*) FILTER (WHERE x.is_node) = $2 / 256 - $1 * 256 AND coalesce(sum(x.leaves), 0) = $2 - $1 * 65536 AND coalesce(bool_and(coalesce(x.is_node, x.batches IS NOT NULL)), true) THEN coalesce(sum(x.batches)::bigint, 0) END
        FROM (SELECT pggit_audit.evidence_is_node_of_256(n.node_index, n.node_hash) AS is_node, NULL::bigint AS leaves, NULL::bigint AS batches FROM pggit_audit.evidence_nodes n WHERE n.level = 8 AND n.node_index >= $1 * 256
              UNION ALL SELECT NULL, b.leaves, b.batches FROM generate_series($1, ($2 - 1) / 65536, 2) AS c CROSS JOIN LATERAL pggit_audit.evidence_good_batches(c, $2) b
              UNION ALL SELECT NULL, b.leaves, b.batches FROM generate_series($1 + 1, ($2 - 1) / 65536, 2) AS c CROSS JOIN LATERAL pggit_audit.evidence_good_batches(c, $2) b) x $sql$ INTO v_found USING first_chunk, log_size;
    RETURN v_found;
END
$$;
COMMENT ON FUNCTION pggit_audit.evidence_sound_batches(bigint, bigint) IS 'The number of batches from a chunk of 65,536 leaves on, where there no leaf is missing, every batch is what its hash says, and every node of level 8 and the 16 of level 4 below it are the hashes of their leaves; else NULL. In parallel.';

CREATE FUNCTION pggit_audit.check_evidence_tree(since bigint, OUT checked bigint, OUT failures text[])
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_size bigint := least(pggit_audit.evidence_size(), 2305843009213693952);
    -- No log has more: what is beyond is damage, and no number of ours overflows.
    c_most CONSTANT bigint := 2305843009213693952;
    v_last bigint := (SELECT max(l.leaf_index) FROM pggit_audit.evidence_leaves l WHERE l.leaf_index < c_most);
    v_chunks bigint[];
    v_loop bigint[];
    v_chunk bigint;
    v_batches bigint;
    v_from bigint;
    v_to bigint;
    v_leaves bytea;
    v_level int;
    v_hashes bytea;
    v_found bigint;
    v_sum bigint;
    v_part bigint;
BEGIN
    checked := 0;
    failures := '{}';
    IF v_last + 1 <> v_size OR v_last IS NULL AND v_size > 0 OR v_size = 0 AND v_last IS NOT NULL THEN
        failures := failures || format('the last leaf is %s, the last batch ends at %s', coalesce(v_last::text, 'missing'), v_size - 1);
    END IF;
    failures := failures || ARRAY(SELECT format('leaf %s is outside of any log', coalesce(l.leaf_index::text, 'NULL')) FROM pggit_audit.evidence_leaves l WHERE l.leaf_index < 0 OR l.leaf_index >= c_most ORDER BY l.leaf_index);
    v_chunks := ARRAY(SELECT i FROM generate_series(since / 65536, (v_size - 1) / 65536) AS i WHERE v_last + 1 = v_size);
    IF v_last + 1 <> v_size THEN
        -- Where the ends do not agree, the parts that are there.
        v_chunks := ARRAY(SELECT DISTINCT l.leaf_index / 65536 FROM pggit_audit.evidence_leaves l WHERE l.leaf_index >= since / 65536 * 65536 AND l.leaf_index < c_most ORDER BY 1);
        failures := failures || pggit_audit.evidence_gaps(since, greatest(v_size, v_last + 1) - 1);
    END IF;
    -- The long work in one pass, which the server may share out to parallel workers. Where it finds all as it should be there is little left.
    v_from := since / 65536 * 65536;
    IF v_last + 1 = v_size AND v_size / 256 - v_from / 256 = (SELECT count(*) FROM pggit_audit.evidence_nodes n WHERE n.level = 8 AND n.node_index >= v_from / 256) THEN
        v_batches := pggit_audit.evidence_sound_batches(since / 65536, v_size);
    END IF;
    IF v_batches IS NOT NULL THEN
        checked := v_size - v_from;
        v_part := v_size / 256 * 256;
        v_hashes := (SELECT string_agg(x.leaf_hash, '') FROM (SELECT l.leaf_hash FROM pggit_audit.evidence_leaves l WHERE l.leaf_index >= v_part AND l.leaf_index < v_size ORDER BY l.leaf_index) x);
        failures := failures || pggit_audit.evidence_wrong_nodes(4, v_part / 16, pggit_audit.evidence_fold16(coalesce(v_hashes, '')));
        v_level := 8;
        v_part := v_from / 256;
        v_hashes := (SELECT string_agg(x.node_hash, '') FROM (SELECT n.node_hash FROM pggit_audit.evidence_nodes n WHERE n.level = 8 AND n.node_index >= v_part ORDER BY n.node_index) x);
        WHILE v_level < 16 AND octet_length(v_hashes) >= 512 LOOP
            v_hashes := pggit_audit.evidence_fold16(v_hashes);
            v_part := v_part / 16;
            v_level := v_level + 4;
            failures := failures || pggit_audit.evidence_wrong_nodes(v_level, v_part, v_hashes);
        END LOOP;
        v_loop := '{}';
    ELSE
        v_batches := 0;
        v_loop := v_chunks;
    END IF;
    -- Else 65,536 leaves at a time: their hashes in one string, from which nodes and batches are cut.
    FOREACH v_chunk IN ARRAY v_loop LOOP
        v_from := v_chunk * 65536;
        v_to := least(v_from + 65536, greatest(v_size, v_last + 1));
        SELECT coalesce(string_agg(x.leaf_hash, ''), ''), count(*), sum((x.leaf_index - v_from)::int) INTO v_leaves, v_found, v_sum
        FROM (SELECT l.leaf_hash, l.leaf_index FROM pggit_audit.evidence_leaves l WHERE l.leaf_index >= v_from AND l.leaf_index < v_to ORDER BY l.leaf_index) x;
        checked := checked + v_found;
        v_batches := v_batches + (SELECT count(*) FROM pggit_audit.evidence_batches b WHERE b.first_index >= v_from AND b.first_index < v_to);
        IF v_found <> v_to - v_from OR v_sum <> v_found * (v_found - 1) / 2 OR octet_length(v_leaves) <> v_found * 32 THEN
            failures := failures || CASE WHEN v_last + 1 = v_size THEN pggit_audit.evidence_gaps(v_from, v_to - 1) ELSE '{}' END
                || ARRAY(SELECT format('leaf %s has no hash', l.leaf_index) FROM pggit_audit.evidence_leaves l WHERE l.leaf_index >= v_from AND l.leaf_index < v_to AND octet_length(l.leaf_hash) IS DISTINCT FROM 32 ORDER BY l.leaf_index)
                || ARRAY(SELECT format('leaf %s stands there %s times', l.leaf_index, count(*)) FROM pggit_audit.evidence_leaves l WHERE l.leaf_index >= v_from AND l.leaf_index < v_to GROUP BY l.leaf_index HAVING count(*) > 1 ORDER BY l.leaf_index);
        ELSE
            v_hashes := v_leaves;
            v_level := 4;
            v_part := v_from;
            WHILE octet_length(v_hashes) >= 512 LOOP
                v_hashes := pggit_audit.evidence_fold16(v_hashes);
                v_part := v_part / 16;
                failures := failures || pggit_audit.evidence_wrong_nodes(v_level, v_part, v_hashes);
                v_level := v_level + 4;
            END LOOP;
            failures := failures || pggit_audit.evidence_wrong_batches(v_from, v_to, v_size, v_leaves);
        END IF;
    END LOOP;
    IF v_batches <> (SELECT count(*) FROM pggit_audit.evidence_batches b WHERE since = 0 OR b.first_index >= since / 65536 * 65536) THEN
        failures := failures || ARRAY(SELECT format('batch %s is outside of the log', coalesce(b.first_index::text, 'NULL')) FROM pggit_audit.evidence_batches b
                                      WHERE ((since > 0 OR b.first_index >= 0) AND b.first_index / 65536 = ANY (v_chunks)) IS NOT TRUE AND (since = 0 OR b.first_index >= since / 65536 * 65536) ORDER BY b.first_index)
            || ARRAY(SELECT format('batch %s stands there %s times', b.first_index, count(*)) FROM pggit_audit.evidence_batches b GROUP BY b.first_index HAVING count(*) > 1 ORDER BY b.first_index);
    END IF;
    -- Above the chunks: from the stored nodes of level 16, which were compared now or by an earlier run.
    v_level := 16;
    v_hashes := (SELECT string_agg(x.node_hash, '') FROM (SELECT n.node_hash FROM pggit_audit.evidence_nodes n WHERE n.level = 16 ORDER BY n.node_index) x);
    WHILE octet_length(v_hashes) >= 512 LOOP
        v_hashes := pggit_audit.evidence_fold16(v_hashes);
        v_level := v_level + 4;
        failures := failures || pggit_audit.evidence_wrong_nodes(v_level, 0, v_hashes);
    END LOOP;
    -- As many nodes as there must be, all of them compared, none in the place of another: then there is no other.
    IF (SELECT (count(*), coalesce(sum(n.node_index), 0)) FROM pggit_audit.evidence_nodes n) IS DISTINCT FROM
       (SELECT (sum(v_size >> i)::bigint, sum((v_size >> i)::numeric * ((v_size >> i) - 1) / 2)) FROM generate_series(4, 60, 4) AS i) THEN
        failures := failures || ARRAY(SELECT format('node %s of level %s %s', coalesce(n.node_index::text, 'NULL'), coalesce(n.level::text, 'NULL'), CASE WHEN count(*) > 1 THEN format('stands there %s times', count(*)) ELSE 'is above no leaves' END)
                                      FROM pggit_audit.evidence_nodes n GROUP BY n.level, n.node_index
                                      HAVING count(*) > 1 OR (n.level BETWEEN 4 AND 60 AND n.level % 4 = 0 AND n.node_index >= 0 AND n.node_index < v_size >> n.level) IS NOT TRUE ORDER BY n.level, n.node_index);
    END IF;
END
$$;
COMMENT ON FUNCTION pggit_audit.check_evidence_tree(bigint) IS 'Check evidence_tree: leaves without gaps; every stored node is the hash of what lies below it; every batch is what its hash says, in a chain. From leaf since on, rounded down to 65,536.';

CREATE FUNCTION pggit_audit.check_evidence_checkpoints(OUT checked bigint, OUT failures text[])
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_checkpoint pggit_audit.checkpoints;
    v_size bigint := pggit_audit.evidence_size();
    v_root bytea;
BEGIN
    checked := 0;
    failures := '{}';
    FOR v_checkpoint IN SELECT c.* FROM pggit_audit.checkpoints c ORDER BY c.checkpoint_id LOOP
        checked := checked + 1;
        IF v_checkpoint.body IS DISTINCT FROM format(E'%s\n%s\n%s\n', v_checkpoint.origin, v_checkpoint.tree_size, encode(v_checkpoint.root_hash, 'base64')) THEN
            failures := failures || format('checkpoint %s: text and columns differ', v_checkpoint.checkpoint_id);
        ELSIF v_checkpoint.tree_size > v_size OR v_checkpoint.tree_size < 0 THEN
            failures := failures || format('checkpoint %s: has size %s, the log %s', v_checkpoint.checkpoint_id, v_checkpoint.tree_size, v_size);
        ELSE
            BEGIN
                v_root := pggit_audit.evidence_hash(0, v_checkpoint.tree_size);
            EXCEPTION WHEN SQLSTATE 'PA055' THEN
                v_root := NULL;
            END;
            IF v_root IS DISTINCT FROM v_checkpoint.root_hash THEN
                failures := failures || format('checkpoint %s: has root %s, the log of its size %s', v_checkpoint.checkpoint_id, encode(v_checkpoint.root_hash, 'base64'), coalesce(encode(v_root, 'base64'), 'lost hashes'));
            END IF;
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION pggit_audit.check_evidence_checkpoints() IS 'Check evidence_checkpoints: every stored checkpoint has the root that the log has at its size.';

CREATE FUNCTION pggit_audit.verify_given_checkpoint(checkpoint text)
RETURNS TABLE (check_name text, status text, details text, severity text, checked bigint, failed bigint, examples text[], hint text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_given record := pggit_audit.parse_checkpoint(checkpoint);
    v_size bigint := pggit_audit.evidence_size();
    v_root bytea;
    v_key text := pggit_audit.setting('checkpoint_key');
    v_problem text;
BEGIN
    IF v_given.origin <> pggit_audit.evidence_origin() THEN
        v_problem := format('it is of the log %s, this is %s', v_given.origin, pggit_audit.evidence_origin());
    ELSIF v_given.tree_size > v_size THEN
        v_problem := format('it has size %s, the log only %s: the log was cut', v_given.tree_size, v_size);
    ELSE
        BEGIN
            v_root := pggit_audit.evidence_hash(0, v_given.tree_size);
            IF v_root <> v_given.root_hash THEN
                v_problem := format('at size %s it has root %s, the log %s', v_given.tree_size, encode(v_given.root_hash, 'base64'), encode(v_root, 'base64'));
            END IF;
        EXCEPTION WHEN SQLSTATE 'PA055' THEN
            v_problem := SQLERRM;
        END;
    END IF;
    RETURN QUERY SELECT * FROM pggit_audit.integrity_result('evidence_given_checkpoint', 1, CASE WHEN v_problem IS NOT NULL THEN ARRAY[v_problem] END, 'the given checkpoint does not hold', 'FAIL', 'If the checkpoint was kept safe, the log was rewritten after it: do not trust this database.');
    IF v_key <> '' OR v_given.signatures <> '{}' THEN
        v_problem := CASE WHEN v_key = '' THEN 'no key is set: SELECT pggit_audit.set_setting(''checkpoint_key'', ...)' WHEN v_given.signatures = '{}' THEN 'the checkpoint has no signature'
                          WHEN NOT pggit_audit.verify_signature(checkpoint, v_key) THEN 'no signature is by the key ' || split_part(v_key, '+', 1) END;
        RETURN QUERY SELECT * FROM pggit_audit.integrity_result('evidence_signature', 1, CASE WHEN v_problem IS NOT NULL THEN ARRAY[v_problem] END, 'the signature was not proved', CASE WHEN v_key = '' OR v_given.signatures = '{}' THEN 'WARN' ELSE 'FAIL' END,
            'Take the checkpoint as the signing command wrote it, and the public key from where it is kept.');
    END IF;
END
$$;
COMMENT ON FUNCTION pggit_audit.verify_given_checkpoint(text) IS 'Whether a checkpoint from outside is of this log, whether the log has its root at its size, and whether the key of the setting checkpoint_key signed it. Reads stored hashes only: verify_evidence recomputes them too. Error PA052: the text is no checkpoint.';

CREATE FUNCTION pggit_audit.verify_evidence(checkpoint text DEFAULT NULL)
RETURNS TABLE (check_name text, status text, details text, severity text, checked bigint, failed bigint, examples text[], hint text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF checkpoint IS NOT NULL THEN
        -- Bad input first, before the long work.
        PERFORM pggit_audit.parse_checkpoint(checkpoint);
    END IF;
    RETURN QUERY SELECT * FROM pggit_audit.run_integrity_checks(ARRAY['evidence_rows', 'evidence_tree', 'evidence_checkpoints'], NULL, 0);
    IF checkpoint IS NOT NULL THEN
        RETURN QUERY SELECT * FROM pggit_audit.verify_given_checkpoint(checkpoint);
    END IF;
END
$$;
COMMENT ON FUNCTION pggit_audit.verify_evidence(text) IS 'Recomputes the whole evidence log: rows against leaves, leaves against nodes and batches, the stored checkpoints and the one given (as checkpoint() or the signing command wrote it). One row a check, as validate_audit_integrity; stores nothing. Without a checkpoint from outside it does not prove that the whole was not rewritten. Error PA052: the text is no checkpoint.';
