package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** The names of a relation's columns, in order: a table's with those that it inherits, a view's by its query. Null where the texts do not tell them all. */
final class ResultColumns {
    private static final int DEEPEST = 20;

    private final SchemaState state;

    ResultColumns(SchemaState state) {
        this.state = state;
    }

    List<String> of(StoredObject relation) {
        return of(relation, 0);
    }

    List<String> of(StoredObject relation, int depth) {
        if (relation == null || depth > DEEPEST) {
            return null;
        }
        if (relation.shape == null) {
            return QueryColumns.isOf(relation) ? ofQuery(relation, depth) : null;
        }
        Set<String> columns = new LinkedHashSet<>();
        for (StoredObject parent : Inheritance.parents(relation, state)) {
            List<String> inherited = of(parent, depth + 1);
            if (inherited == null) {
                return null;
            }
            columns.addAll(inherited);
        }
        relation.shape.columns.forEach(c -> columns.add(c.name()));
        return new ArrayList<>(columns);
    }

    private List<String> ofQuery(StoredObject relation, int depth) {
        Words words = Words.of(relation.head);
        int body = Queries.body(words);
        List<String> given = new ArrayList<>();
        for (int i = 1; i < body; i++) {
            if (words.type(i) == TokenType.LEFT_PAREN && words.isName(i - 1) && !words.is(i - 1, "WITH")) {
                for (int at = i + 1; at < words.skip(i) - 1; at += 2) {
                    given.add(words.name(at));
                }
                break;
            }
        }
        int select = body;
        while (select < words.count() && !words.is(select, "SELECT")) {
            select = words.skip(select);
        }
        List<String> names = given;
        if (given.isEmpty()) {
            if (select >= words.count()) {
                return null;
            }
            names = items(words, select, new StarColumns(new QueryColumns(relation.head, relation.qualifiedName(), state)), depth);
        }
        return relation.extras.all().stream().anyMatch(text -> Words.of(text).isPhrase(0, "ALTER") && Mention.isPossible(text, "rename")) ? null : names;
    }

    private List<String> items(Words words, int select, StarColumns query, int depth) {
        int end = select + 1;
        while (end < words.count() && !words.isAny(end, "FROM", "UNION", "EXCEPT", "INTERSECT", "WHERE", "ORDER", "LIMIT") && words.type(end) != TokenType.SEMICOLON) {
            end = words.skip(end);
        }
        List<String> names = new ArrayList<>();
        int from = select + 1;
        if (words.is(from, "DISTINCT")) {
            from = words.is(from + 1, "ON") ? words.skip(from + 2) : from + 1;
        } else if (words.is(from, "ALL")) {
            from++;
        }
        for (int at = from; at < end; ) {
            int next = words.endOfItem(at, end);
            if (words.written(next - 1).equals("*") && (next == at + 1 || words.type(next - 2) == TokenType.DOT)) {
                List<StarColumns.Named> all = next == at + 1 ? query.all(select, depth + 1) : next == at + 3 ? query.allOf(select, words.name(at), depth + 1) : null;
                if (all == null) {
                    return null;
                }
                all.forEach(n -> names.add(n.column()));
            } else {
                String name = name(words, at, next);
                if (name == null) {
                    return null;
                }
                names.add(name);
            }
            at = next + 1;
        }
        return names;
    }

    /** What the server calls an item (parse_target.c, FigureColname); null where this reader is not sure. */
    private static String name(Words words, int from, int to) {
        if (words.isName(to - 1) && words.is(to - 2, "AS")) {
            return words.name(to - 1);
        }
        int cast = from;
        while (cast < to && words.type(cast) != TokenType.TYPE_CAST) {
            cast = words.skip(cast);
        }
        boolean isBareAlias = words.isName(to - 1) && to - from >= 2 && (words.isName(to - 2) && words.type(to - 3) != TokenType.TYPE_CAST && cast == to || words.type(to - 2) == TokenType.RIGHT_PAREN
            || words.type(to - 2) == TokenType.NUMBER || words.type(to - 2).isString());
        if (isBareAlias) {
            return words.name(to - 1);
        }
        int end = cast;
        boolean isColumn = words.isName(from) && (end == from + 1 || end == from + 3 && words.type(from + 1) == TokenType.DOT && words.isName(from + 2));
        if (isColumn) {
            return words.name(end - 1);
        }
        boolean isCall = words.isName(from) && words.type(from + 1) == TokenType.LEFT_PAREN && words.skip(from + 1) == end;
        return isCall && cast == to && !words.isAny(from, "CAST", "EXISTS", "ARRAY", "ROW", "EXTRACT", "COALESCE", "NULLIF", "TRIM", "OVERLAY", "SUBSTRING", "POSITION") ? words.name(from) : null;
    }
}
