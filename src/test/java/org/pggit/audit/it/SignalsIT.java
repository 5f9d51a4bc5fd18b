package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On Java 22 and later a PL/Java session hears pg_terminate_backend while it is idle, and pg_cancel_backend while it sleeps (host.Signals). */
class SignalsIT {
    private static final Pattern FEATURE = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");
    private Path libjvm;

    @BeforeEach
    void findJvm() throws IOException {
        Host.PLJAVA.assumePresent();
        Path homes = Path.of("/usr/lib/jvm");
        Assumptions.assumeTrue(Files.isDirectory(homes), "there is no JDK 22 or later in /usr/lib/jvm: PL/Java's signals were not tested on one");
        try (Stream<Path> all = Files.list(homes)) {
            Optional<Path> found = all.filter(h -> feature(h) >= 22).map(h -> h.resolve("lib/server/libjvm.so")).filter(Files::exists).findFirst();
            Assumptions.assumeTrue(found.isPresent(), "there is no JDK 22 or later in /usr/lib/jvm: PL/Java's signals were not tested on one");
            libjvm = found.get();
        }
    }

    private static int feature(Path home) {
        try {
            Matcher m = FEATURE.matcher(Files.exists(home.resolve("release")) ? Files.readString(home.resolve("release")) : "");
            return m.find() ? Integer.parseInt(m.group(1)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A session whose JVM is the newer one, after its first Java call. */
    private Connection javaSession(TestDatabase db) throws SQLException {
        Connection c = db.connect();
        try (Statement s = c.createStatement()) {
            s.execute("SET pljava.libjvm_location = '" + libjvm + "'");
            s.execute("SET pljava.vmoptions = '--add-modules=org.pggit.audit -Djava.security.manager=disallow --enable-native-access=org.pggit.audit -XX:+UseSerialGC -Xss8m'");
            s.execute("SET pljava.allow_unenforced = 'java,java_tzset'");
            assertEquals("{restored}", first(s, "SELECT pggit_audit.block_column(pggit_audit.java_repair_signals(''), 1)"));
        }
        return c;
    }

    private static String first(Statement s, String sql) throws SQLException {
        try (ResultSet r = s.executeQuery(sql)) {
            r.next();
            return r.getString(1);
        }
    }

    @Test
    void anIdlePljavaSessionEndsWhenItIsTerminated() throws SQLException, InterruptedException {
        try (TestDatabase db = TestServer.get().database(Host.PLJAVA); Connection c = javaSession(db); Statement s = c.createStatement()) {
            String pid = first(s, "SELECT pg_backend_pid()");

            db.query("SELECT pg_terminate_backend(" + pid + ")");

            String left = "1";
            for (int i = 0; i < 200 && left.equals("1"); i++) {
                Thread.sleep(50);
                left = db.query("SELECT count(*) FROM pg_stat_activity WHERE pid = " + pid);
            }
            assertEquals("0", left, "sessions left after 10 s");
        }
    }

    @Test
    void aSleepingPljavaSessionHearsCancel() throws Exception {
        try (TestDatabase db = TestServer.get().database(Host.PLJAVA); Connection c = javaSession(db); Statement s = c.createStatement()) {
            String pid = first(s, "SELECT pg_backend_pid()");
            CompletableFuture<Long> sleep = CompletableFuture.supplyAsync(() -> {
                long start = System.nanoTime();
                SQLException e = assertThrows(SQLException.class, () -> s.execute("SELECT pg_sleep(60)"));
                assertEquals("57014", e.getSQLState());
                return System.nanoTime() - start;
            });
            while ("0".equals(db.query("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND pid = " + pid))) {
                Thread.sleep(20);
            }

            db.query("SELECT pg_cancel_backend(" + pid + ")");

            assertTrue(sleep.get() < 30_000_000_000L, "cancelled before the sleep's end");
            assertEquals("1", first(s, "SELECT count(*) FROM pggit_audit.parse_ddl('CREATE TABLE a.b (c int)')"));
        }
    }
}
