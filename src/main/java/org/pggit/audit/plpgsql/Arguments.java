package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which of several routines of a name a call means, and what it gives each of its parameters; null for the default. */
record Arguments(Routine routine, List<Value> values) {

    /** Null where none fits, or several do alike. */
    static Arguments choose(List<Routine> routines, List<Value> given, Map<String, Value> named) {
        Arguments best = null;
        boolean isSure = true;
        for (Routine routine : routines) {
            Arguments fitting = fit(routine, given, named);
            if (fitting == null) {
                continue;
            }
            boolean isBetter = best == null || fitting.defaults() < best.defaults();
            isSure = best == null || fitting.defaults() != best.defaults() ? isBetter || isSure : false;
            best = isBetter ? fitting : best;
        }
        return isSure ? best : null;
    }

    /** A routine that needs fewer defaults is the nearer one. */
    private int defaults() {
        return (int) values.stream().filter(v -> v == null).count();
    }

    private static Arguments fit(Routine routine, List<Value> given, Map<String, Value> named) {
        List<Routine.Parameter> inputs = routine.inputs();
        if (given.size() + named.size() > inputs.size()) {
            return null;
        }
        List<Value> values = new ArrayList<>();
        int found = 0;
        for (int i = 0; i < inputs.size(); i++) {
            Routine.Parameter p = inputs.get(i);
            boolean isNamed = i >= given.size() && p.name() != null && named.containsKey(p.name());
            Value value = i < given.size() ? given.get(i) : isNamed ? named.get(p.name()) : null;
            found += isNamed ? 1 : 0;
            if (value == null && p.defaultValue() == null || value != null && !mayBe(value, p.type()) || p.type().equals("variadic")) {
                return null;
            }
            values.add(value);
        }
        return found == named.size() ? new Arguments(routine, values) : null;
    }

    private static boolean mayBe(Value value, String type) {
        boolean isOther = switch (type) {
            case "text", "varchar", "name", "regclass" -> !(value instanceof Value.Text);
            case "boolean" -> !(value instanceof Value.Bool) && !isConstant(value);
            case "integer", "numeric" -> !(value instanceof Value.Number) && !isConstant(value);
            default -> type.endsWith("[]") && !(value instanceof Value.Array) && !isConstant(value);
        };
        return !value.isKnown() || value.isNull() || !isOther;
    }

    private static boolean isConstant(Value value) {
        return value instanceof Value.Text t && t.type() == null;
    }
}
