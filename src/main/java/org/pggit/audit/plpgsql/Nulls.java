package org.pggit.audit.plpgsql;

import java.util.Map;

/** Functions that NULL is a value for: COALESCE, NULLIF, GREATEST and LEAST (chapter 9.18 of the manual), concat, concat_ws, format, quote_nullable (9.4). */
final class Nulls {
    private Nulls() {
    }

    static void addTo(Map<String, Functions.Function> functions) {
        functions.put("coalesce", Nulls::coalesce);
        functions.put("nullif", Nulls::nullif);
        functions.put("greatest", a -> utmost(a, ">"));
        functions.put("least", a -> utmost(a, "<"));
        functions.put("concat", a -> joined("", a, 0));
        functions.put("concat_ws", a -> a.value(0).isNull() ? Value.NULL : a.text(0) == null ? null : joined(a.text(0), a, 1));
        functions.put("format", a -> a.value(0).isNull() ? Value.NULL : a.text(0) == null ? null : Format.of(a.text(0), a.values().subList(1, a.count())));
        functions.put("quote_nullable", a -> a.value(0).isNull() ? Value.text("NULL") : a.text(0) == null ? null : Value.text(Format.literal(a.text(0))));
    }

    /** The argument that may be VARIADIC, from 0; -1 where none may. */
    static int variadic(String name) {
        return name.equals("concat") ? 0 : name.equals("format") || name.equals("concat_ws") ? 1 : -1;
    }

    /** All are of one type: a constant without one takes that of the others, an integer among other numbers is one of those. */
    private static Value coalesce(Given a) {
        for (Value v : a.values()) {
            if (!v.isNull()) {
                return Kinds.common(v, a.values());
            }
        }
        return Value.NULL;
    }

    private static Value nullif(Given a) {
        Value isEqual = a.count() == 2 ? Operators.compare("=", a.value(0), a.value(1)) : Value.UNKNOWN;
        return !isEqual.isKnown() ? Value.UNKNOWN : isEqual == Value.TRUE ? Value.NULL : a.value(0);
    }

    private static Value utmost(Given a, String operator) {
        Value found = Value.NULL;
        for (Value v : a.values()) {
            Value one = Kinds.common(v, a.values());
            Value isFurther = found.isNull() ? Value.TRUE : Operators.compare(operator, one, found);
            if (!one.isKnown() || !one.isNull() && !isFurther.isKnown()) {
                return null;
            }
            found = !one.isNull() && isFurther == Value.TRUE ? one : found;
        }
        return found;
    }

    /** As output functions write them, without the NULLs; null where one is not known. */
    static Value joined(String separator, Given a, int from) {
        StringBuilder out = new StringBuilder();
        boolean isFirst = true;
        for (Value v : a.values().subList(from, a.count())) {
            String text = v.output();
            if (text == null && !v.isNull()) {
                return null;
            }
            if (text != null) {
                out.append(isFirst ? "" : separator).append(text);
                isFirst = false;
            }
            if (out.length() > Given.LONGEST) {
                return null;
            }
        }
        return Value.text(out.toString());
    }
}
