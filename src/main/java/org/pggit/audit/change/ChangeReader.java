package org.pggit.audit.change;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pggit.audit.ddl.DdlObject;
import org.pggit.audit.ddl.DdlParser;
import org.pggit.audit.ddl.NormalForm;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;

/**
 * Reads changes out of differing tree entries.
 *
 * <p>Names come from the DDL text, then from the path. A DROP and a CREATE whose texts are equal but for the object's name are one RENAME, where exactly
 * one such pair exists: of several equal candidates none is guessed. A difference in mode alone is no change. A path that stands twice in the
 * tree (overloads under one plain name) is told apart by the object's identity.
 */
public final class ChangeReader {
    /** Kinds that pg_identify_object gives no schema and that belong to no table. */
    private static final Set<ObjectType> OUTSIDE_SCHEMAS = EnumSet.of(ObjectType.SCHEMA, ObjectType.EXTENSION, ObjectType.ROLE,
        ObjectType.ROLE_MEMBERSHIP, ObjectType.DATABASE, ObjectType.TABLESPACE, ObjectType.LANGUAGE, ObjectType.CAST, ObjectType.TRANSFORM,
        ObjectType.FOREIGN_DATA_WRAPPER, ObjectType.SERVER, ObjectType.FOREIGN_SERVER, ObjectType.USER_MAPPING, ObjectType.EVENT_TRIGGER,
        ObjectType.PUBLICATION, ObjectType.PUBLICATION_RELATION, ObjectType.PUBLICATION_NAMESPACE, ObjectType.SUBSCRIPTION,
        ObjectType.ACCESS_METHOD, ObjectType.DEFAULT_ACL, ObjectType.PARAMETER, ObjectType.LARGE_OBJECT);

    private final List<BlobChange> input;
    private final List<Change> changes = new ArrayList<>();
    private final Set<BlobChange> undecided = new HashSet<>();
    private final Map<BlobChange, DdlObject> objects = new HashMap<>();

    private ChangeReader(List<BlobChange> input) {
        this.input = input;
    }

    public static List<Change> read(List<BlobChange> input) {
        return new ChangeReader(input).read();
    }

    private List<Change> read() {
        List<BlobChange> differing = new ArrayList<>(input.size());
        for (BlobChange c : input) {
            if (c.oldSha() == null ? c.newSha() != null : !c.oldSha().equals(c.newSha())) {
                differing.add(c);
                objects.put(c, describe(c));
            }
        }
        Map<BlobChange, BlobChange> renames = renames(differing);
        Set<BlobChange> newNames = new HashSet<>(renames.values());
        for (BlobChange c : differing) {
            if (renames.containsKey(c)) {
                addRename(c, renames.get(c));
            } else if (!newNames.contains(c)) {
                add(c);
            }
        }
        return SharedPaths.tellApart(changes);
    }

    private DdlObject describe(BlobChange c) {
        BlobChange.Ddl ddl = c.newSha() != null ? c.newDdl() : c.oldDdl();
        if (ddl == null) {
            return null;
        }
        DdlObject object = DdlParser.describe(ddl.text());
        if (object.ranOff() && !ddl.complete()) {
            undecided.add(c);
        }
        return object;
    }

    private void add(BlobChange c) {
        ChangeType type = c.oldSha() == null ? ChangeType.CREATE : c.newSha() == null ? ChangeType.DROP : ChangeType.ALTER;
        changes.add(change(c, null, type, c.oldSha(), undecided.contains(c)));
    }

    private void addRename(BlobChange dropped, BlobChange created) {
        changes.add(change(created, dropped.path(), ChangeType.RENAME, dropped.oldSha(), undecided.contains(dropped) || undecided.contains(created)));
    }

    private Change change(BlobChange c, String oldPath, ChangeType type, String oldSha, boolean needsText) {
        DdlObject object = objects.get(c);
        PathName path = PathName.of(c.path());
        if (object == null || object.type() == ObjectType.UNKNOWN || object.name() == null) {
            ObjectType known = object == null ? ObjectType.UNKNOWN : object.type();
            return new Change(c.path(), oldPath, path.schema(), path.name(), null, known, type, oldSha, c.newSha(), needsText);
        }
        String schema = schema(object, path);
        return new Change(c.path(), oldPath, schema, object.name(), identity(object, schema), object.type(), type, oldSha, c.newSha(), needsText);
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

    /** Dropped entry -> the one created entry that it was renamed to. */
    private Map<BlobChange, BlobChange> renames(List<BlobChange> differing) {
        Map<String, List<BlobChange>> created = candidates(differing, true);
        if (created.isEmpty()) {
            return Map.of();
        }
        Map<BlobChange, BlobChange> result = new HashMap<>();
        Map<BlobChange, Integer> claims = new HashMap<>();
        candidates(differing, false).forEach((key, dropped) -> {
            for (BlobChange d : dropped) {
                List<BlobChange> matches = matches(d, created.getOrDefault(key, List.of()));
                matches.forEach(m -> claims.merge(m, 1, Integer::sum));
                if (matches.size() == 1) {
                    result.put(d, matches.get(0));
                }
            }
        });
        result.values().removeIf(c -> claims.get(c) > 1);
        return result;
    }

    private Map<String, List<BlobChange>> candidates(List<BlobChange> differing, boolean created) {
        Map<String, List<BlobChange>> byKey = new HashMap<>();
        for (BlobChange c : differing) {
            boolean wanted = created ? c.oldSha() == null : c.newSha() == null;
            DdlObject object = wanted ? objects.get(c) : null;
            if (object != null && object.type() != ObjectType.UNKNOWN && object.name() != null) {
                BlobChange.Ddl ddl = created ? c.newDdl() : c.oldDdl();
                byKey.computeIfAbsent(NormalForm.renameKey(ddl.text()), k -> new ArrayList<>(1)).add(c);
            }
        }
        return byKey;
    }

    private List<BlobChange> matches(BlobChange dropped, List<BlobChange> created) {
        List<BlobChange> matches = new ArrayList<>(1);
        for (BlobChange c : created) {
            if (!dropped.oldDdl().complete() || !c.newDdl().complete()) {
                undecided.add(dropped);
                undecided.add(c);
            } else if (NormalForm.equalButForName(dropped.oldDdl().text(), c.newDdl().text())) {
                matches.add(c);
            }
        }
        return matches;
    }
}
