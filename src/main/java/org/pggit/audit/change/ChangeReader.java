package org.pggit.audit.change;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.pggit.audit.ddl.DdlObject;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;

/**
 * Reads changes out of differing tree entries.
 *
 * <p>Names come from the DDL text, then from the path. A DROP and a CREATE whose texts are equal but for the object's name are one RENAME
 * ({@link Renames}). A difference in mode alone is no change. A path that stands twice in the tree (overloads under one plain name) is told
 * apart by the object's identity ({@link SharedPaths}).
 */
public final class ChangeReader {
    /** Kinds that pg_identify_object gives no schema and that belong to no table. */
    private static final Set<ObjectType> OUTSIDE_SCHEMAS = EnumSet.of(ObjectType.SCHEMA, ObjectType.EXTENSION, ObjectType.ROLE,
        ObjectType.ROLE_MEMBERSHIP, ObjectType.DATABASE, ObjectType.TABLESPACE, ObjectType.LANGUAGE, ObjectType.CAST, ObjectType.TRANSFORM,
        ObjectType.FOREIGN_DATA_WRAPPER, ObjectType.SERVER, ObjectType.FOREIGN_SERVER, ObjectType.USER_MAPPING, ObjectType.EVENT_TRIGGER,
        ObjectType.PUBLICATION, ObjectType.PUBLICATION_RELATION, ObjectType.PUBLICATION_NAMESPACE, ObjectType.SUBSCRIPTION,
        ObjectType.ACCESS_METHOD, ObjectType.DEFAULT_ACL, ObjectType.PARAMETER, ObjectType.LARGE_OBJECT);

    private ChangeReader() {
    }

    /** Entries that differ in mode alone are not handed in. */
    public static List<Change> read(List<BlobChange> differing) {
        List<Reading> readings = new ArrayList<>(differing.size());
        for (BlobChange entry : differing) {
            readings.add(Reading.of(entry));
        }
        Renames.find(readings);
        List<Change> changes = new ArrayList<>(readings.size());
        for (Reading r : readings) {
            int number = r.entry.number();
            if (r.renamedTo != null) {
                changes.add(change(r.renamedTo, ChangeType.RENAME, r.renamedTo.entry.number(), number, r.needsText || r.renamedTo.needsText));
            } else if (!r.isNewName) {
                switch (r.entry.side()) {
                    case CREATED -> changes.add(change(r, ChangeType.CREATE, number, 0, r.needsText));
                    case DROPPED -> changes.add(change(r, ChangeType.DROP, 0, number, r.needsText));
                    case ALTERED -> changes.add(change(r, ChangeType.ALTER, number, number, r.needsText));
                }
            }
        }
        return SharedPaths.tellApart(changes);
    }

    private static Change change(Reading r, ChangeType type, int newEntry, int oldEntry, boolean needsText) {
        PathName path = PathName.of(r.entry.path());
        DdlObject object = r.object;
        if (!r.isNamed()) {
            ObjectType known = object == null ? ObjectType.UNKNOWN : object.type();
            return new Change(newEntry, oldEntry, r.entry.path(), r.entry.isShared(), null, path.schema(), path.name(), null, known, type, needsText);
        }
        String schema = schema(object, path);
        return new Change(newEntry, oldEntry, r.entry.path(), r.entry.isShared(), null, schema, object.name(), identity(object, schema), object.type(), type, needsText);
    }

    private static String identity(DdlObject object, String schema) {
        boolean complete = object.schema() != null || object.parent() != null || schema == null || object.identity() == null;
        return complete ? object.identity() : QualifiedName.quote(schema) + '.' + object.identity();
    }

    /** The text's schema; a trigger, policy, rule or constraint is where its table is; objects outside schemas have none. */
    private static String schema(DdlObject object, PathName path) {
        if (object.schema() != null) {
            return object.schema();
        }
        if (object.parent() != null) {
            String parent = PathName.of(object.parent()).schema();
            return parent != null ? parent : path.schema();
        }
        return OUTSIDE_SCHEMAS.contains(object.type()) ? null : path.schema();
    }
}
