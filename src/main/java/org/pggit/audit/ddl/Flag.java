package org.pggit.audit.ddl;

/** What a statement adds to an action. */
public enum Flag {
    OR_REPLACE,
    IF_EXISTS,
    IF_NOT_EXISTS,
    TEMPORARY,
    UNLOGGED,
    CASCADE,
    CONCURRENTLY,
    /** GRANT and REVOKE ... ON ALL ... IN SCHEMA: the object stands for all of its type in the schema. */
    ALL_IN_SCHEMA,
    /** The text ended before or at the tokens that decide: more text might change the answer. Set by {@code describe} only. */
    RAN_OFF;

    final int bit = 1 << ordinal();
}
