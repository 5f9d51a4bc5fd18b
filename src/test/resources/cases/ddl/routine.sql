--# Statements and what must be said of them; see CaseFilesTest. PostgreSQL 15 agreed (its event triggers), where it accepts the statement and its catalogs do not decide.

CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION f()

CREATE OR REPLACE FUNCTION public.f(a int, b text DEFAULT 'x,y)', c numeric(10, 2) = 3.5) RETURNS int LANGUAGE sql AS $body$ SELECT 1; SELECT 2; $body$;
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION public.f(integer,text,numeric) OR_REPLACE

CREATE FUNCTION modes(IN a int4, OUT b text, INOUT c bool, VARIADIC d varchar[]) LANGUAGE sql AS $$ SELECT 'x'::text, true $$;
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION modes(integer,boolean,character varying[])

CREATE FUNCTION spelled(double precision, character varying(10), timestamp with time zone, time(3), bit varying(4), interval year to month, "char", float(10), dec, national character (3), int[3], text ARRAY[4], char) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION spelled(double precision,character varying,timestamp with time zone,time without time zone,bit varying,interval,"char",real,numeric,character,integer[],text[],character)

CREATE FUNCTION named(x double precision, y timestamptz, "Z z" time with time zone, setof_ int8, "in" int2, out_ pg_catalog.int4, real_ real) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION named(double precision,timestamp with time zone,time with time zone,bigint,smallint,integer,real)

CREATE FUNCTION tabled(a int) RETURNS TABLE (x int, y text) LANGUAGE sql AS $$ SELECT 1, 'a' $$;
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION tabled(integer)

CREATE FUNCTION late(a OUT int, b IN int) LANGUAGE sql AS 'SELECT 1';
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION late(integer)

CREATE FUNCTION polymorphic(anyelement, VARIADIC anyarray) RETURNS anyelement LANGUAGE sql AS 'SELECT $1';
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION polymorphic(anyelement,anyarray)

CREATE FUNCTION atomic(n int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN n > 1 THEN CASE n WHEN 2 THEN 3 END ELSE 0 END; SELECT 1 AS "end"; END;
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION atomic(integer)

CREATE FUNCTION returned(n int) RETURNS int LANGUAGE sql RETURN n + 1;
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION returned(integer)

CREATE FUNCTION "Odd.Name"("A" int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION "Odd.Name"(integer)

ALTER FUNCTION f() IMMUTABLE STRICT COST 10;
-- expect: ALTER FUNCTION
-- expect:   ALTER FUNCTION f()
-- expect:   sub IMMUTABLE

ALTER FUNCTION public.f(a int, text, numeric) SET search_path = public, pg_temp;
-- expect: ALTER FUNCTION
-- expect:   ALTER FUNCTION public.f(integer,text,numeric)
-- expect:   sub SET

ALTER FUNCTION f() RENAME TO g;
-- expect: ALTER FUNCTION
-- expect:   RENAME FUNCTION f() -> g()
-- expect:   sub RENAME TO

CREATE SCHEMA fs;
-- expect: CREATE SCHEMA
-- expect:   CREATE SCHEMA fs

ALTER FUNCTION g() SET SCHEMA fs;
-- expect: ALTER FUNCTION
-- expect:   SET_SCHEMA FUNCTION g() -> fs.g()
-- expect:   sub SET SCHEMA

ALTER FUNCTION fs.g OWNER TO CURRENT_USER;
-- expect: ALTER FUNCTION
-- expect:   ALTER FUNCTION fs.g
-- expect:   sub OWNER TO

ALTER FUNCTION fs.g() DEPENDS ON EXTENSION plpgsql;
-- expect: ALTER FUNCTION
-- expect:   ALTER FUNCTION fs.g()
-- expect:   sub DEPENDS ON

COMMENT ON FUNCTION modes(int, INOUT bool, VARIADIC varchar[]) IS 'x';
-- expect: COMMENT
-- expect:   COMMENT FUNCTION modes(integer,boolean,character varying[])

DROP FUNCTION fs.g(), late(int), atomic;
-- expect: DROP FUNCTION
-- expect:   DROP FUNCTION fs.g()
-- expect:   DROP FUNCTION late(integer)
-- expect:   DROP FUNCTION atomic

DROP FUNCTION IF EXISTS missing(int), "Odd.Name"(int) CASCADE;
-- expect: DROP FUNCTION
-- expect:   DROP FUNCTION missing(integer) IF_EXISTS CASCADE
-- expect:   DROP FUNCTION "Odd.Name"(integer) IF_EXISTS CASCADE

CREATE PROCEDURE p(a int, INOUT b text DEFAULT NULL) LANGUAGE sql AS $$ SELECT 'x' $$;
-- expect: CREATE PROCEDURE
-- expect:   CREATE PROCEDURE p(integer,text)

CREATE OR REPLACE PROCEDURE public.q() LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END;
-- expect: CREATE PROCEDURE
-- expect:   CREATE PROCEDURE public.q() OR_REPLACE

ALTER PROCEDURE q() SECURITY DEFINER;
-- expect: ALTER PROCEDURE
-- expect:   ALTER PROCEDURE q()
-- expect:   sub SECURITY

ALTER PROCEDURE q() RENAME TO q2;
-- expect: ALTER PROCEDURE
-- expect:   RENAME PROCEDURE q() -> q2()
-- expect:   sub RENAME TO

COMMENT ON PROCEDURE q2() IS 'x';
-- expect: COMMENT
-- expect:   COMMENT PROCEDURE q2()

ALTER ROUTINE q2() SET SCHEMA fs;
-- expect: ALTER ROUTINE
-- expect:   SET_SCHEMA ROUTINE q2() -> fs.q2()
-- expect:   sub SET SCHEMA

DROP PROCEDURE p(int, text);
-- expect: DROP PROCEDURE
-- expect:   DROP PROCEDURE p(integer,text)

DROP ROUTINE fs.q2();
-- expect: DROP ROUTINE
-- expect:   DROP ROUTINE fs.q2()

CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
-- expect: CREATE AGGREGATE
-- expect:   CREATE AGGREGATE total(integer)

CREATE AGGREGATE counting(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0');
-- expect: CREATE AGGREGATE
-- expect:   CREATE AGGREGATE counting()

CREATE AGGREGATE old_total (BASETYPE = int4, SFUNC = int4pl, STYPE = int4, INITCOND = '0');
-- expect: CREATE AGGREGATE
-- expect:   CREATE AGGREGATE old_total(integer)

CREATE AGGREGATE old_count (BASETYPE = 'ANY', SFUNC = int8inc, STYPE = int8, INITCOND = '0');
-- expect: CREATE AGGREGATE
-- expect:   CREATE AGGREGATE old_count()

CREATE OR REPLACE AGGREGATE public.total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '1');
-- expect: CREATE AGGREGATE
-- expect:   CREATE AGGREGATE public.total(integer) OR_REPLACE

CREATE AGGREGATE ordered(float8 ORDER BY anyelement) (STYPE = internal, SFUNC = ordered_set_transition, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA = true);
-- expect: CREATE AGGREGATE
-- expect:   CREATE AGGREGATE ordered(double precision,anyelement)

ALTER AGGREGATE total(int) RENAME TO total2;
-- expect: ALTER AGGREGATE
-- expect:   RENAME AGGREGATE total(integer) -> total2(integer)
-- expect:   sub RENAME TO

ALTER AGGREGATE counting(*) OWNER TO CURRENT_USER;
-- expect: ALTER AGGREGATE
-- expect:   ALTER AGGREGATE counting()
-- expect:   sub OWNER TO

ALTER AGGREGATE total2(int) SET SCHEMA fs;
-- expect: ALTER AGGREGATE
-- expect:   SET_SCHEMA AGGREGATE total2(integer) -> fs.total2(integer)
-- expect:   sub SET SCHEMA

COMMENT ON AGGREGATE old_count(*) IS 'x';
-- expect: COMMENT
-- expect:   COMMENT AGGREGATE old_count()

COMMENT ON AGGREGATE ordered(float8 ORDER BY anyelement) IS 'x';
-- expect: COMMENT
-- expect:   COMMENT AGGREGATE ordered(double precision,anyelement)

DROP AGGREGATE IF EXISTS fs.total2(int), counting(*), old_total(int4), ordered(float8 ORDER BY anyelement);
-- expect: DROP AGGREGATE
-- expect:   DROP AGGREGATE fs.total2(integer) IF_EXISTS
-- expect:   DROP AGGREGATE counting() IF_EXISTS
-- expect:   DROP AGGREGATE old_total(integer) IF_EXISTS
-- expect:   DROP AGGREGATE ordered(double precision,anyelement) IF_EXISTS

CREATE OPERATOR === (LEFTARG = box, RIGHTARG = box, FUNCTION = box_eq);
-- expect: CREATE OPERATOR
-- expect:   CREATE OPERATOR ===(box,box)

CREATE OPERATOR === (LEFTARG = box, RIGHTARG = box, FUNCTION = box_same);
-- expect: CREATE OPERATOR
-- expect:   CREATE OPERATOR ===(box,box)

CREATE OPERATOR public.!== (rightarg = int4, procedure = pg_catalog.int4um);
-- expect: CREATE OPERATOR
-- expect:   CREATE OPERATOR public.!==(NONE,integer)

ALTER OPERATOR === (box, box) SET (RESTRICT = eqsel);
-- expect: ALTER OPERATOR
-- expect:   ALTER OPERATOR ===(box,box)
-- expect:   sub SET

ALTER OPERATOR public.!== (NONE, int) OWNER TO CURRENT_USER;
-- expect: ALTER OPERATOR
-- expect:   ALTER OPERATOR public.!==(NONE,integer)
-- expect:   sub OWNER TO

ALTER OPERATOR === (box, box) SET SCHEMA fs;
-- expect: ALTER OPERATOR
-- expect:   SET_SCHEMA OPERATOR ===(box,box) -> fs.===(box,box)
-- expect:   sub SET SCHEMA

COMMENT ON OPERATOR fs.=== (box, box) IS 'x';
-- expect: COMMENT
-- expect:   COMMENT OPERATOR fs.===(box,box)

DROP OPERATOR fs.=== (box, box), !== (NONE, int4);
-- expect: DROP OPERATOR
-- expect:   DROP OPERATOR fs.===(box,box)
-- expect:   DROP OPERATOR !==(NONE,integer)

CREATE OPERATOR FAMILY fam USING btree;
-- expect: CREATE OPERATOR FAMILY
-- expect:   CREATE OPERATOR_FAMILY fam USING btree

CREATE OPERATOR CLASS cls FOR TYPE int4 USING btree FAMILY fam AS OPERATOR 1 <, FUNCTION 1 btint4cmp(int4, int4);
-- expect: CREATE OPERATOR CLASS
-- expect:   CREATE OPERATOR_CLASS cls USING btree

CREATE OPERATOR CLASS public.own FOR TYPE int4 USING hash AS OPERATOR 1 =, FUNCTION 1 hashint4(int4);
-- expect: CREATE OPERATOR CLASS
-- expect:   CREATE OPERATOR_CLASS public.own USING hash
-- expect:   implied CREATE OPERATOR_FAMILY public.own USING hash

ALTER OPERATOR FAMILY fam USING btree ADD OPERATOR 1 < (int4, int8), FUNCTION 1 btint48cmp(int4, int8);
-- expect: ALTER OPERATOR FAMILY
-- expect:   ALTER OPERATOR_FAMILY fam USING btree
-- expect:   sub ADD OPERATOR: CREATE OPERATOR_OF_ACCESS_METHOD operator 1 (integer, bigint) of fam USING btree of fam USING btree
-- expect:   sub ADD FUNCTION

ALTER OPERATOR FAMILY fam USING btree RENAME TO fam2;
-- expect: ALTER OPERATOR FAMILY
-- expect:   RENAME OPERATOR_FAMILY fam USING btree -> fam2 USING btree
-- expect:   sub RENAME TO

ALTER OPERATOR FAMILY public.fam2 USING btree SET SCHEMA fs;
-- expect: ALTER OPERATOR FAMILY
-- expect:   SET_SCHEMA OPERATOR_FAMILY public.fam2 USING btree -> fs.fam2 USING btree
-- expect:   sub SET SCHEMA

ALTER OPERATOR CLASS own USING hash RENAME TO own2;
-- expect: ALTER OPERATOR CLASS
-- expect:   RENAME OPERATOR_CLASS own USING hash -> own2 USING hash
-- expect:   sub RENAME TO

ALTER OPERATOR CLASS own2 USING hash OWNER TO CURRENT_USER;
-- expect: ALTER OPERATOR CLASS
-- expect:   ALTER OPERATOR_CLASS own2 USING hash
-- expect:   sub OWNER TO

COMMENT ON OPERATOR CLASS own2 USING hash IS 'x';
-- expect: COMMENT
-- expect:   COMMENT OPERATOR_CLASS own2 USING hash

COMMENT ON OPERATOR FAMILY fs.fam2 USING btree IS 'x';
-- expect: COMMENT
-- expect:   COMMENT OPERATOR_FAMILY fs.fam2 USING btree

DROP OPERATOR CLASS cls USING btree;
-- expect: DROP OPERATOR CLASS
-- expect:   DROP OPERATOR_CLASS cls USING btree

DROP OPERATOR FAMILY IF EXISTS fs.fam2 USING btree CASCADE;
-- expect: DROP OPERATOR FAMILY
-- expect:   DROP OPERATOR_FAMILY fs.fam2 USING btree IF_EXISTS CASCADE

CREATE TYPE money2 AS (a int);
-- expect: CREATE TYPE
-- expect:   CREATE TYPE money2

CREATE FUNCTION to_money2(int) RETURNS money2 LANGUAGE sql AS 'SELECT ROW($1)::money2';
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION to_money2(integer)

CREATE CAST (int AS money2) WITH FUNCTION to_money2(int) AS ASSIGNMENT;
-- expect: CREATE CAST
-- expect:   CREATE CAST (integer AS money2)

COMMENT ON CAST (int AS money2) IS 'x';
-- expect: COMMENT
-- expect:   COMMENT CAST (integer AS money2)

DROP CAST IF EXISTS (int AS money2);
-- expect: DROP CAST
-- expect:   DROP CAST (integer AS money2) IF_EXISTS

CREATE TRANSFORM FOR int LANGUAGE sql (FROM SQL WITH FUNCTION prsd_lextype(internal), TO SQL WITH FUNCTION int4recv(internal));
-- expect: CREATE TRANSFORM
-- expect:   CREATE TRANSFORM for integer on language sql

COMMENT ON TRANSFORM FOR int LANGUAGE sql IS 'x';
-- expect: COMMENT
-- expect:   COMMENT TRANSFORM for integer on language sql

DROP TRANSFORM IF EXISTS FOR int LANGUAGE sql;
-- expect: DROP TRANSFORM
-- expect:   DROP TRANSFORM for integer on language sql IF_EXISTS

CREATE LANGUAGE plsample HANDLER plpgsql_call_handler;
-- expect: CREATE LANGUAGE
-- expect:   CREATE LANGUAGE plsample

CREATE TRUSTED PROCEDURAL LANGUAGE plsample2 HANDLER plpgsql_call_handler VALIDATOR plpgsql_validator;
-- expect: CREATE LANGUAGE
-- expect:   CREATE LANGUAGE plsample2

ALTER LANGUAGE plsample RENAME TO plsample3;
-- expect: ALTER LANGUAGE
-- expect:   RENAME LANGUAGE plsample -> plsample3
-- expect:   sub RENAME TO

ALTER PROCEDURAL LANGUAGE plsample3 OWNER TO CURRENT_USER;
-- expect: ALTER LANGUAGE
-- expect:   ALTER LANGUAGE plsample3
-- expect:   sub OWNER TO

COMMENT ON LANGUAGE plsample3 IS 'x';
-- expect: COMMENT
-- expect:   COMMENT LANGUAGE plsample3

DROP PROCEDURAL LANGUAGE plsample3;
-- expect: DROP LANGUAGE
-- expect:   DROP LANGUAGE plsample3

DROP LANGUAGE plsample2;
-- expect: DROP LANGUAGE
-- expect:   DROP LANGUAGE plsample2

CREATE LANGUAGE missing_language;
-- expect: CREATE EXTENSION
-- expect:   CREATE EXTENSION missing_language
