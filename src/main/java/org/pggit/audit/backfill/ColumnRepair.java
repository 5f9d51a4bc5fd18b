package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.List;
import org.pggit.audit.ddl.Words;

/**
 * Brings a table's columns to what v1 saw of them, in order: what was lost with a text that v1 has no row for (a column renamed in a transaction of its own, a statement
 * sent alone). Types, defaults and the rest stay.
 */
final class ColumnRepair {
    private ColumnRepair() {
    }

    static void apply(SchemaState state, StoredObject table, List<Column> seen) {
        List<Column> have = List.copyOf(table.shape.columns);
        if (Words.of(table.shape.suffix).is(0, "INHERITS")) {
            // v1 sees the parents' columns among the table's own.
            return;
        }
        if (have.stream().map(Column::name).toList().equals(seen.stream().map(Column::name).toList())) {
            return;
        }
        state.touch(table);
        int h = 0;
        int s = 0;
        List<Column> gone = new ArrayList<>();
        List<Column> come = new ArrayList<>();
        while (h < have.size() || s < seen.size()) {
            boolean isMatch = h < have.size() && s < seen.size() && have.get(h).name().equals(seen.get(s).name());
            if (isMatch) {
                settle(state, table, gone, come);
                h++;
                s++;
            } else if (h < have.size() && !contains(seen, have.get(h).name())) {
                gone.add(have.get(h++));
            } else if (s < seen.size() && !contains(have, seen.get(s).name())) {
                come.add(seen.get(s++));
            } else {
                // The same columns in another order: not a thing that DDL does, so nothing is made of it.
                return;
            }
        }
        settle(state, table, gone, come);
    }

    private static boolean contains(List<Column> columns, String name) {
        return columns.stream().anyMatch(c -> c.name().equals(name));
    }

    /** As many columns gone as new at one place: renamed. Else dropped and added. */
    private static void settle(SchemaState state, StoredObject table, List<Column> gone, List<Column> come) {
        boolean isRenamed = gone.size() == come.size();
        for (int i = 0; i < gone.size(); i++) {
            if (isRenamed) {
                new NameChanges(state).renameColumn(table, gone.get(i).name(), come.get(i).name());
            } else {
                new Dependants(state).dropColumn(table, gone.get(i).name());
            }
        }
        if (!isRenamed && !come.isEmpty()) {
            StarColumns.keepAll(table, state);
            table.shape.columns.addAll(come);
        }
        gone.clear();
        come.clear();
    }
}
