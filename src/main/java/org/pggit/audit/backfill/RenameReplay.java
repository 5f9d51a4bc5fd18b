package org.pggit.audit.backfill;

import org.pggit.audit.ddl.DdlObject;
import org.pggit.audit.ddl.DdlStatement;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** RENAME and SET SCHEMA of objects, columns and constraints. */
final class RenameReplay {
    private final SchemaState state;
    private final NameChanges names;
    private final StatementReplay replay;

    RenameReplay(SchemaState state, NameChanges names, StatementReplay replay) {
        this.state = state;
        this.names = names;
        this.replay = replay;
    }

    void rename(DdlStatement statement) {
        DdlObject renamed = statement.objects().get(0);
        if (renamed.type().name().endsWith("_COLUMN") || renamed.type() == ObjectType.TABLE_CONSTRAINT || renamed.type() == ObjectType.DOMAIN_CONSTRAINT) {
            renamePart(statement, renamed);
            return;
        }
        boolean mayBeIndex = renamed.type() == ObjectType.INDEX || renamed.type() == ObjectType.TABLE;
        if (mayBeIndex && replay.target(renamed) == null && tableOfKey(renamed.schema(), renamed.name()) == null) {
            new Partitions(state).write(renamed.schema(), renamed.name());
        }
        StoredObject object = replay.target(renamed);
        String newSchema = renamed.newSchema() == null ? null : renamed.newSchema();
        if (object == null) {
            StoredObject table = renamed.type() == ObjectType.INDEX || renamed.type() == ObjectType.TABLE ? tableOfKey(renamed.schema(), renamed.name()) : null;
            if (table != null && renamed.newName() != null) {
                renameConstraint(table, renamed.name(), renamed.newName());
            } else if (renamed.newName() != null && (renamed.type() == ObjectType.SEQUENCE || renamed.type() == ObjectType.TABLE)) {
                IdentitySequences.Owner owner = IdentitySequences.owner(state, renamed.schema(), renamed.name());
                if (owner != null) {
                    owner.rename(state, renamed.newName());
                }
            }
            return;
        }
        QualifiedName now = new QualifiedName(newSchema == null ? object.schema : newSchema, renamed.newName() == null ? object.name : renamed.newName());
        if (object.isOnRelation()) {
            state.move(object, () -> {
                QualifiedName bare = new QualifiedName(null, now.name());
                String old = object.name;
                object.head = Renaming.subject(object.head, old, bare);
                object.extras.replaceAll(text -> Renaming.subject(text, old, bare));
                object.name = now.name();
            });
        } else if (object.type == ObjectType.INDEX) {
            QualifiedName bare = new QualifiedName(null, now.name());
            String old = object.name;
            state.move(object, () -> {
                object.head = Renaming.subject(object.head, old, bare);
                object.extras.replaceAll(text -> Renaming.subject(text, old, now));
                object.name = now.name();
            });
        } else {
            names.rename(object, object.schema == null ? new QualifiedName(null, now.name()) : now);
        }
    }

    private void renamePart(DdlStatement statement, DdlObject part) {
        QualifiedName written = StatementReplay.written(part.parent());
        StoredObject owner = part.type() == ObjectType.COMPOSITE_TYPE_COLUMN || part.type() == ObjectType.DOMAIN_CONSTRAINT
            ? state.find(ObjectType.TYPE, written.schema(), written.name()) : state.relation(written.schema(), written.name());
        if (owner == null) {
            return;
        }
        if (owner.shape == null) {
            state.touch(owner);
            if (owner.isRelation()) {
                StarColumns.keepAll(owner, state);
            }
            String renamed = Queries.isQuery(owner) ? QueryColumns.renameResult(owner.head, part.name(), part.newName()) : null;
            if (renamed != null) {
                owner.head = renamed;
                owner.extras.replaceAll(text -> TableStatements.withColumn(text, owner.name, part.name(), part.newName()));
            } else {
                owner.extras.put(StatementReplay.qualified(owner, statement.text(), written.schema() == null));
            }
            if (owner.isRelation()) {
                names.renameColumnInOthers(owner, part.name(), part.newName());
            }
        } else if (part.type() == ObjectType.TABLE_CONSTRAINT) {
            renameConstraint(owner, part.name(), part.newName());
        } else {
            names.renameColumn(owner, part.name(), part.newName());
        }
    }

    private void renameConstraint(StoredObject table, String from, String to) {
        if (table.shape == null) {
            return;
        }
        if (table.shape.constraint(from) != null && table.shape.constraint(from).kind() == Constraint.Kind.CHECK) {
            state.partitions(table).forEach(partition -> renameConstraint(partition, from, to));
        }
        Constraint c = table.shape.constraint(from);
        if (c != null) {
            state.touch(table);
            table.shape.constraints.set(table.shape.constraints.indexOf(c), new Constraint(to, c.definition()));
            table.extras.replaceAll(text -> Extras.isOfConstraint(text) ? Renaming.subject(text, from, new QualifiedName(null, to))
                : isOfIndex(text, from) ? Renaming.subject(text, from, new QualifiedName(table.schema, to)) : text);
        }
    }

    /** COMMENT ON INDEX of a key's index. */
    static boolean isOfIndex(String comment, String index) {
        Words words = Words.of(comment);
        return words.isPhrase(0, "COMMENT ON INDEX") && index.equals(words.name(words.type(4) == TokenType.DOT ? 5 : 3));
    }

    /** The table whose key has the index. */
    StoredObject tableOfKey(String schema, String index) {
        for (StoredObject table : state.naming(index)) {
            if (table.shape != null && (schema == null || schema.equals(table.schema))) {
                Constraint c = table.shape.constraint(index);
                if (c != null && c.kind().hasIndex()) {
                    return table;
                }
            }
        }
        return null;
    }
}
