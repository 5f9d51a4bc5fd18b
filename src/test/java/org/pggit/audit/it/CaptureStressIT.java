package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** DDL from 16 sessions at once; and a server that is killed in the middle of it (-Dpggit.capture.seconds, -Dpggit.capture.rounds, -Dpggit.seed). */
class CaptureStressIT {
    private static final int SESSIONS = 16;

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void sixteenSessionsLoseNothingAndTheHistoryIsLinear(Host host) throws Exception {
        long seed = Long.getLong("pggit.seed", System.nanoTime());
        System.out.println("CaptureStressIT on " + host + ": -Dpggit.seed=" + seed);
        try (TestDatabase db = TestServer.get().database(host)) {
            db.update("SELECT pggit_audit.capture_enable('stress')");
            db.update("CREATE TABLE public.shared (id integer PRIMARY KEY); CREATE VIEW public.shared_view AS SELECT id FROM public.shared");
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.getInteger("pggit.capture.seconds", 20));
            ExecutorService sessions = Executors.newFixedThreadPool(SESSIONS);
            List<Future<Integer>> results = new ArrayList<>();
            for (int s = 0; s < SESSIONS; s++) {
                int session = s;
                results.add(sessions.submit(() -> work(db, session, new Random(seed + session), until)));
            }
            int made = 0;
            for (Future<Integer> result : results) {
                made += result.get();
            }
            sessions.shutdown();
            System.out.println("CaptureStressIT on " + host + ": " + made + " transactions");

            assertEquals(Integer.toString(made + 1), db.query("SELECT count(*) FROM pggit_audit.captured_commits WHERE kind = 'DDL'"));
            assertConsistent(db);
        }
    }

    /** Transactions on tables of its own and on what all share; each leaves something changed. Any error but a lock's timeout fails the test. */
    private static int work(TestDatabase db, int session, Random random, long until) throws SQLException {
        int made = 0;
        try (Connection c = db.connect(); Statement s = c.createStatement()) {
            while (System.nanoTime() < until) {
                String table = "public.t" + session + "_" + made;
                switch (random.nextInt(4)) {
                    case 0 -> s.execute("CREATE TABLE " + table + " (id integer PRIMARY KEY, n text); CREATE INDEX ON " + table + " (n)");
                    case 1 -> s.execute("COMMENT ON VIEW public.shared_view IS '" + session + " " + made + "'");
                    case 2 -> s.execute("BEGIN; CREATE TABLE " + table + " (id integer REFERENCES public.shared); COMMENT ON TABLE public.shared IS '" + session + " " + made + "'; COMMIT");
                    default -> s.execute("CREATE OR REPLACE FUNCTION public.f" + session + "(integer) RETURNS integer LANGUAGE sql AS 'SELECT " + made + "'");
                }
                made++;
            }
        }
        return made;
    }

    static void assertConsistent(TestDatabase db) {
        assertEquals(List.of(), db.list("SELECT path || ' ' || difference FROM pggit_audit.find_drift()"));
        assertEquals("t", db.query("SELECT bool_and(cardinality(parent_shas) <= 1) AND count(*) FILTER (WHERE parent_shas = '{}') = 1 AND count(*) = max(generation) + 1 FROM pggit_v2.commit_graph"), "the history is not one line");
        assertEquals("0", db.query("SELECT count(*) FROM pggit_v2.commit_graph g WHERE NOT EXISTS (SELECT FROM pggit_audit.recorded_commits r WHERE r.commit_sha = g.commit_sha)"));
        assertEquals("0", db.query("SELECT count(*) FROM pggit_audit.capture_notes"));
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void aKilledServerHasDdlAndCommitOrNeither(Host host) throws Exception {
        Assumptions.assumeTrue(System.getProperty("pggit.test.image") == null, "a server to kill needs server programs here");
        TestServer.get();
        host.assumePresent();
        long seed = Long.getLong("pggit.seed", System.nanoTime());
        int rounds = Integer.getInteger("pggit.capture.rounds", 5);
        System.out.println("CaptureStressIT on " + host + ", killed " + rounds + " times: -Dpggit.seed=" + seed);
        Random random = new Random(seed);
        Path folder = TestServer.PROJECT.resolve("target/it-killed");
        TestServer server = TestServer.local(folder);
        server.update("postgres", "ALTER SYSTEM SET fsync = on");
        try (TestDatabase db = server.database(host)) {
            db.update("SELECT pggit_audit.capture_enable('killed')");
            int answered = 0;
            int unanswered = 0;
            for (int round = 0; round < rounds; round++) {
                AtomicInteger through = new AtomicInteger();
                Thread ddl = new Thread(() -> endlessDdl(db, through));
                ddl.start();
                Thread.sleep(300 + random.nextInt(700));
                kill(folder);
                ddl.join();
                restart(folder, server.environment().get("PGPORT"));
                assertConsistent(db);
                int there = Integer.parseInt(db.query("SELECT count(*) FROM pggit_audit.captured_commits WHERE kind = 'DDL'"));
                int known = answered + unanswered + through.get();
                assertTrue(there == known || there == known + 1, "round " + round + ": the server said " + known + " commits, it has " + there);
                assertEquals(Integer.toString(there), db.query("SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"), "tables and commits");
                answered += through.get();
                unanswered += there - known;
            }
            assertTrue(answered > 0, "no DDL came through at all");
            assertEquals("0", db.query("SELECT count(*) FROM pggit_audit.validate_audit_integrity() WHERE status = 'FAIL'"));
            System.out.printf("CaptureStressIT on %s: killed %d times during DDL: %d transactions were answered, each there with its commit; of the %d that were under way %d were there with their commit, %d gone with it; 0 halves%n",
                host, rounds, answered, rounds, unanswered, rounds - unanswered);
        }
    }

    private static void endlessDdl(TestDatabase db, AtomicInteger through) {
        try (Connection c = db.connect(); Statement s = c.createStatement()) {
            for (int i = 0;; i++) {
                s.execute("CREATE TABLE public.k" + System.nanoTime() + " (id integer PRIMARY KEY, n text)");
                through.incrementAndGet();
            }
        } catch (SQLException e) {
            // The server was killed: that is the test.
            return;
        }
    }

    /** kill -9 of the postmaster; its children find that out and leave. */
    private static void kill(Path folder) throws Exception {
        Path data = data(folder);
        ProcessHandle postmaster = ProcessHandle.of(Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip())).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(postmaster.children().toList());
        assertTrue(postmaster.destroyForcibly(), "the server could not be killed");
        all.forEach(ProcessHandle::destroyForcibly);
        all.add(postmaster);
        for (ProcessHandle process : all) {
            process.onExit().get(30, TimeUnit.SECONDS);
        }
    }

    private static void restart(Path folder, String port) throws Exception {
        Path data = data(folder);
        // Where it runs as the user postgres, as cluster.sh started it.
        String command = ". install/lib.sh; use_postgres ''; rm -f '" + data.resolve("postmaster.pid") + "'; run_as_postgres \"$BINDIR/pg_ctl\" -D '" + data + "' -s -w -t 60 -l '" + data.resolve("restart.log") + "' -o '-p " + port + "' start";
        Shell.run(java.util.Map.of(), TestServer.PROJECT.toFile(), "bash", "-c", command).orFail("restart");
    }

    private static Path data(Path folder) throws Exception {
        Path where = folder.resolve("where");
        return Path.of(Files.exists(where) ? Files.readString(where).strip() : folder.toString()).resolve("data");
    }
}
