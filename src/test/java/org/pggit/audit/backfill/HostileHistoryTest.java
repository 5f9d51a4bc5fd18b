package org.pggit.audit.backfill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pggit.audit.backfill.RowOutcome.Disposition;

/** Texts and rows that nobody would write: each row ends with one disposition, nothing is thrown. */
class HostileHistoryTest {
    @Test
    void aTextOfMegabytes() {
        String text = "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT ''" + "x".repeat(5_000_000) + "'''";

        Replay.Result result = new History().text(text, "FUNCTION", "public", "77", "CREATE").replay();

        assertEquals("public.f()", result.rows().get(0).path());
    }

    @Test
    void tenThousandStatements() {
        StringBuilder text = new StringBuilder();
        History history = new History();
        String[] rows = new String[40_000];
        for (int i = 0; i < 10_000; i++) {
            text.append("CREATE TABLE t").append(i).append(" (a int);\n");
            rows[4 * i] = "TABLE";
            rows[4 * i + 1] = "public";
            rows[4 * i + 2] = "t" + i;
            rows[4 * i + 3] = "CREATE";
        }

        Replay.Result result = history.text(text.toString(), rows).replay();

        assertEquals(10_000, result.rows().stream().filter(RowOutcome::isNet).count());
        assertEquals(1, result.commits().size());
    }

    @Test
    void unterminatedQuotesAndNonsense() {
        String[] texts = {"'", "\"", "$$", "/* ", "CREATE", "CREATE TABLE", "ALTER TABLE", "((((", "))))", "CREATE TABLE t (a int DEFAULT 'x", "DROP TABLE", "COMMENT ON", "RENAME", ";;;;", "\u0001\u0002", "SELECT f(",
            "CREATE TABLE t (a int); ROLLBACK", "ALTER TABLE t DROP", "ALTER TABLE t RENAME", "CREATE INDEX ON", "CREATE TRIGGER x ON", "DO $$ BEGIN EXECUTE format('%s', x); END $$", "CREATE TABLE a.b.c.d (x int)",
            "ALTER TABLE ONLY ONLY t", "CREATE TABLE t (CONSTRAINT)", "CREATE TABLE t (a)", "CREATE TABLE t (,)", "CREATE SCHEMA s CREATE TABLE", "GRANT ON TO", "ALTER SEQUENCE s OWNED BY", "DROP DATABASE postgres"};
        History history = new History();
        for (String text : texts) {
            for (String type : List.of("TABLE", "INDEX", "VIEW", "FUNCTION")) {
                for (String change : List.of("CREATE", "ALTER", "DROP")) {
                    history.text(text, type, "public", type.equals("FUNCTION") ? "99" : "t", change);
                }
            }
        }

        Replay.Result result = history.replay();

        assertEquals(history.rows().size(), result.rows().size());
        assertTrue(result.rows().stream().allMatch(o -> o.disposition() != null));
    }

    @Test
    void namesOfAllSorts() {
        String[] names = {"say \"hi\"", "a.b", "with space", "naïve", "😀", "select", "x on y", "f(x)", "a/b", "#1", "|", "O'Neill", "%s", "\\", "UPPER", "a|b", " "};
        History history = new History();
        for (String name : names) {
            String quoted = '"' + name.replace("\"", "\"\"") + '"';
            history.text("CREATE TABLE " + quoted + " (id serial PRIMARY KEY, " + quoted + " text)", "TABLE", "public", quoted, "CREATE")
                .text("ALTER TABLE " + quoted + " ADD COLUMN more text", "TABLE", "public", quoted, "ALTER");
        }

        Replay.Result result = history.replay();

        assertEquals(names.length, History.state(result).keySet().stream().filter(p -> !p.endsWith("_id_seq") && !p.endsWith("_id_seq\"")).count());
        assertEquals(List.of(names), result.rows().stream().filter(o -> o.change().equals("CREATE")).map(RowOutcome::name).toList());
        assertNull(Parts.undisturbed(history.rows()).difference(Parts.replay(history.rows(), 3)));
    }

    @Test
    void aRowOfNoObject() {
        HistoryRow row = new HistoryRow(5, null, null, null, "CREATE", "CREATE TABLE t (a int)", "x", 0, "a", "b", null, null, null);

        Replay.Result result = Replay.run(new Replay.Options(null, "pggit", TreeLayout.BUCKETS, false), Map.of(), List.of(row));

        assertEquals(Disposition.REJECTED, result.rows().get(0).disposition());
        assertEquals("object_id is of no row of objects", result.rows().get(0).reason());
    }

    @Test
    void rowsOfOtherObjectsThanTheTextSays() {
        History history = new History().text("CREATE TABLE a (x int)", "TABLE", "public", "b", "CREATE", "FUNCTION", "public", "11", "DROP", "INDEX", "nowhere", "i", "ALTER");

        Replay.Result result = history.replay();

        assertEquals(List.of(Disposition.RECORDED, Disposition.RECORDED, Disposition.RECORDED), result.rows().stream().map(RowOutcome::disposition).toList());
    }

    /** What a replay keeps in memory and no tree holds must not decide anything: borders between its calls would. */
    @ParameterizedTest
    @ValueSource(strings = {
        // Made twice with one text, then dropped.
        "CREATE INDEX i ON t (a) | CREATE INDEX i ON t (a) | DROP INDEX i",
        "CREATE TRIGGER g BEFORE UPDATE ON u EXECUTE FUNCTION f() | CREATE TRIGGER g BEFORE UPDATE ON u EXECUTE FUNCTION f() | CREATE TABLE t (); ALTER TABLE t RENAME TO u; DROP TABLE u",
        // A path that comes twice in one transaction, where nothing stood before.
        "SET search_path = z; CREATE TABLE t (a int, b int) | SET search_path = z; CREATE POLICY p ON t USING (a > b) | ALTER TABLE z.t SET SCHEMA public; CREATE POLICY p ON t USING (a > b) | CREATE POLICY p ON t USING (a > b)",
        // A temporary table, and a table of its name in another session.
        "CREATE TEMP TABLE t (a int) | CREATE TABLE t (a int) | ALTER TABLE t ADD COLUMN b int | DROP TABLE t",
        // The owner of a sequence, made after it, dropped and made again.
        "CREATE SEQUENCE s OWNED BY t.a | CREATE TABLE t (a int) | DROP TABLE t",
        "CREATE TABLE t (a int) | CREATE SEQUENCE s OWNED BY t.a | ALTER SEQUENCE s OWNED BY NONE | DROP TABLE t | CREATE TABLE t (a int)"
    })
    void bordersBetweenCalls(String texts) {
        History history = new History();
        for (String text : texts.split(" \\| ")) {
            // No row is tied: what the text says is all that is known.
            history.text(text, "FUNCTION", "public", "7", "CREATE");
        }

        assertNull(Parts.undisturbed(history.rows()).difference(Parts.replay(history.rows(), 1)));
    }

    @Test
    void anIndexWithoutAName() {
        History history = new History().text("CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY USING INDEX", "TABLE", "public", "t", "CREATE");

        assertEquals(Disposition.RECORDED, history.replay().rows().get(0).disposition());
    }

    @Test
    void textsCutAndMixedAtRandom() throws IOException {
        long seed = Long.getLong("pggit.seed", System.nanoTime());
        System.out.println("HostileHistoryTest.textsCutAndMixedAtRandom: -Dpggit.seed=" + seed);
        for (int i = 0; i < 10; i++) {
            List<HistoryRow> rows = cutAndMixed(new Random(seed + i), 60);
            Parts undisturbed = Parts.undisturbed(rows);

            assertEquals(60, undisturbed.outcomes().size());
            assertNull(undisturbed.difference(Parts.replay(rows, 1)), "history " + i);
            assertNull(undisturbed.difference(Parts.replay(rows, 5)), "history " + i);
        }
    }

    private static List<HistoryRow> cutAndMixed(Random random, int rows) throws IOException {
        String whole;
        try (InputStream in = HostileHistoryTest.class.getResourceAsStream("/cases/backfill/hostile.sql")) {
            whole = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String[] types = {"TABLE", "INDEX", "VIEW", "FUNCTION"};
        String[] changes = {"CREATE", "ALTER", "DROP"};
        String[] names = {"t", "u", "v", "i"};
        History history = new History();
        for (int i = 0; i < rows; i++) {
            int from = random.nextInt(whole.length());
            int to = from + random.nextInt(whole.length() - from);
            String text = whole.substring(from, to) + (random.nextBoolean() ? whole.substring(random.nextInt(whole.length())) : "");
            String type = types[random.nextInt(types.length)];
            String name = type.equals("FUNCTION") ? Integer.toString(random.nextInt(5)) : names[random.nextInt(names.length)];
            history.text(text, type, "public", name, changes[random.nextInt(changes.length)]);
        }
        return history.rows();
    }
}
