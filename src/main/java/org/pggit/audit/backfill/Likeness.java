package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/**
 * Whether two definitions of an object say the same in other words: a person's CREATE and the server's. Compared are the words, whatever their order, without what the
 * server adds or spells otherwise (casts, parentheses, the schema public, default clauses). Equal keys mean alike as a rule; different keys mean that something to look
 * at is different.
 */
public final class Likeness {
    private static final Map<String, String> SPELLINGS = Map.ofEntries(Map.entry("int", "integer"), Map.entry("int4", "integer"), Map.entry("int8", "bigint"), Map.entry("int2", "smallint"),
        Map.entry("bool", "boolean"), Map.entry("float8", "double"), Map.entry("float4", "real"), Map.entry("decimal", "numeric"), Map.entry("varchar", "character varying"),
        Map.entry("char", "character"), Map.entry("timestamptz", "timestamp timestamptz"), Map.entry("procedure", "function"), Map.entry("now", "current_timestamp"), Map.entry("some", "any"));
    private static final List<String> LEFT_OUT = List.of("or", "replace", "if", "not exists", "exists", "only", "asc", "btree", "using", "without", "as", "volatile", "called", "input", "column",
        "collate", "no", "cascade", "public", "on", "null", "to", "in", "with", "precision", "cost");

    private Likeness() {
    }

    public static String key(String definition) {
        Words words = Words.of(definition);
        List<String> said = new ArrayList<>();
        for (int i = 0; i < words.count(); i++) {
            TokenType type = words.type(i);
            if (type == TokenType.TYPE_CAST) {
                i = endOfType(words, i + 1) - 1;
            } else if (words.isPhrase(i, "WITHOUT TIME ZONE")) {
                i += 2;
            } else if (words.isPhrase(i, "WITH TIME ZONE")) {
                said.add("timestamptz");
                i += 2;
            } else if (type.isString()) {
                String string = words.string(i).strip();
                said.add(string.equals("f") || string.equals("t") ? string.equals("f") ? "false" : "true" : "'" + string);
            } else if (words.isName(i)) {
                String name = type == TokenType.WORD ? words.written(i).toLowerCase(Locale.ROOT) : QualifiedName.quote(words.name(i));
                for (String part : SPELLINGS.getOrDefault(name, name).split(" ")) {
                    if (!LEFT_OUT.contains(part)) {
                        said.add(part);
                    }
                }
            } else if (type == TokenType.NUMBER || type == TokenType.OPERATOR) {
                said.add(words.written(i));
            }
        }
        said.sort(null);
        return String.join(" ", said);
    }

    private static int endOfType(Words words, int from) {
        int at = from + 1;
        while (words.type(at) == TokenType.DOT) {
            at += 2;
        }
        while (words.isAny(at, "VARYING", "PRECISION", "WITHOUT", "WITH", "TIME", "ZONE")) {
            at++;
        }
        at = words.type(at) == TokenType.LEFT_PAREN && words.type(at + 1) == TokenType.NUMBER ? words.skip(at) : at;
        return words.type(at) == TokenType.LEFT_BRACKET ? words.skip(at) : at;
    }
}
