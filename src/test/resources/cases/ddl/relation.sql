--# Statements and what must be said of them; see CaseFilesTest. PostgreSQL 15 agreed (its event triggers), where it accepts the statement and its catalogs do not decide.

CREATE TABLE base (a int, b text, c jsonb, "Quoted Col" int);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE base

CREATE INDEX base_a ON base (a);
-- expect: CREATE INDEX
-- expect:   CREATE INDEX base_a of base

CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "Base B" ON public.base USING btree (b DESC NULLS LAST) WHERE a > 0;
-- expect: CREATE INDEX
-- expect:   CREATE INDEX public."Base B" of public.base IF_NOT_EXISTS CONCURRENTLY

CREATE INDEX ON base (a, lower(b), (a + 1), (c ->> 'x'), "Quoted Col");
-- expect: CREATE INDEX
-- expect:   CREATE INDEX "base_a_lower_expr_expr1_Quoted Col_idx" of base

CREATE INDEX ON ONLY base (b text_pattern_ops) INCLUDE (a);
-- expect: CREATE INDEX
-- expect:   CREATE INDEX base_b_a_idx of base

CREATE INDEX ON base ((upper(b)), (b || 'x'), ((c -> 'y')::text), (a::bigint), coalesce(b, ''));
-- expect: CREATE INDEX
-- expect:   CREATE INDEX base_upper_expr_text_a_coalesce_idx of base

CREATE INDEX ON base USING gin (c jsonb_path_ops) WITH (fastupdate = off);
-- expect: CREATE INDEX
-- expect:   CREATE INDEX base_c_idx of base

ALTER INDEX base_a RENAME TO base_aa;
-- expect: ALTER INDEX
-- expect:   RENAME INDEX base_a -> base_aa
-- expect:   sub RENAME TO

ALTER INDEX IF EXISTS missing SET (fillfactor = 90);
-- expect: ALTER INDEX
-- expect:   ALTER INDEX missing IF_EXISTS
-- expect:   sub SET

ALTER INDEX base_aa ALTER COLUMN 1 SET STATISTICS 100;
-- expect: ALTER INDEX
-- expect:   ALTER INDEX base_aa
-- expect:   sub ALTER COLUMN SET STATISTICS: ALTER INDEX_COLUMN base_aa."1"

ALTER INDEX base_aa SET (fillfactor = 90), RESET (fillfactor);
-- expect: ALTER INDEX
-- expect:   ALTER INDEX base_aa
-- expect:   sub SET
-- expect:   sub RESET

ALTER INDEX public.base_aa SET TABLESPACE pg_default;
-- expect: ALTER INDEX
-- expect:   ALTER INDEX public.base_aa
-- expect:   sub SET TABLESPACE

COMMENT ON INDEX base_aa IS 'x';
-- expect: COMMENT
-- expect:   COMMENT INDEX base_aa

DROP INDEX CONCURRENTLY base_aa;
-- expect: DROP INDEX
-- expect:   DROP INDEX base_aa CONCURRENTLY

DROP INDEX IF EXISTS public."Base B", missing CASCADE;
-- expect: DROP INDEX
-- expect:   DROP INDEX public."Base B" IF_EXISTS CASCADE
-- expect:   DROP INDEX missing IF_EXISTS CASCADE

CREATE VIEW v AS SELECT a, b FROM base;
-- expect: CREATE VIEW
-- expect:   CREATE VIEW v

CREATE OR REPLACE VIEW public.v (a, b) WITH (security_barrier) AS SELECT a, b FROM base WITH LOCAL CHECK OPTION;
-- expect: CREATE VIEW
-- expect:   CREATE VIEW public.v OR_REPLACE

CREATE TEMP VIEW tv AS SELECT 1 AS x;
-- expect: CREATE VIEW
-- expect:   CREATE VIEW pg_temp.tv TEMPORARY

CREATE RECURSIVE VIEW public.counting (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM counting WHERE n < 10;
-- expect: CREATE VIEW
-- expect:   CREATE VIEW public.counting

ALTER VIEW v ALTER COLUMN a SET DEFAULT 1;
-- expect: ALTER VIEW
-- expect:   ALTER VIEW v
-- expect:   sub ALTER COLUMN SET DEFAULT: ALTER VIEW_COLUMN v.a

ALTER VIEW v RENAME COLUMN b TO bb;
-- expect: ALTER VIEW
-- expect:   RENAME VIEW_COLUMN v.b -> v.bb
-- expect:   sub RENAME COLUMN: RENAME VIEW_COLUMN v.b -> v.bb

ALTER VIEW v RENAME TO w;
-- expect: ALTER VIEW
-- expect:   RENAME VIEW v -> w
-- expect:   sub RENAME TO

ALTER VIEW IF EXISTS w OWNER TO CURRENT_USER;
-- expect: ALTER VIEW
-- expect:   ALTER VIEW w IF_EXISTS
-- expect:   sub OWNER TO

ALTER VIEW w SET (security_barrier = false);
-- expect: ALTER VIEW
-- expect:   ALTER VIEW w
-- expect:   sub SET

CREATE SCHEMA moved;
-- expect: CREATE SCHEMA
-- expect:   CREATE SCHEMA moved

ALTER VIEW w SET SCHEMA moved;
-- expect: ALTER VIEW
-- expect:   SET_SCHEMA VIEW w -> moved.w
-- expect:   sub SET SCHEMA

COMMENT ON VIEW moved.w IS 'x';
-- expect: COMMENT
-- expect:   COMMENT VIEW moved.w

DROP VIEW moved.w;
-- expect: DROP VIEW
-- expect:   DROP VIEW moved.w

CREATE MATERIALIZED VIEW IF NOT EXISTS mv AS SELECT a FROM base WITH NO DATA;
-- expect: CREATE MATERIALIZED VIEW
-- expect:   CREATE MATERIALIZED_VIEW mv IF_NOT_EXISTS

REFRESH MATERIALIZED VIEW mv;
-- expect: REFRESH MATERIALIZED VIEW
-- expect:   REFRESH MATERIALIZED_VIEW mv

CREATE UNIQUE INDEX mv_a ON mv (a);
-- expect: CREATE INDEX
-- expect:   CREATE INDEX mv_a of mv

REFRESH MATERIALIZED VIEW CONCURRENTLY public.mv WITH DATA;
-- expect: REFRESH MATERIALIZED VIEW
-- expect:   REFRESH MATERIALIZED_VIEW public.mv CONCURRENTLY

ALTER MATERIALIZED VIEW mv ALTER COLUMN a SET STATISTICS 10;
-- expect: ALTER MATERIALIZED VIEW
-- expect:   ALTER MATERIALIZED_VIEW mv
-- expect:   sub ALTER COLUMN SET STATISTICS: ALTER MATERIALIZED_VIEW_COLUMN mv.a

ALTER MATERIALIZED VIEW mv RENAME COLUMN a TO aa;
-- expect: ALTER MATERIALIZED VIEW
-- expect:   RENAME MATERIALIZED_VIEW_COLUMN mv.a -> mv.aa
-- expect:   sub RENAME COLUMN: RENAME MATERIALIZED_VIEW_COLUMN mv.a -> mv.aa

ALTER MATERIALIZED VIEW mv RENAME TO mv2;
-- expect: ALTER MATERIALIZED VIEW
-- expect:   RENAME MATERIALIZED_VIEW mv -> mv2
-- expect:   sub RENAME TO

ALTER MATERIALIZED VIEW mv2 SET SCHEMA moved;
-- expect: ALTER MATERIALIZED VIEW
-- expect:   SET_SCHEMA MATERIALIZED_VIEW mv2 -> moved.mv2
-- expect:   sub SET SCHEMA

COMMENT ON MATERIALIZED VIEW moved.mv2 IS 'x';
-- expect: COMMENT
-- expect:   COMMENT MATERIALIZED_VIEW moved.mv2

DROP MATERIALIZED VIEW IF EXISTS moved.mv2, missing;
-- expect: DROP MATERIALIZED VIEW
-- expect:   DROP MATERIALIZED_VIEW moved.mv2 IF_EXISTS
-- expect:   DROP MATERIALIZED_VIEW missing IF_EXISTS

CREATE SEQUENCE s;
-- expect: CREATE SEQUENCE
-- expect:   CREATE SEQUENCE s

CREATE TEMPORARY SEQUENCE IF NOT EXISTS ts START 5;
-- expect: CREATE SEQUENCE
-- expect:   CREATE SEQUENCE pg_temp.ts IF_NOT_EXISTS TEMPORARY

CREATE SEQUENCE moved.s AS smallint INCREMENT BY 2 OWNED BY base.a;
-- expect: CREATE SEQUENCE
-- expect:   CREATE SEQUENCE moved.s

ALTER SEQUENCE s RESTART WITH 10 INCREMENT BY 3 NO CYCLE;
-- expect: ALTER SEQUENCE
-- expect:   ALTER SEQUENCE s
-- expect:   sub RESTART

ALTER SEQUENCE s OWNED BY NONE;
-- expect: ALTER SEQUENCE
-- expect:   ALTER SEQUENCE s
-- expect:   sub OWNED BY

ALTER SEQUENCE IF EXISTS s OWNER TO CURRENT_USER;
-- expect: ALTER SEQUENCE
-- expect:   ALTER SEQUENCE s IF_EXISTS
-- expect:   sub OWNER TO

ALTER SEQUENCE s RENAME TO s2;
-- expect: ALTER SEQUENCE
-- expect:   RENAME SEQUENCE s -> s2
-- expect:   sub RENAME TO

ALTER SEQUENCE s2 SET SCHEMA moved;
-- expect: ALTER SEQUENCE
-- expect:   SET_SCHEMA SEQUENCE s2 -> moved.s2
-- expect:   sub SET SCHEMA

COMMENT ON SEQUENCE moved.s2 IS 'x';
-- expect: COMMENT
-- expect:   COMMENT SEQUENCE moved.s2

DROP SEQUENCE moved.s, moved.s2;
-- expect: DROP SEQUENCE
-- expect:   DROP SEQUENCE moved.s
-- expect:   DROP SEQUENCE moved.s2

CREATE STATISTICS st (dependencies, ndistinct) ON a, b FROM base;
-- expect: CREATE STATISTICS
-- expect:   CREATE STATISTICS_OBJECT st

CREATE STATISTICS IF NOT EXISTS public.st2 ON (a + 1), lower(b) FROM base;
-- expect: CREATE STATISTICS
-- expect:   CREATE STATISTICS_OBJECT public.st2 IF_NOT_EXISTS

ALTER STATISTICS st SET STATISTICS 50;
-- expect: ALTER STATISTICS
-- expect:   ALTER STATISTICS_OBJECT st
-- expect:   sub SET STATISTICS

ALTER STATISTICS st RENAME TO st3;
-- expect: ALTER STATISTICS
-- expect:   RENAME STATISTICS_OBJECT st -> st3
-- expect:   sub RENAME TO

ALTER STATISTICS st3 SET SCHEMA moved;
-- expect: ALTER STATISTICS
-- expect:   SET_SCHEMA STATISTICS_OBJECT st3 -> moved.st3
-- expect:   sub SET SCHEMA

ALTER STATISTICS IF EXISTS missing SET STATISTICS 3;
-- expect: ALTER STATISTICS
-- expect:   ALTER STATISTICS_OBJECT missing IF_EXISTS
-- expect:   sub SET STATISTICS

COMMENT ON STATISTICS st2 IS 'x';
-- expect: COMMENT
-- expect:   COMMENT STATISTICS_OBJECT st2

DROP STATISTICS moved.st3, st2;
-- expect: DROP STATISTICS
-- expect:   DROP STATISTICS_OBJECT moved.st3
-- expect:   DROP STATISTICS_OBJECT st2

CREATE RULE r AS ON INSERT TO base DO ALSO (UPDATE base SET a = 1; DELETE FROM base WHERE a = 2; NOTIFY x);
-- expect: CREATE RULE
-- expect:   CREATE RULE r on base

CREATE OR REPLACE RULE "Odd Rule" AS ON UPDATE TO public.base WHERE old.a > 1 DO INSTEAD NOTHING;
-- expect: CREATE RULE
-- expect:   CREATE RULE "Odd Rule" on public.base OR_REPLACE

ALTER RULE r ON base RENAME TO r2;
-- expect: ALTER RULE
-- expect:   RENAME RULE r on base -> r2 on base
-- expect:   sub RENAME TO

ALTER TABLE base DISABLE RULE r2, ENABLE ALWAYS RULE "Odd Rule";
-- expect: ALTER TABLE
-- expect:   ALTER TABLE base
-- expect:   sub DISABLE RULE: ALTER RULE r2 on base
-- expect:   sub ENABLE ALWAYS RULE: ALTER RULE "Odd Rule" on base

COMMENT ON RULE r2 ON base IS 'x';
-- expect: COMMENT
-- expect:   COMMENT RULE r2 on base

DROP RULE IF EXISTS r2 ON public.base CASCADE;
-- expect: DROP RULE
-- expect:   DROP RULE r2 on public.base IF_EXISTS CASCADE

CREATE FUNCTION trg() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION trg()

CREATE TRIGGER t BEFORE INSERT OR UPDATE OF a, b OR DELETE ON base FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION trg();
-- expect: CREATE TRIGGER
-- expect:   CREATE TRIGGER t on base

CREATE OR REPLACE TRIGGER "T 2" AFTER TRUNCATE ON public.base EXECUTE PROCEDURE trg();
-- expect: CREATE TRIGGER
-- expect:   CREATE TRIGGER "T 2" on public.base OR_REPLACE

CREATE CONSTRAINT TRIGGER ct AFTER INSERT ON base DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION trg();
-- expect: CREATE TRIGGER
-- expect:   CREATE TRIGGER ct on base

CREATE TRIGGER tt AFTER UPDATE ON base REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION trg();
-- expect: CREATE TRIGGER
-- expect:   CREATE TRIGGER tt on base

ALTER TRIGGER t ON base RENAME TO t1;
-- expect: ALTER TRIGGER
-- expect:   RENAME TRIGGER t on base -> t1 on base
-- expect:   sub RENAME TO

ALTER TRIGGER t1 ON public.base NO DEPENDS ON EXTENSION plpgsql;
-- expect: ALTER TRIGGER
-- expect:   ALTER TRIGGER t1 on public.base
-- expect:   sub NO DEPENDS

ALTER TABLE base DISABLE TRIGGER t1, ENABLE REPLICA TRIGGER ct, ENABLE TRIGGER USER;
-- expect: ALTER TABLE
-- expect:   ALTER TABLE base
-- expect:   sub DISABLE TRIGGER: ALTER TRIGGER t1 on base
-- expect:   sub ENABLE REPLICA TRIGGER: ALTER TRIGGER ct on base
-- expect:   sub ENABLE TRIGGER USER

COMMENT ON TRIGGER t1 ON base IS 'x';
-- expect: COMMENT
-- expect:   COMMENT TRIGGER t1 on base

DROP TRIGGER t1 ON base;
-- expect: DROP TRIGGER
-- expect:   DROP TRIGGER t1 on base

DROP TRIGGER IF EXISTS "T 2" ON public.base CASCADE;
-- expect: DROP TRIGGER
-- expect:   DROP TRIGGER "T 2" on public.base IF_EXISTS CASCADE

CREATE POLICY p ON base FOR SELECT TO PUBLIC USING (true);
-- expect: CREATE POLICY
-- expect:   CREATE POLICY p on base

CREATE POLICY "P 2" ON public.base AS RESTRICTIVE WITH CHECK (a > 0);
-- expect: CREATE POLICY
-- expect:   CREATE POLICY "P 2" on public.base

ALTER POLICY p ON base USING (a > 1);
-- expect: ALTER POLICY
-- expect:   ALTER POLICY p on base
-- expect:   sub USING

ALTER POLICY p ON base RENAME TO p1;
-- expect: ALTER POLICY
-- expect:   RENAME POLICY p on base -> p1 on base
-- expect:   sub RENAME TO

COMMENT ON POLICY p1 ON base IS 'x';
-- expect: COMMENT
-- expect:   COMMENT POLICY p1 on base

DROP POLICY p1 ON base;
-- expect: DROP POLICY
-- expect:   DROP POLICY p1 on base

DROP POLICY IF EXISTS p1 ON public.base;
-- expect: DROP POLICY
-- expect:   DROP POLICY p1 on public.base IF_EXISTS
