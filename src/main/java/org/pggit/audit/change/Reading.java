package org.pggit.audit.change;

import org.pggit.audit.ddl.DdlObject;
import org.pggit.audit.ddl.DdlParser;
import org.pggit.audit.ddl.ObjectType;

/** A differing entry while it is being read: what its text says, what it was renamed to. Compared by identity. */
final class Reading {
    final BlobChange entry;
    /** Null where the store lost the blob. */
    final DdlObject object;
    /** More than the head of the text is needed. */
    boolean needsText;
    /** Of a dropped entry: the created entry that it became. */
    Reading renamedTo;
    /** Of a created entry: it is some dropped entry's renamedTo. */
    boolean isNewName;

    private Reading(BlobChange entry, DdlObject object) {
        this.entry = entry;
        this.object = object;
    }

    static Reading of(BlobChange entry) {
        Reading reading = new Reading(entry, entry.ddl() == null ? null : DdlParser.describe(entry.ddl()));
        reading.needsText = reading.object != null && reading.object.ranOff() && !entry.complete();
        return reading;
    }

    boolean isNamed() {
        return object != null && object.type() != ObjectType.UNKNOWN && object.name() != null;
    }
}
