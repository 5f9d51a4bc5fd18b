package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Functions and operators of arrays. Chapter 9.19 of the manual. */
final class ArrayFunctions {
    private ArrayFunctions() {
    }

    private interface OfArray {
        Value of(Value.Array array, Given a);
    }

    static void addTo(Map<String, Functions.Function> strict, Map<String, Functions.Function> tolerant) {
        add(strict, 1, 1, (e, a) -> Value.number(e.flat().size()), "cardinality");
        add(strict, 1, 1, (e, a) -> e.elements().isEmpty() ? Value.NULL : Value.number(e.dimensions().size()), "array_ndims");
        add(strict, 2, 2, (e, a) -> length(e, a), "array_length", "array_upper");
        add(strict, 2, 2, (e, a) -> length(e, a) instanceof Value.Number ? Value.number(1) : length(e, a), "array_lower");
        add(strict, 2, 2, (e, a) -> trimmed(e, a), "trim_array");
        add(strict, 1, 1, (e, a) -> new Value.Several(e.flat()), "unnest");
        add(strict, 2, 2, (e, a) -> length(e, a) instanceof Value.Number n ? Sets.series(Value.number(1), n, Value.number(1)) : length(e, a).isNull() ? new Value.Several(List.of()) : null,
            "generate_subscripts");
        add(tolerant, 2, 3, (e, a) -> written(e, a), "array_to_string");
        add(tolerant, 2, 2, (e, a) -> without(e, a.value(1)), "array_remove");
        add(tolerant, 3, 3, (e, a) -> replaced(e, a.value(1), a.value(2)), "array_replace");
        add(tolerant, 2, 2, (e, a) -> position(e, a.value(1)), "array_position");
        tolerant.put("array_append", a -> a.count() == 2 && isArray(a.value(0)) ? appended(a.value(0), a.value(1)) : null);
        tolerant.put("array_prepend", a -> a.count() == 2 && isArray(a.value(1)) ? prepended(a.value(0), a.value(1)) : null);
        tolerant.put("array_cat", a -> a.count() == 2 && isArray(a.value(0)) && isArray(a.value(1)) ? joined(a.value(0), a.value(1)) : null);
        strict.put("array_fill", a -> a.count() == 2 && a.value(1) instanceof Value.Array sizes ? filled(a.value(0), sizes) : null);
    }

    private static void add(Map<String, Functions.Function> functions, int least, int most, OfArray function, String... names) {
        for (String name : names) {
            functions.put(name, a -> a.count() < least || a.count() > most ? null : a.value(0).isNull() ? Value.NULL
                : a.value(0) instanceof Value.Array array && array.dimensions() != null ? function.of(array, a) : null);
        }
    }

    private static Value length(Value.Array array, Given a) {
        List<Integer> lengths = array.dimensions();
        return !a.isInteger(1) ? Value.UNKNOWN : a.integer(1) < 1 || a.integer(1) > lengths.size() ? Value.NULL : Value.number(lengths.get(a.integer(1) - 1));
    }

    private static boolean isArray(Value value) {
        return value.isNull() || value instanceof Value.Array;
    }

    private static Value trimmed(Value.Array array, Given a) {
        int size = array.elements().size();
        return array.isNested() || !a.isInteger(1) || a.integer(1) < 0 || a.integer(1) > size ? null : new Value.Array(array.elements().subList(0, size - a.integer(1)));
    }

    private static Value written(Value.Array array, Given a) {
        if (a.value(1).isNull()) {
            return Value.NULL;
        }
        String nulls = a.count() > 2 ? a.text(2) : null;
        if (a.text(1) == null || nulls == null && a.count() > 2 && !a.value(2).isNull()) {
            return null;
        }
        List<Value> all = new ArrayList<>(array.flat());
        all.replaceAll(e -> e.isNull() && nulls != null ? Value.text(nulls) : e);
        return Nulls.joined(a.text(1), new Given(all, a.budget()), 0);
    }

    private static Value without(Value.Array array, Value what) {
        List<Value> all = new ArrayList<>();
        for (Value e : array.elements()) {
            Value same = Operators.isSame(e, what);
            if (!same.isKnown() || array.isNested()) {
                return null;
            }
            if (same == Value.FALSE) {
                all.add(e);
            }
        }
        return new Value.Array(all);
    }

    private static Value replaced(Value.Array array, Value what, Value by) {
        List<Value> all = new ArrayList<>();
        for (Value e : array.elements()) {
            Value same = Operators.isSame(e, what);
            if (!same.isKnown() || !by.isKnown() || array.isNested()) {
                return null;
            }
            all.add(same == Value.TRUE ? by : e);
        }
        return new Value.Array(all);
    }

    private static Value position(Value.Array array, Value what) {
        for (int i = 0; i < array.elements().size(); i++) {
            Value same = Operators.isSame(array.elements().get(i), what);
            if (same != Value.FALSE) {
                return same == Value.TRUE && !array.isNested() ? Value.number(i + 1L) : null;
            }
        }
        return Value.NULL;
    }

    private static Value filled(Value value, Value.Array sizes) {
        Value found = value;
        long size = 1;
        for (int i = sizes.elements().size() - 1; i >= 0; i--) {
            int n = sizes.elements().get(i) instanceof Value.Number number && number.isInteger() && number.is().precision() < 5 ? number.is().intValue() : 0;
            size *= n;
            if (n < 1 || size > Budget.ITERATIONS || sizes.isNested()) {
                return null;
            }
            found = new Value.Array(Collections.nCopies(n, found));
        }
        return found == value || value.isUntyped() ? null : found;
    }

    //---------------------------------------------------------------- ||

    /** One of the two is an array, or NULL as one. A constant without a type is an array, too; and so is the bare word NULL. */
    static Value concatenate(Value left, Value right) {
        Value a = left.isUntyped() ? Operators.likeOther(left, new Value.Array(List.of())) : left;
        Value b = right.isUntyped() ? Operators.likeOther(right, new Value.Array(List.of())) : right;
        if (!a.isKnown() || !b.isKnown()) {
            return Value.UNKNOWN;
        }
        boolean isLeft = a instanceof Value.Array || a instanceof Value.Null n && (n.isArray() || n.type() == null);
        boolean isRight = b instanceof Value.Array || b instanceof Value.Null n && (n.isArray() || n.type() == null);
        Value found = isLeft && isRight ? joined(a, b) : isLeft ? appended(a, b) : prepended(a, b);
        return found == null ? Value.UNKNOWN : found;
    }

    private static Value appended(Value array, Value element) {
        return put(array, element, false);
    }

    private static Value prepended(Value element, Value array) {
        return put(array, element, true);
    }

    private static Value put(Value array, Value element, boolean isFirst) {
        List<Value> all = new ArrayList<>(array instanceof Value.Array a ? a.elements() : List.of());
        if (!element.isKnown() || element instanceof Value.Array || array instanceof Value.Array a && a.isNested()) {
            return null;
        }
        Value like = all.stream().filter(e -> e.isKnown() && !e.isNull()).findFirst().orElse(null);
        Value one = Kinds.common(element, like == null ? List.of(element) : List.of(element, like));
        if (like != null && !one.isNull() && one.getClass() != like.getClass()) {
            return null;
        }
        all.add(isFirst ? 0 : all.size(), one.isUntyped() ? Value.text(one.output()) : one);
        return new Value.Array(all);
    }

    /** One of a dimension less than the other is an element of it. */
    private static Value joined(Value left, Value right) {
        if (left.isNull() || right.isNull()) {
            return left.isNull() ? right : left;
        }
        Value.Array a = (Value.Array) left;
        Value.Array b = (Value.Array) right;
        if (a.elements().isEmpty() || b.elements().isEmpty()) {
            return a.elements().isEmpty() ? b : a;
        }
        boolean isElement = a.isNested() && !b.isNested();
        boolean isRest = b.isNested() && !a.isNested();
        List<Value> all = new ArrayList<>(isRest ? List.of(a) : a.elements());
        all.addAll(isElement ? List.of(b) : b.elements());
        Value.Array joined = new Value.Array(all);
        return joined.dimensions() == null ? null : joined;
    }
}
