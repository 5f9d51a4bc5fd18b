package org.pggit.audit.backfill;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.pggit.audit.git.ObjectFormat;
import org.pggit.audit.git.Tree;
import org.pggit.audit.git.TreeEntry;

/**
 * The tree of all objects alive, written anew commit by commit. Flat: one tree of all entries. In buckets: a tree of more than {@link #MOST} entries is parted into eight by
 * three bits of the SHA-256 of each path, again and again, so that a commit writes a few small trees whatever the number of objects. Which form it has follows from
 * the entries alone, not from how they came.
 *
 * <p>A bucket's name begins with {@code #} and is no part of any path (docs/object-format.md).
 */
final class TreeWriter {
    static final int MOST = 16;
    private static final int DEEPEST = 20;
    private static final String BLOB_MODE = "100644";

    private final boolean isFlat;
    private final Node root = new Node();

    TreeWriter(boolean isFlat) {
        this.isFlat = isFlat;
    }

    private static final class Node {
        int count;
        /** Null where there are kids. */
        Map<String, Entry> entries = new TreeMap<>();
        Node[] kids;
        String sha;
    }

    private record Entry(String path, byte[] hash, String blob) {
        int bucket(int depth) {
            int bit = depth * 3;
            int two = (hash[bit / 8] & 0xff) << 8 | hash[bit / 8 + 1] & 0xff;
            return two >> 13 - bit % 8 & 7;
        }
    }

    void put(String path, String blob) {
        put(root, new Entry(path, isFlat ? null : sha256(path), blob), 0);
    }

    void remove(String path) {
        remove(root, new Entry(path, isFlat ? null : sha256(path), null), 0);
    }

    private static byte[] sha256(String path) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** True where the entry is new under its path. */
    private boolean put(Node node, Entry entry, int depth) {
        node.sha = null;
        boolean isNew;
        if (node.kids == null) {
            isNew = node.entries.put(entry.path, entry) == null;
            node.count = node.entries.size();
            if (!isFlat && node.count > MOST && depth < DEEPEST) {
                split(node, depth);
            }
        } else {
            int b = entry.bucket(depth);
            node.kids[b] = node.kids[b] == null ? new Node() : node.kids[b];
            isNew = put(node.kids[b], entry, depth + 1);
            node.count += isNew ? 1 : 0;
        }
        return isNew;
    }

    private void split(Node node, int depth) {
        node.kids = new Node[8];
        for (Entry e : node.entries.values()) {
            int b = e.bucket(depth);
            node.kids[b] = node.kids[b] == null ? new Node() : node.kids[b];
            put(node.kids[b], e, depth + 1);
        }
        node.entries = null;
    }

    private boolean remove(Node node, Entry entry, int depth) {
        if (node == null) {
            return false;
        }
        boolean isGone = node.kids == null ? node.entries.remove(entry.path) != null : remove(node.kids[entry.bucket(depth)], entry, depth + 1);
        if (isGone) {
            node.sha = null;
            node.count--;
            if (node.kids != null) {
                int b = entry.bucket(depth);
                node.kids[b] = node.kids[b].count == 0 ? null : node.kids[b];
                if (node.count <= MOST) {
                    node.entries = new TreeMap<>();
                    gather(node, node.entries);
                    node.kids = null;
                }
            }
        }
        return isGone;
    }

    private static void gather(Node node, Map<String, Entry> into) {
        if (node.kids == null) {
            into.putAll(node.entries);
            return;
        }
        for (Node kid : node.kids) {
            if (kid != null) {
                gather(kid, into);
            }
        }
    }

    /** The tree's sha; hands every tree on it that was changed since the last call to {@code out}, kids first. */
    String write(Consumer<Replay.Tree> out) {
        return write(root, out);
    }

    private static String write(Node node, Consumer<Replay.Tree> out) {
        if (node.sha != null) {
            return node.sha;
        }
        List<TreeEntry> entries = new ArrayList<>();
        if (node.kids == null) {
            for (Entry e : node.entries.values()) {
                entries.add(new TreeEntry(BLOB_MODE, e.path, e.blob));
            }
            entries.sort(Comparator.comparing(TreeEntry::path, Tree.BYTE_ORDER));
        } else {
            for (int b = 0; b < node.kids.length; b++) {
                if (node.kids[b] != null) {
                    entries.add(new TreeEntry(ObjectFormat.TREE_MODE, "#" + b, write(node.kids[b], out)));
                }
            }
        }
        String text = Tree.format(entries);
        node.sha = ObjectFormat.sha("tree", text, ObjectFormat.Rule.UTF8);
        out.accept(new Replay.Tree(node.sha, text, entries));
        return node.sha;
    }
}
