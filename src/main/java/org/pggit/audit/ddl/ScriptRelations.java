package org.pggit.audit.ddl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What kinds of relation the earlier statements of a script have made. ALTER TABLE may name a view, a sequence or an index (old dumps do so for every
 * OWNER TO), COMMENT ON COLUMN any relation or composite type: a statement alone does not tell, the script often does.
 *
 * <p>Names are compared as identities: a search path is not followed.
 */
final class ScriptRelations {
    private final Map<String, ObjectType> kinds = new HashMap<>();

    /** The statement with the types that the script tells; remembers what the statement makes. */
    DdlStatement resolve(DdlStatement statement) {
        if (statement.kind() != DdlStatement.Kind.DDL) {
            return statement;
        }
        DdlStatement resolved = kinds.isEmpty() || !isAmbiguous(statement) ? statement : replaced(statement);
        for (DdlObject object : resolved.objects()) {
            remember(object);
        }
        for (DdlObject object : resolved.implied()) {
            remember(object);
        }
        return resolved;
    }

    private static boolean isAmbiguous(DdlStatement statement) {
        ObjectType type = statement.objects().isEmpty() ? null : statement.objects().get(0).type();
        boolean isAlter = statement.tag().equals("ALTER TABLE") && (type == ObjectType.TABLE || type == ObjectType.TABLE_COLUMN);
        return isAlter || type == ObjectType.TABLE_COLUMN && statement.tag().equals("COMMENT");
    }

    private DdlStatement replaced(DdlStatement of) {
        DdlObject first = of.objects().get(0);
        ObjectType kind = kinds.get(first.type() == ObjectType.TABLE ? first.identity() : first.parent());
        if (kind == null) {
            return of;
        }
        List<DdlObject> objects = new ArrayList<>(of.objects().size());
        for (DdlObject object : of.objects()) {
            objects.add(as(kind, object));
        }
        List<Subcommand> subcommands = new ArrayList<>(of.subcommands().size());
        for (Subcommand subcommand : of.subcommands()) {
            subcommands.add(subcommand.object() == null ? subcommand : new Subcommand(subcommand.name(), as(kind, subcommand.object())));
        }
        return new DdlStatement(of.kind(), of.tag(), objects, of.implied(), subcommands, of.text(), of.leadingStart(), of.start(), of.end(), of.reason(),
            of.problemAt());
    }

    private static DdlObject as(ObjectType kind, DdlObject object) {
        if (object.type() == ObjectType.TABLE && object.parent() == null) {
            return object.as(kind);
        }
        return object.type() == ObjectType.TABLE_COLUMN ? object.as(kind.column()) : object;
    }

    private void remember(DdlObject object) {
        String identity = object.identity();
        switch (object.type()) {
            case VIEW, MATERIALIZED_VIEW, SEQUENCE, INDEX, FOREIGN_TABLE, TYPE -> change(object, identity);
            case TABLE -> {
                if (object.action() == Action.CREATE || object.action() == Action.RENAME) {
                    kinds.remove(object.newIdentity());
                }
            }
            default -> { }
        }
    }

    private void change(DdlObject object, String identity) {
        switch (object.action()) {
            case CREATE -> kinds.put(identity, object.type());
            case DROP -> kinds.remove(identity);
            case RENAME, SET_SCHEMA -> {
                kinds.remove(identity);
                kinds.put(object.newIdentity(), object.type());
            }
            default -> { }
        }
    }
}
