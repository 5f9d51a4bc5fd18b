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
        int failuresBefore = interpreter.ledger().failures();
        interpreter.ledger().enterHandled();
        End end = run.all(block.body());
        boolean mayHaveRaised = frame.doubts.hasSince(before, d -> d.way() == End.RAISE);
        boolean isSure = !frame.doubts.hasSince(before);
        frame.doubts.end(before, d -> d.way() == End.RAISE);
        interpreter.ledger().leaveHandled(end == End.RAISE && isSure ? Ledger.Fate.UNDONE : end == End.RAISE || mayHaveRaised ? Ledger.Fate.UNSURE : Ledger.Fate.DONE);
        boolean mayHaveFailed = interpreter.ledger().failures() > failuresBefore || mayHaveRaised;
        if (end == End.RAISE && isSure) {
            // Where something else may have failed before, only one that takes all is sure.
            Code.Handler handler = handler(block, mayHaveFailed ? null : frame.label());
            frame.forget(mayHaveFailed ? Assigned.in(block.body()) : Set.of());
            if (handler != null) {
                return run.all(handler.body());
            }
        }
        return end == End.RAISE || mayHaveFailed ? handled(block, end) : end;
    }

    /** The one that surely takes the condition, null for any; null where that is not known. */
    private static Code.Handler handler(Code.Block block, String condition) {
        boolean isPlain = "raise_exception".equals(condition);
        for (Code.Handler handler : block.handlers()) {
            List<String> conditions = handler.conditions();
            boolean takes = conditions.contains("others") || conditions.contains(condition) || isPlain && (conditions.contains("p0001") || conditions.contains("plpgsql_error"));
            // Conditions of other names may be classes that this one is in.
            if (takes || !isPlain) {
                return takes ? handler : null;
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
