package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** Reads a statement that has no others in it. Chapter 43.5 of the manual. */
final class SimpleStatement {
    private SimpleStatement() {
    }

    /** The semicolon that ends it stands at {@code end}. */
    static Code read(Words words, int begin, int end) {
        if (words.isName(begin)) {
            int equals = begin + 1;
            while (words.type(equals) == TokenType.DOT || words.type(equals) == TokenType.LEFT_BRACKET) {
                equals = words.type(equals) == TokenType.DOT ? equals + 2 : words.skip(equals);
            }
            if (equals < end && (words.type(equals) == TokenType.COLON_EQUALS || words.written(equals).equals("="))) {
                return new Code.Assign(words.name(begin), equals > begin + 1, new Code.Range(equals + 1, end));
            }
        }
        if (words.isAny(begin, "CREATE", "ALTER", "DROP", "COMMENT", "GRANT", "REVOKE")) {
            return new Code.Ddl(new Code.Range(begin, end));
        }
        if (words.is(begin, "EXECUTE")) {
            int behind = begin + 1;
            while (behind < end && !words.isAny(behind, "INTO", "USING")) {
                behind = words.skip(behind);
            }
            return new Code.Execute(new Code.Range(begin + 1, behind), into(words, begin, end));
        }
        if (words.isAny(begin, "SELECT", "PERFORM", "CALL", "VALUES")) {
            return new Code.Query(new Code.Range(begin, end), into(words, begin, end));
        }
        if (words.isAny(begin, "EXIT", "CONTINUE")) {
            boolean hasLabel = begin + 1 < end && !words.is(begin + 1, "WHEN");
            int when = hasLabel ? begin + 2 : begin + 1;
            return new Code.Leave(words.is(begin, "EXIT") ? Code.Way.EXIT : Code.Way.CONTINUE, hasLabel ? words.name(begin + 1) : null, when + 1 < end ? new Code.Range(when + 1, end) : null);
        }
        if (words.is(begin, "RETURN") && !words.isAny(begin + 1, "NEXT", "QUERY")) {
            return new Code.Leave(Code.Way.RETURN, null, begin + 1 < end ? new Code.Range(begin + 1, end) : null);
        }
        if (words.is(begin, "RAISE") && (begin + 1 == end || words.is(begin + 1, "EXCEPTION") || words.type(begin + 1).isString())) {
            return new Code.Leave(Code.Way.RAISE, null, null);
        }
        List<String> set = into(words, begin, end);
        for (int i = begin + 1; words.is(begin, "GET") && i + 1 < end; i++) {
            if (words.isName(i) && (words.written(i + 1).equals("=") || words.type(i + 1) == TokenType.COLON_EQUALS)) {
                set.add(words.name(i));
            }
        }
        return new Code.Other(set);
    }

    /** The variables behind INTO. */
    static List<String> into(Words words, int from, int end) {
        List<String> targets = new ArrayList<>();
        for (int i = from + 1; i < end; i = words.skip(i)) {
            boolean isInsert = words.isAny(i - 1, "INSERT", "MERGE");
            if (words.is(i, "INTO") && !isInsert) {
                names(words, words.is(i + 1, "STRICT") ? i + 2 : i + 1, targets);
            }
        }
        return targets;
    }

    /** Reads names with commas between them; gives the word behind. */
    static int names(Words words, int from, List<String> names) {
        int i = from;
        while (words.isName(i)) {
            names.add(words.name(i));
            i++;
            while (words.type(i) == TokenType.DOT) {
                i += 2;
            }
            if (words.type(i) != TokenType.COMMA) {
                break;
            }
            i++;
        }
        return i;
    }
}
