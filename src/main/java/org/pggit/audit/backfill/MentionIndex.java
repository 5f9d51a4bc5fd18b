package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pggit.audit.ddl.Words;

/**
 * Objects by the words of their definitions that may name others: all but comments, rights and the bodies of routines. Most histories ask for few names, and change
 * most objects in between: words are read when a name is asked for, and what was taken out stays under its words until that is more than what is there.
 */
final class MentionIndex {
    private static final int MOST_GONE = 64;

    /** By {@link Mention#number}. */
    private final Map<Integer, List<Entry>> byWord = new HashMap<>();
    /** Not read yet. */
    private final Set<StoredObject> waiting = new LinkedHashSet<>();
    /** Those whose words do not tell their names. */
    private final Set<StoredObject> unread = new LinkedHashSet<>();
    private final Map<StoredObject, Entry> entries = new HashMap<>();
    private int gone;

    /** An object as it was read. */
    private static final class Entry {
        /** Null once it was taken out. */
        StoredObject object;

        Entry(StoredObject object) {
            this.object = object;
        }
    }

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
        waiting.add(object);
    }

    private void read(StoredObject object) {
        Entry entry = new Entry(object);
        entries.put(object, entry);
        for (String text : texts(object)) {
            if (!Mention.forEachWord(text, word -> addWord(word, entry))) {
                takeOut(object);
                unread.add(object);
                return;
            }
        }
    }

    private void addWord(int word, Entry entry) {
        List<Entry> with = byWord.computeIfAbsent(word, w -> new ArrayList<>(1));
        // One object's words come together: where it has the word already, it is the last.
        if (with.isEmpty() || with.get(with.size() - 1) != entry) {
            with.add(entry);
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
        if (!waiting.remove(object)) {
            unread.remove(object);
            takeOut(object);
        }
    }

    private void takeOut(StoredObject object) {
        Entry entry = entries.remove(object);
        if (entry != null) {
            entry.object = null;
            gone++;
        }
    }

    /** Costs no more than reading what is gone did. */
    private void sweep() {
        for (Iterator<List<Entry>> all = byWord.values().iterator(); all.hasNext(); ) {
            List<Entry> with = all.next();
            with.removeIf(entry -> entry.object == null);
            if (with.isEmpty()) {
                all.remove();
            }
        }
        gone = 0;
    }

    /** What may name it: more than does. */
    List<StoredObject> naming(String name) {
        waiting.forEach(this::read);
        waiting.clear();
        if (gone > MOST_GONE + entries.size()) {
            sweep();
        }
        List<StoredObject> naming = new ArrayList<>(unread);
        if (!Mention.isWord(name)) {
            naming.addAll(entries.keySet());
            return naming;
        }
        for (Entry entry : byWord.getOrDefault(Mention.number(name), List.of())) {
            if (entry.object != null) {
                naming.add(entry.object);
            }
        }
        return naming;
    }
}
