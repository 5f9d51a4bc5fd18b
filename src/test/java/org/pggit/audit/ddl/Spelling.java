package org.pggit.audit.ddl;

import java.util.Locale;

/** The same statements, written otherwise. */
public enum Spelling {
    /** Key words and unquoted names, also in function bodies and blocks. */
    CAPITALS,
    /** Every name in quotes that is no key word; function bodies and blocks stay. */
    QUOTED,
    /** A comment, full of what might be taken for something else, behind every token; function bodies and blocks stay. */
    COMMENTED,
    /** No more white space than there must be. */
    DENSE,
    /** Lines that end as on Windows; function bodies and strings stay. */
    CRLF;

    public String of(String text) {
        StringBuilder out = new StringBuilder(text.length() * 2);
        for (Token token : Lexer.tokens(text)) {
            String written = token.text(text);
            switch (this) {
                case CAPITALS -> out.append(capitals(token.type(), written));
                case QUOTED -> out.append(token.type() == TokenType.WORD && Keywords.find(written, 0, written.length()) == Keyword.NO_KEYWORD ? '"' + written.toLowerCase(Locale.ROOT) + '"' : written);
                case COMMENTED -> out.append(written).append(token.type().isTrivia() || token.unterminated() || token.type() == TokenType.COPY_DATA || token.type() == TokenType.PSQL_COMMAND ? "" : "/* it's; /* \" */ $a$ -- */");
                case CRLF -> out.append(token.type().isTrivia() ? written.replace("\n", "\r\n") : written);
                case DENSE -> {
                    boolean isSpace = token.type() == TokenType.WHITESPACE && written.indexOf('\n') < 0 && !text.contains("--");
                    char before = out.isEmpty() ? ' ' : out.charAt(out.length() - 1);
                    char behind = token.end() < text.length() ? text.charAt(token.end()) : ' ';
                    out.append(isSpace && ("(),;".indexOf(before) >= 0 || "(),;".indexOf(behind) >= 0) ? "" : written);
                }
            }
        }
        return out.toString();
    }

    private String capitals(TokenType type, String written) {
        if (type == TokenType.DOLLAR_STRING) {
            int open = written.indexOf('$', 1) + 1;
            int close = Math.max(open, written.length() - open);
            return written.substring(0, open) + of(written.substring(open, close)) + written.substring(close);
        }
        return type == TokenType.WORD ? written.toUpperCase(Locale.ROOT) : written;
    }
}
