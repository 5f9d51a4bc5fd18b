package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Every evidence and store table, every column: changed, emptied, swapped between two rows; every table: a row deleted, a row doubled under another key. Each alone, with
 * all triggers, unique indexes and checks lifted and put back, must give a FAIL of a check that is there for it, and the finding must name the row. What the copies say without damage must be PASS.
 */
class CorruptionSweepIT {
    private static final int ROUNDS = Integer.getInteger("pggit.sweep.rounds", 2);
    private static final String ONLY = System.getProperty("pggit.sweep.tables", ".*");
    private static final long SEED = Long.getLong("pggit.seed", 20260301L);

    /** No evidence (docs/verification.md, "What is logged"): found anew, a helper, empty but within a transaction, harmless whatever it says. */
    private static final Set<String> LEFT_OUT = Set.of("pggit_audit.installation", "pggit_audit.host_start", "pggit_audit.evidence_pending", "pggit_audit.capture_notes", "pggit_audit.capture_state");

    /** Which checks are there for a table; else evidence_rows. */
    private static final Map<String, Set<String>> CHECKS = Map.ofEntries(
        Map.entry("pggit_v2.objects", Set.of("store_tables", "store_hashes", "store_references", "store_receipts", "commit_sha_references")),
        Map.entry("pggit_v2.commit_graph", Set.of("store_tables", "store_commit_graph", "store_references", "store_receipts", "commits_recorded", "recorded_commits_complete", "commit_sha_references")),
        Map.entry("pggit_v2.tree_entries", Set.of("store_tables", "store_tree_entries", "store_references")),
        Map.entry("pggit_v2.refs", Set.of("store_tables", "store_references", "store_receipts")),
        Map.entry("pggit_v2.head", Set.of("store_tables", "store_references", "store_receipts")),
        Map.entry("pggit_audit.evidence_leaves", Set.of("evidence_rows", "evidence_tree")),
        Map.entry("pggit_audit.evidence_nodes", Set.of("evidence_tree")),
        Map.entry("pggit_audit.evidence_batches", Set.of("evidence_tree")),
        Map.entry("pggit_audit.installed_objects", Set.of("installation_unchanged")),
        Map.entry("pggit_audit.captured_objects", Set.of("live_schema")),
        Map.entry("pggit_audit.changes", Set.of("evidence_rows", "compliance_log_references")));

    private static final String KEPT = "CREATE TEMP TABLE kept AS SELECT a.attrelid, a.attnum, a.attidentity, a.attnotnull FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
        + "WHERE c.relnamespace IN ('pggit_audit'::regnamespace, 'pggit_v2'::regnamespace) AND c.relkind = 'r' AND a.attnum > 0";

    private record Table(String name, List<String> key, List<String> columns) {
    }

    private int rounds;
    private int refused;
    private final Map<String, Integer> caughtBy = new TreeMap<>();
    private final List<String> silent = new ArrayList<>();

    @Test
    void everySingleDamageIsFoundAndNamed() throws SQLException {
        Host host = TestServer.get().has(Host.PLPYTHON) ? Host.PLPYTHON : Host.PLJAVA;
        System.out.println("CorruptionSweepIT: seed " + SEED);
        try (TestDatabase db = TestServer.get().database(host)) {
            EvidenceStore.fill(db);
            try (Connection c = db.connect(); Statement s = c.createStatement()) {
                s.execute("SET allow_system_table_mods = on; SET client_min_messages = error; SET jit = off");
                s.execute(KEPT);
                c.setAutoCommit(false);
                assertEquals(Map.of(), failures(s), "an undamaged store fails");
                Random random = new Random(SEED);
                for (Table table : tables(s)) {
                    sweep(c, s, table, random);
                }
                assertEquals(Map.of(), failures(s), "the store fails after the sweep has taken everything back");
            }
        }
        System.out.println("CorruptionSweepIT: " + rounds + " damages, " + refused + " refused by constraints, found by " + caughtBy);
        assertEquals(List.of(), silent, "damages that were not found, or not by name, of " + rounds);
        assertTrue(rounds > 200 * ROUNDS || !ONLY.equals(".*"), "only " + rounds + " damages were tried");
    }

    @Test
    void aRestoredCopyHasNoFindingsAndHidesNothing() throws SQLException {
        TestServer server = TestServer.get();
        Assumptions.assumeTrue(System.getProperty("pggit.test.image") == null, "needs pg_dump here");
        Host host = server.has(Host.PLPYTHON) ? Host.PLPYTHON : Host.PLJAVA;
        System.out.println("CorruptionSweepIT: seed " + SEED);
        try (TestDatabase db = server.database(host); TestDatabase copy = new TestDatabase(server, db.name + "_copy", host)) {
            EvidenceStore.fill(db);
            Path dump = TestServer.PROJECT.resolve("target/it-" + db.name + ".dump");
            Shell.run(server.environment(), TestServer.PROJECT.toFile(), "pg_dump", "-d", db.name, "-Fc", "-f", dump.toString()).orFail("pg_dump");
            server.update("postgres", "CREATE DATABASE " + copy.name);
            Shell.run(server.environment(), TestServer.PROJECT.toFile(), "pg_restore", "--exit-on-error", "--single-transaction", "-d", copy.name, dump.toString()).orFail("pg_restore");
            copy.update("VACUUM FULL");
            // Capture is off in a restored database, which the checks say, until it is switched on.
            copy.update("SELECT pggit_audit.capture_enable('after the restore')");
            try (Connection c = copy.connect(); Statement s = c.createStatement()) {
                s.execute("SET allow_system_table_mods = on; SET client_min_messages = error; SET jit = off");
                s.execute(KEPT);
                c.setAutoCommit(false);
                assertEquals(Map.of(), failures(s), "an undamaged copy fails");
                Random random = new Random(SEED);
                for (Table table : tables(s)) {
                    List<String> rows = column(s, "SELECT ctid FROM " + table.name + " ORDER BY ctid");
                    String row = rows.get(random.nextInt(rows.size()));
                    damage(c, s, table, row, "delete", "DELETE FROM " + table.name + " WHERE ctid = '" + row + "'");
                    column(c, s, table, table.columns.get(random.nextInt(table.columns.size())), row, random);
                    extreme(c, s, table, table.columns.get(random.nextInt(table.columns.size())), row, random);
                }
            }
        }
        System.out.println("CorruptionSweepIT: restored, " + rounds + " damages, found by " + caughtBy);
        assertEquals(List.of(), silent, "damages that were not found, or not by name, of " + rounds);
        assertTrue(rounds > 50, "only " + rounds + " damages were tried");
    }

    private void sweep(Connection c, Statement s, Table t, Random random) throws SQLException {
        List<String> rows = column(s, "SELECT ctid FROM " + t.name + " ORDER BY ctid");
        assertTrue(!rows.isEmpty(), t.name + " has no row to damage");
        for (int round = 0; round < ROUNDS; round++) {
            String row = rows.get(random.nextInt(rows.size()));
            damage(c, s, t, row, "delete", "DELETE FROM " + t.name + " WHERE ctid = '" + row + "'");
            damage(c, s, t, row, "double", doubled(s, t, row));
        }
        // The very same row once more, where no unique index is in the way.
        String twice = rows.get(random.nextInt(rows.size()));
        damage(c, s, t, twice, "twice", "UPDATE pg_index SET indisunique = false, indisready = false WHERE indrelid = '" + t.name + "'::regclass; INSERT INTO " + t.name
            + " (" + String.join(", ", t.columns) + ") OVERRIDING SYSTEM VALUE SELECT " + String.join(", ", t.columns) + " FROM " + t.name + " r WHERE r.ctid = '" + twice + "'");
        // The same where the index goes on, but lets it pass; and a row that takes the place of another.
        damage(c, s, t, twice, "twice in the index", "INSERT INTO " + t.name + " (" + String.join(", ", t.columns) + ") OVERRIDING SYSTEM VALUE SELECT " + String.join(", ", t.columns)
            + " FROM " + t.name + " r WHERE r.ctid = '" + twice + "'");
        for (String column : t.columns) {
            taken(c, s, t, column, rows.get(random.nextInt(rows.size())));
            for (int round = 0; round < ROUNDS; round++) {
                column(c, s, t, column, rows.get(random.nextInt(rows.size())), random);
            }
            extreme(c, s, t, column, rows.get(random.nextInt(rows.size())), random);
        }
    }

    private void column(Connection c, Statement s, Table t, String column, String row, Random random) throws SQLException {
        boolean done = false;
        for (String value : values(s, t, column)) {
            done = done || damage(c, s, t, row, "change " + column, "UPDATE " + t.name + " SET " + column + " = " + value + " WHERE ctid = '" + row + "'");
        }
        damage(c, s, t, row, "empty " + column, "UPDATE " + t.name + " SET " + column + " = NULL WHERE ctid = '" + row + "' AND " + column + " IS NOT NULL");
        List<String> differing = column(s, "SELECT o.ctid FROM " + t.name + " o JOIN " + t.name + " r ON r.ctid = '" + row + "' WHERE o." + column + " IS DISTINCT FROM r." + column + " ORDER BY o.ctid");
        if (!differing.isEmpty()) {
            swap(c, s, t, row, differing.get(random.nextInt(differing.size())), column);
        }
    }

    /** The row has the value that the next smaller one has: in the order of the column nothing changes. */
    private void taken(Connection c, Statement s, Table t, String column, String row) throws SQLException {
        damage(c, s, t, row, "take " + column, "UPDATE " + t.name + " r SET " + column + " = (SELECT o." + column + " FROM " + t.name + " o WHERE o." + column + " < r." + column
            + " ORDER BY o." + column + " DESC LIMIT 1) WHERE r.ctid = '" + row + "' AND EXISTS (SELECT FROM " + t.name + " o WHERE o." + column + " < r." + column + ')');
    }

    /** Both rows anew, each with the other's value. */
    private void swap(Connection c, Statement s, Table t, String row, String other, String column) throws SQLException {
        damage(c, s, t, row, "swap " + column, """
            DO $do$ DECLARE a %1$s; b %1$s; BEGIN
            SELECT * INTO a FROM %1$s WHERE ctid = '%2$s'; SELECT * INTO b FROM %1$s WHERE ctid = '%3$s';
            DELETE FROM %1$s WHERE ctid IN ('%2$s', '%3$s');
            INSERT INTO %1$s OVERRIDING SYSTEM VALUE SELECT (r).* FROM (SELECT jsonb_populate_record(NULL::%1$s, to_jsonb(a) || jsonb_build_object('%4$s', to_jsonb(b) -> '%4$s')) AS r) x;
            INSERT INTO %1$s OVERRIDING SYSTEM VALUE SELECT (r).* FROM (SELECT jsonb_populate_record(NULL::%1$s, to_jsonb(b) || jsonb_build_object('%4$s', to_jsonb(a) -> '%4$s')) AS r) x;
            END $do$""".formatted(t.name, row, other, column));
    }

    private static String doubled(Statement s, Table t, String row) throws SQLException {
        String key = t.key.get(t.key.size() - 1);
        String type = typeOf(s, t, key);
        String fresh = switch (type) {
            case "uuid" -> "gen_random_uuid()";
            case "bigint", "integer" -> "(SELECT max(m." + key + ") + 1 FROM " + t.name + " m)";
            case "oid" -> "(SELECT (max(m." + key + ")::bigint + 1)::oid FROM " + t.name + " m)";
            default -> "'x' || r." + key;
        };
        StringBuilder list = new StringBuilder();
        for (String column : t.columns) {
            list.append(list.isEmpty() ? "" : ", ").append(column.equals(key) ? fresh : "r." + column);
        }
        return "INSERT INTO " + t.name + " (" + String.join(", ", t.columns) + ") OVERRIDING SYSTEM VALUE SELECT " + list + " FROM " + t.name + " r WHERE r.ctid = '" + row + "'";
    }

    /** Values to try in their order, until one is another than was there and can be written. */
    private static List<String> values(Statement s, Table t, String column) throws SQLException {
        List<String> values = new ArrayList<>(switch (typeOf(s, t, column)) {
            case "uuid" -> List.of("gen_random_uuid()");
            case "bigint", "integer" -> List.of("coalesce(" + column + ", 0) + 1", "coalesce(" + column + ", 0) + 100000", column + " + 4");
            case "oid" -> List.of("(coalesce(" + column + ", 0)::bigint + 1)::oid");
            case "xid8" -> List.of("(" + column + "::text::bigint + 1)::text::xid8");
            case "inet" -> List.of("coalesce(" + column + " + 1, '192.0.2.7')");
            case "boolean" -> List.of("NOT " + column);
            case "bytea" -> List.of("set_byte(" + column + ", 7, 255 - get_byte(" + column + ", 7))");
            case "timestamp with time zone", "timestamp without time zone" -> List.of("coalesce(" + column + ", now()) + interval '1 microsecond'");
            case "text[]" -> List.of("array_append(" + column + ", repeat('a', 64))");
            default -> List.of("coalesce(" + column + ", '') || 'X'", "'DROP'", "'VIEW'", "'tag'", "'branch'", "'blob'", "'tree'", "'FAILED'", "'PENDING'", "'FAIL'", "'commit'", "'ref'", "'jvm_library'", "'settings'");
        });
        values.removeIf(v -> v.equals("'DROP'") && !column.equals("change_type"));
        return values;
    }

    private void extreme(Connection c, Statement s, Table t, String column, String row, Random random) throws SQLException {
        List<String> extremes = extremes(typeOf(s, t, column), column);
        damage(c, s, t, row, "extreme " + column, "UPDATE " + t.name + " SET " + column + " = " + extremes.get(random.nextInt(extremes.size())) + " WHERE ctid = '" + row + "'");
    }

    /** Values at the ends of the type, or that look like what was there. */
    private static List<String> extremes(String type, String column) {
        return switch (type) {
            case "bigint" -> List.of("9223372036854775807", "-9223372036854775808", "0");
            case "integer" -> List.of("2147483647", "-2147483648", "0");
            case "oid" -> List.of("4294967295::bigint::oid", "0");
            case "uuid" -> List.of("'00000000-0000-0000-0000-000000000000'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'");
            case "boolean" -> List.of("NOT " + column);
            case "bytea" -> List.of("''", "'\\x00'", column + " || '\\x00'");
            case "timestamp with time zone", "timestamp without time zone" -> List.of("'infinity'", "'-infinity'", "'294276-12-31 23:59:59.999999'", "'4713-01-01 00:00:00 BC'");
            case "text[]" -> List.of("'{}'", "ARRAY[NULL::text]", "ARRAY[" + column + "]", "'[0:0]={x}'");
            case "inet" -> List.of("'::/0'");
            case "xid8" -> List.of("'18446744073709551615'");
            default -> List.of("''", column + " || ' '", "E'\\n'", "translate(" + column + ", 'ae', 'аe')", "upper(" + column + ")", "repeat('x', 2000)", column + " || U&'\\200B'");
        };
    }

    /** Whether it could be done at all. */
    private boolean damage(Connection c, Statement s, Table t, String row, String what, String sql) throws SQLException {
        List<String> names = names(s, t, row);
        Map<String, String> found;
        try {
            s.execute("UPDATE pg_class SET relhastriggers = false WHERE relnamespace IN ('pggit_audit'::regnamespace, 'pggit_v2'::regnamespace) AND relhastriggers");
            s.execute("UPDATE pg_attribute SET attidentity = '' WHERE attrelid = '" + t.name + "'::regclass AND attidentity = 'a'");
            s.execute("UPDATE pg_attribute SET attnotnull = false WHERE attrelid = '" + t.name + "'::regclass AND attnotnull AND attnum > 0");
            s.execute("CREATE TEMP TABLE lifted ON COMMIT DROP AS SELECT i.indexrelid, c.relchecks FROM pg_class c LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisunique WHERE c.oid = '" + t.name + "'::regclass");
            s.execute("UPDATE pg_index SET indisunique = false WHERE indexrelid IN (SELECT indexrelid FROM lifted)");
            s.execute("UPDATE pg_class SET relchecks = 0 WHERE oid = '" + t.name + "'::regclass");
            String before = column(s, digest(t)).get(0);
            s.execute(sql);
            String after = column(s, digest(t)).get(0);
            if (before.equals(after)) {
                return false;
            }
            names.addAll(changedNames(s, t));
            s.execute("UPDATE pg_attribute a SET attidentity = k.attidentity, attnotnull = k.attnotnull FROM pg_temp.kept k WHERE k.attrelid = a.attrelid AND k.attnum = a.attnum AND a.attrelid = '" + t.name + "'::regclass");
            s.execute("UPDATE pg_index SET indisunique = true WHERE indexrelid IN (SELECT indexrelid FROM lifted)");
            s.execute("UPDATE pg_class SET relchecks = (SELECT max(relchecks) FROM lifted) WHERE oid = '" + t.name + "'::regclass");
            s.execute("UPDATE pg_class SET relhastriggers = true WHERE oid IN (SELECT tgrelid FROM pg_trigger) AND NOT relhastriggers");
            found = failures(s);
        } catch (SQLException e) {
            if (!Set.of("23505", "23514", "23502", "42601", "22023").contains(e.getSQLState())) {
                throw new SQLException(t.name + " " + what + ": " + e.getMessage() + "\n" + sql, e);
            }
            refused++;
            return false;
        } finally {
            c.rollback();
        }
        rounds++;
        Set<String> expected = CHECKS.getOrDefault(t.name, Set.of("evidence_rows"));
        for (Map.Entry<String, String> f : found.entrySet()) {
            if (expected.contains(f.getKey()) && isNamed(f.getValue(), names)) {
                caughtBy.merge(f.getKey(), 1, Integer::sum);
                return true;
            }
        }
        silent.add(t.name + " " + row + " " + what + ": wanted one of " + expected + " naming one of " + names + ", found " + found);
        return true;
    }

    private static String digest(Table t) {
        return "SELECT coalesce(md5(string_agg(x::text, '' ORDER BY x::text COLLATE \"C\")), '') FROM " + t.name + " x";
    }

    private static final Pattern LEAVES = Pattern.compile("leaves (\\d+) to (\\d+)");

    /** A name of the row, or a span of leaves that holds it (names "leaf N"). */
    private static boolean isNamed(String finding, List<String> names) {
        for (String name : names) {
            if (name == null) {
                continue;
            }
            if (!name.startsWith("leaf ") && finding.contains(name) || Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(finding).find()) {
                return true;
            }
            Matcher m = LEAVES.matcher(finding);
            while (name.startsWith("leaf ") && m.find()) {
                long leaf = Long.parseLong(name.substring(5));
                if (Long.parseLong(m.group(1)) <= leaf && leaf <= Long.parseLong(m.group(2))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** How a finding may name the row. */
    private static List<String> names(Statement s, Table t, String row) throws SQLException {
        return new ArrayList<>(column(s, "SELECT unnest(ARRAY[" + nameExpressions(t) + "]) FROM " + t.name + " r WHERE r.ctid = '" + row + "'"));
    }

    /** The names of what is there now and was not before: a changed key, a doubled row. */
    private static List<String> changedNames(Statement s, Table t) throws SQLException {
        return column(s, "SELECT unnest(ARRAY[" + nameExpressions(t) + "]) FROM " + t.name + " r WHERE r.xmin = pg_current_xact_id()::xid");
    }

    private static String nameExpressions(Table t) {
        return switch (t.name) {
            case "pggit_audit.evidence_leaves" -> "'leaf ' || r.leaf_index, r.subject::text, 'last leaf is ' || r.leaf_index, 'last leaf is ' || (r.leaf_index::numeric - 1)";
            case "pggit_audit.evidence_nodes" -> "'node ' || r.node_index || ' of level ' || r.level";
            case "pggit_audit.evidence_batches" -> "'batch ' || r.first_index, 'leaf ' || r.first_index, 'batch ' || (r.first_index::numeric + r.leaf_count), 'batch ends at ' || (r.first_index::numeric - 1), 'batch ends at ' || (r.first_index::numeric + r.leaf_count - 1)";
            case "pggit_v2.tree_entries" -> "r.tree_sha";
            case "pggit_audit.captured_objects" -> "r.path";
            case "pggit_v2.head" -> "'head ' || r.id, 'HEAD', 'rows of ' || r.id";
            case "pggit_audit.changes", "pggit_audit.object_versions", "pggit_audit.compliance_log", "pggit_v2.objects", "pggit_v2.commit_graph", "pggit_v2.refs", "pggit_audit.recorded_commits",
                "pggit_audit.installed_objects" -> "r." + t.key.get(0) + "::text";
            default -> "'" + t.name.substring(t.name.indexOf('.') + 1) + " ' || r." + t.key.get(0);
        };
    }

    private static List<Table> tables(Statement s) throws SQLException {
        List<Table> tables = new ArrayList<>();
        for (String name : column(s, "SELECT c.oid::regclass FROM pg_class c WHERE c.relnamespace IN ('pggit_audit'::regnamespace, 'pggit_v2'::regnamespace) AND c.relkind = 'r' ORDER BY c.oid::regclass::text")) {
            if (!LEFT_OUT.contains(name) && name.matches(ONLY)) {
                tables.add(new Table(name,
                    column(s, "SELECT a.attname FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY k (n, p) JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n "
                        + "WHERE i.indrelid = '" + name + "'::regclass AND i.indisprimary AND k.p <= i.indnkeyatts ORDER BY k.p"),
                    column(s, "SELECT a.attname FROM pg_attribute a WHERE a.attrelid = '" + name + "'::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum")));
            }
        }
        return tables;
    }

    private static String typeOf(Statement s, Table t, String column) throws SQLException {
        return column(s, "SELECT format_type(a.atttypid, NULL) FROM pg_attribute a WHERE a.attrelid = '" + t.name + "'::regclass AND a.attname = '" + column + "'").get(0);
    }

    private static Map<String, String> failures(Statement s) throws SQLException {
        Map<String, String> failures = new TreeMap<>();
        try (ResultSet r = s.executeQuery("SELECT r.check_name, array_to_string(r.examples, E'\\n') FROM pggit_audit.run_integrity_checks(ARRAY(SELECT k.check_name FROM pggit_audit.integrity_checks() k), NULL, 0) r WHERE r.status = 'FAIL'")) {
            while (r.next()) {
                failures.put(r.getString(1), r.getString(2));
            }
        }
        return failures;
    }

    private static List<String> column(Statement s, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (ResultSet r = s.executeQuery(sql)) {
            while (r.next()) {
                values.add(r.getString(1));
            }
        }
        return values;
    }
}
