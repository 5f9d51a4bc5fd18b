package org.pggit.audit.backfill;

import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** ADD, DROP and VALIDATE CONSTRAINT, done to the table's shape. */
final class ConstraintAlteration {
    private final SchemaState state;
    private final StoredObject table;
    private final Words words;

    ConstraintAlteration(SchemaState state, StoredObject table, Words words) {
        this.state = state;
        this.table = table;
        this.words = words;
    }

    /** From the token behind ADD; false where the action has to be kept as a statement. */
    boolean add(TableText text, int from, int to) {
        int at = words.is(from, "CONSTRAINT") ? from + 2 : from;
        int using = words.is(at, "PRIMARY") ? at + 2 : at + 1;
        if (words.isPhrase(using, "USING INDEX") && !words.is(using + 2, "TABLESPACE")) {
            return usingIndex(text, at == from ? null : words.name(from + 1), words.is(at, "PRIMARY"), using + 2, to);
        }
        text.tableConstraint(words, from, to);
        return true;
    }

    /** ADD CONSTRAINT c UNIQUE USING INDEX i: the index becomes the constraint's, under the constraint's name. */
    private boolean usingIndex(TableText text, String name, boolean isPrimary, int at, int to) {
        String indexName = words.name(at);
        StoredObject index = state.relation(table.schema, indexName);
        if (index == null || index.head == null) {
            return false;
        }
        Words created = Words.of(index.head);
        int open = 0;
        while (open < created.count() && created.type(open) != TokenType.LEFT_PAREN) {
            open++;
        }
        int close = created.skip(open);
        String include = created.is(close, "INCLUDE") ? ' ' + created.plain(close, created.skip(close + 1)) : "";
        String kind = isPrimary ? "PRIMARY KEY " : "UNIQUE ";
        String behind = at + 1 < to ? ' ' + words.plain(at + 1, to) : "";
        state.remove(index);
        text.addConstraint(name == null ? indexName : name, kind + created.plain(open, close) + include + behind);
        return true;
    }

    /** A constraint that is not there has a name by a rule that no reader here knows, or is of an inherited table: there is nothing to take out. */
    void drop(String name, boolean cascade) {
        Constraint constraint = table.shape.constraint(name);
        if (constraint != null) {
            table.shape.constraints.remove(constraint);
            TableStatements.forgetConstraints(table);
            if (cascade && constraint.kind().hasIndex()) {
                new ForeignKeys(state).dropUsersOf(table, constraint);
            }
        }
    }

    /** False where there is no such constraint. */
    boolean validate(String name) {
        Constraint c = table.shape.constraint(name);
        if (c == null) {
            return false;
        }
        Words definition = Words.of(c.definition());
        int end = definition.count();
        while (end > 1 && !definition.isPhrase(end - 2, "NOT VALID")) {
            end--;
        }
        if (end > 1) {
            String rest = end < definition.count() ? ' ' + definition.plain(end, definition.count()) : "";
            table.shape.constraints.set(table.shape.constraints.indexOf(c), new Constraint(name, definition.plain(0, end - 2) + rest));
        }
        return true;
    }
}
