package org.pggit.audit.change;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What a recorded change says that is read out of DDL texts: the rest of its row is compared in SQL. oldPath is a RENAME's, else null. */
public record RecordedChange(String type, String schema, String name, String changeType, String oldPath) {

    /** A differing entry, and the change that is recorded under its path: null where there is none. */
    public record Pair(BlobChange entry, RecordedChange recorded) {
    }

    /**
     * Whether the entries of one commit, read anew, give exactly the changes that are recorded. Where that can not be said (a path that stands several times in a
     * tree, heads of texts that do not tell) the answer is no: then the changes are to be derived in full.
     */
    public static boolean areExactly(List<Pair> pairs) {
        List<BlobChange> entries = new ArrayList<>(pairs.size());
        List<RecordedChange> recorded = new ArrayList<>(pairs.size());
        int open = 0;
        for (Pair p : inOrder(pairs)) {
            BlobChange e = p.entry;
            entries.add(new BlobChange(entries.size() + 1, e.path(), e.side(), e.isShared(), e.ddl(), e.complete()));
            recorded.add(p.recorded);
            open += p.recorded == null ? 0 : 1;
        }
        for (Change c : ChangeReader.read(entries)) {
            RecordedChange r = recorded.get((c.newEntry() == 0 ? c.oldEntry() : c.newEntry()) - 1);
            if (c.needsText() || c.isShared() || c.path() != null || r == null || !r.says(c, c.changeType() == ChangeType.RENAME ? entries.get(c.oldEntry() - 1).path() : null)) {
                return false;
            }
            open--;
        }
        return open == 0;
    }

    private boolean says(Change c, String renamedFrom) {
        return equal(type, c.type().name()) && equal(schema, c.schema()) && equal(name, c.name()) && equal(changeType, c.changeType().name()) && equal(oldPath, renamedFrom);
    }

    private static boolean equal(String a, String b) {
        return a == null ? b == null : a.equals(b);
    }

    /** In byte order of the paths, as derivation takes them: it can matter only where something may have been renamed. */
    private static List<Pair> inOrder(List<Pair> pairs) {
        boolean creates = pairs.stream().anyMatch(p -> p.entry.side() == BlobChange.Side.CREATED);
        boolean drops = pairs.stream().anyMatch(p -> p.entry.side() == BlobChange.Side.DROPPED);
        if (!creates || !drops) {
            return pairs;
        }
        List<Pair> sorted = new ArrayList<>(pairs);
        sorted.sort(Comparator.comparing(p -> p.entry.path().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));
        return sorted;
    }
}
