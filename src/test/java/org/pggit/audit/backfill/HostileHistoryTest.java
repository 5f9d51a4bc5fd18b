package org.pggit.audit.backfill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
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
        assertEquals(result.commits().stream().map(ReplayedCommit::sha).toList(), Parts.replay(history.rows(), 3));
    }

    @Test
    void aRowOfNoObject() {
        HistoryRow row = new HistoryRow(5, null, null, null, "CREATE", "CREATE TABLE t (a int)", "x", 0, "a", "b", null, null, null);

        Replay.Result result = Replay.run(new Replay.Options(null, "pggit", false, false), Map.of(), List.of(row));

        assertEquals(Disposition.REJECTED, result.rows().get(0).disposition());
        assertEquals("object_id is of no row of objects", result.rows().get(0).reason());
    }

    @Test
    void rowsOfOtherObjectsThanTheTextSays() {
        History history = new History().text("CREATE TABLE a (x int)", "TABLE", "public", "b", "CREATE", "FUNCTION", "public", "11", "DROP", "INDEX", "nowhere", "i", "ALTER");

        Replay.Result result = history.replay();

        assertEquals(List.of(Disposition.RECORDED, Disposition.RECORDED, Disposition.RECORDED), result.rows().stream().map(RowOutcome::disposition).toList());
    }

    @Test
    void textsCutAndMixedAtRandom() {
        long seed = Long.getLong("pggit.seed", System.nanoTime());
        System.out.println("HostileHistoryTest.textsCutAndMixedAtRandom: -Dpggit.seed=" + seed);
        Random random = new Random(seed);
        String whole = "CREATE TABLE t (id serial PRIMARY KEY, a text DEFAULT 'x' CHECK (a <> ''), b int REFERENCES t (id) ON DELETE SET NULL); CREATE INDEX i ON t (a, lower(b)) WHERE a IS NOT NULL;"
            + " ALTER TABLE t ADD COLUMN c numeric(10, 2) NOT NULL DEFAULT 0, DROP COLUMN a CASCADE, RENAME COLUMN b TO d; ALTER TABLE t RENAME TO u; COMMENT ON COLUMN u.c IS $$x$$;"
            + " CREATE FUNCTION f(x int) RETURNS int AS $f$ SELECT 1; $f$ LANGUAGE sql; CREATE TRIGGER g BEFORE UPDATE ON u EXECUTE FUNCTION f(); DROP TABLE IF EXISTS u, v CASCADE; DO $do$ BEGIN CREATE TABLE w (); END $do$";
        History history = new History();
        for (int i = 0; i < 300; i++) {
            int from = random.nextInt(whole.length());
            int to = from + random.nextInt(whole.length() - from);
            String text = whole.substring(from, to) + (random.nextBoolean() ? whole.substring(random.nextInt(whole.length())) : "");
            String[] types = {"TABLE", "INDEX", "VIEW", "FUNCTION"};
            String[] changes = {"CREATE", "ALTER", "DROP"};
            String type = types[random.nextInt(4)];
            history.text(text, type, "public", type.equals("FUNCTION") ? Integer.toString(random.nextInt(5)) : "tuvi".substring(random.nextInt(3)).substring(0, 1), changes[random.nextInt(3)]);
        }

        Replay.Result result = history.replay();

        assertEquals(300, result.rows().size());
        assertEquals(result.commits().stream().map(ReplayedCommit::sha).toList(), Parts.replay(history.rows(), 5));
    }
}
