package org.pggit.audit.ddl;

/** ALTER of everything (source: gram.y, the Alter*Stmt, RenameStmt, AlterObjectSchemaStmt and AlterOwnerStmt rules). */
final class AlterReader {
    private final TokenStream tokens;
    private final Draft draft;
    private final TargetReader targets;
    private final NameReader names;
    private int flags;

    AlterReader(TokenStream tokens, Draft draft, TargetReader targets) {
        this.tokens = tokens;
        this.draft = draft;
        this.targets = targets;
        this.names = targets.names;
    }

    /** Requires the word ALTER here. */
    void read() {
        tokens.advance();
        if (tokens.accept(Keyword.DEFAULT, Keyword.PRIVILEGES)) {
            new PrivilegeReader(tokens, draft, targets).readDefaults();
            return;
        }
        if (tokens.accept(Keyword.SYSTEM)) {
            system();
            return;
        }
        Noun noun = Noun.take(tokens);
        if (noun == null || noun == Noun.CAST || noun == Noun.TRANSFORM || noun == Noun.COLUMN || noun == Noun.CONSTRAINT) {
            throw tokens.unexpected("a kind of object");
        }
        draft.tag = draft.tagOf("ALTER ", noun);
        if (allInTablespace(noun) || allRoles(noun)) {
            return;
        }
        if (tokens.accept(Keyword.IF, Keyword.EXISTS)) {
            flags |= Flag.IF_EXISTS.bit;
        }
        Target target = targets.read(noun);
        if (draft.isHeadOnly) {
            add(target, Action.ALTER);
            return;
        }
        actions(noun, target);
    }

    private void add(Target target, Action action) {
        draft.add(target.with(action, flags));
    }

    private void system() {
        draft.tag = "ALTER SYSTEM";
        if (!tokens.accept(Keyword.SET)) {
            tokens.expect(Keyword.RESET);
        }
        if (tokens.accept(Keyword.ALL)) {
            add(Target.identified(ObjectType.PARAMETER, "all"), Action.ALTER);
        } else {
            QualifiedName name = names.qualified();
            add(Target.identified(ObjectType.PARAMETER, name.toString()), Action.ALTER);
        }
    }

    /** Moves many relations that the text does not name. */
    private boolean allInTablespace(Noun noun) {
        if (noun.form != Form.RELATION || !tokens.accept(Keyword.ALL, Keyword.IN, Keyword.TABLESPACE)) {
            return false;
        }
        draft.sub("ALL IN TABLESPACE", Target.plain(ObjectType.TABLESPACE, names.colId()).with(Action.ALTER, flags));
        return true;
    }

    private boolean allRoles(Noun noun) {
        if (noun.form != Form.ROLE || !tokens.accept(Keyword.ALL)) {
            return false;
        }
        add(Target.identified(ObjectType.ROLE, "all"), Action.ALTER);
        return true;
    }

    private void actions(Noun noun, Target target) {
        int word = tokens.keyword();
        if (word == Keyword.RENAME) {
            rename(noun, target);
        } else if (tokens.accept(Keyword.SET, Keyword.SCHEMA)) {
            draft.sub("SET SCHEMA", null);
            draft.add(target.with(Action.SET_SCHEMA, flags, null, names.colId()));
        } else if (noun.form == Form.RELATION) {
            add(target, Action.ALTER);
            new AlterTableReader(tokens, draft, targets, target).read();
        } else if (noun == Noun.TYPE && isAttributeChange()) {
            composite(target);
        } else if (noun == Noun.DOMAIN) {
            domain(target);
        } else if (noun == Noun.EXTENSION) {
            extension(target);
        } else if (noun == Noun.OPERATOR_FAMILY && (word == Keyword.ADD || word == Keyword.DROP)) {
            add(target, Action.ALTER);
            tokens.advance();
            new FamilyReader(tokens, draft, targets, target).read(word == Keyword.ADD ? Action.CREATE : Action.DROP);
        } else if (noun == Noun.PUBLICATION && isPublicationMembers(word)) {
            publication(target, word);
        } else {
            add(target, Action.ALTER);
            plainAction();
        }
    }

    private void rename(Noun noun, Target target) {
        tokens.advance();
        if (tokens.accept(Keyword.TO)) {
            draft.sub("RENAME TO", null);
            draft.add(target.with(Action.RENAME, flags, noun.form == Form.ROLE ? names.role() : names.colId(), null));
            return;
        }
        if (noun == Noun.TYPE && tokens.accept(Keyword.VALUE)) {
            draft.sub("RENAME VALUE", null);
            add(target, Action.ALTER);
            return;
        }
        QualifiedName owner = new QualifiedName(target.schema(), target.name());
        if (tokens.accept(Keyword.CONSTRAINT)) {
            ObjectType type = noun == Noun.DOMAIN ? ObjectType.DOMAIN_CONSTRAINT : ObjectType.TABLE_CONSTRAINT;
            renamePart("RENAME CONSTRAINT", Target.on(type, names.colId(), owner));
        } else if (noun == Noun.TYPE) {
            tokens.expect(Keyword.ATTRIBUTE);
            renamePart("RENAME ATTRIBUTE", Target.column(ObjectType.COMPOSITE_TYPE_COLUMN, owner, names.colId()));
        } else if (noun.form == Form.RELATION) {
            tokens.accept(Keyword.COLUMN);
            renamePart("RENAME COLUMN", Target.column(target.type().column(), owner, names.colId()));
        } else {
            throw tokens.unexpected("to");
        }
    }

    private void renamePart(String name, Target part) {
        tokens.expect(Keyword.TO);
        DdlObject renamed = part.with(Action.RENAME, flags, names.colId(), null);
        draft.add(renamed);
        draft.sub(name, renamed);
    }

    private boolean isAttributeChange() {
        return tokens.keyword(1) == Keyword.ATTRIBUTE;
    }

    /** ALTER TYPE ... ATTRIBUTE is ALTER TABLE to the server, and the type a composite one. */
    private void composite(Target target) {
        add(new Target(ObjectType.COMPOSITE_TYPE, target.schema(), target.name(), target.identity(), target.parent()), Action.ALTER);
        QualifiedName owner = new QualifiedName(target.schema(), target.name());
        do {
            int verb = tokens.keyword();
            tokens.advance();
            tokens.expect(Keyword.ATTRIBUTE);
            int ifExists = tokens.accept(Keyword.IF, Keyword.EXISTS) ? Flag.IF_EXISTS.bit : 0;
            Action action = verb == Keyword.ADD ? Action.CREATE : verb == Keyword.DROP ? Action.DROP : Action.ALTER;
            String name = verb == Keyword.ADD ? "ADD ATTRIBUTE" : verb == Keyword.DROP ? "DROP ATTRIBUTE" : "ALTER ATTRIBUTE TYPE";
            draft.sub(name, Target.column(ObjectType.COMPOSITE_TYPE_COLUMN, owner, names.colId()).with(action, ifExists));
            tokens.skipItem();
        } while (tokens.accept(TokenType.COMMA));
    }

    private void domain(Target target) {
        add(target, Action.ALTER);
        QualifiedName owner = new QualifiedName(target.schema(), target.name());
        if (tokens.accept(Keyword.ADD)) {
            boolean isNamed = tokens.accept(Keyword.CONSTRAINT);
            draft.sub("ADD CONSTRAINT", isNamed ? Target.on(ObjectType.DOMAIN_CONSTRAINT, names.colId(), owner).with(Action.CREATE, 0) : null);
        } else if (tokens.accept(Keyword.DROP, Keyword.CONSTRAINT)) {
            int ifExists = tokens.accept(Keyword.IF, Keyword.EXISTS) ? Flag.IF_EXISTS.bit : 0;
            draft.sub("DROP CONSTRAINT", Target.on(ObjectType.DOMAIN_CONSTRAINT, names.colId(), owner).with(Action.DROP, ifExists));
        } else if (tokens.accept(Keyword.VALIDATE, Keyword.CONSTRAINT)) {
            draft.sub("VALIDATE CONSTRAINT", Target.on(ObjectType.DOMAIN_CONSTRAINT, names.colId(), owner).with(Action.ALTER, 0));
        } else {
            plainAction();
        }
    }

    private void extension(Target target) {
        add(target, Action.ALTER);
        int verb = tokens.keyword();
        if (verb != Keyword.ADD && verb != Keyword.DROP) {
            plainAction();
            return;
        }
        tokens.advance();
        Noun noun = Noun.take(tokens);
        if (noun == null) {
            throw tokens.unexpected("a kind of object");
        }
        // A member that leaves its extension is not dropped.
        draft.sub(verb == Keyword.ADD ? "ADD MEMBER" : "DROP MEMBER", targets.read(noun).with(Action.ALTER, 0));
    }

    /** ADD, DROP and SET of tables or schemas; SET has options as well. */
    private boolean isPublicationMembers(int word) {
        int second = tokens.keyword(1);
        return word == Keyword.ADD || word == Keyword.DROP
            || word == Keyword.SET && (second == Keyword.TABLE || second == Keyword.TABLES || second == Keyword.ALL);
    }

    /**
     * The server reports what joins or leaves the publication, not the publication (publicationcmds.c). SET tells what is in it afterwards: which of these
     * were in it before, and which others leave it, its text does not say.
     */
    private void publication(Target target, int word) {
        tokens.advance();
        Action action = word == Keyword.ADD ? Action.CREATE : word == Keyword.DROP ? Action.DROP : Action.ALTER;
        boolean isSchemas = false;
        do {
            boolean isAll = tokens.is(Keyword.ALL) && tokens.keyword(1) == Keyword.TABLES;
            if (isAll || tokens.is(Keyword.TABLES) && tokens.keyword(1) == Keyword.IN) {
                if (isAll) {
                    tokens.advance();
                }
                tokens.advance();
                tokens.expect(Keyword.IN);
                tokens.expect(Keyword.SCHEMA);
                isSchemas = true;
            } else if (tokens.accept(Keyword.TABLE)) {
                isSchemas = false;
            }
            String member = isSchemas ? schemaOfPublication() : names.relation().toString();
            ObjectType type = isSchemas ? ObjectType.PUBLICATION_NAMESPACE : ObjectType.PUBLICATION_RELATION;
            String identity = member.concat(" in publication ").concat(target.name());
            DdlObject object = new Target(type, null, null, identity, target.identity()).with(action, flags);
            draft.add(object);
            draft.sub(Keywords.capitals(word), object);
            tokens.skipItem();
        } while (tokens.accept(TokenType.COMMA));
    }

    /** Not quoted in the server's identity; CURRENT_SCHEMA stays as it is. */
    private String schemaOfPublication() {
        return tokens.accept(Keyword.CURRENT_SCHEMA) ? "CURRENT_SCHEMA" : names.colId();
    }

    /** The key words that begin the action, as far as they are fixed: OWNER TO, SET, RESET, ADD VALUE ... */
    private void plainAction() {
        int first = tokens.keyword();
        if (first == Keyword.NO_KEYWORD) {
            if (tokens.isAtEnd()) {
                throw tokens.unexpected("an action");
            }
            draft.sub("OPTIONS", null);
            return;
        }
        String name = QualifiedName.fold(tokens.written());
        tokens.advance();
        int second = tokens.keyword();
        if (second != Keyword.NO_KEYWORD && isActionWord(second)) {
            name = name.concat(" ").concat(second == Keyword.NOT ? "not null" : Keywords.word(second));
        }
        draft.sub(upper(name), null);
    }

    private static boolean isActionWord(int word) {
        return switch (word) {
            case Keyword.TO, Keyword.VALUE, Keyword.DEFAULT, Keyword.NOT, Keyword.ON, Keyword.PUBLICATION, Keyword.TABLE, Keyword.TABLES, Keyword.MAPPING,
                    Keyword.STATISTICS, Keyword.TABLESPACE, Keyword.DEPENDS, Keyword.USER, Keyword.FUNCTION, Keyword.OPERATOR -> true;
            default -> false;
        };
    }

    private static String upper(String words) {
        char[] letters = words.toCharArray();
        for (int i = 0; i < letters.length; i++) {
            if (letters[i] >= 'a' && letters[i] <= 'z') {
                letters[i] -= 32;
            }
        }
        return new String(letters);
    }
}
