package org.pggit.audit.ddl;

/** How CREATE names an object of a kind and what it makes besides. Numbers, see {@link Form}. */
final class Creation {
    /** No command makes it. */
    static final int NONE = 0;
    /** By a name without a schema. */
    static final int PLAIN = 1;
    /** By a name that may have a schema. */
    static final int QUALIFIED = 2;
    /** As an existing one is named, see {@link Form}. */
    static final int AS_NAMED = 3;
    static final int TABLE = 4;
    static final int INDEX = 5;
    static final int TYPE = 6;
    static final int ROUTINE = 7;
    static final int AGGREGATE = 8;
    static final int OPERATOR = 9;
    static final int OPERATOR_CLASS = 10;
    static final int TRIGGER = 11;
    static final int RULE = 12;
    static final int STATISTICS = 13;
    static final int SCHEMA = 14;
    static final int LANGUAGE = 15;
    static final int ROLE = 16;
    static final int USER_MAPPING = 17;

    private Creation() {
    }
}
