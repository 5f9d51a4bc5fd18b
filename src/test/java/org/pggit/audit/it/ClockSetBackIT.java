package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server whose clock is set back some hours, then weeks, then right again, then months ahead and back, between commits, verifications, captured DDL, runs and checkpoints: nothing of it is damage. */
class ClockSetBackIT {
    private static TestServer server;
    private static Path clock;

    @BeforeAll
    static void startAServerWithItsOwnClock() throws IOException {
        Assumptions.assumeTrue(System.getProperty("pggit.test.image") == null, "a cluster with a clock of its own needs server programs here");
        Path library = library();
        if (library == null) {
            System.out.println("ClockSetBackIT: NOT RUN, for the package libfaketime is not installed: nothing was tested with a clock that is set back");
        }
        Assumptions.assumeTrue(library != null, "the package libfaketime is not installed: nothing was tested with a clock that is set back");
        TestServer.get();
        // Where the server's user can read it, too.
        Path folder = Files.createTempDirectory("pggit-audit-clock");
        folder.toFile().setExecutable(true, false);
        folder.toFile().setReadable(true, false);
        clock = folder.resolve("clock");
        set("+0");
        // A backend's first alarm is due when its time for authentication would be over. libfaketime reads its file in the signal's handler, with malloc: where that is what the signal has
        // interrupted, the backend waits for itself.
        server = TestServer.local(TestServer.PROJECT.resolve("target/it-clock"), "autovacuum = off\nauthentication_timeout = 600s\n",
            Map.of("LD_PRELOAD", library.toString(), "FAKETIME_TIMESTAMP_FILE", clock.toString(), "FAKETIME_NO_CACHE", "1", "FAKETIME_DONT_FAKE_MONOTONIC", "1", "DONT_FAKE_MONOTONIC", "1"));
    }

    @AfterAll
    static void theClockGoes() throws IOException {
        if (clock != null) {
            Files.delete(clock);
            Files.delete(clock.getParent());
        }
    }

    private static Path library() throws IOException {
        try (Stream<Path> files = Files.find(Path.of("/usr/lib"), 3, (p, a) -> p.endsWith("faketime/libfaketimeMT.so.1"))) {
            return files.findFirst().orElse(null);
        }
    }

    /** By libfaketime's rules: an offset to the machine's clock. */
    private static void set(String offset) throws IOException {
        Path next = clock.resolveSibling("next");
        Files.writeString(next, offset + "\n");
        next.toFile().setReadable(true, false);
        Files.move(next, clock, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void aClockSetBackIsNoDamage(Host host) throws IOException, SQLException {
        set("+0");
        List<String> checkpoints = new ArrayList<>();
        // One session, so one JVM.
        try (TestDatabase db = server.database(host); Connection c = db.connect(); Statement s = c.createStatement()) {
            db.psql("-v", "ON_ERROR_STOP=1", "-f", "install/demo/store.sql").orFail("store.sql");
            s.execute("SET client_min_messages = error");
            s.execute("DELETE FROM pggit_v2.head; INSERT INTO pggit_v2.head (id, ref_name) VALUES (1, 'refs/heads/live')");
            s.execute("SELECT pggit_audit.capture_enable('from now on')");
            s.execute("CREATE SCHEMA captured");
            live(s, checkpoints);
            for (String offset : List.of("-7h", "-40d", "+0", "+90d", "+0")) {
                String before = one(s, "SELECT clock_timestamp()");
                if (offset.equals("-7h")) {
                    s.execute("SELECT pggit_audit.begin_maintenance('before the clock goes back', 60)");
                }
                set(offset);
                assertEquals("f", one(s, "SELECT pggit_audit.is_maintenance()"), "a window is open at " + offset);
                if (offset.equals("-7h")) {
                    // One more, ended: so the first does not open again when the clock is right.
                    s.execute("SELECT pggit_audit.begin_maintenance('by the new clock', 60)");
                    s.execute("SELECT pggit_audit.end_maintenance()");
                }
                live(s, checkpoints);
                assertEquals(offset.startsWith("-") || offset.equals("+0") && checkpoints.size() == 6 ? "t" : "f",
                    one(s, "SELECT 'runs or checkpoints are dated in the future: the clock was set back' = ANY (problems) FROM pggit_audit.health"), "health at " + offset);
                if (offset.startsWith("-")) {
                    assertEquals("t", one(s, "SELECT clock_timestamp() < timestamptz '" + before + "'"), "the server's clock did not go back");
                }
            }
            assertEquals("t", one(s, "SELECT bool_or(b.appended_at < p.appended_at) FROM pggit_audit.evidence_batches b JOIN pggit_audit.evidence_batches p ON p.first_index + p.leaf_count = b.first_index"),
                "no batch is older than the one before: the clock was not set back");
            assertEquals("0", one(s, "SELECT count(*) FROM pggit_audit.health WHERE least(quick_age, full_age, unverified_age, checkpoint_age) < interval '-1 minute'"), "a negative age");
        }
    }

    /** Something of every kind that has a time; then all checks, and the first checkpoint and the last. */
    private static void live(Statement s, List<String> checkpoints) throws SQLException {
        String round = "round " + checkpoints.size();
        s.execute("SELECT pggit_audit.update_ref('refs/heads/clock', pggit_audit.create_commit(pggit_audit.create_tree(jsonb_build_array(jsonb_build_object('path', 'clock.t', 'sha', pggit_audit.create_blob('CREATE TABLE clock.t (n int DEFAULT "
            + checkpoints.size() + ")')))), (SELECT array_agg(target_sha) FROM pggit_v2.refs WHERE name = 'refs/heads/clock'), '" + round + "', 'Tick <tick@example>'))");
        s.execute("CREATE TABLE captured.\"" + round + "\" (id integer)");
        s.execute("SELECT pggit_audit.verify_change(change_id, 'PASSED', 'round') FROM (SELECT change_id FROM pggit_audit.changes WHERE NOT verified AND author LIKE 'Tick%' ORDER BY change_seq DESC LIMIT 1) c");
        checkpoints.add(one(s, "SELECT pggit_audit.checkpoint()"));
        for (String scope : List.of("quick", "full")) {
            assertEquals(null, one(s, "SELECT string_agg(check_name || ' ' || status || ' ' || details, ', ') FROM pggit_audit.validate_audit_integrity('" + scope + "') WHERE status <> 'PASS'"), scope + ", " + round);
        }
        for (String checkpoint : List.of(checkpoints.get(0), checkpoints.get(checkpoints.size() - 1))) {
            assertEquals(null, one(s, "SELECT string_agg(check_name || ' ' || details, ', ') FROM pggit_audit.verify_evidence('" + checkpoint + "') WHERE status <> 'PASS'"), round);
            assertEquals("t", one(s, "SELECT pggit_audit.verify_consistency(old_tree_size, new_tree_size, old_root, new_root, proof) AND old_root = decode(split_part('" + checkpoint + "', E'\\n', 3), 'base64') "
                + "FROM pggit_audit.consistency_proof(split_part('" + checkpoint + "', E'\\n', 2)::bigint)"), round);
        }
    }

    private static String one(Statement s, String sql) throws SQLException {
        try (ResultSet r = s.executeQuery(sql)) {
            return r.next() ? r.getString(1) : null;
        }
    }
}
