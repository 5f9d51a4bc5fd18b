package org.pggit.audit.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A statement of a script with its place in the order: what it waits for and what waits for it. Compared by identity. */
final class ScriptStatement {
    /** Phase, then the object's path, then the place in the object's text. */
    static final Comparator<ScriptStatement> ORDER = Comparator.comparing((ScriptStatement s) -> s.phase).thenComparing(s -> s.path).thenComparingInt(s -> s.index);

    final String path;
    final int index;
    final Names names;
    final List<ScriptStatement> waitsFor = new ArrayList<>();
    final List<ScriptStatement> neededBy = new ArrayList<>();
    Phase phase;
    String text;
    /** Of a view: its columns with their types, as the comment behind it says; else null. */
    String columns;
    /** The constraint that ALTER TABLE adds, or null. */
    String constraint;
    /** The constraint that COMMENT ON is about, or null. */
    String commented;
    /** A view that was replaced by one that reads it. */
    boolean readsItself;
    /** How many of waitsFor are still to come. */
    int open;
    boolean isWritten;

    ScriptStatement(String path, int index, String text) {
        this.path = path;
        this.index = index;
        this.text = text;
        this.names = Names.of(text);
    }

    void waitFor(ScriptStatement other) {
        if (other != this && !waitsFor.contains(other)) {
            waitsFor.add(other);
            other.neededBy.add(this);
            open++;
        }
    }
}
