package org.pggit.audit.ddl;

/**
 * The significant tokens of a script, statement by statement, with a little look-ahead. Knows where statements end: at a semicolon outside
 * parentheses and outside a BEGIN ATOMIC body (source: psqlscan.l, gram.y's routine_body_stmt_list), or at a psql command that sends.
 *
 * <p>Reads the text once and never backs up, so a statement's rest costs nothing until it is asked for.
 */
final class TokenStream {
    /** Look-ahead slots; a power of two, more than any reader peeks. */
    private static final int SLOTS = 8;

    private final String text;
    private final Lexer lexer;
    private final TokenType[] types = new TokenType[SLOTS];
    private final int[] keywords = new int[SLOTS];
    private final int[] starts = new int[SLOTS];
    private final int[] ends = new int[SLOTS];
    private final char[] escapes = new char[SLOTS];
    private int first;
    private int filled;

    private int leadingStart;
    private int lastEnd;
    private boolean terminated;
    private final Nesting nesting = new Nesting();
    private boolean ranOff;
    private int unterminatedAt;
    private TokenType heldType;

    TokenStream(String text) {
        this.text = text;
        this.lexer = new Lexer(text);
    }

    String text() {
        return text;
    }

    /**
     * Moves to the next statement, over empty ones; false at the end of the text. A psql command or COPY data counts as a statement of
     * one token. Requires that the present statement was read to its end.
     */
    boolean nextStatement() {
        first = 0;
        filled = 0;
        nesting.reset();
        terminated = false;
        unterminatedAt = -1;
        leadingStart = lexer.end();
        TokenType type;
        do {
            type = heldType == null ? lexer.nextBeyondSpace() : heldType;
            heldType = null;
            if (type == TokenType.SEMICOLON) {
                leadingStart = lexer.end();
            }
        } while (type == TokenType.SEMICOLON || type.isTrivia() && !lexer.isUnterminated());
        if (type == TokenType.END) {
            ranOff = true;
            return false;
        }
        noteUnterminated();
        nesting.track(type, lexer);
        put(type);
        if (isForeign(type)) {
            terminated = true;
        }
        return true;
    }

    private static boolean isForeign(TokenType type) {
        return type == TokenType.PSQL_COMMAND || type == TokenType.COPY_DATA;
    }

    /** Reads on to the statement's end and returns it: the offset behind its last token, the semicolon not counted. */
    int finish() {
        first = 0;
        filled = 0;
        while (!terminated) {
            TokenType type = readSignificant();
            if (type == TokenType.END) {
                break;
            }
            if (type != TokenType.PSQL_COMMAND) {
                lastEnd = lexer.end();
            }
        }
        return lastEnd;
    }

    /** Where the comments before the statement begin. */
    int leadingStart() {
        return leadingStart;
    }

    /** Behind the last token that was read, and behind the semicolon once the statement is finished. */
    int position() {
        return lexer.end();
    }

    /** The deciding tokens touched the end of the text: with more text the answer might be another. */
    boolean ranOff() {
        return ranOff;
    }

    /** Where a quote or comment begins that the text does not end, or -1. */
    int unterminatedAt() {
        return unterminatedAt;
    }

    /** Parentheses that are still open; meaningful once the statement is finished. */
    int openParentheses() {
        return nesting.openParentheses();
    }

    /** True within a BEGIN ATOMIC body; meaningful once the statement is finished. */
    boolean isInsideBody() {
        return nesting.isInsideBody();
    }

    private void put(TokenType type) {
        int slot = first + filled & SLOTS - 1;
        types[slot] = type;
        keywords[slot] = type == TokenType.WORD ? lexer.keyword() : Keyword.NO_KEYWORD;
        starts[slot] = lexer.start();
        ends[slot] = lexer.end();
        escapes[slot] = '\\';
        filled++;
        lastEnd = lexer.end();
        if (lastEnd == text.length()) {
            ranOff = true;
        }
        if (type == TokenType.UNICODE_NAME) {
            readEscape(slot);
        }
    }

    private void noteUnterminated() {
        if (lexer.isUnterminated() && unterminatedAt < 0) {
            unterminatedAt = lexer.start();
        }
    }

    /** UESCAPE 'c' belongs to the name before it (parser.c, base_yylex). */
    private void readEscape(int slot) {
        TokenType type = nextOf();
        if (type != TokenType.WORD || lexer.keyword() != Keyword.UESCAPE) {
            hold(type);
            return;
        }
        lastEnd = lexer.end();
        type = nextOf();
        if (type == TokenType.STRING && lexer.end() - lexer.start() == 3) {
            escapes[slot] = text.charAt(lexer.start() + 1);
            lastEnd = lexer.end();
        } else {
            hold(type);
        }
    }

    private TokenType nextOf() {
        TokenType type;
        do {
            type = lexer.nextBeyondSpace();
        } while (type.isTrivia() && !lexer.isUnterminated());
        return type;
    }

    private void hold(TokenType type) {
        heldType = type;
    }

    /** The next significant token of this statement, tracked; END (and terminated) at its end. */
    private TokenType readSignificant() {
        TokenType type = heldType == null ? nextOf() : heldType;
        heldType = null;
        if (type == TokenType.PSQL_COMMAND) {
            if (!sends()) {
                return type;
            }
            terminated = true;
            return TokenType.END;
        }
        if (type == TokenType.END || type == TokenType.SEMICOLON && nesting.isClosed()) {
            terminated = true;
            if (type == TokenType.END) {
                ranOff = true;
            }
            return TokenType.END;
        }
        noteUnterminated();
        nesting.track(type, lexer);
        return type;
    }

    /** psql commands that send the statement before them: \g, \gx, \gset, \gexec, \gdesc, \crosstabview, \watch. */
    private boolean sends() {
        int p = lexer.start() + 1;
        return text.startsWith("g", p) || text.startsWith("crosstabview", p) || text.startsWith("watch", p);
    }

    private int slot(int ahead) {
        while (filled <= ahead) {
            if (terminated) {
                putEnd();
            } else {
                TokenType type = readSignificant();
                if (type == TokenType.END) {
                    putEnd();
                } else if (type != TokenType.PSQL_COMMAND) {
                    put(type);
                }
            }
        }
        return first + ahead & SLOTS - 1;
    }

    private void putEnd() {
        int slot = first + filled & SLOTS - 1;
        types[slot] = TokenType.END;
        keywords[slot] = Keyword.NO_KEYWORD;
        starts[slot] = lexer.start();
        ends[slot] = lexer.start();
        filled++;
    }

    TokenType type() {
        return types[slot(0)];
    }

    TokenType type(int ahead) {
        return types[slot(ahead)];
    }

    /** The key word that stands here unquoted, or null. */
    int keyword() {
        return keywords[slot(0)];
    }

    int keyword(int ahead) {
        return keywords[slot(ahead)];
    }

    int start() {
        return starts[slot(0)];
    }

    int end() {
        return ends[slot(0)];
    }

    void advance() {
        slot(0);
        first = first + 1 & SLOTS - 1;
        filled--;
    }

    boolean isAtEnd() {
        return type() == TokenType.END;
    }

    boolean is(TokenType type) {
        return type() == type;
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
        if (type() != type) {
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
        int slot = slot(0);
        return Literals.name(text, types[slot], starts[slot], ends[slot], escapes[slot]);
    }

    /** The present token as written. */
    String written() {
        int slot = slot(0);
        return text.substring(starts[slot], ends[slot]);
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

    /** What is passed over is not kept: most of a table or an index is. */
    private void skipPair(TokenType left, TokenType right) {
        int open = 0;
        do {
            TokenType type = filled > 0 ? types[first] : terminated ? TokenType.END : readOver();
            if (type == left) {
                open++;
            } else if (type == right) {
                open--;
            } else if (type == TokenType.END) {
                return;
            }
            if (filled > 0) {
                first = first + 1 & SLOTS - 1;
                filled--;
            }
        } while (open > 0);
    }

    /** The next token, which nobody will ask for again; END (and nothing taken) at the end of the statement. */
    private TokenType readOver() {
        TokenType type = readSignificant();
        if (type != TokenType.END && type != TokenType.PSQL_COMMAND) {
            lastEnd = lexer.end();
            ranOff |= lastEnd == text.length();
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
