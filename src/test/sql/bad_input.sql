-- What is no input: a clear error with its SQLSTATE, and nothing is stored.
\ir include/prelude.sql
SELECT pg_temp.commit('one', '{}', pg_temp.tree('app.t', 'CREATE TABLE app.t (id integer);', 'public.u', 'CREATE TABLE public.u (id integer);')) \g /dev/null
SELECT count(*) AS objects FROM pggit_v2.objects \gset
SELECT pggit_audit.create_blob('x') AS blob, pggit_audit.create_tree('[]') AS tree, pggit_audit.resolve_commit('one') AS one \gset
SELECT count(*) AS objects FROM pggit_v2.objects \gset

\echo '-- entries that are no entries'
SELECT e AS entries, pg_temp.try(format('SELECT pggit_audit.create_tree(%L)', e)) AS said
FROM unnest(ARRAY['[1]', '[null]', '["public.t"]', '[[]]', '[{}, 1]', '[{"path": 1}]', '[{"path": "t", "sha": {"a": "b"}}]', '[{"path": "t", "mode": 100644}]', '[true, false]', '{}', 'null', '""']) WITH ORDINALITY AS x (e, n) ORDER BY n;

\echo '-- names, times'
SELECT pg_temp.try(format('SELECT pggit_audit.create_commit(%L, ''{}'', ''m'', %s)', :'tree', a)) AS said
FROM unnest(ARRAY['author => ''''', 'author => ''  ''', 'author => E''a\nb''', 'author => E''a\rb''', 'committer => ''''', 'committed_at => ''infinity''', 'committed_at => ''-infinity''', 'authored_at => ''infinity''']) WITH ORDINALITY AS x (a, n) ORDER BY n;

\echo '-- refs: git-check-ref-format, and HEAD is none'
SELECT n AS name, pg_temp.try(format('SELECT pggit_audit.update_ref(%L, %L)', n, :'one')) AS said
FROM unnest(ARRAY['', ' ', 'HEAD', 'refs/heads/HEAD', '@', '/x', 'x/', 'refs//x', '.x', 'refs/heads/.x', 'refs/heads/x.', 'refs/heads/x.lock', 'refs/x.lock/y', 'a..b', 'a@{1}', 'a b', 'a~1', 'a^', 'a:b', 'a?', 'a*', 'a[b', 'a\b',
    'a' || chr(9) || 'b', 'a' || chr(27) || 'b', 'a' || chr(127)]) WITH ORDINALITY AS x (n, i) ORDER BY i;
SELECT pg_temp.try('SELECT pggit_audit.update_ref(NULL, NULL)') AS said;
SELECT n AS name, pg_temp.try(format('SELECT pggit_audit.update_ref(%L, %L)', n, :'one')) AS said
FROM unnest(ARRAY['refs/heads/größe', 'refs/heads/HEAD-2', 'refs/heads/feature/a.b', 'refs/heads/@', 'refs/heads/a@b', 'refs/heads/x.locked', 'main', 'refs/heads/-x', 'refs/heads/😀']) WITH ORDINALITY AS x (n, i) ORDER BY i;

\echo '-- a schema that was not there'
SELECT s AS schema, split_part(pg_temp.try(format('SELECT regexp_replace(pggit_audit.schema_at(''one'', %L), ''^.*(CREATE TABLE \S+).*$'', ''\1'')', s)), E'\nSELECT', 1) AS said FROM unnest(ARRAY['app', 'public', 'App', 'no_such_schema', '']) WITH ORDINALITY AS x (s, n) ORDER BY n;

\echo '-- capture, samples'
SELECT pg_temp.try('SELECT pggit_audit.capture_enable(NULL)') AS said UNION ALL SELECT pg_temp.try('SELECT pggit_audit.capture_disable(NULL)')
UNION ALL SELECT pg_temp.try('SELECT pggit_audit.evidence_sample(NULL, 3, 5)') UNION ALL SELECT pg_temp.try('SELECT pggit_audit.evidence_sample(''s'', NULL, 5)')
UNION ALL SELECT pg_temp.try('SELECT pggit_audit.evidence_sample(''s'', -1, 5)') UNION ALL SELECT pg_temp.try('SELECT cardinality(pggit_audit.evidence_sample(''s'', 2147483647, 3000))')
UNION ALL SELECT pg_temp.try('SELECT pggit_audit.evidence_sample(''by lot'', 4, 5)');

SELECT count(*) - :objects AS objects_more FROM pggit_v2.objects;
SELECT check_name, details FROM pggit_audit.validate_audit_integrity() WHERE status <> 'PASS';

\echo '-- a store that has lost one trigger of its own gets it back, and both steps are on record'
SET client_min_messages = error;
BEGIN; SELECT pggit_audit.begin_maintenance('a trigger less') \g /dev/null
DROP TRIGGER pggit_audit_note_ref ON pggit_v2.refs; SELECT pggit_audit.end_maintenance() \g /dev/null
COMMIT;
SELECT check_name, details FROM pggit_audit.validate_audit_integrity() WHERE status <> 'PASS';
SELECT pg_temp.try('SELECT pggit_audit.attach_store()');
SELECT event FROM pggit_audit.evidence_events WHERE event LIKE 'STORE%' ORDER BY event_id;
SELECT check_name, details FROM pggit_audit.validate_audit_integrity() WHERE status <> 'PASS';
SELECT pg_temp.try('SELECT pggit_audit.attach_store()');
SELECT count(*) FROM pggit_audit.evidence_events WHERE event LIKE 'STORE%';

\echo '-- HEAD is the branch that capture goes on, under either of its names'
CREATE TEMP TABLE head_names (ref text, head text, n int);
INSERT INTO head_names VALUES ('main', NULL, 1), ('main', 'main', 2), ('main', 'refs/heads/main', 3), ('refs/heads/main', NULL, 4), ('refs/heads/main', 'main', 5), ('refs/heads/main', 'refs/heads/main', 6), ('main and refs/heads/main', 'main', 7),
    ('main and refs/heads/main', 'refs/heads/main', 8), ('main and refs/heads/main', NULL, 9), ('refs/heads/x', 'x', 10), ('x', 'refs/heads/x', 11);
SELECT pg_temp.commit('two', '{one}', pg_temp.tree('app.t', 'CREATE TABLE app.t (id bigint);')) \g /dev/null
CREATE FUNCTION pg_temp.head_of(refs text, head text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_said text;
BEGIN
    DELETE FROM pggit_v2.refs WHERE type = 'branch';
    DELETE FROM pggit_v2.head;
    INSERT INTO pggit_v2.head (id, ref_name) SELECT 1, head WHERE head IS NOT NULL;
    PERFORM pggit_audit.update_ref(r.name, pggit_audit.resolve_commit(CASE r.n WHEN 1 THEN 'one' ELSE 'two' END)) FROM regexp_split_to_table(refs, ' and ') WITH ORDINALITY AS r (name, n);
    v_said := (SELECT concat(b.ref_name, ', ', pg_temp.name(b.head_sha)) FROM pggit_audit.capture_branch() b) || ', HEAD ' || pg_temp.name(pggit_audit.resolve_commit('HEAD'));
    RAISE SQLSTATE 'PA000' USING MESSAGE = v_said;
EXCEPTION WHEN SQLSTATE 'PA000' THEN
    RETURN v_said;
END
$$;
SELECT ref, head, split_part(pg_temp.try(format('SELECT pg_temp.head_of(%L, %L)', ref, head)), E'\nHINT', 1) AS said FROM head_names ORDER BY n;
