-- One object: its DDL at a commit, compared between two, its versions and changes.
\ir include/prelude.sql
SELECT pg_temp.commit('c1', '{}', pg_temp.tree(
    'public.users', 'CREATE TABLE public.users (id integer)',
    'public.get_user(integer)', 'CREATE FUNCTION public.get_user(integer) RETURNS text LANGUAGE sql AS ''SELECT 1''',
    'public.get_user(text)', 'CREATE FUNCTION public.get_user(text) RETURNS text LANGUAGE sql AS ''SELECT 2''',
    'public.one(integer, text)', 'CREATE FUNCTION public.one(integer, text) RETURNS text LANGUAGE sql AS ''SELECT 3''',
    'public.noargs()', 'CREATE FUNCTION public.noargs() RETURNS text LANGUAGE sql AS ''SELECT 4''',
    'public.both', 'CREATE TABLE public.both ()',
    'public.both()', 'CREATE FUNCTION public.both() RETURNS int LANGUAGE sql AS ''SELECT 5''',
    'public."a.b"', 'CREATE TABLE public."a.b" ()',
    '"My.Schema"."T.1"', 'CREATE TABLE "My.Schema"."T.1" ()',
    '"My.Schema"."F x"(integer)', 'CREATE FUNCTION "My.Schema"."F x"(integer) RETURNS int LANGUAGE sql AS ''SELECT 6''',
    'public.Plain', 'CREATE TABLE public."Plain" ()',
    'trg on public.users', 'CREATE TRIGGER trg AFTER INSERT ON public.users EXECUTE FUNCTION f()',
    'trg on public.both', 'CREATE TRIGGER trg AFTER INSERT ON public.both EXECUTE FUNCTION f()',
    'pol on app.t', 'CREATE POLICY pol ON app.t',
    'app', 'CREATE SCHEMA app',
    'pgcrypto', 'CREATE EXTENSION pgcrypto',
    'public.100%_\x', 'CREATE TABLE public."100%_\x" ()')) \gset _
SELECT pg_temp.commit('c2', '{c1}', pg_temp.tree(
    'public.users', 'CREATE TABLE public.users (id bigint)',
    'public.get_user(integer)', 'CREATE FUNCTION public.get_user(integer) RETURNS text LANGUAGE sql AS ''SELECT 11''',
    'app', 'CREATE SCHEMA app', 'trg on public.users', 'CREATE TRIGGER trg AFTER UPDATE ON public.users EXECUTE FUNCTION f()')) \gset _
CREATE TEMPORARY TABLE asked (n serial, s text, o text);
INSERT INTO asked (s, o) VALUES ('public', 'users'), ('public', 'get_user'), ('public', 'get_user(text)'), ('public', 'get_user(bigint)'), ('public', 'one'), ('public', 'noargs'), ('public', 'noargs()'), ('public', 'both'), ('public', 'both()'),
    ('public', 'a.b'), ('My.Schema', 'T.1'), ('My.Schema', 'F x'), ('public', 'Plain'), ('public', 'plain'), ('public', 'trg'), ('app', 'pol'), (NULL, 'app'), (NULL, 'pgcrypto'), ('public', '100%_\x'), ('public', 'none'),
    ('none', 'users'), ('public', ''), ('', 'users'), ('public', 'Users'), ('PUBLIC', 'users'), (NULL, 'users'), ('public', NULL), ('public', 'user_'), ('public', '%'), ('public', 'trg on public.users'), (NULL, 'trg on public.users');
\echo '-- get_object_ddl_at_commit'
SELECT s, o, regexp_replace(pg_temp.try(format('SELECT pggit_audit.get_object_ddl_at_commit(''c1'', %L, %L)', s, o)), ' LANGUAGE sql|CREATE ', '', 'g') AS result FROM asked ORDER BY n;
SELECT pg_temp.try(format('SELECT pggit_audit.get_object_ddl_at_commit(%L, ''public'', ''users'')', x.c)) AS result FROM unnest(ARRAY['c2~1', 'c2', NULL, 'nothing']) WITH ORDINALITY AS x (c, n) ORDER BY x.n;
\echo '-- compare_object_versions: one row always'
SELECT a.s, a.o, c.old_ddl IS NULL AS no_old, c.new_ddl IS NULL AS no_new, c.has_changes, c.old_path, c.new_path
FROM asked a CROSS JOIN LATERAL pggit_audit.compare_object_versions('c1', 'c2', a.s, a.o) c WHERE a.o IN ('users', 'get_user(text)', 'app', 'none', 'noargs', 'T.1') AND coalesce(a.s, 'x') <> 'none' ORDER BY a.n;
SELECT * FROM pggit_audit.compare_object_versions('c2', 'c1', 'public', 'users');
SELECT * FROM pggit_audit.compare_object_versions('c1', 'c1', 'public', 'users');
SELECT left(pg_temp.try(format('SELECT pggit_audit.compare_object_versions(%L, %L, ''public'', %L)', x.a, x.b, x.o)), 60) AS result
FROM (VALUES (1, 'c1', 'c2', 'get_user'), (2, NULL, 'c2', 'users'), (3, 'c1', NULL, 'users'), (4, 'no', 'c2', 'users'), (5, 'c1', 'c2', NULL)) AS x (n, a, b, o) ORDER BY x.n;
\echo '-- a plain path of an existing store: schema.name as it is, also of a function'
SELECT pg_temp.commit('plain', '{}', pg_temp.foreign_tree('My.Schema.T', 'CREATE TABLE "My.Schema"."T" ()', 'public.f', 'CREATE FUNCTION public.f(a integer) RETURNS int LANGUAGE sql AS ''''', 'public.tr', 'CREATE TRIGGER tr AFTER INSERT ON public.x EXECUTE FUNCTION f()')) \gset _
SELECT pggit_audit.get_object_ddl_at_commit('plain', 'My.Schema', 'T') AS table, pggit_audit.get_object_ddl_at_commit('plain', 'public', 'f') AS function, pggit_audit.get_object_ddl_at_commit('plain', 'public', 'tr') AS trigger \gx
\echo '-- overloads under one plain path are not guessed'
SELECT pg_temp.commit('shared', '{}', pg_temp.foreign_tree('public.f', 'CREATE FUNCTION public.f(integer) RETURNS int LANGUAGE sql AS ''''', 'public.f', 'CREATE FUNCTION public.f(text) RETURNS int LANGUAGE sql AS ''''')) \gset _
SELECT left(pg_temp.try($$SELECT pggit_audit.get_object_ddl_at_commit('shared', 'public', 'f')$$), 5) AS shared_path;
\echo '-- a nested tree'
SELECT pg_temp.commit('nested', '{}', pggit_audit.create_tree(jsonb_build_array(jsonb_build_object('path', 'app', 'mode', '040000', 'sha', pg_temp.tree('t_1', 'CREATE TABLE app.t_1 ()', 'tx1', 'CREATE TABLE app.tx1 ()', 'f(integer)', 'CREATE FUNCTION app.f(integer) ...'))))) \gset _
SELECT pg_temp.try(format('SELECT pggit_audit.get_object_ddl_at_commit(''nested'', %L, %L)', x.s, x.o)) AS result FROM (VALUES (1, 'app', 't_1'), (2, 'app', 'f'), (3, 'app', 'f(integer)'), (4, 'other', 'tx1')) AS x (n, s, o) ORDER BY x.n;

\echo '-- get_current_version, get_object_changes, object_history'
SELECT x.s, x.o, v.version_number AS version, v.path, v.object_type, v.is_tombstone AS ends, right(v.definition, 22) AS definition, pg_temp.name(v.commit_sha) AS commit, v.created_at
FROM (VALUES (1, 'public', 'users'), (2, 'public', 'get_user'), (3, 'public', 'trg'), (4, 'public', 'both'), (5, 'My.Schema', 'T.1'), (6, 'public', 'none')) AS x (n, s, o)
CROSS JOIN LATERAL pggit_audit.get_current_version(x.s, x.o) v WHERE pg_temp.name(v.commit_sha) IN ('c1', 'c2') ORDER BY x.n, v.path COLLATE "C";
SELECT x.o, c.change_type, c.path, right(c.old_definition, 11) AS old, right(c.new_definition, 11) AS new, c.author, c.committed_at, c.commit_message, c.object_type, pg_temp.name(c.commit_sha) AS commit, c.verified
FROM (VALUES (1, 'public', 'users'), (2, 'public', 'get_user'), (3, 'public', 'none')) AS x (n, s, o) CROSS JOIN LATERAL pggit_audit.get_object_changes(x.s, x.o) c ORDER BY x.n, c.committed_at DESC, c.path COLLATE "C";
SELECT path, version_number AS version, change_type, is_tombstone AS ends, pg_temp.name(commit_sha) AS commit, author, created_at, verified FROM pggit_audit.object_history WHERE object_schema = 'public' AND object_name IN ('users', 'get_user') ORDER BY path COLLATE "C", version_number;
\echo '-- objects outside schemas: schema NULL'
SELECT v.path, v.version_number AS version FROM pggit_audit.get_current_version(NULL, 'app') v;
SELECT c.change_type, c.path FROM pggit_audit.get_object_changes(NULL, 'app') c;
\echo '-- views: an old commit is not recent; nothing is verified'
SELECT (SELECT count(*) FROM pggit_audit.recent_changes) AS recent, (SELECT count(*) FROM pggit_audit.unverified_changes) = (SELECT count(*) FROM pggit_audit.changes) AS all_unverified, (SELECT count(*) FROM pggit_audit.compliance_summary) AS summary;
SELECT pggit_audit.create_commit(pg_temp.tree('public.now', 'CREATE TABLE public.now ()'), NULL, 'now', 'Ada') IS NOT NULL AS made;
SELECT path, commit_message FROM pggit_audit.recent_changes;
