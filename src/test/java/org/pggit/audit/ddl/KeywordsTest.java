package org.pggit.audit.ddl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The hash table of key words has no two in one slot. */
class KeywordsTest {
    private static final int BUCKETS = 128;
    private static final int SLOTS = 1024;
    private static final int STEP = 5;

    /** A word that another has pushed out is not found; the message has constants that fit the list. */
    @Test
    void everyKeyWordIsFound() {
        for (int keyword = 1; keyword <= Keywords.count(); keyword++) {
            String word = Keywords.word(keyword);
            String capitals = Keywords.capitals(keyword);
            if (Keywords.find(word, 0, word.length()) != keyword || Keywords.find(capitals, 0, capitals.length()) != keyword) {
                throw new AssertionError(word + " is not found; what fits the list: " + fitting());
            }
        }
    }

    @Test
    void whatIsAlmostAKeyWordIsNone() {
        for (int keyword = 1; keyword <= Keywords.count(); keyword++) {
            String word = Keywords.word(keyword);
            for (String other : List.of(word + "$", "$" + word, word + "\u0131", word + "\uff41", "unrelated_" + word, word.replace('e', '\u00e5'))) {
                if (!other.equals(word)) {
                    assertEquals(Keyword.NO_KEYWORD, Keywords.find(other, 0, other.length()), other);
                }
            }
        }
    }

    private static String fitting() {
        for (long mix = 0x9e3779b97f4a7c15L; ; mix += 0xc6577cb3b36903b4L) {
            String moves = moves(mix);
            if (moves != null) {
                return "MIX 0x" + Long.toHexString(mix) + ", MOVES " + moves;
            }
        }
    }

    /** The fullest buckets first, each moved until no slot is taken twice; null where that needs more than the letters. */
    private static String moves(long mix) {
        List<List<Integer>> buckets = new ArrayList<>();
        for (int i = 0; i < BUCKETS; i++) {
            buckets.add(new ArrayList<>());
        }
        for (int keyword = 1; keyword <= Keywords.count(); keyword++) {
            int hash = (int) (key(Keywords.word(keyword)) * mix >>> 44);
            buckets.get(hash & BUCKETS - 1).add(hash >>> 7);
        }
        boolean[] taken = new boolean[SLOTS];
        char[] moves = new char[BUCKETS];
        Arrays.fill(moves, 'A');
        for (int bucket : IntStream.range(0, BUCKETS).boxed().sorted(Comparator.comparing((Integer b) -> -buckets.get(b).size())).toList()) {
            Set<Integer> slots = slots(buckets.get(bucket), moves[bucket]);
            while (slots.size() < buckets.get(bucket).size() || slots.stream().anyMatch(slot -> taken[slot])) {
                if (++moves[bucket] > 'Z') {
                    return null;
                }
                slots = slots(buckets.get(bucket), moves[bucket]);
            }
            slots.forEach(slot -> taken[slot] = true);
        }
        return new String(moves);
    }

    private static Set<Integer> slots(List<Integer> hashes, char move) {
        Set<Integer> slots = new HashSet<>();
        hashes.forEach(hash -> slots.add(hash + (move - 'A') * STEP & SLOTS - 1));
        return slots;
    }

    private static long key(String word) {
        long key = 0;
        for (char c : word.toCharArray()) {
            key = key << 8 | c | 0x20;
        }
        return word.length() > 8 ? key ^ Long.MIN_VALUE ^ (long) word.length() << 56 : key;
    }
}
