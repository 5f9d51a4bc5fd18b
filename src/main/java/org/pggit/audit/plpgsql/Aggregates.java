package org.pggit.audit.plpgsql;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** What aggregates make of rows that are known. Chapters 4.2.7 and 9.21 of the manual. */
final class Aggregates {
    /** Of the server's, those that are not reckoned here among them. */
    private static final Set<String> NAMES = Set.of("string_agg", "array_agg", "count", "min", "max", "sum", "avg", "bool_and", "bool_or", "every", "json_agg", "jsonb_agg", "json_object_agg",
        "jsonb_object_agg", "xmlagg", "bit_and", "bit_or", "bit_xor", "mode", "percentile_cont", "percentile_disc", "stddev", "variance");

    private final Interpreter run;
    private final Words words;
    private final Scope scope;
    private final Rows rows;

    Aggregates(Interpreter run, Words words, Scope scope, Rows rows) {
        this.run = run;
        this.words = words;
        this.scope = scope;
        this.rows = rows;
    }

    static boolean isName(String name) {
        return NAMES.contains(name);
    }

    /** Of the call at the word. */
    Value value(int at) {
        int open = at + 1;
        int close = words.skip(open) - 1;
        if (words.isAny(close + 1, "FILTER", "OVER", "WITHIN") || words.isAny(open + 1, "DISTINCT", "VARIADIC")) {
            return Value.UNKNOWN;
        }
        int order = open + 1;
        while (order < close && !words.isPhrase(order, "ORDER BY")) {
            order = words.skip(order);
        }
        order = Math.min(order, close);
        String name = words.name(at);
        if (name.equals("count") && words.written(open + 1).equals("*")) {
            return Value.number(rows.all().size());
        }
        int comma = words.endOfItem(open + 1, order);
        Ordering ordering = order == close ? null : new Ordering(run, words, scope, order + 2, close);
        List<Value> values = new ArrayList<>();
        Value separator = Value.NULL;
        for (Value.Row row : rows.all()) {
            scope.openColumns(row.fields());
            values.add(run.value(words, new Code.Range(open + 1, comma), scope));
            separator = comma == order ? separator : run.value(words, new Code.Range(comma + 1, order), scope);
            if (ordering != null) {
                ordering.add(row);
            }
            scope.close();
        }
        boolean isOrdered = rows.isSure();
        if (ordering != null) {
            Rows sorted = ordering.ordered(rows.all());
            isOrdered = sorted.isSure();
            values = values(values, sorted.all());
        }
        return comma < order != name.equals("string_agg") ? Value.UNKNOWN : of(name, Kinds.common(values), separator, isOrdered);
    }

    /** In the order that the rows have now. */
    private List<Value> values(List<Value> values, List<Value.Row> sorted) {
        List<Value> all = new ArrayList<>();
        for (Value.Row row : sorted) {
            for (int i = 0; i < values.size(); i++) {
                if (rows.all().get(i) == row) {
                    all.add(values.get(i));
                }
            }
        }
        return all;
    }

    private static Value of(String name, List<Value> all, Value separator, boolean isOrdered) {
        if (all.contains(Value.UNKNOWN)) {
            return Value.UNKNOWN;
        }
        List<Value> values = all.stream().filter(v -> !v.isNull()).toList();
        return switch (name) {
            case "count" -> Value.number(values.size());
            case "string_agg" -> values.isEmpty() ? Value.NULL : isOrdered || values.size() == 1 ? joined(values, separator) : Value.UNKNOWN;
            case "array_agg" -> all.isEmpty() ? Value.NULL : isOrdered && all.stream().noneMatch(Value.Array.class::isInstance) ? new Value.Array(all) : Value.UNKNOWN;
            case "min" -> utmost(values, "<");
            case "max" -> utmost(values, ">");
            case "sum" -> sum(values);
            case "bool_and", "every" -> values.stream().reduce(Operators::and).orElse(Value.NULL);
            case "bool_or" -> values.stream().reduce(Operators::or).orElse(Value.NULL);
            default -> Value.UNKNOWN;
        };
    }

    /** NULL for a separator is none. */
    private static Value joined(List<Value> values, Value separator) {
        boolean isText = values.stream().allMatch(Value.Text.class::isInstance) && (separator instanceof Value.Text || separator.isNull());
        Value joined = isText ? Nulls.joined(separator.isNull() ? "" : separator.output(), new Given(values, null), 0) : null;
        return joined == null ? Value.UNKNOWN : joined;
    }

    private static Value utmost(List<Value> values, String operator) {
        Value found = Value.NULL;
        for (Value v : values) {
            Value isFurther = found.isNull() ? Value.TRUE : Operators.compare(operator, v, found);
            if (!isFurther.isKnown()) {
                return Value.UNKNOWN;
            }
            found = isFurther == Value.TRUE ? v : found;
        }
        return found;
    }

    /** Of integers a larger one, of numerics a numeric. */
    private static Value sum(List<Value> values) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Value v : values) {
            if (!(v instanceof Value.Number n) || n.kind() == Value.Kind.DOUBLE) {
                return Value.UNKNOWN;
            }
            sum = sum.add(n.is());
        }
        return values.isEmpty() ? Value.NULL : sum.precision() > 18 ? Value.UNKNOWN : new Value.Number(sum, ((Value.Number) values.get(0)).kind());
    }
}
