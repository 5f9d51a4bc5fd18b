package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.pggit.audit.ddl.GeneratedNames;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** What a DROP takes along, and what a RENAME or SET SCHEMA changes in the texts of other objects. */
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
            for (StoredObject other : state.naming(object.name, ObjectType.VIEW, ObjectType.MATERIALIZED_VIEW)) {
                if (Queries.isQuery(other) && Queries.reads(other.head, object.qualifiedName(), state)) {
                    takeOut(other);
                }
            }
        }
        if (isTable) {
            dropKeysTo(object);
        }
        if (object.type == ObjectType.FUNCTION && "()".equals(object.suffix)) {
            for (StoredObject other : state.naming(object.name, ObjectType.TRIGGER)) {
                if (Queries.executes(other.head, object.qualifiedName(), state)) {
                    takeOut(other);
                }
            }
        }
    }

    /** Views that need a column which the server dropped, or gave another type: it would not have, were they still there. */
    void dropQueries(StoredObject table, String column) {
        for (StoredObject other : state.naming(table.name, ObjectType.VIEW, ObjectType.MATERIALIZED_VIEW)) {
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
    private static boolean names(String statement, String table, String column) {
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
        for (StoredObject other : state.all()) {
            if (other.shape != null && other != table && other.shape.constraints.stream().anyMatch(c -> isKeyTo(c, name))) {
                state.touch(other);
                other.shape.constraints.removeIf(c -> isKeyTo(c, name));
            }
        }
    }

    /** Looks for the bare text first: reading a definition takes longer. */
    private static boolean isKeyTo(Constraint c, QualifiedName table) {
        return (c.definition().contains(table.name()) || table.name().indexOf('"') >= 0) && table.equals(c.target());
    }

    /** Gives an object its new name everywhere: in its own statements, in what is on it, in keys and views that name it. */
    void rename(StoredObject object, QualifiedName now) {
        QualifiedName old = object.qualifiedName();
        if (object.type == ObjectType.SCHEMA) {
            renameSchema(object, now.name());
            return;
        }
        List<StoredObject> dependants = object.isRelation() ? state.on(old) : List.of();
        state.move(object, () -> {
            if (object.shape == null) {
                object.head = Renaming.subject(object.head, old.name(), now);
            } else if (!old.name().equals(now.name())) {
                nameIdentitySequences(object, old, now.schema());
            }
            object.extras.replaceAll(statement -> Renaming.subject(statement, old.name(), now));
            object.schema = now.schema();
            object.name = now.name();
        });
        boolean isMoved = object.isRelation() && !old.schema().equals(now.schema());
        for (StoredObject dependant : dependants) {
            QualifiedName before = dependant.qualifiedName();
            state.move(dependant, () -> {
                dependant.parent = now;
                if (dependant.head != null) {
                    dependant.head = Renaming.relation(dependant.head, old, now);
                }
                dependant.extras.replaceAll(statement -> Renaming.relation(statement, old, now));
                if (dependant.schema != null && isMoved && dependant.type != ObjectType.RULE) {
                    dependant.schema = now.schema();
                }
                if (dependant.type == ObjectType.SEQUENCE && isMoved) {
                    dependant.head = Renaming.subject(dependant.head, dependant.name, dependant.qualifiedName());
                    dependant.extras.replaceAll(statement -> Renaming.subject(statement, dependant.name, dependant.qualifiedName()));
                }
            });
            if (dependant.type == ObjectType.SEQUENCE && isMoved) {
                renameInOthers(dependant, before, dependant.qualifiedName());
            }
        }
        if (object.isRelation() && object.type != ObjectType.INDEX) {
            renameInOthers(object, old, now);
            new NamedUses(state).rowType(old, now);
        } else if (object.isRoutine()) {
            new NamedUses(state).routine(object, old);
        } else if (object.type == ObjectType.TYPE) {
            new NamedUses(state).type(object, old);
        }
    }

    /** All that is in a schema goes with it: what is on a relation with the relation. */
    private void renameSchema(StoredObject schema, String now) {
        String old = schema.name;
        state.move(schema, () -> {
            QualifiedName name = new QualifiedName(null, now);
            schema.head = Renaming.subject(schema.head, old, name);
            schema.extras.replaceAll(statement -> Renaming.subject(statement, old, name));
            schema.name = now;
        });
        List<StoredObject> members = new ArrayList<>(state.all());
        members.removeIf(o -> !old.equals(o.schema) || o.isOnRelation() || o.type == ObjectType.INDEX);
        members.sort(Comparator.comparing(StoredObject::path));
        for (StoredObject member : members) {
            if (old.equals(member.schema)) {
                rename(member, new QualifiedName(now, member.name));
            }
        }
        state.searchPath = state.searchPath.stream().map(s -> s.equals(old) ? now : s).toList();
    }

    /** An identity column's sequence keeps the name that it had under the table's old one. */
    private static void nameIdentitySequences(StoredObject table, QualifiedName old, String schema) {
        for (Column c : List.copyOf(table.shape.columns)) {
            if (c.isIdentity() && !c.generation().toUpperCase(Locale.ROOT).contains("SEQUENCE NAME")) {
                String sequence = "SEQUENCE NAME " + new QualifiedName(schema, GeneratedNames.choose(old.name(), c.name(), "seq", n -> false));
                int open = c.generation().indexOf('(');
                table.shape.set(c.generated(open < 0 ? c.generation() + " (" + sequence + ")" : c.generation().substring(0, open + 1) + sequence + ' ' + c.generation().substring(open + 1)));
            }
        }
    }

    private void renameInOthers(StoredObject object, QualifiedName old, QualifiedName now) {
        for (StoredObject other : List.copyOf(state.all())) {
            if (other.shape != null) {
                renameInTable(other, object.type == ObjectType.SEQUENCE, old, now);
            } else if ((other.type == ObjectType.VIEW || other.type == ObjectType.MATERIALIZED_VIEW || other.type == ObjectType.RULE) && Renaming.mentions(other.head, old, false)) {
                state.touch(other);
                other.head = Renaming.relation(other.head, old, now);
            }
        }
    }

    private void renameInTable(StoredObject table, boolean isSequence, QualifiedName old, QualifiedName now) {
        for (int i = 0; i < table.shape.constraints.size(); i++) {
            Constraint c = table.shape.constraints.get(i);
            if (!isSequence && old.equals(c.target())) {
                state.touch(table);
                table.shape.constraints.set(i, new Constraint(c.name(), Renaming.relation(c.definition(), old, now)));
            }
        }
        for (Column c : List.copyOf(table.shape.columns)) {
            String renamed = isSequence && c.defaultValue() != null ? Renaming.inString(c.defaultValue(), old, now) : c.defaultValue();
            if (renamed != null && !renamed.equals(c.defaultValue())) {
                state.touch(table);
                table.shape.set(c.withDefault(renamed));
            }
        }
    }

    void renameColumn(StoredObject table, String from, String to) {
        state.partitions(table).forEach(partition -> renameColumn(partition, from, to));
        if (table.shape.has(to)) {
            // The one of that name was renamed in a text that is lost, to what is not known: two of one name would be no table. v1's metadata tells at the table's next row.
            return;
        }
        state.touch(table);
        table.shape.renameColumn(from, to);
        table.extras.replaceAll(statement -> names(statement, table.name, from) ? Renaming.column(statement, from, to) : statement);
        for (StoredObject on : state.on(table.qualifiedName())) {
            if (on.type == ObjectType.SEQUENCE) {
                if (from.equals(on.ownerColumn)) {
                    state.touch(on);
                    on.ownerColumn = to;
                    on.extras.replaceAll(statement -> Extras.key(statement).equals("owner column") ? ownedBy(on) : statement);
                }
            } else {
                state.touch(on);
                on.head = Renaming.columnOfDependant(on.head, from, to);
            }
        }
        for (StoredObject other : state.all()) {
            String query = Queries.isQuery(other) ? Queries.renameColumn(other.head, table.qualifiedName(), from, to, state) : other.head;
            if (query != null && !query.equals(other.head)) {
                state.touch(other);
                other.head = query;
            }
            if (other.shape != null) {
                for (int i = 0; i < other.shape.constraints.size(); i++) {
                    Constraint c = other.shape.constraints.get(i);
                    if (table.qualifiedName().equals(c.target()) && !Renaming.targetColumn(c.definition(), from, to).equals(c.definition())) {
                        state.touch(other);
                        other.shape.constraints.set(i, new Constraint(c.name(), Renaming.targetColumn(c.definition(), from, to)));
                    }
                }
            }
        }
    }

    static String ownedBy(StoredObject sequence) {
        return "ALTER SEQUENCE " + sequence.qualifiedName() + " OWNED BY " + sequence.parent + '.' + QualifiedName.quote(sequence.ownerColumn);
    }
}
