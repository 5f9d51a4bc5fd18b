package org.pggit.audit.backfill;

/**
 * What a history row says once the text is read. start and length: the row's own statement within sql_executed, in characters, start from 0;
 * length -1 where no statement of the text explains the row. nameSource tells where the name is from. previousId: the history row that left the object as
 * this one found it, also under its old name; 0 where there is none among these rows.
 */
public record HistoryChange(long historyId, String path, String oldPath, String schema, String name, String type, String changeType,
                            int start, int length, NameSource nameSource, long previousId) {

    HistoryChange after(long previous) {
        return new HistoryChange(historyId, path, oldPath, schema, name, type, changeType, start, length, nameSource, previous);
    }

    /** V1: pggit.objects; TEXT: the statement; OBJECT: another row of the same v1 object; NONE: nowhere, the name is v1's number. */
    public enum NameSource {
        V1, TEXT, OBJECT, NONE
    }
}
