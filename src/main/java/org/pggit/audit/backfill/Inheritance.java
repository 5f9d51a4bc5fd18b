package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.List;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** The end of a table's inheritance: its columns, and the checks on them, are its own from then on. */
final class Inheritance {
    private final SchemaState state;

    Inheritance(SchemaState state) {
        this.state = state;
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
        List<Column> own = new ArrayList<>(child.shape.columns);
        child.shape.columns.clear();
        for (Column c : parent.shape.columns) {
            Column same = own.stream().filter(o -> o.name().equals(c.name())).findFirst().orElse(null);
            String defaultValue = same != null && (same.defaultValue() != null || same.generation() != null) ? same.defaultValue() : c.defaultValue();
            String generation = same != null ? same.generation() : c.isIdentity() ? null : c.generation();
            child.shape.columns.add(new Column(c.name(), c.type(), c.collation(), defaultValue, generation, c.notNull() || same != null && same.notNull(), c.rest()));
            own.remove(same);
        }
        child.shape.columns.addAll(own);
        for (Constraint c : parent.shape.constraints) {
            boolean isInherited = c.kind() == Constraint.Kind.CHECK && !Mention.isPossible(c.definition(), "INHERIT");
            if (isInherited && child.shape.constraint(c.name()) == null) {
                child.shape.constraints.add(c);
            }
        }
        child.shape.suffix = "";
        return true;
    }
}
