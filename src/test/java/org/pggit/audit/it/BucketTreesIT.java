package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Trees that hold nothing but buckets: read from their texts, without rows in tree_entries or with all of them; what is wrong with them is found. */
class BucketTreesIT {
    private static final String PATHS = "SELECT string_agg(l.path, ', ' ORDER BY l.path COLLATE \"C\") FROM pggit_audit.list_tree((pggit_audit.commit_of('HEAD')).tree_sha) l WHERE l.path LIKE 'public.%'";
    private static final String FAILURES = "SELECT coalesce(string_agg(r.check_name, ', ' ORDER BY r.check_name), '') FROM pggit_audit.run_integrity_checks("
        + "ARRAY['store_hashes', 'store_references', 'store_tree_entries', 'store_receipts', 'changes_match_store'], NULL, 0) r WHERE r.status = 'FAIL'";
    private static final String ROOT_ROWS = " FROM pggit_audit.commit_of('HEAD') c CROSS JOIN LATERAL pggit_audit.bucket_rows(pggit_audit.bucket_parts_of(c.tree_sha)) r";

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void ourOwnStoreHasTheirTextsAlone(Host host) {
        try (TestDatabase db = captured(host)) {
            assertEquals("0", db.query("SELECT count(*) FROM pggit_v2.tree_entries WHERE mode = '040000'"));
            assertEquals("public.a, public.b", db.query(PATHS));
            assertEquals("CREATE public.b", db.query("SELECT string_agg(c.change_type || ' ' || c.path, ', ') FROM pggit_audit.derive_changes('HEAD~1', 'HEAD') c"));
            assertEquals("", db.query(FAILURES));

            db.update("UPDATE pggit_v2.objects o SET content = encode('not a tree', 'base64') WHERE o.sha = (SELECT r.object_sha" + ROOT_ROWS + " LIMIT 1)");
            assertEquals("changes_match_store, store_hashes, store_tree_entries", db.query(FAILURES));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void aLostOneIsFoundByWhatRefersToIt(Host host) {
        try (TestDatabase db = captured(host)) {
            db.update("DELETE FROM pggit_v2.objects o WHERE o.sha = (SELECT r.object_sha" + ROOT_ROWS + " LIMIT 1)");

            assertEquals("changes_match_store, store_references", db.query(FAILURES));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void allRowsAreLegalAndSomeAreNot(Host host) {
        try (TestDatabase db = captured(host)) {
            db.update("INSERT INTO pggit_v2.tree_entries (tree_sha, path, mode, object_sha) SELECT c.tree_sha, r.path, r.mode, r.object_sha" + ROOT_ROWS);
            assertEquals("", db.query(FAILURES));
            assertEquals("public.a, public.b", db.query(PATHS));

            db.update("DELETE FROM pggit_v2.tree_entries t WHERE t.mode = '040000' AND t.path = (SELECT min(x.path) FROM pggit_v2.tree_entries x WHERE x.mode = '040000')");
            assertEquals("store_tree_entries", db.query(FAILURES));
            assertEquals("public.a, public.b", db.query(PATHS), "the text is the truth");
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void aFlatTreeAndItsBucketsDoNotDiffer(Host host) {
        try (TestDatabase db = captured(host)) {
            String flat = db.query("SELECT pggit_audit.create_tree((SELECT jsonb_agg(jsonb_build_object('path', l.path, 'mode', l.mode, 'sha', l.object_sha)) "
                + "FROM pggit_audit.list_tree((pggit_audit.commit_of('HEAD')).tree_sha) l))");

            assertEquals("0", db.query("SELECT count(*) FROM pggit_audit.tree_changes((pggit_audit.commit_of('HEAD')).tree_sha, '" + flat + "')"));
        }
    }

    private static TestDatabase captured(Host host) {
        TestDatabase db = TestServer.get().database(host);
        db.update("SELECT pggit_audit.capture_enable('for the test')");
        db.update("CREATE TABLE public.a (x integer)");
        db.update("CREATE TABLE public.b (x integer)");
        return db;
    }
}
