package org.pggit.audit.ddl;

/** Kinds of token, by scan.l's rules; together the tokens of a text cover all of it. */
public enum TokenType {
    WHITESPACE,
    /** From two dashes to the end of the line, newline excluded. */
    LINE_COMMENT,
    /** Nested comments are one token. */
    BLOCK_COMMENT,
    /** A keyword or an unquoted name. */
    WORD,
    QUOTED_NAME,
    /** U&amp;"..." without its UESCAPE clause, which follows as tokens of its own. */
    UNICODE_NAME,
    /** A plain string; continuations ('a' newline 'b') belong to the token, here and in the kinds below. */
    STRING,
    ESCAPE_STRING,
    UNICODE_STRING,
    NATIONAL_STRING,
    BIT_STRING,
    HEX_STRING,
    DOLLAR_STRING,
    NUMBER,
    PARAMETER,
    /** Also the one-character operators that scan.l returns as themselves: + - * / % ^ &lt; &gt; =. */
    OPERATOR,
    LEFT_PAREN,
    RIGHT_PAREN,
    LEFT_BRACKET,
    RIGHT_BRACKET,
    COMMA,
    SEMICOLON,
    DOT,
    DOT_DOT,
    COLON,
    TYPE_CAST,
    COLON_EQUALS,
    /** A psql command from its backslash to the end of the line: foreign to the server. */
    PSQL_COMMAND,
    /** The lines after COPY ... FROM STDIN; up to and with the line that holds only a backslash and a dot. */
    COPY_DATA,
    /** A character that starts no token (a control character, a lone dollar sign, a brace). */
    STRAY,
    /** After the last token; never part of a token list. */
    END;

    private static final TokenType[] VALUES = values();
    /** Among the numbers of key words, which a WORD's code is: below all of them, 0 included. */
    final byte code = (byte) ~ordinal();

    static TokenType of(int code) {
        return code < 0 ? VALUES[~code] : WORD;
    }

    /** True for what the server's parser never sees. */
    public boolean isTrivia() {
        return ordinal() <= BLOCK_COMMENT.ordinal();
    }

    /** True for every kind of string constant. */
    public boolean isString() {
        return ordinal() >= STRING.ordinal() && ordinal() <= DOLLAR_STRING.ordinal();
    }
}
