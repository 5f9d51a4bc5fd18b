package org.pggit.audit.ddl;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The keys and exclusions of a table, for the indexes that the server makes of them (source: parse_utilcmd.c, transformIndexConstraints; indexcmds.c). */
final class KeyReader {
    private static final int MOST_COLUMNS = 64;

    private final TokenStream tokens;
    private final TargetReader targets;
    private final NameReader names;
    private final QualifiedName table;
    private final ImpliedNames impliedNames;
    /** Null while there are none. */
    private List<Key> keys;

    KeyReader(TokenStream tokens, TargetReader targets, QualifiedName table, ImpliedNames impliedNames) {
        this.tokens = tokens;
        this.targets = targets;
        this.names = targets.names;
        this.table = table;
        this.impliedNames = impliedNames;
    }

    /**
     * An index-to-be. {@code columns} give its name; the first {@code width} of them are its key, the others were INCLUDEd. {@code signature} is what makes
     * the server merge two of them.
     */
    private static final class Key {
        String name;
        final String label;
        final List<String> columns;
        final int width;
        final String signature;

        Key(String name, String label, List<String> columns, int width, String signature) {
            this.name = name;
            this.label = label;
            this.columns = columns;
            this.width = width;
            this.signature = signature;
        }
    }

    /** Of a column, behind PRIMARY KEY or UNIQUE. */
    void ofColumn(String constraintName, String label, String column) {
        List<String> columns = new ArrayList<>(1);
        columns.add(column);
        StringBuilder signature = new StringBuilder().append('(').append(QualifiedName.quote(column)).append(')');
        boolean isNullsEqual = isNullsEqual();
        if (tokens.is(Keyword.WITH)) {
            tokens.advance();
        }
        if (tokens.is(TokenType.LEFT_PAREN)) {
            tokens.skipParentheses();
        }
        add(new Key(constraintName, label, columns, 1, signature.append(isNullsEqual ? " nulls" : "").append(deferral()).toString()));
    }

    /** NULLS [NOT] DISTINCT; one without NOT says nothing new. */
    private boolean isNullsEqual() {
        boolean isEqual = tokens.accept(Keyword.NULLS, Keyword.NOT, Keyword.DISTINCT);
        if (!isEqual) {
            tokens.accept(Keyword.NULLS, Keyword.DISTINCT);
        }
        return isEqual;
    }

    /** Deferrability tells two otherwise equal keys apart. Looks only at the words right behind the key. */
    private String deferral() {
        if (tokens.accept(Keyword.USING, Keyword.INDEX, Keyword.TABLESPACE)) {
            names.colId();
        }
        StringBuilder deferral = new StringBuilder();
        while (true) {
            if (tokens.accept(Keyword.NOT, Keyword.DEFERRABLE) || tokens.accept(Keyword.INITIALLY, Keyword.IMMEDIATE)) {
                continue;
            }
            if (tokens.accept(Keyword.DEFERRABLE)) {
                deferral.append(" deferrable");
            } else if (tokens.accept(Keyword.INITIALLY, Keyword.DEFERRED)) {
                deferral.append(" deferred");
            } else {
                return deferral.toString();
            }
        }
    }

    /** Of a table, behind PRIMARY KEY or UNIQUE. */
    void ofTable(String name, String label) {
        boolean isNullsEqual = isNullsEqual();
        if (!tokens.is(TokenType.LEFT_PAREN)) {
            // UNIQUE USING INDEX i: nothing new is made, but for a rename of the index to the constraint's name.
            return;
        }
        List<String> columns = new ArrayList<>();
        StringBuilder signature = new StringBuilder();
        columnList(columns, signature);
        int width = columns.size();
        if (tokens.accept(Keyword.INCLUDE)) {
            signature.append(" include ");
            columnList(columns, signature);
        }
        if (tokens.accept(Keyword.WITH)) {
            tokens.skipParentheses();
        }
        signature.append(isNullsEqual ? " nulls" : "").append(deferral());
        add(new Key(name, label, columns, width, signature.toString()));
    }

    private void columnList(List<String> columns, StringBuilder signature) {
        tokens.expect(TokenType.LEFT_PAREN);
        signature.append('(');
        do {
            String column = names.colId();
            signature.append(QualifiedName.quote(column)).append(',');
            if (columns.size() < MOST_COLUMNS) {
                ImpliedNames.addDistinct(columns, column);
            }
            tokens.skipItem();
        } while (tokens.accept(TokenType.COMMA));
        tokens.expect(TokenType.RIGHT_PAREN);
        signature.setCharAt(signature.length() - 1, ')');
    }

    /** Behind EXCLUDE. */
    void exclusion(String name) {
        if (tokens.accept(Keyword.USING)) {
            names.colId();
        }
        int from = tokens.start();
        List<String> columns = new ArrayList<>();
        IndexReader elements = new IndexReader(tokens, null, targets);
        elements.elements(columns);
        if (tokens.accept(Keyword.INCLUDE)) {
            elements.elements(columns);
        }
        add(new Key(name, "excl", columns, columns.size(), tokens.text().substring(from, tokens.start())));
    }

    private void add(Key key) {
        if (keys == null) {
            keys = new ArrayList<>(2);
        }
        keys.add(key);
    }

    boolean isEmpty() {
        return keys == null;
    }

    /** A primary key, other than one whose columns are all among those given. */
    boolean hasPrimaryKeyBeyond(Collection<String> columns) {
        if (isEmpty()) {
            return false;
        }
        for (Key key : keys) {
            if (key.label.equals("pkey") && !columns.containsAll(key.columns.subList(0, key.width))) {
                return true;
            }
        }
        return false;
    }

    void imply(Draft draft) {
        if (isEmpty()) {
            return;
        }
        String parent = table.toString();
        for (Key key : merged()) {
            String name = key.name == null ? generated(key) : key.name;
            impliedNames.take(name);
            draft.imply(Target.qualified(ObjectType.INDEX, new QualifiedName(table.schema(), name)).within(parent).with(Action.CREATE, 0));
        }
    }

    private String generated(Key key) {
        return impliedNames.choose(table.name(), key.label.equals("pkey") ? null : ImpliedNames.join(key.columns), key.label);
    }

    /** The primary key comes first; equal keys are made once, and keep the first name given. */
    private Collection<Key> merged() {
        if (keys.size() == 1) {
            return keys;
        }
        Map<String, Key> bySignature = new HashMap<>();
        List<Key> merged = new ArrayList<>(keys.size());
        for (Key key : keys) {
            if (key.label.equals("pkey") && bySignature.putIfAbsent(key.signature, key) == null) {
                merged.add(key);
            }
        }
        for (Key key : keys) {
            Key prior = bySignature.putIfAbsent(key.signature, key);
            if (prior == null) {
                merged.add(key);
            } else if (prior.name == null) {
                prior.name = key.name;
            }
        }
        return merged;
    }
}
