package org.pggit.audit.plpgsql;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.pggit.audit.ddl.TokenType;
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

    private final Casts casts;
    private final LocalDateTime now;
    private final Budget budget = new Budget();
    private final Ledger ledger;
    private final RoutineCalls calls;
    private int queries;

    /** One for a text: they share what may be reckoned. */
    public Interpreter(Catalog catalog, Statements statements) {
        this.casts = new Casts(catalog);
        this.now = catalog.now();
        this.ledger = new Ledger(statements, budget);
        this.calls = new RoutineCalls(this, catalog, casts, ledger);
    }

    /** DO's body. */
    public void block(String body) {
        body(body, new Scope(casts), List.of());
    }

    /** A statement that may call routines: SELECT, CALL. */
    public void query(String statement) {
        budget.read(statement.length());
        Words words = Words.of(statement);
        rows(words, new Code.Range(0, words.count()), new Scope(casts));
    }

    /** outputs: names of output parameters. */
    Run body(String body, Scope scope, List<String> outputs) {
        budget.read(body.length());
        boolean isSureBefore = ledger.isSure();
        Words words = Words.of(body);
        Frame frame = new Frame(this, words, scope, outputs);
        Run run = new Run(frame);
        Doubts.Mark before = frame.doubts.mark();
        End end = budget.step() ? run.all(CodeReader.read(words)) : End.RETURN;
        if (end == End.RAISE || frame.doubts.hasSince(before, d -> d.way() == End.RAISE)) {
            ledger.raised();
        }
        ledger.setSure(isSureBefore);
        return run;
    }

    //---------------------------------------------------------------- for what runs in it

    Budget budget() {
        return budget;
    }

    Ledger ledger() {
        return ledger;
    }

    RoutineCalls calls() {
        return calls;
    }

    /** Of one row; a set is UNKNOWN. */
    Value value(Words words, Code.Range range, Scope scope) {
        return value(words, range, scope, Map.of());
    }

    /** known: calls in it that are reckoned already, by the word where they begin. */
    Value value(Words words, Code.Range range, Scope scope, Map<Integer, Value> known) {
        Value value = Expression.of(words, range, new Expression.Context(scope, casts, calls, budget, now, known));
        return value instanceof Value.Several ? Value.UNKNOWN : value;
    }

    /** Also of what returns a set. */
    Value values(Words words, Code.Range range, Scope scope) {
        return Expression.of(words, range, new Expression.Context(scope, casts, calls, budget, now, Map.of()));
    }

    /** Null where they are not known, or the queries in queries are too many. */
    Rows rows(Words words, Code.Range query, Scope scope) {
        if (queries >= Budget.NESTED || !budget.step()) {
            return null;
        }
        queries++;
        Rows rows = new Query(this, words, scope).rows(query);
        queries--;
        return rows;
    }

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
        if (!words.is(from, "DO")) {
            if (isCode(words, from)) {
                return rows(words, new Code.Range(from, to), scope);
            }
            ledger.statement(words.slice(from, to));
            return null;
        }
        for (int i = from + 1; i < to; i++) {
            if (words.type(i).isString() && !words.is(i - 1, "LANGUAGE")) {
                calls.block(words.string(i));
            }
        }
        return null;
    }
}
