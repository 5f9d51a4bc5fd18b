package org.pggit.audit.change;

import org.pggit.audit.ddl.ObjectType;

/**
 * One object's difference between two commits. oldPath is set for a RENAME only; schema is null for objects outside schemas; identity is what the text
 * gives, schema-qualified, or null. needsText: the heads were too short to decide, ask again with whole texts.
 */
public record Change(String path, String oldPath, String schema, String name, String identity, ObjectType type, ChangeType changeType,
                     String oldSha, String newSha, boolean needsText) {

    Change withPath(String newPath) {
        return new Change(newPath, oldPath, schema, name, identity, type, changeType, oldSha, newSha, needsText);
    }

    /** This creation and the drop of the same object, seen as one ALTER. */
    Change alterOf(Change dropped) {
        return new Change(path, null, schema, name, identity, type, ChangeType.ALTER, dropped.oldSha, newSha, needsText || dropped.needsText);
    }
}
