-- The object store: blobs, trees, commits, refs, tree differences.
\ir include/prelude.sql
\echo '-- a blob: sha-256 of "blob <characters>:<text>"'
SELECT pggit_audit.create_blob('CREATE TABLE public.t (id integer);') AS sha;
SELECT encode(sha256(convert_to('blob 35:CREATE TABLE public.t (id integer);', 'UTF8')), 'hex') AS computed_by_hand;
\echo '-- the same text is stored once'
SELECT pggit_audit.create_blob('CREATE TABLE public.t (id integer);') = pggit_v2.create_blob('CREATE TABLE public.t (id integer);') AS same_sha, count(*) AS stored FROM pggit_v2.objects;
\echo '-- length counts characters, bytes are UTF-8; a backslash is a backslash'
SELECT count(pggit_audit.create_blob(x.t)) AS made FROM unnest(ARRAY['', 'SELECT ''naïve 😀''', 'SELECT ''\d''', '\101BCDE', 'A\102CDE']) AS x (t);
SELECT x.what, pggit_audit.create_blob(x.t) AS sha, pggit_audit.create_blob(x.t) = encode(sha256(x.bytes), 'hex') AS as_by_hand, o.size, o.content = x.t AS kept
FROM (VALUES ('empty', '', 'blob 0:'::bytea),
             ('non-ASCII', 'SELECT ''naïve 😀''', convert_to('blob 16:SELECT ''naïve 😀''', 'UTF8')),
             ('backslash d', 'SELECT ''\d''', 'blob 11:SELECT ''' || '\x5c'::bytea || 'd''' ),
             ('octal 1', '\101BCDE', 'blob 8:' || '\x5c'::bytea || '101BCDE'),
             ('octal 2', 'A\102CDE', 'blob 8:A' || '\x5c'::bytea || '102CDE')) AS x (what, t, bytes)
CROSS JOIN LATERAL (SELECT pggit_audit.create_blob(x.t) AS sha) b
LEFT JOIN pggit_v2.objects o ON o.sha = b.sha
ORDER BY x.what COLLATE "C";
SELECT left(sha, 8) AS sha, type, size, content FROM pggit_v2.objects ORDER BY content COLLATE "C";
SELECT pg_temp.try('SELECT pggit_audit.create_blob(NULL)');

\echo '-- a tree: entries in byte order, whatever the order given and the collation of the database'
SELECT pggit_audit.create_blob('x') AS x, pggit_audit.create_blob('y') AS y \gset
SELECT pggit_audit.create_tree(jsonb_build_array(
    jsonb_build_object('path', 'public.a_b', 'sha', :'x'), jsonb_build_object('path', 'public.B', 'mode', '100755', 'sha', :'y'),
    jsonb_build_object('path', 'public.ä', 'sha', :'x'), jsonb_build_object('path', 'public.a', 'sha', :'x'))) AS tree \gset
SELECT :'tree' AS tree;
SELECT replace(replace(pggit_audit.tree_text(content), :'x', '<x>'), :'y', '<y>') AS tree_text, size FROM pggit_v2.objects WHERE sha = :'tree';
SELECT :'tree' = encode(sha256(convert_to(format('tree %s:%s', length(t), t), 'UTF8')), 'hex') AS as_by_hand
FROM (SELECT '100755 public.B|' || :'y' || '|100644 public.a|' || :'x' || '|100644 public.a_b|' || :'x' || '|100644 public.ä|' || :'x' || '|') AS x (t);
SELECT :'tree' = pggit_audit.create_tree(jsonb_build_array(
    jsonb_build_object('path', 'public.ä', 'sha', :'x', 'mode', '100644'), jsonb_build_object('path', 'public.a', 'sha', :'x', 'mode', NULL),
    jsonb_build_object('path', 'public.B', 'mode', '100755', 'sha', :'y'), jsonb_build_object('path', 'public.a_b', 'sha', :'x'))) AS same_in_another_order;
SELECT path, mode, object_sha = :'y' AS is_y FROM pggit_v2.tree_entries WHERE tree_sha = :'tree' ORDER BY path COLLATE "C";
\echo '-- the empty tree, and a tree in a tree'
SELECT pggit_audit.create_tree('[]') AS empty_tree, encode(sha256('tree 0:'), 'hex') AS by_hand \gx
SELECT pggit_audit.create_tree(jsonb_build_array(jsonb_build_object('path', 'app', 'mode', '040000', 'sha', :'tree'))) AS nested \gset
SELECT path, mode FROM pggit_audit.list_tree(:'nested') ORDER BY path COLLATE "C";

\echo '-- what is no tree'
SELECT x.what, pg_temp.try(format('SELECT pggit_audit.create_tree(%L)', x.t)) AS result
FROM (VALUES (1, 'NULL', NULL), (2, 'an object', '{}'), (3, 'no path', format('[{"sha": "%s"}]', :'x')), (4, 'empty path', format('[{"path": "", "sha": "%s"}]', :'x')),
             (5, 'path twice', format('[{"path": "public.f", "sha": "%1$s"}, {"path": "public.f", "sha": "%1$s"}]', :'x')),
             (6, 'bad mode', format('[{"path": "p", "mode": "644", "sha": "%s"}]', :'x')), (7, 'no sha', '[{"path": "p"}]'),
             (8, 'unknown sha', format('[{"path": "p", "sha": "%s"}]', repeat('0', 64))), (9, 'a tree as a blob', format('[{"path": "p", "sha": "%s"}]', :'tree')),
             (10, 'a blob as a tree', format('[{"path": "p", "mode": "040000", "sha": "%s"}]', :'x')), (11, 'a number', '[1]')) AS x (n, what, t)
ORDER BY x.n;

\echo '-- a commit'
SELECT pggit_audit.create_commit(:'tree', NULL, 'first', 'Ada <ada@example.org>', NULL, '2024-01-01 00:00:00.9Z') AS root \gset
SELECT pggit_audit.create_commit(:'nested', ARRAY[:'root'], E'second\n\nwith a ''body'' and a \\', 'Ada <ada@example.org>', 'Bob', '2024-01-02 00:00:00+09', '2024-01-01 12:00:00Z') AS second \gset
SELECT pggit_audit.create_commit(:'tree', ARRAY[:'second', :'root'], NULL, 'Ada <ada@example.org>', 'Bob', '1960-01-02 00:00:00Z') AS merge \gset
SELECT :'root' AS root, :'second' AS second, :'merge' AS merge \gx
SELECT replace(replace(replace(content, :'tree', '<tree>'), :'nested', '<nested>'), :'root', '<root>') AS second_text, size FROM pggit_v2.objects WHERE sha = :'second';
SELECT o.sha = encode(sha256(convert_to('commit ' || length(o.content) || ':' || o.content, 'UTF8')), 'hex') AS as_by_hand,
       g.generation, cardinality(g.parent_shas) AS parents, g.author, g.committer, g.authored_at, g.committed_at, g.message
FROM pggit_v2.commit_graph g JOIN pggit_v2.objects o ON o.sha = g.commit_sha ORDER BY g.generation;
\echo '-- the same commit again is the same commit'
SELECT pggit_audit.create_commit(:'tree', '{}', 'first', 'Ada <ada@example.org>', 'Ada <ada@example.org>', '2024-01-01 00:00:00Z') = :'root' AS same, count(*) AS commits FROM pggit_v2.commit_graph;
SELECT x.what, pg_temp.try(x.command) AS result
FROM (VALUES (1, 'no tree', format('SELECT pggit_audit.create_commit(%L, NULL, %L)', repeat('1', 64), 'm')), (2, 'tree NULL', 'SELECT pggit_audit.create_commit(NULL, NULL, NULL)'),
             (3, 'a blob as tree', format('SELECT pggit_audit.create_commit(%L, NULL, %L)', :'x', 'm')),
             (4, 'no parent', format('SELECT pggit_audit.create_commit(%L, %L, %L)', :'tree', ARRAY[:'root', repeat('2', 64)], 'm')),
             (5, 'parent NULL', format('SELECT pggit_audit.create_commit(%L, %L, %L)', :'tree', '{NULL}', 'm')),
             (6, 'a tree as parent', format('SELECT pggit_audit.create_commit(%L, %L, %L)', :'tree', ARRAY[:'tree'], 'm') ),
             (7, 'line break in author', format('SELECT pggit_audit.create_commit(%L, NULL, %L, %L)', :'tree', 'm', E'a\nb'))) AS x (n, what, command)
ORDER BY x.n;

\echo '-- refs: compare and swap'
SELECT x.n, pg_temp.try(format('SELECT pggit_audit.update_ref(%L, %L, %L)', x.name, x.new_sha, x.old_sha)) AS result
FROM (VALUES (1, 'refs/heads/main', :'root', ''), (2, 'refs/heads/main', :'second', :'root'), (3, 'refs/heads/main', :'merge', :'root'), (4, 'refs/heads/main', :'merge', repeat('0', 64)),
             (5, 'refs/heads/none', :'merge', :'root'), (6, 'refs/heads/main', :'merge', NULL), (7, 'refs/tags/v1', :'root', NULL), (8, 'refs/remotes/o/x', :'root', NULL), (9, 'refs/heads/x y', :'root', NULL),
             (10, NULL, :'root', NULL), (11, 'refs/heads/a..b', :'root', NULL), (12, 'refs/heads/y', repeat('3', 64), NULL), (13, 'refs/heads/y', :'x', NULL), (14, 'refs/heads/y', NULL, NULL)) AS x (n, name, new_sha, old_sha)
ORDER BY x.n;
SELECT name, type, CASE target_sha WHEN :'root' THEN 'root' WHEN :'second' THEN 'second' WHEN :'merge' THEN 'merge' END AS target FROM pggit_v2.refs ORDER BY name COLLATE "C";

\echo '-- diff_trees: add, delete, modify (also of the mode alone); nested trees are entries; NULL or unknown is the empty tree'
SELECT pggit_audit.create_tree(jsonb_build_array(
    jsonb_build_object('path', 'public.B', 'mode', '100644', 'sha', :'y'), jsonb_build_object('path', 'public.a', 'sha', :'y'),
    jsonb_build_object('path', 'public.new', 'sha', :'x'), jsonb_build_object('path', 'public.ä', 'sha', :'x'))) AS tree2 \gset
SELECT d.n, d.path, d.change_type, d.old_mode, d.new_mode, left(d.old_sha, 4) AS old_sha, left(d.new_sha, 4) AS new_sha
FROM (SELECT 1 AS n, * FROM pggit_audit.diff_trees(:'tree', :'tree2') UNION ALL SELECT 2, * FROM pggit_v2.diff_trees(:'tree2', :'tree')
      UNION ALL SELECT 3, * FROM pggit_audit.diff_trees(:'tree', :'tree') UNION ALL SELECT 4, * FROM pggit_audit.diff_trees(NULL, :'nested')
      UNION ALL SELECT 5, * FROM pggit_audit.diff_trees(:'nested', repeat('4', 64)) UNION ALL SELECT 6, * FROM pggit_audit.diff_trees(NULL, NULL)) d
ORDER BY d.n, d.path COLLATE "C";

\echo '-- a path that would read as two entries is refused: else two trees had one sha'
SELECT left(pg_temp.try(format('SELECT pggit_audit.create_tree(%L)', jsonb_build_array(jsonb_build_object('path', 'p|' || :'x' || '|100644 q', 'sha', :'x')))), 5) AS two_entries_in_a_path,
       left(pg_temp.try(format('SELECT pggit_audit.create_tree(%L)', jsonb_build_array(jsonb_build_object('path', 'public."a|b"', 'sha', :'x')))), 2) AS a_bar_in_a_path;
