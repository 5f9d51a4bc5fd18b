package org.pggit.audit.ddl;

/**
 * Argument lists of functions, procedures, aggregates and operators, as identities show them: input types only, joined by commas (source: gram.y,
 * func_args_with_defaults, aggr_args, oper_argtypes; regproc.c, format_procedure).
 */
final class SignatureReader {
    private final TokenStream tokens;
    private final NameReader names;
    private final TypeReader types;

    SignatureReader(TokenStream tokens, NameReader names, TypeReader types) {
        this.tokens = tokens;
        this.names = names;
        this.types = types;
    }

    /** {@code (integer,text)} of a parenthesised list; the empty string where there is none (DROP FUNCTION f). */
    String arguments() {
        if (!tokens.accept(TokenType.LEFT_PAREN)) {
            return "";
        }
        if (tokens.accept(TokenType.RIGHT_PAREN)) {
            return "()";
        }
        StringBuilder list = new StringBuilder(40).append('(');
        do {
            argument(list);
        } while (tokens.accept(TokenType.COMMA));
        tokens.expect(TokenType.RIGHT_PAREN);
        return list.append(')').toString();
    }

    private static void append(StringBuilder list, String type) {
        if (list.length() > 1) {
            list.append(',');
        }
        list.append(TypeReader.argument(type));
    }

    /** Appends the argument's type, unless it is output only. */
    private boolean argument(StringBuilder list) {
        int mode = mode();
        if (isArgumentName()) {
            tokens.advance();
            int late = mode();
            mode = late == Keyword.NO_KEYWORD ? mode : late;
        }
        String type = types.type();
        if (tokens.is(Keyword.DEFAULT) || tokens.is(TokenType.OPERATOR) || tokens.is(TokenType.COLON_EQUALS)) {
            tokens.skipItem();
        }
        if (mode != Keyword.OUT) {
            append(list, type);
        }
        return mode == Keyword.VARIADIC;
    }

    private int mode() {
        if (tokens.accept(Keyword.IN)) {
            return tokens.accept(Keyword.OUT) ? Keyword.INOUT : Keyword.IN;
        }
        int word = tokens.keyword();
        if (word == Keyword.OUT || word == Keyword.INOUT || word == Keyword.VARIADIC) {
            tokens.advance();
            return word;
        }
        return Keyword.NO_KEYWORD;
    }

    /** A name stands here if a type or mode comes behind it: words that can only begin a type are none, and DOUBLE PRECISION is one type. */
    private boolean isArgumentName() {
        if (!names.isTypeOrFunctionName(0)) {
            return false;
        }
        TokenType next = tokens.type(1);
        if (next == TokenType.QUOTED_NAME || next == TokenType.UNICODE_NAME) {
            return true;
        }
        if (next != TokenType.WORD) {
            return false;
        }
        int word = tokens.keyword(1);
        if (word == Keyword.PRECISION && tokens.is(Keyword.DOUBLE)) {
            return false;
        }
        return word != Keyword.DEFAULT && word != Keyword.ARRAY && word != Keyword.ORDER;
    }

    /** Of an aggregate: {@code (*)} has no arguments; those behind ORDER BY come last, and a VARIADIC one on both sides is one (makeOrderedSetArgs). */
    String aggregateArguments() {
        if (!tokens.accept(TokenType.LEFT_PAREN)) {
            return "";
        }
        if (tokens.is(TokenType.OPERATOR) && tokens.type(1) == TokenType.RIGHT_PAREN) {
            tokens.advance();
            tokens.advance();
            return "()";
        }
        StringBuilder list = new StringBuilder(40).append('(');
        boolean isVariadic = false;
        if (!tokens.is(Keyword.ORDER)) {
            do {
                isVariadic = argument(list);
            } while (tokens.accept(TokenType.COMMA));
        }
        if (tokens.accept(Keyword.ORDER, Keyword.BY)) {
            StringBuilder ordered = isVariadic ? new StringBuilder() : list;
            do {
                argument(ordered);
            } while (tokens.accept(TokenType.COMMA));
        }
        tokens.expect(TokenType.RIGHT_PAREN);
        return list.append(')').toString();
    }

    /** {@code (basetype = integer, sfunc = ...)}, the definition of an aggregate before PostgreSQL 8.2. */
    boolean isOldAggregate() {
        return tokens.is(TokenType.LEFT_PAREN) && names.isLabel(1) && isEqualsSign(2);
    }

    private boolean isEqualsSign(int ahead) {
        return tokens.type(ahead) == TokenType.OPERATOR;
    }

    /** Requires {@link #isOldAggregate}. */
    String oldAggregateArguments() {
        String base = definitionType("basetype");
        return base == null || base.equals("any") || base.equals("\"any\"") || base.equals("\"ANY\"") ? "()" : "(".concat(base).concat(")");
    }

    /** The type given for a key of a parenthesised definition, which is read to its end; null when the key is not there. */
    private String definitionType(String key) {
        String found = null;
        tokens.expect(TokenType.LEFT_PAREN);
        do {
            String name = names.label();
            if (name.equals(key) && isEqualsSign(0)) {
                tokens.advance();
                found = definitionValue();
            }
            tokens.skipItem();
        } while (tokens.accept(TokenType.COMMA));
        tokens.expect(TokenType.RIGHT_PAREN);
        return found;
    }

    private String definitionValue() {
        if (tokens.type().isString()) {
            return "any";
        }
        if (tokens.accept(Keyword.ANY)) {
            return "any";
        }
        return tokens.is(Keyword.NONE) ? "NONE" : types.type();
    }

    /** Of CREATE OPERATOR's definition. */
    String operatorDefinition() {
        String left = null;
        String right = null;
        tokens.expect(TokenType.LEFT_PAREN);
        do {
            String key = names.label();
            if (isEqualsSign(0) && (key.equals("leftarg") || key.equals("rightarg"))) {
                tokens.advance();
                String type = definitionValue();
                if (key.equals("leftarg")) {
                    left = type;
                } else {
                    right = type;
                }
            }
            tokens.skipItem();
        } while (tokens.accept(TokenType.COMMA));
        tokens.expect(TokenType.RIGHT_PAREN);
        return operands(left == null ? "NONE" : left, right == null ? "NONE" : right);
    }

    private static String operands(String left, String right) {
        return new StringBuilder(left.length() + right.length() + 3).append('(').append(left).append(',').append(right).append(')').toString();
    }

    /** {@code (NONE,integer)} of an existing operator. */
    String operands() {
        tokens.expect(TokenType.LEFT_PAREN);
        String left = operand();
        tokens.expect(TokenType.COMMA);
        String right = operand();
        tokens.expect(TokenType.RIGHT_PAREN);
        return operands(left, right);
    }

    private String operand() {
        return tokens.accept(Keyword.NONE) ? "NONE" : types.type();
    }
}
