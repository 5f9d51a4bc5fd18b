package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;

/** Views and triggers by the words of their CREATE, tables by the tables that their foreign keys point to: as their definitions were at the last commit. */
final class MentionIndex {
    private final Map<String, Set<StoredObject>> byWord = new HashMap<>();
    /** Those whose words do not tell their names. */
    private final Set<StoredObject> unread = new LinkedHashSet<>();
    private final Map<StoredObject, Set<String>> words = new HashMap<>();

    void add(StoredObject object) {
        if (isRead(object)) {
            Set<String> found = Mention.words(object.head);
            if (found == null) {
                unread.add(object);
            } else {
                put(object, found);
            }
        } else if (object.shape != null) {
            Set<String> targets = targets(object.shape);
            if (!targets.isEmpty()) {
                put(object, targets);
            }
        }
    }

    private static boolean isRead(StoredObject object) {
        return object.head != null && (object.type == ObjectType.VIEW || object.type == ObjectType.MATERIALIZED_VIEW || object.type == ObjectType.TRIGGER);
    }

    /** Without the index. */
    static boolean mayName(StoredObject object, String name) {
        if (object.shape == null) {
            return isRead(object) && Mention.isPossible(object.head, name);
        }
        for (Constraint c : object.shape.constraints) {
            if (Mention.isPossible(c.definition(), name)) {
                return true;
            }
        }
        return false;
    }

    private void put(StoredObject object, Set<String> found) {
        words.put(object, found);
        for (String word : found) {
            byWord.computeIfAbsent(word, w -> new LinkedHashSet<>()).add(object);
        }
    }

    private static Set<String> targets(TableShape shape) {
        Set<String> targets = new LinkedHashSet<>();
        for (Constraint c : shape.constraints) {
            QualifiedName target = Mention.isPossible(c.definition(), "references") ? c.target() : null;
            if (target != null && target.name() != null) {
                targets.add(target.name().toLowerCase(Locale.ROOT));
            }
        }
        return targets;
    }

    void remove(StoredObject object) {
        unread.remove(object);
        Set<String> had = words.remove(object);
        if (had == null) {
            return;
        }
        for (String word : had) {
            Set<StoredObject> with = byWord.get(word);
            with.remove(object);
            if (with.isEmpty()) {
                byWord.remove(word);
            }
        }
    }

    /** What may name it: more than does. */
    List<StoredObject> naming(String name) {
        List<StoredObject> naming = new ArrayList<>(unread);
        String folded = name.toLowerCase(Locale.ROOT);
        naming.addAll(Mention.isWord(name) ? byWord.getOrDefault(folded, Set.of()) : words.keySet());
        return naming;
    }
}
