package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The server's functions by name: those of texts, arrays, numbers and times that code makes names and statements with. Chapter 9 of the manual. */
final class Functions {
    /** Null: not of these arguments. */
    interface Function {
        Value of(Given a);
    }

    /** NULL for any NULL. */
    private static final Map<String, Function> STRICT = new HashMap<>();
    /** NULL is a value like others. */
    private static final Map<String, Function> TOLERANT = new HashMap<>();

    static {
        TextFunctions.addTo(STRICT);
        TextFunctions.addPartsTo(TOLERANT);
        ArrayFunctions.addTo(STRICT, TOLERANT);
        NumberFunctions.addTo(STRICT);
        TimeFunctions.addTo(STRICT);
        RegexFunctions.addTo(STRICT);
        Sets.addTo(STRICT);
        Nulls.addTo(TOLERANT);
        STRICT.put("to_char", a -> a.value(0) instanceof Value.Number ? NumberFunctions.written(a) : TimeFunctions.written(a));
    }

    private Functions() {
    }

    /** Null where the server's function of the name is not known here; UNKNOWN where its value is not. */
    static Value call(String name, List<Value> arguments, Budget budget) {
        Function tolerant = TOLERANT.get(name);
        Function strict = STRICT.get(name);
        if (tolerant == null && strict == null) {
            return null;
        }
        for (Value v : arguments) {
            budget.read(v);
            if (v instanceof Value.Several || tolerant == null && !v.isKnown()) {
                return Value.UNKNOWN;
            }
        }
        if (tolerant == null && arguments.stream().anyMatch(Value::isNull)) {
            return Sets.isName(name) ? new Value.Several(List.of()) : Value.NULL;
        }
        Value found = (tolerant == null ? strict : tolerant).of(new Given(arguments, budget));
        return found == null ? Value.UNKNOWN : found;
    }

    /** A call whose last argument is VARIADIC: its elements are the rest of the arguments. */
    static Value callVariadic(String name, List<Value> arguments, Budget budget) {
        boolean isKnown = Nulls.variadic(name) == arguments.size() - 1 && arguments.get(arguments.size() - 1) instanceof Value.Array;
        if (!isKnown) {
            return TOLERANT.containsKey(name) || STRICT.containsKey(name) ? Value.UNKNOWN : null;
        }
        List<Value> all = new ArrayList<>(arguments.subList(0, arguments.size() - 1));
        all.addAll(((Value.Array) arguments.get(arguments.size() - 1)).flat());
        return call(name, all, budget);
    }
}
