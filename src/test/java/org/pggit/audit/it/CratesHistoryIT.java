package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;

/** Backfill of a real v1 history (../shared/v1-cratesio) against the truth beside it. */
class CratesHistoryIT {
    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"PLJAVA, whole strings", "PLJAVA, per statement", "PLPYTHON, whole strings", "PLPYTHON, per statement"})
    void everyRowIsRecordedAndEveryApplicationRowIsRight(Host host, String variant) throws Exception {
        File data = new File(TestServer.get().shared(), "v1-cratesio");
        Assumptions.assumeTrue(data.isDirectory(), "../shared/v1-cratesio is not here: the real v1 history was not tried");
        try (TestDatabase db = TestServer.get().database(host)) {
            load(db, data, variant.equals("per statement"));
            String v1 = db.query(V1);

            String first = db.query("SELECT processed || ' ' || errors || ' ' || recorded FROM pggit_audit.backfill_from_v1_history()");
            String second = db.query("SELECT processed || ' ' || errors || ' ' || recorded FROM pggit_audit.backfill_from_v1_history()");

            assertEquals("610 0 501", first);
            assertEquals("610 0 0", second);
            assertEquals(v1, db.query(V1), "v1's tables were written to");
            assertEquals("501 of 501", db.query("""
                SELECT count(*) FILTER (WHERE (c.object_schema, c.object_name, c.object_type, c.change_type) = (t.true_schema, t.true_name, t.true_object_type, t.true_change_type)) || ' of ' || count(*)
                FROM truth t JOIN pggit_audit.changes c USING (history_id) WHERE t.in_extension IS DISTINCT FROM 't'"""));
            assertEquals("501 of 501", db.query("""
                SELECT count(*) FILTER (WHERE (d.object_schema, d.object_name, d.object_type, d.change_type) = (t.true_schema, t.true_name, t.true_object_type, t.true_change_type) AND d.change_id IS NOT NULL) || ' of ' || count(*)
                FROM truth t JOIN pggit_audit.backfill_dispositions d USING (history_id) WHERE t.in_extension IS DISTINCT FROM 't'"""));
            assertEquals("109", db.query("SELECT count(*) FROM truth t JOIN pggit_audit.backfill_dispositions d USING (history_id) WHERE t.in_extension = 't' AND d.disposition = 'EXTENSION_MEMBER'"));
            assertEquals("610", db.query("SELECT count(DISTINCT history_id) FROM pggit_audit.backfill_dispositions"));
            assertEquals("0", db.query("SELECT count(*) FROM pggit_audit.backfill_changes WHERE history_id IS NULL"));
            assertEquals(List.of(), db.list("SELECT check_name || ': ' || details FROM pggit_audit.validate_audit_integrity() WHERE status <> 'PASS'"));
        }
    }

    /** Before the baseline at least 95 % of the objects are as pg_dump had them at the end of the real history, after it all. */
    @ParameterizedTest(name = "{0}")
    @EnumSource
    void theLastCommitRebuildsTheSchema(Host host) throws Exception {
        File data = new File(TestServer.get().shared(), "v1-cratesio");
        Assumptions.assumeTrue(data.isDirectory(), "../shared/v1-cratesio is not here: the real v1 history was not tried");
        try (TestDatabase db = TestServer.get().database(host); TestDatabase before = TestServer.get().emptyDatabase(host); TestDatabase middle = TestServer.get().emptyDatabase(host);
             TestDatabase after = TestServer.get().emptyDatabase(host); TestDatabase scripted = TestServer.get().emptyDatabase(host)) {
            String schema = new String(new GZIPInputStream(new FileInputStream(new File(data, "final-schema.sql.gz"))).readAllBytes(), StandardCharsets.UTF_8);
            Path script = Files.createTempFile("final-schema", ".sql");
            Files.writeString(script, schema.replaceAll("(?m)^\\\\(un)?restrict.*$", ""));
            db.psql("-v", "ON_ERROR_STOP=1", "-f", script.toString()).orFail("final-schema.sql");
            Files.delete(script);
            load(db, data, false);
            db.update("DROP TABLE truth");
            db.query("SELECT processed FROM pggit_audit.backfill_from_v1_history()");

            List<String> failedBefore = Rebuild.run(db, "v1-history", before);
            // The texts of history name their objects as its authors did: the script finds them by search_path.
            Path rebuild = Files.createTempFile("schema_at", ".sql");
            Files.writeString(rebuild, db.query("SELECT pggit_audit.schema_at('v1-history', search_path => 'public')"));
            scripted.psql("-v", "ON_ERROR_STOP=1", "-f", rebuild.toString()).orFail("schema_at");
            Files.delete(rebuild);
            String real = db.query("SELECT count(*) FROM pggit_audit.reconcile_v1_history() WHERE finding = 'NOT IN CATALOG'");
            // The baseline has every schema, also the one that a new database has, and the host's own.
            after.update("DROP SCHEMA public");
            List<String> failedAfter = Rebuild.run(db, "v1-history", after);
            failedAfter.remove("sqlj: ERROR: schema \"sqlj\" already exists");

            Map<String, String> want = Rebuild.objects(schema);
            Map<String, String> have = Rebuild.dump(before);
            List<String> different = want.keySet().stream().filter(k -> !want.get(k).equals(have.get(k))).toList();
            System.out.println("crates.io rebuilt (" + host + "): " + (want.size() - different.size()) + " of " + want.size() + " objects identical before the baseline; not: " + different);
            assertEquals(List.of(), failedBefore);
            assertEquals(have, Rebuild.dump(scripted));
            assertTrue(different.size() * 20 <= want.size(), different::toString);
            assertEquals("1", real);
            assertEquals(List.of(), failedAfter);
            assertEquals(withoutHost(want), withoutHost(Rebuild.dump(after)));
            assertEquals("0", db.query("SELECT count(*) FROM pggit_audit.reconcile_v1_history() WHERE finding <> 'SAME'"));
            for (String revision : new String[] {"v1-history~201", "v1-history~121", "v1-history~41"}) {
                middle.update("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
                middle.update("DROP EXTENSION IF EXISTS ltree CASCADE; DROP EXTENSION IF EXISTS pg_trgm CASCADE; DROP EXTENSION IF EXISTS pgcrypto CASCADE");
                assertEquals(List.of(), Rebuild.run(db, revision, middle), revision);
            }
            // Capture goes on from the baseline: nothing is left for a commit of its own.
            db.update("INSERT INTO pggit_v2.head (ref_name) VALUES ('v1-history')");
            db.update("SELECT pggit_audit.set_setting('capture_exclude_schemas', 'pggit')");
            assertNull(db.query("SELECT pggit_audit.capture_enable('after the baseline')"));
            assertEquals("0", db.query("SELECT count(*) FROM pggit_audit.find_drift()"));
        }
    }

    private static Map<String, String> withoutHost(Map<String, String> objects) {
        Map<String, String> kept = new TreeMap<>(objects);
        kept.keySet().removeIf(k -> k.contains("pljava") || k.contains("plpython") || k.contains("sqlj") || k.contains("LANGUAGE"));
        return kept;
    }

    private static final String V1 = "SELECT md5(string_agg(h::text, '' ORDER BY h.id)) || (SELECT md5(string_agg(o::text, '' ORDER BY o.id)) FROM pggit.objects o) FROM pggit.history h";

    static void load(TestDatabase db, File data, boolean perStatement) throws IOException, SQLException {
        db.psql("-v", "ON_ERROR_STOP=1", "-f", "install/demo/v1_schema.sql").orFail("v1_schema.sql");
        db.update("TRUNCATE pggit.branches CASCADE");
        db.update("CREATE TABLE truth (history_id int, true_change_type text, true_object_type text, true_schema text, true_name text, true_args text, true_identity text,"
            + " in_extension text, migration text, command_tag text, renamed_from text, true_statement text)");
        for (String table : new String[] {"branches", "commits", "objects", "history", "dependencies"}) {
            File own = new File(data, "per-statement/" + table + ".csv.gz");
            copy(db, "pggit." + table, perStatement && own.exists() ? own : new File(data, table + ".csv.gz"));
        }
        copy(db, "truth", new File(data, "truth.csv.gz"));
    }

    private static void copy(TestDatabase db, String table, File csv) throws IOException, SQLException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(new GZIPInputStream(new FileInputStream(csv)), StandardCharsets.UTF_8)); Connection c = db.connect()) {
            reader.mark(10_000);
            String columns = reader.readLine();
            reader.reset();
            c.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + table + " (" + columns + ") FROM STDIN (FORMAT csv, HEADER)", reader);
        }
    }
}
