package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.pggit.audit.ddl.Words;

/** Objects by the words of their definitions that may name others: all but comments, rights and the bodies of routines. */
final class MentionIndex {
    private final Map<String, Set<StoredObject>> byWord = new HashMap<>();
    /** Those whose words do not tell their names. */
    private final Set<StoredObject> unread = new LinkedHashSet<>();
    private final Map<StoredObject, Set<String>> words = new HashMap<>();

    /** What names others, in pieces. */
    private static List<String> texts(StoredObject object) {
        List<String> texts = new ArrayList<>();
        if (object.shape != null) {
            for (Column c : object.shape.columns) {
                texts.add(c.type());
                add(texts, c.defaultValue());
                add(texts, c.generation());
                if (c.isIdentity()) {
                    texts.add(IdentitySequences.made(object.name, c.name()));
                }
            }
            for (Constraint c : object.shape.constraints) {
                texts.add(c.name());
                texts.add(c.definition());
            }
            texts.add(object.shape.suffix);
        } else if (object.head != null) {
            texts.add(object.isRoutine() ? signature(object.head) : object.head);
        }
        texts.add(object.suffix);
        for (String statement : object.extras.all()) {
            // A part of another table, and a routine's arguments.
            if (statement.regionMatches(true, 0, "ALTER ", 0, 6)) {
                texts.add(statement);
            }
        }
        return texts;
    }

    private static void add(List<String> texts, String text) {
        if (text != null) {
            texts.add(text);
        }
    }

    /** A body that is a string names nothing that follows a rename. */
    private static String signature(String head) {
        Words words = Words.of(head);
        for (int i = 2; i < words.count(); i = words.skip(i)) {
            if (words.is(i, "AS") && words.type(i + 1).isString()) {
                return head.substring(0, words.start(i));
            }
        }
        return head;
    }

    void add(StoredObject object) {
        Set<String> found = new HashSet<>();
        for (String text : texts(object)) {
            if (!Mention.addWords(text, found)) {
                unread.add(object);
                return;
            }
        }
        words.put(object, found);
        for (String word : found) {
            byWord.computeIfAbsent(word, w -> new LinkedHashSet<>()).add(object);
        }
    }

    /** Without the index. */
    static boolean mayName(StoredObject object, String name) {
        for (String text : texts(object)) {
            if (Mention.isPossible(text, name)) {
                return true;
            }
        }
        return false;
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
