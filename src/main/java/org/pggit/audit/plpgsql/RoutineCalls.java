package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.pggit.audit.ddl.Words;

/** Calls of the history's own routines: which one is meant, what it is given, what it returns. Chapters 4.3 and 10.3 of the manual. */
final class RoutineCalls implements Calls {
    /** Of the server's functions that are not reckoned here those that code often has, and that return no sets. */
    private static final Set<String> SCALARS = Set.of("now", "current_setting", "set_config", "current_database", "current_schema", "version", "clock_timestamp", "statement_timestamp",
        "transaction_timestamp", "random", "gen_random_uuid", "uuid_generate_v4", "to_regclass", "to_regtype", "nextval", "currval", "setval", "lastval", "pg_get_viewdef", "pg_get_constraintdef",
        "pg_get_indexdef", "pg_get_functiondef", "pg_backend_pid", "pg_sleep", "pg_notify", "format_type", "obj_description", "col_description", "txid_current", "jsonb_build_object",
        "json_build_object", "to_json", "to_jsonb", "row_to_json", "pg_advisory_lock", "pg_advisory_xact_lock", "pg_advisory_unlock", "has_table_privilege", "has_schema_privilege",
        "pg_total_relation_size", "pg_relation_size", "age", "encode", "decode", "sqrt", "sha256", "to_timestamp", "to_number");

    private final Interpreter interpreter;
    private final Catalog catalog;
    private final Casts casts;
    private final Ledger ledger;
    private int depth;
    private int unknownCalls;

    RoutineCalls(Interpreter interpreter, Catalog catalog, Casts casts, Ledger ledger) {
        this.interpreter = interpreter;
        this.catalog = catalog;
        this.casts = casts;
        this.ledger = ledger;
    }

    /** How many calls there were so far of functions of which it is not known whether they return a set. */
    int unknownCalls() {
        return unknownCalls;
    }

    @Override
    public Rows rows(Words words, Code.Range query, Scope scope) {
        return interpreter.rows(words, query, scope);
    }

    @Override
    public Value call(Call call) {
        Arguments chosen = depth < Budget.DEEPEST && interpreter.budget().step() ? Arguments.choose(routines(call.schema(), call.name()), call) : null;
        if (chosen == null) {
            ledger.mayFail(true);
            unknownCalls += SCALARS.contains(call.name()) ? 0 : 1;
            return Value.UNKNOWN;
        }
        Routine routine = chosen.routine();
        List<Value> given = new ArrayList<>();
        for (int n = 0; n < chosen.values().size(); n++) {
            given.add(given(chosen, n));
        }
        if (routine.isStrict() && given.stream().anyMatch(Value::isNull)) {
            return routine.isSet() ? new Value.Several(List.of()) : Value.NULL;
        }
        boolean mayBeNull = routine.isStrict() && given.contains(Value.UNKNOWN);
        boolean wasSure = ledger.isSure();
        ledger.setSure(wasSure && !mayBeNull);
        depth++;
        Value returned = returned(routine, scope(routine, given));
        depth--;
        ledger.setSure(wasSure);
        unknownCalls += routine.isSet() && !returned.isKnown() ? 1 : 0;
        return mayBeNull ? Value.UNKNOWN : returned;
    }

    /** DO in DO. */
    void block(String body) {
        if (depth < Budget.DEEPEST) {
            depth++;
            interpreter.block(body);
            depth--;
        }
    }

    /** Also those of which the catalog has not been told yet. */
    private List<Routine> routines(String schema, String name) {
        List<Routine> own = ledger.heldRoutines(name);
        List<Routine> found = new ArrayList<>(catalog.routines(schema, name));
        found.removeIf(r -> own.stream().anyMatch(r::hasSignatureOf));
        found.addAll(own);
        return found;
    }

    private Value given(Arguments chosen, int n) {
        Value value = chosen.values().get(n);
        String otherwise = chosen.routine().inputs().get(n).defaultValue();
        if (value != null || otherwise == null) {
            return value == null ? Value.UNKNOWN : value;
        }
        Words words = Words.of(otherwise);
        return interpreter.value(words, new Code.Range(0, words.count()), new Scope(casts));
    }

    /** The parameters, by name and by number. */
    private Scope scope(Routine routine, List<Value> given) {
        Scope scope = new Scope(casts, routine.name());
        int n = 0;
        for (Routine.Parameter p : routine.parameters()) {
            Value value = p.isInput() ? given.get(n) : Value.NULL;
            n += p.isInput() ? 1 : 0;
            if (p.isInput()) {
                scope.declare("$" + n, p.type(), value);
            }
            if (p.name() != null) {
                scope.declare(p.name(), p.type(), value);
            }
        }
        return scope;
    }

    private Value returned(Routine routine, Scope scope) {
        boolean isSql = routine.language().equals("sql");
        if (!isSql && !routine.language().equals("plpgsql")) {
            ledger.mayFail(true);
            return Value.UNKNOWN;
        }
        List<String> outputs = new ArrayList<>();
        routine.outputs().forEach(p -> outputs.add(p.name()));
        Run run = interpreter.body(routine.body(), scope, outputs);
        Value value = isSql ? run.queried(routine.isSet()) : run.returned(routine.isSet());
        boolean isTyped = routine.returns() != null && outputs.isEmpty() && !routine.isSet();
        return !interpreter.budget().isLeft() ? Value.UNKNOWN : isTyped ? casts.assign(value, routine.returns()) : value;
    }

    /** The call that a CALL makes may set variables that it is given. */
    boolean mayHaveOutputs(String schema, String name) {
        List<Routine> routines = routines(schema, name);
        return routines.isEmpty() || routines.stream().anyMatch(r -> !r.outputs().isEmpty());
    }
}
