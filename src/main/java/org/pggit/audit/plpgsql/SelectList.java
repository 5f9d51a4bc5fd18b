package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** The list of a SELECT: its columns, sets among them, aggregates of all rows. Chapter 7.3 of the manual. */
final class SelectList {
    private static final String[] NO_LABEL_BEHIND = {"DISTINCT", "NOT", "IS", "AND", "OR", "THEN", "ELSE", "IN", "LIKE", "WHEN", "CASE"};

    /** end: of the expression. star: of which source; empty for all, null for none. */
    private record Item(int from, int end, String name, String star) {
    }

    private final Interpreter run;
    private final Words words;
    private final Scope scope;
    private final int begin;
    private final int end;
    private final List<Item> items = new ArrayList<>();

    SelectList(Interpreter run, Words words, int begin, int end, Scope scope) {
        this.run = run;
        this.words = words;
        this.scope = scope;
        this.begin = begin;
        this.end = end;
        for (int at = begin; at < end; ) {
            int next = Math.max(at + 1, words.endOfItem(at, end));
            items.add(item(at, next));
            at = next + 1;
        }
    }

    int begin() {
        return begin;
    }

    int end() {
        return end;
    }

    private Item item(int from, int to) {
        int as = from;
        while (as < to && !words.is(as, "AS")) {
            as = words.skip(as);
        }
        boolean isLabelled = as + 2 == to && words.isName(as + 1);
        boolean isBare = !isLabelled && to - from > 1 && words.isName(to - 1) && !words.isAny(to - 1, "END", "NULL")
            && (words.isName(to - 2) && !words.isAny(to - 2, NO_LABEL_BEHIND) || words.type(to - 2) == TokenType.RIGHT_PAREN || words.type(to - 2) == TokenType.RIGHT_BRACKET || words.type(to - 2).isString());
        int last = isLabelled ? as : isBare ? to - 1 : to;
        boolean isStar = words.written(to - 1).equals("*");
        String star = isStar && to == from + 1 ? "" : isStar && to == from + 3 && words.type(from + 1) == TokenType.DOT ? words.name(from) : null;
        return new Item(from, last, isLabelled || isBare ? words.name(to - 1) : implied(from, last), star);
    }

    /** A column's or a function's own name. */
    private String implied(int from, int to) {
        int at = from;
        while (words.isName(at) && words.type(at + 1) == TokenType.DOT && at + 2 < to) {
            at += 2;
        }
        return words.isName(at) ? words.name(at) : "?column?" + from;
    }

    /** Makes the calls, whatever the rows. */
    void calls() {
        for (Item item : items) {
            run.value(words, new Code.Range(item.from, item.end), scope);
        }
    }

    /** Of one row of the source, whose columns are in scope: as many as the longest set has. Null where that is not known. */
    List<Value.Row> rows(Value.Row source) {
        Map<String, Value> columns = new LinkedHashMap<>();
        int count = -1;
        boolean isKnown = true;
        for (Item item : items) {
            if (item.star != null) {
                addAll(item.star, source, columns);
                continue;
            }
            int unknownBefore = run.calls().unknownCalls();
            Value value = plain(run.values(words, new Code.Range(item.from, item.end), scope));
            isKnown &= value instanceof Value.Several || unknownBefore == run.calls().unknownCalls() && !hasSet(item);
            count = value instanceof Value.Several s ? Math.max(count, s.values().size()) : count;
            add(item.name, value, columns);
        }
        return !isKnown ? null : count < 0 ? List.of(new Value.Row(columns)) : expanded(columns, count);
    }

    /** A routine's rows of one column are its values. */
    private static Value plain(Value value) {
        return value instanceof Value.Several s ? new Value.Several(s.values().stream().map(v -> v instanceof Value.Row r && r.columns().size() == 1 ? r.only() : v).toList()) : value;
    }

    /** Columns of one name are columns all the same. */
    private static void add(String name, Value value, Map<String, Value> columns) {
        columns.put(columns.containsKey(name) ? name + ' ' + columns.size() : name, value);
    }

    private static List<Value.Row> expanded(Map<String, Value> columns, int count) {
        List<Value.Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<String, Value> fields = new LinkedHashMap<>();
            for (Map.Entry<String, Value> e : columns.entrySet()) {
                Value value = e.getValue();
                fields.put(e.getKey(), !(value instanceof Value.Several s) ? value : i < s.values().size() ? s.values().get(i) : Value.NULL);
            }
            rows.add(new Value.Row(fields));
        }
        return rows;
    }

    private static void addAll(String star, Value.Row source, Map<String, Value> columns) {
        Value of = star.isEmpty() ? source : source.field(star);
        if (!(of instanceof Value.Row row)) {
            add(star + ".*", Value.UNKNOWN, columns);
            return;
        }
        row.fields().forEach((name, value) -> {
            if (!(value instanceof Value.Row)) {
                add(name, value, columns);
            }
        });
    }

    /** It calls a function that returns a set; where the whole of it is no set, how many rows there are is not known. */
    private boolean hasSet(Item item) {
        for (int i = item.from; i < item.end; i++) {
            if (words.isName(i) && words.type(i + 1) == TokenType.LEFT_PAREN && Sets.isName(words.name(i))) {
                return true;
            }
        }
        return false;
    }

    //---------------------------------------------------------------- aggregates

    /** All rows are one. */
    boolean isAggregate() {
        return !aggregates().isEmpty();
    }

    private List<Integer> aggregates() {
        List<Integer> found = new ArrayList<>();
        for (int i = begin; i < end; i++) {
            if (words.isName(i) && words.type(i + 1) == TokenType.LEFT_PAREN && Aggregates.isName(words.name(i)) && words.type(i - 1) != TokenType.DOT) {
                found.add(i);
            }
        }
        return found;
    }

    Rows aggregated(Rows sources) {
        Aggregates aggregates = new Aggregates(run, words, scope, sources);
        Map<Integer, Value> known = new HashMap<>();
        for (int at : aggregates()) {
            known.put(at, aggregates.value(at));
        }
        Map<String, Value> columns = new LinkedHashMap<>();
        for (Item item : items) {
            add(item.name, item.star != null ? Value.UNKNOWN : run.value(words, new Code.Range(item.from, item.end), scope, known), columns);
        }
        return Rows.of(List.of(new Value.Row(columns)));
    }
}
