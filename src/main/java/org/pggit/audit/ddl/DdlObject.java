package org.pggit.audit.ddl;

/**
 * An object that a statement names or implies, as far as the text tells.
 *
 * <p>Names are folded and unquoted; identities are spelled as pg_identify_object does, without the schema where the text has none. Argument
 * types stand as written, but for plain aliases (int is integer) and type modifiers: {@code f(text)} is not {@code f(pg_catalog.text)} here.
 *
 * @param schema null where the text has none and for kinds that live in none; pg_temp for TEMPORARY. A trigger, policy or rule has none, whatever is done to
 *     it: {@link #parent} says where its table is. (The server's rows of dropped triggers and policies name the table's schema, its other rows do not.)
 * @param name the bare name; null where there is none (casts, ALL IN SCHEMA, default privileges)
 * @param identity before the statement; {@link #newIdentity} is the one after it
 * @param parent identity of the table (or type, for a domain's constraint) that it belongs to, or null
 * @param newName of a RENAME, else null
 * @param newSchema of a SET SCHEMA, else null
 * @param flags bits of {@link Flag}; ask {@link #has}
 */
public record DdlObject(
        Action action, ObjectType type, String schema, String name, String identity, String parent, String newName, String newSchema, int flags) {

    static final DdlObject UNKNOWN = new DdlObject(Action.NONE, ObjectType.UNKNOWN, null, null, null, null, null, null, 0);
    static final DdlObject UNKNOWN_SO_FAR =
        new DdlObject(Action.NONE, ObjectType.UNKNOWN, null, null, null, null, null, null, Flag.RAN_OFF.bit);

    public boolean has(Flag flag) {
        return (flags & flag.bit) != 0;
    }

    /** {@link Flag#RAN_OFF}: a caller that gave only the head of a text should come again with more. */
    public boolean ranOff() {
        return has(Flag.RAN_OFF);
    }

    /** The identity after a RENAME or SET SCHEMA, as the server reports it; otherwise the identity. */
    public String newIdentity() {
        if (newName == null && newSchema == null || identity == null) {
            return identity;
        }
        String renamed = newName == null ? name : newName;
        if (type.isColumn()) {
            return parent.concat(".").concat(QualifiedName.quote(renamed));
        }
        if (type.isOnParent()) {
            return QualifiedName.quote(renamed).concat(" on ").concat(parent);
        }
        String target = newSchema == null ? schema : newSchema;
        boolean isOperator = type == ObjectType.OPERATOR;
        String rest = identity.substring(Target.head(schema, name, isOperator).length());
        return Target.head(target, renamed, isOperator).concat(rest);
    }

    DdlObject as(ObjectType other) {
        return new DdlObject(action, other, schema, name, identity, parent, newName, newSchema, flags);
    }

    DdlObject with(Flag flag) {
        return new DdlObject(action, type, schema, name, identity, parent, newName, newSchema, flags | flag.bit);
    }
}
