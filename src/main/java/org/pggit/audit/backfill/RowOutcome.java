package org.pggit.audit.backfill;

/**
 * What became of a history row. schema, name, type and change are what the row was about; path is null where that is not known. start and length: the row's own statement
 * within sql_executed, in characters from 0; length -1 where no statement is the row's.
 *
 * @param commit number of the commit among those of the answer, from 0; -1 for none
 * @param isNet the row carries the commit's own change of its path
 */
public record RowOutcome(long historyId, Disposition disposition, String reason, int commit, String path, String oldPath, String schema, String name, String type,
                         String change, NameSource nameSource, int start, int length, boolean isNet) {

    /** Every row has exactly one. */
    public enum Disposition {
        /** The change is recorded: as the commit's own, or beside it. */
        RECORDED,
        /** Another statement caused it: a key's index, a drop that cascaded. */
        IMPLIED,
        /** Part of what the commit did to the object; the commit's change of it stands for all. */
        SUPERSEDED,
        EXTENSION_MEMBER,
        /** v1's own tables and functions. */
        V1_OWN,
        REJECTED
    }

    /** V1: pggit.objects; TEXT: the statement; OBJECT: another row of the same v1 object; NONE: nowhere, the name is v1's number. */
    public enum NameSource {
        V1, TEXT, OBJECT, NONE
    }

    RowOutcome in(int number, Disposition other, String why, boolean net) {
        return new RowOutcome(historyId, other, why, number, path, oldPath, schema, name, type, change, nameSource, start, length, net);
    }
}
