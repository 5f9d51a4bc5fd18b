package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.pggit.audit.change.PathName;
import org.pggit.audit.ddl.Action;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/**
 * The subcommands of an ALTER TABLE, done to the table's shape where that leaves exactly what the server has; kept as statements of their own where not. What is
 * about a trigger or an index of the table goes to that object, for it must be there first.
 */
final class TableAlteration {
    private final SchemaState state;
    private final Dependants dependants;
    private final StoredObject table;
    private final Words words;
    private final ColumnAlteration columns;
    private final ConstraintAlteration constraints;

    TableAlteration(SchemaState state, StoredObject table, String statement) {
        this.state = state;
        this.dependants = new Dependants(state);
        this.table = table;
        this.words = Words.of(statement);
        this.columns = new ColumnAlteration(state, table, words);
        this.constraints = new ConstraintAlteration(state, table, words);
    }

    /** The first token behind ALTER ... name. */
    static int actions(Words words) {
        int at = 1;
        while (at < words.count() && !words.isAny(at, "TABLE", "VIEW", "INDEX", "SEQUENCE")) {
            at++;
        }
        at += words.isPhrase(at + 1, "IF EXISTS") ? 3 : 1;
        at += words.is(at, "ONLY") ? 1 : 0;
        at += words.type(at + 1) == TokenType.DOT ? 3 : 1;
        return words.written(at).equals("*") ? at + 1 : at;
    }

    void apply() {
        boolean isOnly = words.isPhrase(1, "TABLE ONLY") || words.isPhrase(1, "TABLE IF EXISTS ONLY");
        state.touch(table);
        List<int[]> actions = new ArrayList<>();
        for (int from = actions(words); from < words.count(); ) {
            int to = words.endOfItem(from, words.count());
            if (from < to) {
                actions.add(new int[] {from, to});
            }
            from = to + 1;
        }
        actions.sort(Comparator.comparingInt(action -> pass(action[0])));
        for (int[] action : actions) {
            List<Column> hadColumns = List.copyOf(table.shape.columns);
            List<Constraint> hadConstraints = List.copyOf(table.shape.constraints);
            action(action[0], action[1]);
            if (!isOnly) {
                inPartitions(action[0], action[1], hadColumns);
                new Partitions(state).follow(table, hadColumns, hadConstraints);
            }
        }
    }

    /** The server does the actions of one statement in passes, whatever their order (tablecmds.c, ATPrepCmd). */
    private int pass(int from) {
        int at = from + 1 + (words.is(from + 1, "COLUMN") ? 2 : 1);
        if (words.is(from, "DROP") || words.is(from, "ALTER") && !words.is(from + 1, "CONSTRAINT") && words.is(at, "DROP")) {
            return 0;
        } else if (words.is(from, "ADD")) {
            return words.is(from + 1, "COLUMN") || !TableText.beginsConstraint(words, from + 1) ? 2 : 3;
        } else if (!words.is(from, "ALTER") || words.is(from + 1, "CONSTRAINT")) {
            return 6;
        }
        return words.is(at, "TYPE") || words.isPhrase(at, "SET DATA TYPE") ? 1 : words.isPhrase(at, "SET NOT NULL") ? 4 : words.isPhrase(at, "SET DEFAULT") || words.is(at, "ADD") ? 5 : 6;
    }

    /** What is done to a column is done in each partition that was attached: its text has columns of its own. */
    private void inPartitions(int from, int to, List<Column> had) {
        boolean isOfColumn = words.is(from, "DROP") && !words.is(from + 1, "CONSTRAINT") || words.is(from, "ALTER") && !words.is(from + 1, "CONSTRAINT");
        if (isOfColumn) {
            for (StoredObject child : Inheritance.children(table, state)) {
                int at = words.is(from + 1, "COLUMN") ? from + 2 : from + 1;
                String column = words.name(words.isPhrase(at, "IF EXISTS") ? at + 2 : at);
                if (words.is(from, "DROP") != child.shape.has(column)) {
                    // One of its own it keeps; one that it only had from the parent goes with what is on it.
                    TableAlteration same = new TableAlteration(state, child, words.text());
                    state.touch(child);
                    if (words.is(from, "DROP") && had.stream().anyMatch(c -> c.name().equals(column))) {
                        state.made().add(new SchemaState.Made("ALTER TABLE", Action.DROP, ObjectType.TABLE_COLUMN, child, column, child.qualifiedName() + "." + QualifiedName.quote(column)));
                    }
                    same.inherited(column, from, to, had);
                }
            }
            for (StoredObject partition : state.partitions(table)) {
                TableAlteration same = new TableAlteration(state, partition, words.text());
                state.touch(partition);
                List<Column> before = List.copyOf(partition.shape.columns);
                same.action(from, to);
                before.stream().filter(c -> partition.shape.column(c.name()) == null).forEach(c -> state.made().add(new SchemaState.Made("ALTER TABLE", Action.DROP, ObjectType.TABLE_COLUMN,
                    partition, c.name(), partition.qualifiedName() + "." + QualifiedName.quote(c.name()))));
                same.inPartitions(from, to, before);
            }
        }
    }

    private void inherited(String column, int from, int to, List<Column> had) {
        if (words.is(from, "DROP")) {
            dependants.dropColumn(table, column, words.is(to - 1, "CASCADE"), new ArrayList<>());
        } else {
            action(from, to);
        }
        inPartitions(from, to, had);
    }

    private void action(int from, int to) {
        if (words.is(from, "ADD")) {
            add(words.is(from + 1, "COLUMN") ? from + 2 : from + 1, to, words.is(from + 1, "COLUMN"));
        } else if (words.isPhrase(from, "DROP CONSTRAINT")) {
            constraints.drop(words.name(words.isPhrase(from + 2, "IF EXISTS") ? from + 4 : from + 2), words.is(to - 1, "CASCADE"));
        } else if (words.is(from, "DROP")) {
            int at = words.is(from + 1, "COLUMN") ? from + 2 : from + 1;
            dropColumn(words.name(words.isPhrase(at, "IF EXISTS") ? at + 2 : at), to);
        } else if (words.is(from, "ALTER") && !words.is(from + 1, "CONSTRAINT")) {
            int at = words.is(from + 1, "COLUMN") ? from + 2 : from + 1;
            if (!columns.alter(words.name(at), at + 1, to)) {
                keep(from, to);
            }
        } else if (words.is(from, "INHERIT") && new Inheritance(state).begin(table, words, from + 1)) {
            return;
        } else if (words.isPhrase(from, "NO INHERIT") && new Inheritance(state).end(table, words, from + 2)) {
            return;
        } else if (words.isPhrase(from, "VALIDATE CONSTRAINT")) {
            if (!constraints.validate(words.name(from + 2))) {
                keep(from, to);
            }
        } else if (words.isPhrase(from, "SET LOGGED")) {
            persistence("");
        } else if (words.isPhrase(from, "SET UNLOGGED")) {
            persistence("UNLOGGED ");
        } else if (words.isPhrase(from, "ENABLE ROW LEVEL") || words.isPhrase(from, "DISABLE ROW LEVEL")) {
            toggle("row level security", words.is(from, "ENABLE"), from, to);
        } else if (words.isPhrase(from, "FORCE ROW") || words.isPhrase(from, "NO FORCE")) {
            toggle("force row level security", words.is(from, "FORCE"), from, to);
        } else if (words.isAny(from, "ENABLE", "DISABLE")) {
            enable(from, to);
        } else if (words.isPhrase(from, "CLUSTER ON")) {
            notClustered();
            StoredObject index = state.relation(table.schema, words.name(from + 2));
            keep(index == null || index.type != ObjectType.INDEX ? table : index, from, to);
        } else if (words.isPhrase(from, "SET WITHOUT CLUSTER")) {
            notClustered();
        } else if (words.isPhrase(from, "ATTACH PARTITION") || words.isPhrase(from, "DETACH PARTITION")) {
            partition(from, to);
        } else {
            keep(from, to);
        }
    }

    /** The sequences of its columns follow. */
    private void persistence(String kind) {
        if (table.shape.suffix.toUpperCase(Locale.ROOT).startsWith("PARTITION BY")) {
            // It has no storage: the server leaves it as it is.
            return;
        }
        table.shape.kind = kind;
        for (StoredObject on : state.on(table.qualifiedName())) {
            if (on.type == ObjectType.SEQUENCE) {
                Words created = Words.of(on.head);
                state.touch(on);
                on.head = "CREATE " + kind + created.text().substring(created.start(created.is(1, "UNLOGGED") ? 2 : 1));
            }
        }
    }

    /** A table has one index at most that it is clustered on. */
    private void notClustered() {
        table.extras.remove("cluster");
        for (StoredObject on : state.on(table.qualifiedName())) {
            if (on.type == ObjectType.INDEX && on.extras.contains("cluster")) {
                state.touch(on);
                on.extras.remove("cluster");
            }
        }
    }

    /** Says that something is on; off is how a table begins. */
    private void toggle(String key, boolean isOn, int from, int to) {
        table.extras.remove(key);
        if (isOn) {
            keep(from, to);
        }
    }

    private void keep(int from, int to) {
        keep(table, from, to);
    }

    private void keep(StoredObject owner, int from, int to) {
        state.touch(owner);
        owner.extras.put("ALTER TABLE " + table.qualifiedName() + ' ' + words.plain(from, to));
    }

    private void enable(int from, int to) {
        int at = words.isAny(from + 1, "ALWAYS", "REPLICA") ? from + 2 : from + 1;
        String name = words.name(at + 1);
        boolean isOfPartition = words.is(at, "TRIGGER") && !words.isAny(at + 1, "ALL", "USER") && table.extras.contains("attach")
            && state.at(PathName.kind(ObjectType.TRIGGER) + QualifiedName.quote(name) + " on " + table.qualifiedName()) == null;
        if (isOfPartition) {
            keep(from, to);
        }
        for (StoredObject on : state.on(table.qualifiedName())) {
            boolean isMeant = on.name.equals(name) && (words.is(at, "TRIGGER") && on.type == ObjectType.TRIGGER || words.is(at, "RULE") && on.type == ObjectType.RULE);
            boolean isAll = words.isAny(at + 1, "ALL", "USER") && words.is(at, "TRIGGER") && on.type == ObjectType.TRIGGER;
            if (isMeant || isAll) {
                state.touch(on);
                String action = isAll ? words.plain(from, at + 1) + ' ' + QualifiedName.quote(on.name) : words.plain(from, to);
                on.extras.put("ALTER TABLE " + table.qualifiedName() + ' ' + action);
            }
        }
    }

    private void partition(int from, int to) {
        QualifiedName written = words.type(from + 3) == TokenType.DOT ? new QualifiedName(words.name(from + 2), words.name(from + 4)) : new QualifiedName(null, words.name(from + 2));
        StoredObject child = written.name() == null ? null : state.relation(written.schema(), written.name());
        if (child == null) {
            keep(from, to);
        } else if (words.is(from, "ATTACH")) {
            int behind = from + (words.type(from + 3) == TokenType.DOT ? 5 : 3);
            state.touch(child);
            child.extras.put("ALTER TABLE " + table.qualifiedName() + " ATTACH PARTITION " + child.qualifiedName() + ' ' + words.plain(behind, to));
        } else {
            state.touch(child);
            new Partitions(state).detach(child);
            if (!child.extras.remove("attach")) {
                keep(child, from, to);
            }
        }
    }

    private void add(int from, int to, boolean isColumn) {
        TableText text = new TableText(table.qualifiedName(), table.shape, state);
        for (int other = actions(words); other < words.count(); other = words.endOfItem(other, words.count()) + 1) {
            int column = words.is(other + 1, "COLUMN") ? other + 2 : other + 1;
            if (words.is(other, "ADD")) {
                text.comes(words, words.isPhrase(column, "IF NOT EXISTS") ? column + 3 : column);
            }
        }
        if (!isColumn && TableText.beginsConstraint(words, from)) {
            if (!constraints.add(text, from, to)) {
                keep(from, to);
            }
            return;
        }
        int at = words.isPhrase(from, "IF NOT EXISTS") ? from + 3 : from;
        if (table.shape.has(words.name(at))) {
            return;
        }
        keepAll(table);
        text.column(words, at, to);
        IdentitySequences.nameNew(table, words.name(at), state);
        new Qualifier(state).qualify(table);
        CreateReplay.createSerials(state, table, text);
    }

    /** Queries of what inherits from the table as well. */
    private void keepAll(StoredObject changed) {
        StarColumns.keepAll(changed, state);
        Inheritance.children(changed, state).forEach(this::keepAll);
        state.partitions(changed).forEach(this::keepAll);
    }

    private void dropColumn(String name, int to) {
        if (name != null && table.shape.has(name)) {
            dependants.dropColumn(table, name, words.is(to - 1, "CASCADE"), new ArrayList<>());
        }
    }
}
