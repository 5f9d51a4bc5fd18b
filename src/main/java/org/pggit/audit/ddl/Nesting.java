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

    /** The next token of the statement, by its code. */
    void track(int code) {
        if (code >= Keyword.NO_KEYWORD) {
            // CREATE OR REPLACE FUNCTION: beyond the fourth word only a routine is of interest.
            if (words++ < 4 || isRoutine) {
                trackWord(code);
            }
            return;
        }
        if (code == TokenType.LEFT_PAREN.code) {
            depth++;
        } else if (code == TokenType.RIGHT_PAREN.code && depth > 0) {
            depth--;
        }
        previous = code == TokenType.DOT.code ? Keyword.AS : Keyword.NO_KEYWORD;
    }

    /** Counts BEGIN ATOMIC, CASE and END of SQL-standard bodies; a label (behind AS or a dot) is none of them. */
    private void trackWord(int keyword) {
        if (keyword != Keyword.NO_KEYWORD) {
            switch (keyword) {
                case Keyword.CREATE -> isCreate = true;
                case Keyword.FUNCTION, Keyword.PROCEDURE -> isRoutine |= isCreate;
                case Keyword.ATOMIC -> {
                    if (previous == Keyword.BEGIN && isRoutine && atomicDepth == 0) {
                        atomicDepth = 1;
                    }
                }
                case Keyword.CASE -> {
                    if (atomicDepth > 0 && previous != Keyword.AS) {
                        atomicDepth++;
                    }
                }
                case Keyword.END -> {
                    if (atomicDepth > 0 && previous != Keyword.AS) {
                        atomicDepth--;
                    }
                }
                default -> { }
            }
        }
        previous = keyword;
    }
}
