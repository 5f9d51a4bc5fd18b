package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pggit.audit.backfill.RowOutcome.NameSource;

/** A replay in several calls, each on top of what the one before has stored, as SQL makes them. */
final class Parts {
    private Parts() {
    }

    /** {@code transactions} a call. Returns the commits. */
    static List<String> replay(List<HistoryRow> rows, int transactions) {
        List<String> shas = new ArrayList<>();
        Map<String, String> tree = new TreeMap<>();
        Map<String, String> blobs = new HashMap<>();
        Map<String, RowOutcome> names = new HashMap<>();
        String head = null;
        for (int from = 0; from < rows.size(); ) {
            int to = from;
            for (int n = 0; n < transactions && to < rows.size(); n++) {
                String transaction = rows.get(to).transaction();
                while (to < rows.size() && rows.get(to).transaction().equals(transaction)) {
                    to++;
                }
            }
            List<HistoryRow> part = new ArrayList<>();
            for (HistoryRow r : rows.subList(from, to)) {
                RowOutcome known = names.get(r.schema() + '.' + r.objectName());
                part.add(known == null ? r : new HistoryRow(r.id(), r.objectType(), r.schema(), r.objectName(), r.changeType(), r.text(), r.transaction(), r.epoch(), r.author(), r.description(),
                    known.name(), known.path(), r.columns()));
            }
            Replay.Result result = Replay.run(new Replay.Options(head, "pggit", false, false), new LinkedHashMap<>(tree), part);
            result.blobs().forEach(b -> blobs.put(b.sha(), b.text()));
            for (ReplayedCommit c : result.commits()) {
                shas.add(c.sha());
                head = c.sha();
                for (ReplayedCommit.NetChange n : c.changes()) {
                    if (n.oldPath() != null) {
                        tree.remove(n.oldPath());
                    }
                    if (n.newSha() == null) {
                        tree.remove(n.path());
                    } else {
                        tree.put(n.path(), blobs.get(n.newSha()));
                    }
                }
            }
            for (int i = 0; i < part.size(); i++) {
                RowOutcome o = result.rows().get(i);
                if (o.nameSource() == NameSource.TEXT) {
                    names.put(part.get(i).schema() + '.' + part.get(i).objectName(), o);
                }
            }
            from = to;
        }
        return shas;
    }
}
