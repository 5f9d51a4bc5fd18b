package org.pggit.audit.backfill;

/**
 * One row of pggit.history joined to its pggit.objects row, as v1 wrote them. text is sql_executed; the same String instance on the rows that one query string caused.
 * knownName and knownPath: of a function, what an earlier backfill found its name to be; null for none.
 */
public record HistoryRow(long id, String objectType, String schema, String objectName, String changeType, String text, String knownName, String knownPath) {
}
