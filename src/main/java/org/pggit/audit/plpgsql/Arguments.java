package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;

/** Which of several routines of a name a call means, and what it gives each of its parameters; null for the default. Chapter 10.3 of the manual. */
record Arguments(Routine routine, List<Value> values, boolean isGathered) {

    /** Null where none fits, or several do alike. */
    static Arguments choose(List<Routine> routines, Calls.Call call) {
        Arguments best = null;
        boolean isSure = true;
        for (Routine routine : routines) {
            Arguments fitting = fit(routine, call);
            if (fitting == null) {
                continue;
            }
            int order = best == null ? -1 : Integer.compare(fitting.distance(), best.distance());
            isSure = order < 0 || order > 0 && isSure;
            best = order < 0 ? fitting : best;
        }
        return isSure ? best : null;
    }

    /** A routine that needs fewer defaults is the nearer one; one that gathers arguments in an array is further than any that does not. */
    private int distance() {
        return (int) values.stream().filter(v -> v == null).count() + (isGathered ? 1_000 : 0);
    }

    private static Arguments fit(Routine routine, Calls.Call call) {
        List<Routine.Parameter> inputs = routine.inputs();
        boolean takesMore = !inputs.isEmpty() && inputs.get(inputs.size() - 1).isVariadic();
        boolean isGathered = takesMore && !call.isVariadic() && call.named().isEmpty() && call.arguments().size() >= inputs.size();
        List<Value> given = isGathered ? gathered(call.arguments(), inputs) : call.arguments();
        if (given == null || given.size() + call.named().size() > inputs.size() || call.isVariadic() && !takesMore) {
            return null;
        }
        List<Value> values = new ArrayList<>();
        int found = 0;
        for (int i = 0; i < inputs.size(); i++) {
            Routine.Parameter p = inputs.get(i);
            boolean isNamed = i >= given.size() && p.name() != null && call.named().containsKey(p.name());
            Value value = i < given.size() ? given.get(i) : isNamed ? call.named().get(p.name()) : null;
            found += isNamed ? 1 : 0;
            if (value == null && p.defaultValue() == null || value != null && !mayBe(value, p.type())) {
                return null;
            }
            values.add(value);
        }
        return found == call.named().size() ? new Arguments(routine, values, isGathered) : null;
    }

    /** The last ones as an array; null where one of them is none of its elements. */
    private static List<Value> gathered(List<Value> arguments, List<Routine.Parameter> inputs) {
        int last = inputs.size() - 1;
        String array = inputs.get(last).type();
        String element = array.endsWith("[]") ? array.substring(0, array.length() - 2) : array;
        List<Value> rest = arguments.subList(last, arguments.size());
        if (!rest.stream().allMatch(v -> mayBe(v, element))) {
            return null;
        }
        List<Value> all = new ArrayList<>(arguments.subList(0, last));
        all.add(new Value.Array(List.copyOf(rest)));
        return all;
    }

    private static boolean mayBe(Value value, String type) {
        if (!value.isKnown() || value.isNull() || value.isUntyped()) {
            return true;
        }
        return switch (type) {
            case "text", "varchar", "name", "regclass", "citext" -> value instanceof Value.Text;
            case "boolean" -> value instanceof Value.Bool;
            case "integer" -> value instanceof Value.Number n && n.isInteger();
            case "numeric" -> value instanceof Value.Number n && n.kind() != Value.Kind.DOUBLE;
            case "double", "real" -> value instanceof Value.Number;
            case "date", "timestamp", "timestamptz" -> value instanceof Value.Moment;
            default -> !type.endsWith("[]") || value instanceof Value.Array;
        };
    }
}
