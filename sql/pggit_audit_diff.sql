-- Diff in psql: what leads from one commit to another, with texts, in words, and what to mind.
-- Needs:   extraction, Java.
-- Who:     pggit_audit_reader.

CREATE FUNCTION pggit_audit.diff_commits(old_commit text, new_commit text)
RETURNS TABLE (change_type text, object_type text, path text, old_path text, summary text, risk text, diff text)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_changes record;
    v_batch record;
    v_block bytea;
BEGIN
    SELECT array_agg(e.change_type ORDER BY e.path COLLATE "C") AS kinds, array_agg(e.object_type ORDER BY e.path COLLATE "C") AS types, array_agg(e.path ORDER BY e.path COLLATE "C") AS paths, array_agg(e.old_path ORDER BY e.path COLLATE "C") AS old_paths,
           array_agg(e.old_definition ORDER BY e.path COLLATE "C") AS olds, array_agg(e.new_definition ORDER BY e.path COLLATE "C") AS news INTO v_changes
    FROM pggit_audit.extract_changes_between_commits(old_commit, new_commit) e;
    IF v_changes.paths IS NULL THEN
        RETURN;
    END IF;
    PERFORM pggit_audit.host_ready();
    -- In batches of about 8 MB: between them the call can be cancelled.
    FOR v_batch IN
        SELECT min(x.n)::int AS first, max(x.n)::int AS last
        FROM (SELECT u.n, sum(coalesce(octet_length(u.old), 0) + coalesce(octet_length(u.new), 0) + 100) OVER (ORDER BY u.n) / 8000000 AS batch FROM unnest(v_changes.olds, v_changes.news) WITH ORDINALITY AS u (old, new, n)) x
        GROUP BY x.batch ORDER BY 1
    LOOP
        SELECT array_send(array_agg(ARRAY[convert_to(u.type, 'UTF8'), convert_to(u.path, 'UTF8'), convert_to(u.old, 'UTF8'), convert_to(u.new, 'UTF8')] ORDER BY u.n)) INTO v_block
        FROM unnest(v_changes.types[v_batch.first:v_batch.last], v_changes.paths[v_batch.first:v_batch.last], v_changes.olds[v_batch.first:v_batch.last], v_changes.news[v_batch.first:v_batch.last]) WITH ORDINALITY AS u (type, path, old, new, n);
        v_block := pggit_audit.block_check(pggit_audit.java_diff_commits(v_block));
        RETURN QUERY
        SELECT v_changes.kinds[u.n], v_changes.types[u.n], v_changes.paths[u.n], v_changes.old_paths[u.n], u.summary, u.risk,
               '--- ' || CASE WHEN v_changes.kinds[u.n] = 'CREATE' THEN '/dev/null' ELSE coalesce(v_changes.old_paths[u.n], v_changes.paths[u.n]) END || E'\n+++ '
               || CASE WHEN v_changes.kinds[u.n] = 'DROP' THEN '/dev/null' ELSE v_changes.paths[u.n] END || E'\n' || u.diff
        FROM (SELECT v_batch.first + x.n - 1 AS n, x.diff, x.summary, x.risk
              FROM unnest(pggit_audit.block_column(v_block, 1), pggit_audit.block_column(v_block, 2), pggit_audit.block_column(v_block, 3)) WITH ORDINALITY AS x (diff, summary, risk, n)) u ORDER BY u.n;
    END LOOP;
END
$$;
COMMENT ON FUNCTION pggit_audit.diff_commits(text, text) IS 'extract_changes_between_commits for people: for each change a summary (+ column email text, ~ type of total: integer -> bigint), a risk (drops data, rewrites the table, blocks writes; NULL for none of them) and a unified diff of the DDL. The risk is what a change of this kind does as a rule: the texts do not say how it was carried out. Errors as extract_changes_between_commits.';
