-- Nobody changes what is recorded; who may do what; verify_change.
\ir include/prelude.sql
SET client_min_messages = warning;
DROP ROLE IF EXISTS pggit_test_plain, pggit_test_reader, pggit_test_auditor, pggit_test_admin;
CREATE ROLE pggit_test_plain LOGIN;
CREATE ROLE pggit_test_reader LOGIN IN ROLE pggit_audit_reader;
CREATE ROLE pggit_test_auditor LOGIN IN ROLE pggit_audit_auditor;
CREATE ROLE pggit_test_admin LOGIN IN ROLE pggit_audit_admin;
-- The first line of what a command gives; ok leaves no trace behind.
CREATE FUNCTION pg_temp.outcome(command text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_result text;
BEGIN
    BEGIN
        v_result := pg_temp.try(command);
        RAISE EXCEPTION USING ERRCODE = 'ZZ999';
    EXCEPTION WHEN SQLSTATE 'ZZ999' THEN
        RETURN split_part(v_result, E'\n', 1);
    END;
END
$$;
SELECT pg_temp.commit('c1', '{}', pg_temp.tree('public.a', 'CREATE TABLE public.a ()', 'public.b', 'CREATE TABLE public.b ()', 'public.c', 'CREATE TABLE public.c ()', 'public.d', 'CREATE TABLE public.d ()')) \gset _
SELECT pg_temp.commit('own', '{c1}', pg_temp.tree('public.o', 'CREATE TABLE public.o ()'), 'PGGIT_TEST_Auditor <x@example.org>') \gset _
SELECT change_id AS a FROM pggit_audit.changes WHERE path = 'public.a' AND change_type = 'CREATE' \gset
SELECT change_id AS b FROM pggit_audit.changes WHERE path = 'public.b' AND change_type = 'CREATE' \gset
SELECT change_id AS c FROM pggit_audit.changes WHERE path = 'public.c' AND change_type = 'CREATE' \gset
SELECT change_id AS o FROM pggit_audit.changes WHERE path = 'public.o' \gset

\echo '-- the superuser and owner: UPDATE, DELETE, TRUNCATE of every table, in a replica session too'
CREATE TEMPORARY TABLE tables (n int, t text, c text);
INSERT INTO tables VALUES (1, 'changes', 'author = author'), (2, 'object_versions', 'definition = definition'), (3, 'compliance_log', 'verification_notes = NULL'), (4, 'recorded_commits', 'change_count = 0'), (5, 'recording_gaps', 'error_message = NULL'), (6, 'settings', 'value = NULL');
SELECT t.t, pg_temp.outcome(format('UPDATE pggit_audit.%I SET %s', t.t, t.c)) AS update, pg_temp.outcome(format('DELETE FROM pggit_audit.%I', t.t)) AS delete, pg_temp.outcome(format('TRUNCATE pggit_audit.%I CASCADE', t.t)) AS truncate FROM tables t ORDER BY n \gx
SET session_replication_role = replica;
SELECT count(*) FILTER (WHERE r LIKE 'PA006: % is refused: the audit trail is append-only') AS refused, count(*) AS all FROM tables t CROSS JOIN LATERAL unnest(ARRAY[pg_temp.outcome(format('UPDATE pggit_audit.%I SET %s', t.t, t.c)), pg_temp.outcome(format('DELETE FROM pggit_audit.%I', t.t)), pg_temp.outcome(format('TRUNCATE pggit_audit.%I CASCADE', t.t))]) AS x (r);
SET session_replication_role = DEFAULT;
\echo '-- UPDATE of changes: no column, and verified neither there nor back; by MERGE and ON CONFLICT neither'
SELECT x.c, pg_temp.outcome(format('UPDATE pggit_audit.changes SET %s WHERE change_id = %L', x.c, :'a')) AS result
FROM unnest(ARRAY['verified = true', 'verified = false', 'new_definition = ''forged''', 'author = ''x''', 'committed_at = now()', 'change_id = gen_random_uuid()', 'change_type = ''DROP'', new_definition = NULL', 'change_seq = DEFAULT']) WITH ORDINALITY AS x (c, n) ORDER BY x.n;
SELECT pg_temp.outcome(format('MERGE INTO pggit_audit.changes c USING (SELECT 1) s ON c.change_id = %L WHEN MATCHED THEN DELETE', :'a')) AS merge,
       pg_temp.outcome($$INSERT INTO pggit_audit.recorded_commits SELECT commit_sha, parent_sha, tree_sha, tree_complete, 99 FROM pggit_audit.recorded_commits ON CONFLICT (commit_sha) DO UPDATE SET change_count = 99$$) AS on_conflict \gx
SELECT replace(pg_temp.try(format('UPDATE pggit_audit.changes SET verified = true WHERE change_id = %L', :'a')), 'user: ' || session_user, 'user: <me>') AS whole_error;
\echo '-- what is no change is not taken'
SELECT x.n, substring(pg_temp.outcome(format('INSERT INTO pggit_audit.changes (change_id, commit_sha, path, object_name, object_type, change_type, old_definition, new_definition) VALUES (gen_random_uuid(), %s)', x.v)) FROM '^(.*?)( of relation .*)?$') AS result
FROM (VALUES (1, '''x'', ''p'', ''n'', ''table'', ''CREATE'', NULL, ''d'''), (2, '''x'', ''p'', ''n'', ''TABLE'', ''BANANA'', NULL, ''d'''), (3, '''x'', ''p'', ''n'', ''TABLE'', ''CREATE'', ''d'', ''d'''), (4, '''x'', ''p'', ''n'', ''TABLE'', ''DROP'', ''d'', ''d'''),
             (5, 'NULL, ''p'', ''n'', ''TABLE'', ''DROP'', ''d'', NULL'), (6, '''x'', ''p'', NULL, ''TABLE'', ''DROP'', ''d'', NULL'), (7, '''x'', NULL, ''n'', ''TABLE'', ''DROP'', ''d'', NULL')) AS x (n, v) ORDER BY x.n;

\echo '-- what each role may'
CREATE TEMPORARY TABLE attempts (n serial, what text, command text);
INSERT INTO attempts (what, command) VALUES
('read changes', 'SELECT count(*) > 0 FROM pggit_audit.changes'), ('read the log', 'SELECT count(*) FROM pggit_audit.compliance_log'), ('read views', 'SELECT count(*) FROM pggit_audit.object_history WHERE false'), ('read the store', 'SELECT count(*) > 0 FROM pggit_v2.objects'),
('extract', 'SELECT count(*) FROM pggit_audit.extract_changes_between_commits(NULL, ''c1'')'), ('object at commit', 'SELECT pggit_audit.get_object_ddl_at_commit(''c1'', ''public'', ''a'')'), ('parse_ddl', 'SELECT object_type FROM pggit_audit.parse_ddl(''CREATE TABLE t ()'')'),
('validate', 'SELECT count(*) > 10 FROM pggit_audit.validate_audit_integrity()'), ('host', 'SELECT count(*) FROM pggit_audit.host()'), ('verify', format('SELECT pggit_audit.verify_change(%L, ''PASSED'')', :'a')),
('write a log row', format('INSERT INTO pggit_audit.compliance_log (change_id, verification_status) VALUES (%L, ''PASSED'')', :'a')), ('write a version', 'INSERT INTO pggit_audit.object_versions SELECT * FROM pggit_audit.object_versions WHERE false'),
('write a setting', 'INSERT INTO pggit_audit.settings (name, value) VALUES (''record_on_commit'', ''off'')'), ('set_setting', 'SELECT pggit_audit.set_setting(''record_on_commit'', ''on'')'), ('set jvm_options', 'SELECT pggit_audit.set_setting(''jvm_options'', ''-XX:OnError=evil'')'),
('update changes', 'UPDATE pggit_audit.changes SET verified = true'), ('delete changes', 'DELETE FROM pggit_audit.changes'), ('truncate', 'TRUNCATE pggit_audit.changes CASCADE'), ('lock', 'LOCK TABLE pggit_audit.changes IN ACCESS EXCLUSIVE MODE'),
('for update', 'SELECT change_id FROM pggit_audit.changes LIMIT 1 FOR UPDATE'), ('disable a guard', 'ALTER TABLE pggit_audit.changes DISABLE TRIGGER ALL'), ('replica', 'SET session_replication_role = replica'),
('create a blob', 'SELECT pggit_audit.create_blob(''role test'') IS NOT NULL'), ('store blob', 'SELECT pggit_v2.create_blob(''role test'') IS NOT NULL'), ('delete a blob', 'DELETE FROM pggit_v2.objects'), ('process range', 'SELECT pggit_audit.process_commit_range(NULL, ''c1'')'),
('record missing', 'SELECT pggit_audit.record_missing_commits()'), ('record_versions', 'SELECT pggit_audit.record_versions(''{}'')'), ('attach', 'SELECT pggit_audit.attach_store()'), ('backfill', 'SELECT pggit_audit.backfill_from_v1_history()');
GRANT SELECT ON attempts TO PUBLIC;
CREATE TEMPORARY TABLE answers (n int, role text, answer text);
GRANT INSERT ON answers TO PUBLIC;
SET SESSION AUTHORIZATION pggit_test_plain;
INSERT INTO answers SELECT n, session_user, pg_temp.outcome(command) FROM attempts ORDER BY n;
SET SESSION AUTHORIZATION pggit_test_reader;
INSERT INTO answers SELECT n, session_user, pg_temp.outcome(command) FROM attempts ORDER BY n;
SET SESSION AUTHORIZATION pggit_test_auditor;
INSERT INTO answers SELECT n, session_user, pg_temp.outcome(command) FROM attempts ORDER BY n;
SET SESSION AUTHORIZATION pggit_test_admin;
INSERT INTO answers SELECT n, session_user, pg_temp.outcome(command) FROM attempts ORDER BY n;
RESET SESSION AUTHORIZATION;
SELECT t.what, max(left(answer, 5)) FILTER (WHERE role LIKE '%plain') AS plain, max(left(answer, 5)) FILTER (WHERE role LIKE '%reader') AS reader, max(left(answer, 5)) FILTER (WHERE role LIKE '%auditor') AS auditor, max(left(answer, 5)) FILTER (WHERE role LIKE '%admin') AS admin
FROM answers JOIN attempts t USING (n) GROUP BY n, t.what ORDER BY n;
SELECT count(*) FILTER (WHERE has_function_privilege('pggit_test_plain', p.oid, 'EXECUTE')) AS functions_for_public FROM pg_proc p WHERE p.pronamespace IN ('pggit_audit'::regnamespace, 'pggit_v2'::regnamespace);

\echo '-- whoever may write the store is recorded, without a right on the audit tables'
GRANT USAGE ON SCHEMA pggit_v2 TO pggit_test_plain;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA pggit_v2 TO pggit_test_plain;
SET SESSION AUTHORIZATION pggit_test_plain;
INSERT INTO pggit_v2.objects (sha, type, size, content) VALUES (repeat('e', 64), 'commit', 0, '');
INSERT INTO pggit_v2.commit_graph SELECT repeat('e', 64), '{}', tree_sha, 0, 'plain', 'plain', '2024-01-01', '2024-01-01', 'by hand' FROM pggit_v2.commit_graph WHERE message = 'commit own';
RESET SESSION AUTHORIZATION;
SELECT c.path, c.change_type, c.author, r.recorded_by FROM pggit_audit.changes c JOIN pggit_audit.recorded_commits r USING (commit_sha) WHERE c.commit_sha = repeat('e', 64);

\echo '-- verify_change by an auditor'
SET SESSION AUTHORIZATION pggit_test_auditor;
SELECT x.i, regexp_replace(pg_temp.try(format('SELECT pggit_audit.verify_change(%L, %L, %L)', x.id, x.s, x.note)), '( at )[-0-9: .+]+\.', '\1<time>.') AS result
FROM (VALUES (1, :'a', 'PASSED', 'looked at it'), (2, :'a', 'PASSED', NULL), (3, :'a', 'FAILED', NULL), (4, :'b', 'FAILED', 'no ticket'), (5, :'b', 'PENDING', NULL), (6, :'b', 'PASSED', 'now there is one'), (7, :'c', 'NONSENSE', NULL), (8, :'c', NULL, NULL), (9, :'c', 'passed', NULL),
             (10, '00000000-0000-0000-0000-000000000000', 'PASSED', NULL), (11, NULL, 'PASSED', NULL), (12, :'o', 'PASSED', NULL), (13, :'c', 'postgres', NULL), (14, :'c', 'pggit_test_auditor', 'old form')) AS x (i, id, s, note) ORDER BY x.i;
RESET SESSION AUTHORIZATION;
SELECT c.path, c.verified, l.verification_status, l.verified_by, l.verification_notes FROM pggit_audit.changes c LEFT JOIN pggit_audit.compliance_log l USING (change_id) WHERE c.path ~ '[abcdo]$' AND c.change_type = 'CREATE' AND c.author <> 'plain' ORDER BY c.path COLLATE "C", l.verified_at;
SELECT verification_status, verifications, changes, verifiers FROM pggit_audit.compliance_summary ORDER BY verification_status COLLATE "C";
SELECT path FROM pggit_audit.unverified_changes WHERE change_type = 'CREATE' AND author <> 'plain' ORDER BY path COLLATE "C";
\echo '-- own changes with the setting on'
SELECT pggit_audit.set_setting('allow_self_verification', 'on') \gset _
SET SESSION AUTHORIZATION pggit_test_auditor;
SELECT pggit_audit.verify_change(:'o', 'PASSED') AS own;
RESET SESSION AUTHORIZATION;
\echo '-- verified stays verified'
SELECT pg_temp.outcome(format('UPDATE pggit_audit.changes SET verified = %s WHERE change_id = %L', v, :'a')) AS result FROM unnest(ARRAY['false', 'true']) AS v;
REVOKE ALL ON ALL TABLES IN SCHEMA pggit_v2 FROM pggit_test_plain;
REVOKE ALL ON SCHEMA pggit_v2 FROM pggit_test_plain;
DROP ROLE pggit_test_plain, pggit_test_reader, pggit_test_auditor, pggit_test_admin;
