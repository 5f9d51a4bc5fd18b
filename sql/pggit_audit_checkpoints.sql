-- Checkpoints of the evidence log and their signatures (C2SP tlog-checkpoint and signed-note).
-- Needs:   pggit_audit_proofs.sql.
-- Who:     pggit_audit_reader; checkpoint for pggit_audit_auditor.

CREATE FUNCTION pggit_audit.evidence_origin() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(nullif(pggit_audit.setting('evidence_origin'), ''),
        'pggit-audit/' || coalesce((SELECT split_part(e.detail, ' ', 1) FROM pggit_audit.evidence_events e WHERE e.event = 'LOG_STARTED' ORDER BY e.event_id LIMIT 1), 'empty'))
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
    v_part text[] := regexp_match(checkpoint, '^([^\n]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n(?:\n((?:\u2014 [^\n]+\n)+))?$');
    v_line text;
BEGIN
    IF v_part IS NOT NULL AND v_part[2]::numeric <= 9223372036854775807 THEN
        origin := v_part[1];
        tree_size := v_part[2]::bigint;
        root_hash := decode(v_part[3], 'base64');
        body := format(E'%s\n%s\n%s\n', v_part[1], v_part[2], v_part[3]);
        signatures := coalesce(string_to_array(rtrim(v_part[4], E'\n'), E'\n'), '{}');
        -- The last character of a base64 text has unused bits: only one way to write a hash is taken.
        IF encode(root_hash, 'base64') = v_part[3] AND NOT EXISTS (SELECT FROM unnest(signatures) AS u (s) WHERE u.s !~ '^\u2014 [^ +]+ [A-Za-z0-9+/]+={0,2}$') THEN
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
