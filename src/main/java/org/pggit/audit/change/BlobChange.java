package org.pggit.audit.change;

/**
 * A tree entry that differs, with the DDL texts of both sides.
 *
 * <p>A text is null where that side has none (or where the store lost the blob). It may be only the text's head: then complete is false.
 */
public record BlobChange(String path, String oldSha, String newSha, Ddl oldDdl, Ddl newDdl) {

    /** A DDL text or the head of one. */
    public record Ddl(String text, boolean complete) {
    }
}
