package org.pggit.audit.backfill;

import org.pggit.audit.change.PathName;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;

/**
 * An object as history has left it: its CREATE, and the statements since that are still part of it. Its definition is those statements, each with a
 * semicolon; to run them makes the object as it was.
 */
final class StoredObject {
    ObjectType type;
    /** Null for objects outside schemas; a trigger's, policy's or rule's is its table's. */
    String schema;
    String name;
    /** What the identity has behind the name: "(integer)", " USING btree"; "" for most. */
    String suffix = "";
    /** The relation that a trigger, policy, rule or index is on, or whose column owns a sequence; null for others. */
    QualifiedName parent;
    /** Of a sequence the column that owns it, else null. */
    String ownerColumn;
    /** The CREATE as written; null where there is a shape. */
    String head;
    TableShape shape;
    final Extras extras = new Extras();
    /** Where a tree of other hands has it, if that is not where its text says. */
    String fixedPath;
    /** What was written to, or read from, the last commit; null for a new object. */
    String committed;

    StoredObject(ObjectType type, String schema, String name) {
        this.type = type;
        this.schema = schema;
        this.name = name;
    }

    QualifiedName qualifiedName() {
        return new QualifiedName(schema, name);
    }

    boolean isOnRelation() {
        return type == ObjectType.TRIGGER || type == ObjectType.POLICY || type == ObjectType.RULE;
    }

    boolean isRelation() {
        return switch (type) {
            case TABLE, VIEW, MATERIALIZED_VIEW, FOREIGN_TABLE, SEQUENCE, INDEX -> true;
            default -> false;
        };
    }

    boolean isRoutine() {
        return type == ObjectType.FUNCTION || type == ObjectType.PROCEDURE || type == ObjectType.AGGREGATE;
    }

    /** Where trees have it: as capture does, so that its versions go on there. */
    String path() {
        return fixedPath != null ? fixedPath : PathName.kind(type) + identity();
    }

    /** The server's identity of it. */
    String identity() {
        if (isOnRelation() && parent != null) {
            return QualifiedName.quote(name) + " on " + parent;
        }
        if (name == null) {
            return suffix;
        }
        boolean isOperator = type == ObjectType.OPERATOR;
        String last = isOperator ? name : QualifiedName.quote(name);
        return (schema == null ? last : QualifiedName.quote(schema) + '.' + last) + suffix;
    }

    String definition() {
        if (shape == null && extras.all().isEmpty()) {
            return head + ";\n";
        }
        StringBuilder out = new StringBuilder(512);
        if (shape != null) {
            shape.create(qualifiedName(), out).append(";\n");
            for (String addition : shape.additions(qualifiedName())) {
                out.append(addition).append(";\n");
            }
        } else {
            out.append(head).append(";\n");
        }
        for (String extra : extras.all()) {
            out.append(extra).append(";\n");
        }
        return out.toString();
    }
}
