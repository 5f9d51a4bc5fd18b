package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** v1 goes on while a backfill runs: what comes meanwhile, also with ids behind those that were done, is picked up by the next call. */
class BackfillConcurrencyIT {
    @ParameterizedTest(name = "{0}")
    @EnumSource
    void rowsThatComeMeanwhileAreDoneByTheNextCall(Host host) throws Exception {
        try (TestDatabase db = TestServer.get().database(host); Connection late = db.connect()) {
            db.psql("-v", "ON_ERROR_STOP=1", "-f", "install/demo/v1_schema.sql").orFail("v1_schema.sql");
            db.update("INSERT INTO pggit.objects (id, object_type, schema_name, object_name) SELECT i, 'TABLE', 'public', 't' || i FROM generate_series(1, 2000) i");
            // A transaction that has its ids and commits late.
            late.setAutoCommit(false);
            insert(late, 1, 3);
            for (int i = 4; i <= 300; i++) {
                insert(db, i);
            }
            AtomicBoolean isDone = new AtomicBoolean();
            CompletableFuture<Integer> ddl = CompletableFuture.supplyAsync(() -> {
                int i = 300;
                while (!isDone.get() && i < 2000) {
                    insert(db, ++i);
                }
                return i;
            });

            db.update("CALL pggit_audit.backfill(batch_rows => 20)");
            long first = Long.parseLong(db.query("SELECT count(*) FROM pggit_audit.backfill_rows"));
            late.commit();
            isDone.set(true);
            int all = ddl.get();
            CompletableFuture<Void> other = CompletableFuture.runAsync(() -> db.update("CALL pggit_audit.backfill(batch_rows => 30)"));
            db.update("CALL pggit_audit.backfill(batch_rows => 20)");
            other.get();

            assertTrue(first >= 297, first + " rows in the first call");
            assertEquals(Integer.toString(all), db.query("SELECT count(*) FROM pggit_audit.backfill_rows WHERE disposition = 'RECORDED'"));
            assertEquals("0", db.query("SELECT count(*) FROM pggit.history h WHERE NOT EXISTS (SELECT FROM pggit_audit.backfill_rows r WHERE r.history_id = h.id)"));
            assertEquals(Integer.toString(all), db.query("SELECT count(*) FROM pggit_audit.commit_of('v1-history') c CROSS JOIN pggit_audit.list_tree(c.tree_sha)"));
            assertEquals("0", db.query("SELECT count(*) FROM pggit_audit.validate_audit_integrity() WHERE status <> 'PASS'"));
        }
    }

    private static void insert(TestDatabase db, int i) {
        try (Connection c = db.connect()) {
            insert(c, i, i);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void insert(Connection c, int from, int to) throws SQLException {
        try (Statement s = c.createStatement()) {
            s.execute("INSERT INTO pggit.history (object_id, change_type, change_severity, change_description, sql_executed, created_at, created_by) "
                + "SELECT i, 'CREATE', 'MINOR', 'CREATE t' || i, format('CREATE TABLE t%s (id integer)', i), clock_timestamp(), 'migrator' FROM generate_series(" + from + ", " + to + ") i");
        }
    }
}
