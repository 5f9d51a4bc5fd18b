package org.pggit.audit.plpgsql;

import java.util.List;
import java.util.stream.Collectors;

/** The one type that values take which stand beside each other: in CASE, COALESCE, ARRAY, VALUES. Chapter 10.5 of the manual. */
final class Kinds {
    /** The first that has a type; of numbers the widest. Null for none. */
    private final Value like;
    /** Of what is not known the type is not either. */
    private final boolean isWhole;

    private Kinds(List<Value> among) {
        Value found = null;
        boolean isKnown = true;
        for (Value v : among) {
            isKnown &= v.isKnown() && !(v instanceof Value.Several);
            boolean isWider = v instanceof Value.Number n && found instanceof Value.Number m && n.kind().compareTo(m.kind()) > 0;
            found = v.isKnown() && !v.isNull() && !v.isUntyped() && (found == null || isWider) ? v : found;
        }
        this.like = found;
        this.isWhole = isKnown;
    }

    /** The value as one of these. */
    static Value common(Value value, List<Value> among) {
        return new Kinds(among).of(value);
    }

    /** Each as one of all. */
    static List<Value> common(List<Value> values) {
        Kinds kinds = new Kinds(values);
        return values.stream().map(kinds::of).collect(Collectors.toList());
    }

    private Value of(Value value) {
        if (value instanceof Value.Number n && like instanceof Value.Number m) {
            return isWhole ? Casts.widened(n, m.kind()) : Value.UNKNOWN;
        }
        if (value.isUntyped()) {
            Value typed = like == null ? value : Operators.likeOther(value, like);
            return typed.isUntyped() && isWhole ? Value.text(value.output()) : typed;
        }
        return value instanceof Value.Several ? Value.UNKNOWN : value;
    }
}
