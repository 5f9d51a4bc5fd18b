package org.pggit.audit.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
