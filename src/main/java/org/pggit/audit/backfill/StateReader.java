package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.List;
import org.pggit.audit.change.PathName;
import org.pggit.audit.ddl.DdlObject;
import org.pggit.audit.ddl.DdlParser;
import org.pggit.audit.ddl.DdlStatement;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.Words;

/**
 * Reads the definitions of a commit's tree back into a {@link SchemaState}: what was written by a backfill becomes what it was. What a definition reads as follows from
 * it and its path alone, whatever else is there. So every commit ends with it: its state is then what a replay that begins at the commit has.
 */
final class StateReader {
    private final SchemaState state;
    /** Written definitions name every constraint and qualify every table: nothing needs looking up. */
    private static final TableText.Names NAMES = new TableText.Names() {
        @Override
        public boolean isTaken(String schema, String name) {
            return false;
        }

        @Override
        public boolean hasConstraint(String schema, String name) {
            return false;
        }

        @Override
        public QualifiedName relation(QualifiedName written) {
            return new QualifiedName(written.schema() == null ? "public" : written.schema(), written.name());
        }
    };


    StateReader(SchemaState state) {
        this.state = state;
    }

    void read(String path, String definition) {
        state.load(committed(path, definition));
    }

    /** After a commit: the object as its definition reads, in place of what the statements have left in memory. */
    void readBack(StoredObject object, String definition) {
        state.exchange(object, committed(object.path(), definition));
    }

    private static StoredObject committed(String path, String definition) {
        StoredObject object = object(path, definition);
        object.committed = definition;
        if (object.type == ObjectType.SEQUENCE) {
            SequenceOwner.readInto(object);
        }
        return object;
    }

    private static StoredObject object(String path, String definition) {
        List<DdlStatement> statements = new ArrayList<>();
        for (DdlStatement s : DdlParser.parse(definition)) {
            if (s.kind() != DdlStatement.Kind.NOT_DDL || "SELECT INTO".equals(s.tag())) {
                statements.add(s);
            }
        }
        DdlObject made = statements.isEmpty() || statements.get(0).objects().isEmpty() ? null : statements.get(0).objects().get(0);
        PathName names = PathName.of(path);
        if (made == null) {
            return kept(new StoredObject(ObjectType.UNKNOWN, names.schema(), names.name()), path, definition);
        }
        StoredObject object = new StoredObject(made.type(), made.schema(), made.name());
        String first = statements.get(0).text();
        String kind = PathName.kind(made.type());
        if (object.isOnRelation() && made.parent() != null) {
            int on = path.lastIndexOf(" on ");
            object.parent = StatementReplay.written(on < 0 ? made.parent() : path.substring(on + 4));
            object.schema = object.parent.schema();
        } else if (StatementReplay.livesInSchema(made.type()) && made.name() != null) {
            object.schema = made.schema() == null ? names.schema() : made.schema();
            String bare = QualifiedName.quote(object.schema == null ? "" : object.schema) + '.' + (made.type() == ObjectType.OPERATOR ? made.name() : QualifiedName.quote(made.name()));
            String identity = path.substring(path.startsWith(kind) ? kind.length() : 0);
            object.suffix = identity.startsWith(bare) ? identity.substring(bare.length()) : "";
            if (made.type() == ObjectType.INDEX && made.parent() != null) {
                object.parent = new QualifiedName(object.schema, StatementReplay.written(made.parent()).name());
            }
        } else if (made.name() == null) {
            object.suffix = path.startsWith(kind) ? path.substring(kind.length()) : path;
        } else if (path.startsWith(kind + QualifiedName.quote(made.name()))) {
            object.suffix = path.substring(kind.length() + QualifiedName.quote(made.name()).length());
        }
        if (!object.path().equals(path) || definition.length() != statements.get(statements.size() - 1).end() + 2) {
            return kept(object, path, definition);
        }
        TableText table = made.type() == ObjectType.TABLE && "CREATE TABLE".equals(statements.get(0).tag()) ? TableText.create(first, object.qualifiedName(), NAMES) : null;
        object.shape = table == null ? null : table.shape();
        object.head = table == null ? first : null;
        for (DdlStatement extra : statements.subList(1, statements.size())) {
            add(object, extra.text());
        }
        return object;
    }

    /** A definition of other hands that this reader might write otherwise: kept whole, until something changes it. */
    private static StoredObject kept(StoredObject object, String path, String definition) {
        int end = definition.length();
        while (end > 0 && (Character.isWhitespace(definition.charAt(end - 1)) || definition.charAt(end - 1) == ';')) {
            end--;
        }
        object.head = definition.substring(0, end);
        object.fixedPath = path;
        return object;
    }

    private static void add(StoredObject object, String statement) {
        Words words = Words.of(statement);
        int action = words.isPhrase(0, "ALTER TABLE") && object.shape != null ? TableAlteration.actions(words) : -1;
        if (action > 0 && words.isPhrase(action, "ADD CONSTRAINT")) {
            new TableText(object.qualifiedName(), object.shape, NAMES).tableConstraint(words, action + 1, words.count());
        } else {
            object.extras.put(statement);
        }
    }
}
