package org.pggit.audit.plpgsql;

/** How much may be reckoned for one text: what goes beyond it stays unknown. */
final class Budget {
    private static final int STEPS = 200_000;
    private static final int CHARACTERS = 8_000_000;
    private static final int STATEMENTS = 5_000;
    /** Calls of routines in routines. */
    static final int DEEPEST = 8;
    /** Parentheses in parentheses, blocks in blocks. */
    static final int NESTED = 40;
    static final int ITERATIONS = 2_000;

    private int steps;
    private int characters;
    private int statements;

    /** One more step; false when there is none left. */
    boolean step() {
        return ++steps <= STEPS && characters <= CHARACTERS && statements <= STATEMENTS;
    }

    /** The text is made, or read. */
    void read(int length) {
        characters = (int) Math.min(Integer.MAX_VALUE / 2, (long) characters + length);
    }

    boolean statement(int length) {
        statements++;
        read(length);
        return step();
    }
}
