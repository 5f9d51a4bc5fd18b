-- Renames: a DROP and a CREATE in one commit whose texts are equal but for the name, or but for the schema.
\ir include/prelude.sql
CREATE FUNCTION pg_temp.changes(old_commit text, new_commit text)
RETURNS TABLE (change text, object_type text, object_schema text, object_name text, path text, old_path text) LANGUAGE sql AS $$
    SELECT c.change_type, c.object_type, c.object_schema, c.object_name, c.path, c.old_path
    FROM pggit_audit.extract_changes_between_commits(old_commit, new_commit) c ORDER BY c.path COLLATE "C", c.change_type
$$;
-- One case: the objects before and after, each path and text.
CREATE FUNCTION pg_temp.is_case(name text, old_entries text[], new_entries text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_temp.commit(name || '.old', '{}', pg_temp.tree(VARIADIC old_entries));
    PERFORM pg_temp.commit(name || '.new', ARRAY[name || '.old'], pg_temp.tree(VARIADIC new_entries));
END
$$;
CREATE TEMPORARY TABLE cases (n serial, name text, o text[], t text[]);
INSERT INTO cases (name, o, t) VALUES
('table', '{public.a,CREATE TABLE public.a (id integer);}', '{public.b,CREATE TABLE public.b (id integer);}'),
('moved', '{public.a,CREATE TABLE public.a (id integer);}', '{app.a,CREATE TABLE app.a (id integer);}'),
('moved-and-renamed', '{public.a,CREATE TABLE public.a (id integer);}', '{app.b,CREATE TABLE app.b (id integer);}'),
('letters-and-spaces', '{public.a,CREATE TABLE public.a (id integer);}', '{public.b,"create table public.b  (id integer);"}'),
('other-text', '{public.a,CREATE TABLE public.a (id integer);}', '{public.b,CREATE TABLE public.b (id bigint);}'),
('other-type', '{public.a,CREATE VIEW public.a AS SELECT 1;}', '{public.b,CREATE MATERIALIZED VIEW public.b AS SELECT 1;}'),
('literal', '{public.a,CREATE VIEW public.a AS SELECT ''public.a'';}', '{public.b,CREATE VIEW public.b AS SELECT ''public.b'';}'),
('quoted', ARRAY['public."Old One"', 'CREATE TABLE public."Old One" (id integer);'], '{public.new,CREATE TABLE public.new (id integer);}'),
('function', ARRAY['public.f(integer)', 'CREATE FUNCTION public.f(x integer) RETURNS integer LANGUAGE sql AS $$ SELECT x $$'], ARRAY['public.g(integer)', 'CREATE FUNCTION public.g(x integer) RETURNS integer LANGUAGE sql AS $$ SELECT x $$']),
('arguments', ARRAY['public.f(integer)', 'CREATE FUNCTION public.f(x integer) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$'], ARRAY['public.f(text)', 'CREATE FUNCTION public.f(x text) RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$']),
('trigger', '{t1 on public.a,CREATE TRIGGER t1 AFTER INSERT ON public.a EXECUTE FUNCTION f();}', '{t2 on public.a,CREATE TRIGGER t2 AFTER INSERT ON public.a EXECUTE FUNCTION f();}'),
('schema', '{old,CREATE SCHEMA old;}', '{new,CREATE SCHEMA new;}'),
('two-of-different-text', '{public.a,CREATE TABLE public.a (id integer);,public.c,CREATE TABLE public.c (id bigint);}', '{public.b,CREATE TABLE public.b (id integer);,public.d,CREATE TABLE public.d (id bigint);}'),
('exchanged', '{public.a,CREATE TABLE public.a (id integer);,public.b,CREATE TABLE public.b (id bigint);}', '{public.a,CREATE TABLE public.a (id bigint);,public.b,CREATE TABLE public.b (id integer);}'),
('two-drops-one-create', '{public.a,CREATE TABLE public.a (id integer);,public.c,CREATE TABLE public.c (id integer);}', '{public.b,CREATE TABLE public.b (id integer);}'),
('one-drop-two-creates', '{public.a,CREATE TABLE public.a (id integer);}', '{public.b,CREATE TABLE public.b (id integer);,public.c,CREATE TABLE public.c (id integer);}'),
('copied-not-renamed', '{public.a,CREATE TABLE public.a (id integer);}', '{public.a,CREATE TABLE public.a (id integer);,public.b,CREATE TABLE public.b (id integer);}'),
('twins-of-one-type-only', '{public.a,CREATE TABLE public.a ();,public.c,CREATE TABLE public.c ();,public.v,CREATE VIEW public.v AS SELECT 1;}', '{public.b,CREATE TABLE public.b ();,public.w,CREATE VIEW public.w AS SELECT 1;}'),
('no-ddl', '{public.a,nothing to read;}', '{public.b,nothing to read;}'),
('path-only', '{public.f,CREATE TABLE public.f ();}', '{public/f,CREATE TABLE public.f ();}');
DO $$ BEGIN PERFORM pg_temp.is_case(c.name, c.o, c.t) FROM (SELECT * FROM cases ORDER BY n) c; END $$;
SELECT x.name, c.* FROM cases x CROSS JOIN LATERAL pg_temp.changes(x.name || '.old', x.name || '.new') c ORDER BY x.n, c.path COLLATE "C", c.change;

\echo '-- long texts are read whole: equal but for the name at the start; different only behind 20000 characters, behind 400'
CREATE FUNCTION pg_temp.long(name text, size int, ending text) RETURNS text LANGUAGE sql AS $$
    SELECT 'CREATE VIEW public.' || name || ' AS SELECT 1 /* ' || repeat('x', size) || ' */ AS ' || ending
$$;
DO $$ BEGIN PERFORM pg_temp.is_case('long.' || size || e, ARRAY['public.a', pg_temp.long('a', size, 'one')], ARRAY['public.b', pg_temp.long('b', size, e)])
      FROM unnest(ARRAY[30000, 500]) AS s (size), unnest(ARRAY['one', 'two']) AS e; END $$;
SELECT s AS size, e AS ending, c.change, c.path, c.old_path FROM unnest(ARRAY[30000, 500]) AS s, unnest(ARRAY['one', 'two']) AS e
CROSS JOIN LATERAL pg_temp.changes('long.' || s || e || '.old', 'long.' || s || e || '.new') c ORDER BY 1, e COLLATE "C", c.path COLLATE "C";
\echo '-- the name stands behind 20000 characters of comment'
DO $$ BEGIN PERFORM pg_temp.is_case('far', ARRAY['public.a', '/*' || repeat('é', 21000) || '*/ CREATE TABLE public.a ()'], ARRAY['public.b', '/*' || repeat('é', 21000) || '*/ CREATE TABLE public.b ()']); END $$;
SELECT * FROM pg_temp.changes('far.old', 'far.new');
\echo '-- definitions of a RENAME are both there; its shas too; the id is of the new path'
SELECT old_definition, new_definition, old_sha = pggit_audit.object_sha('blob', old_definition) AS old_sha, new_sha = pggit_audit.object_sha('blob', new_definition) AS new_sha, change_id = pggit_audit.change_id(
    pggit_audit.resolve_commit('table.old'), commit_sha, 'public.b') AS id FROM pggit_audit.extract_changes_between_commits('table.old', 'table.new');
