package org.pggit.audit.ddl;

import java.util.Set;

/** psql's backslash commands, as far as a script's statements depend on them (source: psqlscanslash.l; command.c, exec_command). */
final class PsqlCommand {
    /** These hand over what was typed before them; {@code \\r} throws it away, which ends it as well. */
    private static final Set<String> ENDING =
        Set.of("g", "gx", "gset", "gexec", "gdesc", "crosstabview", "watch", "parse", "sendpipeline", "r", "reset");
    private static final Set<String> WHOLE_LINE = Set.of("copy", "!", "h", "help", "sf", "sv", "ef", "ev");

    private PsqlCommand() {
    }

    /** True for a command that ends the statement before it. Requires its backslash at start. */
    static boolean endsStatement(String text, int start) {
        return ENDING.contains(text.substring(start + 1, nameEnd(text, start)));
    }

    /**
     * Behind the command that begins at start: the end of its line, or the backslash that begins another command, or behind the two that lead back to SQL.
     */
    static int end(String text, int start) {
        int p = nameEnd(text, start);
        boolean takesLine = WHOLE_LINE.contains(text.substring(start + 1, p));
        while (isInLine(text, p) && Characters.isSpace(text.charAt(p))) {
            p++;
        }
        // An argument that begins with a bar is a shell command.
        if (takesLine || text.startsWith("|", p)) {
            return Quotes.lineEnd(text, p);
        }
        while (isInLine(text, p)) {
            char c = text.charAt(p);
            if (c == '\\') {
                return text.startsWith("\\", p + 1) ? p + 2 : p;
            }
            p = c == '\'' || c == '"' || c == '`' ? quoteEnd(text, p) : p + 1;
        }
        return p;
    }

    private static boolean isInLine(String text, int p) {
        return p < text.length() && text.charAt(p) != '\n' && text.charAt(p) != '\r';
    }

    private static int nameEnd(String text, int start) {
        int p = start + 1;
        if (text.startsWith("!", p)) {
            return p + 1;
        }
        while (p < text.length() && Characters.isNamePart(text.charAt(p))) {
            p++;
        }
        return p;
    }

    /** A quote that the line does not close reaches to its end. */
    private static int quoteEnd(String text, int start) {
        char quote = text.charAt(start);
        int p = start + 1;
        while (isInLine(text, p)) {
            char c = text.charAt(p);
            if (c == quote) {
                return p + 1;
            }
            p += c == '\\' && quote == '\'' && isInLine(text, p + 1) ? 2 : 1;
        }
        return p;
    }

    /** True for \\copy ... from stdin: data lines follow in the script (source: psql's copy.c, parse_slash_copy). */
    static boolean readsScript(String text, int start, int end) {
        if (!text.startsWith("\\copy", start) || nameEnd(text, start) != start + 5) {
            return false;
        }
        int depth = 0;
        boolean isFrom = false;
        int p = start + 5;
        while (p < end) {
            char c = text.charAt(p);
            if (Characters.isNameStart(c)) {
                int word = p;
                while (p < end && Characters.isNamePart(text.charAt(p))) {
                    p++;
                }
                String written = QualifiedName.fold(text.substring(word, p));
                if (isFrom) {
                    return written.equals("stdin") || written.equals("stdout");
                }
                isFrom = depth == 0 && written.equals("from");
                continue;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            isFrom &= Characters.isSpace(c);
            p = c == '\'' || c == '"' ? quoteEnd(text, p) : p + 1;
        }
        return false;
    }
}
