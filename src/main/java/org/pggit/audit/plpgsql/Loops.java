package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** LOOP, WHILE, FOR and FOREACH: pass by pass where constants say how many, else once, not surely. Chapters 43.6.5 to 43.6.7 of the manual. */
final class Loops {
    private final Frame frame;
    private final Run run;

    Loops(Frame frame, Run run) {
        this.frame = frame;
        this.run = run;
    }

    End loop(Code.Loop loop) {
        Doubts.Mark before = frame.doubts.mark();
        End end = switch (loop.kind()) {
            case FOREVER, WHILE -> whileTrue(loop);
            case NUMBERS -> numbers(loop);
            case ELEMENTS -> elements(loop);
            case QUERY -> each(loop, frame.rows(loop.source()));
            case EXECUTE -> each(loop, run.execute(loop.source(), loop.given()));
        };
        if (frame.doubts.end(before, d -> d.isOf(End.EXIT, loop.label()))) {
            frame.forget(Assigned.in(List.of(loop)));
        }
        return end == End.EXIT && frame.isLeft(loop) ? End.NEXT : end;
    }

    private End numbers(Code.Loop loop) {
        Value from = Casts.integer(frame.value(loop.source()));
        Value to = Casts.integer(frame.value(loop.upper()));
        Value by = loop.step() == null ? Value.number(1) : Casts.integer(frame.value(loop.step()));
        boolean isKnown = from instanceof Value.Number && to instanceof Value.Number && by instanceof Value.Number n && n.is().signum() > 0;
        if (!isKnown) {
            return anyTimes(loop);
        }
        List<Value> all = new ArrayList<>();
        String past = loop.isReverse() ? "<" : ">";
        for (Value next = from; Operators.compare(past, next, to) == Value.FALSE; next = Arithmetic.reckon(loop.isReverse() ? "-" : "+", next, by)) {
            if (all.size() > Budget.ITERATIONS) {
                return anyTimes(loop);
            }
            all.add(next);
        }
        return each(loop, all);
    }

    /** FOREACH: element by element whatever the dimensions, or with SLICE by arrays of so many. */
    private End elements(Code.Loop loop) {
        Value array = loop.source() == null ? Value.UNKNOWN : frame.value(loop.source());
        List<Integer> dimensions = array instanceof Value.Array a ? a.dimensions() : null;
        if (dimensions == null || loop.slice() > dimensions.size() && !dimensions.isEmpty()) {
            return anyTimes(loop);
        }
        List<Value> values = List.of(array);
        for (int depth = dimensions.size(); depth > loop.slice(); depth--) {
            values = values.stream().flatMap(v -> ((Value.Array) v).elements().stream()).toList();
        }
        return each(loop, dimensions.isEmpty() ? List.of() : values);
    }

    private End each(Code.Loop loop, Rows rows) {
        boolean isKnown = rows != null && (rows.isSure() || !Assigned.leaves(loop.body()));
        if (!isKnown) {
            return anyTimes(loop);
        }
        if (rows.isSure()) {
            return each(loop, new ArrayList<Value>(rows.all()));
        }
        // Each comes, nobody knows behind which.
        Set<String> set = Assigned.in(loop.body());
        End end = End.NEXT;
        for (int i = 0; i < rows.all().size() && end == End.NEXT; i++) {
            frame.forget(set);
            end = each(loop, List.of(rows.all().get(i)));
        }
        frame.forget(Assigned.in(List.of(loop)));
        return end;
    }

    private End each(Code.Loop loop, List<Value> values) {
        open(loop);
        End end = End.NEXT;
        for (int i = 0; i < values.size() && end == End.NEXT && !loop.targets().isEmpty(); i++) {
            if (values.get(i) instanceof Value.Row row) {
                frame.assign(loop.targets(), row);
            } else {
                frame.set(loop.targets().get(0), values.get(i));
            }
            end = pass(loop);
        }
        frame.scope.close();
        return end;
    }

    /** A loop over numbers has a variable of its own; what the others set is one of the block's. */
    private void open(Code.Loop loop) {
        frame.scope.open(loop.label());
        for (String target : loop.targets()) {
            if (loop.kind() == Code.LoopKind.NUMBERS || !frame.scope.has(target) && target.indexOf('.') < 0) {
                frame.scope.declare(target, loop.kind() == Code.LoopKind.NUMBERS ? "integer" : "record", Value.UNKNOWN);
            }
        }
    }

    /** NEXT where the loop goes on. */
    private End pass(Code.Loop loop) {
        Doubts.Mark before = frame.doubts.mark();
        End end = frame.interpreter.budget().step() ? run.all(loop.body()) : End.RETURN;
        if (frame.doubts.end(before, d -> d.isOf(End.CONTINUE, loop.label()))) {
            frame.forget(Assigned.in(loop.body()));
        }
        return end == End.CONTINUE && frame.isLeft(loop) ? End.NEXT : end;
    }

    private End whileTrue(Code.Loop loop) {
        Doubts.Mark before = frame.doubts.mark();
        for (int i = 0; i < Budget.ITERATIONS; i++) {
            Value condition = loop.source() == null ? Value.TRUE : frame.value(loop.source());
            if (condition == Value.FALSE || condition.isNull()) {
                return End.NEXT;
            }
            if (condition != Value.TRUE) {
                return anyTimes(loop);
            }
            End end = pass(loop);
            if (end != End.NEXT) {
                return end;
            }
            if (frame.doubts.hasSince(before, d -> d.isOf(End.EXIT, loop.label()))) {
                return anyTimes(loop);
            }
        }
        return anyTimes(loop);
    }

    /** Nobody knows how often: once, with nothing known of what the loop sets. */
    private End anyTimes(Code.Loop loop) {
        Doubts.Mark before = frame.doubts.mark();
        frame.interpreter.ledger().mayFail(true);
        open(loop);
        Set<String> set = Assigned.in(List.of(loop));
        frame.forget(set);
        End end = frame.perhaps(() -> run.all(loop.body()));
        frame.doubts.end(before, d -> d.isOf(End.EXIT, loop.label()) || d.isOf(End.CONTINUE, loop.label()));
        boolean isInside = end == End.NEXT || (end == End.EXIT || end == End.CONTINUE) && frame.isLeft(loop);
        if (!isInside) {
            frame.mayHaveLeft(end, frame.label());
        }
        frame.forget(set);
        frame.scope.close();
        return End.NEXT;
    }
}
