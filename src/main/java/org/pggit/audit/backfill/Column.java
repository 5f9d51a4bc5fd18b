package org.pggit.audit.backfill;

import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.Words;

/**
 * A column of a {@link TableShape}. type, collation, default and generation are as written, null where there is none; generation is all that stands behind
 * GENERATED; rest is what else was written (STORAGE, COMPRESSION, OPTIONS).
 */
record Column(String name, String type, String collation, String defaultValue, String generation, boolean notNull, String rest) {

    Column named(String newName) {
        return new Column(newName, type, collation, defaultValue, generation, notNull, rest);
    }

    Column ofType(String newType, String newCollation) {
        return new Column(name, newType, newCollation, defaultValue, generation, notNull, rest);
    }

    Column withDefault(String value) {
        return new Column(name, type, collation, value, generation, notNull, rest);
    }

    Column generated(String newGeneration) {
        return new Column(name, type, collation, defaultValue, newGeneration, notNull, rest);
    }

    Column withNotNull(boolean isSet) {
        return new Column(name, type, collation, defaultValue, generation, isSet, rest);
    }

    boolean isIdentity() {
        if (generation == null || !Mention.isPossible(generation, "identity")) {
            return false;
        }
        Words words = Words.of(generation);
        return words.isPhrase(1, "AS IDENTITY") || words.isPhrase(2, "AS IDENTITY");
    }

    void format(StringBuilder out) {
        out.append(QualifiedName.quote(name));
        append(out, " ", type.isEmpty() ? null : type);
        append(out, " ", rest);
        append(out, " COLLATE ", collation);
        append(out, " DEFAULT ", defaultValue);
        append(out, " GENERATED ", generation);
        out.append(notNull ? " NOT NULL" : "");
    }

    private static void append(StringBuilder out, String before, String part) {
        if (part != null) {
            out.append(before).append(part);
        }
    }
}
