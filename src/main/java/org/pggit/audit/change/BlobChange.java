package org.pggit.audit.change;

/**
 * A tree entry that differs, with its number among those that were handed in. ddl is the new blob's text, or, where the entry was dropped, the old one's;
 * null where the store lost the blob. It may be only the text's head: then complete is false. isShared: the path stands several times in one of the trees.
 */
public record BlobChange(int number, String path, Side side, boolean isShared, String ddl, boolean complete) {

    /** On which sides the entry is. */
    public enum Side {
        CREATED, DROPPED, ALTERED
    }
}
