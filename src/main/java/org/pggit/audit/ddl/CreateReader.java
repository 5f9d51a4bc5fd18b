package org.pggit.audit.ddl;

/** CREATE (source: gram.y, the Create*Stmt and Define* rules). */
final class CreateReader {
    private final TokenStream tokens;
    private final Draft draft;
    private final TargetReader targets;
    private final NameReader names;
    private int flags;

    CreateReader(TokenStream tokens, Draft draft, TargetReader targets) {
        this.tokens = tokens;
        this.draft = draft;
        this.targets = targets;
        this.names = targets.names;
    }

    /** One CREATE, up to the end of what it makes itself. Requires the word CREATE here. */
    void read() {
        tokens.advance();
        flags = 0;
        modifiers();
        Noun noun = Noun.take(tokens);
        if (noun == null) {
            throw tokens.unexpected("a kind of object");
        }
        if (draft.isInSchema && !isSchemaElement(noun)) {
            throw tokens.unexpected("an object that CREATE SCHEMA can make");
        }
        tag(draft.tagOf("CREATE ", noun));
        read(noun);
    }

    /** gram.y, schema_stmt. Not a schema above all: this class would call itself as deep as the text says. */
    private static boolean isSchemaElement(Noun noun) {
        return noun == Noun.TABLE || noun == Noun.INDEX || noun == Noun.SEQUENCE || noun == Noun.TRIGGER || noun == Noun.VIEW;
    }

    private void tag(String tag) {
        if (draft.tag == null) {
            draft.tag = tag;
        }
    }

    /** The words between CREATE and the kind of object; which of them fit which kind is left to the server. */
    private void modifiers() {
        while (true) {
            int word = tokens.keyword();
            if (word == Keyword.NO_KEYWORD) {
                return;
            }
            switch (word) {
                case Keyword.OR -> {
                    tokens.advance();
                    tokens.expect(Keyword.REPLACE);
                    flags |= Flag.OR_REPLACE.bit;
                    continue;
                }
                case Keyword.TEMP, Keyword.TEMPORARY -> flags |= Flag.TEMPORARY.bit;
                case Keyword.UNLOGGED -> flags |= Flag.UNLOGGED.bit;
                
                case Keyword.LOCAL, Keyword.GLOBAL, Keyword.UNIQUE, Keyword.CONSTRAINT, Keyword.RECURSIVE, Keyword.TRUSTED, Keyword.DEFAULT -> { }
                default -> {
                    return;
                }
            }
            tokens.advance();
        }
    }

    private void ifNotExists() {
        if (tokens.accept(Keyword.IF, Keyword.NOT, Keyword.EXISTS)) {
            flags |= Flag.IF_NOT_EXISTS.bit;
        }
    }

    private void add(Target target) {
        draft.add(target.with(Action.CREATE, flags));
    }

    private QualifiedName inSchema(QualifiedName name) {
        return draft.inSchema(name, flags);
    }

    private void read(Noun noun) {
        switch (noun.creation) {
            case Creation.TABLE -> table(noun);
            case Creation.INDEX -> new IndexReader(tokens, draft, targets).create(flags);
            case Creation.QUALIFIED -> qualified(noun);
            case Creation.TYPE -> add(Target.qualified(ObjectType.TYPE, inSchema(names.function())));
            case Creation.ROUTINE -> routine(noun);
            case Creation.AGGREGATE -> aggregate();
            case Creation.OPERATOR -> operator();
            case Creation.OPERATOR_CLASS -> operatorClass();
            case Creation.AS_NAMED -> add(targets.read(noun));
            case Creation.TRIGGER -> trigger();
            case Creation.RULE -> rule();
            case Creation.STATISTICS -> new IndexReader(tokens, draft, targets).statistics(flags());
            case Creation.SCHEMA -> schema();
            case Creation.PLAIN -> plain(noun);
            case Creation.LANGUAGE -> language();
            case Creation.ROLE -> add(Target.plain(ObjectType.ROLE, names.role()));
            case Creation.USER_MAPPING -> {
                ifNotExists();
                add(targets.userMapping());
            }
            default -> throw tokens.unexpected("an object that CREATE can make");
        }
    }

    private int flags() {
        ifNotExists();
        return flags;
    }

    private void plain(Noun noun) {
        ifNotExists();
        add(Target.plain(noun.type, names.colId()));
    }

    private void qualified(Noun noun) {
        ifNotExists();
        add(Target.qualified(noun.type, inSchema(names.qualified())));
    }

    private void table(Noun noun) {
        ifNotExists();
        QualifiedName name = inSchema(names.qualified());
        Target table = Target.qualified(noun.type, name);
        if (draft.isHeadOnly) {
            add(table);
            return;
        }
        TableReader body = new TableReader(tokens, targets, name, noun.type);
        boolean isQuery = body.read();
        if (isQuery && (draft.isInSchema || noun == Noun.FOREIGN_TABLE)) {
            throw tokens.unexpected("a table with columns");
        }
        if (isQuery) {
            draft.tag = "CREATE TABLE AS";
        }
        body.implySequences(draft);
        add(table);
        body.implyRest(draft);
    }

    private void routine(Noun noun) {
        QualifiedName name = inSchema(names.function());
        if (!tokens.is(TokenType.LEFT_PAREN)) {
            throw tokens.unexpected("an argument list");
        }
        add(Target.suffixed(noun.type, name, targets.signatures().arguments()));
    }

    private void aggregate() {
        QualifiedName name = inSchema(names.function());
        String arguments = targets.signatures().isOldAggregate() ? targets.signatures().oldAggregateArguments() : targets.signatures().aggregateArguments();
        if (arguments.isEmpty()) {
            throw tokens.unexpected("an argument list");
        }
        add(Target.suffixed(ObjectType.AGGREGATE, name, arguments));
    }

    private void operator() {
        QualifiedName name = inSchema(names.operator());
        add(Target.suffixed(ObjectType.OPERATOR, name, targets.signatures().operatorDefinition()));
    }

    /** Without FAMILY the server makes a family of the same name, if there is none yet (opclasscmds.c, DefineOpClass). */
    private void operatorClass() {
        QualifiedName name = inSchema(names.qualified());
        tokens.accept(Keyword.DEFAULT);
        tokens.expect(Keyword.FOR);
        tokens.expect(Keyword.TYPE);
        targets.types.type();
        tokens.expect(Keyword.USING);
        String suffix = " USING ".concat(QualifiedName.quote(names.colId()));
        if (!tokens.is(Keyword.FAMILY) && !draft.isHeadOnly) {
            draft.imply(Target.suffixed(ObjectType.OPERATOR_FAMILY, name, suffix).with(Action.CREATE, 0));
        }
        add(Target.suffixed(ObjectType.OPERATOR_CLASS, name, suffix));
    }

    /** Between the name and the table stand time and events, whose columns may have any name: ON itself is reserved. */
    private void trigger() {
        String name = names.colId();
        int time = tokens.keyword();
        if (time != Keyword.BEFORE && time != Keyword.AFTER && time != Keyword.INSTEAD) {
            throw tokens.unexpected("before, after or instead of");
        }
        skipTo(Keyword.ON);
        tokens.expect(Keyword.ON);
        add(Target.on(ObjectType.TRIGGER, name, inSchemaOfElement(names.qualified())));
    }

    private QualifiedName inSchemaOfElement(QualifiedName name) {
        return draft.inSchema(name, 0);
    }

    private void rule() {
        String name = names.colId();
        tokens.expect(Keyword.AS);
        tokens.expect(Keyword.ON);
        skipTo(Keyword.TO);
        tokens.expect(Keyword.TO);
        add(Target.on(ObjectType.RULE, name, names.qualified()));
    }

    private void skipTo(int keyword) {
        while (!tokens.is(keyword) && !tokens.isAtEnd()) {
            tokens.advance();
        }
    }

    /** Without a handler the command is CREATE EXTENSION in disguise (gram.y, CreatePLangStmt). */
    private void language() {
        String name = names.colId();
        if (tokens.is(Keyword.HANDLER)) {
            add(Target.plain(ObjectType.LANGUAGE, name));
        } else {
            draft.tag = "CREATE EXTENSION";
            add(Target.plain(ObjectType.EXTENSION, name));
        }
    }

    /** {@code AUTHORIZATION role} alone names the schema after the role; the elements are read as statements within the schema. */
    private void schema() {
        ifNotExists();
        String name;
        if (tokens.accept(Keyword.AUTHORIZATION)) {
            boolean isSession = names.isSessionRole();
            String role = names.role();
            name = isSession ? null : role;
        } else {
            name = names.colId();
            if (tokens.accept(Keyword.AUTHORIZATION)) {
                names.role();
            }
        }
        add(name == null ? Target.identified(ObjectType.SCHEMA, null) : Target.plain(ObjectType.SCHEMA, name));
        if (!draft.isHeadOnly) {
            elements(name);
        }
    }

    private void elements(String schema) {
        draft.defaultSchema = schema;
        draft.isInSchema = true;
        while (!tokens.isAtEnd()) {
            if (tokens.is(Keyword.CREATE)) {
                read();
            } else if (tokens.is(Keyword.GRANT)) {
                new PrivilegeReader(tokens, draft, targets).read(Action.GRANT);
            } else {
                throw tokens.unexpected("an element of the schema");
            }
            while (!TableReader.endsElement(tokens)) {
                if (tokens.is(TokenType.LEFT_PAREN)) {
                    tokens.skipParentheses();
                } else {
                    tokens.advance();
                }
            }
        }
    }

}
