package org.pggit.audit.plpgsql;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** Functions of numbers, and to_char of integers. Chapters 9.3 and 9.8 of the manual. */
final class NumberFunctions {
    private NumberFunctions() {
    }

    private interface OfNumber {
        BigDecimal of(BigDecimal number);
    }

    static void addTo(Map<String, Functions.Function> functions) {
        functions.put("mod", a -> a.count() == 2 ? Operators.reckon("%", a.value(0), a.value(1)) : null);
        add(functions, BigDecimal::abs, "abs");
        add(functions, n -> n.setScale(0, RoundingMode.FLOOR), "floor");
        add(functions, n -> n.setScale(0, RoundingMode.CEILING), "ceil", "ceiling");
    }

    private static void add(Map<String, Functions.Function> functions, OfNumber function, String... names) {
        for (String name : names) {
            functions.put(name, a -> a.count() == 1 && a.value(0) instanceof Value.Number n ? new Value.Number(function.of(n.is())) : null);
        }
    }

    /** to_char of an integer: FM00, FM999, 000. */
    static Value written(Given a) {
        String pattern = a.count() == 2 ? a.text(1) : null;
        if (pattern == null || !(a.value(0) instanceof Value.Number number)) {
            return null;
        }
        boolean isPlain = pattern.regionMatches(true, 0, "FM", 0, 2);
        String places = isPlain ? pattern.substring(2) : pattern;
        String digits = number.is().toPlainString();
        if (!number.isInteger() || number.is().signum() < 0 || !places.matches("9*0*") || places.isEmpty() || digits.length() > places.length()) {
            return null;
        }
        int zeros = places.indexOf('0') < 0 ? 1 : places.length() - places.indexOf('0');
        String padded = "0".repeat(Math.max(0, zeros - digits.length())) + digits;
        return Value.text(isPlain ? padded : " ".repeat(places.length() - padded.length() + 1) + padded);
    }
}
