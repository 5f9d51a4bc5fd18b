package org.pggit.audit.plpgsql;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Patterns that mean the same to the server and to Java, and cost little whatever the text: characters, classes, one repetition behind the other. */
final class Patterns {
    private static final Pattern PLAIN = Pattern.compile("\\^?(?:(?:[A-Za-z0-9_ ,:;@#/=<>~!%&\"'-]|\\\\[wWdDsS.]|\\.|\\[\\^?[A-Za-z0-9_ .-]+])[+*?]?)*\\$?");

    private Patterns() {
    }

    /** regexp_replace; UNKNOWN for patterns, replacements and flags that are not plain. */
    static Value replace(String text, String pattern, String by, String flags) {
        boolean isPlain = pattern.length() <= 100 && text.length() <= 10_000 && PLAIN.matcher(pattern).matches() && pattern.chars().filter(c -> c == '+' || c == '*').count() <= 2;
        if (!isPlain || by.indexOf('\\') >= 0 || by.indexOf('$') >= 0 || flags == null || !flags.matches("g?i?|ig")) {
            return Value.UNKNOWN;
        }
        Matcher m = Pattern.compile(pattern, Pattern.DOTALL | (flags.indexOf('i') >= 0 ? Pattern.CASE_INSENSITIVE : 0)).matcher(text);
        return Value.text(flags.indexOf('g') >= 0 ? m.replaceAll(by) : m.replaceFirst(by));
    }

    /** LIKE; {@code pattern} without escapes. */
    static Value like(String text, String pattern, boolean isAnyCase) {
        if (pattern.indexOf('\\') >= 0 || text.length() > 10_000 || pattern.length() > 200 || pattern.chars().filter(c -> c == '%').count() > 3) {
            return Value.UNKNOWN;
        }
        StringBuilder java = new StringBuilder();
        for (char c : pattern.toCharArray()) {
            java.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Value.of(Pattern.compile(java.toString(), Pattern.DOTALL | (isAnyCase ? Pattern.CASE_INSENSITIVE : 0)).matcher(text).matches());
    }
}
