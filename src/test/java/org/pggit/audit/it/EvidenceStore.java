package org.pggit.audit.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A database with something in every evidence and store table: the demo's commits, verifications, a gap, runs with findings, checkpoints, a maintenance window, a v1 history that was backfilled, DDL that was captured. */
final class EvidenceStore {
    private EvidenceStore() {
    }

    static void fill(TestDatabase db) {
        db.psql("-v", "ON_ERROR_STOP=1", "-f", "install/demo/store.sql").orFail("store.sql");
        backfill(db);
        capture(db);
        db.update("SELECT pggit_audit.set_setting('record_on_commit', 'off')");
        db.update("SELECT pggit_audit.update_ref('refs/heads/late', pggit_audit.create_commit((SELECT tree_sha FROM pggit_v2.commit_graph WHERE commit_sha = pggit_audit.resolve_commit('main~3')), "
            + "ARRAY[pggit_audit.resolve_commit('main')], 'back to before', 'Eve <eve@shop.example>', NULL, timestamptz '2025-04-01 12:00:00Z'))");
        db.update("SELECT count(*) FROM pggit_audit.validate_audit_integrity()");
        db.update("SELECT pggit_audit.set_setting('record_on_commit', 'on')");
        db.update("SELECT pggit_audit.record_missing_commits()");
        db.update("SELECT pggit_audit.verify_change(change_id, CASE change_seq % 3 WHEN 0 THEN 'FAILED' WHEN 1 THEN 'PASSED' ELSE 'PENDING' END, CASE WHEN change_seq > 2 THEN 'ticket ' || change_seq END) "
            + "FROM (SELECT * FROM pggit_audit.changes ORDER BY change_seq LIMIT 7) c");
        db.update("SELECT pggit_audit.checkpoint()");
        db.update("SELECT pggit_audit.begin_maintenance('a look')");
        db.update("SELECT pggit_audit.end_maintenance()");
        db.update("SELECT count(*) FROM pggit_audit.validate_audit_integrity('quick')");
        db.update("SELECT count(*) FROM pggit_audit.validate_audit_integrity()");
        // Enough leaves for stored nodes of two levels.
        for (int i = 0; i < 12; i++) {
            db.update("SELECT pggit_audit.checkpoint()");
            db.update("SELECT pggit_audit.set_setting('evidence_origin', 'shop.example/audit') FROM generate_series(1, 12)");
        }
    }

    /** The first of the shop's migrations, as v1 would have recorded them, in three runs, the first without snapshots. */
    private static void backfill(TestDatabase db) {
        Path demo = TestServer.PROJECT.resolve("install/demo");
        db.psql("-v", "ON_ERROR_STOP=1", "-f", demo.resolve("v1_schema.sql").toString(), "-f", demo.resolve("v1_recorder.sql").toString()).orFail("v1");
        List<String> migrations = migrations(demo.resolve("shop"));
        for (int i = 0; i < 14; i++) {
            db.psql("-v", "ON_ERROR_STOP=1", "-c", migrations.get(i)).orFail("migration " + (i + 1));
            if (i == 2) {
                db.update("SELECT pggit_audit.backfill_from_v1_history(tree_layout => 'none')");
            } else if (i == 4 || i == 13) {
                db.update("SELECT pggit_audit.backfill_from_v1_history()");
            }
        }
        db.update("DROP EVENT TRIGGER pggit_ddl_trigger; DROP EVENT TRIGGER pggit_drop_trigger");
    }

    private static List<String> migrations(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(EvidenceStore::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On a branch of its own: snapshot, single commits with and without context, renames, a failure, a window. HEAD stays there. */
    private static void capture(TestDatabase db) {
        db.update("DELETE FROM pggit_v2.head");
        db.update("INSERT INTO pggit_v2.head (id, ref_name) VALUES (1, 'refs/heads/live')");
        db.update("SELECT pggit_audit.capture_enable('from now on')");
        // A trigger that came before a generated column: pg_dump writes it so that it can not be restored.
        db.update("DROP TRIGGER products_touch ON public.products");
        db.update("CREATE SCHEMA captured; CREATE TABLE captured.a (id integer PRIMARY KEY, note text); CREATE VIEW captured.v AS SELECT id FROM captured.a");
        db.update("SELECT pggit_audit.set_context('with a ticket', 'SHOP-7', 'ann'); ALTER TABLE captured.a ADD COLUMN more integer DEFAULT 7");
        db.update("ALTER TABLE captured.a RENAME TO b");
        db.update("ALTER VIEW captured.v RENAME TO w; CREATE FUNCTION captured.one() RETURNS integer LANGUAGE sql RETURN 1");
        db.update("SELECT pggit_audit.set_setting('capture_on_failure', 'gap')");
        db.update("ALTER TABLE pggit_v2.objects ADD CONSTRAINT full_disk CHECK (content NOT LIKE '%refused%')");
        db.update("CREATE TABLE captured.refused (id integer)");
        db.update("ALTER TABLE pggit_v2.objects DROP CONSTRAINT full_disk");
        db.update("SELECT pggit_audit.commit_schema('after the gap')");
        db.update("SELECT pggit_audit.set_setting('capture_on_failure', 'fail')");
        db.update("SELECT pggit_audit.capture_disable('a look'); CREATE TABLE captured.unseen (id integer)");
        db.update("SELECT pggit_audit.capture_enable('again')");
    }
}
