package org.pggit.audit.plpgsql;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;

/** What an expression gives; UNKNOWN where constants alone do not tell. */
sealed interface Value {
    Value UNKNOWN = new Unknown();
    Value NULL = new Null();
    Value TRUE = new Bool(true);
    Value FALSE = new Bool(false);

    record Unknown() implements Value {
        @Override
        public String output() {
            return null;
        }
    }

    record Null() implements Value {
        @Override
        public String output() {
            return null;
        }
    }

    /** type: null of a constant that nobody has given one. */
    record Text(String output, String type) implements Value {
    }

    record Bool(boolean is) implements Value {
        @Override
        public String output() {
            return is ? "t" : "f";
        }
    }

    /** An integer where it has no scale. */
    record Number(BigDecimal is) implements Value {
        @Override
        public String output() {
            return is.toPlainString();
        }

        boolean isInteger() {
            return is.scale() == 0;
        }
    }

    /** Of one dimension. */
    record Array(List<Value> elements) implements Value {
        @Override
        public String output() {
            return ArrayText.write(elements);
        }
    }

    record Row(Map<String, Value> fields) implements Value {
        @Override
        public String output() {
            return null;
        }

        Value field(String name) {
            return fields.getOrDefault(name, Value.UNKNOWN);
        }
    }

    /** kind: date or timestamp. */
    record Moment(LocalDateTime at, String kind) implements Value {
        @Override
        public String output() {
            return Times.write(this);
        }
    }

    /** An interval. */
    record Span(int months, int days, long seconds) implements Value {
        @Override
        public String output() {
            return null;
        }
    }

    /** As the type's output function writes it; null where the value is NULL, unknown, or of a kind that is not written here. */
    String output();

    static Value text(String text) {
        return new Text(text, "text");
    }

    static Value number(long number) {
        return new Number(BigDecimal.valueOf(number));
    }

    static Value of(boolean is) {
        return is ? TRUE : FALSE;
    }

    default boolean isKnown() {
        return this != UNKNOWN;
    }

    default boolean isNull() {
        return this == NULL;
    }

    /** As a cast to text writes it, which || and the text functions go by; null as {@link #output}. */
    default String asText() {
        return this instanceof Bool b ? Boolean.toString(b.is) : output();
    }
}
