package org.pggit.audit.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class EntryTest {
    private static final String SHA = "ab".repeat(32);
    private static final String TREE = "100644 public.t|" + SHA + "|";

    @Test
    void misuseIsAnErrorBlockWithStateMessageDetailAndHint() {
        byte[] answer = Entry.selfTest(Rows.of(1, "error"));

        assertError(answer, "PA000", "a provoked error", "the DETAIL: na\u00efve \"quotes\" and a\ttab", "the HINT");
    }

    @Test
    void anExceptionIsAnErrorBlockThatSaysWhere() {
        String[] error = error(Entry.selfTest(Rows.of(1, "exception")));

        assertEquals("XX000", error[0]);
        assertTrue(error[1].contains("IllegalStateException: a provoked exception"), error[1]);
        assertTrue(error[2].startsWith("at org.pggit.audit.host.SelfTest.fail:"), error[2]);
        assertNotNull(error[3]);
    }

    @Test
    void aStackOverflowIsAnErrorBlock() {
        String[] error = error(Entry.selfTest(Rows.of(1, "overflow")));

        assertEquals("54001", error[0]);
        assertNull(error[2]);
        assertNotNull(error[3]);
    }

    @Test
    void aTextWithTheCharacterZeroIsAnErrorBlock() {
        String[] error = error(Entry.echo(Rows.of(5, "a\0b", "", "", "", "")));

        assertEquals("22021", error[0]);
    }

    @Test
    void anErrorMessageWithTheCharacterZeroStillReachesSql() {
        String[] error = error(Entry.selfTest(Rows.of(1, "no\0such")));

        assertEquals("22023", error[0]);
        assertTrue(error[1].contains("no?such"), error[1]);
    }

    @Test
    void bytesThatAreNoBlockAreAnErrorBlockForEveryEntry() {
        List<UnaryOperator<byte[]>> entries = List.of(Entry::diffTrees, Entry::readTrees, Entry::readCommits, Entry::extractChangesBetweenCommits, Entry::compareChanges, Entry::hashRules,
            Entry::backfillFromV1History, Entry::parseDdl, Entry::parserVersion, Entry::echo, Entry::selfTest);
        for (UnaryOperator<byte[]> entry : entries) {
            for (byte[] junk : new byte[][] {{1}, {0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 17}, Rows.of(7, "1", "2", "3", "4", "5", "6", "7")}) {
                assertEquals("XX001", error(entry.apply(junk))[0]);
            }
        }
    }

    @Test
    void nothingIsThrownForNoBlockAtAll() {
        List<UnaryOperator<byte[]>> entries = List.of(Entry::readTrees, Entry::readCommits, Entry::extractChangesBetweenCommits, Entry::compareChanges, Entry::hashRules, Entry::echo);
        for (UnaryOperator<byte[]> entry : entries) {
            assertArrayEquals(new String[0][], rows(entry.apply(null)));
            assertArrayEquals(new String[0][], rows(entry.apply(new byte[0])));
        }
    }

    @Test
    void blocksWithNullsWhereTextsAreExpectedNeverThrow() {
        assertNotNull(Entry.diffTrees(Rows.of(2, null, null)));
        assertNotNull(Entry.readTrees(Rows.of(2, null, null)));
        assertNotNull(Entry.readCommits(Rows.of(2, null, null)));
        assertNotNull(Entry.extractChangesBetweenCommits(Rows.of(5, null, null, null, null, null)));
        assertNotNull(Entry.compareChanges(Rows.of(5, null, null, null, null, null)));
        assertNotNull(Entry.compareChanges(Rows.of(5, "\0\0\0\1", null, null, null, null)));
        assertNotNull(Entry.hashRules(Rows.of(3, null, null, null)));
        assertNotNull(Entry.backfillFromV1History(Rows.of(14, null, null, null, null, null, null, null, null, null, null, null, null, null, null)));
        assertNotNull(Entry.parseDdl(Rows.of(1, (String) null)));
    }

    @Test
    void aRecordThatIsCutShortIsAnErrorBlock() {
        for (String record : new String[] {"", "\0\0\0\5", "\0\0\0\4", "\0\0\0\5\0\0\0\31\0\0\0\7TAB", "\0\0\0\5\0\0\0\31\177\177\177\177"}) {
            assertEquals("XX001", error(Entry.compareChanges(Rows.of(5, "\0\0\0\1", "C", "public.t", "CREATE TABLE t ()", record)))[0]);
        }
    }

    @Test
    void echoGivesBackWhatItGot() {
        String[][] rows = {{"a", "\t\n\u001f", null, "", "\ud83d\ude00"}, {"", null, "NULL", "{}", "\\"}};

        assertArrayEquals(rows, rows(Entry.echo(Rows.of(5, Arrays.stream(rows).flatMap(Arrays::stream).toArray(String[]::new)))));
    }

    @Test
    void selfTestNamesTheJvm() {
        String[][] rows = rows(Entry.selfTest(null));

        assertEquals(List.of("java_version", "java_vm", "java_vendor", "jar_version", "max_heap_mb"), Arrays.stream(rows).map(r -> r[0]).toList());
        assertFalse(rows[0][1].isEmpty());
    }

    @Test
    void treesAreComparedAndRead() {
        assertArrayEquals(new String[][] {{"public.t", null, null, "100644", SHA, "f"}}, rows(Entry.diffTrees(Rows.of(2, null, TREE))));
        assertArrayEquals(new String[][] {{"k", "100644", "public.t", SHA}, {"bad", null, null, null}}, rows(Entry.readTrees(Rows.of(2, "k", TREE, "empty", "", "bad", "?"))));
        assertEquals("PA007", error(Entry.diffTrees(Rows.of(2, TREE, "no tree")))[0]);
    }

    @Test
    void commitsAreRead() {
        String commit = "tree " + SHA + "\nparent p1\nparent p2\nauthor A <a@b> 5 +0000\ncommitter C 7 +0200\n\nm\n\nn";

        assertArrayEquals(new String[][] {{"k", SHA, "p1 p2", "A <a@b>", "5", "C", "7", "m\n\nn"}}, rows(Entry.readCommits(Rows.of(2, "bad", "no commit", "k", commit))));
    }

    @Test
    void aNumberThatIsNoneIsAnErrorBlock() {
        assertEquals("XX000", error(Entry.backfillFromV1History(Rows.of(14, "H", "one", "TABLE", "public", "t", "CREATE", "", "", "0", null, null, null, null, null)))[0]);
    }

    private static void assertError(byte[] answer, String... expected) {
        assertArrayEquals(expected, error(answer));
    }

    private static String[] error(byte[] answer) {
        assertEquals(1, answer[0], "an error is marked");
        String[][] rows = Blocks.decode(answer);
        assertEquals(1, rows.length);
        return rows[0];
    }

    private static String[][] rows(byte[] answer) {
        assertEquals(0, answer[0], () -> "rows, not the error " + Arrays.deepToString(Blocks.decode(answer)));
        return Blocks.decode(answer);
    }
}
