package org.pggit.audit.ddl;

/**
 * Where an operator ends inside a run of operator characters: before a comment start, and without trailing + and - unless the operator holds
 * a character that standard SQL operators do not (source: scan.l, rule {operator}).
 *
 * <p>Remembers the run it has measured: a megabyte of plus signs is a megabyte of tokens, and measuring anew for each would be quadratic.
 */
final class OperatorRun {
    private static final String FREE = "~!@#^&|`?%";
    private final String text;
    private int end = -1;
    private int lastFree;
    private int lastOther;

    OperatorRun(String text) {
        this.text = text;
    }

    /** Requires an operator character at start that begins no comment. */
    int tokenEnd(int start) {
        if (start >= end) {
            measure(start);
        }
        char last = text.charAt(end - 1);
        if (end - start == 1 || last != '+' && last != '-' || lastFree >= start) {
            return end;
        }
        return Math.max(lastOther, start) + 1;
    }

    private void measure(int start) {
        lastFree = -1;
        lastOther = -1;
        int p = start;
        while (p < text.length() && Characters.isOperator(text.charAt(p)) && !beginsComment(p)) {
            char c = text.charAt(p);
            if (FREE.indexOf(c) >= 0) {
                lastFree = p;
            }
            if (c != '+' && c != '-') {
                lastOther = p;
            }
            p++;
        }
        end = p;
    }

    private boolean beginsComment(int p) {
        char c = text.charAt(p);
        char next = p + 1 < text.length() ? text.charAt(p + 1) : '\0';
        return c == '-' && next == '-' || c == '/' && next == '*';
    }
}
