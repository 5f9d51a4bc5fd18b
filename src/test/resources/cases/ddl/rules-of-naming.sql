--# Statements and what must be said of them; see CaseFilesTest. PostgreSQL 15 agreed (its event triggers), where it accepts the statement and its catalogs do not decide.

CREATE TYPE rt AS (a int, b text);
-- expect: CREATE TYPE
-- expect:   CREATE TYPE rt

CREATE TABLE ty1 OF rt (a WITH OPTIONS PRIMARY KEY);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE ty1
-- expect:   implied CREATE INDEX ty1_pkey of ty1
-- expect:   implied ALTER TABLE ty1

CREATE TABLE ty2 OF rt (PRIMARY KEY (a));
-- expect: CREATE TABLE
-- expect:   CREATE TABLE ty2
-- expect:   implied CREATE INDEX ty2_pkey of ty2
-- expect:   implied ALTER TABLE ty2

CREATE TABLE ty3 OF rt (a WITH OPTIONS NOT NULL, PRIMARY KEY (a));
-- expect: CREATE TABLE
-- expect:   CREATE TABLE ty3
-- expect:   implied CREATE INDEX ty3_pkey of ty3
-- expect:   implied ALTER TABLE ty3

CREATE TABLE ty4 OF rt (UNIQUE (a));
-- expect: CREATE TABLE
-- expect:   CREATE TABLE ty4
-- expect:   implied CREATE INDEX ty4_a_key of ty4

CREATE TABLE ty5 OF rt (a PRIMARY KEY, b DEFAULT 'x');
-- expect: CREATE TABLE
-- expect:   CREATE TABLE ty5
-- expect:   implied CREATE INDEX ty5_pkey of ty5
-- expect:   implied ALTER TABLE ty5

CREATE TABLE pa (a int, b int) PARTITION BY RANGE (a);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE pa

CREATE TABLE pa1 PARTITION OF pa (PRIMARY KEY (a)) FOR VALUES FROM (1) TO (2);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE pa1
-- expect:   implied CREATE INDEX pa1_pkey of pa1
-- expect:   implied ALTER TABLE pa1

CREATE TABLE pa2 PARTITION OF pa (a PRIMARY KEY) FOR VALUES FROM (2) TO (3);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE pa2
-- expect:   implied CREATE INDEX pa2_pkey of pa2

CREATE TABLE pa3 PARTITION OF pa (CONSTRAINT pk PRIMARY KEY (b), CHECK (b > 3)) FOR VALUES FROM (3) TO (4);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE pa3
-- expect:   implied CREATE INDEX pk of pa3
-- expect:   implied ALTER TABLE pa3

CREATE TABLE pb (a int PRIMARY KEY, b int) PARTITION BY RANGE (a);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE pb
-- expect:   implied CREATE INDEX pb_pkey of pb

CREATE TABLE pb1 PARTITION OF pb FOR VALUES FROM (1) TO (2);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE pb1

CREATE INDEX ON pb (b);
-- expect: CREATE INDEX
-- expect:   CREATE INDEX pb_b_idx of pb

CREATE TABLE lk (LIKE pb INCLUDING ALL, PRIMARY KEY (b));
-- expect: CREATE TABLE
-- expect:   CREATE TABLE lk
-- expect:   implied CREATE INDEX lk_pkey of lk

CREATE TABLE lk (LIKE pb, PRIMARY KEY (b));
-- expect: CREATE TABLE
-- expect:   CREATE TABLE lk
-- expect:   implied CREATE INDEX lk_pkey of lk

CREATE TABLE inh (c int, UNIQUE (a)) INHERITS (lk);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE inh
-- expect:   implied CREATE INDEX inh_a_key of inh

CREATE TABLE inh2 (b int, PRIMARY KEY (b)) INHERITS (lk);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE inh2
-- expect:   implied CREATE INDEX inh2_pkey of inh2

CREATE INDEX ON lk (CAST(a AS bigint), EXTRACT(year FROM now()::date), (CASE WHEN a > 1 THEN 2 END), (ARRAY[a]), (a IS NULL), (NOT a > 1), (ROW(a)), (nullif(a, 1)), (a::text || 'x'));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX lk_a_extract_case_array_expr_expr1_row_nullif_expr2_idx of lk

CREATE INDEX ON lk (CAST(a AS bigint), (CASE WHEN a > 1 THEN 2 END), (ARRAY[a]), (a IS NULL), (NOT a > 1), nullif(a, 1), (a::text || 'x'), ((a + 1)::numeric(3, 1)), (1::text), ('x'::text), pg_catalog.abs(a), greatest(a, b), (-a), (abs(a) + 1), (CAST(a + 1 AS int)), (a::int::text));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX lk_a_case_array_expr_expr1_nullif_expr2_numeric_text_text1__idx of lk

CREATE INDEX ON lk ((CASE WHEN a > 1 THEN 2 ELSE b END));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX lk_b_idx of lk

CREATE INDEX ON lk ((CASE WHEN a > 1 THEN 2 ELSE NULL END));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX lk_case_idx of lk

CREATE INDEX ON lk ((ARRAY[a]));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX lk_array_idx of lk

CREATE INDEX ON lk (((a)));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX lk_a_idx of lk

CREATE INDEX ON lk (trim(a::text), substring(b::text from 1 for 2), position('a' in b::text), overlay(b::text placing 'x' from 1));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX lk_btrim_substring_position_overlay_idx of lk

CREATE INDEX ON lk ((a AT TIME ZONE 'UTC'));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX lk_timezone_idx of lk

CREATE INDEX ON lk (("b"), (lk.a), ((lk.b)::bigint));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX lk_b_a_b1_idx of lk

CREATE TABLE tz (t timestamptz, j jsonb, ar int[]);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE tz

CREATE INDEX ON tz ((t AT TIME ZONE 'UTC'), (j -> 'a' ->> 'b'), ((j ->> 'x')::int), (ar[1]), (j['x']));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX tz_timezone_expr_int4_ar_j_idx of tz

CREATE TABLE excl (a int, b int, EXCLUDE (abs(a) WITH =, (b + 1) WITH =, b WITH =) WHERE (a > 1));
-- expect: CREATE TABLE
-- expect:   CREATE TABLE excl
-- expect:   implied CREATE INDEX excl_abs_expr_b_excl of excl

CREATE TABLE dup (a int, b int, UNIQUE (a, b), UNIQUE (b, a), UNIQUE (a) , EXCLUDE (a WITH =), EXCLUDE (a WITH =) WHERE (a > 1));
-- expect: CREATE TABLE
-- expect:   CREATE TABLE dup
-- expect:   implied CREATE INDEX dup_a_b_key of dup
-- expect:   implied CREATE INDEX dup_b_a_key of dup
-- expect:   implied CREATE INDEX dup_a_key of dup
-- expect:   implied CREATE INDEX dup_a_excl of dup
-- expect:   implied CREATE INDEX dup_a_excl1 of dup

CREATE TABLE self (id serial primary key, self_id_seq int unique, parent int references self);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE self
-- expect:   implied CREATE SEQUENCE self_id_seq of self.id
-- expect:   implied CREATE INDEX self_pkey of self
-- expect:   implied CREATE INDEX self_self_id_seq_key of self
-- expect:   implied ALTER SEQUENCE self_id_seq of self.id
-- expect:   implied ALTER TABLE self

CREATE TABLE clash (id int primary key, CONSTRAINT clash_id_key UNIQUE (id, clash), clash int, UNIQUE (id));
-- expect: CREATE TABLE
-- expect:   CREATE TABLE clash
-- expect:   implied CREATE INDEX clash_pkey of clash
-- expect:   implied CREATE INDEX clash_id_key of clash

CREATE TABLE IF NOT EXISTS clash (id serial primary key);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE clash IF_NOT_EXISTS
-- expect:   implied CREATE SEQUENCE clash_id_seq of clash.id
-- expect:   implied CREATE INDEX clash_pkey of clash
-- expect:   implied ALTER SEQUENCE clash_id_seq of clash.id

CREATE OR REPLACE FUNCTION same(a int) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION same(integer) OR_REPLACE

ALTER TABLE self ADD COLUMN other int REFERENCES clash UNIQUE, ADD FOREIGN KEY (parent) REFERENCES clash;
-- expect: ALTER TABLE
-- expect:   ALTER TABLE self
-- expect:   implied CREATE INDEX self_other_key of self
-- expect:   sub ADD COLUMN: CREATE TABLE_COLUMN self.other
-- expect:   sub ADD CONSTRAINT

ALTER TABLE self ADD COLUMN sss bigserial UNIQUE, ALTER other TYPE bigint;
-- expect: ALTER TABLE
-- expect:   ALTER TABLE self
-- expect:   implied CREATE SEQUENCE self_sss_seq of self.sss
-- expect:   implied ALTER SEQUENCE self_sss_seq of self.sss
-- expect:   implied CREATE INDEX self_sss_key of self
-- expect:   sub ADD COLUMN: CREATE TABLE_COLUMN self.sss
-- expect:   sub ALTER COLUMN TYPE: ALTER TABLE_COLUMN self.other

ALTER TABLE self ADD gg int GENERATED ALWAYS AS IDENTITY PRIMARY KEY;
-- expect: ALTER TABLE
-- expect:   ALTER TABLE self
-- expect:   implied CREATE SEQUENCE self_gg_seq of self.gg
-- expect:   implied ALTER SEQUENCE self_gg_seq of self.gg
-- expect:   implied CREATE INDEX self_pkey of self
-- expect:   sub ADD COLUMN: CREATE TABLE_COLUMN self.gg

ALTER TABLE self ADD gg int GENERATED ALWAYS AS IDENTITY UNIQUE;
-- expect: ALTER TABLE
-- expect:   ALTER TABLE self
-- expect:   implied CREATE SEQUENCE self_gg_seq of self.gg
-- expect:   implied ALTER SEQUENCE self_gg_seq of self.gg
-- expect:   implied CREATE INDEX self_gg_key of self
-- expect:   sub ADD COLUMN: CREATE TABLE_COLUMN self.gg

ALTER TABLE self ALTER gg SET CACHE 5;
-- expect: ALTER TABLE
-- expect:   ALTER TABLE self
-- expect:   implied ALTER SEQUENCE self_gg_seq of self.gg
-- expect:   sub ALTER COLUMN SET: ALTER TABLE_COLUMN self.gg

ALTER TABLE self ALTER gg SET GENERATED BY DEFAULT;
-- expect: ALTER TABLE
-- expect:   ALTER TABLE self
-- expect:   implied ALTER SEQUENCE self_gg_seq of self.gg
-- expect:   sub ALTER COLUMN SET GENERATED: ALTER TABLE_COLUMN self.gg

CREATE TEMP TABLE tmp1 (id serial, a int references pb);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE pg_temp.tmp1 TEMPORARY
-- expect:   implied CREATE SEQUENCE pg_temp.tmp1_id_seq of pg_temp.tmp1.id
-- expect:   implied ALTER SEQUENCE pg_temp.tmp1_id_seq of pg_temp.tmp1.id
-- expect:   implied ALTER TABLE pg_temp.tmp1

CREATE TEMP TABLE tmp1 (id serial, a int unique);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE pg_temp.tmp1 TEMPORARY
-- expect:   implied CREATE SEQUENCE pg_temp.tmp1_id_seq of pg_temp.tmp1.id
-- expect:   implied CREATE INDEX pg_temp.tmp1_a_key of pg_temp.tmp1
-- expect:   implied ALTER SEQUENCE pg_temp.tmp1_id_seq of pg_temp.tmp1.id

CREATE INDEX ON tmp1 (a);
-- expect: CREATE INDEX
-- expect:   CREATE INDEX tmp1_a_idx of tmp1

CREATE INDEX tmp1_x ON pg_temp.tmp1 (id);
-- expect: CREATE INDEX
-- expect:   CREATE INDEX pg_temp.tmp1_x of pg_temp.tmp1

ALTER TABLE tmp1 ADD b int;
-- expect: ALTER TABLE
-- expect:   ALTER TABLE tmp1
-- expect:   sub ADD COLUMN: CREATE TABLE_COLUMN tmp1.b

CREATE VIEW pg_temp.tv AS SELECT 1;
-- expect: CREATE VIEW
-- expect:   CREATE VIEW pg_temp.tv

COMMENT ON COLUMN tmp1.a IS 'x';
-- expect: COMMENT
-- expect:   COMMENT TABLE_COLUMN tmp1.a

DROP TABLE tmp1;
-- expect: DROP TABLE
-- expect:   DROP TABLE tmp1

CREATE FUNCTION "f""q"(int4[][], "int4", pg_catalog.int8, timestamp(3) with time zone, "timestamptz", xml, oid, regclass, cstring, void) RETURNS int LANGUAGE internal AS 'int4in';
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION "f""q"(integer[],integer,bigint,timestamp with time zone,timestamp with time zone,xml,oid,regclass,cstring,void)

CREATE FUNCTION ff(out a int, inout b text, variadic "any") LANGUAGE internal AS 'int4in';
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION ff(text,"any")

CREATE FUNCTION fq(a int = 1, b text DEFAULT array['(',')'][1], c int DEFAULT (1)) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION fq(integer,text,integer)

CREATE FUNCTION ft(tz) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION ft(tz)

CREATE FUNCTION ft2(tz.t%TYPE, x public.tz.j%TYPE) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION ft2(tz.t%TYPE,tz.j%TYPE)

CREATE FUNCTION ft3(double, precision) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect: UNCLASSIFIED at 28: expected a type, found precision) RETURNS int LANGUAGE sql AS '

CREATE FUNCTION ft4(interval second(3), "interval" day to second, bit, bit(3), character varying, nchar varying(3), time without time zone, timestamp) RETURNS int LANGUAGE sql AS 'SELECT 1';
-- expect: UNCLASSIFIED at 55: expected ), found to second, bit, bit(3), character varyin

CREATE PROCEDURE po(a int, out b int) LANGUAGE sql AS 'SELECT 1';
-- expect: CREATE PROCEDURE
-- expect:   CREATE PROCEDURE po(integer)

DROP PROCEDURE po(int, out int);
-- expect: DROP PROCEDURE
-- expect:   DROP PROCEDURE po(integer)

CREATE AGGREGATE hyp(VARIADIC "any" ORDER BY VARIADIC "any") (STYPE = internal, SFUNC = ordered_set_transition_multi, FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
-- expect: CREATE AGGREGATE
-- expect:   CREATE AGGREGATE hyp("any")

DROP AGGREGATE hyp(VARIADIC "any" ORDER BY VARIADIC "any");
-- expect: DROP AGGREGATE
-- expect:   DROP AGGREGATE hyp("any")

CREATE OPERATOR public.<-<- (LEFTARG = int, RIGHTARG = bigint, PROCEDURE = int48lt, COMMUTATOR = OPERATOR(public.>->-));
-- expect: UNCLASSIFIED at 26: expected (, found - (LEFTARG = int, RIGHTARG = bigint, PRO

DROP OPERATOR public.<-<- (int, bigint);
-- expect: UNCLASSIFIED at 24: expected (, found - (int, bigint);

CREATE OPERATOR CLASS oc DEFAULT FOR TYPE tz USING btree AS STORAGE int4;
-- expect: CREATE OPERATOR CLASS
-- expect:   CREATE OPERATOR_CLASS oc USING btree
-- expect:   implied CREATE OPERATOR_FAMILY oc USING btree

CREATE OPERATOR CLASS oc FOR TYPE int USING btree AS OPERATOR 1 <;
-- expect: CREATE OPERATOR CLASS
-- expect:   CREATE OPERATOR_CLASS oc USING btree
-- expect:   implied CREATE OPERATOR_FAMILY oc USING btree

ALTER OPERATOR FAMILY oc USING btree ADD OPERATOR 2 <= (int, int), FUNCTION 1 (int, int) btint4cmp(int, int);
-- expect: ALTER OPERATOR FAMILY
-- expect:   ALTER OPERATOR_FAMILY oc USING btree
-- expect:   sub ADD OPERATOR: CREATE OPERATOR_OF_ACCESS_METHOD operator 2 (integer, integer) of oc USING btree of oc USING btree
-- expect:   sub ADD FUNCTION: CREATE FUNCTION_OF_ACCESS_METHOD function 1 (integer, integer) of oc USING btree of oc USING btree

ALTER OPERATOR FAMILY oc USING btree DROP OPERATOR 2 (int, int), FUNCTION 1 (int, int);
-- expect: ALTER OPERATOR FAMILY
-- expect:   ALTER OPERATOR_FAMILY oc USING btree
-- expect:   sub DROP OPERATOR: DROP OPERATOR_OF_ACCESS_METHOD operator 2 (integer, integer) of oc USING btree of oc USING btree
-- expect:   sub DROP FUNCTION: DROP FUNCTION_OF_ACCESS_METHOD function 1 (integer, integer) of oc USING btree of oc USING btree

CREATE CAST (tz AS int) WITH FUNCTION ft(tz);
-- expect: CREATE CAST
-- expect:   CREATE CAST (tz AS integer)

CREATE CAST (varchar AS tz) WITH INOUT AS IMPLICIT;
-- expect: CREATE CAST
-- expect:   CREATE CAST (character varying AS tz)

DROP CAST (varchar AS tz);
-- expect: DROP CAST
-- expect:   DROP CAST (character varying AS tz)

GRANT SELECT ON tz, pb TO PUBLIC;
-- expect: GRANT
-- expect:   GRANT TABLE tz
-- expect:   GRANT TABLE pb

GRANT USAGE ON FOREIGN DATA WRAPPER x TO PUBLIC;
-- expect: GRANT
-- expect:   GRANT FOREIGN_DATA_WRAPPER x

GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO PUBLIC;
-- expect: GRANT
-- expect:   GRANT SEQUENCE null in public ALL_IN_SCHEMA

GRANT EXECUTE ON ROUTINE same(int) TO PUBLIC;
-- expect: GRANT
-- expect:   GRANT ROUTINE same(integer)

GRANT EXECUTE ON PROCEDURE po TO PUBLIC;
-- expect: GRANT
-- expect:   GRANT PROCEDURE po

REVOKE ALL ON ALL ROUTINES IN SCHEMA public FROM PUBLIC;
-- expect: REVOKE
-- expect:   REVOKE ROUTINE null in public ALL_IN_SCHEMA

ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO PUBLIC;
-- expect: ALTER DEFAULT PRIVILEGES
-- expect:   GRANT SCHEMAS on schemas

ALTER DEFAULT PRIVILEGES REVOKE USAGE ON SEQUENCES FROM PUBLIC;
-- expect: ALTER DEFAULT PRIVILEGES
-- expect:   REVOKE SEQUENCES on sequences

CREATE SCHEMA AUTHORIZATION postgres;
-- expect: CREATE SCHEMA
-- expect:   CREATE SCHEMA postgres

CREATE SCHEMA sa AUTHORIZATION postgres CREATE TABLE x (a int REFERENCES y) CREATE TABLE y (a int PRIMARY KEY) CREATE TRIGGER tr BEFORE INSERT ON x FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
-- expect: CREATE SCHEMA
-- expect:   CREATE SCHEMA sa
-- expect:   CREATE TABLE sa.x
-- expect:   CREATE TABLE sa.y
-- expect:   CREATE TRIGGER tr on sa.x
-- expect:   implied ALTER TABLE sa.x
-- expect:   implied CREATE INDEX sa.y_pkey of sa.y

CREATE SCHEMA sa AUTHORIZATION postgres CREATE TABLE y (a int PRIMARY KEY) CREATE TABLE x (a int REFERENCES y) CREATE TRIGGER tr BEFORE UPDATE ON x FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
-- expect: CREATE SCHEMA
-- expect:   CREATE SCHEMA sa
-- expect:   CREATE TABLE sa.y
-- expect:   CREATE TABLE sa.x
-- expect:   CREATE TRIGGER tr on sa.x
-- expect:   implied CREATE INDEX sa.y_pkey of sa.y
-- expect:   implied ALTER TABLE sa.x

CREATE SCHEMA sb CREATE TABLE x AS SELECT 1;
-- expect: UNCLASSIFIED at 32: expected a table with columns, found AS SELECT 1;

DROP SCHEMA sa CASCADE;
-- expect: DROP SCHEMA
-- expect:   DROP SCHEMA sa CASCADE

CREATE RULE "_RETURN" AS ON SELECT TO clash DO INSTEAD SELECT 1;
-- expect: CREATE RULE
-- expect:   CREATE RULE "_RETURN" on clash

CREATE EVENT TRIGGER evt ON ddl_command_start EXECUTE FUNCTION x();
-- expect: CREATE EVENT TRIGGER
-- expect:   CREATE EVENT_TRIGGER evt

EXPLAIN ANALYZE CREATE TABLE via_explain AS SELECT 1;
-- expect: NOT_DDL EXPLAIN: query

CREATE TABLE via_execute AS EXECUTE nope;
-- expect: CREATE TABLE AS
-- expect:   CREATE TABLE via_execute

PREPARE pq AS SELECT 1 AS a;
-- expect: NOT_DDL PREPARE: prepared statement

SELECT * INTO big FROM (SELECT 1 AS into_) AS x;
-- expect: SELECT INTO
-- expect:   CREATE TABLE big

(SELECT 1 AS a INTO paren_into);
-- expect: SELECT INTO
-- expect:   CREATE TABLE paren_into

CREATE MATERIALIZED VIEW public.mvx (a) USING heap WITH (fillfactor=50) AS SELECT 1 WITH DATA;
-- expect: CREATE MATERIALIZED VIEW
-- expect:   CREATE MATERIALIZED_VIEW public.mvx

ALTER MATERIALIZED VIEW mvx CLUSTER ON nope;
-- expect: ALTER MATERIALIZED VIEW
-- expect:   ALTER MATERIALIZED_VIEW mvx
-- expect:   sub CLUSTER ON: ALTER INDEX nope of mvx

ALTER TABLE mvx RENAME TO mvy;
-- expect: ALTER TABLE
-- expect:   RENAME TABLE mvx -> mvy
-- expect:   sub RENAME TO

ALTER VIEW IF EXISTS missing RENAME TO x;
-- expect: ALTER VIEW
-- expect:   RENAME VIEW missing -> x IF_EXISTS
-- expect:   sub RENAME TO

ALTER TYPE rt ADD ATTRIBUTE z int CASCADE;
-- expect: ALTER TYPE
-- expect:   ALTER COMPOSITE_TYPE rt
-- expect:   sub ADD ATTRIBUTE: CREATE COMPOSITE_TYPE_COLUMN rt.z

ALTER TYPE rt DROP ATTRIBUTE IF EXISTS zz;
-- expect: ALTER TYPE
-- expect:   ALTER COMPOSITE_TYPE rt
-- expect:   sub DROP ATTRIBUTE: DROP COMPOSITE_TYPE_COLUMN rt.zz IF_EXISTS

ALTER TABLE IF EXISTS missing DROP COLUMN x;
-- expect: ALTER TABLE
-- expect:   ALTER TABLE missing IF_EXISTS
-- expect:   sub DROP COLUMN: DROP TABLE_COLUMN missing.x

DROP FUNCTION IF EXISTS missing;
-- expect: DROP FUNCTION
-- expect:   DROP FUNCTION missing IF_EXISTS

CREATE UNLOGGED SEQUENCE us;
-- expect: CREATE SEQUENCE
-- expect:   CREATE SEQUENCE us UNLOGGED

ALTER SEQUENCE us SET LOGGED;
-- expect: ALTER SEQUENCE
-- expect:   ALTER SEQUENCE us
-- expect:   sub SET LOGGED

ALTER INDEX pb_b_idx RENAME TO pbb;
-- expect: ALTER INDEX
-- expect:   RENAME INDEX pb_b_idx -> pbb
-- expect:   sub RENAME TO

CREATE ACCESS METHOD tam TYPE TABLE HANDLER heap_tableam_handler;
-- expect: CREATE ACCESS METHOD
-- expect:   CREATE ACCESS_METHOD tam

CREATE TABLE with_am (a int) USING tam;
-- expect: CREATE TABLE
-- expect:   CREATE TABLE with_am

ALTER TABLE with_am SET ACCESS METHOD heap;
-- expect: ALTER TABLE
-- expect:   ALTER TABLE with_am
-- expect:   sub SET ACCESS METHOD

CREATE STATISTICS (mcv) ON a, b FROM pb;
-- expect: CREATE STATISTICS
-- expect:   CREATE STATISTICS_OBJECT pb_a_b_stat

CREATE COLLATION pg_catalog.x FROM "C";
-- expect: CREATE COLLATION
-- expect:   CREATE COLLATION pg_catalog.x

CREATE CONSTRAINT TRIGGER ctt AFTER UPDATE ON pb FROM lk FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
-- expect: CREATE TRIGGER
-- expect:   CREATE TRIGGER ctt on pb

ALTER TABLE pb ADD CONSTRAINT nn CHECK (a IS NOT NULL), ALTER CONSTRAINT nope DEFERRABLE;
-- expect: ALTER TABLE
-- expect:   ALTER TABLE pb
-- expect:   sub ADD CONSTRAINT: CREATE TABLE_CONSTRAINT nn on pb
-- expect:   sub ALTER CONSTRAINT: ALTER TABLE_CONSTRAINT nope on pb

CREATE TABLE t (a int CONSTRAINT nn NOT NULL UNIQUE, b int CONSTRAINT c CHECK (b > 0) DEFAULT 1 CONSTRAINT u UNIQUE, c int CONSTRAINT d DEFAULT 1 PRIMARY KEY);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE t
-- expect:   implied CREATE INDEX t_pkey of t
-- expect:   implied CREATE INDEX t_a_key of t
-- expect:   implied CREATE INDEX u of t

CREATE TABLE t (a text UNIQUE NULLS NOT DISTINCT, b int UNIQUE NULLS DISTINCT, c int UNIQUE NULLS NOT DISTINCT WITH (fillfactor = 70), UNIQUE (a), UNIQUE (b), UNIQUE NULLS NOT DISTINCT (c));
-- expect: CREATE TABLE
-- expect:   CREATE TABLE t
-- expect:   implied CREATE INDEX t_a_key of t
-- expect:   implied CREATE INDEX t_b_key of t
-- expect:   implied CREATE INDEX t_c_key of t
-- expect:   implied CREATE INDEX t_a_key1 of t

CREATE TABLE t (EXCLUDE USING gist (boolean WITH =, interval WITH &&, (time WITH TIME ZONE '10:00') WITH =), boolean bool, interval tstzrange, "time" time);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE t
-- expect:   implied CREATE INDEX t_boolean_interval_timetz_excl of t

CREATE TABLE t (a int, PRIMARY KEY (a) INCLUDE (a, x)) INHERITS (inh)
-- expect: CREATE TABLE
-- expect:   CREATE TABLE t
-- expect:   implied CREATE INDEX t_pkey of t
