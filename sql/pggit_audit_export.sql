-- export_evidence: a bundle that install/verify/Verify.java checks without a database (docs/verification.md, "The bundle").
-- Needs:   proofs.
-- Who:     pggit_audit_reader.

CREATE FUNCTION pggit_audit.evidence_sample(seed text, sample integer, size bigint) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_wanted bigint := least(sample, size);
    v_chosen bigint[] := '{}';
    v_draws bigint := 2 * v_wanted + 16;
BEGIN
    IF seed IS NULL OR sample IS NULL OR size IS NULL THEN
        RAISE EXCEPTION 'a random sample needs a seed, a number and a size' USING ERRCODE = '22004';
    END IF;
    -- Drawn anew with twice as many where too many were drawn twice.
    WHILE cardinality(v_chosen) < v_wanted LOOP
        -- The first seven bytes, so that the number is never negative.
        v_chosen := ARRAY(SELECT d.leaf FROM (SELECT ('x' || encode(substr(sha256(convert_to(seed || ':' || k, 'UTF8')), 1, 7), 'hex'))::bit(56)::bigint % size AS leaf, k FROM generate_series(0, v_draws - 1) k) d
                          GROUP BY d.leaf ORDER BY min(d.k) LIMIT v_wanted);
        v_draws := 2 * v_draws;
    END LOOP;
    RETURN v_chosen;
END
$$;
COMMENT ON FUNCTION pggit_audit.evidence_sample(text, integer, bigint) IS 'The leaves of an auditor''s random sample: for k = 0, 1, 2 ... the first seven bytes of SHA-256 of "<seed>:<k>" as a number, modulo the log''s size, each once. Anybody can work out the same from seed and size.';

CREATE FUNCTION pggit_audit.evidence_lines(kind text, leaves bigint[], size bigint) RETURNS SETOF text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET DateStyle = 'ISO, YMD' SET TimeZone = 'UTC' AS $$
DECLARE
    v_kind record;
    v_fields text;
BEGIN
    SELECT k.* INTO v_kind FROM pggit_audit.evidence_kinds() k WHERE k.kind = evidence_lines.kind;
    SELECT string_agg(format('json_build_array(%L, %L, %s)', c.name, pggit_audit.evidence_type(a.atttypid),
               CASE a.atttypid WHEN 'timestamptz'::regtype THEN format('CASE WHEN isfinite(r.%1$I) THEN CASE WHEN r.%1$I < timestamptz ''0001-01-01 00:00:00+00'' THEN CASE WHEN extract(year FROM r.%1$I) = -1 THEN '''' ELSE ''-'' END || to_char(-extract(year FROM r.%1$I) - 1, ''FM9990000'') || to_char(r.%1$I, ''-MM-DD"T"HH24:MI:SS.US"Z"'') ELSE to_char(r.%1$I, ''YYYY-MM-DD"T"HH24:MI:SS.US"Z"'') END ELSE r.%1$I::text END', c.name)
                               WHEN 'bytea'::regtype THEN format('encode(r.%I, ''hex'')', c.name) ELSE format('r.%I::text', c.name) END), ', ' ORDER BY c.n)
    INTO v_fields
    FROM unnest(v_kind.columns) WITH ORDINALITY AS c (name, n) JOIN pg_attribute a ON a.attrelid = ('pggit_audit.' || v_kind.kind)::regclass AND a.attname = c.name;
    RETURN QUERY EXECUTE format($sql$
        SELECT CASE WHEN r IS NOT DISTINCT FROM NULL THEN json_build_object('type', 'missing', 'kind', %1$L, 'leaf_index', l.leaf_index, 'subject', l.subject)::text
            ELSE json_build_object('type', 'row', 'kind', %1$L, 'leaf_index', l.leaf_index, 'fields', json_build_array(%2$s),
                'proof', CASE WHEN $1 IS NOT NULL THEN (SELECT coalesce(json_agg(encode(u.h, 'base64') ORDER BY u.n), '[]') FROM unnest(pggit_audit.inclusion_path(l.leaf_index, $2)) WITH ORDINALITY AS u (h, n)) END)::text END
        FROM pggit_audit.evidence_leaves l LEFT JOIN pggit_audit.%3$I r ON pggit_audit.%4$I(r) = l.subject
        WHERE l.kind = %1$L AND l.leaf_index < $2 AND ($1 IS NULL OR l.leaf_index = ANY ($1)) ORDER BY l.leaf_index$sql$, v_kind.kind, v_fields, v_kind.kind, 'evidence_key_' || v_kind.kind) USING leaves, size;
END
$$;
COMMENT ON FUNCTION pggit_audit.evidence_lines(text, bigint[], bigint) IS 'The lines of a bundle for the leaves of one kind; leaves NULL: all, without proofs. Not for users.';

CREATE FUNCTION pggit_audit.export_evidence(from_time timestamptz DEFAULT NULL, to_time timestamptz DEFAULT NULL, sample integer DEFAULT NULL, seed text DEFAULT NULL, change_ids uuid[] DEFAULT NULL, old_size bigint DEFAULT NULL)
RETURNS TABLE (line text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    v_size bigint := pggit_audit.evidence_size();
    v_mode text;
    v_leaves bigint[];
    v_ids uuid[];
    v_kind text;
    v_selection json;
    v_unknown uuid;
BEGIN
    IF v_size = 0 THEN
        RAISE EXCEPTION 'the evidence log is empty' USING ERRCODE = 'PA050';
    ELSIF (sample IS NULL) <> (seed IS NULL) OR sample IS NOT NULL AND (sample < 1 OR seed = '') THEN
        RAISE EXCEPTION 'a random sample needs a number of leaves, 1 or more, and a seed' USING ERRCODE = '22023', HINT = 'The auditor chooses the seed, after the checkpoint is made: export_evidence(sample => 20, seed => ''...'').';
    ELSIF num_nonnulls(sample, change_ids) + (from_time IS NOT NULL OR to_time IS NOT NULL)::int > 1 THEN
        RAISE EXCEPTION 'a bundle is of a time, a sample or given changes, one of the three' USING ERRCODE = '22023';
    END IF;
    IF sample IS NOT NULL THEN
        v_mode := 'sample';
        v_leaves := pggit_audit.evidence_sample(seed, sample, v_size);
    ELSIF change_ids IS NOT NULL OR from_time IS NOT NULL OR to_time IS NOT NULL THEN
        v_mode := CASE WHEN change_ids IS NULL THEN 'time' ELSE 'changes' END;
        v_ids := CASE WHEN change_ids IS NOT NULL THEN change_ids ELSE
            ARRAY(SELECT c.change_id FROM pggit_audit.changes c WHERE (from_time IS NULL OR c.committed_at >= from_time) AND (to_time IS NULL OR c.committed_at < to_time)) END;
        v_unknown := (SELECT u.id FROM unnest(v_ids) AS u (id) WHERE NOT EXISTS (SELECT FROM pggit_audit.changes c WHERE c.change_id = u.id) LIMIT 1);
        IF v_unknown IS NOT NULL OR array_position(v_ids, NULL) IS NOT NULL THEN
            RAISE EXCEPTION 'there is no change %', coalesce(v_unknown::text, 'NULL') USING ERRCODE = 'PA020';
        END IF;
        -- A change with its versions and verifications.
        v_leaves := ARRAY(SELECT l.leaf_index FROM pggit_audit.evidence_leaves l WHERE l.subject IN (
            SELECT unnest(v_ids) UNION ALL SELECT v.version_id FROM pggit_audit.object_versions v WHERE v.change_id = ANY (v_ids) UNION ALL SELECT g.log_id FROM pggit_audit.compliance_log g WHERE g.change_id = ANY (v_ids)));
    ELSE
        v_mode := 'all';
    END IF;
    v_selection := json_build_object('mode', v_mode, 'from', from_time, 'to', to_time, 'sample', sample, 'seed', seed);
    line := json_build_object('type', 'bundle', 'version', 1, 'rows', coalesce(cardinality(v_leaves), v_size), 'selection', v_selection)::text;
    RETURN NEXT;
    line := json_build_object('type', 'checkpoint', 'text', format(E'%s\n%s\n%s\n', pggit_audit.evidence_origin(), v_size, encode(pggit_audit.evidence_hash(0, v_size), 'base64')))::text;
    RETURN NEXT;
    IF old_size IS NOT NULL THEN
        line := (SELECT json_build_object('type', 'consistency', 'old_size', c.old_tree_size, 'proof', (SELECT coalesce(json_agg(encode(u.h, 'base64') ORDER BY u.n), '[]') FROM unnest(c.proof) WITH ORDINALITY AS u (h, n)))::text
                 FROM pggit_audit.consistency_proof(old_size, v_size) c);
        RETURN NEXT;
    END IF;
    FOR v_kind IN SELECT k.kind FROM pggit_audit.evidence_kinds() k LOOP
        RETURN QUERY SELECT e FROM pggit_audit.evidence_lines(v_kind, v_leaves, v_size) e;
    END LOOP;
END
$$;
COMMENT ON FUNCTION pggit_audit.export_evidence(timestamptz, timestamptz, integer, text, uuid[], bigint) IS 'A bundle (JSON Lines) that Verify.java checks without a database: nothing given: every leaf (its completeness is proved too); from_time, to_time: the changes committed then, with versions and verifications; sample and seed: the leaves of an auditor''s random sample; change_ids: these changes. With a checkpoint''s text and, for old_size, the proof that the log of that size is its beginning. Write it with psql -XAt. Errors: 22023, PA020 no such change, PA050 empty log, PA051 no such size.';
