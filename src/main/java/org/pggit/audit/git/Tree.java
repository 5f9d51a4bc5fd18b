package org.pggit.audit.git;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A tree: {@code <mode> <path>|<sha>|} for each entry, joined. Ours are in byte order of the paths; a reader takes any order.
 *
 * <p>A path may itself contain the character {@code |}: an entry ends at the first {@code |<sha>|} behind which another entry or the end follows.
 * A path may occur twice (pgGit's writer keeps overloads under one path).
 */
public final class Tree {
    /** Byte order of the UTF-8 form, which is code point order. */
    public static final Comparator<String> BYTE_ORDER = (a, b) -> {
        int both = Math.min(a.length(), b.length());
        for (int i = 0; i < both; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // A surrogate stands for a code point above all that one char holds.
                boolean isBeyond = Character.isSurrogate(x);
                return isBeyond == Character.isSurrogate(y) ? Character.compare(x, y) : isBeyond ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    };

    private Tree() {
    }

    /** The entries in the order of the text; empty where the text is no tree. */
    public static Optional<List<TreeEntry>> parse(String text) {
        List<TreeEntry> entries = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int space = text.indexOf(' ', at);
            if (!isMode(text, at) || space != at + 6) {
                return Optional.empty();
            }
            int bar = endOfPath(text, space + 1);
            if (bar < 0) {
                return Optional.empty();
            }
            int next = bar + 1 + ObjectFormat.SHA_LENGTH + 1;
            entries.add(new TreeEntry(text.substring(at, space), text.substring(space + 1, bar), text.substring(bar + 1, next - 1)));
            at = next;
        }
        return Optional.of(entries);
    }

    /** The text of a tree with these entries, in byte order. */
    public static String format(List<TreeEntry> entries) {
        List<TreeEntry> inOrder = new ArrayList<>(entries);
        inOrder.sort(Comparator.comparing(TreeEntry::path, BYTE_ORDER));
        return text(inOrder);
    }

    /** The text of entries that are in byte order already. */
    public static String text(List<TreeEntry> inOrder) {
        int length = 0;
        for (TreeEntry e : inOrder) {
            length += e.path().length() + ObjectFormat.SHA_LENGTH + 9;
        }
        StringBuilder out = new StringBuilder(length);
        for (TreeEntry e : inOrder) {
            out.append(e.mode()).append(' ').append(e.path()).append('|').append(e.sha()).append('|');
        }
        return out.toString();
    }

    private static int endOfPath(String text, int from) {
        for (int bar = text.indexOf('|', from); bar >= 0; bar = text.indexOf('|', bar + 1)) {
            int close = bar + 1 + ObjectFormat.SHA_LENGTH;
            if (close < text.length() && text.charAt(close) == '|' && ObjectFormat.isSha(text, bar + 1)
                && (close + 1 == text.length() || isMode(text, close + 1))) {
                return bar;
            }
        }
        return -1;
    }

    private static boolean isMode(String text, int at) {
        if (at + 7 > text.length() || text.charAt(at + 6) != ' ') {
            return false;
        }
        for (int i = at; i < at + 6; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '7') {
                return false;
            }
        }
        return true;
    }
}
