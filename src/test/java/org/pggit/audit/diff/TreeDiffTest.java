package org.pggit.audit.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.pggit.audit.git.Tree;
import org.pggit.audit.git.TreeEntry;
import org.pggit.audit.git.Trees;

class TreeDiffTest {
    private static final String A = "a".repeat(64);
    private static final String B = "b".repeat(64);
    private static final String C = "c".repeat(64);

    @Test
    void addedDeletedAndModifiedEntriesAreTold() {
        List<TreeEntry> old = List.of(entry("same", A), entry("gone", A), entry("new text", A), new TreeEntry("100644", "mode", A));
        List<TreeEntry> now = List.of(new TreeEntry("100755", "mode", A), entry("new text", B), entry("added", C), entry("same", A));

        assertEquals(List.of(new TreeChange("added", null, null, "100644", C, false), new TreeChange("gone", "100644", A, null, null, false),
            new TreeChange("mode", "100644", A, "100755", A, false), new TreeChange("new text", "100644", A, "100644", B, false)), TreeDiff.between(old, now));
    }

    @Test
    void changesComeInByteOrder() {
        List<TreeEntry> now = List.of(entry("\ud83d\ude00", A), entry("\uff01", A), entry("a", A), entry("B", A));

        assertEquals(List.of("B", "a", "\uff01", "\ud83d\ude00"), TreeDiff.between(List.of(), now).stream().map(TreeChange::path).toList());
    }

    @Test
    void ofSharedPathsOneThatDiffersOnEachSideIsAModification() {
        assertEquals(List.of(new TreeChange("f", "100644", B, null, null, true), new TreeChange("f", null, null, "100644", C, true)), TreeDiff.between(List.of(entry("f", A), entry("f", B)), List.of(entry("f", C), entry("f", A))));
    }

    @Test
    void ofSharedPathsSeveralThatDifferAreDeletionsAndAdditions() {
        assertEquals(List.of(new TreeChange("f", "100644", A, null, null, true), new TreeChange("f", "100644", B, null, null, true), new TreeChange("f", null, null, "100644", C, true)),
            TreeDiff.between(List.of(entry("f", A), entry("f", B)), List.of(entry("f", C))));
    }

    @Test
    void theSameEntryTwiceIsTwoEntries() {
        assertEquals(List.of(new TreeChange("f", "100644", A, null, null, true)), TreeDiff.between(List.of(entry("f", A), entry("f", A)), List.of(entry("f", A))));
        assertTrue(TreeDiff.between(List.of(entry("f", A), entry("f", A)), List.of(entry("f", A), entry("f", A))).isEmpty());
    }

    @Test
    void aTreeDoesNotDifferFromItselfInAnyOrder() {
        Random random = seeded();
        for (int round = 0; round < 1000; round++) {
            List<TreeEntry> tree = tree(random);
            List<TreeEntry> shuffled = new ArrayList<>(tree);
            Collections.shuffle(shuffled, random);

            assertTrue(TreeDiff.between(tree, shuffled).isEmpty());
        }
    }

    @Test
    void theDifferenceBackIsTheMirror() {
        Random random = seeded();
        for (int round = 0; round < 2000; round++) {
            List<TreeEntry> a = tree(random);
            List<TreeEntry> b = tree(random);

            List<TreeChange> mirrored = TreeDiff.between(b, a).stream().map(c -> new TreeChange(c.path(), c.newMode(), c.newSha(), c.oldMode(), c.oldSha(), c.isShared())).toList();

            assertEquals(sorted(TreeDiff.between(a, b)), sorted(mirrored));
        }
    }

    @Test
    void theDifferenceAppliedToTheOldTreeIsTheNewTreeAndNoLonger() {
        Random random = seeded();
        for (int round = 0; round < 2000; round++) {
            List<TreeEntry> a = tree(random);
            List<TreeEntry> b = tree(random);

            List<TreeChange> changes = TreeDiff.between(a, b);

            assertEquals(inOrder(b), inOrder(applied(changes, a)));
            assertEquals(naiveSides(a, b), changes.stream().mapToInt(c -> (c.oldSha() == null ? 0 : 1) + (c.newSha() == null ? 0 : 1)).sum(), "nothing is told that does not differ");
        }
    }

    /** How many entries are on one side only, the naive way: every entry of a looks for its equal in what is left of b. */
    private static int naiveSides(List<TreeEntry> a, List<TreeEntry> b) {
        List<TreeEntry> left = new ArrayList<>(b);
        int alone = 0;
        for (TreeEntry entry : a) {
            alone += left.remove(entry) ? 0 : 1;
        }
        return alone + left.size();
    }

    private static List<TreeEntry> applied(List<TreeChange> changes, List<TreeEntry> tree) {
        List<TreeEntry> result = new ArrayList<>(tree);
        for (TreeChange c : changes) {
            if (c.oldSha() != null) {
                assertTrue(result.remove(new TreeEntry(c.oldMode(), c.path(), c.oldSha())), "what is taken out was there");
            }
            if (c.newSha() != null) {
                result.add(new TreeEntry(c.newMode(), c.path(), c.newSha()));
            }
        }
        return result;
    }

    private static List<TreeEntry> tree(Random random) {
        return random.nextBoolean() ? Trees.any(random, 10) : Trees.withSharedPaths(random, 8);
    }

    private static Random seeded() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("TreeDiffTest seed " + seed);
        return new Random(seed);
    }

    private static TreeEntry entry(String path, String sha) {
        return new TreeEntry("100644", path, sha);
    }

    private static List<String> sorted(List<TreeChange> changes) {
        return changes.stream().map(TreeChange::toString).sorted().collect(Collectors.toList());
    }

    private static List<TreeEntry> inOrder(List<TreeEntry> entries) {
        return entries.stream().sorted(Comparator.comparing(TreeEntry::path, Tree.BYTE_ORDER).thenComparing(TreeEntry::mode).thenComparing(TreeEntry::sha)).toList();
    }
}
