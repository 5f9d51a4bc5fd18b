package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Views, rules and functions are read with locks on their tables; whoever has those may be at a COMMIT that waits for capture's lock. Nobody may be the victim of that. */
class CaptureLocksIT {
    private static final String SCHEMA = """
        CREATE TABLE public.t (id integer, n text);
        CREATE TABLE public.log (id integer);
        CREATE VIEW public.v AS SELECT id FROM public.t;
        CREATE FUNCTION public.f() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM public.t);
        CREATE RULE r AS ON INSERT TO public.log DO ALSO SELECT count(*) FROM public.t""";

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void ddlAndCaptureOfWhatReadsItsTable(Host host) throws Exception {
        for (String other : List.of("COMMENT ON FUNCTION public.f() IS 'a'", "COMMENT ON RULE r ON public.log IS 'a'", "COMMENT ON VIEW public.v IS 'a'", "SELECT pggit_audit.commit_schema('all')")) {
            try (TestDatabase db = captured(host)) {
                assertBothCommit(db, other);
            }
        }
    }

    /** A transaction has the table locked and commits while the other statement is at work. */
    private static void assertBothCommit(TestDatabase db, String other) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (Connection c = db.connect(); Statement s = c.createStatement()) {
            s.execute("BEGIN; ALTER TABLE public.t ADD COLUMN m integer");
            Future<String> error = thread.submit(() -> db.failureOf(other));
            // It comes as far as it can, and is seen to wait or to try again.
            Thread.sleep(1500);
            s.execute("COMMIT");
            assertEquals("none", error.get(60, TimeUnit.SECONDS), other);
        } finally {
            thread.shutdownNow();
        }
        assertEquals(List.of(), db.list("SELECT path || ' ' || difference FROM pggit_audit.find_drift()"), other);
        assertEquals(List.of(), db.list("SELECT check_name || ' ' || details FROM pggit_audit.validate_audit_integrity() WHERE status <> 'PASS'"), other);
    }

    /** A table stays locked: the session's own lock_timeout ends the wait, though capture waits in small steps. */
    @ParameterizedTest(name = "{0}")
    @EnumSource
    void aSessionWaitsNoLongerThanItsLockTimeout(Host host) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (TestDatabase db = captured(host); Connection c = db.connect(); Statement s = c.createStatement()) {
            s.execute("BEGIN; ALTER TABLE public.t ADD COLUMN m integer");
            for (String other : List.of("COMMENT ON FUNCTION public.f() IS 'a'", "SELECT pggit_audit.commit_schema('all')")) {
                Future<String> error = thread.submit(() -> db.failureOf("SET lock_timeout = '700ms'; " + other));
                String told = error.get(30, TimeUnit.SECONDS);
                assertTrue(told.contains("lock timeout"), other + ": " + told);
            }
            s.execute("ROLLBACK");
        } finally {
            thread.shutdownNow();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void checksKeepNoLockOnTables(Host host) throws SQLException {
        try (TestDatabase db = captured(host); Connection c = db.connect(); Statement s = c.createStatement()) {
            s.execute("BEGIN; SELECT * FROM pggit_audit.find_drift(); SELECT * FROM pggit_audit.validate_audit_integrity('live_schema')");
            assertEquals("none", db.failureOf("SET lock_timeout = '5s'; ALTER TABLE public.t DROP COLUMN n"));
            s.execute("ROLLBACK");
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void driftIsToldWhereItIsWhateverElseGoesOn(Host host) throws Exception {
        try (TestDatabase db = captured(host)) {
            // A hand in the catalogs, which no event trigger sees.
            db.update("UPDATE pg_catalog.pg_attribute SET attname = 'unseen' WHERE attrelid = 'public.log'::regclass AND attnum = 1");
            ExecutorService thread = Executors.newSingleThreadExecutor();
            try {
                Future<String> error = thread.submit(() -> db.failureOf("DO $$ BEGIN FOR i IN 1..200 LOOP EXECUTE 'COMMENT ON TABLE public.t IS ''' || i || ''''; COMMIT; END LOOP; END $$"));
                while (!error.isDone()) {
                    assertEquals("public.log differs", db.query("SELECT string_agg(path || ' ' || difference, ', ') FROM pggit_audit.find_drift()"));
                }
                assertEquals("none", error.get());
            } finally {
                thread.shutdownNow();
            }
        }
    }

    private static TestDatabase captured(Host host) {
        TestDatabase db = TestServer.get().database(host);
        db.update("SELECT pggit_audit.capture_enable('locks')");
        db.update(SCHEMA);
        assertNull(db.query("SELECT pggit_audit.commit_schema()"));
        return db;
    }
}
