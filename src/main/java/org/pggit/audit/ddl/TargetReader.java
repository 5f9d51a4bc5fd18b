package org.pggit.audit.ddl;

/** Objects named where they already exist: in ALTER, DROP, COMMENT ON, SECURITY LABEL ON, and as members of extensions. */
final class TargetReader {
    final TokenStream tokens;
    final NameReader names;
    final TypeReader types;
    private SignatureReader signatures;

    TargetReader(TokenStream tokens) {
        this.tokens = tokens;
        this.names = new NameReader(tokens);
        this.types = new TypeReader(tokens, names);
    }

    SignatureReader signatures() {
        if (signatures == null) {
            signatures = new SignatureReader(tokens, names, types);
        }
        return signatures;
    }

    Target read(Noun noun) {
        ObjectType type = noun.type;
        return switch (noun.form) {
            case Form.PLAIN -> Target.plain(type, names.colId());
            case Form.QUALIFIED -> Target.qualified(type, names.qualified());
            case Form.RELATION -> Target.qualified(type, names.relation());
            case Form.TYPE -> namedType(type);
            case Form.ROUTINE -> routine(type);
            case Form.AGGREGATE -> aggregate();
            case Form.OPERATOR -> Target.suffixed(type, names.operator(), signatures().operands());
            case Form.USING -> using(type);
            case Form.ON_RELATION -> onRelation(type);
            case Form.CONSTRAINT -> constraint();
            case Form.COLUMN -> names.column(type);
            case Form.CAST -> cast();
            case Form.TRANSFORM -> transform();
            case Form.USER_MAPPING -> userMapping();
            case Form.LARGE_OBJECT -> largeObject();
            case Form.ROLE -> role();
            default -> throw tokens.unexpected("a named object");
        };
    }

    /** Mostly a plain name; a Typename all the same (COMMENT ON TYPE pg_catalog.int4). */
    private Target namedType(ObjectType type) {
        boolean isDouble = tokens.is(Keyword.DOUBLE) && tokens.keyword(1) == Keyword.PRECISION;
        if (names.isTypeOrFunctionName(0) && !isDouble) {
            return types.named(type, names.function());
        }
        if (names.isColId(0) && tokens.type(1) == TokenType.DOT) {
            return Target.qualified(type, names.qualified());
        }
        String spelled = types.type();
        return new Target(type, null, spelled, spelled, null);
    }

    Target routine(ObjectType type) {
        QualifiedName name = names.function();
        return Target.suffixed(type, name, signatures().arguments());
    }

    private Target aggregate() {
        QualifiedName name = names.function();
        return Target.suffixed(ObjectType.AGGREGATE, name, signatures().aggregateArguments());
    }

    private Target using(ObjectType type) {
        QualifiedName name = names.qualified();
        tokens.expect(Keyword.USING);
        return Target.suffixed(type, name, " USING ".concat(QualifiedName.quote(names.colId())));
    }

    private Target onRelation(ObjectType type) {
        String name = names.colId();
        tokens.expect(Keyword.ON);
        return Target.on(type, name, names.relation());
    }

    private Target constraint() {
        String name = names.colId();
        tokens.expect(Keyword.ON);
        boolean isOfDomain = tokens.is(Keyword.DOMAIN) && names.isLabel(1);
        if (isOfDomain) {
            tokens.advance();
        }
        return Target.on(isOfDomain ? ObjectType.DOMAIN_CONSTRAINT : ObjectType.TABLE_CONSTRAINT, name, names.function());
    }

    Target cast() {
        tokens.expect(TokenType.LEFT_PAREN);
        String source = types.type();
        tokens.expect(Keyword.AS);
        String target = types.type();
        tokens.expect(TokenType.RIGHT_PAREN);
        StringBuilder identity = new StringBuilder().append('(').append(source).append(" AS ").append(target).append(')');
        return Target.identified(ObjectType.CAST, identity.toString());
    }

    Target transform() {
        tokens.expect(Keyword.FOR);
        String type = types.type();
        tokens.expect(Keyword.LANGUAGE);
        String language = names.colId();
        return Target.identified(ObjectType.TRANSFORM, "for ".concat(type).concat(" on language ").concat(language));
    }

    Target userMapping() {
        tokens.expect(Keyword.FOR);
        boolean isSession = names.isSessionRole();
        String user = names.role();
        tokens.expect(Keyword.SERVER);
        // The server does not quote its server's name here (objectaddress.c), nor a transform's language above.
        String server = names.colId();
        String identity = (isSession ? user : QualifiedName.quote(user)).concat(" on server ").concat(server);
        return new Target(ObjectType.USER_MAPPING, null, user, identity, server);
    }

    /** CURRENT_USER and its like stand for a role that the text does not name: they are not quoted. */
    Target role() {
        boolean isSession = names.isSessionRole();
        String role = names.role();
        return new Target(ObjectType.ROLE, null, role, isSession ? role : QualifiedName.quote(role), null);
    }

    private Target largeObject() {
        if (!tokens.is(TokenType.NUMBER)) {
            throw tokens.unexpected("a large object's number");
        }
        String number = tokens.written();
        tokens.advance();
        return new Target(ObjectType.LARGE_OBJECT, null, number, number, null);
    }
}
