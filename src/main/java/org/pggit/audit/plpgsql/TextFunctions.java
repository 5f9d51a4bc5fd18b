package org.pggit.audit.plpgsql;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pggit.audit.ddl.QualifiedName;

/** Functions of texts. Chapter 9.4 of the manual. */
final class TextFunctions {
    private TextFunctions() {
    }

    private interface OfText {
        Value of(String text, Given a);
    }

    static void addTo(Map<String, Functions.Function> functions) {
        add(functions, 1, 1, (t, a) -> Value.text(QualifiedName.quote(t)), "quote_ident");
        add(functions, 1, 1, (t, a) -> Value.text(Format.literal(t)), "quote_literal");
        add(functions, 1, 1, (t, a) -> cased(t, t.toLowerCase(Locale.ROOT)), "lower");
        add(functions, 1, 1, (t, a) -> cased(t, t.toUpperCase(Locale.ROOT)), "upper");
        add(functions, 1, 1, (t, a) -> isAscii(t) ? Value.text(initcap(t)) : null, "initcap");
        add(functions, 1, 1, (t, a) -> Value.text(new StringBuilder(t).reverse().toString()), "reverse");
        add(functions, 1, 1, (t, a) -> Value.number(t.codePointCount(0, t.length())), "length", "char_length", "character_length");
        add(functions, 1, 1, (t, a) -> Value.number(t.getBytes(StandardCharsets.UTF_8).length), "octet_length");
        add(functions, 1, 1, (t, a) -> Value.number(t.isEmpty() ? 0 : t.codePointAt(0)), "ascii");
        add(functions, 1, 1, (t, a) -> Digest.md5(t), "md5");
        add(functions, 1, 2, (t, a) -> trimmed(t, set(a), true, true), "trim", "btrim");
        add(functions, 1, 2, (t, a) -> trimmed(t, set(a), true, false), "ltrim");
        add(functions, 1, 2, (t, a) -> trimmed(t, set(a), false, true), "rtrim");
        add(functions, 2, 3, (t, a) -> padded(t, a, true), "lpad");
        add(functions, 2, 3, (t, a) -> padded(t, a, false), "rpad");
        add(functions, 2, 3, TextFunctions::part, "substr", "substring");
        add(functions, 3, 4, TextFunctions::overlaid, "overlay");
        add(functions, 2, 2, TextFunctions::left, "left");
        add(functions, 2, 2, TextFunctions::right, "right");
        add(functions, 2, 2, TextFunctions::repeated, "repeat");
        add(functions, 2, 2, (t, a) -> a.text(1) == null ? null : Value.number(position(t, a.text(1))), "strpos", "position");
        add(functions, 2, 2, (t, a) -> a.text(1) == null ? null : Value.of(t.startsWith(a.text(1))), "starts_with");
        add(functions, 3, 3, TextFunctions::replaced, "replace");
        add(functions, 3, 3, TextFunctions::translated, "translate");
        add(functions, 3, 3, TextFunctions::splitPart, "split_part");
        functions.put("chr", a -> a.count() == 1 && a.isInteger(0) && a.integer(0) > 0 && a.integer(0) < 0xD800 ? Value.text(String.valueOf((char) a.integer(0))) : null);
        functions.put("to_hex", a -> a.count() == 1 && a.isInteger(0) && a.integer(0) >= 0 ? Value.text(Integer.toHexString(a.integer(0))) : null);
    }

    /** Parts by a separator, for which NULL is a value. */
    static void addPartsTo(Map<String, Functions.Function> tolerant) {
        tolerant.put("string_to_array", a -> partsOf(a));
        tolerant.put("string_to_table", a -> partsOf(a) instanceof Value.Array parts ? new Value.Several(parts.elements()) : partsOf(a) != null && partsOf(a).isNull() ? new Value.Several(List.of()) : null);
    }

    private static void add(Map<String, Functions.Function> functions, int least, int most, OfText function, String... names) {
        for (String name : names) {
            functions.put(name, a -> a.count() < least || a.count() > most || a.text(0) == null || !isPlain(a) ? null : function.of(a.text(0), a));
        }
    }

    /** No character in it is two of Java's. */
    private static boolean isPlain(Given a) {
        for (int i = 0; i < a.count(); i++) {
            if (a.text(i) != null && a.text(i).chars().anyMatch(c -> Character.isSurrogate((char) c))) {
                return false;
            }
        }
        return true;
    }

    static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    /** Which other letters have two cases is a locale's. */
    private static Value cased(String text, String cased) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 127 && (cased.length() != text.length() || cased.charAt(i) != text.charAt(i))) {
                return null;
            }
        }
        return Value.text(cased);
    }

    private static String initcap(String text) {
        StringBuilder out = new StringBuilder();
        boolean isInside = false;
        for (char c : text.toCharArray()) {
            out.append(isInside ? Character.toLowerCase(c) : Character.toUpperCase(c));
            isInside = Character.isLetterOrDigit(c);
        }
        return out.toString();
    }

    private static String set(Given a) {
        return a.count() > 1 ? a.text(1) : " ";
    }

    private static Value trimmed(String text, String set, boolean isLeft, boolean isRight) {
        if (set == null) {
            return null;
        }
        int from = 0;
        int to = text.length();
        while (isLeft && from < to && set.indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (isRight && to > from && set.indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return Value.text(text.substring(from, to));
    }

    private static Value padded(String text, Given a, boolean isLeft) {
        String with = a.count() > 2 ? a.text(2) : " ";
        int length = a.isInteger(1) ? a.integer(1) : -1;
        if (with == null || !a.isInteger(1)) {
            return null;
        }
        if (text.length() >= length || with.isEmpty()) {
            return Value.text(text.substring(0, Math.max(0, Math.min(length, text.length()))));
        }
        String blanks = with.repeat(length / with.length() + 1).substring(0, length - text.length());
        return Value.text(isLeft ? blanks + text : text + blanks);
    }

    private static Value part(String text, Given a) {
        if (!a.isInteger(1) || a.count() > 2 && (!a.isInteger(2) || a.integer(2) < 0)) {
            return null;
        }
        int size = text.length();
        long end = a.count() > 2 ? (long) a.integer(1) - 1 + a.integer(2) : size;
        int from = Math.min(size, Math.max(0, a.integer(1) - 1));
        return Value.text(text.substring(from, (int) Math.max(from, Math.min(size, end))));
    }

    private static Value left(String text, Given a) {
        int n = a.isInteger(1) ? a.integer(1) : 0;
        return a.isInteger(1) ? Value.text(text.substring(0, n >= 0 ? Math.min(n, text.length()) : Math.max(0, text.length() + n))) : null;
    }

    private static Value right(String text, Given a) {
        int n = a.isInteger(1) ? a.integer(1) : 0;
        return a.isInteger(1) ? Value.text(text.substring(n >= 0 ? Math.max(0, text.length() - n) : Math.min(text.length(), -n))) : null;
    }

    private static Value repeated(String text, Given a) {
        int n = a.isInteger(1) ? Math.max(0, a.integer(1)) : Integer.MAX_VALUE;
        return text.length() * (long) n > Given.LONGEST ? null : Value.text(text.repeat(n));
    }

    private static Value replaced(String text, Given a) {
        String what = a.text(1);
        String by = a.text(2);
        if (what == null || by == null || text.length() * (by.length() + 1L) > Given.LONGEST) {
            return null;
        }
        return Value.text(what.isEmpty() ? text : text.replace(what, by));
    }

    private static Value translated(String text, Given a) {
        String from = a.text(1);
        String to = a.text(2);
        if (from == null || to == null) {
            return null;
        }
        StringBuilder out = new StringBuilder();
        for (char c : text.toCharArray()) {
            int at = from.indexOf(c);
            if (at < 0) {
                out.append(c);
            } else if (at < to.length()) {
                out.append(to.charAt(at));
            }
        }
        return Value.text(out.toString());
    }

    /** The place of the first, from 1; 0 for none. */
    private static int position(String text, String what) {
        return text.indexOf(what) + 1;
    }

    /** OVERLAY(text PLACING by FROM from FOR count). */
    private static Value overlaid(String text, Given a) {
        String by = a.text(1);
        boolean isKnown = by != null && a.isInteger(2) && a.integer(2) > 0 && (a.count() < 4 || a.isInteger(3));
        if (!isKnown) {
            return null;
        }
        int from = Math.min(text.length(), a.integer(2) - 1);
        int to = Math.max(0, Math.min(text.length(), a.integer(2) - 1 + (a.count() < 4 ? by.length() : a.integer(3))));
        return Value.text(text.substring(0, from) + by + text.substring(to));
    }

    private static Value splitPart(String text, Given a) {
        int n = a.isInteger(2) ? a.integer(2) : 0;
        if (a.text(1) == null || n == 0) {
            return null;
        }
        List<Value> parts = a.text(1).isEmpty() ? List.of(Value.text(text)) : parts(text, a.text(1), null);
        int at = n > 0 ? n - 1 : parts.size() + n;
        return at < 0 || at >= parts.size() ? Value.text("") : parts.get(at);
    }

    /** NULL for a separator parts into characters, one of no length does not part; what is equal to the third is NULL. */
    private static Value partsOf(Given a) {
        if (a.count() < 2 || a.count() > 3 || a.count() == 3 && !a.value(2).isNull() && a.text(2) == null || !isPlain(a)) {
            return null;
        }
        if (a.value(0).isNull()) {
            return Value.NULL;
        }
        String text = a.text(0);
        if (text == null || a.text(1) == null && !a.value(1).isNull()) {
            return null;
        }
        String nothing = a.count() == 3 ? a.text(2) : null;
        if (a.value(1).isNull()) {
            return new Value.Array(text.chars().mapToObj(c -> part(String.valueOf((char) c), nothing)).toList());
        }
        return new Value.Array(text.isEmpty() ? List.of() : parts(text, a.text(1), nothing));
    }

    private static Value part(String part, String nothing) {
        return part.equals(nothing) ? Value.NULL : Value.text(part);
    }

    private static List<Value> parts(String text, String by, String nothing) {
        List<Value> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(by); at >= 0 && !by.isEmpty(); at = text.indexOf(by, from)) {
            parts.add(part(text.substring(from, at), nothing));
            from = at + by.length();
        }
        parts.add(part(text.substring(from), nothing));
        return parts;
    }
}
