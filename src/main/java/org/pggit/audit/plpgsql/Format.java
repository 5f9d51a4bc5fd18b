package org.pggit.audit.plpgsql;

import java.util.List;
import org.pggit.audit.ddl.QualifiedName;

/** The server's format(): %s, %I, %L, %%, positions (%1$I) and widths (%3s, %-3s). */
final class Format {
    private Format() {
    }

    /** arguments: without the template. */
    static Value of(String template, List<Value> arguments) {
        StringBuilder out = new StringBuilder();
        int next = 0;
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c != '%') {
                out.append(c);
                continue;
            }
            if (++i < template.length() && template.charAt(i) == '%') {
                out.append('%');
                continue;
            }
            int digits = digits(template, i);
            if (digits > i && digits < template.length() && template.charAt(digits) == '$') {
                next = number(template, i, digits) - 1;
                i = digits + 1;
            }
            boolean isLeft = i < template.length() && template.charAt(i) == '-';
            i = isLeft ? i + 1 : i;
            digits = digits(template, i);
            int width = number(template, i, digits);
            i = digits;
            String text = i < template.length() && next >= 0 && next < arguments.size() ? argument(arguments.get(next), template.charAt(i)) : null;
            next++;
            if (text == null || width > 1000) {
                return Value.UNKNOWN;
            }
            String blanks = " ".repeat(Math.max(0, width - text.length()));
            out.append(isLeft ? "" : blanks).append(text).append(isLeft ? blanks : "");
        }
        return Value.text(out.toString());
    }

    private static int digits(String template, int from) {
        int at = from;
        while (at < template.length() && template.charAt(at) >= '0' && template.charAt(at) <= '9' && at < from + 4) {
            at++;
        }
        return at;
    }

    private static int number(String template, int from, int to) {
        return from == to ? 0 : Integer.parseInt(template.substring(from, to));
    }

    private static String argument(Value value, char kind) {
        String text = value.output();
        return switch (kind) {
            case 's' -> value.isNull() ? "" : text;
            case 'I' -> text == null ? null : QualifiedName.quote(text);
            case 'L' -> value.isNull() ? "NULL" : text == null ? null : literal(text);
            default -> null;
        };
    }

    /** quote_literal: a backslash makes it an E''. */
    static String literal(String text) {
        boolean hasBackslash = text.indexOf('\\') >= 0;
        String doubled = text.replace("'", "''");
        return hasBackslash ? " E'" + doubled.replace("\\", "\\\\") + '\'' : '\'' + doubled + '\'';
    }
}
