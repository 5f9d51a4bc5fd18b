package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A v1 history made in a test: texts with the rows that they caused, one transaction a text. */
final class History {
    private final List<HistoryRow> rows = new ArrayList<>();
    private int transactions;
    private String time;

    /** rows: type, schema, name as v1 spells it, change. */
    History text(String text, String... rows) {
        transactions++;
        for (int i = 0; i < rows.length; i += 4) {
            add(text, rows[i], rows[i + 1], rows[i + 2], rows[i + 3], null);
        }
        return this;
    }

    /** rows: type, schema, name, change; of a table perhaps the columns of its metadata. */
    History transaction(String text, List<String[]> rows) {
        transactions++;
        rows.forEach(row -> add(text, row[0], row[1], row[2], row[3], row.length > 4 ? row[4] : null));
        return this;
    }

    /** When the transactions that come began, as v1 has it. */
    void at(String time) {
        this.time = time;
    }

    /** One row of a table, with the columns that v1's metadata has. */
    History table(String text, String name, String change, String columns) {
        transactions++;
        add(text, "TABLE", "public", name, change, columns);
        return this;
    }

    void add(String text, String type, String schema, String name, String change, String columns) {
        rows.add(new HistoryRow(rows.size() + 1, type, schema, name, change, text, time == null ? "t" + transactions : time + " migrator", 1_700_000_000L + transactions * 60L, "migrator", change + ' ' + name, null, null, columns));
    }

    List<HistoryRow> rows() {
        return rows;
    }

    Replay.Result replay() {
        return Replay.run(new Replay.Options(null, "pggit", TreeLayout.BUCKETS, false), Map.of(), rows);
    }

    /** Path to definition at the end. */
    Map<String, String> state() {
        return state(replay());
    }

    static Map<String, String> state(Replay.Result result) {
        Map<String, String> blobs = new HashMap<>();
        result.blobs().forEach(b -> blobs.put(b.sha(), b.text()));
        Map<String, String> state = new TreeMap<>();
        for (ReplayedCommit c : result.commits()) {
            for (ReplayedCommit.NetChange n : c.changes()) {
                if (n.oldPath() != null) {
                    state.remove(n.oldPath());
                }
                if (n.newSha() == null) {
                    state.remove(n.path());
                } else {
                    state.put(n.path(), blobs.get(n.newSha()));
                }
            }
        }
        return state;
    }
}
