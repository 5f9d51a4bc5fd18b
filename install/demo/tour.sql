-- A short tour of pgGit Audit in psql, over the demo's data
--
-- What    what the quickstart prints at its end: the host, the v1 history taken over, who changed what between two commits,
--         an object's text then and now, a sign-off, a refused DELETE, and the integrity checks.
-- Use     psql -v ON_ERROR_STOP=1 -qX -f tour.sql     after v1_schema.sql, v1_recorder.sql, shop/*.sql and store.sql,
--         as a superuser or a member of pggit_audit_admin. It may be run again: the backfill then adds nothing.
-- Writes  the backfilled changes and one sign-off; nothing else.

\encoding UTF8
\pset pager off
\pset border 1
\pset null '-'
\pset footer off
SET TimeZone = 'UTC';
SET client_min_messages = warning;

\echo
\echo '== What runs Java in this server?'
\echo '   SELECT * FROM pggit_audit.host()'
\x on
SELECT * FROM pggit_audit.host();

\echo '== Take over the history of pgGit v1'
\echo '   SELECT * FROM pggit_audit.backfill_from_v1_history()'
SELECT * FROM pggit_audit.backfill_from_v1_history();
\x off

\echo '== What it became: changes, by kind of object'
SELECT object_type,
       count(*) FILTER (WHERE change_type = 'CREATE') AS "create",
       count(*) FILTER (WHERE change_type = 'ALTER')  AS "alter",
       count(*) FILTER (WHERE change_type = 'RENAME') AS "rename",
       count(*) FILTER (WHERE change_type = 'DROP')   AS "drop",
       count(*) AS changes
FROM pggit_audit.changes
WHERE backfilled_from_v1
GROUP BY object_type
ORDER BY changes DESC, object_type;

\echo '== Some of them: v1 knew functions as numbers and kept quotes in names; the DDL has the names'
SELECT object_type, object_schema AS schema, object_name AS name, change_type AS change,
       left(split_part(regexp_replace(coalesce(new_definition, old_definition), '^(\s*--[^\n]*\n)+', ''), E'\n', 1), 44) AS ddl
FROM pggit_audit.changes
WHERE backfilled_from_v1
  AND (object_type = 'FUNCTION' AND object_name IN ('order_total', 'FromErp')
       OR object_name IN ('Order Notes', 'v1.2 legacy', 'SKU_MAP', 'größentabelle'))
ORDER BY change_seq
LIMIT 12;

-- first parents from the tip of main, as git log --first-parent
CREATE TEMPORARY VIEW main_log AS
WITH RECURSIVE log AS (
    SELECT 0 AS back, c.* FROM pggit_v2.refs r JOIN pggit_v2.commit_graph c ON c.commit_sha = r.target_sha
    WHERE r.name = 'refs/heads/main'
    UNION ALL
    SELECT log.back + 1, c.* FROM log JOIN pggit_v2.commit_graph c ON c.commit_sha = log.parent_shas[1]
)
SELECT * FROM log;

\echo '== The branch main: every commit was recorded when it committed'
SELECT 'main' || coalesce('~' || nullif(l.back, 0), '') AS revision, left(l.commit_sha, 8) AS commit, to_char(l.committed_at, 'DD Mon HH24:MI') AS committed,
       split_part(l.author, ' ', 1) AS author,
       (SELECT count(*) FROM pggit_audit.changes c WHERE c.commit_sha = l.commit_sha) AS changes,
       left(split_part(l.message, E'\n', 1), 40) AS message
FROM main_log l
ORDER BY l.back;

\echo '== What differs since the merge?'
\echo '   extract_changes_between_commits(''main~3'', ''main'')'
SELECT object_type, object_schema AS schema, object_name AS name, change_type AS change, split_part(author, ' ', 1) AS author
FROM pggit_audit.extract_changes_between_commits('main~3', 'main')
ORDER BY object_schema, object_name, change_type;

\echo '== The table as it was released'
\echo '   get_object_ddl_at_commit(''v1.0'', ''public'', ''orders'')'
\pset format unaligned
\pset tuples_only on
SELECT pggit_audit.get_object_ddl_at_commit('v1.0', 'public', 'orders');
\pset tuples_only off
\pset format aligned

\echo
\echo '== Five commits ago and now'
\echo '   compare_object_versions(''main~5'', ''main'', ...)'
SELECT v.has_changes, d.side, btrim(d.line) AS line
FROM pggit_audit.compare_object_versions('main~5', 'main', 'public', 'orders') v
CROSS JOIN LATERAL (
    SELECT 'old' AS side, line FROM string_to_table(v.old_ddl, E'\n') line WHERE line <> ALL (string_to_array(v.new_ddl, E'\n'))
    UNION ALL
    SELECT 'new', line FROM string_to_table(v.new_ddl, E'\n') line WHERE line <> ALL (string_to_array(v.old_ddl, E'\n'))) d;

\echo '== The life of public.orders on main'
\echo '   SELECT ... FROM pggit_audit.object_history'
SELECT h.version_number AS version, h.change_type AS change, split_part(h.author, ' ', 1) AS author,
       left(h.commit_message, 62) AS commit_message
FROM pggit_audit.object_history h
JOIN main_log l USING (commit_sha)
WHERE h.object_schema = 'public' AND h.object_name = 'orders' AND h.object_type = 'TABLE'
ORDER BY h.version_number;

\echo '== Sign off the newest change'
\echo '   verify_change(change_id, ''PASSED'', ''...'')'
SELECT change_id FROM pggit_audit.unverified_changes
WHERE NOT backfilled_from_v1
ORDER BY committed_at DESC, change_seq DESC
LIMIT 1 \gset
SELECT pggit_audit.verify_change(:'change_id', 'PASSED', 'seen in the demo, ticket SHOP-42') AS signed \gset
SELECT c.object_name AS name, c.change_type AS change, l.verification_status AS status, l.verified_by, l.verification_notes AS notes
FROM pggit_audit.compliance_log l JOIN pggit_audit.changes c USING (change_id)
WHERE l.change_id = :'change_id';

\echo '== Nobody takes a change away, not even a superuser'
\echo '   DELETE FROM pggit_audit.changes WHERE ...'
\set ON_ERROR_STOP off
DELETE FROM pggit_audit.changes WHERE change_id = :'change_id';
\set ON_ERROR_STOP on
SELECT count(*) AS "still there" FROM pggit_audit.changes WHERE change_id = :'change_id';

\echo '== Is all of it whole and unchanged?'
\echo '   SELECT * FROM pggit_audit.validate_audit_integrity()'
SELECT check_name, status, left(details, 60) AS details FROM pggit_audit.validate_audit_integrity();

DROP VIEW main_log;
