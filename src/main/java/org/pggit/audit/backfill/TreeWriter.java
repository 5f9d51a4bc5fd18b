package org.pggit.audit.backfill;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.pggit.audit.git.ObjectFormat;
import org.pggit.audit.git.Tree;
import org.pggit.audit.git.TreeEntry;

/**
 * The tree of all objects alive, written anew commit by commit. Flat: one tree of all entries. In buckets: an entry stands under the first three hex digits of the SHA-256
 * of its path, a level for each digit, so that a commit writes four small trees for an object that it changes, whatever the number of objects. Capture writes the same
 * trees in SQL (tree_edit): the same entries have the same sha, whoever wrote them and in whatever order they came.
 *
 * <p>A bucket's name begins with {@code #} and is no part of any path (docs/object-format.md).
 */
final class TreeWriter {
    private static final int LEVELS = 3;
    private static final String BLOB_MODE = "100644";
    /** What each bucket's line has before the sha. */
    private static final byte[][] NAMES = new byte[16][];
    private static final int LINE;

    static {
        for (int digit = 0; digit < NAMES.length; digit++) {
            NAMES[digit] = (ObjectFormat.TREE_MODE + " #" + Character.forDigit(digit, 16) + '|').getBytes(StandardCharsets.US_ASCII);
        }
        LINE = NAMES[0].length + ObjectFormat.SHA_LENGTH + 1;
    }

    private final int levels;
    private final Node root;

    TreeWriter(boolean isFlat) {
        levels = isFlat ? 0 : LEVELS;
        root = new Node(isFlat);
    }

    /** Has entries, or kids by the next digit. */
    private static final class Node {
        /** By path, in the order of the tree's text; null where there are kids. */
        final Map<String, TreeEntry> entries;
        final Node[] kids;
        /** Null where it is to be made anew. */
        String sha;
        byte[] shaBytes;

        Node(boolean isLeaf) {
            entries = isLeaf ? new TreeMap<>(Tree.BYTE_ORDER) : null;
            kids = isLeaf ? null : new Node[NAMES.length];
        }

        boolean isEmpty() {
            if (entries != null) {
                return entries.isEmpty();
            }
            for (Node kid : kids) {
                if (kid != null) {
                    return false;
                }
            }
            return true;
        }
    }

    void put(String path, String blob) {
        byte[] hash = levels == 0 ? null : sha256(path);
        Node node = root;
        node.sha = null;
        for (int depth = 0; depth < levels; depth++) {
            int digit = digit(hash, depth);
            if (node.kids[digit] == null) {
                node.kids[digit] = new Node(depth + 1 == levels);
            }
            node = node.kids[digit];
            node.sha = null;
        }
        node.entries.put(path, new TreeEntry(BLOB_MODE, path, blob));
    }

    void remove(String path) {
        remove(root, path, levels == 0 ? null : sha256(path), 0);
    }

    private void remove(Node node, String path, byte[] hash, int depth) {
        node.sha = null;
        if (depth == levels) {
            node.entries.remove(path);
            return;
        }
        int digit = digit(hash, depth);
        if (node.kids[digit] != null) {
            remove(node.kids[digit], path, hash, depth + 1);
            node.kids[digit] = node.kids[digit].isEmpty() ? null : node.kids[digit];
        }
    }

    private static int digit(byte[] hash, int n) {
        return hash[n / 2] >> (n % 2 == 0 ? 4 : 0) & 0xf;
    }

    private static byte[] sha256(String path) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The tree's sha; hands every tree on it that was changed since the last call to {@code out}, kids first. */
    String write(Consumer<Replay.Tree> out) {
        return root.isEmpty() ? write(new Node(true), out) : write(root, out);
    }

    private static String write(Node node, Consumer<Replay.Tree> out) {
        if (node.sha != null) {
            return node.sha;
        }
        if (node.kids == null) {
            List<TreeEntry> lines = List.copyOf(node.entries.values());
            String text = Tree.text(lines);
            node.sha = ObjectFormat.sha("tree", text, ObjectFormat.Rule.UTF8);
            out.accept(new Replay.Tree(node.sha, text, lines));
        } else {
            byte[] text = lines(node, out);
            node.sha = ObjectFormat.sha("tree", text, text.length);
            out.accept(new Replay.Tree(node.sha, new String(text, StandardCharsets.ISO_8859_1), List.of()));
        }
        node.shaBytes = node.sha.getBytes(StandardCharsets.US_ASCII);
        return node.sha;
    }

    /** The text of a tree of buckets, whose lines have one length: {@code 040000 #f|<sha>|}. Most of a backfill's trees are such. */
    private static byte[] lines(Node node, Consumer<Replay.Tree> out) {
        byte[] lines = new byte[NAMES.length * LINE];
        int at = 0;
        for (int digit = 0; digit < NAMES.length; digit++) {
            Node kid = node.kids[digit];
            if (kid != null) {
                write(kid, out);
                System.arraycopy(NAMES[digit], 0, lines, at, NAMES[digit].length);
                System.arraycopy(kid.shaBytes, 0, lines, at + NAMES[digit].length, ObjectFormat.SHA_LENGTH);
                at += LINE;
                lines[at - 1] = '|';
            }
        }
        return at == lines.length ? lines : Arrays.copyOf(lines, at);
    }
}
