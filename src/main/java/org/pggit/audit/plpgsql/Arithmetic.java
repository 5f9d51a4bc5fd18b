package org.pggit.audit.plpgsql;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** + - * / % ^ of numbers, dates and intervals. Chapters 9.3 and 9.9 of the manual. */
final class Arithmetic {
    private static final BigDecimal LARGEST_INTEGER = BigDecimal.valueOf(Integer.MAX_VALUE);
    private static final BigDecimal LARGEST_BIGINT = BigDecimal.valueOf(Long.MAX_VALUE);
    /** Up to it every whole number is a double, and written without an exponent. */
    private static final BigDecimal LARGEST_DOUBLE = BigDecimal.valueOf(999_999_999_999_999L);

    private Arithmetic() {
    }

    static Value reckon(String operator, Value left, Value right) {
        if (!left.isKnown() || !right.isKnown()) {
            return Value.UNKNOWN;
        }
        if (left.isNull() || right.isNull()) {
            return Value.NULL;
        }
        if (operator.equals("*") && left instanceof Value.Span s && right instanceof Value.Number n) {
            return Times.times(s, n);
        }
        if (operator.equals("*") && left instanceof Value.Number n && right instanceof Value.Span s) {
            return Times.times(s, n);
        }
        boolean isSum = operator.equals("+") || operator.equals("-");
        if (isSum && (left instanceof Value.Moment || right instanceof Value.Moment || left instanceof Value.Span)) {
            return Times.add(left, right, operator.equals("+") ? 1 : -1);
        }
        Value a = Operators.likeOther(left, right);
        Value b = Operators.likeOther(right, left);
        return a instanceof Value.Number m && b instanceof Value.Number n ? numbers(operator, m, n) : Value.UNKNOWN;
    }

    private static Value numbers(String operator, Value.Number left, Value.Number right) {
        BigDecimal a = left.is();
        BigDecimal b = right.is();
        if (a.precision() > 60 || b.precision() > 60 || a.scale() > 60 || b.scale() > 60) {
            return Value.UNKNOWN;
        }
        Value.Kind kind = left.kind().compareTo(right.kind()) > 0 ? left.kind() : right.kind();
        if (kind == Value.Kind.DOUBLE && (!Casts.isWhole(a) || !Casts.isWhole(b))) {
            return Value.UNKNOWN;
        }
        boolean isDivision = operator.equals("/") || operator.equals("%");
        BigDecimal found = isDivision && b.signum() == 0 ? null : switch (operator) {
            case "+" -> a.add(b);
            case "-" -> a.subtract(b);
            case "*" -> a.multiply(b);
            case "/" -> quotient(a, b, kind);
            case "%" -> kind == Value.Kind.DOUBLE ? null : a.remainder(b).setScale(Math.max(a.scale(), b.scale()), RoundingMode.UNNECESSARY);
            case "^" -> power(a, b, kind);
            default -> null;
        };
        return found == null ? Value.UNKNOWN : bounded(found, operator.equals("^") && kind == Value.Kind.INTEGER ? Value.Kind.DOUBLE : kind, a, b);
    }

    /** What is out of its type's range is an error there; integers past int4 are known only where one operand is no int4 either. */
    private static Value bounded(BigDecimal found, Value.Kind kind, BigDecimal a, BigDecimal b) {
        boolean isInside = switch (kind) {
            case INTEGER -> found.abs().compareTo(a.abs().max(b.abs()).compareTo(LARGEST_INTEGER) > 0 ? LARGEST_BIGINT : LARGEST_INTEGER) <= 0;
            case NUMERIC -> found.precision() <= 120;
            // A zero may have a sign.
            case DOUBLE -> found.abs().compareTo(LARGEST_DOUBLE) <= 0 && found.remainder(BigDecimal.ONE).signum() == 0 && found.signum() != 0;
        };
        return isInside ? new Value.Number(kind == Value.Kind.DOUBLE ? found.setScale(0, RoundingMode.UNNECESSARY) : found, kind) : Value.UNKNOWN;
    }

    /** Null where it is a double that is not whole. */
    private static BigDecimal quotient(BigDecimal a, BigDecimal b, Value.Kind kind) {
        return switch (kind) {
            case INTEGER -> new BigDecimal(a.toBigInteger().divide(b.toBigInteger()));
            case NUMERIC -> a.divide(b, scale(a, b), RoundingMode.HALF_UP);
            case DOUBLE -> a.remainder(b).signum() == 0 ? a.divide(b, MathContext.UNLIMITED) : null;
        };
    }

    /** numeric.c, select_div_scale: 16 significant digits at least, reckoned in digits of base 10000. */
    private static int scale(BigDecimal a, BigDecimal b) {
        int weight = weight(a) - weight(b);
        boolean isLess = first(a).compareTo(first(b)) <= 0;
        return Math.max(Math.max(16 - 4 * (isLess ? weight - 1 : weight), 0), Math.max(a.scale(), b.scale()));
    }

    private static int weight(BigDecimal n) {
        return n.signum() == 0 ? 0 : Math.floorDiv(n.precision() - n.scale() - 1, 4);
    }

    private static BigDecimal first(BigDecimal n) {
        return n.abs().scaleByPowerOfTen(-4 * weight(n)).setScale(0, RoundingMode.DOWN);
    }

    private static BigDecimal power(BigDecimal a, BigDecimal b, Value.Kind kind) {
        boolean isPlain = kind != Value.Kind.NUMERIC && b.signum() >= 0 && b.compareTo(BigDecimal.valueOf(60)) <= 0 && a.precision() <= 15;
        return isPlain ? a.pow(b.intValueExact()) : null;
    }
}
