package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Everything at once: DDL under capture, commits on other branches, a backfill whose history grows, snapshots, checkpoints, verifications, and all the while the checks,
 * which may find nothing wrong (-Dpggit.mixed.seconds, -Dpggit.seed).
 */
class MixedLoadIT {
    private static final int OBJECTS = 40;

    /** One session's step; n counts its steps from 0. */
    private interface Step {
        void run(Statement session, int n, Random random) throws SQLException;
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void checksFindNothingWhileAllIsAtWork(Host host) throws Exception {
        long seed = Long.getLong("pggit.seed", System.nanoTime());
        System.out.println("MixedLoadIT on " + host + ": -Dpggit.seed=" + seed);
        try (TestDatabase db = TestServer.get().database(host)) {
            db.psql("-v", "ON_ERROR_STOP=1", "-f", "install/demo/v1_schema.sql").orFail("v1_schema.sql");
            db.update("SELECT pggit_audit.set_setting('allow_self_verification', 'on')");
            db.update("SELECT pggit_audit.capture_enable('mixed load')");
            db.update("CREATE TABLE public.shared (id integer PRIMARY KEY, n integer); CREATE VIEW public.shared_view AS SELECT id, n FROM public.shared; CREATE TYPE public.mood AS ENUM ('a')");
            Map<String, Step> steps = new TreeMap<>();
            for (int i = 0; i < 4; i++) {
                String schema = "s" + i;
                db.update("CREATE SCHEMA " + schema);
                steps.put("ddl " + i, (s, n, random) -> ddl(s, schema, n, random));
            }
            for (int i = 0; i < 3; i++) {
                String branch = "refs/heads/branch" + i;
                steps.put("commits " + i, (s, n, random) -> commit(s, branch, n, random));
            }
            steps.put("backfill", MixedLoadIT::backfill);
            steps.put("snapshots", (s, n, random) -> s.execute(n % 3 == 0 ? "SELECT pggit_audit.checkpoint()" : "SELECT pggit_audit.commit_schema()"));
            steps.put("verifications", (s, n, random) -> s.execute("SELECT pggit_audit.verify_change(c.change_id, 'PASSED', 'seen') FROM pggit_audit.changes c WHERE NOT c.verified ORDER BY md5(c.change_id::text || " + n + ") LIMIT 3"));
            steps.put("drift", (s, n, random) -> expectNone(s, "SELECT d::text FROM pggit_audit.find_drift() d"));
            steps.put("checks", (s, n, random) -> expectNone(s, "SELECT check_name || ' ' || details || ' ' || coalesce(examples::text, '') FROM pggit_audit.validate_audit_integrity() WHERE status <> 'PASS'"));
            steps.put("quick checks", (s, n, random) -> expectNone(s, "SELECT check_name || ' ' || details || ' ' || coalesce(examples::text, '') FROM pggit_audit.validate_audit_integrity('quick') WHERE status <> 'PASS'"));
            steps.put("evidence", (s, n, random) -> expectNone(s, "SELECT e::text FROM pggit_audit.verify_evidence() e WHERE e.status <> 'PASS'"));

            Queue<String> failures = new ConcurrentLinkedQueue<>();
            Map<String, AtomicInteger> counts = new TreeMap<>();
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.getInteger("pggit.mixed.seconds", 20));
            ExecutorService sessions = Executors.newFixedThreadPool(steps.size());
            List<Future<?>> ends = new ArrayList<>();
            steps.forEach((name, step) -> {
                AtomicInteger count = new AtomicInteger();
                counts.put(name, count);
                ends.add(sessions.submit(() -> session(db, name, step, new Random(seed + name.hashCode()), until, count, failures)));
            });
            for (Future<?> end : ends) {
                end.get();
            }
            sessions.shutdown();
            System.out.println("MixedLoadIT on " + host + ": " + counts);

            assertEquals(List.of(), failures.stream().limit(20).toList());
            assertTrue(counts.values().stream().allMatch(c -> c.get() > 0), "a session came to nothing: " + counts);
            assertEquals(List.of(), db.list("SELECT check_name || ' ' || details FROM pggit_audit.validate_audit_integrity() WHERE status <> 'PASS'"));
            assertEquals(List.of(), db.list("SELECT path || ' ' || difference FROM pggit_audit.find_drift()"));
        }
    }

    private static void session(TestDatabase db, String name, Step step, Random random, long until, AtomicInteger count, Queue<String> failures) {
        try (Connection c = db.connect(); Statement s = c.createStatement()) {
            while (System.nanoTime() < until) {
                try {
                    step.run(s, count.get(), random);
                    count.incrementAndGet();
                } catch (SQLException e) {
                    failures.add(name + ", step " + count.get() + ": " + e.getSQLState() + " " + e.getMessage());
                    s.execute("ROLLBACK");
                }
            }
        } catch (SQLException e) {
            failures.add(name + ": " + e.getSQLState() + " " + e.getMessage());
        }
    }

    private static void expectNone(Statement s, String sql) throws SQLException {
        try (ResultSet r = s.executeQuery(sql)) {
            if (r.next()) {
                throw new SQLException("found: " + r.getString(1), "found");
            }
        }
    }

    private static void ddl(Statement s, String schema, int n, Random random) throws SQLException {
        String table = schema + ".t" + n;
        s.execute("CREATE TABLE IF NOT EXISTS " + schema + ".log (n integer)");
        switch (random.nextInt(8)) {
            case 0 -> s.execute("CREATE TABLE " + table + " (id serial PRIMARY KEY, n text UNIQUE, m public.mood); CREATE INDEX ON " + table + " (lower(n)); COMMENT ON COLUMN " + table + ".n IS 'it''s " + n + "'");
            case 1 -> s.execute("BEGIN; CREATE TABLE " + table + " (id integer REFERENCES public.shared); SAVEPOINT a; DROP TABLE " + schema + ".log; ROLLBACK TO a; ALTER TABLE " + table + " RENAME TO r" + n + "; COMMIT");
            case 2 -> s.execute("COMMENT ON VIEW public.shared_view IS '" + schema + " " + n + "'");
            case 3 -> s.execute("CREATE OR REPLACE FUNCTION " + schema + ".f(a integer, b public.mood DEFAULT 'a') RETURNS integer LANGUAGE sql AS 'SELECT " + n + "'");
            case 4 -> s.execute("ALTER TABLE " + schema + ".log ADD COLUMN c" + n + " integer DEFAULT " + n + "; GRANT SELECT (c" + n + ") ON " + schema + ".log TO PUBLIC");
            case 5 -> s.execute("BEGIN; CREATE VIEW " + schema + ".v" + n + " AS SELECT * FROM public.shared; ROLLBACK");
            case 6 -> s.execute("DROP TABLE " + schema + ".log; CREATE TABLE " + schema + ".log (n bigint)");
            default -> s.execute("CREATE SEQUENCE " + schema + ".q" + n + "; ALTER SEQUENCE " + schema + ".q" + n + " INCREMENT 3 CYCLE; CREATE DOMAIN " + schema + ".d" + n + " AS text CHECK (VALUE <> '')");
        }
    }

    /** A commit of a branch of its own, in one transaction: one of OBJECTS objects differs from the commit before. */
    private static void commit(Statement s, String branch, int n, Random random) throws SQLException {
        s.execute("""
            DO $$
            DECLARE
                v_head text := (SELECT r.target_sha FROM pggit_v2.refs r WHERE r.name = '%1$s');
                v_tree text;
            BEGIN
                v_tree := pggit_audit.create_tree((SELECT jsonb_agg(jsonb_build_object('path', 'app.o' || i, 'sha',
                    pggit_audit.create_blob(format('CREATE TABLE app.o%%s (id integer, c%%s text)', i, CASE WHEN i = %3$s THEN %2$s ELSE i END)))) FROM generate_series(1, %4$s) i));
                PERFORM pggit_audit.update_ref('%1$s', pggit_audit.create_commit(v_tree, CASE WHEN v_head IS NULL THEN '{}' ELSE ARRAY[v_head] END, 'commit %2$s', 'author'), coalesce(v_head, ''));
            END
            $$""".formatted(branch, 1000 + n, 1 + random.nextInt(OBJECTS), OBJECTS));
    }

    /** v1 goes on to log, and a backfill takes in what has come. */
    private static void backfill(Statement s, int n, Random random) throws SQLException {
        s.execute("""
            INSERT INTO pggit.objects (id, object_type, schema_name, object_name) VALUES (%1$s, 'TABLE', 'old', 't%1$s');
            INSERT INTO pggit.history (id, object_id, change_type, change_severity, change_description, sql_executed, created_at, created_by)
            SELECT %1$s * 10 + i, %1$s, CASE i WHEN 0 THEN 'CREATE' ELSE 'ALTER' END::pggit.change_type, 'MINOR', 'step', CASE i WHEN 0 THEN 'CREATE TABLE old.t%1$s (id integer)' ELSE format('ALTER TABLE old.t%1$s ADD COLUMN c%%s integer', i) END,
                   timestamp '2024-01-01' + (%1$s * 10 + i) * interval '1 minute', 'migrator' FROM generate_series(0, 7) i""".formatted(n + 1));
        s.execute(random.nextBoolean() ? "CALL pggit_audit.backfill(batch_rows => 3)" : "SELECT pggit_audit.backfill_from_v1_history()");
    }
}
