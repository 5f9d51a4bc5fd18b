package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/**
 * A backfill that is disturbed at random and called again ends as one that was not: the same commits, changes and dispositions. Ways: pg_cancel_backend, statement_timeout,
 * pg_terminate_backend, kill -9 of the backend (the server recovers), and a full disk: as the server reports it (53100, raised by a trigger on the store) and, where
 * this user may mount a file system, a real one. Rounds: -Dpggit.fault.rounds=N (default 12). In a cluster of its own, for kill -9 takes every session of the server with it.
 */
class BackfillFaultsIT {
    private enum Fault {
        CANCEL, TIMEOUT, TERMINATE, KILL, DISK_FULL
    }

    private static final String HISTORY = """
        CREATE SEQUENCE transactions;
        INSERT INTO pggit.objects (id, object_type, schema_name, object_name) SELECT i, 'TABLE', 'public', 't' || i FROM generate_series(1, 150) i;
        INSERT INTO pggit.objects (id, object_type, schema_name, object_name) SELECT 1000 + i, 'INDEX', 'public', 't' || i || '_pkey' FROM generate_series(1, 150) i;
        INSERT INTO pggit.history (object_id, change_type, change_severity, change_description, sql_executed, created_at, created_by)
        SELECT CASE s.row WHEN 2 THEN 1000 + i ELSE i END, (CASE WHEN step = 1 THEN 'CREATE' WHEN step = 6 THEN 'DROP' ELSE 'ALTER' END)::pggit.change_type, 'MINOR', format('step %s of t%s', step, i),
               CASE WHEN step = 1 THEN format('CREATE TABLE t%1$s (id serial PRIMARY KEY, a text); COMMENT ON TABLE t%1$s IS ''table %1$s''', i) WHEN step = 6 THEN format('DROP TABLE t%s', i)
                    ELSE format('ALTER TABLE t%s ADD COLUMN c%s integer DEFAULT %s', i, step, step) END,
               timestamp '2024-01-01' + (step * 1000 + i) * interval '1 minute', 'migrator'
        FROM generate_series(1, 6) step, generate_series(1, 150) i, LATERAL (SELECT row FROM generate_series(1, CASE WHEN step = 1 THEN 2 ELSE 1 END) row) s
        WHERE step < 6 OR i % 3 = 0 ORDER BY step, i, s.row""";

    private static final String RESULT = """
        SELECT md5(coalesce((SELECT string_agg(g::text, '' ORDER BY g.generation) FROM pggit_v2.commit_graph g), '')) || md5(coalesce((SELECT string_agg(o.sha, '' ORDER BY o.sha COLLATE "C") FROM pggit_v2.objects o), ''))
            || md5(coalesce((SELECT string_agg(t::text, '' ORDER BY t.tree_sha COLLATE "C", t.path COLLATE "C") FROM pggit_v2.tree_entries t), ''))
            || md5(coalesce((SELECT string_agg(concat_ws('|', c.change_id, c.commit_sha, c.path, c.old_path, c.object_type, c.change_type, c.old_definition, c.new_definition, c.author, c.committed_at, c.history_id), '' ORDER BY c.change_id) FROM pggit_audit.changes c), ''))
            || md5(coalesce((SELECT string_agg(concat_ws('|', v.path, v.life, v.version_number, v.definition, v.change_id), '' ORDER BY v.path COLLATE "C", v.version_number) FROM pggit_audit.object_versions v), ''))
            || md5(coalesce((SELECT string_agg(concat_ws('|', r.history_id, r.disposition, r.commit_sha, r.change_id), '' ORDER BY r.history_id) FROM pggit_audit.backfill_rows r), ''))
            || md5(coalesce((SELECT string_agg(concat_ws('|', r.commit_sha, r.event, r.object_identity), '' ORDER BY r.commit_sha, r.event) FROM pggit_audit.backfill_recovered r), ''))""";

    @Test
    void whateverDisturbsItTheResultIsTheSame() throws Exception {
        TestServer shared = TestServer.get();
        Assumptions.assumeTrue(shared.log() != null, "not a local cluster: no backend can be killed from here");
        Host host = shared.has(Host.PLPYTHON) ? Host.PLPYTHON : Host.PLJAVA;
        TestServer server = TestServer.local(Path.of("target/it-faults").toAbsolutePath());
        int rounds = Integer.getInteger("pggit.fault.rounds", 12);
        long seed = Long.getLong("pggit.seed", System.nanoTime());
        System.out.println("BackfillFaultsIT: -Dpggit.seed=" + seed + " -Dpggit.fault.rounds=" + rounds);
        Random random = new Random(seed);
        Map<Fault, Integer> hits = new EnumMap<>(Fault.class);
        String undisturbed;
        try (TestDatabase db = fresh(server, host)) {
            db.update("CALL pggit_audit.backfill(batch_rows => 5000)");
            undisturbed = db.query(RESULT);
        }
        for (int round = 0; round < rounds; round++) {
            Fault fault = Fault.values()[round % Fault.values().length];
            try (TestDatabase db = fresh(server, host)) {
                int calls = 0;
                while (!isDone(db)) {
                    calls++;
                    if (calls > 4 ? call(db) : disturbed(server, db, fault, random)) {
                        continue;
                    }
                    hits.merge(fault, 1, Integer::sum);
                }
                assertEquals(undisturbed, answer(db, RESULT), fault + " in round " + round);
            }
        }
        System.out.println("BackfillFaultsIT: " + rounds + " rounds, disturbed calls: " + hits);
        assertTrue(hits.size() >= Math.min(rounds, 3), () -> "the faults came too late to disturb anything: " + hits);
    }

    /** The database on a file system of its own, which is filled but for a little: the backfill runs out of space, again and again as there is a little more room. */
    @Test
    void afterAFullDiskItGoesOnToTheSameResult() throws Exception {
        TestServer shared = TestServer.get();
        Assumptions.assumeTrue(shared.log() != null, "not a local cluster: no file system can be put under it");
        Host host = shared.has(Host.PLPYTHON) ? Host.PLPYTHON : Host.PLJAVA;
        long seed = Long.getLong("pggit.seed", System.nanoTime());
        System.out.println("BackfillFaultsIT, full disk: -Dpggit.seed=" + seed);
        Random random = new Random(seed);
        Path disk = Files.createTempDirectory("pggit-audit-disk");
        Assumptions.assumeTrue(Shell.run(Map.of(), disk.toFile(), "mount", "-t", "tmpfs", "-o", "size=128m", "tmpfs", disk.toString()).status() == 0,
            "this user may not mount a file system (mount -t tmpfs): a real full disk was not tried, only 53100 as an error");
        try {
            Shell.run(Map.of(), disk.toFile(), "chown", Files.getOwner(shared.log()).getName(), disk.toString()).orFail("chown");
            Shell.run(Map.of(), disk.toFile(), "chmod", "700", disk.toString()).orFail("chmod");
            shared.update("postgres", "CREATE TABLESPACE small LOCATION '" + disk + "'");
            String undisturbed;
            try (TestDatabase db = fresh(shared, host)) {
                db.update("CALL pggit_audit.backfill(batch_rows => 5000)");
                undisturbed = db.query(RESULT);
            }
            int full = 0;
            for (int round = 0; round < Integer.getInteger("pggit.disk.rounds", 2); round++) {
                try (TestDatabase db = fresh(shared, host)) {
                    shared.update("postgres", "ALTER DATABASE " + db.name + " SET TABLESPACE small");
                    Path filler = disk.resolve("filler");
                    String state = "53100";
                    for (int call = 0; call < 5 && !state.equals("none"); call++) {
                        Files.deleteIfExists(filler);
                        fill(filler, Files.getFileStore(disk).getUsableSpace() - 100_000 - random.nextInt(2_000_000));
                        state = db.failureOf("CALL pggit_audit.backfill(batch_rows => 50)");
                        assertTrue(state.equals("none") || state.startsWith("53100 "), "round " + round + ": " + state);
                        full += state.equals("none") ? 0 : 1;
                    }
                    Files.deleteIfExists(filler);
                    call(db);
                    assertEquals(undisturbed, db.query(RESULT), "round " + round);
                    assertEquals("", db.query("SELECT coalesce(string_agg(check_name || ': ' || details, '; '), '') FROM pggit_audit.validate_audit_integrity() WHERE status <> 'PASS'"));
                }
            }
            int times = full;
            System.out.println("BackfillFaultsIT: the disk was full " + times + " times");
            assertTrue(times >= 2, () -> "the disk was full only " + times + " times");
        } finally {
            shared.update("postgres", "DROP TABLESPACE IF EXISTS small");
            // Lazily: the server may still hold files that it has dropped.
            Shell.run(Map.of(), Path.of("/").toFile(), "umount", "-l", disk.toString()).orFail("umount");
            Files.deleteIfExists(disk);
        }
    }

    private static void fill(Path file, long bytes) throws IOException {
        byte[] block = new byte[65_536];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = bytes; left > 0; left -= block.length) {
                out.write(block, 0, (int) Math.min(left, block.length));
            }
        }
    }

    private static TestDatabase fresh(TestServer server, Host host) {
        TestDatabase db = server.database(host);
        db.psql("-v", "ON_ERROR_STOP=1", "-f", "install/demo/v1_schema.sql").orFail("v1_schema.sql");
        db.update(HISTORY);
        return db;
    }

    private static boolean isDone(TestDatabase db) throws InterruptedException {
        return "0".equals(answer(db, "SELECT count(*) FROM pggit.history h WHERE NOT EXISTS (SELECT FROM pggit_audit.backfill_rows r WHERE r.history_id = h.id)"));
    }

    /** Asked again while the server comes up from a kill. */
    private static String answer(TestDatabase db, String sql) throws InterruptedException {
        for (int i = 0; ; i++) {
            try {
                return db.query(sql);
            } catch (IllegalStateException e) {
                if (i > 120) {
                    throw e;
                }
                Thread.sleep(500);
            }
        }
    }

    /** Begun again where the server, whose backend was killed a moment ago, goes down only now. */
    private static boolean call(TestDatabase db) throws InterruptedException {
        for (int i = 0; ; i++) {
            try {
                db.update("CALL pggit_audit.backfill(batch_rows => 50)");
                return true;
            } catch (IllegalStateException e) {
                boolean isGoingDown = e.getCause() instanceof SQLException cause && cause.getSQLState() != null && (cause.getSQLState().startsWith("08") || cause.getSQLState().startsWith("57P0"));
                if (!isGoingDown || i > 120) {
                    throw e;
                }
                Thread.sleep(500);
            }
        }
    }

    /** True where the call came through all the same. */
    private static boolean disturbed(TestServer server, TestDatabase db, Fault fault, Random random) throws Exception {
        int after = 150 + random.nextInt(1_500);
        if (fault == Fault.DISK_FULL) {
            db.update("CREATE OR REPLACE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF random() < 0.02 THEN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END IF; RETURN NEW; END $$;"
                + "DROP TRIGGER IF EXISTS disk_full ON pggit_v2.objects; CREATE TRIGGER disk_full BEFORE INSERT ON pggit_v2.objects FOR EACH ROW EXECUTE FUNCTION disk_full(); ALTER TABLE pggit_v2.objects ENABLE ALWAYS TRIGGER disk_full");
        }
        CompletableFuture<Void> struck = CompletableFuture.completedFuture(null);
        try (Connection c = db.connect(); Statement s = c.createStatement()) {
            long pid = c.unwrap(PGConnection.class).getBackendPID();
            if (fault == Fault.TIMEOUT) {
                s.execute("SET statement_timeout = " + after);
            } else if (fault != Fault.DISK_FULL) {
                struck = CompletableFuture.runAsync(() -> strike(server, fault, pid, after));
            }
            s.execute("CALL pggit_audit.backfill(batch_rows => 50)");
            return true;
        } catch (SQLException e) {
            return false;
        } finally {
            // What could not be done to the backend fails the test.
            struck.get(20, TimeUnit.SECONDS);
            if (fault == Fault.DISK_FULL) {
                db.update("DROP TRIGGER disk_full ON pggit_v2.objects; DROP FUNCTION disk_full()");
            }
        }
    }

    private static void strike(TestServer server, Fault fault, long pid, int after) {
        try {
            TimeUnit.MILLISECONDS.sleep(after);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        switch (fault) {
            case CANCEL -> server.query("postgres", "SELECT pg_cancel_backend(" + pid + ")");
            case TERMINATE -> server.query("postgres", "SELECT pg_terminate_backend(" + pid + ")");
            // SIGKILL; nothing where the call came through before.
            default -> ProcessHandle.of(pid).ifPresent(backend -> assertTrue(backend.destroyForcibly(), "the backend could not be killed"));
        }
    }
}
