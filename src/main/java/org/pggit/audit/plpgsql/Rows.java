package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a query gives. isOrdered: in this order; else in one that is the server's own affair. */
record Rows(List<Value.Row> all, boolean isOrdered) {

    static Rows of(List<Value.Row> rows) {
        return new Rows(rows, true);
    }

    boolean isSure() {
        return isOrdered || all.size() < 2;
    }

    /** What the query gives where one value is asked for. */
    Value single() {
        return all.isEmpty() ? Value.NULL : all.size() == 1 ? all.get(0).only() : Value.UNKNOWN;
    }

    /** The only column. */
    List<Value> column() {
        List<Value> values = new ArrayList<>(all.size());
        for (Value.Row row : all) {
            values.add(row.only());
        }
        return values;
    }

    /** These, then the others, whose columns take the names of these; null where their numbers differ. */
    Rows with(Rows others) {
        List<Value.Row> both = new ArrayList<>(all);
        for (Value.Row row : others.all) {
            Value.Row renamed = all.isEmpty() ? row : row.named(all.get(0).names());
            if (!all.isEmpty() && renamed.columns().size() != all.get(0).columns().size()) {
                return null;
            }
            both.add(renamed);
        }
        return new Rows(both, isOrdered && others.isOrdered);
    }

    /** Each once; null where it is not known which are the same. */
    Rows distinct() {
        Map<String, Value.Row> once = new LinkedHashMap<>();
        for (Value.Row row : all) {
            String key = row.key();
            if (key == null) {
                return null;
            }
            once.putIfAbsent(key, row);
        }
        return new Rows(List.copyOf(once.values()), once.size() < 2);
    }

    /** All but the first {@code offset}, and no more than {@code limit}; null where it is not known which these are. */
    Rows part(int offset, int limit) {
        int from = Math.min(offset, all.size());
        int to = (int) Math.min((long) from + limit, all.size());
        return from == 0 && to == all.size() ? this : !isOrdered && to > from ? null : new Rows(all.subList(from, to), isOrdered);
    }
}
