package org.pggit.audit.backfill;

import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** Where the parts of a column definition end that have in them what would begin another part. */
final class ColumnParts {
    private ColumnParts() {
    }

    /** GENERATED ALWAYS AS (expression) STORED, or AS IDENTITY with its options. */
    static int endOfGeneration(Words words, int from, int to) {
        int at = from + 1;
        while (at < to && !words.is(at, "AS")) {
            at++;
        }
        at = words.is(at + 1, "IDENTITY") ? at + 2 : words.skip(at + 1);
        if (words.isAny(at, "STORED", "VIRTUAL")) {
            return at + 1;
        }
        return at < to && words.type(at) == TokenType.LEFT_PAREN ? words.skip(at) : Math.min(at, to);
    }

    /** ON DELETE SET NULL and SET DEFAULT have words in them that would end another part. */
    static int endOfReference(Words words, int from, int to) {
        int at = from + 1;
        at += words.type(at + 1) == TokenType.DOT ? 3 : 1;
        at = words.type(at) == TokenType.LEFT_PAREN ? words.skip(at) : at;
        while (at < to) {
            if (words.is(at, "MATCH")) {
                at += 2;
            } else if (words.is(at, "ON")) {
                at += words.isAny(at + 2, "SET", "NO") ? 4 : 3;
                at = words.type(at) == TokenType.LEFT_PAREN ? words.skip(at) : at;
            } else {
                break;
            }
        }
        return Math.min(at, to);
    }
}
