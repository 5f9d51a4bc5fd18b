package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/**
 * The statements of a definition behind its CREATE, in order. Of those that set the same thing (the owner, a column's comment) only the last is kept: what they set is
 * read from the statement itself, so a definition that is read back has the same ones.
 */
final class Extras {
    private final Map<String, String> statements = new LinkedHashMap<>();

    Collection<String> all() {
        return statements.values();
    }

    void put(String statement) {
        String key = key(statement);
        statements.remove(key);
        statements.put(key, statement);
    }

    boolean remove(String key) {
        return statements.remove(key) != null;
    }

    /** The statement that sets it; null where none does. */
    String get(String key) {
        return statements.get(key);
    }

    boolean contains(String key) {
        return statements.containsKey(key);
    }

    void removeIf(Predicate<String> isGone) {
        statements.values().removeIf(isGone);
    }

    void removeKeysNot(String... prefixes) {
        statements.keySet().removeIf(key -> {
            for (String prefix : prefixes) {
                if (key.startsWith(prefix)) {
                    return false;
                }
            }
            return true;
        });
    }

    void replaceAll(UnaryOperator<String> change) {
        List<String> before = new ArrayList<>(statements.values());
        statements.clear();
        for (String statement : before) {
            put(change.apply(statement));
        }
    }

    /** COMMENT ON CONSTRAINT, ALTER TABLE t ALTER CONSTRAINT. */
    static boolean isOfConstraint(String statement) {
        Words words = Words.of(statement);
        return words.isPhrase(0, "COMMENT ON CONSTRAINT") || words.isPhrase(0, "ALTER TABLE") && words.isPhrase(TableAlteration.actions(words), "ALTER CONSTRAINT");
    }

    static String key(String statement) {
        Words words = Words.of(statement);
        if (words.isPhrase(0, "COMMENT ON")) {
            return "comment" + part(words, 2);
        }
        if (words.isPhrase(0, "SECURITY LABEL")) {
            return "label " + words.plain(0, words.count());
        }
        if (words.isAny(0, "GRANT", "REVOKE")) {
            return "grant " + words.plain(0, words.count());
        }
        if (!words.is(0, "ALTER")) {
            return words.plain(0, words.count());
        }
        int end = words.count() - 1;
        if (words.isPhrase(end - 2, "OWNER TO")) {
            return "owner";
        }
        return words.is(1, "SEQUENCE") ? sequence(words) : words.is(1, "TABLE") ? table(words, TableAlteration.actions(words)) : words.plain(0, words.count());
    }

    private static String part(Words words, int at) {
        if (words.is(at, "CONSTRAINT")) {
            return " constraint " + words.name(at + 1);
        } else if (words.isAny(at, "INDEX", "SEQUENCE")) {
            // A table has those of its keys and identity columns.
            return " part " + words.name(words.type(at + 2) == TokenType.DOT ? at + 3 : at + 1);
        }
        if (!words.is(at, "COLUMN")) {
            return "";
        }
        int is = at;
        while (is < words.count() && !words.is(is, "IS")) {
            is++;
        }
        return " column " + words.name(is - 1);
    }

    private static String sequence(Words words) {
        int action = TableAlteration.actions(words);
        return words.isPhrase(action, "OWNED BY") ? "owner column" : words.plain(0, words.count());
    }

    private static String table(Words words, int at) {
        if (words.isPhrase(at, "REPLICA IDENTITY")) {
            return "replica identity";
        } else if (words.isPhrase(at, "ENABLE ROW LEVEL") || words.isPhrase(at, "DISABLE ROW LEVEL")) {
            return "row level security";
        } else if (words.isPhrase(at, "FORCE ROW") || words.isPhrase(at, "NO FORCE")) {
            return "force row level security";
        } else if (words.isAny(at, "ENABLE", "DISABLE")) {
            int of = words.isAny(at + 1, "ALWAYS", "REPLICA") ? at + 2 : at + 1;
            return words.isAny(of, "TRIGGER", "RULE") ? "enable " + words.name(of + 1) : "enable";
        } else if (words.isPhrase(at, "CLUSTER ON")) {
            return "cluster";
        } else if (words.isPhrase(at, "ATTACH PARTITION")) {
            return "attach";
        }
        int column = words.isPhrase(at, "ALTER COLUMN") ? at + 2 : words.is(at, "ALTER") ? at + 1 : words.count();
        if (words.is(column + 1, "SET") && words.isAny(column + 2, "STATISTICS", "STORAGE", "COMPRESSION") && words.type(column + 4) == TokenType.END) {
            return words.written(column + 2).toLowerCase(Locale.ROOT) + " of " + words.name(column);
        }
        return words.plain(0, words.count());
    }
}
