-- compare_entries says what compare_trees says, of every two of these trees: flat, not ASCII, with an entry that tree_entries lacks, the empty one; whatever is known of them before.
\ir include/prelude.sql
CREATE TEMPORARY TABLE blobs AS SELECT i, pggit_audit.create_blob('CREATE TABLE public.t' || i || ' (id integer);') AS sha FROM generate_series(1, 5) AS i;
CREATE TEMPORARY TABLE trees AS
SELECT n, pggit_audit.create_tree((SELECT coalesce(jsonb_agg(jsonb_build_object('path', split_part(e, '=', 1), 'sha', (SELECT b.sha FROM blobs b WHERE b.i = split_part(e, '=', 2)::int))), '[]') FROM unnest(entries::text[]) AS e)) AS sha
FROM unnest(ARRAY['{public.a=1,public.b=2,public.c=3}', '{public.a=1,public.b=4,public.d=3}', '{public.ä=1,public.b=2}', '{public.ä=5,public.ö=2,public.b=2}', '{public.a=1}', '{public.b=2}', '{}']) WITH ORDINALITY AS t (entries, n);
INSERT INTO trees VALUES (0, NULL);
DELETE FROM pggit_v2.tree_entries e USING trees t WHERE t.n = 6 AND e.tree_sha = t.sha;

SELECT count(*) AS compared,
       count(*) FILTER (WHERE (SELECT array_agg(d ORDER BY d.path) FROM unnest(x.differences) AS d) IS DISTINCT FROM (SELECT array_agg(d ORDER BY d.path) FROM unnest(y.differences) AS d)) AS other_differences,
       count(*) FILTER (WHERE (x.old_complete, x.new_complete) IS DISTINCT FROM (y.old_complete, y.new_complete)) AS other_completeness,
       sum(cardinality(x.differences)) AS differences
FROM trees o CROSS JOIN trees n CROSS JOIN (VALUES (NULL::boolean), (true)) AS oc (old_known) CROSS JOIN (VALUES (NULL::boolean), (true)) AS nc (new_known)
CROSS JOIN LATERAL pggit_audit.compare_entries(o.sha, n.sha, old_known, new_known) x CROSS JOIN LATERAL pggit_audit.compare_trees(o.sha, n.sha, old_known, new_known) y
WHERE NOT (o.n = 6 AND old_known IS TRUE) AND NOT (n.n = 6 AND new_known IS TRUE);

SELECT (c.d).path, (c.d).old_sha IS NULL AS created, (c.d).new_sha IS NULL AS dropped
FROM (SELECT unnest(x.differences) AS d FROM trees o, trees n, pggit_audit.compare_entries(o.sha, n.sha, NULL, NULL) x WHERE o.n = 1 AND n.n = 2) c ORDER BY 1;

-- a tree that is lost
SELECT pg_temp.try('SELECT 1 FROM pggit_audit.compare_entries(repeat(''0'', 64), (SELECT t.sha FROM trees t WHERE t.n = 1), NULL, NULL)') AS lost;
