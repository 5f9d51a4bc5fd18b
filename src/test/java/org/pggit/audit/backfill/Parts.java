package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pggit.audit.backfill.RowOutcome.NameSource;

/** A replay in several calls, each on top of what the one before has stored, as SQL makes them: its commits, and all that it says of rows and commits. */
record Parts(List<String> shas, List<String> commits, List<String> outcomes) {
    private static final Replay.Options WHOLE = new Replay.Options(null, "pggit", TreeLayout.BUCKETS, false);

    private Parts() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** The same of a replay in one call. */
    static Parts undisturbed(List<HistoryRow> rows) {
        Parts parts = new Parts();
        parts.add(Replay.run(WHOLE, Map.of(), rows));
        return parts;
    }

    private void add(Replay.Result result) {
        for (RowOutcome o : result.rows()) {
            outcomes.add(o.in(o.commit() < 0 ? -1 : o.commit() + shas.size(), o.disposition(), o.reason(), o.isNet()).toString());
        }
        for (ReplayedCommit c : result.commits()) {
            shas.add(c.sha());
            commits.add(c.toString());
        }
    }

    /** What the two say that is not the same, from the first such thing on; null for nothing. */
    String difference(Parts other) {
        String difference = difference(commits, other.commits);
        return difference == null ? difference(outcomes, other.outcomes) : difference;
    }

    private static String difference(List<String> one, List<String> other) {
        for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
            String left = i < one.size() ? one.get(i) : "nothing";
            String right = i < other.size() ? other.get(i) : "nothing";
            if (!left.equals(right)) {
                return left + "\n" + right;
            }
        }
        return null;
    }

    /** {@code transactions} a call. */
    static Parts replay(List<HistoryRow> rows, int transactions) {
        return replay(rows, transactions, Long.MAX_VALUE);
    }

    /** Each call ends where its answer has more than so many characters. */
    static Parts replay(List<HistoryRow> rows, int transactions, long mostCharacters) {
        Parts parts = new Parts();
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
            Replay.Result result = Replay.run(new Replay.Options(head, WHOLE.v1Schema(), WHOLE.layout(), WHOLE.isRowByRow()), new LinkedHashMap<>(tree), part, mostCharacters);
            parts.add(result);
            result.blobs().forEach(b -> blobs.put(b.sha(), b.text()));
            for (ReplayedCommit c : result.commits()) {
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
            for (int i = 0; i < result.rows().size(); i++) {
                RowOutcome o = result.rows().get(i);
                if (o.nameSource() == NameSource.TEXT) {
                    names.put(part.get(i).schema() + '.' + part.get(i).objectName(), o);
                }
            }
            from += result.rows().size();
        }
        return parts;
    }
}
