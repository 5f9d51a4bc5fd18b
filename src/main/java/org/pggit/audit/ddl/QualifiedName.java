package org.pggit.audit.ddl;

/**
 * A name as the server stores it: folded, unquoted, at most 63 bytes.
 *
 * @param schema null where the text has none
 */
public record QualifiedName(String schema, String name) {
    /** NAMEDATALEN - 1. */
    static final int MAX_BYTES = 63;

    /** The identity: {@code schema.name}, each part quoted where it must be. */
    @Override
    public String toString() {
        return dotted(schema, quote(name));
    }

    /** The schema, quoted where it must be, and a name that is spelled already; the name alone where the schema is null. */
    static String dotted(String schema, String spelled) {
        if (schema == null) {
            return spelled;
        }
        String owner = quote(schema);
        return new StringBuilder(owner.length() + spelled.length() + 1).append(owner).append('.').append(spelled).toString();
    }

    /** Source: quote_identifier() in ruleutils.c of PostgreSQL 15; words that became key words later stay bare, as 15 prints them. */
    public static String quote(String name) {
        return isBare(name) ? name : alwaysQuote(name);
    }

    private static boolean isBare(String name) {
        int length = name.length();
        if (length == 0 || Characters.isDigit(name.charAt(0))) {
            return false;
        }
        long letters = 0;
        for (int i = 0; i < length; i++) {
            char c = name.charAt(i);
            if (!isLowerLetter(c) && !Characters.isDigit(c)) {
                return false;
            }
            letters = letters << Byte.SIZE | Characters.letter(c);
        }
        return !Keywords.isQuoted(Keywords.find(letters, length, name, 0));
    }

    private static boolean isLowerLetter(char c) {
        return c >= 'a' && c <= 'z' || c == '_';
    }

    private static String alwaysQuote(String name) {
        StringBuilder quoted = new StringBuilder(name.length() + 2).append('"');
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '"') {
                quoted.append('"');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }

    /** An unquoted name as the server stores it: ASCII letters in lower case (a UTF8 database folds no others), then truncated. */
    public static String fold(String written) {
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                return truncate(lower(written));
            }
        }
        return truncate(written);
    }

    private static String lower(String written) {
        char[] folded = written.toCharArray();
        for (int i = 0; i < folded.length; i++) {
            if (folded[i] >= 'A' && folded[i] <= 'Z') {
                folded[i] += 32;
            }
        }
        return new String(folded);
    }

    /** The longest start of the name that has at most 63 bytes in UTF-8 and ends at a character boundary. */
    public static String truncate(String name) {
        return name.length() * 3 <= MAX_BYTES ? name : truncate(name, MAX_BYTES);
    }

    static String truncate(String name, int maxBytes) {
        int bytes = 0;
        for (int i = 0; i < name.length(); i++) {
            int width = utf8Width(name, i);
            if (bytes + width > maxBytes) {
                return name.substring(0, i);
            }
            bytes += width;
            if (width == 4) {
                i++;
            }
        }
        return name;
    }

    /** Bytes in UTF-8. */
    static int utf8Length(String name) {
        int bytes = 0;
        for (int i = 0; i < name.length(); i++) {
            int width = utf8Width(name, i);
            bytes += width;
            if (width == 4) {
                i++;
            }
        }
        return bytes;
    }

    private static int utf8Width(String name, int i) {
        char c = name.charAt(i);
        if (c < 0x80) {
            return 1;
        }
        if (c < 0x800) {
            return 2;
        }
        boolean pair = Character.isHighSurrogate(c) && i + 1 < name.length() && Character.isLowSurrogate(name.charAt(i + 1));
        return pair ? 4 : 3;
    }
}
