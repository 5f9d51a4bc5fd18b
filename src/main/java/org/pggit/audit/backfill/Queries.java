package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** What the query of a view surely reads: only what its text leaves no doubt of. */
final class Queries {
    private static final String[] BEHIND_RELATION = {"ON", "USING", "WHERE", "JOIN", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "NATURAL", "GROUP", "ORDER", "HAVING", "LIMIT", "OFFSET", "UNION",
        "EXCEPT", "INTERSECT", "WINDOW", "FETCH", "FOR", "WITH", "TABLESAMPLE", "LATERAL"};

    private Queries() {
    }

    /** A relation in a FROM, what stands for it in the query, and where it is named. */
    record Source(QualifiedName relation, String alias, int at) {
    }

    static boolean isQuery(StoredObject object) {
        return object.head != null && (object.type == ObjectType.VIEW || object.type == ObjectType.MATERIALIZED_VIEW);
    }

    static boolean reads(String head, QualifiedName relation, SchemaState state) {
        return Mention.isPossible(head, relation.name()) && sources(Words.of(head), state).stream().anyMatch(s -> s.relation.equals(relation));
    }

    /** {@code EXECUTE FUNCTION f(}. */
    static boolean executes(String head, QualifiedName function, SchemaState state) {
        if (!Mention.isPossible(head, function.name())) {
            return false;
        }
        Words words = Words.of(head);
        for (int i = 1; i < words.count(); i++) {
            if (words.is(i - 1, "EXECUTE") && words.isAny(i, "FUNCTION", "PROCEDURE")) {
                boolean isQualified = words.type(i + 2) == TokenType.DOT;
                StoredObject other = isQualified ? null : state.find(ObjectType.FUNCTION, null, function.name());
                boolean isMeant = isQualified ? words.name(i + 1).equals(function.schema()) : other == null || !state.searchPath.contains(other.schema);
                return isMeant && function.name().equals(words.name(isQualified ? i + 3 : i + 1));
            }
        }
        return false;
    }

    /** The column stands in the text behind what stands for the relation and for nothing else, or the relation is the only one. */
    static boolean readsColumn(String head, QualifiedName relation, String column, SchemaState state) {
        if (!Mention.isPossible(head, relation.name()) || !Mention.isPossible(head, column)) {
            return false;
        }
        Words words = Words.of(head);
        List<Source> sources = sources(words, state);
        Map<String, Set<QualifiedName>> meanings = new HashMap<>();
        sources.forEach(s -> meanings.computeIfAbsent(s.alias, a -> new HashSet<>()).add(s.relation));
        boolean isOnly = sources.size() == 1 && sources.get(0).relation.equals(relation) && !words.is(body(words), "WITH");
        for (int i = body(words); i < words.count(); i++) {
            boolean isNamed = column.equals(words.name(i)) && words.type(i + 1) != TokenType.LEFT_PAREN && words.type(i + 1) != TokenType.DOT;
            if (isNamed && words.type(i - 1) == TokenType.DOT) {
                if (Set.of(relation).equals(meanings.get(words.name(i - 2)))) {
                    return true;
                }
            } else if (isNamed && isOnly && !words.is(i - 1, "AS") && (words.type(i - 1) == TokenType.COMMA || words.type(i - 1) == TokenType.LEFT_PAREN || words.type(i - 1) == TokenType.OPERATOR
                || words.isAny(i - 1, "SELECT", "WHERE", "BY", "AND", "OR", "NOT"))) {
                return true;
            }
        }
        return false;
    }

    /** Behind AS: the names of a view's own columns are none of its query. */
    static int body(Words words) {
        int at = 0;
        while (at < words.count() && !words.is(at, "AS")) {
            at = words.skip(at);
        }
        return at + 1;
    }

    /** The places where the query names a relation without a schema, with the relation that it means. */
    static Map<Integer, QualifiedName> unqualified(Words words, SchemaState state) {
        Map<Integer, QualifiedName> places = new HashMap<>();
        for (Source source : sources(words, state)) {
            if (words.type(source.at + 1) != TokenType.DOT) {
                places.put(source.at, source.relation);
            }
        }
        return places;
    }

    static List<Source> sources(Words words, SchemaState state) {
        Set<String> inQuery = new HashSet<>();
        int from = body(words);
        for (int i = from; i < words.count(); i++) {
            // WITH a AS (...), b (x, y) AS MATERIALIZED (...)
            boolean isWith = words.isAny(i - 1, "WITH", "RECURSIVE") || words.type(i - 1) == TokenType.COMMA;
            int behind = words.type(i + 1) == TokenType.LEFT_PAREN ? words.skip(i + 1) : i + 1;
            if (isWith && words.isName(i) && words.is(behind, "AS") && (words.type(behind + 1) == TokenType.LEFT_PAREN || words.isAny(behind + 1, "MATERIALIZED", "NOT"))) {
                inQuery.add(words.name(i));
            }
        }
        List<Source> sources = new ArrayList<>();
        for (int i = from; i < words.count(); i++) {
            int at = words.is(i, "ONLY") ? i + 1 : i;
            if (words.isName(at) && isInFrom(words, i)) {
                boolean isQualified = words.type(at + 1) == TokenType.DOT && words.isName(at + 2);
                int last = isQualified ? at + 2 : at;
                boolean isFunction = words.type(last + 1) == TokenType.LEFT_PAREN;
                if (!isFunction && !words.is(at, "LATERAL") && (isQualified || !inQuery.contains(words.name(at)))) {
                    QualifiedName relation = state.relation(isQualified ? new QualifiedName(words.name(at), words.name(last)) : new QualifiedName(null, words.name(at)));
                    int alias = words.is(last + 1, "AS") ? last + 2 : last + 1;
                    boolean isAliased = words.isName(alias) && !words.isAny(alias, BEHIND_RELATION);
                    sources.add(new Source(relation, words.name(isAliased ? alias : last), at));
                }
            }
        }
        return sources;
    }

    /** Where the parentheses around a join begin whose first relation begins at the token: FROM ((a JOIN b ON ...) JOIN c ON ...); the token itself where there are none. */
    static int joinAround(Words words, int at) {
        int open = at;
        while (words.type(open - 1) == TokenType.LEFT_PAREN) {
            open--;
        }
        if (open == at || !words.isAny(open - 1, "FROM", "JOIN")) {
            return at;
        }
        int end = words.skip(at - 1) - 1;
        for (int i = at; i < end; i = words.skip(i)) {
            if (words.is(i, "JOIN")) {
                return open;
            }
        }
        return at;
    }

    private static boolean isInFrom(Words words, int token) {
        int at = joinAround(words, token);
        if (words.is(at - 1, "JOIN")) {
            return true;
        }
        boolean isListed = words.type(at - 1) == TokenType.COMMA;
        if (!isListed && !words.is(at - 1, "FROM")) {
            return false;
        }
        // FROM of a SELECT, not of EXTRACT(x FROM y), and none of IS DISTINCT FROM.
        boolean isFrom = !isListed && !words.is(at - 2, "DISTINCT");
        int depth = 0;
        for (int i = at - (isListed ? 1 : 2); i > 0; i--) {
            TokenType type = words.type(i);
            depth += type == TokenType.RIGHT_PAREN ? 1 : type == TokenType.LEFT_PAREN ? -1 : 0;
            if (depth < 0) {
                return false;
            }
            if (depth == 0 && words.is(i, "SELECT")) {
                return isFrom;
            }
            if (depth == 0 && !isFrom && words.isAny(i, "WHERE", "GROUP", "ORDER", "BY", "HAVING", "SET", "LIMIT", "WINDOW", "UNION", "EXCEPT", "INTERSECT")) {
                return false;
            }
            if (depth == 0 && !isFrom && words.is(i, "FROM") && !words.is(i - 1, "DISTINCT")) {
                isFrom = true;
            }
        }
        return false;
    }
}
