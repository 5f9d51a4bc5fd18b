package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Functions of regular expressions, where the server and Java agree: {@link Patterns}. Chapter 9.7.3 of the manual. */
final class RegexFunctions {
    private RegexFunctions() {
    }

    private interface OfMatches {
        Value of(Matcher matcher, String flags, Given a);
    }

    static void addTo(Map<String, Functions.Function> functions) {
        add(functions, 2, (m, flags, a) -> flags.indexOf('g') >= 0 ? null : !m.find() ? Value.NULL : groups(m), "regexp_match");
        add(functions, 2, RegexFunctions::matches, "regexp_matches");
        add(functions, 2, (m, flags, a) -> flags.indexOf('g') >= 0 ? null : parts(m, a.text(0)), "regexp_split_to_array");
        add(functions, 2, (m, flags, a) -> flags.indexOf('g') < 0 && parts(m, a.text(0)) instanceof Value.Array parts ? new Value.Several(parts.elements()) : null, "regexp_split_to_table");
        add(functions, 3, RegexFunctions::replaced, "regexp_replace");
    }

    /** The flags stand behind so many arguments. */
    private static void add(Map<String, Functions.Function> functions, int withoutFlags, OfMatches function, String name) {
        functions.put(name, a -> {
            String flags = a.count() > withoutFlags ? a.text(withoutFlags) : "";
            boolean isKnown = a.count() >= withoutFlags && a.count() <= withoutFlags + 1 && a.text(0) != null && a.text(1) != null && flags != null && flags.matches("g?i?|ig");
            Pattern pattern = isKnown ? Patterns.of(a.text(1), a.text(0), flags.indexOf('i') >= 0, a.budget()) : null;
            return pattern == null ? null : function.of(pattern.matcher(a.text(0)), flags, a);
        });
    }

    /** SUBSTRING(text FROM pattern): the first group, or all where there is none. */
    static Value part(Value text, Value pattern, Budget budget) {
        if (text.isNull() || pattern.isNull()) {
            return text.isKnown() && pattern.isKnown() ? Value.NULL : Value.UNKNOWN;
        }
        boolean isKnown = text instanceof Value.Text && pattern instanceof Value.Text;
        Pattern java = isKnown ? Patterns.of(pattern.output(), text.output(), false, budget) : null;
        if (java == null) {
            return Value.UNKNOWN;
        }
        Matcher m = java.matcher(text.output());
        return !m.find() ? Value.NULL : Value.text(m.groupCount() > 0 ? m.group(1) : m.group());
    }

    private static Value groups(Matcher m) {
        List<Value> groups = new ArrayList<>();
        for (int i = Math.min(1, m.groupCount()); i <= m.groupCount(); i++) {
            groups.add(Value.text(m.group(i)));
        }
        return new Value.Array(groups);
    }

    private static Value matches(Matcher m, String flags, Given a) {
        List<Value> all = new ArrayList<>();
        while ((all.isEmpty() || flags.indexOf('g') >= 0) && m.find()) {
            if (m.end() == m.start()) {
                return null;
            }
            all.add(groups(m));
        }
        return new Value.Several(all);
    }

    private static Value parts(Matcher m, String text) {
        List<Value> parts = new ArrayList<>();
        int from = 0;
        while (m.find()) {
            // What an empty match parts the server has rules of its own for.
            if (m.end() == m.start()) {
                return null;
            }
            parts.add(Value.text(text.substring(from, m.start())));
            from = m.end();
        }
        parts.add(Value.text(text.substring(from)));
        return new Value.Array(parts);
    }

    private static Value replaced(Matcher m, String flags, Given a) {
        String by = a.text(2);
        StringBuilder out = new StringBuilder();
        int from = 0;
        while (m.find()) {
            boolean isEmpty = m.end() == m.start();
            if (by == null || isEmpty && flags.indexOf('g') >= 0 || out.length() > Given.LONGEST || !append(out.append(a.text(0), from, m.start()), by, m)) {
                return null;
            }
            from = m.end();
            if (flags.indexOf('g') < 0) {
                break;
            }
        }
        return by == null ? null : Value.text(out.append(a.text(0).substring(from)).toString());
    }

    /** \1 stands for a group, \& for all, \\ for a backslash; false for what is behind another one. */
    private static boolean append(StringBuilder out, String by, Matcher m) {
        for (int i = 0; i < by.length(); i++) {
            char c = by.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char of = ++i < by.length() ? by.charAt(i) : ' ';
            int group = of == '&' ? 0 : of >= '1' && of <= '9' ? of - '0' : -1;
            if (of != '\\' && (group < 0 || group > m.groupCount())) {
                return false;
            }
            out.append(of == '\\' ? "\\" : m.group(group));
        }
        return true;
    }
}
