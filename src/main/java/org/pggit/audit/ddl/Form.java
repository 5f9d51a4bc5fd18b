package org.pggit.audit.ddl;

/** How an object of a kind is named where it already exists. Numbers, because a switch over an enum costs the first statement a class. */
final class Form {
    static final int PLAIN = 1;
    static final int QUALIFIED = 2;
    static final int RELATION = 3;
    static final int TYPE = 4;
    static final int ROUTINE = 5;
    static final int AGGREGATE = 6;
    static final int OPERATOR = 7;
    static final int USING = 8;
    static final int ON_RELATION = 9;
    static final int CONSTRAINT = 10;
    static final int COLUMN = 11;
    static final int CAST = 12;
    static final int TRANSFORM = 13;
    static final int USER_MAPPING = 14;
    static final int LARGE_OBJECT = 15;
    static final int ROLE = 16;
    /** GRANT ... ON ALL ... IN SCHEMA. */
    static final int ALL_IN_SCHEMA = 17;

    private Form() {
    }
}
