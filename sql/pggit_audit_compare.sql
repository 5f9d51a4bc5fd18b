-- Two trees as recording compares them: nearly always flat, wholly in tree_entries, and all but the same.
-- Needs:   compare_trees (pggit_audit_tree_diff.sql).
-- Who:     pggit_audit_reader; called by record_changes and derive_changes.

CREATE FUNCTION pggit_audit.compare_entries(old_tree text, new_tree text, INOUT old_complete boolean, INOUT new_complete boolean, OUT differences pggit_audit.tree_difference[])
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_hashjoin = on SET enable_mergejoin = off SET enable_seqscan = off
SET max_parallel_workers_per_gather = 0 SET jit = off SET work_mem = '32MB' AS $$
DECLARE
    v_known boolean := old_complete;
    v_size bigint;
    v_old_size bigint := 0;
BEGIN
    -- Buckets are read from the text, and a damaged one has no rows either.
    IF NOT EXISTS (SELECT FROM @store@.tree_entries t WHERE t.tree_sha = new_tree) OR old_tree IS NOT NULL AND NOT EXISTS (SELECT FROM @store@.tree_entries t WHERE t.tree_sha = old_tree) THEN
        SELECT c.old_complete, c.new_complete, c.differences INTO old_complete, new_complete, differences FROM pggit_audit.compare_trees(old_tree, new_tree, old_complete, new_complete) c;
        RETURN;
    ELSIF old_tree IS NULL OR old_complete THEN
        old_complete := true;
        v_old_size := CASE WHEN old_tree IS NULL THEN 0 ELSE (SELECT b.size FROM @store@.objects b WHERE b.sha = old_tree) END;
        SELECT array_agg(ROW(coalesce(o.path, n.path), o.mode, o.object_sha, n.mode, n.object_sha, false)::pggit_audit.tree_difference) INTO differences
        FROM (SELECT t.path, t.mode, t.object_sha FROM @store@.tree_entries t WHERE t.tree_sha = old_tree) o
        FULL JOIN (SELECT t.path, t.mode, t.object_sha FROM @store@.tree_entries t WHERE t.tree_sha = new_tree) n ON o.path COLLATE "C" = n.path COLLATE "C"
        WHERE o.object_sha IS DISTINCT FROM n.object_sha OR o.mode IS DISTINCT FROM n.mode;
    ELSIF old_complete IS NULL THEN
        v_old_size := (SELECT b.size FROM @store@.objects b WHERE b.sha = old_tree);
        SELECT coalesce(sum(octet_length(o.path) + 73), 0),
               array_agg(ROW(coalesce(o.path, n.path), o.mode, o.object_sha, n.mode, n.object_sha, false)::pggit_audit.tree_difference)
                   FILTER (WHERE o.object_sha IS DISTINCT FROM n.object_sha OR o.mode IS DISTINCT FROM n.mode)
        INTO v_size, differences
        FROM (SELECT t.path, t.mode, t.object_sha FROM @store@.tree_entries t WHERE t.tree_sha = old_tree) o
        FULL JOIN (SELECT t.path, t.mode, t.object_sha FROM @store@.tree_entries t WHERE t.tree_sha = new_tree) n ON o.path COLLATE "C" = n.path COLLATE "C";
        old_complete := v_size = v_old_size;
    END IF;
    IF old_complete AND new_complete IS NULL THEN
        -- What both have was counted on the one side: the other is as long, but for what differs.
        new_complete := (SELECT b.size FROM @store@.objects b WHERE b.sha = new_tree) = v_old_size
            + coalesce((SELECT sum(CASE WHEN d.new_sha IS NULL THEN 0 ELSE octet_length(d.path) + 73 END) - sum(CASE WHEN d.old_sha IS NULL THEN 0 ELSE octet_length(d.path) + 73 END) FROM unnest(differences) AS d), 0);
    END IF;
    IF old_complete AND new_complete THEN
        RETURN;
    END IF;
    -- Paths that are not ASCII, entries that tree_entries lacks, trees that are lost: all of that is told apart there.
    SELECT c.old_complete, c.new_complete, c.differences INTO old_complete, new_complete, differences
    FROM pggit_audit.compare_trees(old_tree, new_tree, v_known, nullif(new_complete, false)) c;
END
$$;
COMMENT ON FUNCTION pggit_audit.compare_entries(text, text, boolean, boolean) IS 'compare_trees at half of its cost where both trees are in tree_entries and their paths are ASCII, which is nearly always; else compare_trees. old_complete, new_complete as there. Error PA007: a tree is lost or damaged.';

CREATE FUNCTION pggit_audit.differing_blobs(differences pggit_audit.tree_difference[], OUT paths text[], OUT old_shas text[], OUT new_shas text[], OUT shared boolean[])
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    SELECT array_agg(c.path), array_agg(c.old_sha), array_agg(c.new_sha), array_agg(c.is_shared) INTO paths, old_shas, new_shas, shared
    FROM (SELECT t.path, t.old_sha, t.new_sha, t.is_shared FROM pggit_audit.nested_differences(differences) t WHERE t.old_sha IS DISTINCT FROM t.new_sha ORDER BY t.path COLLATE "C") c;
END
$$;
COMMENT ON FUNCTION pggit_audit.differing_blobs(pggit_audit.tree_difference[]) IS 'What differs between two trees, through nested ones, in byte order of the paths and without what differs in mode alone; NULL for nothing.';
