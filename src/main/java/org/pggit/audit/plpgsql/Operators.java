package org.pggit.audit.plpgsql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What the operators give that code reckons with. */
final class Operators {
    private Operators() {
    }

    static Value binary(String operator, Value left, Value right) {
        return switch (Precedence.of(operator)) {
            case COMPARISON -> compare(operator, left, right);
            case SUM, PRODUCT -> reckon(operator, left, right);
            default -> operator.equals("||") ? concatenate(left, right) : Value.UNKNOWN;
        };
    }

    /** || of texts, or of arrays. */
    static Value concatenate(Value left, Value right) {
        if (!left.isKnown() || !right.isKnown()) {
            return Value.UNKNOWN;
        }
        boolean isArray = left instanceof Value.Array || right instanceof Value.Array;
        if (isArray) {
            if (left instanceof Value.Text t && t.type() == null || right instanceof Value.Text u && u.type() == null) {
                // To || a constant without a type is an array, too.
                return Value.UNKNOWN;
            }
            List<Value> all = new ArrayList<>(left instanceof Value.Array a ? a.elements() : left.isNull() ? List.of() : List.of(left));
            all.addAll(right instanceof Value.Array b ? b.elements() : right.isNull() ? List.of() : List.of(right));
            return new Value.Array(all);
        }
        if (left.isNull() || right.isNull()) {
            return Value.NULL;
        }
        String a = left.asText();
        String b = right.asText();
        return a == null || b == null ? Value.UNKNOWN : Value.text(a.concat(b));
    }

    /** = <> < > <= >=. */
    static Value compare(String operator, Value left, Value right) {
        if (!left.isKnown() || !right.isKnown()) {
            return Value.UNKNOWN;
        }
        if (left.isNull() || right.isNull()) {
            return Value.NULL;
        }
        Value a = likeOther(left, right);
        Value b = likeOther(right, left);
        Integer order = a instanceof Value.Number m && b instanceof Value.Number n ? Integer.valueOf(m.is().compareTo(n.is()))
            : a instanceof Value.Moment x && b instanceof Value.Moment y ? Integer.valueOf(x.at().compareTo(y.at())) : null;
        if (order != null) {
            return Value.of(switch (operator) {
                case "=" -> order == 0;
                case "<>", "!=" -> order != 0;
                case "<" -> order < 0;
                case ">" -> order > 0;
                case "<=" -> order <= 0;
                default -> order >= 0;
            });
        }
        boolean isEquality = operator.equals("=") || operator.equals("<>") || operator.equals("!=");
        boolean isSameKind = a.getClass() == b.getClass() && a.output() != null && b.output() != null;
        // The order of texts is a collation's.
        return isEquality && isSameKind ? Value.of(a.output().equals(b.output()) == operator.equals("=")) : Value.UNKNOWN;
    }

    /** A constant without a type takes the other's. */
    private static Value likeOther(Value value, Value other) {
        if (!(value instanceof Value.Text t) || t.type() != null) {
            return value;
        }
        if (other instanceof Value.Number) {
            return Casts.number(t.output());
        }
        if (other instanceof Value.Moment m) {
            return Times.cast(value, m.kind());
        }
        return other instanceof Value.Bool ? Casts.bool(t.output()) : value;
    }

    static Value reckon(String operator, Value left, Value right) {
        if (!left.isKnown() || !right.isKnown()) {
            return Value.UNKNOWN;
        }
        if (left.isNull() || right.isNull()) {
            return Value.NULL;
        }
        if (left instanceof Value.Span s && right instanceof Value.Number n && operator.equals("*") || right instanceof Value.Span && operator.equals("*")) {
            return left instanceof Value.Span s && right instanceof Value.Number n ? Times.times(s, n) : left instanceof Value.Number n && right instanceof Value.Span s ? Times.times(s, n) : Value.UNKNOWN;
        }
        boolean isSum = operator.equals("+") || operator.equals("-");
        if (isSum && (left instanceof Value.Moment || right instanceof Value.Moment || left instanceof Value.Span)) {
            return Times.add(left, left instanceof Value.Moment && right instanceof Value.Text ? Times.cast(right, "interval") : right, operator.equals("+") ? 1 : -1);
        }
        Value a = likeOther(left, right);
        Value b = likeOther(right, left);
        return a instanceof Value.Number m && b instanceof Value.Number n ? numbers(operator, m, n) : Value.UNKNOWN;
    }

    private static Value numbers(String operator, Value.Number left, Value.Number right) {
        BigDecimal a = left.is();
        BigDecimal b = right.is();
        if (a.precision() > 60 || b.precision() > 60) {
            return Value.UNKNOWN;
        }
        boolean isWhole = left.isInteger() && right.isInteger() && b.signum() != 0;
        return switch (operator) {
            case "+" -> new Value.Number(a.add(b));
            case "-" -> new Value.Number(a.subtract(b));
            case "*" -> new Value.Number(a.multiply(b));
            // How many digits a quotient of others has is the server's own rule.
            case "/" -> isWhole ? new Value.Number(new BigDecimal(a.toBigInteger().divide(b.toBigInteger()))) : Value.UNKNOWN;
            case "%" -> isWhole ? new Value.Number(new BigDecimal(a.toBigInteger().remainder(b.toBigInteger()))) : Value.UNKNOWN;
            default -> Value.UNKNOWN;
        };
    }

    static Value and(Value left, Value right) {
        return left == Value.FALSE || right == Value.FALSE ? Value.FALSE : !isTruth(left) || !isTruth(right) ? Value.UNKNOWN : left.isNull() || right.isNull() ? Value.NULL : Value.TRUE;
    }

    static Value or(Value left, Value right) {
        return left == Value.TRUE || right == Value.TRUE ? Value.TRUE : !isTruth(left) || !isTruth(right) ? Value.UNKNOWN : left.isNull() || right.isNull() ? Value.NULL : Value.FALSE;
    }

    static Value not(Value value) {
        return value == Value.TRUE ? Value.FALSE : value == Value.FALSE ? Value.TRUE : value.isNull() ? value : Value.UNKNOWN;
    }

    private static boolean isTruth(Value value) {
        return value.isNull() || value == Value.TRUE || value == Value.FALSE;
    }
}
