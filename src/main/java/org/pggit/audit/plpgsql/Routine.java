package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** A function or procedure as its CREATE has it. */
public record Routine(String language, List<Parameter> parameters, String body) {

    /** name: null where it has none. defaultValue: the expression's text; null for none. */
    record Parameter(String name, String type, boolean isInput, String defaultValue) {
    }

    /** Null where the text is no CREATE with a body that is a string. */
    public static Routine of(String create) {
        Words words = Words.of(create);
        int open = 0;
        while (open < words.count() && words.type(open) != TokenType.LEFT_PAREN) {
            open++;
        }
        String language = null;
        String body = null;
        for (int i = words.skip(open); i < words.count(); i = words.skip(i)) {
            if (words.is(i, "LANGUAGE")) {
                language = words.type(i + 1).isString() ? words.string(i + 1).toLowerCase(Locale.ROOT) : words.name(i + 1);
            } else if (words.is(i, "AS") && words.type(i + 1).isString()) {
                body = Constants.of(words, i + 1).output();
            }
        }
        return body == null || language == null ? null : new Routine(language, parameters(words, open), body);
    }

    private static List<Parameter> parameters(Words words, int open) {
        List<Parameter> parameters = new ArrayList<>();
        int close = words.skip(open) - 1;
        for (int from = open + 1; from < close; ) {
            int to = words.endOfItem(from, close);
            parameters.add(parameter(words, from, to));
            from = to + 1;
        }
        return parameters;
    }

    private static Parameter parameter(Words words, int from, int to) {
        boolean isOutput = words.is(from, "OUT") && from + 1 < to;
        int at = words.isAny(from, "IN", "INOUT", "OUT", "VARIADIC") && from + 1 < to ? from + 1 : from;
        boolean isNamed = at + 1 < to && words.isName(at + 1) && !words.isAny(at + 1, "DEFAULT", "PRECISION", "VARYING", "WITH", "WITHOUT", "ARRAY");
        TypeName type = TypeName.read(words, isNamed ? at + 1 : at, to);
        boolean hasDefault = type.end() + 1 < to && (words.is(type.end(), "DEFAULT") || words.written(type.end()).equals("=") || words.type(type.end()) == TokenType.COLON_EQUALS);
        return new Parameter(isNamed ? words.name(at) : null, words.is(from, "VARIADIC") ? "variadic" : type.name(), !isOutput, hasDefault ? words.slice(type.end() + 1, to) : null);
    }

    List<Parameter> inputs() {
        return parameters.stream().filter(Parameter::isInput).toList();
    }

    /** The types that tell overloads apart. */
    List<String> signature() {
        return inputs().stream().map(Parameter::type).toList();
    }

    public boolean hasSignatureOf(Routine other) {
        return signature().equals(other.signature());
    }
}
