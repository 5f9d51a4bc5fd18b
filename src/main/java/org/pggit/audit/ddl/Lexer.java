package org.pggit.audit.ddl;

import java.util.List;

/**
 * PostgreSQL's lexical rules (source: scan.l of PostgreSQL 15 to 18; psqlscan.l for psql's own parts), one token at a time, so that the head
 * of a statement can be read without walking over the rest.
 *
 * <p>Lossless: the tokens joined are the input. Linear in the length of the input, whatever it holds. standard_conforming_strings is on until
 * {@link #setBackslashInStrings}.
 * Does not check what the server checks later: escapes, bit digits, junk after a number.
 */
public final class Lexer {
    private final String text;
    private final int length;
    private int start;
    private int position;
    private boolean unterminated;
    /** Looked up only when asked for. */
    private int keyword;
    /** Made when the first operator, the first COPY comes. */
    private OperatorRun operatorRun;
    private CopyData copyData;
    private boolean isFresh = true;
    private boolean isBackslashInStrings;

    public Lexer(String text) {
        this.text = text;
        this.length = text.length();
    }

    /** All tokens of a text, with their lines and columns. */
    public static List<Token> tokens(String text) {
        return TokenList.of(text);
    }

    /** With standard_conforming_strings off a backslash in a plain string is what it is in E''. Holds from the next token on. */
    void setBackslashInStrings(boolean isOn) {
        isBackslashInStrings = isOn;
    }

    /** Where the present token begins. */
    public int start() {
        return start;
    }

    /** Where the present token ends, and the next one begins. */
    public int end() {
        return position;
    }

    /** True when the text ended inside the present token. */
    public boolean isUnterminated() {
        return unterminated;
    }

    /** The key word that the present WORD spells, or NO_KEYWORD. */
    int keyword() {
        if (keyword < 0) {
            keyword = Keywords.find(text, start, position);
        }
        return keyword;
    }

    /** As {@link #next}, over white space. */
    TokenType nextBeyondSpace() {
        skipSpace();
        return next();
    }

    private void skipSpace() {
        if (copyData == null) {
            int p = position;
            while (p < length && Characters.isSpace(text.charAt(p))) {
                p++;
            }
            position = p;
        }
    }

    /** Skips white space; true where a word, or what looks like one, comes next. */
    boolean isAtPlainWord() {
        skipSpace();
        return copyData == null && position < length && Characters.isNameStart(text.charAt(position));
    }

    /** COPY has not been seen: no word means more than it says. */
    boolean isPlain() {
        return copyData == null;
    }

    /** Behind white space, and words or punctuation with it if {@code isToken}, that another has read. Requires {@link #isPlain}. */
    void passOver(int end, boolean isToken) {
        position = end;
        isFresh &= !isToken;
    }

    /** The semicolon at {@code at} becomes the present token. Requires {@link #isPlain}. */
    void takeSemicolon(int at) {
        start = at;
        position = at + 1;
        unterminated = false;
        isFresh = true;
    }

    /** Moves to the next token; END once there is none. */
    public TokenType next() {
        start = position;
        unterminated = false;
        keyword = Keyword.NO_KEYWORD;
        if (start >= length) {
            return TokenType.END;
        }
        if (copyData != null && copyData.isPending()) {
            if (start == copyData.dataStart()) {
                position = copyData.dataEnd();
                return TokenType.COPY_DATA;
            }
            if (Characters.isSpace(text.charAt(start))) {
                position = copyData.spaceEnd(start);
                return TokenType.WHITESPACE;
            }
        }
        char c = text.charAt(start);
        switch (Characters.kind(c)) {
            case Characters.SPACE:
                return whitespace();
            case Characters.LETTER:
                return letter(c);
            case Characters.DIGIT:
                return ended(TokenType.NUMBER, Numbers.end(text, start));
            case Characters.OPERATOR:
                return operatorOrComment(c);
            case Characters.PUNCTUATION:
                return punctuation(c);
            case Characters.QUOTE:
                return quoted(start + 1, TokenType.STRING);
            case Characters.DOUBLE_QUOTE:
                return quotedName(start + 1, TokenType.QUOTED_NAME);
            case Characters.DOLLAR:
                return dollar();
            case Characters.DOT:
                return dot();
            case Characters.COLON:
                return colon();
            case Characters.BACKSLASH:
                return psqlCommand();
            default:
                return single(TokenType.STRAY);
        }
    }

    private char at(int i) {
        return i < length ? text.charAt(i) : '\0';
    }

    private TokenType single(TokenType type) {
        isFresh = false;
        position = start + 1;
        return type;
    }

    private TokenType whitespace() {
        int p = start + 1;
        while (p < length && Characters.isSpace(text.charAt(p))) {
            p++;
        }
        position = p;
        return TokenType.WHITESPACE;
    }

    private TokenType letter(char first) {
        int p = start + 1;
        while (p < length && Characters.isNamePart(text.charAt(p))) {
            p++;
        }
        if (p == start + 1) {
            TokenType prefixed = prefixedQuote(first);
            if (prefixed != null) {
                isFresh = false;
                return prefixed;
            }
        }
        position = p;
        keyword = -1;
        if (copyData != null || isFresh && (first | 0x20) == 'c' && keyword() == Keyword.COPY) {
            copyData().word(keyword(), isFresh, position);
        }
        isFresh = false;
        return TokenType.WORD;
    }

    /** E'', B'', X'', N'', U&'' and U&"", or null when the letter only starts a word. */
    private TokenType prefixedQuote(char first) {
        char second = at(start + 1);
        if (second != '\'' && second != '&') {
            return null;
        }
        char letter = (char) (first | 0x20);
        if (letter == 'u' && second == '&') {
            char third = at(start + 2);
            return third == '\'' ? quoted(start + 3, TokenType.UNICODE_STRING)
                : third == '"' ? quotedName(start + 3, TokenType.UNICODE_NAME) : null;
        }
        if (second != '\'' || first >= 128) {
            return null;
        }
        return switch (letter) {
            case 'e' -> quoted(start + 2, TokenType.ESCAPE_STRING);
            case 'n' -> quoted(start + 2, TokenType.NATIONAL_STRING);
            case 'b' -> quoted(start + 2, TokenType.BIT_STRING);
            case 'x' -> quoted(start + 2, TokenType.HEX_STRING);
            default -> null;
        };
    }

    private TokenType ended(TokenType type, int end) {
        isFresh = false;
        unterminated = end < 0;
        position = end < 0 ? length : end;
        return type;
    }

    private TokenType quoted(int from, TokenType type) {
        boolean isPlain = type == TokenType.STRING || type == TokenType.NATIONAL_STRING;
        return ended(type, Quotes.stringEnd(text, from, type == TokenType.ESCAPE_STRING || isPlain && isBackslashInStrings));
    }

    private TokenType quotedName(int from, TokenType type) {
        return ended(type, Quotes.nameEnd(text, from));
    }

    private TokenType dollar() {
        if (Characters.isDigit(at(start + 1))) {
            return ended(TokenType.PARAMETER, Numbers.digits(text, start + 1));
        }
        int tagEnd = Quotes.tagEnd(text, start);
        return tagEnd < 0 ? single(TokenType.STRAY) : ended(TokenType.DOLLAR_STRING, Quotes.dollarEnd(text, start, tagEnd));
    }

    private TokenType dot() {
        isFresh = false;
        if (at(start + 1) == '.') {
            position = start + 2;
            return TokenType.DOT_DOT;
        }
        if (Characters.isDigit(at(start + 1))) {
            position = Numbers.endOfFraction(text, start);
            return TokenType.NUMBER;
        }
        position = start + 1;
        return TokenType.DOT;
    }

    private TokenType colon() {
        isFresh = false;
        char second = at(start + 1);
        position = start + (second == ':' || second == '=' ? 2 : 1);
        return second == ':' ? TokenType.TYPE_CAST : second == '=' ? TokenType.COLON_EQUALS : TokenType.COLON;
    }

    private TokenType punctuation(char c) {
        if (c == ';') {
            return semicolon(start + 1);
        }
        position = start + 1;
        if (copyData != null && c == '(') {
            copyData.leftParenthesis(start);
        }
        isFresh = false;
        return switch (c) {
            case '(' -> TokenType.LEFT_PAREN;
            case ')' -> TokenType.RIGHT_PAREN;
            case '[' -> TokenType.LEFT_BRACKET;
            case ']' -> TokenType.RIGHT_BRACKET;
            default -> TokenType.COMMA;
        };
    }

    private TokenType semicolon(int end) {
        position = end;
        if (copyData != null) {
            copyData.semicolon(end, end == start + 1);
        }
        isFresh = true;
        return TokenType.SEMICOLON;
    }

    private TokenType operatorOrComment(char c) {
        char second = at(start + 1);
        if (c == '-' && second == '-') {
            position = Quotes.lineEnd(text, start);
            return TokenType.LINE_COMMENT;
        }
        if (c == '/' && second == '*') {
            boolean wasFresh = isFresh;
            ended(TokenType.BLOCK_COMMENT, Quotes.commentEnd(text, start));
            isFresh = wasFresh;
            return TokenType.BLOCK_COMMENT;
        }
        isFresh = false;
        if (operatorRun == null) {
            operatorRun = new OperatorRun(text);
        }
        position = operatorRun.tokenEnd(start);
        return TokenType.OPERATOR;
    }

    /** A backslash before a semicolon or a colon only keeps psql from taking it for its own (psqlscan.l). */
    private TokenType psqlCommand() {
        char second = at(start + 1);
        if (second == ';') {
            return semicolon(start + 2);
        }
        if (second == ':') {
            isFresh = false;
            position = start + 2;
            return TokenType.COLON;
        }
        position = PsqlCommand.end(text, start);
        if (PsqlCommand.readsScript(text, start, position)) {
            copyData().command(position);
        }
        return TokenType.PSQL_COMMAND;
    }

    private CopyData copyData() {
        if (copyData == null) {
            copyData = new CopyData(text);
        }
        return copyData;
    }
}
