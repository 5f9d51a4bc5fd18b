package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** The end of a table's inheritance: its columns, and the checks on them, are its own from then on. */
final class Inheritance {
    private final SchemaState state;

    Inheritance(SchemaState state) {
        this.state = state;
    }

    /** INHERIT p: as if the table had been made with it. False where the parent is not known. */
    boolean begin(StoredObject child, Words words, int at) {
        StoredObject parent = words.type(at + 1) == TokenType.DOT ? state.relation(words.name(at), words.name(at + 2)) : state.relation(null, words.name(at));
        if (parent == null) {
            return false;
        }
        Words suffix = Words.of(child.shape.suffix);
        child.shape.suffix = suffix.is(0, "INHERITS") ? suffix.plain(0, suffix.skip(1) - 1) + ", " + parent.qualifiedName() + suffix.plain(suffix.skip(1) - 1, suffix.count())
            : "INHERITS (" + parent.qualifiedName() + ")" + (suffix.count() == 0 ? "" : " " + child.shape.suffix);
        return true;
    }

    /** All columns and checks of a table, those that it inherits first; null where a parent's are not known. */
    static TableShape whole(StoredObject table, SchemaState state) {
        Words suffix = Words.of(table.shape.suffix);
        if (!suffix.is(0, "INHERITS")) {
            return table.shape;
        }
        List<StoredObject> parents = parents(table, state);
        int commas = 0;
        for (int i = 1; i < suffix.skip(1); i++) {
            commas += suffix.type(i) == TokenType.COMMA ? 1 : 0;
        }
        if (parents.size() != commas + 1 || isOwnAncestor(table, state)) {
            return null;
        }
        TableShape whole = new TableShape();
        whole.kind = table.shape.kind;
        List<Column> own = new ArrayList<>(table.shape.columns);
        whole.constraints.addAll(table.shape.constraints);
        for (StoredObject parent : parents) {
            TableShape above = parent.shape == null ? null : whole(parent, state);
            if (above == null) {
                return null;
            }
            for (Column c : above.columns) {
                if (whole.has(c.name())) {
                    continue;
                }
                Column same = own.stream().filter(o -> o.name().equals(c.name())).findFirst().orElse(null);
                String defaultValue = same != null && (same.defaultValue() != null || same.generation() != null) ? same.defaultValue() : c.defaultValue();
                String generation = same != null ? same.generation() : c.isIdentity() ? null : c.generation();
                whole.columns.add(new Column(c.name(), c.type(), c.collation(), defaultValue, generation, c.notNull() || same != null && same.notNull(), c.rest()));
                own.remove(same);
            }
            for (Constraint c : above.constraints) {
                boolean isInherited = c.kind() == Constraint.Kind.CHECK && !Mention.isPossible(c.definition(), "INHERIT");
                if (isInherited && whole.constraint(c.name()) == null) {
                    whole.constraints.add(c);
                }
            }
        }
        whole.columns.addAll(own);
        return whole;
    }

    /** The tables that a table inherits from; what is not known is left out. */
    static List<StoredObject> parents(StoredObject child, SchemaState state) {
        List<StoredObject> parents = new ArrayList<>();
        Words suffix = Words.of(child.shape == null ? "" : child.shape.suffix);
        for (int i = 2; suffix.is(0, "INHERITS") && i < suffix.skip(1) - 1; i = suffix.endOfItem(i, suffix.count()) + 1) {
            StoredObject parent = suffix.type(i + 1) == TokenType.DOT ? state.relation(suffix.name(i), suffix.name(i + 2)) : state.relation(null, suffix.name(i));
            if (parent != null) {
                parents.add(parent);
            }
        }
        return parents;
    }

    static List<StoredObject> children(StoredObject parent, SchemaState state) {
        List<StoredObject> children = new ArrayList<>();
        for (StoredObject other : state.naming(parent.name)) {
            if (other != parent && parents(other, state).contains(parent)) {
                children.add(other);
            }
        }
        return children.isEmpty() || isOwnAncestor(parent, state) ? List.of() : children;
    }

    /** It is part of, or inherits from, itself, over however many others: no server has such, but a history of cut texts may. */
    static boolean isOwnAncestor(StoredObject table, SchemaState state) {
        Set<StoredObject> seen = new HashSet<>();
        List<StoredObject> above = new ArrayList<>(above(table, state));
        while (!above.isEmpty()) {
            StoredObject next = above.remove(above.size() - 1);
            if (next == table) {
                return true;
            }
            if (seen.add(next)) {
                above.addAll(above(next, state));
            }
        }
        return false;
    }

    private static List<StoredObject> above(StoredObject table, SchemaState state) {
        List<StoredObject> above = new ArrayList<>(parents(table, state));
        StoredObject whole = new Partitions(state).whole(table);
        if (whole != null) {
            above.add(whole);
        }
        return above;
    }

    /** NO INHERIT p, p's name beginning at the token. False where the child does not inherit from p alone, or p's columns are not all known. */
    boolean end(StoredObject child, Words words, int at) {
        QualifiedName written = words.type(at + 1) == TokenType.DOT ? new QualifiedName(words.name(at), words.name(at + 2)) : new QualifiedName(null, words.name(at));
        StoredObject parent = state.relation(written.schema(), written.name());
        Words suffix = Words.of(child.shape.suffix);
        if (parent == null || state.shape(parent.qualifiedName()) == null || !suffix.is(0, "INHERITS") || suffix.count() != (suffix.type(3) == TokenType.DOT ? 6 : 4)) {
            return false;
        }
        QualifiedName inherited = suffix.type(3) == TokenType.DOT ? new QualifiedName(suffix.name(2), suffix.name(4)) : new QualifiedName(null, suffix.name(2));
        if (!parent.qualifiedName().equals(state.relation(inherited))) {
            return false;
        }
        TableShape whole = whole(child, state);
        if (whole == null) {
            return false;
        }
        child.shape.columns.clear();
        child.shape.columns.addAll(whole.columns);
        child.shape.constraints.clear();
        child.shape.constraints.addAll(whole.constraints);
        child.shape.suffix = "";
        return true;
    }
}
