package org.pggit.audit.backfill;

/**
 * One row of pggit.history joined to its pggit.objects row, as v1 wrote them. text is sql_executed; the same String instance on the rows that one query string caused.
 * objectType is null where the row points to no object. transaction tells the transactions apart. knownName and knownPath: of a function, what an earlier backfill
 * found its name to be; null for none. columns: of a table whose statement may be missing, its columns in v1's metadata as the body of a CREATE TABLE; null for none.
 */
public record HistoryRow(long id, String objectType, String schema, String objectName, String changeType, String text, String transaction, long epoch, String author,
                         String description, String knownName, String knownPath, String columns) {
}
