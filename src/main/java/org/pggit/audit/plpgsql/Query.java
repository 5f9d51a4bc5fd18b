package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** A query whose rows are constants: SELECT ({@link Select}), VALUES, and what UNION makes of them. Of any other the calls in it are made once, not surely. Chapter 7 of the manual. */
final class Query {
    private static final String[] SETS = {"UNION", "INTERSECT", "EXCEPT"};
    private static final String[] BEHIND = {"ORDER", "LIMIT", "OFFSET", "FETCH"};

    private final Interpreter run;
    private final Words words;
    private final Scope scope;

    Query(Interpreter run, Words words, Scope scope) {
        this.run = run;
        this.words = words;
        this.scope = scope;
    }

    /** Null where they are not known. */
    Rows rows(Code.Range range) {
        int from = range.from();
        int to = Math.min(range.to(), words.count());
        while (to > from && words.type(to - 1) == TokenType.SEMICOLON) {
            to--;
        }
        while (words.type(from) == TokenType.LEFT_PAREN && words.skip(from) == to) {
            from++;
            to--;
        }
        Cursor cursor = new Cursor(words, from, to);
        if (cursor.isAtEnd()) {
            return null;
        }
        return cursor.find(from, to, SETS) < to ? united(cursor) : cursor.isAny("VALUES") ? values(cursor) : cursor.isAny("SELECT", "PERFORM", "CALL") ? new Select(run, cursor, scope).rows() : null;
    }

    private Rows united(Cursor cursor) {
        int to = cursor.limit;
        int end = cursor.find(cursor.at, to, SETS);
        Rows found = run.rows(words, new Code.Range(cursor.at, end), scope);
        while (end < to) {
            boolean isUnion = words.is(end, "UNION");
            boolean isAll = words.is(end + 1, "ALL");
            int from = isAll || words.is(end + 1, "DISTINCT") ? end + 2 : end + 1;
            end = cursor.find(from, to, SETS);
            int behind = end < to ? end : cursor.find(from, to, BEHIND);
            Rows next = run.rows(words, new Code.Range(from, behind), scope);
            found = !isUnion || found == null || next == null ? null : found.with(next);
            found = found == null || isAll ? found : found.distinct();
            if (behind < end) {
                // What orders the whole asks for columns of all parts.
                found = found == null || cursor.find(behind, to, "LIMIT", "OFFSET", "FETCH") < to ? null : new Rows(found.all(), false);
            }
        }
        return found;
    }

    /** VALUES (a, b), (c, d). */
    private Rows values(Cursor cursor) {
        List<List<Value>> rows = new ArrayList<>();
        int to = cursor.limit;
        for (int at = cursor.at + 1; at < to; at = words.endOfItem(at, to) + 1) {
            if (words.type(at) != TokenType.LEFT_PAREN || words.skip(at) < to && words.type(words.skip(at)) != TokenType.COMMA) {
                return null;
            }
            List<Value> values = new ArrayList<>();
            int close = words.skip(at) - 1;
            for (int item = at + 1; item < close; ) {
                int end = words.endOfItem(item, close);
                values.add(run.value(words, new Code.Range(item, end), scope));
                item = end + 1;
            }
            if (!rows.isEmpty() && rows.get(0).size() != values.size()) {
                return null;
            }
            rows.add(values);
        }
        return rows.isEmpty() ? null : Rows.of(typed(rows));
    }

    /** The values of a column are of one type. */
    private static List<Value.Row> typed(List<List<Value>> rows) {
        List<Map<String, Value>> all = new ArrayList<>();
        rows.forEach(r -> all.add(new LinkedHashMap<>()));
        for (int n = 0; n < rows.get(0).size(); n++) {
            List<Value> column = new ArrayList<>();
            for (List<Value> row : rows) {
                column.add(row.get(n));
            }
            column = Kinds.common(column);
            for (int i = 0; i < rows.size(); i++) {
                Value value = column.get(i);
                all.get(i).put("column" + (n + 1), value.isUntyped() ? Value.text(value.output()) : value);
            }
        }
        return all.stream().map(Value.Row::new).toList();
    }
}
