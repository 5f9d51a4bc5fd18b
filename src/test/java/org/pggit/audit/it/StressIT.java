package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random statement_timeout, pg_cancel_backend and pg_terminate_backend during calls, for two minutes (-Dpggit.stress.seconds): no crash, no session that stays unusable, no
 * half-recorded commit. The seed is printed (-Dpggit.seed).
 */
class StressIT {
    private static final int SESSIONS = 4;
    private static final String[] WORK = {
        "SELECT count(*) FROM pggit_audit.extract_changes_between_commits('main~3', 'main')",
        "SELECT count(*) FROM pggit_audit.extract_changes_between_commits(NULL, 'main')",
        "SELECT count(*) FROM pggit_audit.parse_ddl(repeat('CREATE TABLE a.b (c int); ', 2000))",
        "SELECT pggit_audit.create_commit(pggit_audit.create_tree((SELECT jsonb_agg(jsonb_build_object('path', 'app.t' || i, 'sha', "
            + "pggit_audit.create_blob(format('CREATE TABLE app.t%s (n int DEFAULT %s)', i, random())))) FROM generate_series(1, 40) i)), "
            + "ARRAY[pggit_audit.resolve_commit('main')], 'stress ' || random())",
        "SELECT count(*) FROM pggit_audit.validate_audit_integrity()",
        "SELECT host FROM pggit_audit.host()",
        "SELECT pg_sleep(0.04)",
    };

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void survivesTimeoutsCancelsAndTerminates(Host host) throws Exception {
        long seed = Long.getLong("pggit.seed", System.nanoTime());
        int seconds = Integer.getInteger("pggit.stress.seconds", 120);
        System.out.println("StressIT on " + host + ": " + seconds + " s, seed " + seed);
        TestServer server = TestServer.get();
        Path log = server.log();
        long logBefore = log == null ? 0 : Files.size(log);
        try (TestDatabase db = server.database(host)) {
            db.psql("-v", "ON_ERROR_STOP=1", "-f", "install/demo/store.sql").orFail("store.sql");
            String started = db.query("SELECT pg_postmaster_start_time()");
            Map<String, AtomicInteger> outcomes = new ConcurrentSkipListMap<>();
            run(db, seed, seconds, outcomes);
            System.out.println("StressIT on " + host + ": " + outcomes);

            assertTrue(outcomes.containsKey("ok"), "nothing ever succeeded");
            assertEquals(started, db.query("SELECT pg_postmaster_start_time()"));
            assertEquals("0", db.query("SELECT count(*) FROM pggit_audit.validate_audit_integrity() WHERE status <> 'PASS'"));
            assertEquals(List.of(), outcomes.keySet().stream().filter(o -> !EXPECTED.contains(o) && !(host == Host.PLJAVA && HELD_OFF.contains(o))).toList());
        }
        if (log != null) {
            assertEquals(List.of(), crashes(log, logBefore));
        }
    }

    /** ok; cancelled (also by timeout); terminated (or the connection found closed); serialization where two made one commit. */
    private static final List<String> EXPECTED = List.of("ok", "57014", "57P01", "08006", "08003", "40001", "sent cancel", "sent terminate");

    /** A cancel seen by a regular expression while a thread of PL/Java's JVM runs the server's timeout handler, which holds interrupts off (docs/hosts.md, "Signals"). */
    private static final List<String> HELD_OFF = List.of("2201B ERROR: invalid regular expression: operation cancelled", "2201B ERROR: regular expression failed: operation cancelled");

    /** The SQLSTATE; with the message where that is not one that this test expects, so that a failure says what it was. */
    private static String outcome(SQLException e) {
        return EXPECTED.contains(e.getSQLState()) ? e.getSQLState() : e.getSQLState() + " " + e.getMessage().lines().findFirst().orElse("");
    }

    private static List<String> crashes(Path log, long from) throws IOException {
        byte[] all = Files.readAllBytes(log);
        String grown = new String(all, (int) from, all.length - (int) from, java.nio.charset.StandardCharsets.UTF_8);
        return grown.lines().filter(l -> l.contains("was terminated by signal") || l.contains("PANIC") || l.contains("reinitializing") || l.contains("exited with exit code 1")
            && !l.contains("background worker")).toList();
    }

    private static void run(TestDatabase db, long seed, int seconds, Map<String, AtomicInteger> outcomes) throws Exception {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        Map<Integer, Boolean> backends = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(SESSIONS + 1);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            Random random = new Random(seed + i);
            all.add(threads.submit(() -> {
                while (System.nanoTime() < end) {
                    session(db, random, end, backends, outcomes);
                }
            }));
        }
        all.add(threads.submit(() -> disturb(db, new Random(seed - 1), end, backends, outcomes)));
        for (Future<?> f : all) {
            f.get();
        }
        threads.shutdown();
    }

    private static void count(Map<String, AtomicInteger> outcomes, String what) {
        outcomes.computeIfAbsent(what, k -> new AtomicInteger()).incrementAndGet();
    }

    private static void session(TestDatabase db, Random random, long end, Map<Integer, Boolean> backends, Map<String, AtomicInteger> outcomes) {
        int pid = 0;
        try (Connection c = db.connect(); Statement s = c.createStatement()) {
            try (ResultSet r = s.executeQuery("SELECT pg_backend_pid()")) {
                r.next();
                pid = r.getInt(1);
            }
            backends.put(pid, true);
            while (System.nanoTime() < end) {
                try {
                    s.execute("SET statement_timeout = " + (1 + random.nextInt(80)));
                    s.execute(WORK[random.nextInt(WORK.length)]);
                    count(outcomes, "ok");
                } catch (SQLException e) {
                    count(outcomes, outcome(e));
                    if (e.getSQLState().startsWith("08") || e.getSQLState().equals("57P01")) {
                        return;
                    }
                }
            }
        } catch (SQLException e) {
            count(outcomes, outcome(e));
        } finally {
            backends.remove(pid);
        }
    }

    private static void disturb(TestDatabase db, Random random, long end, Map<Integer, Boolean> backends, Map<String, AtomicInteger> outcomes) {
        try (Connection c = db.connect(); Statement s = c.createStatement()) {
            for (int n = 1; System.nanoTime() < end; n++) {
                Thread.sleep(20 + random.nextInt(60));
                Integer[] pids = backends.keySet().toArray(new Integer[0]);
                if (pids.length > 0) {
                    boolean terminate = n % 30 == 0;
                    s.execute("SELECT pg_" + (terminate ? "terminate" : "cancel") + "_backend(" + pids[random.nextInt(pids.length)] + ")");
                    count(outcomes, terminate ? "sent terminate" : "sent cancel");
                }
            }
        } catch (SQLException e) {
            count(outcomes, "the disturber: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
