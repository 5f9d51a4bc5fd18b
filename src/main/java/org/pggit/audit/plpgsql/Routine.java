package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/**
 * A function or procedure as its CREATE has it.
 *
 * @param returns the type; null of a procedure and of what has output parameters alone
 * @param isStrict NULL for any NULL that it is given
 */
public record Routine(String name, String language, List<Parameter> parameters, String returns, boolean isSet, boolean isStrict, String body) {

    /** name: null where it has none. defaultValue: the expression's text; null for none. */
    record Parameter(String name, String type, boolean isInput, boolean isOutput, boolean isVariadic, String defaultValue) {
    }

    /** Null where the text is no CREATE with a body that is a string. */
    public static Routine of(String create) {
        Words words = Words.of(create);
        int open = 0;
        while (open < words.count() && words.type(open) != TokenType.LEFT_PAREN) {
            open++;
        }
        List<Parameter> parameters = parameters(words, open, false);
        String language = null;
        String body = null;
        String returns = null;
        boolean isSet = false;
        boolean isStrict = false;
        for (int i = words.skip(open); i < words.count(); i = words.skip(i)) {
            if (words.is(i, "LANGUAGE")) {
                language = words.type(i + 1).isString() ? words.string(i + 1).toLowerCase(Locale.ROOT) : words.name(i + 1);
            } else if (words.is(i, "AS") && words.type(i + 1).isString()) {
                body = Constants.of(words, i + 1).output();
            } else if (words.isPhrase(i, "RETURNS TABLE")) {
                isSet = true;
                parameters.addAll(parameters(words, i + 2, true));
            } else if (words.is(i, "STRICT") || words.isPhrase(i, "RETURNS NULL ON")) {
                isStrict = true;
            } else if (words.is(i, "RETURNS")) {
                isSet = words.is(i + 1, "SETOF");
                returns = TypeName.read(words, isSet ? i + 2 : i + 1, words.count()).name();
            }
        }
        String name = words.name(open - 1);
        return body == null || language == null || name == null ? null : new Routine(name, language, parameters, returns, isSet, isStrict, body);
    }

    private static List<Parameter> parameters(Words words, int open, boolean isTable) {
        List<Parameter> parameters = new ArrayList<>();
        int close = words.skip(open) - 1;
        for (int from = open + 1; from < close; ) {
            int to = words.endOfItem(from, close);
            parameters.add(parameter(words, from, to, isTable));
            from = to + 1;
        }
        return parameters;
    }

    private static Parameter parameter(Words words, int from, int to, boolean isTable) {
        boolean isOutput = isTable || words.isAny(from, "OUT", "INOUT") && from + 1 < to;
        boolean isInput = !isTable && !(words.is(from, "OUT") && from + 1 < to);
        boolean isVariadic = words.is(from, "VARIADIC") && from + 1 < to;
        int mode = words.isAny(from, "IN", "INOUT", "OUT", "VARIADIC") && from + 1 < to ? from + 1 : from;
        // IN OUT are two words, too.
        boolean isBoth = words.is(from, "IN") && words.is(mode, "OUT") && mode + 1 < to;
        int at = isBoth ? mode + 1 : mode;
        boolean isNamed = at + 1 < to && words.isName(at + 1) && !words.isAny(at + 1, "DEFAULT", "PRECISION", "VARYING", "WITH", "WITHOUT", "ARRAY");
        TypeName type = TypeName.read(words, isNamed ? at + 1 : at, to);
        boolean hasDefault = type.end() + 1 < to && (words.is(type.end(), "DEFAULT") || words.written(type.end()).equals("=") || words.type(type.end()) == TokenType.COLON_EQUALS);
        return new Parameter(isNamed ? words.name(at) : null, type.name(), isInput, isOutput || isBoth, isVariadic, hasDefault ? words.slice(type.end() + 1, to) : null);
    }

    List<Parameter> inputs() {
        return parameters.stream().filter(Parameter::isInput).toList();
    }

    List<Parameter> outputs() {
        return parameters.stream().filter(Parameter::isOutput).toList();
    }

    /** The types that tell overloads apart. */
    List<String> signature() {
        return inputs().stream().map(Parameter::type).toList();
    }

    public boolean hasSignatureOf(Routine other) {
        return signature().equals(other.signature());
    }
}
