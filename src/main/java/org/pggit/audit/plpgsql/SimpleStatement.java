package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** Reads a statement that has no others in it. Chapters 43.5, 43.6.1 and 43.9 of the manual. */
final class SimpleStatement {
    private SimpleStatement() {
    }

    /** The semicolon that ends it stands at {@code end}. */
    static Code read(Words words, int begin, int end) {
        Code assignment = words.isName(begin) ? assignment(words, begin, end) : null;
        if (assignment != null) {
            return assignment;
        }
        if (words.isAny(begin, "CREATE", "ALTER", "DROP", "COMMENT", "GRANT", "REVOKE")) {
            return new Code.Ddl(new Code.Range(begin, end));
        }
        if (words.is(begin, "EXECUTE")) {
            return new Code.Execute(text(words, begin + 1, end), into(words, begin, end), given(words, begin, end));
        }
        if (words.isAny(begin, "SELECT", "PERFORM", "CALL", "VALUES")) {
            return new Code.Query(new Code.Range(begin, end), into(words, begin, end));
        }
        if (words.isAny(begin, "EXIT", "CONTINUE")) {
            boolean hasLabel = begin + 1 < end && !words.is(begin + 1, "WHEN");
            int when = hasLabel ? begin + 2 : begin + 1;
            return new Code.Leave(words.is(begin, "EXIT") ? Code.Way.EXIT : Code.Way.CONTINUE, hasLabel ? words.name(begin + 1) : null, when + 1 < end ? new Code.Range(when + 1, end) : null);
        }
        if (words.is(begin, "RETURN")) {
            return returned(words, begin, end);
        }
        return words.is(begin, "RAISE") ? raise(words, begin, end) : other(words, begin, end);
    }

    /** Null where it is none. */
    private static Code assignment(Words words, int begin, int end) {
        int equals = begin + 1;
        int parts = 0;
        int fields = 0;
        while (words.type(equals) == TokenType.DOT || words.type(equals) == TokenType.LEFT_BRACKET) {
            boolean isField = words.type(equals) == TokenType.DOT;
            fields += isField ? 1 : 0;
            parts++;
            equals = isField ? equals + 2 : words.skip(equals);
        }
        if (equals >= end || words.type(equals) != TokenType.COLON_EQUALS && !words.written(equals).equals("=")) {
            return null;
        }
        boolean isField = parts > 0 && words.type(begin + 1) == TokenType.DOT && words.isName(begin + 2);
        boolean isElement = parts == 1 && fields == 0;
        Code.Range element = isElement ? new Code.Range(begin + 2, equals - 1) : null;
        String target = isField ? words.name(begin) + '.' + words.name(begin + 2) : words.name(begin);
        return new Code.Assign(target, element, parts > 1 || parts == 1 && !isField && !isElement, new Code.Range(equals + 1, end));
    }

    private static Code returned(Words words, int begin, int end) {
        if (words.is(begin + 1, "NEXT")) {
            return new Code.Return(Code.ReturnKind.NEXT, begin + 2 < end ? new Code.Range(begin + 2, end) : null, List.of());
        }
        if (words.isPhrase(begin + 1, "QUERY EXECUTE")) {
            return new Code.Return(Code.ReturnKind.EXECUTE, text(words, begin + 3, end), given(words, begin, end));
        }
        if (words.is(begin + 1, "QUERY")) {
            return new Code.Return(Code.ReturnKind.QUERY, new Code.Range(begin + 2, end), List.of());
        }
        return new Code.Leave(Code.Way.RETURN, null, begin + 1 < end ? new Code.Range(begin + 1, end) : null);
    }

    /** An error, by its condition where that is known; else a message, whose arguments are reckoned. */
    private static Code raise(Words words, int begin, int end) {
        boolean isMessage = words.isAny(begin + 1, "DEBUG", "LOG", "INFO", "NOTICE", "WARNING");
        if (isMessage) {
            List<Code.Range> values = new ArrayList<>();
            for (int from = words.endOfItem(begin + 2, end) + 1; from < end && !words.is(begin + 2, "USING"); ) {
                int using = from;
                while (using < end && !words.is(using, "USING")) {
                    using = words.skip(using);
                }
                int to = Math.min(words.endOfItem(from, end), using);
                values.add(new Code.Range(from, to));
                from = to == using ? end : to + 1;
            }
            return new Code.Other(new ArrayList<>(), false, values);
        }
        boolean isPlain = (words.is(begin + 1, "EXCEPTION") || words.type(begin + 1).isString()) && given(words, begin, end).isEmpty();
        boolean isName = !isPlain && words.isName(begin + 1) && begin + 2 == end;
        return new Code.Leave(Code.Way.RAISE, isPlain ? "raise_exception" : isName ? words.name(begin + 1) : null, null);
    }

    private static Code other(Words words, int begin, int end) {
        List<String> set = into(words, begin, end);
        for (int i = begin + 1; words.is(begin, "GET") && i + 1 < end; i++) {
            if (words.isName(i) && (words.written(i + 1).equals("=") || words.type(i + 1) == TokenType.COLON_EQUALS)) {
                set.add(words.type(i - 1) == TokenType.DOT ? words.name(i - 2) + '.' + words.name(i) : words.name(i));
            }
        }
        boolean isHarmless = words.is(begin, "NULL") && begin + 1 == end || words.is(begin, "GET");
        return new Code.Other(set, !isHarmless, List.of());
    }

    /** The text that EXECUTE is given. */
    static Code.Range text(Words words, int from, int end) {
        int behind = from;
        while (behind < end && !words.isAny(behind, "INTO", "USING")) {
            behind = words.skip(behind);
        }
        return new Code.Range(from, behind);
    }

    /** The expressions behind USING. */
    static List<Code.Range> given(Words words, int from, int end) {
        List<Code.Range> given = new ArrayList<>();
        int using = from;
        while (using < end && !words.is(using, "USING")) {
            using = words.skip(using);
        }
        for (int at = using + 1; at < end; ) {
            int to = words.endOfItem(at, end);
            for (int i = at; i < to; i = words.skip(i)) {
                to = words.is(i, "INTO") ? i : to;
            }
            given.add(new Code.Range(at, to));
            at = words.is(to, "INTO") ? end : to + 1;
        }
        return given;
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
            String name = words.name(i);
            i++;
            for (int fields = 0; words.type(i) == TokenType.DOT; fields++) {
                name = fields == 0 && words.isName(i + 1) ? name + '.' + words.name(i + 1) : name;
                i += 2;
            }
            names.add(name);
            if (words.type(i) != TokenType.COMMA) {
                break;
            }
            i++;
        }
        return i;
    }

    /** WHEN a OR b OR SQLSTATE 'c': up to THEN. */
    static List<String> conditions(Words words, int from, int then) {
        List<String> conditions = new ArrayList<>();
        for (int i = from; i < then; i++) {
            if (words.isName(i) && !words.isAny(i, "OR", "SQLSTATE")) {
                conditions.add(words.name(i));
            } else if (words.type(i).isString()) {
                conditions.add(words.string(i).toLowerCase(Locale.ROOT));
            }
        }
        return conditions;
    }
}
