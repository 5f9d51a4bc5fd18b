package org.pggit.audit.verify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A signed text (C2SP signed-note): the text, an empty line, and signature lines "— name base64". Signatures are Ed25519 over the text with its last line break.
 *
 * <p>Says only whether a given key signed the text. It knows nothing of what the text says, nor whose the key is.
 */
public final class SignedNote {
    private static final byte ED25519 = 1;
    private static final int KEY_BYTES = 32;
    private static final int SIGNATURE_BYTES = 64;
    /** What stands before the 32 bytes of an Ed25519 key in its X.509 form (RFC 8410). */
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private SignedNote() {
    }

    /** True where one of the note's lines is a signature of its text by the key, "name+hash+base64". A note or key that can not be read: false. */
    public static boolean isSignedBy(String note, String key) {
        int end = note.lastIndexOf("\n\n");
        String[] part = key.split("\\+", 3);
        if (end < 0 || !note.endsWith("\n") || part.length != 3 || part[0].isEmpty()) {
            return false;
        }
        byte[] text = note.substring(0, end + 1).getBytes(StandardCharsets.UTF_8);
        byte[] keyBytes = decode(part[2]);
        if (keyBytes == null || keyBytes.length != 1 + KEY_BYTES || keyBytes[0] != ED25519 || !part[1].equals(HexFormat.of().formatHex(keyHash(part[0], keyBytes)))) {
            return false;
        }
        for (String line : note.substring(end + 2).split("\n", -1)) {
            if (line.startsWith("— " + part[0] + ' ') && isSignature(decode(line.substring(3 + part[0].length())), text, part[0], keyBytes)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSignature(byte[] signature, byte[] text, String name, byte[] keyBytes) {
        if (signature == null || signature.length != 4 + SIGNATURE_BYTES || !Arrays.equals(Arrays.copyOf(signature, 4), keyHash(name, keyBytes))) {
            return false;
        }
        try {
            byte[] encoded = Arrays.copyOf(X509, X509.length + KEY_BYTES);
            System.arraycopy(keyBytes, 1, encoded, X509.length, KEY_BYTES);
            PublicKey publicKey = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(publicKey);
            verifier.update(text);
            return verifier.verify(signature, 4, SIGNATURE_BYTES);
        } catch (GeneralSecurityException e) {
            // A point that is not on the curve, a value out of range: not a signature.
            return false;
        }
    }

    /** First four bytes of SHA-256 of the name, a line break and the key with its type byte. */
    static byte[] keyHash(String name, byte[] keyBytes) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update((name + '\n').getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(sha.digest(keyBytes), 4);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Null where the text is no base64, or not the one way to write its bytes. */
    private static byte[] decode(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return Base64.getEncoder().encodeToString(bytes).equals(base64) ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
