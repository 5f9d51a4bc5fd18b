package org.pggit.audit.ddl;

/** How deep a statement's tokens stand in parentheses and in a BEGIN ATOMIC body: a semicolon there ends no statement (source: psqlscan.l, gram.y's routine_body_stmt_list). */
final class Nesting {
    private int depth;
    private int atomicDepth;
    private int words;
    private boolean isCreate;
    private boolean isRoutine;
    private int previous;

    /** For the next statement. */
    void reset() {
        depth = 0;
        atomicDepth = 0;
        words = 0;
        isCreate = false;
        isRoutine = false;
        previous = Keyword.NO_KEYWORD;
    }

    int openParentheses() {
        return depth;
    }

    boolean isInsideBody() {
        return atomicDepth > 0;
    }

    /** A semicolon here ends the statement. */
    boolean isClosed() {
        return depth == 0 && atomicDepth == 0;
    }

    /** The next token of the statement, if it is a word. */
    void word(int keyword) {
        // CREATE OR REPLACE FUNCTION: beyond the fourth word only a routine is of interest.
        isCreate |= words == 0 & keyword == Keyword.CREATE;
        if (keyword == Keyword.FUNCTION || keyword == Keyword.PROCEDURE) {
            isRoutine |= words < 4 & isCreate;
        }
        words++;
        if (isRoutine) {
            trackBody(keyword);
        }
    }

    /** The next token of the statement, if it is no word, by its code. */
    void punctuation(int code) {
        int open = depth + (code == TokenType.LEFT_PAREN.code ? 1 : 0) - (code == TokenType.RIGHT_PAREN.code ? 1 : 0);
        depth = Math.max(open, 0);
        previous = code == TokenType.DOT.code ? Keyword.AS : Keyword.NO_KEYWORD;
    }

    /** Counts BEGIN ATOMIC, CASE and END of SQL-standard bodies; a label (behind AS or a dot) is none of them. */
    private void trackBody(int keyword) {
        if (keyword == Keyword.ATOMIC) {
            if (previous == Keyword.BEGIN && atomicDepth == 0) {
                atomicDepth = 1;
            }
        } else if (atomicDepth > 0 && previous != Keyword.AS) {
            atomicDepth += keyword == Keyword.CASE ? 1 : keyword == Keyword.END ? -1 : 0;
        }
        previous = keyword;
    }
}
