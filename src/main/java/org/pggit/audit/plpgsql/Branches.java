package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pggit.audit.ddl.Words;

/** Blocks, IF and CASE: each way that the code may have gone, and what all of them agree on. Chapters 43.2 and 43.6.4 of the manual. */
final class Branches {
    private final Frame frame;
    private final Run run;
    private final Handlers handlers;

    Branches(Frame frame, Run run) {
        this.frame = frame;
        this.run = run;
        this.handlers = new Handlers(frame, run);
    }

    End block(Code.Block block) {
        Doubts.Mark before = frame.doubts.mark();
        frame.scope.open(block.label());
        for (Code.Declaration d : block.declarations()) {
            Value value = d.value() == null ? Value.NULL : frame.value(d.value());
            frame.interpreter.budget().read(value);
            frame.scope.declare(d.name(), d.type(), value);
            frame.interpreter.ledger().mayFail(!frame.scope.get(d.name()).isKnown());
        }
        End end = block.handlers().isEmpty() ? run.all(block.body()) : handlers.guarded(block);
        frame.scope.close();
        if (block.label() == null) {
            return end;
        }
        if (frame.doubts.end(before, d -> d.way() == End.EXIT && block.label().equals(d.label()))) {
            frame.forget(Assigned.in(block.body()));
        }
        return end == End.EXIT && block.label().equals(frame.label()) ? End.NEXT : end;
    }

    End branch(Code.Branch branch) {
        List<List<Map<String, Value>>> ways = new ArrayList<>();
        boolean isComplete = false;
        End left = End.NEXT;
        for (int i = 0; i < branch.arms().size() && !isComplete; i++) {
            Code.Arm arm = branch.arms().get(i);
            Value condition = condition(arm);
            if (condition == Value.FALSE || condition.isNull()) {
                continue;
            }
            isComplete = condition == Value.TRUE;
            if (isComplete && ways.isEmpty()) {
                return run.all(arm.body());
            }
            List<Map<String, Value>> before = frame.scope.save();
            End end = frame.perhaps(() -> run.all(arm.body()));
            if (end == End.NEXT) {
                ways.add(frame.scope.save());
            } else {
                left = end;
                frame.mayHaveLeft(end, frame.label());
            }
            frame.scope.restore(before);
        }
        if (!isComplete) {
            ways.add(frame.scope.save());
        }
        if (ways.isEmpty()) {
            frame.forget(Assigned.in(List.of(branch)));
            return left;
        }
        frame.scope.merge(ways);
        return End.NEXT;
    }

    private Value condition(Code.Arm arm) {
        if (arm.condition() == null) {
            return Value.TRUE;
        }
        if (arm.operand() == null) {
            return frame.value(arm.condition());
        }
        Words words = frame.words;
        Value operand = frame.value(arm.operand());
        Value found = Value.FALSE;
        for (int from = arm.condition().from(); from < arm.condition().to(); ) {
            int to = Math.max(from + 1, words.endOfItem(from, arm.condition().to()));
            found = Operators.or(found, Operators.compare("=", operand, frame.value(new Code.Range(from, to))));
            from = to + 1;
        }
        return found;
    }
}
