package org.pggit.audit.change;

/** What happened to an object between two commits. */
public enum ChangeType {
    CREATE, ALTER, DROP, RENAME
}
