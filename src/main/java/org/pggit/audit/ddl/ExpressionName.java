package org.pggit.audit.ddl;

/**
 * The name that an index element's expression gives its column (source: parse_target.c, FigureColnameInternal; indexcmds.c, "expr" for none).
 *
 * <p>A name is strong (a column, a function) or weak (a cast's type, CASE); a cast keeps a strong one. What begins as one operand and goes on with an
 * operator has none.
 */
final class ExpressionName {
    /** Deeper than anyone writes; what lies deeper has no name, and no text exhausts the stack. */
    private static final int DEEPEST = 200;

    private final TokenStream tokens;
    private final TargetReader targets;
    private final NameReader names;
    private String name;
    private boolean isStrong;
    private int depth;

    ExpressionName(TokenStream tokens, TargetReader targets) {
        this.tokens = tokens;
        this.targets = targets;
        this.names = targets.names;
    }

    /** Of the element that begins here (a column, a call, or any expression in parentheses); reads as much of it as decides. */
    String read() {
        none();
        if (tokens.is(TokenType.LEFT_PAREN)) {
            group();
        } else {
            operand();
        }
        return name == null ? "expr" : name;
    }

    private void none() {
        name = null;
        isStrong = false;
    }

    private void strong(String found) {
        name = found;
        isStrong = true;
    }

    private void weak(String found) {
        if (!isStrong) {
            name = found;
        }
    }

    /** To the comma, parenthesis or key word that ends it. */
    private void expression() {
        none();
        operand();
        boolean isSuffixed = true;
        while (isSuffixed && !isExpressionEnd()) {
            isSuffixed = suffix();
        }
        if (!isSuffixed) {
            none();
            skipRest();
        }
    }

    private boolean isExpressionEnd() {
        int word = tokens.keyword();
        return word == Keyword.AS || word == Keyword.END || word == Keyword.WHEN || word == Keyword.THEN || word == Keyword.ELSE
            || tokens.is(TokenType.COMMA) || tokens.is(TokenType.RIGHT_PAREN) || tokens.isAtEnd();
    }

    private void skipRest() {
        int choices = 0;
        while (choices > 0 || !isExpressionEnd()) {
            if (tokens.isAtEnd() || tokens.is(TokenType.RIGHT_PAREN)) {
                return;
            }
            choices += tokens.is(Keyword.CASE) ? 1 : choices > 0 && tokens.is(Keyword.END) ? -1 : 0;
            skipOne();
        }
    }

    private void operand() {
        int word = tokens.keyword();
        switch (word) {
            case Keyword.CASE -> choice();
            case Keyword.ARRAY -> {
                tokens.advance();
                strong("array");
                skipGroup();
            }
            case Keyword.CAST -> cast();
            case Keyword.TREAT -> treat();
            case Keyword.TRIM -> trim();
            case Keyword.COLLATION -> collationFor();
            case Keyword.TRUE, Keyword.FALSE, Keyword.NULL -> tokens.advance();
            case Keyword.NOT -> { }
            default -> {
                if (tokens.is(TokenType.LEFT_PAREN)) {
                    group();
                } else if (names.isLabel(0)) {
                    reference(word);
                } else if (tokens.type().isString() || tokens.is(TokenType.NUMBER)) {
                    tokens.advance();
                }
            }
        }
    }

    /** An expression in parentheses has its own name, several are a row. */
    private void group() {
        if (++depth > DEEPEST) {
            tokens.skipParentheses();
        } else {
            tokens.advance();
            expression();
            if (tokens.is(TokenType.COMMA)) {
                strong("row");
                skipToClose();
            } else if (!tokens.is(TokenType.RIGHT_PAREN)) {
                none();
                skipToClose();
            }
            tokens.accept(TokenType.RIGHT_PAREN);
        }
        depth--;
    }

    private void skipGroup() {
        if (tokens.is(TokenType.LEFT_PAREN)) {
            tokens.skipParentheses();
        } else if (tokens.is(TokenType.LEFT_BRACKET)) {
            tokens.skipBrackets();
        }
    }

    /** A column, a call, or a constant behind its type's name. */
    private void reference(int word) {
        if (word != Keyword.NO_KEYWORD && beginsType(word)) {
            constant(targets.types.type());
            return;
        }
        boolean isBare = tokens.type(1).isString();
        QualifiedName found = names.rest(null, names.label());
        skipGroup();
        if (tokens.type().isString()) {
            String alias = isBare || found.schema() == null ? TypeReader.alias(found.name()) : null;
            constant(alias == null ? found.name() : alias);
        } else {
            strong(found.name());
        }
    }

    /** A word that only types begin with, and not a column of that name: {@code timestamp(3) '...'}, {@code double precision '1'}. */
    private boolean beginsType(int word) {
        if (!TypeReader.isBuiltIn(word)) {
            return false;
        }
        int second = tokens.keyword(1);
        boolean isZoned = (second == Keyword.WITH || second == Keyword.WITHOUT) && tokens.keyword(2) == Keyword.TIME;
        return tokens.type(1).isString() || tokens.type(1) == TokenType.LEFT_PAREN || isZoned || second == Keyword.VARYING || second == Keyword.PRECISION || second == Keyword.CHAR || second == Keyword.CHARACTER;
    }

    /** The type is read, the string stands here; an interval's fields come behind it. */
    private void constant(String type) {
        if (tokens.type().isString()) {
            tokens.advance();
        }
        if (type.equals("interval")) {
            targets.types.intervalFields();
        }
        name = TypeReader.internalName(type);
    }

    /** COLLATION FOR (x). */
    private void collationFor() {
        if (tokens.keyword(1) == Keyword.FOR) {
            tokens.advance();
            tokens.advance();
            strong("pg_collation_for");
            skipGroup();
        } else {
            reference(Keyword.NO_KEYWORD);
        }
    }

    /** TRIM is a way to write btrim, ltrim and rtrim. */
    private void trim() {
        tokens.advance();
        int side = tokens.keyword(1);
        strong(side == Keyword.LEADING ? "ltrim" : side == Keyword.TRAILING ? "rtrim" : "btrim");
        skipGroup();
    }

    /** TREAT(x AS type) is a call of a function with the type's name (gram.y, func_expr_common_subexpr). */
    private void treat() {
        if (tokens.type(1) == TokenType.LEFT_PAREN) {
            cast();
            isStrong = true;
        } else {
            reference(Keyword.TREAT);
        }
    }

    /** CAST(x AS type): x's name if that is a strong one, else the type's. */
    private void cast() {
        boolean isCall = tokens.is(Keyword.TREAT);
        tokens.advance();
        if (!tokens.is(TokenType.LEFT_PAREN)) {
            return;
        }
        if (++depth > DEEPEST) {
            tokens.skipParentheses();
        } else {
            tokens.advance();
            expression();
            isStrong &= !isCall;
            if (tokens.accept(Keyword.AS)) {
                weak(TypeReader.internalName(targets.types.type()));
            }
            skipToClose();
            tokens.accept(TokenType.RIGHT_PAREN);
        }
        depth--;
    }

    /** CASE takes the name of its ELSE, if that has a strong one. */
    private void choice() {
        String otherwise = null;
        int inner = -1;
        do {
            int word = tokens.keyword();
            if (word == Keyword.ELSE && inner == 0 && depth < DEEPEST) {
                depth++;
                tokens.advance();
                expression();
                otherwise = tokens.is(Keyword.END) && isStrong ? name : null;
                depth--;
            } else {
                inner += word == Keyword.CASE ? 1 : word == Keyword.END ? -1 : 0;
                skipOne();
            }
        } while (inner >= 0 && !tokens.isAtEnd() && !tokens.is(TokenType.RIGHT_PAREN));
        name = otherwise == null ? "case" : otherwise;
        isStrong = otherwise != null;
    }

    /** What may follow an operand and leave or give it a name; false for all else. */
    private boolean suffix() {
        if (primarySuffix()) {
            return true;
        }
        if (tokens.accept(Keyword.AT, Keyword.TIME, Keyword.ZONE)) {
            operand();
            while (primarySuffix()) {
                continue;
            }
            strong("timezone");
        } else if (tokens.accept(Keyword.AT, Keyword.LOCAL)) {
            strong("timezone");
        } else if (tokens.accept(Keyword.OVERLAPS)) {
            skipOne();
            strong("overlaps");
        } else if (tokens.is(Keyword.IS) && isNormalized()) {
            strong("is_normalized");
        } else {
            return false;
        }
        return true;
    }

    /** What binds more tightly than any operator. */
    private boolean primarySuffix() {
        if (tokens.is(TokenType.LEFT_BRACKET)) {
            tokens.skipBrackets();
        } else if (tokens.is(TokenType.DOT) && names.isLabel(1)) {
            tokens.advance();
            strong(names.label());
        } else if (tokens.is(TokenType.DOT) && tokens.type(1) == TokenType.OPERATOR) {
            tokens.advance();
            tokens.advance();
        } else if (tokens.accept(TokenType.TYPE_CAST)) {
            weak(TypeReader.internalName(targets.types.type()));
        } else if (tokens.accept(Keyword.COLLATE)) {
            names.function();
        } else {
            return false;
        }
        return true;
    }

    /** IS [NFC | NFD | NFKC | NFKD] NORMALIZED, which is taken; IS NOT NORMALIZED is a NOT, which has no name. */
    private boolean isNormalized() {
        int form = tokens.keyword(1);
        boolean hasForm = form == Keyword.NFC || form == Keyword.NFD || form == Keyword.NFKC || form == Keyword.NFKD;
        if (tokens.keyword(hasForm ? 2 : 1) != Keyword.NORMALIZED) {
            return false;
        }
        tokens.advance();
        tokens.advance();
        if (hasForm) {
            tokens.advance();
        }
        return true;
    }

    private void skipOne() {
        if (tokens.is(TokenType.LEFT_PAREN)) {
            tokens.skipParentheses();
        } else {
            tokens.advance();
        }
    }

    private void skipToClose() {
        while (!tokens.is(TokenType.RIGHT_PAREN) && !tokens.isAtEnd()) {
            skipOne();
        }
    }
}
