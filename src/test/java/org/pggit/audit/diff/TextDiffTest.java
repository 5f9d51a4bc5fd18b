package org.pggit.audit.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextDiffTest {
    @Test
    void aChangedLineStandsBetweenThreeLinesOfContext() {
        assertEquals("@@ -2,7 +2,7 @@\n b\n c\n d\n-e\n+E\n f\n g\n h\n", TextDiff.unified("a\nb\nc\nd\ne\nf\ng\nh\ni\n", "a\nb\nc\nd\nE\nf\ng\nh\ni\n"));
    }

    @Test
    void aTextThatComesOrGoesIsAllPlusOrAllMinus() {
        assertEquals("@@ -0,0 +1,2 @@\n+a\n+b\n", TextDiff.unified(null, "a\nb\n"));
        assertEquals("@@ -1,2 +0,0 @@\n-a\n-b\n", TextDiff.unified("a\nb\n", null));
    }

    @Test
    void equalTextsHaveNoDifference() {
        assertEquals("", TextDiff.unified("a\n", "a\n"));
    }

    @Test
    void farChangesHaveHunksOfTheirOwn() {
        String old = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n";
        String diff = TextDiff.unified(old, old.replace("2\n3", "x\n3").replace("11", "y"));

        assertEquals(2, diff.split("@@ -", -1).length - 1);
    }

    /** As diff(1) and git say it; where both texts end alike nothing is said. */
    @Test
    void aLineBreakAtTheEndThatOnlyOneTextHasIsADifference() {
        assertEquals("@@ -1,2 +1,2 @@\n a\n-b\n+b\n\\ No newline at end of file\n", TextDiff.unified("a\nb\n", "a\nb"));
        assertEquals("@@ -1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n", TextDiff.unified("a", "a\nb\n"));
        assertEquals("@@ -1,2 +1,2 @@\n a\n-b\n+c\n", TextDiff.unified("a\nb", "a\nc"));
        assertEquals("@@ -0,0 +1 @@\n+a\n", TextDiff.unified(null, "a"));
    }

    @Test
    void aLongTextWithManyChangesKeepsWhatTheyLeaveAlone() {
        Random random = new Random(11);
        List<String> old = new ArrayList<>();
        List<String> now = new ArrayList<>();
        int kept = 0;
        for (int i = 0; i < 100_000; i++) {
            // Lines that occur once, and such as stand everywhere in code.
            String line = i % 3 == 0 ? "    END IF;" : "    v_total := v_total + " + i + ";";
            old.add(line);
            int what = random.nextInt(14);
            if (what > 1) {
                now.add(line);
                kept++;
            } else if (what == 1) {
                now.add("    -- changed " + i);
            }
        }
        String diff = TextDiff.unified(String.join("\n", old) + "\n", String.join("\n", now) + "\n");

        assertEquals(String.join("\n", now) + "\n", patched(String.join("\n", old) + "\n", diff), "seed 11");
        long removed = diff.lines().filter(line -> line.startsWith("-")).count();
        int least = old.size() - kept;
        assertTrue(removed <= least * 1.02, removed + " lines taken out, " + least + " need be (seed 11)");
    }

    /** All lines alike, or none that only occurs once: nothing to hold on to, and still a diff in no time. */
    @Test
    void longTextsOfLinesThatRepeat() {
        for (int length : new int[] {3_000, 50_000}) {
            String old = "x\ny\n".repeat(length);
            String now = "y\nz\nx\n".repeat(length);

            assertEquals(now, patched(old, TextDiff.unified(old, now)));
        }
    }

    @Test
    void theDiffLeadsFromAnyTextToAnyOther() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            String old = text(random);
            String now = text(random);

            assertEquals(now, patched(old, TextDiff.unified(old, now)), "seed 7, round " + round);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int lines = random.nextInt(25); lines > 0; lines--) {
            text.append((char) ('a' + random.nextInt(5))).append('\n');
        }
        return text.toString();
    }

    /** What patch(1) does with the hunks. */
    private static String patched(String old, String diff) {
        List<String> lines = old.isEmpty() ? List.of() : Arrays.asList(old.split("\n"));
        List<String> result = new ArrayList<>();
        int at = 0;
        for (String line : diff.isEmpty() ? new String[0] : diff.split("\n")) {
            if (line.startsWith("@@")) {
                String[] range = line.substring(4, line.indexOf(" +")).split(",");
                int start = Integer.parseInt(range[0]) - (range.length == 2 && range[1].equals("0") ? 0 : 1);
                result.addAll(lines.subList(at, start));
                at = start;
            } else if (line.startsWith("+")) {
                result.add(line.substring(1));
            } else {
                assertEquals(lines.get(at++), line.substring(1));
                if (line.startsWith(" ")) {
                    result.add(line.substring(1));
                }
            }
        }
        result.addAll(lines.subList(at, lines.size()));
        return result.isEmpty() ? "" : String.join("\n", result) + "\n";
    }
}
