package org.pggit.audit.plpgsql;

import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** A place among the words of an expression, which end at a limit of their own. At the limit every question is answered by no. */
final class Cursor {
    final Words words;
    final int limit;
    int at;

    Cursor(Words words, int from, int limit) {
        this.words = words;
        this.at = from;
        this.limit = Math.min(limit, words.count());
    }

    boolean isAtEnd() {
        return at >= limit;
    }

    void toEnd() {
        at = limit;
    }

    TokenType type() {
        return typeAt(0);
    }

    /** Of the word so many further on. */
    TokenType typeAt(int further) {
        return at + further < limit ? words.type(at + further) : TokenType.END;
    }

    boolean isOperator(String operator) {
        return at < limit && words.written(at).equals(operator);
    }

    boolean isAny(String... any) {
        return at < limit && words.isAny(at, any);
    }

    boolean isPhrase(String phrase) {
        return at < limit && words.isPhrase(at, phrase);
    }

    /** Passes the word if it stands here. */
    boolean takes(String word) {
        boolean isHere = at < limit && words.is(at, word);
        at += isHere ? 1 : 0;
        return isHere;
    }

    /** The first of the words at this depth from here on; {@code to} where there is none. */
    int find(int from, int to, String... any) {
        int i = from;
        while (i < to && !words.isAny(i, any)) {
            i = words.skip(i);
        }
        return Math.min(i, to);
    }
}
