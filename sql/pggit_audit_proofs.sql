-- Checkpoints and proofs of the evidence log (RFC 9162, sections 2.1.3 and 2.1.4; C2SP tlog-checkpoint).
-- Needs:   pggit_audit_evidence.sql.
-- Who:     proofs for pggit_audit_reader; checkpoint for pggit_audit_auditor.

CREATE FUNCTION pggit_audit.evidence_size() RETURNS bigint
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce((SELECT b.first_index + b.leaf_count FROM pggit_audit.evidence_batches b ORDER BY b.first_index DESC LIMIT 1), 0)
$$;
COMMENT ON FUNCTION pggit_audit.evidence_size() IS 'Number of leaves of the evidence log.';

CREATE FUNCTION pggit_audit.evidence_fold(hashes bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE pg_catalog.octet_length($1)
        WHEN 32 THEN $1
        WHEN 64 THEN pggit_audit.evidence_node_pair($1, 0)
        WHEN 128 THEN pggit_audit.evidence_node(pggit_audit.evidence_node_pair($1, 0), pggit_audit.evidence_node_pair($1, 1))
        WHEN 256 THEN pggit_audit.evidence_node(pggit_audit.evidence_node(pggit_audit.evidence_node_pair($1, 0), pggit_audit.evidence_node_pair($1, 1)),
                                                pggit_audit.evidence_node(pggit_audit.evidence_node_pair($1, 2), pggit_audit.evidence_node_pair($1, 3))) END
$$;
COMMENT ON FUNCTION pggit_audit.evidence_fold(bytea) IS 'Hash of the node over 1, 2, 4 or 8 hashes that lie one behind the other; NULL for another number.';

-- Qualified instead of SET search_path: it is called some forty times for a proof.
CREATE FUNCTION pggit_audit.evidence_hash(first_index bigint, leaf_count bigint) RETURNS bytea
LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_variable
DECLARE
    v_power bigint := 1;
    v_level int := 0;
    v_base int;
    v_from bigint;
    v_to bigint;
    v_hashes bytea;
BEGIN
    IF leaf_count OPERATOR(pg_catalog.=) 0 THEN
        RETURN pg_catalog.sha256('');
    END IF;
    WHILE v_power OPERATOR(pg_catalog.*) 2 OPERATOR(pg_catalog.<=) leaf_count LOOP
        v_power := v_power OPERATOR(pg_catalog.*) 2;
        v_level := v_level OPERATOR(pg_catalog.+) 1;
    END LOOP;
    IF v_power OPERATOR(pg_catalog.<) leaf_count THEN
        RETURN pggit_audit.evidence_node(pggit_audit.evidence_hash(first_index, v_power),
            pggit_audit.evidence_hash(first_index OPERATOR(pg_catalog.+) v_power, leaf_count OPERATOR(pg_catalog.-) v_power));
    END IF;
    -- A complete subtree: at most eight stored hashes, folded.
    v_base := v_level OPERATOR(pg_catalog./) 4 OPERATOR(pg_catalog.*) 4;
    v_from := first_index OPERATOR(pg_catalog.>>) v_base;
    v_to := v_from OPERATOR(pg_catalog.+) (leaf_count OPERATOR(pg_catalog.>>) v_base);
    IF v_base OPERATOR(pg_catalog.=) 0 THEN
        SELECT pg_catalog.string_agg(x.leaf_hash, '') INTO v_hashes FROM (SELECT l.leaf_hash FROM pggit_audit.evidence_leaves l
        WHERE l.leaf_index OPERATOR(pg_catalog.>=) v_from AND l.leaf_index OPERATOR(pg_catalog.<) v_to ORDER BY l.leaf_index) x;
    ELSE
        SELECT pg_catalog.string_agg(x.node_hash, '') INTO v_hashes FROM (SELECT n.node_hash FROM pggit_audit.evidence_nodes n
        WHERE n.level OPERATOR(pg_catalog.=) v_base AND n.node_index OPERATOR(pg_catalog.>=) v_from AND n.node_index OPERATOR(pg_catalog.<) v_to ORDER BY n.node_index) x;
    END IF;
    IF v_hashes IS NULL OR pg_catalog.octet_length(v_hashes) OPERATOR(pg_catalog.<>) ((v_to OPERATOR(pg_catalog.-) v_from) OPERATOR(pg_catalog.*) 32) THEN
        RAISE EXCEPTION 'the evidence log is damaged: hashes of level % from % on are missing', v_base, v_from USING ERRCODE = 'PA055',
            HINT = 'SELECT * FROM pggit_audit.verify_evidence() tells what is damaged.';
    END IF;
    RETURN pggit_audit.evidence_fold(v_hashes);
END
$$;
COMMENT ON FUNCTION pggit_audit.evidence_hash(bigint, bigint) IS 'Merkle tree hash over leaf_count leaves from first_index on (RFC 9162, 2.1.1); a complete subtree must begin at a multiple of its size. O(log n) reads. Error PA055: hashes are missing.';

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

CREATE FUNCTION pggit_audit.inclusion_path(leaf_index bigint, tree_size bigint) RETURNS bytea[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_path bytea[] := '{}';
    v_from bigint := 0;
    v_n bigint := tree_size;
    v_k bigint;
BEGIN
    -- From the root down, as the RFC's PATH; the proof lists the siblings from the leaf up.
    WHILE v_n > 1 LOOP
        v_k := 1;
        WHILE v_k * 2 < v_n LOOP
            v_k := v_k * 2;
        END LOOP;
        IF leaf_index - v_from < v_k THEN
            v_path := pggit_audit.evidence_hash(v_from + v_k, v_n - v_k) || v_path;
            v_n := v_k;
        ELSE
            v_path := pggit_audit.evidence_hash(v_from, v_k) || v_path;
            v_from := v_from + v_k;
            v_n := v_n - v_k;
        END IF;
    END LOOP;
    RETURN v_path;
END
$$;
COMMENT ON FUNCTION pggit_audit.inclusion_path(bigint, bigint) IS 'The hashes that lead from a leaf to the root of the tree of that size (RFC 9162, 2.1.3.1).';

CREATE FUNCTION pggit_audit.inclusion_proof(change_id uuid, size bigint DEFAULT NULL)
RETURNS TABLE (leaf_index bigint, tree_size bigint, leaf_hash bytea, proof bytea[], root_hash bytea, kind text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    v_size bigint := pggit_audit.evidence_size_or($2);
    v_leaf pggit_audit.evidence_leaves;
BEGIN
    SELECT l.* INTO v_leaf FROM pggit_audit.evidence_leaves l WHERE l.subject = $1 ORDER BY l.leaf_index DESC LIMIT 1;
    IF v_leaf.leaf_index IS NULL THEN
        RAISE EXCEPTION 'the evidence log has no leaf for %', coalesce($1::text, 'NULL') USING ERRCODE = 'PA050',
            HINT = 'Give a change_id, a version_id or a log_id. A row of a transaction that has not committed yet has no leaf.';
    ELSIF v_leaf.leaf_index >= v_size THEN
        RAISE EXCEPTION 'leaf % of % is not among the first %', v_leaf.leaf_index, $1, v_size USING ERRCODE = 'PA051', HINT = 'Give a larger size, or none.';
    END IF;
    RETURN QUERY SELECT v_leaf.leaf_index, v_size, v_leaf.leaf_hash, pggit_audit.inclusion_path(v_leaf.leaf_index, v_size), pggit_audit.evidence_hash(0, v_size), v_leaf.kind;
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
    v_path bytea[] := '{}';
    v_from bigint := 0;
    v_m bigint := v_old;
    v_n bigint := v_new;
    v_k bigint;
    v_whole boolean := true;
BEGIN
    IF $1 IS NULL THEN
        RAISE EXCEPTION 'the old size is NULL' USING ERRCODE = '22004';
    ELSIF v_old > v_new THEN
        RAISE EXCEPTION 'the old size % is above the new size %', v_old, v_new USING ERRCODE = 'PA051', HINT = 'Give the smaller size first.';
    END IF;
    IF v_old > 0 THEN
        -- SUBPROOF of RFC 9162, 2.1.4.1, from the root down.
        WHILE v_m < v_n LOOP
            v_k := 1;
            WHILE v_k * 2 < v_n LOOP
                v_k := v_k * 2;
            END LOOP;
            IF v_m <= v_k THEN
                v_path := pggit_audit.evidence_hash(v_from + v_k, v_n - v_k) || v_path;
                v_n := v_k;
            ELSE
                v_path := pggit_audit.evidence_hash(v_from, v_k) || v_path;
                v_from := v_from + v_k;
                v_m := v_m - v_k;
                v_n := v_n - v_k;
                v_whole := false;
            END IF;
        END LOOP;
        IF NOT v_whole THEN
            v_path := pggit_audit.evidence_hash(v_from, v_m) || v_path;
        END IF;
    END IF;
    RETURN QUERY SELECT v_old, v_new, pggit_audit.evidence_hash(0, v_old), pggit_audit.evidence_hash(0, v_new), v_path;
END
$$;
COMMENT ON FUNCTION pggit_audit.consistency_proof(bigint, bigint) IS 'Proof that the log of the new size (NULL: the present one) begins with the log of the old size: nothing before was changed or removed. Empty for equal sizes and from size 0. verify_consistency checks it. Errors: PA051 no such size, PA055 damaged log, 22004.';

---------------------------------------------------------------- verifying

CREATE FUNCTION pggit_audit.verify_inclusion(leaf_hash bytea, leaf_index bigint, tree_size bigint, proof bytea[], root_hash bytea) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_fn bigint := leaf_index;
    v_sn bigint := tree_size - 1;
    v_r bytea := leaf_hash;
    v_p bytea;
BEGIN
    IF leaf_hash IS NULL OR leaf_index IS NULL OR tree_size IS NULL OR proof IS NULL OR root_hash IS NULL OR octet_length(leaf_hash) <> 32 OR octet_length(root_hash) <> 32
       OR leaf_index < 0 OR leaf_index >= tree_size OR array_ndims(proof) > 1 OR cardinality(proof) > 64 THEN
        RETURN false;
    END IF;
    -- RFC 9162, 2.1.3.2
    FOREACH v_p IN ARRAY proof LOOP
        IF v_sn = 0 OR v_p IS NULL OR octet_length(v_p) <> 32 THEN
            RETURN false;
        END IF;
        IF v_fn % 2 = 1 OR v_fn = v_sn THEN
            v_r := pggit_audit.evidence_node(v_p, v_r);
            WHILE v_fn % 2 = 0 AND v_fn <> 0 LOOP
                v_fn := v_fn >> 1;
                v_sn := v_sn >> 1;
            END LOOP;
        ELSE
            v_r := pggit_audit.evidence_node(v_r, v_p);
        END IF;
        v_fn := v_fn >> 1;
        v_sn := v_sn >> 1;
    END LOOP;
    RETURN v_sn = 0 AND v_r = root_hash;
END
$$;
COMMENT ON FUNCTION pggit_audit.verify_inclusion(bytea, bigint, bigint, bytea[], bytea) IS 'True where the proof leads from the leaf at that place to the root of the tree of that size (RFC 9162, 2.1.3.2). Reads no table. Anything else, NULL too, is false.';

CREATE FUNCTION pggit_audit.verify_consistency(old_size bigint, new_size bigint, old_root bytea, new_root bytea, proof bytea[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_path bytea[] := proof;
    v_fn bigint := old_size - 1;
    v_sn bigint := new_size - 1;
    v_fr bytea;
    v_sr bytea;
    v_c bytea;
BEGIN
    IF old_size IS NULL OR new_size IS NULL OR old_root IS NULL OR new_root IS NULL OR proof IS NULL OR octet_length(old_root) <> 32 OR octet_length(new_root) <> 32
       OR old_size < 0 OR old_size > new_size OR array_ndims(proof) > 1 OR cardinality(proof) > 65 THEN
        RETURN false;
    ELSIF old_size = 0 THEN
        RETURN proof = '{}' AND old_root = sha256('') AND (new_size > 0 OR new_root = old_root);
    ELSIF old_size = new_size THEN
        RETURN proof = '{}' AND old_root = new_root;
    ELSIF proof = '{}' OR EXISTS (SELECT FROM unnest(proof) AS u (h) WHERE u.h IS NULL OR octet_length(u.h) <> 32) THEN
        RETURN false;
    END IF;
    -- RFC 9162, 2.1.4.2
    IF old_size & (old_size - 1) = 0 THEN
        v_path := old_root || v_path;
    END IF;
    WHILE v_fn % 2 = 1 LOOP
        v_fn := v_fn >> 1;
        v_sn := v_sn >> 1;
    END LOOP;
    v_fr := v_path[array_lower(v_path, 1)];
    v_sr := v_fr;
    FOREACH v_c IN ARRAY v_path[array_lower(v_path, 1) + 1 :] LOOP
        IF v_sn = 0 THEN
            RETURN false;
        END IF;
        IF v_fn % 2 = 1 OR v_fn = v_sn THEN
            v_fr := pggit_audit.evidence_node(v_c, v_fr);
            v_sr := pggit_audit.evidence_node(v_c, v_sr);
            WHILE v_fn % 2 = 0 AND v_fn <> 0 LOOP
                v_fn := v_fn >> 1;
                v_sn := v_sn >> 1;
            END LOOP;
        ELSE
            v_sr := pggit_audit.evidence_node(v_sr, v_c);
        END IF;
        v_fn := v_fn >> 1;
        v_sn := v_sn >> 1;
    END LOOP;
    RETURN v_sn = 0 AND v_fr = old_root AND v_sr = new_root;
END
$$;
COMMENT ON FUNCTION pggit_audit.verify_consistency(bigint, bigint, bytea, bytea, bytea[]) IS 'True where the proof shows that the tree of the new size and root begins with that of the old size and root (RFC 9162, 2.1.4.2). Reads no table. Anything else, NULL too, is false.';

---------------------------------------------------------------- checkpoints

CREATE FUNCTION pggit_audit.evidence_origin() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(nullif(pggit_audit.setting('evidence_origin'), ''),
        'pggit-audit/' || coalesce((SELECT e.detail FROM pggit_audit.evidence_events e WHERE e.event = 'LOG_STARTED' ORDER BY e.event_id LIMIT 1), 'empty'))
$$;
COMMENT ON FUNCTION pggit_audit.evidence_origin() IS 'Name of the log in checkpoints: setting evidence_origin, else pggit-audit/ and the id that the log got when it started. SECURITY DEFINER: reads a setting.';

CREATE FUNCTION pggit_audit.checkpoint() RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_size bigint := pggit_audit.evidence_size();
    v_root bytea := pggit_audit.evidence_hash(0, v_size);
    v_origin text := pggit_audit.evidence_origin();
    v_body text := format(E'%s\n%s\n%s\n', v_origin, v_size, encode(v_root, 'base64'));
BEGIN
    INSERT INTO pggit_audit.checkpoints (origin, tree_size, root_hash, body) VALUES (v_origin, v_size, v_root, v_body);
    RETURN v_body;
END
$$;
COMMENT ON FUNCTION pggit_audit.checkpoint() IS 'Makes and stores a checkpoint of the log as it is now, without what this transaction has written, and returns its text (C2SP tlog-checkpoint: origin, size, root in base64). Keep the text outside the database, signed or not. Error PA055: damaged log. SECURITY DEFINER: nobody may write checkpoints.';

CREATE FUNCTION pggit_audit.parse_checkpoint(checkpoint text, OUT origin text, OUT tree_size bigint, OUT root_hash bytea, OUT body text, OUT signatures text[])
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_part text[] := regexp_match(checkpoint, '^([^\n]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n(?:\n((?:— [^\n]+\n)+))?$');
    v_line text;
BEGIN
    IF v_part IS NOT NULL AND v_part[2]::numeric <= 9223372036854775807 THEN
        origin := v_part[1];
        tree_size := v_part[2]::bigint;
        root_hash := decode(v_part[3], 'base64');
        body := format(E'%s\n%s\n%s\n', v_part[1], v_part[2], v_part[3]);
        signatures := coalesce(string_to_array(rtrim(v_part[4], E'\n'), E'\n'), '{}');
        -- The last character of a base64 text has unused bits: only one way to write a hash is taken.
        IF encode(root_hash, 'base64') = v_part[3] AND NOT EXISTS (SELECT FROM unnest(signatures) AS u (s) WHERE u.s !~ '^— [^ +]+ [A-Za-z0-9+/]+={0,2}$') THEN
            RETURN;
        END IF;
    END IF;
    RAISE EXCEPTION 'this is no checkpoint' USING ERRCODE = 'PA052',
        DETAIL = 'Wanted: three lines (origin, size, root in base64), each with its line break; for a signed one an empty line and the signatures behind them.',
        HINT = 'Give the text exactly as checkpoint() or the signing command wrote it.';
END
$$;
COMMENT ON FUNCTION pggit_audit.parse_checkpoint(text) IS 'A checkpoint''s text, taken apart; signatures: the lines behind the empty one. Error PA052: it is none, to the byte.';

CREATE FUNCTION pggit_audit.verify_signature(note text, public_key text) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF note IS NULL OR public_key IS NULL THEN
        RETURN false;
    END IF;
    PERFORM pggit_audit.host_ready();
    RETURN (pggit_audit.block_column(pggit_audit.block_check(pggit_audit.java_verify_notes(array_send(ARRAY[ARRAY[convert_to(note, 'UTF8'), convert_to(public_key, 'UTF8')]]))), 1))[1] = 't';
END
$$;
COMMENT ON FUNCTION pggit_audit.verify_signature(text, text) IS 'True where the note (a signed checkpoint) has an Ed25519 signature by the public key, name+hash+key as the signing command prints it (C2SP signed-note; Audit.isSignedBy). Anything else, NULL too, is false.';
