package org.pggit.audit.ddl;

/**
 * The tokens of a text in canonical spelling, and the object's own name masked in the places where it means the object.
 *
 * <p>Those places: the first time the name stands as a name; behind the object's own schema and a dot; and, for a relation, in front of a dot or
 * behind a word that a relation's name follows, for a routine in front of a parenthesis. A column that bears its table's name is no such place.
 */
final class CanonicalTokens {
    /** Stands for the object's own name, its schema included; no token is spelled so. */
    static final String MASK = "\u0001";
    private static final int SLOTS = 4;

    private final String text;
    private final Lexer lexer;
    private final String ownName;
    private final String ownSchema;
    private final boolean isRelation;
    private final boolean isRoutine;
    private boolean isNamed;
    private int previous;
    private String bodyMasked;

    private final TokenType[] types = new TokenType[SLOTS];
    private final int[] keywords = new int[SLOTS];
    private final int[] starts = new int[SLOTS];
    private final int[] ends = new int[SLOTS];
    private int first;
    private int filled;

    /** {@code own} is null when nothing is to be masked. */
    CanonicalTokens(String text, DdlObject own) {
        this.text = text;
        this.lexer = new Lexer(text);
        this.ownName = own == null ? null : own.name();
        this.ownSchema = own == null ? null : own.schema();
        this.isRelation = own != null && isRelation(own.type());
        this.isRoutine = own != null && isRoutine(own.type());
    }

    private static boolean isRelation(ObjectType type) {
        return switch (type) {
            case TABLE, VIEW, MATERIALIZED_VIEW, FOREIGN_TABLE, SEQUENCE -> true;
            default -> false;
        };
    }

    private static boolean isRoutine(ObjectType type) {
        return type == ObjectType.FUNCTION || type == ObjectType.PROCEDURE || type == ObjectType.AGGREGATE;
    }

    /** The next token's spelling; null after the last one. Semicolons at the end are left out. */
    String next() {
        bodyMasked = null;
        fill(3);
        if (types[first] == TokenType.SEMICOLON && isRestEmpty()) {
            return null;
        }
        if (types[first] == TokenType.END) {
            return null;
        }
        return isName(0) ? name() : other();
    }

    /** Of a routine's string token: the string with the calls of the routine itself masked; else null. */
    String bodyMasked() {
        return bodyMasked;
    }

    private boolean isRestEmpty() {
        int ahead = 1;
        while (ahead < SLOTS && type(ahead) == TokenType.SEMICOLON) {
            ahead++;
        }
        return ahead < SLOTS && type(ahead) == TokenType.END;
    }

    private TokenType type(int ahead) {
        return types[first + ahead & SLOTS - 1];
    }

    private void fill(int ahead) {
        while (filled <= ahead) {
            TokenType type;
            do {
                type = lexer.next();
            } while (type.isTrivia() && !lexer.isUnterminated() || type == TokenType.SEMICOLON && isAfterSemicolon());
            int slot = first + filled & SLOTS - 1;
            types[slot] = type;
            keywords[slot] = lexer.keyword();
            starts[slot] = lexer.start();
            ends[slot] = lexer.end();
            filled++;
        }
    }

    private boolean isAfterSemicolon() {
        return filled > 0 && type(filled - 1) == TokenType.SEMICOLON;
    }

    private void advance() {
        previous = types[first] == TokenType.WORD ? keywords[first]   : Keyword.NO_KEYWORD;
        first = first + 1 & SLOTS - 1;
        filled--;
    }

    private boolean isName(int ahead) {
        TokenType type = type(ahead);
        return type == TokenType.WORD || type == TokenType.QUOTED_NAME || type == TokenType.UNICODE_NAME;
    }

    private String nameAt(int ahead) {
        int slot = first + ahead & SLOTS - 1;
        return Literals.name(text, types[slot], starts[slot], ends[slot], '\\');
    }

    private String name() {
        if (types[first] == TokenType.UNICODE_NAME && keywords[first + 1 & SLOTS - 1] == Keyword.UESCAPE && type(2) == TokenType.STRING) {
            return escapedName();
        }
        String name = nameAt(0);
        if (ownSchema != null && name.equals(ownSchema) && type(1) == TokenType.DOT && isName(2) && nameAt(2).equals(ownName)) {
            isNamed = true;
            advance();
            advance();
            advance();
            return MASK;
        }
        if (name.equals(ownName) && (!isNamed || isReference())) {
            isNamed = true;
            advance();
            return MASK;
        }
        // An unquoted word is a key word or a folded name either way; a quoted one is the same name without quotes only if it needs none.
        String spelling = types[first] == TokenType.WORD ? name : QualifiedName.quote(name);
        advance();
        return spelling;
    }

    private String escapedName() {
        int slot = first + 2 & SLOTS - 1;
        char escape = ends[slot] - starts[slot] == 3 ? text.charAt(starts[slot] + 1) : '\\';
        String name = Literals.name(text, types[first], starts[first], ends[first], escape);
        advance();
        advance();
        advance();
        return QualifiedName.quote(name);
    }

    private boolean isReference() {
        if (isRoutine) {
            return type(1) == TokenType.LEFT_PAREN;
        }
        return isRelation && (type(1) == TokenType.DOT || previous != Keyword.NO_KEYWORD && precedesRelation(previous));
    }

    private static boolean precedesRelation(int word) {
        return switch (word) {
            case Keyword.TABLE, Keyword.VIEW, Keyword.SEQUENCE, Keyword.ONLY, Keyword.REFERENCES, Keyword.FROM, Keyword.JOIN, Keyword.INTO, Keyword.UPDATE,
                    Keyword.ON, Keyword.LIKE -> true;
            default -> false;
        };
    }

    private String other() {
        int start = starts[first];
        int end = ends[first];
        TokenType type = types[first];
        String spelling = text.substring(start, end);
        if (type == TokenType.OPERATOR && !isNamed && spelling.equals(ownName)) {
            isNamed = true;
            spelling = MASK;
        } else if (type.isString()) {
            spelling = type == TokenType.DOLLAR_STRING ? spelling : joined(spelling);
            bodyMasked = isRoutine ? maskCalls(spelling) : null;
        }
        advance();
        return spelling;
    }

    /** One piece of a string that is continued on further lines; the white space and comments between are no part of it. */
    private static String joined(String written) {
        int from = written.indexOf('\'') + 1;
        boolean hasEscapes = from > 1 && (written.charAt(0) | 0x20) == 'e';
        StringBuilder whole = null;
        int copied = 0;
        int p = from;
        while (p < written.length()) {
            char c = written.charAt(p);
            if (c == '\\' && hasEscapes) {
                p += 2;
            } else if (c != '\'') {
                p++;
            } else if (p + 1 < written.length() && written.charAt(p + 1) == '\'') {
                p += 2;
            } else if (p + 1 >= written.length()) {
                break;
            } else {
                whole = whole == null ? new StringBuilder(written.length()) : whole;
                whole.append(written, copied, p);
                p = continuedAt(written, p + 1);
                copied = p;
            }
        }
        return whole == null ? written : whole.append(written, copied, written.length()).toString();
    }

    /** Behind the quote that opens the next piece. */
    private static int continuedAt(String written, int from) {
        int p = from;
        while (p < written.length() && written.charAt(p) != '\'') {
            if (written.charAt(p) == '-') {
                while (p < written.length() && written.charAt(p) != '\n' && written.charAt(p) != '\r') {
                    p++;
                }
            } else {
                p++;
            }
        }
        return Math.min(p + 1, written.length());
    }

    private String maskCalls(String body) {
        int at = ownName == null || ownName.isEmpty() ? -1 : body.indexOf(ownName);
        if (at < 0) {
            return body;
        }
        StringBuilder masked = new StringBuilder(body.length());
        int copied = 0;
        while (at >= 0) {
            int end = at + ownName.length();
            if (isCall(body, at, end)) {
                masked.append(body, copied, ownerStart(body, at)).append(MASK);
                copied = end;
            }
            at = body.indexOf(ownName, end);
        }
        return masked.append(body, copied, body.length()).toString();
    }

    private static boolean isCall(String body, int at, int end) {
        int p = end;
        while (p < body.length() && Characters.isSpace(body.charAt(p))) {
            p++;
        }
        return p < body.length() && body.charAt(p) == '(' && (at == 0 || !Characters.isNamePart(body.charAt(at - 1)));
    }

    private int ownerStart(String body, int at) {
        int owner = ownSchema == null ? -1 : at - 1 - ownSchema.length();
        boolean isOwned = owner > 0 && body.charAt(at - 1) == '.' && body.startsWith(ownSchema, owner) && !Characters.isNamePart(body.charAt(owner - 1));
        return isOwned ? owner : at;
    }
}
