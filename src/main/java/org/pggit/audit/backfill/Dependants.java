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
            new ForeignKeys(state).dropUsersOf(object.parent, Constraint.ofIndex(object));
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
            new ForeignKeys(state).dropAllTo(object);
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
                TableStatements.forgetConstraints(other);
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
        TableStatements.forgetConstraints(table);
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
        TableStatements.forgetConstraints(table);
        TableStatements.forgetColumn(table, column);
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

    static String behindTable(String createIndex) {
        Words words = Words.of(createIndex);
        for (int i = 0; i < words.count(); i++) {
            if (words.type(i) == TokenType.LEFT_PAREN) {
                return createIndex.substring(words.start(i));
            }
        }
        return "";
    }
}
