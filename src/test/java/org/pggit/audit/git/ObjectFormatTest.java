package org.pggit.audit.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.pggit.audit.git.ObjectFormat.Rule;

class ObjectFormatTest {
    @Test
    void everyVectorHasItsShas() {
        List<Vectors.Vector> vectors = Vectors.of("object-format.txt");

        assertTrue(vectors.size() > 25);
        for (Vectors.Vector v : vectors) {
            assertEquals(v.get("utf8"), ObjectFormat.sha(v.get("type"), v.get("text"), Rule.UTF8), v.get("text"));
            assertEquals(v.get("cast"), orDash(ObjectFormat.sha(v.get("type"), v.get("text"), Rule.CAST)), v.get("text"));
        }
    }

    @Test
    void theRuleIsFoundFromTheSha() {
        for (Vectors.Vector v : Vectors.of("object-format.txt")) {
            Rule castRule = v.get("cast").equals(v.get("utf8")) ? Rule.UTF8 : Rule.CAST;

            assertEquals(Rule.UTF8, ObjectFormat.ruleOf(v.get("utf8"), v.get("type"), v.get("text")));
            assertEquals(v.get("cast").equals("-") ? null : castRule, ObjectFormat.ruleOf(v.get("cast"), v.get("type"), v.get("text")));
        }
    }

    @Test
    void rulesDifferOnlyWhereABackslashIs() {
        for (Vectors.Vector v : Vectors.of("object-format.txt")) {
            boolean same = v.get("utf8").equals(v.get("cast"));

            assertEquals(v.get("text").indexOf('\\') < 0, same, v.get("text"));
        }
    }

    @Test
    void underTheCastTwoTextsMayHaveOneSha() {
        String one = "'\\101BCDE'";
        String two = "'A\\102CDE'";

        assertEquals(ObjectFormat.sha("blob", one, Rule.CAST), ObjectFormat.sha("blob", two, Rule.CAST));
        assertNotEquals(ObjectFormat.sha("blob", one, Rule.UTF8), ObjectFormat.sha("blob", two, Rule.UTF8));
    }

    @Test
    void theCastReadsOctalDigitsAndDoubledBackslashesOnly() {
        assertEquals(shaOf("blob 4:\\\\"), ObjectFormat.sha("blob", "\\\\\\\\", Rule.CAST));
        assertEquals(shaOf("blob 4:A"), ObjectFormat.sha("blob", "\\101", Rule.CAST));
        for (String unreadable : List.of("\\d", "\\", "\\1", "\\18", "\\400", "\\08x", "\\x41", "a\\\\\\")) {
            assertNull(ObjectFormat.sha("blob", unreadable, Rule.CAST), unreadable);
        }
    }

    @Test
    void anotherTypeOrContentIsNotWhatTheShaSays() {
        String sha = ObjectFormat.sha("blob", "x", Rule.UTF8);

        assertNull(ObjectFormat.ruleOf(sha, "tree", "x"));
        assertNull(ObjectFormat.ruleOf(sha, "blob", "y"));
        assertNull(ObjectFormat.ruleOf(sha.toUpperCase(Locale.ROOT), "blob", "x"));
    }

    @Test
    void aShaIsSixtyFourLowerCaseHexDigits() {
        String sha = "0123456789abcdef".repeat(4);

        assertTrue(ObjectFormat.isSha(sha, 0));
        assertTrue(ObjectFormat.isSha("x" + sha + "y", 1));
        assertFalse(ObjectFormat.isSha(sha, 1));
        assertFalse(ObjectFormat.isSha(sha.substring(1) + "g", 0));
        assertFalse(ObjectFormat.isSha(sha.substring(1) + "A", 0));
        assertFalse(ObjectFormat.isSha("", 0));
    }

    private static String shaOf(String bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String orDash(String sha) {
        return sha == null ? "-" : sha;
    }
}
