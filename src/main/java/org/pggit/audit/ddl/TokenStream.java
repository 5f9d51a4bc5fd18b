package org.pggit.audit.ddl;

/** The tokens of a statement as readers ask for them: one by one, with a little look-ahead. */
final class TokenStream {
    /** Look-ahead slots of type, key word, start and end; powers of two, more than any reader peeks. */
    private static final int WIDTH = 4;
    private static final int RING = 8 * WIDTH;
    private static final int KEYWORD = 1;
    private static final int START = 2;
    private static final int END = 3;

    private final String text;
    private final StatementTokens source;
    private final int[] ring = new int[RING];
    private int first;
    private int filled;
    /** Of the names in U&"" that have one; by slot. */
    private char[] escapes;

    TokenStream(String text) {
        this.text = text;
        this.source = new StatementTokens(text);
    }

    String text() {
        return text;
    }

    /** Where the statement stands, and how it ended. */
    StatementTokens statement() {
        return source;
    }

    /** Moves to the next statement (see {@link StatementTokens#nextStatement}); false at the end of the text. */
    boolean nextStatement() {
        first = 0;
        filled = 0;
        TokenType type = source.nextStatement();
        if (type == TokenType.END) {
            return false;
        }
        put(type);
        return true;
    }

    /** Reads on to the statement's end and returns it. */
    int finish() {
        filled = 0;
        return source.finish();
    }

    private void fill(int ahead) {
        while (filled <= ahead) {
            put(source.read());
        }
    }

    private void put(TokenType type) {
        int slot = first + filled * WIDTH & RING - 1;
        ring[slot] = type.ordinal();
        ring[slot + START] = source.start();
        ring[slot + KEYWORD] = source.keyword();
        ring[slot + END] = source.end();
        filled++;
        if (type == TokenType.END) {
            ring[slot + KEYWORD] = Keyword.NO_KEYWORD;
            ring[slot + END] = source.start();
            return;
        }
        source.noteUse();
        if (type == TokenType.UNICODE_NAME) {
            if (escapes == null) {
                escapes = new char[RING];
            }
            escapes[slot] = source.readEscape();
        }
    }

    /** The slot of the present token. */
    private int here() {
        if (filled == 0) {
            fill(0);
        }
        return first;
    }

    private int slot(int ahead) {
        if (filled <= ahead) {
            fill(ahead);
        }
        return first + ahead * WIDTH & RING - 1;
    }

    TokenType type() {
        return TokenType.at(ring[here()]);
    }

    TokenType type(int ahead) {
        return TokenType.at(ring[slot(ahead)]);
    }

    /** The key word that stands here unquoted, or NO_KEYWORD. */
    int keyword() {
        return ring[here() + KEYWORD];
    }

    int keyword(int ahead) {
        return ring[slot(ahead) + KEYWORD];
    }

    int start() {
        return ring[here() + START];
    }

    void advance() {
        here();
        first = first + WIDTH & RING - 1;
        filled--;
    }

    boolean isAtEnd() {
        return is(TokenType.END);
    }

    boolean is(TokenType type) {
        return ring[here()] == type.ordinal();
    }

    boolean is(int keyword) {
        return keyword() == keyword;
    }

    boolean accept(int keyword) {
        if (keyword() != keyword) {
            return false;
        }
        advance();
        return true;
    }

    boolean accept(int one, int two) {
        if (keyword() != one || keyword(1) != two) {
            return false;
        }
        advance();
        advance();
        return true;
    }

    boolean accept(int one, int two, int three) {
        if (keyword() != one || keyword(1) != two || keyword(2) != three) {
            return false;
        }
        advance();
        advance();
        advance();
        return true;
    }

    boolean accept(TokenType type) {
        if (!is(type)) {
            return false;
        }
        advance();
        return true;
    }

    /** Takes the whole phrase or nothing. Requires a phrase of at most seven words. */
    boolean accept(int[] phrase) {
        for (int i = 0; i < phrase.length; i++) {
            if (keyword(i) != phrase[i]) {
                return false;
            }
        }
        for (int i = 0; i < phrase.length; i++) {
            advance();
        }
        return true;
    }

    void expect(int keyword) {
        if (!accept(keyword)) {
            throw unexpected(Keyword.word(keyword));
        }
    }

    void expect(TokenType type) {
        if (!accept(type)) {
            throw unexpected(spelling(type));
        }
    }

    private static String spelling(TokenType type) {
        return type == TokenType.LEFT_PAREN ? "(" : type == TokenType.RIGHT_PAREN ? ")" : type == TokenType.COMMA ? "," : type.name();
    }

    /** The name that the present token gives. Requires a WORD, QUOTED_NAME or UNICODE_NAME. */
    String nameHere() {
        int slot = here();
        TokenType type = TokenType.at(ring[slot]);
        char escape = type == TokenType.UNICODE_NAME ? escapes[slot] : StatementTokens.DEFAULT_ESCAPE;
        return Literals.name(text, type, ring[slot + START], ring[slot + END], escape);
    }

    /** The present token as written. */
    String written() {
        int slot = here();
        return text.substring(ring[slot + START], ring[slot + END]);
    }

    Unreadable unexpected(String wanted) {
        return new Unreadable(wanted, start());
    }

    /** Over a parenthesis and all that it holds; to the statement's end if it is not closed. Requires a left parenthesis here. */
    void skipParentheses() {
        skipPair(TokenType.LEFT_PAREN, TokenType.RIGHT_PAREN);
    }

    /** Over ARRAY[...] and subscripts, whose commas end no list item. Requires a left bracket here. */
    void skipBrackets() {
        skipPair(TokenType.LEFT_BRACKET, TokenType.RIGHT_BRACKET);
    }

    private void skipPair(TokenType left, TokenType right) {
        int open = 0;
        do {
            TokenType type = next();
            if (type == left) {
                open++;
            } else if (type == right) {
                open--;
            } else if (type == TokenType.END) {
                return;
            }
        } while (open > 0);
    }

    /** Takes the present token. One that was not looked at before is not kept: most of a table or an index is passed over so. */
    private TokenType next() {
        if (filled > 0) {
            TokenType type = TokenType.at(ring[first]);
            if (type != TokenType.END) {
                advance();
            }
            return type;
        }
        TokenType type = source.read();
        if (type != TokenType.END) {
            source.noteUse();
        }
        return type;
    }

    /** To the comma or closing parenthesis that ends the present item of a list, or to the statement's end. */
    void skipItem() {
        while (true) {
            TokenType type = type();
            if (type == TokenType.COMMA || type == TokenType.RIGHT_PAREN || type == TokenType.END) {
                return;
            }
            if (type == TokenType.LEFT_PAREN) {
                skipParentheses();
            } else if (type == TokenType.LEFT_BRACKET) {
                skipBrackets();
            } else {
                advance();
            }
        }
    }
}
