package org.pggit.audit.ddl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The body of CREATE TABLE and the column and constraint definitions of ALTER TABLE, as far as they make other objects: sequences, indexes,
 * foreign keys (source: gram.y, columnDef and TableConstraint; parse_utilcmd.c, transformCreateStmt and transformIndexConstraints).
 */
final class TableReader {
    private final TokenStream tokens;
    private final TargetReader targets;
    private final NameReader names;
    private final QualifiedName table;
    private final ObjectType type;
    private final ImpliedNames impliedNames = new ImpliedNames();
    /** Null while there are none. */
    private List<DdlObject> sequences;
    private List<DdlObject> altered;
    /** Columns whose sequence this statement has made or altered already; null while there is none. */
    private Set<String> identities;
    private final KeyReader keys;
    private final List<String> columns = new ArrayList<>();
    /** INHERITS or PARTITION OF: a key's column may be an inherited one. */
    private boolean hasParent;
    /** OF a type. */
    private boolean isTyped;
    private boolean hasLike;
    /** Something that the server does by an ALTER TABLE of its own, behind the CREATE. */
    private boolean isAltered;
    /** Of the column that was read last. */
    private boolean isSerial;
    private int columnFlags;

    TableReader(TokenStream tokens, TargetReader targets, QualifiedName table, ObjectType type) {
        this.tokens = tokens;
        this.targets = targets;
        this.names = targets.names;
        this.table = table;
        this.type = type;
        impliedNames.take(table.name());
        this.keys = new KeyReader(tokens, targets, table, impliedNames);
    }

    /** CREATE TABLE's rest. True when it turns out to be CREATE TABLE AS. */
    boolean read() {
        boolean isBodyRead = false;
        while (!endsElement(tokens)) {
            int word = tokens.keyword();
            if (tokens.is(TokenType.LEFT_PAREN) && !isBodyRead) {
                elements();
                isBodyRead = true;
            } else if (tokens.is(TokenType.LEFT_PAREN)) {
                tokens.skipParentheses();
            } else if (word == Keyword.AS) {
                return true;
            } else {
                isTyped |= word == Keyword.OF && keys.isEmpty() && !isBodyRead && !hasParent;
                hasParent |= word == Keyword.INHERITS || word == Keyword.PARTITION && tokens.keyword(1) == Keyword.OF;
                if (word == Keyword.INHERITS || word == Keyword.WITH || word == Keyword.VALUES || word == Keyword.IN) {
                    isBodyRead = true;
                }
                tokens.advance();
            }
        }
        return false;
    }

    /** CREATE and GRANT are reserved: outside parentheses they begin CREATE SCHEMA's next element. */
    static boolean endsElement(TokenStream tokens) {
        return tokens.isAtEnd() || tokens.is(Keyword.CREATE) || tokens.is(Keyword.GRANT);
    }

    private void elements() {
        tokens.expect(TokenType.LEFT_PAREN);
        if (tokens.accept(TokenType.RIGHT_PAREN)) {
            return;
        }
        do {
            if (tokens.is(Keyword.LIKE)) {
                hasLike = true;
                tokens.skipItem();
            } else if (beginsConstraint()) {
                constraint();
            } else {
                column(names.colId(), 0);
            }
        } while (tokens.accept(TokenType.COMMA));
        tokens.expect(TokenType.RIGHT_PAREN);
    }

    /** A column definition behind its name; with IF NOT EXISTS what it would make may be there already. */
    void column(String column, int flags) {
        columnFlags = flags;
        columns.add(column);
        isSerial = false;
        boolean hasType = !tokens.is(Keyword.WITH) && (names.isTypeOrFunctionName(0) || names.isColId(0)) || tokens.is(Keyword.SETOF);
        if (hasType) {
            columnType();
        }
        if (isSerial) {
            sequence(column);
        }
        while (!tokens.is(TokenType.COMMA) && !tokens.is(TokenType.RIGHT_PAREN) && !endsElement(tokens)) {
            int word = tokens.keyword();
            if (tokens.is(TokenType.LEFT_PAREN)) {
                tokens.skipParentheses();
            } else if (tokens.is(TokenType.LEFT_BRACKET)) {
                tokens.skipBrackets();
            } else if (word == Keyword.CONSTRAINT) {
                tokens.advance();
                String name = names.colId();
                // It is the name of what comes next, and of nothing behind that.
                if (tokens.keyword() != Keyword.NO_KEYWORD) {
                    columnQualifier(tokens.keyword(), column, name);
                }
            } else if (word == Keyword.NO_KEYWORD) {
                tokens.advance();
            } else {
                columnQualifier(word, column, null);
            }
        }
    }

    private void columnQualifier(int word, String column, String constraintName) {
        tokens.advance();
        switch (word) {
            case Keyword.PRIMARY -> {
                if (tokens.accept(Keyword.KEY)) {
                    keys.ofColumn(constraintName, "pkey", column);
                }
            }
            case Keyword.UNIQUE -> keys.ofColumn(constraintName, "key", column);
            case Keyword.REFERENCES -> isAltered = true;
            // Options of a foreign table's column are set by an ALTER as well.
            case Keyword.OPTIONS -> isAltered |= tokens.is(TokenType.LEFT_PAREN);
            case Keyword.GENERATED -> {
                if (!tokens.accept(Keyword.ALWAYS)) {
                    tokens.accept(Keyword.BY, Keyword.DEFAULT);
                }
                if (tokens.accept(Keyword.AS, Keyword.IDENTITY)) {
                    identity(column);
                }
            }
            default -> { }
        }
    }

    /** Its name is of interest only where it may be serial, which few are. */
    private void columnType() {
        boolean isQuoted = tokens.type() != TokenType.WORD;
        if (!names.isLabel(0) || tokens.type(1) == TokenType.DOT || !isQuoted && !mayBeSerial()) {
            targets.types.skip();
            return;
        }
        String name = tokens.nameHere();
        String spelled = targets.types.type();
        isSerial = !spelled.endsWith("[]") && TypeReader.isSerial(name) && (!isQuoted || spelled.equals(name));
    }

    private boolean mayBeSerial() {
        int letter = tokens.text().charAt(tokens.start()) | 0x20;
        return letter == 's' || letter == 'b';
    }

    private void sequence(String column) {
        addSequence(new QualifiedName(table.schema(), impliedNames.choose(table.name(), column, "seq")), column);
    }

    private void addSequence(QualifiedName name, String column) {
        noteIdentity(column);
        String owner = table.toString().concat(".").concat(QualifiedName.quote(column));
        if (sequences == null) {
            sequences = new ArrayList<>(2);
        }
        sequences.add(Target.qualified(ObjectType.SEQUENCE, name).within(owner).with(Action.CREATE, columnFlags));
    }

    /** False where the column was noted before. */
    private boolean noteIdentity(String column) {
        if (identities == null) {
            identities = new HashSet<>();
        }
        return identities.add(column);
    }

    /** AS IDENTITY [(options)]: SEQUENCE NAME among the options names the sequence (pg_dump writes it so). */
    void identity(String column) {
        QualifiedName given = null;
        if (tokens.is(TokenType.LEFT_PAREN)) {
            tokens.advance();
            while (!tokens.is(TokenType.RIGHT_PAREN) && !tokens.isAtEnd()) {
                if (tokens.accept(Keyword.SEQUENCE, Keyword.NAME)) {
                    given = names.qualified();
                } else {
                    tokens.advance();
                }
            }
            tokens.accept(TokenType.RIGHT_PAREN);
        }
        if (given == null) {
            sequence(column);
        } else {
            addSequence(given.schema() == null ? new QualifiedName(table.schema(), given.name()) : given, column);
        }
    }

    /** ALTER of an identity column changes its sequence; the name is the one it got when it was made. */
    void alterIdentity(String column) {
        if (!noteIdentity(column)) {
            return;
        }
        String name = ImpliedNames.make(table.name(), column, "seq");
        String owner = table.toString().concat(".").concat(QualifiedName.quote(column));
        if (altered == null) {
            altered = new ArrayList<>(2);
        }
        altered.add(Target.qualified(ObjectType.SEQUENCE, new QualifiedName(table.schema(), name)).within(owner).with(Action.ALTER, 0));
    }

    /** Reads a table constraint. Its name, or null where it has none. */
    String constraint() {
        String name = null;
        if (tokens.accept(Keyword.CONSTRAINT)) {
            name = names.colId();
        }
        int word = tokens.keyword();
        tokens.advance();
        if (word != Keyword.NO_KEYWORD) {
            tableConstraint(word, name);
        }
        tokens.skipItem();
        return name;
    }

    /** EXCLUDE may be a column's name as well. */
    boolean beginsConstraint() {
        int word = tokens.keyword();
        if (word == Keyword.NO_KEYWORD) {
            return false;
        }
        return switch (word) {
            case Keyword.CONSTRAINT, Keyword.CHECK, Keyword.UNIQUE, Keyword.PRIMARY, Keyword.FOREIGN -> true;
            case Keyword.EXCLUDE -> tokens.type(1) == TokenType.LEFT_PAREN || tokens.keyword(1) == Keyword.USING;
            case Keyword.NOT -> tokens.keyword(1) == Keyword.NULL;
            default -> false;
        };
    }

    private void tableConstraint(int word, String name) {
        switch (word) {
            case Keyword.PRIMARY -> {
                tokens.expect(Keyword.KEY);
                keys.ofTable(name, "pkey");
            }
            case Keyword.UNIQUE -> keys.ofTable(name, "key");
            case Keyword.EXCLUDE -> keys.exclusion(name);
            case Keyword.FOREIGN -> isAltered = true;
            default -> { }
        }
    }

    /** CREATE SEQUENCE, which the server runs before the table. */
    void implySequences(Draft draft) {
        if (sequences != null) {
            draft.imply(sequences);
        }
    }

    /** The indexes, then ALTER SEQUENCE ... OWNED BY, then the ALTER TABLE of foreign keys and other afterthoughts. */
    void implyRest(Draft draft) {
        keys.imply(draft);
        implyOwnership(draft);
        if (isAltered || hasInheritedPrimaryKey()) {
            draft.imply(Target.qualified(type, table).with(Action.ALTER, 0));
        }
    }

    /** Its columns are set NOT NULL by an ALTER (parse_utilcmd.c, transformIndexConstraint, up to PostgreSQL 17). */
    private boolean hasInheritedPrimaryKey() {
        if (isTyped) {
            return keys.hasPrimaryKeyBeyond(Set.of());
        }
        return hasParent && !hasLike && keys.hasPrimaryKeyBeyond(new HashSet<>(columns));
    }

    void implyIndexes(Draft draft) {
        keys.imply(draft);
    }

    void implyOwnership(Draft draft) {
        if (altered != null) {
            draft.imply(altered);
        }
        if (sequences != null) {
            for (DdlObject made : sequences) {
                draft.imply(new DdlObject(Action.ALTER, made.type(), made.schema(), made.name(), made.identity(), made.parent(), null, null, made.flags()));
            }
        }
    }
}
