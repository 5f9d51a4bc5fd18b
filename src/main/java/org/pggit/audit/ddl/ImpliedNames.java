package org.pggit.audit.ddl;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Names that the server makes up for indexes, sequences and statistics (source: indexcmds.c, makeObjectName, ChooseRelationName,
 * ChooseIndexNameAddition, ChooseIndexColumnNames). Those made within one statement keep clear of each other; what else a schema holds the text
 * does not tell.
 */
final class ImpliedNames {
    /** Most tables take their own name and at most one more: the set is made for the third. */
    private String first;
    private String second;
    private Set<String> others;
    /** Where the search for a free name stopped last, if not at once: a hostile text must not make it start over each time. */
    private Map<String, Integer> passes;

    void take(String name) {
        isTakenNow(name);
    }

    /** False, and nothing changed, where the name was taken before. */
    private boolean isTakenNow(String name) {
        if (first == null) {
            first = name;
            return true;
        }
        if (name.equals(first) || name.equals(second)) {
            return false;
        }
        if (second == null) {
            second = name;
            return true;
        }
        if (others == null) {
            others = new HashSet<>();
        }
        return others.add(name);
    }

    /** The first of {@code relation_columns_label}, {@code ..._label1}, ... that is free. */
    String choose(String relation, String columns, String label) {
        String plain = make(relation, columns, label);
        Integer tried = passes == null ? null : passes.get(plain);
        int pass = tried == null ? 0 : tried;
        String name = plain;
        while (pass > 0 && name == plain || !isTakenNow(name)) {
            pass++;
            name = make(relation, columns, label.concat(Integer.toString(pass)));
        }
        if (pass > 0) {
            if (passes == null) {
                passes = new HashMap<>(4);
            }
            passes.put(plain, pass);
        }
        return name;
    }

    /** Truncates the longer of the two parts until all fits into 63 bytes. */
    static String make(String first, String second, String label) {
        int available = QualifiedName.MAX_BYTES - 1 - label.length() - (second == null ? 0 : 1);
        int firstBytes = QualifiedName.utf8Length(first);
        int secondBytes = second == null ? 0 : QualifiedName.utf8Length(second);
        while (firstBytes + secondBytes > available) {
            if (firstBytes > secondBytes) {
                firstBytes--;
            } else {
                secondBytes--;
            }
        }
        StringBuilder name = new StringBuilder(QualifiedName.truncate(first, firstBytes));
        if (second != null) {
            name.append('_').append(QualifiedName.truncate(second, secondBytes));
        }
        return name.append('_').append(label).toString();
    }

    /** The part of an index's name that its columns give, cut when it has grown past a name's length. */
    static String join(List<String> columns) {
        StringBuilder joined = new StringBuilder();
        int bytes = 0;
        for (String column : columns) {
            if (bytes > 0) {
                joined.append('_');
                bytes++;
            }
            joined.append(column);
            bytes += QualifiedName.utf8Length(column);
            if (bytes > QualifiedName.MAX_BYTES) {
                break;
            }
        }
        return joined.toString();
    }

    /** A column name as an index holds it: the second of the same name gets a 1, and so on. */
    static void addDistinct(List<String> columns, String column) {
        String name = column;
        for (int i = 1; columns.contains(name); i++) {
            String suffix = Integer.toString(i);
            name = QualifiedName.truncate(column, QualifiedName.MAX_BYTES - suffix.length()).concat(suffix);
        }
        columns.add(name);
    }
}
