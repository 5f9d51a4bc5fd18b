package org.pggit.audit.ddl;

/** What name and string tokens stand for: quotes off, doubled quotes and Unicode escapes resolved. */
final class Literals {
    private Literals() {
    }

    /** The name that a WORD, QUOTED_NAME or UNICODE_NAME token gives, truncated as the server does. */
    static String name(String text, TokenType type, int start, int end, char escape) {
        if (type == TokenType.WORD) {
            return QualifiedName.fold(text.substring(start, end));
        }
        int open = type == TokenType.UNICODE_NAME ? start + 2 : start;
        String inner = undouble(text, open, end, '"');
        return QualifiedName.truncate(type == TokenType.UNICODE_NAME ? unescape(inner, escape) : inner);
    }

    /** Requires a quote at {@code open}; the closing one may be missing. */
    private static String undouble(String text, int open, int end, char quote) {
        int close = end > open + 1 && text.charAt(end - 1) == quote ? end - 1 : end;
        String inner = text.substring(open + 1, close);
        if (inner.indexOf(quote) < 0) {
            return inner;
        }
        StringBuilder single = new StringBuilder(inner.length());
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            single.append(c);
            if (c == quote) {
                i++;
            }
        }
        return single.toString();
    }

    /** U&amp;'s \XXXX and \+XXXXXX; what is no valid escape stays as written (the server reports an error there). */
    private static String unescape(String inner, char escape) {
        if (inner.indexOf(escape) < 0) {
            return inner;
        }
        StringBuilder plain = new StringBuilder(inner.length());
        int i = 0;
        while (i < inner.length()) {
            char c = inner.charAt(i);
            if (c != escape) {
                plain.append(c);
                i++;
                continue;
            }
            char next = i + 1 < inner.length() ? inner.charAt(i + 1) : '\0';
            int from = next == '+' ? i + 2 : i + 1;
            int digits = next == '+' ? 6 : 4;
            int codePoint = hex(inner, from, digits);
            if (next == escape) {
                plain.append(escape);
                i += 2;
            } else if (codePoint >= 0 && codePoint <= Character.MAX_CODE_POINT) {
                plain.appendCodePoint(codePoint);
                i = from + digits;
            } else {
                plain.append(c);
                i++;
            }
        }
        return plain.toString();
    }

    private static int hex(String text, int from, int digits) {
        if (from + digits > text.length()) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** The content of a plain, national or dollar-quoted string of one piece; escapes of E'' and U&amp;'' stay as written. */
    static String string(String text, TokenType type, int start, int end) {
        if (type == TokenType.DOLLAR_STRING) {
            int tag = text.indexOf('$', start + 1) + 1 - start;
            int close = end - tag;
            return close >= start + tag ? text.substring(start + tag, close) : text.substring(start + tag, end);
        }
        int open = text.indexOf('\'', start);
        return undouble(text, open, end, '\'');
    }
}
