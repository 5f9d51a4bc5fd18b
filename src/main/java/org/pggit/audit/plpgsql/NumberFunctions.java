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
        functions.put("mod", a -> a.count() == 2 ? Arithmetic.reckon("%", a.value(0), a.value(1)) : null);
        functions.put("div", a -> a.count() == 2 ? whole(Arithmetic.reckon("/", a.value(0), a.value(1)), RoundingMode.DOWN) : null);
        functions.put("power", a -> a.count() == 2 ? Arithmetic.reckon("^", a.value(0), a.value(1)) : null);
        functions.put("pow", functions.get("power"));
        functions.put("abs", a -> a.count() == 1 && a.value(0) instanceof Value.Number n ? new Value.Number(n.is().abs(), n.kind()) : null);
        functions.put("floor", a -> a.count() == 1 ? whole(a.value(0), RoundingMode.FLOOR) : null);
        functions.put("ceil", a -> a.count() == 1 ? whole(a.value(0), RoundingMode.CEILING) : null);
        functions.put("ceiling", functions.get("ceil"));
        functions.put("round", a -> rounded(a, RoundingMode.HALF_UP));
        functions.put("trunc", a -> rounded(a, RoundingMode.DOWN));
    }

    /** Integers become doubles: there is no such function of theirs. */
    private static Value whole(Value value, RoundingMode mode) {
        return !(value instanceof Value.Number n) ? null : new Value.Number(n.is().setScale(0, mode), n.isInteger() ? Value.Kind.DOUBLE : n.kind());
    }

    private static Value rounded(Given a, RoundingMode mode) {
        if (a.count() == 1) {
            return whole(a.value(0), mode);
        }
        boolean isNumeric = a.count() == 2 && a.value(0) instanceof Value.Number n && n.kind() != Value.Kind.DOUBLE && a.isInteger(1) && a.integer(1) >= 0 && a.integer(1) <= 60;
        return isNumeric ? new Value.Number(((Value.Number) a.value(0)).is().setScale(a.integer(1), mode), Value.Kind.NUMERIC) : null;
    }

    /** to_char of an integer: FM00, FM999, 000, 09. */
    static Value written(Given a) {
        String pattern = a.count() == 2 ? a.text(1) : null;
        if (pattern == null || !(a.value(0) instanceof Value.Number number)) {
            return null;
        }
        boolean isPlain = pattern.startsWith("FM") || pattern.startsWith("fm");
        String places = isPlain ? pattern.substring(2) : pattern;
        BigDecimal n = number.is();
        if (!number.isInteger() || !places.matches("[09]{1,18}")) {
            return null;
        }
        String sign = n.signum() < 0 ? "-" : "";
        String digits = n.abs().toPlainString();
        if (digits.length() > places.length()) {
            return Value.text((isPlain ? sign : n.signum() < 0 ? "-" : " ") + "#".repeat(places.length()));
        }
        int zeros = places.indexOf('0') < 0 ? 1 : places.length() - places.indexOf('0');
        String padded = sign + "0".repeat(Math.max(0, zeros - digits.length())) + digits;
        return Value.text(isPlain ? padded : " ".repeat(places.length() - padded.length() + 1) + padded);
    }
}
