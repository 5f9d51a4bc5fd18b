package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.pggit.audit.change.PathName;
import org.pggit.audit.ddl.DdlObject;
import org.pggit.audit.ddl.DdlParser;
import org.pggit.audit.ddl.DdlStatement;
import org.pggit.audit.ddl.Flag;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/**
 * Does to a {@link SchemaState} what a statement did to the database: text to text, nothing is executed. What a statement names and history does not know is
 * passed over.
 */
final class StatementReplay {
    private final SchemaState state;
    private final Dependants dependants;
    private final RenameReplay renames;
    private final Labels labels;
    private final CreateReplay creates;
    private final Set<String> temporary = new HashSet<>();

    StatementReplay(SchemaState state, String ownSchema) {
        this.state = state;
        this.dependants = new Dependants(state);
        this.renames = new RenameReplay(state, new NameChanges(state), this);
        this.labels = new Labels(state, this);
        this.creates = new CreateReplay(state, ownSchema, temporary);
    }

    /** {@code schemaHint}: the schema that v1's row gives to what the statement makes; null where no row tells. */
    void apply(DdlStatement statement, String schemaHint) {
        state.beginStatement();
        if (statement.kind() == DdlStatement.Kind.NOT_DDL) {
            if ("SET".equals(statement.tag())) {
                setSearchPath(Words.of(statement.text()));
            } else if ("SELECT".equals(statement.tag())) {
                setConfig(Words.of(statement.text()));
            } else if ("CLUSTER".equals(statement.tag())) {
                cluster(Words.of(statement.text()));
            } else if ("SELECT INTO".equals(statement.tag())) {
                creates.create(statement, schemaHint);
            }
            return;
        }
        if (statement.objects().isEmpty()) {
            return;
        }
        if ("CREATE SCHEMA".equals(statement.tag()) && statement.objects().size() > 1) {
            elements(statement);
            return;
        }
        switch (statement.objects().get(0).action()) {
            case CREATE -> creates.create(statement, schemaHint);
            case ALTER -> alter(statement);
            case DROP -> drop(statement);
            case RENAME, SET_SCHEMA -> renames.rename(statement);
            case COMMENT, SECURITY_LABEL -> labels.label(statement);
            case GRANT, REVOKE -> labels.grant(statement);
            default -> { }
        }
    }

    /** CLUSTER t USING i, CLUSTER i ON t: the table is clustered on the index from then on. */
    private void cluster(Words words) {
        int at = words.is(1, "VERBOSE") ? 2 : words.skip(1) > 2 ? words.skip(1) : 1;
        int behind = words.type(at + 1) == TokenType.DOT ? at + 3 : at + 1;
        boolean isOld = words.is(behind, "ON");
        if (!isOld && !words.is(behind, "USING")) {
            return;
        }
        int table = isOld ? behind + 1 : at;
        String index = words.name(isOld ? behind - 1 : behind + 1);
        StoredObject clustered = words.type(table + 1) == TokenType.DOT ? state.relation(words.name(table), words.name(table + 2)) : state.relation(null, words.name(table));
        if (clustered != null && index != null) {
            alterTable(clustered, "ALTER TABLE " + clustered.qualifiedName() + " CLUSTER ON " + QualifiedName.quote(index));
        }
    }

    private void alterTable(StoredObject table, String statement) {
        StoredObject index = table.shape != null ? null : state.relation(table.schema, Words.of(statement).name(Words.of(statement).count() - 1));
        if (table.shape != null) {
            new TableAlteration(state, table, statement).apply();
        } else if (index != null && index.type == ObjectType.INDEX) {
            state.touch(index);
            index.extras.put(statement);
        }
    }

    private void setSearchPath(Words words) {
        int at = words.isAny(1, "LOCAL", "SESSION") ? 2 : 1;
        if (!words.is(at, "SEARCH_PATH")) {
            return;
        }
        searchPath(words, at + 2);
    }

    /** {@code SELECT set_config('search_path', 'a, b', false)}. */
    private void setConfig(Words words) {
        for (int i = 1; i < words.count(); i++) {
            if ("set_config".equals(words.name(i)) && words.type(i + 1) == TokenType.LEFT_PAREN && "search_path".equals(words.string(i + 2)) && words.string(i + 4) != null) {
                searchPath(Words.of(words.string(i + 4)), 0);
            }
        }
    }

    private void searchPath(Words words, int from) {
        List<String> path = new ArrayList<>();
        for (int i = from; i < words.count(); i++) {
            String name = words.isName(i) ? words.name(i) : words.string(i);
            if (name != null && !name.equals("$user") && !name.isEmpty() && !words.is(i, "DEFAULT")) {
                path.add(name);
            }
        }
        state.searchPath = path.isEmpty() ? List.of("public") : List.copyOf(path);
    }

    /** Temporary tables end with their session, and which transactions a session had no row says: none is known beyond its own. */
    void beginTransaction() {
        temporary.clear();
    }

    /** CREATE SCHEMA with elements: each is as if it stood alone, with the schema's name. */
    private void elements(DdlStatement statement) {
        Words words = Words.of(statement.text());
        String schema = statement.objects().get(0).name();
        int from = 0;
        List<String> before = state.searchPath;
        for (int at = 1; at <= words.count(); at = words.skip(at)) {
            if (at == words.count() || words.isAny(at, "CREATE", "GRANT")) {
                for (DdlStatement element : DdlParser.parse(words.slice(from, at))) {
                    apply(element, from == 0 ? null : schema);
                }
                if (from == 0 && schema != null) {
                    state.searchPath = List.of(schema, "public");
                }
                from = at;
            }
        }
        state.searchPath = before;
    }

    static boolean livesInSchema(ObjectType type) {
        return switch (type) {
            case TABLE, VIEW, MATERIALIZED_VIEW, FOREIGN_TABLE, SEQUENCE, INDEX, FUNCTION, PROCEDURE, AGGREGATE, ROUTINE, TYPE, COMPOSITE_TYPE, COLLATION, CONVERSION, OPERATOR,
                OPERATOR_CLASS, OPERATOR_FAMILY, STATISTICS_OBJECT, TEXT_SEARCH_CONFIGURATION, TEXT_SEARCH_DICTIONARY, TEXT_SEARCH_PARSER, TEXT_SEARCH_TEMPLATE -> true;
            default -> false;
        };
    }

    /** The name that an identity spells: the parser quotes by the server's rules. */
    static QualifiedName written(String identity) {
        Words words = Words.of(identity);
        return words.type(1) == TokenType.DOT ? new QualifiedName(words.name(0), words.name(2)) : new QualifiedName(null, words.name(0));
    }

    //---------------------------------------------------------------- ALTER

    StoredObject target(DdlObject object) {
        if (object.schema() == null && temporary.contains(object.name())) {
            return null;
        }
        if (object.type() == ObjectType.TRIGGER || object.type() == ObjectType.POLICY || object.type() == ObjectType.RULE) {
            if (object.parent() == null) {
                return null;
            }
            QualifiedName written = written(object.parent());
            QualifiedName parent = state.relation(written);
            return state.at(PathName.kind(object.type()) + QualifiedName.quote(object.name()) + " on " + parent);
        }
        StoredObject named = new StoredObject(object.type(), object.schema(), object.name());
        if (named.isRelation()) {
            return state.relation(object.schema(), object.name());
        }
        if (object.name() == null) {
            return state.at(PathName.kind(object.type()) + object.identity());
        }
        StoredObject found = inSchema(state, object, null);
        return found == null && found(object.type()) == ObjectType.TYPE ? state.relation(object.schema(), object.name()) : found;
    }

    private static ObjectType found(ObjectType named) {
        return named == ObjectType.COMPOSITE_TYPE ? ObjectType.TYPE : named;
    }

    /** What a name in a schema means: by its identity, else the only one of the name; but IF EXISTS with other argument types means none. */
    static StoredObject inSchema(SchemaState state, DdlObject object, String hint) {
        ObjectType type = found(object.type());
        String schema = object.schema() != null ? object.schema() : hint;
        if (livesInSchema(type) && object.identity() != null) {
            String identity = object.schema() != null ? object.identity() : QualifiedName.quote(schema == null ? state.creationSchema() : schema) + '.' + object.identity();
            StoredObject exact = state.at(PathName.kind(type) + Signature.resolve(identity, state));
            if (exact != null && (exact.type == type || type == ObjectType.ROUTINE && exact.isRoutine())) {
                return exact;
            }
        }
        StoredObject only = state.find(type, schema, object.name());
        return only != null && only.isRoutine() && object.has(Flag.IF_EXISTS) && !Signature.mayBe(object.identity(), only.suffix) ? null : only;
    }

    private void alter(DdlStatement statement) {
        DdlObject altered = statement.objects().get(0);
        StoredObject object = target(altered);
        if (object == null && altered.type() == ObjectType.INDEX && new Partitions(state).write(altered.schema(), altered.name())) {
            object = target(altered);
        }
        if (object == null) {
            implicitIndex(statement, altered);
            identitySequence(statement, altered);
            return;
        }
        if (object.shape != null && "ALTER TABLE".equals(statement.tag())) {
            new TableAlteration(state, object, statement.text()).apply();
            return;
        }
        state.touch(object);
        String text = qualified(object, statement.text(), altered.schema() == null);
        if (object.type == ObjectType.SEQUENCE) {
            text = creates.ownSequence(object, Words.of(text));
        } else if (object.type == ObjectType.TYPE) {
            new NamedUses(state).label(object, Words.of(statement.text()));
        }
        if (text != null) {
            object.extras.put(text);
        }
    }

    StoredObject tableOfKey(String schema, String index) {
        return renames.tableOfKey(schema, index);
    }

    /** ALTER of an index that belongs to a constraint: it is part of its table. */
    private void implicitIndex(DdlStatement statement, DdlObject altered) {
        if (altered.type() == ObjectType.INDEX) {
            StoredObject table = renames.tableOfKey(altered.schema(), altered.name());
            if (table != null) {
                state.touch(table);
                table.extras.put(statement.text());
            }
        }
    }

    /** ALTER of an identity column's sequence: the same. */
    private void identitySequence(DdlStatement statement, DdlObject altered) {
        IdentitySequences.Owner owner = altered.type() == ObjectType.SEQUENCE ? IdentitySequences.owner(state, altered.schema(), altered.name()) : null;
        if (owner != null) {
            state.touch(owner.table());
            owner.table().extras.put(Renaming.subject(statement.text(), altered.name(), owner.sequence()));
        }
    }

    static String qualified(StoredObject object, String text, boolean isUnqualified) {
        String named = isUnqualified && object.schema != null && !"public".equals(object.schema) && !object.isOnRelation() ? Renaming.subject(text, object.name, object.qualifiedName()) : text;
        return Signature.write(named, object);
    }

    //---------------------------------------------------------------- DROP

    private void drop(DdlStatement statement) {
        for (DdlObject dropped : statement.objects()) {
            StoredObject object = target(dropped);
            if (object != null) {
                dependants.drop(object, dropped.has(Flag.CASCADE));
            } else if (dropped.schema() == null) {
                temporary.remove(dropped.name());
            }
        }
    }

    /** What v1's row of a drop says is gone, whatever the text says. */
    void dropRecorded(String path, Constraint key) {
        StoredObject object = state.at(path);
        if (object != null) {
            dependants.drop(object, false);
        } else if (key != null) {
            dropKey(key);
        }
    }

    /** The constraint whose index has the name, where it is no index of its own. */
    Constraint key(String schema, String index) {
        StoredObject table = state.relation(schema, index) == null ? renames.tableOfKey(schema, index) : null;
        return table == null ? null : table.shape.constraint(index);
    }

    private void dropKey(Constraint key) {
        StoredObject table = null;
        for (StoredObject o : state.naming(key.name())) {
            table = o.shape != null && o.shape.constraints.stream().anyMatch(c -> c == key) ? o : table;
        }
        if (table != null) {
            state.touch(table);
            table.shape.constraints.removeIf(c -> c == key);
        }
    }
}
