-- Receipts of what no sha covers in the store: where refs and HEAD point, commit_graph's times and generations, when objects were stored.
-- Needs:   the tables; the store's tables for the triggers on them.
-- Who:     written by triggers; reading for pggit_audit_reader.

CREATE TABLE pggit_audit.store_receipts (
    receipt_id bigint GENERATED ALWAYS AS IDENTITY,
    subject text NOT NULL,
    name text NOT NULL,
    value text,
    noted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    noted_by text NOT NULL DEFAULT session_user,
    CONSTRAINT store_receipts_pkey PRIMARY KEY (receipt_id),
    CONSTRAINT store_receipts_subject_check CHECK (subject IN ('ref', 'head', 'commit'))
);
CREATE INDEX store_receipts_name_idx ON pggit_audit.store_receipts (subject, name, receipt_id DESC);          -- the newest of a name
COMMENT ON TABLE pggit_audit.store_receipts IS 'What the store said where no sha holds it: every move of a ref and of HEAD, and of each recorded commit its times and generation. Append-only, each a leaf of the evidence log; the newest of a name must be what the store says now.';
COMMENT ON COLUMN pggit_audit.store_receipts.receipt_id IS 'Order of noting.';
COMMENT ON COLUMN pggit_audit.store_receipts.subject IS 'ref, head or commit.';
COMMENT ON COLUMN pggit_audit.store_receipts.name IS 'Name of the ref; HEAD''s id; the commit''s sha.';
COMMENT ON COLUMN pggit_audit.store_receipts.value IS 'Target and type of a ref; ref and direct sha of HEAD; of a commit authored_at, committed_at and generation in commit_graph, created_at of commit and tree, and of those new blobs and buckets whose created_at is not the commit''s. NULL: was deleted.';
COMMENT ON COLUMN pggit_audit.store_receipts.noted_at IS 'When.';
COMMENT ON COLUMN pggit_audit.store_receipts.noted_by IS 'The session user.';

CREATE FUNCTION pggit_audit.receipt_value(authored_at timestamp, committed_at timestamp, generation integer, created_at timestamp, tree_sha text, tree_created_at timestamp, blobs text, buckets text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT pg_catalog.concat_ws(' | ', $1, $2, $3, $4, 'tree ' OPERATOR(pg_catalog.||) $5 OPERATOR(pg_catalog.||) ' ' OPERATOR(pg_catalog.||) $6::pg_catalog.text, $7, $8)
$$;
COMMENT ON FUNCTION pggit_audit.receipt_value(timestamp, timestamp, integer, timestamp, text, timestamp, text, text) IS 'store_receipts.value of a commit. The caller has DateStyle = ISO, YMD.';

CREATE FUNCTION pggit_audit.commit_receipts(commits text[], with_buckets boolean DEFAULT true) RETURNS TABLE (name text, value text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET DateStyle = 'ISO, YMD' SET plan_cache_mode = force_generic_plan SET enable_nestloop = off SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $$
BEGIN
    RETURN QUERY
    -- Each object by its key (LATERAL, OFFSET 0), whatever the planner thinks of the times: never the whole store for a commit.
    WITH roots AS MATERIALIZED (
        SELECT row_number() OVER () AS n, c.commit_sha, c.tree_sha, o.created_at, (SELECT p.tree_sha FROM @store@.commit_graph p WHERE p.commit_sha = c.parent_shas[1]) AS parent_tree
        FROM @store@.commit_graph c
        CROSS JOIN LATERAL (SELECT q.created_at FROM @store@.objects q WHERE q.sha = c.commit_sha OFFSET 0) o
        CROSS JOIN LATERAL (SELECT FROM @store@.objects q WHERE q.sha = c.tree_sha AND q.type = 'tree' AND q.size <= 1200 AND starts_with(q.content, 'MDQwMDAwIC') OFFSET 0) t
        WHERE with_buckets AND c.commit_sha = ANY (commits)),
    k AS MATERIALIZED (
        SELECT d.commit_sha, string_agg(concat('tree ', d.new_tree, ' ', x.created_at), ', ' ORDER BY d.new_tree COLLATE "C") AS buckets
        FROM (SELECT DISTINCT r.commit_sha, r.created_at, b.new_tree
              FROM (SELECT array_agg(r.parent_tree ORDER BY r.n) AS old_trees, array_agg(r.tree_sha ORDER BY r.n) AS new_trees FROM roots r) a
              CROSS JOIN LATERAL pggit_audit.bucket_differences(a.old_trees, a.new_trees) b JOIN roots r ON r.n = b.n
              WHERE a.new_trees IS NOT NULL AND b.depth > 0 AND b.new_tree IS NOT NULL) d
        CROSS JOIN LATERAL (SELECT q.created_at FROM @store@.objects q WHERE q.sha = d.new_tree OFFSET 0) x
        WHERE x.created_at IS DISTINCT FROM d.created_at GROUP BY d.commit_sha)
    SELECT g.commit_sha, pggit_audit.receipt_value(g.authored_at, g.committed_at, g.generation, o.created_at, g.tree_sha, t.created_at, b.blobs, k.buckets)
    FROM @store@.commit_graph g
    CROSS JOIN LATERAL (SELECT q.created_at FROM @store@.objects q WHERE q.sha = g.commit_sha OFFSET 0) o
    LEFT JOIN LATERAL (SELECT q.created_at FROM @store@.objects q WHERE q.sha = g.tree_sha OFFSET 0) t ON true
    LEFT JOIN LATERAL (SELECT string_agg(concat(x.sha, ' ', x.created_at), ', ' ORDER BY x.sha COLLATE "C") AS blobs
                       FROM (SELECT DISTINCT c.new_sha AS sha, n.created_at FROM pggit_audit.changes c
                             CROSS JOIN LATERAL (SELECT q.created_at FROM @store@.objects q WHERE q.sha = c.new_sha OFFSET 0) n
                             WHERE c.commit_sha = g.commit_sha AND n.created_at IS DISTINCT FROM o.created_at) x) b ON true
    LEFT JOIN k ON k.commit_sha = g.commit_sha
    WHERE g.commit_sha = ANY (commits);
END
$$;
COMMENT ON FUNCTION pggit_audit.commit_receipts(text[], boolean) IS 'The receipts of commits as the store would give them now. with_buckets false: of commits whose new buckets are known to be as old as they are.';

CREATE FUNCTION pggit_audit.captured_receipt(commit_sha text, tree_sha text, committed_at timestamp, generation integer, trees text[], blobs text[]) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET "DateStyle" = 'ISO, YMD' AS $$
#variable_conflict use_variable
DECLARE
    v_created_at timestamp := (SELECT o.created_at FROM @store@.objects o WHERE o.sha = commit_sha);
    v_blobs text := (SELECT string_agg(concat(o.sha, ' ', o.created_at), ', ' ORDER BY o.sha COLLATE "C") FROM @store@.objects o WHERE o.sha = ANY (blobs) AND o.created_at IS DISTINCT FROM v_created_at);
    v_buckets text := (SELECT string_agg(concat('tree ', o.sha, ' ', o.created_at), ', ' ORDER BY o.sha COLLATE "C") FROM @store@.objects o
                       WHERE o.sha = ANY (trees) AND o.sha <> tree_sha AND o.created_at IS DISTINCT FROM v_created_at);
BEGIN
    RETURN pggit_audit.receipt_value(committed_at, committed_at, generation, v_created_at, tree_sha, (SELECT t.created_at FROM @store@.objects t WHERE t.sha = tree_sha), v_blobs, v_buckets);
END
$$;
COMMENT ON FUNCTION pggit_audit.captured_receipt(text, text, timestamp, integer, text[], text[]) IS 'What commit_receipts says of a commit of capture whose trees that its first parent has not, and blobs of its changes, are known.';

CREATE FUNCTION pggit_audit.note_commits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off SET jit = off AS $$
DECLARE
    v_commits text[];
BEGIN
    IF current_setting('row_security') = 'off' AND pggit_audit.is_restored() THEN
        RETURN NULL;
    END IF;
    -- Those of capture and of a backfill are there since a moment ago.
    v_commits := ARRAY(SELECT r.commit_sha FROM new_rows r
                       WHERE ((SELECT s.noted_at FROM pggit_audit.store_receipts s WHERE s.subject = 'commit' AND s.name = r.commit_sha ORDER BY s.receipt_id DESC LIMIT 1) >= now()) IS NOT TRUE);
    IF v_commits <> '{}' THEN
        INSERT INTO pggit_audit.store_receipts (subject, name, value) SELECT 'commit', c.name, c.value FROM pggit_audit.commit_receipts(v_commits) c;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION pggit_audit.note_commits() IS 'Trigger of recorded_commits: notes what the store says of the commit beyond its sha. SECURITY DEFINER: nobody may write receipts.';
CREATE TRIGGER y_store_receipts AFTER INSERT ON pggit_audit.recorded_commits REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION pggit_audit.note_commits();
ALTER TABLE pggit_audit.recorded_commits ENABLE ALWAYS TRIGGER y_store_receipts;
COMMENT ON TRIGGER y_store_receipts ON pggit_audit.recorded_commits IS 'Notes what the store says of a commit beyond its sha.';

CREATE FUNCTION pggit_audit.note_backfilled_commits(commits text[], with_older_buckets text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off SET jit = off AS $$
DECLARE
    -- Never a commit that has a receipt: what it noted would be put aside. (Look-ups one by one: the planner must not come to read all receipts.)
    v_fresh text[] := ARRAY(SELECT u.sha FROM unnest(commits) AS u (sha) WHERE (SELECT s.receipt_id FROM pggit_audit.store_receipts s WHERE s.subject = 'commit' AND s.name = u.sha LIMIT 1) IS NULL
                            AND (SELECT r.commit_sha FROM pggit_audit.recorded_commits r WHERE r.commit_sha = u.sha LIMIT 1) IS NULL);
BEGIN
    INSERT INTO pggit_audit.store_receipts (subject, name, value)
    SELECT 'commit', c.name, c.value FROM pggit_audit.commit_receipts(ARRAY(SELECT f.sha FROM unnest(v_fresh) AS f (sha) EXCEPT SELECT o.sha FROM unnest(with_older_buckets) AS o (sha)), false) c
    UNION ALL
    SELECT 'commit', c.name, c.value FROM pggit_audit.commit_receipts(ARRAY(SELECT f.sha FROM unnest(v_fresh) AS f (sha) INTERSECT SELECT o.sha FROM unnest(with_older_buckets) AS o (sha))) c;
END
$$;
COMMENT ON FUNCTION pggit_audit.note_backfilled_commits(text[], text[]) IS 'The receipts of commits that are about to be recorded, ahead of note_commits. with_older_buckets: those of them that may use buckets which were there before; the others'' buckets need not be looked at one by one. What is left out here wrongly, store_receipts finds. Not for users. SECURITY DEFINER: nobody may write receipts. Not for users.';

CREATE FUNCTION pggit_audit.note_ref() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_setting('row_security') = 'off' AND pggit_audit.is_restored() THEN
        RETURN NULL;
    ELSIF TG_TABLE_NAME = 'refs' THEN
        IF TG_OP = 'TRUNCATE' THEN
            INSERT INTO pggit_audit.store_receipts (subject, name)
            SELECT 'ref', l.name FROM (SELECT DISTINCT ON (s.name) s.name, s.value FROM pggit_audit.store_receipts s WHERE s.subject = 'ref' ORDER BY s.name, s.receipt_id DESC) l WHERE l.value IS NOT NULL;
            RETURN NULL;
        END IF;
        IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND OLD.name IS DISTINCT FROM NEW.name THEN
            INSERT INTO pggit_audit.store_receipts (subject, name) VALUES ('ref', OLD.name);
        END IF;
        IF TG_OP <> 'DELETE' THEN
            INSERT INTO pggit_audit.store_receipts (subject, name, value) VALUES ('ref', NEW.name, NEW.target_sha || ' ' || NEW.type);
        END IF;
    ELSIF TG_OP = 'TRUNCATE' THEN
        INSERT INTO pggit_audit.store_receipts (subject, name) VALUES ('head', '1');
    ELSE
        IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND OLD.id IS DISTINCT FROM NEW.id THEN
            INSERT INTO pggit_audit.store_receipts (subject, name) VALUES ('head', OLD.id::text);
        END IF;
        IF TG_OP <> 'DELETE' THEN
            INSERT INTO pggit_audit.store_receipts (subject, name, value) VALUES ('head', NEW.id::text, concat(NEW.ref_name, ' ', NEW.direct_sha));
        END IF;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION pggit_audit.note_ref() IS 'Trigger of the store''s refs and head: notes every move. SECURITY DEFINER: whoever moves a ref needs no right on the audit tables.';

CREATE FUNCTION pggit_audit.attach_store_log(store_schema text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_table text;
    v_relation regclass;
    v_trigger text;
    v_missing text[];
BEGIN
    FOREACH v_table IN ARRAY ARRAY['refs', 'head'] LOOP
        v_relation := to_regclass(format('%I.%I', store_schema, v_table));
        CONTINUE WHEN v_relation IS NULL;
        -- One of the two may be gone alone.
        v_missing := ARRAY(SELECT u.name FROM unnest(ARRAY['pggit_audit_note_ref', 'pggit_audit_note_truncate']) AS u (name) WHERE NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = v_relation AND t.tgname = u.name));
        CONTINUE WHEN v_missing = '{}';
        FOREACH v_trigger IN ARRAY v_missing LOOP
            EXECUTE format(CASE v_trigger WHEN 'pggit_audit_note_ref' THEN 'CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION pggit_audit.note_ref()'
                                ELSE 'CREATE TRIGGER %I AFTER TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION pggit_audit.note_ref()' END, v_trigger, v_relation);
            EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', v_relation, v_trigger);
            EXECUTE format('ALTER TRIGGER %I ON %s DEPENDS ON EXTENSION pggit_audit', v_trigger, v_relation);
            EXECUTE format('COMMENT ON TRIGGER %I ON %s IS %L', v_trigger, v_relation, 'pgGit Audit: notes every move in the evidence log.');
        END LOOP;
        -- What was there before is noted as it is found.
        IF v_table = 'refs' THEN
            EXECUTE format('INSERT INTO pggit_audit.store_receipts (subject, name, value) SELECT ''ref'', r.name, r.target_sha || '' '' || r.type FROM %s r ORDER BY r.name', v_relation);
        ELSE
            EXECUTE format('INSERT INTO pggit_audit.store_receipts (subject, name, value) SELECT ''head'', h.id::text, concat(h.ref_name, '' '', h.direct_sha) FROM %s h', v_relation);
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION pggit_audit.attach_store_log(text) IS 'Puts the triggers that note moves on a store''s refs and head, and notes where they point now. Not for users: attach_store calls it.';

CREATE FUNCTION pggit_audit.check_store_receipts(OUT checked bigint, OUT failures text[])
-- Joined by hashing whatever the statistics say: of tables that were just filled they say that they are empty.
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET DateStyle = 'ISO, YMD' SET work_mem = '64MB' SET enable_nestloop = off SET jit = off AS $$
    WITH noted AS (
        SELECT DISTINCT ON (s.subject, s.name) s.subject, s.name, s.value FROM pggit_audit.store_receipts s ORDER BY s.subject, s.name, s.receipt_id DESC),
    -- Most commits brought blobs of their own time, and no buckets: theirs are found in one pass. Only the others are looked at one by one.
    single AS MATERIALIZED (
        SELECT c.commit_sha FROM pggit_audit.changes c JOIN @store@.objects o ON o.sha = c.commit_sha JOIN @store@.objects n ON n.sha = c.new_sha WHERE n.created_at IS DISTINCT FROM o.created_at
        UNION SELECT g.commit_sha FROM @store@.commit_graph g JOIN @store@.objects t ON t.sha = g.tree_sha AND t.type = 'tree' AND t.size <= 1200 AND starts_with(t.content, 'MDQwMDAwIC')),
    present AS (
        SELECT 'ref' AS subject, r.name, r.target_sha || ' ' || r.type AS value FROM @store@.refs r
        UNION ALL SELECT 'head', h.id::text, concat(h.ref_name, ' ', h.direct_sha) FROM @store@.head h
        UNION ALL SELECT 'commit', c.name, c.value FROM pggit_audit.commit_receipts(ARRAY(SELECT n.name FROM noted n JOIN single s ON s.commit_sha = n.name WHERE n.subject = 'commit')) c
        UNION ALL SELECT 'commit', g.commit_sha, pggit_audit.receipt_value(g.authored_at, g.committed_at, g.generation, o.created_at, g.tree_sha, t.created_at, NULL, NULL)
                  FROM noted n JOIN @store@.commit_graph g ON g.commit_sha = n.name JOIN @store@.objects o ON o.sha = g.commit_sha LEFT JOIN @store@.objects t ON t.sha = g.tree_sha
                  WHERE n.subject = 'commit' AND NOT EXISTS (SELECT FROM single s WHERE s.commit_sha = g.commit_sha))
    SELECT (SELECT count(*) FROM present),
        ARRAY(SELECT format('%s %s: noted %s, the store has %s', coalesce(n.subject, p.subject), coalesce(n.name, p.name), coalesce(n.value, 'nothing'), coalesce(p.value, 'nothing'))
              FROM noted n FULL JOIN present p ON p.subject = n.subject AND p.name = n.name WHERE p.value IS DISTINCT FROM n.value ORDER BY 1)
$$;

DO $$
BEGIN
    IF to_regclass('@store@.refs') IS NOT NULL AND NOT pggit_audit.is_restoring() THEN
        PERFORM pggit_audit.attach_store_log('@store@');
    END IF;
END
$$;
