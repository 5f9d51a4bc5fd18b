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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** cases/roles: what the roles are for goes with their rights alone, by logins that are no superusers. (What they may not do: AttemptsIT.) */
class RolesIT {
    private static final Path CASES = TestServer.PROJECT.resolve("src/test/resources/cases/roles/allowed.txt");
    private static final List<String> ROLES = List.of("plain", "reader", "auditor", "admin");
    private static final String HISTORY = """
        INSERT INTO pggit.objects (id, object_type, schema_name, object_name) SELECT i, 'TABLE', 'public', 't' || i FROM generate_series(1, 3) i;
        INSERT INTO pggit.history (object_id, change_type, change_severity, change_description, sql_executed, created_at, created_by)
        SELECT i, (CASE step WHEN 1 THEN 'CREATE' ELSE 'ALTER' END)::pggit.change_type, 'MINOR', format('step %s of %s', step, i),
               CASE step WHEN 1 THEN format('CREATE TABLE t%s (id serial PRIMARY KEY, a text)', i) ELSE format('ALTER TABLE t%s ADD COLUMN b integer', i) END,
               timestamp '2024-01-01' + (step * 10 + i) * interval '1 minute', 'migrator'
        FROM generate_series(1, 2) step, generate_series(1, 3) i ORDER BY step, i""";

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void whatARoleIsForGoesWithItsRights(Host host) throws IOException, SQLException {
        host.assumePresent();
        TestServer server = TestServer.get();
        List<String> wrong = new ArrayList<>();
        int done = 0;
        try (TestDatabase db = server.database(host)) {
            for (String role : ROLES) {
                server.update("postgres", "DROP ROLE IF EXISTS it_role_" + role);
                server.update("postgres", "CREATE ROLE it_role_" + role + (role.equals("plain") ? "" : " IN ROLE pggit_audit_" + role));
            }
            db.psql("-v", "ON_ERROR_STOP=1", "-f", "install/demo/v1_schema.sql").orFail("v1_schema.sql");
            db.update(HISTORY);
            db.update("GRANT USAGE ON SCHEMA pggit TO it_role_admin; GRANT SELECT ON pggit.history, pggit.objects TO it_role_admin; CREATE SCHEMA work AUTHORIZATION it_role_plain");
            assertEquals(List.of(), untried(db), "functions of the auditor's or the admin's that cases/roles does not try");
            for (String line : Files.readAllLines(CASES)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String[] part = line.split(" \\| ", 3);
                    String got = result(db, part[0], part[2]);
                    boolean isRight = part[1].equals(".") ? !got.equals("null") && !got.equals("f") && !got.startsWith("ERROR ") : List.of(part[1].split(",")).contains(got);
                    if (!isRight) {
                        wrong.add(got + " instead of: " + line);
                    }
                    done++;
                }
            }
        } finally {
            for (String role : ROLES) {
                server.update("postgres", "DROP ROLE IF EXISTS it_role_" + role);
            }
        }
        System.out.println("RolesIT on " + host + ": " + done + " statements");
        assertEquals(List.of(), wrong);
        assertTrue(done > 50, done + " statements");
    }

    /** Those of pg_cron are PgCronIT's. */
    private static List<String> untried(TestDatabase db) throws IOException {
        String tried = Files.readString(CASES);
        List<String> names = new ArrayList<>(db.list("SELECT DISTINCT p.proname FROM pg_proc p WHERE p.pronamespace = 'pggit_audit'::regnamespace AND has_function_privilege('pggit_audit_admin', p.oid, 'EXECUTE')"
            + " AND NOT has_function_privilege('pggit_audit_reader', p.oid, 'EXECUTE') AND obj_description(p.oid, 'pg_proc') NOT LIKE '%Not for users%' AND p.proname !~ 'schedule_integrity_checks'"));
        names.removeIf(name -> tried.contains("pggit_audit." + name + "("));
        return names;
    }

    /** The first value, "ok" where the statement gives none, or ERROR with its SQLSTATE and message. */
    private static String result(TestDatabase db, String role, String sql) throws SQLException {
        try (Connection c = db.connect(); Statement s = c.createStatement()) {
            String change = "'" + db.query("SELECT max(change_id::text) FROM pggit_audit.changes WHERE history_id IS NOT NULL") + "'";
            s.execute("SET client_min_messages = error; SET SESSION AUTHORIZATION it_role_" + role);
            if (!s.execute(sql.replace(":change", change))) {
                return "ok";
            }
            try (ResultSet r = s.getResultSet()) {
                return r.next() ? String.valueOf(r.getString(1)) : "null";
            }
        } catch (SQLException e) {
            return "ERROR " + e.getSQLState() + " " + e.getMessage();
        }
    }
}
