package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pggit.audit.change.PathName;
import org.pggit.audit.ddl.Action;
import org.pggit.audit.ddl.DdlObject;
import org.pggit.audit.ddl.DdlStatement;
import org.pggit.audit.ddl.Flag;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.Words;

/** What a statement did that v1 has no row for: kinds that it never recorded, columns and constraints, what a drop took along. */
final class Recovery {
    private final DdlStatement statement;
    private final String hint;
    private final List<DdlObject> happened = new ArrayList<>();
    private final List<String> identities = new ArrayList<>();
    private final List<ObjectType> types = new ArrayList<>();

    /** To be made before the statement is done to the state: whether an IF [NOT] EXISTS did anything is told by what is there. */
    Recovery(SchemaState state, DdlStatement statement, String hint) {
        this.statement = statement;
        this.hint = hint;
        state.gone().clear();
        state.made().clear();
        if (statement.kind() != DdlStatement.Kind.DDL) {
            return;
        }
        List<DdlObject> all = new ArrayList<>(statement.objectsAndDropped());
        boolean isSkipped = !statement.objects().isEmpty() && isSkipped(state, statement.objects().get(0));
        if (isSkipped) {
            return;
        }
        all.addAll(statement.implied());
        for (DdlObject object : all) {
            boolean isTemporary = object.has(Flag.TEMPORARY) || "pg_temp".equals(object.schema());
            if (!isTemporary && object.identity() != null && (object.action() != Action.DROP || !object.has(Flag.IF_EXISTS) || isThere(state, object, hint))) {
                happened.add(object);
                identities.add(identity(state, object));
                types.add(type(state, object));
            }
        }
    }

    /** ALTER TABLE names sequences, indexes and views as well. */
    private static ObjectType type(SchemaState state, DdlObject object) {
        if (object.type() == ObjectType.ROUTINE) {
            StoredObject known = StatementReplay.inSchema(state, object, null);
            return known == null ? object.type() : known.type;
        }
        boolean isRight = object.action() == Action.GRANT || object.action() == Action.REVOKE;
        if (object.type() == ObjectType.TABLE_COLUMN && object.parent() != null) {
            QualifiedName written = StatementReplay.written(object.parent());
            StoredObject known = state.relation(written.schema(), written.name());
            return known == null ? object.type() : known.type.column();
        }
        if (isRight || object.type() != ObjectType.TABLE || object.action() == Action.CREATE || object.action() == Action.DROP) {
            return object.type();
        }
        StoredObject known = state.relation(object.schema(), object.name());
        boolean isIdentity = known == null && object.name() != null && IdentitySequences.owner(state, object.schema(), object.name()) != null;
        return known != null ? known.type : isIdentity ? ObjectType.SEQUENCE : object.type();
    }

    private boolean isSkipped(SchemaState state, DdlObject object) {
        boolean isThere = object.has(Flag.IF_NOT_EXISTS) || object.has(Flag.IF_EXISTS) ? isThere(state, object, hint) : false;
        return object.has(Flag.IF_NOT_EXISTS) && isThere || object.has(Flag.IF_EXISTS) && !isThere && object.action() != Action.DROP;
    }

    static boolean isThere(SchemaState state, DdlObject object, String hint) {
        if (object.parent() != null && object.type() != ObjectType.INDEX) {
            QualifiedName parent = state.relation(StatementReplay.written(object.parent()));
            if (object.type() == ObjectType.TABLE_CONSTRAINT || object.type() == ObjectType.TABLE_COLUMN) {
                StoredObject table = state.relation(parent.schema(), parent.name());
                return table == null || table.shape == null || (object.type() == ObjectType.TABLE_COLUMN ? table.shape.has(object.name()) : table.shape.constraint(object.name()) != null);
            }
            if (object.name() == null) {
                // A default value, or the expression of a generated column: "for t.c".
                Words words = Words.of(object.identity());
                StoredObject table = state.relation(parent.schema(), parent.name());
                Column column = table == null || table.shape == null ? null : table.shape.column(words.name(words.count() - 1));
                return column == null || column.defaultValue() != null || column.generation() != null;
            }
            if (object.type() == ObjectType.DOMAIN_CONSTRAINT || object.type() == ObjectType.COMPOSITE_TYPE_COLUMN) {
                QualifiedName written = StatementReplay.written(object.parent());
                StoredObject type = state.find(ObjectType.TYPE, written.schema(), written.name());
                return type == null || Mention.isPossible(type.definition(), object.name());
            }
            return state.at(PathName.kind(object.type()) + QualifiedName.quote(object.name()) + " on " + parent) != null;
        }
        if (!StatementReplay.livesInSchema(object.type())) {
            return state.at(PathName.kind(object.type()) + object.identity()) != null;
        }
        if (new StoredObject(object.type(), null, "").isRelation()) {
            return state.relation(object.schema() == null ? hint : object.schema(), object.name()) != null;
        }
        return StatementReplay.inSchema(state, object, hint) != null;
    }

    private String identity(SchemaState state, DdlObject object) {
        String identity = object.newIdentity();
        if (statement.implied().contains(object) && object.type() == ObjectType.SEQUENCE) {
            return new QualifiedName(schema(state, object), sequence(state, object)).toString();
        }
        if (object.parent() != null && object.type() != ObjectType.INDEX && object.type() != ObjectType.SEQUENCE) {
            QualifiedName written = StatementReplay.written(object.parent());
            String parent = state.relation(written).toString();
            if (identity.endsWith(" on " + object.parent())) {
                return identity.substring(0, identity.length() - object.parent().length()) + parent;
            }
            int at = identity.indexOf(object.parent() + '.');
            return at < 0 ? identity : identity.substring(0, at) + parent + identity.substring(at + object.parent().length());
        }
        boolean isRoutine = object.type() == ObjectType.FUNCTION || object.type() == ObjectType.PROCEDURE || object.type() == ObjectType.ROUTINE;
        StoredObject known = isRoutine && identity.indexOf('(') < 0 ? state.find(object.type(), object.schema(), object.name()) : null;
        if (known != null) {
            return new QualifiedName(object.newSchema() == null ? known.schema : object.newSchema(), object.newName() == null ? known.name : object.newName()) + known.suffix;
        }
        boolean isBare = object.schema() == null && object.newSchema() == null && StatementReplay.livesInSchema(object.type());
        String whole = isBare ? QualifiedName.quote(schema(state, object)) + '.' + identity : identity;
        return object.type() == ObjectType.CAST || object.type() == ObjectType.TRANSFORM ? whole : Signature.resolve(whole, state);
    }

    /** The sequence of a new column: a name that the schema has already gets a number. */
    private String sequence(SchemaState state, DdlObject object) {
        String name = object.name();
        for (int n = 1; object.action() != Action.DROP && state.isTaken(schema(state, object), name); n++) {
            name = object.name() + n;
        }
        return name;
    }

    private String schema(SchemaState state, DdlObject object) {
        if (object.newSchema() != null) {
            return object.newSchema();
        }
        if (object.schema() != null) {
            return object.schema();
        }
        if (object.type() == ObjectType.SEQUENCE && object.parent() != null) {
            DdlObject table = statement.objects().get(0);
            return table.schema() != null ? table.schema() : hint != null ? hint : state.relation(new QualifiedName(null, table.name())).schema();
        }
        if (object.parent() != null) {
            return state.relation(StatementReplay.written(object.parent())).schema();
        }
        if (!StatementReplay.livesInSchema(object.type())) {
            return null;
        }
        return hint != null ? hint : state.relation(new QualifiedName(null, object.name())).schema();
    }

    void add(SchemaState state, List<Integer> tied, ScriptEvent[] events, String[] names, List<HistoryRow> rows, long source, int place, int length, List<ReplayedCommit.Recovered> recovered) {
        String tag = statement.tag();
        for (int i = 0; i < happened.size(); i++) {
            DdlObject object = happened.get(i);
            String schema = schema(state, object);
            String name = object.newName() != null ? object.newName() : object.name();
            boolean hasRow = isTied(tied, events, object) || object.action() == Action.DROP && isDropRow(tied, rows, names, schema, object);
            if (!hasRow) {
                // What a statement implies the server does by a command of its own.
                boolean isImplied = statement.implied().contains(object);
                String command = isImplied ? object.action() + " " + object.type().name().replace('_', ' ') : tag;
                recovered.add(new ReplayedCommit.Recovered(source, command, object.action().name(), types.get(i).name(), schema, name, identities.get(i), place, length));
            }
        }
        for (SchemaState.Made made : state.made()) {
            StoredObject object = made.object();
            recovered.add(new ReplayedCommit.Recovered(source, made.command(), made.action().name(), made.type().name(), object.schema, made.name(), made.identity(), place, length));
        }
        // By path: in which order things lie in memory is of no meaning, and differs between one call and several.
        List<StoredObject> dropped = new ArrayList<>(state.gone());
        dropped.sort(Comparator.comparing(StoredObject::path));
        for (StoredObject gone : dropped) {
            boolean isNamed = happened.stream().anyMatch(o -> o.action() == Action.DROP && gone.name != null && gone.name.equals(o.name()) && gone.type == o.type());
            boolean hasRow = tied.stream().anyMatch(i -> gone.name != null && gone.name.equals(names[i]) && gone.type.name().equals(rows.get(i).objectType()));
            if (!isNamed && !hasRow) {
                recovered.add(new ReplayedCommit.Recovered(source, tag, "DROP", gone.type.name(), gone.schema, gone.name, gone.identity(), place, length));
            }
        }
    }

    private static boolean isTied(List<Integer> tied, ScriptEvent[] events, DdlObject object) {
        for (int i : tied) {
            if (events[i].object() == object) {
                return true;
            }
        }
        return false;
    }

    private static boolean isDropRow(List<Integer> tied, List<HistoryRow> rows, String[] names, String schema, DdlObject object) {
        for (int i : tied) {
            if (names[i].equals(object.name()) && rows.get(i).schema().equals(schema) && rows.get(i).objectType().equals(object.type().name())) {
                return true;
            }
        }
        return false;
    }
}
