package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.pggit.audit.backfill.RowMatch.FunctionName;
import org.pggit.audit.backfill.RowOutcome.Disposition;
import org.pggit.audit.backfill.RowOutcome.NameSource;
import org.pggit.audit.change.PathName;
import org.pggit.audit.ddl.Action;
import org.pggit.audit.ddl.DdlObject;
import org.pggit.audit.ddl.DdlStatement;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;

/** Replays one query string: ties its rows to its statements, does the statements to the state, and says of each row what it was. */
final class ScriptReplay {
    private final SchemaState state;
    private final StatementReplay replay;
    private final Likelihood likelihood;
    private final String v1Schema;
    /** Functions that v1 names by number, by schema and number. */
    private final Map<String, FunctionName> functions = new HashMap<>();
    /** The text before, of which a transaction may have been replayed in part. */
    private Script script;

    ScriptReplay(SchemaState state, String v1Schema) {
        this.state = state;
        this.replay = new StatementReplay(state, v1Schema);
        this.likelihood = new Likelihood(state);
        this.v1Schema = v1Schema;
    }

    /** Told after each statement that rows tell of, where somebody asks: the rows and what became of them. */
    interface Step {
        void done(List<HistoryRow> rows, List<RowOutcome> outcomes);
    }

    /** Names that an earlier call found. */
    void learn(List<HistoryRow> rows) {
        for (HistoryRow row : rows) {
            if (row.knownName() != null && row.objectType() != null) {
                functions.putIfAbsent(key(row), new FunctionName(row.knownName(), row.knownPath()));
            }
        }
    }

    void beginTransaction() {
        replay.beginTransaction();
    }

    private static String key(HistoryRow row) {
        return row.schema() + '.' + row.objectName();
    }

    void text(List<HistoryRow> rows, List<RowOutcome> outcomes, List<ReplayedCommit.Recovered> recovered, Step step) {
        HistoryRow first = rows.get(0);
        script = script != null && script.goesOnIn(first) ? script.rest() : Script.of(first, state);
        List<HistoryRow> named = new ArrayList<>(rows.size());
        for (HistoryRow row : rows) {
            RowOutcome refused = refused(row);
            if (refused == null) {
                named.add(row);
            }
        }
        String[] names = new String[named.size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = bareName(named.get(i).schema(), named.get(i).objectName());
        }
        ScriptEvent[] events = new RowMatch(named, names, script.events(), functions).match();
        script.cutBehind(events);
        String home = home(named, events);
        state.searchPath = home == null || home.equals("public") ? List.of("public") : List.of(home, "public");
        Map<HistoryRow, Integer> places = new IdentityHashMap<>();
        for (int i = 0; i < named.size(); i++) {
            places.put(named.get(i), i);
        }
        RowOutcome[] said = new RowOutcome[named.size()];
        statements(named, names, events, said, first.id(), recovered, step);
        for (HistoryRow row : rows) {
            RowOutcome refused = refused(row);
            if (step != null) {
                if (refused != null) {
                    step.done(List.of(row), List.of(refused));
                }
                continue;
            }
            outcomes.add(refused != null ? refused : said[places.get(row)]);
        }
    }

    /**
     * The schema that the session finds names in before the text sets a search_path of its own, which no row tells (ALTER DATABASE, a connection's options): where an
     * unqualified CREATE has put its object, else where another statement has found one. Null where no row tells.
     */
    private String home(List<HistoryRow> rows, ScriptEvent[] events) {
        String found = null;
        for (int i = 0; i < events.length; i++) {
            ScriptEvent event = events[i];
            if (event == null || event.kind() != ScriptEvent.Kind.ONE || event.object() == null || event.isImplied() || event.statement() >= script.firstSetting()) {
                continue;
            }
            DdlObject object = event.object();
            if (object.schema() == null && object.newSchema() == null && object.type() != ObjectType.INDEX) {
                if (object.action() == Action.CREATE) {
                    return rows.get(i).schema();
                }
                found = found == null ? rows.get(i).schema() : found;
            }
        }
        return found;
    }

    private RowOutcome refused(HistoryRow row) {
        if (row.objectType() == null) {
            return refused(row, Disposition.REJECTED, "object_id is of no row of objects");
        }
        return switch (row.objectType()) {
            case "BRANCH", "COMMIT", "TAG" -> refused(row, Disposition.REJECTED, row.objectType() + " is no object of the database");
            default -> switch (row.changeType()) {
                case "BRANCH", "MERGE", "CONFLICT_RESOLVED" -> refused(row, Disposition.REJECTED, row.changeType() + " is no change of an object");
                default -> v1Schema.equals(row.schema()) || "SCHEMA".equals(row.objectType()) && v1Schema.equals(row.objectName()) ? refused(row, Disposition.V1_OWN, null) : null;
            };
        };
    }

    private static RowOutcome refused(HistoryRow row, Disposition disposition, String why) {
        return new RowOutcome(row.id(), disposition, why, -1, null, null, row.schema(), row.objectName(), row.objectType(), row.changeType(), NameSource.V1, 0, -1, false);
    }

    private void statements(List<HistoryRow> rows, String[] names, ScriptEvent[] events, RowOutcome[] said, long source, List<ReplayedCommit.Recovered> recovered, Step step) {
        Map<Integer, Constraint> keys = keysBefore(rows, names, events);
        for (int s = script.from(); s < script.to(); s++) {
            DdlStatement statement = script.statement(s);
            List<Integer> tied = new ArrayList<>();
            String hint = null;
            for (int i = 0; i < events.length; i++) {
                if (events[i] != null && events[i].statement() == s) {
                    tied.add(i);
                    boolean tells = events[i].kind() == ScriptEvent.Kind.ONE && events[i].object() != null && events[i].object().schema() == null && events[i].object().newSchema() == null;
                    hint = tells && hint == null ? rows.get(i).schema() : hint;
                }
            }
            if (script.isDead(s) || script.isConditional(s) && tied.isEmpty() && !likelihood.mayHaveRun(statement, script.isInBranch(s))) {
                continue;
            }
            Recovery recovery = new Recovery(state, statement, hint);
            replay.apply(statement, hint);
            for (int i : tied) {
                said[i] = outcome(rows.get(i), names[i], events[i]);
                boolean isDrop = events[i].kind() == ScriptEvent.Kind.DROPS || "DROP".equals(rows.get(i).changeType());
                if (isDrop && said[i].path() != null) {
                    replay.dropRecorded(said[i].path(), keys.get(i));
                } else {
                    fromMetadata(rows.get(i), said[i]);
                }
            }
            recovery.add(state, tied, events, names, rows, source, script.place(s), script.length(s), recovered);
            if (step != null && !tied.isEmpty()) {
                step.done(tied.stream().map(rows::get).toList(), tied.stream().map(i -> said[i]).toList());
            }
        }
        for (int i = 0; i < said.length; i++) {
            if (said[i] == null) {
                said[i] = outcome(rows.get(i), names[i], null);
                if ("DROP".equals(rows.get(i).changeType())) {
                    replay.dropRecorded(said[i].path(), keys.get(i));
                } else {
                    fromMetadata(rows.get(i), said[i]);
                }
                if (step != null) {
                    step.done(List.of(rows.get(i)), List.of(said[i]));
                }
            }
        }
    }

    /** The keys whose index is gone by a row, where no statement in plain sight says so: what the block did took the key along, unless it is another one by then. */
    private Map<Integer, Constraint> keysBefore(List<HistoryRow> rows, String[] names, ScriptEvent[] events) {
        Map<Integer, Constraint> keys = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            boolean isHidden = events[i] == null || events[i].kind() == ScriptEvent.Kind.ANY || script.isConditional(events[i].statement());
            if (isHidden && "DROP".equals(rows.get(i).changeType()) && "INDEX".equals(rows.get(i).objectType())) {
                Constraint key = replay.key(rows.get(i).schema(), names[i]);
                if (key != null) {
                    keys.put(i, key);
                }
            }
        }
        return keys;
    }

    /** A table's columns are in v1's metadata: where the statement that made or changed them is in no text, they come from there. */
    private void fromMetadata(HistoryRow row, RowOutcome outcome) {
        if (!"TABLE".equals(row.objectType()) || row.columns() == null || outcome.path() == null) {
            return;
        }
        StoredObject there = state.at(outcome.path());
        QualifiedName name = new QualifiedName(row.schema(), outcome.name());
        TableText text = TableText.create("CREATE TABLE " + name + " (" + row.columns() + ")", name, state);
        if (text == null || there != null && there.shape == null) {
            return;
        }
        if (there == null) {
            StoredObject made = new StoredObject(ObjectType.TABLE, row.schema(), outcome.name());
            made.shape = text.shape();
            state.add(made);
            return;
        }
        ColumnRepair.apply(state, there, text.shape().columns);
    }

    private RowOutcome outcome(HistoryRow row, String name, ScriptEvent event) {
        boolean isTied = event != null && event.kind() == ScriptEvent.Kind.ONE;
        int start = event == null ? 0 : script.place(event.statement());
        int length = event == null ? -1 : script.length(event.statement());
        String change = "COMMENT".equals(row.changeType()) ? "ALTER" : row.changeType();
        if (RowMatch.isNumbered(row)) {
            return function(row, event, isTied, start, length, change);
        }
        if (event != null && event.kind() == ScriptEvent.Kind.MEMBERS) {
            return new RowOutcome(row.id(), Disposition.EXTENSION_MEMBER, null, -1, null, null, row.schema(), name, row.objectType(), change, NameSource.V1, start, length, false);
        }
        String path = QualifiedName.quote(row.schema()) + '.' + QualifiedName.quote(name);
        boolean isDropped = event != null && event.kind() == ScriptEvent.Kind.DROPS;
        boolean isImplied = isTied && event.isImplied() || isDropped && !isNamed(script.statement(event.statement()), name);
        String why = !isImplied ? event == null ? "no statement of the text explains it" : null : isDropped ? "went with what the statement dropped" : "made by the statement for another object";
        return new RowOutcome(row.id(), isImplied ? Disposition.IMPLIED : Disposition.RECORDED, why, -1, path, isTied ? pathBefore(event, row) : null, row.schema(), name, row.objectType(),
            change, NameSource.V1, start, length, false);
    }

    private static boolean isNamed(DdlStatement statement, String name) {
        for (DdlObject object : statement.objectsAndDropped()) {
            if (name.equals(object.name())) {
                return true;
            }
        }
        return false;
    }

    /** The identity before, where the statement is a RENAME or SET SCHEMA that gave the object its present name. */
    private String pathBefore(ScriptEvent event, HistoryRow row) {
        DdlObject object = event.object();
        if (object.newName() == null && object.newSchema() == null || object.identity() == null) {
            return null;
        }
        if (object.schema() != null) {
            return Signature.resolve(object.identity(), state);
        }
        // Which schema an unqualified name was moved out of depends on the search_path, which v1 does not record.
        return object.newSchema() != null ? null : QualifiedName.quote(row.schema()) + '.' + Signature.resolve(object.identity(), state);
    }

    private RowOutcome function(HistoryRow row, ScriptEvent event, boolean isTied, int start, int length, String change) {
        FunctionName known = functions.get(key(row));
        NameSource source = known == null ? NameSource.NONE : NameSource.OBJECT;
        String before = null;
        if (isTied) {
            String name = event.object().newName() != null ? event.object().newName() : event.object().name();
            String written = event.object().identity();
            int arguments = written == null ? -1 : written.indexOf('(', QualifiedName.quote(event.object().name()).length() - 1);
            boolean hasArguments = arguments >= 0;
            String identity = QualifiedName.quote(row.schema()) + '.' + QualifiedName.quote(name) + (hasArguments ? Signature.resolve(written.substring(arguments), state) : known == null ? "" : argumentsOf(known.identity()));
            known = new FunctionName(name, identity);
            functions.put(key(row), known);
            source = NameSource.TEXT;
            before = pathBefore(event, row);
        } else if (known == null && event != null && event.kind() == ScriptEvent.Kind.MEMBERS) {
            return new RowOutcome(row.id(), Disposition.EXTENSION_MEMBER, null, -1, null, null, row.schema(), row.objectName(), "FUNCTION", change, source, start, length, false);
        }
        String path = known == null ? QualifiedName.quote(row.schema()) + '.' + row.objectName() : known.identity();
        String why = known == null ? "no recorded text names the function" : isTied ? null : "no statement of the text explains it";
        boolean isWhole = event == null || event.kind() != ScriptEvent.Kind.ONE;
        return new RowOutcome(row.id(), Disposition.RECORDED, why, -1, path, before, row.schema(), known == null ? row.objectName() : known.name(), "FUNCTION", change, source,
            isWhole ? 0 : start, isWhole ? -1 : length, false);
    }

    private static String argumentsOf(String identity) {
        int open = identity.indexOf('(');
        return open < 0 ? "" : identity.substring(open);
    }

    /** v1 keeps regclass text: quotes stay on, and the schema stays before the name where the schema needs quotes. */
    static String bareName(String schema, String recorded) {
        if (recorded.indexOf('"') < 0) {
            return recorded;
        }
        String prefix = QualifiedName.quote(schema) + '.';
        String rest = recorded.startsWith(prefix) ? recorded.substring(prefix.length()) : recorded;
        return PathName.of("x." + rest).name();
    }
}
