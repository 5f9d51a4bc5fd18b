package org.pggit.audit.backfill;

import java.util.Locale;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/**
 * Columns that a table takes from another when it is made: LIKE, and a query that names nothing but columns of one table. They are the table's own from then on, whatever
 * becomes of the other.
 */
final class TableCopy {
    private static final String[] BEHIND_TABLE = {"WHERE", "ORDER", "LIMIT", "OFFSET", "WITH"};

    private TableCopy() {
    }

    /** {@code LIKE t INCLUDING ...}, from and to being its tokens. False where the other table's columns are not known. */
    static boolean like(Words words, int from, int to, TableText text, TableText.Names names) {
        boolean isQualified = words.type(from + 2) == TokenType.DOT;
        if (!words.isName(from + 1) || isQualified && !words.isName(from + 3)) {
            return false;
        }
        TableShape source = names.shape(isQualified ? new QualifiedName(words.name(from + 1), words.name(from + 3)) : new QualifiedName(null, words.name(from + 1)));
        if (source == null) {
            return false;
        }
        int options = from + (isQualified ? 4 : 2);
        boolean hasIdentity = includes(words, options, to, "IDENTITY");
        for (Column c : source.columns) {
            boolean isCopied = c.isIdentity() ? hasIdentity : includes(words, options, to, "GENERATED");
            text.shape().columns.add(new Column(c.name(), c.type(), c.collation(), includes(words, options, to, "DEFAULTS") ? c.defaultValue() : null,
                isCopied ? withoutSequenceName(c.generation()) : null, c.notNull(), includes(words, options, to, "STORAGE") ? c.rest() : null));
        }
        for (Constraint c : source.constraints) {
            if (c.kind() == Constraint.Kind.CHECK && includes(words, options, to, "CONSTRAINTS")) {
                // A new table has no rows that the check would not be valid for.
                text.shape().add(new Constraint(c.name(), c.isAdded() ? c.definition().substring(0, c.definition().toUpperCase(Locale.ROOT).lastIndexOf("NOT VALID")).stripTrailing() : c.definition()));
            } else if (c.kind().hasIndex() && includes(words, options, to, "INDEXES")) {
                text.copyKey(c.definition());
            }
        }
        return true;
    }

    /** The last word on an option counts. */
    static boolean includes(Words words, int from, int to, String option) {
        boolean isIncluded = false;
        for (int i = from; i < to; i++) {
            if (words.isAny(i + 1, option, "ALL")) {
                isIncluded = words.is(i, "INCLUDING") || isIncluded && !words.is(i, "EXCLUDING");
            }
        }
        return isIncluded;
    }

    private static String withoutSequenceName(String generation) {
        Words words = Words.of(generation == null ? "" : generation);
        int at = 0;
        while (at < words.count() && !words.isPhrase(at, "SEQUENCE NAME")) {
            at++;
        }
        if (at >= words.count()) {
            return generation;
        }
        int behind = words.type(at + 3) == TokenType.DOT ? at + 5 : at + 3;
        boolean isOnly = words.type(at - 1) == TokenType.LEFT_PAREN && words.type(behind) == TokenType.RIGHT_PAREN;
        return isOnly ? words.plain(0, at - 1) : words.slice(0, at) + words.slice(behind, words.count());
    }

    /** CREATE TABLE AS and SELECT INTO; null where the query is more than columns of a table that is known, constants and casts. */
    static TableShape ofQuery(String statement, TableText.Names names) {
        Words words = Words.of(statement);
        int select = 0;
        while (select < words.count() && !words.is(select, "SELECT") && !words.isPhrase(select, "AS TABLE")) {
            select = words.skip(select);
        }
        boolean isTable = words.isPhrase(select, "AS TABLE");
        boolean isPlain = select == 0 || isTable ? words.type(select - 1) != TokenType.RIGHT_PAREN : words.is(select - 1, "AS") && words.type(select - 2) != TokenType.RIGHT_PAREN;
        int end = select + 1;
        while (end < words.count() && !words.isAny(end, "FROM", "INTO") && !isTable) {
            end = words.skip(end);
        }
        int from = end;
        while (from < words.count() && !words.is(from, isTable ? "TABLE" : "FROM")) {
            from++;
        }
        boolean isQualified = words.type(from + 2) == TokenType.DOT;
        int last = from + (isQualified ? 3 : 1);
        int alias = words.is(last + 1, "AS") ? last + 2 : words.isName(last + 1) && !words.isAny(last + 1, BEHIND_TABLE) ? last + 1 : last;
        int behind = alias + 1;
        boolean isOnly = behind >= words.count() || words.isAny(behind, BEHIND_TABLE) || words.type(behind) == TokenType.SEMICOLON;
        for (int i = behind; i < words.count(); i++) {
            isOnly &= !words.isAny(i, "UNION", "INTERSECT", "EXCEPT");
        }
        TableShape source = !isPlain || !isOnly || !words.isName(from + 1) || isQualified && !words.isName(from + 3) ? null
            : names.shape(isQualified ? new QualifiedName(words.name(from + 1), words.name(from + 3)) : new QualifiedName(null, words.name(from + 1)));
        if (source == null) {
            return null;
        }
        TableShape shape = new TableShape();
        shape.kind = words.is(1, "UNLOGGED") ? "UNLOGGED " : "";
        if (isTable) {
            source.columns.forEach(c -> shape.columns.add(copy(c)));
        }
        for (int at = select + 1; at < end; ) {
            int next = words.endOfItem(at, end);
            if (next == at + 1 && words.written(at).equals("*")) {
                source.columns.forEach(c -> shape.columns.add(copy(c)));
            } else {
                Column column = item(words, at, next, source, words.name(alias));
                if (column == null) {
                    return null;
                }
                shape.columns.add(column);
            }
            at = next + 1;
        }
        return shape.columns.isEmpty() ? null : shape;
    }

    /** {@code c}, {@code x.c}, {@code 1}, any of them {@code ::t}, under a name of its own or not; null for more. */
    private static Column item(Words words, int from, int to, TableShape source, String alias) {
        boolean isAliased = to - from >= 2 && words.isName(to - 1) && (words.is(to - 2, "AS") || words.isName(to - 2) && words.type(to - 3) != TokenType.TYPE_CAST
            || words.type(to - 2) == TokenType.NUMBER);
        int end = !isAliased ? to : words.is(to - 2, "AS") ? to - 2 : to - 1;
        boolean isQualified = words.type(from + 1) == TokenType.DOT && words.name(from) != null && words.name(from).equals(alias);
        int at = isQualified ? from + 2 : from;
        Column column = words.isName(at) ? source.column(words.name(at)) : null;
        String constant = words.type(at) == TokenType.NUMBER && words.written(at).matches("[0-9]{1,9}") ? "integer" : words.type(at).isString() ? "text" : null;
        if (column == null && constant == null || column == null && !isAliased) {
            return null;
        }
        boolean isCast = words.type(at + 1) == TokenType.TYPE_CAST && words.isName(at + 2);
        if (!isCast && end != at + 1 || isCast && words.skip(at + 3) < end && end != at + 3) {
            return null;
        }
        String name = isAliased ? words.name(to - 1) : column.name();
        String type = isCast ? words.plain(at + 2, end) : column == null ? constant : column.type();
        return new Column(name, type, isCast || column == null ? null : column.collation(), null, null, false, null);
    }

    private static Column copy(Column c) {
        return new Column(c.name(), c.type(), c.collation(), null, null, false, null);
    }
}
