package org.pggit.audit.plpgsql;

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
        ArrayFunctions.addTo(STRICT, TOLERANT);
        NumberFunctions.addTo(STRICT);
        TimeFunctions.addTo(STRICT);
        Nulls.addTo(TOLERANT);
        STRICT.put("to_char", a -> a.value(0) instanceof Value.Number ? NumberFunctions.written(a) : TimeFunctions.written(a));
    }

    private Functions() {
    }

    /** Null where the server's function of the name is not known here; UNKNOWN where its value is not. */
    static Value call(String name, List<Value> arguments) {
        Given given = new Given(arguments);
        Function tolerant = TOLERANT.get(name);
        Function strict = STRICT.get(name);
        if (tolerant == null && strict == null) {
            return null;
        }
        if (tolerant == null && !arguments.stream().allMatch(Value::isKnown)) {
            return Value.UNKNOWN;
        }
        if (tolerant == null && arguments.stream().anyMatch(Value::isNull)) {
            return Value.NULL;
        }
        Value found = (tolerant == null ? strict : tolerant).of(given);
        return found == null ? Value.UNKNOWN : found;
    }
}
