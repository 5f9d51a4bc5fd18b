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
    private final Cursor cursor;
    private final Words words;
    private final Forms forms;

    Operands(Expression expression) {
        this.expression = expression;
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
                value = expression.context.casts().cast(value, type);
            } else if (cursor.type() == TokenType.LEFT_BRACKET) {
                int close = words.skip(cursor.at) - 1;
                Value index = expression.inner(cursor.at + 1, close);
                boolean isElement = value instanceof Value.Array && index instanceof Value.Number n && n.isInteger();
                value = isElement ? element((Value.Array) value, (Value.Number) index) : Value.UNKNOWN;
                cursor.at = close + 1;
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

    private static Value element(Value.Array array, Value.Number index) {
        int i = index.is().abs().precision() > 9 ? 0 : index.is().intValue();
        return i >= 1 && i <= array.elements().size() ? array.elements().get(i - 1) : Value.NULL;
    }

    private Value primary() {
        TokenType type = cursor.type();
        if (type.isString()) {
            return Constants.of(words, cursor.at++);
        }
        return switch (type) {
            case NUMBER -> Casts.number(words.written(cursor.at++));
            case PARAMETER -> expression.context.scope().get(words.written(cursor.at++));
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

    private Value parenthesis() {
        int open = cursor.at;
        int close = words.skip(open) - 1;
        cursor.at = close + 1;
        if (words.isAny(open + 1, "SELECT", "WITH", "VALUES")) {
            int end = open + 2;
            while (end < close && !words.isAny(end, "FROM", "WHERE", "UNION", "ORDER", "LIMIT") && words.type(end) != TokenType.COMMA) {
                end = words.skip(end);
            }
            return words.is(open + 1, "SELECT") && end >= close ? expression.inner(open + 2, close) : Value.UNKNOWN;
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
        Scope scope = expression.context.scope();
        String first = words.name(cursor.at++);
        if (cursor.type() != TokenType.DOT || !words.isName(cursor.at + 1) || cursor.at + 1 >= cursor.limit) {
            return cursor.type() == TokenType.LEFT_PAREN ? call(null, first) : scope.get(first);
        }
        String second = words.name(cursor.at + 1);
        cursor.at += 2;
        if (cursor.type() == TokenType.LEFT_PAREN) {
            return call(first, second);
        }
        if (scope.get(first) instanceof Value.Row row) {
            return row.field(second);
        }
        // A block's or a routine's variable.
        return scope.has(first) ? Value.UNKNOWN : scope.get(second);
    }

    private Value call(String schema, String name) {
        int close = words.skip(cursor.at) - 1;
        List<Value> arguments = new ArrayList<>();
        Map<String, Value> named = new LinkedHashMap<>();
        for (int from = cursor.at + 1; from < close; ) {
            int to = words.endOfItem(from, close);
            boolean isNamed = words.isName(from) && (words.written(from + 1).equals("=>") || words.type(from + 1) == TokenType.COLON_EQUALS);
            if (isNamed) {
                named.put(words.name(from), expression.inner(from + 2, to));
            } else {
                arguments.add(expression.inner(from, to));
            }
            from = to + 1;
        }
        cursor.at = close + 1;
        boolean isServers = (schema == null || schema.equals("pg_catalog")) && named.isEmpty();
        Value value = isServers ? Functions.call(name, arguments) : null;
        value = value == null ? expression.context.calls().call(schema, name, arguments, named) : value;
        expression.context.budget().read(value instanceof Value.Text t ? t.output().length() : 0);
        if (cursor.isAny("FILTER", "OVER")) {
            cursor.at = words.skip(cursor.at + 1);
            return Value.UNKNOWN;
        }
        return value;
    }
}
