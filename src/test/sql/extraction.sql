-- extract_changes_between_commits: names, types, commits (reference/pggit-audit-today.md, section 5).
\ir include/prelude.sql
CREATE FUNCTION pg_temp.changes(old_commit text, new_commit text)
RETURNS TABLE (change text, object_type text, object_schema text, object_name text, path text, old_path text) LANGUAGE sql AS $$
    SELECT c.change_type, c.object_type, c.object_schema, c.object_name, c.path, c.old_path
    FROM pggit_audit.extract_changes_between_commits(old_commit, new_commit) c ORDER BY c.path COLLATE "C", c.change_type
$$;

\echo '-- names come from the text, then from the path; quoted names with dots; arguments with schemas; paths of one, three and four parts'
SELECT pg_temp.commit('names', '{}', pg_temp.tree(
    'public."a.b"', 'CREATE TABLE public."a.b" (id integer);',
    '"My.Schema"."T.1"', 'CREATE TABLE "My.Schema"."T.1" (id integer);',
    'public.f(app.mytype)', 'CREATE FUNCTION public.f(x app.mytype) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;',
    'public.f(integer)', 'CREATE FUNCTION public.f(x integer) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;',
    'public.t', 'CREATE TABLE public.t (id integer);',
    'public.t.trg', 'CREATE TRIGGER trg AFTER INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.f();',
    'trg2 on public.t', 'CREATE TRIGGER trg2 AFTER INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.f();',
    'a.b.c.d', 'no DDL at all',
    'users', 'CREATE TABLE users (id integer);',
    'pgcrypto', 'CREATE EXTENSION pgcrypto WITH SCHEMA public;',
    'app', 'CREATE SCHEMA app;',
    'unreadable', 'this is nothing',
    'public.gone', 'this is nothing',
    '"Quoted ""x"" (1)"."on "', 'CREATE VIEW "Quoted ""x"" (1)"."on " AS SELECT 1;',
    'public.upper', 'CREATE TABLE PUBLIC.Upper (id integer);',
    'public.täble', 'CREATE TABLE public."täble" (naïve text DEFAULT ''😀'');',
    'public.back', 'CREATE FUNCTION public.back(x text) RETURNS boolean LANGUAGE sql AS $$ SELECT x ~ ''^\d+\.\101$'' $$;')) \gset _
SELECT * FROM pg_temp.changes(NULL, 'names');
SELECT new_definition FROM pggit_audit.extract_changes_between_commits(NULL, 'names') WHERE path IN ('public.back', 'public.täble') ORDER BY path COLLATE "C";

\echo '-- types, whatever the letters, spaces and comments'
SELECT pg_temp.commit('types', '{}', pg_temp.tree(
    's.01', 'create table s.x (id integer)', 's.02', E'\n\n  CREATE  TABLE s.x (id integer)', 's.03', E'-- a comment; CREATE VIEW no\nCREATE OR REPLACE FUNCTION s.x() RETURNS integer LANGUAGE sql AS ''SELECT 1''',
    's.04', '/* /* nested */ CREATE TABLE */ CREATE UNIQUE INDEX x ON s.t (id)', 's.05', 'CREATE MATERIALIZED VIEW s.x AS SELECT 1', 's.06', 'CREATE TYPE s.x AS ENUM (''a'')',
    's.07', 'CREATE SEQUENCE s.x', 's.08', 'CREATE TRIGGER x BEFORE INSERT ON s.t EXECUTE FUNCTION f()', 's.09', 'CREATE PROCEDURE s.x() LANGUAGE sql AS ''''',
    's.10', 'CREATE SCHEMA x', 's.11', 'CREATE EXTENSION x', 's.12', 'CREATE UNLOGGED TABLE s.x (id integer)', 's.13', 'CREATE DOMAIN s.x AS text', 's.14', 'CREATE AGGREGATE s.x (integer) (SFUNC = f, STYPE = integer)',
    's.15', 'CREATE FOREIGN TABLE s.x (id integer) SERVER y', 's.16', 'CREATE POLICY x ON s.t', 's.17', 'CREATE RULE x AS ON INSERT TO s.t DO NOTHING', 's.18', 'CREATE EVENT TRIGGER x ON sql_drop EXECUTE FUNCTION f()',
    's.19', 'CREATE RECURSIVE VIEW s.x (n) AS SELECT 1', 's.20', 'CREATE TABLESPACE x LOCATION ''/x''', 's.21', 'CREATE TABLE s.x PARTITION OF s.p DEFAULT', 's.22', 'CREATE TEXT SEARCH CONFIGURATION s.x (COPY = y)',
    's.23', '', 's.24', 'SELECT 1', 's.25', E'CREATE TABLE s.x (id integer);\nCOMMENT ON TABLE s.x IS ''two statements'';', 's.26', repeat('-- a long leading comment ' || E'\n', 30) || 'CREATE VIEW s.x AS SELECT 1',
    's.27', '/*' || repeat('x', 30000) || '*/ CREATE TABLE s.x (id integer)', 's.28', '/*' || repeat('é', 399) || '*/ CREATE TABLE s.x (id integer)')) \gset _
SELECT path, object_type, object_schema, object_name FROM pg_temp.changes(NULL, 'types');
\echo '-- the same when altered: only a head of a text is read at first'
SELECT pg_temp.commit('types2', '{types}', (SELECT pggit_audit.create_tree(jsonb_agg(jsonb_build_object('path', path, 'sha', pggit_audit.create_blob(new_definition || E'\n-- more'))))
    FROM pggit_audit.extract_changes_between_commits(NULL, 'types') WHERE path IN ('s.03', 's.26', 's.27', 's.28', 's.01', 's.23'))) \gset _
SELECT change, path, object_type, object_schema, object_name FROM pg_temp.changes('types', 'types2') WHERE change = 'ALTER';

\echo '-- mode alone is no change; the same commit twice; first commit against NULL; a commit without a change'
SELECT pg_temp.commit('m1', '{}', pg_temp.tree('public.t', 'CREATE TABLE public.t ();', 'public.u', 'CREATE TABLE public.u ();')) \gset _
SELECT pg_temp.commit('m2', '{m1}', pggit_audit.create_tree(jsonb_build_array(jsonb_build_object('path', 'public.t', 'mode', '100755', 'sha', pggit_audit.create_blob('CREATE TABLE public.t ();')),
    jsonb_build_object('path', 'public.u', 'mode', '100755', 'sha', pggit_audit.create_blob('CREATE TABLE public.u (id integer);'))))) \gset _
SELECT pg_temp.commit('m3', '{m2}', tree_sha) AS m3 FROM pggit_v2.commit_graph WHERE message = 'commit m2' \gset _
SELECT pg_temp.commit('empty', '{m3}', pg_temp.tree(VARIADIC '{}')) \gset _
SELECT x.o, x.n, c.* FROM (VALUES (1, 'm1', 'm2'), (2, 'm1', 'm1'), (3, 'm2', 'm3'), (4, 'm3', 'empty'), (5, 'empty', 'empty'), (6, NULL, 'empty'), (7, NULL, 'm1')) AS x (i, o, n)
CROSS JOIN LATERAL pg_temp.changes(x.o, x.n) c ORDER BY x.i, c.path COLLATE "C";

\echo '-- unknown commits, NULL, exchanged (a NOTICE)'
SELECT x.o, x.n, regexp_replace(pg_temp.try(format('SELECT count(*) FROM pggit_audit.extract_changes_between_commits(%L, %L)', x.o, x.n)), '\nHINT.*', '') AS result
FROM (VALUES (1, 'no', 'm1'), (2, 'm1', 'no'), (3, 'no', 'no'), (4, 'm1', NULL), (5, NULL, NULL), (6, 'no', NULL), (7, NULL, 'no')) AS x (i, o, n) ORDER BY x.i;
SELECT change_type, path, old_definition, new_definition, commit_message FROM pggit_audit.extract_changes_between_commits('empty', 'm1') ORDER BY path COLLATE "C";

\echo '-- every column; the id is of old, new and path, so a second extraction gives the same ids'
SELECT change_id, pg_temp.name(commit_sha) AS commit, object_schema, object_name, object_type, change_type, old_definition, new_definition, author, committed_at, commit_message, path, old_path,
       left(old_sha, 8) AS old_sha, left(new_sha, 8) AS new_sha, is_merge FROM pggit_audit.extract_changes_between_commits('m1', 'm2') \gx

\echo '-- a merge against both parents: the answer depends on the parent; is_merge says so'
SELECT pg_temp.commit('base', '{}', pg_temp.tree('p.a', 'CREATE TABLE p.a ();', 'p.b', 'CREATE TABLE p.b ();', 'p.same', 'CREATE TABLE p.same ();')) \gset _
SELECT pg_temp.commit('ours', '{base}', pg_temp.tree('p.a', 'CREATE TABLE p.a (ours integer);', 'p.b', 'CREATE TABLE p.b ();', 'p.same', 'CREATE TABLE p.same ();')) \gset _
SELECT pg_temp.commit('theirs', '{base}', pg_temp.tree('p.a', 'CREATE TABLE p.a ();', 'p.b', 'CREATE TABLE p.b (theirs integer);', 'p.same', 'CREATE TABLE p.same ();')) \gset _
SELECT pg_temp.commit('merge', '{ours,theirs}', pg_temp.tree('p.a', 'CREATE TABLE p.a (ours integer);', 'p.b', 'CREATE TABLE p.b (theirs integer);', 'p.same', 'CREATE TABLE p.same ();')) \gset _
SELECT x.old, c.change_type, c.path, c.new_definition, c.is_merge FROM unnest(ARRAY['merge^1', 'merge^2', 'base', NULL]) WITH ORDINALITY AS x (old, n)
CROSS JOIN LATERAL pggit_audit.extract_changes_between_commits(x.old, 'merge') c ORDER BY x.n, c.path COLLATE "C";
\echo '-- two branches: neither is an ancestor of the other'
SELECT change_type, path FROM pggit_audit.extract_changes_between_commits('ours', 'theirs') ORDER BY path COLLATE "C";
