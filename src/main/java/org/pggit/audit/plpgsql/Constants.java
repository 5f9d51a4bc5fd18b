package org.pggit.audit.plpgsql;

import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** What a string constant stands for: continued on the next line, doubled quotes, the escapes of E''. */
final class Constants {
    private Constants() {
    }

    /** UNKNOWN for kinds that are no text, where the text ends before it, and where an escape is not a plain one. */
    static Value of(Words words, int i) {
        TokenType type = words.type(i);
        if (type == TokenType.DOLLAR_STRING) {
            return new Value.Text(words.string(i), null);
        }
        if (type != TokenType.STRING && type != TokenType.ESCAPE_STRING) {
            return Value.UNKNOWN;
        }
        String text = read(words.written(i), type == TokenType.ESCAPE_STRING);
        return text == null ? Value.UNKNOWN : new Value.Text(text, null);
    }

    private static String read(String written, boolean hasEscapes) {
        StringBuilder out = new StringBuilder(written.length());
        boolean isOpen = true;
        for (int i = written.indexOf('\'') + 1; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == '\\' && hasEscapes && i + 1 < written.length()) {
                int escaped = escape(written.charAt(++i));
                if (escaped < 0) {
                    return null;
                }
                out.append((char) escaped);
            } else if (c != '\'') {
                out.append(c);
            } else if (i + 1 < written.length() && written.charAt(i + 1) == '\'') {
                out.append(c);
                i++;
            } else {
                // The end, or white space with a line break before the next piece.
                int next = written.indexOf('\'', i + 1);
                isOpen = next > 0;
                i = next < 0 ? written.length() : next;
            }
        }
        return isOpen ? null : out.toString();
    }

    private static int escape(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'x', 'u', 'U', '0', '1', '2', '3', '4', '5', '6', '7' -> -1;
            default -> c;
        };
    }
}
