package org.pggit.audit.ddl;

/**
 * Watches for COPY ... FROM STDIN; and finds the data lines behind it, which psql sends apart and the server never sees as SQL.
 *
 * <p>Data is taken as such only when its closing line (a backslash and a dot) is there: a text sent as one string can hold no data, and must not
 * lose what follows.
 */
final class CopyData {
    private enum State { COPY, FROM_STDIN, OTHER, PENDING }

    private final String text;
    private State state = State.OTHER;
    private int searchFrom;
    private int dataStart;
    private int dataEnd;
    private boolean noMoreData;

    CopyData(String text) {
        this.text = text;
    }

    boolean isPending() {
        return state == State.PENDING;
    }

    /** {@code isFirst}: the word begins a statement. */
    void word(int keyword, boolean isFirst) {
        if (isFirst) {
            state = keyword == Keyword.COPY ? State.COPY : State.OTHER;
        } else if (state == State.COPY && keyword == Keyword.STDIN) {
            state = State.FROM_STDIN;
        }
    }

    void semicolon(int next) {
        state = state == State.FROM_STDIN && !noMoreData ? State.PENDING : State.OTHER;
        searchFrom = next;
        dataStart = -1;
    }

    /** Where the data begins (the next line), or -1 when there is none after all. */
    int dataStart() {
        if (dataStart < 0) {
            locate();
        }
        return dataStart;
    }

    /** Behind the closing line's dot. Ends the pending state. */
    int dataEnd() {
        state = State.OTHER;
        return dataEnd;
    }

    private void locate() {
        int p = searchFrom;
        while (p < text.length() && Characters.isSpace(text.charAt(p)) && text.charAt(p) != '\n') {
            p++;
        }
        int closing = p < text.length() && text.charAt(p) == '\n' ? closingLine(p) : -1;
        if (closing < 0) {
            state = State.OTHER;
            return;
        }
        dataStart = p + 1;
        dataEnd = closing + 3;
    }

    /** The offset of the newline before the closing line, at or behind {@code from}, or -1. */
    private int closingLine(int from) {
        for (int p = text.indexOf("\n\\.", from); p >= 0; p = text.indexOf("\n\\.", p + 1)) {
            int after = p + 3;
            if (after == text.length() || text.charAt(after) == '\n' || text.charAt(after) == '\r') {
                return p;
            }
        }
        noMoreData = true;
        return -1;
    }
}
