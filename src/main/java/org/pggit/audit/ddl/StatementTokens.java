package org.pggit.audit.ddl;

/**
 * The significant tokens of a script, each once, cut into statements: one ends at a semicolon outside parentheses and outside a BEGIN ATOMIC body (source:
 * psqlscan.l, gram.y's routine_body_stmt_list), or at a psql command that sends or drops what stands before it.
 *
 * <p>Reads the text once and never backs up, so a statement's rest costs nothing until it is asked for.
 */
final class StatementTokens {
    /** Of a token as it is handed out: its code, where it begins and ends. */
    static final int WIDTH = 3;
    static final int START = 1;
    static final int END = 2;
    static final char DEFAULT_ESCAPE = '\\';

    /** Characters of the text that are at hand in an array, and when it is time to take the next ones. */
    private static final int WINDOW = 250;
    private static final int NEAR_END = 20;

    private final String text;
    private final Lexer lexer;
    private final Nesting nesting = new Nesting();
    private int leadingStart;
    private int start;
    private int lastEnd;
    private TokenType foreign;
    private boolean terminated;
    private boolean ranOff;
    private int unterminatedAt;
    private TokenType heldType;
    /** The text's characters [windowStart, windowEnd), and NULs behind them, which are no part of any word. */
    private char[] window;
    private int windowStart;
    private int windowEnd;

    StatementTokens(String text) {
        this.text = text;
        this.lexer = new Lexer(text);
        slide();
    }

    /**
     * Moves to the next statement, over empty ones; false at the end of the text. A psql command or COPY data counts as a statement of one token,
     * {@link #foreign}. Requires that the present statement was read to its end.
     */
    boolean nextStatement() {
        nesting.reset();
        terminated = false;
        unterminatedAt = -1;
        foreign = null;
        leadingStart = lexer.end();
        TokenType type;
        do {
            if (lexer.isAtPlainWord()) {
                start = lexer.end();
                return true;
            }
            type = lexer.nextBeyondSpace();
            if (type == TokenType.SEMICOLON) {
                leadingStart = lexer.end();
            }
        } while (type == TokenType.SEMICOLON || type.isTrivia() && !lexer.isUnterminated());
        start = lexer.start();
        if (type == TokenType.END) {
            ranOff = true;
            return false;
        }
        if (type == TokenType.PSQL_COMMAND || type == TokenType.COPY_DATA) {
            foreign = type;
            terminated = true;
            lastEnd = lexer.end();
        } else {
            heldType = type;
        }
        return true;
    }

    /**
     * Reads on until the stream has the token that stands {@code ahead} of its present one, and as many more as it has room for if it is not lazy; END, time
     * and again, at the statement's end. psql commands within are passed over.
     *
     * <p>One method, too large to be compiled into everything that looks at a token: that made the compiler take minutes.
     *
     * @param isLook the tokens are looked at, not only passed over: UESCAPE 'c' belongs to the U&"" before it (parser.c, base_yylex) and is taken along.
     *     So a UNICODE_NAME is read when it is asked for and no sooner
     */
    void read(TokenStream stream, int ahead, boolean isLook) {
        stream.shift();
        int wanted = (ahead + 1) * WIDTH;
        int[] into = stream.tokens;
        int to = stream.isLazy ? wanted : into.length;
        int next = stream.filled;
        while (next < wanted) {
            int from = next;
            while (next < to && !terminated) {
                if (heldType == null && lexer.isPlain()) {
                    next = plain(into, next, to);
                    if (next >= to || terminated) {
                        break;
                    }
                }
                TokenType type = heldType == null ? nextOf() : heldType;
                heldType = null;
                if (type == TokenType.SEMICOLON && nesting.isClosed() || type == TokenType.END) {
                    terminated = true;
                    continue;
                }
                if (type == TokenType.PSQL_COMMAND) {
                    terminated = PsqlCommand.endsStatement(text, lexer.start());
                    continue;
                }
                boolean isAlone = type == TokenType.UNICODE_NAME;
                if (isAlone && next > from) {
                    heldType = type;
                    break;
                }
                if (lexer.isUnterminated() && unterminatedAt < 0) {
                    unterminatedAt = lexer.start();
                }
                int code = type == TokenType.WORD ? lexer.keyword() : type.code;
                if (type == TokenType.WORD) {
                    nesting.word(code);
                } else {
                    nesting.punctuation(code);
                }
                lastEnd = lexer.end();
                into[next] = code;
                into[next + START] = lexer.start();
                into[next + END] = lastEnd;
                next += WIDTH;
                if (isAlone) {
                    break;
                }
            }
            if (terminated && next < to) {
                into[next] = TokenType.END.code;
                into[next + START] = lexer.start();
                into[next + END] = lexer.start();
                next += WIDTH;
            }
            // Whether more text could change what was read: describe asks.
            ranOff |= into[next - WIDTH + END] == text.length();
            if (isLook && into[from] == TokenType.UNICODE_NAME.code) {
                stream.setEscape(from, readEscape());
            }
        }
        stream.filled = next;
    }

    /**
     * Words and punctuation, most of any text, in one loop; stops before all else, and where the window ends. Branches as little as it can: where a word
     * ends and what comes next no processor predicts.
     */
    private int plain(int[] into, int from, int to) {
        if (windowEnd - lexer.end() < NEAR_END && windowEnd < text.length()) {
            slide();
        }
        char[] chars = window;
        int offset = windowStart;
        int last = windowEnd - offset;
        int p = lexer.end() - offset;
        int next = from;
        while (true) {
            int code = Characters.plainCode(chars[p]);
            if (code == Characters.PLAIN_SPACE) {
                p++;
                continue;
            }
            if (next >= to) {
                break;
            }
            int begin = p;
            if (code == Characters.PLAIN_LETTER) {
                long letters = Characters.letters(chars, p);
                int length = Characters.length(letters);
                p += length;
                if (length < Characters.PACKED) {
                    code = Keywords.find(letters >>> Long.SIZE - length * Byte.SIZE);
                } else {
                    int letter;
                    while ((letter = Characters.letter(chars[p])) != 0) {
                        letters = letters << Byte.SIZE | letter;
                        p++;
                    }
                    code = Keywords.find(letters, p - begin, text, offset + begin);
                }
                char c = chars[p];
                if (c >= 128 || !Characters.isAscii(chars, begin) || (c == '\'' || c == '&') && p - begin <= 1 || p == last || code == Keyword.COPY) {
                    p = begin;
                    break;
                }
                nesting.word(code);
            } else if (code < Characters.NOT_PLAIN && code != TokenType.SEMICOLON.code) {
                char c = chars[++p];
                if (code == TokenType.DOT.code && (c == '.' || Characters.isDigit(c) || p == last)) {
                    p--;
                    break;
                }
                nesting.punctuation(code);
            } else {
                break;
            }
            into[next] = code;
            into[next + START] = offset + begin;
            into[next + END] = offset + p;
            next += WIDTH;
            p += Characters.plainCode(chars[p]) == Characters.PLAIN_SPACE ? 1 : 0;
        }
        if (next > from) {
            lastEnd = into[next - WIDTH + END];
        }
        lexer.passOver(offset + p, next > from);
        if (chars[p] == ';' && next < to && nesting.isClosed()) {
            terminated = true;
            lexer.takeSemicolon(offset + p);
        }
        return next;
    }

    /** To the present place: an array is read faster than a string, and no more than a piece of a text need be in both. */
    private void slide() {
        windowStart = lexer.end();
        windowEnd = Math.min(text.length(), windowStart + WINDOW);
        int size = windowEnd - windowStart;
        if (window == null || window.length < size + Characters.PACKED) {
            window = new char[size + Characters.PACKED];
        }
        text.getChars(windowStart, windowEnd, window, 0);
        for (int i = 0; i < Characters.PACKED; i++) {
            window[size + i] = '\0';
        }
    }

    private TokenType nextOf() {
        TokenType type;
        do {
            type = lexer.nextBeyondSpace();
        } while (type.isTrivia() && !lexer.isUnterminated());
        return type;
    }

    /** The escape character of the UNICODE_NAME just read. */
    private char readEscape() {
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

    void setBackslashInStrings(boolean isOn) {
        lexer.setBackslashInStrings(isOn);
    }

    boolean isTerminated() {
        return terminated;
    }

    /** Behind the last token read; the semicolon is not counted. */
    int lastEnd() {
        return lastEnd;
    }

    /** A psql command or COPY data that stands for a statement, or null. */
    TokenType foreign() {
        return foreign;
    }

    /** Where the statement's first token begins. */
    int start() {
        return start;
    }

    /** Where the comments before the statement begin. */
    int leadingStart() {
        return leadingStart;
    }

    /** The tokens read so far touched the end of the text: with more text the answer might be another. {@link #finish} does not count. */
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
}
