package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Functions that return sets. Chapter 9.25 of the manual. */
final class Sets {
    /** Of the server's, those that are known here among them. */
    private static final Set<String> NAMES = Set.of("unnest", "generate_series", "generate_subscripts", "regexp_matches", "regexp_split_to_table", "string_to_table");

    private Sets() {
    }

    static boolean isName(String name) {
        return NAMES.contains(name);
    }

    static void addTo(Map<String, Functions.Function> functions) {
        functions.put("generate_series", a -> a.count() == 2 ? series(a.value(0), a.value(1), Value.number(1)) : a.count() == 3 ? series(a.value(0), a.value(1), a.value(2)) : null);
    }

    /** Null where it is none, or too long. Dates are taken for times with a zone. */
    static Value series(Value first, Value last, Value step) {
        boolean isTime = first instanceof Value.Moment || last instanceof Value.Moment;
        String type = !isTime ? null : first instanceof Value.Moment m && m.kind().equals("timestamp") || last instanceof Value.Moment n && n.kind().equals("timestamp") ? "timestamp" : "timestamptz";
        Value next = isTime ? Times.cast(first, type) : first;
        Value end = isTime ? Times.cast(last, type) : last;
        Value by = isTime ? Times.cast(step, "interval") : step;
        if (isTime ? !(by instanceof Value.Span s) || !s.isUp() : !(by instanceof Value.Number n) || n.is().signum() == 0) {
            return null;
        }
        boolean isUp = isTime || ((Value.Number) by).is().signum() > 0;
        List<Value> all = new ArrayList<>();
        while (all.size() <= Budget.ITERATIONS) {
            Value isPast = Operators.compare(isUp ? ">" : "<", next, end);
            if (isPast == Value.TRUE) {
                return new Value.Several(all);
            }
            if (isPast != Value.FALSE) {
                return null;
            }
            all.add(next);
            next = Arithmetic.reckon("+", next, by);
        }
        return null;
    }
}
