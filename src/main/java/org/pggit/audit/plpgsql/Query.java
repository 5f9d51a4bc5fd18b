package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** A SELECT whose rows are constants: of no table, of VALUES, unnest() and generate_series(). Of any other the calls in it are made once, not surely. */
final class Query {
    private static final String[] BEHIND_LIST = {"FROM", "INTO", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "FETCH", "UNION", "INTERSECT", "EXCEPT", "FOR", "WINDOW"};
    private static final String[] SETS = {"GROUP", "HAVING", "LIMIT", "OFFSET", "FETCH", "UNION", "INTERSECT", "EXCEPT", "WINDOW"};

    private final Interpreter run;
    private final Words words;
    private final Scope scope;

    Query(Interpreter run, Words words, Scope scope) {
        this.run = run;
        this.words = words;
        this.scope = scope;
    }

    /** The rows, each with its fields by name; null where they are not known. */
    List<Value.Row> rows(Code.Range range) {
        int to = range.to();
        if (words.is(range.from(), "VALUES")) {
            return values(range.from(), to, List.of());
        }
        if (!words.isAny(range.from(), "SELECT", "PERFORM", "CALL")) {
            return null;
        }
        int list = range.from() + 1;
        boolean isDistinct = words.isAny(list, "DISTINCT", "ALL");
        list = isDistinct ? list + 1 : list;
        int listEnd = find(list, to, BEHIND_LIST);
        int from = find(listEnd, to, "FROM");
        boolean isKnown = !isDistinct && find(listEnd, to, SETS) == to;
        int where = find(listEnd, to, "WHERE");
        int behindFrom = find(Math.min(from + 1, to), to, BEHIND_LIST);
        List<Value.Row> sources = from == to ? List.of(new Value.Row(Map.of())) : source(from + 1, behindFrom);
        if (sources == null || !isKnown) {
            run.unsurely(() -> select(list(range, isDistinct), listEnd, new Value.Row(Map.of())));
            return null;
        }
        int whereEnd = where == to ? to : find(where + 1, to, BEHIND_LIST);
        List<Value.Row> rows = new ArrayList<>();
        for (Value.Row source : sources) {
            scope.open();
            declare(source);
            Value condition = where == to ? Value.TRUE : run.value(words, new Code.Range(where + 1, whereEnd), scope);
            if (condition == Value.TRUE) {
                rows.add(select(list(range, isDistinct), listEnd, source));
            } else if (!condition.isKnown()) {
                isKnown = false;
                run.unsurely(() -> select(list(range, isDistinct), listEnd, source));
            }
            scope.close();
        }
        return isKnown ? rows : null;
    }

    private static int list(Code.Range range, boolean isDistinct) {
        return range.from() + (isDistinct ? 2 : 1);
    }

    private void declare(Value.Row row) {
        row.fields().forEach((name, value) -> scope.declare(name, "record", value));
    }

    private int find(int from, int to, String... any) {
        int i = from;
        while (i < to && !words.isAny(i, any)) {
            i = words.skip(i);
        }
        return Math.min(i, to);
    }

    /** The select list of one row; `*` is the row itself. */
    private Value.Row select(int from, int to, Value.Row source) {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (int at = from; at < to; ) {
            int end = Math.max(at + 1, words.endOfItem(at, to));
            int as = find(at, end, "AS");
            boolean isLabelled = as + 2 == end && words.isName(as + 1);
            boolean isBare = !isLabelled && end - at > 1 && words.isName(end - 1) && (words.isName(end - 2) && !words.isAny(end - 2, "DISTINCT", "NOT", "IS", "AND", "OR", "THEN", "ELSE", "IN", "LIKE", "WHEN", "CASE")
                || words.type(end - 2) == TokenType.RIGHT_PAREN || words.type(end - 2).isString()) && !words.isAny(end - 1, "END", "NULL");
            int expressionEnd = isLabelled ? as : isBare ? end - 1 : end;
            if (words.written(at).equals("*") && end == at + 1) {
                source.fields().forEach((name, value) -> {
                    if (!(value instanceof Value.Row)) {
                        fields.put(name, value);
                    }
                });
            } else {
                Value value = run.value(words, new Code.Range(at, expressionEnd), scope);
                fields.put(isLabelled || isBare ? words.name(end - 1) : implied(at, expressionEnd), value);
            }
            at = end + 1;
        }
        return new Value.Row(fields);
    }

    /** A column's or a function's own name. */
    private String implied(int from, int to) {
        int at = from;
        while (words.isName(at) && words.type(at + 1) == TokenType.DOT && at + 2 < to) {
            at += 2;
        }
        return words.isName(at) ? words.name(at) : "?column?" + from;
    }

    //---------------------------------------------------------------- FROM

    private List<Value.Row> source(int from, int to) {
        int at = words.is(from, "LATERAL") ? from + 1 : from;
        boolean isCall = words.isName(at) && words.type(at + 1) == TokenType.LEFT_PAREN;
        int open = isCall ? at + 1 : at;
        boolean isCallOfSchema = words.type(at + 1) == TokenType.DOT && words.type(at + 3) == TokenType.LEFT_PAREN;
        if (isCallOfSchema || isCall && !words.isAny(at, "UNNEST", "GENERATE_SERIES", "REGEXP_SPLIT_TO_TABLE")) {
            // A routine of the history's own, for what it does.
            Value value = run.value(words, new Code.Range(at, words.skip(isCallOfSchema ? at + 3 : open)), scope);
            return value.isKnown() ? List.of(new Value.Row(Map.of())) : null;
        }
        if (words.type(open) != TokenType.LEFT_PAREN) {
            return null;
        }
        int close = words.skip(open) - 1;
        int alias = words.is(close + 1, "AS") ? close + 2 : close + 1;
        String name = alias < to && words.isName(alias) && !words.isAny(alias, "JOIN", "CROSS", "LEFT", "INNER", "WITH") ? words.name(alias) : null;
        List<String> columns = new ArrayList<>();
        int behind = name == null ? close + 1 : alias + 1;
        if (name != null && words.type(behind) == TokenType.LEFT_PAREN) {
            for (int i = behind + 1; i < words.skip(behind) - 1; i = words.endOfItem(i, to) + 1) {
                columns.add(words.name(i));
            }
            behind = words.skip(behind);
        }
        if (behind < to) {
            return null;
        }
        List<Value.Row> rows = isCall ? elements(at, open, close, name, columns) : inner(open, close, columns);
        return rows == null || name == null || isCall && columns.isEmpty() ? rows : named(rows, name);
    }

    private List<Value.Row> inner(int open, int close, List<String> columns) {
        return words.is(open + 1, "VALUES") ? values(open + 1, close, columns) : words.is(open + 1, "SELECT") ? rows(new Code.Range(open + 1, close)) : null;
    }

    /** t.a finds the row by its alias. */
    private static List<Value.Row> named(List<Value.Row> rows, String alias) {
        List<Value.Row> all = new ArrayList<>();
        for (Value.Row row : rows) {
            Map<String, Value> fields = new LinkedHashMap<>(row.fields());
            fields.putIfAbsent(alias, row);
            all.add(new Value.Row(fields));
        }
        return all;
    }

    private List<Value.Row> elements(int at, int open, int close, String alias, List<String> columns) {
        List<Value> found = new ArrayList<>();
        int comma = words.endOfItem(open + 1, close);
        Value first = run.value(words, new Code.Range(open + 1, comma), scope);
        if (words.is(at, "UNNEST") && comma == close && first instanceof Value.Array a) {
            found.addAll(a.elements());
        } else if (words.is(at, "GENERATE_SERIES") && comma < close) {
            int second = words.endOfItem(comma + 1, close);
            Value last = run.value(words, new Code.Range(comma + 1, second), scope);
            Value step = second < close ? run.value(words, new Code.Range(second + 1, close), scope) : Value.number(1);
            found = series(first, last, step instanceof Value.Text ? Times.cast(step, "interval") : step);
        } else {
            return null;
        }
        String column = !columns.isEmpty() ? columns.get(0) : alias != null ? alias : words.name(at);
        List<Value.Row> rows = new ArrayList<>();
        for (int i = 0; found != null && i < found.size(); i++) {
            rows.add(new Value.Row(new LinkedHashMap<>(Map.of(column, found.get(i)))));
        }
        return found == null ? null : rows;
    }

    private static List<Value> series(Value first, Value last, Value step) {
        List<Value> all = new ArrayList<>();
        Value next = first;
        boolean isUp = !(step instanceof Value.Number n && n.is().signum() < 0);
        while (all.size() <= Budget.ITERATIONS) {
            Value isPast = Operators.compare(isUp ? ">" : "<", next, last);
            if (isPast == Value.TRUE) {
                return all;
            }
            if (isPast != Value.FALSE) {
                return null;
            }
            all.add(next);
            next = Operators.reckon("+", next, step);
        }
        return null;
    }

    /** VALUES (a, b), (c, d). */
    private List<Value.Row> values(int from, int to, List<String> columns) {
        List<Value.Row> rows = new ArrayList<>();
        for (int at = from + 1; at < to; at = words.endOfItem(at, to) + 1) {
            if (words.type(at) != TokenType.LEFT_PAREN || words.type(words.skip(at)) != TokenType.COMMA && words.skip(at) < to) {
                return null;
            }
            Map<String, Value> fields = new LinkedHashMap<>();
            int close = words.skip(at) - 1;
            for (int item = at + 1; item < close; ) {
                int end = words.endOfItem(item, close);
                Value value = run.value(words, new Code.Range(item, end), scope);
                int n = fields.size();
                fields.put(n < columns.size() ? columns.get(n) : "column" + (n + 1), value instanceof Value.Text t && t.type() == null ? Value.text(t.output()) : value);
                item = end + 1;
            }
            rows.add(new Value.Row(fields));
        }
        return rows;
    }
}
