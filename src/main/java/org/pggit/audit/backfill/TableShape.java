package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.List;
import org.pggit.audit.ddl.QualifiedName;

/**
 * A table as its CREATE TABLE and the ALTERs since have left it: columns in order, constraints under their true names, and what else the statement said. Written
 * out it is one CREATE TABLE; foreign keys follow as ALTER TABLE, so that two tables may point to each other, and
 * constraints that are NOT VALID, which CREATE TABLE would make valid. Reading what was written gives the same shape.
 */
final class TableShape {
    /** Between CREATE and TABLE: "UNLOGGED " or nothing. */
    String kind = "";
    final List<Column> columns = new ArrayList<>();
    final List<Constraint> constraints = new ArrayList<>();
    /** Behind the closing parenthesis, as written: PARTITION BY, INHERITS, WITH. */
    String suffix = "";

    /** From the end: while a CREATE TABLE is read it is the last that is asked for. */
    int indexOf(String column) {
        int i = columns.size() - 1;
        while (i >= 0 && !columns.get(i).name().equals(column)) {
            i--;
        }
        return i;
    }

    Column column(String name) {
        int i = indexOf(name);
        return i < 0 ? null : columns.get(i);
    }

    void set(Column column) {
        int i = indexOf(column.name());
        if (i >= 0) {
            columns.set(i, column);
        }
    }

    Constraint constraint(String name) {
        for (Constraint c : constraints) {
            if (c.name().equals(name)) {
                return c;
            }
        }
        return null;
    }

    /** A primary key's columns are NOT NULL from then on, with or without the key. */
    void add(Constraint constraint) {
        constraints.add(constraint);
        if (constraint.kind() == Constraint.Kind.PRIMARY_KEY) {
            constraint.columns().forEach(this::setNotNull);
        }
    }

    /** No column of the name: nothing. */
    void setNotNull(String name) {
        Column column = column(name);
        if (column != null) {
            set(column.withNotNull(true));
        }
    }

    /** Takes the column out with every constraint that it is part of. */
    void drop(String column) {
        columns.removeIf(c -> c.name().equals(column));
        constraints.removeIf(c -> c.kind() != Constraint.Kind.CHECK && c.indexColumns().contains(column) || c.kind() == Constraint.Kind.CHECK && c.mentions(column));
    }

    void renameColumn(String from, String to) {
        int at = indexOf(from);
        if (at >= 0) {
            columns.set(at, columns.get(at).named(to));
        }
        for (int i = 0; i < columns.size(); i++) {
            Column c = columns.get(i);
            if (c.generation() != null && !c.isIdentity()) {
                columns.set(i, c.generated(Renaming.column(c.generation(), from, to)));
            }
        }
        for (int i = 0; i < constraints.size(); i++) {
            Constraint c = constraints.get(i);
            constraints.set(i, new Constraint(c.name(), Renaming.ownColumn(c, from, to)));
        }
        suffix = Renaming.column(suffix, from, to);
    }

    /** A column that the name may mean in the text of another object: its name and what the text says fit. */
    boolean has(String column) {
        return indexOf(column) >= 0;
    }

    /** It stands behind the CREATE TABLE, which would make it valid, or one with another key. */
    private boolean isAdded(Constraint c) {
        if (c.isAdded()) {
            return true;
        }
        Constraint.Kind kind = c.kind();
        if (kind != Constraint.Kind.UNIQUE) {
            return false;
        }
        for (Constraint other : constraints) {
            if (other == c) {
                break;
            } else if (other.isSameKey(c)) {
                return true;
            }
        }
        return constraints.stream().anyMatch(other -> other.kind() == Constraint.Kind.PRIMARY_KEY && other.isSameKey(c));
    }

    StringBuilder create(QualifiedName table, StringBuilder out) {
        out.append("CREATE ").append(kind).append("TABLE ").append(table).append(" (");
        String separator = "\n    ";
        for (Column column : columns) {
            out.append(separator);
            column.format(out);
            separator = ",\n    ";
        }
        for (Constraint c : constraints) {
            if (!isAdded(c)) {
                out.append(separator).append("CONSTRAINT ").append(QualifiedName.quote(c.name())).append(' ').append(c.definition());
                separator = ",\n    ";
            }
        }
        out.append(columns.isEmpty() && constraints.isEmpty() ? ")" : "\n)");
        return suffix.isEmpty() ? out : out.append(' ').append(suffix);
    }

    /** The foreign keys as statements of their own. */
    List<String> additions(QualifiedName table) {
        List<String> statements = new ArrayList<>();
        for (Constraint c : constraints) {
            if (isAdded(c)) {
                statements.add("ALTER TABLE " + table + " ADD CONSTRAINT " + QualifiedName.quote(c.name()) + ' ' + c.definition());
            }
        }
        return statements;
    }
}
