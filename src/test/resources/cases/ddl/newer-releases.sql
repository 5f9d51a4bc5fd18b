--# Statements and what must be said of them; see CaseFilesTest.

CREATE TABLE t (a int STORAGE plain, b text COMPRESSION lz4)
-- expect: CREATE TABLE
-- expect:   CREATE TABLE t

CREATE STATISTICS ON a, (b + 1), c FROM s.t
-- expect: CREATE STATISTICS
-- expect:   CREATE STATISTICS_OBJECT s.t_a_expr_c_stat

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
