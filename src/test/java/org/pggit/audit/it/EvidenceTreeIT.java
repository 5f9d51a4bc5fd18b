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

/** A log of more leaves than one chunk of check_evidence_tree: what is damaged in the part that parallel workers look at first, and behind it, is found and named. */
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
        new Damage("UPDATE pggit_audit.evidence_batches SET appended_by = 'Mallory' WHERE first_index = 0", "batch 0"));

    @Test
    void damageInALargeLogIsFoundAndNamed() throws SQLException {
        TestServer server = TestServer.get();
        try (TestDatabase db = server.database(server.has(Host.PLPYTHON) ? Host.PLPYTHON : Host.PLJAVA); Connection c = db.connect(); Statement s = c.createStatement()) {
            s.execute("SELECT pggit_audit.set_setting('record_on_commit', 'on')");
            s.execute("INSERT INTO pggit_audit.settings (name, value) SELECT 'record_on_commit', 'on' FROM generate_series(1, " + LEAVES + ")");
            s.execute("VACUUM ANALYZE pggit_audit.evidence_leaves, pggit_audit.evidence_nodes");
            assertEquals(List.of(), problems(s, 0), "undamaged");
            assertEquals(List.of(), problems(s, LEAVES - 100), "undamaged, the end");
            c.setAutoCommit(false);
            List<String> silent = new ArrayList<>();
            for (Damage d : DAMAGES) {
                s.execute("UPDATE pg_class SET relhastriggers = false WHERE relnamespace = 'pggit_audit'::regnamespace AND relhastriggers");
                assertEquals(1, s.executeUpdate(d.sql), d.sql);
                List<String> found = problems(s, 0);
                if (found.stream().noneMatch(f -> f.contains(d.named))) {
                    silent.add(d.sql + ": found " + found);
                }
                c.rollback();
            }
            assertEquals(List.of(), silent, "damages that were not found, or not by name, of " + DAMAGES.size());
            assertTrue(problems(s, 0).isEmpty(), "after all was taken back");
        }
    }

    private static List<String> problems(Statement s, long since) throws SQLException {
        List<String> problems = new ArrayList<>();
        try (ResultSet r = s.executeQuery("SELECT unnest(failures) FROM pggit_audit.check_evidence_tree(" + since + ")")) {
            while (r.next()) {
                problems.add(r.getString(1));
            }
        }
        return problems;
    }
}
