package org.pggit.audit.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignedNoteTest {
    private static final String TEXT = "log.example/audit\n100\n7sjbPROL/ksJre6AwHV0kmRmEOPO0JOI3jaOMAGdhFc=\n";

    private record Key(String line, String signed) {
    }

    private static Key sign(String name, String text) throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        byte[] key = new byte[33];
        key[0] = 1;
        System.arraycopy(encoded, encoded.length - 32, key, 1, 32);
        byte[] hash = SignedNote.keyHash(name, key);
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update(text.getBytes(StandardCharsets.UTF_8));
        byte[] signature = signer.sign();
        byte[] bytes = Arrays.copyOf(hash, 4 + signature.length);
        System.arraycopy(signature, 0, bytes, 4, signature.length);
        return new Key(name + '+' + HexFormat.of().formatHex(hash) + '+' + Base64.getEncoder().encodeToString(key),
            "— " + name + ' ' + Base64.getEncoder().encodeToString(bytes) + '\n');
    }

    @Test
    void aSignatureIsOfItsKeyAndTextAlone() throws GeneralSecurityException {
        Key one = sign("one.example", TEXT);
        Key two = sign("two.example", TEXT);

        assertTrue(SignedNote.isSignedBy(TEXT + '\n' + one.signed, one.line));
        assertTrue(SignedNote.isSignedBy(TEXT + '\n' + two.signed + one.signed, one.line), "the second of two lines");
        assertFalse(SignedNote.isSignedBy(TEXT + '\n' + two.signed, one.line));
        assertFalse(SignedNote.isSignedBy(TEXT, one.line), "no signature");
        assertFalse(SignedNote.isSignedBy(TEXT + '\n' + one.signed.replace("one.example", "two.example"), two.line));
        assertFalse(SignedNote.isSignedBy(TEXT + '\n' + sign("one.example", TEXT).signed, one.line), "another key of the same name");
    }

    @Test
    void noTamperedNoteIsSigned() throws GeneralSecurityException {
        long seed = 20260303L;
        Random random = new Random(seed);
        Key key = sign("one.example", TEXT);
        byte[] note = (TEXT + '\n' + key.signed).getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int i = 0; i < note.length * 7; i++) {
            byte[] bad = note.clone();
            bad[i / 7] ^= (byte) (1 << i % 7);
            assertFalse(SignedNote.isSignedBy(new String(bad, StandardCharsets.UTF_8), key.line), () -> new String(bad, StandardCharsets.UTF_8));
            refused++;
        }
        for (int i = 0; i < 200; i++) {
            assertFalse(SignedNote.isSignedBy(new String(Arrays.copyOf(note, random.nextInt(note.length)), StandardCharsets.UTF_8), key.line));
            refused++;
        }
        assertTrue(refused > 1000);
    }

    @Test
    void aBadKeyIsNoError() throws GeneralSecurityException {
        Key key = sign("one.example", TEXT);
        String note = TEXT + '\n' + key.signed;

        for (String bad : new String[] {"", "+", "++", "one.example", "one.example+00000000+" + "A".repeat(44), key.line + "A", key.line.substring(0, key.line.length() - 4), "x" + key.line}) {
            assertFalse(SignedNote.isSignedBy(note, bad), bad);
        }
        assertEquals(true, SignedNote.isSignedBy(note, key.line));
    }
}
