package org.pggit.audit.plpgsql;

import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/**
 * Reads an expression and reckons it, by the server's precedence: {@link Operands} joined by {@link Operators} and {@link Predicates}. A part that is not known makes what
 * needs it unknown; calls of routines are made wherever they stand.
 */
final class Expression {
    /** What all parts of an expression share. */
    record Context(Scope scope, Casts casts, Calls calls, Budget budget) {
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
        if (depth > Budget.NESTED || from >= to) {
            return Value.UNKNOWN;
        }
        Expression e = new Expression(new Cursor(cursor.words, from, to), context);
        e.depth = depth + 1;
        Value value = e.value(Precedence.OR);
        return e.cursor.isAtEnd() ? value : Value.UNKNOWN;
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
            return isMinus ? Operators.reckon("-", Value.number(0), value) : value;
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
            return predicates.ofArray(left, operator);
        }
        Value value = Operators.binary(operator, left, value(precedence.next()));
        context.budget().read(value instanceof Value.Text t ? t.output().length() : 0);
        return value;
    }
}
