package org.pggit.audit.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.pggit.audit.ddl.QualifiedName;

/**
 * Puts the texts of a schema's objects together to a script that builds them in an empty database.
 *
 * <p>Statements come in pg_dump's order of kinds ({@link Phase}), but never before what they name. Nothing else tells what needs what, so the script can be
 * made of any commit, long after its objects are gone from the catalogs. A view and a function that need each other: the view is made as a dummy with its
 * columns' types first, and replaced later, as pg_dump does. Bodies of functions are not read: the script switches their checking off.
 */
public final class SchemaScript {
    private final List<ScriptStatement> all = new ArrayList<>();
    private final List<ObjectReader> objects = new ArrayList<>();
    private final Map<String, List<ScriptStatement>> makers = new HashMap<>();
    private final Map<String, ScriptStatement> shells = new HashMap<>();
    private final Map<String, List<ScriptStatement>> constraints = new HashMap<>();
    private final PriorityQueue<ScriptStatement> ready = new PriorityQueue<>(ScriptStatement.ORDER);
    private final List<String> script = new ArrayList<>();

    private SchemaScript() {
    }

    /**
     * The statements in order. schema: only the objects of that one, and itself; null: all. searchPath: of texts that name things without their schema, as people write
     * them, where those are looked for; empty for canonical texts.
     */
    public static List<String> of(List<SchemaObject> entries, String schema, String searchPath) {
        SchemaScript script = new SchemaScript();
        List<SchemaObject> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing(SchemaObject::path));
        for (SchemaObject entry : sorted) {
            ObjectReader object = new ObjectReader(entry);
            if (schema == null || schema.equals(schemaOf(object, entry.path()))) {
                script.add(object);
            }
        }
        script.connect();
        PartitionConstraints.connect(script.objects);
        if (!searchPath.isEmpty()) {
            new LooseNames(script.objects, script.makers, searchPath).connect();
        }
        script.write();
        return script.script;
    }

    private static String schemaOf(ObjectReader object, String path) {
        if (object.object.schema() != null) {
            return object.object.schema();
        }
        if (object.object.parent() != null) {
            return Names.of(object.object.parent() + " ;").keys.stream().map(k -> k.substring(0, k.indexOf('\0'))).findFirst().orElse(null);
        }
        return path.equals(QualifiedName.quote(String.valueOf(object.object.name()))) ? object.object.name() : null;
    }

    private void add(ObjectReader object) {
        objects.add(object);
        all.addAll(object.statements);
        if (object.key == null || object.statements.isEmpty()) {
            return;
        }
        ScriptStatement first = object.statements.get(0);
        boolean hasShell = first.phase == Phase.SHELL_TYPE && object.statements.size() > 1 && object.statements.get(1).phase == Phase.TYPE;
        if (hasShell) {
            shells.put(object.key, first);
        }
        ScriptStatement maker = object.statements.get(hasShell ? 1 : 0);
        makers.computeIfAbsent(object.key, k -> new ArrayList<>(1)).add(maker);
        // Sequences of identity columns, multirange types.
        String text = maker.text;
        for (String mark : List.of("SEQUENCE NAME ", "MULTIRANGE_TYPE_NAME = ")) {
            for (int at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
                int end = Math.min(text.length(), at + mark.length() + 140);
                Names.of(text.substring(at + mark.length(), end)).keys.stream().findFirst().ifPresent(k -> makers.computeIfAbsent(k, n -> new ArrayList<>(1)).add(maker));
            }
        }
        for (int i = 0; i < object.statements.size(); i++) {
            ScriptStatement statement = object.statements.get(i);
            if (object.laterKeys.get(i) != null) {
                makers.computeIfAbsent(object.laterKeys.get(i), k -> new ArrayList<>(1)).add(statement);
                constraints.computeIfAbsent(object.key, k -> new ArrayList<>(1)).add(statement);
            }
        }
    }

    private void connect() {
        for (ObjectReader object : objects) {
            Set<ScriptStatement> own = new LinkedHashSet<>(object.statements);
            for (ScriptStatement statement : object.statements) {
                if (statement.index > 0) {
                    statement.waitFor(object.statements.get(statement.index - 1));
                }
                for (String key : statement.names.keys) {
                    if (!key.equals(object.key)) {
                        connect(statement, key, own);
                    } else if (statement.names.repeated.contains(key)) {
                        connectToNamesake(statement, key, own);
                    }
                }
            }
        }
    }

    private void connect(ScriptStatement statement, String key, Set<ScriptStatement> own) {
        // An operator may name another that is still to come: the server makes a shell of it.
        boolean isPartner = statement.phase == Phase.OPERATOR && !isNameStart(key.charAt(key.indexOf('\0') + 1));
        if (isPartner) {
            return;
        }
        ScriptStatement shell = statement.phase == Phase.FUNCTION ? shells.get(key) : null;
        for (ScriptStatement maker : shell != null ? List.of(shell) : makers.getOrDefault(key, List.of())) {
            if (!own.contains(maker)) {
                statement.waitFor(maker);
            }
        }
        if (statement.names.needsConstraints) {
            for (ScriptStatement constraint : constraints.getOrDefault(key, List.of())) {
                if (!own.contains(constraint)) {
                    statement.waitFor(constraint);
                }
            }
        }
    }

    /**
     * The own name a second time: of an object of another kind (rows of it that a function returns) or, where there is none, of another overload. A view that has no such
     * namesake can only read itself.
     */
    private void connectToNamesake(ScriptStatement statement, String key, Set<ScriptStatement> own) {
        List<ScriptStatement> others = makers.getOrDefault(key, List.of()).stream().filter(m -> !own.contains(m)).toList();
        boolean isOfOtherKind = others.stream().anyMatch(m -> m.phase != statement.phase);
        others.stream().filter(m -> m.phase != statement.phase == isOfOtherKind).forEach(statement::waitFor);
        statement.readsItself = statement.columns != null && !isOfOtherKind;
    }

    private static boolean isNameStart(char c) {
        return c == '_' || c == '"' || Character.isLetter(c);
    }

    private void write() {
        Set<ScriptStatement> waiting = new LinkedHashSet<>(all);
        for (ScriptStatement statement : all) {
            if (statement.open == 0) {
                ready.add(statement);
            }
        }
        while (!waiting.isEmpty()) {
            ScriptStatement next = ready.peek();
            // Default privileges would reach what is still to be made; only a circle can be waiting then.
            if (next == null || next.phase.compareTo(Phase.DEFAULT_PRIVILEGES) >= 0 && waiting.stream().anyMatch(s -> s.phase.compareTo(Phase.DEFAULT_PRIVILEGES) < 0)) {
                breakCycle(waiting);
            } else if (waiting.remove(ready.remove())) {
                if (next.readsItself && next.columns != null) {
                    beginWithDummy(next);
                }
                script.add(Deparsed.exact(next.text));
                release(next);
            }
        }
    }

    private void release(ScriptStatement written) {
        if (written.isWritten) {
            return;
        }
        written.isWritten = true;
        for (ScriptStatement other : written.neededBy) {
            if (--other.open == 0) {
                ready.add(other);
            }
        }
    }

    /** Follows from the first waiting statement what it waits for until one comes again; in that circle a view is made as a dummy, else the earliest statement goes first. */
    private void breakCycle(Set<ScriptStatement> waiting) {
        List<ScriptStatement> trail = new ArrayList<>();
        ScriptStatement at = waiting.stream().min(ScriptStatement.ORDER).orElseThrow();
        while (!trail.contains(at)) {
            trail.add(at);
            at = at.waitsFor.stream().filter(s -> !s.isWritten).min(ScriptStatement.ORDER).orElseThrow();
        }
        List<ScriptStatement> circle = trail.subList(trail.indexOf(at), trail.size());
        ScriptStatement view = circle.stream().filter(s -> s.columns != null && s.phase == Phase.VIEW).min(ScriptStatement.ORDER).orElse(null);
        if (view != null) {
            beginWithDummy(view);
            // Whatever waits for the view goes on; its own next statements still come behind the real one.
            List<ScriptStatement> own = view.neededBy.stream().filter(s -> s.path.equals(view.path)).toList();
            own.forEach(s -> s.open++);
            release(view);
            view.isWritten = false;
            view.neededBy.clear();
            view.neededBy.addAll(own);
            return;
        }
        ScriptStatement first = circle.stream().min(ScriptStatement.ORDER).orElseThrow();
        first.open = 0;
        ready.add(first);
    }

    private void beginWithDummy(ScriptStatement view) {
        script.add(dummy(view));
        view.text = "CREATE OR REPLACE " + view.text.substring("CREATE ".length());
        view.columns = null;
    }

    private static String dummy(ScriptStatement view) {
        String head = view.text.substring(0, view.text.indexOf(" AS\n"));
        int with = head.indexOf(" WITH (");
        List<String> columns = new ArrayList<>();
        for (String[] column : Columns.split(view.columns)) {
            columns.add("    NULL::" + column[1] + " AS " + column[0]);
        }
        return (with < 0 ? head : head.substring(0, with)) + " AS\nSELECT\n" + String.join(",\n", columns) + ";\n";
    }
}
