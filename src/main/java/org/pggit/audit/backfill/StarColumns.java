package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** What * and the joins by columns' names (USING, NATURAL) of a query mean when it is made: from then on the server has the columns, whatever the relations get. */
final class StarColumns {
    private final QueryColumns query;
    private final Words words;
    private final QualifiedName relation;
    private final SchemaState state;

    StarColumns(QueryColumns query) {
        this.query = query;
        this.words = query.words;
        this.relation = query.relation;
        this.state = query.state;
    }

    /** Before the relation gets another column, or one of them another name: queries of all columns say which, for they have none that come later. */
    static void keepAll(StoredObject table, SchemaState state) {
        QualifiedName name = table.qualifiedName();
        for (StoredObject other : state.naming(table.name)) {
            if (QueryColumns.isOf(other) && other != table && (other.head.indexOf('*') >= 0 || Mention.isPossible(other.head, "natural"))) {
                String head = new StarColumns(new QueryColumns(other.head, name, state)).listed();
                head = head.equals(other.head) && !Mention.isPossible(head, "natural") ? head : new StarColumns(new QueryColumns(head, name, state)).joinedByName();
                if (!head.equals(other.head)) {
                    state.touch(other);
                    other.head = head;
                }
            }
        }
    }

    private String listed() {
        StringBuilder out = new StringBuilder();
        int copied = 0;
        for (int i = query.body; i < words.count(); i++) {
            boolean isEnd = words.type(i + 1) == TokenType.COMMA || words.is(i + 1, "FROM");
            if (!words.written(i).equals("*") || !isEnd) {
                continue;
            }
            boolean isQualified = words.type(i - 1) == TokenType.DOT;
            int first = isQualified ? i - 2 : i;
            if (!query.isSelected(first)) {
                continue;
            }
            int select = query.select(i);
            boolean isMeant = isQualified ? Set.of(relation).equals(query.meanings.get(words.name(i - 2))) : query.readBy(select).stream().anyMatch(s -> s.relation().equals(relation));
            List<Named> all = !isMeant ? null : isQualified ? allOf(select, words.name(i - 2), 0) : all(select, 0);
            if (all != null) {
                boolean isJoin = isQualified || query.readBy(select).size() > 1;
                List<String> columns = new ArrayList<>();
                all.forEach(n -> columns.add((isJoin && n.alias() != null ? QualifiedName.quote(n.alias()) + '.' : "") + QualifiedName.quote(n.column())));
                out.append(words.text(), copied, words.start(first)).append(String.join(", ", columns));
                copied = words.end(i);
            }
        }
        return out.append(words.text().substring(copied)).toString();
    }

    /** A column of what stands for a relation; alias is null for one that a join merges. */
    record Named(String alias, String column) {
    }

    /** What * of a SELECT means; null where that is not known. */
    List<Named> all(int select, int depth) {
        List<Queries.Source> read = query.readBy(select);
        if (read.isEmpty() || query.fromItems(select) != read.size()) {
            return null;
        }
        Set<String> merged = merged(select, depth);
        if (merged == null) {
            return null;
        }
        List<Named> all = new ArrayList<>();
        merged.forEach(column -> all.add(new Named(null, column)));
        for (Queries.Source s : read) {
            List<String> columns = columns(s, depth);
            if (columns == null) {
                return null;
            }
            columns.stream().filter(c -> !merged.contains(c)).forEach(c -> all.add(new Named(s.alias(), c)));
        }
        return all;
    }

    List<Named> allOf(int select, String alias, int depth) {
        List<Queries.Source> meant = new ArrayList<>(query.readBy(select));
        meant.removeIf(s -> !s.alias().equals(alias));
        List<String> columns = meant.size() == 1 ? columns(meant.get(0), depth) : null;
        return columns == null ? null : columns.stream().map(c -> new Named(alias, c)).toList();
    }

    List<String> columns(Queries.Source source, int depth) {
        int behind = behind(source);
        if (words.type(behind) == TokenType.LEFT_PAREN) {
            return null;
        }
        return new ResultColumns(state).of(state.relation(source.relation().schema(), source.relation().name()), depth);
    }

    /** The token behind a relation in a FROM and its alias. */
    private int behind(Queries.Source source) {
        int last = words.type(source.at() + 1) == TokenType.DOT ? source.at() + 2 : source.at();
        int alias = words.is(last + 1, "AS") ? last + 2 : last + 1;
        return source.alias().equals(words.name(alias)) && (alias == last + 2 || words.isName(alias) && !words.isAny(alias, "NATURAL", "USING", "JOIN", "ON", "WHERE")) ? alias + 1 : last + 1;
    }

    /** The columns that the joins of a SELECT merge: none without USING and NATURAL; null where there is more than one such join. */
    private Set<String> merged(int select, int depth) {
        Set<String> merged = new LinkedHashSet<>();
        List<Queries.Source> read = query.readBy(select);
        int joins = 0;
        for (int i = select; i < words.count(); i++) {
            if (!words.isAny(i, "USING", "NATURAL") || query.select(i) != select) {
                continue;
            }
            joins++;
            if (joins > 1 || read.size() != 2) {
                return null;
            }
            if (words.is(i, "USING")) {
                for (int at = i + 2; at < words.skip(i + 1) - 1; at += 2) {
                    merged.add(words.name(at));
                }
            } else {
                List<String> left = columns(read.get(0), depth);
                List<String> right = columns(read.get(1), depth);
                if (left == null || right == null) {
                    return null;
                }
                left.stream().filter(right::contains).forEach(merged::add);
            }
        }
        return merged;
    }

    /** NATURAL JOIN with the columns that it joins by: it has none that come later. */
    private String joinedByName() {
        for (int i = query.body; i < words.count(); i++) {
            int select = words.is(i, "NATURAL") ? query.select(i) : -1;
            List<Queries.Source> read = select < 0 ? List.of() : query.readBy(select);
            Set<String> merged = read.stream().anyMatch(s -> s.relation().equals(relation)) ? merged(select, 0) : null;
            if (merged != null && !merged.isEmpty() && read.get(1).at() > i) {
                int behind = behind(read.get(1));
                String columns = String.join(", ", merged.stream().map(QualifiedName::quote).toList());
                return words.text().substring(0, words.start(i)) + words.text().substring(words.start(i + 1), words.end(behind - 1)) + " USING (" + columns + ")"
                    + words.text().substring(words.end(behind - 1));
            }
        }
        return words.text();
    }

    /** The relation is joined by a column that gets another name: what stands for it keeps the names of its columns, by a list of them; null where it is not so. */
    String aliased(String from, String to) {
        for (Queries.Source s : query.sources) {
            int select = s.relation().equals(relation) ? query.select(s.at()) : -1;
            boolean isMerged = false;
            for (int i = Math.max(select, 0); select >= 0 && i < words.count(); i++) {
                for (int at = i + 2; words.is(i, "USING") && query.select(i) == select && at < words.skip(i + 1) - 1; at += 2) {
                    isMerged |= from.equals(words.name(at));
                }
            }
            List<String> columns = isMerged ? columns(s, 0) : null;
            if (isMerged && columns == null) {
                return words.text();
            }
            if (isMerged) {
                int behind = behind(s);
                boolean hasAlias = behind > (words.type(s.at() + 1) == TokenType.DOT ? s.at() + 3 : s.at() + 1);
                return words.text().substring(0, words.end(behind - 1)) + (hasAlias ? "" : " " + QualifiedName.quote(s.alias())) + '('
                    + String.join(", ", columns.stream().map(c -> QualifiedName.quote(c.equals(to) ? from : c)).toList()) + ')' + words.text().substring(words.end(behind - 1));
            }
        }
        return null;
    }
}
