package org.pggit.audit.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommitTest {
    @Test
    void everyVectorIsReadAsItSays() {
        List<Vectors.Vector> vectors = Vectors.of("commit.txt");

        assertTrue(vectors.size() > 10);
        for (Vectors.Vector v : vectors) {
            assertEquals(v.says("no commit") ? Optional.empty() : Optional.of(commit(v)), Commit.parse(v.get("text")), v.get("text"));
        }
    }

    @Test
    void everyVectorIsWrittenAsItStandsUnlessItIsNotCanonical() {
        for (Vectors.Vector v : Vectors.of("commit.txt")) {
            if (!v.says("no commit")) {
                assertEquals(v.says("not canonical"), !v.get("text").equals(commit(v).format()), v.get("text"));
            }
        }
    }

    @Test
    void whatIsWrittenIsReadAsTheSameCommit() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("CommitTest seed " + seed);
        Random random = new Random(seed);
        String[] names = {"Ada <ada@example.org>", "", " ", "12 34", "Zo\u00eb \ud83d\ude00", "tree x", "A  B ", "+0000"};
        String[] messages = {"", "m", "\n", "\n\n", "tree x\nauthor y", "a\n\nb\n", "\\d \t"};
        for (int round = 0; round < 2000; round++) {
            List<String> parents = IntStream.range(0, random.nextInt(4)).mapToObj(i -> "p" + i).toList();
            Commit commit = new Commit("t", parents, names[random.nextInt(names.length)], random.nextLong(), names[random.nextInt(names.length)], random.nextInt(), messages[random.nextInt(messages.length)]);

            assertEquals(Optional.of(commit), Commit.parse(commit.format()), "seed " + seed);
        }
    }

    private static Commit commit(Vectors.Vector v) {
        String author = v.get("author");
        String committer = v.get("committer");
        List<String> parents = v.get("parents") == null ? List.of() : List.of(v.get("parents").split(" "));
        return new Commit(v.get("tree"), parents, name(author), time(author), name(committer), time(committer), v.get("message"));
    }

    private static String name(String signature) {
        return signature.substring(0, signature.lastIndexOf(" @ "));
    }

    private static long time(String signature) {
        return Long.parseLong(signature.substring(signature.lastIndexOf(" @ ") + 3));
    }
}
