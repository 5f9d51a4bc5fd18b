package org.pggit.audit.plpgsql;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Values of another type. */
final class Casts {
    private static final String BOOLEANS = " t true y yes on 1 f false n no off 0 ";

    private final Catalog catalog;

    Casts(Catalog catalog) {
        this.catalog = catalog;
    }

    /** UNKNOWN where the type is not known here, or the server would refuse it. */
    Value cast(Value value, String type) {
        if (!value.isKnown() || value.isNull()) {
            return value;
        }
        if (type.endsWith("[]")) {
            return array(value, type.substring(0, type.length() - 2));
        }
        String text = value.asText();
        return switch (type) {
            case "text", "varchar", "name", "citext", "regproc", "json" -> text == null ? Value.UNKNOWN : new Value.Text(text, type);
            case "regclass" -> text == null ? Value.UNKNOWN : relation(text);
            case "boolean" -> value instanceof Value.Bool ? value : value instanceof Value.Number n ? Value.of(n.is().signum() != 0) : bool(text);
            case "integer" -> integer(value, text);
            case "numeric" -> value instanceof Value.Number ? value : number(text);
            case "record", "anyelement", "unknown", "void" -> value;
            default -> Times.isType(type) ? Times.cast(value, type) : Value.UNKNOWN;
        };
    }

    /** varchar(3) and numeric(4, 1) cut what is longer. */
    Value cast(Value value, TypeName type) {
        Value cast = cast(value, type.name());
        return !type.hasModifier() || type.name().equals("timestamp") || cast instanceof Value.Text t && t.output().length() < 2 ? cast : Value.UNKNOWN;
    }

    /** What a variable of the type holds: kinds that are not known here stay as they were given. */
    Value assign(Value value, String type) {
        boolean isOwn = switch (type) {
            case "text", "varchar", "name", "citext", "regclass", "boolean", "integer", "numeric" -> true;
            default -> type.endsWith("[]") || Times.isType(type);
        };
        return isOwn ? cast(value, type) : value;
    }

    private Value relation(String text) {
        String name = catalog.relation(text);
        return name == null ? Value.UNKNOWN : new Value.Text(name, "regclass");
    }

    private Value array(Value value, String element) {
        List<Value> from = value instanceof Value.Array a ? a.elements() : value instanceof Value.Text t ? ArrayText.read(t.output()) : null;
        if (from == null) {
            return Value.UNKNOWN;
        }
        List<Value> elements = new ArrayList<>(from.size());
        for (Value e : from) {
            elements.add(cast(e, element));
        }
        return new Value.Array(elements);
    }

    static Value bool(String text) {
        String word = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
        int at = word.isEmpty() ? -1 : BOOLEANS.indexOf(' ' + word + ' ');
        return at < 0 ? Value.UNKNOWN : Value.of(at < BOOLEANS.indexOf(" f "));
    }

    private static Value integer(Value value, String text) {
        Value number = value instanceof Value.Bool b ? Value.number(b.is() ? 1 : 0) : value instanceof Value.Number ? value : number(text);
        return number instanceof Value.Number n ? new Value.Number(n.is().setScale(0, RoundingMode.HALF_UP)) : Value.UNKNOWN;
    }

    static Value number(String text) {
        if (text == null || text.length() > 40 || !text.strip().matches("[+-]?\\d{1,30}(\\.\\d{0,30})?")) {
            return Value.UNKNOWN;
        }
        return new Value.Number(new BigDecimal(text.strip()));
    }
}
