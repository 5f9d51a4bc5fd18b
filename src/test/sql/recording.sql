-- Recording: the trigger at COMMIT, versions, ranges, gaps.
\ir include/prelude.sql
CREATE VIEW pg_temp.versions AS
SELECT v.path, v.object_type, v.life, v.version_number AS version, v.is_tombstone AS ends, v.definition, pg_temp.name(v.commit_sha) AS commit, v.created_at = c.committed_at AS time_is_commits
FROM pggit_audit.object_versions v JOIN pggit_audit.changes c USING (change_id) ORDER BY v.path COLLATE "C", v.version_number;
CREATE VIEW pg_temp.recorded AS
SELECT pg_temp.name(r.commit_sha) AS commit, pg_temp.name(r.parent_sha) AS parent, r.change_count AS n, r.tree_complete AS complete, r.recorded_by = session_user AS by_me,
       (SELECT string_agg(c.change_type || ' ' || c.path || coalesce(' from ' || c.old_path, ''), ', ' ORDER BY c.change_seq) FROM pggit_audit.changes c WHERE c.commit_sha = r.commit_sha) AS changes
FROM pggit_audit.recorded_commits r JOIN pggit_v2.commit_graph g USING (commit_sha) ORDER BY g.committed_at;
CREATE VIEW pg_temp.counts AS
SELECT (SELECT count(*) FROM pggit_v2.commit_graph) AS commits, (SELECT count(*) FROM pggit_audit.recorded_commits) AS recorded, (SELECT count(*) FROM pggit_audit.changes) AS changes,
       (SELECT count(*) FROM pggit_audit.object_versions) AS versions, (SELECT count(*) FROM pggit_audit.recording_gaps) AS gaps;

\echo '-- nothing before COMMIT, everything after; nothing of a rolled-back transaction or savepoint'
BEGIN;
SELECT pg_temp.commit('c1', '{}', pg_temp.tree('public.a', 'CREATE TABLE public.a ()', 'public.b', 'CREATE TABLE public.b ()')) \gset _
SELECT * FROM pg_temp.counts;
COMMIT;
SELECT * FROM pg_temp.counts;
BEGIN;
SELECT pg_temp.commit('gone', '{c1}', pg_temp.tree('public.a', 'CREATE TABLE public.a (gone int)')) \gset _
ROLLBACK;
BEGIN;
SELECT pg_temp.commit('c2', '{c1}', pg_temp.tree('public.a', 'CREATE TABLE public.a (two int)', 'public.b', 'CREATE TABLE public.b ()', 'public.c', 'CREATE TABLE public.c ()')) \gset _
SAVEPOINT s;
SELECT pg_temp.commit('gone', '{c2}', pg_temp.tree('public.a', 'CREATE TABLE public.a (gone int)')) \gset _
ROLLBACK TO s;
\echo '-- two commits in one transaction, one without a change'
SELECT pg_temp.commit('c3', '{c2}', pg_temp.tree('public.a', 'CREATE TABLE public.a (three int)', 'public.b2', 'CREATE TABLE public.b2 ()', 'public.c', 'CREATE TABLE public.c ()')) \gset _
SELECT pg_temp.commit('c4', '{c3}', pg_temp.tree('public.a', 'CREATE TABLE public.a (three int)', 'public.b2', 'CREATE TABLE public.b2 ()', 'public.c', 'CREATE TABLE public.c ()')) \gset _
COMMIT;
\echo '-- SET CONSTRAINTS records at once'
BEGIN;
SELECT pg_temp.commit('c5', '{c4}', pg_temp.tree('public.a', 'CREATE TABLE public.a (three int)', 'public.b2', 'CREATE TABLE public.b2 ()')) \gset _
SET CONSTRAINTS ALL IMMEDIATE;
SELECT * FROM pg_temp.counts;
COMMIT;
SELECT pg_temp.commit('c6', '{c5}', pg_temp.tree('public.a', 'CREATE TABLE public.a (three int)', 'public.b', 'CREATE TABLE public.b ()', 'public.c', 'CREATE TABLE public.c (again int)')) \gset _
\echo '-- a side branch and a merge: against the first parent'
SELECT pg_temp.commit('side', '{c1}', pg_temp.tree('public.a', 'CREATE TABLE public.a ()', 'public.b', 'CREATE TABLE public.b ()', 'public.s', 'CREATE TABLE public.s ()')) \gset _
SELECT pg_temp.commit('merge', '{c6,side}', pg_temp.tree('public.a', 'CREATE TABLE public.a (three int)', 'public.b', 'CREATE TABLE public.b ()', 'public.c', 'CREATE TABLE public.c (again int)', 'public.s', 'CREATE TABLE public.s ()')) \gset _
SELECT * FROM pg_temp.recorded;
SELECT * FROM pg_temp.versions;
SELECT c.path, c.change_type, c.old_definition, c.new_definition, c.author, c.committed_at, c.commit_message, c.verified, c.backfilled_from_v1, c.history_id FROM pggit_audit.changes c WHERE pg_temp.name(c.commit_sha) = 'c3' ORDER BY c.path COLLATE "C";
\echo '-- one row a version, none missing; change_id as extraction gives it'
SELECT count(*) AS paths, bool_and(g) AS gapless FROM (SELECT path, count(*) = max(version_number) AND min(version_number) = 1 AS g FROM pggit_audit.object_versions GROUP BY path) x;
SELECT count(*) AS ids, count(*) FILTER (WHERE e.change_id = c.change_id AND e.path = c.path) AS same FROM pggit_audit.recorded_commits r
CROSS JOIN LATERAL pggit_audit.extract_changes_between_commits(r.parent_sha, r.commit_sha) e LEFT JOIN pggit_audit.changes c USING (change_id);

\echo '-- process_commit_range: recorded already; no ancestor; unknown; NULL; the same twice'
SELECT x.o, x.n, regexp_replace(pg_temp.try(format('SELECT pggit_audit.process_commit_range(%L, %L)', pggit_audit_o, pggit_audit_n)), '[0-9a-f]{64}', '<sha>', 'g') AS result
FROM (VALUES (1, 'c1', 'c6'), (2, NULL, 'c6'), (3, 'c6', 'c1'), (4, 'side', 'c6'), (5, 'side', 'merge'), (6, 'c6', 'merge'), (7, 'c3', 'c3'), (8, 'c3~1', 'c3'), (9, 'c3', NULL), (10, NULL, NULL)) AS x (i, o, n)
CROSS JOIN LATERAL (SELECT x.o AS pggit_audit_o, x.n AS pggit_audit_n) y ORDER BY x.i;

\echo '-- record_on_commit off: commits become gaps; a range and record_missing_commits close them'
SELECT pggit_audit.set_setting('record_on_commit', 'off') \gset _
SELECT pg_temp.commit('g1', '{c6}', pg_temp.tree('public.a', 'CREATE TABLE public.a (g1 int)', 'public.b', 'CREATE TABLE public.b ()')) \gset _
SELECT pg_temp.commit('g2', '{g1}', pg_temp.tree('public.a', 'CREATE TABLE public.a (g2 int)', 'public.b', 'CREATE TABLE public.b ()')) \gset _
SELECT pg_temp.commit('g3', '{g2}', pg_temp.tree('public.a', 'CREATE TABLE public.a (g3 int)', 'public.b', 'CREATE TABLE public.b ()')) \gset _
SELECT pg_temp.commit('h1', '{side}', pg_temp.tree('public.a', 'CREATE TABLE public.a (h1 int)', 'public.b', 'CREATE TABLE public.b ()')) \gset _
SELECT pg_temp.name(commit_sha) AS commit, error_code, error_message, noticed_by = session_user AS by_me FROM pggit_audit.recording_gaps ORDER BY gap_id;
SELECT pggit_audit.set_setting('record_on_commit', 'on') \gset _
SELECT pggit_audit.process_commit_range('c6', 'g2') AS first, pggit_audit.process_commit_range('c6', 'g2') AS again, pggit_audit.process_commit_range('g1', 'g3') AS overlapping;
SELECT pggit_audit.record_missing_commits() AS missing, pggit_audit.record_missing_commits() AS again;
SELECT * FROM pg_temp.counts;
SELECT version, ends, definition, commit FROM pg_temp.versions WHERE path = 'public.a' AND version > 3;

\echo '-- on_record_failure fail (default): a commit that can not be recorded does not commit'
CREATE FUNCTION pg_temp.broken_tree(n int) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_tree text := pg_temp.tree('public.x', 'CREATE TABLE public.x (broken' || n || ' int)');
BEGIN
    UPDATE pggit_v2.objects SET content = encode(convert_to('no tree', 'UTF8'), 'base64') WHERE sha = v_tree;
    DELETE FROM pggit_v2.tree_entries WHERE tree_sha = v_tree;
    RETURN v_tree;
END
$$;
BEGIN;
SELECT pg_temp.commit('bad1', '{g3}', pg_temp.broken_tree(1)) \gset _
SELECT pg_temp.try('SET CONSTRAINTS ALL IMMEDIATE') AS refused;
ROLLBACK;
SELECT * FROM pg_temp.counts;
\echo '-- gap: it commits, with a WARNING, and a gap row says why'
SELECT pggit_audit.set_setting('on_record_failure', 'gap') \gset _
SET client_min_messages = error;
BEGIN;
SELECT pg_temp.commit('bad2', '{g3}', pg_temp.broken_tree(2)) \gset _
SELECT pg_temp.commit('good', '{g3}', pg_temp.tree('public.a', 'CREATE TABLE public.a (good int)', 'public.b', 'CREATE TABLE public.b ()')) \gset _
COMMIT;
SET client_min_messages = notice;
SELECT pg_temp.name(commit_sha) AS commit, error_code, error_message FROM pggit_audit.recording_gaps ORDER BY gap_id DESC LIMIT 1;
SELECT * FROM pg_temp.counts;
SELECT commit, changes FROM pg_temp.recorded WHERE commit IN ('bad2', 'good');
SELECT pg_temp.try('SELECT pggit_audit.record_missing_commits()') AS still_damaged;

\echo '-- settings: the newest holds, all are kept; wrong names and values'
SELECT name, value, set_by = session_user AS by_me FROM pggit_audit.settings ORDER BY setting_id;
SELECT pggit_audit.setting('record_on_commit') AS a, pggit_audit.setting('on_record_failure') AS b, pggit_audit.setting('allow_self_verification') AS c, pggit_audit.setting('no') AS d;
SELECT pg_temp.try($$SELECT pggit_audit.set_setting('no', 'on')$$) AS wrong_name, pg_temp.try($$SELECT pggit_audit.set_setting('record_on_commit', 'perhaps')$$) AS wrong_value \gx
SELECT pg_temp.try($$SELECT pggit_audit.set_setting('on_record_failure', NULL)$$) AS null_value, pg_temp.try($$SELECT pggit_audit.set_setting(NULL, 'on')$$) AS null_name \gx
