package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.List;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;

/** Foreign keys that go with what they need. */
final class ForeignKeys {
    private final SchemaState state;

    ForeignKeys(SchemaState state) {
        this.state = state;
    }

    /** The foreign keys that an index made possible, where nothing else on its table does: with CASCADE they go with it, without they were gone before. */
    void dropUsersOf(QualifiedName table, Constraint index) {
        StoredObject parent = state.relation(table.schema(), table.name());
        if (index == null || parent == null || parent.shape == null) {
            return;
        }
        List<Constraint> left = new ArrayList<>(parent.shape.constraints);
        left.removeIf(c -> !c.kind().hasIndex());
        for (StoredObject on : state.on(table)) {
            Constraint other = on.type == ObjectType.INDEX ? Constraint.ofIndex(on) : null;
            if (other != null) {
                left.add(other);
            }
        }
        if (left.stream().noneMatch(c -> c.columns().size() == index.columns().size() && c.columns().containsAll(index.columns()))) {
            dropUsersOf(parent, index);
        }
    }

    /** The foreign keys, of any table, that need the key. */
    void dropUsersOf(StoredObject table, Constraint key) {
        QualifiedName name = table.qualifiedName();
        for (StoredObject other : state.naming(table.name)) {
            if (other.shape != null && other.shape.constraints.stream().anyMatch(c -> isKeyTo(c, name) && c.needs(key))) {
                state.touch(other);
                other.shape.constraints.removeIf(c -> isKeyTo(c, name) && c.needs(key));
                TableStatements.forgetConstraints(other);
            }
        }
    }

    /** The foreign keys of other tables that point to this one. */
    void dropAllTo(StoredObject table) {
        QualifiedName name = table.qualifiedName();
        for (StoredObject other : state.naming(table.name)) {
            if (other.shape != null && other != table && other.shape.constraints.stream().anyMatch(c -> isKeyTo(c, name))) {
                state.touch(other);
                other.shape.constraints.removeIf(c -> isKeyTo(c, name));
                TableStatements.forgetConstraints(other);
            }
        }
    }

    /** Looks for the bare text first: reading a definition takes longer. */
    private static boolean isKeyTo(Constraint c, QualifiedName table) {
        return Mention.isPossible(c.definition(), table.name()) && table.equals(c.target());
    }
}
