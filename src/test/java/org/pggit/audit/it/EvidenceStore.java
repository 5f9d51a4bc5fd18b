package org.pggit.audit.it;

/** A database with something in every evidence and store table: the demo's commits, verifications, a gap, runs with findings, checkpoints, a maintenance window. */
final class EvidenceStore {
    private EvidenceStore() {
    }

    static void fill(TestDatabase db) {
        db.psql("-v", "ON_ERROR_STOP=1", "-f", "install/demo/store.sql").orFail("store.sql");
        db.update("DELETE FROM pggit_v2.head");
        db.update("INSERT INTO pggit_v2.head (id, ref_name) VALUES (1, 'refs/heads/main')");
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
}
