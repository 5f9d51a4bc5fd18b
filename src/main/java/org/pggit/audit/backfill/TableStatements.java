package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.List;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** The statements about columns and constraints that stand beside a table's text. */
final class TableStatements {
    private TableStatements() {
    }

    /** Takes out what is said of the column, and the column out of rights on several. */
    static void forgetColumn(StoredObject table, String column) {
        table.extras.removeIf(statement -> isOfColumn(statement, table.name, column) || isRight(statement) && withColumn(Words.of(statement), column, null) == null);
        table.extras.replaceAll(statement -> isRight(statement) ? withColumn(Words.of(statement), column, null) : statement);
    }

    /** Takes out what is said of constraints, and of their indexes, that are no longer there. */
    static void forgetConstraints(StoredObject table) {
        table.extras.removeIf(statement -> {
            Words words = Words.of(statement);
            String name = null;
            if (words.isPhrase(0, "COMMENT ON CONSTRAINT")) {
                name = words.name(3);
            } else if (words.isPhrase(0, "COMMENT ON INDEX")) {
                name = words.name(words.type(4) == TokenType.DOT ? 5 : 3);
            } else if (words.isPhrase(0, "ALTER TABLE")) {
                int action = TableAlteration.actions(words);
                name = words.isPhrase(action, "ALTER CONSTRAINT") ? words.name(action + 2) : null;
            }
            return name != null && table.shape.constraint(name) == null;
        });
    }

    /** The statement is about the column: COMMENT ON COLUMN t.c, ALTER TABLE t ALTER COLUMN c. */
    static boolean isOfColumn(String statement, String table, String column) {
        return place(Words.of(statement), table, column) > 0;
    }

    /** The statement about the column under another name. */
    static String withColumn(String statement, String table, String from, String to) {
        Words words = Words.of(statement);
        if (words.isAny(0, "GRANT", "REVOKE")) {
            return withColumn(words, from, to);
        }
        int at = place(words, table, from);
        return at < 0 ? statement : statement.substring(0, words.start(at)) + QualifiedName.quote(to) + statement.substring(words.end(at));
    }

    /** A right on columns; to: null takes the column out of them. Null where no right is left. */
    private static String withColumn(Words words, String from, String to) {
        StringBuilder out = new StringBuilder();
        int written = 0;
        int rights = 0;
        boolean isAny = false;
        for (int i = 1; i < words.count() && !words.is(i, "ON"); i = words.skip(i)) {
            if (words.type(i) != TokenType.LEFT_PAREN) {
                rights += words.isAny(i, "SELECT", "INSERT", "UPDATE", "REFERENCES", "ALL") && words.type(i + 1) == TokenType.LEFT_PAREN ? 1 : 0;
                continue;
            }
            List<String> columns = new ArrayList<>();
            for (int c = i + 1; c < words.skip(i) - 1; c++) {
                if (words.isName(c) && !from.equals(words.name(c))) {
                    columns.add(words.written(c));
                } else if (words.isName(c)) {
                    isAny = true;
                    if (to != null) {
                        columns.add(QualifiedName.quote(to));
                    }
                }
            }
            out.append(words.text(), written, words.end(i)).append(String.join(", ", columns));
            written = words.start(words.skip(i) - 1);
            if (columns.isEmpty()) {
                return rights > 1 ? words.text() : null;
            }
        }
        return isAny ? out.append(words.text().substring(written)).toString() : words.text();
    }

    private static int place(Words words, String table, String column) {
        boolean isComment = words.isPhrase(0, "COMMENT ON COLUMN");
        boolean isAlter = words.is(0, "ALTER") && (words.isAny(1, "TABLE", "VIEW") || words.is(2, "TABLE") || words.is(2, "VIEW"));
        for (int i = 2; i < words.count() && (isComment || isAlter) && !words.is(i, "IS"); i++) {
            boolean isTable = table.equals(words.name(i - 2)) && words.type(i - 1) == TokenType.DOT;
            if (column.equals(words.name(i)) && (isComment && isTable || isAlter && (words.is(i - 1, "COLUMN") || words.is(i - 1, "ALTER")))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isRight(String statement) {
        return statement.regionMatches(true, 0, "GRANT", 0, 5) || statement.regionMatches(true, 0, "REVOKE", 0, 6);
    }
}
