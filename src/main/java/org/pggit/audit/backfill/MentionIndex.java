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

/** Views, tables made of a query and triggers by the words of their CREATE, other tables by those that their foreign keys point to and the sequences that their defaults ask: as their definitions were at the last commit. */
final class MentionIndex {
    private final Map<String, Set<StoredObject>> byWord = new HashMap<>();
    /** Those whose words do not tell their names. */
    private final Set<StoredObject> unread = new LinkedHashSet<>();
    private final Map<StoredObject, Set<String>> words = new HashMap<>();

    void add(StoredObject object) {
        if (isRead(object)) {
            put(object, Mention.words(object.head));
        } else if (object.shape != null) {
            put(object, named(object.shape));
        }
    }

    private static boolean isRead(StoredObject object) {
        return object.head != null && (QueryColumns.isOf(object) || object.type == ObjectType.TRIGGER);
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
        for (Column c : object.shape.columns) {
            if (c.defaultValue() != null && Mention.isPossible(c.defaultValue(), name)) {
                return true;
            }
        }
        return false;
    }

    private void put(StoredObject object, Set<String> found) {
        if (found == null) {
            unread.add(object);
            return;
        }
        if (!found.isEmpty()) {
            words.put(object, found);
        }
        for (String word : found) {
            byWord.computeIfAbsent(word, w -> new LinkedHashSet<>()).add(object);
        }
    }

    /** Null where words do not tell. */
    private static Set<String> named(TableShape shape) {
        Set<String> named = new LinkedHashSet<>();
        for (Constraint c : shape.constraints) {
            QualifiedName target = Mention.isPossible(c.definition(), "references") ? c.target() : null;
            if (target != null && target.name() != null) {
                named.add(target.name().toLowerCase(Locale.ROOT));
            }
        }
        for (Column c : shape.columns) {
            Set<String> asked = c.defaultValue() != null && Mention.isPossible(c.defaultValue(), "nextval") ? Mention.words(c.defaultValue()) : Set.of();
            if (asked == null) {
                return null;
            }
            named.addAll(asked);
        }
        return named;
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
