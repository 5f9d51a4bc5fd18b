package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an extension owes its database: comments, rights, clean coming and going, updates. */
class ExtensionIT {
    private static final String OURS = "('pggit_audit', 'pggit_v2')";

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void everythingHasAComment(Host host) {
        try (TestDatabase db = TestServer.get().database(host)) {
            List<String> bare = db.list("""
                SELECT 'function ' || p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                WHERE n.nspname IN %1$s AND obj_description(p.oid, 'pg_proc') IS NULL
                UNION ALL SELECT 'relation ' || c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname IN %1$s AND c.relkind IN ('r', 'v') AND obj_description(c.oid, 'pg_class') IS NULL
                UNION ALL SELECT 'column ' || c.oid::regclass || '.' || a.attname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                WHERE n.nspname IN %1$s AND c.relkind IN ('r', 'v') AND col_description(c.oid, a.attnum) IS NULL
                UNION ALL SELECT 'schema ' || n.nspname FROM pg_namespace n WHERE n.nspname IN %1$s AND obj_description(n.oid, 'pg_namespace') IS NULL
                UNION ALL SELECT 'trigger ' || t.tgname || ' on ' || t.tgrelid::regclass FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname IN %1$s AND NOT t.tgisinternal AND obj_description(t.oid, 'pg_trigger') IS NULL""".formatted(OURS));

            assertEquals(List.of(), bare);
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"SQL_ASCII", "LATIN1", "EUC_JP"})
    void otherEncodingsAreRefusedInPlainWords(String encoding) {
        TestServer server = TestServer.get();
        String name = "it_encoding_" + encoding.toLowerCase(Locale.ROOT);
        server.update("postgres", "DROP DATABASE IF EXISTS " + name);
        server.update("postgres", "CREATE DATABASE " + name + " TEMPLATE template0 ENCODING '" + encoding + "' LC_COLLATE 'C' LC_CTYPE 'C'");
        try {
            IllegalStateException refused = assertThrows(IllegalStateException.class, () -> server.update(name, "CREATE EXTENSION pggit_audit"));
            assertTrue(refused.toString().contains("needs a database in UTF8, this one is in " + encoding) || String.valueOf(refused.getCause()).contains("needs a database in UTF8, this one is in " + encoding), refused::toString);
        } finally {
            server.update("postgres", "DROP DATABASE " + name);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void nothingIsGrantedToPublic(Host host) {
        try (TestDatabase db = TestServer.get().database(host)) {
            List<String> granted = db.list("""
                SELECT 'function ' || p.oid::regprocedure FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace,
                       aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a WHERE n.nspname IN %1$s AND a.grantee = 0
                UNION ALL SELECT 'relation ' || c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
                       aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a WHERE n.nspname IN %1$s AND c.relkind IN ('r', 'v', 'S') AND a.grantee = 0
                UNION ALL SELECT 'schema ' || n.nspname FROM pg_namespace n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
                WHERE n.nspname IN %1$s AND a.grantee = 0""".formatted(OURS));

            assertEquals(List.of(), granted);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void functionsPinTheirSearchPath(Host host) {
        try (TestDatabase db = TestServer.get().database(host)) {
            // Without the clause: Java functions, host helpers in Python, and the few that are inlined or called for every column, all of whose names are qualified; a procedure that commits may not have it.
            List<String> loose = db.list("""
                SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
                WHERE n.nspname = 'pggit_audit' AND l.lanname IN ('sql', 'plpgsql')
                  AND NOT EXISTS (SELECT FROM unnest(p.proconfig) c WHERE c = 'search_path=pg_catalog, pg_temp') ORDER BY 1""");
            List<String> definers = db.list("""
                SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                WHERE n.nspname IN ('pggit_audit', 'pggit_v2') AND p.prosecdef AND NOT EXISTS (SELECT FROM unnest(p.proconfig) c WHERE c = 'search_path=pg_catalog, pg_temp')""");

            loose.removeIf(name -> name.matches("evidence_(leaf|key)_.*"));
            assertEquals(List.of("backfill", "block_column", "bucket", "bucket_bytes", "bucket_parts", "bucket_rows", "catalog_has_options", "catalog_is_free", "catalog_role", "catalog_uses_code", "change_id", "commit_text", "evidence_16_nodes", "evidence_batch_hash", "evidence_fold", "evidence_is_node_of_256", "evidence_node", "evidence_node16", "is_same_time", "object_sha", "receipt_value", "tree_rows"), loose);
            assertEquals(List.of(), definers);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void dropExtensionLeavesNothingBehind(Host host) {
        try (TestDatabase db = TestServer.get().emptyDatabase(host)) {
            String before = db.query(CENSUS);

            db.update("CREATE EXTENSION pggit_audit");
            db.update("DROP EXTENSION pggit_audit");

            assertEquals(before, db.query(CENSUS));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void noSchemaTakesTheExtensionAlongByCascade(Host host) throws java.sql.SQLException {
        try (TestDatabase db = TestServer.get().database(host); java.sql.Connection c = db.connect(); java.sql.Statement s = c.createStatement()) {
            s.execute("SELECT pggit_audit.capture_enable('there is evidence')");
            s.execute("DROP SCHEMA public CASCADE");

            assertEquals("pg_catalog", db.query("SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'pggit_audit'"));
            assertEquals("DROP public", db.query("SELECT change_type || ' ' || path FROM pggit_audit.changes ORDER BY change_seq DESC LIMIT 1"));
            assertEquals("0", db.query("SELECT count(*) FROM pggit_audit.find_drift()"));
        }
    }

    /** Other extensions are dropped as ever, in scripts and functions too; what could mean ours is not. */
    @ParameterizedTest(name = "{0}")
    @EnumSource
    void otherExtensionsAreDroppedAsEver(Host host) {
        TestServer server = TestServer.get();
        server.update("postgres", "DROP ROLE IF EXISTS it_dropped");
        server.update("postgres", "CREATE ROLE it_dropped");
        String language = host == Host.PLJAVA ? "pljava" : "plpython3u";
        try (TestDatabase db = server.database(host)) {
            db.update("SELECT pggit_audit.set_setting('record_on_commit', 'on')");
            db.update("CREATE FUNCTION public.in_sql() RETURNS void LANGUAGE sql AS 'DROP EXTENSION IF EXISTS hstore, pggit_audit'");
            for (String allowed : List.of("DROP EXTENSION hstore CASCADE", "-- old\nDROP EXTENSION IF EXISTS hstore, no_such CASCADE;", "SELECT 1; DROP EXTENSION hstore; CREATE TABLE IF NOT EXISTS public.x (id integer)",
                "DO $$ BEGIN EXECUTE 'DROP EXTENSION ' || 'hstore CASCADE'; END $$", "DO $$ BEGIN DROP EXTENSION \"hstore\"; END $$", "REASSIGN OWNED BY it_dropped TO postgres; DROP OWNED BY it_dropped CASCADE; DROP EXTENSION hstore")) {
                db.psql("-c", "CREATE EXTENSION hstore SCHEMA public; CREATE TABLE IF NOT EXISTS public.y (h public.hstore); DROP TABLE public.y").orFail("psql");
                Shell said = db.psql("-c", allowed);
                assertEquals(0, said.status(), allowed + ": " + said.output());
                assertEquals("0", db.query("SELECT count(*) FROM pg_extension WHERE extname = 'hstore'"), allowed);
            }
            for (String refused : List.of("DROP EXTENSION pggit_audit", "DROP EXTENSION IF EXISTS hstore, pggit_audit CASCADE", "DROP EXTENSION " + language + " CASCADE", "DROP EXTENSION plpgsql CASCADE",
                "DROP EXTENSION IF EXISTS hstore /* ; */, pggit_audit", "DROP EXTENSION IF EXISTS \"a;b\", " + language + " CASCADE", "DROP EXTENSION IF EXISTS hstore; DROP/**/EXTENSION " + language + " CASCADE",
                "DROP EXTENSION IF EXISTS hstore; DROP EXTENSION U&\"pggit\\005faudit\"", "DO $$ BEGIN EXECUTE 'DROP EXTENSION pg' || 'git_audit'; END $$", "SELECT public.in_sql() /* DROP EXTENSION hstore */",
                "DROP OWNED BY postgres CASCADE", "DROP OWNED BY it_dropped, CURRENT_USER", "DROP OWNED BY it_dropped; DROP OWNED/**/BY postgres")) {
                Shell said = db.psql("-v", "VERBOSITY=verbose", "-c", refused);
                assertTrue(said.output().contains("PA053"), refused + ": " + said.output());
                assertEquals("1", db.query("SELECT count(*) FROM pg_extension WHERE extname = 'pggit_audit'"), refused);
            }
        } finally {
            server.update("postgres", "DROP ROLE IF EXISTS it_dropped");
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void aStoreThatWasThereIsUsedAndLeftAsItWas(Host host) {
        try (TestDatabase db = TestServer.get().emptyDatabase(host)) {
            db.update(FOREIGN_STORE.replace("STORE", "pggit_v0"));
            String before = db.query(CENSUS);

            db.update("CREATE EXTENSION pggit_audit");
            String store = db.query("SELECT store FROM pggit_audit.host()");
            db.update("SELECT pggit_audit.update_ref('refs/heads/main', pggit_audit.create_commit(pggit_audit.create_tree(jsonb_build_array(jsonb_build_object("
                + "'path', 'public.t', 'sha', pggit_audit.create_blob('CREATE TABLE t ()')))), NULL, 'first'))");
            String recorded = db.query("SELECT object_schema || '.' || object_name || ' ' || change_type FROM pggit_audit.changes");
            String refused = db.errorOf("DROP EXTENSION pggit_audit");
            db.update("SELECT pggit_audit.begin_maintenance('out with it')");
            db.update("DROP EXTENSION pggit_audit");

            assertEquals("PA053", refused);
            assertEquals("pggit_v0", store);
            assertEquals("public.t CREATE", recorded);
            assertEquals(before, db.query(CENSUS));
            assertEquals("1", db.query("SELECT count(*) FROM pggit_v0.commit_graph"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void refusesAForeignSchemaAndTouchesNothingInIt(Host host) {
        try (TestDatabase db = TestServer.get().emptyDatabase(host)) {
            db.update("CREATE SCHEMA pggit_audit CREATE TABLE changes (theirs int)");

            assertEquals("PA012", db.errorOf("CREATE EXTENSION pggit_audit"));
            assertEquals("0", db.query("SELECT count(*) FROM pggit_audit.changes WHERE theirs IS NULL"));
        }
    }

    @Test
    void withoutALanguageItSaysWhatToDo() {
        TestServer server = TestServer.get();
        server.update("postgres", "DROP DATABASE IF EXISTS it_bare WITH (FORCE)");
        server.update("postgres", "CREATE DATABASE it_bare");
        try (TestDatabase db = new TestDatabase(server, "it_bare", Host.PLPYTHON)) {
            assertEquals("PA010", db.errorOf("CREATE EXTENSION pggit_audit"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void theHostIsTheOneThatWasAskedFor(Host host) {
        try (TestDatabase db = TestServer.get().emptyDatabase(host)) {
            for (Host other : Host.values()) {
                if (TestServer.get().has(other)) {
                    db.update("CREATE EXTENSION IF NOT EXISTS " + other.extension);
                }
            }

            db.update("SET pggit_audit.host = '" + host.settingName() + "'; CREATE EXTENSION pggit_audit");

            assertEquals(host.settingName(), db.query("SELECT host FROM pggit_audit.host()"));
            assertEquals(TestServer.VERSION, db.query("SELECT jar_version FROM pggit_audit.host()"));
            assertEquals(TestServer.VERSION, db.query("SELECT extension_version FROM pggit_audit.host()"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void updatesToANextVersionAndKeepsItsRows(Host host) throws IOException {
        try (TestDatabase db = TestServer.get().database(host)) {
            Path folder = Path.of(db.query("SELECT setting || '/extension' FROM pg_config WHERE name = 'SHAREDIR'"));
            org.junit.jupiter.api.Assumptions.assumeTrue(Files.isWritable(folder), "the extension folder can not be written from here: no update was tried");
            Path script = folder.resolve("pggit_audit--" + TestServer.VERSION + "--99.0.sql");
            db.psql("-v", "ON_ERROR_STOP=1", "-f", "install/demo/store.sql").orFail("store.sql");
            String before = db.query("SELECT count(*) FROM pggit_audit.changes");
            try {
                Files.writeString(script, "CREATE FUNCTION pggit_audit.next_version() RETURNS text LANGUAGE sql AS $$ SELECT 'next' $$;\n");
                org.junit.jupiter.api.Assumptions.assumeTrue("t".equals(db.query("SELECT size IS NOT NULL FROM pg_stat_file('" + script + "', true)")),
                    "the server does not see this machine's extension folder: no update was tried");

                db.update("ALTER EXTENSION pggit_audit UPDATE TO '99.0'");
            } finally {
                Files.deleteIfExists(script);
            }

            assertEquals("next", db.query("SELECT pggit_audit.next_version()"));
            assertEquals("99.0", db.query("SELECT extversion FROM pg_extension WHERE extname = 'pggit_audit'"));
            assertEquals(before, db.query("SELECT count(*) FROM pggit_audit.changes"));
            assertEquals("0", db.query("SELECT count(*) FROM pggit_audit.validate_audit_integrity() WHERE status = 'FAIL'"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void noJvmStartsForASessionThatDoesNotNeedIt(Host host) throws java.sql.SQLException {
        try (TestDatabase db = TestServer.get().database(host); java.sql.Connection c = db.connect(); java.sql.Statement s = c.createStatement()) {
            s.execute("SELECT * FROM pggit_audit.recent_changes");
            s.execute("SELECT * FROM pggit_audit.get_object_changes('public', 't')");
            boolean before = hasJvm(s);
            s.execute("SELECT * FROM pggit_audit.host()");

            assertEquals(false, before);
            assertEquals(true, hasJvm(s), "the look at the process's memory map sees no JVM even where one runs");
        }
    }

    private static boolean hasJvm(java.sql.Statement s) throws java.sql.SQLException {
        try (java.sql.ResultSet r = s.executeQuery("SELECT pg_read_file('/proc/self/maps') ~ 'libjvm'")) {
            r.next();
            return r.getBoolean(1);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void indexesAreUsedByWhatTheyAreFor(Host host) {
        try (TestDatabase db = TestServer.get().database(host)) {
            db.update("""
                INSERT INTO pggit_audit.changes (change_id, commit_sha, path, object_schema, object_name, object_type, change_type, new_definition, author, committed_at, verified)
                SELECT gen_random_uuid(), md5((i / 20)::text), 'app.o' || i, 'app', 'o' || i, 'TABLE', 'CREATE', 'CREATE TABLE', 'a', now() - i * interval '1 hour', i > 50
                FROM generate_series(1, 20000) i;
                INSERT INTO pggit_audit.object_versions (path, object_schema, object_name, object_type, life, version_number, definition, commit_sha, change_id, created_at)
                SELECT c.path, c.object_schema, c.object_name, c.object_type, 1, 1, c.new_definition, c.commit_sha, c.change_id, c.committed_at FROM pggit_audit.changes c;
                INSERT INTO pggit_audit.compliance_log (change_id, verified_at, verification_status) SELECT c.change_id, now() - row_number() OVER () * interval '1 hour', 'PASSED' FROM pggit_audit.changes c;
                INSERT INTO pggit_audit.recording_gaps (commit_sha, error_code, error_message) SELECT md5(i::text), '00000', 'x' FROM generate_series(1, 5000) i;
                INSERT INTO pggit_audit.settings (name, value) SELECT 'record_on_commit', 'on' FROM generate_series(1, 5000) i;""");
            db.update("ANALYZE");
            String[][] uses = {
                {"changes_object_idx", "SELECT * FROM pggit_audit.changes c WHERE c.object_schema = 'app' AND c.object_name = 'o7' ORDER BY c.committed_at DESC"},
                {"changes_committed_at_idx", "SELECT * FROM pggit_audit.recent_changes LIMIT 20"},
                {"changes_unverified_idx", "SELECT * FROM pggit_audit.unverified_changes LIMIT 20"},
                {"changes_path_idx", "SELECT * FROM pggit_audit.changes c WHERE c.path = 'app.o7' ORDER BY c.change_seq DESC LIMIT 1"},
                {"changes_commit_sha_path_key", "SELECT * FROM pggit_audit.changes c WHERE c.commit_sha = md5('7')"},
                {"object_versions_object_idx", "SELECT * FROM pggit_audit.object_history h WHERE h.object_schema = 'app' AND h.object_name = 'o7'"},
                {"object_versions_path_version_number_key", "SELECT * FROM pggit_audit.object_versions v WHERE v.path = 'app.o7' ORDER BY v.version_number DESC LIMIT 1"},
                {"object_versions_change_id_idx", "SELECT * FROM pggit_audit.object_versions v WHERE v.change_id = (SELECT change_id FROM pggit_audit.changes LIMIT 1)"},
                {"compliance_log_change_id_idx", "SELECT * FROM pggit_audit.compliance_log l WHERE l.change_id = (SELECT change_id FROM pggit_audit.changes LIMIT 1)"},
                {"compliance_log_verified_at_idx", "SELECT * FROM pggit_audit.compliance_log l WHERE l.verified_at > now() - interval '3 hours'"},
                {"recording_gaps_commit_sha_idx", "SELECT * FROM pggit_audit.recording_gaps g WHERE g.commit_sha = md5('7')"},
                {"settings_name_setting_id_idx", "SELECT * FROM pggit_audit.settings s WHERE s.name = 'on_record_failure' ORDER BY s.setting_id DESC LIMIT 1"},
            };
            for (String[] use : uses) {
                String plan = String.join("\n", db.list("EXPLAIN " + use[1]));
                assertTrue(plan.contains(use[0]), () -> use[0] + " is not used:\n" + plan);
            }
        }
    }

    private static final String CENSUS = """
        SELECT string_agg(x, E'\\n' ORDER BY x) FROM (
            SELECT 'schema ' || nspname AS x FROM pg_namespace WHERE nspname !~ '^pg_(temp|toast)'
            UNION ALL SELECT 'relation ' || oid::regclass FROM pg_class WHERE relnamespace <> 'pg_toast'::regnamespace
            UNION ALL SELECT 'function ' || oid::regprocedure FROM pg_proc
            UNION ALL SELECT 'trigger ' || tgname || tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal
            UNION ALL SELECT 'extension ' || extname FROM pg_extension
            UNION ALL SELECT 'type ' || oid::regtype FROM pg_type) y""";

    static final String FOREIGN_STORE = """
        CREATE SCHEMA STORE;
        CREATE TABLE STORE.objects (sha text PRIMARY KEY, type text NOT NULL, size integer NOT NULL, content text NOT NULL, created_at timestamp DEFAULT now());
        CREATE TABLE STORE.commit_graph (commit_sha text PRIMARY KEY REFERENCES STORE.objects, parent_shas text[] NOT NULL DEFAULT '{}', tree_sha text NOT NULL,
            generation integer NOT NULL DEFAULT 0, author text NOT NULL, committer text NOT NULL, authored_at timestamp NOT NULL, committed_at timestamp NOT NULL, message text NOT NULL);
        CREATE TABLE STORE.tree_entries (tree_sha text REFERENCES STORE.objects, path text, mode text NOT NULL, object_sha text NOT NULL REFERENCES STORE.objects, PRIMARY KEY (tree_sha, path));
        CREATE TABLE STORE.refs (name text PRIMARY KEY, target_sha text NOT NULL REFERENCES STORE.objects, type text NOT NULL);
        CREATE TABLE STORE.head (id integer PRIMARY KEY DEFAULT 1 CHECK (id = 1), ref_name text NOT NULL, direct_sha text);""";
}
