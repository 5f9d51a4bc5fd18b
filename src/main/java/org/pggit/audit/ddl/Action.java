package org.pggit.audit.ddl;

/** What a statement does to an object. */
public enum Action {
    CREATE,
    ALTER,
    DROP,
    RENAME,
    SET_SCHEMA,
    COMMENT,
    SECURITY_LABEL,
    GRANT,
    REVOKE,
    REFRESH,
    IMPORT,
    REASSIGN,
    /** Of an object that only {@link ObjectType#UNKNOWN} can be said of. */
    NONE
}
