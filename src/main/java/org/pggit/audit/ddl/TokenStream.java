package org.pggit.audit.ddl;

/** The tokens of a statement as readers ask for them: one by one, with a little look-ahead. */
final class TokenStream {
    private static final int WIDTH = StatementTokens.WIDTH;
    private static final int START = StatementTokens.START;
    private static final int END = StatementTokens.END;
    /** More than any reader peeks. */
    private static final int LOOK_AHEAD = 8 * WIDTH;
    /** Most statements whole. */
    private static final int BLOCK = 32 * WIDTH;

    private final String text;
    private final StatementTokens source;
    /** Reads no token before it is asked for. */
    final boolean isLazy;
    /** In slots of {@link StatementTokens#WIDTH}; those that were not taken yet are [at, filled). */
    final int[] tokens;
    int at;
    int filled;
    /** Of the names in U&"" that have one; by slot. */
    private char[] escapes;

    /** {@code isLazy}: {@link StatementTokens#ranOff} will tell whether the tokens that were asked for touched the end of the text. */
    TokenStream(String text, boolean isLazy) {
        this.text = text;
        this.source = new StatementTokens(text);
        this.isLazy = isLazy;
        this.tokens = new int[isLazy ? LOOK_AHEAD : BLOCK];
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
        at = 0;
        filled = 0;
        return source.nextStatement();
    }

    /** Reads on to the statement's end and returns it. */
    int finish() {
        while (!source.isTerminated()) {
            readPast();
        }
        return source.lastEnd();
    }

    /** The slot of the present token. */
    private int here() {
        if (at >= filled) {
            source.read(this, 0, true);
        }
        return at;
    }

    private int slot(int ahead) {
        if (at + ahead * WIDTH >= filled) {
            source.read(this, ahead, true);
        }
        return at + ahead * WIDTH;
    }

    /** Tokens that nobody has looked at, in place of those that were taken. */
    private void readPast() {
        at = 0;
        filled = 0;
        source.read(this, 0, false);
    }

    /** Makes room behind the tokens that were not taken yet. */
    void shift() {
        filled -= at;
        System.arraycopy(tokens, at, tokens, 0, filled);
        if (escapes != null) {
            System.arraycopy(escapes, at, escapes, 0, filled);
        }
        at = 0;
    }

    void setEscape(int slot, char escape) {
        if (escapes == null) {
            escapes = new char[tokens.length];
        }
        escapes[slot] = escape;
    }

    TokenType type() {
        return TokenType.of(tokens[here()]);
    }

    TokenType type(int ahead) {
        return TokenType.of(tokens[slot(ahead)]);
    }

    /** The key word that stands here unquoted, or NO_KEYWORD. */
    int keyword() {
        return Math.max(tokens[here()], Keyword.NO_KEYWORD);
    }

    int keyword(int ahead) {
        return Math.max(tokens[slot(ahead)], Keyword.NO_KEYWORD);
    }

    int start() {
        return tokens[here() + START];
    }

    void advance() {
        at = here() + WIDTH;
    }

    boolean isAtEnd() {
        return is(TokenType.END);
    }

    boolean is(TokenType type) {
        return tokens[here()] == type.code;
    }

    /** Requires a key word. */
    boolean is(int keyword) {
        return tokens[here()] == keyword;
    }

    boolean accept(int keyword) {
        if (!is(keyword)) {
            return false;
        }
        at += WIDTH;
        return true;
    }

    boolean accept(int one, int two) {
        if (!is(one) || keyword(1) != two) {
            return false;
        }
        at += 2 * WIDTH;
        return true;
    }

    boolean accept(int one, int two, int three) {
        if (!is(one) || keyword(1) != two || keyword(2) != three) {
            return false;
        }
        at += 3 * WIDTH;
        return true;
    }

    boolean accept(TokenType type) {
        if (!is(type)) {
            return false;
        }
        at += WIDTH;
        return true;
    }

    /** Takes the whole phrase or nothing. Requires a phrase of at most seven words. */
    boolean accept(int[] phrase) {
        for (int i = 0; i < phrase.length; i++) {
            if (keyword(i) != phrase[i]) {
                return false;
            }
        }
        at += phrase.length * WIDTH;
        return true;
    }

    void expect(int keyword) {
        if (!accept(keyword)) {
            throw unexpected(Keywords.word(keyword));
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
        TokenType type = TokenType.of(tokens[slot]);
        char escape = type == TokenType.UNICODE_NAME ? escapes[slot] : StatementTokens.DEFAULT_ESCAPE;
        return Literals.name(text, type, tokens[slot + START], tokens[slot + END], escape);
    }

    /** The present token as written. */
    String written() {
        int slot = here();
        return text.substring(tokens[slot + START], tokens[slot + END]);
    }

    String written(int ahead) {
        int slot = slot(ahead);
        return text.substring(tokens[slot + START], tokens[slot + END]);
    }

    /** From the statement's next tokens on, those that were read ahead left out. */
    void setBackslashInStrings(boolean isOn) {
        source.setBackslashInStrings(isOn);
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
            int code = next();
            if (code == left.code) {
                open++;
            } else if (code == right.code) {
                open--;
            } else if (code == TokenType.END.code) {
                return;
            }
        } while (open > 0);
    }

    /** Takes the present token. One that was not looked at before is not looked at: U&"" may stand without its escape. */
    private int next() {
        if (at >= filled) {
            readPast();
        }
        int code = tokens[at];
        if (code != TokenType.END.code) {
            at += WIDTH;
        }
        return code;
    }

    /** To the comma or closing parenthesis that ends the present item of a list, or to the statement's end. */
    void skipItem() {
        while (true) {
            int code = tokens[here()];
            if (code == TokenType.COMMA.code || code == TokenType.RIGHT_PAREN.code || code == TokenType.END.code) {
                return;
            }
            if (code == TokenType.LEFT_PAREN.code) {
                skipParentheses();
            } else if (code == TokenType.LEFT_BRACKET.code) {
                skipBrackets();
            } else {
                at += WIDTH;
            }
        }
    }
}
