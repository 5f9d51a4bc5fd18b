package org.pggit.audit.backfill;

import java.util.Set;
import org.pggit.audit.ddl.DdlObject;
import org.pggit.audit.ddl.DdlParser;
import org.pggit.audit.ddl.DdlStatement;
import org.pggit.audit.ddl.Flag;
import org.pggit.audit.ddl.GeneratedNames;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** What a CREATE does to a {@link SchemaState}: the object with its names whole, in place of one that it replaces, with the sequences of its serial columns. */
final class CreateReplay {
    private final SchemaState state;
    /** Schema whose objects are the recorder's own. */
    private final String ownSchema;
    /** Names of the transaction's temporary tables. */
    private final Set<String> temporary;

    CreateReplay(SchemaState state, String ownSchema, Set<String> temporary) {
        this.state = state;
        this.ownSchema = ownSchema;
        this.temporary = temporary;
    }

    private boolean isOurs(String schema) {
        return schema == null || !schema.equals(ownSchema);
    }

    void create(DdlStatement statement, String schemaHint) {
        DdlObject made = statement.objects().get(0);
        if (made.has(Flag.TEMPORARY) || "pg_temp".equals(made.schema()) || isTemporary(schemaHint) || made.identity() == null) {
            if (made.name() != null) {
                temporary.add(made.name());
            }
            return;
        }
        StoredObject object = object(made, schemaHint);
        if (object == null || isOfCluster(object.type) || !isOurs(object.schema) || object.type == ObjectType.SCHEMA && !isOurs(object.name)) {
            return;
        }
        StoredObject there = state.at(object.path());
        if (there != null && made.has(Flag.IF_NOT_EXISTS)) {
            return;
        }
        if (there != null && there.type == object.type && (made.has(Flag.OR_REPLACE) || object.isRoutine())) {
            replace(there, object, statement.text());
            return;
        }
        object.head = TypeOfColumn.resolve(Renaming.plainCreate(statement.text(), object.type), object, state);
        if (object.type == ObjectType.INDEX && Renaming.isUnnamedIndex(object.head)) {
            object.name = free(object.schema, object.name);
            object.head = Renaming.nameIndex(object.head, object.name);
        }
        TableText text = made.type() == ObjectType.TABLE && "CREATE TABLE".equals(statement.tag()) ? TableText.create(statement.text(), object.qualifiedName(), state) : null;
        text = text == null && made.type() == ObjectType.TABLE ? new Partitions(state).create(statement.text(), object) : text;
        TableShape copied = text == null && object.type == ObjectType.TABLE && ("CREATE TABLE AS".equals(statement.tag()) || "SELECT INTO".equals(statement.tag()))
            ? TableCopy.ofQuery(statement.text(), state) : null;
        if (text != null || copied != null) {
            object.shape = text != null ? text.shape() : copied;
            object.head = null;
        } else if (object.schema != null && made.schema() == null && !"public".equals(object.schema) && object.parent == null) {
            object.head = Renaming.subject(object.head, object.name, object.qualifiedName());
        }
        new Qualifier(state).qualify(object);
        if (text != null) {
            text.shape().columns.stream().map(Column::name).toList().forEach(column -> IdentitySequences.nameNew(object, column, state));
        }
        state.add(object);
        if (text != null) {
            createSerials(state, object, text);
            new LikeIndexes(state).copy(object, statement.text());
        }
        if (object.type == ObjectType.SEQUENCE) {
            ownNewSequence(object);
        }
    }

    /** No part of a database's schema: a commit has none of them. */
    private static boolean isOfCluster(ObjectType type) {
        return type == ObjectType.ROLE || type == ObjectType.DATABASE || type == ObjectType.TABLESPACE;
    }

    /** v1 has the schema as the server's event triggers give it. */
    private static boolean isTemporary(String schema) {
        return schema != null && (schema.equals("pg_temp") || schema.startsWith("pg_temp_"));
    }

    /** A name that the server made up and the schema holds already gets a number. */
    private String free(String schema, String generated) {
        String name = generated;
        for (int n = 1; state.isTaken(schema, name); n++) {
            name = generated + n;
        }
        return name;
    }

    /** The object that a CREATE makes, with its names whole; null where it is on a temporary table. */
    private StoredObject object(DdlObject made, String schemaHint) {
        StoredObject object = new StoredObject(made.type(), made.schema(), made.name());
        if (made.parent() != null && (made.type() == ObjectType.INDEX || object.isOnRelation())) {
            QualifiedName written = StatementReplay.written(made.parent());
            if (written.schema() == null && temporary.contains(written.name())) {
                return null;
            }
            StoredObject relation = state.relation(written.schema(), written.name());
            String hinted = schemaHint != null && made.type() == ObjectType.INDEX ? schemaHint : state.creationSchema();
            object.parent = relation != null ? relation.qualifiedName() : new QualifiedName(written.schema() == null ? hinted : written.schema(), written.name());
            object.schema = object.parent.schema();
            return object;
        }
        String bare = made.identity();
        if (made.schema() != null) {
            bare = bare.substring(Math.min(bare.length(), QualifiedName.quote(made.schema()).length() + 1));
        }
        boolean isOperator = made.type() == ObjectType.OPERATOR;
        String last = isOperator ? made.name() : made.name() == null ? "" : QualifiedName.quote(made.name());
        object.suffix = bare.startsWith(last) ? bare.substring(last.length()) : "";
        if (object.isRoutine() || isOperator) {
            object.suffix = Signature.resolve(object.suffix, state);
        }
        if (object.schema == null && StatementReplay.livesInSchema(made.type())) {
            object.schema = schemaHint != null ? schemaHint : state.creationSchema();
        }
        return object;
    }

    /** OR REPLACE keeps owner, rights and comments, and takes every other attribute from the new text. */
    private void replace(StoredObject there, StoredObject now, String text) {
        state.touch(there);
        if (Queries.isQuery(there)) {
            StarColumns.keepAll(there, state);
        }
        there.head = now.schema != null && !"public".equals(now.schema) && now.parent == null && written(text, now) ? Renaming.subject(text, now.name, now.qualifiedName()) : text;
        there.head = TypeOfColumn.resolve(there.head, there, state);
        new Qualifier(state).qualify(there);
        if (there.isRoutine()) {
            there.extras.removeKeysNot("owner", "comment", "label", "grant");
        }
    }

    private static boolean written(String text, StoredObject now) {
        DdlObject described = DdlParser.describe(text);
        return described.schema() == null && now.name.equals(described.name());
    }

    static void createSerials(SchemaState state, StoredObject table, TableText text) {
        for (String[] serial : text.serials) {
            String name = GeneratedNames.choose(table.name, serial[0], "seq", n -> state.isTaken(table.schema, n));
            StoredObject sequence = new StoredObject(ObjectType.SEQUENCE, table.schema, name);
            sequence.head = "CREATE " + table.shape.kind + "SEQUENCE " + sequence.qualifiedName() + ("bigint".equals(serial[1]) ? "" : " AS " + serial[1]);
            sequence.parent = table.qualifiedName();
            sequence.ownerColumn = serial[0];
            sequence.extras.put(NameChanges.ownedBy(sequence));
            state.add(sequence);
            Column column = table.shape.column(serial[0]);
            table.shape.set(column.withDefault("nextval('" + sequence.qualifiedName().toString().replace("'", "''") + "'::regclass)"));
        }
        text.serials.clear();
    }

    /** OWNED BY stands behind the CREATE: the table may come later in a script. */
    private void ownNewSequence(StoredObject sequence) {
        Words words = Words.of(sequence.head);
        SequenceOwner owner = SequenceOwner.of(words, sequence.schema);
        if (owner != null) {
            state.own(sequence, owner.table(), owner.column());
        }
        for (int i = 2; i < words.count(); i++) {
            if (words.isPhrase(i, "OWNED BY") && sequence.parent != null && sequence.parent.name() != null && sequence.ownerColumn != null) {
                int end = words.type(i + 5) == TokenType.DOT ? i + 7 : i + 5;
                sequence.head = (words.text().substring(0, words.start(i)).stripTrailing() + words.text().substring(words.end(end - 1))).stripTrailing();
                sequence.extras.put(NameChanges.ownedBy(sequence));
                return;
            }
        }
    }

    /** What is left of an ALTER SEQUENCE without its OWNED BY, which is said with the names that it means; null for nothing. */
    String ownSequence(StoredObject sequence, Words words) {
        SequenceOwner owner = SequenceOwner.of(words, sequence.schema);
        if (owner == null) {
            return words.text();
        }
        state.own(sequence, owner.table(), owner.column());
        sequence.extras.remove("owner column");
        if (sequence.ownerColumn != null) {
            sequence.extras.put(NameChanges.ownedBy(sequence));
        }
        StringBuilder rest = new StringBuilder();
        int actions = TableAlteration.actions(words);
        int left = 0;
        for (int i = 0, next; i < words.count(); i = next) {
            boolean isOwner = words.isPhrase(i, "OWNED BY");
            next = !isOwner ? i + 1 : words.is(i + 2, "NONE") ? i + 3 : words.type(i + 5) == TokenType.DOT ? i + 7 : i + 5;
            if (!isOwner) {
                rest.append(i > 0 && words.start(i) > words.end(i - 1) ? " " : "").append(words.written(i));
                left += i >= actions ? 1 : 0;
            }
        }
        return left == 0 ? null : rest.toString();
    }
}
