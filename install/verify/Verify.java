import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks a bundle of pgGit Audit's evidence without a database. One file, JDK 17 or later, written from docs/verification.md alone.
 *
 * <pre>java Verify.java BUNDLE [CHECKPOINT] [--key NAME+HASH+KEY]</pre>
 *
 * <p>CHECKPOINT is a checkpoint that was kept outside the database, as it was written; the key is the public one of whoever signed it.
 * Exit status: 0 everything that the bundle says is proved, 1 something is refuted, 2 it can not be judged (no bundle, misuse, a proof is missing).
 */
public final class Verify {
    private static final long EPOCH_2000 = 946_684_800L;
    private static final Map<String, Integer> OID = Map.of("text", 25, "uuid", 2950, "bigint", 20, "integer", 23, "boolean", 16, "timestamp with time zone", 1184, "bytea", 17);

    /** The columns of each kind of leaf, version 1: t text, u uuid, l bigint, i integer, b boolean, z timestamp with time zone, y bytea. */
    private static final Map<String, String> COLUMNS = Map.ofEntries(
        Map.entry("changes", "change_id:u change_seq:l commit_sha:t path:t old_path:t object_schema:t object_name:t object_type:t change_type:t old_definition:t new_definition:t old_sha:t new_sha:t author:t "
            + "committed_at:z commit_message:t history_id:l backfilled_from_v1:b created_at:z"),
        Map.entry("object_versions", "version_id:u path:t object_schema:t object_name:t object_type:t life:l version_number:l definition:t is_tombstone:b commit_sha:t change_id:u created_at:z"),
        Map.entry("compliance_log", "log_id:u change_id:u verified_at:z verified_by:t verification_status:t verification_notes:t created_at:z"),
        Map.entry("recorded_commits", "commit_sha:t parent_sha:t tree_sha:t tree_complete:b change_count:i parser_version:i recorded_at:z recorded_by:t"),
        Map.entry("recording_gaps", "gap_id:l commit_sha:t error_code:t error_message:t noticed_at:z noticed_by:t"),
        Map.entry("store_receipts", "receipt_id:l subject:t name:t value:t noted_at:z noted_by:t"),
        Map.entry("settings", "setting_id:l name:t value:t set_at:z set_by:t"),
        Map.entry("evidence_events", "event_id:l event:t detail:t expires_at:z happened_at:z caused_by:t"),
        Map.entry("checkpoints", "checkpoint_id:l origin:t tree_size:l root_hash:y body:t created_at:z created_by:t"),
        Map.entry("integrity_runs", "run_id:l scope:t status:t checks:i failed:i warned:i tree_size:l started_at:z finished_at:z started_by:t"),
        Map.entry("integrity_findings", "finding_id:l run_id:l check_name:t status:t severity:t checked:l failed:l details:t examples:t"),
        Map.entry("captured_commits", "commit_sha:t kind:t command_tags:t statement:t ticket:t application_user:t application_name:t client_address:t captured_by:t transaction_id:t captured_at:z"),
        Map.entry("captured_renames", "rename_id:l commit_sha:t old_path:t new_path:t"),
        Map.entry("capture_switches", "switch_id:l enabled:b reason:t head_sha:t switched_at:z switched_by:t"),
        Map.entry("capture_gaps", "gap_id:l kind:t error_code:t error_message:t object_identities:t statement:t commit_sha:t noticed_at:z noticed_by:t"),
        Map.entry("backfill_runs", "run_id:l v1_schema:t branch:t time_zone:t granularity:t tree_layout:t rows_pending:l started_at:z started_by:t"),
        Map.entry("backfill_batches", "batch_id:l run_id:l batch:i first_history_id:l last_history_id:l rows_read:i commits:i changes:i recovered:i finished_at:z"),
        Map.entry("backfill_rows", "history_id:l disposition:t reason:t commit_sha:t change_id:u path:t object_schema:t object_name:t object_type:t change_type:t name_source:t v1_object_id:l run_id:l"),
        Map.entry("backfill_snapshots", "history_id:l commit_sha:t run_id:l"),
        Map.entry("backfill_recovered", "recovered_id:l commit_sha:t event:i history_id:l command_tag:t action:t object_type:t object_schema:t object_name:t object_identity:t change_id:u"));
    private static final Pattern TIME = Pattern.compile("(-?[0-9]{4,6})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})\\.([0-9]{6})Z");
    private static final Map<String, String> TYPES = Map.of("t", "text", "u", "uuid", "l", "bigint", "i", "integer", "b", "boolean", "z", "timestamp with time zone", "y", "bytea");

    /** Refuted: exit 1. */
    private static final class Refuted extends Exception {
        private static final long serialVersionUID = 1L;

        Refuted(String why) {
            super(why);
        }
    }

    /** Can not be judged: exit 2. */
    private static final class Unclear extends Exception {
        private static final long serialVersionUID = 1L;

        Unclear(String why) {
            super(why);
        }
    }

    private record Checkpoint(String origin, long size, byte[] root, String body, List<String> signatures) {
    }

    private Verify() {
    }

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** The exit status. */
    static int run(String... args) {
        List<String> files = new ArrayList<>();
        String key = null;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--key") && i + 1 < args.length) {
                key = args[++i];
            } else {
                files.add(args[i]);
            }
        }
        int status;
        try {
            if (files.isEmpty() || files.size() > 2 || files.stream().anyMatch(f -> f.startsWith("--")) || key != null && files.size() < 2) {
                throw new Unclear("usage: java Verify.java BUNDLE [CHECKPOINT] [--key NAME+HASH+KEY]");
            }
            verify(Path.of(files.get(0)), files.size() == 2 ? Path.of(files.get(1)) : null, key);
            status = 0;
        } catch (Refuted e) {
            say("REFUTED: " + e.getMessage());
            status = 1;
        } catch (Unclear e) {
            say("NOT JUDGED: " + e.getMessage());
            status = 2;
        } catch (MalformedInputException e) {
            say("NOT JUDGED: the file is no UTF-8 text");
            status = 2;
        } catch (IOException e) {
            say("NOT JUDGED: can not read " + e.getMessage());
            status = 2;
        } catch (RuntimeException e) {
            say("NOT JUDGED: " + e);
            status = 2;
        } catch (StackOverflowError | OutOfMemoryError e) {
            say("NOT JUDGED: the file is nested too deeply or too large for this Java (" + e.getClass().getSimpleName() + ")");
            status = 2;
        }
        return status;
    }

    /** One line, whatever the bundle has for names: what it says must not look like what this program says. */
    private static void say(String line) {
        StringBuilder out = new StringBuilder();
        line.codePoints().forEach(c -> {
            int type = Character.getType(c);
            if (type == Character.CONTROL || type == Character.FORMAT || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR || type == Character.SURROGATE) {
                out.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        System.out.println(out);
    }

    private static void verify(Path bundle, Path given, String key) throws IOException, Refuted, Unclear {
        Map<String, Object> header;
        Checkpoint checkpoint;
        Map<Long, byte[]> leaves = new HashMap<>();
        Map<String, Integer> kinds = new LinkedHashMap<>();
        Map<Long, List<byte[]>> consistency = new HashMap<>();
        boolean whole;
        try (BufferedReader in = Files.newBufferedReader(bundle)) {
            header = object(in.readLine(), "type", "version", "rows", "selection");
            if (!"bundle".equals(header.get("type")) || !Long.valueOf(1).equals(header.get("version"))) {
                throw new Unclear("the file is no bundle of version 1");
            }
            Map<String, Object> second = object(in.readLine(), "type", "text");
            if (!"checkpoint".equals(second.get("type"))) {
                throw new Unclear("the second line is no checkpoint");
            }
            checkpoint = checkpoint(text(second, "text"));
            whole = "all".equals(selection(header).get("mode"));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Map<String, Object> o = object(line);
                switch (text(o, "type")) {
                    case "row" -> row(only(o, "type", "kind", "leaf_index", "fields", "proof"), checkpoint, whole, leaves, kinds);
                    case "consistency" -> consistency.put(number(only(o, "type", "old_size", "proof"), "old_size"), hashes(o.get("proof")));
                    case "missing" -> throw new Refuted("leaf " + o.get("leaf_index") + ": the database no longer has its row (" + o.get("kind") + " " + o.get("subject") + ")");
                    default -> throw new Unclear("a line of unknown type " + o.get("type"));
                }
            }
        }
        if (number(header, "rows") != leaves.size()) {
            throw new Refuted("the bundle says " + header.get("rows") + " rows and has " + leaves.size());
        }
        List<String> proved = new ArrayList<>();
        List<String> open = new ArrayList<>();
        proved.add(leaves.size() + " rows are leaves of a log of size " + checkpoint.size + ", root " + base64(checkpoint.root) + ": " + kinds);
        selection(header, checkpoint, leaves, proved, open);
        given(checkpoint, given, key, consistency, proved, open);
        open.add("that what the rows say was true when it was written");
        proved.forEach(p -> say("PROVED: " + p));
        open.forEach(o -> say("not proved: " + o));
    }

    // ------------------------------------------------------------ rows

    private static void row(Map<String, Object> o, Checkpoint c, boolean whole, Map<Long, byte[]> leaves, Map<String, Integer> kinds) throws Refuted, Unclear {
        long index = number(o, "leaf_index");
        String kind = text(o, "kind");
        byte[] leaf = leafHash(kind, o.get("fields"));
        if (index < 0 || index >= c.size || leaves.put(index, leaf) != null) {
            throw new Refuted("leaf " + index + " is outside the log, or stands there twice");
        }
        if (!whole) {
            if (!Arrays.equals(rootByInclusion(leaf, index, c.size, hashes(o.get("proof"))), c.root)) {
                throw new Refuted("leaf " + index + " (" + kind + " " + first(o.get("fields")) + "): its proof does not lead to the root");
            }
        } else if (o.get("proof") != null) {
            throw new Unclear("a bundle of all leaves has no proofs");
        }
        kinds.merge(kind, 1, Integer::sum);
    }

    private static Object first(Object fields) {
        return ((List<?>) ((List<?>) fields).get(0)).get(2);
    }

    private static byte[] leafHash(String kind, Object fields) throws Unclear {
        String columns = COLUMNS.get(kind);
        if (columns == null || !(fields instanceof List<?> list)) {
            throw new Unclear("a row of unknown kind " + kind);
        }
        String[] column = columns.split(" ");
        if (list.size() != column.length) {
            throw new Unclear("a row of " + kind + " has " + list.size() + " fields, not " + column.length);
        }
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(0);
            out.writeInt(column.length + 2);
            write(out, "text", "pggit-audit leaf 1");
            write(out, "text", kind);
            for (int i = 0; i < column.length; i++) {
                String[] expected = column[i].split(":");
                if (!(list.get(i) instanceof List<?> f) || f.size() != 3 || !expected[0].equals(f.get(0)) || !TYPES.get(expected[1]).equals(f.get(1)) || !(f.get(2) == null || f.get(2) instanceof String)) {
                    throw new Unclear("field " + (i + 1) + " of a row of " + kind + " is not " + expected[0]);
                }
                write(out, TYPES.get(expected[1]), (String) f.get(2));
            }
            return sha256(bytes.toByteArray());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(DataOutputStream out, String type, String value) throws IOException, Unclear {
        out.writeInt(OID.get(type));
        if (value == null) {
            out.writeInt(-1);
            return;
        }
        byte[] bytes;
        try {
            bytes = switch (type) {
                case "text" -> utf8(value);
                case "uuid" -> uuid(value);
                case "bigint" -> longBytes(canonical(value));
                case "integer" -> Arrays.copyOfRange(longBytes(Math.toIntExact(canonical(value))), 4, 8);
                case "boolean" -> new byte[] {bool(value)};
                case "bytea" -> hex(value);
                default -> longBytes(micros(value));
            };
        } catch (RuntimeException e) {
            throw new Unclear("a value of type " + type + " can not be read: " + value);
        }
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /** Half a surrogate pair is no character: getBytes would write a question mark, and the text would pass for the one with it. */
    private static byte[] utf8(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (!new String(bytes, StandardCharsets.UTF_8).equals(value)) {
            throw new IllegalArgumentException(value);
        }
        return bytes;
    }

    private static byte[] uuid(String value) {
        UUID u = UUID.fromString(value);
        if (!u.toString().equals(value)) {
            throw new IllegalArgumentException(value);
        }
        byte[] bytes = Arrays.copyOf(longBytes(u.getMostSignificantBits()), 16);
        System.arraycopy(longBytes(u.getLeastSignificantBits()), 0, bytes, 8, 8);
        return bytes;
    }

    private static long canonical(String value) {
        long n = Long.parseLong(value);
        if (!Long.toString(n).equals(value)) {
            throw new IllegalArgumentException(value);
        }
        return n;
    }

    private static byte bool(String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException(value);
        }
        return (byte) (value.equals("true") ? 1 : 0);
    }

    private static byte[] hex(String value) {
        byte[] bytes = HexFormat.of().parseHex(value);
        if (!HexFormat.of().formatHex(bytes).equals(value)) {
            throw new IllegalArgumentException(value);
        }
        return bytes;
    }

    private static long micros(String value) {
        if (value.equals("infinity")) {
            return Long.MAX_VALUE;
        } else if (value.equals("-infinity")) {
            return Long.MIN_VALUE;
        }
        Matcher m = TIME.matcher(value);
        if (!m.matches()) {
            throw new IllegalArgumentException(value);
        }
        int year = Math.toIntExact(Long.parseLong(m.group(1)));
        Instant t = LocalDateTime.of(year, part(m, 2), part(m, 3), part(m, 4), part(m, 5), part(m, 6), 1000 * part(m, 7)).toInstant(ZoneOffset.UTC);
        // One form for each time: no zeros before the year but those of four digits.
        if (!m.group(1).equals(String.format(Locale.ROOT, year < 0 ? "-%04d" : "%04d", Math.abs(year)))) {
            throw new IllegalArgumentException(value);
        }
        // Not by ChronoUnit, which counts nanoseconds and ends 292 years from there.
        return Math.addExact(Math.multiplyExact(t.getEpochSecond() - EPOCH_2000, 1_000_000L), t.getNano() / 1000);
    }

    private static int part(Matcher m, int group) {
        return Integer.parseInt(m.group(group));
    }

    private static byte[] longBytes(long n) {
        byte[] bytes = new byte[8];
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (n >>> (56 - 8 * i));
        }
        return bytes;
    }

    // ------------------------------------------------------------ what was selected

    @SuppressWarnings("unchecked")
    private static Map<String, Object> selection(Map<String, Object> header) throws Unclear {
        if (!(header.get("selection") instanceof Map<?, ?> m)) {
            throw new Unclear("the bundle does not say what it selects");
        }
        return only((Map<String, Object>) m, "mode", "from", "to", "sample", "seed");
    }

    private static void selection(Map<String, Object> header, Checkpoint c, Map<Long, byte[]> leaves, List<String> proved, List<String> open) throws Refuted, Unclear {
        Map<String, Object> s = selection(header);
        switch (text(s, "mode")) {
            case "all" -> {
                for (long i = 0; i < c.size; i++) {
                    if (!leaves.containsKey(i)) {
                        throw new Refuted("leaf " + i + " is missing in a bundle of all");
                    }
                }
                if (!Arrays.equals(root(leaves, 0, c.size), c.root)) {
                    throw new Refuted("the leaves do not have the root of the checkpoint");
                }
                proved.add("these are all leaves of the log: nothing was left out");
            }
            case "sample" -> {
                long count = number(s, "sample");
                // Counted before they are drawn: a file may say any number.
                if (count < 1 || Math.min(count, c.size) != leaves.size() || !leaves.keySet().equals(sample(text(s, "seed"), leaves.size(), c.size))) {
                    throw new Refuted("the rows are not the sample of the seed " + s.get("seed"));
                }
                proved.add("they are the sample of " + leaves.size() + " leaves that the seed \"" + s.get("seed") + "\" gives");
                open.add("that you chose the seed, after the checkpoint was made");
            }
            case "time" -> open.add("that no change of the time from " + s.get("from") + " to " + s.get("to") + " was left out (take a bundle of all for that)");
            case "changes" -> open.add("that no change of interest was left out");
            default -> throw new Unclear("an unknown selection " + s.get("mode"));
        }
    }

    private static Set<Long> sample(String seed, int count, long size) {
        Set<Long> chosen = new HashSet<>();
        for (long k = 0; chosen.size() < count; k++) {
            byte[] hash = sha256(utf8(seed + ':' + k));
            long n = 0;
            for (int i = 0; i < 7; i++) {
                n = n << 8 | hash[i] & 0xff;
            }
            chosen.add(n % size);
        }
        return chosen;
    }

    private static byte[] root(Map<Long, byte[]> leaves, long from, long count) {
        if (count == 0) {
            return sha256(new byte[0]);
        } else if (count == 1) {
            return leaves.get(from);
        }
        long k = Long.highestOneBit(count - 1);
        return node(root(leaves, from, k), root(leaves, from + k, count - k));
    }

    // ------------------------------------------------------------ checkpoints

    private static final Pattern CHECKPOINT = Pattern.compile("([^\\n]+)\\n(0|[1-9][0-9]{0,18})\\n([A-Za-z0-9+/]{43}=)\\n(?:\\n((?:\u2014 [^ +\\n]+ [A-Za-z0-9+/]+={0,2}\\n)+))?");

    private static Checkpoint checkpoint(String text) throws Unclear {
        Matcher m = CHECKPOINT.matcher(text);
        if (!m.matches()) {
            throw new Unclear("this is no checkpoint: " + text);
        }
        try {
            return new Checkpoint(m.group(1), Long.parseLong(m.group(2)), decode(m.group(3)), m.group(1) + '\n' + m.group(2) + '\n' + m.group(3) + '\n',
                m.group(4) == null ? List.of() : List.of(m.group(4).split("\n")));
        } catch (NumberFormatException e) {
            throw new Unclear("the checkpoint's size is no number: " + m.group(2));
        }
    }

    private static void given(Checkpoint bundle, Path file, String key, Map<Long, List<byte[]>> consistency, List<String> proved, List<String> open) throws IOException, Refuted, Unclear {
        if (file == null) {
            open.add("that this is the log " + bundle.origin + ", and that it was not rewritten as a whole: give a checkpoint that was kept outside the database");
            return;
        }
        Checkpoint c = checkpoint(Files.readString(file));
        if (!c.origin.equals(bundle.origin)) {
            throw new Refuted("the checkpoint is of the log " + c.origin + ", the bundle of " + bundle.origin);
        } else if (c.size > bundle.size) {
            throw new Refuted("the checkpoint has size " + c.size + ", the bundle's log only " + bundle.size + ": export again; if the log stays smaller it was cut");
        } else if (c.size == bundle.size) {
            if (!Arrays.equals(c.root, bundle.root)) {
                throw new Refuted("checkpoint and bundle have different roots at size " + c.size + ": the log was rewritten");
            }
            proved.add("the log is the one of the checkpoint, " + c.origin);
        } else {
            List<byte[]> proof = consistency.get(c.size);
            if (proof == null) {
                throw new Unclear("the bundle has no proof from size " + c.size + ": export with old_size => " + c.size);
            } else if (!isConsistent(c.size, bundle.size, c.root, bundle.root, proof)) {
                throw new Refuted("the log of size " + bundle.size + " does not begin with the log of the checkpoint: it was rewritten");
            }
            proved.add("the log begins with the log of the checkpoint, " + c.origin + " of size " + c.size + ": nothing before was changed or removed");
        }
        if (key == null) {
            open.add("who made the checkpoint: give --key for a signed one");
        } else if (!isSigned(c, key)) {
            throw new Refuted("the checkpoint has no signature of the key " + key);
        } else {
            proved.add("the checkpoint is signed by the key " + key.split("\\+")[0]);
        }
    }

    private static boolean isSigned(Checkpoint c, String key) throws Unclear {
        String[] part = key.split("\\+", 3);
        byte[] keyBytes = part.length == 3 ? decode(part[2]) : new byte[0];
        if (keyBytes.length != 33 || keyBytes[0] != 1) {
            throw new Unclear("the key is no Ed25519 key of the form name+hash+key");
        }
        byte[] named = (part[0] + '\n').getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(named, named.length + keyBytes.length);
        System.arraycopy(keyBytes, 0, all, named.length, keyBytes.length);
        byte[] hash = Arrays.copyOf(sha256(all), 4);
        if (!HexFormat.of().formatHex(hash).equals(part[1])) {
            throw new Unclear("the key's hash is not the key's");
        }
        for (String line : c.signatures) {
            if (line.startsWith("\u2014 " + part[0] + ' ')) {
                byte[] signature = decode(line.substring(part[0].length() + 3));
                try {
                    byte[] x509 = HexFormat.of().parseHex("302a300506032b6570032100" + HexFormat.of().formatHex(keyBytes, 1, 33));
                    Signature s = Signature.getInstance("Ed25519");
                    s.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509)));
                    s.update(c.body.getBytes(StandardCharsets.UTF_8));
                    if (signature.length == 68 && Arrays.equals(Arrays.copyOf(signature, 4), hash) && s.verify(signature, 4, 64)) {
                        return true;
                    }
                } catch (GeneralSecurityException e) {
                    // Not a signature; another line may be one.
                    continue;
                }
            }
        }
        return false;
    }

    // ------------------------------------------------------------ RFC 9162

    private static byte[] rootByInclusion(byte[] leaf, long index, long size, List<byte[]> proof) throws Refuted {
        long fn = index;
        long sn = size - 1;
        byte[] r = leaf;
        for (byte[] p : proof) {
            if (sn == 0) {
                throw new Refuted("leaf " + index + ": its proof is too long");
            }
            if ((fn & 1) == 1 || fn == sn) {
                r = node(p, r);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                r = node(r, p);
            }
            fn >>= 1;
            sn >>= 1;
        }
        if (sn != 0) {
            throw new Refuted("leaf " + index + ": its proof is too short");
        }
        return r;
    }

    private static boolean isConsistent(long oldSize, long newSize, byte[] oldRoot, byte[] newRoot, List<byte[]> proof) {
        if (oldSize == 0) {
            return proof.isEmpty() && Arrays.equals(oldRoot, sha256(new byte[0]));
        } else if (proof.isEmpty()) {
            return false;
        }
        List<byte[]> path = new ArrayList<>(proof);
        if (Long.bitCount(oldSize) == 1) {
            path.add(0, oldRoot);
        }
        long fn = oldSize - 1;
        long sn = newSize - 1;
        while ((fn & 1) == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        byte[] fr = path.get(0);
        byte[] sr = fr;
        for (byte[] c : path.subList(1, path.size())) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                fr = node(c, fr);
                sr = node(c, sr);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = node(sr, c);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && Arrays.equals(fr, oldRoot) && Arrays.equals(sr, newRoot);
    }

    private static byte[] node(byte[] left, byte[] right) {
        byte[] all = new byte[65];
        all[0] = 1;
        System.arraycopy(left, 0, all, 1, 32);
        System.arraycopy(right, 0, all, 33, 32);
        return sha256(all);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] decode(String base64) throws Unclear {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (base64(bytes).equals(base64)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new Unclear("this is no base64: " + base64);
        }
        throw new Unclear("this is no base64 in its one form: " + base64);
    }

    private static List<byte[]> hashes(Object list) throws Unclear {
        List<byte[]> hashes = new ArrayList<>();
        if (!(list instanceof List<?> texts)) {
            throw new Unclear("a proof is missing");
        }
        for (Object text : texts) {
            byte[] hash = text instanceof String s ? decode(s) : new byte[0];
            if (hash.length != 32) {
                throw new Unclear("a hash in a proof has not 32 bytes");
            }
            hashes.add(hash);
        }
        return hashes;
    }

    // ------------------------------------------------------------ JSON (RFC 8259), strict; numbers are whole

    private static String text(Map<String, Object> o, String name) throws Unclear {
        if (o.get(name) instanceof String s) {
            return s;
        }
        throw new Unclear("a line has no text " + name);
    }

    private static long number(Map<String, Object> o, String name) throws Unclear {
        if (o.get(name) instanceof Long n) {
            return n;
        }
        throw new Unclear("a line has no number " + name);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(String line, String... names) throws Unclear {
        if (line == null) {
            throw new Unclear("the bundle ends too early");
        }
        Json json = new Json(line);
        Object value = json.value();
        json.end();
        if (value instanceof Map<?, ?> m) {
            return names.length == 0 ? (Map<String, Object>) m : only((Map<String, Object>) m, names);
        }
        throw new Unclear("a line is no JSON object");
    }

    /** A name that is not known may be one that was changed: nothing is passed over. */
    private static Map<String, Object> only(Map<String, Object> o, String... names) throws Unclear {
        if (!o.keySet().equals(Set.of(names))) {
            throw new Unclear("a line has the fields " + o.keySet() + ", not " + List.of(names));
        }
        return o;
    }

    private static final class Json {
        private static final int DEEPEST = 16;
        private final String s;
        private int i;
        private int depth;

        Json(String s) {
            this.s = s;
        }

        Object value() throws Unclear {
            if (++depth > DEEPEST) {
                throw new Unclear("JSON within JSON, more than " + DEEPEST + " deep");
            }
            Object value = any();
            depth--;
            return value;
        }

        private Object any() throws Unclear {
            space();
            char c = peek();
            if (c == '{') {
                Map<String, Object> map = new LinkedHashMap<>();
                i++;
                for (space(); peek() != '}'; space()) {
                    if (!map.isEmpty()) {
                        take(',');
                        space();
                    }
                    String name = string();
                    space();
                    take(':');
                    if (map.containsKey(name)) {
                        throw new Unclear("a JSON object has " + name + " twice");
                    }
                    map.put(name, value());
                }
                i++;
                return map;
            } else if (c == '[') {
                List<Object> list = new ArrayList<>();
                i++;
                for (space(); peek() != ']'; space()) {
                    if (!list.isEmpty()) {
                        take(',');
                    }
                    list.add(value());
                }
                i++;
                return list;
            } else if (c == '"') {
                return string();
            } else if (s.startsWith("null", i)) {
                i += 4;
                return null;
            } else if (s.startsWith("true", i)) {
                i += 4;
                return true;
            } else if (s.startsWith("false", i)) {
                i += 5;
                return false;
            }
            Matcher m = Pattern.compile("-?(0|[1-9][0-9]{0,17})(?![0-9.eE])").matcher(s).region(i, s.length());
            if (!m.lookingAt()) {
                throw new Unclear("no JSON at character " + i);
            }
            i = m.end();
            return Long.parseLong(m.group());
        }

        private String string() throws Unclear {
            take('"');
            StringBuilder out = new StringBuilder();
            while (peek() != '"') {
                char c = s.charAt(i++);
                if (c < ' ') {
                    throw new Unclear("a control character in a JSON text");
                } else if (c != '\\') {
                    out.append(c);
                    continue;
                }
                char e = peek();
                i++;
                int n = "\"\\/bfnrt".indexOf(e);
                if (n >= 0) {
                    out.append("\"\\/\b\f\n\r\t".charAt(n));
                } else if (e == 'u' && i + 4 <= s.length() && s.substring(i, i + 4).matches("[0-9A-Fa-f]{4}")) {
                    out.append((char) Integer.parseInt(s.substring(i, i + 4), 16));
                    i += 4;
                } else {
                    throw new Unclear("a bad escape in a JSON text");
                }
            }
            i++;
            return out.toString();
        }

        private void space() {
            while (i < s.length() && " \t".indexOf(s.charAt(i)) >= 0) {
                i++;
            }
        }

        private char peek() throws Unclear {
            if (i >= s.length()) {
                throw new Unclear("a JSON line ends too early");
            }
            return s.charAt(i);
        }

        private void take(char c) throws Unclear {
            if (peek() != c) {
                throw new Unclear("no JSON: wanted " + c + " at character " + i);
            }
            i++;
        }

        void end() throws Unclear {
            space();
            if (i < s.length()) {
                throw new Unclear("something stands behind the JSON of a line");
            }
        }
    }
}
