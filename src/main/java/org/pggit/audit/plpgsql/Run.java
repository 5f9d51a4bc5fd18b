package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;

/** One run of a body, statement by statement. Chapter 43.5 of the manual; what leads elsewhere than to the next statement is in {@link Branches} and {@link Loops}. */
final class Run {
    private final Frame frame;
    private final Branches branches;
    private final Loops loops;
    private Value queried = Value.NULL;

    Run(Frame frame) {
        this.frame = frame;
        this.branches = new Branches(frame, this);
        this.loops = new Loops(frame, this);
    }

    /** What the last query gave, which is what a function in SQL gives. */
    Value queried() {
        return queried;
    }

    End all(List<Code> codes) {
        for (Code code : codes) {
            End end = frame.interpreter.budget().step() ? one(code) : End.RETURN;
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
            Value value = frame.value(assign.value());
            frame.scope.set(assign.target(), assign.isPart() ? Value.UNKNOWN : value);
        } else if (code instanceof Code.Execute execute) {
            String text = frame.value(execute.text()).asText();
            if (text != null) {
                frame.interpreter.execute(text);
            }
            frame.forget(execute.into());
        } else if (code instanceof Code.Query query) {
            query(query);
        } else if (code instanceof Code.Ddl ddl) {
            frame.interpreter.statement(frame.words.slice(ddl.statement().from(), ddl.statement().to()));
        } else if (code instanceof Code.Other other) {
            frame.forget(other.into());
        }
        return End.NEXT;
    }

    private void query(Code.Query query) {
        List<Value.Row> rows = frame.rows(query.statement());
        boolean isOne = rows != null && rows.size() == 1;
        if (query.into().isEmpty()) {
            List<Value> fields = isOne ? new ArrayList<>(rows.get(0).fields().values()) : List.of();
            queried = fields.size() == 1 ? fields.get(0) : Value.UNKNOWN;
        } else if (isOne) {
            frame.assign(query.into(), rows.get(0));
        } else {
            frame.forget(query.into());
        }
    }

    private End leave(Code.Leave leave) {
        if (leave.way() == Code.Way.RETURN) {
            return frame.returns(leave.value() == null ? Value.NULL : frame.value(leave.value()));
        }
        if (leave.way() == Code.Way.RAISE) {
            return frame.returns(Value.UNKNOWN);
        }
        Value condition = leave.value() == null ? Value.TRUE : frame.value(leave.value());
        if (!condition.isKnown()) {
            frame.mayHaveLeft(End.EXIT);
        }
        return condition == Value.TRUE ? frame.leaves(leave.way() == Code.Way.EXIT ? End.EXIT : End.CONTINUE, leave.label()) : End.NEXT;
    }
}
