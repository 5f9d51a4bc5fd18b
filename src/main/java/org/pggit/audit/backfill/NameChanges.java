package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.pggit.audit.ddl.GeneratedNames;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.Words;

/** What a RENAME or SET SCHEMA changes in the texts of other objects. */
final class NameChanges {
    private final SchemaState state;

    NameChanges(SchemaState state) {
        this.state = state;
    }

    /** Gives an object its new name everywhere: in its own statements, in what is on it, in keys and views that name it. */
    void rename(StoredObject object, QualifiedName now) {
        QualifiedName old = object.qualifiedName();
        if (object.type == ObjectType.SCHEMA) {
            renameSchema(object, now.name());
            return;
        }
        if (object.shape != null && !old.name().equals(now.name())) {
            new Partitions(state).keepNames(object);
            state.partitions(object).forEach(new Partitions(state)::keepNames);
        }
        List<StoredObject> dependants = object.isRelation() ? state.on(old) : List.of();
        state.move(object, () -> {
            if (object.shape == null) {
                TypeParts.name(object);
                object.head = Renaming.subject(object.head, old.name(), now);
            } else {
                IdentitySequences.keepNames(object, old, now);
            }
            object.extras.replaceAll(statement -> Renaming.subject(statement, old.name(), now));
            object.schema = now.schema();
            object.name = now.name();
            if (object.shape != null) {
                object.shape.constraints.forEach(key -> object.extras.replaceAll(statement -> RenameReplay.isOfIndex(statement, key.name())
                    ? Renaming.subject(statement, key.name(), new QualifiedName(now.schema(), key.name())) : statement));
            }
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
                if (dependant.type == ObjectType.INDEX && isMoved) {
                    dependant.extras.replaceAll(statement -> Words.of(statement).isPhrase(0, "ALTER TABLE") ? statement : Renaming.subject(statement, dependant.name, dependant.qualifiedName()));
                }
                if (dependant.type == ObjectType.SEQUENCE && isMoved) {
                    dependant.head = Renaming.subject(dependant.head, dependant.name, dependant.qualifiedName());
                    dependant.extras.replaceAll(statement -> Renaming.subject(statement, dependant.name, dependant.qualifiedName()));
                }
            });
            if (dependant.extras.contains("owner column") && dependant.ownerColumn != null) {
                dependant.extras.put(ownedBy(dependant));
            }
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

    private void renameInOthers(StoredObject object, QualifiedName old, QualifiedName now) {
        for (StoredObject other : state.naming(old.name())) {
            if (other.shape != null) {
                renameInTable(other, object.type == ObjectType.SEQUENCE, old, now);
            } else if ((QueryColumns.isOf(other) || isRelationNamed(other)) && other != object && Renaming.mentions(other.head, old, false)) {
                state.touch(other);
                other.head = Renaming.relation(other.head, old, now);
            }
        }
    }

    /** Its text names relations as a query does. */
    private static boolean isRelationNamed(StoredObject object) {
        return object.type == ObjectType.RULE || object.type == ObjectType.POLICY || object.type == ObjectType.STATISTICS_OBJECT || object.type == ObjectType.PUBLICATION;
    }

    private void renameInTable(StoredObject table, boolean isSequence, QualifiedName old, QualifiedName now) {
        String attach = table.extras.get("attach");
        if (attach != null && !isSequence && !Renaming.relation(attach, old, now).equals(attach)) {
            state.touch(table);
            table.extras.put(Renaming.relation(attach, old, now));
        }
        String suffix = isSequence ? table.shape.suffix : Renaming.parent(table.shape.suffix, old, now);
        if (!suffix.equals(table.shape.suffix)) {
            state.touch(table);
            table.shape.suffix = suffix;
        }
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
        Inheritance.children(table, state).forEach(child -> renameColumn(child, from, to));
        if (table.shape.has(to)) {
            // The one of that name was renamed in a text that is lost, to what is not known: two of one name would be no table. v1's metadata tells at the table's next row.
            return;
        }
        state.touch(table);
        StarColumns.keepAll(table, state);
        IdentitySequences.keepName(table, from);
        table.shape.renameColumn(from, to);
        table.extras.replaceAll(statement -> TableStatements.withColumn(statement, table.name, from, to));
        renameColumnInOthers(table, from, to);
    }

    /** In what is on the relation, in keys to it and in queries of it. */
    void renameColumnInOthers(StoredObject table, String from, String to) {
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
        for (StoredObject other : state.naming(table.name)) {
            if (LikeIndexes.areOf(other, table, state)) {
                state.touch(other);
                other.head = LikeIndexes.withColumn(other.head, from, to);
            }
            String query = QueryColumns.isOf(other) ? QueryColumns.rename(other.head, table.qualifiedName(), from, to, state) : other.head;
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
