package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;

/** What the operators give that code reckons with. Chapters 9.1, 9.2 and 9.4 of the manual. */
final class Operators {
    private Operators() {
    }

    static Value binary(String operator, Value left, Value right, Budget budget) {
        if (left instanceof Value.Several || right instanceof Value.Several) {
            return Value.UNKNOWN;
        }
        return switch (Precedence.of(operator)) {
            case COMPARISON -> compare(operator, left, right);
            case SUM, PRODUCT, POWER -> Arithmetic.reckon(operator, left, right);
            default -> other(operator, left, right, budget);
        };
    }

    private static Value other(String operator, Value left, Value right, Budget budget) {
        return switch (operator) {
            case "||" -> concatenate(left, right);
            case "~", "~*" -> Patterns.matches(left, right, operator.equals("~*"), budget);
            case "!~", "!~*" -> not(Patterns.matches(left, right, operator.equals("!~*"), budget));
            case "~~", "~~*" -> Patterns.like(left, right, operator.equals("~~*"), budget);
            case "!~~", "!~~*" -> not(Patterns.like(left, right, operator.equals("!~~*"), budget));
            case "^@" -> left.isKnown() && right.isKnown() ? Functions.call("starts_with", List.of(left, right), budget) : Value.UNKNOWN;
            case "@>" -> contains(left, right);
            case "<@" -> contains(right, left);
            default -> Value.UNKNOWN;
        };
    }

    /** || of texts, or of arrays. */
    static Value concatenate(Value left, Value right) {
        if (!left.isKnown() || !right.isKnown()) {
            return Value.UNKNOWN;
        }
        if (isArray(left) || isArray(right)) {
            return ArrayFunctions.concatenate(left, right);
        }
        if (left.isNull() || right.isNull()) {
            return Value.NULL;
        }
        String a = left.asText();
        String b = right.asText();
        boolean isOfText = left instanceof Value.Text || right instanceof Value.Text;
        return !isOfText || a == null || b == null ? Value.UNKNOWN : Value.text(a.concat(b));
    }

    private static boolean isArray(Value value) {
        return value instanceof Value.Array || value instanceof Value.Null n && n.isArray();
    }

    /** Every element of the one is one of the other: of arrays. */
    private static Value contains(Value left, Value right) {
        Value all = likeOther(left, right);
        Value some = likeOther(right, left);
        if (left.isNull() || right.isNull()) {
            return left.isKnown() && right.isKnown() ? Value.NULL : Value.UNKNOWN;
        }
        if (!(all instanceof Value.Array a) || !(some instanceof Value.Array b)) {
            return Value.UNKNOWN;
        }
        Value found = Value.TRUE;
        for (Value wanted : b.flat()) {
            Value one = Value.FALSE;
            for (Value e : a.flat()) {
                Value same = compare("=", e, wanted);
                one = or(one, same.isNull() ? Value.FALSE : same);
            }
            found = and(found, one);
        }
        return found;
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
            : a instanceof Value.Moment x && b instanceof Value.Moment y ? Times.order(x, y) : null;
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
        // The order of texts is a collation's.
        boolean isEquality = operator.equals("=") || operator.equals("<>") || operator.equals("!=");
        Value equal = isEquality ? equal(a, b) : Value.UNKNOWN;
        return operator.equals("=") ? equal : not(equal);
    }

    /** Of any kind but numbers and times. */
    private static Value equal(Value a, Value b) {
        if (a instanceof Value.Array x && b instanceof Value.Array y) {
            return equal(x.elements(), y.elements());
        }
        boolean isSameKind = a.getClass() == b.getClass() && a.output() != null && b.output() != null;
        if (!isSameKind) {
            return Value.UNKNOWN;
        }
        boolean isSame = a.output().equals(b.output());
        return isSame || !isAnyCase(a) && !isAnyCase(b) ? Value.of(isSame) : Value.UNKNOWN;
    }

    private static boolean isAnyCase(Value value) {
        return value instanceof Value.Text t && "citext".equals(t.type());
    }

    private static Value equal(List<Value> a, List<Value> b) {
        Value found = Value.of(a.size() == b.size());
        for (int i = 0; i < a.size() && found != Value.FALSE; i++) {
            found = and(found, isSame(a.get(i), b.get(i)));
        }
        return found;
    }

    /** IS NOT DISTINCT FROM, and = of an array's elements: NULL is NULL. */
    static Value isSame(Value a, Value b) {
        if (!a.isKnown() || !b.isKnown()) {
            return Value.UNKNOWN;
        }
        return a.isNull() || b.isNull() ? Value.of(a.isNull() && b.isNull()) : compare("=", a, b);
    }

    /** A constant without a type takes the other's. */
    static Value likeOther(Value value, Value other) {
        if (!value.isUntyped()) {
            return value;
        }
        String text = value.output();
        if (other instanceof Value.Number n) {
            Value number = Casts.number(text);
            return number instanceof Value.Number m && (m.isInteger() || !n.isInteger()) ? Casts.widened(m, n.kind()) : Value.UNKNOWN;
        }
        if (other instanceof Value.Moment m) {
            return Times.cast(value, m.kind());
        }
        if (other instanceof Value.Array) {
            List<Value> elements = ArrayText.read(text);
            return elements == null ? Value.UNKNOWN : new Value.Array(untyped(elements));
        }
        return other instanceof Value.Bool ? Casts.bool(text) : value;
    }

    private static List<Value> untyped(List<Value> elements) {
        List<Value> all = new ArrayList<>(elements.size());
        for (Value e : elements) {
            all.add(e instanceof Value.Array a ? new Value.Array(untyped(a.elements())) : e instanceof Value.Text t ? new Value.Text(t.output(), null) : e);
        }
        return all;
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
