package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.pggit.audit.ddl.Action;
import org.pggit.audit.ddl.DdlObject;
import org.pggit.audit.ddl.DdlStatement;
import org.pggit.audit.ddl.Flag;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.Subcommand;

/**
 * A row that v1's triggers would have written for a statement. A {@link Kind} other than ONE stands for any number of rows. object is null there.
 *
 * @param dropped of DROPS the names that the statement itself names
 * @param isOptional the row may be missing though the statement ran: IF NOT EXISTS, a branch of a DO block
 */
record ScriptEvent(Kind kind, int statement, String change, DdlObject object, String schema, String name, boolean isOptional, boolean isImplied, Set<String> dropped) {

    /** ONE row; MEMBERS of an extension; DROPS that a statement caused, named or not; ANY row (a block or a call whose statements are not in sight). */
    enum Kind {
        ONE, MEMBERS, DROPS, ANY
    }

    boolean isFunction() {
        return object != null && object.type() == ObjectType.FUNCTION;
    }

    /** In the server's order: a statement's drops, what it names, what it implies. */
    static List<ScriptEvent> of(List<DdlStatement> statements, boolean[] isConditional) {
        List<ScriptEvent> events = new ArrayList<>();
        for (int s = 0; s < statements.size(); s++) {
            add(statements.get(s), s, isConditional[s], events);
        }
        return events;
    }

    private static void add(DdlStatement statement, int number, boolean isConditional, List<ScriptEvent> events) {
        String tag = statement.tag() == null ? "" : statement.tag();
        if (statement.kind() == DdlStatement.Kind.UNCLASSIFIED || isCall(tag)) {
            events.add(many(Kind.ANY, number));
            return;
        }
        if (tag.equals("CREATE EXTENSION") || tag.equals("ALTER EXTENSION")) {
            events.add(many(Kind.MEMBERS, number));
            return;
        }
        if (mayDrop(statement, tag)) {
            Set<String> names = new HashSet<>();
            for (DdlObject object : statement.objectsAndDropped()) {
                names.add(object.name());
            }
            events.add(new ScriptEvent(Kind.DROPS, number, null, null, null, null, true, false, names));
        }
        boolean isRecorded = tag.equals("CREATE SCHEMA") || isRecorded(tag);
        for (DdlObject object : isRecorded ? statement.objects() : List.<DdlObject>of()) {
            addNamed(object, number, isConditional, events);
            if (tag.equals("CREATE TABLE") && !object.has(Flag.TEMPORARY) && Mention.isPossible(statement.text(), "including") && Mention.isPossible(statement.text(), "like")) {
                // What LIKE copies of checks and expressions the server adds by an ALTER, if there are any (parse_utilcmd.c, expandTableLikeClause).
                events.add(one(object, "ALTER", number, true, true));
            }
        }
        for (DdlObject object : statement.implied()) {
            boolean isIndex = object.type() == ObjectType.INDEX && object.action() == Action.CREATE;
            if (isIndex || object.type() == ObjectType.TABLE && object.action() == Action.ALTER) {
                // ALTER TABLE's new keys are no commands of their own to v1.
                boolean isSilent = isIndex && tag.equals("ALTER TABLE");
                events.add(one(object, object.action().name(), number, isConditional || isSilent || isGuarded(statement), true));
            }
        }
    }

    private static boolean isGuarded(DdlStatement statement) {
        for (DdlObject object : statement.objects()) {
            if (object.has(Flag.IF_NOT_EXISTS) || object.has(Flag.IF_EXISTS)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCall(String tag) {
        return switch (tag) {
            case "DO", "CALL", "SELECT", "EXECUTE" -> true;
            default -> false;
        };
    }

    private static boolean isRecorded(String tag) {
        return switch (tag) {
            case "CREATE TABLE", "ALTER TABLE", "CREATE VIEW", "ALTER VIEW", "CREATE INDEX", "ALTER INDEX", "CREATE FUNCTION", "ALTER FUNCTION" -> true;
            default -> false;
        };
    }

    private static boolean mayDrop(DdlStatement statement, String tag) {
        if (tag.startsWith("DROP ")) {
            return true;
        }
        for (Subcommand subcommand : statement.subcommands()) {
            if (subcommand.name().startsWith("DROP") || subcommand.name().startsWith("ALTER COLUMN")) {
                return true;
            }
        }
        return false;
    }

    private static void addNamed(DdlObject object, int number, boolean isConditional, List<ScriptEvent> events) {
        boolean isKind = switch (object.type()) {
            case TABLE, INDEX, VIEW, FUNCTION -> true;
            default -> false;
        };
        if (!isKind || object.has(Flag.TEMPORARY)) {
            return;
        }
        boolean isOptional = isConditional || object.has(Flag.IF_EXISTS) || object.has(Flag.IF_NOT_EXISTS);
        switch (object.action()) {
            case CREATE -> {
                events.add(one(object, "CREATE", number, isOptional, false));
                if (object.type() == ObjectType.VIEW && object.has(Flag.OR_REPLACE)) {
                    events.add(one(object, "CREATE", number, true, false));
                }
            }
            case ALTER, RENAME, SET_SCHEMA -> events.add(one(object, "ALTER", number, isOptional, false));
            default -> { }
        }
    }

    private static ScriptEvent one(DdlObject object, String change, int number, boolean isOptional, boolean isImplied) {
        String schema = object.newSchema() != null ? object.newSchema() : object.schema();
        String name = object.newName() != null ? object.newName() : object.name();
        return new ScriptEvent(Kind.ONE, number, change, object, schema, name, isOptional, isImplied, Set.of());
    }

    private static ScriptEvent many(Kind kind, int number) {
        return new ScriptEvent(kind, number, null, null, null, null, true, false, Set.of());
    }

    @Override
    public String toString() {
        return (kind + " " + statement + ' ' + change + ' ' + name).toLowerCase(Locale.ROOT);
    }
}
