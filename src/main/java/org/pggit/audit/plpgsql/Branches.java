package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pggit.audit.ddl.Words;

/** Blocks with their handlers, IF and CASE: each way that the code may have gone, and what all of them agree on. Chapters 43.6.4, 43.6.5 and 43.6.8 of the manual. */
final class Branches {
    private final Frame frame;
    private final Run run;

    Branches(Frame frame, Run run) {
        this.frame = frame;
        this.run = run;
    }

    End block(Code.Block block) {
        frame.scope.open();
        for (Code.Declaration d : block.declarations()) {
            frame.scope.declare(d.name(), d.type(), d.value() == null ? Value.NULL : frame.value(d.value()));
        }
        End end = run.all(block.body());
        end = block.handlers().isEmpty() ? end : handled(block, end);
        frame.scope.close();
        return end;
    }

    /** What the body did before it failed nobody knows. */
    private End handled(Code.Block block, End end) {
        List<Map<String, Value>> behind = frame.scope.save();
        List<List<Map<String, Value>>> ways = new ArrayList<>();
        if (end == End.NEXT) {
            ways.add(behind);
        }
        Set<String> set = Assigned.in(block.body());
        boolean goesOn = false;
        for (List<Code> handler : block.handlers()) {
            frame.scope.restore(behind);
            frame.forget(set);
            if (frame.perhaps(() -> run.all(handler)) == End.NEXT) {
                ways.add(frame.scope.save());
                goesOn = true;
            }
        }
        frame.scope.merge(ways);
        if (end != End.NEXT && goesOn) {
            frame.mayHaveLeft(end);
            return End.NEXT;
        }
        return end;
    }

    End branch(Code.Branch branch) {
        List<List<Map<String, Value>>> ways = new ArrayList<>();
        boolean isComplete = false;
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
                frame.mayHaveLeft(end);
            }
            frame.scope.restore(before);
        }
        if (!isComplete) {
            ways.add(frame.scope.save());
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
