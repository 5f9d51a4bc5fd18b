package org.pggit.audit.ddl;

/**
 * One token and where it stands.
 *
 * @param start offset in UTF-16 units; the token is {@code [start, end)}, never empty
 * @param line 1-based; a line ends at a newline, or at a carriage return without one
 * @param column 1-based, in UTF-16 units
 * @param unterminated the text ended inside it (a quote, a comment, COPY data)
 */
public record Token(TokenType type, int start, int end, int line, int column, boolean unterminated) {
    /** Requires the text that the token was read from. */
    public String text(String source) {
        return source.substring(start, end);
    }
}
