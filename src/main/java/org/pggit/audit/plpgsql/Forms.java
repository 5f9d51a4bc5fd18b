package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** What looks like no call of the common kind: CASE, ARRAY[...], CAST, constants of a type, functions with words between their arguments. Chapters 4.2 and 9.4 of the manual. */
final class Forms {
    private final Expression expression;
    private final Cursor cursor;
    private final Words words;

    Forms(Expression expression) {
        this.expression = expression;
        this.cursor = expression.cursor;
        this.words = cursor.words;
    }

    /** Null where nothing of the kind stands here. */
    Value next() {
        boolean isCall = cursor.typeAt(1) == TokenType.LEFT_PAREN;
        if (cursor.isAny("CASE")) {
            return cases();
        }
        if (cursor.isAny("ARRAY") && cursor.typeAt(1) == TokenType.LEFT_BRACKET) {
            return array();
        }
        if (cursor.isAny("CAST") && isCall) {
            return cast();
        }
        if (cursor.isAny("EXISTS", "ROW", "ARRAY", "POSITION", "OVERLAY", "TRIM") && isCall && !isPlainTrim()) {
            cursor.at = words.skip(cursor.at + 1);
            return Value.UNKNOWN;
        }
        if (cursor.isAny("EXTRACT", "SUBSTRING") && isCall) {
            return fromTo();
        }
        if (cursor.typeAt(1).isString()) {
            // DATE '2024-01-01'.
            cursor.at += 2;
            return expression.context.casts().cast(Constants.of(words, cursor.at - 1), TypeName.read(words, cursor.at - 2, cursor.at - 1).name());
        }
        return null;
    }

    private boolean isPlainTrim() {
        int close = words.skip(cursor.at + 1) - 1;
        return cursor.isAny("TRIM") && cursor.find(cursor.at + 2, close, "FROM", "BOTH", "LEADING", "TRAILING") == close;
    }

    private Value cases() {
        cursor.at++;
        Value operand = cursor.isAny("WHEN") ? null : expression.value(Precedence.OR);
        Value found = null;
        while (cursor.takes("WHEN")) {
            Value condition = expression.value(Precedence.OR);
            condition = operand == null ? condition : Operators.compare("=", operand, condition);
            cursor.takes("THEN");
            Value then = expression.value(Precedence.OR);
            found = found != null ? found : condition == Value.TRUE ? then : condition.isKnown() ? null : Value.UNKNOWN;
        }
        if (cursor.takes("ELSE")) {
            Value otherwise = expression.value(Precedence.OR);
            found = found != null ? found : otherwise;
        }
        return !cursor.takes("END") ? Value.UNKNOWN : found == null ? Value.NULL : found;
    }

    private Value array() {
        int close = words.skip(cursor.at + 1) - 1;
        List<Value> elements = new ArrayList<>();
        boolean isNested = false;
        for (int from = cursor.at + 2; from < close; ) {
            int to = words.endOfItem(from, close);
            Value e = expression.inner(from, to);
            isNested |= e instanceof Value.Array || words.type(from) == TokenType.LEFT_BRACKET;
            elements.add(e instanceof Value.Text t && t.type() == null ? Value.text(t.output()) : e);
            from = to + 1;
        }
        cursor.at = close + 1;
        return isNested ? Value.UNKNOWN : new Value.Array(elements);
    }

    private Value cast() {
        int close = words.skip(cursor.at + 1) - 1;
        int as = cursor.find(cursor.at + 2, close, "AS");
        Value value = expression.inner(cursor.at + 2, as);
        TypeName type = TypeName.read(words, as + 1, close);
        cursor.at = close + 1;
        return expression.context.casts().cast(value, type);
    }

    /** EXTRACT(unit FROM time), SUBSTRING(text FROM n FOR m); null where commas part the arguments. */
    private Value fromTo() {
        int open = cursor.at + 1;
        int close = words.skip(open) - 1;
        int from = cursor.find(open + 1, close, "FROM");
        if (from >= close) {
            return null;
        }
        boolean isExtract = cursor.isAny("EXTRACT");
        cursor.at = close + 1;
        if (isExtract) {
            return Functions.call("date_part", List.of(Value.text(words.isName(open + 1) ? words.name(open + 1) : ""), expression.inner(from + 1, close)));
        }
        int until = cursor.find(from + 1, close, "FOR");
        List<Value> arguments = new ArrayList<>(List.of(expression.inner(open + 1, from), expression.inner(from + 1, until)));
        if (until < close) {
            arguments.add(expression.inner(until + 1, close));
        }
        return Functions.call("substring", arguments);
    }
}
