package org.pggit.audit.git;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random trees for property tests: few paths and few shas, so that they meet again. */
public final class Trees {
    private static final String[] PATHS = {"public.a", "public.B", "public.a_b", "public.f(integer)", "public.f(app.mytype)", "trg on public.a", "\"My.Schema\".\"T|1\"", "public.\u00e4", "\ud83d\ude00", "x",
        "a b", "a\nb", "a|", "100644 x", "public.c", "public.d"};

    private Trees() {
    }

    /** Up to {@code most} entries, a path once; in no order. */
    public static List<TreeEntry> any(Random random, int most) {
        List<String> paths = new ArrayList<>(List.of(PATHS));
        List<TreeEntry> entries = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            entries.add(entry(random, paths.remove(random.nextInt(paths.size()))));
        }
        return entries;
    }

    /** Up to {@code most} entries of few paths, so that some stand there several times. */
    public static List<TreeEntry> withSharedPaths(Random random, int most) {
        List<TreeEntry> entries = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            entries.add(entry(random, PATHS[random.nextInt(3)]));
        }
        return entries;
    }

    private static TreeEntry entry(Random random, String path) {
        return new TreeEntry(random.nextInt(5) == 0 ? "100755" : "100644", path, Integer.toHexString(random.nextInt(4)).repeat(64));
    }
}
