--# Statements and what must be said of them; see CaseFilesTest.

CREATE TABLE t (a int STORAGE plain, b text COMPRESSION lz4)
-- expect: CREATE TABLE
-- expect:   CREATE TABLE t

CREATE STATISTICS ON a, (b + 1), c FROM s.t
-- expect: CREATE STATISTICS
-- expect:   CREATE STATISTICS_OBJECT s.t_a_expr_c_stat

CREATE STATISTICS ON s1.fn(a), U&"!0062" UESCAPE '!', lower(c), cast(d AS text), "E f" FROM s.t
-- expect: CREATE STATISTICS
-- expect:   CREATE STATISTICS_OBJECT s."t_expr_b_expr_expr_E f_stat"

CREATE STATISTICS (mcv) ON a, b FROM t
-- expect: CREATE STATISTICS
-- expect:   CREATE STATISTICS_OBJECT t_a_b_stat

CREATE TABLE t (a int GENERATED ALWAYS AS (b * 2) VIRTUAL, b int, valid_at daterange, PRIMARY KEY (a, valid_at WITHOUT OVERLAPS), CONSTRAINT nn NOT NULL b NO INHERIT, FOREIGN KEY (a, PERIOD valid_at) REFERENCES u (a, PERIOD valid_at) NOT ENFORCED)
-- expect: CREATE TABLE
-- expect:   CREATE TABLE t
-- expect:   implied CREATE INDEX t_pkey of t
-- expect:   implied ALTER TABLE t

ALTER TABLE t ALTER COLUMN a SET EXPRESSION AS (b + 1), ALTER CONSTRAINT c NOT ENFORCED, ALTER b SET STORAGE DEFAULT
-- expect: ALTER TABLE
-- expect:   ALTER TABLE t
-- expect:   sub ALTER COLUMN SET EXPRESSION: ALTER TABLE_COLUMN t.a
-- expect:   sub ALTER CONSTRAINT: ALTER TABLE_CONSTRAINT c on t
-- expect:   sub ALTER COLUMN SET STORAGE: ALTER TABLE_COLUMN t.b

ALTER TABLE t ADD CONSTRAINT nn NOT NULL a NOT VALID
-- expect: ALTER TABLE
-- expect:   ALTER TABLE t
-- expect:   sub ADD CONSTRAINT: CREATE TABLE_CONSTRAINT nn on t

CREATE FUNCTION f(a int DEFAULT 1_000, b text DEFAULT 'x') RETURNS int RETURN 0x1F + 0b01 + 0o17
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION f(integer,text)

ALTER DEFAULT PRIVILEGES GRANT SELECT ON LARGE OBJECTS TO PUBLIC
-- expect: ALTER DEFAULT PRIVILEGES
-- expect:   GRANT LARGE_OBJECTS on large objects

GRANT a TO b WITH INHERIT TRUE, SET FALSE GRANTED BY c
-- expect: GRANT ROLE
-- expect:   GRANT ROLE a

REVOKE INHERIT OPTION FOR a FROM b
-- expect: REVOKE ROLE
-- expect:   REVOKE ROLE a

GRANT MAINTAIN ON TABLE t TO x
-- expect: GRANT
-- expect:   GRANT TABLE t

CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (origin = none)
-- expect: CREATE SUBSCRIPTION
-- expect:   CREATE SUBSCRIPTION s

ALTER DATABASE d REFRESH COLLATION VERSION
-- expect: ALTER DATABASE
-- expect:   ALTER DATABASE d
-- expect:   sub REFRESH

CREATE TABLE json_table (system_user int, json_value text UNIQUE)
-- expect: CREATE TABLE
-- expect:   CREATE TABLE json_table
-- expect:   implied CREATE INDEX json_table_json_value_key of json_table

CREATE FOREIGN TABLE ft (LIKE t) SERVER s
-- expect: CREATE FOREIGN TABLE
-- expect:   CREATE FOREIGN_TABLE ft

COMMENT ON CONSTRAINT nn ON t IS 'x'
-- expect: COMMENT
-- expect:   COMMENT TABLE_CONSTRAINT nn on t

CREATE TABLE t (a int STORAGE PLAIN COMPRESSION lz4, b text STORAGE EXTENDED DEFAULT 'x');
-- expect: CREATE TABLE
-- expect:   CREATE TABLE t

CREATE TABLE t (id int, valid tstzrange, CONSTRAINT pk PRIMARY KEY (id, valid WITHOUT OVERLAPS), UNIQUE (id, valid WITHOUT OVERLAPS), FOREIGN KEY (id, PERIOD valid) REFERENCES o (id, PERIOD valid));
-- expect: CREATE TABLE
-- expect:   CREATE TABLE t
-- expect:   implied CREATE INDEX pk of t
-- expect:   implied ALTER TABLE t

CREATE TABLE t (a int GENERATED ALWAYS AS (b * 2) VIRTUAL, b int, c int GENERATED ALWAYS AS (b * 2), CHECK (b > 1) NOT ENFORCED, CONSTRAINT nn NOT NULL b NO INHERIT);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE t

CREATE TABLE t (a int REFERENCES o NOT ENFORCED, b int CHECK (b > 0) ENFORCED, c int NOT NULL NO INHERIT);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE t
-- expect:   implied ALTER TABLE t

ALTER TABLE t ADD NOT NULL a;
-- expect: ALTER TABLE
-- expect:   ALTER TABLE t
-- expect:   sub ADD CONSTRAINT

ALTER TABLE t ALTER CONSTRAINT fk NOT ENFORCED;
-- expect: ALTER TABLE
-- expect:   ALTER TABLE t
-- expect:   sub ALTER CONSTRAINT: ALTER TABLE_CONSTRAINT fk on t

ALTER TABLE t ALTER CONSTRAINT nn INHERIT;
-- expect: ALTER TABLE
-- expect:   ALTER TABLE t
-- expect:   sub ALTER CONSTRAINT: ALTER TABLE_CONSTRAINT nn on t

ALTER TABLE t ALTER CONSTRAINT nn NO INHERIT;
-- expect: ALTER TABLE
-- expect:   ALTER TABLE t
-- expect:   sub ALTER CONSTRAINT: ALTER TABLE_CONSTRAINT nn on t

ALTER TABLE t ALTER COLUMN a SET EXPRESSION AS (b * 3);
-- expect: ALTER TABLE
-- expect:   ALTER TABLE t
-- expect:   sub ALTER COLUMN SET EXPRESSION: ALTER TABLE_COLUMN t.a

ALTER TABLE t ALTER COLUMN a SET STATISTICS DEFAULT;
-- expect: ALTER TABLE
-- expect:   ALTER TABLE t
-- expect:   sub ALTER COLUMN SET STATISTICS: ALTER TABLE_COLUMN t.a

ALTER TABLE t ALTER COLUMN a SET STORAGE DEFAULT;
-- expect: ALTER TABLE
-- expect:   ALTER TABLE t
-- expect:   sub ALTER COLUMN SET STORAGE: ALTER TABLE_COLUMN t.a

ALTER TABLE t SET ACCESS METHOD DEFAULT;
-- expect: ALTER TABLE
-- expect:   ALTER TABLE t
-- expect:   sub SET ACCESS METHOD

CREATE FOREIGN TABLE ft (LIKE t INCLUDING ALL) SERVER s;
-- expect: CREATE FOREIGN TABLE
-- expect:   CREATE FOREIGN_TABLE ft

CREATE STATISTICS ON a, b FROM t;
-- expect: CREATE STATISTICS
-- expect:   CREATE STATISTICS_OBJECT t_a_b_stat

CREATE STATISTICS (ndistinct) ON a, (b + 1) FROM s.t;
-- expect: CREATE STATISTICS
-- expect:   CREATE STATISTICS_OBJECT s.t_a_expr_stat

CREATE STATISTICS IF NOT EXISTS st ON a, b FROM t;
-- expect: CREATE STATISTICS
-- expect:   CREATE STATISTICS_OBJECT st IF_NOT_EXISTS

ALTER STATISTICS st SET STATISTICS DEFAULT;
-- expect: ALTER STATISTICS
-- expect:   ALTER STATISTICS_OBJECT st
-- expect:   sub SET STATISTICS

GRANT admin TO joe WITH ADMIN OPTION, INHERIT FALSE, SET TRUE GRANTED BY boss;
-- expect: GRANT ROLE
-- expect:   GRANT ROLE admin

GRANT a, b TO c WITH SET FALSE;
-- expect: GRANT ROLE
-- expect:   GRANT ROLE a
-- expect:   GRANT ROLE b

REVOKE SET OPTION FOR a FROM b;
-- expect: REVOKE ROLE
-- expect:   REVOKE ROLE a

REVOKE INHERIT OPTION FOR a FROM b CASCADE;
-- expect: REVOKE ROLE
-- expect:   REVOKE ROLE a

GRANT MAINTAIN, SELECT ON t TO joe;
-- expect: GRANT
-- expect:   GRANT TABLE t

GRANT SET, ALTER SYSTEM ON PARAMETER work_mem, my.param TO joe;
-- expect: GRANT
-- expect:   GRANT PARAMETER work_mem
-- expect:   GRANT PARAMETER my.param

GRANT pg_maintain TO joe;
-- expect: GRANT ROLE
-- expect:   GRANT ROLE pg_maintain

ALTER DEFAULT PRIVILEGES GRANT SELECT ON LARGE OBJECTS TO joe;
-- expect: ALTER DEFAULT PRIVILEGES
-- expect:   GRANT LARGE_OBJECTS on large objects

CREATE EVENT TRIGGER e ON login EXECUTE FUNCTION f();
-- expect: CREATE EVENT TRIGGER
-- expect:   CREATE EVENT_TRIGGER e

CREATE ROLE r BYPASSRLS CREATEROLE CONNECTION LIMIT 4 VALID UNTIL 'infinity';
-- expect: CREATE ROLE
-- expect:   CREATE ROLE r

CREATE DATABASE d LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' STRATEGY file_copy;
-- expect: CREATE DATABASE
-- expect:   CREATE DATABASE d

CREATE DATABASE d WITH OWNER = x TEMPLATE template0 ENCODING 'UTF8' ICU_RULES '&a < b' OID = 17000 IS_TEMPLATE true;
-- expect: CREATE DATABASE
-- expect:   CREATE DATABASE d

ALTER DATABASE d SET x TO DEFAULT;
-- expect: ALTER DATABASE
-- expect:   ALTER DATABASE d
-- expect:   sub SET

ALTER DATABASE d SET TABLESPACE ts;
-- expect: ALTER DATABASE
-- expect:   ALTER DATABASE d
-- expect:   sub SET TABLESPACE

CREATE COLLATION c (provider = icu, locale = 'und', rules = '&V << w <<< W', deterministic = false);
-- expect: CREATE COLLATION
-- expect:   CREATE COLLATION c

CREATE PUBLICATION p FOR TABLES IN SCHEMA s, CURRENT_SCHEMA WITH (publish_generated_columns = stored);
-- expect: CREATE PUBLICATION
-- expect:   CREATE PUBLICATION p

CREATE PUBLICATION p FOR TABLE a (x), b WHERE (c > 1), TABLES IN SCHEMA s;
-- expect: CREATE PUBLICATION
-- expect:   CREATE PUBLICATION p

CREATE PUBLICATION p FOR ALL TABLES, ALL SEQUENCES;
-- expect: CREATE PUBLICATION
-- expect:   CREATE PUBLICATION p

CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p, q WITH (failover = true, origin = none, run_as_owner, password_required = false);
-- expect: CREATE SUBSCRIPTION
-- expect:   CREATE SUBSCRIPTION s

ALTER SUBSCRIPTION s SKIP (lsn = '0/0');
-- expect: ALTER SUBSCRIPTION
-- expect:   ALTER SUBSCRIPTION s
-- expect:   sub SKIP

ALTER SUBSCRIPTION s ADD PUBLICATION p WITH (refresh = false);
-- expect: ALTER SUBSCRIPTION
-- expect:   ALTER SUBSCRIPTION s
-- expect:   sub ADD PUBLICATION

ALTER SUBSCRIPTION s ENABLE;
-- expect: ALTER SUBSCRIPTION
-- expect:   ALTER SUBSCRIPTION s
-- expect:   sub ENABLE

CREATE FUNCTION f(a int DEFAULT 1, OUT b int) RETURNS int BEGIN ATOMIC MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN UPDATE SET x = CASE WHEN true THEN 1 ELSE 2 END WHEN NOT MATCHED BY SOURCE THEN DELETE RETURNING merge_action(), t.*; END;
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION f(integer)

CREATE VIEW v WITH (security_invoker = true) AS SELECT JSON_TABLE.a FROM JSON_TABLE('{}', '$' COLUMNS (a int PATH '$.a' ERROR ON ERROR));
-- expect: CREATE VIEW
-- expect:   CREATE VIEW v

CREATE INDEX ON t (JSON_VALUE(j, '$.a' RETURNING int), (JSON_EXISTS(j, '$.b')), (j IS JSON), (b AT LOCAL));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX t_json_value_json_exists_expr_timezone_idx of t

CREATE UNIQUE INDEX i ON t (a) INCLUDE (b) NULLS NOT DISTINCT WITH (deduplicate_items = off) TABLESPACE ts WHERE a > 0;
-- expect: CREATE INDEX
-- expect:   CREATE INDEX i of t

CREATE TYPE r AS RANGE (SUBTYPE = float8, MULTIRANGE_TYPE_NAME = mr);
-- expect: CREATE TYPE
-- expect:   CREATE TYPE r

ALTER TYPE t SET (SUBSCRIPT = x);
-- expect: ALTER TYPE
-- expect:   ALTER TYPE t
-- expect:   sub SET

ALTER TYPE e DROP VALUE 'x';
-- expect: ALTER TYPE
-- expect:   ALTER TYPE e
-- expect:   sub DROP VALUE

ALTER OPERATOR = (int, int) SET (COMMUTATOR = ==, NEGATOR = <>, HASHES, MERGES);
-- expect: ALTER OPERATOR
-- expect:   ALTER OPERATOR =(integer,integer)
-- expect:   sub SET

CREATE CAST (a AS b) WITHOUT FUNCTION;
-- expect: CREATE CAST
-- expect:   CREATE CAST (a AS b)

CREATE TRIGGER t INSTEAD OF INSERT OR UPDATE ON v FOR EACH ROW EXECUTE PROCEDURE f();
-- expect: CREATE TRIGGER
-- expect:   CREATE TRIGGER t on v

COMMENT ON ROLE r IS 'x';
-- expect: COMMENT
-- expect:   COMMENT ROLE r

COMMENT ON DATABASE d IS 'x';
-- expect: COMMENT
-- expect:   COMMENT DATABASE d

COMMENT ON TABLESPACE ts IS 'x';
-- expect: COMMENT
-- expect:   COMMENT TABLESPACE ts

COMMENT ON EVENT TRIGGER e IS 'x';
-- expect: COMMENT
-- expect:   COMMENT EVENT_TRIGGER e

COMMENT ON TRANSFORM FOR hstore LANGUAGE plpython3u IS 'x';
-- expect: COMMENT
-- expect:   COMMENT TRANSFORM for hstore on language plpython3u

COMMENT ON OPERATOR -(NONE, int) IS 'x';
-- expect: COMMENT
-- expect:   COMMENT OPERATOR -(NONE,integer)

SECURITY LABEL FOR selinux ON COLUMN a.b IS 'x';
-- expect: SECURITY LABEL
-- expect:   SECURITY_LABEL TABLE_COLUMN a.b

SECURITY LABEL ON ROLE r IS NULL;
-- expect: SECURITY LABEL
-- expect:   SECURITY_LABEL ROLE r

CREATE TABLESPACE ts OWNER r LOCATION '/x' WITH (seq_page_cost = 2);
-- expect: CREATE TABLESPACE
-- expect:   CREATE TABLESPACE ts

ALTER TABLESPACE ts SET (seq_page_cost = 2);
-- expect: ALTER TABLESPACE
-- expect:   ALTER TABLESPACE ts
-- expect:   sub SET

ALTER TABLE ALL IN TABLESPACE ts OWNED BY a, b SET TABLESPACE x NOWAIT;
-- expect: ALTER TABLE
-- expect:   sub ALL IN TABLESPACE: ALTER TABLESPACE ts

ALTER ROLE ALL IN DATABASE d SET work_mem = '1MB';
-- expect: ALTER ROLE
-- expect:   ALTER ROLE all

ALTER ROLE r IN DATABASE d RESET ALL;
-- expect: ALTER ROLE
-- expect:   ALTER ROLE r
-- expect:   sub IN

ALTER USER r RENAME TO q;
-- expect: ALTER ROLE
-- expect:   RENAME ROLE r -> q
-- expect:   sub RENAME TO

ALTER GROUP g ADD USER a, b;
-- expect: ALTER ROLE
-- expect:   ALTER ROLE g
-- expect:   sub ADD USER

ALTER GROUP g RENAME TO h;
-- expect: ALTER ROLE
-- expect:   RENAME ROLE g -> h
-- expect:   sub RENAME TO

DROP GROUP IF EXISTS g, h;
-- expect: DROP ROLE
-- expect:   DROP ROLE g IF_EXISTS
-- expect:   DROP ROLE h IF_EXISTS

CREATE GROUP g WITH USER a;
-- expect: CREATE ROLE
-- expect:   CREATE ROLE g

DROP USER MAPPING FOR CURRENT_USER SERVER s;
-- expect: DROP USER MAPPING
-- expect:   DROP USER_MAPPING current_user on server s of s

REASSIGN OWNED BY a, CURRENT_USER TO b;
-- expect: REASSIGN OWNED
-- expect:   REASSIGN ROLE a
-- expect:   REASSIGN ROLE current_user

DROP OWNED BY a, b CASCADE;
-- expect: DROP OWNED

ALTER SYSTEM SET a.b = 'x', 'y';
-- expect: ALTER SYSTEM
-- expect:   ALTER PARAMETER a.b

ALTER SYSTEM RESET ALL;
-- expect: ALTER SYSTEM
-- expect:   ALTER PARAMETER all

DROP DATABASE IF EXISTS d WITH (FORCE);
-- expect: DROP DATABASE
-- expect:   DROP DATABASE d IF_EXISTS

ALTER LARGE OBJECT 12 OWNER TO x;
-- expect: ALTER LARGE OBJECT
-- expect:   ALTER LARGE_OBJECT 12
-- expect:   sub OWNER TO

ALTER EVENT TRIGGER e ENABLE ALWAYS;
-- expect: ALTER EVENT TRIGGER
-- expect:   ALTER EVENT_TRIGGER e
-- expect:   sub ENABLE

ALTER LANGUAGE l OWNER TO x;
-- expect: ALTER LANGUAGE
-- expect:   ALTER LANGUAGE l
-- expect:   sub OWNER TO

ALTER FOREIGN DATA WRAPPER f HANDLER h NO VALIDATOR;
-- expect: ALTER FOREIGN DATA WRAPPER
-- expect:   ALTER FOREIGN_DATA_WRAPPER f
-- expect:   sub HANDLER

CREATE OR REPLACE TRANSFORM FOR hstore LANGUAGE plpython3u (FROM SQL WITH FUNCTION a(internal), TO SQL WITH FUNCTION b(internal));
-- expect: CREATE TRANSFORM
-- expect:   CREATE TRANSFORM for hstore on language plpython3u OR_REPLACE

CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
-- expect: CREATE ACCESS METHOD
-- expect:   CREATE ACCESS_METHOD heap2

CREATE SEQUENCE s UNLOGGED;
-- expect: CREATE SEQUENCE
-- expect:   CREATE SEQUENCE s

CREATE UNLOGGED SEQUENCE s;
-- expect: CREATE SEQUENCE
-- expect:   CREATE SEQUENCE s UNLOGGED

CREATE SCHEMA IF NOT EXISTS AUTHORIZATION joe;
-- expect: CREATE SCHEMA
-- expect:   CREATE SCHEMA joe IF_NOT_EXISTS

ALTER SEQUENCE s SET LOGGED;
-- expect: ALTER SEQUENCE
-- expect:   ALTER SEQUENCE s
-- expect:   sub SET LOGGED

ALTER PROCEDURE p(INOUT a int) SET search_path FROM CURRENT;
-- expect: ALTER PROCEDURE
-- expect:   ALTER PROCEDURE p(integer)
-- expect:   sub SET

ALTER FUNCTION f(int) NO DEPENDS ON EXTENSION x;
-- expect: ALTER FUNCTION
-- expect:   ALTER FUNCTION f(integer)
-- expect:   sub NO DEPENDS

IMPORT FOREIGN SCHEMA "R" EXCEPT (a) FROM SERVER s INTO l OPTIONS (a 'b');
-- expect: IMPORT FOREIGN SCHEMA
-- expect:   IMPORT SCHEMA l

CREATE TABLE t (a int) USING heap2 PARTITION BY RANGE (a) WITH (x = 1);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE t

CREATE TABLE "a.b"."c.d" (like "x" including storage including comments excluding indexes);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE "a.b"."c.d"

ALTER TABLE t ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a), ADD CONSTRAINT e EXCLUDE USING gist (a WITH OPERATOR(pg_catalog.=), b range_ops (x = 1) WITH &&) INCLUDE (c) WHERE (a > 1) DEFERRABLE;
-- expect: ALTER TABLE
-- expect:   ALTER TABLE t
-- expect:   implied CREATE INDEX u of t
-- expect:   implied CREATE INDEX e of t
-- expect:   sub ADD CONSTRAINT: CREATE TABLE_CONSTRAINT u on t
-- expect:   sub ADD CONSTRAINT: CREATE TABLE_CONSTRAINT e on t

ALTER TABLE t ADD CONSTRAINT pk PRIMARY KEY USING INDEX i DEFERRABLE;
-- expect: ALTER TABLE
-- expect:   ALTER TABLE t
-- expect:   sub ADD CONSTRAINT: CREATE TABLE_CONSTRAINT pk on t

ALTER TABLE t DETACH PARTITION p FINALIZE;
-- expect: ALTER TABLE
-- expect:   ALTER TABLE t
-- expect:   sub DETACH PARTITION: ALTER TABLE p of t

REFRESH MATERIALIZED VIEW CONCURRENTLY s.mv WITH DATA;
-- expect: REFRESH MATERIALIZED VIEW
-- expect:   REFRESH MATERIALIZED_VIEW s.mv CONCURRENTLY

CREATE RECURSIVE VIEW v (a) AS SELECT 1;
-- expect: CREATE VIEW
-- expect:   CREATE VIEW v

CREATE TABLE t AS (SELECT 1) WITH DATA;
-- expect: CREATE TABLE AS
-- expect:   CREATE TABLE t

CREATE TEMP TABLE IF NOT EXISTS t ON COMMIT DROP AS (WITH x AS (SELECT 1) SELECT * FROM x);
-- expect: CREATE TABLE AS
-- expect:   CREATE TABLE pg_temp.t IF_NOT_EXISTS TEMPORARY

