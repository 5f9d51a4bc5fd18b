package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real application's migrations (../shared/corpus) under capture, against what the server's event triggers told of each. */
class CaptureHistoryIT {
    private static final int REBUILT = 10;

    /** One migration: its text, and the identities that the server named. */
    private record Migration(String file, String sql, List<String> identities) {
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void everyMigrationIsOneCommitThatExplainsItsEventsAndRebuilds(Host host) throws Exception {
        File data = new File(TestServer.get().shared(), "corpus/history-cratesio.jsonl.gz");
        Assumptions.assumeTrue(data.isFile(), "../shared/corpus is not here: the real migrations were not tried");
        List<Migration> migrations = read(data);
        long seed = Long.getLong("pggit.seed", System.nanoTime());
        System.out.println("CaptureHistoryIT on " + host + ": -Dpggit.seed=" + seed);
        Set<Integer> rebuilt = new TreeSet<>();
        Random random = new Random(seed);
        while (rebuilt.size() < REBUILT) {
            rebuilt.add(random.nextInt(migrations.size()));
        }
        try (TestDatabase db = TestServer.get().database(host)) {
            db.update("SELECT pggit_audit.capture_enable('history')");
            Map<String, String> dumps = new HashMap<>();
            List<String> unexplained = new ArrayList<>();
            int wrongNumber = 0;
            for (int i = 0; i < migrations.size(); i++) {
                Migration m = migrations.get(i);
                String before = db.query("SELECT (pggit_audit.capture_branch()).head_sha");
                try (Connection c = db.connect(); Statement s = c.createStatement()) {
                    s.execute(m.sql);
                } catch (SQLException e) {
                    throw new IllegalStateException(m.file, e);
                }
                int commits = Integer.parseInt(db.query("SELECT count(*) FROM pggit_audit.captured_commits WHERE kind = 'DDL'"));
                String head = db.query("SELECT (pggit_audit.capture_branch()).head_sha");
                String parent = db.query("SELECT parent_shas[1] FROM pggit_v2.commit_graph WHERE commit_sha = '" + head + "'");
                boolean isOne = !head.equals(before) && parent.equals(before);
                wrongNumber += head.equals(before) || isOne ? 0 : 1;
                unexplained.addAll(unexplained(db, m, head.equals(before) ? null : head));
                assertEquals("0", db.query("SELECT count(*) FROM pggit_audit.find_drift()"), m.file);
                if (rebuilt.contains(i)) {
                    dumps.put(head, Dump.text(TestServer.get(), db.name));
                }
                assertTrue(commits <= i + 1, "more commits than migrations");
            }

            assertEquals(0, wrongNumber, "migrations with more than one commit");
            assertEquals(List.of(), unexplained);
            assertEquals("0", db.query("SELECT count(*) FROM pggit_audit.find_drift()"));
            assertEquals("", String.join("\n", db.list("SELECT check_name || ': ' || details FROM pggit_audit.validate_audit_integrity() WHERE status = 'FAIL'")));
            for (Map.Entry<String, String> dump : dumps.entrySet()) {
                String error = errors(db, db.query("SELECT pggit_audit.schema_at('" + dump.getKey() + "')"), true);
                if (!error.isEmpty()) {
                    // A generated column whose function finds its types by search_path: pg_dump's own script must fail alike, and under the application's search_path it loads.
                    assertTrue(errors(db, dump.getValue(), false).contains(error), () -> dump.getKey() + ": pg_dump's script loads, schema_at's does not: " + error);
                    System.out.println(dump.getKey() + " needs the application's search_path, for schema_at as for pg_dump: " + error);
                }
                assertEquals(List.of(), Dump.differences(Dump.objects(dump.getValue()), rebuild(db, dump.getKey(), error.isEmpty() ? "" : "public")), dump.getKey());
            }
        }
    }

    /** The errors of the script in an empty database, the first only or all; empty where there are none. */
    private static String errors(TestDatabase db, String script, boolean firstOnly) throws Exception {
        TestServer server = TestServer.get();
        String name = db.name + "_tried";
        server.update("postgres", "DROP DATABASE IF EXISTS " + name);
        server.update("postgres", "CREATE DATABASE " + name);
        Path file = TestServer.PROJECT.resolve("target/" + name + ".sql");
        Files.writeString(file, script);
        String output = server.psql(name, "-v", "ON_ERROR_STOP=" + (firstOnly ? 1 : 0), "-f", file.toString()).output();
        server.update("postgres", "DROP DATABASE " + name);
        return String.join("\n", output.lines().filter(l -> l.contains("ERROR: ")).map(l -> l.substring(l.indexOf("ERROR: "))).toList());
    }

    /** pg_dump of the database that schema_at(commit) builds. */
    static Map<String, List<String>> rebuild(TestDatabase db, String commit) throws Exception {
        return rebuild(db, commit, "");
    }

    private static Map<String, List<String>> rebuild(TestDatabase db, String commit, String searchPath) throws Exception {
        TestServer server = TestServer.get();
        String name = db.name + "_rebuilt";
        server.update("postgres", "DROP DATABASE IF EXISTS " + name);
        server.update("postgres", "CREATE DATABASE " + name);
        Path script = TestServer.PROJECT.resolve("target/" + name + ".sql");
        Files.writeString(script, db.query("SELECT pggit_audit.schema_at('" + commit + "', search_path => '" + searchPath + "')"));
        server.psql(name, "-v", "ON_ERROR_STOP=1", "-f", script.toString()).orFail("schema_at(" + commit + ")");
        Map<String, List<String>> dump = Dump.of(server, name);
        // A database with a subscription can not be dropped.
        server.psql(name, "-f", TestServer.PROJECT.resolve("install/drop_subscriptions.sql").toString()).orFail("drop_subscriptions.sql");
        server.update("postgres", "DROP DATABASE " + name);
        return dump;
    }

    /** The server's identities of which no change of the commit tells, by path or (parts: columns, keys' indexes, sequences of identity columns, constraints) by a text. */
    private static List<String> unexplained(TestDatabase db, Migration m, String commit) throws SQLException {
        List<String> missing = new ArrayList<>();
        try (Connection c = db.connect(); PreparedStatement s = c.prepareStatement("""
                SELECT count(*) FROM pggit_audit.changes c WHERE c.commit_sha = ? AND (? = ANY (ARRAY[c.path, c.old_path, substr(c.path, strpos(c.path, ' ') + 1), substr(c.old_path, strpos(c.old_path, ' ') + 1)])
                    OR starts_with(?, c.path || '.') OR starts_with(?, c.old_path || '.') OR ? LIKE '% on ' || c.path OR ? LIKE '% on ' || c.old_path
                    OR strpos(coalesce(c.new_definition, '') || coalesce(c.old_definition, ''), ? || ' ') > 0)""")) {
            for (String named : m.identities) {
                String identity = named.startsWith("for ") ? named.substring(4) : named;
                for (int p = 2; p <= 7; p++) {
                    s.setString(p, identity);
                }
                s.setString(1, commit);
                try (ResultSet r = s.executeQuery()) {
                    r.next();
                    if (r.getInt(1) == 0 && !isUnchanged(db, identity, commit)) {
                        missing.add(m.file + ": " + identity);
                    }
                }
            }
        }
        return missing;
    }

    /** Nothing came of it: what the migration did to the object it undid. (That the commit is complete find_drift says.) */
    private static boolean isUnchanged(TestDatabase db, String identity, String commit) {
        return commit == null || "t".equals(db.query("SELECT count(DISTINCT coalesce(l.object_sha, '-')) = 1 FROM (SELECT '" + commit + "' AS c UNION ALL SELECT '" + commit + "~1') x"
            + " LEFT JOIN LATERAL pggit_audit.tree_entry((pggit_audit.commit_of(x.c)).tree_sha, '" + identity + "') l ON true"));
    }

    private static List<Migration> read(File data) throws Exception {
        List<Migration> migrations = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(new FileInputStream(data)), StandardCharsets.UTF_8));
                Connection c = TestServer.get().connect("postgres"); PreparedStatement s = c.prepareStatement("""
                SELECT r ->> 'file', r ->> 'sql', ARRAY(
                    SELECT x ->> 'identity' FROM jsonb_array_elements(r -> 'commands') x WHERE x ->> 'identity' IS NOT NULL AND coalesce(x ->> 'schema', '') !~ '^pg_'
                    UNION SELECT x ->> 'identity' FROM jsonb_array_elements(r -> 'dropped') x WHERE (x ->> 'original')::boolean AND NOT (x ->> 'temporary')::boolean) FROM (SELECT ?::jsonb AS r) j""")) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                s.setString(1, line);
                try (ResultSet r = s.executeQuery()) {
                    r.next();
                    migrations.add(new Migration(r.getString(1), r.getString(2), List.of((String[]) r.getArray(3).getArray())));
                }
            }
        }
        return migrations;
    }
}
