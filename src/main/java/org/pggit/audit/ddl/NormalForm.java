package org.pggit.audit.ddl;

import java.util.Set;

/**
 * A text's canonical token stream, to compare two DDL texts: comments and white space are out, key words and unquoted names folded, quoted names
 * unquoted where that is the same name, a semicolon at the end dropped; tokens are joined by single spaces. Literals, function bodies among them, are untouched: they
 * compare byte for byte (a string continued on several lines is one literal).
 *
 * <p>Equal forms mean the same to the server; different forms may still mean the same (int and integer, clauses in another order).
 *
 * <p>The form of an object's definition has the object's own name masked wherever it means the object, its schema with it: two definitions before and after a
 * rename or a move {@link #fits fit}. {@link QuickShape} finds candidates among many texts without lexing them.
 *
 * @param plain the form, bodies of routines as they are: PostgreSQL's own RENAME leaves them alone
 * @param masked the same with the calls of the routine itself masked in its body, which was renamed along; else equal to plain
 */
public record NormalForm(String plain, String masked) {
    /** Of any text, nothing masked. */
    public static NormalForm of(String text) {
        return read(text, new CanonicalTokens(text, null));
    }

    /** Of the definition of {@code own}, which is what {@link DdlParser#describe} says of the text. Requires that own has a name. */
    public static NormalForm butForName(String text, DdlObject own) {
        return read(text, new CanonicalTokens(text, own));
    }

    private static NormalForm read(String text, CanonicalTokens tokens) {
        StringBuilder plain = new StringBuilder(text.length());
        StringBuilder masked = null;
        for (String token = tokens.next(); token != null; token = tokens.next()) {
            String body = tokens.bodyMasked();
            if (body != null && masked == null && !body.equals(token)) {
                masked = new StringBuilder(plain);
            }
            if (masked != null) {
                append(masked, body == null ? token : body);
            }
            append(plain, token);
        }
        String form = plain.toString();
        return new NormalForm(form, masked == null ? form : masked.toString());
    }

    private static void append(StringBuilder form, String token) {
        if (!form.isEmpty()) {
            form.append(' ');
        }
        form.append(token);
    }

    /** Both spellings; one where they are equal. */
    public Set<String> spellings() {
        return plain.equals(masked) ? Set.of(plain) : Set.of(plain, masked);
    }

    /** Either spelling is equal to one of the other's. */
    public boolean fits(NormalForm other) {
        return plain.equals(other.plain) || masked.equals(other.masked) || plain.equals(other.masked) || masked.equals(other.plain);
    }
}
