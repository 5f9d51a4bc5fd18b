package org.pggit.audit.plpgsql;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates, times and intervals, as code that makes partitions reckons with them. Chapters 8.5 and 9.9 of the manual. Of a time with a zone only the local time is known:
 * how it is written is not, nor what hours do to it.
 */
final class Times {
    private static final Pattern MOMENT = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})(?:[ T](\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,6}))?)?)?");
    private static final Pattern COMPACT = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})");
    private static final Pattern SPAN = Pattern.compile("([+-]?\\d{1,6})\\s*(year|month|mon|week|day|hour|minute|min|second|sec)s?(?![a-z])\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern CLOCK = Pattern.compile("(\\d{1,2}):(\\d{2})(?::(\\d{2}))?");

    private Times() {
    }

    static boolean isType(String type) {
        return type.equals("date") || type.equals("timestamp") || type.equals("timestamptz") || type.equals("interval");
    }

    static Value cast(Value value, String type) {
        if (type.equals("interval")) {
            return value instanceof Value.Span ? value : value instanceof Value.Text t ? span(t.output().strip()) : Value.UNKNOWN;
        }
        LocalDateTime at = value instanceof Value.Moment m ? m.at() : value instanceof Value.Text t ? moment(t.output().strip()) : null;
        return at == null ? Value.UNKNOWN : new Value.Moment(type.equals("date") ? at.truncatedTo(ChronoUnit.DAYS) : at, type);
    }

    private static LocalDateTime moment(String text) {
        Matcher compact = COMPACT.matcher(text);
        Matcher m = compact.matches() ? compact : MOMENT.matcher(text);
        if (!m.matches()) {
            return null;
        }
        try {
            int micros = m.groupCount() < 7 || m.group(7) == null ? 0 : Integer.parseInt((m.group(7) + "00000").substring(0, 6));
            boolean isDay = m.groupCount() < 4;
            return part(m, 1) == 0 ? null : LocalDateTime.of(part(m, 1), part(m, 2), part(m, 3), isDay ? 0 : part(m, 4), isDay ? 0 : part(m, 5), isDay ? 0 : part(m, 6), micros * 1_000);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static int part(Matcher m, int group) {
        return m.group(group) == null ? 0 : Integer.parseInt(m.group(group));
    }

    private static Value span(String text) {
        Matcher clock = CLOCK.matcher(text);
        if (clock.matches()) {
            return part(clock, 2) > 59 || part(clock, 3) > 59 ? Value.UNKNOWN : new Value.Span(0, 0, 3600L * part(clock, 1) + 60L * part(clock, 2) + part(clock, 3));
        }
        Matcher m = SPAN.matcher(text);
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
        return at > 0 && at == text.length() ? new Value.Span(months, days, seconds) : Value.UNKNOWN;
    }

    /** Null of a time with a zone. */
    static String write(Value.Moment moment) {
        LocalDateTime t = moment.at();
        String date = String.format(Locale.ROOT, "%04d-%02d-%02d", t.getYear(), t.getMonthValue(), t.getDayOfMonth());
        String fraction = t.getNano() == 0 ? "" : String.format(Locale.ROOT, ".%06d", t.getNano() / 1_000).replaceFirst("0+$", "");
        return moment.hasZone() || t.getYear() < 1 || t.getYear() > 9999 ? null
            : moment.kind().equals("date") ? date : date + String.format(Locale.ROOT, " %02d:%02d:%02d", t.getHour(), t.getMinute(), t.getSecond()) + fraction;
    }

    /** Null where it hangs on when clocks are put forward and back. */
    static Integer order(Value.Moment a, Value.Moment b) {
        boolean isSure = !a.hasZone() && !b.hasZone() || a.at().equals(b.at()) || Duration.between(a.at(), b.at()).abs().toHours() >= 24;
        return isSure ? a.at().compareTo(b.at()) : null;
    }

    /** + and - where one side is a time or an interval. */
    static Value add(Value left, Value right, int sign) {
        try {
            if (left instanceof Value.Moment m && right instanceof Value.Number n) {
                boolean isDays = m.kind().equals("date") && n.isInteger() && n.is().abs().compareTo(BigDecimal.valueOf(1_000_000)) < 0;
                return isDays ? known(m.at().plusDays(sign * n.is().longValueExact()), "date") : Value.UNKNOWN;
            }
            if (left instanceof Value.Moment m) {
                boolean isDifference = sign < 0 && right instanceof Value.Moment || sign < 0 && right.isUntyped() && moment(right.output().strip()) != null;
                Value other = isDifference ? cast(right, m.kind().equals("date") ? right instanceof Value.Moment o ? o.kind() : "date" : m.kind()) : cast(right, "interval");
                if (other instanceof Value.Moment b) {
                    return m.kind().equals("date") && b.kind().equals("date") ? Value.number(ChronoUnit.DAYS.between(b.at(), m.at())) : Value.UNKNOWN;
                }
                return other instanceof Value.Span s && !(m.hasZone() && s.seconds() != 0) ? moved(m, s, sign) : Value.UNKNOWN;
            }
            if (left instanceof Value.Span a && right instanceof Value.Span b) {
                return new Value.Span(Math.addExact(a.months(), sign * b.months()), Math.addExact(a.days(), sign * b.days()), a.seconds() + sign * b.seconds());
            }
            return sign > 0 && right instanceof Value.Moment ? add(right, left, sign) : Value.UNKNOWN;
        } catch (DateTimeException | ArithmeticException e) {
            return Value.UNKNOWN;
        }
    }

    private static Value moved(Value.Moment moment, Value.Span by, int sign) {
        LocalDateTime at = moment.at().plusMonths((long) sign * by.months()).plusDays((long) sign * by.days()).plusSeconds(sign * by.seconds());
        return known(at, moment.hasZone() ? "timestamptz" : "timestamp");
    }

    private static Value known(LocalDateTime at, String kind) {
        return at.getYear() > 0 && at.getYear() < 10_000 ? new Value.Moment(at, kind) : Value.UNKNOWN;
    }

    static Value times(Value.Span span, Value.Number by) {
        if (!by.isInteger() || by.is().abs().compareTo(BigDecimal.valueOf(100_000)) > 0) {
            return Value.UNKNOWN;
        }
        try {
            int n = by.is().intValueExact();
            return new Value.Span(Math.multiplyExact(span.months(), n), Math.multiplyExact(span.days(), n), Math.multiplyExact(span.seconds(), n));
        } catch (ArithmeticException e) {
            return Value.UNKNOWN;
        }
    }
}
