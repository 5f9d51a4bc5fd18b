package org.pggit.audit.plpgsql;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Patterns that mean the same to the server and to Java, and cost little whatever the text: characters, classes, one repetition behind the other, groups that are not
 * repeated. Chapter 9.7 of the manual. Which match is the longest is then one question with which is the first.
 */
final class Patterns {
    private static final long DEAREST = 2_000_000;
    /** So many steps of a match are as good as a character that is made. */
    private static final int STEPS_OF_CHARACTER = 20;
    private static final int LONGEST_PATTERN = 200;
    private static final int LONGEST_TEXT = 10_000;
    private static final String CLASS = "\\[\\^?(?:[A-Za-z0-9]-[A-Za-z0-9]|[A-Za-z0-9_ .:,;@#/=<>~!%&\"'$()*+?|{}]|\\\\[wds.])+-?]";
    private static final String ATOM = "(?:[A-Za-z0-9_ ,:;@#/=<>~!%&\"'`-]|\\\\[wWdDsS.$()*+?\\[\\]{}|\\\\/-]|\\.|" + CLASS + ")(?:[+*?]|\\{[0-9]{1,2}(?:,[0-9]{0,2})?})?";
    private static final Pattern PLAIN = Pattern.compile("\\^?(?:" + ATOM + "|\\((?:\\?:)?(?:" + ATOM + ")*\\))*\\$?");
    /** What a locale has a say in. */
    private static final Pattern CLASSES = Pattern.compile("\\\\[wWdDsS]");

    private Patterns() {
    }

    /** Null where it is more, or the text more than ASCII where that matters. */
    static Pattern of(String pattern, String text, boolean isAnyCase, Budget budget) {
        double cost = cost(pattern, text);
        boolean isPlain = pattern.length() <= LONGEST_PATTERN && cost <= DEAREST && !pattern.contains("***") && PLAIN.matcher(pattern).matches() && hasOrder(pattern);
        boolean isLocal = (isAnyCase || CLASSES.matcher(pattern).find()) && !TextFunctions.isAscii(text);
        if (!isPlain || isLocal || text.chars().anyMatch(c -> Character.isSurrogate((char) c))) {
            return null;
        }
        budget.read((int) cost / STEPS_OF_CHARACTER);
        boolean isAtEnd = pattern.endsWith("$") && !pattern.endsWith("\\$");
        String java = isAtEnd ? pattern.substring(0, pattern.length() - 1) + "\\z" : pattern;
        return Pattern.compile(java, Pattern.DOTALL | (isAnyCase ? Pattern.CASE_INSENSITIVE : 0));
    }

    /** Of the worst match: from each place, each length of each repetition, with and without each part that may be missing. */
    private static double cost(String pattern, String text) {
        long repeated = pattern.chars().filter(c -> c == '+' || c == '*' || c == '{').count();
        long optional = pattern.chars().filter(c -> c == '?').count();
        return Math.pow(text.length() + 1.0, repeated + 1.0) * Math.pow(2, optional);
    }

    /** Of every {m,n} and a-b the first is not the greater. */
    private static boolean hasOrder(String pattern) {
        for (int i = 1; i + 1 < pattern.length(); i++) {
            char before = pattern.charAt(i - 1);
            char behind = pattern.charAt(i + 1);
            boolean isRange = pattern.charAt(i) == '-' && Character.isLetterOrDigit(before) && Character.isLetterOrDigit(behind);
            boolean isSame = Character.isDigit(before) && Character.isDigit(behind) || Character.isLowerCase(before) && Character.isLowerCase(behind)
                || Character.isUpperCase(before) && Character.isUpperCase(behind);
            if (isRange && (!isSame || before > behind) && pattern.lastIndexOf('[', i) > pattern.lastIndexOf(']', i)) {
                return false;
            }
            int close = pattern.charAt(i) == '{' && before != '\\' ? pattern.indexOf('}', i) : -1;
            int comma = close < 0 ? -1 : pattern.substring(i, close).indexOf(',');
            boolean isPair = comma > 1 && i + comma + 1 < close && pattern.substring(i + 1, i + comma).chars().allMatch(Character::isDigit);
            if (isPair && Integer.parseInt(pattern.substring(i + 1, i + comma)) > Integer.parseInt(pattern.substring(i + comma + 1, close))) {
                return false;
            }
        }
        return true;
    }

    /** ~ and ~*. */
    static Value matches(Value text, Value pattern, boolean isAnyCase, Budget budget) {
        if (!(text instanceof Value.Text t) || !(pattern instanceof Value.Text p)) {
            return text.isKnown() && pattern.isKnown() && (text.isNull() || pattern.isNull()) ? Value.NULL : Value.UNKNOWN;
        }
        Pattern java = of(p.output(), t.output(), isAnyCase || "citext".equals(t.type()), budget);
        return java == null ? Value.UNKNOWN : Value.of(java.matcher(t.output()).find());
    }

    /** LIKE and ILIKE, with the backslash for an escape. */
    static Value like(Value text, Value pattern, boolean isAnyCase, Budget budget) {
        if (!(text instanceof Value.Text t) || !(pattern instanceof Value.Text p)) {
            return text.isKnown() && pattern.isKnown() && (text.isNull() || pattern.isNull()) ? Value.NULL : Value.UNKNOWN;
        }
        boolean isFree = isAnyCase || "citext".equals(t.type());
        boolean isLocal = isFree && !(TextFunctions.isAscii(t.output()) && TextFunctions.isAscii(p.output()));
        boolean isHalf = (t.output() + p.output()).chars().anyMatch(c -> Character.isSurrogate((char) c));
        budget.read(t.output().length());
        return isLocal || isHalf || p.output().length() > LONGEST_PATTERN || t.output().length() > LONGEST_TEXT ? Value.UNKNOWN
            : isFree ? like(t.output().toLowerCase(Locale.ROOT), p.output().toLowerCase(Locale.ROOT)) : like(t.output(), p.output());
    }

    /** Where the rest does not fit, the last % takes one more character. */
    private static Value like(String text, String pattern) {
        int t = 0;
        int p = 0;
        int percent = -1;
        int taken = 0;
        while (t < text.length() || p < pattern.length()) {
            char wanted = p < pattern.length() ? pattern.charAt(p) : '%';
            boolean isEscape = p < pattern.length() && wanted == '\\';
            if (isEscape && p + 1 == pattern.length()) {
                // An error there, where the match gets so far.
                return Value.UNKNOWN;
            }
            if (p < pattern.length() && wanted == '%') {
                percent = p++;
                taken = t;
            } else if (p < pattern.length() && t < text.length() && (isEscape ? pattern.charAt(p + 1) == text.charAt(t) : wanted == '_' || wanted == text.charAt(t))) {
                p += isEscape ? 2 : 1;
                t++;
            } else if (percent >= 0 && taken < text.length()) {
                t = ++taken;
                p = percent + 1;
            } else {
                return Value.FALSE;
            }
        }
        return Value.TRUE;
    }
}
