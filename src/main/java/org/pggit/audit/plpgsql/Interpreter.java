package org.pggit.audit.plpgsql;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/**
 * Goes through code as the server would, as far as constants tell: a branch whose condition is known is taken or left, of any other all arms are gone through, and
 * what stands in them is not sure. Gives the statements that change a schema: in plain sight, or handed to EXECUTE.
 */
public final class Interpreter implements Calls {
    /** Who is told. */
    public interface Statements {
        /** isSure: whenever the code runs, this runs; else a branch, a loop or a handler may have left it out. */
        void found(String text, boolean isSure);
    }

    /** Of the server's functions that are not reckoned here those that code often has, and that return no sets. */
    private static final Set<String> SCALARS = Set.of("now", "current_setting", "set_config", "current_database", "current_schema", "version", "clock_timestamp", "statement_timestamp",
        "transaction_timestamp", "random", "gen_random_uuid", "uuid_generate_v4", "to_regclass", "to_regtype", "nextval", "currval", "setval", "lastval", "pg_get_viewdef", "pg_get_constraintdef",
        "pg_get_indexdef", "pg_get_functiondef", "pg_backend_pid", "pg_sleep", "pg_notify", "format_type", "obj_description", "col_description", "txid_current", "jsonb_build_object",
        "json_build_object", "to_json", "to_jsonb", "row_to_json", "pg_advisory_lock", "pg_advisory_xact_lock", "pg_advisory_unlock", "has_table_privilege", "has_schema_privilege",
        "pg_total_relation_size", "pg_relation_size", "age", "encode", "decode", "sqrt", "sha256", "to_timestamp", "to_number");

    private final Catalog catalog;
    private final Statements statements;
    private final Casts casts;
    private final LocalDateTime now;
    private final Budget budget = new Budget();
    private int depth;
    private int queries;
    private int unknownCalls;
    private boolean isSure = true;
    private int handlers;
    private int failures;
    private boolean hasRaised;
    private final List<List<Held>> held = new ArrayList<>();

    /** One for a text: they share what may be reckoned. */
    public Interpreter(Catalog catalog, Statements statements) {
        this.catalog = catalog;
        this.statements = statements;
        this.casts = new Casts(catalog);
        this.now = catalog.now();
    }

    /** DO's body. */
    public void block(String body) {
        body(body, new Scope(casts), List.of());
    }

    /** A statement that may call routines: SELECT, CALL. */
    public void query(String statement) {
        rows(statement, new Scope(casts));
    }

    private Run body(String body, Scope scope, List<String> outputs) {
        budget.read(body.length());
        boolean isSureBefore = isSure;
        Words words = Words.of(body);
        Frame frame = new Frame(this, words, scope, outputs);
        Run run = new Run(frame);
        Doubts.Mark before = frame.doubts.mark();
        End end = budget.step() ? run.all(CodeReader.read(words)) : End.RETURN;
        hasRaised |= handlers > 0 && (end == End.RAISE || frame.doubts.hasSince(before, d -> d.way() == End.RAISE));
        isSure = isSureBefore;
        return run;
    }

    private Rows rows(String query, Scope scope) {
        budget.read(query.length());
        Words words = Words.of(query);
        return new Query(this, words, scope).rows(new Code.Range(0, words.count()));
    }

    //---------------------------------------------------------------- for what runs in it

    /** Of one row; a set is UNKNOWN. */
    Value value(Words words, Code.Range range, Scope scope) {
        return value(words, range, scope, Map.of());
    }

    Value value(Words words, Code.Range range, Scope scope, Map<Integer, Value> known) {
        Value value = Expression.of(words, range, new Expression.Context(scope, casts, this, budget, now, known));
        return value instanceof Value.Several ? Value.UNKNOWN : value;
    }

    /** Also of what returns a set. */
    Value values(Words words, Code.Range range, Scope scope) {
        return Expression.of(words, range, new Expression.Context(scope, casts, this, budget, now, Map.of()));
    }

    @Override
    public Rows rows(Words words, Code.Range query, Scope scope) {
        return new Query(this, words, scope).rows(query);
    }

    Budget budget() {
        return budget;
    }

    /** Into a query in a query; false where these are too many. */
    boolean descend() {
        boolean isAllowed = queries < Budget.NESTED && budget.step();
        queries += isAllowed ? 1 : 0;
        return isAllowed;
    }

    void ascend() {
        queries--;
    }

    /** How many calls there were so far of functions of which it is not known whether they return a set. */
    int unknownCalls() {
        return unknownCalls;
    }

    boolean isSure() {
        return isSure;
    }

    void setSure(boolean isSure) {
        this.isSure = isSure;
    }

    void unsurely(Runnable what) {
        boolean before = isSure;
        isSure = false;
        what.run();
        isSure = before;
    }

    void statement(String text) {
        mayFail(true);
        if (budget.statement(text.length())) {
            tell(new Held(text, isSure));
        }
    }

    //---------------------------------------------------------------- errors

    /** What becomes of the statements of a body with handlers: they stay, perhaps, or not. */
    enum Fate {
        DONE, UNSURE, UNDONE
    }

    private record Held(String text, boolean isSure) {
    }

    private void tell(Held found) {
        if (held.isEmpty()) {
            statements.found(found.text, found.isSure);
        } else {
            held.get(held.size() - 1).add(found);
        }
    }

    /** Something that can end in an error. */
    void mayFail(boolean itMay) {
        failures += itMay ? 1 : 0;
    }

    int failures() {
        return failures;
    }

    /** A handler stands around, in this routine or in one that calls it. */
    boolean isHandled() {
        return handlers > 0;
    }

    /** isHolding: until it is known what becomes of them, the statements are not told. */
    void enterHandled(boolean isHolding) {
        handlers++;
        if (isHolding) {
            held.add(new ArrayList<>());
        }
    }

    void leaveHandled(boolean isHolding, Fate fate) {
        handlers--;
        List<Held> own = isHolding ? held.remove(held.size() - 1) : List.of();
        for (Held found : own) {
            if (fate != Fate.UNDONE) {
                tell(new Held(found.text, found.isSure && fate == Fate.DONE));
            }
        }
    }

    /** A routine that was called has ended in an error, or may have. Asked once. */
    boolean takeRaised() {
        boolean was = hasRaised;
        hasRaised = false;
        return was;
    }

    //---------------------------------------------------------------- calls

    @Override
    public Value call(Call call) {
        Arguments chosen = depth < Budget.DEEPEST && budget.step() ? Arguments.choose(catalog.routines(call.schema(), call.name()), call) : null;
        if (chosen == null) {
            mayFail(true);
            unknownCalls += SCALARS.contains(call.name()) ? 0 : 1;
            return Value.UNKNOWN;
        }
        Routine routine = chosen.routine();
        Scope scope = new Scope(casts, routine.name());
        boolean hasNull = false;
        boolean isKnown = true;
        int n = 0;
        for (Routine.Parameter p : routine.parameters()) {
            Value value = p.isInput() ? given(chosen, n) : Value.NULL;
            n += p.isInput() ? 1 : 0;
            hasNull |= p.isInput() && value.isNull();
            isKnown &= value.isKnown();
            if (p.isInput()) {
                scope.declare("$" + n, p.type(), value);
            }
            if (p.name() != null) {
                scope.declare(p.name(), p.type(), value);
            }
        }
        if (routine.isStrict() && hasNull) {
            return routine.isSet() ? new Value.Several(List.of()) : Value.NULL;
        }
        Value[] returned = new Value[1];
        depth++;
        if (routine.isStrict() && !isKnown) {
            unsurely(() -> returned[0] = returned(routine, scope));
        } else {
            returned[0] = returned(routine, scope);
        }
        depth--;
        unknownCalls += routine.isSet() && !returned[0].isKnown() ? 1 : 0;
        return returned[0];
    }

    private Value returned(Routine routine, Scope scope) {
        boolean isSql = routine.language().equals("sql");
        if (!isSql && !routine.language().equals("plpgsql")) {
            return Value.UNKNOWN;
        }
        List<String> outputs = new ArrayList<>();
        routine.outputs().forEach(p -> outputs.add(p.name()));
        Run run = body(routine.body(), scope, outputs);
        Value value = isSql ? run.queried(routine.isSet()) : run.returned(routine.isSet());
        boolean isTyped = routine.returns() != null && routine.outputs().isEmpty() && !routine.isSet();
        return !budget.isLeft() ? Value.UNKNOWN : isTyped ? casts.assign(value, routine.returns()) : value;
    }

    private Value given(Arguments chosen, int n) {
        Value value = chosen.values().get(n);
        String otherwise = chosen.routine().inputs().get(n).defaultValue();
        if (value != null || otherwise == null) {
            return value == null ? Value.UNKNOWN : value;
        }
        Words words = Words.of(otherwise);
        return value(words, new Code.Range(0, words.count()), new Scope(casts));
    }

    /** The call that a CALL makes may set variables that it is given. */
    boolean mayHaveOutputs(String schema, String name) {
        List<Routine> routines = catalog.routines(schema, name);
        return routines.isEmpty() || routines.stream().anyMatch(r -> !r.outputs().isEmpty());
    }

    //---------------------------------------------------------------- EXECUTE

    /** What EXECUTE runs. given: behind USING. Gives the rows of a query; null where it is none, or these are not known. */
    Rows execute(String text, List<Value> given) {
        budget.read(text.length());
        Words words = Words.of(text);
        Scope scope = new Scope(casts);
        for (int i = 0; i < given.size(); i++) {
            scope.declare("$" + (i + 1), "record", given.get(i));
        }
        Rows rows = null;
        int begin = 0;
        for (int i = 1; i <= words.count(); i++) {
            // DDL behind DDL stays one text.
            boolean isEnd = i == words.count() || words.type(i) == TokenType.SEMICOLON && i + 1 < words.count() && (isCode(words, begin) || isCode(words, i + 1));
            if (isEnd && i > begin) {
                rows = execute(words, begin, i, scope);
                begin = i + 1;
            }
        }
        return rows;
    }

    private static boolean isCode(Words words, int at) {
        return words.isAny(at, "SELECT", "CALL", "DO", "VALUES", "WITH") || words.type(at) == TokenType.LEFT_PAREN;
    }

    private Rows execute(Words words, int from, int to, Scope scope) {
        if (words.is(from, "DO")) {
            for (int i = from + 1; i < to; i++) {
                if (words.type(i).isString() && !words.is(i - 1, "LANGUAGE") && depth < Budget.DEEPEST) {
                    depth++;
                    body(words.string(i), new Scope(casts), List.of());
                    depth--;
                }
            }
            return null;
        }
        if (isCode(words, from)) {
            return rows(words, new Code.Range(from, to), scope);
        }
        statement(words.slice(from, to));
        return null;
    }
}
