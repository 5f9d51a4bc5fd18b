package org.pggit.audit.ddl;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/**
 * Compares what the parser says of a statement with what the server said.
 *
 * <p>Right means: the tag; as many rows; each with its object type, its schema (one of the search path where the text names none) and its identity up to
 * the spelling of argument types. An IF [NOT] EXISTS that found nothing to do may leave rows out.
 */
final class Agreement {
    private Agreement() {
    }

    /** What is wrong, or null. */
    static String problem(Corpus.Entry entry) {
        List<DdlStatement> statements = DdlParser.parse(entry.sql());
        if (statements.size() != 1) {
            return statements.size() + " statements";
        }
        return problem(entry, statements.get(0));
    }

    static String problem(Corpus.Entry entry, DdlStatement statement) {
        if (statement.kind() != DdlStatement.Kind.DDL) {
            return statement.kind() + " " + statement.reason() + " @" + statement.problemAt();
        }
        if (!entry.tag().equals(statement.tag())) {
            return "tag " + statement.tag();
        }
        return rowsProblem(entry, statement);
    }

    private static String rowsProblem(Corpus.Entry entry, DdlStatement statement) {
        List<DdlObject> said = said(statement);
        List<Corpus.Row> missing = new ArrayList<>();
        // A view that is replaced and a table that is altered afterwards are reported twice.
        for (Corpus.Row row : new LinkedHashSet<>(entry.rows())) {
            if (!take(said, row, statement, entry.searchPath())) {
                missing.add(row);
            }
        }
        boolean mayBeLess = !statement.objects().isEmpty()
            && (statement.objects().get(0).has(Flag.IF_EXISTS) || statement.objects().get(0).has(Flag.IF_NOT_EXISTS));
        said.removeIf(object -> object.action() == Action.DROP && object.has(Flag.IF_EXISTS) || mayBeLess && entry.rows().isEmpty()
            || object.has(Flag.IF_NOT_EXISTS) && !statement.objects().contains(object));
        if (missing.isEmpty() && said.isEmpty()) {
            return null;
        }
        return "server " + missing + " parser " + said;
    }

    /** The server's report on ALTER TABLE leaves out the indexes of new keys. */
    private static List<DdlObject> said(DdlStatement statement) {
        List<DdlObject> said = new ArrayList<>(statement.objectsAndDropped());
        for (DdlObject object : statement.implied()) {
            if (object.type() != ObjectType.INDEX || !statement.tag().startsWith("ALTER")) {
                said.add(object);
            }
        }
        return said;
    }

    private static boolean take(List<DdlObject> said, Corpus.Row row, DdlStatement statement, List<String> searchPath) {
        for (Iterator<DdlObject> each = said.iterator(); each.hasNext();) {
            DdlObject object = each.next();
            if (agrees(object, row, statement, searchPath)) {
                each.remove();
                if (row.identity() == null) {
                    // One row for all that a GRANT names.
                    said.removeIf(other -> other.type() == object.type() && other.action() == object.action());
                }
                return true;
            }
        }
        return false;
    }

    private static boolean agrees(DdlObject object, Corpus.Row row, DdlStatement statement, List<String> searchPath) {
        if (row.dropped() != (object.action() == Action.DROP)) {
            return false;
        }
        if (!row.dropped() && !row.tag().equals(tag(object, statement))) {
            return false;
        }
        if (!isSameType(object, row)) {
            return false;
        }
        if (row.identity() == null) {
            return true;
        }
        return isSameSchema(object, row, searchPath) && isSameIdentity(object, row);
    }

    private static String tag(DdlObject object, DdlStatement statement) {
        boolean isOwn = statement.objects().contains(object) && !(statement.tag().equals("CREATE SCHEMA") && object != statement.objects().get(0));
        return isOwn || object.action() == Action.GRANT ? isOwn ? statement.tag() : "GRANT" : object.action() + " " + object.type().spelling().toUpperCase(Locale.ROOT).replace(" OBJECT", "");
    }

    private static boolean isSameType(DdlObject object, Corpus.Row row) {
        if (row.type().equals(object.type().spelling())) {
            return true;
        }
        if (object.type() == ObjectType.ROUTINE) {
            return List.of("function", "procedure", "aggregate", "ROUTINE").contains(row.type());
        }
        return row.type().equals(object.type().name().replace('_', ' '));
    }

    private static boolean isSameSchema(DdlObject object, Corpus.Row row, List<String> searchPath) {
        String schema = object.newSchema() == null ? object.schema() : object.newSchema();
        if (schema == null && row.dropped() && (object.type() == ObjectType.TRIGGER || object.type() == ObjectType.POLICY)) {
            // The table's schema, in rows of dropped objects only: the identity, which is compared, has it.
            return true;
        }
        if (schema == null) {
            return row.schema() == null || searchPath.contains(row.schema()) || row.schema().equals("pg_temp") || row.schema().equals("pg_catalog");
        }
        return schema.equals(row.schema());
    }

    private static boolean isRoutine(DdlObject object) {
        return switch (object.type()) {
            case FUNCTION, PROCEDURE, ROUTINE, AGGREGATE -> true;
            default -> false;
        };
    }

    private static boolean isSameIdentity(DdlObject object, Corpus.Row row) {
        String said = object.newIdentity();
        if (said == null) {
            return false;
        }
        if (said.equals(row.identity())) {
            return true;
        }
        if (object.type().isOnParent()) {
            String onSchema = row.schema() == null ? "" : QualifiedName.quote(row.schema()) + ".";
            String name = QualifiedName.quote(object.newName() == null ? object.name() : object.newName());
            String owner = row.identity().startsWith(name + " on ") ? row.identity().substring(name.length() + 4) : null;
            return owner != null && (owner.equals(object.parent()) || owner.endsWith("." + object.parent()) || owner.equals(onSchema + object.parent()));
        }
        if (isRoutine(object) && said.indexOf('(') < 0) {
            // DROP FUNCTION f: the text has no argument types.
            String name = (row.schema() == null || object.schema() != null ? "" : QualifiedName.quote(row.schema()) + ".") + said;
            return row.identity().startsWith(name + "(");
        }
        String prefix = row.schema() == null || object.schema() != null || object.newSchema() != null ? "" : QualifiedName.quote(row.schema()) + ".";
        if (object.type() == ObjectType.PUBLICATION_RELATION) {
            return row.identity().endsWith("." + said);
        }
        if (object.type() == ObjectType.OPERATOR_OF_ACCESS_METHOD || object.type() == ObjectType.FUNCTION_OF_ACCESS_METHOD) {
            int of = said.indexOf(" of ") + 4;
            return row.identity().startsWith(said.substring(0, of)) && row.identity().endsWith(said.substring(of));
        }
        if (object.type() == ObjectType.DEFAULT_VALUE) {
            return row.identity().endsWith("." + said.substring("for ".length()));
        }
        return Signatures.simplified(prefix + said).equals(Signatures.simplified(row.identity()));
    }
}
