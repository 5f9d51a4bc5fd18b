package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Statistics that say "empty" of tables that are being filled: what a large step runs under in a new database, or after one that was rolled back. No plan may then join
 * its rows with others pair by pair. Read from the plans that auto_explain tells of everything that the step runs.
 */
class StaleStatisticsIT {
    private static final int OBJECTS = 600;
    /** Rows that a step of a plan may read in all, or put aside: some for each object and for what the catalogs have anyway; pair by pair it would be OBJECTS * OBJECTS / 2. */
    private static final long MOST = 100L * OBJECTS;
    private static final Pattern STEP = Pattern.compile("\\(actual rows=(\\d+) loops=(\\d+)\\)|Rows Removed by (?:Join )?Filter: (\\d+)");

    private static final String HISTORY = """
        INSERT INTO pggit.objects (id, object_type, schema_name, object_name) SELECT i, 'TABLE', 'public', 't' || i FROM generate_series(1, %1$s) i;
        INSERT INTO pggit.history (id, object_id, change_type, change_severity, change_description, sql_executed, created_at, created_by)
        SELECT i, i, 'CREATE', 'MINOR', 'create', format('CREATE TABLE t%%s (id integer)', i), timestamp '2024-01-01' + i * interval '1 minute', 'migrator' FROM generate_series(1, %1$s) i;
        ANALYZE""".formatted(OBJECTS);

    /** Two commits, each of OBJECTS new objects; by the store's own functions. */
    private static final String COMMITS = """
        DO $$
        DECLARE
            v_parent text;
            v_tree text;
        BEGIN
            FOR n IN 1..2 LOOP
                v_tree := pggit_audit.create_tree((SELECT jsonb_agg(jsonb_build_object('path', format('public.t%%s', i), 'sha', pggit_audit.create_blob(format('CREATE TABLE public.t%%s (id integer)', i))))
                    FROM generate_series(1, n * %1$s) i));
                v_parent := pggit_audit.create_commit(v_tree, CASE WHEN v_parent IS NULL THEN '{}' ELSE ARRAY[v_parent] END, 'commit ' || n, 'author');
            END LOOP;
            PERFORM pggit_audit.update_ref('refs/heads/main', v_parent, NULL);
        END
        $$""".formatted(OBJECTS);

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void backfill(Host host) {
        try (TestDatabase db = TestServer.get().database(host)) {
            db.psql("-v", "ON_ERROR_STOP=1", "-f", "install/demo/v1_schema.sql").orFail("v1_schema.sql");
            db.update(HISTORY);
            String backfill = "SELECT pggit_audit.backfill_from_v1_history()";
            db.update("BEGIN; " + backfill + "; ROLLBACK");
            db.update("ANALYZE");
            // In batches: the later ones meet what the first have stored.
            assertFrugal(db, "CALL pggit_audit.backfill(batch_rows => " + OBJECTS / 2 + ")");
            assertEquals(String.valueOf(OBJECTS), db.query("SELECT count(*) FROM pggit_audit.backfill_rows WHERE commit_sha IS NOT NULL"));
            // Every commit has three trees of up to sixteen buckets.
            assertFrugal(db, "SELECT count(*) FROM pggit_audit.validate_audit_integrity()", 4 * MOST);
            assertEquals("", db.query("SELECT coalesce(string_agg(check_name || ': ' || details, '; '), '') FROM pggit_audit.validate_audit_integrity() WHERE status <> 'PASS'"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void recording(Host host) {
        try (TestDatabase db = TestServer.get().database(host)) {
            db.update("SELECT pggit_audit.set_setting('record_on_commit', 'off')");
            db.update("ANALYZE");
            db.update(COMMITS);
            assertFrugal(db, "SELECT pggit_audit.process_commit_range(NULL, 'refs/heads/main')");
            assertEquals(String.valueOf(2 * OBJECTS), db.query("SELECT count(*) FROM pggit_audit.changes"));
            assertFrugal(db, "SELECT count(*) FROM pggit_audit.extract_changes_between_commits('refs/heads/main~1', 'refs/heads/main')");
            assertFrugal(db, "SELECT count(*) FROM pggit_audit.validate_audit_integrity()");
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void capture(Host host) {
        try (TestDatabase db = TestServer.get().database(host)) {
            db.update("SELECT pggit_audit.capture_enable()");
            db.update("ANALYZE");
            String create = "DO $$ BEGIN FOR i IN 1.." + OBJECTS + " LOOP EXECUTE format('CREATE TABLE t%s (id integer, a text)', i); END LOOP; END $$";
            assertFrugal(db, create);
            assertFrugal(db, "DO $$ BEGIN FOR i IN 1.." + OBJECTS / 2 + " LOOP EXECUTE format('ALTER TABLE t%s ADD COLUMN b integer', i); END LOOP; END $$");
            assertEquals("0", db.query("SELECT count(*) FROM pggit_audit.find_drift()"));
            assertFrugal(db, "SELECT count(*) FROM pggit_audit.find_drift()");
            assertFrugal(db, "SELECT length(pggit_audit.schema_at('HEAD'))");
            assertFrugal(db, "SELECT pggit_audit.commit_schema('again')");
            assertFrugal(db, "SELECT count(*) FROM pggit_audit.validate_audit_integrity()");
        }
    }

    /** What one table more costs does not follow the number of those that are there, though the statistics know of none. */
    @ParameterizedTest(name = "{0}")
    @EnumSource
    void captureAmongManyObjects(Host host) {
        try (TestDatabase db = TestServer.get().database(host)) {
            db.update("""
                DO $$ BEGIN FOR i IN 1..%s LOOP
                    EXECUTE format('CREATE TABLE t%%1$s (id serial PRIMARY KEY, a text NOT NULL DEFAULT now()::text, p integer REFERENCES t%%2$s, CHECK (p > 0))', i, greatest(1, i - 1));
                    EXECUTE format('CREATE INDEX ON t%%1$s (a)', i);
                    EXECUTE format('CREATE VIEW v%%1$s AS SELECT * FROM t%%1$s', i);
                    EXECUTE format('CREATE FUNCTION f%%1$s() RETURNS trigger LANGUAGE plpgsql AS ''BEGIN RETURN new; END''', i);
                    EXECUTE format('CREATE TRIGGER tr BEFORE INSERT ON t%%1$s EXECUTE FUNCTION f%%1$s()', i);
                    EXECUTE format('CREATE TYPE e%%1$s AS ENUM (''a'')', i);
                    EXECUTE format('CREATE POLICY y ON t%%1$s USING (true)', i);
                END LOOP; END $$""".formatted(OBJECTS));
            db.update("SELECT pggit_audit.capture_enable()");

            for (String ddl : List.of("CREATE TABLE q (id serial PRIMARY KEY, a text UNIQUE, p integer REFERENCES t7)", "ALTER TABLE q ADD COLUMN e e5, ADD CHECK (p > 1)", "ALTER TABLE q RENAME TO r",
                    "CREATE INDEX ON r (a)", "CREATE VIEW w AS SELECT * FROM r", "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'", "CREATE TRIGGER tr BEFORE INSERT ON r EXECUTE FUNCTION f9()",
                    "COMMENT ON VIEW v3 IS 'x'", "ALTER TYPE e4 ADD VALUE 'b'", "ALTER SEQUENCE q_id_seq RENAME TO r_id_seq", "DROP VIEW w", "DROP TABLE r")) {
                assertFrugal(db, ddl, OBJECTS / 2);
            }
            assertEquals("0", db.query("SELECT count(*) FROM pggit_audit.find_drift()"));
        }
    }

    private static void assertFrugal(TestDatabase db, String sql) {
        assertFrugal(db, sql, MOST);
    }

    /** Asserts that no step of any statement inside read far more than there is. */
    private static void assertFrugal(TestDatabase db, String sql, long most) {
        List<String> plans = plans(db, sql);
        assertTrue(plans.size() > 5, "plans told: " + plans.size());
        for (String plan : plans) {
            Matcher m = STEP.matcher(plan);
            long loops = 1;
            while (m.find()) {
                loops = m.group(2) != null ? Long.parseLong(m.group(2)) : loops;
                long rows = Long.parseLong(m.group(m.group(1) != null ? 1 : 3));
                assertTrue(rows * loops <= most, () -> sql + ": " + plan);
            }
        }
    }

    private static List<String> plans(TestDatabase db, String sql) {
        List<String> plans = new ArrayList<>();
        try (Connection c = db.connect(); Statement s = c.createStatement()) {
            s.execute("LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET auto_explain.log_nested_statements = on; SET auto_explain.log_analyze = on; SET auto_explain.log_timing = off;"
                + " SET auto_explain.log_level = notice");
            s.execute(sql);
            for (SQLWarning w = s.getWarnings(); w != null; w = w.getNextWarning()) {
                if (w.getMessage().contains("plan:")) {
                    plans.add(w.getMessage());
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
        return plans;
    }
}
