package org.pggit.audit.ddl;

/**
 * A text's canonical token stream, to compare two DDL texts: comments and white space are out, key words and unquoted names folded, quoted names
 * unquoted where that is the same name, a semicolon at the end dropped. Literals, function bodies among them, are untouched: they compare byte for
 * byte (a string continued on several lines is one literal).
 *
 * <p>Equal forms mean the same to the server; different forms may still mean the same (int and integer, clauses in another order).
 */
public final class NormalForm {
    private static final int KEY_TOKENS = 40;

    private NormalForm() {
    }

    /** The tokens joined by single spaces. */
    public static String of(String text) {
        StringBuilder form = new StringBuilder(text.length());
        CanonicalTokens tokens = new CanonicalTokens(text, null);
        for (String token = tokens.next(); token != null; token = tokens.next()) {
            if (form.length() > 0) {
                form.append(' ');
            }
            form.append(token);
        }
        return form.toString();
    }

    /**
     * The two texts describe one object before and after a rename or a move: they are equal in normal form but for the object's own name (wherever
     * it means the object, qualified or not), or but for the object's own schema. Name and schema both different is no rename; a schema that one of
     * the texts leaves out is no difference. Texts that are equal outright are equal but for the name.
     *
     * <p>Bodies of routines are equal byte for byte, or but for calls of the routine itself. False when either object is UNKNOWN or nameless.
     */
    public static boolean equalButForName(String oldText, String newText) {
        DdlObject old = DdlParser.describe(oldText);
        DdlObject now = DdlParser.describe(newText);
        if (old.type() != now.type() || old.type() == ObjectType.UNKNOWN || old.name() == null || now.name() == null) {
            return false;
        }
        boolean isMoved = old.schema() != null && now.schema() != null && !old.schema().equals(now.schema());
        if (isMoved && !old.name().equals(now.name())) {
            return false;
        }
        CanonicalTokens oldTokens = new CanonicalTokens(oldText, old);
        CanonicalTokens newTokens = new CanonicalTokens(newText, now);
        String oldToken;
        do {
            oldToken = oldTokens.next();
            String newToken = newTokens.next();
            if (oldToken == null || newToken == null) {
                return oldToken == newToken;
            }
            boolean isSameBody = oldTokens.bodyMasked() != null && oldTokens.bodyMasked().equals(newTokens.bodyMasked());
            if (!oldToken.equals(newToken) && !isSameBody) {
                return false;
            }
        } while (true);
    }

    /**
     * The same for any two texts that are {@link #equalButForName}, and seldom for others: the object's type and the text's first 40 tokens, own
     * name masked, bodies of routines left out.
     */
    public static String renameKey(String text) {
        DdlObject own = DdlParser.describe(text);
        StringBuilder key = new StringBuilder(200).append(own.type().name());
        CanonicalTokens tokens = new CanonicalTokens(text, own);
        for (int i = 0; i < KEY_TOKENS; i++) {
            String token = tokens.next();
            if (token == null) {
                break;
            }
            key.append(' ').append(tokens.bodyMasked() == null ? token : "''");
        }
        return key.toString();
    }
}
