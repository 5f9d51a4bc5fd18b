package org.pggit.audit.plpgsql;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What an expression gives; UNKNOWN where constants alone do not tell. */
sealed interface Value {
    Value UNKNOWN = new Unknown();
    Value NULL = new Null(null);
    Value TRUE = new Bool(true);
    Value FALSE = new Bool(false);

    record Unknown() implements Value {
    }

    /** type: null of the bare word. */
    record Null(String type) implements Value {
        boolean isArray() {
            return type != null && type.endsWith("[]");
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

    /** Of numbers, the narrower before the wider: an operator works in the wider of its operands' kinds. */
    enum Kind {
        INTEGER, NUMERIC, DOUBLE
    }

    /** A DOUBLE is a whole one. */
    record Number(BigDecimal is, Kind kind) implements Value {
        @Override
        public String output() {
            return is.toPlainString();
        }

        boolean isInteger() {
            return kind == Kind.INTEGER;
        }
    }

    /** Of several dimensions: arrays of one length each. */
    record Array(List<Value> elements) implements Value {
        @Override
        public String output() {
            return ArrayText.write(elements);
        }

        boolean isNested() {
            return !elements.isEmpty() && elements.get(0) instanceof Array;
        }

        /** The length of each dimension, the outer first; none where it is empty, null where the arrays in it differ. */
        List<Integer> dimensions() {
            if (!isNested()) {
                return elements.stream().anyMatch(Array.class::isInstance) ? null : elements.isEmpty() ? List.of() : List.of(elements.size());
            }
            List<Integer> inner = ((Array) elements.get(0)).dimensions();
            boolean isEven = inner != null && !inner.isEmpty() && elements.stream().allMatch(e -> e instanceof Array a && inner.equals(a.dimensions()));
            return isEven ? Stream.concat(Stream.of(elements.size()), inner.stream()).toList() : null;
        }

        /** All that is in it, whatever the dimension. */
        List<Value> flat() {
            return isNested() ? elements.stream().flatMap(e -> ((Array) e).flat().stream()).toList() : elements;
        }
    }

    record Row(Map<String, Value> fields) implements Value {
        Value field(String name) {
            return fields.getOrDefault(name, Value.UNKNOWN);
        }

        /** In the order of the columns; what an alias stands for is none. */
        List<Value> columns() {
            return fields.values().stream().filter(f -> !(f instanceof Row)).toList();
        }

        List<String> names() {
            return fields.entrySet().stream().filter(e -> !(e.getValue() instanceof Row)).map(Map.Entry::getKey).toList();
        }

        /** The columns by other names; what has none keeps its own. */
        Row named(List<String> names) {
            Map<String, Value> renamed = new LinkedHashMap<>();
            List<String> own = names();
            for (int i = 0; i < own.size(); i++) {
                renamed.put(i < names.size() ? names.get(i) : own.get(i), fields.get(own.get(i)));
            }
            return new Row(renamed);
        }

        /** Equal for rows that DISTINCT takes for the same; null where a column's values may be equal though they are written otherwise. */
        String key() {
            StringBuilder key = new StringBuilder();
            for (Value v : columns()) {
                boolean isPlain = v.isNull() || v instanceof Text t && !"citext".equals(t.type()) || v instanceof Bool || v instanceof Number n && n.isInteger() || v instanceof Moment m && !m.hasZone();
                if (!isPlain) {
                    return null;
                }
                key.append(v.isNull() ? "-" : v.output().length() + ":" + v.output());
            }
            return key.toString();
        }

        Value only() {
            List<Value> columns = columns();
            return columns.size() == 1 ? columns.get(0) : Value.UNKNOWN;
        }
    }

    /** kind: date, timestamp, or timestamptz: then {@code at} is the session's local time. */
    record Moment(LocalDateTime at, String kind) implements Value {
        @Override
        public String output() {
            return Times.write(this);
        }

        boolean hasZone() {
            return kind.equals("timestamptz");
        }
    }

    /** An interval. */
    record Span(int months, int days, long seconds) implements Value {
        /** Its parts do not go against each other, and there is one. */
        boolean isUp() {
            return months >= 0 && days >= 0 && seconds >= 0 && months + days + seconds > 0;
        }
    }

    /** What a function gives that returns a set, in its order. */
    record Several(List<Value> values) implements Value {
    }

    /** As the type's output function writes it; null where the value is NULL, unknown, or of a kind that is not written here. */
    default String output() {
        return null;
    }

    static Value text(String text) {
        return new Text(text, "text");
    }

    static Value number(long number) {
        return new Number(BigDecimal.valueOf(number), Kind.INTEGER);
    }

    static Value of(boolean is) {
        return is ? TRUE : FALSE;
    }

    default boolean isKnown() {
        return this != UNKNOWN;
    }

    default boolean isNull() {
        return this instanceof Null;
    }

    /** A constant that nobody has given a type: it takes what stands beside it. */
    default boolean isUntyped() {
        return this instanceof Text t && t.type() == null;
    }

    /** As a cast to text writes it, which || and the text functions go by; null as {@link #output}. */
    default String asText() {
        return this instanceof Bool b ? Boolean.toString(b.is) : output();
    }
}
