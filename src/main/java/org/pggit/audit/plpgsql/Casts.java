package org.pggit.audit.plpgsql;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of another type. Chapter 8 of the manual. */
final class Casts {
    private static final String BOOLEANS = " t true y yes on 1 f false n no off 0 ";
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,30}(\\.\\d{0,30})?");
    private static final Pattern NUMERIC = Pattern.compile("(?:numeric)?\\(\\s*(\\d{1,2})\\s*(?:,\\s*(\\d{1,2})\\s*)?\\)");
    private static final Set<String> TEXTS = Set.of("text", "varchar", "name", "citext", "regproc", "json");
    /** Of the server's own whose values are written otherwise than they are given. */
    private static final Set<String> FOREIGN = Set.of("real", "char", "jsonb", "uuid", "time", "timetz", "bytea", "money", "bit", "varbit", "oid", "regtype", "regprocedure", "regnamespace", "regrole",
        "inet", "cidr", "macaddr", "xml", "tsvector", "tsquery", "point", "int4range", "int8range", "numrange", "daterange", "tsrange", "tstzrange");
    private static final int LONGEST_NAME = 63;
    private static final BigDecimal LARGEST_BIGINT = BigDecimal.valueOf(Long.MAX_VALUE);

    private final Catalog catalog;

    Casts(Catalog catalog) {
        this.catalog = catalog;
    }

    /** UNKNOWN where the type is not known here, or the server would refuse it. */
    Value cast(Value value, String type) {
        if (!value.isKnown() || value instanceof Value.Several) {
            return Value.UNKNOWN;
        }
        if (value.isNull()) {
            return new Value.Null(type);
        }
        if (type.endsWith("[]")) {
            return array(value, type.substring(0, type.length() - 2));
        }
        String text = value.asText();
        if (TEXTS.contains(type)) {
            return text == null ? Value.UNKNOWN : type.equals("name") ? name(text) : new Value.Text(text, type);
        }
        return switch (type) {
            case "regclass" -> text == null ? Value.UNKNOWN : relation(text);
            case "boolean" -> value instanceof Value.Bool ? value : value instanceof Value.Number n ? n.isInteger() ? Value.of(n.is().signum() != 0) : Value.UNKNOWN : bool(text);
            case "integer" -> integer(value);
            case "numeric" -> value instanceof Value.Number n ? new Value.Number(n.is(), Value.Kind.NUMERIC) : numeric(text);
            case "double" -> value instanceof Value.Number || value instanceof Value.Text ? number(text) instanceof Value.Number n ? widened(n, Value.Kind.DOUBLE) : Value.UNKNOWN : Value.UNKNOWN;
            case "record", "anyelement", "unknown", "void" -> value;
            default -> Times.isType(type) ? Times.cast(value, type) : type.startsWith("numeric(") ? modified(cast(value, "numeric"), type) : Value.UNKNOWN;
        };
    }

    /** As it is written in an expression: varchar(3) cuts what is longer, numeric(4, 1) rounds. */
    Value cast(Value value, TypeName type) {
        Value cast = cast(value, type.name());
        return type.hasModifier() && cast.isKnown() && !cast.isNull() ? modified(cast, type.modifier()) : cast;
    }

    private static Value modified(Value value, String modifier) {
        Matcher numbers = NUMERIC.matcher(modifier);
        if (!numbers.matches()) {
            return Value.UNKNOWN;
        }
        int first = Integer.parseInt(numbers.group(1));
        if (value instanceof Value.Text t && t.type().equals("varchar")) {
            return t.output().codePointCount(0, t.output().length()) <= first ? t : new Value.Text(t.output().substring(0, t.output().offsetByCodePoints(0, first)), "varchar");
        }
        if (value instanceof Value.Number n && n.kind() == Value.Kind.NUMERIC) {
            BigDecimal rounded = n.is().setScale(numbers.group(2) == null ? 0 : Integer.parseInt(numbers.group(2)), RoundingMode.HALF_UP);
            return rounded.precision() <= first ? new Value.Number(rounded, Value.Kind.NUMERIC) : Value.UNKNOWN;
        }
        return value instanceof Value.Moment m && m.at().getNano() == 0 ? m : Value.UNKNOWN;
    }

    /** What a variable of the type holds: kinds that are not known here (enums, domains, rows) stay as they were given. */
    Value assign(Value value, String type) {
        boolean isOwn = TEXTS.contains(type) && !type.equals("json") && !type.equals("regproc") || type.endsWith("[]") || type.startsWith("numeric(") || Times.isType(type)
            || Set.of("regclass", "boolean", "integer", "numeric", "double").contains(type);
        if (FOREIGN.contains(type) && !value.isNull() || value instanceof Value.Several) {
            return Value.UNKNOWN;
        }
        return isOwn || value.isNull() ? cast(value, type) : value;
    }

    /** Cut at the server's own length. */
    private static Value name(String text) {
        boolean isAscii = text.chars().allMatch(c -> c < 128);
        return isAscii ? new Value.Text(text.substring(0, Math.min(LONGEST_NAME, text.length())), "name")
            : text.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME ? new Value.Text(text, "name") : Value.UNKNOWN;
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
            elements.add(e instanceof Value.Array nested ? array(nested, element) : cast(e, element));
        }
        return elements.contains(Value.UNKNOWN) && from.stream().anyMatch(Value.Array.class::isInstance) ? Value.UNKNOWN : new Value.Array(elements);
    }

    static Value bool(String text) {
        String word = text == null ? "" : text.strip().toLowerCase(Locale.ROOT);
        int at = word.isEmpty() ? -1 : BOOLEANS.indexOf(' ' + word + ' ');
        return at < 0 ? Value.UNKNOWN : Value.of(at < BOOLEANS.indexOf(" f "));
    }

    static Value integer(Value value) {
        if (value instanceof Value.Bool b) {
            return Value.number(b.is() ? 1 : 0);
        }
        Value number = value instanceof Value.Number ? value : value instanceof Value.Text t ? number(t.output()) : Value.UNKNOWN;
        if (!(number instanceof Value.Number n) || n.is().abs().compareTo(LARGEST_BIGINT) > 0 || value instanceof Value.Text && !n.isInteger()) {
            return Value.UNKNOWN;
        }
        return new Value.Number(n.is().setScale(0, RoundingMode.HALF_UP), Value.Kind.INTEGER);
    }

    private static Value numeric(String text) {
        return number(text) instanceof Value.Number n ? new Value.Number(n.is(), Value.Kind.NUMERIC) : Value.UNKNOWN;
    }

    static boolean isWhole(BigDecimal number) {
        return number.precision() - number.scale() <= 15 && number.remainder(BigDecimal.ONE).signum() == 0;
    }

    /** As a wider kind of number, or the same; UNKNOWN where it is a double that is not whole. */
    static Value widened(Value.Number n, Value.Kind kind) {
        return kind != Value.Kind.DOUBLE ? new Value.Number(n.is(), kind) : isWhole(n.is()) ? new Value.Number(n.is().setScale(0, RoundingMode.UNNECESSARY), kind) : Value.UNKNOWN;
    }

    /** As a constant: an integer where it has no point, and is not too long for one. */
    static Value number(String text) {
        if (text == null || text.length() > 61 || !NUMBER.matcher(text.strip()).matches()) {
            return Value.UNKNOWN;
        }
        BigDecimal number = new BigDecimal(text.strip());
        return new Value.Number(number, text.indexOf('.') < 0 && number.abs().compareTo(LARGEST_BIGINT) <= 0 ? Value.Kind.INTEGER : Value.Kind.NUMERIC);
    }
}
