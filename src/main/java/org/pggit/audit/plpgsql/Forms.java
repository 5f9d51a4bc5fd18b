package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** What looks like no call of the common kind: CASE, ARRAY[...], CAST, constants of a type, functions with words between their arguments. Chapters 4.2, 9.4 and 9.9 of the manual. */
final class Forms {
    private static final String[] UNITS = {"YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"};

    private final Expression expression;
    private final Expression.Context context;
    private final Cursor cursor;
    private final Words words;

    Forms(Expression expression) {
        this.expression = expression;
        this.context = expression.context;
        this.cursor = expression.cursor;
        this.words = cursor.words;
    }

    /** Null where nothing of the kind stands here. */
    Value next() {
        if (cursor.isAny("CASE")) {
            return cases();
        }
        if (cursor.isAny("ARRAY") && cursor.typeAt(1) == TokenType.LEFT_BRACKET) {
            cursor.at++;
            return array();
        }
        if (cursor.typeAt(1).isString()) {
            return typed();
        }
        if (cursor.typeAt(1) == TokenType.LEFT_PAREN) {
            return call();
        }
        return cursor.takes("CURRENT_DATE") ? context.now("date") : cursor.takes("CURRENT_TIMESTAMP") ? context.now("timestamptz") : cursor.takes("LOCALTIMESTAMP") ? context.now("timestamp") : null;
    }

    private Value call() {
        int open = cursor.at + 1;
        int close = words.skip(open) - 1;
        String name = words.name(cursor.at);
        Value found = switch (name) {
            case "cast" -> cast(open, close);
            case "exists" -> exists(open, close);
            case "array" -> ofQuery(open, close);
            case "extract" -> extract(open, close);
            case "substring" -> substring(open, close);
            case "overlay" -> overlay(open, close);
            case "trim" -> trim(open, close);
            case "position" -> position(open, close);
            case "row" -> Value.UNKNOWN;
            default -> null;
        };
        cursor.at = found == null ? cursor.at : close + 1;
        return found;
    }

    private Value cases() {
        cursor.at++;
        Value operand = cursor.isAny("WHEN") ? null : expression.value(Precedence.OR);
        List<Value> results = new ArrayList<>();
        Value found = null;
        while (cursor.takes("WHEN")) {
            Value condition = expression.value(Precedence.OR);
            condition = operand == null ? condition : Operators.compare("=", operand, condition);
            cursor.takes("THEN");
            Value then = expression.value(Precedence.OR);
            results.add(then);
            found = found != null ? found : condition == Value.TRUE ? then : condition == Value.FALSE || condition.isNull() ? null : Value.UNKNOWN;
        }
        if (cursor.takes("ELSE")) {
            results.add(expression.value(Precedence.OR));
            found = found != null ? found : results.get(results.size() - 1);
        }
        return !cursor.takes("END") ? Value.UNKNOWN : found == null ? Value.NULL : Kinds.common(found, results);
    }

    /** [a, b], also in another one. */
    Value array() {
        int close = words.skip(cursor.at) - 1;
        List<Value> elements = new ArrayList<>();
        for (int from = cursor.at + 1; from < close; ) {
            int to = words.endOfItem(from, close);
            elements.add(words.type(from) == TokenType.LEFT_BRACKET ? expression.innerArray(from, to) : expression.inner(from, to));
            from = to + 1;
        }
        cursor.at = close + 1;
        List<Value> common = Kinds.common(elements);
        common.replaceAll(e -> e.isUntyped() ? Value.text(e.output()) : e);
        Value.Array array = new Value.Array(common);
        boolean isNested = common.stream().anyMatch(Value.Array.class::isInstance);
        return isNested && array.dimensions() == null ? Value.UNKNOWN : array;
    }

    /** DATE '2024-01-01', INTERVAL '1' MONTH. */
    private Value typed() {
        TypeName type = TypeName.read(words, cursor.at, cursor.at + 1);
        Value constant = Constants.of(words, cursor.at + 1);
        cursor.at += 2;
        if (type.name().equals("interval") && cursor.isAny(UNITS) && constant instanceof Value.Text t) {
            constant = new Value.Text(t.output() + ' ' + words.name(cursor.at++), null);
        }
        return context.casts().cast(constant, type.name());
    }

    private Value cast(int open, int close) {
        int as = cursor.find(open + 1, close, "AS");
        return context.casts().cast(expression.inner(open + 1, as), TypeName.read(words, as + 1, close));
    }

    private Value exists(int open, int close) {
        Rows rows = expression.query(open + 1, close);
        return rows == null ? Value.UNKNOWN : Value.of(!rows.all().isEmpty());
    }

    private Value ofQuery(int open, int close) {
        Rows rows = expression.query(open + 1, close);
        return rows == null || !rows.isSure() ? Value.UNKNOWN : new Value.Array(rows.column());
    }

    private Value extract(int open, int close) {
        int from = cursor.find(open + 1, close, "FROM");
        String unit = words.isName(open + 1) ? words.name(open + 1) : words.type(open + 1).isString() ? words.string(open + 1) : "";
        return from == close ? Value.UNKNOWN : Functions.call("extract", List.of(Value.text(unit), expression.inner(from + 1, close)), context.budget());
    }

    /** SUBSTRING(text FROM n FOR m), SUBSTRING(text FROM pattern); null where commas part the arguments. */
    private Value substring(int open, int close) {
        int from = cursor.find(open + 1, close, "FROM", "FOR", "SIMILAR");
        if (from == close) {
            int comma = words.endOfItem(open + 1, close);
            boolean isPattern = comma < close && words.endOfItem(comma + 1, close) == close;
            Value pattern = isPattern ? expression.inner(comma + 1, close) : Value.UNKNOWN;
            return pattern instanceof Value.Text ? RegexFunctions.part(expression.inner(open + 1, comma), pattern, context.budget()) : null;
        }
        Value text = expression.inner(open + 1, from);
        if (words.is(from, "FOR")) {
            return Functions.call("substring", List.of(text, Value.number(1), expression.inner(from + 1, close)), context.budget());
        }
        int until = cursor.find(from + 1, close, "FOR");
        Value first = expression.inner(from + 1, until);
        if (!words.is(from, "FROM") || first instanceof Value.Text && until < close) {
            return Value.UNKNOWN;
        }
        if (first instanceof Value.Text) {
            return RegexFunctions.part(text, first, context.budget());
        }
        return Functions.call("substring", until < close ? List.of(text, first, expression.inner(until + 1, close)) : List.of(text, first), context.budget());
    }

    /** OVERLAY(text PLACING by FROM n FOR m). */
    private Value overlay(int open, int close) {
        int placing = cursor.find(open + 1, close, "PLACING");
        int from = cursor.find(placing, close, "FROM");
        int until = cursor.find(from, close, "FOR");
        if (from == close) {
            return Value.UNKNOWN;
        }
        List<Value> arguments = new ArrayList<>(List.of(expression.inner(open + 1, placing), expression.inner(placing + 1, from), expression.inner(from + 1, until)));
        if (until < close) {
            arguments.add(expression.inner(until + 1, close));
        }
        return Functions.call("overlay", arguments, context.budget());
    }

    /** TRIM(LEADING 'x' FROM text), TRIM(text, 'x'). */
    private Value trim(int open, int close) {
        boolean isLeading = words.is(open + 1, "LEADING");
        boolean isTrailing = words.is(open + 1, "TRAILING");
        int begin = isLeading || isTrailing || words.is(open + 1, "BOTH") ? open + 2 : open + 1;
        int from = cursor.find(begin, close, "FROM");
        String name = isLeading ? "ltrim" : isTrailing ? "rtrim" : "btrim";
        if (from == close) {
            return begin == open + 1 ? null : Functions.call(name, List.of(expression.inner(begin, close)), context.budget());
        }
        Value text = expression.inner(from + 1, close);
        return Functions.call(name, from == begin ? List.of(text) : List.of(text, expression.inner(begin, from)), context.budget());
    }

    private Value position(int open, int close) {
        int in = cursor.find(open + 1, close, "IN");
        return in == close ? Value.UNKNOWN : Functions.call("position", List.of(expression.inner(in + 1, close), expression.inner(open + 1, in)), context.budget());
    }
}
