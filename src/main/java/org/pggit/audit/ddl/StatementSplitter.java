package org.pggit.audit.ddl;

import java.util.ArrayList;
import java.util.List;

/**
 * The statements of a script, without reading what they say. BEGIN ATOMIC bodies, parenthesised rule actions and CREATE SCHEMA's elements stay whole; an
 * unclosed parenthesis keeps all that follows, as in psql.
 */
public final class StatementSplitter {
    private StatementSplitter() {
    }

    /**
     * Where a statement stands.
     *
     * @param leadingStart offset of the white space and comments before it, behind the statement before
     * @param start offset of its first token
     * @param end behind its last token; the semicolon is not part of it
     * @param foreign a psql command or COPY data
     */
    public record Range(int leadingStart, int start, int end, boolean foreign) {
        public String text(String script) {
            return script.substring(start, end);
        }
    }

    public static List<Range> split(String script) {
        List<Range> ranges = new ArrayList<>();
        TokenStream tokens = new TokenStream(script, false);
        StatementTokens statement = tokens.statement();
        while (tokens.nextStatement()) {
            if (statement.foreign() == null) {
                ScriptSettings.follow(tokens);
            }
            int end = tokens.finish();
            ranges.add(new Range(statement.leadingStart(), statement.start(), end, statement.foreign() != null));
        }
        return ranges;
    }
}
