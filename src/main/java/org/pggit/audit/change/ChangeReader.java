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

    public static List<Change> read(List<BlobChange> input) {
        List<Reading> readings = new ArrayList<>(input.size());
        for (BlobChange entry : input) {
            if (entry.oldSha() == null ? entry.newSha() != null : !entry.oldSha().equals(entry.newSha())) {
                readings.add(Reading.of(entry));
            }
        }
        Renames.find(readings);
        List<Change> changes = new ArrayList<>(readings.size());
        for (Reading r : readings) {
            if (r.renamedTo != null) {
                changes.add(change(r.renamedTo, r.entry.path(), ChangeType.RENAME, r.entry.oldSha(), r.needsText || r.renamedTo.needsText));
            } else if (!r.isNewName) {
                changes.add(change(r, null, typeOf(r.entry), r.entry.oldSha(), r.needsText));
            }
        }
        return SharedPaths.tellApart(changes);
    }

    private static ChangeType typeOf(BlobChange entry) {
        return entry.isCreated() ? ChangeType.CREATE : entry.isDropped() ? ChangeType.DROP : ChangeType.ALTER;
    }

    private static Change change(Reading r, String oldPath, ChangeType type, String oldSha, boolean needsText) {
        PathName path = PathName.of(r.entry.path());
        DdlObject object = r.object;
        if (!r.isNamed()) {
            ObjectType known = object == null ? ObjectType.UNKNOWN : object.type();
            return new Change(r.entry.path(), oldPath, path.schema(), path.name(), null, known, type, oldSha, r.entry.newSha(), needsText);
        }
        String schema = schema(object, path);
        return new Change(r.entry.path(), oldPath, schema, object.name(), identity(object, schema), object.type(), type, oldSha, r.entry.newSha(), needsText);
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
