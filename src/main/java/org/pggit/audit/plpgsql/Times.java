package org.pggit.audit.plpgsql;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates, times without a zone and intervals, as code that makes partitions reckons with them. */
final class Times {
    private static final Pattern MOMENT = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:[ T](\\d{1,2}):(\\d{2})(?::(\\d{2}))?)?");
    private static final Pattern SPAN = Pattern.compile("([+-]?\\d{1,6})\\s*(year|month|mon|week|day|hour|minute|min|second|sec)s?\\s*", Pattern.CASE_INSENSITIVE);

    private Times() {
    }

    static boolean isType(String type) {
        return type.equals("date") || type.equals("timestamp") || type.equals("interval");
    }

    static Value cast(Value value, String type) {
        if (type.equals("interval")) {
            return value instanceof Value.Span ? value : value instanceof Value.Text t ? span(t.output()) : Value.UNKNOWN;
        }
        LocalDateTime at = value instanceof Value.Moment m ? m.at() : value instanceof Value.Text t ? moment(t.output()) : null;
        return at == null ? Value.UNKNOWN : new Value.Moment(type.equals("date") ? at.truncatedTo(ChronoUnit.DAYS) : at, type);
    }

    private static LocalDateTime moment(String text) {
        Matcher m = MOMENT.matcher(text.strip());
        if (!m.matches()) {
            return null;
        }
        try {
            return LocalDateTime.of(part(m, 1), part(m, 2), part(m, 3), part(m, 4), part(m, 5), part(m, 6));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static int part(Matcher m, int group) {
        return m.group(group) == null ? 0 : Integer.parseInt(m.group(group));
    }

    private static Value span(String text) {
        Matcher m = SPAN.matcher(text.strip());
        int months = 0;
        int days = 0;
        long seconds = 0;
        int at = 0;
        while (m.find() && m.start() == at) {
            int n = Integer.parseInt(m.group(1));
            switch (m.group(2).toLowerCase(Locale.ROOT)) {
                case "year" -> months += 12 * n;
                case "mon", "month" -> months += n;
                case "week" -> days += 7 * n;
                case "day" -> days += n;
                case "hour" -> seconds += 3600L * n;
                case "minute", "min" -> seconds += 60L * n;
                default -> seconds += n;
            }
            at = m.end();
        }
        return at > 0 && at == text.strip().length() ? new Value.Span(months, days, seconds) : Value.UNKNOWN;
    }

    static String write(Value.Moment moment) {
        LocalDateTime t = moment.at();
        String date = String.format(Locale.ROOT, "%04d-%02d-%02d", t.getYear(), t.getMonthValue(), t.getDayOfMonth());
        return moment.kind().equals("date") ? date : date + String.format(Locale.ROOT, " %02d:%02d:%02d", t.getHour(), t.getMinute(), t.getSecond());
    }

    /** + and - where one side is a time or an interval. */
    static Value add(Value left, Value right, int sign) {
        try {
            if (left instanceof Value.Moment m && right instanceof Value.Span s) {
                LocalDateTime at = m.at().plusMonths((long) sign * s.months()).plusDays((long) sign * s.days()).plusSeconds(sign * s.seconds());
                return new Value.Moment(at, "timestamp");
            }
            if (left instanceof Value.Moment m && m.kind().equals("date") && right instanceof Value.Number n && n.isInteger()) {
                return new Value.Moment(m.at().plusDays(sign * n.is().longValue()), "date");
            }
            if (sign < 0 && left instanceof Value.Moment a && right instanceof Value.Moment b && a.kind().equals("date") && b.kind().equals("date")) {
                return Value.number(ChronoUnit.DAYS.between(b.at(), a.at()));
            }
            if (left instanceof Value.Span a && right instanceof Value.Span b) {
                return new Value.Span(a.months() + sign * b.months(), a.days() + sign * b.days(), a.seconds() + sign * b.seconds());
            }
            return sign > 0 && right instanceof Value.Moment && !(left instanceof Value.Moment) ? add(right, left, sign) : Value.UNKNOWN;
        } catch (DateTimeException | ArithmeticException e) {
            return Value.UNKNOWN;
        }
    }

    static Value times(Value.Span span, Value.Number by) {
        if (!by.isInteger() || by.is().abs().intValue() > 100_000) {
            return Value.UNKNOWN;
        }
        int n = by.is().intValue();
        return new Value.Span(span.months() * n, span.days() * n, span.seconds() * n);
    }

    static Value truncate(String unit, Value.Moment moment) {
        LocalDateTime day = moment.at().truncatedTo(ChronoUnit.DAYS);
        LocalDateTime at = switch (unit.toLowerCase(Locale.ROOT)) {
            case "year" -> day.withDayOfYear(1);
            case "quarter" -> day.withDayOfMonth(1).withMonth((day.getMonthValue() - 1) / 3 * 3 + 1);
            case "month" -> day.withDayOfMonth(1);
            case "week" -> day.minusDays(day.getDayOfWeek().getValue() - 1L);
            case "day" -> day;
            case "hour" -> moment.at().truncatedTo(ChronoUnit.HOURS);
            default -> null;
        };
        return at == null ? Value.UNKNOWN : new Value.Moment(at, "timestamp");
    }

    static Value extract(String unit, Value.Moment moment) {
        LocalDateTime t = moment.at();
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "year" -> Value.number(t.getYear());
            case "quarter" -> Value.number((t.getMonthValue() + 2) / 3);
            case "month" -> Value.number(t.getMonthValue());
            case "day" -> Value.number(t.getDayOfMonth());
            case "hour" -> Value.number(t.getHour());
            default -> Value.UNKNOWN;
        };
    }
}
