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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is no damage passes: whatever the session's settings are, whoever looks, while others work, after the tables were written anew; and what another transaction left behind does not. */
class UndamagedIT {
    private static final Path SETTINGS = TestServer.PROJECT.resolve("src/test/resources/cases/attacks/settings.txt");
    private static final String NOT_PASSED = "SELECT f.check_name || ' ' || f.status || ': ' || f.details FROM %s f WHERE f.status <> 'PASS'";
    private static final String WRITES = """
        BEGIN READ WRITE;
        CREATE TABLE public."Written" (id integer PRIMARY KEY DEFAULT 1, span interval DEFAULT '1 day 02:03', at timestamptz DEFAULT '2020-02-03 04:05:06+00', x float8 DEFAULT 0.1,
            d date CHECK (d > date '2020-01-02'));
        COMMENT ON TABLE public."Written" IS 'a table';
        COMMIT;
        BEGIN READ WRITE; SELECT pggit_audit.update_ref('refs/heads/under_settings', pggit_audit.resolve_commit('HEAD')); COMMIT;
        BEGIN READ WRITE; SELECT pggit_audit.set_setting('record_on_commit', 'on'); COMMIT;
        BEGIN READ WRITE; SELECT pggit_audit.create_commit(pggit_audit.create_tree('[]'), ARRAY[]::text[], 'under a setting ' || clock_timestamp(), 'Ann <ann@x.example>'); COMMIT;
        BEGIN READ WRITE; SELECT pggit_audit.checkpoint(); COMMIT;
        """;

    @Test
    void everySettingOfASessionPasses() throws SQLException, IOException {
        try (TestDatabase db = filled()) {
            List<String> wrong = new ArrayList<>();
            int tried = 0;
            try (Stream<String> lines = Files.lines(SETTINGS)) {
                for (String setting : lines.filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
                    // Not through JDBC, which needs some of them as they are.
                    Shell said = db.psql("-At", "-v", "ON_ERROR_STOP=1", "-c", "SET client_min_messages = error", "-c", setting, "-c", NOT_PASSED.formatted("pggit_audit.validate_audit_integrity()"),
                        "-c", NOT_PASSED.formatted("pggit_audit.verify_evidence()"));
                    if (said.status() != 0 || !said.output().isBlank()) {
                        wrong.add(setting + ": " + said.output());
                    }
                    tried++;
                }
            }
            System.out.println("UndamagedIT: " + tried + " settings");
            assertEquals(List.of(), wrong);
            assertTrue(tried > 35);
        }
    }

    /** Capture, recording and the functions that write, in a session with each of the settings, by a superuser and by an ordinary admin: all goes through, has its leaves and receipts, and is the same commit's tree. */
    @Test
    void whatIsWrittenUnderEverySettingPasses() throws SQLException, IOException {
        TestServer server = TestServer.get();
        server.update("postgres", "DROP ROLE IF EXISTS it_writer");
        // The password is asked for where the server is a container, or another's; psql finds it in the environment.
        server.update("postgres", "CREATE ROLE it_writer LOGIN PASSWORD '" + server.environment().getOrDefault("PGPASSWORD", "none").replace("'", "''") + "' IN ROLE pggit_audit_admin");
        try (TestDatabase db = filled()) {
            List<String> wrong = new ArrayList<>();
            db.update("GRANT CREATE ON SCHEMA public TO it_writer; SELECT pggit_audit.capture_enable()");
            db.update("DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO it_writer', current_database()); END $$");
            for (String writer : List.of("postgres", "it_writer")) {
                String tree = null;
                try (Stream<String> lines = Files.lines(SETTINGS)) {
                    for (String setting : lines.filter(l -> !l.isBlank() && !l.startsWith("#") && !l.startsWith("SET ROLE") && (writer.equals("postgres") || !l.contains("session_replication_role"))).toList()) {
                        Shell said = db.psql("-At", "-v", "ON_ERROR_STOP=1", "-U", writer, "-c", "SET client_min_messages = error", "-c", setting, "-c", WRITES);
                        String here = db.query("SELECT tree_sha FROM pggit_v2.commit_graph WHERE commit_sha = pggit_audit.resolve_commit('under_settings')");
                        tree = tree == null ? here : tree;
                        db.update("DROP TABLE IF EXISTS public.\"Written\"; DROP SCHEMA IF EXISTS hostile CASCADE");
                        if (said.status() != 0 || !setting.contains("hostile") && !here.equals(tree)) {
                            wrong.add(writer + ", " + setting + ": " + said.output() + (here.equals(tree) ? "" : " another tree"));
                        }
                    }
                }
                Shell found = db.psql("-At", "-c", NOT_PASSED.formatted("pggit_audit.validate_audit_integrity()"));
                if (!found.output().isBlank()) {
                    wrong.add(writer + ": " + found.output());
                }
            }
            assertEquals(List.of(), wrong);
        } finally {
            server.update("postgres", "DROP ROLE IF EXISTS it_writer");
        }
    }

    @Test
    void tablesWrittenAnewAndOthersAtWorkPass() throws SQLException {
        TestServer server = TestServer.get();
        try (TestDatabase db = filled(); Connection other = db.connect(); Statement o = other.createStatement(); Connection c = db.connect(); Statement s = c.createStatement()) {
            other.setAutoCommit(false);
            o.execute("SELECT pggit_audit.create_blob('CREATE TABLE other (id integer)')");
            o.execute("SELECT pggit_audit.set_setting('record_on_commit', 'on')");
            assertEquals(List.of(), rows(s, "an open transaction", "pggit_audit.validate_audit_integrity()"));
            other.rollback();
            s.execute("VACUUM FULL");
            s.execute("CLUSTER pggit_audit.changes USING changes_pkey");
            s.execute("CLUSTER pggit_audit.evidence_leaves USING evidence_leaves_subject_idx");
            s.execute("REINDEX DATABASE " + db.name);
            s.execute("ANALYZE");
            assertEquals(List.of(), rows(s, "written anew", "pggit_audit.validate_audit_integrity()"));
            server.update("postgres", "DROP ROLE IF EXISTS it_owner");
            server.update("postgres", "DROP ROLE IF EXISTS it_renamed");
            server.update("postgres", "CREATE ROLE it_owner SUPERUSER LOGIN");
            try {
                s.execute("SELECT pggit_audit.begin_maintenance('an owner')");
                s.execute("GRANT SELECT (author) ON pggit_audit.changes TO it_owner");
                s.execute("SELECT pggit_audit.accept_installation('a column for it_owner')");
                s.execute("REVOKE SELECT (author) ON pggit_audit.changes FROM it_owner");
                s.execute("SELECT pggit_audit.accept_installation('and back')");
                s.execute("ALTER ROLE it_owner RENAME TO it_renamed");
                s.execute("SELECT pggit_audit.end_maintenance()");
                assertEquals(List.of(), rows(s, "accepted, and a role renamed", "pggit_audit.validate_audit_integrity()"));
            } finally {
                server.update("postgres", "DROP ROLE IF EXISTS it_owner");
                server.update("postgres", "DROP ROLE IF EXISTS it_renamed");
            }
        }
    }

    /** The log is empty, and constraints are immediate: the first append's own event does not call it for ever. */
    @Test
    void theFirstLeafMayBeAppendedAtOnce() throws SQLException {
        try (TestDatabase db = TestServer.get().database(host()); Connection c = db.connect(); Statement s = c.createStatement()) {
            c.setAutoCommit(false);
            s.execute("SET CONSTRAINTS ALL IMMEDIATE");
            s.execute("SELECT pggit_audit.set_setting('record_on_commit', 'off')");
            c.commit();
            c.setAutoCommit(true);
            assertEquals(List.of(), rows(s, "immediate", "pggit_audit.validate_audit_integrity()"));
            assertEquals("1", db.query("SELECT count(*) FROM pggit_audit.evidence_events WHERE event = 'LOG_STARTED'"));
        }
    }

    /** A row that nobody logged, and a leaf for it that waits for an append that never comes. */
    @Test
    void leavesThatAnotherLeftWaitingAreNoLeaves() throws SQLException {
        try (TestDatabase db = filled(); Connection c = db.connect(); Statement s = c.createStatement()) {
            s.execute("SET allow_system_table_mods = on; SET client_min_messages = error");
            s.execute("""
                BEGIN; UPDATE pg_class SET relhastriggers = false WHERE oid IN ('pggit_audit.compliance_log'::regclass, 'pggit_audit.evidence_pending'::regclass);
                INSERT INTO pggit_audit.compliance_log (change_id, verified_at, verified_by, verification_status) SELECT change_id, now(), 'Mallory', 'FAILED' FROM pggit_audit.changes WHERE change_seq = 20;
                INSERT INTO pggit_audit.evidence_pending (kind, subjects, hashes) SELECT 'compliance_log', ARRAY[l.log_id], ARRAY[pggit_audit.evidence_leaf_compliance_log(l)] FROM pggit_audit.compliance_log l WHERE l.verified_by = 'Mallory';
                UPDATE pg_class SET relhastriggers = true WHERE oid IN ('pggit_audit.compliance_log'::regclass, 'pggit_audit.evidence_pending'::regclass); COMMIT""");
            String found = String.join("\n", rows(s, "waiting", "pggit_audit.validate_audit_integrity()"));
            assertTrue(found.contains("was never appended") && found.contains("was not logged"), found);
        }
    }

    private static List<String> rows(Statement s, String what, String function) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet r = s.executeQuery(NOT_PASSED.formatted(function))) {
            while (r.next()) {
                rows.add(what + ": " + r.getString(1));
            }
        }
        return rows;
    }

    private static Host host() {
        return TestServer.get().has(Host.PLPYTHON) ? Host.PLPYTHON : Host.PLJAVA;
    }

    private static TestDatabase filled() {
        TestDatabase db = TestServer.get().database(host());
        EvidenceStore.fill(db);
        return db;
    }
}
