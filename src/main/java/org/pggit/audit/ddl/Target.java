package org.pggit.audit.ddl;

/**
 * An object as a statement names it, before it is known what is done to it.
 *
 * @param schema also of a trigger or policy: the schema of its table, which is not its own and not shown
 */
record Target(ObjectType type, String schema, String name, String identity, String parent) {
    static Target qualified(ObjectType type, QualifiedName name) {
        return new Target(type, name.schema(), name.name(), name.toString(), null);
    }

    static Target plain(ObjectType type, String name) {
        return new Target(type, null, name, QualifiedName.quote(name), null);
    }

    /** Functions ("(integer,text)"), operator classes (" USING btree"): the identity goes on behind the name. */
    static Target suffixed(ObjectType type, QualifiedName name, String suffix) {
        return new Target(type, name.schema(), name.name(), head(name.schema(), name.name(), type == ObjectType.OPERATOR).concat(suffix), null);
    }

    static Target on(ObjectType type, String name, QualifiedName owner) {
        String parent = owner.toString();
        String identity = QualifiedName.quote(name).concat(" on ").concat(parent);
        return new Target(type, type == ObjectType.RULE ? null : owner.schema(), name, identity, parent);
    }

    static Target column(ObjectType type, QualifiedName relation, String column) {
        String parent = relation.toString();
        return new Target(type, relation.schema(), column, parent.concat(".").concat(QualifiedName.quote(column)), parent);
    }

    /** Casts and others that have no name. */
    static Target identified(ObjectType type, String identity) {
        return new Target(type, null, null, identity, null);
    }

    Target within(String owner) {
        return new Target(type, schema, name, identity, owner);
    }

    /** The part of an identity that a RENAME or SET SCHEMA replaces; operator names are never quoted. */
    static String head(String schema, String name, boolean isOperator) {
        return QualifiedName.dotted(schema, isOperator ? name : QualifiedName.quote(name));
    }

    DdlObject with(Action action, int flags) {
        return with(action, flags, null, null);
    }

    DdlObject with(Action action, int flags, String newName, String newSchema) {
        boolean isHidden = type == ObjectType.TRIGGER || type == ObjectType.POLICY;
        return new DdlObject(action, type, isHidden ? null : schema, name, identity, parent, newName, newSchema, flags);
    }
}
