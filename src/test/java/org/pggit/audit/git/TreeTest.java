package org.pggit.audit.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TreeTest {
    @Test
    void everyVectorIsReadAsItSays() {
        List<Vectors.Vector> vectors = Vectors.of("tree.txt");

        assertTrue(vectors.size() > 15);
        for (Vectors.Vector v : vectors) {
            assertEquals(v.says("no tree") ? Optional.empty() : Optional.of(entries(v)), Tree.parse(v.get("text")), v.get("text"));
        }
    }

    @Test
    void everyVectorIsWrittenAsItStandsUnlessItIsNotCanonical() {
        for (Vectors.Vector v : Vectors.of("tree.txt")) {
            if (!v.says("no tree")) {
                assertEquals(v.says("not canonical"), !v.get("text").equals(Tree.format(entries(v))), v.get("text"));
            }
        }
    }

    @Test
    void whatIsWrittenIsReadAsTheSameEntries() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("TreeTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            List<TreeEntry> entries = new ArrayList<>(Trees.any(random, 12));

            String text = Tree.format(entries);
            List<TreeEntry> read = Tree.parse(text).orElseThrow();

            entries.sort((a, b) -> Tree.BYTE_ORDER.compare(a.path(), b.path()));
            assertEquals(entries, read, "seed " + seed);
            assertEquals(text, Tree.format(read), "seed " + seed);
            Collections.shuffle(read = new ArrayList<>(read), random);
            assertEquals(text, Tree.format(read), "seed " + seed);
        }
    }

    @Test
    void anyTextIsATreeOrNone() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("TreeTest seed " + seed);
        Random random = new Random(seed);
        String text = Tree.format(Trees.any(random, 6)) + "100644 a|" + "0".repeat(64) + "|";
        for (int round = 0; round < 5000; round++) {
            StringBuilder mutated = new StringBuilder(text);
            mutated.setCharAt(random.nextInt(mutated.length()), "|0 1a\u00e4".charAt(random.nextInt(6)));
            mutated.delete(0, random.nextInt(3));

            Optional<List<TreeEntry>> read = Tree.parse(mutated.toString());

            read.ifPresent(entries -> assertEquals(mutated.length(), entries.stream().mapToInt(e -> e.mode().length() + e.path().length() + e.sha().length() + 3).sum(), "seed " + seed));
        }
    }

    @Test
    void byteOrderIsTheOrderOfTheUtf8Bytes() {
        List<String> inOrder = List.of("", "A", "B", "_", "a", "a_b", "ab", "\u00e4", "\uff01", "\ud83d\ude00");

        for (int i = 0; i < inOrder.size(); i++) {
            for (int j = 0; j < inOrder.size(); j++) {
                assertEquals(Integer.signum(Integer.compare(i, j)), Integer.signum(Tree.BYTE_ORDER.compare(inOrder.get(i), inOrder.get(j))), inOrder.get(i) + " " + inOrder.get(j));
            }
        }
        assertTrue("\ud83d\ude00".compareTo("\uff01") < 0, "Java's own order differs");
        assertEquals(4, "\ud83d\ude00".getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void aLongTreeIsReadInOneGo() {
        List<TreeEntry> entries = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            entries.add(new TreeEntry("100644", "public.t" + i, "0".repeat(64)));
        }

        assertEquals(20_000, Tree.parse(Tree.format(entries)).orElseThrow().size());
    }

    private static List<TreeEntry> entries(Vectors.Vector v) {
        return v.all("entry").stream().map(e -> new TreeEntry(e.substring(0, 6), e.substring(7 + 64 + 1), e.substring(7, 7 + 64))).toList();
    }
}
