package org.pggit.audit.ddl;

/**
 * The name that an index element's expression gives its column (source: parse_target.c, FigureColnameInternal; indexcmds.c, "expr" for none).
 *
 * <p>A name is strong (a column, a function) or weak (a cast's type, CASE); a cast keeps a strong one. What begins as one operand and goes on with an
 * operator has none.
 */
final class ExpressionName {
    private final TokenStream tokens;
    private final TargetReader targets;
    private final NameReader names;
    private String name;
    private boolean isStrong;

    ExpressionName(TokenStream tokens, TargetReader targets) {
        this.tokens = tokens;
        this.targets = targets;
        this.names = targets.names;
    }

    /** Of the element that begins here; reads as much of it as decides. */
    String read() {
        int open = 0;
        while (tokens.accept(TokenType.LEFT_PAREN)) {
            open++;
        }
        name = null;
        isStrong = false;
        operand();
        while (open > 0 && !tokens.isAtEnd()) {
            if (tokens.accept(TokenType.RIGHT_PAREN)) {
                open--;
            } else if (!suffix()) {
                name = null;
                isStrong = false;
                skipToClose();
            }
        }
        return name == null ? "expr" : name;
    }

    private void strong(String found) {
        name = found;
        isStrong = true;
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
            case Keyword.TRIM -> trim();
            case Keyword.NOT, Keyword.TRUE, Keyword.FALSE, Keyword.NULL -> tokens.advance();
            default -> {
                if (names.isLabel(0)) {
                    reference();
                } else if (tokens.type().isString() || tokens.is(TokenType.NUMBER)) {
                    tokens.advance();
                }
            }
        }
    }

    private void skipGroup() {
        if (tokens.is(TokenType.LEFT_PAREN)) {
            tokens.skipParentheses();
        } else if (tokens.is(TokenType.LEFT_BRACKET)) {
            tokens.skipBrackets();
        }
    }

    private void reference() {
        TokenType next = tokens.type(1);
        if (next.isString()) {
            String type = internalName(targets.types.type());
            tokens.advance();
            name = type;
            return;
        }
        QualifiedName found = names.rest(null, names.label());
        strong(found.name());
        skipGroup();
    }

    /** TRIM is a way to write btrim, ltrim and rtrim. */
    private void trim() {
        tokens.advance();
        int side = tokens.keyword(1);
        strong(side == Keyword.LEADING ? "ltrim" : side == Keyword.TRAILING ? "rtrim" : "btrim");
        skipGroup();
    }

    /** CAST(x AS type): x's name if x is a plain column or call, else the type's. */
    private void cast() {
        tokens.advance();
        if (!tokens.accept(TokenType.LEFT_PAREN)) {
            return;
        }
        if (names.isLabel(0) && tokens.keyword() != Keyword.CAST) {
            reference();
        }
        while (!tokens.is(Keyword.AS) && !tokens.is(TokenType.RIGHT_PAREN) && !tokens.isAtEnd()) {
            name = null;
            isStrong = false;
            skipOne();
        }
        if (tokens.accept(Keyword.AS)) {
            String type = internalName(targets.types.type());
            name = isStrong ? name : type;
        }
        tokens.accept(TokenType.RIGHT_PAREN);
    }

    /** CASE takes the name of its ELSE, if that has a strong one. */
    private void choice() {
        int depth = 0;
        String otherwise = null;
        do {
            int word = tokens.keyword();
            boolean isElse = word == Keyword.ELSE && depth == 1;
            depth += word == Keyword.CASE ? 1 : word == Keyword.END ? -1 : 0;
            skipOne();
            if (isElse) {
                name = null;
                isStrong = false;
                if (!tokens.is(Keyword.CASE)) {
                    operand();
                }
                otherwise = tokens.is(Keyword.END) && isStrong ? name : null;
            }
        } while (depth > 0 && !tokens.isAtEnd());
        name = otherwise == null ? "case" : otherwise;
        isStrong = otherwise != null;
    }

    /** What may follow an operand without being an operator; false for all else. */
    private boolean suffix() {
        if (tokens.is(TokenType.LEFT_BRACKET)) {
            tokens.skipBrackets();
        } else if (tokens.is(TokenType.DOT) && names.isLabel(1)) {
            tokens.advance();
            strong(names.label());
        } else if (tokens.accept(TokenType.TYPE_CAST)) {
            String type = internalName(targets.types.type());
            name = isStrong ? name : type;
        } else if (tokens.accept(Keyword.COLLATE)) {
            names.function();
        } else if (tokens.accept(Keyword.AT, Keyword.TIME, Keyword.ZONE)) {
            skipOne();
            strong("timezone");
        } else {
            return false;
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

    /** The type's name in the catalogs: a cast to int is one to int4. */
    private static String internalName(String spelled) {
        String element = spelled.endsWith("[]") ? spelled.substring(0, spelled.length() - 2) : spelled;
        String last = element.substring(element.lastIndexOf('.') + 1);
        return switch (last) {
            case "integer" -> "int4";
            case "smallint" -> "int2";
            case "bigint" -> "int8";
            case "real" -> "float4";
            case "double precision" -> "float8";
            case "boolean" -> "bool";
            case "character varying" -> "varchar";
            case "character" -> "bpchar";
            case "bit varying" -> "varbit";
            case "timestamp with time zone" -> "timestamptz";
            case "timestamp without time zone" -> "timestamp";
            case "time with time zone" -> "timetz";
            case "time without time zone" -> "time";
            default -> last.startsWith("\"") && last.length() > 1 ? last.substring(1, last.length() - 1) : last;
        };
    }
}
