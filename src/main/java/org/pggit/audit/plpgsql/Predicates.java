package org.pggit.audit.plpgsql;

import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** What is asked of a value in words: IS, IN, BETWEEN, LIKE, and comparisons with ANY and ALL of an array. Chapters 9.2, 9.7 and 9.24 of the manual. */
final class Predicates {
    private final Expression expression;
    private final Cursor cursor;
    private final Words words;

    Predicates(Expression expression) {
        this.expression = expression;
        this.cursor = expression.cursor;
        this.words = cursor.words;
    }

    /** left itself where nothing of the kind stands here. */
    Value next(Value left, Precedence lowest) {
        boolean isNot = cursor.isAny("NOT") && words.isAny(cursor.at + 1, "IN", "LIKE", "ILIKE", "BETWEEN");
        int word = isNot ? cursor.at + 1 : cursor.at;
        if (!Precedence.IS.isBelow(lowest) && cursor.takes("IS")) {
            return is(left);
        }
        if (!Precedence.MEMBERSHIP.isBelow(lowest) && word < cursor.limit && words.isAny(word, "IN", "LIKE", "ILIKE", "BETWEEN")) {
            cursor.at = word;
            Value found = membership(left);
            return isNot ? Operators.not(found) : found;
        }
        if (cursor.isPhrase("AT TIME ZONE")) {
            cursor.at += 3;
            expression.value(Precedence.OTHER);
            return Value.UNKNOWN;
        }
        return left;
    }

    private Value is(Value left) {
        boolean isNot = cursor.takes("NOT");
        Value found = Value.UNKNOWN;
        if (cursor.isAny("NULL")) {
            found = left.isKnown() ? Value.of(left.isNull()) : Value.UNKNOWN;
        } else if (cursor.isAny("TRUE", "FALSE")) {
            found = left instanceof Value.Bool || left.isNull() ? Value.of(left == Value.of(cursor.isAny("TRUE"))) : Value.UNKNOWN;
        } else if (cursor.isPhrase("DISTINCT FROM")) {
            cursor.at += 2;
            Value same = same(left, expression.value(Precedence.MEMBERSHIP));
            return isNot ? same : Operators.not(same);
        }
        cursor.at++;
        return isNot ? Operators.not(found) : found;
    }

    private static Value same(Value left, Value right) {
        if (!left.isKnown() || !right.isKnown()) {
            return Value.UNKNOWN;
        }
        return left.isNull() || right.isNull() ? Value.of(left == right) : Operators.compare("=", left, right);
    }

    private Value membership(Value left) {
        if (cursor.takes("BETWEEN")) {
            Value low = expression.value(Precedence.OTHER);
            cursor.takes("AND");
            Value high = expression.value(Precedence.OTHER);
            return Operators.and(Operators.compare(">=", left, low), Operators.compare("<=", left, high));
        }
        if (!cursor.isAny("IN")) {
            boolean isAnyCase = cursor.isAny("ILIKE");
            cursor.at++;
            return like(left, expression.value(Precedence.OTHER), isAnyCase);
        }
        cursor.at++;
        return cursor.type() == TokenType.LEFT_PAREN ? in(left) : Value.UNKNOWN;
    }

    private static Value like(Value left, Value pattern, boolean isAnyCase) {
        boolean isKnown = left instanceof Value.Text && pattern instanceof Value.Text;
        return isKnown ? Patterns.like(left.output(), pattern.output(), isAnyCase) : left.isNull() || pattern.isNull() ? Value.NULL : Value.UNKNOWN;
    }

    private Value in(Value left) {
        int open = cursor.at;
        int close = words.skip(open) - 1;
        Value found = words.isAny(open + 1, "SELECT", "VALUES", "WITH") ? Value.UNKNOWN : Value.FALSE;
        for (int from = open + 1; from < close && found.isKnown(); ) {
            int to = words.endOfItem(from, close);
            found = Operators.or(found, Operators.compare("=", left, expression.inner(from, to)));
            from = to + 1;
        }
        cursor.at = close + 1;
        return found;
    }

    /** left = ANY (array), left <> ALL (array). The operator is read already. */
    Value ofArray(Value left, String operator) {
        boolean isAll = cursor.isAny("ALL");
        int open = cursor.at + 1;
        int close = words.skip(open) - 1;
        Value array = expression.inner(open + 1, close);
        cursor.at = close + 1;
        if (!(array instanceof Value.Array a)) {
            return Value.UNKNOWN;
        }
        Value found = Value.of(isAll);
        for (Value e : a.elements()) {
            Value one = Operators.compare(operator, left, e);
            found = isAll ? Operators.and(found, one) : Operators.or(found, one);
        }
        return found;
    }
}
