package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.List;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** What a DROP takes along. */
final class Dependants {
    private final SchemaState state;

    Dependants(SchemaState state) {
        this.state = state;
    }

    /** Takes the object out with all that is on it; with {@code cascade} also what names it. Returns what went, the object first. */
    List<StoredObject> drop(StoredObject object, boolean cascade) {
        List<StoredObject> gone = new ArrayList<>();
        drop(object, cascade, gone);
        return gone;
    }

    private void drop(StoredObject object, boolean cascade, List<StoredObject> gone) {
        if (state.at(object.path()) != object) {
            return;
        }
        List<StoredObject> parts = new ArrayList<>(state.partitions(object));
        for (StoredObject other : object.shape == null ? List.<StoredObject>of() : state.naming(object.name)) {
            if (LikeIndexes.areOf(other, object, state)) {
                parts.add(other);
            }
        }
        state.remove(object);
        state.gone().add(object);
        gone.add(object);
        parts.forEach(part -> drop(part, cascade, gone));
        if (object.type == ObjectType.INDEX && object.parent != null) {
            dropKeysTo(object.parent, Constraint.ofIndex(object));
            new Partitions(state).dropParts(object, this, gone);
        }
        if (!cascade) {
            dropStale(object);
        }
        if (object.isRelation()) {
            for (StoredObject dependant : state.on(object.qualifiedName())) {
                drop(dependant, cascade, gone);
            }
        }
        if (object.type == ObjectType.SCHEMA) {
            for (StoredObject member : List.copyOf(state.all())) {
                if (object.name.equals(member.schema)) {
                    drop(member, cascade, gone);
                }
            }
        }
        if (cascade) {
            dropUsers(object, gone);
        }
    }

    /**
     * The server drops nothing, but with CASCADE, that something else needs: what is still alive here and would need the object was dropped before, in a text that is lost.
     * It is taken out, but no event is made of it.
     */
    private void dropStale(StoredObject object) {
        boolean isTable = object.type == ObjectType.TABLE || object.type == ObjectType.FOREIGN_TABLE;
        if (isTable || object.type == ObjectType.VIEW || object.type == ObjectType.MATERIALIZED_VIEW) {
            for (StoredObject other : state.naming(object.name)) {
                if (Queries.isQuery(other) ? Queries.reads(other.head, object.qualifiedName(), state) : other.isRoutine() && NamedUses.takesRows(other, object.qualifiedName())) {
                    takeOut(other);
                }
            }
        }
        if (isTable) {
            dropKeysTo(object);
        }
        if (object.type == ObjectType.SEQUENCE) {
            dropDefaults(object);
        }
        if (object.type == ObjectType.FUNCTION && "()".equals(object.suffix)) {
            for (StoredObject other : state.naming(object.name)) {
                if (other.type == ObjectType.TRIGGER && Queries.executes(other.head, object.qualifiedName(), state)) {
                    takeOut(other);
                }
            }
        }
    }

    /** Defaults of any table that ask the sequence: a column's own sequence goes with the column, and CASCADE stands with the column. */
    private void dropDefaults(StoredObject sequence) {
        for (StoredObject other : state.naming(sequence.name)) {
            if (other.shape != null) {
                dropFromTable(other, sequence, new ArrayList<>());
            }
        }
    }

    /** Views that need a column which the server gave another type: it would not have, were they still there. */
    void dropQueries(StoredObject table, String column) {
        for (StoredObject other : state.naming(table.name)) {
            if (Queries.isQuery(other) && Queries.readsColumn(other.head, table.qualifiedName(), column, state)) {
                takeOut(other);
            }
        }
    }

    /** Takes the column out with what goes with it, and what needs it: with CASCADE that went with it, without it was gone before. */
    void dropColumn(StoredObject table, String column, boolean cascade, List<StoredObject> gone) {
        for (StoredObject other : state.naming(table.name)) {
            if (Queries.isQuery(other) && Queries.readsColumn(other.head, table.qualifiedName(), column, state)) {
                if (cascade) {
                    drop(other, true, gone);
                } else {
                    takeOut(other);
                }
            }
            if (cascade && other.shape != null && other.shape.constraints.stream().anyMatch(c -> c.pointsTo(table.qualifiedName(), column))) {
                state.touch(other);
                other.shape.constraints.removeIf(c -> c.pointsTo(table.qualifiedName(), column));
                forgetConstraints(other);
            }
        }
        if (cascade) {
            for (StoredObject on : state.on(table.qualifiedName())) {
                if ((on.type == ObjectType.POLICY || on.type == ObjectType.TRIGGER) && Renaming.mentionsColumnOfDependant(on.head, column)) {
                    drop(on, true, gone);
                }
            }
            for (Column c : List.copyOf(table.shape.columns)) {
                if (c.generation() != null && !c.isIdentity() && !c.name().equals(column) && Renaming.mentionsColumn("x " + c.generation(), column)) {
                    dropColumn(table, c.name(), true, gone);
                }
            }
        }
        gone.addAll(dropColumn(table, column));
    }

    private void takeOut(StoredObject object) {
        int events = state.gone().size();
        drop(object, false);
        state.gone().subList(events, state.gone().size()).clear();
    }

    private void dropUsers(StoredObject object, List<StoredObject> gone) {
        if (object.name == null || object.schema == null || object.isOnRelation() || object.type == ObjectType.INDEX) {
            return;
        }
        QualifiedName name = object.qualifiedName();
        for (StoredObject other : state.naming(object.name)) {
            if (other.shape != null) {
                dropFromTable(other, object, gone);
            } else if (isUser(other, object, name)) {
                drop(other, true, gone);
            }
        }
    }

    private boolean isUser(StoredObject other, StoredObject object, QualifiedName name) {
        if (object.isRoutine()) {
            if (!state.routines(name).isEmpty()) {
                // Only a trigger tells which of one name it means: by having no arguments.
                return other.type == ObjectType.TRIGGER && "()".equals(object.suffix) && Queries.executes(other.head, name, state);
            }
            boolean mayCall = other.type == ObjectType.TRIGGER || other.type == ObjectType.VIEW || other.type == ObjectType.MATERIALIZED_VIEW || other.type == ObjectType.INDEX
                || other.type == ObjectType.POLICY || other.type == ObjectType.AGGREGATE || other.type == ObjectType.EVENT_TRIGGER || other.type == ObjectType.RULE;
            return mayCall && NamedUses.calls(other.head, name);
        }
        if (object.isRelation() && other.isRoutine()) {
            return NamedUses.takesRows(other, name);
        }
        boolean mayRead = other.type == ObjectType.VIEW || other.type == ObjectType.MATERIALIZED_VIEW || other.type == ObjectType.RULE || other.type == ObjectType.POLICY;
        boolean isType = object.type == ObjectType.TYPE;
        if (isType) {
            // Of what reads a column of the type the column tells.
            return other.isRoutine() ? Renaming.mentions(other.head, name, true) : (mayRead || other.type == ObjectType.INDEX || other.type == ObjectType.TRIGGER) && NamedUses.casts(other.head, name)
                || other.type == ObjectType.TYPE && Renaming.mentions(TypeParts.base(other), name, true);
        }
        return mayRead && Renaming.mentions(other.head, name, false);
    }

    private void dropFromTable(StoredObject table, StoredObject object, List<StoredObject> gone) {
        QualifiedName name = object.qualifiedName();
        List<Constraint> keys = new ArrayList<>();
        for (Constraint c : table.shape.constraints) {
            boolean isCheck = c.kind() == Constraint.Kind.CHECK || c.kind() == Constraint.Kind.EXCLUSION;
            if (object.isRelation() && name.equals(c.target()) || isCheck && (object.type == ObjectType.TYPE && NamedUses.casts(c.definition(), name) || isCalled(object, c.definition()))) {
                keys.add(c);
            }
        }
        List<Column> columns = new ArrayList<>();
        List<Column> defaults = new ArrayList<>();
        for (Column c : table.shape.columns) {
            boolean isGenerated = c.generation() != null && !c.isIdentity() && (object.type == ObjectType.TYPE && NamedUses.casts(c.generation(), name) || isCalled(object, c.generation()));
            if ((object.type == ObjectType.TYPE || object.isRelation() && object.type != ObjectType.SEQUENCE) && NamedUses.isOfType(c, name) || isGenerated) {
                columns.add(c);
            } else if (c.defaultValue() != null && (isCalled(object, c.defaultValue()) || object.type == ObjectType.TYPE && NamedUses.casts(c.defaultValue(), name)
                || object.type == ObjectType.SEQUENCE && !Renaming.inString(c.defaultValue(), name, new QualifiedName("", "")).equals(c.defaultValue()))) {
                defaults.add(c);
            }
        }
        if (keys.isEmpty() && columns.isEmpty() && defaults.isEmpty()) {
            return;
        }
        state.touch(table);
        table.shape.constraints.removeAll(keys);
        forgetConstraints(table);
        for (Column c : defaults) {
            table.shape.set(c.withDefault(null));
        }
        for (Column c : columns) {
            dropColumn(table, c.name(), true, gone);
        }
    }

    private boolean isCalled(StoredObject object, String text) {
        return object.isRoutine() && state.routines(object.qualifiedName()).isEmpty() && NamedUses.calls(text, object.qualifiedName());
    }

    /** Takes a column out of a table with its constraints, the indexes on it and the sequence that it owns. */
    List<StoredObject> dropColumn(StoredObject table, String column) {
        List<StoredObject> gone = new ArrayList<>();
        state.touch(table);
        IdentitySequences.forget(table, column);
        table.shape.drop(column);
        forgetConstraints(table);
        table.extras.removeIf(statement -> names(statement, table.name, column) || isRight(statement) && withColumn(Words.of(statement), column, null) == null);
        table.extras.replaceAll(statement -> isRight(statement) ? withColumn(Words.of(statement), column, null) : statement);
        for (StoredObject other : state.naming(table.name)) {
            if (LikeIndexes.areOf(other, table, state) && LikeIndexes.areOfColumn(other, column)) {
                drop(other, false, gone);
            }
        }
        for (StoredObject on : state.on(table.qualifiedName())) {
            boolean isIndexed = on.type == ObjectType.INDEX && Renaming.mentionsColumn(behindTable(on.head), column);
            if (isIndexed || on.type == ObjectType.SEQUENCE && column.equals(on.ownerColumn)) {
                drop(on, false, gone);
            }
        }
        return gone;
    }

    private static boolean isRight(String statement) {
        return statement.regionMatches(true, 0, "GRANT", 0, 5) || statement.regionMatches(true, 0, "REVOKE", 0, 6);
    }

    /** The statement is about the column: COMMENT ON COLUMN t.c, ALTER TABLE t ALTER COLUMN c. */
    static boolean names(String statement, String table, String column) {
        return place(Words.of(statement), table, column) > 0;
    }

    /** The statement about the column under another name. */
    static String withColumn(String statement, String table, String from, String to) {
        Words words = Words.of(statement);
        if (words.isAny(0, "GRANT", "REVOKE")) {
            return withColumn(words, from, to);
        }
        int at = place(words, table, from);
        return at < 0 ? statement : statement.substring(0, words.start(at)) + QualifiedName.quote(to) + statement.substring(words.end(at));
    }

    /** A right on columns; to: null takes the column out of them. Null where no right is left. */
    private static String withColumn(Words words, String from, String to) {
        StringBuilder out = new StringBuilder();
        int written = 0;
        int rights = 0;
        boolean isAny = false;
        for (int i = 1; i < words.count() && !words.is(i, "ON"); i = words.skip(i)) {
            if (words.type(i) != TokenType.LEFT_PAREN) {
                rights += words.isAny(i, "SELECT", "INSERT", "UPDATE", "REFERENCES", "ALL") && words.type(i + 1) == TokenType.LEFT_PAREN ? 1 : 0;
                continue;
            }
            List<String> columns = new ArrayList<>();
            for (int c = i + 1; c < words.skip(i) - 1; c++) {
                if (words.isName(c) && !from.equals(words.name(c))) {
                    columns.add(words.written(c));
                } else if (words.isName(c)) {
                    isAny = true;
                    if (to != null) {
                        columns.add(QualifiedName.quote(to));
                    }
                }
            }
            out.append(words.text(), written, words.end(i)).append(String.join(", ", columns));
            written = words.start(words.skip(i) - 1);
            if (columns.isEmpty()) {
                return rights > 1 ? words.text() : null;
            }
        }
        return isAny ? out.append(words.text().substring(written)).toString() : words.text();
    }

    private static int place(Words words, String table, String column) {
        boolean isComment = words.isPhrase(0, "COMMENT ON COLUMN");
        boolean isAlter = words.is(0, "ALTER") && (words.isAny(1, "TABLE", "VIEW") || words.is(2, "TABLE") || words.is(2, "VIEW"));
        for (int i = 2; i < words.count() && (isComment || isAlter) && !words.is(i, "IS"); i++) {
            boolean isTable = table.equals(words.name(i - 2)) && words.type(i - 1) == TokenType.DOT;
            if (column.equals(words.name(i)) && (isComment && isTable || isAlter && (words.is(i - 1, "COLUMN") || words.is(i - 1, "ALTER")))) {
                return i;
            }
        }
        return -1;
    }

    /** What is said of constraints, and of their indexes, that are no longer there. */
    static void forgetConstraints(StoredObject table) {
        table.extras.removeIf(statement -> {
            Words words = Words.of(statement);
            String name = null;
            if (words.isPhrase(0, "COMMENT ON CONSTRAINT")) {
                name = words.name(3);
            } else if (words.isPhrase(0, "COMMENT ON INDEX")) {
                name = words.name(words.type(4) == TokenType.DOT ? 5 : 3);
            } else if (words.isPhrase(0, "ALTER TABLE")) {
                int action = TableAlteration.actions(words);
                name = words.isPhrase(action, "ALTER CONSTRAINT") ? words.name(action + 2) : null;
            }
            return name != null && table.shape.constraint(name) == null;
        });
    }

    static String behindTable(String createIndex) {
        Words words = Words.of(createIndex);
        for (int i = 0; i < words.count(); i++) {
            if (words.type(i) == TokenType.LEFT_PAREN) {
                return createIndex.substring(words.start(i));
            }
        }
        return "";
    }

    /** The foreign keys that an index made possible, where nothing else on its table does: with CASCADE they go with it, without they were gone before. */
    private void dropKeysTo(QualifiedName table, Constraint index) {
        StoredObject parent = state.relation(table.schema(), table.name());
        if (index == null || parent == null || parent.shape == null) {
            return;
        }
        List<Constraint> left = new ArrayList<>(parent.shape.constraints);
        left.removeIf(c -> !c.kind().hasIndex());
        for (StoredObject on : state.on(table)) {
            Constraint other = on.type == ObjectType.INDEX ? Constraint.ofIndex(on) : null;
            if (other != null) {
                left.add(other);
            }
        }
        if (left.stream().noneMatch(c -> c.columns().size() == index.columns().size() && c.columns().containsAll(index.columns()))) {
            dropKeysTo(parent, index);
        }
    }

    /** The foreign keys, of any table, that need the key. */
    void dropKeysTo(StoredObject table, Constraint key) {
        QualifiedName name = table.qualifiedName();
        for (StoredObject other : state.naming(table.name)) {
            if (other.shape != null && other.shape.constraints.stream().anyMatch(c -> isKeyTo(c, name) && c.needs(key))) {
                state.touch(other);
                other.shape.constraints.removeIf(c -> isKeyTo(c, name) && c.needs(key));
                forgetConstraints(other);
            }
        }
    }

    /** The foreign keys of other tables that point to this one. */
    void dropKeysTo(StoredObject table) {
        QualifiedName name = table.qualifiedName();
        for (StoredObject other : state.naming(table.name)) {
            if (other.shape != null && other != table && other.shape.constraints.stream().anyMatch(c -> isKeyTo(c, name))) {
                state.touch(other);
                other.shape.constraints.removeIf(c -> isKeyTo(c, name));
                forgetConstraints(other);
            }
        }
    }

    /** Looks for the bare text first: reading a definition takes longer. */
    private static boolean isKeyTo(Constraint c, QualifiedName table) {
        return Mention.isPossible(c.definition(), table.name()) && table.equals(c.target());
    }
}
