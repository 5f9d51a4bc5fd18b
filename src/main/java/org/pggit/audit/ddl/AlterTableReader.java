package org.pggit.audit.ddl;

/** The subcommands of ALTER TABLE and its kin (source: gram.y, alter_table_cmd, partition_cmd, index_partition_cmd). */
final class AlterTableReader {
    /** What a subcommand's phrase is followed by. */
    private enum Operand { NONE, COLUMN_DEFINITION, COLUMN, CONSTRAINT, TRIGGER, RULE, INDEX, RELATION, TYPE }

    private static final class Phrase {
        final String name;
        final int[] words;
        final Operand operand;
        final Action action;
        private Phrase nextOfSameWord;

        Phrase(String name, Operand operand, Action action) {
            this.name = name;
            this.words = Keywords.phrase(name);
            this.operand = operand;
            this.action = action;
        }

        /** The phrases by their first word; those of one word in the order given. */
        static Phrase[] byFirstWord(Phrase... phrases) {
            Phrase[] byFirstWord = new Phrase[Keywords.count() + 1];
            for (int i = phrases.length - 1; i >= 0; i--) {
                int word = phrases[i].words[0];
                phrases[i].nextOfSameWord = byFirstWord[word];
                byFirstWord[word] = phrases[i];
            }
            return byFirstWord;
        }

        /** Takes the phrase that stands here; null (and nothing taken) when there is none. */
        static Phrase take(Phrase[] byFirstWord, TokenStream tokens) {
            for (Phrase phrase = byFirstWord[tokens.keyword()]; phrase != null; phrase = phrase.nextOfSameWord) {
                if (tokens.accept(phrase.words)) {
                    return phrase;
                }
            }
            return null;
        }
    }

    /** Longer phrases before those they begin with. */
    private static final Phrase[] PHRASES = Phrase.byFirstWord(
        new Phrase("ADD COLUMN", Operand.COLUMN_DEFINITION, Action.CREATE),
        new Phrase("DROP COLUMN", Operand.COLUMN, Action.DROP),
        new Phrase("DROP CONSTRAINT", Operand.CONSTRAINT, Action.DROP),
        new Phrase("ALTER CONSTRAINT", Operand.CONSTRAINT, Action.ALTER),
        new Phrase("VALIDATE CONSTRAINT", Operand.CONSTRAINT, Action.ALTER),
        new Phrase("ALTER COLUMN", Operand.COLUMN, Action.ALTER),
        new Phrase("ENABLE TRIGGER", Operand.TRIGGER, Action.ALTER),
        new Phrase("ENABLE ALWAYS TRIGGER", Operand.TRIGGER, Action.ALTER),
        new Phrase("ENABLE REPLICA TRIGGER", Operand.TRIGGER, Action.ALTER),
        new Phrase("DISABLE TRIGGER", Operand.TRIGGER, Action.ALTER),
        new Phrase("ENABLE RULE", Operand.RULE, Action.ALTER),
        new Phrase("ENABLE ALWAYS RULE", Operand.RULE, Action.ALTER),
        new Phrase("ENABLE REPLICA RULE", Operand.RULE, Action.ALTER),
        new Phrase("DISABLE RULE", Operand.RULE, Action.ALTER),
        new Phrase("ENABLE ROW LEVEL SECURITY", Operand.NONE, null),
        new Phrase("DISABLE ROW LEVEL SECURITY", Operand.NONE, null),
        new Phrase("FORCE ROW LEVEL SECURITY", Operand.NONE, null),
        new Phrase("NO FORCE ROW LEVEL SECURITY", Operand.NONE, null),
        new Phrase("CLUSTER ON", Operand.INDEX, Action.ALTER),
        new Phrase("SET WITHOUT CLUSTER", Operand.NONE, null),
        new Phrase("SET WITHOUT OIDS", Operand.NONE, null),
        new Phrase("SET LOGGED", Operand.NONE, null),
        new Phrase("SET UNLOGGED", Operand.NONE, null),
        new Phrase("SET TABLESPACE", Operand.NONE, null),
        new Phrase("SET ACCESS METHOD", Operand.NONE, null),
        new Phrase("NO INHERIT", Operand.RELATION, Action.ALTER),
        new Phrase("INHERIT", Operand.RELATION, Action.ALTER),
        new Phrase("NOT OF", Operand.NONE, null),
        new Phrase("OF", Operand.TYPE, Action.ALTER),
        new Phrase("OWNER TO", Operand.NONE, null),
        new Phrase("REPLICA IDENTITY", Operand.NONE, null),
        new Phrase("ATTACH PARTITION", Operand.RELATION, Action.ALTER),
        new Phrase("DETACH PARTITION", Operand.RELATION, Action.ALTER),
        new Phrase("NO DEPENDS ON EXTENSION", Operand.NONE, null),
        new Phrase("DEPENDS ON EXTENSION", Operand.NONE, null),
        new Phrase("RESTART", Operand.NONE, null),
        new Phrase("OWNED BY", Operand.NONE, null),
        new Phrase("OPTIONS", Operand.NONE, null),
        new Phrase("RESET", Operand.NONE, null),
        new Phrase("SET", Operand.NONE, null),
        new Phrase("ADD", Operand.COLUMN_DEFINITION, Action.CREATE),
        new Phrase("DROP", Operand.COLUMN, Action.DROP),
        new Phrase("ALTER", Operand.COLUMN, Action.ALTER));

    /** What may be done to a column, behind its name. */
    private static final Phrase[] COLUMN_PHRASES = Phrase.byFirstWord(
        new Phrase("SET DATA TYPE", Operand.NONE, null),
        new Phrase("TYPE", Operand.NONE, null),
        new Phrase("SET DEFAULT", Operand.NONE, null),
        new Phrase("DROP DEFAULT", Operand.NONE, null),
        new Phrase("SET NOT NULL", Operand.NONE, null),
        new Phrase("DROP NOT NULL", Operand.NONE, null),
        new Phrase("SET EXPRESSION", Operand.NONE, null),
        new Phrase("DROP EXPRESSION", Operand.NONE, null),
        new Phrase("DROP IDENTITY", Operand.NONE, null),
        new Phrase("SET STATISTICS", Operand.NONE, null),
        new Phrase("SET STORAGE", Operand.NONE, null),
        new Phrase("SET COMPRESSION", Operand.NONE, null),
        new Phrase("SET GENERATED", Operand.NONE, null),
        new Phrase("ADD GENERATED", Operand.NONE, null),
        new Phrase("RESTART", Operand.NONE, null),
        new Phrase("OPTIONS", Operand.NONE, null),
        new Phrase("RESET", Operand.NONE, null),
        new Phrase("SET", Operand.NONE, null));

    private final TokenStream tokens;
    private final Draft draft;
    private final NameReader names;
    private final Target target;
    private final QualifiedName relation;
    private final TargetReader targets;
    /** Made for the first subcommand that defines something. */
    private TableReader body;

    AlterTableReader(TokenStream tokens, Draft draft, TargetReader targets, Target target) {
        this.tokens = tokens;
        this.draft = draft;
        this.names = targets.names;
        this.target = target;
        this.relation = new QualifiedName(target.schema(), target.name());
        this.targets = targets;
    }

    private TableReader body() {
        if (body == null) {
            body = new TableReader(tokens, targets, relation, target.type());
        }
        return body;
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
        if (body != null) {
            body.implySequences(draft);
            body.implyOwnership(draft);
            body.implyIndexes(draft);
        }
    }

    private void subcommand() {
        Phrase phrase = Phrase.take(PHRASES, tokens);
        if (phrase != null) {
            read(phrase);
            return;
        }
        if (target.type() == ObjectType.SEQUENCE && tokens.keyword() != Keyword.NO_KEYWORD) {
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
        if (phrase.words.length == 1 && body().beginsConstraint()) {
            String name = body().constraint();
            draft.sub("ADD CONSTRAINT", name == null ? null : Target.on(ObjectType.TABLE_CONSTRAINT, name, relation).with(Action.CREATE, 0));
            return;
        }
        int flags = tokens.accept(Keyword.IF, Keyword.NOT, Keyword.EXISTS) ? Flag.IF_NOT_EXISTS.bit : 0;
        String name = names.colId();
        draft.sub("ADD COLUMN", Target.column(target.type().column(), relation, name).with(Action.CREATE, flags));
        body().column(name, flags);
    }

    private void column(Phrase phrase) {
        int flags = tokens.accept(Keyword.IF, Keyword.EXISTS) ? Flag.IF_EXISTS.bit : 0;
        String name = tokens.is(TokenType.NUMBER) ? indexColumn() : names.colId();
        Target column = Target.column(target.type().column(), relation, name);
        if (phrase.action == Action.DROP) {
            draft.sub("DROP COLUMN", column.with(Action.DROP, flags | cascade(phrase)));
            return;
        }
        Phrase change = Phrase.take(COLUMN_PHRASES, tokens);
        if (change != null) {
            change(change, column, name);
            return;
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
        boolean dropsDefault = subcommand.equals("DROP DEFAULT") || subcommand.equals("DROP EXPRESSION");
        Target touched = dropsDefault
            ? new Target(ObjectType.DEFAULT_VALUE, column.schema(), null, "for ".concat(column.identity()), column.parent()) : column;
        int flags = tokens.accept(Keyword.IF, Keyword.EXISTS) ? Flag.IF_EXISTS.bit : 0;
        draft.sub("ALTER COLUMN ".concat(subcommand), touched.with(dropsDefault ? Action.DROP : Action.ALTER, flags));
        if (subcommand.equals("ADD GENERATED")) {
            if (!tokens.accept(Keyword.ALWAYS)) {
                tokens.accept(Keyword.BY, Keyword.DEFAULT);
            }
            tokens.accept(Keyword.AS, Keyword.IDENTITY);
            body().identity(name);
        } else if (subcommand.equals("SET GENERATED") || subcommand.equals("RESTART") || subcommand.equals("SET") && !tokens.is(TokenType.LEFT_PAREN)) {
            body().alterIdentity(name);
        }
    }
}
