package org.pggit.audit.ddl;

/** Names by the grammar's classes of name (source: gram.y, ColId, type_function_name, NonReservedWord, ColLabel, any_name, qualified_name). */
final class NameReader {
    private final TokenStream tokens;

    NameReader(TokenStream tokens) {
        this.tokens = tokens;
    }

    private static boolean isQuoted(TokenType type) {
        return type == TokenType.QUOTED_NAME || type == TokenType.UNICODE_NAME;
    }

    /** Any word or quoted name stands at that place. */
    boolean isLabel(int ahead) {
        TokenType type = tokens.type(ahead);
        return type == TokenType.WORD || isQuoted(type);
    }

    boolean isColId(int ahead) {
        TokenType type = tokens.type(ahead);
        if (type != TokenType.WORD) {
            return isQuoted(type);
        }
        int keyword = tokens.keyword(ahead);
        return Keywords.isUnreserved(keyword) || Keywords.isColName(keyword);
    }

    boolean isTypeOrFunctionName(int ahead) {
        TokenType type = tokens.type(ahead);
        if (type != TokenType.WORD) {
            return isQuoted(type);
        }
        int keyword = tokens.keyword(ahead);
        return Keywords.isUnreserved(keyword) || Keywords.isTypeFuncName(keyword);
    }

    String colId() {
        if (!isColId(0)) {
            throw tokens.unexpected("a name");
        }
        return taken();
    }

    String label() {
        if (!isLabel(0)) {
            throw tokens.unexpected("a name");
        }
        return taken();
    }

    /** CURRENT_USER and its like: who that is the text does not tell. */
    boolean isSessionRole() {
        int keyword = tokens.keyword();
        return keyword == Keyword.CURRENT_USER || keyword == Keyword.CURRENT_ROLE || keyword == Keyword.SESSION_USER || keyword == Keyword.USER;
    }

    /** Any word that is not reserved, or {@link #isSessionRole}, which is given back as the key word. */
    String role() {
        int keyword = tokens.keyword();
        boolean isReserved = Keywords.isReserved(keyword);
        if (isReserved && !isSessionRole() || !isLabel(0)) {
            throw tokens.unexpected("a role");
        }
        return taken();
    }

    private String taken() {
        String name = tokens.nameHere();
        tokens.advance();
        return name;
    }

    /** {@code schema.name}; of three parts the first, the database, is left out. */
    QualifiedName qualified() {
        if (!isColId(0)) {
            throw tokens.unexpected("a name");
        }
        return rest(null, taken());
    }

    /** A function's name: its first part may be a word that no table may bear. */
    QualifiedName function() {
        if (!isTypeOrFunctionName(0) && !isColId(0)) {
            throw tokens.unexpected("a function name");
        }
        return rest(null, taken());
    }

    QualifiedName rest(String schema, String name) {
        String owner = schema;
        String last = name;
        while (tokens.is(TokenType.DOT) && isLabel(1)) {
            tokens.advance();
            owner = last;
            last = taken();
        }
        return new QualifiedName(owner, last);
    }

    /** Over a name, with its schema or without. Requires one here. */
    void skipQualified() {
        tokens.advance();
        while (tokens.is(TokenType.DOT) && isLabel(1)) {
            tokens.advance();
            tokens.advance();
        }
    }

    /** {@code ONLY t}, {@code ONLY (t)}, {@code t *}. */
    QualifiedName relation() {
        boolean isOnly = tokens.accept(Keyword.ONLY);
        boolean isWrapped = isOnly && tokens.accept(TokenType.LEFT_PAREN);
        QualifiedName name = qualified();
        if (isWrapped) {
            tokens.expect(TokenType.RIGHT_PAREN);
        } else if (tokens.is(TokenType.OPERATOR) && tokens.text().charAt(tokens.start()) == '*') {
            tokens.advance();
        }
        return name;
    }

    /** A dotted column: the last part is the column, those before it name its relation. */
    Target column(ObjectType type) {
        QualifiedName name = qualifiedWithOwner();
        if (owner == null) {
            throw tokens.unexpected("a column of a relation");
        }
        return Target.column(type, owner, name.name());
    }

    private QualifiedName owner;

    private QualifiedName qualifiedWithOwner() {
        String schema = null;
        String relation = null;
        String last = colId();
        while (tokens.is(TokenType.DOT) && isLabel(1)) {
            tokens.advance();
            schema = relation;
            relation = last;
            last = taken();
        }
        owner = relation == null ? null : new QualifiedName(schema, relation);
        return new QualifiedName(relation, last);
    }

    /** any_operator: a name with a schema or none, the operator's own characters last. */
    QualifiedName operator() {
        String schema = null;
        while (isColId(0) && tokens.type(1) == TokenType.DOT) {
            schema = taken();
            tokens.advance();
        }
        if (!tokens.is(TokenType.OPERATOR)) {
            throw tokens.unexpected("an operator");
        }
        String symbol = tokens.written();
        tokens.advance();
        return new QualifiedName(schema, symbol.equals("!=") ? "<>" : symbol);
    }
}
