package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pggit.audit.ddl.GeneratedNames;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** Reads column and constraint definitions into a {@link TableShape}; constraints without a name get the server's, serial columns their sequence. */
final class TableText {
    private static final String[] ENDS_PART = {"CONSTRAINT", "NOT", "NULL", "CHECK", "DEFAULT", "GENERATED", "UNIQUE", "PRIMARY", "REFERENCES", "COLLATE", "STORAGE",
        "COMPRESSION", "DEFERRABLE", "INITIALLY", "OPTIONS"};

    private static final String[] BEGINS_CONSTRAINT = {"CONSTRAINT", "CHECK", "UNIQUE", "PRIMARY", "FOREIGN"};

    private final QualifiedName table;
    private final TableShape shape;
    private final Names names;
    /** The statement's constraints, and those of them that have the server's names. */
    private final List<Constraint> added = new ArrayList<>();
    private final List<Constraint> unnamed = new ArrayList<>();
    /** Columns that the statement makes, also those behind what is being read: the server makes them all before it names a CHECK. */
    private final Set<String> coming = new HashSet<>();
    /** Of serial columns, in order: column, integer type. */
    final List<String[]> serials = new ArrayList<>();

    /** What the schema around the table knows. */
    interface Names {
        /** A relation of the schema has the name: also a key's index, an identity column's sequence. */
        boolean isTaken(String schema, String name);

        /** A table of the schema has a constraint of the name. */
        boolean hasConstraint(String schema, String name);

        /** The relation that a name means, with its schema. */
        QualifiedName relation(QualifiedName written);

        /** The columns of a table that are all known; null else. */
        default TableShape shape(QualifiedName written) {
            return null;
        }
    }

    TableText(QualifiedName table, TableShape shape, Names names) {
        this.table = table;
        this.shape = shape;
        this.names = names;
    }

    /** The CREATE TABLE of a plain table; null for the forms that take their columns from elsewhere (OF, PARTITION OF, LIKE, AS). */
    static TableText create(String statement, QualifiedName table, Names names) {
        Words words = Words.of(statement);
        int at = 1;
        TableShape shape = new TableShape();
        while (at < words.count() && !words.is(at, "TABLE")) {
            shape.kind = words.is(at, "UNLOGGED") ? "UNLOGGED " : shape.kind;
            at++;
        }
        at += words.isPhrase(at + 1, "IF NOT EXISTS") ? 4 : 1;
        at += words.type(at + 1) == TokenType.DOT ? 3 : 1;
        if (words.type(at) != TokenType.LEFT_PAREN) {
            return null;
        }
        int close = words.skip(at) - 1;
        for (int i = close + 1; i < words.count(); i = words.skip(i)) {
            if (words.is(i, "AS")) {
                return null;
            }
        }
        TableText text = new TableText(table, shape, names);
        for (int from = at + 1; from < close; from = words.endOfItem(from, close) + 1) {
            text.comes(words, from);
        }
        for (int from = at + 1; from < close; ) {
            int to = words.endOfItem(from, close);
            if (!words.is(from, "LIKE")) {
                text.element(words, from, to);
            } else if (!TableCopy.like(words, from, to, text, names)) {
                return null;
            }
            from = to + 1;
        }
        int end = words.count();
        while (end > close + 1 && words.type(end - 1) == TokenType.SEMICOLON) {
            end--;
        }
        shape.suffix = words.plain(close + 1, end);
        return text;
    }

    TableShape shape() {
        return shape;
    }

    /** The item that begins here is one of the statement's, to be read now or later. */
    void comes(Words words, int from) {
        if (!beginsConstraint(words, from) && words.name(from) != null) {
            coming.add(words.name(from));
        }
    }

    void element(Words words, int from, int to) {
        if (beginsConstraint(words, from)) {
            tableConstraint(words, from, to);
        } else {
            column(words, from, to);
        }
    }

    /** Of a partition: constraints, and what is other with a column that the whole table gives. */
    void partitionElement(Words words, int from, int to) {
        if (beginsConstraint(words, from)) {
            tableConstraint(words, from, to);
        } else if (shape.has(words.name(from))) {
            qualifiers(words, words.isPhrase(from + 1, "WITH OPTIONS") ? from + 3 : from + 1, to, words.name(from));
        }
    }

    static boolean beginsConstraint(Words words, int at) {
        if (words.is(at, "EXCLUDE")) {
            return words.type(at + 1) == TokenType.LEFT_PAREN || words.is(at + 1, "USING");
        }
        return words.isAny(at, BEGINS_CONSTRAINT) || words.isPhrase(at, "NOT NULL");
    }

    void tableConstraint(Words words, int from, int to) {
        boolean isNamed = words.is(from, "CONSTRAINT");
        String name = isNamed ? words.name(from + 1) : null;
        addConstraint(name, words.plain(isNamed ? from + 2 : from, to));
    }

    /** Returns the constraint as it was added: under its own name or the server's, the target of a foreign key with its schema. */
    Constraint addConstraint(String given, String definition) {
        Constraint constraint = new Constraint(given == null ? "" : given, Renaming.qualifyTarget(definition, names));
        for (Constraint same : added) {
            if (constraint.isSameKey(same)) {
                return merge(same, given, constraint);
            }
        }
        if (constraint.kind() == Constraint.Kind.PRIMARY_KEY) {
            // A table has one: where another is added the one before is gone, whether a text told it or not.
            shape.constraints.removeIf(c -> c.kind() == Constraint.Kind.PRIMARY_KEY);
        }
        if (given == null) {
            constraint = new Constraint(generatedName(constraint), constraint.definition());
        } else if (shape.constraint(given) != null) {
            // The one before of the name is gone in the same way.
            shape.constraints.remove(shape.constraint(given));
        }
        shape.add(constraint);
        added.add(constraint);
        if (given == null) {
            unnamed.add(constraint);
        }
        return constraint;
    }

    /** LIKE makes the other table's keys one after another: none is another again. */
    void copyKey(String definition) {
        new TableText(table, shape, names).addConstraint(null, definition);
    }

    /** Two keys of one statement that are the same become one: a primary key, if either is, under the name that is written first, the primary key's before others. */
    private Constraint merge(Constraint there, String given, Constraint same) {
        boolean isPrimary = same.kind() == Constraint.Kind.PRIMARY_KEY;
        boolean isNamed = !unnamed.contains(there);
        String name = isPrimary && given != null || !isNamed ? given : there.name();
        shape.constraints.remove(there);
        added.remove(there);
        return addConstraint(name, isPrimary ? same.definition() : there.definition());
    }

    private String generatedName(Constraint c) {
        String part = switch (c.kind()) {
            case PRIMARY_KEY -> null;
            case CHECK -> onlyColumn(c);
            case EXCLUSION -> GeneratedNames.ofColumns(c.elements());
            case UNIQUE -> GeneratedNames.ofColumns(c.distinctColumns());
            default -> GeneratedNames.ofColumns(c.columns());
        };
        boolean hasIndex = c.kind().hasIndex();
        return GeneratedNames.choose(table.name(), part, c.kind().label,
            n -> shape.constraint(n) != null || names.hasConstraint(table.schema(), n) || hasIndex && names.isTaken(table.schema(), n));
    }

    /** A CHECK is named after its column where it has but one (heap.c, AddRelationNewConstraints). */
    private String onlyColumn(Constraint check) {
        String only = null;
        for (String name : check.columns()) {
            if ((shape.has(name) || coming.contains(name)) && check.mentions(name)) {
                if (only != null) {
                    return null;
                }
                only = name;
            }
        }
        return only;
    }

    private static boolean endsPart(Words words, int at) {
        return words.isAny(at, ENDS_PART);
    }

    private static int endOfPart(Words words, int from, int to) {
        int cases = 0;
        int at = words.skip(from);
        cases += words.is(from, "CASE") ? 1 : 0;
        while (at < to && (cases > 0 || !endsPart(words, at))) {
            cases += words.is(at, "CASE") ? 1 : words.is(at, "END") ? -1 : 0;
            at = words.skip(at);
        }
        return Math.min(at, to);
    }

    /** Reads a column definition and adds the column, then its constraints. */
    void column(Words words, int from, int to) {
        String name = words.name(from);
        if (name == null) {
            return;
        }
        int at = from + 1;
        int end = at < to && !endsPart(words, at) ? endOfPart(words, at, to) : at;
        String type = words.plain(at, end);
        Column column = new Column(name, type, null, null, null, false, null);
        String integer = end == at + 1 && words.isName(at) ? serialType(words.name(at)) : null;
        if (integer != null) {
            serials.add(new String[] {name, integer});
            column = new Column(name, integer, null, null, null, true, null);
        }
        shape.columns.add(column);
        qualifiers(words, end, to, name);
    }

    private static String serialType(String type) {
        return switch (QualifiedName.fold(type)) {
            case "serial", "serial4" -> "integer";
            case "bigserial", "serial8" -> "bigint";
            case "smallserial", "serial2" -> "smallint";
            default -> null;
        };
    }

    private void qualifiers(Words words, int from, int to, String name) {
        int at = from;
        String given = null;
        while (at < to) {
            Column column = shape.column(name);
            int end = endOfPart(words, at, to);
            if (words.is(at, "CONSTRAINT")) {
                given = words.name(at + 1);
                at += 2;
                continue;
            }
            String constraint = null;
            if (words.isPhrase(at, "NOT NULL")) {
                shape.set(column.withNotNull(true));
                end = at + 2;
            } else if (words.is(at, "DEFAULT")) {
                end = endOfPart(words, at + 1, to);
                shape.set(column.withDefault(words.plain(at + 1, end)));
            } else if (words.is(at, "COLLATE")) {
                shape.set(column.ofType(column.type(), words.plain(at + 1, end)));
            } else if (words.is(at, "GENERATED")) {
                end = ColumnParts.endOfGeneration(words, at, to);
                Column generated = column.generated(words.plain(at + 1, end));
                shape.set(generated.isIdentity() ? generated.withNotNull(true) : generated);
            } else if (words.is(at, "REFERENCES")) {
                end = ColumnParts.endOfReference(words, at, to);
                constraint = "FOREIGN KEY (" + QualifiedName.quote(name) + ") " + words.plain(at, end);
            } else if (words.is(at, "CHECK")) {
                constraint = words.plain(at, end);
            } else if (words.isPhrase(at, "PRIMARY KEY")) {
                constraint = "PRIMARY KEY (" + QualifiedName.quote(name) + ")" + behind(words, at + 2, end);
            } else if (words.is(at, "UNIQUE")) {
                end = words.isPhrase(at + 1, "NULLS NOT DISTINCT") ? Math.max(at + 4, endOfPart(words, at + 3, to)) : end;
                int nulls = words.isPhrase(at + 1, "NULLS NOT DISTINCT") ? 4 : words.isPhrase(at + 1, "NULLS DISTINCT") ? 3 : 1;
                constraint = "UNIQUE" + (nulls == 4 ? " NULLS NOT DISTINCT" : "") + " (" + QualifiedName.quote(name) + ")" + behind(words, at + nulls, end);
            } else if (words.isAny(at, "DEFERRABLE", "INITIALLY", "NOT")) {
                end = words.is(at, "NOT") ? at + 2 : end;
                deferral(words.plain(at, end));
            } else if (!words.is(at, "NULL")) {
                shape.set(new Column(column.name(), column.type(), column.collation(), column.defaultValue(), column.generation(), column.notNull(),
                    column.rest() == null ? words.plain(at, end) : column.rest() + ' ' + words.plain(at, end)));
            }
            if (constraint != null) {
                addConstraint(given, constraint);
            }
            given = null;
            at = Math.max(end, at + 1);
        }
    }

    private static String behind(Words words, int from, int to) {
        return from < to ? ' ' + words.plain(from, to) : "";
    }

    private void deferral(String words) {
        if (!shape.constraints.isEmpty()) {
            int last = shape.constraints.size() - 1;
            Constraint c = shape.constraints.get(last);
            Constraint deferred = new Constraint(c.name(), c.definition() + ' ' + words);
            shape.constraints.set(last, deferred);
            added.replaceAll(a -> a == c ? deferred : a);
            unnamed.replaceAll(a -> a == c ? deferred : a);
        }
    }
}
