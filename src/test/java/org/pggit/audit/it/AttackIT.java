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
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What somebody with all rights does who knows the store and the log: damages that fit each other, guards replaced, tables and indexes turned into others (cases/attacks/*.txt). Each is found by the check
 * that is there for it, by a checkpoint that was kept outside, or is said to be beyond finding; no check hides another's findings, and a damaged log does not take them with it at COMMIT.
 */
class AttackIT {
    private static final Path CASES = TestServer.PROJECT.resolve("src/test/resources/cases/attacks");

    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Integer> foundBy = new TreeMap<>();
    private int tried;

    @Test
    void ourOwnStore() throws SQLException, IOException {
        try (TestDatabase db = TestServer.get().database(host())) {
            EvidenceStore.fill(db);
            attack(db, "own: ", "coordinated.txt", "store.txt", "catalog.txt");
        }
    }

    @Test
    void theStoreOfPgGit() throws SQLException, IOException {
        try (TestDatabase db = TestServer.get().emptyDatabase(host())) {
            db.update(ExtensionIT.FOREIGN_STORE.replace("STORE", "pggit_v2"));
            db.update("CREATE EXTENSION pggit_audit");
            EvidenceStore.fill(db);
            attack(db, "pggit: ", "coordinated.txt", "store.txt");
        }
    }

    private static Host host() {
        return TestServer.get().has(Host.PLPYTHON) ? Host.PLPYTHON : Host.PLJAVA;
    }

    private void attack(TestDatabase db, String store, String... files) throws SQLException, IOException {
        String before = Files.readString(CASES.resolve("before.sql"));
        String after = Files.readString(CASES.resolve("after.sql"));
        try (Connection c = db.connect(); Statement s = c.createStatement()) {
            s.execute("SET client_min_messages = error; SET jit = off; SET statement_timeout = '60s'");
            s.execute(Files.readString(CASES.resolve("forge.sql")));
            s.execute("SET client_encoding = 'UTF8'");
            String checkpoint = value(s, "SELECT pggit_audit.checkpoint()");
            assertEquals(Map.of(), findings(s, "pggit_audit.validate_audit_integrity()"), "undamaged");
            c.setAutoCommit(false);
            for (String file : files) {
                for (String line : Files.readAllLines(CASES.resolve(file))) {
                    String one = line.startsWith(store) ? line.substring(store.length()) : line;
                    if (!line.isBlank() && !line.startsWith("#") && !one.startsWith("own: ") && !one.startsWith("pggit: ")) {
                        String[] part = one.split(" \\| ", 2);
                        tried++;
                        String attack = before + part[1].replace(":database", db.name) + ";\n" + after;
                        String got = outcome(s, part[0], attack, checkpoint);
                        for (int i = 0; i < 3 && got.startsWith("can not be done") && got.contains("deadlock detected"); i++) {
                            // With autovacuum, which analyzes what the attack locks: not what is tried here.
                            c.rollback();
                            got = outcome(s, part[0], attack, checkpoint);
                        }
                        if (!got.isEmpty()) {
                            wrong.add(got + " instead of " + line);
                        }
                        c.rollback();
                    }
                }
            }
            c.setAutoCommit(true);
            assertEquals(Map.of(), findings(s, "pggit_audit.validate_audit_integrity()"), "after all was taken back");
        }
        System.out.println("AttackIT: " + store + tried + " attacks, found by " + foundBy);
        assertEquals(List.of(), wrong);
        assertTrue(tried > 100);
    }

    /** Empty where it is as expected. */
    private String outcome(Statement s, String expected, String sql, String checkpoint) throws SQLException {
        Map<String, String> found;
        Map<String, String> outside = Map.of();
        try {
            s.execute(sql);
        } catch (SQLException e) {
            return "can not be done: " + e.getMessage();
        }
        try {
            found = findings(s, "pggit_audit.validate_audit_integrity()");
            s.execute("SET CONSTRAINTS ALL IMMEDIATE");
            if (tablesAreThere(s)) {
                outside = findings(s, "pggit_audit.verify_evidence('" + checkpoint + "')");
            }
        } catch (SQLException e) {
            return "no findings but an error: " + e.getMessage();
        }
        if (expected.equals("unseen") || expected.equals("outside")) {
            boolean isTold = outside.containsKey("evidence_given_checkpoint");
            return found.isEmpty() && isTold == expected.equals("outside") ? "" : "found " + found + " " + outside;
        }
        for (String one : expected.split(" or ")) {
            String[] part = one.split(" ~ ", 2);
            if (found.containsKey(part[0]) && (part.length == 1 || found.get(part[0]).contains(part[1]))) {
                foundBy.merge(part[0], 1, Integer::sum);
                return "";
            }
        }
        return found.isEmpty() ? "nothing" : found.toString();
    }

    private static boolean tablesAreThere(Statement s) throws SQLException {
        return value(s, "SELECT count(*) FROM pg_class WHERE oid IN (to_regclass('pggit_audit.evidence_batches'), to_regclass('pggit_audit.evidence_leaves'), to_regclass('pggit_audit.evidence_events')) AND relkind = 'r'").equals("3");
    }

    private static Map<String, String> findings(Statement s, String function) throws SQLException {
        Map<String, String> findings = new TreeMap<>();
        try (ResultSet r = s.executeQuery("SELECT f.check_name, array_to_string(f.examples, E'\\n') FROM " + function + " f WHERE f.status = 'FAIL'")) {
            while (r.next()) {
                findings.put(r.getString(1), String.valueOf(r.getString(2)));
            }
        }
        return findings;
    }

    private static String value(Statement s, String sql) throws SQLException {
        try (ResultSet r = s.executeQuery(sql)) {
            r.next();
            return r.getString(1);
        }
    }
}
