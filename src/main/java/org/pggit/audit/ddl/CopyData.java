package org.pggit.audit.ddl;

/**
 * Watches for COPY ... FROM STDIN; and finds the data lines behind it, which psql sends apart and the server never sees as SQL.
 *
 * <p>Data is taken as such only when its closing line (a backslash and a dot) is there: a text sent as one string can hold no data, and must not
 * lose what follows.
 */
final class CopyData {
    private enum State { COPY, FROM, FROM_STDIN, OTHER }

    private final String text;
    private State state = State.OTHER;
    /** Behind the word COPY, until a parenthesis comes. */
    private int copyEnd;
    /** Statements that were sent, or will be with the next semicolon, and each read data. */
    private int readers;
    private boolean pending;
    private int searchFrom;
    private int dataStart;
    private int dataEnd;
    private boolean noMoreData;

    CopyData(String text) {
        this.text = text;
    }

    /** True before the data and within the line before it, where white space and comments are read as anywhere. */
    boolean isPending() {
        if (pending && dataStart < 0) {
            locate();
        }
        return pending;
    }

    /** {@code isFirst}: the word begins a statement. */
    void word(int keyword, boolean isFirst, int end) {
        if (isFirst) {
            state = keyword == Keyword.COPY ? State.COPY : State.OTHER;
            copyEnd = end;
        } else if (state == State.COPY && keyword == Keyword.FROM) {
            state = State.FROM;
        } else if (state == State.FROM) {
            // gram.y, copy_file_name: either word, for either direction.
            state = keyword == Keyword.STDIN || keyword == Keyword.STDOUT ? State.FROM_STDIN : State.OTHER;
        }
    }

    /** COPY (query) TO: a FROM in the query is none of COPY's. */
    void leftParenthesis(int at) {
        if (state == State.COPY && copyEnd >= 0) {
            state = text.substring(copyEnd, at).isBlank() ? State.OTHER : State.COPY;
            copyEnd = -1;
        }
    }

    /** {@code isSent}: false for psql's {@code \\;}, which parts statements that are sent together. */
    void semicolon(int next, boolean isSent) {
        readers += state == State.FROM_STDIN && !noMoreData ? 1 : 0;
        state = State.OTHER;
        if (isSent && readers > 0) {
            expect(next);
        }
    }

    /** A psql command that reads data, as COPY does. */
    void command(int end) {
        if (!noMoreData) {
            readers = 1;
            expect(end);
        }
    }

    private void expect(int next) {
        pending = true;
        searchFrom = next;
        dataStart = -1;
    }

    /** Requires {@link #isPending}. */
    int dataStart() {
        return dataStart;
    }

    /** Behind white space that begins at {@code start}, before the data. */
    int spaceEnd(int start) {
        int p = start;
        while (p < dataStart && Characters.isSpace(text.charAt(p))) {
            p++;
        }
        return p;
    }

    /** Behind the closing line's dot. Ends the pending state, unless a further COPY of the same string reads as well. */
    int dataEnd() {
        readers--;
        pending = readers > 0;
        int end = dataEnd;
        if (pending) {
            expect(end);
        }
        return end;
    }

    private void locate() {
        int p = endOfLine();
        int closing = p < 0 ? -1 : closingLine(p);
        if (closing < 0) {
            pending = false;
            readers = 0;
            return;
        }
        dataStart = p + 1;
        dataEnd = closing + 3;
    }

    /** The newline behind white space and comments, or -1 where there is more in the line. */
    private int endOfLine() {
        int p = searchFrom;
        while (p < text.length() && text.charAt(p) != '\n') {
            if (Characters.isSpace(text.charAt(p))) {
                p++;
            } else if (text.startsWith("--", p)) {
                p = Quotes.lineEnd(text, p);
            } else if (text.startsWith("/*", p)) {
                int end = Quotes.commentEnd(text, p);
                if (end < 0 || text.substring(p, end).indexOf('\n') >= 0) {
                    return -1;
                }
                p = end;
            } else {
                return -1;
            }
        }
        return p < text.length() ? p : -1;
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
