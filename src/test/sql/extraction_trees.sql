-- Extraction from trees as they are found: several objects under one path, another collation's order, nested trees.
\ir include/prelude.sql
CREATE FUNCTION pg_temp.changes(old_commit text, new_commit text)
RETURNS TABLE (change text, object_type text, object_schema text, object_name text, path text, old text, new text) LANGUAGE sql AS $$
    SELECT c.change_type, c.object_type, c.object_schema, c.object_name, c.path, right(c.old_definition, 12), right(c.new_definition, 12)
    FROM pggit_audit.extract_changes_between_commits(old_commit, new_commit) c ORDER BY c.path COLLATE "C", c.change_type
$$;
CREATE FUNCTION pg_temp.f(arguments text, returns text) RETURNS text LANGUAGE sql AS $$
    SELECT format('CREATE FUNCTION public.f(%s) RETURNS integer LANGUAGE sql AS ''SELECT %s''', arguments, returns)
$$;

\echo '-- overloads, a table and a function under one plain path: the tree has four objects, tree_entries two'
SELECT pg_temp.commit('s1', '{}', pg_temp.foreign_tree('public.f', pg_temp.f('integer', '1'), 'public.f', pg_temp.f('text', '1'), 'public.f', 'CREATE TABLE public.f (id integer)', 'public.t', 'CREATE TABLE public.t ()')) \gset _
SELECT count(*) AS tree_entries FROM pggit_v2.tree_entries WHERE tree_sha = (SELECT tree_sha FROM pggit_v2.commit_graph);
SELECT * FROM pg_temp.changes(NULL, 's1');
\echo '-- one of them altered; none; one dropped and the other altered; all dropped; back'
SELECT pg_temp.commit('s2', '{s1}', pg_temp.foreign_tree('public.f', pg_temp.f('integer', '1'), 'public.f', pg_temp.f('text', '2'), 'public.f', 'CREATE TABLE public.f (id integer)', 'public.t', 'CREATE TABLE public.t ()')) \gset _
SELECT pg_temp.commit('s3', '{s2}', pg_temp.foreign_tree('public.f', 'CREATE TABLE public.f (id integer)', 'public.f', pg_temp.f('text', '2'), 'public.f', pg_temp.f('integer', '1'), 'public.t', 'CREATE TABLE public.t ()')) \gset _
SELECT pg_temp.commit('s4', '{s3}', pg_temp.foreign_tree('public.f', pg_temp.f('text', '4'), 'public.f', 'CREATE TABLE public.f (id integer)', 'public.t', 'CREATE TABLE public.t ()')) \gset _
SELECT pg_temp.commit('s5', '{s4}', pg_temp.foreign_tree('public.t', 'CREATE TABLE public.t ()')) \gset _
SELECT pg_temp.commit('s6', '{s5}', pg_temp.foreign_tree('public.f', pg_temp.f('text', '6'), 'public.f', pg_temp.f('integer', '6'), 'public.t', 'CREATE TABLE public.t ()')) \gset _
SELECT x.o || ' ' || x.n AS commits, c.* FROM (VALUES (1, 's1', 's2'), (2, 's2', 's3'), (3, 's3', 's4'), (4, 's4', 's5'), (5, 's5', 's6'), (6, 's1', 's6')) AS x (i, o, n)
CROSS JOIN LATERAL pg_temp.changes(x.o, x.n) c ORDER BY x.i, c.path COLLATE "C", c.change;
\echo '-- two altered at a time'
SELECT pg_temp.commit('s7', '{s6}', pg_temp.foreign_tree('public.f', pg_temp.f('integer', '7'), 'public.f', pg_temp.f('text', '7'), 'public.t', 'CREATE TABLE public.t ()')) \gset _
SELECT * FROM pg_temp.changes('s6', 's7');
\echo '-- each is recorded on its own'
SELECT path, object_type, version_number, life, is_tombstone, pg_temp.name(commit_sha) AS commit FROM pggit_audit.object_versions ORDER BY path COLLATE "C", version_number;

\echo '-- a tree in the order of another collation is the same tree by its entries: no change; one entry changed: one change'
SELECT pg_temp.commit('o1', '{}', pg_temp.foreign_tree('public.a', 'CREATE TABLE public.a ()', 'public.a_b', 'CREATE TABLE public.a_b ()', 'public.B', 'CREATE TABLE public."B" ()')) \gset _
SELECT pg_temp.commit('o2', '{o1}', pg_temp.tree('public.a', 'CREATE TABLE public.a ()', 'public.a_b', 'CREATE TABLE public.a_b ()', 'public.B', 'CREATE TABLE public."B" ()')) \gset _
SELECT pg_temp.commit('o3', '{o2}', pg_temp.foreign_tree('public.a', 'CREATE TABLE public.a ()', 'public.a_b', 'CREATE TABLE public.a_b (x int)', 'public.B', 'CREATE TABLE public."B" ()')) \gset _
SELECT count(DISTINCT tree_sha) AS trees FROM pggit_v2.commit_graph WHERE message ~ ' o[12]$';
SELECT x.o || ' ' || x.n AS commits, c.* FROM (VALUES (1, 'o1', 'o2'), (2, 'o2', 'o1~0'), (3, 'o2', 'o3')) AS x (i, o, n) CROSS JOIN LATERAL pg_temp.changes(x.o, x.n) c ORDER BY x.i, c.path COLLATE "C";

\echo '-- a second overload comes to a plain path that had one: it is told apart from the first'
SELECT pg_temp.commit('q1', '{}', pg_temp.foreign_tree('public.g', replace(pg_temp.f('integer', '1'), '.f', '.g'))) \gset _
SELECT pg_temp.commit('q2', '{q1}', pg_temp.foreign_tree('public.g', replace(pg_temp.f('integer', '1'), '.f', '.g'), 'public.g', replace(pg_temp.f('text', '1'), '.f', '.g'))) \gset _
SELECT change, object_name, path <> 'public.g' AS told_apart FROM pg_temp.changes('q1', 'q2');

\echo '-- tree_entries lacks a row that the text has: the text is the truth'
BEGIN;
SELECT pg_temp.commit('d1', '{}', pg_temp.tree('public.x', 'CREATE TABLE public.x ()', 'public.y', 'CREATE TABLE public.y ()')) \gset _
DELETE FROM pggit_v2.tree_entries WHERE path = 'public.y';
SELECT pg_temp.commit('d2', '{d1}', pg_temp.tree('public.x', 'CREATE TABLE public.x (i int)')) \gset _
SELECT * FROM pg_temp.changes('d1', 'd2');
ROLLBACK;
\echo '-- a tree that is no tree is an error, not a guess'
BEGIN;
SELECT pg_temp.commit('d1', '{}', pg_temp.tree('public.x', 'CREATE TABLE public.x ()', 'public.y', 'CREATE TABLE public.y ()')) \gset _
SELECT pg_temp.commit('d2', '{d1}', pg_temp.tree('public.x', 'CREATE TABLE public.x (i int)')) \gset _
SELECT tree_sha AS tree FROM pggit_v2.commit_graph WHERE message = 'commit d1' \gset
UPDATE pggit_v2.objects SET content = encode('rubbish', 'base64'), size = 7 WHERE sha = :'tree';
SELECT pg_temp.try($$SELECT count(*) FROM pggit_audit.extract_changes_between_commits('d1', 'd2')$$) AS rubbish;
UPDATE pggit_v2.objects SET content = '%no base64%' WHERE sha = :'tree';
SELECT left(pg_temp.try($$SELECT count(*) FROM pggit_audit.extract_changes_between_commits('d1', 'd2')$$), 5) AS no_base64;
UPDATE pggit_v2.objects SET content = encode('\xff'::bytea, 'base64') WHERE sha = :'tree';
SELECT left(pg_temp.try($$SELECT count(*) FROM pggit_audit.extract_changes_between_commits('d1', 'd2')$$), 5) AS no_utf8;
DELETE FROM pggit_v2.tree_entries WHERE tree_sha = :'tree';
DELETE FROM pggit_v2.objects WHERE sha = :'tree';
SELECT left(pg_temp.try($$SELECT count(*) FROM pggit_audit.extract_changes_between_commits('d1', 'd2')$$), 5) AS lost_tree;
ROLLBACK;
\echo '-- a blob that is lost: the change is told, the definition is not known'
BEGIN;
SELECT pg_temp.commit('d1', '{}', pg_temp.tree('public.lost', 'CREATE TABLE public.lost ()')) \gset _
DELETE FROM pggit_v2.objects WHERE content = 'CREATE TABLE public.lost ()';
SELECT * FROM pg_temp.changes(NULL, 'd1');
ROLLBACK;

\echo '-- nested trees: equal subtrees, a changed one, one that is new, one replaced by a blob and back'
CREATE FUNCTION pg_temp.nest(VARIADIC entries text[]) RETURNS text LANGUAGE sql AS $$
    SELECT pggit_audit.create_tree(jsonb_agg(jsonb_build_object('path', entries[i], 'mode', '040000', 'sha', entries[i + 1]))) FROM generate_series(1, cardinality(entries), 2) AS i
$$;
SELECT pg_temp.tree('t', 'CREATE TABLE app.t ()', 'f(integer)', 'CREATE FUNCTION app.f(integer) RETURNS int AS ''''') AS one,
       pg_temp.tree('t', 'CREATE TABLE app.t (x int)', 'f(integer)', 'CREATE FUNCTION app.f(integer) RETURNS int AS ''''') AS two,
       pg_temp.tree('u', 'no DDL') AS three \gset
SELECT pg_temp.commit('n1', '{}', pg_temp.nest('app', :'one', 'same', :'three')) \gset _
SELECT pg_temp.commit('n2', '{n1}', pg_temp.nest('app', :'two', 'same', :'three', 'more', :'three')) \gset _
SELECT pg_temp.commit('n3', '{n2}', pg_temp.nest('deep', pg_temp.nest('app', :'two'), 'same', :'three')) \gset _
SELECT pg_temp.commit('n4', '{n3}', pg_temp.tree('deep', 'CREATE SCHEMA deep')) \gset _
SELECT pg_temp.commit('n5', '{n4}', pg_temp.nest('deep', :'one')) \gset _
SELECT pg_temp.commit('n6', '{n5}', pg_temp.nest('public', pg_temp.foreign_tree('f', pg_temp.f('integer', '1'), 'f', pg_temp.f('text', '1')))) \gset _
SELECT x.o || ' ' || x.n AS commits, c.* FROM (VALUES (1, '-', 'n1'), (2, 'n1', 'n2'), (3, 'n2', 'n3'), (4, 'n3', 'n4'), (5, 'n4', 'n5'), (6, 'n5', 'n6')) AS x (i, o, n)
CROSS JOIN LATERAL pg_temp.changes(nullif(x.o, '-'), x.n) c ORDER BY x.i, c.path COLLATE "C", c.change;
\echo '-- an equal subtree is not read: even a damaged one does not matter'
SELECT pg_temp.commit('n7', '{n1}', pg_temp.nest('app', :'two', 'same', :'three')) \gset _
BEGIN;
UPDATE pggit_v2.objects SET content = 'rubbish' WHERE sha = :'three';
DELETE FROM pggit_v2.tree_entries WHERE tree_sha = :'three';
SELECT change, path FROM pg_temp.changes('n1', 'n7');
ROLLBACK;
