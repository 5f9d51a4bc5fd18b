package org.pggit.audit.it;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** RFC 9162, section 2.1, written down as it stands there: recursion over lists, nothing kept. What the fast code is compared with. */
final class Merkle {
    private Merkle() {
    }

    /** MTH(D). */
    static byte[] root(List<byte[]> leafHashes) {
        int n = leafHashes.size();
        if (n == 0) {
            return sha256(new byte[0]);
        } else if (n == 1) {
            return leafHashes.get(0);
        }
        int k = split(n);
        return node(root(leafHashes.subList(0, k)), root(leafHashes.subList(k, n)));
    }

    /** PATH(m, D). */
    static List<byte[]> path(int m, List<byte[]> d) {
        int n = d.size();
        if (n == 1) {
            return new ArrayList<>();
        }
        int k = split(n);
        List<byte[]> path = m < k ? path(m, d.subList(0, k)) : path(m - k, d.subList(k, n));
        path.add(m < k ? root(d.subList(k, n)) : root(d.subList(0, k)));
        return path;
    }

    /** PROOF(m, D). */
    static List<byte[]> proof(int m, List<byte[]> d) {
        return subproof(m, d, true);
    }

    private static List<byte[]> subproof(int m, List<byte[]> d, boolean whole) {
        int n = d.size();
        if (m == n) {
            return whole ? new ArrayList<>() : new ArrayList<>(List.of(root(d)));
        }
        int k = split(n);
        List<byte[]> proof = m <= k ? subproof(m, d.subList(0, k), whole) : subproof(m - k, d.subList(k, n), false);
        proof.add(m <= k ? root(d.subList(k, n)) : root(d.subList(0, k)));
        return proof;
    }

    /** The largest power of two smaller than n. */
    private static int split(int n) {
        return Integer.highestOneBit(n - 1);
    }

    static byte[] node(byte[] left, byte[] right) {
        byte[] all = new byte[1 + left.length + right.length];
        all[0] = 1;
        System.arraycopy(left, 0, all, 1, left.length);
        System.arraycopy(right, 0, all, 1 + left.length, right.length);
        return sha256(all);
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
