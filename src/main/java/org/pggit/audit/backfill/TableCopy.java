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
                text.shape().add(c);
            } else if (c.kind().hasIndex() && includes(words, options, to, "INDEXES")) {
                text.addConstraint(null, c.definition());
            }
        }
        return true;
    }

    /** The last word on an option counts. */
    private static boolean includes(Words words, int from, int to, String option) {
        boolean isIncluded = false;
        for (int i = from; i < to; i++) {
            if (words.isAny(i + 1, option, "ALL")) {
                isIncluded = words.is(i, "INCLUDING") || isIncluded && !words.is(i, "EXCLUDING");
            }
        }
        return isIncluded;
    }

    private static String withoutSequenceName(String generation) {
        int at = generation == null ? -1 : generation.toUpperCase(Locale.ROOT).indexOf("(SEQUENCE NAME");
        return at < 0 ? generation : generation.substring(0, at).strip();
    }

    /** CREATE TABLE AS and SELECT INTO; null where the query is more than columns of a table that is known. */
    static TableShape ofQuery(String statement, QualifiedName table, TableText.Names names) {
        Words words = Words.of(statement);
        int select = 0;
        while (select < words.count() && !words.is(select, "SELECT")) {
            select = words.skip(select);
        }
        boolean isPlain = select == 0 || words.is(select - 1, "AS") && words.type(select - 2) != TokenType.RIGHT_PAREN;
        int end = select + 1;
        while (end < words.count() && !words.isAny(end, "FROM", "INTO")) {
            end++;
        }
        int from = end;
        while (from < words.count() && !words.is(from, "FROM")) {
            from++;
        }
        boolean isQualified = words.type(from + 2) == TokenType.DOT;
        int behind = from + (isQualified ? 4 : 2);
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
        if (end == select + 2 && words.written(select + 1).equals("*")) {
            source.columns.forEach(c -> shape.columns.add(copy(c)));
            return shape;
        }
        for (int i = select + 1; i < end; i += 2) {
            Column column = words.isName(i) ? source.column(words.name(i)) : null;
            if (column == null || i + 1 < end && words.type(i + 1) != TokenType.COMMA) {
                return null;
            }
            shape.columns.add(copy(column));
        }
        return shape.columns.isEmpty() ? null : shape;
    }

    private static Column copy(Column c) {
        return new Column(c.name(), c.type(), c.collation(), null, null, false, null);
    }
}
