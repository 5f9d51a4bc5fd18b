package org.pggit.audit.backfill;

import org.pggit.audit.ddl.DdlParser;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** {@code t.c%TYPE} in a routine's signature: the server looks the column's type up when it makes the routine, and keeps that. */
final class TypeOfColumn {
    private TypeOfColumn() {
    }

    /** A routine's CREATE with such types put in; those of columns that are not known stay, and so does every other statement. */
    static String resolve(String create, StoredObject object, SchemaState state) {
        if (!object.isRoutine() || create.indexOf('%') < 0) {
            return create;
        }
        Words words = Words.of(create);
        StringBuilder out = new StringBuilder();
        int copied = 0;
        for (int i = 0; i < words.count(); i++) {
            int end = end(words, i);
            String type = end < 0 ? null : type(words, i, end, state);
            if (type != null) {
                out.append(create, copied, words.start(i)).append(type);
                copied = words.end(end - 1);
                i = end - 1;
            }
        }
        return out.append(create.substring(copied)).toString();
    }

    /** The type as it stands in an identity; null where none begins here. */
    static String inIdentity(Words words, int at, SchemaState state) {
        int end = end(words, at);
        String type = end < 0 ? null : type(words, at, end, state);
        if (type == null) {
            return null;
        }
        String identity = DdlParser.describe("CREATE FUNCTION f(" + type + ") RETURNS int").identity();
        return identity == null || !identity.endsWith(")") ? null : identity.substring(identity.indexOf('(') + 1, identity.length() - 1);
    }

    /** Behind {@code [s.]t.c%TYPE}; -1 where none begins here. */
    static int end(Words words, int at) {
        if (!words.isName(at) || words.type(at - 1) == TokenType.DOT) {
            return -1;
        }
        int dots = 0;
        int i = at + 1;
        while (words.type(i) == TokenType.DOT && words.isName(i + 1)) {
            dots++;
            i += 2;
        }
        return dots >= 1 && words.written(i).equals("%") && words.is(i + 1, "TYPE") ? i + 2 : -1;
    }

    private static String type(Words words, int at, int end, SchemaState state) {
        boolean isQualified = end - at > 5;
        QualifiedName name = isQualified ? new QualifiedName(words.name(at), words.name(at + 2)) : new QualifiedName(null, words.name(at));
        StoredObject table = state.relation(name.schema(), name.name());
        Column column = table == null || table.shape == null ? null : table.shape.column(words.name(end - 3));
        return column == null || column.type().isEmpty() ? null : ColumnAlteration.withoutLength(column.type());
    }
}
