package org.pggit.audit.plpgsql;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Functions of dates and times. Chapters 9.8 and 9.9 of the manual. */
final class TimeFunctions {
    private TimeFunctions() {
    }

    static void addTo(Map<String, Functions.Function> functions) {
        functions.put("date_trunc", a -> a.count() == 2 && a.text(0) != null && a.value(1) instanceof Value.Moment m ? truncated(a.text(0), m) : null);
        functions.put("date_part", a -> a.count() == 2 && a.text(0) != null && a.value(1) instanceof Value.Moment m ? part(a.text(0), m, Value.Kind.DOUBLE) : null);
        functions.put("extract", a -> a.count() == 2 && a.text(0) != null && a.value(1) instanceof Value.Moment m ? part(a.text(0), m, Value.Kind.NUMERIC) : null);
        functions.put("make_date", TimeFunctions::date);
        functions.put("to_date", a -> a.count() == 2 && a.text(0) != null && a.text(1) != null ? read(a.text(0), a.text(1)) : null);
    }

    private static Value date(Given a) {
        boolean isDate = a.count() == 3 && a.isInteger(0) && a.isInteger(1) && a.isInteger(2) && a.integer(0) > 0;
        return isDate ? Times.cast(Value.text(String.format(Locale.ROOT, "%04d-%02d-%02d", a.integer(0), a.integer(1), a.integer(2))), "date") : null;
    }

    /** make_interval(months => 2); null where an argument is another, or not known. */
    static Value interval(Map<String, Value> named) {
        Value.Span sum = new Value.Span(0, 0, 0);
        for (Map.Entry<String, Value> e : named.entrySet()) {
            Value.Span unit = switch (e.getKey()) {
                case "years" -> new Value.Span(12, 0, 0);
                case "months" -> new Value.Span(1, 0, 0);
                case "weeks" -> new Value.Span(0, 7, 0);
                case "days" -> new Value.Span(0, 1, 0);
                case "hours" -> new Value.Span(0, 0, 3600);
                case "mins" -> new Value.Span(0, 0, 60);
                case "secs" -> new Value.Span(0, 0, 1);
                default -> null;
            };
            Value part = unit != null && e.getValue() instanceof Value.Number n ? Times.times(unit, n) : Value.UNKNOWN;
            Value next = part instanceof Value.Span s ? Times.add(sum, s, 1) : Value.UNKNOWN;
            if (!(next instanceof Value.Span s)) {
                return null;
            }
            sum = s;
        }
        return sum;
    }

    /** A date is taken for a time with a zone. */
    private static Value truncated(String unit, Value.Moment moment) {
        LocalDateTime day = moment.at().truncatedTo(ChronoUnit.DAYS);
        LocalDateTime at = switch (unit.toLowerCase(Locale.ROOT)) {
            case "year", "years" -> day.withDayOfYear(1);
            case "quarter" -> day.withDayOfMonth(1).withMonth((day.getMonthValue() - 1) / 3 * 3 + 1);
            case "month", "months" -> day.withDayOfMonth(1);
            case "week", "weeks" -> day.minusDays(day.getDayOfWeek().getValue() - 1L);
            case "day", "days" -> day;
            case "hour", "hours" -> moment.at().truncatedTo(ChronoUnit.HOURS);
            default -> null;
        };
        return at == null ? null : new Value.Moment(at, moment.kind().equals("timestamp") ? "timestamp" : "timestamptz");
    }

    private static Value part(String unit, Value.Moment moment, Value.Kind kind) {
        LocalDateTime t = moment.at();
        int found = switch (unit.toLowerCase(Locale.ROOT)) {
            case "year", "years" -> t.getYear();
            case "isoyear" -> t.get(IsoFields.WEEK_BASED_YEAR);
            case "quarter" -> (t.getMonthValue() + 2) / 3;
            case "month", "months" -> t.getMonthValue();
            case "week", "weeks" -> t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case "day", "days" -> t.getDayOfMonth();
            case "doy" -> t.getDayOfYear();
            case "dow" -> t.getDayOfWeek().getValue() % 7;
            case "isodow" -> t.getDayOfWeek().getValue();
            // EXTRACT refuses the hours of a date.
            case "hour", "hours" -> moment.kind().equals("date") ? -1 : t.getHour();
            case "minute", "minutes" -> moment.kind().equals("date") ? -1 : t.getMinute();
            default -> -1;
        };
        return found < 0 ? null : new Value.Number(BigDecimal.valueOf(found), kind);
    }

    /** to_date where text and pattern are four digits of the year, two of the month, two of the day, with the same between them. */
    private static Value read(String text, String pattern) {
        Matcher form = Pattern.compile("YYYY([-_/. ]?)MM(?:([-_/. ]?)DD)?").matcher(pattern.toUpperCase(Locale.ROOT));
        if (!form.matches()) {
            return null;
        }
        String days = form.group(2) == null ? "" : Pattern.quote(form.group(2)) + "(\\d\\d)";
        Matcher m = Pattern.compile("(\\d{4})" + Pattern.quote(form.group(1)) + "(\\d\\d)" + days).matcher(text);
        return m.matches() ? Times.cast(Value.text(m.group(1) + '-' + m.group(2) + '-' + (days.isEmpty() ? "01" : m.group(3))), "date") : null;
    }

    /** to_char of a time. */
    static Value written(Given a) {
        return a.count() == 2 && a.text(1) != null && a.value(0) instanceof Value.Moment m ? TimeFormat.of(m, a.text(1)) : null;
    }
}
