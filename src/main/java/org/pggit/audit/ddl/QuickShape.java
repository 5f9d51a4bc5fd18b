package org.pggit.audit.ddl;

import java.nio.charset.StandardCharsets;

/**
 * Numbers by which texts of equal {@link NormalForm} are found without lexing them: equal forms share a number, other texts practically never.
 *
 * <p>A number is the sum of hashes of all words and other characters, case and white space aside, without the places where the object's own name stands. A name
 * qualified with the own schema always means the object; an unqualified one may be a column of the same name, so there is one number for each
 * count of them left out. A sum does not see order: who finds equal numbers compares the forms.
 */
public final class QuickShape {
    private static final int MOST_NUMBERS = 6;

    private QuickShape() {
    }

    /** Null where only lexing can tell: comments, names in escapes, a name that needs quotes, a name that stands in more than a few places. */
    public static long[] of(String text, DdlObject own) {
        if (own.name() == null || !isPlain(own.name()) || own.schema() != null && !isPlain(own.schema())) {
            return null;
        }
        Scan scan = new Scan(text, own.name(), own.schema());
        if (!scan.run() || scan.unqualified >= MOST_NUMBERS) {
            return null;
        }
        long[] numbers = new long[scan.unqualified + 1];
        for (int left = 0; left <= scan.unqualified; left++) {
            numbers[left] = scan.sum - left * scan.nameHash;
        }
        return numbers;
    }

    private static boolean isPlain(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_') {
                return false;
            }
        }
        // A name of full length may be longer in the text.
        return !name.isEmpty() && name.length() < QualifiedName.MAX_BYTES;
    }

    /** What a byte of a text is: 0 white space and double quotes, which count for nothing; -1 a character of its own; else a word's folded character. */
    private static final byte[] KIND = new byte[128];

    static {
        for (int c = '!'; c < 128; c++) {
            boolean word = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '$';
            KIND[c] = (byte) (c >= 'A' && c <= 'Z' ? c + 32 : word ? c : c == '"' ? 0 : -1);
        }
    }

    /** Works on bytes, and with locals in the loop: it reads every byte of every text, often before the compiler has come to it. */
    private static final class Scan {
        private final byte[] text;
        private final int nameLength;
        private final long nameHash;
        private final long schemaHash;
        private final boolean hasSchema;
        private long sum;
        private int unqualified;

        Scan(String text, String name, String schema) {
            this.text = text.getBytes(StandardCharsets.UTF_8);
            this.nameLength = name.length();
            this.nameHash = hash(name);
            this.hasSchema = schema != null;
            this.schemaHash = hasSchema ? hash(schema) : 0;
        }

        /** False where the text may hold a comment or a name in escapes (U&"\0061"). */
        boolean run() {
            byte[] bytes = text;
            byte[] kinds = KIND;
            int length = bytes.length;
            boolean schemaBefore = false;
            boolean schemaDotBefore = false;
            long total = 0;
            for (int i = 0; i < length; ) {
                byte b = bytes[i];
                int kind = b < 0 ? b & 0xff : kinds[b];
                if (kind > 0) {
                    int from = i;
                    long h = 7;
                    do {
                        h = h * 31 + kind;
                        b = ++i < length ? bytes[i] : 0;
                        kind = b < 0 ? b & 0xff : kinds[b];
                    } while (kind > 0);
                    h = mix(h);
                    if (h == nameHash && i - from == nameLength) {
                        if (schemaDotBefore) {
                            total -= schemaHash + mix('.');
                            schemaBefore = false;
                            schemaDotBefore = false;
                            continue;
                        }
                        unqualified++;
                    }
                    total += h;
                    schemaBefore = hasSchema && h == schemaHash;
                    schemaDotBefore = false;
                    continue;
                }
                i++;
                if (kind < 0) {
                    if ((b == '-' || b == '/') && i < length && bytes[i] == (b == '-' ? '-' : '*')) {
                        return false;
                    }
                    if (b == '&' && i < length && bytes[i] == '"') {
                        return false;
                    }
                    schemaDotBefore = b == '.' && schemaBefore;
                    schemaBefore = false;
                    // A semicolon at the end is no difference, so none is.
                    total += b == ';' ? 0 : mix(b);
                }
            }
            sum = total;
            return true;
        }

        private static long hash(String s) {
            long h = 7;
            for (int i = 0; i < s.length(); i++) {
                h = h * 31 + s.charAt(i);
            }
            return mix(h);
        }

        /** Spreads a sum's terms: plain polynomial hashes would cancel out. */
        private static long mix(long h) {
            long x = h * 0xff51afd7ed558ccdL;
            return (x ^ x >>> 32) * 0xc4ceb9fe1a85ec53L;
        }
    }
}
