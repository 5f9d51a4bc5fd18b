package org.pggit.audit.backfill;

import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One row of pggit.history joined to its pggit.objects row, as v1 wrote them. text is sql_executed; the same String instance on the rows that one query string caused.
 * objectType is null where the row points to no object. transaction tells the transactions apart: v1's time and user. knownName and knownPath: of a function, what an earlier backfill
 * found its name to be; null for none. columns: of a table whose statement may be missing, its columns in v1's metadata as the body of a CREATE TABLE; null for none.
 */
public record HistoryRow(long id, String objectType, String schema, String objectName, String changeType, String text, String transaction, long epoch, String author,
                         String description, String knownName, String knownPath, String columns) {
    private static final Pattern TIME = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,6})?) .*", Pattern.DOTALL);

    /** When the transaction began, by the clock of the session that v1 ran in; null where the row has no time. */
    LocalDateTime time() {
        Matcher time = TIME.matcher(transaction == null ? "" : transaction);
        try {
            return time.matches() ? LocalDateTime.parse(time.group(1) + 'T' + time.group(2)) : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
