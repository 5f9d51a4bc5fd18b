package org.pggit.audit.plpgsql;

import java.util.Locale;
import java.util.Map;

/** Functions of dates and times. Chapters 9.8 and 9.9 of the manual. */
final class TimeFunctions {
    private TimeFunctions() {
    }

    static void addTo(Map<String, Functions.Function> functions) {
        functions.put("date_trunc", a -> a.count() == 2 && a.text(0) != null && a.value(1) instanceof Value.Moment m ? Times.truncate(a.text(0), m) : null);
        functions.put("date_part", a -> a.count() == 2 && a.text(0) != null && a.value(1) instanceof Value.Moment m ? Times.extract(a.text(0), m) : null);
        functions.put("make_date", TimeFunctions::date);
        functions.put("to_date", a -> a.count() == 2 && "YYYY-MM-DD".equalsIgnoreCase(a.text(1)) ? Times.cast(a.value(0), "date") : null);
    }

    private static Value date(Given a) {
        boolean isDate = a.count() == 3 && a.isInteger(0) && a.isInteger(1) && a.isInteger(2);
        return isDate ? Times.cast(Value.text(String.format(Locale.ROOT, "%04d-%02d-%02d", a.integer(0), a.integer(1), a.integer(2))), "date") : null;
    }

    /** to_char of a time. */
    static Value written(Given a) {
        return a.count() == 2 && a.text(1) != null && a.value(0) instanceof Value.Moment m ? TimeFormat.of(m, a.text(1)) : null;
    }
}
