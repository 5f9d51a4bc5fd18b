package org.pggit.audit.backfill;

import java.util.List;
import java.util.Locale;
import org.pggit.audit.ddl.GeneratedNames;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** The sequences of identity columns: no objects of their own, but with names that stay when the column or the table gets another. SEQUENCE NAME among the options says so. */
final class IdentitySequences {
    private IdentitySequences() {
    }

    /** Before the table's name changes, or its schema. */
    static void keepNames(StoredObject table, QualifiedName old, QualifiedName now) {
        for (Column c : List.copyOf(table.shape.columns)) {
            if (c.isIdentity()) {
                QualifiedName written = written(c);
                QualifiedName moved = new QualifiedName(now.schema(), written == null ? made(old.name(), c.name()) : written.name());
                if (written != null || !old.name().equals(now.name())) {
                    table.shape.set(named(c, moved));
                }
                renameIn(table, moved.name(), moved);
            }
        }
    }

    private static void renameIn(StoredObject table, String old, QualifiedName now) {
        table.extras.replaceAll(statement -> isAbout(statement, old) ? Renaming.subject(statement, old, now) : statement);
    }

    /** ALTER SEQUENCE s, COMMENT ON SEQUENCE s. */
    private static boolean isAbout(String statement, String sequence) {
        Words words = Words.of(statement);
        int at = words.isPhrase(0, "ALTER SEQUENCE") ? 2 : words.isPhrase(0, "COMMENT ON SEQUENCE") ? 3 : -1;
        return at > 0 && sequence.equals(words.name(words.type(at + 1) == TokenType.DOT ? at + 2 : at));
    }

    /** Before the column goes, or is no identity any more: what was said of its sequence. */
    static void forget(StoredObject table, String column) {
        Column c = table.shape.column(column);
        if (c != null && c.isIdentity()) {
            String sequence = new Owner(table, c).sequence().name();
            table.extras.removeIf(statement -> isAbout(statement, sequence));
        }
    }

    /** A column that is an identity now: where the schema has its sequence's name already, the server gives it another, which is to be said. */
    static void nameNew(StoredObject table, String column, TableText.Names names) {
        Column c = table.shape.column(column);
        if (c == null || !c.isIdentity() || written(c) != null) {
            return;
        }
        table.shape.set(c.generated(null));
        String name = GeneratedNames.choose(table.name, column, "seq", n -> names.isTaken(table.schema, n));
        table.shape.set(name.equals(made(table.name, column)) ? c : named(c, new QualifiedName(table.schema, name)));
    }

    /** Before the column's name changes. */
    static void keepName(StoredObject table, String column) {
        Column c = table.shape.column(column);
        if (c != null && c.isIdentity() && written(c) == null) {
            table.shape.set(named(c, new QualifiedName(table.schema, made(table.name, column))));
        }
    }

    /** The table with the identity column that has the sequence, and whose column it is; null where there is none. */
    static Owner owner(SchemaState state, String schema, String name) {
        Owner owner = null;
        for (StoredObject table : state.candidates(name)) {
            boolean isThere = table.shape != null && (schema == null ? state.searchPath.contains(table.schema) : schema.equals(table.schema));
            Column column = isThere ? column(table, name) : null;
            // There is one; were there more, which it is must not depend on the order in which they came.
            if (column != null && (owner == null || table.path().compareTo(owner.table.path()) < 0)) {
                owner = new Owner(table, column);
            }
        }
        return owner;
    }

    private static Column column(StoredObject table, String sequence) {
        for (Column c : table.shape.columns) {
            if (c.isIdentity()) {
                QualifiedName written = written(c);
                if (sequence.equals(written == null ? made(table.name, c.name()) : written.name())) {
                    return c;
                }
            }
        }
        return null;
    }

    record Owner(StoredObject table, Column column) {
        QualifiedName sequence() {
            QualifiedName written = written(column);
            return new QualifiedName(table.schema, written == null ? made(table.name, column.name()) : written.name());
        }

        void rename(SchemaState state, String name) {
            state.touch(table);
            QualifiedName now = new QualifiedName(table.schema, name);
            renameIn(table, sequence().name(), now);
            table.shape.set(named(column, now));
        }
    }

    static String made(String table, String column) {
        return GeneratedNames.choose(table, column, "seq", n -> false);
    }

    private static int sequenceName(Words words) {
        int at = 0;
        while (at < words.count() && !words.isPhrase(at, "SEQUENCE NAME")) {
            at++;
        }
        return at;
    }

    private static QualifiedName written(Column column) {
        if (!column.generation().toUpperCase(Locale.ROOT).contains("SEQUENCE NAME")) {
            return null;
        }
        Words words = Words.of(column.generation());
        int at = sequenceName(words) + 2;
        return words.type(at + 1) == TokenType.DOT ? new QualifiedName(words.name(at), words.name(at + 2)) : words.isName(at) ? new QualifiedName(null, words.name(at)) : null;
    }

    private static Column named(Column column, QualifiedName name) {
        String generation = column.generation();
        Words words = Words.of(generation);
        int at = sequenceName(words) + 2;
        if (at < words.count()) {
            int last = words.type(at + 1) == TokenType.DOT ? at + 2 : at;
            return column.generated(generation.substring(0, words.start(at)) + name + generation.substring(words.end(last)));
        }
        int open = generation.indexOf('(');
        String sequence = "SEQUENCE NAME " + name;
        return column.generated(open < 0 ? generation + " (" + sequence + ")" : generation.substring(0, open + 1) + sequence + ' ' + generation.substring(open + 1));
    }
}
