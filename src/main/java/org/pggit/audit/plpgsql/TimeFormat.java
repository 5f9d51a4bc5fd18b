package org.pggit.audit.plpgsql;

import java.time.LocalDateTime;
import java.util.Locale;

/** to_char of a time. Chapter 9.8 of the manual. */
final class TimeFormat {
    private static final String[] MONTHS = {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"};

    private TimeFormat() {
    }

    /** UNKNOWN for patterns that are more than the common ones. */
    static Value of(Value.Moment moment, String pattern) {
        LocalDateTime t = moment.at();
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < pattern.length(); ) {
            String rest = pattern.substring(i);
            String found = null;
            String[][] parts = {{"YYYY", "%04d", "" + t.getYear()}, {"YY", "%02d", "" + t.getYear() % 100}, {"MM", "%02d", "" + t.getMonthValue()}, {"DDD", null, null}, {"DD", "%02d", "" + t.getDayOfMonth()},
                {"HH24", "%02d", "" + t.getHour()}, {"MI", "%02d", "" + t.getMinute()}, {"SS", "%02d", "" + t.getSecond()}, {"Q", "%d", "" + (t.getMonthValue() + 2) / 3}};
            for (String[] part : parts) {
                if (found == null && rest.regionMatches(true, 0, part[0], 0, part[0].length())) {
                    if (part[1] == null) {
                        return Value.UNKNOWN;
                    }
                    found = part[0];
                    out.append(String.format(Locale.ROOT, part[1], Integer.parseInt(part[2])));
                }
            }
            if (found == null && rest.regionMatches(true, 0, "mon", 0, 3)) {
                String name = MONTHS[t.getMonthValue() - 1];
                if (rest.startsWith("mon") && !rest.startsWith("month")) {
                    found = "mon";
                    out.append(name, 0, 3);
                } else {
                    return Value.UNKNOWN;
                }
            }
            int quote = rest.charAt(0) == '"' ? rest.indexOf('"', 1) : -1;
            if (quote > 0) {
                out.append(rest, 1, quote);
                i += quote + 1;
                continue;
            }
            if (found == null) {
                if (Character.isLetterOrDigit(rest.charAt(0)) || rest.charAt(0) == '"') {
                    return Value.UNKNOWN;
                }
                out.append(rest.charAt(0));
            }
            i += found == null ? 1 : found.length();
        }
        return Value.text(out.toString());
    }
}
