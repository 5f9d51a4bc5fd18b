package org.pggit.audit.plpgsql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** md5 of a text, which names made by code often have in them. */
final class Digest {
    private Digest() {
    }

    /** UNKNOWN where this Java has no MD5. */
    static Value md5(String text) {
        try {
            return Value.text(HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            return Value.UNKNOWN;
        }
    }
}
