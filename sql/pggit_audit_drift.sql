-- Completeness: live catalogs against HEAD, and whether the records explain a difference.
-- Needs:   pggit_audit_capture_switch.sql.
-- Who:     pggit_audit_reader, with the rights to read the catalogs.

CREATE FUNCTION pggit_audit.find_drift()
RETURNS TABLE (path text, difference text, object_type text, old_definition text, new_definition text, is_explained boolean, explanation text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET jit = off AS $$
#variable_conflict use_column
DECLARE
    v_tree text := (SELECT g.tree_sha FROM @store@.commit_graph g WHERE g.commit_sha = (pggit_audit.capture_branch()).head_sha);
    v_paths text[];
    v_shas text[];
    v_types text[];
    v_definitions text[];
    v_off text := (SELECT format('capture was switched off by %s at %s: %s', s.switched_by, s.switched_at, s.reason) FROM pggit_audit.capture_switches s
                   WHERE NOT s.enabled AND s.switch_id = (SELECT max(l.switch_id) FROM pggit_audit.capture_switches l));
BEGIN
    SELECT array_agg(c.path), array_agg(pggit_audit.object_sha('blob', c.definition)), array_agg(c.object_type), array_agg(c.definition) INTO v_paths, v_shas, v_types, v_definitions FROM pggit_audit.catalog_objects() c;
    RETURN QUERY
    WITH live AS (SELECT * FROM unnest(v_paths, v_shas, v_types, v_definitions) AS n (path, sha, type, definition)),
    head AS (SELECT b.path, b.object_sha AS sha FROM pggit_audit.list_tree(v_tree) b WHERE v_tree IS NOT NULL),
    differing AS (SELECT coalesce(n.path, h.path) AS path, CASE WHEN h.path IS NULL THEN 'not in HEAD' WHEN n.path IS NULL THEN 'not in the database' ELSE 'differs' END AS difference,
                         n.type, h.sha, n.definition FROM live n FULL JOIN head h ON h.path = n.path WHERE n.sha IS DISTINCT FROM h.sha)
    SELECT d.path, d.difference, coalesce(d.type, (SELECT v.object_type FROM pggit_audit.object_versions v WHERE v.path = d.path ORDER BY v.version_number DESC LIMIT 1)), o.content, d.definition,
           coalesce(v_off, g.explanation) IS NOT NULL, coalesce(v_off, g.explanation)
    FROM differing d LEFT JOIN LATERAL (SELECT q.content FROM @store@.objects q WHERE q.sha = d.sha OFFSET 0) o ON true
    LEFT JOIN LATERAL (SELECT format('capture failed at %s (%s): %s', f.noticed_at, f.error_code, f.error_message) AS explanation FROM pggit_audit.capture_gaps f
                       WHERE f.kind = 'FAILED' AND f.noticed_at > coalesce((SELECT max(k.captured_at) FROM pggit_audit.captured_commits k WHERE k.kind = 'SNAPSHOT'), '-infinity')
                         AND (d.path = ANY (f.object_identities) OR substr(d.path, strpos(d.path, ' ') + 1) = ANY (f.object_identities)) ORDER BY f.gap_id DESC LIMIT 1) g ON true
    ORDER BY d.path COLLATE "C";
END
$$;
COMMENT ON FUNCTION pggit_audit.find_drift() IS 'What differs between the database and HEAD: path, difference (not in HEAD, not in the database, differs), the DDL of HEAD (old) and of the database (new). No row: HEAD is the database. is_explained: a record tells why (capture switched off, a FAILED gap); else nobody recorded why: event triggers that were off or disabled, a restored dump, a role renamed, a hand in the catalogs. commit_schema() closes it. Reads all catalogs.';
