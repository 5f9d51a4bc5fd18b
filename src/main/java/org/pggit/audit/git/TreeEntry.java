package org.pggit.audit.git;

/** One line of a tree: the path is an object's name in the schema, the sha is a blob's, or a tree's where the mode is 040000. */
public record TreeEntry(String mode, String path, String sha) {
    public boolean isTree() {
        return ObjectFormat.TREE_MODE.equals(mode);
    }
}
