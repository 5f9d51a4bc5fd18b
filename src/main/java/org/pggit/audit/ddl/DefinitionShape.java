package org.pggit.audit.ddl;

/**
 * What a definition looks like but for the object's own name, to find renames among many texts: equal shapes are what {@link NormalForm#equalButForName} says
 * pair by pair, whatever the schema. {@link QuickShape} finds candidates cheaply.
 *
 * <p>A routine's body may call the routine itself: masked has those calls masked (the body was renamed along), plain has not (PostgreSQL's own RENAME leaves
 * bodies alone). Two texts fit when either is equal.
 */
public record DefinitionShape(String plain, String masked) {
    /** {@code own} is what {@link DdlParser#describe} says of the text. */
    public static DefinitionShape of(String text, DdlObject own) {
        StringBuilder plain = new StringBuilder(text.length());
        StringBuilder masked = null;
        CanonicalTokens tokens = new CanonicalTokens(text, own);
        for (String token = tokens.next(); token != null; token = tokens.next()) {
            String body = tokens.bodyMasked();
            if (body != null && masked == null && !body.equals(token)) {
                masked = new StringBuilder(plain);
            }
            if (masked != null) {
                masked.append(' ').append(body == null ? token : body);
            }
            plain.append(' ').append(token);
        }
        String form = plain.toString();
        return new DefinitionShape(form, masked == null ? form : masked.toString());
    }
}
