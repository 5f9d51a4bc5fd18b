package org.pggit.audit.ddl;

import java.util.ArrayList;
import java.util.List;

/**
 * What the statements of a script do, and to which objects.
 *
 * <p>Answers for any input, in linear time, without recursion; what it cannot read is UNCLASSIFIED. Accepts more than the server does: it does not
 * check expressions, options or query text.
 */
public final class DdlParser {
    /** Grows by one with every change that reads some statement otherwise than before: rows that hold what was read can say by which parser. */
    public static final int PARSER_VERSION = 1;

    private DdlParser() {
    }

    /**
     * All statements of a script in order, psql commands and COPY data included as NOT_DDL. Where ALTER TABLE or COMMENT ON COLUMN names a view, sequence,
     * index or foreign table that the same script has made before, the object's type says so.
     */
    public static List<DdlStatement> parse(String script) {
        List<DdlStatement> statements = new ArrayList<>();
        TokenStream tokens = new TokenStream(script, false);
        StatementReader reader = new StatementReader(tokens);
        ScriptRelations relations = null;
        while (tokens.nextStatement()) {
            DdlStatement statement = statement(tokens, reader);
            // The first statement has no earlier ones to learn from: a single one never pays for this.
            if (relations == null && !statements.isEmpty()) {
                relations = new ScriptRelations();
                relations.resolve(statements.get(0));
            }
            statements.add(relations == null ? statement : relations.resolve(statement));
        }
        return statements;
    }

    private static DdlStatement statement(TokenStream tokens, StatementReader reader) {
        StatementTokens read = tokens.statement();
        int start = read.start();
        Draft draft = new Draft(false);
        String reason = null;
        int problemAt = -1;
        if (read.foreign() != null) {
            draft.notDdl = read.foreign() == TokenType.PSQL_COMMAND ? "psql command" : "COPY data";
        } else {
            try {
                reader.read(draft);
            } catch (Unreadable problem) {
                reason = reason(tokens, problem);
                problemAt = problem.offset;
            }
        }
        int end = tokens.finish();
        if (read.unterminatedAt() >= 0) {
            reason = "unterminated quote or comment";
            problemAt = read.unterminatedAt();
        } else if (reason == null && (read.openParentheses() > 0 || read.isInsideBody())) {
            reason = read.isInsideBody() ? "BEGIN ATOMIC without END" : "parenthesis not closed";
            problemAt = end;
        }
        String text = tokens.text().substring(start, end);
        if (reason != null) {
            return new DdlStatement(DdlStatement.Kind.UNCLASSIFIED, null, List.of(), List.of(), List.of(), text, read.leadingStart(), start, end,
                reason, problemAt);
        }
        DdlStatement.Kind kind = draft.notDdl == null ? DdlStatement.Kind.DDL : DdlStatement.Kind.NOT_DDL;
        return new DdlStatement(kind, draft.tag, draft.objects(), draft.implied(), draft.subcommands(), text, read.leadingStart(), start, end,
            draft.notDdl, -1);
    }

    private static String reason(TokenStream tokens, Unreadable problem) {
        StringBuilder reason = new StringBuilder("expected ").append(problem.wanted).append(", found ");
        int end = Math.min(tokens.text().length(), problem.offset + 40);
        if (end > problem.offset && Character.isHighSurrogate(tokens.text().charAt(end - 1))) {
            end--;
        }
        String found = tokens.text().substring(Math.min(problem.offset, end), end);
        return reason.append(found.isEmpty() ? "the end" : found).toString();
    }

    /**
     * What the first DDL statement of a definition creates or names; type UNKNOWN when there is none or it cannot be read. Reads no further than it
     * must: not into a function's body or a table's columns. SET, SELECT and other statements that are no DDL are passed over.
     *
     * <p>The text may be only the head of a definition: {@link DdlObject#ranOff} says when its end was reached before or at the deciding tokens.
     * Flags that stand behind the name (CASCADE) and further objects of the statement are not looked for; a RENAME is described as ALTER.
     */
    public static DdlObject describe(String text) {
        TokenStream tokens = new TokenStream(text, true);
        StatementReader reader = new StatementReader(tokens);
        while (tokens.nextStatement()) {
            if (tokens.statement().foreign() == null) {
                Draft draft = new Draft(true);
                try {
                    reader.read(draft);
                } catch (Unreadable problem) {
                    return tokens.statement().ranOff() ? DdlObject.UNKNOWN_SO_FAR : DdlObject.UNKNOWN;
                }
                if (draft.notDdl == null) {
                    DdlObject found = draft.first == null ? DdlObject.UNKNOWN : draft.first;
                    return tokens.statement().ranOff() ? found.with(Flag.RAN_OFF) : found;
                }
            }
            tokens.finish();
        }
        return DdlObject.UNKNOWN_SO_FAR;
    }
}
