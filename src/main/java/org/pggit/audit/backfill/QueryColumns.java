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

/**
 * The columns of a relation in a query's text. The server keeps them by number and what the query calls its own by name: where a column gets another name, or the
 * relation another column, the text is written so that it says the same as before.
 */
final class QueryColumns {
    private static final String[] BEHIND_FROM = {"WHERE", "GROUP", "ORDER", "HAVING", "LIMIT", "OFFSET", "WINDOW", "UNION", "EXCEPT", "INTERSECT", "FETCH", "FOR"};

    final Words words;
    final QualifiedName relation;
    final SchemaState state;
    final List<Queries.Source> sources;
    final Map<String, Set<QualifiedName>> meanings = new HashMap<>();
    final int body;

    QueryColumns(String head, QualifiedName relation, SchemaState state) {
        this.words = Words.of(head);
        this.relation = relation;
        this.state = state;
        this.sources = Queries.sources(words, state);
        this.body = Queries.body(words);
        sources.forEach(s -> meanings.computeIfAbsent(s.alias(), a -> new HashSet<>()).add(s.relation()));
    }

    /** A view, or a table that is made of a query. */
    static boolean isOf(StoredObject object) {
        return Queries.isQuery(object) || object.type == ObjectType.TABLE && object.shape == null && object.head != null;
    }

    /** The query with the column's new name wherever the old one surely means it. */
    static String rename(String head, QualifiedName relation, String from, String to, SchemaState state) {
        if (!Mention.isPossible(head, relation.name()) || !Mention.isPossible(head, from)) {
            return head;
        }
        QueryColumns query = new QueryColumns(head, relation, state);
        String aliased = new StarColumns(query).aliased(from, to);
        return aliased != null ? aliased : query.renamed(from, to);
    }

    private String renamed(String from, String to) {
        StringBuilder out = new StringBuilder();
        int copied = 0;
        for (int i = body; i < words.count(); i++) {
            boolean isName = from.equals(words.name(i)) && words.type(i + 1) != TokenType.DOT && words.type(i + 1) != TokenType.LEFT_PAREN;
            boolean isQualified = words.type(i - 1) == TokenType.DOT;
            boolean isMeant = isName && (isQualified ? words.type(i - 3) != TokenType.DOT && Set.of(relation).equals(meanings.get(words.name(i - 2))) : isOwn(i, from));
            if (isMeant) {
                int first = isQualified ? i - 2 : i;
                boolean isItem = isSelected(first) && (words.type(i + 1) == TokenType.COMMA || words.is(i + 1, "FROM"));
                out.append(words.text(), copied, words.start(i)).append(QualifiedName.quote(to)).append(isItem ? " AS " + words.written(i) : "");
                copied = words.end(i);
            }
        }
        return out.append(words.text().substring(copied)).toString();
    }

    /** A name alone that the relation's column has, and nothing else that this SELECT reads. */
    private boolean isOwn(int at, String column) {
        if (words.is(at - 1, "AS") || words.type(at - 1) == TokenType.TYPE_CAST || isSource(at) || words.isName(at - 1) && isAlias(at)) {
            return false;
        }
        int select = select(at);
        if (select < 0) {
            return false;
        }
        List<Queries.Source> read = readBy(select);
        if (read.isEmpty() || fromItems(select) != read.size()) {
            return false;
        }
        boolean isRead = false;
        for (Queries.Source s : read) {
            if (s.relation().equals(relation)) {
                if (isRead) {
                    return false;
                }
                isRead = true;
            } else {
                List<String> other = new StarColumns(this).columns(s, 0);
                if (other == null || other.contains(column)) {
                    return false;
                }
            }
        }
        return isRead && !isOrder(at, select);
    }

    private boolean isSource(int at) {
        return sources.stream().anyMatch(s -> s.at() == at || s.at() == at - 2 && words.type(at - 1) == TokenType.DOT);
    }

    /** Behind a relation: FROM t x. */
    private boolean isAlias(int at) {
        return isSource(at - 1) || words.is(at - 1, "AS");
    }

    /** In ORDER BY the names of the query's own columns go first: it stays, whatever it means. */
    private boolean isOrder(int at, int select) {
        int depth = 0;
        for (int i = at; i > select; i--) {
            depth += words.type(i) == TokenType.RIGHT_PAREN ? 1 : words.type(i) == TokenType.LEFT_PAREN ? -1 : 0;
            if (depth <= 0 && words.isPhrase(i, "ORDER BY")) {
                return isNamed(select, words.name(at)) || hasSetOperation();
            }
        }
        return false;
    }

    private boolean isNamed(int select, String name) {
        for (int i = select + 1; i < words.count() && !words.is(i, "FROM"); i = words.skip(i)) {
            if (name.equals(words.name(i)) && (words.type(i + 1) == TokenType.COMMA || words.is(i + 1, "FROM"))) {
                return true;
            }
        }
        return false;
    }

    private boolean hasSetOperation() {
        for (int i = body; i < words.count(); i++) {
            if (words.isAny(i, "UNION", "EXCEPT", "INTERSECT")) {
                return true;
            }
        }
        return false;
    }

    /** The SELECT that a token is in; -1 for none. */
    int select(int at) {
        int depth = 0;
        for (int i = at - 1; i >= body; i--) {
            TokenType type = words.type(i);
            depth += type == TokenType.RIGHT_PAREN ? 1 : type == TokenType.LEFT_PAREN ? -1 : 0;
            depth = Math.max(depth, 0);
            if (depth == 0 && words.is(i, "SELECT")) {
                return i;
            }
        }
        return -1;
    }

    List<Queries.Source> readBy(int select) {
        List<Queries.Source> read = new ArrayList<>();
        sources.stream().filter(s -> select(s.at()) == select).forEach(read::add);
        return read;
    }

    /** How many things a SELECT reads, known or not. */
    int fromItems(int select) {
        int at = select + 1;
        while (at < words.count() && !words.is(at, "FROM") && words.type(at) != TokenType.RIGHT_PAREN) {
            at = words.skip(at);
        }
        int items = 0;
        for (int i = at; words.is(at, "FROM") && i < words.count() && !words.isAny(i, BEHIND_FROM) && words.type(i) != TokenType.RIGHT_PAREN; i = words.skip(i)) {
            boolean isUnknown = words.is(i, "LATERAL");
            items += isUnknown ? 1000 : i == at || words.is(i, "JOIN") || words.type(i) == TokenType.COMMA ? 1 : 0;
        }
        return items;
    }

    /** An item of a SELECT's list begins here. */
    boolean isSelected(int at) {
        if (words.isAny(at - 1, "SELECT", "DISTINCT", "ALL")) {
            return true;
        }
        int depth = 0;
        for (int i = at - 1; i > 0 && words.type(at - 1) == TokenType.COMMA; i--) {
            TokenType type = words.type(i);
            depth += type == TokenType.RIGHT_PAREN ? 1 : type == TokenType.LEFT_PAREN ? -1 : 0;
            if (depth < 0 || depth == 0 && words.isAny(i, "FROM", "WHERE", "BY", "HAVING", "ON", "USING")) {
                return false;
            }
            if (depth == 0 && words.is(i, "SELECT")) {
                return true;
            }
        }
        return false;
    }

    /** The query of a view with another name for one of its own columns; null where the text does not tell which that is. */
    static String renameResult(String head, String from, String to) {
        Words words = Words.of(head);
        int body = Queries.body(words);
        int select = body;
        while (select < words.count() && !words.is(select, "SELECT")) {
            select = words.skip(select);
        }
        int end = select + 1;
        while (end < words.count() && !words.is(end, "FROM")) {
            end = words.skip(end);
        }
        for (int i = 0; i < words.count(); i++) {
            if (i < body && words.type(i) == TokenType.LEFT_PAREN || i >= end && words.isPhrase(i, "ORDER BY")) {
                return null;
            }
        }
        int found = -1;
        int itemEnd = -1;
        for (int at = words.isAny(select + 1, "DISTINCT", "ALL") ? select + 2 : select + 1; at < end; ) {
            int next = words.endOfItem(at, end);
            if (words.written(next - 1).equals("*")) {
                return null;
            }
            if (from.equals(words.name(next - 1))) {
                found = found < 0 ? next - 1 : -2;
                itemEnd = next;
            }
            at = next + 1;
        }
        if (found < 0) {
            return null;
        }
        boolean isAlias = words.is(found - 1, "AS");
        boolean isColumn = words.type(found - 1) == TokenType.DOT || words.type(found - 1) == TokenType.COMMA || words.isAny(found - 1, "SELECT", "DISTINCT", "ALL");
        return !isAlias && !isColumn ? null : isAlias ? head.substring(0, words.start(found)) + QualifiedName.quote(to) + head.substring(words.end(found))
            : head.substring(0, words.end(itemEnd - 1)) + " AS " + QualifiedName.quote(to) + head.substring(words.end(itemEnd - 1));
    }
}
