package org.pggit.audit.change;

/**
 * A tree entry that differs. ddl is the new blob's text, or, where the entry was deleted, the old one's; null where the store lost the blob. It may be only
 * the text's head: then complete is false.
 */
public record BlobChange(String path, String oldSha, String newSha, String ddl, boolean complete) {
    boolean isCreated() {
        return oldSha == null;
    }

    boolean isDropped() {
        return newSha == null;
    }
}
