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
        return switch (loop.kind()) {
            case FOREVER, WHILE -> whileTrue(loop);
            case NUMBERS -> numbers(loop);
            case ELEMENTS -> {
                Value array = loop.source() == null ? Value.UNKNOWN : frame.value(loop.source());
                yield array instanceof Value.Array a ? each(loop, a.elements()) : anyTimes(loop);
            }
            case QUERY -> {
                List<Value.Row> rows = frame.rows(unwrapped(loop.source()));
                yield rows == null ? anyTimes(loop) : each(loop, new ArrayList<Value>(rows));
            }
        };
    }

    private Code.Range unwrapped(Code.Range source) {
        boolean isWrapped = frame.words.written(source.from()).equals("(") && frame.words.skip(source.from()) == source.to();
        return isWrapped ? new Code.Range(source.from() + 1, source.to() - 1) : source;
    }

    private End numbers(Code.Loop loop) {
        Value from = frame.value(loop.source());
        Value to = frame.value(loop.upper());
        Value by = loop.step() == null ? Value.number(1) : frame.value(loop.step());
        boolean isKnown = from instanceof Value.Number && to instanceof Value.Number && by instanceof Value.Number n && n.is().signum() > 0;
        if (!isKnown) {
            return anyTimes(loop);
        }
        List<Value> all = new ArrayList<>();
        String past = loop.isReverse() ? "<" : ">";
        for (Value next = from; Operators.compare(past, next, to) == Value.FALSE; next = Operators.reckon(loop.isReverse() ? "-" : "+", next, by)) {
            if (all.size() > Budget.ITERATIONS) {
                return anyTimes(loop);
            }
            all.add(next);
        }
        return each(loop, all);
    }

    private End each(Code.Loop loop, List<Value> values) {
        open(loop);
        End end = End.NEXT;
        for (int i = 0; i < values.size() && end == End.NEXT && !loop.targets().isEmpty(); i++) {
            if (values.get(i) instanceof Value.Row row) {
                frame.assign(loop.targets(), row);
            } else {
                frame.scope.set(loop.targets().get(0), values.get(i));
            }
            end = pass(loop);
        }
        frame.scope.close();
        return end == End.EXIT && frame.isLeft(loop) ? End.NEXT : end;
    }

    /** A loop over numbers has a variable of its own; what the others set is one of the block's. */
    private void open(Code.Loop loop) {
        frame.scope.open();
        for (String target : loop.targets()) {
            if (loop.kind() == Code.LoopKind.NUMBERS || !frame.scope.has(target)) {
                frame.scope.declare(target, "record", Value.UNKNOWN);
            }
        }
    }

    /** NEXT where the loop goes on. */
    private End pass(Code.Loop loop) {
        End end = frame.interpreter.budget().step() ? run.all(loop.body()) : End.RETURN;
        return end == End.CONTINUE && frame.isLeft(loop) ? End.NEXT : end;
    }

    private End whileTrue(Code.Loop loop) {
        for (int i = 0; i < Budget.ITERATIONS; i++) {
            Value condition = loop.source() == null ? Value.TRUE : frame.value(loop.source());
            if (condition == Value.FALSE || condition.isNull()) {
                return End.NEXT;
            }
            if (!condition.isKnown()) {
                return anyTimes(loop);
            }
            End end = pass(loop);
            if (end != End.NEXT) {
                return end == End.EXIT && frame.isLeft(loop) ? End.NEXT : end;
            }
        }
        return End.NEXT;
    }

    /** Nobody knows how often: once, with nothing known of what the loop sets. */
    private End anyTimes(Code.Loop loop) {
        open(loop);
        Set<String> set = Assigned.in(List.of(loop));
        frame.forget(set);
        End end = frame.perhaps(() -> run.all(loop.body()));
        if (end == End.RETURN) {
            frame.mayHaveLeft(end);
        }
        frame.forget(set);
        frame.scope.close();
        return End.NEXT;
    }
}
