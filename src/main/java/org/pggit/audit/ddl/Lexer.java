package org.pggit.audit.ddl;

import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL's lexical rules (source: scan.l of PostgreSQL 15 to 18; psqlscan.l for psql's own parts), one token at a time, so that the head
 * of a statement can be read without walking over the rest.
 *
 * <p>Lossless: the tokens joined are the input. Linear in the length of the input, whatever it holds. standard_conforming_strings is on.
 * Does not check what the server checks later: escapes, bit digits, junk after a number.
 */
public final class Lexer {
    private static final byte SPACE = 1;
    private static final byte LETTER = 2;
    private static final byte DIGIT = 3;
    private static final byte OPERATOR = 4;
    private static final byte PUNCTUATION = 5;
    private static final byte QUOTE = 6;
    private static final byte DOUBLE_QUOTE = 7;
    private static final byte DOLLAR = 8;
    private static final byte DOT = 9;
    private static final byte COLON = 10;
    private static final byte BACKSLASH = 11;
    private static final byte[] CLASS;
    private static final boolean[] NAME_PART;

    // Local variables only: see Keyword.
    static {
        byte[] kinds = new byte[128];
        String[] members = {" \t\n\r\f\u000b", "_", "0123456789", "~!@#^&|`?+-*/%<>=", "()[],;", "'", "\"", "$", ".", ":", "\\"};
        byte[] memberKinds = {SPACE, LETTER, DIGIT, OPERATOR, PUNCTUATION, QUOTE, DOUBLE_QUOTE, DOLLAR, DOT, COLON, BACKSLASH};
        for (int k = 0; k < members.length; k++) {
            for (int i = 0; i < members[k].length(); i++) {
                kinds[members[k].charAt(i)] = memberKinds[k];
            }
        }
        for (int c = 'a'; c <= 'z'; c++) {
            kinds[c] = LETTER;
            kinds[c - 32] = LETTER;
        }
        boolean[] nameParts = new boolean[128];
        for (int c = 0; c < 128; c++) {
            nameParts[c] = kinds[c] == LETTER || kinds[c] == DIGIT || kinds[c] == DOLLAR;
        }
        CLASS = kinds;
        NAME_PART = nameParts;
    }

    private final String text;
    private final int length;
    private int start;
    private int position;
    private boolean unterminated;
    /** Looked up only when asked for. */
    private int keyword;
    private int wordHash;
    /** Made when the first operator, the first COPY comes. */
    private OperatorRun operatorRun;
    private CopyData copyData;
    private boolean isFresh = true;

    public Lexer(String text) {
        this.text = text;
        this.length = text.length();
    }

    /** All tokens of a text, with their lines and columns. */
    public static List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>(text.length() / 4 + 1);
        Lexer lexer = new Lexer(text);
        int line = 1;
        int lineStart = 0;
        for (TokenType type = lexer.next(); type != TokenType.END; type = lexer.next()) {
            tokens.add(new Token(type, lexer.start, lexer.position, line, lexer.start - lineStart + 1, lexer.unterminated));
            if (type == TokenType.WORD) {
                continue;
            }
            for (int i = lexer.start; i < lexer.position; i++) {
                char c = text.charAt(i);
                if (c == '\n' || c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n')) {
                    line++;
                    lineStart = i + 1;
                }
            }
        }
        return tokens;
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
            keyword = Keyword.find(text, start, position, wordHash);
        }
        return keyword;
    }

    /** As {@link #next}, over white space. */
    TokenType nextBeyondSpace() {
        if (copyData == null) {
            int p = position;
            while (p < length && isSpace(text.charAt(p))) {
                p++;
            }
            position = p;
        }
        return next();
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
            TokenType foreign = copyToken();
            if (foreign != null) {
                return foreign;
            }
        }
        char c = text.charAt(start);
        switch (c < 128 ? CLASS[c] : LETTER) {
            case SPACE:
                return whitespace();
            case LETTER:
                return letter(c);
            case DIGIT:
                return number();
            case OPERATOR:
                return operatorOrComment(c);
            case PUNCTUATION:
                return punctuation(c);
            case QUOTE:
                isFresh = false;
                return quoted(start + 1, TokenType.STRING, false);
            case DOUBLE_QUOTE:
                isFresh = false;
                return quotedName(start + 1, TokenType.QUOTED_NAME);
            case DOLLAR:
                return dollar();
            case DOT:
                return dot();
            case COLON:
                return colon();
            case BACKSLASH:
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
        while (p < length && isSpace(text.charAt(p))) {
            p++;
        }
        position = p;
        return TokenType.WHITESPACE;
    }

    static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    /** scan.l's ident_cont; every character beyond ASCII belongs to names, white space of Unicode as well. */
    static boolean isNamePart(char c) {
        if (c >= 128) {
            return true;
        }
        return NAME_PART[c];
    }

    static boolean isNameStart(char c) {
        return c >= 128 || CLASS[c] == LETTER;
    }

    private TokenType letter(char first) {
        TokenType prefixed = prefixedQuote(first);
        if (prefixed != null) {
            isFresh = false;
            return prefixed;
        }
        int hash = 0;
        int p = start;
        char c = first;
        while (isNamePart(c)) {
            hash = Keyword.hashStep(hash, c);
            if (++p == length) {
                break;
            }
            c = text.charAt(p);
        }
        position = p;
        keyword = -1;
        wordHash = hash;
        if (copyData != null || isFresh && (first | 0x20) == 'c' && keyword() == Keyword.COPY) {
            copyWord();
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
            return third == '\'' ? quoted(start + 3, TokenType.UNICODE_STRING, false)
                : third == '"' ? quotedName(start + 3, TokenType.UNICODE_NAME) : null;
        }
        if (second != '\'' || first >= 128) {
            return null;
        }
        return switch (letter) {
            case 'e' -> quoted(start + 2, TokenType.ESCAPE_STRING, true);
            case 'n' -> quoted(start + 2, TokenType.NATIONAL_STRING, false);
            case 'b' -> quoted(start + 2, TokenType.BIT_STRING, false);
            case 'x' -> quoted(start + 2, TokenType.HEX_STRING, false);
            default -> null;
        };
    }

    private TokenType quoted(int from, TokenType type, boolean backslashEscapes) {
        int p = from;
        while (true) {
            p = backslashEscapes ? escapedQuoteEnd(p) : text.indexOf('\'', p);
            if (p < 0 || p >= length) {
                return unterminated(type);
            }
            p++;
            if (at(p) == '\'') {
                p++;
                continue;
            }
            int continued = continuation(p);
            if (continued < 0) {
                position = p;
                return type;
            }
            p = continued;
        }
    }

    /** scan.l's quotecontinue: white space with a newline, then a quote. The offset behind that quote, or -1. */
    private int continuation(int from) {
        int p = from;
        boolean newline = false;
        while (p < length) {
            char c = text.charAt(p);
            if (c == '\n' || c == '\r') {
                newline = true;
                p++;
            } else if (isSpace(c)) {
                p++;
            } else if (c == '-' && at(p + 1) == '-') {
                p = lineEnd(p);
            } else {
                return c == '\'' && newline ? p + 1 : -1;
            }
        }
        return -1;
    }

    private int escapedQuoteEnd(int from) {
        int p = from;
        while (p < length) {
            char c = text.charAt(p);
            if (c == '\'') {
                return p;
            }
            p += c == '\\' ? 2 : 1;
        }
        return -1;
    }

    private TokenType unterminated(TokenType type) {
        unterminated = true;
        position = length;
        return type;
    }

    private TokenType quotedName(int from, TokenType type) {
        int p = from;
        while (true) {
            p = text.indexOf('"', p);
            if (p < 0) {
                return unterminated(type);
            }
            p++;
            if (at(p) != '"') {
                position = p;
                return type;
            }
            p++;
        }
    }

    private TokenType dollar() {
        isFresh = false;
        int p = start + 1;
        if (isDigit(at(p))) {
            position = digits(p);
            return TokenType.PARAMETER;
        }
        while (p < length && isTagPart(text.charAt(p))) {
            p++;
        }
        if (at(p) != '$') {
            return single(TokenType.STRAY);
        }
        // The tag holds no dollar sign, so a failed comparison never reads past the next one: linear.
        int tagLength = p + 1 - start;
        for (p = text.indexOf('$', p + 1); p >= 0; p = text.indexOf('$', p + 1)) {
            if (text.regionMatches(p, text, start, tagLength)) {
                position = p + tagLength;
                return TokenType.DOLLAR_STRING;
            }
        }
        return unterminated(TokenType.DOLLAR_STRING);
    }

    private static boolean isTagPart(char c) {
        return c != '$' && isNamePart(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Behind a run of digits with single underscores between them (PostgreSQL 16; before, such a number was an error). */
    private int digits(int from) {
        int p = from;
        while (isDigit(at(p)) || at(p) == '_' && isDigit(at(p + 1))) {
            p++;
        }
        return p;
    }

    private TokenType number() {
        isFresh = false;
        int radix = text.charAt(start) == '0' ? radix((char) (at(start + 1) | 0x20)) : 10;
        if (radix != 10 && Character.digit(at(start + 2) == '_' ? at(start + 3) : at(start + 2), radix) >= 0) {
            int p = start + 2;
            while (at(p) < 128 && (Character.digit(at(p), radix) >= 0 || at(p) == '_' && Character.digit(at(p + 1), radix) >= 0)) {
                p++;
            }
            position = p;
            return TokenType.NUMBER;
        }
        int p = digits(start);
        if (at(p) == '.' && at(p + 1) != '.') {
            p = digits(p + 1);
        }
        position = exponent(p);
        return TokenType.NUMBER;
    }

    private static int radix(char letter) {
        return switch (letter) {
            case 'x' -> 16;
            case 'o' -> 8;
            case 'b' -> 2;
            default -> 10;
        };
    }

    private int exponent(int p) {
        if ((at(p) | 0x20) != 'e') {
            return p;
        }
        int sign = at(p + 1) == '+' || at(p + 1) == '-' ? 1 : 0;
        return isDigit(at(p + 1 + sign)) ? digits(p + 1 + sign) : p;
    }

    private TokenType dot() {
        isFresh = false;
        if (at(start + 1) == '.') {
            position = start + 2;
            return TokenType.DOT_DOT;
        }
        if (isDigit(at(start + 1))) {
            position = exponent(digits(start + 1));
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
        position = start + 1;
        if (c == ';') {
            if (copyData != null) {
                copyData.semicolon(position);
            }
            isFresh = true;
            return TokenType.SEMICOLON;
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

    private TokenType operatorOrComment(char c) {
        char second = at(start + 1);
        if (c == '-' && second == '-') {
            position = lineEnd(start);
            return TokenType.LINE_COMMENT;
        }
        if (c == '/' && second == '*') {
            return blockComment();
        }
        isFresh = false;
        if (operatorRun == null) {
            operatorRun = new OperatorRun(text);
        }
        position = operatorRun.tokenEnd(start);
        return TokenType.OPERATOR;
    }

    static boolean isOperator(char c) {
        return c < 128 && CLASS[c] == OPERATOR;
    }

    private int lineEnd(int from) {
        int p = from;
        while (p < length && text.charAt(p) != '\n' && text.charAt(p) != '\r') {
            p++;
        }
        return p;
    }

    private TokenType blockComment() {
        int depth = 1;
        int p = start + 2;
        while (p + 1 < length) {
            char c = text.charAt(p);
            if (c == '*' && text.charAt(p + 1) == '/') {
                p += 2;
                if (--depth == 0) {
                    position = p;
                    return TokenType.BLOCK_COMMENT;
                }
            } else if (c == '/' && text.charAt(p + 1) == '*') {
                depth++;
                p += 2;
            } else {
                p++;
            }
        }
        return unterminated(TokenType.BLOCK_COMMENT);
    }

    private TokenType psqlCommand() {
        position = lineEnd(start);
        return TokenType.PSQL_COMMAND;
    }

    private void copyWord() {
        if (copyData == null) {
            copyData = new CopyData(text);
        }
        copyData.word(keyword(), isFresh);
    }

    private TokenType copyToken() {
        int data = copyData.dataStart();
        if (data < 0) {
            return null;
        }
        if (start < data) {
            position = data;
            return TokenType.WHITESPACE;
        }
        position = copyData.dataEnd();
        return TokenType.COPY_DATA;
    }
}
