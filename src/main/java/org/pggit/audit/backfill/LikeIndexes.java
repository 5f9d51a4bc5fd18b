package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.List;
import org.pggit.audit.ddl.GeneratedNames;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** What LIKE copies that is no part of the table's own text: INCLUDING INDEXES the other table's indexes, under the server's names, INCLUDING COMMENTS its columns' comments. */
final class LikeIndexes {
    private final SchemaState state;

    LikeIndexes(SchemaState state) {
        this.state = state;
    }

    void copy(StoredObject table, String create) {
        Words words = Words.of(create);
        int open = 0;
        while (open < words.count() && words.type(open) != TokenType.LEFT_PAREN) {
            open++;
        }
        int close = words.skip(open) - 1;
        for (int from = open + 1; from < close; from = words.endOfItem(from, close) + 1) {
            if (words.is(from, "LIKE")) {
                like(table, words, from, words.endOfItem(from, close));
            }
        }
    }

    private void like(StoredObject table, Words words, int from, int to) {
        boolean isQualified = words.type(from + 2) == TokenType.DOT;
        StoredObject source = state.relation(isQualified ? words.name(from + 1) : null, words.name(from + (isQualified ? 3 : 1)));
        int options = from + (isQualified ? 4 : 2);
        if (source == null || source == table) {
            return;
        }
        if (TableCopy.includes(words, options, to, "INDEXES")) {
            for (StoredObject index : state.on(source.qualifiedName())) {
                if (index.type == ObjectType.INDEX) {
                    index(table, index);
                }
            }
        }
        if (TableCopy.includes(words, options, to, "COMMENTS")) {
            for (String statement : source.extras.all()) {
                Words comment = Words.of(statement);
                int is = comment.count() - 2;
                if (comment.isPhrase(0, "COMMENT ON COLUMN") && comment.is(is, "IS") && comment.isName(is - 1)) {
                    table.extras.put("COMMENT ON COLUMN " + table.qualifiedName() + '.' + QualifiedName.quote(comment.name(is - 1)) + ' ' + comment.plain(is, comment.count()));
                }
            }
        }
    }

    private void index(StoredObject table, StoredObject other) {
        Words words = Words.of(other.head);
        int name = words.is(1, "UNIQUE") ? 3 : 2;
        int open = 0;
        while (open < words.count() && words.type(open) != TokenType.LEFT_PAREN) {
            open++;
        }
        int behind = open;
        while (behind > name && !words.is(behind, "USING")) {
            behind--;
        }
        behind = behind > name ? behind : open;
        String made = GeneratedNames.choose(table.name, GeneratedNames.ofColumns(elements(words, open)), "idx", n -> state.isTaken(table.schema, n));
        StoredObject copy = new StoredObject(ObjectType.INDEX, table.schema, made);
        copy.parent = table.qualifiedName();
        copy.head = words.text().substring(0, words.start(name)) + QualifiedName.quote(made) + " ON " + table.qualifiedName() + ' ' + words.text().substring(words.start(behind));
        state.add(copy);
    }

    /** What the index is named after: columns, functions, "expr" for what is neither; with those that it INCLUDEs. */
    private static List<String> elements(Words words, int open) {
        List<String> names = new ArrayList<>();
        add(names, words, open);
        int close = words.skip(open);
        if (words.is(close, "INCLUDE")) {
            add(names, words, close + 1);
        }
        return names;
    }

    private static void add(List<String> names, Words words, int open) {
        int close = words.skip(open) - 1;
        for (int from = open + 1; from < close; from = words.endOfItem(from, close) + 1) {
            String name = words.isName(from) ? words.name(words.type(from + 1) == TokenType.DOT ? from + 2 : from) : "expr";
            String distinct = name;
            for (int n = 1; names.contains(distinct); n++) {
                distinct = name + n;
            }
            names.add(distinct);
        }
    }
}
