package org.pggit.audit.plpgsql;

import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.time.temporal.JulianFields;
import java.util.Locale;

/** to_char of a time. Chapter 9.8 of the manual; the words of a pattern stand here in formatting.c's order, which decides where one begins as another does. */
final class TimeFormat {
    /** In capitals or in small letters, not mixed. */
    private static final String[] WORDS = {"A.D.", "A.M.", "AD", "AM", "B.C.", "BC", "CC", "DAY", "DDD", "DD", "DY", "D", "FF1", "FF2", "FF3", "FF4", "FF5", "FF6", "FX", "HH24", "HH12", "HH", "IDDD",
        "ID", "IW", "IYYY", "IYY", "IY", "I", "J", "MI", "MM", "MONTH", "MON", "MS", "OF", "P.M.", "PM", "Q", "RM", "SSSSS", "SSSS", "SS", "TZH", "TZM", "TZ", "US", "WW", "W", "Y,YYY", "YYYY", "YYY",
        "YY", "Y"};
    private static final String[] CAPITALIZED = {"Day", "Dy", "Month", "Mon"};

    private TimeFormat() {
    }

    /** UNKNOWN for patterns that are more than the common ones. */
    static Value of(Value.Moment moment, String pattern) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < pattern.length(); ) {
            if (pattern.charAt(i) == '\\' || pattern.startsWith("TM", i) || pattern.startsWith("tm", i)) {
                return Value.UNKNOWN;
            }
            if (pattern.charAt(i) == '"') {
                int quote = pattern.indexOf('"', i + 1);
                if (quote < 0) {
                    return Value.UNKNOWN;
                }
                out.append(pattern, i + 1, quote);
                i = quote + 1;
                continue;
            }
            boolean isFilled = !pattern.startsWith("FM", i) && !pattern.startsWith("fm", i);
            int begin = isFilled ? i : i + 2;
            String word = word(pattern, begin);
            if (word == null) {
                out.append(isFilled ? pattern.substring(i, i + 1) : "");
                i = isFilled ? i + 1 : begin;
                continue;
            }
            String found = written(moment.at(), word, isFilled);
            i = begin + word.length();
            if (found == null || pattern.regionMatches(true, i, "TH", 0, 2) || pattern.regionMatches(true, i, "SP", 0, 2)) {
                return Value.UNKNOWN;
            }
            out.append(found);
        }
        return Value.text(out.toString());
    }

    /** Null where none stands here. */
    private static String word(String pattern, int at) {
        for (String word : CAPITALIZED) {
            if (pattern.startsWith(word, at)) {
                return word;
            }
        }
        for (String word : WORDS) {
            if (pattern.startsWith(word, at) || pattern.startsWith(word.toLowerCase(Locale.ROOT), at)) {
                return pattern.substring(at, at + word.length());
            }
        }
        return null;
    }

    /** Null of what is not written here. */
    private static String written(LocalDateTime t, String word, boolean isFilled) {
        int hour = t.getHour() % 12 == 0 ? 12 : t.getHour() % 12;
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "YYYY" -> digits(t.getYear(), 4, isFilled);
            case "YYY" -> digits(t.getYear() % 1000, 3, isFilled);
            case "YY" -> digits(t.getYear() % 100, 2, isFilled);
            case "Y" -> digits(t.getYear() % 10, 1, isFilled);
            case "IYYY" -> digits(t.get(IsoFields.WEEK_BASED_YEAR), 4, isFilled);
            case "Q" -> digits((t.getMonthValue() + 2) / 3, 1, isFilled);
            case "MM" -> digits(t.getMonthValue(), 2, isFilled);
            case "MONTH" -> name(t.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH), word, isFilled);
            case "MON" -> name(t.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 3), word, false);
            case "DAY" -> name(t.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH), word, isFilled);
            case "DY" -> name(t.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 3), word, false);
            case "WW" -> digits((t.getDayOfYear() - 1) / 7 + 1, 2, isFilled);
            case "W" -> digits((t.getDayOfMonth() - 1) / 7 + 1, 1, isFilled);
            case "IW" -> digits(t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, isFilled);
            case "DDD" -> digits(t.getDayOfYear(), 3, isFilled);
            case "DD" -> digits(t.getDayOfMonth(), 2, isFilled);
            case "D" -> digits(t.getDayOfWeek().getValue() % 7 + 1, 1, isFilled);
            case "ID" -> digits(t.getDayOfWeek().getValue(), 1, isFilled);
            case "J" -> digits((int) t.getLong(JulianFields.JULIAN_DAY), 1, isFilled);
            case "HH24" -> digits(t.getHour(), 2, isFilled);
            case "HH", "HH12" -> digits(hour, 2, isFilled);
            case "MI" -> digits(t.getMinute(), 2, isFilled);
            case "SS" -> digits(t.getSecond(), 2, isFilled);
            case "MS" -> digits(t.getNano() / 1_000_000, 3, isFilled);
            case "US" -> digits(t.getNano() / 1_000, 6, isFilled);
            case "AM", "PM" -> Character.isUpperCase(word.charAt(0)) ? t.getHour() < 12 ? "AM" : "PM" : t.getHour() < 12 ? "am" : "pm";
            default -> null;
        };
    }

    private static String digits(int number, int width, boolean isFilled) {
        return isFilled ? String.format(Locale.ROOT, "%0" + width + "d", number) : Integer.toString(number);
    }

    /** In the case of the pattern's word; filled to the length of the longest. */
    private static String name(String name, String word, boolean isFilled) {
        String cased = word.equals(word.toUpperCase(Locale.ROOT)) ? name.toUpperCase(Locale.ROOT) : word.equals(word.toLowerCase(Locale.ROOT)) ? name.toLowerCase(Locale.ROOT) : name;
        return isFilled ? cased + " ".repeat(9 - cased.length()) : cased;
    }
}
