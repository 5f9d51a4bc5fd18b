package org.pggit.audit.ddl;

/** The subcommands of ALTER TABLE and its kin (source: gram.y, alter_table_cmd, partition_cmd, index_partition_cmd). */
final class AlterTableReader {
    /** What a subcommand's phrase is followed by. */
    private enum Operand { NONE, COLUMN_DEFINITION, COLUMN, CONSTRAINT, TRIGGER, RULE, INDEX, RELATION, TYPE }

    private record Phrase(String name, Keyword[] words, Operand operand, Action action) {
    }

    /** Longer phrases before those they begin with. */
    private static final Phrase[] PHRASES = {
        phrase("ADD COLUMN", Operand.COLUMN_DEFINITION, Action.CREATE),
        phrase("DROP COLUMN", Operand.COLUMN, Action.DROP),
        phrase("DROP CONSTRAINT", Operand.CONSTRAINT, Action.DROP),
        phrase("ALTER CONSTRAINT", Operand.CONSTRAINT, Action.ALTER),
        phrase("VALIDATE CONSTRAINT", Operand.CONSTRAINT, Action.ALTER),
        phrase("ALTER COLUMN", Operand.COLUMN, Action.ALTER),
        phrase("ENABLE TRIGGER", Operand.TRIGGER, Action.ALTER),
        phrase("ENABLE ALWAYS TRIGGER", Operand.TRIGGER, Action.ALTER),
        phrase("ENABLE REPLICA TRIGGER", Operand.TRIGGER, Action.ALTER),
        phrase("DISABLE TRIGGER", Operand.TRIGGER, Action.ALTER),
        phrase("ENABLE RULE", Operand.RULE, Action.ALTER),
        phrase("ENABLE ALWAYS RULE", Operand.RULE, Action.ALTER),
        phrase("ENABLE REPLICA RULE", Operand.RULE, Action.ALTER),
        phrase("DISABLE RULE", Operand.RULE, Action.ALTER),
        phrase("ENABLE ROW LEVEL SECURITY", Operand.NONE, null),
        phrase("DISABLE ROW LEVEL SECURITY", Operand.NONE, null),
        phrase("FORCE ROW LEVEL SECURITY", Operand.NONE, null),
        phrase("NO FORCE ROW LEVEL SECURITY", Operand.NONE, null),
        phrase("CLUSTER ON", Operand.INDEX, Action.ALTER),
        phrase("SET WITHOUT CLUSTER", Operand.NONE, null),
        phrase("SET WITHOUT OIDS", Operand.NONE, null),
        phrase("SET LOGGED", Operand.NONE, null),
        phrase("SET UNLOGGED", Operand.NONE, null),
        phrase("SET TABLESPACE", Operand.NONE, null),
        phrase("SET ACCESS METHOD", Operand.NONE, null),
        phrase("NO INHERIT", Operand.RELATION, Action.ALTER),
        phrase("INHERIT", Operand.RELATION, Action.ALTER),
        phrase("NOT OF", Operand.NONE, null),
        phrase("OF", Operand.TYPE, Action.ALTER),
        phrase("OWNER TO", Operand.NONE, null),
        phrase("REPLICA IDENTITY", Operand.NONE, null),
        phrase("ATTACH PARTITION", Operand.RELATION, Action.ALTER),
        phrase("DETACH PARTITION", Operand.RELATION, Action.ALTER),
        phrase("NO DEPENDS ON EXTENSION", Operand.NONE, null),
        phrase("DEPENDS ON EXTENSION", Operand.NONE, null),
        phrase("RESTART", Operand.NONE, null),
        phrase("OWNED BY", Operand.NONE, null),
        phrase("OPTIONS", Operand.NONE, null),
        phrase("RESET", Operand.NONE, null),
        phrase("SET", Operand.NONE, null),
        phrase("ADD", Operand.COLUMN_DEFINITION, Action.CREATE),
        phrase("DROP", Operand.COLUMN, Action.DROP),
        phrase("ALTER", Operand.COLUMN, Action.ALTER),
    };

    /** What may be done to a column, behind its name. */
    private static final Phrase[] COLUMN_PHRASES = {
        phrase("SET DATA TYPE", Operand.NONE, null),
        phrase("TYPE", Operand.NONE, null),
        phrase("SET DEFAULT", Operand.NONE, null),
        phrase("DROP DEFAULT", Operand.NONE, null),
        phrase("SET NOT NULL", Operand.NONE, null),
        phrase("DROP NOT NULL", Operand.NONE, null),
        phrase("SET EXPRESSION", Operand.NONE, null),
        phrase("DROP EXPRESSION", Operand.NONE, null),
        phrase("DROP IDENTITY", Operand.NONE, null),
        phrase("SET STATISTICS", Operand.NONE, null),
        phrase("SET STORAGE", Operand.NONE, null),
        phrase("SET COMPRESSION", Operand.NONE, null),
        phrase("SET GENERATED", Operand.NONE, null),
        phrase("ADD GENERATED", Operand.NONE, null),
        phrase("RESTART", Operand.NONE, null),
        phrase("OPTIONS", Operand.NONE, null),
        phrase("RESET", Operand.NONE, null),
        phrase("SET", Operand.NONE, null),
    };

    private static Phrase phrase(String words, Operand operand, Action action) {
        return new Phrase(words, Keyword.phrase(words), operand, action);
    }

    private final TokenStream tokens;
    private final Draft draft;
    private final NameReader names;
    private final Target target;
    private final QualifiedName relation;
    private final TableReader body;

    AlterTableReader(TokenStream tokens, Draft draft, TargetReader targets, Target target) {
        this.tokens = tokens;
        this.draft = draft;
        this.names = targets.names;
        this.target = target;
        this.relation = new QualifiedName(target.schema(), target.name());
        this.body = new TableReader(tokens, targets, relation, target.type());
    }

    /** All of them; what the server makes besides is implied, the indexes of new keys last (its own report leaves those out). */
    void read() {
        do {
            subcommand();
            tokens.skipItem();
        } while (tokens.accept(TokenType.COMMA));
        if (!tokens.isAtEnd()) {
            throw tokens.unexpected("the end of the statement");
        }
        body.implySequences(draft);
        body.implyOwnership(draft);
        body.implyIndexes(draft);
    }

    private void subcommand() {
        for (Phrase phrase : PHRASES) {
            if (tokens.accept(phrase.words)) {
                read(phrase);
                return;
            }
        }
        if (target.type() == ObjectType.SEQUENCE && tokens.keyword() != null) {
            draft.sub("SEQUENCE OPTIONS", null);
            return;
        }
        throw tokens.unexpected("a subcommand");
    }

    private void read(Phrase phrase) {
        switch (phrase.operand) {
            case NONE -> draft.sub(phrase.name, null);
            case COLUMN_DEFINITION -> add(phrase);
            case COLUMN -> column(phrase);
            case CONSTRAINT -> part(phrase, ObjectType.TABLE_CONSTRAINT);
            case TRIGGER -> part(phrase, ObjectType.TRIGGER);
            case RULE -> part(phrase, ObjectType.RULE);
            case INDEX -> {
                QualifiedName index = new QualifiedName(relation.schema(), names.colId());
                draft.sub(phrase.name, Target.qualified(ObjectType.INDEX, index).within(target.identity()).with(phrase.action, 0));
            }
            case RELATION -> {
                ObjectType type = target.type() == ObjectType.INDEX ? ObjectType.INDEX : ObjectType.TABLE;
                draft.sub(phrase.name, Target.qualified(type, names.qualified()).within(target.identity()).with(phrase.action, 0));
            }
            default -> draft.sub(phrase.name, Target.qualified(ObjectType.TYPE, names.function()).with(phrase.action, 0));
        }
    }

    /** A trigger may also be named ALL or USER, which stands for many. */
    private void part(Phrase phrase, ObjectType type) {
        int flags = tokens.accept(Keyword.IF, Keyword.EXISTS) ? Flag.IF_EXISTS.bit : 0;
        if (type == ObjectType.TRIGGER && (tokens.is(Keyword.ALL) || tokens.is(Keyword.USER))) {
            draft.sub(phrase.name.concat(tokens.is(Keyword.ALL) ? " ALL" : " USER"), null);
            return;
        }
        String name = names.colId();
        flags |= cascade(phrase);
        draft.sub(phrase.name, Target.on(type, name, relation).with(phrase.action, flags));
    }

    private int cascade(Phrase phrase) {
        return phrase.action == Action.DROP && tokens.is(Keyword.CASCADE) ? Flag.CASCADE.bit : 0;
    }

    private void add(Phrase phrase) {
        if (phrase.words.length == 1 && body.beginsConstraint()) {
            String name = body.constraint();
            draft.sub("ADD CONSTRAINT", name == null ? null : Target.on(ObjectType.TABLE_CONSTRAINT, name, relation).with(Action.CREATE, 0));
            return;
        }
        int flags = tokens.accept(Keyword.IF, Keyword.NOT, Keyword.EXISTS) ? Flag.IF_NOT_EXISTS.bit : 0;
        String name = names.colId();
        draft.sub("ADD COLUMN", Target.column(target.type().column(), relation, name).with(Action.CREATE, flags));
        body.column(name);
    }

    private void column(Phrase phrase) {
        int flags = tokens.accept(Keyword.IF, Keyword.EXISTS) ? Flag.IF_EXISTS.bit : 0;
        String name = tokens.is(TokenType.NUMBER) ? indexColumn() : names.colId();
        Target column = Target.column(target.type().column(), relation, name);
        if (phrase.action == Action.DROP) {
            draft.sub("DROP COLUMN", column.with(Action.DROP, flags | cascade(phrase)));
            return;
        }
        for (Phrase change : COLUMN_PHRASES) {
            if (tokens.accept(change.words)) {
                change(change, column, name);
                return;
            }
        }
        throw tokens.unexpected("a change of a column");
    }

    /** ALTER INDEX ... ALTER COLUMN 2. */
    private String indexColumn() {
        String number = tokens.written();
        tokens.advance();
        return number;
    }

    private void change(Phrase change, Target column, String name) {
        String subcommand = change.name.equals("TYPE") || change.name.equals("SET DATA TYPE") ? "TYPE" : change.name;
        boolean dropsDefault = subcommand.equals("DROP DEFAULT");
        Target touched = dropsDefault
            ? new Target(ObjectType.DEFAULT_VALUE, column.schema(), null, "for ".concat(column.identity()), column.parent()) : column;
        draft.sub("ALTER COLUMN ".concat(subcommand), touched.with(dropsDefault ? Action.DROP : Action.ALTER, 0));
        if (subcommand.equals("ADD GENERATED")) {
            if (!tokens.accept(Keyword.ALWAYS)) {
                tokens.accept(Keyword.BY, Keyword.DEFAULT);
            }
            tokens.accept(Keyword.AS, Keyword.IDENTITY);
            body.identity(name);
        }
    }
}
