package org.pggit.audit.catalog;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Constraints that a partition and its parent both have, under one name. What is added to the parent is added to its partitions, and one that already has the constraint keeps it
 * as its own; the other way round the server refuses it (MergeWithExistingConstraint in heap.c). So the partition's comes first. What is only said of the constraint comes behind the parent's.
 */
final class PartitionConstraints {
    private final Map<String, ObjectReader> tables = new HashMap<>();

    private PartitionConstraints() {
    }

    static void connect(List<ObjectReader> objects) {
        PartitionConstraints all = new PartitionConstraints();
        for (ObjectReader object : objects) {
            if (object.key != null && object.statements.stream().anyMatch(s -> s.phase == Phase.ATTACH || s.phase == Phase.CONSTRAINT)) {
                all.tables.put(object.key, object);
            }
        }
        for (ObjectReader partition : all.tables.values()) {
            // Any ancestor may be the one that adds it: those between have it only from there.
            Set<ObjectReader> seen = new HashSet<>(Set.of(partition));
            for (ObjectReader parent = all.parent(partition); parent != null && seen.add(parent); parent = all.parent(parent)) {
                connect(partition, parent);
            }
        }
    }

    /** Null for what is no partition. */
    private ObjectReader parent(ObjectReader table) {
        for (ScriptStatement statement : table.statements) {
            if (statement.names.head.contains("ATTACH") && statement.phase == Phase.ATTACH) {
                return statement.names.keys.stream().filter(key -> !key.equals(table.key)).findFirst().map(tables::get).orElse(null);
            }
        }
        return null;
    }

    private static void connect(ObjectReader partition, ObjectReader parent) {
        for (ScriptStatement added : parent.statements) {
            String name = added.constraint;
            if (name == null) {
                continue;
            }
            ScriptStatement own = partition.statements.stream().filter(s -> name.equals(s.constraint)).findFirst().orElse(null);
            if (own != null) {
                added.waitFor(own);
            } else {
                partition.statements.stream().filter(s -> name.equals(s.commented)).forEach(s -> s.waitFor(added));
            }
        }
    }
}
