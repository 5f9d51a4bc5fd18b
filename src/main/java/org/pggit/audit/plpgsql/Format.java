package org.pggit.audit.plpgsql;

import java.util.List;
import org.pggit.audit.ddl.QualifiedName;

/** The server's format(): %s, %I, %L, %%, positions (%1$I) and widths (%3s, %-3s, %*s). Chapter 9.4.1 of the manual. */
final class Format {
    private final String template;
    private final List<Value> arguments;
    private final StringBuilder out = new StringBuilder();
    private int at;
    /** The argument that the next specifier takes. */
    private int next;

    private Format(String template, List<Value> arguments) {
        this.template = template;
        this.arguments = arguments;
    }

    /** arguments: without the template. */
    static Value of(String template, List<Value> arguments) {
        Format format = new Format(template, arguments);
        while (format.at < template.length()) {
            char c = template.charAt(format.at++);
            if (c != '%') {
                format.out.append(c);
            } else if (format.is('%')) {
                format.out.append('%');
                format.at++;
            } else if (!format.specifier()) {
                return Value.UNKNOWN;
            }
        }
        return Value.text(format.out.toString());
    }

    private boolean is(char c) {
        return at < template.length() && template.charAt(at) == c;
    }

    /** [position$][-][width]type; the width may be an argument, too: *, *2$. False where it is none, or an argument is missing or not known. */
    private boolean specifier() {
        int position = position();
        boolean isLeft = false;
        while (is('-')) {
            isLeft = true;
            at++;
        }
        Integer width = width();
        if (width == null) {
            return false;
        }
        next = position >= 0 ? position : next;
        String text = at < template.length() && next >= 0 && next < arguments.size() ? argument(arguments.get(next), template.charAt(at)) : null;
        at++;
        next++;
        if (text == null || Math.abs(width) > 1000) {
            return false;
        }
        String blanks = " ".repeat(Math.max(0, Math.abs(width) - text.codePointCount(0, text.length())));
        boolean isPadded = isLeft || width < 0;
        out.append(isPadded ? "" : blanks).append(text).append(isPadded ? blanks : "");
        return out.length() <= Given.LONGEST;
    }

    /** -1 where no number with a dollar sign stands here; too large for any list of arguments where it is 0, which is none. */
    private int position() {
        int digits = digits(template, at);
        if (digits == at || digits >= template.length() || template.charAt(digits) != '$') {
            return -1;
        }
        int position = number(template, at, digits);
        at = digits + 1;
        return position == 0 ? Integer.MAX_VALUE - 1 : position - 1;
    }

    /** Null where an argument is to tell it, and does not. */
    private Integer width() {
        if (!is('*')) {
            int digits = digits(template, at);
            int width = number(template, at, digits);
            at = digits;
            return width;
        }
        at++;
        int position = position();
        next = position >= 0 ? position : next;
        Value width = next < arguments.size() ? arguments.get(next) : Value.UNKNOWN;
        next++;
        return width.isNull() ? Integer.valueOf(0) : width instanceof Value.Number n && n.isInteger() && n.is().precision() < 5 ? Integer.valueOf(n.is().intValue()) : null;
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
        return hasBackslash ? "E'" + doubled.replace("\\", "\\\\") + '\'' : '\'' + doubled + '\'';
    }
}
