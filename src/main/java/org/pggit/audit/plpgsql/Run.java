package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** One run of a body, statement by statement. Chapter 43.5 of the manual; what leads elsewhere than to the next statement is in {@link Branches}, {@link Handlers} and {@link Loops}. */
final class Run {
    private final Frame frame;
    private final Interpreter interpreter;
    private final Branches branches;
    private final Loops loops;
    /** What the last query gave, which is what a function in SQL gives. */
    private Rows queried = Rows.of(List.of());

    Run(Frame frame) {
        this.frame = frame;
        this.interpreter = frame.interpreter;
        this.branches = new Branches(frame, this);
        this.loops = new Loops(frame, this);
    }

    /** Of a function in PL/pgSQL. */
    Value returned(boolean isSet) {
        return isSet ? frame.collected() : frame.returned();
    }

    /** Of a function in SQL. */
    Value queried(boolean isSet) {
        frame.collect(queried);
        return isSet ? frame.collected() : queried == null || !queried.isSure() ? Value.UNKNOWN : queried.all().isEmpty() ? Value.NULL : queried.all().get(0).only();
    }

    End all(List<Code> codes) {
        for (Code code : codes) {
            End end = interpreter.budget().step() ? one(code) : End.RETURN;
            if (interpreter.ledger().takeRaised()) {
                frame.mayHaveLeft(End.RAISE, null);
            }
            if (end != End.NEXT) {
                return end;
            }
        }
        return End.NEXT;
    }

    private End one(Code code) {
        if (code instanceof Code.Block block) {
            return branches.block(block);
        }
        if (code instanceof Code.Branch branch) {
            return branches.branch(branch);
        }
        if (code instanceof Code.Loop loop) {
            return loops.loop(loop);
        }
        if (code instanceof Code.Leave leave) {
            return leave(leave);
        }
        if (code instanceof Code.Assign assign) {
            assign(assign);
        } else if (code instanceof Code.Execute execute) {
            Rows rows = execute(execute.text(), execute.given());
            frame.assign(execute.into(), rows);
        } else if (code instanceof Code.Query query) {
            query(query);
        } else if (code instanceof Code.Return returns) {
            collect(returns);
        } else if (code instanceof Code.Ddl ddl) {
            queried = Rows.of(List.of());
            interpreter.ledger().statement(frame.words.slice(ddl.statement().from(), ddl.statement().to()));
        } else if (code instanceof Code.Other other) {
            queried = null;
            interpreter.ledger().mayFail(other.mayFail());
            frame.values(other.values());
            frame.forget(other.into());
        }
        return End.NEXT;
    }

    private void assign(Code.Assign assign) {
        Value value = frame.value(assign.value());
        if (assign.element() == null) {
            frame.set(assign.target(), assign.isPart() ? Value.UNKNOWN : value);
            return;
        }
        Value index = frame.value(assign.element());
        Value array = frame.scope.get(assign.target());
        boolean isKnown = index instanceof Value.Number n && n.isInteger() && n.is().precision() < 5 && (array.isNull() || array instanceof Value.Array a && !a.isNested()) && !(value instanceof Value.Array);
        List<Value> elements = new ArrayList<>(array instanceof Value.Array a ? a.elements() : List.of());
        int at = isKnown ? ((Value.Number) index).is().intValue() - 1 : -1;
        if (at >= 0 && at < elements.size()) {
            elements.set(at, value);
        } else if (at == elements.size()) {
            elements.add(value);
        } else {
            isKnown = false;
        }
        frame.set(assign.target(), isKnown ? new Value.Array(elements) : Value.UNKNOWN);
    }

    /** Null where it is no query, or its rows are not known. */
    Rows execute(Code.Range text, List<Code.Range> given) {
        Value value = frame.value(text);
        List<Value> values = frame.values(given);
        interpreter.ledger().mayFail(value.asText() == null);
        return value.asText() == null ? null : interpreter.execute(value.asText(), values);
    }

    private void query(Code.Query query) {
        queried = frame.rows(query.statement());
        frame.assign(query.into(), queried);
        if (frame.words.is(query.statement().from(), "CALL")) {
            frame.forget(given(query.statement()));
        }
    }

    /** The variables that a procedure with output parameters sets: those that it is given. */
    private List<String> given(Code.Range call) {
        Words words = frame.words;
        boolean isOfSchema = words.type(call.from() + 2) == TokenType.DOT;
        int name = isOfSchema ? call.from() + 3 : call.from() + 1;
        List<String> given = new ArrayList<>();
        if (!interpreter.calls().mayHaveOutputs(isOfSchema ? words.name(call.from() + 1) : null, words.name(name))) {
            return given;
        }
        int close = words.skip(name + 1) - 1;
        for (int at = name + 2; at < close; at = words.endOfItem(at, close) + 1) {
            SimpleStatement.names(words, words.type(at + 1) == TokenType.COLON_EQUALS || words.written(at + 1).equals("=>") ? at + 2 : at, given);
        }
        return given;
    }

    private void collect(Code.Return returns) {
        switch (returns.kind()) {
            case NEXT -> frame.collect(returns.value() == null ? null : frame.value(returns.value()));
            case QUERY -> frame.collect(frame.rows(returns.value()));
            default -> frame.collect(execute(returns.value(), returns.given()));
        }
    }

    private End leave(Code.Leave leave) {
        if (leave.way() == Code.Way.RETURN) {
            return frame.returns(leave.value() == null ? Value.NULL : frame.value(leave.value()));
        }
        if (leave.way() == Code.Way.RAISE) {
            return frame.leaves(End.RAISE, leave.label());
        }
        End way = leave.way() == Code.Way.EXIT ? End.EXIT : End.CONTINUE;
        Value condition = leave.value() == null ? Value.TRUE : frame.value(leave.value());
        if (condition != Value.TRUE && condition != Value.FALSE && !condition.isNull()) {
            frame.mayHaveLeft(way, leave.label());
        }
        return condition == Value.TRUE ? frame.leaves(way, leave.label()) : End.NEXT;
    }
}
