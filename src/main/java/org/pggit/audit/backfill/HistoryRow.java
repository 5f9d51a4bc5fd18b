package org.pggit.audit.backfill;

/**
 * One row of pggit.history joined to its pggit.objects row, as v1 wrote them. text is sql_executed; the same String instance on the rows that one query string caused.
 */
public record HistoryRow(long id, String objectType, String schema, String objectName, String changeType, String text) {
}
