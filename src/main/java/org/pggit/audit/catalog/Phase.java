package org.pggit.audit.catalog;

import java.util.List;

/**
 * When a statement comes in a script where nothing it names says otherwise: the order of pg_dump's sections (source: pg_dump_sort.c,
 * dbObjectTypePriorities).
 */
enum Phase {
    SCHEMA, EXTENSION, COLLATION, SHELL_TYPE, LANGUAGE, TYPE, FUNCTION, AGGREGATE, CAST, ACCESS_METHOD, OPERATOR, OPERATOR_FAMILY, OPERATOR_CLASS,
    CONVERSION, TEXT_SEARCH, TRANSFORM, FOREIGN_DATA, SEQUENCE, TABLE, ATTACH, DEFAULT, VIEW, MATERIALIZED_VIEW, CONSTRAINT, INDEX, INDEX_ATTACH,
    STATISTICS, RULE, TRIGGER, TRIGGER_STATE, FOREIGN_KEY, POLICY, PUBLICATION, SUBSCRIPTION, DEFAULT_PRIVILEGES, EVENT_TRIGGER;

    /**
     * The phase of a statement by its words (upper case, the first 12; names, operators and punctuation are empty texts). Null: it belongs to the
     * statement before.
     */
    static Phase of(List<String> words) {
        String first = words.isEmpty() ? "" : words.get(0);
        if (first.equals("CREATE")) {
            return ofCreate(words);
        }
        if (first.equals("ALTER")) {
            return ofAlter(words);
        }
        return null;
    }

    private static Phase ofCreate(List<String> words) {
        for (String word : words.subList(1, words.size())) {
            switch (word) {
                case "SCHEMA": return SCHEMA;
                case "EXTENSION": return EXTENSION;
                case "COLLATION": return COLLATION;
                case "LANGUAGE": return LANGUAGE;
                case "TYPE", "DOMAIN": return TYPE;
                case "FUNCTION", "PROCEDURE": return FUNCTION;
                case "AGGREGATE": return AGGREGATE;
                case "CAST": return CAST;
                case "ACCESS": return ACCESS_METHOD;
                case "OPERATOR":
                    return words.contains("CLASS") ? OPERATOR_CLASS : words.contains("FAMILY") ? OPERATOR_FAMILY : OPERATOR;
                case "CONVERSION": return CONVERSION;
                case "SEARCH": return TEXT_SEARCH;
                case "TRANSFORM": return TRANSFORM;
                case "SERVER", "USER": return FOREIGN_DATA;
                case "FOREIGN": return words.get(2).equals("TABLE") ? TABLE : FOREIGN_DATA;
                case "SEQUENCE": return SEQUENCE;
                case "TABLE": return TABLE;
                case "MATERIALIZED": return MATERIALIZED_VIEW;
                case "VIEW": return VIEW;
                case "INDEX": return INDEX;
                case "STATISTICS": return STATISTICS;
                case "RULE": return RULE;
                case "EVENT": return EVENT_TRIGGER;
                case "TRIGGER": return TRIGGER;
                case "POLICY": return POLICY;
                case "PUBLICATION": return PUBLICATION;
                case "SUBSCRIPTION": return SUBSCRIPTION;
                default: break;
            }
        }
        return null;
    }

    private static Phase ofAlter(List<String> words) {
        if (words.contains("PRIVILEGES")) {
            return DEFAULT_PRIVILEGES;
        }
        if (words.contains("ATTACH")) {
            return words.get(1).equals("INDEX") ? INDEX_ATTACH : ATTACH;
        }
        if (words.contains("OWNED") || words.contains("DEFAULT")) {
            return DEFAULT;
        }
        if (words.get(1).equals("DOMAIN")) {
            // A constraint that comes behind the tables could not be added any more: an array of the domain stops it.
            return null;
        }
        if (words.contains("CONSTRAINT")) {
            return words.contains("FOREIGN") && words.contains("KEY") ? FOREIGN_KEY : CONSTRAINT;
        }
        if (words.contains("TRIGGER") && !words.get(1).equals("EVENT")) {
            // Of a partition's trigger: its parent's makes it.
            return TRIGGER_STATE;
        }
        return words.contains("RULE") ? RULE : null;
    }
}
