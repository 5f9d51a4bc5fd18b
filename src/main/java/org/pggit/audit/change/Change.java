package org.pggit.audit.change;

import org.pggit.audit.ddl.ObjectType;

/**
 * One object's difference between two commits, read from the entries of these numbers: newEntry has its new text (of a DROP there is none: 0), oldEntry its old
 * one (of a CREATE: 0). path is set where it is not the entry's own. schema is null for objects outside schemas; identity is what the text gives,
 * schema-qualified, or null. needsText: the heads were too short to decide, ask again with whole texts.
 */
public record Change(int newEntry, int oldEntry, String entryPath, boolean isShared, String path, String schema, String name, String identity, ObjectType type,
                     ChangeType changeType, boolean needsText) {

    Change withPath(String newPath) {
        return new Change(newEntry, oldEntry, entryPath, isShared, newPath, schema, name, identity, type, changeType, needsText);
    }

    /** This creation and the drop of the same object, seen as one ALTER. */
    Change alterOf(Change dropped) {
        return new Change(newEntry, dropped.oldEntry, entryPath, isShared, path, schema, name, identity, type, ChangeType.ALTER, needsText || dropped.needsText);
    }
}
