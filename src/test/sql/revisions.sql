-- Commits named as in gitrevisions(7).
\ir include/prelude.sql
-- a - b - c - e(merge of c, d) - f     d: a - d
SELECT pg_temp.commit('a', '{}', pg_temp.tree('public.t', 'CREATE TABLE public.t (a integer);')) AS a,
       pg_temp.commit('b', '{a}', pg_temp.tree('public.t', 'CREATE TABLE public.t (b integer);')) AS b,
       pg_temp.commit('c', '{b}', pg_temp.tree('public.t', 'CREATE TABLE public.t (c integer);')) AS c,
       pg_temp.commit('d', '{a}', pg_temp.tree('public.t', 'CREATE TABLE public.t (d integer);')) AS d,
       pg_temp.commit('e', '{c,d}', pg_temp.tree('public.t', 'CREATE TABLE public.t (e integer);')) AS e,
       pg_temp.commit('f', '{e}', pg_temp.tree('public.t', 'CREATE TABLE public.t (f integer);')) AS f;
SELECT commit_sha AS f FROM pggit_v2.commit_graph WHERE message = 'commit f' \gset
SELECT commit_sha AS d FROM pggit_v2.commit_graph WHERE message = 'commit d' \gset

CREATE FUNCTION pg_temp.resolve(revision text) RETURNS text LANGUAGE sql AS $$
    SELECT regexp_replace(pg_temp.try(format('SELECT pg_temp.name(pggit_audit.resolve_commit(%L))', revision)), '\nHINT: .*', '')
$$;
\echo '-- no HEAD, no branch yet; NULL; unknown'
SELECT r, pg_temp.resolve(r) FROM unnest(ARRAY['HEAD', '@', 'main', NULL, '', 'nothing', '~1', '^', repeat('0', 64), '000000']) WITH ORDINALITY AS x (r, n) ORDER BY n;
SELECT pg_temp.try($$SELECT pggit_audit.resolve_commit(NULL)$$) AS null_commit;
SELECT pg_temp.try($$SELECT pggit_audit.resolve_commit('nothing')$$) AS unknown_commit;

SELECT count(pggit_audit.update_ref(x.name, pggit_audit.resolve_commit(x.c))) AS refs
FROM (VALUES ('refs/heads/main', 'f'), ('refs/heads/side', 'd'), ('refs/tags/side', 'b'), ('refs/remotes/origin/main', 'c'), ('refs/heads/feature/x', 'c'), ('plain', 'b')) AS x (name, c);
\echo '-- HEAD without a row of head is refs/heads/main'
SELECT r, pg_temp.resolve(r) FROM unnest(ARRAY['HEAD', '@', 'main', 'heads/main', 'refs/heads/main', 'side', 'heads/side', 'origin/main', 'feature/x', 'plain', 'HEAD~1', '@^']) WITH ORDINALITY AS x (r, n) ORDER BY n;
\echo '-- HEAD on a branch by short and by full name, detached, and on a branch that is not there'
INSERT INTO pggit_v2.head (ref_name) VALUES ('side');
SELECT pg_temp.resolve('HEAD') AS short_name;
UPDATE pggit_v2.head SET ref_name = 'refs/heads/feature/x';
SELECT pg_temp.resolve('HEAD') AS full_name;
UPDATE pggit_v2.head SET ref_name = NULL, direct_sha = :'d';
SELECT pg_temp.resolve('HEAD~1') AS detached;
UPDATE pggit_v2.head SET ref_name = 'refs/heads/unborn', direct_sha = NULL;
SELECT pg_temp.resolve('HEAD') AS unborn;
\echo '-- a ref to an object that is no commit of the store'
BEGIN;
INSERT INTO pggit_v2.refs SELECT 'refs/tags/tree', sha, 'tag' FROM pggit_v2.objects WHERE type = 'tree' ORDER BY sha COLLATE "C" LIMIT 1;
SELECT pg_temp.try($$SELECT pggit_audit.resolve_commit('tree~1')$$) AS ref_to_a_tree;
ROLLBACK;
\echo '-- steps back'
SELECT r, pg_temp.resolve(r) FROM unnest(ARRAY['f~', 'f~1', 'f~2', 'f~3', 'f~4', 'f~5', 'f^', 'f^1', 'f^^', 'f^^2', 'f~1^2', 'e^2', 'e^2~1', 'e^1~2', 'e^3', 'f^2', 'f~0', 'f^0', 'e^2^', 'e~2^0~1', 'a~', 'a^', 'f~~~~',
    'f~100000', 'f~-1', 'f^{commit}', 'f@{1}', 'f~1x', ' f']) WITH ORDINALITY AS x (r, n) ORDER BY n;
SELECT r, left(pg_temp.resolve(r), 5) AS resolve FROM unnest(ARRAY['f~99999999999', 'f^99999999999']) AS x (r) ORDER BY r COLLATE "C";
\echo '-- a sha and its prefixes'
SELECT x.what, pg_temp.resolve(x.r) FROM (VALUES (1, 'whole', :'f'), (2, '63 digits', left(:'f', 63)), (3, '6 digits', left(:'f', 6)), (5, '7 digits ~1', left(:'f', 7) || '~1'),
    (8, 'whole ^', :'f' || '^'), (9, '65 digits', :'f' || '0')) AS x (n, what, r) ORDER BY x.n;
SELECT x.what, left(pg_temp.resolve(x.r), 24) AS resolve FROM (VALUES (1, 'too short', left(:'f', 5)), (2, 'upper case', upper(:'f')), (3, 'other digits', 'feedbeef')) AS x (n, what, r) ORDER BY x.n;
\echo '-- a blob or a tree is no commit'
SELECT DISTINCT o.type, left(pg_temp.resolve(o.sha), 24) AS resolve FROM pggit_v2.objects o WHERE o.type <> 'commit' ORDER BY 1;
\echo '-- an ambiguous prefix: two commits put there by hand'
BEGIN;
INSERT INTO pggit_v2.objects (sha, type, size, content) SELECT s, 'commit', 0, '' FROM unnest(ARRAY['abcdef1' || repeat('0', 57), 'abcdef2' || repeat('0', 57)]) AS x (s);
INSERT INTO pggit_v2.commit_graph SELECT s, '{}', (SELECT tree_sha FROM pggit_v2.commit_graph WHERE commit_sha = :'f'), 0, 'a', 'a', now(), now(), s FROM unnest(ARRAY['abcdef1' || repeat('0', 57), 'abcdef2' || repeat('0', 57)]) AS x (s);
SELECT pg_temp.try($$SELECT pggit_audit.resolve_commit('abcdef')$$) AS ambiguous;
SELECT pggit_audit.resolve_commit('abcdef2') AS seven_digits;
\echo '-- a name that is also a prefix: the ref is taken; a whole sha is always the sha'
SELECT pggit_audit.update_ref('refs/heads/abcdef', :'d') AS made, pggit_audit.update_ref('refs/heads/' || :'f', :'d') AS made2;
SELECT pg_temp.resolve('abcdef') AS ref_before_prefix, pg_temp.resolve(:'f') AS sha_before_ref;
ROLLBACK;
\echo '-- every function takes such names'
SELECT change_type, path FROM pggit_audit.extract_changes_between_commits('f~2', left(:'f', 8));
SELECT pggit_audit.get_object_ddl_at_commit('heads/side', 'public', 't') AS ddl;
SELECT old_ddl, new_ddl, has_changes FROM pggit_audit.compare_object_versions('f^^2', 'main~1', 'public', 't');
