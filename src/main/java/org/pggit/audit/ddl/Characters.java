package org.pggit.audit.ddl;

/** What a character may begin or belong to (source: scan.l's character classes). */
final class Characters {
    static final byte SPACE = 1;
    static final byte LETTER = 2;
    static final byte DIGIT = 3;
    static final byte OPERATOR = 4;
    static final byte PUNCTUATION = 5;
    static final byte QUOTE = 6;
    static final byte DOUBLE_QUOTE = 7;
    static final byte DOLLAR = 8;
    static final byte DOT = 9;
    static final byte COLON = 10;
    static final byte BACKSLASH = 11;
    /** {@link #plainCode} of white space, of what begins a word, of what begins anything but a word or punctuation. */
    static final int PLAIN_SPACE = 2;
    static final int PLAIN_LETTER = 1;
    static final int NOT_PLAIN = 0;
    /** How many characters {@link #letters} takes. */
    static final int PACKED = 8;
    private static final byte[] CLASS;
    private static final boolean[] NAME_PART;
    private static final byte[] PLAIN;
    private static final byte[] LETTERS;

    // Local variables only: see Keyword.
    static {
        byte[] kinds = new byte[128];
        String[] members = {" \t\n\r\f\u000b", "_", "0123456789", "~!@#^&|`?+-*/%<>=", "()[],;", "'", "\"", "$", ".", ":", "\\"};
        byte[] memberKinds = {SPACE, LETTER, DIGIT, OPERATOR, PUNCTUATION, QUOTE, DOUBLE_QUOTE, DOLLAR, DOT, COLON, BACKSLASH};
        for (int k = 0; k < members.length; k++) {
            for (int i = 0; i < members[k].length(); i++) {
                kinds[members[k].charAt(i)] = memberKinds[k];
            }
        }
        for (int c = 'a'; c <= 'z'; c++) {
            kinds[c] = LETTER;
            kinds[c - 32] = LETTER;
        }
        boolean[] nameParts = new boolean[128];
        for (int c = 0; c < 128; c++) {
            nameParts[c] = kinds[c] == LETTER || kinds[c] == DIGIT || kinds[c] == DOLLAR;
        }
        byte[] plain = new byte[128];
        for (int c = 0; c < 128; c++) {
            plain[c] = (byte) (kinds[c] == LETTER ? PLAIN_LETTER : kinds[c] == SPACE ? PLAIN_SPACE : NOT_PLAIN);
        }
        plain['('] = TokenType.LEFT_PAREN.code;
        plain[')'] = TokenType.RIGHT_PAREN.code;
        plain['['] = TokenType.LEFT_BRACKET.code;
        plain[']'] = TokenType.RIGHT_BRACKET.code;
        plain[','] = TokenType.COMMA.code;
        plain[';'] = TokenType.SEMICOLON.code;
        plain['.'] = TokenType.DOT.code;
        byte[] letters = new byte[128];
        for (int c = 0; c < 128; c++) {
            letters[c] = (byte) (kinds[c] == LETTER || kinds[c] == DIGIT || kinds[c] == DOLLAR ? c | 0x20 : 0);
        }
        LETTERS = letters;
        PLAIN = plain;
        CLASS = kinds;
        NAME_PART = nameParts;
    }

    private Characters() {
    }

    /** One of the constants above, or 0; every character beyond ASCII is a LETTER. */
    static byte kind(char c) {
        return c < 128 ? CLASS[c] : LETTER;
    }

    /** The token's code for punctuation, or one of the PLAIN constants. */
    static int plainCode(char c) {
        return c < 128 ? PLAIN[c] : NOT_PLAIN;
    }

    /** What a character of a name is to {@link #letters}: ASCII without its case, no two characters alike; 0 of what is not of ASCII or in no name. */
    static int letter(char c) {
        return c < 128 ? LETTERS[c] : 0;
    }

    /** The eight characters from p on as {@link #letter letters}, the first one highest. Characters beyond ASCII are 0 or some letter. */
    static long letters(char[] chars, int p) {
        return (long) LETTERS[chars[p] & 127] << 56 | (long) LETTERS[chars[p + 1] & 127] << 48 | (long) LETTERS[chars[p + 2] & 127] << 40
            | (long) LETTERS[chars[p + 3] & 127] << 32 | (long) LETTERS[chars[p + 4] & 127] << 24 | (long) LETTERS[chars[p + 5] & 127] << 16
            | (long) LETTERS[chars[p + 6] & 127] << 8 | LETTERS[chars[p + 7] & 127];
    }

    /** Of the characters that {@link #letters} takes. */
    static boolean isAscii(char[] chars, int p) {
        return (chars[p] | chars[p + 1] | chars[p + 2] | chars[p + 3] | chars[p + 4] | chars[p + 5] | chars[p + 6] | chars[p + 7]) < 128;
    }

    /** How many letters come before the first 0. */
    static int length(long letters) {
        long zeros = ~(letters + 0x7f7f7f7f7f7f7f7fL) & 0x8080808080808080L;
        return Long.numberOfLeadingZeros(zeros) >> 3;
    }

    static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    /** scan.l's ident_cont; every character beyond ASCII belongs to names, white space of Unicode as well. */
    static boolean isNamePart(char c) {
        if (c >= 128) {
            return true;
        }
        return NAME_PART[c];
    }

    static boolean isNameStart(char c) {
        return c >= 128 || CLASS[c] == LETTER;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isOperator(char c) {
        return c < 128 && CLASS[c] == OPERATOR;
    }
}
