package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Rows of any text go from SQL through Java and back unchanged; errors arrive whole; nothing that Java does ends the session. */
class BorderIT {
    private static final String ECHO = """
        WITH i AS (SELECT row_number() OVER () AS n, a, b, c, d, e FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) AS x (a, b, c, d, e)),
             j AS (SELECT pggit_audit.block_check(pggit_audit.java_echo(array_send(array_agg(ARRAY[convert_to(a, 'UTF8'), convert_to(b, 'UTF8'),
                       convert_to(c, 'UTF8'), convert_to(d, 'UTF8'), convert_to(e, 'UTF8')] ORDER BY n)))) AS block FROM i),
             o AS (SELECT row_number() OVER () AS n, u.* FROM j, unnest(pggit_audit.block_column(block, 1), pggit_audit.block_column(block, 2),
                       pggit_audit.block_column(block, 3), pggit_audit.block_column(block, 4), pggit_audit.block_column(block, 5)) AS u (a, b, c, d, e))
        SELECT count(*) FILTER (WHERE (i.a, i.b, i.c, i.d, i.e) IS NOT DISTINCT FROM (o.a, o.b, o.c, o.d, o.e)), count(i.n), count(o.n) FROM i FULL JOIN o USING (n)""";
    private static final String[] PIECES = {"", "\t", "\n", "\r\n", "'", "\"", "\\", "\\N", "{", "}", ",", "NULL", "null", "\u0001", "\u001e", "\u001f", "\u007f", "\u0085",
        "naïve", "日本語", "😀", "𝄞", "a", "CREATE TABLE t ()", " ", "\uFEFF", "\u200B", "\uFFFD", "x".repeat(5000)};

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void anyTextComesBackUnchanged(Host host) throws SQLException {
        long seed = Long.getLong("pggit.seed", System.nanoTime());
        System.out.println("BorderIT on " + host + ": seed " + seed);
        Random random = new Random(seed);
        try (TestDatabase db = TestServer.get().database(host); Connection c = db.connect(); PreparedStatement s = c.prepareStatement(ECHO)) {
            for (int round = 0; round < 150; round++) {
                int rows = round < 3 ? round + 1 : 1 + random.nextInt(60);
                for (int column = 0; column < 5; column++) {
                    String[] values = new String[rows];
                    for (int r = 0; r < rows; r++) {
                        values[r] = text(random, column);
                    }
                    s.setArray(column + 1, c.createArrayOf("text", values));
                }
                try (ResultSet r = s.executeQuery()) {
                    r.next();
                    assertEquals(rows + " " + rows + " " + rows, r.getLong(1) + " " + r.getLong(2) + " " + r.getLong(3), "round " + round + " of seed " + seed);
                }
            }
        }
    }

    /** Column 4 holds every control character now and then, so that no separator is free. */
    private static String text(Random random, int column) {
        if (random.nextInt(6) == 0) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        if (column == 4 && random.nextInt(3) == 0) {
            for (char ch = 1; ch < 0x20; ch++) {
                text.append(ch);
            }
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void theClientsEncodingDoesNotMatter(Host host) throws SQLException {
        try (TestDatabase db = TestServer.get().database(host)) {
            String out = Shell.run(TestServer.get().environment(), TestServer.PROJECT.toFile(), "psql", "-X", "-q", "-At", "-d", db.name, "-c",
                "SET client_encoding = 'LATIN1'", "-c",
                "SELECT object_name = U&'t\\00E4bl\\263A' FROM pggit_audit.parse_ddl(U&'CREATE TABLE \"t\\00E4bl\\263A\" ()')").orFail("psql").output();

            assertEquals("t", out.trim());
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void textOrderIsTheSameAfterTheJvmHasStarted(Host host) throws SQLException {
        try (TestDatabase db = TestServer.get().database(host); Connection c = db.connect(); Statement s = c.createStatement()) {
            String order = "SELECT string_agg(x, ' ' ORDER BY x) || current_setting('lc_messages') || to_char(1234.5, '9G999D9') FROM unnest(ARRAY['a', 'B', 'ä', '_', 'Z', 'b']) x";
            String before = first(s, order);
            first(s, "SELECT host FROM pggit_audit.host()");

            assertEquals(before, first(s, order));
        }
    }

    private static String first(Statement s, String sql) throws SQLException {
        try (ResultSet r = s.executeQuery(sql)) {
            return r.next() ? r.getString(1) : null;
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void errorsArriveWholeAndTheSessionLives(Host host) throws SQLException {
        try (TestDatabase db = TestServer.get().database(host); Connection c = db.connect(); Statement s = c.createStatement()) {
            for (int round = 0; round < 3; round++) {
                assertEquals("PA000|a provoked error|the DETAIL: naïve \"quotes\" and a\ttab|the HINT", error(s, "error"));
                assertTrue(error(s, "exception").startsWith("XX000|internal error in pgGit Audit: java.lang.IllegalStateException: a provoked exception|at org.pggit.audit.host.SelfTest.fail:"));
                assertEquals("54001|the Java stack is too small for this input|null|Raise -Xss in the JVM options (docs/hosts.md).", error(s, "overflow"));
                assertTrue(error(s, "memory").startsWith("53200|the Java heap is too small for this input"));
                assertEquals(host.settingName(), first(s, "SELECT host FROM pggit_audit.host()"));
            }
        }
    }

    private static String error(Statement s, String failure) {
        try {
            s.execute("SELECT * FROM pggit_audit.self_test('" + failure + "')");
            return "no error";
        } catch (PSQLException e) {
            ServerErrorMessage m = e.getServerErrorMessage();
            return m.getSQLState() + '|' + m.getMessage() + '|' + m.getDetail() + '|' + m.getHint();
        } catch (SQLException e) {
            return e.toString();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void anEndlessSqlRecursionAfterTheJvmStartIsAnErrorNotACrash(Host host) throws SQLException {
        try (TestDatabase db = TestServer.get().database(host); Connection c = db.connect(); Statement s = c.createStatement()) {
            s.execute("CREATE FUNCTION deeper(n int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN deeper(n + 1); END'");
            first(s, "SELECT host FROM pggit_audit.host()");
            String state = null;
            try {
                s.execute("SELECT deeper(1)");
            } catch (SQLException e) {
                state = e.getSQLState();
            }

            assertEquals("54001", state);
            assertEquals("1", first(s, "SELECT 1"));
        }
    }
}
