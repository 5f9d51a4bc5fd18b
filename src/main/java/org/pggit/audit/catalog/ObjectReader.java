package org.pggit.audit.catalog;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pggit.audit.ddl.DdlObject;
import org.pggit.audit.ddl.DdlParser;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.StatementSplitter;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** One object's text as statements, and the names by which others call what they make. */
final class ObjectReader {
    private static final String COLUMNS = "-- columns: ";
    private static final String REQUIRES = "-- requires: ";
    /** Kinds that no other object names, or only by words of which none is a schema's. */
    private static final Set<ObjectType> NEVER_NAMED = EnumSet.of(ObjectType.TRIGGER, ObjectType.RULE, ObjectType.POLICY, ObjectType.STATISTICS_OBJECT, ObjectType.SCHEMA, ObjectType.CAST,
        ObjectType.TRANSFORM, ObjectType.USER_MAPPING, ObjectType.PUBLICATION, ObjectType.SUBSCRIPTION, ObjectType.EVENT_TRIGGER, ObjectType.UNKNOWN);
    private static final Map<ObjectType, String> WITHOUT_SCHEMA = Map.of(ObjectType.LANGUAGE, ":LANGUAGE", ObjectType.SERVER, ":SERVER", ObjectType.FOREIGN_SERVER, ":SERVER",
        ObjectType.FOREIGN_DATA_WRAPPER, ":WRAPPER", ObjectType.ACCESS_METHOD, ":USING", ObjectType.EXTENSION, ":EXTENSION");

    final List<ScriptStatement> statements = new ArrayList<>();
    final DdlObject object;
    /** Null where it has none. */
    private final String schema;
    /** The own key, null where nobody can name the object. */
    final String key;
    /** Keys of what later statements make (indexes of constraints), or null. */
    final List<String> laterKeys = new ArrayList<>();

    ObjectReader(SchemaObject entry) {
        object = DdlParser.describe(entry.ddl());
        String kind = WITHOUT_SCHEMA.get(object.type());
        schema = object.schema() != null ? object.schema() : schemaOf(entry.path(), object.name());
        key = NEVER_NAMED.contains(object.type()) || object.name() == null ? null : kind != null ? Names.key(kind, object.name()) : schema == null ? null : Names.key(schema, object.name());
        List<StatementSplitter.Range> ranges = StatementSplitter.split(entry.ddl());
        StringBuilder session = null;
        for (int i = 0; i < ranges.size(); i++) {
            StatementSplitter.Range range = ranges.get(i);
            String text = range.text(entry.ddl()) + ";\n";
            // Statements under another's authorization stay together.
            if (session != null || text.startsWith("SET SESSION AUTHORIZATION")) {
                session = (session == null ? new StringBuilder() : session).append(text);
                if (!text.startsWith("RESET")) {
                    continue;
                }
                text = session.toString();
                session = null;
            }
            add(entry.path(), text);
            readComment(entry.ddl(), range.end(), i + 1 < ranges.size() ? ranges.get(i + 1).start() : entry.ddl().length());
        }
    }

    /** Texts as people write them name the object without its schema: its path has that. */
    private static String schemaOf(String path, String name) {
        Words words = Words.of(path);
        for (int i = 2; i < words.count(); i++) {
            if (words.type(i - 1) == TokenType.DOT && words.isName(i) && words.name(i).equals(name)) {
                return words.name(i - 2);
            }
        }
        return null;
    }

    private void add(String path, String text) {
        ScriptStatement statement = new ScriptStatement(path, statements.size(), text);
        Phase own = Phase.of(statement.names.head);
        Phase before = statements.isEmpty() ? Phase.TABLE : statements.get(statements.size() - 1).phase;
        statement.phase = own == null ? before : own;
        if (isShellType(text)) {
            statement.phase = Phase.SHELL_TYPE;
        }
        statements.add(statement);
        if (statement.phase == Phase.CONSTRAINT) {
            statement.constraint = addedConstraint(text);
        }
        if (text.startsWith("COMMENT ON CONSTRAINT ")) {
            statement.commented = Words.of(text).name(3);
        }
        laterKeys.add(schema == null || statement.constraint == null ? null : Names.key(schema, statement.constraint));
    }

    private static boolean isShellType(String text) {
        return text.startsWith("CREATE TYPE ") && text.indexOf('(') < 0 && !text.contains(" AS ");
    }

    /** ALTER TABLE ... ADD CONSTRAINT name ...: an index may have that name, in the table's schema. */
    private static String addedConstraint(String text) {
        DdlObject said = DdlParser.parse(text).get(0).subcommands().stream().map(s -> s.object()).filter(o -> o != null && o.name() != null).findFirst().orElse(null);
        return said == null ? null : said.name();
    }

    private void readComment(String ddl, int from, int to) {
        String between = ddl.substring(from, to);
        int columns = between.indexOf(COLUMNS);
        int requires = between.indexOf(REQUIRES);
        ScriptStatement last = statements.get(statements.size() - 1);
        if (columns >= 0) {
            last.columns = line(between, columns + COLUMNS.length());
        }
        if (requires >= 0) {
            for (String extension : line(between, requires + REQUIRES.length()).split(", ")) {
                last.names.keys.add(Names.key(":EXTENSION", extension));
            }
        }
    }

    private static String line(String text, int from) {
        int end = text.indexOf('\n', from);
        return text.substring(from, end < 0 ? text.length() : end);
    }
}
