package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pggit.audit.ddl.Action;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/**
 * Partitions: tables with columns of their own that are attached, however they were made, so that they can be detached and outlive what they were part of. The indexes
 * and keys that the server makes for a partition are not written, for ATTACH makes them again, until their names can no longer be told from the partition's.
 */
final class Partitions {
    private final SchemaState state;

    Partitions(SchemaState state) {
        this.state = state;
    }

    /** {@code CREATE TABLE c PARTITION OF p (...) FOR VALUES ...}; null for other statements, and where the other table's columns are not known. */
    TableText create(String statement, StoredObject made) {
        Words words = Words.of(statement);
        int at = 1;
        while (at < words.count() && !words.is(at, "TABLE")) {
            at++;
        }
        at += words.isPhrase(at + 1, "IF NOT EXISTS") ? 4 : 1;
        at += words.type(at + 1) == TokenType.DOT ? 3 : 1;
        if (!words.isPhrase(at, "PARTITION OF")) {
            return null;
        }
        boolean isQualified = words.type(at + 3) == TokenType.DOT;
        StoredObject whole = state.relation(isQualified ? words.name(at + 2) : null, words.name(at + (isQualified ? 4 : 2)));
        if (whole == null || whole == made || whole.shape == null) {
            return null;
        }
        TableShape shape = new TableShape();
        shape.kind = words.is(1, "UNLOGGED") ? "UNLOGGED " : "";
        whole.shape.columns.forEach(c -> shape.columns.add(inherited(c)));
        whole.shape.constraints.stream().filter(c -> c.kind() == Constraint.Kind.CHECK).forEach(shape.constraints::add);
        TableText text = new TableText(made.qualifiedName(), shape, state);
        int bound = at + (isQualified ? 5 : 3);
        if (words.type(bound) == TokenType.LEFT_PAREN) {
            int close = words.skip(bound) - 1;
            for (int from = bound + 1; from < close; from = words.endOfItem(from, close) + 1) {
                text.partitionElement(words, from, words.endOfItem(from, close));
            }
            bound = close + 1;
        }
        int end = endOfBound(words, bound);
        shape.suffix = words.plain(end, words.type(words.count() - 1) == TokenType.SEMICOLON ? words.count() - 1 : words.count());
        made.extras.put("ALTER TABLE " + whole.qualifiedName() + " ATTACH PARTITION " + made.qualifiedName() + ' ' + words.plain(bound, end));
        return text;
    }

    private static int endOfBound(Words words, int at) {
        if (words.is(at, "DEFAULT")) {
            return at + 1;
        }
        int end = at + 3;
        end = words.skip(end - (words.type(end) == TokenType.LEFT_PAREN ? 0 : 1));
        while (end < words.count() && words.type(end - 1) != TokenType.RIGHT_PAREN) {
            end = words.skip(end);
        }
        return words.is(end, "TO") ? words.skip(end + 1) : end;
    }

    /** What a partition's column begins with: no identity, for the sequence is the whole table's. */
    static Column inherited(Column c) {
        return new Column(c.name(), c.type(), c.collation(), c.defaultValue(), c.isIdentity() ? null : c.generation(), c.notNull(), c.rest());
    }

    /** The table that it is attached to; null where it is none's partition. */
    StoredObject whole(StoredObject partition) {
        if (partition.shape == null) {
            return null;
        }
        String attach = partition.extras.get("attach");
        if (attach == null) {
            return null;
        }
        Words words = Words.of(attach);
        boolean isQualified = words.type(3) == TokenType.DOT;
        return state.relation(isQualified ? words.name(2) : null, words.name(isQualified ? 4 : 2));
    }

    /** The whole table has other columns or checks than before: so have its partitions. */
    void follow(StoredObject whole, List<Column> columns, List<Constraint> constraints) {
        List<StoredObject> partitions = state.partitions(whole);
        if (partitions.isEmpty()) {
            return;
        }
        List<Column> come = new ArrayList<>(whole.shape.columns);
        come.removeIf(c -> columns.stream().anyMatch(o -> o.name().equals(c.name())));
        for (StoredObject partition : partitions) {
            state.touch(partition);
            List<Column> columnsBefore = List.copyOf(partition.shape.columns);
            List<Constraint> constraintsBefore = List.copyOf(partition.shape.constraints);
            come.stream().filter(c -> !partition.shape.has(c.name())).forEach(c -> partition.shape.columns.add(inherited(c)));
            for (Constraint c : constraints) {
                if (!whole.shape.constraints.contains(c) && whole.shape.constraint(c.name()) == null) {
                    partition.shape.constraints.removeIf(own -> c.kind() == Constraint.Kind.CHECK ? own.name().equals(c.name()) : c.kind().hasIndex() && own.isSameKey(c));
                }
            }
            for (Constraint c : whole.shape.constraints) {
                if (c.kind() == Constraint.Kind.CHECK && !constraints.contains(c)) {
                    Constraint own = partition.shape.constraint(c.name());
                    partition.shape.constraints.remove(own);
                    partition.shape.constraints.add(c);
                    state.made().add(new SchemaState.Made("ALTER TABLE", Action.ALTER, ObjectType.TABLE_CONSTRAINT, partition, c.name(), QualifiedName.quote(c.name()) + " on " + partition.qualifiedName()));
                } else if (c.kind() == Constraint.Kind.PRIMARY_KEY && !constraints.contains(c)) {
                    c.columns().forEach(name -> partition.shape.setNotNull(name));
                }
            }
            follow(partition, columnsBefore, constraintsBefore);
        }
    }

    /** Before the partition's name changes: the names of the server's making stay. */
    void keepNames(StoredObject partition) {
        made(partition).forEach(m -> m.write(state, partition));
    }

    /** Before it is a partition no longer: all that the whole table gave it is its own then. */
    void detach(StoredObject partition) {
        StoredObject whole = whole(partition);
        partition.extras.removeIf(statement -> Extras.key(statement).startsWith("enable "));
        if (whole != null && whole.shape != null) {
            keepNames(partition);
            for (Constraint c : whole.shape.constraints) {
                if (c.kind() == Constraint.Kind.FOREIGN_KEY && partition.shape.constraint(c.name()) == null) {
                    partition.shape.constraints.add(c);
                }
            }
        }
    }

    /** Writes the index or key of a partition that has the name, where the server made one: from then on it is found as any other. False where there is none. */
    boolean write(String schema, String index) {
        for (StoredObject partition : state.naming("attach")) {
            boolean isNear = partition.shape != null && index.regionMatches(0, partition.name, 0, Math.min(12, Math.min(index.length(), partition.name.length())));
            if (isNear && (schema == null || schema.equals(partition.schema))) {
                for (Made m : made(partition)) {
                    if (m.name.equals(index)) {
                        m.write(state, partition);
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Gone with the whole table's index: those of its partitions. */
    void dropParts(StoredObject index, Dependants dependants, List<StoredObject> gone) {
        StoredObject whole = state.relation(index.parent.schema(), index.parent.name());
        for (StoredObject partition : whole == null ? List.<StoredObject>of() : state.partitions(whole)) {
            for (StoredObject on : state.on(partition.qualifiedName())) {
                if (on.type == ObjectType.INDEX && isSame(on, index)) {
                    gone.addAll(dependants.drop(on, false));
                }
            }
        }
    }

    /** A key or an index that ATTACH makes. */
    private record Made(String name, Constraint key, StoredObject index) {
        void write(SchemaState state, StoredObject partition) {
            if (key != null) {
                state.touch(partition);
                partition.shape.add(key);
            } else {
                state.add(index);
            }
        }
    }

    private List<Made> made(StoredObject partition) {
        StoredObject whole = whole(partition);
        List<Made> made = new ArrayList<>();
        if (whole == null || whole.shape == null || Inheritance.isOwnAncestor(partition, state)) {
            return made;
        }
        Set<String> names = new HashSet<>();
        List<Made> ofWhole = made(whole);
        List<Constraint> keys = new ArrayList<>(whole.shape.constraints);
        ofWhole.stream().filter(m -> m.key != null).forEach(m -> keys.add(m.key));
        for (Constraint key : keys) {
            if (key.kind().hasIndex() && partition.shape.constraints.stream().noneMatch(key::isSameKey)) {
                TableShape alone = new TableShape();
                alone.columns.addAll(partition.shape.columns);
                Constraint own = new TableText(partition.qualifiedName(), alone, state).addConstraint(null, key.definition());
                names.add(own.name());
                made.add(new Made(own.name(), own, null));
            }
        }
        List<StoredObject> indexes = new ArrayList<>(state.on(whole.qualifiedName()));
        ofWhole.stream().filter(m -> m.index != null).forEach(m -> indexes.add(m.index));
        for (StoredObject index : indexes) {
            if (index.type == ObjectType.INDEX && state.on(partition.qualifiedName()).stream().noneMatch(on -> on.type == ObjectType.INDEX && isSame(on, index))) {
                StoredObject own = LikeIndexes.copy(partition, index, name -> state.isTaken(partition.schema, name) || names.contains(name));
                names.add(own.name);
                made.add(new Made(own.name, null, own));
            }
        }
        return made;
    }

    /** Alike but for names. */
    private static boolean isSame(StoredObject one, StoredObject other) {
        return LikeIndexes.definition(one.head).equalsIgnoreCase(LikeIndexes.definition(other.head)) && Words.of(one.head).is(1, "UNIQUE") == Words.of(other.head).is(1, "UNIQUE");
    }
}
