package org.pggit.audit.plpgsql;

import java.time.LocalDateTime;
import java.util.Map;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/**
 * Reads an expression and reckons it, by the server's precedence: {@link Operands} joined by {@link Operators} and {@link Predicates}. A part that is not known makes what
 * needs it unknown; calls of routines are made wherever they stand.
 */
final class Expression {
    /**
     * What all parts of an expression share. now: when the transaction began, by the session's clock; null where that is not known. known: calls that are reckoned
     * already (aggregates), by the word where they begin.
     */
    record Context(Scope scope, Casts casts, Calls calls, Budget budget, LocalDateTime now, Map<Integer, Value> known) {
        /** When the code runs, as a value of the type. */
        Value now(String type) {
            return now == null ? Value.UNKNOWN : Times.cast(new Value.Moment(now, "timestamptz"), type);
        }
    }

    final Cursor cursor;
    final Context context;
    private final Operands operands;
    private final Predicates predicates;
    private int depth;

    private Expression(Cursor cursor, Context context) {
        this.cursor = cursor;
        this.context = context;
        this.operands = new Operands(this);
        this.predicates = new Predicates(this);
    }

    /** What the words of the range give. Where only the first of them are an expression: UNKNOWN, and the calls in the others are made, too. */
    static Value of(Words words, Code.Range range, Context context) {
        Cursor cursor = new Cursor(words, range.from(), range.to());
        Expression e = new Expression(cursor, context);
        Value value = cursor.isAtEnd() ? Value.UNKNOWN : e.value(Precedence.OR);
        boolean isWhole = cursor.isAtEnd();
        while (!cursor.isAtEnd() && context.budget().step()) {
            int next = cursor.at + 1;
            if (words.isName(cursor.at) && words.type(cursor.at + 1) == TokenType.LEFT_PAREN) {
                e.value(Precedence.OTHER);
            }
            cursor.at = Math.max(cursor.at, next);
        }
        return isWhole ? value : Value.UNKNOWN;
    }

    /** What stands between two words, as an expression of its own. */
    Value inner(int from, int to) {
        Expression e = within(from, to);
        Value value = e == null ? Value.UNKNOWN : e.value(Precedence.OR);
        return e != null && e.cursor.isAtEnd() ? value : Value.UNKNOWN;
    }

    /** The same of brackets with elements of an array in them. */
    Value innerArray(int from, int to) {
        Expression e = within(from, to);
        return e == null || !context.budget().step() ? Value.UNKNOWN : e.operands.array();
    }

    /** Null where nothing stands there, or too deep. */
    private Expression within(int from, int to) {
        if (depth > Budget.NESTED || from >= to) {
            return null;
        }
        Expression e = new Expression(new Cursor(cursor.words, from, to), context);
        e.depth = depth + 1;
        return e;
    }

    /** The rows of the query between two words; null where they are not known. */
    Rows query(int from, int to) {
        return depth > Budget.NESTED || from >= to ? null : context.calls().rows(cursor.words, new Code.Range(from, to), context.scope());
    }

    /** From here on as far as the operators bind at least so much. Recurses for each parenthesis and each step of precedence: {@link Budget#NESTED} ends it. */
    Value value(Precedence lowest) {
        if (!context.budget().step() || depth > Budget.NESTED) {
            cursor.toEnd();
            return Value.UNKNOWN;
        }
        depth++;
        Value left = prefix(lowest);
        while (!cursor.isAtEnd()) {
            int before = cursor.at;
            left = infix(left, lowest);
            if (cursor.at == before) {
                break;
            }
            if (!context.budget().step()) {
                cursor.toEnd();
                left = Value.UNKNOWN;
            }
        }
        depth--;
        return left;
    }

    private Value prefix(Precedence lowest) {
        if (!Precedence.NOT.isBelow(lowest) && cursor.takes("NOT")) {
            return Operators.not(value(Precedence.NOT));
        }
        if (cursor.isOperator("-") || cursor.isOperator("+")) {
            boolean isMinus = cursor.isOperator("-");
            cursor.at++;
            Value value = operands.next();
            return isMinus ? Operators.binary("-", Value.number(0), value, context.budget()) : value;
        }
        return operands.next();
    }

    private Value infix(Value left, Precedence lowest) {
        if (cursor.type() == TokenType.OPERATOR) {
            return operator(left, lowest);
        }
        if (!Precedence.OR.isBelow(lowest) && cursor.takes("OR")) {
            return Operators.or(left, value(Precedence.AND));
        }
        if (!Precedence.AND.isBelow(lowest) && cursor.takes("AND")) {
            return Operators.and(left, value(Precedence.NOT));
        }
        return predicates.next(left, lowest);
    }

    private Value operator(Value left, Precedence lowest) {
        String operator = cursor.words.written(cursor.at);
        Precedence precedence = Precedence.of(operator);
        if (precedence.isBelow(lowest)) {
            return left;
        }
        cursor.at++;
        if (precedence == Precedence.COMPARISON && cursor.isAny("ANY", "SOME", "ALL") && cursor.typeAt(1) == TokenType.LEFT_PAREN) {
            return predicates.ofMany(left, operator);
        }
        Value right = value(precedence.next());
        if (!operator.equals("||")) {
            context.budget().read(left);
            context.budget().read(right);
        }
        Value value = Operators.binary(operator, left, right, context.budget());
        context.budget().read(value);
        return value;
    }
}
