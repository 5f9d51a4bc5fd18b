package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** FROM: functions, queries and VALUES with their aliases, each with each. Chapter 7.2.1 of the manual. */
final class Sources {
    private static final String[] NO_ALIAS = {"CROSS", "JOIN", "LEFT", "RIGHT", "FULL", "INNER", "NATURAL", "ON", "USING", "WITH", "TABLESAMPLE"};

    private final Interpreter run;
    private final Words words;
    private final Scope scope;

    Sources(Interpreter run, Words words, Scope scope) {
        this.run = run;
        this.words = words;
        this.scope = scope;
    }

    /** The rows of all; null where they are not known. Which join does first is the server's. */
    Rows rows(int from, int to) {
        List<int[]> items = items(from, to);
        Rows found = Rows.of(List.of(new Value.Row(Map.of())));
        for (int i = 0; found != null && i < items.size(); i++) {
            found = joined(found, items.get(i)[0], items.get(i)[1]);
        }
        return found;
    }

    /** Parted by commas and CROSS JOIN. */
    private List<int[]> items(int from, int to) {
        List<int[]> items = new ArrayList<>();
        int begin = from;
        for (int at = from; at < to; at = words.skip(at)) {
            boolean isCross = words.isPhrase(at, "CROSS JOIN");
            if (isCross || words.type(at) == TokenType.COMMA) {
                items.add(new int[] {begin, at});
                begin = isCross ? at + 2 : at + 1;
            }
        }
        items.add(new int[] {begin, to});
        return items;
    }

    private Rows joined(Rows left, int from, int to) {
        List<Value.Row> all = new ArrayList<>();
        boolean isOrdered = left.isOrdered();
        for (Value.Row row : left.all()) {
            scope.openColumns(row.fields());
            Rows right = source(from, to);
            scope.close();
            if (right == null || !run.budget().step() || all.size() + right.all().size() > Budget.ITERATIONS) {
                return null;
            }
            isOrdered &= right.isOrdered() && (left.all().size() < 2 || right.all().size() < 2);
            for (Value.Row other : right.all()) {
                Map<String, Value> both = new LinkedHashMap<>(row.fields());
                // A name that both have is not to be asked for without its source.
                other.fields().forEach((name, value) -> both.merge(name, value, (a, b) -> Value.UNKNOWN));
                all.add(new Value.Row(both));
            }
        }
        return new Rows(all, isOrdered);
    }

    private Rows source(int from, int to) {
        int at = words.is(from, "LATERAL") ? from + 1 : from;
        boolean isOfSchema = words.isName(at) && words.type(at + 1) == TokenType.DOT;
        int open = isOfSchema ? at + 3 : words.isName(at) ? at + 1 : at;
        if (words.type(open) != TokenType.LEFT_PAREN || open >= to) {
            return null;
        }
        int behind = words.skip(open);
        boolean hasNumbers = words.isPhrase(behind, "WITH ORDINALITY") && behind < to;
        int alias = hasNumbers ? behind + 2 : behind;
        alias = words.is(alias, "AS") ? alias + 1 : alias;
        String name = alias < to && words.isName(alias) && !words.isAny(alias, NO_ALIAS) ? words.name(alias) : null;
        List<String> columns = new ArrayList<>();
        int end = name == null ? alias : alias + 1;
        if (name != null && words.type(end) == TokenType.LEFT_PAREN && end < to) {
            for (int i = end + 1; i < words.skip(end) - 1; i = words.endOfItem(i, to) + 1) {
                columns.add(words.name(i));
            }
            end = words.skip(end);
        }
        if (end < to || columns.contains(null)) {
            return null;
        }
        String own = open > at ? name != null ? name : words.name(open - 1) : null;
        Rows rows = own == null ? run.rows(words, new Code.Range(open + 1, behind - 1), scope) : called(at, open, behind, own);
        return rows == null ? null : new Rows(named(hasNumbers ? numbered(rows.all()) : rows.all(), columns, name), rows.isOrdered());
    }

    /** A function's rows; its only column has the alias's name, or its own. */
    private Rows called(int at, int open, int behind, String own) {
        boolean isUnnest = open == at + 1 && words.is(at, "UNNEST") && words.endOfItem(open + 1, behind - 1) < behind - 1;
        if (isUnnest) {
            return unnested(open, behind - 1);
        }
        int unknownBefore = run.calls().unknownCalls();
        Value value = run.values(words, new Code.Range(at, behind), scope);
        boolean isKnown = value.isKnown() && unknownBefore == run.calls().unknownCalls();
        if (!isKnown) {
            return null;
        }
        run.budget().read(value);
        List<Value.Row> rows = new ArrayList<>();
        for (Value v : value instanceof Value.Several s ? s.values() : List.of(value)) {
            rows.add(v instanceof Value.Row row ? row : new Value.Row(Map.of(own, v)));
        }
        return Rows.of(rows);
    }

    /** unnest(a, b): beside each other, the shorter filled with NULL. */
    private Rows unnested(int open, int close) {
        List<List<Value>> columns = new ArrayList<>();
        int count = 0;
        for (int from = open + 1; from < close; ) {
            int to = words.endOfItem(from, close);
            if (!(run.value(words, new Code.Range(from, to), scope) instanceof Value.Array array)) {
                return null;
            }
            columns.add(array.flat());
            count = Math.max(count, array.flat().size());
            from = to + 1;
        }
        List<Value.Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, Value> fields = new LinkedHashMap<>();
            for (int n = 0; n < columns.size(); n++) {
                fields.put("unnest " + n, i < columns.get(n).size() ? columns.get(n).get(i) : Value.NULL);
            }
            rows.add(new Value.Row(fields));
        }
        return Rows.of(rows);
    }

    private static List<Value.Row> numbered(List<Value.Row> rows) {
        List<Value.Row> all = new ArrayList<>();
        for (Value.Row row : rows) {
            Map<String, Value> fields = new LinkedHashMap<>(row.fields());
            fields.put("ordinality", Value.number(all.size() + 1L));
            all.add(new Value.Row(fields));
        }
        return all;
    }

    /** alias.column finds the row by its alias. */
    private static List<Value.Row> named(List<Value.Row> rows, List<String> columns, String alias) {
        List<Value.Row> all = new ArrayList<>();
        for (Value.Row row : rows) {
            Value.Row renamed = columns.isEmpty() ? row : row.named(columns);
            Map<String, Value> fields = new LinkedHashMap<>(renamed.fields());
            if (alias != null) {
                fields.putIfAbsent(alias, renamed);
            }
            all.add(new Value.Row(fields));
        }
        return all;
    }
}
