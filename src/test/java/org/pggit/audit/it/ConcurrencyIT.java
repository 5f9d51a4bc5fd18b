package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** 16 sessions, 200 commits each, over objects that they share: each commit recorded once, versions without gaps, no deadlock. */
class ConcurrencyIT {
    private static final int SESSIONS = 16;
    private static final int COMMITS = 200;

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void everyCommitOfSixteenSessionsIsRecordedOnce(Host host) throws Exception {
        try (TestDatabase db = TestServer.get().database(host)) {
            db.update("SELECT pggit_audit.create_commit(pggit_audit.create_tree('[]'), NULL, 'root')");
            String root = db.query("SELECT commit_sha FROM pggit_v2.commit_graph");
            ExecutorService sessions = Executors.newFixedThreadPool(SESSIONS);
            List<Future<Integer>> results = new ArrayList<>();
            for (int s = 0; s < SESSIONS; s++) {
                int session = s;
                results.add(sessions.submit(() -> commit(db, session, root)));
            }
            int made = 0;
            for (Future<Integer> result : results) {
                made += result.get();
            }
            sessions.shutdown();

            assertEquals(SESSIONS * COMMITS, made);
            assertEquals(Integer.toString(made + 1), db.query("SELECT count(*) FROM pggit_audit.recorded_commits"));
            assertEquals("0", db.query("SELECT count(*) FROM pggit_v2.commit_graph g WHERE NOT EXISTS (SELECT FROM pggit_audit.recorded_commits r WHERE r.commit_sha = g.commit_sha)"));
            assertEquals("0", db.query("SELECT count(*) FROM (SELECT path FROM pggit_audit.object_versions GROUP BY path HAVING count(*) <> max(version_number) OR min(version_number) <> 1) x"));
            assertEquals("0", db.query("SELECT count(*) FROM pggit_audit.recording_gaps"));
            assertEquals(db.query("SELECT sum(change_count) FROM pggit_audit.recorded_commits"), db.query("SELECT count(*) FROM pggit_audit.changes"));
            assertEquals("0", db.query("SELECT count(*) FROM pggit_audit.evidence_pending"));
            assertEquals(db.query("SELECT count(*) || ' ' || count(*) - 1 FROM pggit_audit.evidence_leaves"), db.query("SELECT count(*) || ' ' || max(leaf_index) FROM pggit_audit.evidence_leaves"));
            assertEquals(List.of(), db.list("SELECT check_name || ' ' || details FROM pggit_audit.validate_audit_integrity() WHERE status <> 'PASS'"));
        }
    }

    /** Its own chain of commits; the objects are shared with the other sessions: every commit alters five of twelve. */
    private static int commit(TestDatabase db, int session, String root) throws SQLException {
        String parent = root;
        int made = 0;
        try (Connection c = db.connect(); PreparedStatement s = c.prepareStatement("""
                SELECT pggit_audit.create_commit(pggit_audit.create_tree((SELECT jsonb_agg(jsonb_build_object('path', 'app.t' || i, 'sha',
                    pggit_audit.create_blob(format('CREATE TABLE app.t%s (session int DEFAULT %s, n int DEFAULT %s)', i, ?, ?))))
                    FROM generate_series(1, 12) i WHERE (i + ?) % 12 < 5)), ARRAY[?], 'commit')""")) {
            c.setAutoCommit(false);
            for (int n = 0; n < COMMITS; n++) {
                s.setInt(1, session);
                s.setInt(2, n);
                s.setInt(3, n);
                s.setString(4, parent);
                try (ResultSet r = s.executeQuery()) {
                    r.next();
                    parent = r.getString(1);
                }
                c.commit();
                made++;
            }
        }
        return made;
    }
}
