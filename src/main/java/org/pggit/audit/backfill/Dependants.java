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
        state.remove(object);
        state.gone().add(object);
        gone.add(object);
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
                if (Queries.isQuery(other) && Queries.reads(other.head, object.qualifiedName(), state)) {
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

    /** Views that need a column which the server dropped, or gave another type: it would not have, were they still there. */
    void dropQueries(StoredObject table, String column) {
        for (StoredObject other : state.naming(table.name)) {
            if (Queries.isQuery(other) && Queries.readsColumn(other.head, table.qualifiedName(), column, state)) {
                takeOut(other);
            }
        }
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
        for (StoredObject other : List.copyOf(state.all())) {
            if (other.shape != null) {
                dropFromTable(other, object, gone);
            } else if (isUser(other, object, name)) {
                drop(other, true, gone);
            }
        }
    }

    private static boolean isUser(StoredObject other, StoredObject object, QualifiedName name) {
        if (object.isRoutine()) {
            boolean mayCall = other.type == ObjectType.TRIGGER || other.type == ObjectType.VIEW || other.type == ObjectType.MATERIALIZED_VIEW || other.type == ObjectType.INDEX
                || other.type == ObjectType.POLICY || other.type == ObjectType.AGGREGATE;
            return mayCall && Renaming.mentions(other.head, name, true);
        }
        if (object.isRelation() && other.isRoutine()) {
            return NamedUses.takesRows(other, name);
        }
        boolean mayRead = other.type == ObjectType.VIEW || other.type == ObjectType.MATERIALIZED_VIEW || other.type == ObjectType.RULE || other.type == ObjectType.POLICY;
        boolean isType = object.type == ObjectType.TYPE;
        return (mayRead || isType && other.isRoutine()) && Renaming.mentions(other.head, name, isType);
    }

    private void dropFromTable(StoredObject table, StoredObject object, List<StoredObject> gone) {
        QualifiedName name = object.qualifiedName();
        List<Constraint> keys = new ArrayList<>();
        for (Constraint c : table.shape.constraints) {
            if (object.isRelation() && name.equals(c.target())) {
                keys.add(c);
            }
        }
        List<Column> columns = new ArrayList<>();
        List<Column> defaults = new ArrayList<>();
        for (Column c : table.shape.columns) {
            if (object.type == ObjectType.TYPE && Renaming.mentions("x " + c.type(), name, true)) {
                columns.add(c);
            } else if (c.defaultValue() != null && (object.isRoutine() && Renaming.mentions(c.defaultValue(), name, true)
                || object.type == ObjectType.SEQUENCE && !Renaming.inString(c.defaultValue(), name, new QualifiedName("", "")).equals(c.defaultValue()))) {
                defaults.add(c);
            }
        }
        if (keys.isEmpty() && columns.isEmpty() && defaults.isEmpty()) {
            return;
        }
        state.touch(table);
        table.shape.constraints.removeAll(keys);
        for (Column c : defaults) {
            table.shape.set(c.withDefault(null));
        }
        for (Column c : columns) {
            gone.addAll(dropColumn(table, c.name()));
        }
    }

    /** Takes a column out of a table with its constraints, the indexes on it and the sequence that it owns. */
    List<StoredObject> dropColumn(StoredObject table, String column) {
        List<StoredObject> gone = new ArrayList<>();
        state.touch(table);
        IdentitySequences.forget(table, column);
        table.shape.drop(column);
        table.extras.removeIf(statement -> names(statement, table.name, column));
        for (StoredObject on : state.on(table.qualifiedName())) {
            boolean isIndexed = on.type == ObjectType.INDEX && Renaming.mentionsColumn(behindTable(on.head), column);
            if (isIndexed || on.type == ObjectType.SEQUENCE && column.equals(on.ownerColumn)) {
                drop(on, false, gone);
            }
        }
        return gone;
    }

    /** The statement is about the column: COMMENT ON COLUMN t.c, ALTER TABLE t ALTER COLUMN c. */
    static boolean names(String statement, String table, String column) {
        Words words = Words.of(statement);
        boolean isComment = words.isPhrase(0, "COMMENT ON COLUMN");
        boolean isAlter = words.isPhrase(0, "ALTER TABLE");
        for (int i = 2; i < words.count() && (isComment || isAlter) && !words.is(i, "IS"); i++) {
            boolean isTable = table.equals(words.name(i - 2)) && words.type(i - 1) == TokenType.DOT;
            if (column.equals(words.name(i)) && (isComment && isTable || isAlter && words.is(i - 1, "COLUMN"))) {
                return true;
            }
        }
        return false;
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

    /** The foreign keys of other tables that point to this one. */
    void dropKeysTo(StoredObject table) {
        QualifiedName name = table.qualifiedName();
        for (StoredObject other : state.naming(table.name)) {
            if (other.shape != null && other != table && other.shape.constraints.stream().anyMatch(c -> isKeyTo(c, name))) {
                state.touch(other);
                other.shape.constraints.removeIf(c -> isKeyTo(c, name));
            }
        }
    }

    /** Looks for the bare text first: reading a definition takes longer. */
    private static boolean isKeyTo(Constraint c, QualifiedName table) {
        return Mention.isPossible(c.definition(), table.name()) && table.equals(c.target());
    }
}
