package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.pggit.audit.ddl.Action;
import org.pggit.audit.ddl.DdlParser;
import org.pggit.audit.ddl.GeneratedNames;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** What LIKE copies that is no part of the table's own text: INCLUDING INDEXES the other table's indexes, under the server's names, INCLUDING COMMENTS its columns' comments, STORAGE and COMPRESSION what ALTERs set. */
final class LikeIndexes {
    private final SchemaState state;

    LikeIndexes(SchemaState state) {
        this.state = state;
    }

    void copy(StoredObject table, String create) {
        Words words = Words.of(create);
        int open = 0;
        while (open < words.count() && words.type(open) != TokenType.LEFT_PAREN) {
            open++;
        }
        int close = words.skip(open) - 1;
        for (int from = open + 1; from < close; from = words.endOfItem(from, close) + 1) {
            if (words.is(from, "LIKE")) {
                like(table, words, from, words.endOfItem(from, close));
            }
        }
    }

    private void like(StoredObject table, Words words, int from, int to) {
        boolean isQualified = words.type(from + 2) == TokenType.DOT;
        StoredObject source = state.relation(isQualified ? words.name(from + 1) : null, words.name(from + (isQualified ? 3 : 1)));
        int options = from + (isQualified ? 4 : 2);
        if (source == null || source == table) {
            return;
        }
        boolean isCommented = TableCopy.includes(words, options, to, "COMMENTS");
        if (TableCopy.includes(words, options, to, "INDEXES")) {
            for (StoredObject index : state.on(source.qualifiedName())) {
                if (index.type == ObjectType.INDEX) {
                    StoredObject copy = index(table, index);
                    String comment = isCommented ? index.extras.get("comment part " + index.name) : null;
                    if (comment != null) {
                        copy.extras.put("COMMENT ON INDEX " + copy.qualifiedName() + value(comment));
                    }
                }
            }
        }
        if (TableCopy.includes(words, options, to, "STATISTICS")) {
            for (StoredObject other : state.naming(source.name)) {
                if (other.type == ObjectType.STATISTICS_OBJECT) {
                    statistics(table, source, other, isCommented);
                }
            }
        }
        if (TableCopy.includes(words, options, to, "IDENTITY") && source.shape != null) {
            for (Column c : source.shape.columns) {
                if (c.isIdentity()) {
                    QualifiedName sequence = new QualifiedName(table.schema, IdentitySequences.made(table.name, c.name()));
                    String bounds = sequenceOptions(c);
                    if (bounds != null) {
                        table.extras.put("ALTER SEQUENCE " + sequence + bounds);
                    }
                    state.made().add(new SchemaState.Made("CREATE SEQUENCE", Action.CREATE, ObjectType.SEQUENCE, table, sequence.name(), sequence.toString()));
                    state.made().add(new SchemaState.Made("ALTER SEQUENCE", Action.ALTER, ObjectType.SEQUENCE, table, sequence.name(), sequence.toString()));
                }
            }
        }
        for (String statement : source.extras.all()) {
            String set = Extras.key(statement);
            if (set.startsWith("storage of ") && TableCopy.includes(words, options, to, "STORAGE") || set.startsWith("compression of ") && TableCopy.includes(words, options, to, "COMPRESSION")) {
                Words alter = Words.of(statement);
                table.extras.put("ALTER TABLE " + table.qualifiedName() + ' ' + alter.slice(TableAlteration.actions(alter), alter.count()));
            }
        }
        if (isCommented) {
            source.extras.all().forEach(statement -> comment(table, statement, TableCopy.includes(words, options, to, "CONSTRAINTS")));
        }
    }

    /** The copied sequence counts in bigint whatever its column is, within the bounds of the other (parse_utilcmd.c, expandTableLikeClause). Null where that is nothing to say. */
    private static String sequenceOptions(Column c) {
        String most = switch (c.type().toLowerCase(Locale.ROOT)) {
            case "integer", "int", "int4" -> "2147483647";
            case "smallint", "int2" -> "32767";
            default -> null;
        };
        boolean isBounded = Mention.isPossible(c.generation(), "maxvalue") || c.generation().indexOf('-') >= 0;
        return most == null ? null : " AS bigint" + (isBounded ? "" : " MAXVALUE " + most);
    }

    /** Statistics of the table's columns. */
    static boolean areOf(StoredObject statistics, StoredObject table, SchemaState state) {
        if (statistics.type != ObjectType.STATISTICS_OBJECT) {
            return false;
        }
        Words words = Words.of(statistics.head);
        int from = from(words);
        boolean isQualified = words.type(from + 2) == TokenType.DOT;
        QualifiedName read = state.relation(isQualified ? new QualifiedName(words.name(from + 1), words.name(from + 3)) : new QualifiedName(null, words.name(from + 1)));
        return from > 2 && table.qualifiedName().equals(read);
    }

    static boolean areOfColumn(StoredObject statistics, String column) {
        return !withColumn(statistics.head, column, null).equals(statistics.head);
    }

    /** The columns stand between ON and FROM, also the first. */
    static String withColumn(String statistics, String column, String now) {
        Words words = Words.of(statistics);
        int from = from(words);
        int on = from;
        while (on > 2 && !words.is(on, "ON")) {
            on--;
        }
        StringBuilder out = new StringBuilder();
        int written = 0;
        for (int i = on + 1; i < from; i++) {
            if (column.equals(words.name(i)) && words.type(i + 1) != TokenType.LEFT_PAREN && words.type(i - 1) != TokenType.TYPE_CAST) {
                out.append(statistics, written, words.start(i)).append(now == null ? "" : QualifiedName.quote(now));
                written = words.end(i);
            }
        }
        return out.append(statistics.substring(written)).toString();
    }

    private static int from(Words words) {
        int from = words.count() - 1;
        while (from > 0 && !words.is(from, "FROM")) {
            from--;
        }
        return from;
    }

    private static String value(String comment) {
        Words words = Words.of(comment);
        return ' ' + words.plain(words.count() - 2, words.count());
    }

    private void comment(StoredObject table, String statement, boolean hasConstraints) {
        Words comment = Words.of(statement);
        int is = comment.count() - 2;
        if (comment.isPhrase(0, "COMMENT ON COLUMN") && comment.is(is, "IS") && comment.isName(is - 1)) {
            String column = QualifiedName.quote(comment.name(is - 1));
            table.extras.put("COMMENT ON COLUMN " + table.qualifiedName() + '.' + column + ' ' + comment.plain(is, comment.count()));
            state.made().add(new SchemaState.Made("COMMENT", Action.COMMENT, ObjectType.TABLE_COLUMN, table, comment.name(is - 1), table.qualifiedName() + "." + column));
        } else if (hasConstraints && comment.isPhrase(0, "COMMENT ON CONSTRAINT") && table.shape != null && table.shape.constraint(comment.name(3)) != null
            && table.shape.constraint(comment.name(3)).kind() == Constraint.Kind.CHECK) {
            String constraint = QualifiedName.quote(comment.name(3)) + " ON " + table.qualifiedName();
            table.extras.put("COMMENT ON CONSTRAINT " + constraint + ' ' + comment.plain(is, comment.count()));
            state.made().add(new SchemaState.Made("COMMENT", Action.COMMENT, ObjectType.TABLE_CONSTRAINT, table, comment.name(3), constraint.replace(" ON ", " on ")));
        }
    }

    /** {@code CREATE STATISTICS s (kinds) ON a, b FROM t}, under the name that the server makes of the columns. */
    private void statistics(StoredObject table, StoredObject source, StoredObject other, boolean isCommented) {
        if (!areOf(other, source, state)) {
            return;
        }
        Words words = Words.of(other.head);
        int from = from(words);
        int on = from;
        while (on > 2 && !words.is(on, "ON")) {
            on--;
        }
        List<String> names = new ArrayList<>();
        for (int at = on + 1; at < from; at = words.endOfItem(at, from) + 1) {
            names.add(words.isName(at) && words.endOfItem(at, from) == at + 1 ? words.name(at) : "expr");
        }
        StoredObject copy = new StoredObject(ObjectType.STATISTICS_OBJECT, table.schema,
            GeneratedNames.choose(table.name, GeneratedNames.ofColumns(names), "stat", n -> state.find(ObjectType.STATISTICS_OBJECT, table.schema, n) != null));
        int kinds = words.type(3) == TokenType.DOT ? 5 : 3;
        copy.head = "CREATE STATISTICS " + copy.qualifiedName() + ' ' + (kinds < on ? words.plain(kinds, on) + ' ' : "") + words.plain(on, from + 1) + ' ' + table.qualifiedName();
        String comment = isCommented ? other.extras.get("comment") : null;
        if (comment != null) {
            copy.extras.put("COMMENT ON STATISTICS " + copy.qualifiedName() + value(comment));
        }
        state.add(copy);
        state.made().add(new SchemaState.Made("CREATE STATISTICS", Action.CREATE, ObjectType.STATISTICS_OBJECT, copy, copy.name, copy.identity()));
    }

    private StoredObject index(StoredObject table, StoredObject other) {
        StoredObject copy = copy(table, other, name -> state.isTaken(table.schema, name));
        state.add(copy);
        return copy;
    }

    /** The other table's index on this table, under the name that the server makes for it. */
    static StoredObject copy(StoredObject table, StoredObject other, Predicate<String> isTaken) {
        Words words = Words.of(other.head);
        int name = words.is(1, "UNIQUE") ? 3 : 2;
        String made = hasExpression(words, open(words)) ? ofExpression(table, other, isTaken)
            : GeneratedNames.choose(table.name, GeneratedNames.ofColumns(elements(words, open(words))), "idx", isTaken);
        StoredObject copy = new StoredObject(ObjectType.INDEX, table.schema, made);
        copy.parent = table.qualifiedName();
        copy.head = words.text().substring(0, words.start(name)) + QualifiedName.quote(made) + " ON " + table.qualifiedName() + ' ' + definition(other.head);
        return copy;
    }

    private static boolean hasExpression(Words words, int open) {
        for (int from = open + 1; from < words.skip(open) - 1; from = words.endOfItem(from, words.skip(open) - 1) + 1) {
            if (words.type(from) == TokenType.LEFT_PAREN) {
                return true;
            }
        }
        return false;
    }

    /** An expression's name is the parser's to find. */
    private static String ofExpression(StoredObject table, StoredObject other, Predicate<String> isTaken) {
        String generated = DdlParser.describe("CREATE INDEX ON " + QualifiedName.quote(table.name) + ' ' + definition(other.head)).name();
        String name = generated;
        for (int n = 1; isTaken.test(name); n++) {
            name = generated + n;
        }
        return name;
    }

    /** Of a CREATE INDEX all that is behind the table: USING and its elements. */
    static String definition(String create) {
        Words words = Words.of(create);
        int open = open(words);
        int using = open;
        while (using > 2 && !words.is(using, "USING")) {
            using--;
        }
        return create.substring(words.start(using > 2 ? using : open));
    }

    private static int open(Words words) {
        int open = 0;
        while (open < words.count() && words.type(open) != TokenType.LEFT_PAREN) {
            open++;
        }
        return open;
    }

    /** What the index is named after: columns, functions, "expr" for what is neither; with those that it INCLUDEs. */
    private static List<String> elements(Words words, int open) {
        List<String> names = new ArrayList<>();
        add(names, words, open);
        int close = words.skip(open);
        if (words.is(close, "INCLUDE")) {
            add(names, words, close + 1);
        }
        return names;
    }

    private static void add(List<String> names, Words words, int open) {
        int close = words.skip(open) - 1;
        for (int from = open + 1; from < close; from = words.endOfItem(from, close) + 1) {
            String name = words.isName(from) ? words.name(words.type(from + 1) == TokenType.DOT ? from + 2 : from) : "expr";
            String distinct = name;
            for (int n = 1; names.contains(distinct); n++) {
                distinct = name + n;
            }
            names.add(distinct);
        }
    }
}
