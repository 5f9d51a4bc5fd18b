package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A log of more leaves than one chunk of check_evidence_tree, and a table that is compared part by part: what is damaged in the part that parallel workers look at first, and behind it, is found and named. */
class EvidenceTreeIT {
    private static final int LEAVES = 70_000;

    private record Damage(String sql, String named) {
    }

    private static final List<Damage> DAMAGES = List.of(
        new Damage("UPDATE pggit_audit.evidence_leaves SET leaf_hash = set_byte(leaf_hash, 7, 255 - get_byte(leaf_hash, 7)) WHERE leaf_index = 0", "node 0 of level 4"),
        new Damage("UPDATE pggit_audit.evidence_leaves SET leaf_hash = set_byte(leaf_hash, 7, 255 - get_byte(leaf_hash, 7)) WHERE leaf_index = 65535", "node 4095 of level 4"),
        new Damage("UPDATE pggit_audit.evidence_leaves SET leaf_hash = set_byte(leaf_hash, 7, 255 - get_byte(leaf_hash, 7)) WHERE leaf_index = 65536", "node 4096 of level 4"),
        new Damage("DELETE FROM pggit_audit.evidence_leaves WHERE leaf_index = 4321", "leaf 4321 is missing"),
        new Damage("UPDATE pggit_audit.evidence_nodes SET node_hash = sha256('x') WHERE level = 4 AND node_index = 77", "node 77 of level 4"),
        new Damage("UPDATE pggit_audit.evidence_nodes SET node_hash = sha256('x') WHERE level = 8 AND node_index = 200", "node 200 of level 8"),
        new Damage("UPDATE pggit_audit.evidence_nodes SET node_hash = sha256('x') WHERE level = 12 AND node_index = 15", "node 15 of level 12"),
        new Damage("UPDATE pggit_audit.evidence_nodes SET node_hash = sha256('x') WHERE level = 12 AND node_index = 16", "node 16 of level 12"),
        new Damage("UPDATE pggit_audit.evidence_nodes SET node_hash = sha256('x') WHERE level = 16", "node 0 of level 16"),
        new Damage("DELETE FROM pggit_audit.evidence_nodes WHERE level = 4 AND node_index = 5", "node 5 of level 4"),
        new Damage("DELETE FROM pggit_audit.evidence_nodes WHERE level = 8 AND node_index = 255", "node 255 of level 8"),
        new Damage("DELETE FROM pggit_audit.evidence_nodes WHERE level = 16", "node 0 of level 16"),
        new Damage("INSERT INTO pggit_audit.evidence_nodes VALUES (8, 100000, sha256('x'))", "node 100000 of level 8"),
        new Damage("UPDATE pggit_audit.evidence_nodes SET node_index = 300000 WHERE level = 8 AND node_index = 3", "node 3 of level 8"),
        new Damage("UPDATE pggit_audit.evidence_leaves SET leaf_hash = set_byte(leaf_hash, 7, 255 - get_byte(leaf_hash, 7)) WHERE leaf_index = 69999", "node 4374 of level 4"),
        new Damage("UPDATE pggit_audit.evidence_leaves SET leaf_hash = set_byte(leaf_hash, 7, 255 - get_byte(leaf_hash, 7)) WHERE leaf_index = 70001", "batch 2"),
        new Damage("DELETE FROM pggit_audit.evidence_leaves WHERE leaf_index = 69998", "leaf 69998 is missing"),
        new Damage("UPDATE pggit_audit.evidence_nodes SET node_hash = sha256('x') WHERE level = 4 AND node_index = 4374", "node 4374 of level 4"),
        // Renumbered to the one before: in the order of numbers the hashes are as they were.
        new Damage("UPDATE pg_index SET indisunique = false WHERE indexrelid = 'pggit_audit.evidence_leaves_pkey'::regclass; UPDATE pggit_audit.evidence_leaves SET leaf_index = 999 WHERE leaf_index = 1000", "leaf 999 stands there 2 times"),
        new Damage("UPDATE pg_index SET indisunique = false WHERE indexrelid = 'pggit_audit.evidence_leaves_pkey'::regclass; UPDATE pggit_audit.evidence_leaves SET leaf_index = 69998 WHERE leaf_index = 69999", "leaf 69998 stands there 2 times"),
        new Damage("UPDATE pg_index SET indisunique = false WHERE indexrelid = 'pggit_audit.evidence_nodes_pkey'::regclass; UPDATE pggit_audit.evidence_nodes SET node_index = 5 WHERE level = 4 AND node_index = 6", "node 5 of level 4 stands there 2 times"),
        new Damage("UPDATE pg_index SET indisunique = false WHERE indexrelid = 'pggit_audit.evidence_nodes_pkey'::regclass; UPDATE pggit_audit.evidence_nodes SET node_index = 271 WHERE level = 8 AND node_index = 272", "node 271 of level 8 stands there 2 times"),
        new Damage("UPDATE pggit_audit.evidence_batches SET appended_by = 'Mallory' WHERE first_index = 0", "batch 0"),
        new Damage("UPDATE pggit_audit.evidence_batches SET batch_hash = sha256('x') WHERE first_index = 2", "batch 2"),
        new Damage("UPDATE pggit_audit.evidence_batches SET leaf_count = leaf_count - 1 WHERE first_index = 2", "the last batch ends at"),
        new Damage("DELETE FROM pggit_audit.evidence_batches WHERE first_index = 0", "batch 2 does not begin"));

    /** The leaf of setting N is N or one more, for LOG_STARTED. */
    private static final List<Damage> ROW_DAMAGES = List.of(
        new Damage("UPDATE pggit_audit.settings SET value = 'off' WHERE setting_id = 4000", "settings 4000 is not what was logged"),
        new Damage("UPDATE pg_attribute SET attidentity = '' WHERE attrelid = 'pggit_audit.settings'::regclass AND attname = 'setting_id'; UPDATE pggit_audit.settings SET setting_id = 900000 WHERE setting_id = 4000", "settings 4000 is gone"),
        new Damage("DELETE FROM pggit_audit.settings WHERE setting_id = 4000", "settings 4000 is gone"),
        new Damage("INSERT INTO pggit_audit.settings (setting_id, name, value) OVERRIDING SYSTEM VALUE VALUES (900001, 'record_on_commit', 'on')", "settings 900001 was not logged"),
        new Damage("UPDATE pggit_audit.evidence_leaves SET leaf_hash = set_byte(leaf_hash, 7, 255 - get_byte(leaf_hash, 7)) WHERE leaf_index = 1000", "(leaf 1000)"),
        new Damage("UPDATE pggit_audit.evidence_leaves SET subject = gen_random_uuid() WHERE leaf_index = 1000", "(leaf 1000)"),
        new Damage("UPDATE pggit_audit.evidence_leaves SET kind = 'checkpoints' WHERE leaf_index = 1000", "leaf 1000"),
        new Damage("DELETE FROM pggit_audit.evidence_leaves WHERE leaf_index = 1000", "was not logged"),
        new Damage("UPDATE pggit_audit.evidence_leaves l SET subject = o.subject FROM pggit_audit.evidence_leaves o WHERE l.leaf_index = 1000 AND o.leaf_index = 60000", "leaves 1000, 60000"),
        // Two rows that differ in nothing but their number become one and the same.
        new Damage("UPDATE pg_index SET indisunique = false WHERE indexrelid = 'pggit_audit.settings_pkey'::regclass; UPDATE pg_attribute SET attidentity = '' WHERE attrelid = 'pggit_audit.settings'::regclass AND attname = 'setting_id'; "
            + "UPDATE pggit_audit.settings SET setting_id = 3999 WHERE setting_id = 4000", "settings 3999 stands there 2 times"),
        // Two hashes that are one text, cut elsewhere.
        new Damage("UPDATE pg_class SET relchecks = 0 WHERE oid = 'pggit_audit.evidence_leaves'::regclass; UPDATE pggit_audit.evidence_leaves l SET leaf_hash = CASE l.leaf_index WHEN 1000 THEN substr(l.leaf_hash, 1, 31) ELSE "
            + "(SELECT substr(o.leaf_hash, 32, 1) FROM pggit_audit.evidence_leaves o WHERE o.leaf_index = 1000) || l.leaf_hash END WHERE l.leaf_index IN (1000, 1001)", "(leaf 1000)"),
        new Damage("UPDATE pg_index SET indisunique = false, indisready = false WHERE indexrelid = 'pggit_audit.settings_pkey'::regclass; INSERT INTO pggit_audit.settings OVERRIDING SYSTEM VALUE SELECT * FROM pggit_audit.settings WHERE setting_id = 4000",
            "settings 4000 stands there 2 times"));

    private static final String IN_ORDER = "SELECT checked = matched AND is_apart FROM pggit_audit.evidence_in_order('settings')";

    @Test
    void damageInALargeLogIsFoundAndNamed() throws SQLException {
        TestServer server = TestServer.get();
        try (TestDatabase db = server.database(server.has(Host.PLPYTHON) ? Host.PLPYTHON : Host.PLJAVA); Connection c = db.connect(); Statement s = c.createStatement()) {
            fill(s);
            assertEquals(List.of(), problems(s, "tree(0)"), "undamaged");
            assertEquals(List.of(), problems(s, "tree(" + (LEAVES - 100) + ")"), "undamaged, the end");
            c.setAutoCommit(false);
            assertFound(c, s, "tree(0)", DAMAGES);
        }
    }

    @Test
    void damagedRowsAmongManyAreFoundAndNamed() throws SQLException {
        TestServer server = TestServer.get();
        try (TestDatabase db = server.database(server.has(Host.PLPYTHON) ? Host.PLPYTHON : Host.PLJAVA); Connection c = db.connect(); Statement s = c.createStatement()) {
            fill(s);
            assertTrue(isTrue(s, IN_ORDER), "the rows stand in the order of the log");
            assertEquals(List.of(), problems(s, "rows(0)"), "undamaged");
            c.setAutoCommit(false);
            s.execute("UPDATE pg_class SET relhastriggers = false WHERE relnamespace = 'pggit_audit'::regnamespace AND relhastriggers");
            // Rewritten as they were: first and last rows of parts, some at the table's end, and a part whose rows are far apart in the log.
            s.execute("UPDATE pggit_audit.settings SET value = value WHERE setting_id % 997 = 1 OR setting_id IN (1, 2, 70000, 70001)");
            assertTrue(isTrue(s, IN_ORDER), "rows that stand elsewhere are looked up");
            assertEquals(List.of(), problems(s, "rows(0)"), "undamaged, rows elsewhere");
            c.rollback();
            s.execute("SELECT pggit_audit.set_setting('record_on_commit', 'off')");
            assertEquals(List.of(), problems(s, "rows(0)"), "undamaged, with a row that this transaction has written");
            c.rollback();
            assertFound(c, s, "rows(0)", ROW_DAMAGES);
        }
    }

    private static void fill(Statement s) throws SQLException {
        s.execute("SELECT pggit_audit.set_setting('record_on_commit', 'on')");
        s.execute("INSERT INTO pggit_audit.settings (name, value) SELECT 'record_on_commit', 'on' FROM generate_series(1, " + LEAVES + ")");
        s.execute("VACUUM ANALYZE pggit_audit.evidence_leaves, pggit_audit.evidence_nodes");
    }

    private static void assertFound(Connection c, Statement s, String check, List<Damage> damages) throws SQLException {
        List<String> silent = new ArrayList<>();
        for (Damage d : damages) {
            s.execute("UPDATE pg_class SET relhastriggers = false WHERE relnamespace = 'pggit_audit'::regnamespace AND relhastriggers");
            assertEquals(1, s.executeUpdate(d.sql), d.sql);
            List<String> found = problems(s, check);
            if (found.stream().noneMatch(f -> f.contains(d.named))) {
                silent.add(d.sql + ": found " + found);
            }
            c.rollback();
        }
        assertEquals(List.of(), silent, "damages that were not found, or not by name, of " + damages.size());
        assertTrue(problems(s, check).isEmpty(), "after all was taken back");
    }

    private static boolean isTrue(Statement s, String sql) throws SQLException {
        try (ResultSet r = s.executeQuery(sql)) {
            return r.next() && r.getBoolean(1);
        }
    }

    private static List<String> problems(Statement s, String check) throws SQLException {
        List<String> problems = new ArrayList<>();
        try (ResultSet r = s.executeQuery("SELECT unnest(failures) FROM pggit_audit.check_evidence_" + check)) {
            while (r.next()) {
                problems.add(r.getString(1));
            }
        }
        return problems;
    }
}
