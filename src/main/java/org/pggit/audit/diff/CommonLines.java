package org.pggit.audit.diff;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The lines that two texts have in common, in one order: as many as there can be where the texts are short. What is too long for that is parted at lines that occur once in
 * both (Bram Cohen's patience diff), and each part is looked at in turn.
 */
final class CommonLines {
    /** Cells of a table of common lines (4 bytes each) that a part may take, and all parts together. */
    private static final long MOST_CELLS = 4_000_000;
    private static final long MOST_CELLS_OF_ALL = 20_000_000;

    private final int[] old;
    private final int[] now;
    private final BitSet keptOfOld = new BitSet();
    private final BitSet keptOfNew = new BitSet();
    private final Deque<Part> open = new ArrayDeque<>();
    /** How often each line occurs in the part that is looked at, and where in the new text; of other parts nothing is left. */
    private final int[] usesInOld;
    private final int[] usesInNew;
    private final int[] newLineOf;
    private long cells;

    /** Lines [oldFrom, oldTo) against [newFrom, newTo). */
    private record Part(int oldFrom, int oldTo, int newFrom, int newTo) {
    }

    private CommonLines(int[] old, int[] now, int different) {
        this.old = old;
        this.now = now;
        this.usesInOld = new int[different];
        this.usesInNew = new int[different];
        this.newLineOf = new int[different];
    }

    static CommonLines of(String[] old, String[] now) {
        Map<String, Integer> numbers = new HashMap<>();
        CommonLines common = new CommonLines(numbered(old, numbers), numbered(now, numbers), numbers.size());
        common.open.push(new Part(0, old.length, 0, now.length));
        while (!common.open.isEmpty()) {
            common.match(common.open.pop());
        }
        return common;
    }

    private static int[] numbered(String[] lines, Map<String, Integer> numbers) {
        int[] numbered = new int[lines.length];
        for (int i = 0; i < lines.length; i++) {
            Integer known = numbers.putIfAbsent(lines[i], numbers.size());
            numbered[i] = known == null ? numbers.size() - 1 : known;
        }
        return numbered;
    }

    boolean isKeptOfOld(int line) {
        return keptOfOld.get(line);
    }

    boolean isKeptOfNew(int line) {
        return keptOfNew.get(line);
    }

    private void keep(int oldLine, int newLine) {
        keptOfOld.set(oldLine);
        keptOfNew.set(newLine);
    }

    private void match(Part part) {
        int oldFrom = part.oldFrom;
        int newFrom = part.newFrom;
        int oldTo = part.oldTo;
        int newTo = part.newTo;
        while (oldFrom < oldTo && newFrom < newTo && old[oldFrom] == now[newFrom]) {
            keep(oldFrom++, newFrom++);
        }
        while (oldFrom < oldTo && newFrom < newTo && old[oldTo - 1] == now[newTo - 1]) {
            keep(--oldTo, --newTo);
        }
        long size = (long) (oldTo - oldFrom) * (newTo - newFrom);
        if (size == 0) {
            return;
        }
        Part middle = new Part(oldFrom, oldTo, newFrom, newTo);
        if (size <= MOST_CELLS && cells + size <= MOST_CELLS_OF_ALL) {
            cells += size;
            longest(middle);
        } else {
            anchors(middle);
        }
    }

    /** The longest common subsequence. */
    private void longest(Part part) {
        int rows = part.oldTo - part.oldFrom;
        int columns = part.newTo - part.newFrom;
        // Of the ends from i and j on.
        int[][] length = new int[rows + 1][columns + 1];
        for (int i = rows - 1; i >= 0; i--) {
            int line = old[part.oldFrom + i];
            for (int j = columns - 1; j >= 0; j--) {
                length[i][j] = line == now[part.newFrom + j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < rows && j < columns) {
            if (old[part.oldFrom + i] == now[part.newFrom + j]) {
                keep(part.oldFrom + i++, part.newFrom + j++);
            } else if (length[i + 1][j] >= length[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
    }

    /** Keeps the longest ascending row of lines that occur once on both sides; what lies between them is for later. Without any the part is replaced outright. */
    private void anchors(Part part) {
        for (int i = part.oldFrom; i < part.oldTo; i++) {
            usesInOld[old[i]]++;
        }
        for (int j = part.newFrom; j < part.newTo; j++) {
            usesInNew[now[j]]++;
            newLineOf[now[j]] = j;
        }
        // Patience sorting: for each pile the old line of its top, and for each old line the one below it in the pile before.
        int[] tops = new int[part.oldTo - part.oldFrom];
        int[] below = new int[part.oldTo - part.oldFrom];
        int piles = 0;
        for (int i = part.oldFrom; i < part.oldTo; i++) {
            if (usesInOld[old[i]] != 1 || usesInNew[old[i]] != 1) {
                continue;
            }
            int place = newLineOf[old[i]];
            int low = 0;
            int high = piles;
            while (low < high) {
                int pile = (low + high) >>> 1;
                if (newLineOf[old[tops[pile]]] < place) {
                    low = pile + 1;
                } else {
                    high = pile;
                }
            }
            below[i - part.oldFrom] = low == 0 ? -1 : tops[low - 1];
            tops[low] = i;
            piles = Math.max(piles, low + 1);
        }
        for (int i = part.oldFrom; i < part.oldTo; i++) {
            usesInOld[old[i]] = 0;
        }
        for (int j = part.newFrom; j < part.newTo; j++) {
            usesInNew[now[j]] = 0;
        }
        int oldEnd = part.oldTo;
        int newEnd = part.newTo;
        for (int i = piles == 0 ? -1 : tops[piles - 1]; i >= 0; i = below[i - part.oldFrom]) {
            int j = newLineOf[old[i]];
            keep(i, j);
            open.push(new Part(i + 1, oldEnd, j + 1, newEnd));
            oldEnd = i;
            newEnd = j;
        }
        if (piles > 0) {
            open.push(new Part(part.oldFrom, oldEnd, part.newFrom, newEnd));
        }
    }
}
