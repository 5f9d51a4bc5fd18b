package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Roots and proofs of a log of more than 1,025 leaves: those of the RFC's recursion; and nothing that was tampered with is taken, neither inside nor outside. */
class EvidenceProofIT {
    private static final long SEED = Long.getLong("pggit.seed", 20260302L);
    private static final int MOST = 1025;
    private static TestDatabase db;
    private static Connection connection;
    private static List<byte[]> leaves;

    @BeforeAll
    static void makeALog() throws SQLException {
        TestServer server = TestServer.get();
        db = server.database(server.has(Host.PLPYTHON) ? Host.PLPYTHON : Host.PLJAVA);
        db.psql("-v", "ON_ERROR_STOP=1", "-f", "install/demo/store.sql").orFail("store.sql");
        for (int i = 0; i < 21; i++) {
            // Batches of many sizes, so that nodes are completed within and across them.
            db.update("SELECT pggit_audit.set_setting('record_on_commit', 'on') FROM generate_series(1, " + (1 + i * i / 4) + ")");
        }
        db.update("SELECT pggit_audit.set_setting('record_on_commit', 'on') FROM generate_series(1, 400)");
        connection = db.connect();
        leaves = new ArrayList<>();
        try (Statement s = connection.createStatement(); ResultSet r = s.executeQuery("SELECT leaf_hash FROM pggit_audit.evidence_leaves ORDER BY leaf_index")) {
            while (r.next()) {
                leaves.add(r.getBytes(1));
            }
        }
        assertTrue(leaves.size() > MOST, "only " + leaves.size() + " leaves");
    }

    @AfterAll
    static void drop() throws SQLException {
        connection.close();
        db.close();
    }

    @Test
    void rootsOfAllSizesAreThoseOfTheRecursion() throws SQLException {
        try (Statement s = connection.createStatement(); ResultSet r = s.executeQuery("SELECT n, pggit_audit.evidence_hash(0, n) FROM generate_series(0, " + MOST + ") n ORDER BY n")) {
            int n = 0;
            while (r.next()) {
                assertArrayEquals(Merkle.root(leaves.subList(0, n)), r.getBytes(2), "size " + n);
                n++;
            }
            assertEquals(MOST + 1, n);
        }
    }

    @Test
    void proofsAreThoseOfTheRecursionAndVerify() throws SQLException {
        Random random = new Random(SEED);
        int checked = 0;
        for (int size = 1; size <= MOST; size += size < 70 || Integer.bitCount(size) == 1 || size > 1020 ? 1 : 1 + random.nextInt(9)) {
            int leaf = random.nextInt(size);
            int old = 1 + random.nextInt(size);
            List<byte[]> d = leaves.subList(0, size);
            assertProof(Merkle.path(leaf, d), bytes("SELECT unnest(pggit_audit.inclusion_path(" + leaf + ", " + size + "))"), "leaf " + leaf + " of " + size);
            assertProof(Merkle.proof(old, d), bytes("SELECT unnest(proof) FROM pggit_audit.consistency_proof(" + old + ", " + size + ")"), old + " to " + size);
            assertTrue(inclusion(d.get(leaf), leaf, size, Merkle.path(leaf, d), Merkle.root(d)), "leaf " + leaf + " of " + size);
            assertTrue(consistency(old, size, Merkle.root(d.subList(0, old)), Merkle.root(d), Merkle.proof(old, d)), old + " to " + size);
            checked += 2;
        }
        System.out.println("EvidenceProofIT: seed " + SEED + ", " + checked + " proofs equal to the recursion's");
    }

    @Test
    void noTamperedProofIsTaken() throws SQLException {
        Random random = new Random(SEED);
        int refused = 0;
        while (refused < 1200) {
            int size = 2 + random.nextInt(MOST - 1);
            int leaf = random.nextInt(size);
            int old = 1 + random.nextInt(size);
            List<byte[]> d = leaves.subList(0, size);
            byte[] root = Merkle.root(d);
            for (List<byte[]> bad : tampered(Merkle.path(leaf, d), random)) {
                assertFalse(inclusion(d.get(leaf), leaf, size, bad, root), "tampered path of leaf " + leaf + " of " + size);
                refused++;
            }
            assertFalse(inclusion(flipped(d.get(leaf), random), leaf, size, Merkle.path(leaf, d), root));
            assertFalse(inclusion(d.get(leaf), leaf, size, Merkle.path(leaf, d), flipped(root, random)));
            assertFalse(inclusion(d.get(leaf), (leaf + 1) % size, size, Merkle.path(leaf, d), root));
            assertFalse(inclusion(d.get(leaf), leaf, -size, Merkle.path(leaf, d), root));
            refused += 4;
            byte[] oldRoot = Merkle.root(d.subList(0, old));
            for (List<byte[]> bad : tampered(Merkle.proof(old, d), random)) {
                assertFalse(consistency(old, size, oldRoot, root, bad), "tampered proof " + old + " to " + size);
                refused++;
            }
            assertFalse(consistency(old, size, flipped(oldRoot, random), root, Merkle.proof(old, d)));
            assertFalse(consistency(old, size, oldRoot, flipped(root, random), Merkle.proof(old, d)));
            assertFalse(consistency(size + 1, size, oldRoot, root, Merkle.proof(old, d)));
            refused += 3;
        }
        System.out.println("EvidenceProofIT: seed " + SEED + ", " + refused + " tampered proofs refused in the server");
    }

    @Test
    void noTamperedCheckpointIsTaken() throws SQLException {
        Random random = new Random(SEED);
        String good = db.query("SELECT pggit_audit.checkpoint()");
        assertEquals(0, failing(good), "the checkpoint itself");
        List<String> bad = new ArrayList<>(List.of("", "\n", good + "\n", good + "x", good.substring(0, good.length() - 1), "x" + good, good.replace("\n", "\r\n"), good.replace("\n", "\n\n"), good + good,
            good.replaceFirst("\n(\\d+)\n", "\n0$1\n"), good.replaceFirst("\n(\\d+)\n", "\n-$1\n"), good.replaceFirst("\n(\\d+)\n", "\n99999999999999999999\n"), good.replaceFirst("\n(\\d+)\n", "\n9223372036854775807\n"),
            good.replaceFirst("\n(\\d+)\n", "\n1$1\n"), good.replaceFirst("\n(\\d+)\n", "\n0\n"), good.replaceFirst("=\n$", "\n"), good + "\n— a b\n", good.split("\n")[0] + "\n"));
        byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
        while (bad.size() < 400) {
            byte[] copy = bytes.clone();
            copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(7));
            bad.add(new String(copy, StandardCharsets.UTF_8));
        }
        int refused = 0;
        for (String text : bad) {
            if (!text.equals(good) && text.indexOf(0) < 0) {
                assertTrue(failing(text) != 0, () -> "taken: " + text);
                refused++;
            }
        }
        System.out.println("EvidenceProofIT: seed " + SEED + ", " + refused + " tampered checkpoints refused in the server");
        assertTrue(refused > 300);
    }

    /** FAIL rows; -1 for the error that it is no checkpoint. */
    private static int failing(String checkpoint) throws SQLException {
        try (PreparedStatement s = connection.prepareStatement("SELECT count(*) FROM pggit_audit.verify_given_checkpoint(?) v WHERE v.status <> 'PASS'")) {
            s.setString(1, checkpoint);
            try (ResultSet r = s.executeQuery()) {
                r.next();
                return r.getInt(1);
            }
        } catch (SQLException e) {
            assertEquals("PA052", e.getSQLState(), e.getMessage());
            return -1;
        }
    }

    @Test
    void theOfflineVerifierTakesWhatIsWholeAndNothingElse() throws Exception {
        OfflineVerifier verifier = OfflineVerifier.compile();
        Path folder = Files.createTempDirectory(TestServer.PROJECT.resolve("target"), "bundle");
        Path checkpoint = folder.resolve("checkpoint");
        Files.writeString(checkpoint, db.query("SELECT pggit_audit.checkpoint()"));
        db.update("SELECT pggit_audit.set_setting('record_on_commit', 'on') FROM generate_series(1, 9)");
        long old = Long.parseLong(Files.readAllLines(checkpoint).get(1));
        Random random = new Random(SEED);
        int refused = 0;
        for (String arguments : List.of("", "sample => 25, seed => 'drawn by lot'", "from_time => '2025-03-06'", "change_ids => ARRAY(SELECT change_id FROM pggit_audit.changes ORDER BY change_seq LIMIT 3)")) {
            List<String> lines = db.list("SELECT line FROM pggit_audit.export_evidence(" + (arguments.isEmpty() ? "" : arguments + ", ") + "old_size => " + old + ")");
            Path bundle = folder.resolve("bundle");
            Files.write(bundle, lines);
            assertEquals(0, verifier.run(bundle.toString(), checkpoint.toString()), arguments + ": " + verifier.said());
            assertEquals(0, verifier.run(bundle.toString()), verifier.said());
            for (int i = 0; i < 200; i++) {
                byte[] bad = tamperedBundle(lines, random);
                Files.write(bundle, bad);
                assertTrue(verifier.run(bundle.toString(), checkpoint.toString()) > 0, () -> arguments + " taken:\n" + new String(bad, StandardCharsets.UTF_8));
                refused++;
            }
        }
        assertEquals(2, verifier.run(), "no argument");
        assertEquals(2, verifier.run(folder.resolve("nothing").toString()));
        assertEquals(2, verifier.run(checkpoint.toString()));
        System.out.println("EvidenceProofIT: seed " + SEED + ", " + refused + " tampered bundles refused by Verify.java");
    }

    @Test
    void aBundleWithRowsOfEveryKindIsProved() throws Exception {
        TestServer server = TestServer.get();
        try (TestDatabase every = server.database(server.has(Host.PLPYTHON) ? Host.PLPYTHON : Host.PLJAVA)) {
            EvidenceStore.fill(every);
            assertEquals(List.of(), every.list("SELECT k.kind FROM pggit_audit.evidence_kinds() k WHERE NOT EXISTS (SELECT FROM pggit_audit.evidence_leaves l WHERE l.kind = k.kind)"), "kinds without a row");
            OfflineVerifier verifier = OfflineVerifier.compile();
            Path bundle = Files.createTempDirectory(TestServer.PROJECT.resolve("target"), "bundle").resolve("bundle");
            Files.write(bundle, every.list("SELECT line FROM pggit_audit.export_evidence()"));
            assertEquals(0, verifier.run(bundle.toString()), verifier.said());
        }
    }

    /** Behind the first line, which holds nothing that a proof is about but what is checked against the rows: a bit, a line less, twice, cut, more. */
    private static byte[] tamperedBundle(List<String> lines, Random random) {
        List<String> copy = new ArrayList<>(lines);
        int at = 1 + random.nextInt(copy.size() - 1);
        String line = copy.get(at);
        switch (random.nextInt(8)) {
            case 0 -> copy.remove(at);
            case 1 -> copy.set(at, line.substring(0, random.nextInt(line.length())));
            case 2 -> copy.set(at, line + " x");
            case 3 -> {
                // A second proof from the same size takes nothing away and adds nothing.
                at = Math.max(at, 3);
                copy.add(at, copy.get(Math.min(at, copy.size() - 1)));
            }
            case 4 -> copy.set(at, copy.get(at - 1));
            default -> {
                byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
                int i;
                do {
                    i = random.nextInt(bytes.length);
                } while (i >= 5 && new String(bytes, i - 5, 6, StandardCharsets.ISO_8859_1).contains("\\u"));
                bytes[i] ^= (byte) (1 << random.nextInt(8));
                byte[] before = (String.join("\n", copy.subList(0, at)) + "\n").getBytes(StandardCharsets.UTF_8);
                byte[] after = ("\n" + String.join("\n", copy.subList(at + 1, copy.size())) + "\n").getBytes(StandardCharsets.UTF_8);
                byte[] all = Arrays.copyOf(before, before.length + bytes.length + after.length);
                System.arraycopy(bytes, 0, all, before.length, bytes.length);
                System.arraycopy(after, 0, all, before.length + bytes.length, after.length);
                return all;
            }
        }
        return (String.join("\n", copy) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theDocumentedVectorsAreWhatServerAndVerifierCompute() throws Exception {
        String text = Files.readString(TestServer.PROJECT.resolve("docs/verification.md"));
        Matcher m = Pattern.compile("(?s)```sql\\n(SELECT ROW.*?)\\n```\\n.*?```\\n([0-9a-f\\n]+)\\n```\\n.*?`([0-9a-f]{64})`").matcher(text);
        int vectors = 0;
        while (m.find()) {
            String row = m.group(1).replaceFirst("^SELECT ", "").replaceFirst(";$", "");
            String kind = row.substring(row.lastIndexOf('.') + 1);
            byte[] encoding = HexFormat.of().parseHex(m.group(2).replace("\n", ""));
            byte[] leaf = new byte[encoding.length + 1];
            System.arraycopy(encoding, 0, leaf, 1, encoding.length);
            assertEquals(m.group(3), HexFormat.of().formatHex(Merkle.sha256(leaf)), "SHA-256 of 0 and the bytes of " + kind);
            assertEquals(m.group(3), db.query("SELECT encode(pggit_audit.evidence_leaf_" + kind + "(" + row + "), 'hex')"));
            vectors++;
        }
        assertTrue(vectors >= 3, "the documentation has " + vectors + " vectors");
    }

    private static List<List<byte[]>> tampered(List<byte[]> proof, Random random) {
        List<List<byte[]>> all = new ArrayList<>();
        List<byte[]> more = new ArrayList<>(proof);
        more.add(new byte[32]);
        all.add(more);
        if (!proof.isEmpty()) {
            List<byte[]> bit = new ArrayList<>(proof);
            int at = random.nextInt(proof.size());
            bit.set(at, flipped(proof.get(at), random));
            all.add(bit);
            all.add(proof.subList(0, proof.size() - 1));
            all.add(proof.subList(1, proof.size()));
            List<byte[]> shorter = new ArrayList<>(proof);
            shorter.set(at, Arrays.copyOf(proof.get(at), 31));
            all.add(shorter);
            List<byte[]> longer = new ArrayList<>(proof);
            longer.set(at, Arrays.copyOf(proof.get(at), 33));
            all.add(longer);
        }
        if (proof.size() > 1) {
            List<byte[]> swapped = new ArrayList<>(proof);
            swapped.set(0, proof.get(proof.size() - 1));
            swapped.set(proof.size() - 1, proof.get(0));
            all.add(swapped);
            List<byte[]> twice = new ArrayList<>(proof);
            twice.add(0, proof.get(0));
            all.add(twice);
        }
        return all;
    }

    private static byte[] flipped(byte[] hash, Random random) {
        byte[] copy = hash.clone();
        copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        return copy;
    }

    private static void assertProof(List<byte[]> expected, List<byte[]> got, String what) {
        assertEquals(expected.stream().map(h -> Base64.getEncoder().encodeToString(h)).toList(), got.stream().map(h -> Base64.getEncoder().encodeToString(h)).toList(), what);
    }

    private static List<byte[]> bytes(String sql) throws SQLException {
        List<byte[]> values = new ArrayList<>();
        try (Statement s = connection.createStatement(); ResultSet r = s.executeQuery(sql)) {
            while (r.next()) {
                values.add(r.getBytes(1));
            }
        }
        return values;
    }

    private static boolean inclusion(byte[] leaf, long index, long size, List<byte[]> proof, byte[] root) throws SQLException {
        try (PreparedStatement s = connection.prepareStatement("SELECT pggit_audit.verify_inclusion(?, ?, ?, ?, ?)")) {
            s.setBytes(1, leaf);
            s.setLong(2, index);
            s.setLong(3, size);
            s.setArray(4, array(proof));
            s.setBytes(5, root);
            return isTrue(s);
        }
    }

    private static boolean consistency(long old, long size, byte[] oldRoot, byte[] root, List<byte[]> proof) throws SQLException {
        try (PreparedStatement s = connection.prepareStatement("SELECT pggit_audit.verify_consistency(?, ?, ?, ?, ?)")) {
            s.setLong(1, old);
            s.setLong(2, size);
            s.setBytes(3, oldRoot);
            s.setBytes(4, root);
            s.setArray(5, array(proof));
            return isTrue(s);
        }
    }

    private static Array array(List<byte[]> proof) throws SQLException {
        return connection.createArrayOf("bytea", proof.toArray(new byte[0][]));
    }

    private static boolean isTrue(PreparedStatement s) throws SQLException {
        try (ResultSet r = s.executeQuery()) {
            r.next();
            return r.getBoolean(1);
        }
    }
}
