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
import org.junit.jupiter.api.Test;

/** cases/attempts: every attempt on the audit trail is refused, or seen; none is silent. Each is taken back. */
class AttemptsIT {
    private static final Path CASES = TestServer.PROJECT.resolve("src/test/resources/cases/attempts/attempts.txt");
    private static final List<String> ROLES = List.of("plain", "reader", "auditor", "admin");

    @Test
    void everyAttemptIsRefusedOrSeen() throws IOException, SQLException {
        TestServer server = TestServer.get();
        Host host = server.has(Host.PLPYTHON) ? Host.PLPYTHON : Host.PLJAVA;
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        try (TestDatabase db = server.database(host)) {
            db.psql("-v", "ON_ERROR_STOP=1", "-f", "install/demo/store.sql").orFail("store.sql");
            for (String role : ROLES) {
                server.update("postgres", "DROP ROLE IF EXISTS it_attempt_" + role);
                server.update("postgres", "CREATE ROLE it_attempt_" + role + (role.equals("plain") ? "" : " IN ROLE pggit_audit_" + role));
            }
            db.update("SELECT pggit_audit.verify_change(change_id, 'PASSED') FROM pggit_audit.changes WHERE change_seq = 3");
            String change = "'" + db.query("SELECT change_id FROM pggit_audit.changes WHERE change_seq = 5") + "'";
            try (Connection c = db.connect(); Statement s = c.createStatement()) {
                c.setAutoCommit(false);
                for (String line : Files.readAllLines(CASES)) {
                    if (!line.isBlank() && !line.startsWith("#")) {
                        String[] part = line.split(" \\| ", 3);
                        String got = outcome(s, part[0], part[1], part[2].replace(":change", change).replace("plpython3u", host.extension));
                        c.rollback();
                        s.execute("RESET SESSION AUTHORIZATION");
                        c.commit();
                        tried++;
                        if (!got.equals(part[1])) {
                            wrong.add(got + " instead of: " + line);
                        }
                    }
                }
            }
            assertEquals("0", db.query("SELECT count(*) FROM pggit_audit.validate_audit_integrity() WHERE status = 'FAIL'"), "an attempt that was taken back left something");
        } finally {
            for (String role : ROLES) {
                server.update("postgres", "DROP ROLE IF EXISTS it_attempt_" + role);
            }
        }
        System.out.println("AttemptsIT: " + tried + " attempts");
        assertEquals(List.of(), wrong);
        assertTrue(tried > 100);
    }

    private static String outcome(Statement s, String role, String expected, String sql) throws SQLException {
        String value = null;
        try {
            s.execute("SET LOCAL client_min_messages = error");
            if (!role.equals("super")) {
                s.execute("SET SESSION AUTHORIZATION it_attempt_" + role);
            }
            // One at a time: a statement is seen by event triggers with its own text.
            for (String statement : sql.split("; (?=[A-Z])(?!END)")) {
                if (s.execute(statement)) {
                    try (ResultSet r = s.getResultSet()) {
                        value = r.next() ? r.getString(1) : null;
                    }
                }
            }
        } catch (SQLException e) {
            return e.getSQLState().equals(expected) ? expected : e.getSQLState() + " (" + e.getMessage() + ")";
        }
        if (expected.startsWith("ok ")) {
            return "ok " + value;
        }
        try (ResultSet r = s.executeQuery("SELECT string_agg('seen ' || r.check_name, ', ') FROM pggit_audit.run_integrity_checks(ARRAY(SELECT k.check_name FROM pggit_audit.integrity_checks() k), NULL, 0) r WHERE r.status = 'FAIL'")) {
            r.next();
            String seen = r.getString(1);
            return seen != null && (seen + ",").contains(expected + ",") ? expected : "silent, seen by " + seen;
        }
    }
}
