package org.pggit.audit.ddl;

/**
 * The significant tokens of a script, each once, cut into statements: one ends at a semicolon outside parentheses and outside a BEGIN ATOMIC body (source:
 * psqlscan.l, gram.y's routine_body_stmt_list), or at a psql command that sends.
 *
 * <p>Reads the text once and never backs up, so a statement's rest costs nothing until it is asked for.
 */
final class StatementTokens {
    /** Of a token as it is handed out: its code, where it begins and ends. */
    static final int WIDTH = 3;
    static final int START = 1;
    static final int END = 2;
    static final char DEFAULT_ESCAPE = '\\';

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

    StatementTokens(String text) {
        this.text = text;
        this.lexer = new Lexer(text);
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
     * Reads tokens of this statement into slots of {@link #WIDTH} from {@code from} on and returns where they end: one token at least, not always as many
     * as there is room for; END, time and again, at the statement's end. psql commands within are passed over. A UNICODE_NAME comes alone, so that
     * {@link #readEscape} can be called for it.
     */
    int read(int[] into, int from, int to) {
        int next = from;
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
                terminated = sends();
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
            nesting.track(code);
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
        return next;
    }

    /** Words and punctuation, most of any text, in one loop. Stops before all else. */
    private int plain(int[] into, int from, int to) {
        String source = text;
        int length = source.length();
        int p = lexer.end();
        int next = from;
        while (p < length) {
            char c = source.charAt(p);
            int code = Characters.plainCode(c);
            if (code == Characters.PLAIN_SPACE) {
                p++;
                continue;
            }
            if (next >= to) {
                break;
            }
            int begin = p++;
            if (code == Characters.PLAIN_LETTER) {
                long letters = Keyword.letter(c);
                int seen = c;
                while (p < length && Characters.isNamePart(c = source.charAt(p))) {
                    letters = letters << 8 | Keyword.letter(c);
                    seen |= c;
                    p++;
                }
                code = seen < 128 ? Keyword.find(letters, source, begin, p) : Keyword.NO_KEYWORD;
                if (code == Keyword.COPY || p - begin == 1 && p < length && (c == '\'' || c == '&')) {
                    p = begin;
                    break;
                }
            } else if (code == TokenType.SEMICOLON.code) {
                if (nesting.isClosed()) {
                    terminated = true;
                    lexer.takeSemicolon(begin);
                } else {
                    p = begin;
                }
                break;
            } else if (code == TokenType.DOT.code) {
                if (p >= length || (c = source.charAt(p)) == '.' || Characters.isDigit(c)) {
                    p = begin;
                    break;
                }
            } else if (code == Characters.NOT_PLAIN) {
                p = begin;
                break;
            }
            nesting.track(code);
            into[next] = code;
            into[next + START] = begin;
            into[next + END] = p;
            next += WIDTH;
        }
        if (next > from) {
            lastEnd = into[next - WIDTH + END];
        }
        if (!terminated) {
            lexer.passOver(p, next > from);
        }
        return next;
    }

    private TokenType nextOf() {
        TokenType type;
        do {
            type = lexer.nextBeyondSpace();
        } while (type.isTrivia() && !lexer.isUnterminated());
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

    /** Reads on to the statement's end and returns it: the offset behind its last token, the semicolon not counted. {@code scratch} is written over. */
    int finish(int[] scratch) {
        while (!terminated) {
            read(scratch, 0, scratch.length);
        }
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
