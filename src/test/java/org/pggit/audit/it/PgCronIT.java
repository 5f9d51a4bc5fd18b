package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A real pg_cron in a cluster of its own runs the checks; a failure is in the log and in health; and so is a job that did not run. */
class PgCronIT {
    @Test
    void pgCronRunsTheChecksAndHealthTells() throws Exception {
        Assumptions.assumeTrue(System.getProperty("pggit.test.image") == null, "a cluster with pg_cron needs server programs here");
        Assumptions.assumeTrue(TestServer.get().query("postgres", "SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_cron'").equals("1"), "pg_cron is not installed in this PostgreSQL: nothing was tested with it");
        TestServer server = TestServer.local(TestServer.PROJECT.resolve("target/it-cron"), "shared_preload_libraries = 'pg_cron'\ncron.database_name = 'audited'\n");
        Host host = server.has(Host.PLPYTHON) ? Host.PLPYTHON : Host.PLJAVA;
        server.update("postgres", "CREATE DATABASE audited");
        TestDatabase db = new TestDatabase(server, "audited", host);
        db.update("CREATE EXTENSION " + host.extension);
        db.update("CREATE EXTENSION pggit_audit");
        assertEquals("PA057", db.errorOf("SELECT * FROM pggit_audit.schedule_integrity_checks()"));
        db.update("CREATE EXTENSION pg_cron");
        db.psql("-v", "ON_ERROR_STOP=1", "-f", "install/demo/store.sql").orFail("store.sql");
        assertEquals("WARN", db.query("SELECT status FROM pggit_audit.health"));
        assertEquals("{\"no check has run yet\",\"no full run for more than 36 hours\",\"no checkpoint for more than 8 days\"}", db.query("SELECT problems FROM pggit_audit.health"));

        db.list("SELECT * FROM pggit_audit.schedule_integrity_checks()");
        assertEquals(List.of("7 * * * *", "23 3 * * *"), db.list("SELECT schedule FROM pggit_audit.scheduled_checks()"));
        db.list("SELECT * FROM pggit_audit.schedule_integrity_checks('* * * * *', '* * * * *')");
        assertEquals(List.of("* * * * *", "* * * * *"), db.list("SELECT schedule FROM pggit_audit.scheduled_checks()"));
        await(db, "SELECT count(*) >= 2 FROM (SELECT DISTINCT scope FROM pggit_audit.integrity_runs WHERE status = 'PASS') x");
        db.update("SELECT pggit_audit.checkpoint()");
        assertEquals("PASS {}", db.query("SELECT status || ' ' || problems::text FROM pggit_audit.health"));

        // Damage, seen by the next run without anybody looking.
        db.update("BEGIN; UPDATE pg_class SET relhastriggers = false WHERE oid = 'pggit_audit.changes'::regclass; UPDATE pggit_audit.changes SET author = 'Mallory' WHERE change_seq = 1;"
            + "UPDATE pg_class SET relhastriggers = true WHERE oid = 'pggit_audit.changes'::regclass; COMMIT");
        await(db, "SELECT status = 'FAIL' FROM pggit_audit.health");
        assertTrue(log(server).contains("WARNING:  pggit_audit integrity FAIL: evidence_rows: "), "no WARNING in the server's log");

        assertEquals("2", db.query("SELECT pggit_audit.unschedule_integrity_checks()"));
        assertEquals("0", db.query("SELECT count(*) FROM cron.job"));
        assertEquals("0", db.query("SELECT pggit_audit.unschedule_integrity_checks()"));
        db.list("SELECT * FROM pggit_audit.schedule_integrity_checks(NULL, '1 2 * * *')");
        assertEquals(List.of("1 2 * * *"), db.list("SELECT schedule FROM pggit_audit.scheduled_checks()"));
        assertTrue(db.errorOf("SELECT * FROM pggit_audit.schedule_integrity_checks('sometimes')") != null);
        assertEquals(List.of("1 2 * * *"), db.list("SELECT schedule FROM pggit_audit.scheduled_checks()"));
    }

    @Test
    void installShSchedulesAndUninstallShTakesEverythingBack() throws Exception {
        Assumptions.assumeTrue(System.getProperty("pggit.test.image") == null, "a cluster with pg_cron needs server programs here");
        Assumptions.assumeTrue(TestServer.get().query("postgres", "SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_cron'").equals("1"), "pg_cron is not installed in this PostgreSQL: nothing was tested with it");
        TestServer server = TestServer.local(TestServer.PROJECT.resolve("target/it-cron-scripts"), "shared_preload_libraries = 'pg_cron'\ncron.database_name = 'audited'\n");
        Host host = server.has(Host.PLPYTHON) ? Host.PLPYTHON : Host.PLJAVA;
        server.update("postgres", "CREATE DATABASE audited");
        server.update("postgres", "CREATE DATABASE elsewhere");
        TestDatabase db = new TestDatabase(server, "audited", host);

        run(server, "install/install.sh", "--host", host.settingName(), "--dbname", "audited", "--pg-cron", "--no-build", "--no-cds").orFail("install.sh --pg-cron");
        assertEquals(List.of("7 * * * *", "23 3 * * *"), db.list("SELECT schedule FROM pggit_audit.scheduled_checks()"));
        Shell elsewhere = run(server, "install/install.sh", "--host", host.settingName(), "--dbname", "elsewhere", "--pg-cron", "--no-build", "--no-cds");
        assertTrue(elsewhere.status() != 0 && elsewhere.output().contains("at home in the database audited"), elsewhere.output());

        db.psql("-v", "ON_ERROR_STOP=1", "-f", "install/demo/store.sql").orFail("store.sql");
        Shell refused = run(server, "install/uninstall.sh", "--dbname", "audited", "--keep-files");
        assertTrue(refused.status() != 0 && refused.output().contains("audit rows"), refused.output());
        assertEquals("2", db.query("SELECT count(*) FROM cron.job"), "a refused uninstallation changes nothing");
        run(server, "install/uninstall.sh", "--dbname", "audited", "--dbname", "elsewhere", "--keep-files", "--force").orFail("uninstall.sh --force");
        assertEquals("0", db.query("SELECT count(*) FROM cron.job"));
        assertEquals("0", db.query("SELECT count(*) FROM pg_extension WHERE extname = 'pggit_audit'"));
        assertEquals("0", db.query("SELECT count(*) FROM pg_event_trigger WHERE evtname LIKE 'pggit%'"));
    }

    private static Shell run(TestServer server, String... command) {
        return Shell.run(server.environment(), TestServer.PROJECT.toFile(), command);
    }

    private static void await(TestDatabase db, String condition) throws InterruptedException {
        long until = System.nanoTime() + 150_000_000_000L;
        while (!"t".equals(db.query(condition))) {
            assertTrue(System.nanoTime() < until, () -> "not within 150 seconds: " + condition + "\n" + db.list("SELECT d::text FROM cron.job_run_details d ORDER BY d.runid DESC LIMIT 5"));
            Thread.sleep(1000);
        }
    }

    private static String log(TestServer server) {
        try {
            return Files.readString(server.log());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
