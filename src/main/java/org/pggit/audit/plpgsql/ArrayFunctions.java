package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Functions of arrays. Chapter 9.19 of the manual. */
final class ArrayFunctions {
    private ArrayFunctions() {
    }

    private interface OfArray {
        Value of(List<Value> elements, Given a);
    }

    static void addTo(Map<String, Functions.Function> strict, Map<String, Functions.Function> tolerant) {
        add(strict, 1, (e, a) -> Value.number(e.size()), "cardinality");
        add(strict, 2, (e, a) -> !isFirst(a) ? null : e.isEmpty() ? Value.NULL : Value.number(e.size()), "array_length", "array_upper");
        add(strict, 2, (e, a) -> !isFirst(a) ? null : e.isEmpty() ? Value.NULL : Value.number(1), "array_lower");
        add(strict, 2, (e, a) -> a.text(1) == null ? null : Nulls.joined(a.text(1), new Given(e), 0), "array_to_string");
        tolerant.put("array_append", a -> a.count() == 2 && isArray(a.value(0)) && a.value(1).isKnown() ? joined(elements(a.value(0)), List.of(a.value(1))) : null);
        tolerant.put("array_prepend", a -> a.count() == 2 && isArray(a.value(1)) && a.value(0).isKnown() ? joined(List.of(a.value(0)), elements(a.value(1))) : null);
        tolerant.put("array_cat", a -> a.count() == 2 && isArray(a.value(0)) && isArray(a.value(1)) ? joined(elements(a.value(0)), elements(a.value(1))) : null);
    }

    private static void add(Map<String, Functions.Function> functions, int count, OfArray function, String... names) {
        for (String name : names) {
            functions.put(name, a -> a.count() == count && a.value(0) instanceof Value.Array array ? function.of(array.elements(), a) : null);
        }
    }

    private static boolean isFirst(Given a) {
        return "1".equals(a.text(1));
    }

    private static boolean isArray(Value value) {
        return value.isNull() || value instanceof Value.Array;
    }

    private static List<Value> elements(Value value) {
        return value instanceof Value.Array a ? a.elements() : List.of();
    }

    private static Value joined(List<Value> left, List<Value> right) {
        List<Value> all = new ArrayList<>(left);
        all.addAll(right);
        return new Value.Array(all);
    }
}
