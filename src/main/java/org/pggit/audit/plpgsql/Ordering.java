package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** ORDER BY: by numbers and times, whose order is no collation's. Chapter 7.5 of the manual. */
final class Ordering {
    private record Key(int from, int to, boolean isDown, boolean isNullFirst) {
    }

    private final Interpreter run;
    private final Words words;
    private final Scope scope;
    private final List<Key> keys = new ArrayList<>();
    private final List<List<Value>> values = new ArrayList<>();

    /** The range stands behind ORDER BY. */
    Ordering(Interpreter run, Words words, Scope scope, int from, int to) {
        this.run = run;
        this.words = words;
        this.scope = scope;
        for (int at = from; at < to; ) {
            int end = words.endOfItem(at, to);
            boolean isNullFirst = words.isPhrase(end - 2, "NULLS FIRST");
            boolean hasNulls = isNullFirst || words.isPhrase(end - 2, "NULLS LAST");
            int last = hasNulls ? end - 2 : end;
            boolean isDown = words.is(last - 1, "DESC");
            last = isDown || words.is(last - 1, "ASC") ? last - 1 : last;
            keys.add(new Key(at, last, isDown, hasNulls ? isNullFirst : isDown));
            at = Math.max(end, at) + 1;
        }
    }

    /** A row of the list, while its source's columns are in scope. */
    void add(Value.Row row) {
        List<Value> own = new ArrayList<>();
        for (Key key : keys) {
            boolean isOne = key.to == key.from + 1;
            String name = isOne ? words.name(key.from) : null;
            String written = isOne && words.type(key.from) == TokenType.NUMBER ? words.written(key.from) : "";
            List<Value> columns = row.columns();
            int n = written.matches("\\d{1,4}") ? Integer.parseInt(written) : 0;
            own.add(n > 0 ? n <= columns.size() ? columns.get(n - 1) : Value.UNKNOWN
                : name != null && row.fields().containsKey(name) ? row.field(name) : run.value(words, new Code.Range(key.from, key.to), scope));
        }
        values.add(own);
    }

    Rows ordered(List<Value.Row> rows) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            order.add(i);
        }
        if (!hasOrder()) {
            return new Rows(rows, rows.size() < 2);
        }
        order.sort((a, b) -> compare(values.get(a), values.get(b)));
        boolean isSure = true;
        for (int i = 1; i < order.size(); i++) {
            // Of rows alike the server may put any first.
            isSure &= compare(values.get(order.get(i - 1)), values.get(order.get(i))) != 0;
        }
        return new Rows(order.stream().map(rows::get).toList(), isSure);
    }

    /** Each key has values of one kind, in an order that is no locale's. */
    private boolean hasOrder() {
        for (int n = 0; n < keys.size(); n++) {
            int key = n;
            boolean isNumber = values.stream().allMatch(v -> v.get(key).isNull() || v.get(key) instanceof Value.Number);
            boolean isTime = values.stream().allMatch(v -> v.get(key).isNull() || v.get(key) instanceof Value.Moment m && !m.hasZone());
            if (!isNumber && !isTime) {
                return false;
            }
        }
        return true;
    }

    private int compare(List<Value> a, List<Value> b) {
        for (int n = 0; n < keys.size(); n++) {
            Key key = keys.get(n);
            Value x = a.get(n);
            Value y = b.get(n);
            int order = x.isNull() || y.isNull() ? x.isNull() == y.isNull() ? 0 : x.isNull() == key.isNullFirst ? -1 : 1
                : (x instanceof Value.Number m && y instanceof Value.Number o ? m.is().compareTo(o.is()) : ((Value.Moment) x).at().compareTo(((Value.Moment) y).at())) * (key.isDown ? -1 : 1);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
