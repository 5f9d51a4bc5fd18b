package org.pggit.audit.backfill;

import org.pggit.audit.ddl.Words;

/** Whether a place of a PL/pgSQL body is reached whenever the body runs, or only in a branch: told by its words, one behind the other. */
final class Branches {
    private int depth;
    private boolean isHandler;
    private boolean mayHaveReturned;

    /** The next word; {@code begins}: a statement begins with it. */
    void word(Words words, int i, boolean begins) {
        if (begins && words.is(i, "END")) {
            if (words.isAny(i + 1, "IF", "LOOP", "CASE")) {
                depth = Math.max(0, depth - 1);
            } else {
                isHandler = false;
            }
        } else if (begins && words.isAny(i, "IF", "CASE") || words.is(i, "LOOP") && !words.is(i - 1, "END")) {
            depth++;
        } else if (begins && words.is(i, "EXCEPTION")) {
            isHandler = true;
        } else if (begins && words.isAny(i, "RETURN", "EXIT", "CONTINUE") && !words.isAny(i + 1, "NEXT", "QUERY")) {
            mayHaveReturned |= depth > 0;
        }
    }

    boolean isInside() {
        return depth > 0 || isHandler || mayHaveReturned;
    }
}
