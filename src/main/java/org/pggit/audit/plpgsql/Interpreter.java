package org.pggit.audit.plpgsql;

import java.util.List;
import java.util.Map;
import org.pggit.audit.ddl.Words;

/**
 * Goes through code as the server would, as far as constants tell: a branch whose condition is known is taken or left, of any other all arms are gone through, and
 * what stands in them is not sure. Gives the statements that change a schema: in plain sight, or handed to EXECUTE.
 */
public final class Interpreter {
    /** Who is told. */
    public interface Statements {
        /** isSure: whenever the code runs, this runs; else a branch, a loop or a handler may have left it out. */
        void found(String text, boolean isSure);
    }

    private final Catalog catalog;
    private final Statements statements;
    private final Casts casts;
    private final Budget budget = new Budget();
    private int depth;
    private boolean isSure = true;

    /** One for a text: they share what may be reckoned. */
    public Interpreter(Catalog catalog, Statements statements) {
        this.catalog = catalog;
        this.statements = statements;
        this.casts = new Casts(catalog);
    }

    /** DO's body. */
    public void block(String body) {
        body(body, new Scope(casts), false);
    }

    /** A statement that may call routines: SELECT, CALL. */
    public void query(String statement) {
        Words words = Words.of(statement);
        budget.read(statement.length());
        new Query(this, words, new Scope(casts)).rows(new Code.Range(0, words.count()));
    }

    private Value body(String body, Scope scope, boolean isSql) {
        budget.read(body.length());
        if (!budget.step()) {
            return Value.UNKNOWN;
        }
        boolean isSureBefore = isSure;
        Words words = Words.of(body);
        Frame frame = new Frame(this, words, scope);
        Run run = new Run(frame);
        run.all(CodeReader.read(words));
        isSure = isSureBefore;
        return isSql ? run.queried() : frame.returned();
    }

    //---------------------------------------------------------------- for what runs in it

    Value value(Words words, Code.Range range, Scope scope) {
        return Expression.of(words, range, new Expression.Context(scope, casts, this::call, budget));
    }

    Budget budget() {
        return budget;
    }

    void unsurely(Runnable what) {
        boolean before = isSure;
        isSure = false;
        what.run();
        isSure = before;
    }

    /** For the rest of the routine. */
    void nothingIsSure() {
        isSure = false;
    }

    void statement(String text) {
        if (budget.statement(text.length())) {
            statements.found(text, isSure);
        }
    }

    private Value call(String schema, String name, List<Value> arguments, Map<String, Value> named) {
        if (depth >= Budget.DEEPEST || !budget.step()) {
            return Value.UNKNOWN;
        }
        Arguments chosen = Arguments.choose(catalog.routines(schema, name), arguments, named);
        if (chosen == null) {
            return Value.UNKNOWN;
        }
        depth++;
        Scope scope = new Scope(casts);
        List<Routine.Parameter> parameters = chosen.routine().parameters();
        int n = 0;
        for (Routine.Parameter p : parameters) {
            Value value = p.isInput() ? given(chosen, n) : Value.NULL;
            n += p.isInput() ? 1 : 0;
            if (p.isInput()) {
                scope.declare("$" + n, p.type(), value);
            }
            if (p.name() != null) {
                scope.declare(p.name(), p.type(), value);
            }
        }
        boolean isSql = chosen.routine().language().equals("sql");
        Value returned = isSql || chosen.routine().language().equals("plpgsql") ? body(chosen.routine().body(), scope, isSql) : Value.UNKNOWN;
        depth--;
        return returned;
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

    /** The statements of a text that EXECUTE runs. */
    void execute(String text) {
        budget.read(text.length());
        Words words = Words.of(text);
        if (words.isAny(0, "SELECT", "CALL")) {
            new Query(this, words, new Scope(casts)).rows(new Code.Range(0, words.count()));
        } else if (words.is(0, "DO")) {
            for (int i = 1; i < words.count(); i++) {
                if (words.type(i).isString() && !words.is(i - 1, "LANGUAGE") && depth < Budget.DEEPEST) {
                    depth++;
                    body(words.string(i), new Scope(casts), false);
                    depth--;
                }
            }
        } else {
            statement(text);
        }
    }
}
