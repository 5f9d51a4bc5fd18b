import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Signs checkpoints outside the database, with a key that the database never sees. JDK 17 or later, nothing else.
 *
 * <pre>
 * java Sign.java key NAME KEYFILE        makes a key; prints the public one: for set_setting('checkpoint_key', ...) and for Verify.java
 * java Sign.java sign KEYFILE CHECKPOINT prints the checkpoint with a signature line (C2SP signed-note, Ed25519)
 * </pre>
 *
 * <p>Keep KEYFILE where no database administrator can read it. Exit status: 0 done, 2 misuse.
 */
public final class Sign {
    private static final int X509_PREFIX = 12;

    private Sign() {
    }

    public static void main(String[] args) {
        try {
            run(args);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            fail("can not be done: " + e);
        }
    }

    private static void run(String... args) throws IOException, GeneralSecurityException {
        if (args.length == 3 && args[0].equals("key")) {
            key(args[1], Path.of(args[2]));
        } else if (args.length == 3 && args[0].equals("sign")) {
            sign(Path.of(args[1]), Path.of(args[2]));
        } else {
            fail("usage: java Sign.java key NAME KEYFILE | java Sign.java sign KEYFILE CHECKPOINT");
        }
    }

    private static void key(String name, Path file) throws IOException, GeneralSecurityException {
        if (name.isEmpty() || name.contains("+") || name.chars().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
            fail("a key's name has no space and no +");
        }
        if (Files.exists(file)) {
            fail(file + " is there already: a key is never overwritten");
        }
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        byte[] key = new byte[33];
        key[0] = 1;
        System.arraycopy(encoded, X509_PREFIX, key, 1, 32);
        String line = name + '+' + HexFormat.of().formatHex(keyHash(name, key)) + '+' + Base64.getEncoder().encodeToString(key);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, line + '\n' + Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()) + '\n', StandardOpenOption.WRITE);
        System.out.println(line);
    }

    private static void sign(Path file, Path checkpoint) throws IOException, GeneralSecurityException {
        List<String> lines = Files.readAllLines(file);
        if (lines.size() != 2) {
            fail(file + " is no key of this program");
        }
        String[] part = lines.get(0).split("\\+", 3);
        String note = Files.readString(checkpoint);
        int end = note.indexOf("\n\n");
        String text = end < 0 ? note : note.substring(0, end + 1);
        if (!text.matches("[^\\n]+\\n(0|[1-9][0-9]*)\\n[A-Za-z0-9+/]{43}=\\n")) {
            fail(checkpoint + " is no checkpoint: origin, size, root, a line each");
        }
        PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.get(1))));
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(key);
        signer.update(text.getBytes(StandardCharsets.UTF_8));
        byte[] signature = signer.sign();
        byte[] bytes = Arrays.copyOf(HexFormat.of().parseHex(part[1]), 4 + signature.length);
        System.arraycopy(signature, 0, bytes, 4, signature.length);
        byte[] out = (note + (end < 0 ? "\n" : "") + "\u2014 " + part[0] + ' ' + Base64.getEncoder().encodeToString(bytes) + '\n').getBytes(StandardCharsets.UTF_8);
        System.out.write(out, 0, out.length);
        System.out.flush();
    }

    private static byte[] keyHash(String name, byte[] key) throws GeneralSecurityException {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        sha.update((name + '\n').getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(sha.digest(key), 4);
    }

    private static void fail(String problem) {
        System.err.println(problem);
        System.exit(2);
    }
}
