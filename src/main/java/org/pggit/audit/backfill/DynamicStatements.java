package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pggit.audit.ddl.DdlParser;
import org.pggit.audit.ddl.DdlStatement;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.StatementSplitter;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/**
 * DDL that a DO block holds, or the body of a PL/pgSQL function that is called with constants: statements in plain sight, EXECUTE of a constant, and EXECUTE format(...)
 * of a constant with constants or parameters. Whether they ran the text does not always say: branches are not followed.
 */
final class DynamicStatements {
    private static final int MOST = 500;
    /** Calls in the bodies of what is called are followed so far. */
    private static final int DEEPEST = 3;

    private final SchemaState state;
    /** Functions that the text itself has made so far, by bare name: the state does not know them yet. */
    private final Map<String, String> made = new HashMap<>();

    /** A statement that a body holds. isInBranch: it stands in an IF, a loop, a handler, or behind a RETURN in one of these. */
    record Inner(DdlStatement statement, boolean isInBranch) {
    }

    DynamicStatements(SchemaState state) {
        this.state = state;
    }

    List<Inner> of(DdlStatement statement) {
        List<Inner> found = new ArrayList<>();
        if ("DO".equals(statement.tag())) {
            Words words = Words.of(statement.text());
            for (int i = 1; i < words.count(); i++) {
                if (words.type(i).isString() && !words.is(i - 1, "LANGUAGE")) {
                    body(words.string(i), Map.of(), found, 0);
                }
            }
        } else if ("SELECT".equals(statement.tag())) {
            calls(Words.of(statement.text()), found, 0);
        } else if ("CREATE FUNCTION".equals(statement.tag()) && !statement.objects().isEmpty()) {
            made.put(statement.objects().get(0).name(), statement.text());
        }
        return found;
    }

    /** Calls with nothing but constants: SELECT f('a'), g('b', 1). */
    private void calls(Words words, List<Inner> found, int depth) {
        for (int i = 1; i < words.count() && found.size() < MOST; i++) {
            boolean isCall = words.isName(i) && words.type(i + 1) == TokenType.LEFT_PAREN;
            boolean isQualified = words.type(i - 1) == TokenType.DOT;
            String function = isCall ? function(isQualified ? words.name(i - 2) : null, words.name(i)) : null;
            if (function == null) {
                continue;
            }
            List<String> arguments = new ArrayList<>();
            int close = words.skip(i + 1) - 1;
            for (int from = i + 2; from < close; ) {
                int to = words.endOfItem(from, close);
                String constant = words.type(from).isString() ? words.string(from) : words.type(from) == TokenType.NUMBER && to == from + 1 ? words.written(from) : null;
                arguments.add(constant);
                from = to + 1;
            }
            call(Words.of(function), arguments, found, depth);
        }
    }

    /** The function's CREATE: the text's own, else the state's; null where there is none, or several. */
    private String function(String schema, String name) {
        if (made.containsKey(name)) {
            return made.get(name);
        }
        StoredObject known = state.find(ObjectType.FUNCTION, schema, name);
        return known == null ? null : known.head;
    }

    private void call(Words head, List<String> arguments, List<Inner> found, int depth) {
        int open = 0;
        while (open < head.count() && head.type(open) != TokenType.LEFT_PAREN) {
            open++;
        }
        Map<String, String> values = new HashMap<>();
        int close = head.skip(open) - 1;
        int n = 0;
        for (int from = open + 1; from < close; ) {
            int to = head.endOfItem(from, close);
            int name = head.isAny(from, "IN", "INOUT", "VARIADIC") ? from + 1 : from;
            if (n < arguments.size() && arguments.get(n) != null) {
                values.put(head.name(name), arguments.get(n));
                values.put("$" + (n + 1), arguments.get(n));
            }
            n++;
            from = to + 1;
        }
        for (int i = close; i < head.count(); i++) {
            if (head.is(i, "AS") && head.type(i + 1).isString()) {
                body(head.string(i + 1), values, found, depth + 1);
            }
        }
    }

    private void body(String body, Map<String, String> values, List<Inner> found, int depth) {
        Branches branches = new Branches();
        for (StatementSplitter.Range range : StatementSplitter.split(body)) {
            Words words = Words.of(range.text(body));
            for (int i = 0; i < words.count() && found.size() < MOST; i = words.skip(i)) {
                boolean begins = i == 0 || words.isAny(i - 1, "THEN", "ELSE", "BEGIN", "LOOP") || words.written(i - 1).equals(">>");
                branches.word(words, i, begins);
                if (begins && words.isAny(i, "CREATE", "ALTER", "DROP", "COMMENT", "GRANT", "REVOKE") || i > 0 && words.is(i - 1, "THEN") && words.is(i, "DROP")) {
                    parse(words.slice(i, words.count()), branches.isInside(), found);
                    break;
                }
                if (begins && words.is(i, "EXECUTE")) {
                    String text = words.isPhrase(i + 1, "FORMAT") ? format(words, i + 2, values) : i + 2 == words.count() ? words.string(i + 1) : null;
                    if (text != null) {
                        parse(text, branches.isInside(), found);
                    }
                    break;
                }
                if (begins && words.is(i, "PERFORM")) {
                    if (depth < DEEPEST) {
                        calls(Words.of(words.slice(i, words.count())), found, depth);
                    }
                    break;
                }
            }
        }
    }

    private static void parse(String text, boolean isInBranch, List<Inner> found) {
        for (DdlStatement s : DdlParser.parse(text)) {
            if (s.kind() == DdlStatement.Kind.DDL) {
                found.add(new Inner(s, isInBranch));
            }
        }
    }

    /** format('... %s %I %L', a, b): null where a value is not known. */
    private static String format(Words words, int open, Map<String, String> values) {
        String template = words.string(open + 1);
        if (template == null) {
            return null;
        }
        List<String> arguments = new ArrayList<>();
        int close = words.skip(open) - 1;
        for (int from = open + 3; from < close; ) {
            int to = words.endOfItem(from, close);
            String value = words.type(from).isString() ? words.string(from) : to == from + 1 ? values.get(words.isName(from) ? words.name(from) : words.written(from)) : null;
            arguments.add(value);
            from = to + 1;
        }
        StringBuilder out = new StringBuilder();
        int next = 0;
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c != '%' || i + 1 == template.length()) {
                out.append(c);
                continue;
            }
            char kind = template.charAt(++i);
            if (kind == '%') {
                out.append('%');
                continue;
            }
            String value = next < arguments.size() ? arguments.get(next++) : null;
            if (value == null || "sIL".indexOf(kind) < 0) {
                return null;
            }
            out.append(kind == 'I' ? QualifiedName.quote(value) : kind == 'L' ? "'" + value.replace("'", "''") + "'" : value);
        }
        return out.toString();
    }
}
