package org.pggit.audit.ddl;

/**
 * The significant tokens of a script, each once, cut into statements: one ends at a semicolon outside parentheses and outside a BEGIN ATOMIC body (source:
 * psqlscan.l, gram.y's routine_body_stmt_list), or at a psql command that sends.
 *
 * <p>Reads the text once and never backs up, so a statement's rest costs nothing until it is asked for.
 */
final class StatementTokens {
    static final char DEFAULT_ESCAPE = '\\';

    private final String text;
    private final Lexer lexer;
    private final Nesting nesting = new Nesting();
    private int leadingStart;
    private int lastEnd;
    private boolean terminated;
    private boolean ranOff;
    private int unterminatedAt;
    private TokenType heldType;

    StatementTokens(String text) {
        this.text = text;
        this.lexer = new Lexer(text);
    }

    /**
     * Moves to the next statement, over empty ones, and reads its first token; END at the end of the text. A psql command or COPY data counts as a
     * statement of one token. Requires that the present statement was read to its end.
     */
    TokenType nextStatement() {
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
            return TokenType.END;
        }
        terminated = type == TokenType.PSQL_COMMAND || type == TokenType.COPY_DATA;
        return taken(type);
    }

    /** The next token of this statement; END, time and again, at its end. psql commands within are passed over. */
    TokenType read() {
        while (!terminated) {
            TokenType type = heldType == null ? nextOf() : heldType;
            heldType = null;
            if (type == TokenType.SEMICOLON && nesting.isClosed()) {
                terminated = true;
            } else if (type == TokenType.END) {
                terminated = true;
                ranOff = true;
            } else if (type == TokenType.PSQL_COMMAND) {
                terminated = sends();
            } else {
                return taken(type);
            }
        }
        return TokenType.END;
    }

    private TokenType nextOf() {
        TokenType type;
        do {
            type = lexer.nextBeyondSpace();
        } while (type.isTrivia() && !lexer.isUnterminated());
        return type;
    }

    private TokenType taken(TokenType type) {
        if (lexer.isUnterminated() && unterminatedAt < 0) {
            unterminatedAt = lexer.start();
        }
        nesting.track(type, lexer);
        lastEnd = lexer.end();
        return type;
    }

    /** psql commands that send the statement before them: \g, \gx, \gset, \gexec, \gdesc, \crosstabview, \watch. */
    private boolean sends() {
        int p = lexer.start() + 1;
        return text.startsWith("g", p) || text.startsWith("crosstabview", p) || text.startsWith("watch", p);
    }

    /** The escape character of the UNICODE_NAME just read. UESCAPE 'c' belongs to the name before it (parser.c, base_yylex); its tokens are taken along. */
    char readEscape() {
        TokenType type = nextOf();
        if (type == TokenType.WORD && lexer.keyword() == Keyword.UESCAPE) {
            lastEnd = lexer.end();
            type = nextOf();
            if (type == TokenType.STRING && lexer.end() - lexer.start() == 3) {
                lastEnd = lexer.end();
                return text.charAt(lexer.start() + 1);
            }
        }
        heldType = type;
        return DEFAULT_ESCAPE;
    }

    /** Reads on to the statement's end and returns it: the offset behind its last token, the semicolon not counted. */
    int finish() {
        TokenType type;
        do {
            type = read();
        } while (type != TokenType.END);
        return lastEnd;
    }

    /** Where the present token begins; behind the statement, where its end was found. */
    int start() {
        return lexer.start();
    }

    int end() {
        return lexer.end();
    }

    /** The key word that the present token spells, or NO_KEYWORD. */
    int keyword() {
        return lexer.keyword();
    }

    /** Where the comments before the statement begin. */
    int leadingStart() {
        return leadingStart;
    }

    /** The tokens read so far touched the end of the text: with more text the answer might be another. {@link #finish} does not count. */
    boolean ranOff() {
        return ranOff;
    }

    /** The present token is one that a reader decides by. */
    void noteUse() {
        if (lexer.end() == text.length()) {
            ranOff = true;
        }
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
}
