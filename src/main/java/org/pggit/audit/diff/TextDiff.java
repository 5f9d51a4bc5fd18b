package org.pggit.audit.diff;

import java.util.ArrayList;
import java.util.List;

/** What differs between two texts, line by line, as a unified diff with three lines of context. */
public final class TextDiff {
    private static final int CONTEXT = 3;
    /** As diff(1) says it. */
    private static final String NO_LINE_BREAK = "\n\\ No newline at end of file";

    private TextDiff() {
    }

    /** One line of the way from old to new: ' ' kept, '-' taken out, '+' put in. */
    private record Step(char sign, String line) {
    }

    /** The hunks without file names; empty where the texts are equal. A null text is an empty one. That a text does not end in a line break is said only where the other does. */
    public static String unified(String oldText, String newText) {
        List<Step> steps = steps(lines(oldText, newText), lines(newText, oldText));
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

    /** Where only one text ends in a line break, the last line of the other says so, and is another line. */
    private static String[] lines(String text, String other) {
        if (text == null || text.isEmpty()) {
            return new String[0];
        }
        boolean isEnded = text.endsWith("\n");
        String[] lines = (isEnded ? text.substring(0, text.length() - 1) : text).split("\n", -1);
        if (!isEnded && other != null && other.endsWith("\n")) {
            lines[lines.length - 1] += NO_LINE_BREAK;
        }
        return lines;
    }

    private static List<Step> steps(String[] a, String[] b) {
        CommonLines common = CommonLines.of(a, b);
        List<Step> steps = new ArrayList<>(a.length + b.length);
        int j = 0;
        for (int i = 0; i <= a.length; i++) {
            while (i < a.length && !common.isKeptOfOld(i)) {
                steps.add(new Step('-', a[i++]));
            }
            while (j < b.length && !common.isKeptOfNew(j)) {
                steps.add(new Step('+', b[j++]));
            }
            if (i < a.length) {
                steps.add(new Step(' ', a[i]));
                j++;
            }
        }
        return steps;
    }
}
