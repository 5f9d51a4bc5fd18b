package org.pggit.audit.diff;

/** An entry that two trees do not share: old is null where it was added, new is null where it was deleted. */
public record TreeChange(String path, String oldMode, String oldSha, String newMode, String newSha) {
}
