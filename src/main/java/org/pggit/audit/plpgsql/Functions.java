package org.pggit.audit.plpgsql;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pggit.audit.ddl.QualifiedName;

/** The server's functions of text, numbers and arrays that code makes names and statements with. */
final class Functions {
    private static final int LONGEST = 1_000_000;

    private Functions() {
    }

    /** Null where the server's function of the name is not known here; UNKNOWN where its value is not. */
    static Value call(String name, List<Value> a) {
        Value tolerant = withNulls(name, a);
        if (tolerant != null) {
            return tolerant;
        }
        if (!isKnown(name)) {
            return null;
        }
        boolean isNull = false;
        for (Value v : a) {
            if (!v.isKnown()) {
                return Value.UNKNOWN;
            }
            isNull |= v.isNull();
        }
        if (isNull) {
            return Value.NULL;
        }
        Value found = strict(name, a);
        return found == null ? Value.UNKNOWN : found;
    }

    /** Those that take NULL for a value. */
    private static Value withNulls(String name, List<Value> a) {
        switch (name) {
            case "concat", "concat_ws" -> {
                return concat(name.equals("concat") ? "" : null, a);
            }
            case "format" -> {
                String template = a.isEmpty() ? null : a.get(0).asText();
                return template == null ? a.isEmpty() || !a.get(0).isNull() ? Value.UNKNOWN : Value.NULL : Format.of(template, a.subList(1, a.size()));
            }
            case "coalesce" -> {
                for (Value v : a) {
                    if (!v.isNull()) {
                        return v;
                    }
                }
                return Value.NULL;
            }
            case "quote_nullable" -> {
                return a.size() == 1 && a.get(0).isNull() ? Value.text("NULL") : call("quote_literal", a);
            }
            case "array_append", "array_prepend", "array_cat" -> {
                return a.size() == 2 ? appended(name, a.get(0), a.get(1)) : Value.UNKNOWN;
            }
            case "nullif" -> {
                Value isEqual = a.size() == 2 ? Operators.compare("=", a.get(0), a.get(1)) : Value.UNKNOWN;
                return !isEqual.isKnown() ? Value.UNKNOWN : isEqual == Value.TRUE ? Value.NULL : a.get(0);
            }
            default -> {
                return null;
            }
        }
    }

    private static Value concat(String by, List<Value> a) {
        String separator = by;
        StringBuilder out = new StringBuilder();
        boolean isFirst = true;
        for (int i = 0; i < a.size(); i++) {
            String text = a.get(i).output();
            if (text == null && !a.get(i).isNull()) {
                return Value.UNKNOWN;
            }
            if (separator == null) {
                if (text == null) {
                    return Value.NULL;
                }
                separator = text;
            } else if (text != null) {
                out.append(isFirst ? "" : separator).append(text);
                isFirst = false;
            }
        }
        return Value.text(out.toString());
    }

    private static Value appended(String name, Value left, Value right) {
        boolean isKnown = left.isKnown() && right.isKnown() && (name.equals("array_prepend") || left.isNull() || left instanceof Value.Array);
        if (!isKnown || !name.equals("array_append") && !(right instanceof Value.Array)) {
            return Value.UNKNOWN;
        }
        List<Value> all = new ArrayList<>(name.equals("array_prepend") ? List.of(left) : left instanceof Value.Array a ? a.elements() : List.of());
        all.addAll(name.equals("array_append") ? List.of(right) : ((Value.Array) right).elements());
        return new Value.Array(all);
    }

    private static boolean isKnown(String name) {
        return switch (name) {
            case "quote_ident", "quote_literal", "lower", "upper", "initcap", "btrim", "trim", "ltrim", "rtrim", "lpad", "rpad", "replace", "substr", "substring", "left", "right", "length",
                "char_length", "character_length", "repeat", "reverse", "split_part", "strpos", "translate", "chr", "ascii", "md5", "to_char", "regexp_replace", "mod", "abs", "floor", "ceil",
                "ceiling", "array_length", "array_upper", "array_lower", "cardinality", "array_to_string", "string_to_array", "date_trunc", "date_part", "make_date", "starts_with", "to_date" -> true;
            default -> false;
        };
    }

    /** None of the arguments is NULL or unknown. Null: not these arguments. */
    private static Value strict(String name, List<Value> a) {
        String text = a.isEmpty() ? null : a.get(0).asText();
        boolean isOfText = a.size() > 0 && text != null;
        switch (name) {
            case "quote_ident", "quote_literal", "lower", "upper", "initcap", "reverse", "length", "char_length", "character_length", "ascii", "md5" -> {
                return isOfText && a.size() == 1 ? ofText(name, text) : null;
            }
            case "btrim", "trim", "ltrim", "rtrim" -> {
                return isOfText ? trim(name, text, a.size() > 1 ? a.get(1).asText() : " ") : null;
            }
            case "lpad", "rpad" -> {
                return isOfText && a.size() > 1 ? pad(name.equals("lpad"), text, integer(a, 1), a.size() > 2 ? a.get(2).asText() : " ") : null;
            }
            case "substr", "substring", "left", "right", "repeat" -> {
                return isOfText && a.size() > 1 && a.get(1) instanceof Value.Number ? part(name, text, integer(a, 1), a.size() > 2 ? integer(a, 2) : Integer.MAX_VALUE) : null;
            }
            case "replace", "translate", "split_part", "strpos", "starts_with", "regexp_replace" -> {
                return isOfText && a.size() > 1 && a.get(1).asText() != null ? search(name, text, a.get(1).asText(), a) : null;
            }
            case "array_length", "array_upper", "array_lower", "cardinality", "array_to_string" -> {
                return a.get(0) instanceof Value.Array array ? ofArray(name, array.elements(), a) : null;
            }
            case "string_to_array" -> {
                return isOfText && a.size() == 2 ? parts(text, a.get(1).asText()) : null;
            }
            case "chr" -> {
                return integer(a, 0) > 0 && integer(a, 0) < 0x10000 ? Value.text(String.valueOf((char) integer(a, 0))) : null;
            }
            case "mod" -> {
                return a.size() == 2 ? Operators.reckon("%", a.get(0), a.get(1)) : null;
            }
            case "abs", "floor", "ceil", "ceiling" -> {
                return a.size() == 1 && a.get(0) instanceof Value.Number n ? round(name, n.is()) : null;
            }
            default -> {
                return ofTime(name, a);
            }
        }
    }

    private static Value ofText(String name, String text) {
        return switch (name) {
            case "quote_ident" -> Value.text(QualifiedName.quote(text));
            case "quote_literal" -> Value.text(Format.literal(text));
            case "lower" -> Value.text(text.toLowerCase(Locale.ROOT));
            case "upper" -> Value.text(text.toUpperCase(Locale.ROOT));
            case "initcap" -> Value.text(initcap(text));
            case "reverse" -> Value.text(new StringBuilder(text).reverse().toString());
            case "ascii" -> Value.number(text.isEmpty() ? 0 : text.codePointAt(0));
            case "md5" -> Digest.md5(text);
            default -> Value.number(text.codePointCount(0, text.length()));
        };
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

    private static Value trim(String name, String text, String set) {
        if (set == null) {
            return null;
        }
        int from = 0;
        int to = text.length();
        while (!name.equals("rtrim") && from < to && set.indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (!name.equals("ltrim") && to > from && set.indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return Value.text(text.substring(from, to));
    }

    private static Value pad(boolean isLeft, String text, int length, String with) {
        if (with == null || with.isEmpty() || length < 0 || length > LONGEST) {
            return null;
        }
        if (text.length() >= length) {
            return Value.text(text.substring(0, length));
        }
        String blanks = with.repeat(length / with.length() + 1).substring(0, length - text.length());
        return Value.text(isLeft ? blanks + text : text + blanks);
    }

    private static Value part(String name, String text, int n, int count) {
        int size = text.length();
        return switch (name) {
            case "left" -> Value.text(text.substring(0, n >= 0 ? Math.min(n, size) : Math.max(0, size + n)));
            case "right" -> Value.text(text.substring(n >= 0 ? Math.max(0, size - n) : Math.min(size, -n)));
            case "repeat" -> (long) size * Math.max(0, n) > LONGEST ? null : Value.text(text.repeat(Math.max(0, n)));
            default -> {
                long end = count == Integer.MAX_VALUE ? size : (long) n - 1 + count;
                int from = Math.min(size, Math.max(0, n - 1));
                yield count < 0 ? null : Value.text(text.substring(from, (int) Math.max(from, Math.min(size, end))));
            }
        };
    }

    private static Value search(String name, String text, String what, List<Value> a) {
        String third = a.size() > 2 ? a.get(2).asText() : null;
        switch (name) {
            case "strpos" -> {
                return Value.number(text.indexOf(what) + 1L);
            }
            case "starts_with" -> {
                return Value.of(text.startsWith(what));
            }
            case "replace" -> {
                return third == null ? null : (long) text.length() * (third.length() + 1) > LONGEST ? null : Value.text(what.isEmpty() ? text : text.replace(what, third));
            }
            case "translate" -> {
                return third == null ? null : translate(text, what, third);
            }
            case "split_part" -> {
                int n = a.size() > 2 ? integer(a, 2) : 0;
                List<Value> parts = n > 0 && parts(text, what) instanceof Value.Array array ? array.elements() : null;
                return parts == null ? null : n > parts.size() ? Value.text("") : parts.get(n - 1);
            }
            default -> {
                return third == null ? null : Patterns.replace(text, what, third, a.size() > 3 ? a.get(3).asText() : "");
            }
        }
    }

    private static Value translate(String text, String from, String to) {
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

    private static Value parts(String text, String by) {
        if (by == null || by.isEmpty()) {
            return null;
        }
        List<Value> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(by); at >= 0; at = text.indexOf(by, from)) {
            parts.add(Value.text(text.substring(from, at)));
            from = at + by.length();
        }
        if (!text.isEmpty()) {
            parts.add(Value.text(text.substring(from)));
        }
        return new Value.Array(parts);
    }

    private static Value ofArray(String name, List<Value> elements, List<Value> a) {
        boolean isFirst = a.size() == 2 && a.get(1).output().equals("1");
        switch (name) {
            case "cardinality" -> {
                return Value.number(elements.size());
            }
            case "array_to_string" -> {
                List<Value> all = new ArrayList<>(List.of(a.size() > 1 ? a.get(1) : Value.UNKNOWN));
                all.addAll(elements);
                return a.size() == 2 ? concat(null, all) : null;
            }
            default -> {
                return !isFirst ? null : elements.isEmpty() ? Value.NULL : Value.number(name.equals("array_lower") ? 1 : elements.size());
            }
        }
    }

    private static Value round(String name, BigDecimal n) {
        return new Value.Number(name.equals("abs") ? n.abs() : n.setScale(0, name.equals("floor") ? RoundingMode.FLOOR : RoundingMode.CEILING));
    }

    private static Value ofTime(String name, List<Value> a) {
        String first = a.isEmpty() ? null : a.get(0).asText();
        switch (name) {
            case "to_char" -> {
                String pattern = a.size() == 2 ? a.get(1).asText() : null;
                return pattern == null ? null : a.get(0) instanceof Value.Moment m ? Times.format(m, pattern) : a.get(0) instanceof Value.Number n ? digits(n, pattern) : null;
            }
            case "date_trunc" -> {
                return a.size() == 2 && a.get(1) instanceof Value.Moment m ? Times.truncate(first, m) : null;
            }
            case "date_part" -> {
                return a.size() == 2 && a.get(1) instanceof Value.Moment m ? Times.extract(first, m) : null;
            }
            case "make_date" -> {
                String date = a.size() == 3 ? String.format(Locale.ROOT, "%04d-%02d-%02d", integer(a, 0), integer(a, 1), integer(a, 2)) : "";
                return Times.cast(Value.text(date), "date");
            }
            case "to_date" -> {
                return a.size() == 2 && "YYYY-MM-DD".equalsIgnoreCase(a.get(1).asText()) ? Times.cast(a.get(0), "date") : null;
            }
            default -> {
                return null;
            }
        }
    }

    /** to_char of an integer: FM00, FM999, 000. */
    private static Value digits(Value.Number number, String pattern) {
        boolean isPlain = pattern.regionMatches(true, 0, "FM", 0, 2);
        String places = isPlain ? pattern.substring(2) : pattern;
        String digits = number.is().toPlainString();
        if (!number.isInteger() || number.is().signum() < 0 || !places.matches("9*0*") || places.isEmpty() || digits.length() > places.length()) {
            return null;
        }
        int zeros = places.indexOf('0') < 0 ? 1 : places.length() - places.indexOf('0');
        String padded = "0".repeat(Math.max(0, zeros - digits.length())) + digits;
        return Value.text(isPlain ? padded : " ".repeat(places.length() - padded.length() + 1) + padded);
    }

    private static int integer(List<Value> a, int i) {
        return i < a.size() && a.get(i) instanceof Value.Number n && n.is().abs().compareTo(BigDecimal.valueOf(LONGEST)) <= 0 ? n.is().intValue() : i < a.size() ? Integer.MIN_VALUE / 4 : 0;
    }
}
