--# Statements and what must be said of them; see CaseFilesTest.

CREATE/**/TABLE/* a /* nested */ comment; */public/**/./**/t--trailing
(a int)
-- expect: CREATE TABLE
-- expect:   CREATE TABLE public.t

-- leading comment
/* another; one */
create Or rEplace VIEW "Weird ""v"".1" AS SELECT ';' AS ";", $x$;$$;$x$, E'\';', U&'\0041;', B'01', X'1F', N'n;'
-- expect: CREATE VIEW
-- expect:   CREATE VIEW "Weird ""v"".1" OR_REPLACE

CREATE TABLE U&"\0061\+000062c" (a int)
-- expect: CREATE TABLE
-- expect:   CREATE TABLE abc

CREATE TABLE U&"!0061bc" UESCAPE '!' (a int)
-- expect: CREATE TABLE
-- expect:   CREATE TABLE abc

CREATE TABLE db.public.t (a int)
-- expect: CREATE TABLE
-- expect:   CREATE TABLE public.t

CREATE TABLE "a.b"."c.d" ("e.f" serial)
-- expect: CREATE TABLE
-- expect:   CREATE TABLE "a.b"."c.d"
-- expect:   implied CREATE SEQUENCE "a.b"."c.d_e.f_seq" of "a.b"."c.d"."e.f"
-- expect:   implied ALTER SEQUENCE "a.b"."c.d_e.f_seq" of "a.b"."c.d"."e.f"

CREATE TABLE "public" . "T" (a int)
-- expect: CREATE TABLE
-- expect:   CREATE TABLE public."T"

CREATE TABLE Straße (a int)
-- expect: CREATE TABLE
-- expect:   CREATE TABLE "straße"

CREATE TABLE abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz (a int)
-- expect: CREATE TABLE
-- expect:   CREATE TABLE abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk

CREATE TABLE t (a text DEFAULT 'one'
  -- and
  ' two; three', b int)
-- expect: CREATE TABLE
-- expect:   CREATE TABLE t

CREATE FUNCTION f(a text DEFAULT $q$,)$q$, b int) RETURNS int LANGUAGE sql AS $_$ SELECT 1; -- it's
 $_$; CREATE TABLE after (a int)
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION f(text,integer)
-- expect: CREATE TABLE
-- expect:   CREATE TABLE after

CREATE FUNCTION f() RETURNS int AS 'SELECT 1;' LANGUAGE sql;;; ; DROP FUNCTION f()
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION f()
-- expect: DROP FUNCTION
-- expect:   DROP FUNCTION f()

CREATE TABLE "select" ("from" int, "table" serial, user_ int, "user" int UNIQUE)
-- expect: CREATE TABLE
-- expect:   CREATE TABLE "select"
-- expect:   implied CREATE SEQUENCE select_table_seq of "select"."table"
-- expect:   implied CREATE INDEX select_user_key of "select"
-- expect:   implied ALTER SEQUENCE select_table_seq of "select"."table"

CREATE TABLE name (value text, type int, text text UNIQUE)
-- expect: CREATE TABLE
-- expect:   CREATE TABLE name
-- expect:   implied CREATE INDEX name_text_key of name

CREATE TABLE t (a int); -- the end
-- of it
-- expect: CREATE TABLE
-- expect:   CREATE TABLE t

CREATE TABLE t (a int);
\d t
SELECT 1 \g
\echo done; CREATE TABLE no (a int);
CREATE TABLE yes (a int)
-- expect: CREATE TABLE
-- expect:   CREATE TABLE t
-- expect: NOT_DDL -: psql command
-- expect: NOT_DDL SELECT: query
-- expect: NOT_DDL -: psql command
-- expect: CREATE TABLE
-- expect:   CREATE TABLE yes

COPY t (a) FROM stdin;
1	CREATE TABLE x (a int);
\.
CREATE TABLE t2 (a int)
-- expect: NOT_DDL COPY: COPY
-- expect: NOT_DDL -: COPY data
-- expect: CREATE TABLE
-- expect:   CREATE TABLE t2

COPY t (a) FROM stdin;
CREATE TABLE t2 (a int)
-- expect: NOT_DDL COPY: COPY
-- expect: CREATE TABLE
-- expect:   CREATE TABLE t2

CREATE TABLE t (a int DEFAULT 1-- comment
, b int DEFAULT 2 - -3, c int DEFAULT @ -3, d int DEFAULT 2*-1)
-- expect: CREATE TABLE
-- expect:   CREATE TABLE t

CREATE OPERATOR public.@+ (LEFTARG = int, RIGHTARG = int, PROCEDURE = p); CREATE OPERATOR ~-/**/(LEFTARG = int, RIGHTARG = int, PROCEDURE = p)
-- expect: CREATE OPERATOR
-- expect:   CREATE OPERATOR public.@+(integer,integer)
-- expect: CREATE OPERATOR
-- expect:   CREATE OPERATOR ~-(integer,integer)

CREATE TRIGGER "on" BEFORE UPDATE OF "on", b ON "table" FOR EACH ROW EXECUTE FUNCTION f()
-- expect: CREATE TRIGGER
-- expect:   CREATE TRIGGER "on" on "table"

CREATE RULE r AS ON INSERT TO t DO INSTEAD (INSERT INTO u VALUES (1); SELECT ')'; DELETE FROM u)
-- expect: CREATE RULE
-- expect:   CREATE RULE r on t

CREATE PROCEDURE p() BEGIN ATOMIC INSERT INTO t VALUES (CASE WHEN true THEN 1 END); SELECT x.end, y.case FROM x; END; CREATE TABLE t (a int)
-- expect: CREATE PROCEDURE
-- expect:   CREATE PROCEDURE p()
-- expect: CREATE TABLE
-- expect:   CREATE TABLE t

CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN; END; $$; CREATE TABLE begin (atomic int)
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION f()
-- expect: CREATE TABLE
-- expect:   CREATE TABLE begin

CREATE TABLE t (a int) ; CREATE TABLE u (b int)	;	
DROP TABLE t
-- expect: CREATE TABLE
-- expect:   CREATE TABLE t
-- expect: CREATE TABLE
-- expect:   CREATE TABLE u
-- expect: DROP TABLE
-- expect:   DROP TABLE t

CREATE TABLE t (EXCLUDE int, check_ int, "check" int, generated text, like_ int, period int)
-- expect: CREATE TABLE
-- expect:   CREATE TABLE t

CREATE INDEX concurrently ON t (a)
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_a_idx of t CONCURRENTLY

CREATE INDEX "concurrently" ON t (a)
-- expect: CREATE INDEX
-- expect:   CREATE INDEX "concurrently" of t

CREATE INDEX if ON t (a)
-- expect: CREATE INDEX
-- expect:   CREATE INDEX if of t

CREATE USER mapping_user; CREATE USER MAPPING FOR x SERVER s
-- expect: CREATE ROLE
-- expect:   CREATE ROLE mapping_user
-- expect: CREATE USER MAPPING
-- expect:   CREATE USER_MAPPING x on server s of s

CREATE VIEW v AS SELECT 1; COMMENT ON COLUMN v.c IS 'x'; ALTER TABLE v OWNER TO me; ALTER TABLE public.v OWNER TO me
-- expect: CREATE VIEW
-- expect:   CREATE VIEW v
-- expect: COMMENT
-- expect:   COMMENT VIEW_COLUMN v.c
-- expect: ALTER TABLE
-- expect:   ALTER VIEW v
-- expect:   sub OWNER TO
-- expect: ALTER TABLE
-- expect:   ALTER TABLE public.v
-- expect:   sub OWNER TO

BEGIN; CREATE TABLE t (a int); COMMIT
-- expect: NOT_DDL BEGIN: transaction control
-- expect: CREATE TABLE
-- expect:   CREATE TABLE t
-- expect: NOT_DDL COMMIT: transaction control

ALTER TABLE a RENAME TO b; ALTER TABLE a RENAME b TO c; ALTER TABLE a RENAME COLUMN "to" TO "to to"
-- expect: ALTER TABLE
-- expect:   RENAME TABLE a -> b
-- expect:   sub RENAME TO
-- expect: ALTER TABLE
-- expect:   RENAME TABLE_COLUMN a.b -> a.c
-- expect:   sub RENAME COLUMN: RENAME TABLE_COLUMN a.b -> a.c
-- expect: ALTER TABLE
-- expect:   RENAME TABLE_COLUMN a."to" -> a."to to"
-- expect:   sub RENAME COLUMN: RENAME TABLE_COLUMN a."to" -> a."to to"

CREATE TYPE row_type AS (f1 int);
COMMENT ON COLUMN row_type.f1 IS 'x';
-- expect: CREATE TYPE
-- expect:   CREATE TYPE row_type
-- expect: COMMENT
-- expect:   COMMENT COMPOSITE_TYPE_COLUMN row_type.f1

ALTER TABLE t ADD COLUMN IF NOT EXISTS c serial;
-- expect: ALTER TABLE
-- expect:   ALTER TABLE t
-- expect:   implied CREATE SEQUENCE t_c_seq of t.c IF_NOT_EXISTS
-- expect:   implied ALTER SEQUENCE t_c_seq of t.c IF_NOT_EXISTS
-- expect:   sub ADD COLUMN: CREATE TABLE_COLUMN t.c IF_NOT_EXISTS

ALTER USER CURRENT_USER SET search_path = a;
-- expect: ALTER ROLE
-- expect:   ALTER ROLE current_user
-- expect:   sub SET

COMMENT ON TYPE double precision IS 'x';
-- expect: COMMENT
-- expect:   COMMENT TYPE double precision

COMMENT ON TYPE timestamptz(3) IS 'x';
-- expect: COMMENT
-- expect:   COMMENT TYPE timestamp with time zone

COMMENT ON TYPE _int4 IS 'x';
-- expect: COMMENT
-- expect:   COMMENT TYPE integer[]

COMMENT ON TYPE "S".a[] IS 'x';
-- expect: COMMENT
-- expect:   COMMENT TYPE "S".a[]

COMMENT ON TYPE pg_catalog.int8 IS 'x';
-- expect: COMMENT
-- expect:   COMMENT TYPE bigint

DROP TYPE double, s.double;
-- expect: DROP TYPE
-- expect:   DROP TYPE double
-- expect:   DROP TYPE s.double

GRANT SELECT ON parameter, type.x, sequence TO a, b;
-- expect: GRANT
-- expect:   GRANT TABLE parameter
-- expect:   GRANT TABLE type.x
-- expect:   GRANT TABLE sequence

GRANT SELECT ON sequence sequence TO a;
-- expect: GRANT
-- expect:   GRANT SEQUENCE sequence

REVOKE USAGE ON type FROM a;
-- expect: REVOKE
-- expect:   REVOKE TABLE type

GRANT USAGE ON TYPE type, domain TO a;
-- expect: GRANT
-- expect:   GRANT TYPE type
-- expect:   GRANT TYPE domain
