package org.pggit.audit.git;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The one place that says how an object of the store becomes bytes and a sha; docs/object-format.md has the test vectors.
 *
 * <p>sha = hex SHA-256 of {@code <type> <length>:<content>}; length counts characters (code points), as pgGit's own writers do.
 * For a tree the content is the text before base64.
 */
public final class ObjectFormat {
    /** How many hex digits a sha has. */
    public static final int SHA_LENGTH = 64;
    /** The mode of an entry that is a tree itself. */
    public static final String TREE_MODE = "040000";

    /** Which bytes were hashed. Readers accept both, writers of this project use {@link #UTF8} only. */
    public enum Rule {
        /** Version 1 of our format: the UTF-8 bytes as they are. */
        UTF8,
        /**
         * pgGit's own writers: the text cast to bytea, so a backslash is read as an escape (manual, "bytea Escape Format"). Differs from UTF8
         * only where the text has a backslash; two texts may share one sha.
         */
        CAST
    }

    private ObjectFormat() {
    }

    /** The sha under the rule; null where the rule CAST can not read the text (the cast fails). */
    public static String sha(String type, String content, Rule rule) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        if (rule == Rule.CAST) {
            bytes = castToBytea(bytes);
        }
        return bytes == null ? null : sha(type, bytes, content.codePointCount(0, content.length()));
    }

    /** Of a content that is bytes already, with its number of characters. */
    public static String sha(String type, byte[] content, int characters) {
        MessageDigest digest = sha256();
        digest.update((type + ' ' + characters + ':').getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(digest.digest(content));
    }

    /** The rule under which the content has this sha, or null: the object is not what its sha says. */
    public static Rule ruleOf(String sha, String type, String content) {
        for (Rule rule : Rule.values()) {
            if (sha.equals(sha(type, content, rule))) {
                return rule;
            }
        }
        return null;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** What byteain of the server makes of a text in escape format; null where it reports an error. A text here never starts with \x. */
    private static byte[] castToBytea(byte[] text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length);
        for (int i = 0; i < text.length; i++) {
            if (text[i] != '\\') {
                out.write(text[i]);
            } else if (i + 1 < text.length && text[i + 1] == '\\') {
                out.write('\\');
                i++;
            } else if (i + 3 < text.length && digit(text[i + 1], 3) && digit(text[i + 2], 7) && digit(text[i + 3], 7)) {
                out.write((text[i + 1] - '0') << 6 | (text[i + 2] - '0') << 3 | text[i + 3] - '0');
                i += 3;
            } else {
                return null;
            }
        }
        return out.toByteArray();
    }

    private static boolean digit(byte b, int max) {
        return b >= '0' && b <= '0' + max;
    }

    /** True for 64 lower-case hex digits. */
    public static boolean isSha(CharSequence s, int from) {
        if (s.length() - from < SHA_LENGTH) {
            return false;
        }
        for (int i = from; i < from + SHA_LENGTH; i++) {
            char c = s.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}
