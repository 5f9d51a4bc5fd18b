-- Proofs of the evidence log, made and verified (RFC 9162, sections 2.1.3 and 2.1.4).
-- Needs:   pggit_audit_evidence.sql.
-- Who:     pggit_audit_reader.

CREATE FUNCTION pggit_audit.evidence_size() RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce((SELECT b.first_index + least(b.leaf_count, 9223372036854775807 - greatest(b.first_index, 0)) FROM pggit_audit.evidence_batches b WHERE b.first_index IS NOT NULL ORDER BY b.first_index DESC LIMIT 1), 0);
END
$$;
COMMENT ON FUNCTION pggit_audit.evidence_size() IS 'Number of leaves of the evidence log.';

-- A loop, not one nested expression: that would be planned anew in every session's first proof, for longer than the proof takes.
CREATE FUNCTION pggit_audit.evidence_fold(hashes bytea) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    v_hashes bytea := hashes;
    v_above bytea;
    v_from int;
BEGIN
    WHILE pg_catalog.octet_length(v_hashes) OPERATOR(pg_catalog.>) 32 LOOP
        v_above := '';
        v_from := 1;
        WHILE v_from OPERATOR(pg_catalog.<) pg_catalog.octet_length(v_hashes) LOOP
            v_above := v_above OPERATOR(pg_catalog.||) pg_catalog.sha256(E'\\x01'::pg_catalog.bytea OPERATOR(pg_catalog.||) pg_catalog.substr(v_hashes, v_from, 64));
            v_from := v_from OPERATOR(pg_catalog.+) 64;
        END LOOP;
        v_hashes := v_above;
    END LOOP;
    RETURN v_hashes;
END
$$;
COMMENT ON FUNCTION pggit_audit.evidence_fold(bytea) IS 'Hash of the node over 1, 2, 4, 8 or any power of two of hashes that lie one behind the other.';

CREATE FUNCTION pggit_audit.evidence_hashes(first_indexes bigint[], leaf_counts bigint[]) RETURNS bytea[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET jit = off AS $$
#variable_conflict use_variable
DECLARE
    v_hashes bytea[] := array_fill(sha256(''), ARRAY[cardinality(leaf_counts)]);
    v_range int := 0;
    v_part record;
BEGIN
    -- A range is its complete subtrees, the largest first, one for each bit of its size; each of them at most eight stored hashes, folded. All of all ranges in one query.
    FOR v_part IN
        SELECT p.place, p.base, p.first_node, CASE WHEN octet_length(h.hashes) = p.nodes * 32 THEN pggit_audit.evidence_fold(h.hashes) END AS hash
        FROM (SELECT u.place, i.level, i.level / 4 * 4 AS base, (u.first_index + ((u.leaf_count >> (i.level + 1)) << (i.level + 1))) >> (i.level / 4 * 4) AS first_node, 1 << (i.level % 4) AS nodes
              FROM generate_series(0, 62) AS i (level) CROSS JOIN unnest(first_indexes, leaf_counts) WITH ORDINALITY AS u (first_index, leaf_count, place)
              WHERE (u.leaf_count >> i.level) & 1 = 1) p
        CROSS JOIN LATERAL (
            SELECT CASE WHEN p.base = 0 THEN (SELECT string_agg(x.leaf_hash, '') FROM (
                       SELECT l.leaf_hash FROM pggit_audit.evidence_leaves l WHERE l.leaf_index >= p.first_node AND l.leaf_index < p.first_node + p.nodes ORDER BY l.leaf_index) x)
                   ELSE (SELECT string_agg(x.node_hash, '') FROM (
                       SELECT n.node_hash FROM pggit_audit.evidence_nodes n WHERE n.level = p.base AND n.node_index >= p.first_node AND n.node_index < p.first_node + p.nodes ORDER BY n.node_index) x)
                   END AS hashes OFFSET 0) h
        ORDER BY p.place, p.level
    LOOP
        IF v_part.hash IS NULL THEN
            RAISE EXCEPTION 'the evidence log is damaged: hashes of level % from % on are missing', v_part.base, v_part.first_node USING ERRCODE = 'PA055',
                HINT = 'SELECT * FROM pggit_audit.verify_evidence() tells what is damaged.';
        END IF;
        v_hashes[v_part.place] := CASE WHEN v_part.place = v_range THEN pggit_audit.evidence_node(v_part.hash, v_hashes[v_range]) ELSE v_part.hash END;
        v_range := v_part.place;
    END LOOP;
    RETURN v_hashes;
END
$$;
COMMENT ON FUNCTION pggit_audit.evidence_hashes(bigint[], bigint[]) IS 'Merkle tree hashes over leaf_counts leaves from first_indexes on (RFC 9162, 2.1.1), in one query; each range must begin at a multiple of its largest complete subtree. O(log n) reads a range. Error PA055: hashes are missing.';

CREATE FUNCTION pggit_audit.evidence_hash(first_index bigint, leaf_count bigint) RETURNS bytea
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT (pggit_audit.evidence_hashes(ARRAY[$1], ARRAY[$2]))[1]
$$;
COMMENT ON FUNCTION pggit_audit.evidence_hash(bigint, bigint) IS 'Merkle tree hash over leaf_count leaves from first_index on: evidence_hashes of one range.';

CREATE FUNCTION pggit_audit.evidence_size_or(tree_size bigint) RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_size bigint := pggit_audit.evidence_size();
BEGIN
    IF tree_size IS NULL THEN
        RETURN v_size;
    ELSIF tree_size < 0 OR tree_size > v_size THEN
        RAISE EXCEPTION 'the evidence log has no size %', tree_size USING ERRCODE = 'PA051', DETAIL = format('It has %s leaves.', v_size),
            HINT = 'A size that a checkpoint names and the log does not reach means that the log was cut: run verify_evidence(checkpoint).';
    END IF;
    RETURN tree_size;
END
$$;
COMMENT ON FUNCTION pggit_audit.evidence_size_or(bigint) IS 'The size, or the log''s present one for NULL. Error PA051: the log never had it.';

CREATE FUNCTION pggit_audit.evidence_siblings(leaf_index bigint, from_level integer, tree_size bigint, OUT first_indexes bigint[], OUT leaf_counts bigint[])
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    SELECT coalesce(array_agg(s.first_index ORDER BY i.level), '{}'), coalesce(array_agg(least(1::bigint << i.level, tree_size - s.first_index) ORDER BY i.level), '{}') INTO first_indexes, leaf_counts
    FROM generate_series(from_level, 62) AS i (level) CROSS JOIN LATERAL (SELECT ((leaf_index >> i.level) # 1) << i.level AS first_index) s
    WHERE s.first_index < tree_size;
END
$$;
COMMENT ON FUNCTION pggit_audit.evidence_siblings(bigint, integer, bigint) IS 'The nodes beside the way from a leaf''s node of from_level up to the root of the tree of that size, as ranges of leaves; the last of a level may be of fewer leaves, or not there.';

CREATE FUNCTION pggit_audit.inclusion_path(leaf_index bigint, tree_size bigint) RETURNS bytea[]
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT pggit_audit.evidence_hashes(r.first_indexes, r.leaf_counts) FROM pggit_audit.evidence_siblings($1, 0, $2) r
$$;
COMMENT ON FUNCTION pggit_audit.inclusion_path(bigint, bigint) IS 'The hashes that lead from a leaf to the root of the tree of that size (RFC 9162, 2.1.3.1).';

CREATE FUNCTION pggit_audit.inclusion_proof(change_id uuid, size bigint DEFAULT NULL)
RETURNS TABLE (leaf_index bigint, tree_size bigint, leaf_hash bytea, proof bytea[], root_hash bytea, kind text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    v_size bigint := pggit_audit.evidence_size_or($2);
    v_leaf pggit_audit.evidence_leaves;
    v_hashes bytea[];
BEGIN
    SELECT l.* INTO v_leaf FROM pggit_audit.evidence_leaves l WHERE l.subject = $1 ORDER BY l.leaf_index DESC LIMIT 1;
    IF v_leaf.leaf_index IS NULL THEN
        RAISE EXCEPTION 'the evidence log has no leaf for %', coalesce($1::text, 'NULL') USING ERRCODE = 'PA050',
            HINT = 'Give a change_id, a version_id or a log_id. A row of a transaction that has not committed yet has no leaf.';
    ELSIF v_leaf.leaf_index >= v_size THEN
        RAISE EXCEPTION 'leaf % of % is not among the first %', v_leaf.leaf_index, $1, v_size USING ERRCODE = 'PA051', HINT = 'Give a larger size, or none.';
    END IF;
    SELECT pggit_audit.evidence_hashes(0::bigint || r.first_indexes, v_size || r.leaf_counts) INTO v_hashes FROM pggit_audit.evidence_siblings(v_leaf.leaf_index, 0, v_size) r;
    RETURN QUERY SELECT v_leaf.leaf_index, v_size, v_leaf.leaf_hash, v_hashes[2 :], v_hashes[1], v_leaf.kind;
END
$$;
COMMENT ON FUNCTION pggit_audit.inclusion_proof(uuid, bigint) IS 'Proof that a row (by change_id, version_id or log_id) is in the log: its leaf, and the hashes that lead to the root of the tree of that size (NULL: the present one). verify_inclusion checks it, and so can anybody outside. Errors: PA050 no such leaf, PA051 no such size, PA055 damaged log.';

CREATE FUNCTION pggit_audit.consistency_proof(old_size bigint, new_size bigint DEFAULT NULL)
RETURNS TABLE (old_tree_size bigint, new_tree_size bigint, old_root bytea, new_root bytea, proof bytea[])
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    v_old bigint := pggit_audit.evidence_size_or($1);
    v_new bigint := pggit_audit.evidence_size_or($2);
    v_hashes bytea[];
BEGIN
    IF $1 IS NULL THEN
        RAISE EXCEPTION 'the old size is NULL' USING ERRCODE = '22004';
    ELSIF v_old > v_new THEN
        RAISE EXCEPTION 'the old size % is above the new size %', v_old, v_new USING ERRCODE = 'PA051', HINT = 'Give the smaller size first.';
    END IF;
    -- RFC 9162, 2.1.4.1: the way from the old tree's last complete subtree up to the new root, behind that subtree itself where it is not the whole old tree.
    SELECT pggit_audit.evidence_hashes(ARRAY[0, 0] || l.part || r.first_indexes, ARRAY[v_old, v_new] || l.part_size || r.leaf_counts) INTO v_hashes
    FROM (SELECT i AS level, CASE WHEN v_old > 1::bigint << i THEN ARRAY[v_old - (1::bigint << i)] END AS part, CASE WHEN v_old > 1::bigint << i THEN ARRAY[1::bigint << i] END AS part_size
          FROM generate_series(0, 62) AS i WHERE (v_old >> i) & 1 = 1 AND v_old < v_new ORDER BY i LIMIT 1) l
    CROSS JOIN LATERAL pggit_audit.evidence_siblings(v_old - 1, l.level, v_new) r;
    v_hashes := coalesce(v_hashes, pggit_audit.evidence_hashes(ARRAY[0, 0], ARRAY[v_old, v_new]));
    RETURN QUERY SELECT v_old, v_new, v_hashes[1], v_hashes[2], v_hashes[3 :];
END
$$;
COMMENT ON FUNCTION pggit_audit.consistency_proof(bigint, bigint) IS 'Proof that the log of the new size (NULL: the present one) begins with the log of the old size: nothing before was changed or removed. Empty for equal sizes and from size 0. verify_consistency checks it. Errors: PA051 no such size, PA055 damaged log, 22004.';

---------------------------------------------------------------- verifying

CREATE FUNCTION pggit_audit.evidence_climb(place bigint, last_place bigint, start bytea, proof bytea[], only_left boolean) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_fn bigint := place;
    v_sn bigint := last_place;
    v_r bytea := start;
    v_p bytea;
BEGIN
    FOREACH v_p IN ARRAY proof LOOP
        IF v_sn = 0 OR v_p IS NULL OR octet_length(v_p) <> 32 THEN
            RETURN NULL;
        END IF;
        IF v_fn % 2 = 1 OR v_fn = v_sn THEN
            v_r := pggit_audit.evidence_node(v_p, v_r);
            WHILE v_fn % 2 = 0 AND v_fn <> 0 LOOP
                v_fn := v_fn >> 1;
                v_sn := v_sn >> 1;
            END LOOP;
        ELSIF NOT only_left THEN
            v_r := pggit_audit.evidence_node(v_r, v_p);
        END IF;
        v_fn := v_fn >> 1;
        v_sn := v_sn >> 1;
    END LOOP;
    RETURN CASE WHEN v_sn = 0 THEN v_r END;
END
$$;
COMMENT ON FUNCTION pggit_audit.evidence_climb(bigint, bigint, bytea, bytea[], boolean) IS 'The root that a proof leads to from the node at a place of a level that ends at last_place; NULL where it has too many hashes or too few. only_left: the root of the tree that ends with this node, for which the proof''s hashes on the right are none of it (RFC 9162, 2.1.3.2 and 2.1.4.2).';

CREATE FUNCTION pggit_audit.verify_inclusion(leaf_hash bytea, leaf_index bigint, tree_size bigint, proof bytea[], root_hash bytea) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF leaf_hash IS NULL OR leaf_index IS NULL OR tree_size IS NULL OR proof IS NULL OR root_hash IS NULL OR octet_length(leaf_hash) <> 32 OR octet_length(root_hash) <> 32
       OR leaf_index < 0 OR leaf_index >= tree_size OR array_ndims(proof) > 1 OR cardinality(proof) > 64 THEN
        RETURN false;
    END IF;
    RETURN coalesce(pggit_audit.evidence_climb(leaf_index, tree_size - 1, leaf_hash, proof, false) = root_hash, false);
END
$$;
COMMENT ON FUNCTION pggit_audit.verify_inclusion(bytea, bigint, bigint, bytea[], bytea) IS 'True where the proof leads from the leaf at that place to the root of the tree of that size (RFC 9162, 2.1.3.2). Reads no table. Anything else, NULL too, is false.';

CREATE FUNCTION pggit_audit.verify_consistency(old_size bigint, new_size bigint, old_root bytea, new_root bytea, proof bytea[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_path bytea[] := proof;
    v_start bytea;
    v_fn bigint := old_size - 1;
    v_sn bigint := new_size - 1;
BEGIN
    IF old_size IS NULL OR new_size IS NULL OR old_root IS NULL OR new_root IS NULL OR proof IS NULL OR octet_length(old_root) <> 32 OR octet_length(new_root) <> 32
       OR old_size < 0 OR old_size > new_size OR array_ndims(proof) > 1 OR cardinality(proof) > 65 THEN
        RETURN false;
    ELSIF old_size = 0 THEN
        RETURN proof = '{}' AND old_root = sha256('') AND (new_size > 0 OR new_root = old_root);
    ELSIF old_size = new_size THEN
        RETURN proof = '{}' AND old_root = new_root;
    ELSIF proof = '{}' THEN
        RETURN false;
    END IF;
    -- RFC 9162, 2.1.4.2: from the largest complete subtree that ends with the old tree, which is the old tree itself where its size is a power of two.
    IF old_size & (old_size - 1) = 0 THEN
        v_path := old_root || v_path;
    END IF;
    WHILE v_fn % 2 = 1 LOOP
        v_fn := v_fn >> 1;
        v_sn := v_sn >> 1;
    END LOOP;
    v_start := v_path[array_lower(v_path, 1)];
    v_path := v_path[array_lower(v_path, 1) + 1 :];
    RETURN coalesce(octet_length(v_start) = 32 AND pggit_audit.evidence_climb(v_fn, v_sn, v_start, v_path, true) = old_root AND pggit_audit.evidence_climb(v_fn, v_sn, v_start, v_path, false) = new_root, false);
END
$$;
COMMENT ON FUNCTION pggit_audit.verify_consistency(bigint, bigint, bytea, bytea, bytea[]) IS 'True where the proof shows that the tree of the new size and root begins with that of the old size and root (RFC 9162, 2.1.4.2). Reads no table. Anything else, NULL too, is false.';
