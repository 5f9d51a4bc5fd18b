package org.pggit.audit.diff;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What differs between two texts, line by line, as a unified diff with three lines of context. */
public final class TextDiff {
    private static final int CONTEXT = 3;
    /** Beyond this many cells of the table of common lines, what lies between the common head and tail is given as replaced outright. */
    private static final long MOST_CELLS = 4_000_000;

    private TextDiff() {
    }

    /** One line of the way from old to new: ' ' kept, '-' taken out, '+' put in. */
    private record Step(char sign, String line) {
    }

    /** The hunks without file names; empty where the texts are equal. A null text is an empty one. */
    public static String unified(String oldText, String newText) {
        List<Step> steps = steps(lines(oldText), lines(newText));
        StringBuilder diff = new StringBuilder();
        int oldLine = 1;
        int newLine = 1;
        for (int i = 0; i < steps.size(); ) {
            int change = nextChange(steps, i);
            if (change == steps.size()) {
                break;
            }
            int from = Math.max(i, change - CONTEXT);
            oldLine += from - i;
            newLine += from - i;
            int to = hunkEnd(steps, change);
            int oldCount = 0;
            int newCount = 0;
            StringBuilder body = new StringBuilder();
            for (Step step : steps.subList(from, to)) {
                oldCount += step.sign == '+' ? 0 : 1;
                newCount += step.sign == '-' ? 0 : 1;
                body.append(step.sign).append(step.line).append('\n');
            }
            diff.append("@@ -").append(range(oldLine, oldCount)).append(" +").append(range(newLine, newCount)).append(" @@\n").append(body);
            oldLine += oldCount;
            newLine += newCount;
            i = to;
        }
        return diff.toString();
    }

    private static String range(int line, int count) {
        return count == 0 ? (line - 1) + ",0" : count == 1 ? Integer.toString(line) : line + "," + count;
    }

    private static int nextChange(List<Step> steps, int from) {
        int i = from;
        while (i < steps.size() && steps.get(i).sign == ' ') {
            i++;
        }
        return i;
    }

    /** Behind the context of the last change that is near enough to share it. */
    private static int hunkEnd(List<Step> steps, int change) {
        int end = change;
        for (int i = change; i < steps.size() && i <= end + 2 * CONTEXT; i++) {
            if (steps.get(i).sign != ' ') {
                end = i;
            }
        }
        return Math.min(steps.size(), end + 1 + CONTEXT);
    }

    private static String[] lines(String text) {
        if (text == null || text.isEmpty()) {
            return new String[0];
        }
        return (text.endsWith("\n") ? text.substring(0, text.length() - 1) : text).split("\n", -1);
    }

    private static List<Step> steps(String[] a, String[] b) {
        int head = 0;
        while (head < a.length && head < b.length && a[head].equals(b[head])) {
            head++;
        }
        int tail = 0;
        while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail].equals(b[b.length - 1 - tail])) {
            tail++;
        }
        List<Step> steps = new ArrayList<>(a.length + b.length);
        for (int i = 0; i < head; i++) {
            steps.add(new Step(' ', a[i]));
        }
        middle(Arrays.copyOfRange(a, head, a.length - tail), Arrays.copyOfRange(b, head, b.length - tail), steps);
        for (int i = a.length - tail; i < a.length; i++) {
            steps.add(new Step(' ', a[i]));
        }
        return steps;
    }

    private static void middle(String[] a, String[] b, List<Step> steps) {
        int[][] common = (long) a.length * b.length <= MOST_CELLS ? common(a, b) : null;
        int i = 0;
        int j = 0;
        while (i < a.length || j < b.length) {
            if (common != null && i < a.length && j < b.length && a[i].equals(b[j])) {
                steps.add(new Step(' ', a[i++]));
                j++;
            } else if (i < a.length && (j == b.length || common == null || common[i + 1][j] >= common[i][j + 1])) {
                steps.add(new Step('-', a[i++]));
            } else {
                steps.add(new Step('+', b[j++]));
            }
        }
    }

    /** Length of the longest common subsequence of the ends from i and j. */
    private static int[][] common(String[] a, String[] b) {
        int[][] length = new int[a.length + 1][b.length + 1];
        for (int i = a.length - 1; i >= 0; i--) {
            for (int j = b.length - 1; j >= 0; j--) {
                length[i][j] = a[i].equals(b[j]) ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
            }
        }
        return length;
    }
}
