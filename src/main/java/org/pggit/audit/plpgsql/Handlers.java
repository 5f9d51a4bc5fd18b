package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Blocks with EXCEPTION. A body that can not fail leaves its handlers out; one that surely ends in RAISE leaves no statement behind, and the handler runs; else the
 * handlers may have run, and what the body had set by then nobody knows. Chapter 43.6.8 of the manual.
 */
final class Handlers {
    private final Frame frame;
    private final Run run;

    Handlers(Frame frame, Run run) {
        this.frame = frame;
        this.run = run;
    }

    End guarded(Code.Block block) {
        Interpreter interpreter = frame.interpreter;
        Doubts.Mark before = frame.doubts.mark();
        int failuresBefore = interpreter.failures();
        boolean mayUndo = Assigned.raises(block.body());
        interpreter.enterHandled(mayUndo);
        End end = run.all(block.body());
        boolean mayHaveRaised = frame.doubts.hasSince(before, d -> d.way() == End.RAISE);
        boolean isSure = !frame.doubts.hasSince(before);
        frame.doubts.end(before, d -> d.way() == End.RAISE);
        interpreter.leaveHandled(mayUndo, end == End.RAISE && isSure ? Interpreter.Fate.UNDONE : end == End.RAISE || mayHaveRaised ? Interpreter.Fate.UNSURE : Interpreter.Fate.DONE);
        boolean mayHaveFailed = interpreter.failures() > failuresBefore || mayHaveRaised;
        if (end == End.RAISE && isSure && !mayHaveFailed) {
            Code.Handler handler = handler(block, frame.label());
            if (handler != null) {
                return run.all(handler.body());
            }
        }
        return end == End.RAISE || mayHaveFailed ? handled(block, end) : end;
    }

    /** The one that surely takes the condition; null where that is not known. */
    private static Code.Handler handler(Code.Block block, String condition) {
        Code.Handler first = block.handlers().get(0);
        boolean isPlain = "raise_exception".equals(condition);
        for (Code.Handler handler : block.handlers()) {
            boolean takes = handler.conditions().contains("others") || handler.conditions().contains(condition)
                || isPlain && (handler.conditions().contains("p0001") || handler.conditions().contains("plpgsql_error"));
            // Conditions of other names may be classes that this one is in.
            if (takes && (isPlain || handler == first && condition != null)) {
                return handler;
            }
        }
        return null;
    }

    private End handled(Code.Block block, End end) {
        List<Map<String, Value>> behind = frame.scope.save();
        List<List<Map<String, Value>>> ways = new ArrayList<>();
        if (end == End.NEXT) {
            ways.add(behind);
        }
        Set<String> set = Assigned.in(block.body());
        End left = end;
        for (Code.Handler handler : block.handlers()) {
            frame.scope.restore(behind);
            frame.forget(set);
            End handled = frame.perhaps(() -> run.all(handler.body()));
            if (handled == End.NEXT) {
                ways.add(frame.scope.save());
            } else {
                left = left == End.NEXT || left == End.RAISE ? handled : left;
                frame.mayHaveLeft(handled, frame.label());
            }
        }
        if (ways.isEmpty()) {
            frame.forget(set);
            return left;
        }
        frame.scope.merge(ways);
        if (end != End.NEXT && end != End.RAISE) {
            frame.mayHaveLeft(end, frame.label());
        }
        return End.NEXT;
    }
}
