package org.pggit.audit.diff;

/**
 * An entry that two trees do not share: old is null where it was added, new is null where it was deleted. isShared: the path stands several times in one of the
 * trees (overloads under one plain path), so it alone does not say which object this is.
 */
public record TreeChange(String path, String oldMode, String oldSha, String newMode, String newSha, boolean isShared) {
}
