package org.pggit.audit.plpgsql;

/** What binds more than what, the loosest first: table 4.2 of the manual, "Operator Precedence". Signs, casts and subscripts bind more than all of these. */
enum Precedence {
    OR, AND, NOT, IS, COMPARISON, MEMBERSHIP, OTHER, SUM, PRODUCT, POWER, OPERAND;

    /** Of what is written with signs; a word has its own. */
    static Precedence of(String operator) {
        return switch (operator) {
            case "=", "<>", "!=", "<", ">", "<=", ">=" -> COMPARISON;
            case "+", "-" -> SUM;
            case "*", "/", "%" -> PRODUCT;
            case "^" -> POWER;
            default -> OTHER;
        };
    }

    /** What an operator of this precedence takes on its right: nothing that binds as loosely. */
    Precedence next() {
        return values()[ordinal() + 1];
    }

    /** An operator of this precedence ends an operand that asks for at least {@code lowest}. */
    boolean isBelow(Precedence lowest) {
        return compareTo(lowest) < 0;
    }
}
