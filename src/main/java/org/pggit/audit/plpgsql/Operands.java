package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** What operators join: constants, variables, calls, parentheses, with the casts, subscripts and fields behind them. Chapter 4.2 of the manual. */
final class Operands {
    private final Expression expression;
    private final Expression.Context context;
    private final Cursor cursor;
    private final Words words;
    private final Forms forms;

    Operands(Expression expression) {
        this.expression = expression;
        this.context = expression.context;
        this.cursor = expression.cursor;
        this.words = cursor.words;
        this.forms = new Forms(expression);
    }

    Value next() {
        Value value = primary();
        while (!cursor.isAtEnd()) {
            if (cursor.type() == TokenType.TYPE_CAST) {
                TypeName type = TypeName.read(words, cursor.at + 1, cursor.limit);
                cursor.at = type.end();
                context.budget().read(value);
                value = context.casts().cast(value, type);
            } else if (cursor.type() == TokenType.LEFT_BRACKET) {
                value = subscripted(value);
            } else if (cursor.type() == TokenType.DOT) {
                value = value instanceof Value.Row r && words.isName(cursor.at + 1) ? r.field(words.name(cursor.at + 1)) : Value.UNKNOWN;
                cursor.at += 2;
            } else if (cursor.isAny("COLLATE")) {
                cursor.at += 2;
            } else {
                break;
            }
        }
        return value;
    }

    /** a[1], a[1][2], a[2:3]. Chapter 8.15.3 of the manual: what is outside is NULL, and so is a part of an array of more dimensions. */
    private Value subscripted(Value array) {
        Value found = array;
        boolean isSlice = false;
        for (int n = 0; cursor.type() == TokenType.LEFT_BRACKET; n++) {
            int open = cursor.at;
            int close = words.skip(open) - 1;
            cursor.at = close + 1;
            int colon = open + 1;
            while (colon < close && words.type(colon) != TokenType.COLON) {
                colon = words.skip(colon);
            }
            if (colon < close || isSlice) {
                isSlice = true;
                boolean isPlain = n == 0 && cursor.type() != TokenType.LEFT_BRACKET && found instanceof Value.Array a && !a.isNested();
                found = isPlain ? slice((Value.Array) found, bound(open + 1, colon, 1), bound(colon + 1, close, Integer.MAX_VALUE)) : Value.UNKNOWN;
            } else {
                found = element(found, expression.inner(open + 1, close));
            }
        }
        return found instanceof Value.Array && !isSlice ? Value.NULL : found;
    }

    private Value bound(int from, int to, int otherwise) {
        return from == to ? Value.number(otherwise) : expression.inner(from, to);
    }

    private static Value element(Value value, Value index) {
        if (value.isNull() || index.isNull()) {
            return value.isKnown() && index.isKnown() ? Value.NULL : Value.UNKNOWN;
        }
        if (!(value instanceof Value.Array array) || !(index instanceof Value.Number n) || !n.isInteger()) {
            return Value.UNKNOWN;
        }
        int i = n.is().precision() > 9 ? 0 : n.is().intValue();
        return i >= 1 && i <= array.elements().size() ? array.elements().get(i - 1) : Value.NULL;
    }

    private static Value slice(Value.Array array, Value from, Value to) {
        boolean isKnown = from instanceof Value.Number m && m.isInteger() && m.is().precision() < 11 && to instanceof Value.Number n && n.isInteger() && n.is().precision() < 11;
        if (!isKnown) {
            return from.isKnown() && to.isKnown() && (from.isNull() || to.isNull()) ? Value.NULL : Value.UNKNOWN;
        }
        int first = Math.max(1, ((Value.Number) from).is().intValue());
        int last = Math.min(array.elements().size(), ((Value.Number) to).is().intValue());
        return new Value.Array(first > last ? List.of() : array.elements().subList(first - 1, last));
    }

    private Value primary() {
        TokenType type = cursor.type();
        if (type.isString()) {
            return Constants.of(words, cursor.at++);
        }
        return switch (type) {
            case NUMBER -> Casts.number(words.written(cursor.at++));
            case PARAMETER -> context.scope().get(words.written(cursor.at++));
            case LEFT_PAREN -> parenthesis();
            case WORD -> cursor.typeAt(1) == TokenType.DOT ? name() : word();
            case QUOTED_NAME, UNICODE_NAME -> name();
            case END -> Value.UNKNOWN;
            default -> {
                cursor.at++;
                yield Value.UNKNOWN;
            }
        };
    }

    /** Elements of an array in brackets, and nothing else. */
    Value array() {
        Value array = forms.array();
        return cursor.isAtEnd() ? array : Value.UNKNOWN;
    }

    private Value parenthesis() {
        int open = cursor.at;
        int close = words.skip(open) - 1;
        cursor.at = close + 1;
        if (words.isAny(open + 1, "SELECT", "WITH", "VALUES")) {
            Rows rows = expression.query(open + 1, close);
            return rows == null ? Value.UNKNOWN : rows.single();
        }
        return expression.inner(open + 1, close);
    }

    private Value word() {
        if (cursor.takes("NULL")) {
            return Value.NULL;
        }
        if (cursor.takes("TRUE")) {
            return Value.TRUE;
        }
        if (cursor.takes("FALSE")) {
            return Value.FALSE;
        }
        Value special = forms.next();
        return special == null ? name() : special;
    }

    /** A variable, a field of one, or a call. */
    private Value name() {
        Scope scope = context.scope();
        Value known = context.known().get(cursor.at);
        if (known != null) {
            cursor.at = words.skip(cursor.at + 1);
            return known;
        }
        String first = words.name(cursor.at++);
        if (cursor.type() != TokenType.DOT || !words.isName(cursor.at + 1) || cursor.at + 1 >= cursor.limit) {
            return cursor.type() == TokenType.LEFT_PAREN ? call(null, first) : scope.get(first);
        }
        String second = words.name(cursor.at + 1);
        cursor.at += 2;
        if (cursor.type() == TokenType.LEFT_PAREN) {
            return call(first, second);
        }
        return scope.get(first) instanceof Value.Row row ? row.field(second) : scope.get(first, second);
    }

    private Value call(String schema, String name) {
        int close = words.skip(cursor.at) - 1;
        List<Value> arguments = new ArrayList<>();
        Map<String, Value> named = new LinkedHashMap<>();
        boolean isVariadic = false;
        for (int from = cursor.at + 1; from < close; ) {
            int to = words.endOfItem(from, close);
            boolean isNamed = words.isName(from) && (words.written(from + 1).equals("=>") || words.type(from + 1) == TokenType.COLON_EQUALS);
            isVariadic = words.is(from, "VARIADIC") && to > from + 1;
            if (isNamed) {
                named.put(words.name(from), expression.inner(from + 2, to));
            } else {
                arguments.add(expression.inner(isVariadic ? from + 1 : from, to));
            }
            from = to + 1;
        }
        cursor.at = close + 1;
        boolean isServers = schema == null || schema.equals("pg_catalog");
        Value value = isServers ? server(name, arguments, named, isVariadic) : null;
        value = value == null ? context.calls().call(new Calls.Call(schema, name, arguments, named, isVariadic)) : value;
        context.budget().read(value);
        if (cursor.isAny("FILTER", "OVER")) {
            cursor.at = words.skip(cursor.at + 1);
            return Value.UNKNOWN;
        }
        return value;
    }

    /** Null where it is none of the server's that is known here. */
    private Value server(String name, List<Value> arguments, Map<String, Value> named, boolean isVariadic) {
        if (!named.isEmpty()) {
            boolean isInterval = name.equals("make_interval") && arguments.isEmpty();
            return isInterval ? unknownFor(TimeFunctions.interval(named)) : null;
        }
        boolean isNow = arguments.isEmpty() && (name.equals("now") || name.equals("transaction_timestamp"));
        return isNow ? context.now("timestamptz") : isVariadic ? Functions.callVariadic(name, arguments, context.budget()) : Functions.call(name, arguments, context.budget());
    }

    private static Value unknownFor(Value value) {
        return value == null ? Value.UNKNOWN : value;
    }
}
