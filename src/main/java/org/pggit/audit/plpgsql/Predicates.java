package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** What is asked of a value in words: IS, IN, BETWEEN, LIKE, and comparisons with ANY and ALL. Chapters 9.2, 9.7, 9.23 and 9.24 of the manual. */
final class Predicates {
    private static final String[] MEMBERSHIP = {"IN", "LIKE", "ILIKE", "BETWEEN"};

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
        if (!Precedence.IS.isBelow(lowest)) {
            if (cursor.takes("IS")) {
                return is(left);
            }
            if (cursor.takes("ISNULL")) {
                return isNull(left);
            }
            if (cursor.takes("NOTNULL")) {
                return Operators.not(isNull(left));
            }
        }
        boolean isNot = cursor.isAny("NOT") && cursor.at + 1 < cursor.limit && words.isAny(cursor.at + 1, MEMBERSHIP);
        if (!Precedence.MEMBERSHIP.isBelow(lowest) && (isNot || cursor.isAny(MEMBERSHIP))) {
            cursor.at += isNot ? 1 : 0;
            Value found = membership(left instanceof Value.Several ? Value.UNKNOWN : left);
            return isNot ? Operators.not(found) : found;
        }
        if (cursor.isPhrase("AT TIME ZONE")) {
            cursor.at += 3;
            expression.value(Precedence.OTHER);
            return Value.UNKNOWN;
        }
        return left;
    }

    private static Value isNull(Value value) {
        // Of a row all fields are asked.
        return value.isKnown() && !(value instanceof Value.Row) && !(value instanceof Value.Several) ? Value.of(value.isNull()) : Value.UNKNOWN;
    }

    private Value is(Value left) {
        boolean isNot = cursor.takes("NOT");
        Value found = Value.UNKNOWN;
        if (cursor.isAny("NULL", "UNKNOWN")) {
            found = isNull(left);
        } else if (cursor.isAny("TRUE", "FALSE")) {
            found = left instanceof Value.Bool || left.isNull() ? Value.of(left == Value.of(cursor.isAny("TRUE"))) : Value.UNKNOWN;
        } else if (cursor.isPhrase("DISTINCT FROM")) {
            cursor.at += 2;
            Value same = Operators.isSame(left, expression.value(Precedence.MEMBERSHIP));
            return isNot ? same : Operators.not(same);
        }
        cursor.at++;
        return isNot ? Operators.not(found) : found;
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
            return Patterns.like(left, expression.value(Precedence.OTHER), isAnyCase, expression.context.budget());
        }
        cursor.at++;
        return cursor.type() == TokenType.LEFT_PAREN ? in(left) : Value.UNKNOWN;
    }

    private Value in(Value left) {
        int open = cursor.at;
        int close = words.skip(open) - 1;
        cursor.at = close + 1;
        List<Value> among = words.isAny(open + 1, "SELECT", "VALUES", "WITH") ? column(open + 1, close) : items(open + 1, close);
        return among == null ? Value.UNKNOWN : compared("=", left, among, false);
    }

    private List<Value> items(int begin, int close) {
        List<Value> items = new ArrayList<>();
        for (int from = begin; from < close; ) {
            int to = words.endOfItem(from, close);
            items.add(expression.inner(from, to));
            from = to + 1;
        }
        return items;
    }

    /** Null where the rows are not known. */
    private List<Value> column(int from, int to) {
        Rows rows = expression.query(from, to);
        return rows == null ? null : rows.column();
    }

    private static Value compared(String operator, Value left, List<Value> among, boolean isAll) {
        Value found = Value.of(isAll);
        for (Value e : among) {
            Value one = Operators.compare(operator, left, e);
            found = isAll ? Operators.and(found, one) : Operators.or(found, one);
        }
        return found;
    }

    /** left = ANY (array), left <> ALL (SELECT ...). The operator is read already. */
    Value ofMany(Value left, String operator) {
        boolean isAll = cursor.isAny("ALL");
        int open = cursor.at + 1;
        int close = words.skip(open) - 1;
        cursor.at = close + 1;
        if (words.isAny(open + 1, "SELECT", "VALUES", "WITH")) {
            List<Value> among = column(open + 1, close);
            return among == null ? Value.UNKNOWN : compared(operator, left, among, isAll);
        }
        Value array = expression.inner(open + 1, close);
        array = array.isUntyped() ? Operators.likeOther(array, new Value.Array(List.of())) : array;
        return array instanceof Value.Array a ? compared(operator, left, a.flat(), isAll) : array.isNull() ? Value.NULL : Value.UNKNOWN;
    }
}
