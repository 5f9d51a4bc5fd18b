package org.pggit.audit.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pggit.audit.git.Tree;
import org.pggit.audit.git.TreeEntry;

/**
 * The difference of two trees as multisets of entries, for trees whose text is read because the store's tree_entries does not hold all of it.
 *
 * <p>Where a path occurs several times in one of the trees (overloads under one path), entries with the same sha are the same object; what remains is
 * not paired but deletions and additions: which became which only the texts can tell.
 */
public final class TreeDiff {
    private TreeDiff() {
    }

    /** In byte order of the paths. A null list is an empty tree. */
    public static List<TreeChange> between(List<TreeEntry> oldTree, List<TreeEntry> newTree) {
        Map<String, Sides> paths = new TreeMap<>(Tree.BYTE_ORDER);
        for (TreeEntry e : oldTree) {
            paths.computeIfAbsent(e.path(), p -> new Sides()).old.add(e);
        }
        for (TreeEntry e : newTree) {
            paths.computeIfAbsent(e.path(), p -> new Sides()).now.add(e);
        }
        List<TreeChange> changes = new ArrayList<>();
        paths.forEach((path, sides) -> sides.compare(path, changes));
        return changes;
    }

    private static final class Sides {
        private final List<TreeEntry> old = new ArrayList<>(1);
        private final List<TreeEntry> now = new ArrayList<>(1);

        void compare(String path, List<TreeChange> changes) {
            boolean isShared = old.size() > 1 || now.size() > 1;
            old.removeIf(now::remove);
            if (old.size() == 1 && now.size() == 1 && !isShared) {
                TreeEntry o = old.get(0);
                TreeEntry n = now.get(0);
                changes.add(new TreeChange(path, o.mode(), o.sha(), n.mode(), n.sha(), false));
                return;
            }
            for (TreeEntry o : old) {
                changes.add(new TreeChange(path, o.mode(), o.sha(), null, null, isShared));
            }
            for (TreeEntry n : now) {
                changes.add(new TreeChange(path, null, null, n.mode(), n.sha(), isShared));
            }
        }
    }
}
