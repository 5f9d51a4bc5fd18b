-- parse_ddl: any text, no error.
\ir include/prelude.sql
CREATE FUNCTION pg_temp.parse(ddl text) RETURNS TABLE (no int, command_tag text, kind text, object_type text, object_schema text, object_name text, object_identity text, parent text, new_name text) LANGUAGE sql AS $$
    SELECT statement_no, p.command_tag, p.kind, p.object_type, p.object_schema, p.object_name, p.object_identity, p.parent_identity, p.new_name FROM pggit_audit.parse_ddl(ddl) WITH ORDINALITY AS p
        (statement_no, command_tag, object_type, object_schema, object_name, object_identity, parent_identity, new_name, statement, kind, reason, reason_position, n) ORDER BY p.n
$$;
\echo '-- NULL, empty, spaces and comments only, semicolons only'
SELECT x.n, p.* FROM (VALUES (1, NULL), (2, ''), (3, E' \n\t-- comment\n/* and /* nested */ */'), (4, ';;;')) AS x (n, t) LEFT JOIN LATERAL pg_temp.parse(x.t) p ON true ORDER BY x.n, p.no;
\echo '-- a script: quotes, dollar quotes, nested comments, a body with semicolons, no semicolon at the end'
SELECT p.* FROM pg_temp.parse($script$
/* a /* nested */ ; comment */ CREATE TABLE IF NOT EXISTS "My.Schema"."T;1" (id integer CHECK (note <> ';'), "a""b" text);
CREATE OR REPLACE FUNCTION app.f(x app.mytype, OUT y text[], VARIADIC z integer[] DEFAULT '{}') LANGUAGE plpgsql AS $body$ BEGIN PERFORM 1; RETURN; END; $body$;
CREATE FUNCTION g() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END;
CREATE UNIQUE INDEX CONCURRENTLY ON public.t (lower(name));
CREATE TRIGGER "T R" BEFORE INSERT ON Public.Users EXECUTE FUNCTION f();
ALTER TABLE ONLY public.a RENAME TO b;
ALTER TABLE public.a RENAME COLUMN x TO y;
ALTER FUNCTION app.f(integer) SET SCHEMA other;
DROP TABLE IF EXISTS a, public.b, "C" CASCADE;
DROP FUNCTION f(integer, text), g;
DROP TRIGGER trg ON public.t;
COMMENT ON COLUMN public.t.c IS E'it''s \';\' here';
GRANT SELECT ON ALL TABLES IN SCHEMA app TO x;
ALTER TABLE public.t DROP COLUMN c, DROP CONSTRAINT k, ADD d integer;
DO $$ BEGIN CREATE TABLE hidden (); END $$;
INSERT INTO t VALUES ('CREATE TABLE no ()');
CREATE TABLE naïve_täble (é text)$script$) p;
\echo '-- statements are given as they stand'
SELECT statement_no, statement FROM pggit_audit.parse_ddl(E'  CREATE TABLE a ();\n-- between\nDROP TABLE "naïve 😀" ; SELECT E''\\'';''') ORDER BY statement_no;
\echo '-- what can not be read is said, not guessed'
SELECT x.n, left(x.t, 24) AS text, p.statement_no AS no, p.command_tag, p.kind, p.reason, p.reason_position FROM (VALUES (1, 'complete rubbish'), (2, 'CREATE'), (3, 'CREATE TABLE'), (4, 'CREATE BANANA x'), (5, 'CREATE TABLE ('), (6, 'CREATE TABLE "unclosed (id int);'), (7, 'SELECT ''unclosed'), (8, 'CREATE FUNCTION f() RETURNS int AS $$ never closed'),
    (9, '/* never closed'), (10, E'\x01\x02\x1f'), (11, ')))((('), (12, 'create table x (;')) AS x (n, t) LEFT JOIN LATERAL pggit_audit.parse_ddl(x.t) p ON true ORDER BY x.n, p.statement_no;
\echo '-- the position counts characters, over all statements before'
SELECT statement_no, kind, reason, reason_position, substr(t, reason_position, 6) AS there FROM (VALUES (E'CREATE TABLE "😀" (); CREATE 😀 x; SELECT 1; DROP 5; INSERT')) AS x (t), pggit_audit.parse_ddl(t) ORDER BY statement_no;
SELECT pggit_audit.parser_version() > 0 AS parser_has_a_version;
\echo '-- deep and long'
SELECT count(*) AS rows, min(kind) AS kind, min(object_type) AS type, min(object_name) AS name FROM pggit_audit.parse_ddl('CREATE VIEW public.deep AS SELECT ' || repeat('(', 50000) || '1' || repeat(')', 50000));
SELECT count(*) AS rows, count(DISTINCT object_name) AS names FROM pggit_audit.parse_ddl((SELECT string_agg(format('CREATE TABLE t%s (id integer);', i), E'\n' ORDER BY i) FROM generate_series(1, 5000) AS i));
