package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** pg_dump and pg_restore into a fresh cluster keep every row, and recording goes on there. */
class DumpRestoreIT {
    private static TestServer fresh;

    private static synchronized TestServer freshCluster() {
        if (fresh == null) {
            fresh = TestServer.local(TestServer.PROJECT.resolve("target/it-restore"));
        }
        return fresh;
    }

    @ParameterizedTest(name = "{0}, {1} store, {2}")
    @CsvSource({"PLJAVA, own, custom", "PLPYTHON, own, custom", "PLJAVA, foreign, plain", "PLPYTHON, foreign, plain", "PLPYTHON, own, parallel", "PLJAVA, own, plain", "PLPYTHON, own, plain"})
    void everyRowComesBack(Host host, String store, String form) {
        Assumptions.assumeTrue(System.getProperty("pggit.test.image") == null, "a fresh cluster needs server programs here");
        TestServer server = TestServer.get();
        try (TestDatabase db = server.emptyDatabase(host)) {
            if (store.equals("foreign")) {
                db.update(ExtensionIT.FOREIGN_STORE.replace("STORE", "pggit_v2"));
            }
            db.update("CREATE EXTENSION pggit_audit");
            db.psql("-v", "ON_ERROR_STOP=1", "-f", "install/demo/store.sql").orFail("store.sql");
            db.update("SELECT pggit_audit.set_setting('allow_self_verification', 'on')");
            db.update("SELECT pggit_audit.verify_change(change_id, 'PASSED', 'seen') FROM (SELECT change_id FROM pggit_audit.changes ORDER BY change_seq LIMIT 3) x");
            db.update("SELECT pggit_audit.checkpoint()");
            db.update("SELECT count(*) FROM pggit_audit.validate_audit_integrity()");
            String checkpoint = db.query("SELECT pggit_audit.checkpoint()");
            String before = db.query(CONTENT);
            Path dump = TestServer.PROJECT.resolve("target/it-" + db.name + ".dump");
            Shell.run(server.environment(), TestServer.PROJECT.toFile(), "pg_dump", "-d", db.name, form.equals("plain") ? "-Fp" : "-Fc", "-f", dump.toString()).orFail("pg_dump");

            TestServer other = freshCluster();
            String name = db.name + "_" + form;
            other.update("postgres", "CREATE DATABASE " + name);
            restore(other.environment(), name, dump, form);

            try (TestDatabase restored = new TestDatabase(other, name, host)) {
                assertEquals(before, restored.query(CONTENT));
                assertEquals("0", restored.query("SELECT count(*) FROM pggit_audit.evidence_pending"));
                assertEquals(java.util.List.of(), restored.list("SELECT check_name || ' ' || details FROM pggit_audit.verify_evidence('" + checkpoint + "') WHERE status <> 'PASS'"));
                assertEquals(java.util.List.of(), restored.list("SELECT check_name || ' ' || details FROM pggit_audit.validate_audit_integrity() WHERE status = 'FAIL'"));
                assertEquals(host.settingName(), restored.query("SELECT host FROM pggit_audit.host()"));
                restored.update("SELECT pggit_audit.create_commit(pggit_audit.create_tree('[]'), ARRAY[pggit_audit.resolve_commit('main')], 'after the restore')");
                assertEquals("t", restored.query("SELECT count(*) > 0 FROM pggit_audit.changes WHERE commit_message = 'after the restore' AND change_type = 'DROP'"));
                restored.update("VACUUM FULL");
                assertEquals(java.util.List.of(), restored.list("SELECT check_name || ' ' || details FROM pggit_audit.validate_audit_integrity() WHERE status = 'FAIL'"));
            }
        }
    }

    private static void restore(Map<String, String> environment, String name, Path dump, String form) {
        String[] command = switch (form) {
            case "plain" -> new String[] {"psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", name, "-f", dump.toString()};
            case "parallel" -> new String[] {"pg_restore", "--exit-on-error", "-j", "3", "-d", name, dump.toString()};
            default -> new String[] {"pg_restore", "--exit-on-error", "--single-transaction", "-d", name, dump.toString()};
        };
        Shell.run(environment, TestServer.PROJECT.toFile(), command).orFail(String.join(" ", command));
    }

    private static final String CONTENT = """
        SELECT md5(string_agg(x, E'\\n' ORDER BY x COLLATE "C")) || ' ' || count(*) FROM (
            SELECT 'c' || c::text AS x FROM pggit_audit.changes c UNION ALL SELECT 'v' || v::text FROM pggit_audit.object_versions v
            UNION ALL SELECT 'l' || l::text FROM pggit_audit.compliance_log l UNION ALL SELECT 'r' || r::text FROM pggit_audit.recorded_commits r
            UNION ALL SELECT 'e1' || e::text FROM pggit_audit.evidence_leaves e UNION ALL SELECT 'e2' || e::text FROM pggit_audit.evidence_nodes e UNION ALL SELECT 'e3' || e::text FROM pggit_audit.evidence_batches e
            UNION ALL SELECT 'e4' || e::text FROM pggit_audit.evidence_events e UNION ALL SELECT 'e5' || e::text FROM pggit_audit.checkpoints e UNION ALL SELECT 'e6' || e::text FROM pggit_audit.store_receipts e
            UNION ALL SELECT 'e7' || e::text FROM pggit_audit.integrity_runs e UNION ALL SELECT 'e8' || e::text FROM pggit_audit.integrity_findings e
            UNION ALL SELECT 's' || s::text FROM pggit_audit.settings s UNION ALL SELECT 'g' || g::text FROM pggit_audit.recording_gaps g
            UNION ALL SELECT 'o' || o::text FROM pggit_v2.objects o UNION ALL SELECT 'g' || g::text FROM pggit_v2.commit_graph g
            UNION ALL SELECT 't' || t::text FROM pggit_v2.tree_entries t UNION ALL SELECT 'f' || f::text FROM pggit_v2.refs f UNION ALL SELECT 'h' || h::text FROM pggit_v2.head h) y""";
}
