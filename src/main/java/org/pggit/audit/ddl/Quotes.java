package org.pggit.audit.ddl;

/** Where quoted tokens and comments end (source: scan.l, states xq, xe, xd, xdolq, xc): the offset behind their last character, or -1 for a text that ends before. */
final class Quotes {
    private Quotes() {
    }

    /** Of a string whose content begins at from, its continuations included. */
    static int stringEnd(String text, int from, boolean backslashEscapes) {
        int p = from;
        while (true) {
            p = backslashEscapes ? escapedQuote(text, p) : text.indexOf('\'', p);
            if (p < 0 || p >= text.length()) {
                return -1;
            }
            p++;
            if (p < text.length() && text.charAt(p) == '\'') {
                p++;
                continue;
            }
            int continued = continuation(text, p);
            if (continued < 0) {
                return p;
            }
            p = continued;
        }
    }

    private static int escapedQuote(String text, int from) {
        int p = from;
        while (p < text.length()) {
            char c = text.charAt(p);
            if (c == '\'') {
                return p;
            }
            p += c == '\\' ? 2 : 1;
        }
        return -1;
    }

    /** scan.l's quotecontinue: white space with a newline, then a quote. The offset behind that quote, or -1. */
    private static int continuation(String text, int from) {
        int p = from;
        boolean newline = false;
        while (p < text.length()) {
            char c = text.charAt(p);
            if (c == '\n' || c == '\r') {
                newline = true;
                p++;
            } else if (Characters.isSpace(c)) {
                p++;
            } else if (c == '-' && text.startsWith("-", p + 1)) {
                p = lineEnd(text, p);
            } else {
                return c == '\'' && newline ? p + 1 : -1;
            }
        }
        return -1;
    }

    /** The newline or the end of the text. */
    static int lineEnd(String text, int from) {
        int p = from;
        while (p < text.length() && text.charAt(p) != '\n' && text.charAt(p) != '\r') {
            p++;
        }
        return p;
    }

    /** Of a quoted name whose content begins at from. */
    static int nameEnd(String text, int from) {
        for (int p = text.indexOf('"', from); p >= 0; p = text.indexOf('"', p + 2)) {
            if (!text.startsWith("\"", p + 1)) {
                return p + 1;
            }
        }
        return -1;
    }

    /** The offset behind the opening tag of a dollar quote that begins at start; -1 where none does. */
    static int tagEnd(String text, int start) {
        int p = start + 1;
        while (p < text.length() && text.charAt(p) != '$' && Characters.isNamePart(text.charAt(p))) {
            p++;
        }
        return p < text.length() && text.charAt(p) == '$' ? p + 1 : -1;
    }

    /** The tag holds no dollar sign within, so a failed comparison never reads past the next one: linear. */
    static int dollarEnd(String text, int start, int tagEnd) {
        for (int p = text.indexOf('$', tagEnd); p >= 0; p = text.indexOf('$', p + 1)) {
            if (text.regionMatches(p, text, start, tagEnd - start)) {
                return p + tagEnd - start;
            }
        }
        return -1;
    }

    /** Comments nest. */
    static int commentEnd(String text, int start) {
        int depth = 1;
        int p = start + 2;
        int last = text.length() - 1;
        while (p < last) {
            char c = text.charAt(p);
            if (c == '*' && text.charAt(p + 1) == '/') {
                p += 2;
                if (--depth == 0) {
                    return p;
                }
            } else if (c == '/' && text.charAt(p + 1) == '*') {
                depth++;
                p += 2;
            } else {
                p++;
            }
        }
        return -1;
    }
}
