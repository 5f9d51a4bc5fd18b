package org.pggit.audit.plpgsql;

/** How much may be reckoned for one text: what goes beyond it stays unknown. */
final class Budget {
    private static final int STEPS = 200_000;
    private static final int CHARACTERS = 8_000_000;
    private static final int STATEMENTS = 5_000;
    /** What an element of an array counts for. */
    private static final int OF_ELEMENT = 8;
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
        steps = Math.min(steps + 1, STEPS + 1);
        return isLeft();
    }

    boolean isLeft() {
        return steps <= STEPS && characters <= CHARACTERS && statements <= STATEMENTS;
    }

    /** The value is made, or read. */
    void read(Value value) {
        read(weight(value));
    }

    private static int weight(Value value) {
        if (value instanceof Value.Array a) {
            int one = a.isNested() ? weight(a.elements().get(0)) : OF_ELEMENT;
            return (int) Math.min(CHARACTERS, (long) a.elements().size() * one);
        }
        return value instanceof Value.Text t ? t.output().length() : value instanceof Value.Several s ? s.values().size() * OF_ELEMENT : 0;
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
