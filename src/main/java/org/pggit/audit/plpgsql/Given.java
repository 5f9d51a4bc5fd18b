package org.pggit.audit.plpgsql;

import java.math.BigDecimal;
import java.util.List;

/** What a call gives a function of the server's; the first is 0. */
record Given(List<Value> values, Budget budget) {
    /** Longer texts and larger numbers are not reckoned with. */
    static final int LONGEST = 1_000_000;

    int count() {
        return values.size();
    }

    Value value(int i) {
        return i < values.size() ? values.get(i) : Value.UNKNOWN;
    }

    /** Null where it is none, or none was given. */
    String text(int i) {
        return value(i).asText();
    }

    boolean isInteger(int i) {
        return value(i) instanceof Value.Number n && n.isInteger() && n.is().abs().compareTo(BigDecimal.valueOf(LONGEST)) <= 0;
    }

    /** Where {@link #isInteger}. */
    int integer(int i) {
        return ((Value.Number) value(i)).is().intValue();
    }
}
