package org.pggit.audit.ddl;

/** Where a number ends (source: scan.l, decinteger to real; digits with single underscores between them and other radixes since PostgreSQL 16). */
final class Numbers {
    private Numbers() {
    }

    /** Requires a digit at start. */
    static int end(String text, int start) {
        int radix = text.charAt(start) == '0' ? radix((char) (at(text, start + 1) | 0x20)) : 10;
        if (radix != 10 && isDigit(text, at(text, start + 2) == '_' ? start + 3 : start + 2, radix)) {
            int p = start + 2;
            while (isDigit(text, p, radix) || at(text, p) == '_' && isDigit(text, p + 1, radix)) {
                p++;
            }
            return p;
        }
        int p = digits(text, start);
        if (at(text, p) == '.' && at(text, p + 1) != '.') {
            p = digits(text, p + 1);
        }
        return exponent(text, p);
    }

    /** Of {@code .5}. Requires a digit behind the dot. */
    static int endOfFraction(String text, int dot) {
        return exponent(text, digits(text, dot + 1));
    }

    static int digits(String text, int from) {
        int p = from;
        while (Characters.isDigit(at(text, p)) || at(text, p) == '_' && Characters.isDigit(at(text, p + 1))) {
            p++;
        }
        return p;
    }

    private static int radix(char letter) {
        return switch (letter) {
            case 'x' -> 16;
            case 'o' -> 8;
            case 'b' -> 2;
            default -> 10;
        };
    }

    private static boolean isDigit(String text, int p, int radix) {
        char c = at(text, p);
        return c < 128 && Character.digit(c, radix) >= 0;
    }

    private static int exponent(String text, int p) {
        if ((at(text, p) | 0x20) != 'e') {
            return p;
        }
        int sign = at(text, p + 1) == '+' || at(text, p + 1) == '-' ? 1 : 0;
        return Characters.isDigit(at(text, p + 1 + sign)) ? digits(text, p + 1 + sign) : p;
    }

    private static char at(String text, int i) {
        return i < text.length() ? text.charAt(i) : '\0';
    }
}
