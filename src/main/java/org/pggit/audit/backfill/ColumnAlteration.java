package org.pggit.audit.backfill;

import org.pggit.audit.ddl.Action;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** ALTER COLUMN, done to the column where that leaves exactly what the server has. */
final class ColumnAlteration {
    private final SchemaState state;
    private final StoredObject table;
    private final Words words;

    ColumnAlteration(SchemaState state, StoredObject table, Words words) {
        this.state = state;
        this.table = table;
        this.words = words;
    }

    /** Does the action to the column, from its first token behind the column's name; false where it has to be kept as a statement. */
    boolean alter(String name, int at, int to) {
        Column column = name == null ? null : table.shape.column(name);
        if (column == null) {
            return false;
        } else if (words.isPhrase(at, "SET NOT NULL")) {
            table.shape.set(column.withNotNull(true));
        } else if (words.isPhrase(at, "DROP NOT NULL")) {
            table.shape.set(column.withNotNull(false));
        } else if (words.isPhrase(at, "SET DEFAULT")) {
            table.shape.set(column.withDefault(words.plain(at + 2, to)));
        } else if (words.isPhrase(at, "DROP DEFAULT")) {
            table.shape.set(column.withDefault(null));
        } else if (words.is(at, "TYPE") || words.isPhrase(at, "SET DATA TYPE")) {
            type(column, words.is(at, "TYPE") ? at + 1 : at + 3, to);
        } else if (words.isPhrase(at, "DROP EXPRESSION") || words.isPhrase(at, "DROP IDENTITY")) {
            if (column.isIdentity() == words.is(at + 1, "IDENTITY")) {
                IdentitySequences.forget(table, name);
                table.shape.set(column.generated(null));
            }
        } else if (words.isPhrase(at, "ADD GENERATED")) {
            table.shape.set(column.generated(words.plain(at + 2, to)));
            IdentitySequences.nameNew(table, name, state);
        } else {
            return false;
        }
        return true;
    }

    private void type(Column column, int from, int to) {
        new Dependants(state).dropQueries(table, column.name());
        int end = from;
        while (end < to && !words.isAny(end, "COLLATE", "USING")) {
            end = words.skip(end);
        }
        int collation = words.is(end, "COLLATE") ? end : to;
        int using = collation;
        while (using < to && !words.is(using, "USING")) {
            using++;
        }
        // The server keeps the default's value under the old type, and converts that.
        Words value = column.defaultValue() == null ? null : Words.of(column.defaultValue());
        String newType = words.plain(from, end);
        boolean isOther = value != null && value.count() == 1 && !newType.equalsIgnoreCase(column.type());
        boolean hasLength = column.type().indexOf('(') >= 0;
        boolean isNull = isOther && value.is(0, "NULL");
        // NULL is no default but of a type with a length, which it is converted to.
        Column kept = isNull && !hasLength ? column.withDefault(null)
            : isNull || isOther && value.type(0).isString() ? column.withDefault(column.defaultValue() + "::" + withoutLength(column.type())) : column;
        table.shape.set(kept.ofType(words.plain(from, end), collation < to ? words.plain(collation + 1, using) : null));
        if (column.isIdentity()) {
            QualifiedName sequence = new IdentitySequences.Owner(table, column).sequence();
            state.made().add(new SchemaState.Made("ALTER SEQUENCE", Action.ALTER, ObjectType.SEQUENCE, table, sequence.name(), sequence.toString()));
        }
        new Qualifier(state).qualify(table);
    }

    /** The type without its length, precision and scale. */
    static String withoutLength(String type) {
        Words words = Words.of(type);
        StringBuilder bare = new StringBuilder();
        for (int i = 0; i < words.count(); i++) {
            if (words.type(i) == TokenType.LEFT_PAREN) {
                i = words.skip(i) - 1;
            } else {
                bare.append(bare.isEmpty() || words.type(i) != TokenType.WORD || words.type(i - 1) == TokenType.DOT ? "" : " ").append(words.written(i));
            }
        }
        return bare.toString();
    }
}
