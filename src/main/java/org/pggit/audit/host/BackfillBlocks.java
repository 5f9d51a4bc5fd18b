package org.pggit.audit.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pggit.audit.Audit;
import org.pggit.audit.backfill.HistoryRow;
import org.pggit.audit.backfill.Replay;
import org.pggit.audit.backfill.ReplayedCommit;
import org.pggit.audit.backfill.RowOutcome;
import org.pggit.audit.backfill.TreeLayout;
import org.pggit.audit.git.TreeEntry;

/**
 * A batch of the backfill as blocks. In, one row for each of: O options (v1 schema, head commit, layout of the trees, t where each row is a commit); T an entry of the head's
 * tree (path, definition), or, without snapshots, of the state where the batch before ended; H a history row, in id order. Out, parts: history rows, commits, changes, blobs,
 * trees, tree entries, what was recovered from the text, and, without snapshots, the state at the end.
 */
final class BackfillBlocks {
    static final int COLUMNS = 14;

    private BackfillBlocks() {
    }

    static byte[] answer(Block block) {
        Replay.Options options = null;
        Map<String, String> tree = new LinkedHashMap<>();
        List<HistoryRow> rows = new ArrayList<>();
        String text = null;
        for (int i = 0; i < block.rows(); i++) {
            switch (block.firstByte(i, 0)) {
                case 'O' -> options = new Replay.Options(block.text(i, 2), block.text(i, 1), TreeLayout.valueOf(block.text(i, 3).toUpperCase(Locale.ROOT)), block.isTrue(i, 4));
                case 'T' -> tree.put(block.text(i, 1), block.text(i, 2));
                default -> {
                    String own = "=".equals(block.text(i, 13)) ? text : block.text(i, 6);
                    // Also in the next transaction: a string with COMMIT in it goes on there.
                    text = own == null || !own.equals(text) ? own : text;
                    rows.add(new HistoryRow(block.number(i, 1, 0), block.text(i, 2), block.text(i, 3), block.text(i, 4), block.text(i, 5), text, block.text(i, 7), block.number(i, 8, 0),
                        block.text(i, 9), block.text(i, 10), name(block.text(i, 11)), path(block.text(i, 11)), block.text(i, 12)));
                }
            }
        }
        return parts(rows, Audit.backfillFromV1History(options, tree, rows));
    }

    /** A known name and path come as one value, parted by a character that no name can hold in a text of ours. */
    private static String name(String known) {
        return known == null ? null : known.substring(0, known.indexOf('\u0001'));
    }

    private static String path(String known) {
        return known == null ? null : known.substring(known.indexOf('\u0001') + 1);
    }

    private static byte[] parts(List<HistoryRow> history, Replay.Result result) {
        OwnStatements statements = new OwnStatements(history);
        BlockWriter rows = new BlockWriter(15);
        for (RowOutcome o : result.rows()) {
            rows.add(Long.toString(o.historyId()), o.disposition().name(), o.reason(), o.commit() < 0 ? null : result.commits().get(o.commit()).sha(), o.path(), o.oldPath(), o.schema(), o.name(),
                o.type(), o.change(), o.nameSource().name(), Integer.toString(o.start()), Integer.toString(o.length()), o.isNet() ? "t" : "f", statements.of(o));
        }
        BlockWriter commits = new BlockWriter(10);
        BlockWriter changes = new BlockWriter(10);
        BlockWriter recovered = new BlockWriter(12);
        int number = 0;
        for (ReplayedCommit c : result.commits()) {
            number++;
            commits.add(c.sha(), c.commit().parents().isEmpty() ? null : c.commit().parents().get(0), c.commit().tree(), c.commit().author(), Long.toString(c.commit().committedAt()), c.commit().message(),
                Integer.toString(number), c.commit().format(), Integer.toString(c.changes().size()), result.usingTreesOfHead().contains(c.sha()) ? "t" : "f");
            for (ReplayedCommit.NetChange n : c.changes()) {
                changes.add(c.sha(), n.path(), n.oldPath(), n.change().schema(), n.change().name(), n.change().type().name(), n.change().changeType().name(), n.oldSha(), n.newSha(),
                    n.historyId() == 0 ? null : Long.toString(n.historyId()));
            }
            for (ReplayedCommit.Recovered r : c.recovered()) {
                recovered.add(c.sha(), Long.toString(r.sourceId()), r.tag(), r.action(), r.type(), r.schema(), r.name(), r.identity(), Integer.toString(r.start()), Integer.toString(r.length()), Integer.toString(number), r.path());
            }
        }
        BlockWriter blobs = new BlockWriter(2);
        for (Replay.Blob b : result.blobs()) {
            blobs.add(b.sha(), b.text());
        }
        BlockWriter trees = new BlockWriter(2);
        BlockWriter entries = new BlockWriter(4);
        for (Replay.Tree t : result.trees()) {
            trees.add(t.sha(), t.text());
            for (TreeEntry e : t.entries()) {
                entries.add(t.sha(), e.path(), e.mode(), e.sha());
            }
        }
        BlockWriter state = new BlockWriter(2);
        result.state().forEach(state::add);
        return BlockParts.join(rows, commits, changes, blobs, trees, entries, recovered, state);
    }
}
