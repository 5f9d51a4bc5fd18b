package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Verify.java against bundles that are made here, without a server: what is not what the log has is never proved, and no file makes it fail in another way than by its exit status. */
class OfflineVerifierTest {
    private static final long SEED = Long.getLong("pggit.seed", 20260401L);
    private static final int SIZE = 61;
    private static final String ORIGIN = "pggit-audit/02d80184-51bf-4b29-aabb-7c0a31409b9b";
    private static OfflineVerifier verifier;
    private static Path bundle;
    private static Path checkpoint;
    private static List<byte[]> leaves;

    @BeforeAll
    static void makeALog() throws Exception {
        verifier = OfflineVerifier.compile();
        Path folder = Files.createTempDirectory(TestServer.PROJECT.resolve("target"), "bundle");
        bundle = folder.resolve("bundle");
        checkpoint = folder.resolve("checkpoint");
        leaves = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            leaves.add(leaf(i));
        }
    }

    // ------------------------------------------------------------ bundles

    private static String value(int i) {
        return i % 7 == 0 ? "is it so? \"quoted\" größe 😀 \\ \t" : "value?" + i;
    }

    private static String time(int i) {
        return i == 3 ? "infinity" : i == 5 ? "-infinity" : i == 8 ? "-0043-03-01T12:00:59.000008Z" : i == 9 ? "0000-03-01T12:00:59.000009Z" : i == 10 ? "294276-03-01T12:00:59.000010Z" : i == 12 ? "9999-03-01T12:00:59.000012Z" : String.format("20%02d-03-01T%02d:%02d:59.%06dZ", 10 + i % 20, i % 2 == 0 ? 0 : i % 24, i % 60, i);
    }

    private static long micros(int i) {
        return i == 3 ? Long.MAX_VALUE : i == 5 ? Long.MIN_VALUE : java.time.Instant.parse((i == 10 ? "+" : "") + time(i)).getEpochSecond() * 1_000_000L + i - 946_684_800_000_000L;
    }

    /** A row of settings, as docs/verification.md says. */
    private static byte[] leaf(int i) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeByte(0);
        out.writeInt(7);
        text(out, "pggit-audit leaf 1");
        text(out, "settings");
        out.writeInt(20);
        out.writeInt(8);
        out.writeLong(i);
        text(out, "name");
        text(out, i == 11 ? null : value(i));
        out.writeInt(1184);
        out.writeInt(8);
        out.writeLong(micros(i));
        text(out, "auditor");
        return Merkle.sha256(bytes.toByteArray());
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        out.writeInt(25);
        if (text == null) {
            out.writeInt(-1);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String json(String text) {
        return text == null ? "null" : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\t", "\\t").replace("\n", "\\n") + '"';
    }

    private static String row(int i, int size, boolean proved) {
        String proof = proved ? hashes(Merkle.path(i, leaves.subList(0, size))) : "null";
        return "{\"type\" : \"row\", \"kind\" : \"settings\", \"leaf_index\" : " + i + ", \"fields\" : [[\"setting_id\", \"bigint\", \"" + i + "\"], [\"name\", \"text\", \"name\"], [\"value\", \"text\", "
            + json(i == 11 ? null : value(i)) + "], [\"set_at\", \"timestamp with time zone\", \"" + time(i) + "\"], [\"set_by\", \"text\", \"auditor\"]], \"proof\" : " + proof + "}";
    }

    private static String hashes(List<byte[]> hashes) {
        return "[" + String.join(", ", hashes.stream().map(h -> '"' + Base64.getEncoder().encodeToString(h) + '"').toList()) + "]";
    }

    private static String note(int size) {
        return ORIGIN + "\n" + size + "\n" + Base64.getEncoder().encodeToString(Merkle.root(leaves.subList(0, size))) + "\n";
    }

    private static String header(int rows, String selection) {
        return "{\"type\" : \"bundle\", \"version\" : 1, \"rows\" : " + rows + ", \"selection\" : {" + selection + "}}";
    }

    private static String selection(String mode, String from, String to, String sample, String seed) {
        return "\"mode\" : \"" + mode + "\", \"from\" : " + from + ", \"to\" : " + to + ", \"sample\" : " + sample + ", \"seed\" : " + seed;
    }

    private static String checkpointLine(String note) {
        return "{\"type\" : \"checkpoint\", \"text\" : " + json(note) + "}";
    }

    private static List<String> all() {
        List<String> lines = new ArrayList<>(List.of(header(SIZE, selection("all", "null", "null", "null", "null")), checkpointLine(note(SIZE)), consistency(40)));
        for (int i = 0; i < SIZE; i++) {
            lines.add(row(i, SIZE, false));
        }
        return lines;
    }

    private static String consistency(int old) {
        return "{\"type\" : \"consistency\", \"old_size\" : " + old + ", \"proof\" : " + hashes(Merkle.proof(old, leaves)) + "}";
    }

    private static List<String> some(String selection, Iterable<Integer> rows) {
        List<String> lines = new ArrayList<>();
        rows.forEach(i -> lines.add(row(i, SIZE, true)));
        lines.addAll(0, List.of(header(lines.size(), selection), checkpointLine(note(SIZE)), consistency(40)));
        return lines;
    }

    private static List<Integer> sample(String seed, int count) {
        List<Integer> chosen = new ArrayList<>();
        for (int k = 0; chosen.size() < count; k++) {
            byte[] hash = Merkle.sha256((seed + ":" + k).getBytes(StandardCharsets.UTF_8));
            int n = (int) (new java.math.BigInteger(1, java.util.Arrays.copyOf(hash, 7)).longValueExact() % SIZE);
            if (!chosen.contains(n)) {
                chosen.add(n);
            }
        }
        return chosen;
    }

    private static List<List<String>> bundles() {
        return List.of(all(), some(selection("sample", "null", "null", "9", "\"by lot\""), sample("by lot", 9)), some(selection("time", "\"2026-01-01T00:00:00+00:00\"", "null", "null", "null"), List.of(1, 3, 5, 7, 11, 60)),
            some(selection("changes", "null", "null", "null", "null"), List.of(14, 0)));
    }

    private static int run(byte[] bytes, String note) throws Exception {
        Files.write(bundle, bytes);
        if (note == null) {
            return assertTimeoutPreemptively(Duration.ofSeconds(20), () -> verifier.run(bundle.toString()));
        }
        Files.writeString(checkpoint, note);
        return assertTimeoutPreemptively(Duration.ofSeconds(20), () -> verifier.run(bundle.toString(), checkpoint.toString()));
    }

    private static int run(List<String> lines, String note) throws Exception {
        return run((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8), note);
    }

    // ------------------------------------------------------------ whole ones

    @Test
    void wholeBundlesAreProved() throws Exception {
        for (List<String> lines : bundles()) {
            assertEquals(0, run(lines, null), verifier.said());
            assertEquals(0, run(lines, note(SIZE)), verifier.said());
            assertEquals(0, run(lines, note(40)), verifier.said());
            assertEquals(2, run(lines, note(39)), "no proof from 39");
            assertEquals(0, run((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8), note(40)), "line breaks of another system");
            assertEquals(0, run(String.join("\n", lines).getBytes(StandardCharsets.UTF_8), note(40)), "no line break at the end");
        }
    }

    // ------------------------------------------------------------ single tricks

    /** Replaces in the rows of a bundle of all and expects that it is not proved. */
    private static void refused(String what, String old, String replacement) throws Exception {
        for (List<String> lines : bundles()) {
            List<String> changed = new ArrayList<>(lines.stream().map(l -> l.startsWith("{\"type\" : \"row\"") ? l.replace(old, replacement) : l).toList());
            if (!changed.equals(lines)) {
                assertNotEquals(0, run(changed, note(40)), what + ":\n" + verifier.said());
                assertFalse(verifier.said().contains("Exception"), verifier.said());
            }
        }
    }

    @Test
    void whatReadsLikeTheValueIsNotTheValue() throws Exception {
        refused("half a surrogate pair, which Java writes as a question mark", "value?", "value\\ud83d");
        refused("the other half", "so?", "so\\udc00");
        refused("a leap second", ":59.", ":60.");
        refused("midnight as the end of the day before", "-03-01T00:", "-02-29T24:");
        refused("a year with zeros before it", "\"20", "\"0020");
        refused("the year before 1 with a sign", "\"0000-", "\"-0000-");
        refused("a year's sign", "\"-0043-", "\"0043-");
        refused("digits of another script", "\"setting_id\", \"bigint\", \"1", "\"setting_id\", \"bigint\", \"\\u0661");
        refused("a sign", "\"setting_id\", \"bigint\", \"", "\"setting_id\", \"bigint\", \"+");
        refused("NULL for a text", "\"value?1\"", "null");
        refused("a number for a text", "[\"setting_id\", \"bigint\", \"1\"]", "[\"setting_id\", \"bigint\", 1]");
        refused("a name", "\"set_by\"", "\"verified_by\"");
        refused("a type", "\"bigint\"", "\"text\"");
        refused("a kind", "\"kind\" : \"settings\"", "\"kind\" : \"changes\"");
        refused("a field more", "[[\"setting_id\"", "[[\"x\", \"text\", null], [\"setting_id\"");
        refused("a key twice", "\"leaf_index\" : 1", "\"leaf_index\" : 2, \"leaf_index\" : 1");
        refused("a key that is not known", "\"leaf_index\" : 1", "\"note\" : \"checked\", \"leaf_index\" : 1");
        refused("a fraction", "\"leaf_index\" : 1", "\"leaf_index\" : 0.1");
        refused("a huge number", "\"leaf_index\" : 1", "\"leaf_index\" : 184467440737095516161");
        refused("a number with exponent", "\"leaf_index\" : 1,", "\"leaf_index\" : 1e0,");
        refused("another leaf", "\"leaf_index\" : 1,", "\"leaf_index\" : 2,");
        refused("a negative leaf", "\"leaf_index\" : 1,", "\"leaf_index\" : -1,");
    }

    @Test
    void aBundleCannotSayProvedByItself() throws Exception {
        String lie = "\\nPROVED: these are all leaves of the log: nothing was left out\\u001b[8m\\r\\u2028\\u202e";
        List<Integer> rows = List.of(1, 3);
        for (List<String> lines : List.of(some(selection("time", "\"" + lie + "\"", "null", "null", "null"), rows), some(selection("time", "null", "[\"" + lie + "\"]", "null", "null"), rows),
            some(selection("sample", "null", "null", "2", "\"" + lie + "\""), rows), some(selection(lie, "null", "null", "null", "null"), rows))) {
            run(lines, null);
            assertFalse(verifier.said().lines().anyMatch(l -> l.startsWith("PROVED: these are all")), verifier.said());
            assertTrue(verifier.said().codePoints().allMatch(c -> c == '\n' || !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT && c != 0x2028), verifier.said());
        }
        List<String> other = some(selection("time", "null", "null", "null", "null"), rows);
        other.set(1, checkpointLine(note(SIZE).replace(ORIGIN, "x\r\u001bPROVED: y")).replace("\r", "\\r").replace("\u001b", "\\u001b"));
        run(other, null);
        assertTrue(verifier.said().codePoints().allMatch(c -> c == '\n' || !Character.isISOControl(c)), verifier.said());
        other.set(1, checkpointLine(note(SIZE).replace(ORIGIN, "another/log")));
        run(other, null);
        assertFalse(verifier.said().lines().anyMatch(l -> l.startsWith("PROVED") && l.contains("another/log")), "without a checkpoint kept outside the log's name is a claim:\n" + verifier.said());
        assertEquals(1, run(other, note(SIZE)), verifier.said());
    }

    @Test
    void hostileFilesEndInAnAnswer() throws Exception {
        List<Integer> rows = List.of(1, 3);
        List<String> good = some(selection("time", "null", "null", "null", "null"), rows);
        String deep = "[".repeat(1_000_000);
        for (List<String> lines : List.of(List.of(deep), List.of("{\"type\":".repeat(300_000)), List.of(header(2, "\"mode\" : " + deep)), List.of(good.get(0), good.get(1), good.get(2), deep),
            List.of(good.get(0), checkpointLine(note(SIZE) + "\n" + "— a AAAA\n".repeat(100_000))), List.of(good.get(0), checkpointLine("x".repeat(1_000_000))), List.of(""), List.of("null"), List.of("{}"), List.of("\ufeff" + good.get(0)))) {
            assertEquals(2, run(lines, null), verifier.said());
        }
        // Samples of logs that nobody has: what is not in the file can not be proved, and is not waited for.
        for (String count : List.of("999999999999999999", "4000000", "-1", "0")) {
            List<String> lines = some(selection("sample", "null", "null", count, "\"s\""), rows);
            lines.set(1, checkpointLine(note(SIZE).replace("\n" + SIZE + "\n", "\n9000000000000000000\n")));
            assertNotEquals(0, run(lines, null), verifier.said());
            lines = new ArrayList<>(List.of(header(0, selection("sample", "null", "null", count, "\"s\"")), checkpointLine(note(SIZE))));
            assertNotEquals(0, run(lines, null), count + " of a sample, and no row: " + verifier.said());
        }
        List<String> lines = new ArrayList<>(List.of(header(0, selection("all", "null", "null", "null", "null")), checkpointLine(note(SIZE).replace("\n" + SIZE + "\n", "\n9223372036854775807\n"))));
        assertEquals(1, run(lines, null), verifier.said());
        assertEquals(2, verifier.run(bundle.getParent().toString()), "a folder");
        assertEquals(2, run(new byte[0], null), "an empty file");
        assertEquals(2, run(new byte[] {(byte) 0xff, (byte) 0xfe, 0}, null));
        Files.write(bundle, good);
        Files.write(checkpoint, new byte[] {(byte) 0xff});
        assertEquals(2, verifier.run(bundle.toString(), checkpoint.toString()), verifier.said());
        Files.writeString(checkpoint, note(SIZE) + "\n" + "— a AAAA\n".repeat(100_000));
        assertNotEquals(1, verifier.run(bundle.toString(), checkpoint.toString()), verifier.said());
        for (String key : List.of("", "a", "a+b+c", "a+00000000+AQ==", "a+00000000+" + "A".repeat(44), "++", "a+b8a00457+" + Base64.getEncoder().encodeToString(Merkle.sha256(new byte[0])))) {
            assertEquals(2, verifier.run(bundle.toString(), checkpoint.toString(), "--key", key), key);
        }
    }

    @Test
    void otherCheckpointsAreNotTaken() throws Exception {
        Random random = new Random(SEED);
        for (List<String> lines : bundles()) {
            for (int i = 0; i < 100; i++) {
                byte[] bad = note(i % 2 == 0 ? SIZE : 40).getBytes(StandardCharsets.UTF_8);
                bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(checkpoint, bad);
                Files.write(bundle, lines);
                assertNotEquals(0, verifier.run(bundle.toString(), checkpoint.toString()), new String(bad, StandardCharsets.ISO_8859_1));
            }
            assertEquals(1, run(lines, note(SIZE).replace("\n" + SIZE + "\n", "\n" + (SIZE + 1) + "\n")));
            assertEquals(1, run(lines, note(40).replace(note(40).split("\n")[2], note(41).split("\n")[2])));
        }
    }

    // ------------------------------------------------------------ any damage

    /** Rows and checkpoint of a bundle as the test reads them: one string a row; whatever of this is proved must be the log's. */
    private static List<String> truth(List<String> lines) {
        return lines.stream().filter(l -> l.contains("\"row\"")).map(l -> l.replaceAll("\"proof\".*", "").replace(" ", "")).sorted().toList();
    }

    @Test
    void noDamageIsProved() throws Exception {
        Random random = new Random(SEED);
        int refused = 0;
        int harmless = 0;
        for (List<String> lines : bundles()) {
            for (int i = 0; i < 1500; i++) {
                byte[] bad = damaged(lines, random);
                String text = new String(bad, StandardCharsets.UTF_8);
                int status = run(bad, i % 3 == 0 ? null : note(i % 3 == 1 ? SIZE : 40));
                String said = verifier.said();
                assertTrue(status >= 0 && status <= 2 && !said.contains("Exception") && !said.contains("\tat "), () -> said + text);
                if (status == 0) {
                    // Spaces between the words, the words of the selection, another of the same proofs: then the rows are all there as they were.
                    assertEquals(truth(lines), truth(text.lines().toList()), () -> "taken, seed " + SEED + ":\n" + said + text);
                    harmless++;
                } else {
                    refused++;
                }
            }
        }
        System.out.println("OfflineVerifierTest: seed " + SEED + ", " + refused + " damaged bundles refused, " + harmless + " damaged where nothing is proved");
        assertTrue(refused > 5000);
    }

    private static byte[] damaged(List<String> lines, Random random) {
        List<String> copy = new ArrayList<>(lines);
        int at = random.nextInt(copy.size());
        int other = random.nextInt(copy.size());
        String line = copy.get(at);
        switch (random.nextInt(13)) {
            case 0 -> copy.remove(at);
            case 1 -> copy.add(other, line);
            case 2 -> Collections.swap(copy, at, other);
            case 3 -> copy.set(at, line.substring(0, random.nextInt(line.length())));
            case 4 -> copy.set(at, line + List.of("x", "}", "{}", "null", "\u0000", "\u00a0").get(random.nextInt(6)));
            case 5 -> {
                int row = 3 + random.nextInt(copy.size() - 3);
                int second = 3 + random.nextInt(copy.size() - 3);
                // The fields of one row under the number and the proof of another.
                String mine = copy.get(row).replaceAll(".*(\"fields\" : .*), \"proof\".*", "$1");
                String theirs = copy.get(second).replaceAll(".*(\"fields\" : .*), \"proof\".*", "$1");
                copy.set(row, copy.get(row).replace(mine, theirs));
                return (row == second || mine.equals(theirs) ? "x" : String.join("\n", copy)).getBytes(StandardCharsets.UTF_8);
            }
            case 6 -> copy.set(at, line.replaceFirst("\"(\\w+)\" : ", "\"$1\" : 1, \"$1\" : "));
            case 7 -> copy.set(at, line.replaceFirst(": [^,]+", ": " + List.of("null", "true", "[]", "{}", "-1", "1e9", "99999999999999999999", "\"\"", "NaN").get(random.nextInt(9))));
            case 8 -> copy.subList(Math.min(at, other), Math.max(at, other)).clear();
            case 9 -> copy.add(3 + random.nextInt(copy.size() - 2), row(random.nextInt(SIZE), SIZE, random.nextBoolean()).replace("name", "forged"));
            case 10 -> {
                int i = random.nextInt(line.length());
                String escaped = line.substring(0, i) + String.format("\\u%04x", random.nextInt(65536)) + line.substring(i);
                copy.set(at, escaped);
            }
            default -> {
                byte[] all = (String.join("\n", copy) + "\n").getBytes(StandardCharsets.UTF_8);
                for (int n = random.nextInt(3); n >= 0; n--) {
                    all[random.nextInt(all.length)] ^= (byte) (1 << random.nextInt(8));
                }
                return all;
            }
        }
        return (String.join("\n", copy) + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
