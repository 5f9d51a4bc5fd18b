package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.List;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** A constraint of a {@link TableShape}: its name, and its definition as it stands behind the name. */
record Constraint(String name, String definition) {

    Kind kind() {
        Words words = Words.of(definition);
        return words.is(0, "PRIMARY") ? Kind.PRIMARY_KEY : words.is(0, "UNIQUE") ? Kind.UNIQUE : words.is(0, "FOREIGN") ? Kind.FOREIGN_KEY
            : words.is(0, "EXCLUDE") ? Kind.EXCLUSION : words.is(0, "NOT") ? Kind.NOT_NULL : Kind.CHECK;
    }

    enum Kind {
        PRIMARY_KEY("pkey"), UNIQUE("key"), FOREIGN_KEY("fkey"), EXCLUSION("excl"), CHECK("check"), NOT_NULL("not_null");

        final String label;

        Kind(String label) {
            this.label = label;
        }

        boolean hasIndex() {
            return this == PRIMARY_KEY || this == UNIQUE || this == EXCLUSION;
        }
    }

    /** The columns of its own table, of a key; of a CHECK every name in it (some are functions). */
    List<String> columns() {
        Words words = Words.of(definition);
        List<String> names = new ArrayList<>();
        Kind kind = kind();
        int open = 0;
        while (open < words.count() && words.type(open) != TokenType.LEFT_PAREN) {
            open++;
        }
        int close = kind == Kind.CHECK || kind == Kind.EXCLUSION ? words.count() : words.skip(open) - 1;
        for (int i = open + 1; i < close; i++) {
            if (words.isName(i) && !names.contains(words.name(i))) {
                names.add(words.name(i));
            }
        }
        if (kind == Kind.NOT_NULL) {
            names.add(words.name(2));
        }
        return names;
    }

    /** Of an exclusion what its index is named after: each element's column, or the function that makes it. */
    List<String> elements() {
        Words words = Words.of(definition);
        List<String> names = new ArrayList<>();
        int open = 0;
        while (open < words.count() && words.type(open) != TokenType.LEFT_PAREN) {
            open++;
        }
        int close = words.skip(open) - 1;
        for (int from = open + 1; from < close; ) {
            String name = words.isName(from) ? words.name(words.type(from + 1) == TokenType.DOT ? from + 2 : from) : "expr";
            String distinct = name;
            for (int n = 1; names.contains(distinct); n++) {
                distinct = name + n;
            }
            names.add(distinct);
            from = words.endOfItem(from, close) + 1;
        }
        return names;
    }

    /** Both are keys, with the same columns and options: of one statement the server makes one index (parse_utilcmd.c, transformIndexConstraints). */
    boolean isSameKey(Constraint other) {
        Kind kind = kind();
        Kind otherKind = other.kind();
        boolean areKeys = (kind == Kind.PRIMARY_KEY || kind == Kind.UNIQUE) && (otherKind == Kind.PRIMARY_KEY || otherKind == Kind.UNIQUE);
        return areKeys && columns().equals(other.columns()) && options().equals(other.options());
    }

    /** Of a key, all but its kind and columns. */
    private String options() {
        Words words = Words.of(definition);
        int open = openAt(words);
        return words.plain(words.is(0, "PRIMARY") ? 2 : 1, open) + ' ' + words.plain(words.skip(open), words.count());
    }

    private static int openAt(Words words) {
        int open = 0;
        while (open < words.count() && words.type(open) != TokenType.LEFT_PAREN) {
            open++;
        }
        return open;
    }

    /** Its columns, and those that its index INCLUDEs. */
    List<String> indexColumns() {
        List<String> names = new ArrayList<>(columns());
        Words words = Words.of(definition);
        int at = words.skip(openAt(words));
        if (kind().hasIndex() && words.is(at, "INCLUDE")) {
            for (int i = at + 2; i < words.skip(at + 1) - 1; i++) {
                if (words.isName(i)) {
                    names.add(words.name(i));
                }
            }
        }
        return names;
    }

    /** What a unique index of plain columns is to foreign keys; null for another index. */
    static Constraint ofIndex(StoredObject index) {
        Words words = Words.of(index.head);
        int open = openAt(words);
        int close = words.skip(open) - 1;
        if (!words.is(1, "UNIQUE") || open >= words.count()) {
            return null;
        }
        for (int i = close; i < words.count(); i = words.skip(i)) {
            if (words.is(i, "WHERE")) {
                return null;
            }
        }
        List<String> columns = new ArrayList<>();
        for (int from = open + 1; from < close; from = words.endOfItem(from, close) + 1) {
            if (!words.isName(from) || words.type(from + 1) == TokenType.LEFT_PAREN || words.type(from + 1) == TokenType.DOT) {
                return null;
            }
            columns.add(QualifiedName.quote(words.name(from)));
        }
        return new Constraint(index.name, "UNIQUE (" + String.join(", ", columns) + ")");
    }

    /** What the index is named after: its columns, a second of one name with a number. */
    List<String> distinctColumns() {
        List<String> names = new ArrayList<>();
        for (String column : indexColumns()) {
            String distinct = column;
            for (int n = 1; names.contains(distinct); n++) {
                distinct = column + n;
            }
            names.add(distinct);
        }
        return names;
    }

    /** It stands behind the table's CREATE, as an ALTER TABLE. */
    boolean isAdded() {
        if (kind() == Kind.FOREIGN_KEY) {
            return true;
        }
        Words words = Words.of(definition);
        return words.isPhrase(words.count() - 2, "NOT VALID");
    }

    boolean mentions(String column) {
        Words words = Words.of(definition);
        int end = words.count();
        if (kind() == Kind.FOREIGN_KEY) {
            end = 0;
            while (end < words.count() && !words.is(end, "REFERENCES")) {
                end++;
            }
        }
        for (int i = 1; i < end; i++) {
            if (column.equals(words.name(i)) && words.type(i + 1) != TokenType.LEFT_PAREN) {
                return true;
            }
        }
        return false;
    }

    /** The columns that a foreign key points to; none where it says none: those of the primary key. */
    List<String> targetColumns() {
        Words words = Words.of(definition);
        int at = 0;
        while (at < words.count() && !words.is(at, "REFERENCES")) {
            at++;
        }
        int open = at + (words.type(at + 2) == TokenType.DOT ? 4 : 2);
        List<String> names = new ArrayList<>();
        for (int i = open + 1; words.type(open) == TokenType.LEFT_PAREN && i < words.skip(open) - 1; i++) {
            if (words.isName(i)) {
                names.add(words.name(i));
            }
        }
        return names;
    }

    /** A foreign key to the column of the table. */
    boolean pointsTo(QualifiedName table, String column) {
        return Mention.isPossible(definition, table.name()) && table.equals(target()) && targetColumns().contains(column);
    }

    /** A foreign key that points to what the other, a key, is of. */
    boolean needs(Constraint key) {
        List<String> columns = targetColumns();
        return columns.isEmpty() ? key.kind() == Kind.PRIMARY_KEY : columns.size() == key.columns().size() && columns.containsAll(key.columns());
    }

    /** Of a foreign key the table that it points to; null for others. The schema is null where none is written. */
    QualifiedName target() {
        Words words = Words.of(definition);
        for (int i = 0; i < words.count(); i++) {
            if (words.is(i, "REFERENCES")) {
                boolean isQualified = words.type(i + 2) == TokenType.DOT;
                return isQualified ? new QualifiedName(words.name(i + 1), words.name(i + 3)) : new QualifiedName(null, words.name(i + 1));
            }
        }
        return null;
    }
}
