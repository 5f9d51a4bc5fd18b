package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pggit.audit.backfill.HistoryChange.NameSource;
import org.pggit.audit.change.PathName;
import org.pggit.audit.ddl.DdlObject;
import org.pggit.audit.ddl.QualifiedName;

/**
 * Reads v1 history rows in id order: type, schema and change are v1's own; names are v1's own but for functions, which v1 names by OID, so theirs come
 * from the text: the rows of one query string follow its statements' order.
 *
 * <p>Nothing is guessed: where a text's statements and a run of rows do not fit together (functions made in a DO block, two CREATE EXTENSION in
 * one text), the row keeps v1's number for a name and says so.
 */
public final class HistoryReader {
    private final Map<String, FunctionName> namesByNumber = new HashMap<>();
    /** Type and path -> the last row about it. */
    private final Map<String, Long> lastRows = new HashMap<>();

    private HistoryReader() {
    }

    private record FunctionName(String name, String identity) {
    }

    public static List<HistoryChange> read(List<HistoryRow> rows) {
        HistoryReader reader = new HistoryReader();
        List<HistoryChange> changes = new ArrayList<>(rows.size());
        for (int from = 0; from < rows.size(); ) {
            int to = from + 1;
            while (to < rows.size() && rows.get(to).text() == rows.get(from).text()) {
                to++;
            }
            reader.readText(rows.subList(from, to), changes);
            from = to;
        }
        return changes;
    }

    private void readText(List<HistoryRow> rows, List<HistoryChange> changes) {
        ScriptMatch script = ScriptMatch.of(rows.get(0).text());
        DdlObject[] functions = script.functionsOf(rows);
        for (int i = 0; i < rows.size(); i++) {
            HistoryRow row = rows.get(i);
            boolean numbered = "FUNCTION".equals(row.objectType()) && isNumber(row.objectName());
            changes.add(linked(numbered ? function(row, functions[i], script) : named(row, script)));
        }
    }

    private HistoryChange linked(HistoryChange change) {
        String before = change.type() + ' ' + (change.oldPath() == null ? change.path() : change.oldPath());
        Long previous = lastRows.remove(before);
        if (!"DROP".equals(change.changeType())) {
            lastRows.put(change.type() + ' ' + change.path(), change.historyId());
        }
        return change.after(previous == null ? 0 : previous);
    }

    private HistoryChange function(HistoryRow row, DdlObject object, ScriptMatch script) {
        String number = row.schema() + '.' + row.objectName();
        if (object != null) {
            String bare = object.newName() != null ? object.newName() : object.name();
            namesByNumber.put(number, new FunctionName(bare, identity(row.schema(), bare, object.identity())));
            FunctionName known = namesByNumber.get(number);
            return change(row, known.identity, known.name, script.placeOf(object), script, NameSource.TEXT);
        }
        FunctionName known = namesByNumber.get(number);
        if (known == null && row.knownName() != null) {
            known = new FunctionName(row.knownName(), row.knownPath());
        }
        if (known != null) {
            return change(row, known.identity, known.name, -1, script, NameSource.OBJECT);
        }
        return change(row, QualifiedName.quote(row.schema()) + '.' + row.objectName(), row.objectName(), -1, script, NameSource.NONE);
    }

    private static String identity(String schema, String name, String written) {
        int arguments = written == null ? -1 : written.indexOf('(');
        return QualifiedName.quote(schema) + '.' + QualifiedName.quote(name) + (arguments < 0 ? "" : written.substring(arguments));
    }

    private HistoryChange named(HistoryRow row, ScriptMatch script) {
        String name = bareName(row.schema(), row.objectName());
        int statement = script.statementOf(row, name);
        String path = QualifiedName.quote(row.schema()) + '.' + QualifiedName.quote(name);
        return change(row, path, name, statement, script, NameSource.V1);
    }

    private static HistoryChange change(HistoryRow row, String path, String name, int statement, ScriptMatch script, NameSource source) {
        String oldPath = statement < 0 ? null : script.identityBefore(statement, row, name);
        int start = statement < 0 ? 0 : script.start(statement);
        int length = statement < 0 ? -1 : script.length(statement);
        return new HistoryChange(row.id(), path, oldPath, row.schema(), name, row.objectType(), row.changeType(), start, length, source, 0);
    }

    /** v1 keeps regclass text: quotes stay on, and the schema stays before the name where the schema needs quotes. */
    static String bareName(String schema, String recorded) {
        if (recorded.indexOf('"') < 0) {
            return recorded;
        }
        String prefix = QualifiedName.quote(schema) + '.';
        String rest = recorded.startsWith(prefix) ? recorded.substring(prefix.length()) : recorded;
        return PathName.of("x." + rest).name();
    }

    private static boolean isNumber(String s) {
        return !s.isEmpty() && s.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
