package org.pggit.audit.plpgsql;

import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/**
 * A type's name as it stands in a text, in one spelling.
 *
 * @param end behind its last word
 * @param modifier the numbers in parentheses behind it, with these; null for none
 */
record TypeName(String name, int end, String modifier) {

    boolean hasModifier() {
        return modifier != null;
    }

    /** With what cuts or rounds the values of a variable. */
    String whole() {
        return name.equals("numeric") && modifier != null ? name + modifier : name;
    }

    static TypeName read(Words words, int from, int limit) {
        int at = from;
        if (words.isAny(at, "SETOF", "TABLE")) {
            return new TypeName("record", limit, null);
        }
        String name = words.isName(at) ? words.name(at) : "";
        at++;
        while (words.type(at) == TokenType.DOT && words.isName(at + 1) && at + 1 < limit) {
            name = "pg_catalog".equals(name) ? words.name(at + 1) : name + '.' + words.name(at + 1);
            at += 2;
        }
        if (words.isAny(at, "PRECISION", "VARYING") && at < limit) {
            name = name.equals("double") ? "double" : name.equals("bit") ? "varbit" : "varchar";
            at++;
        }
        boolean hasModifier = words.type(at) == TokenType.LEFT_PAREN && at < limit;
        int modifier = at;
        at = hasModifier ? words.skip(at) : at;
        String numbers = hasModifier ? words.slice(modifier, at) : null;
        if (words.isAny(at, "WITH", "WITHOUT") && words.isPhrase(at + 1, "TIME ZONE") && at < limit) {
            name = words.is(at, "WITH") ? name + "tz" : name;
            at += 3;
        }
        if (words.written(at).equals("%") && words.isAny(at + 1, "TYPE", "ROWTYPE") && at < limit) {
            return new TypeName(words.is(at + 1, "TYPE") ? "unknown" : "record", at + 2, null);
        }
        boolean isArray = false;
        while (at < limit && (words.type(at) == TokenType.LEFT_BRACKET || words.is(at, "ARRAY"))) {
            isArray = true;
            at = words.skip(at);
        }
        return new TypeName(spelling(name) + (isArray ? "[]" : ""), Math.min(at, limit), numbers);
    }

    private static String spelling(String name) {
        return switch (name) {
            case "int", "int4", "int2", "int8", "smallint", "bigint" -> "integer";
            case "bool" -> "boolean";
            case "character", "bpchar" -> "char";
            case "decimal" -> "numeric";
            case "float8", "float4", "real", "float" -> "double";
            default -> name;
        };
    }
}
