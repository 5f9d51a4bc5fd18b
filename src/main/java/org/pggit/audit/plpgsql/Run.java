package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.pggit.audit.ddl.Words;

/** One run of a body. */
final class Run {
    /** How a statement ends: by the next one, or by leaving. */
    private enum End {
        NEXT, EXIT, CONTINUE, RETURN
    }

    private final Interpreter run;
    private final Words words;
    private final Scope scope;
    /** Of the EXIT or CONTINUE that is under way; null: the innermost loop. */
    private String label;
    private Value returned = Value.NULL;
    private Value queried = Value.NULL;
    /** A branch that may have been taken has left the routine, or a loop. */
    private boolean mayHaveLeft;
    /** How many branches that may have been left out stand around. */
    private int branches;

    Run(Interpreter run, Words words, Scope scope) {
        this.run = run;
        this.words = words;
        this.scope = scope;
    }

    /** What RETURN gave; UNKNOWN where it is not sure. */
    Value returned() {
        return returned;
    }

    /** What the last query gave, which is what a function in SQL gives. */
    Value queried() {
        return queried;
    }

    End all(List<Code> codes) {
        for (Code code : codes) {
            End end = run.budget().step() ? one(code) : End.RETURN;
            if (end != End.NEXT) {
                return end;
            }
        }
        return End.NEXT;
    }

    private End one(Code code) {
        if (code instanceof Code.Block block) {
            return block(block);
        }
        if (code instanceof Code.Branch branch) {
            return branch(branch);
        }
        if (code instanceof Code.Loop loop) {
            return loop(loop);
        }
        if (code instanceof Code.Leave leave) {
            return leave(leave);
        }
        if (code instanceof Code.Assign assign) {
            Value value = value(assign.value());
            scope.set(assign.target(), assign.isPart() ? Value.UNKNOWN : value);
        } else if (code instanceof Code.Execute execute) {
            String text = value(execute.text()).asText();
            if (text != null) {
                run.execute(text);
            }
            forget(execute.into());
        } else if (code instanceof Code.Query query) {
            query(query);
        } else if (code instanceof Code.Ddl ddl) {
            run.statement(words.slice(ddl.statement().from(), ddl.statement().to()));
        } else if (code instanceof Code.Other other) {
            forget(other.into());
        }
        return End.NEXT;
    }

    private Value value(Code.Range range) {
        return run.value(words, range, scope);
    }

    private void forget(Collection<String> names) {
        names.forEach(name -> scope.set(name, Value.UNKNOWN));
    }

    private void query(Code.Query query) {
        List<Value.Row> rows = new Query(run, words, scope).rows(query.statement());
        boolean isOne = rows != null && rows.size() == 1;
        if (query.into().isEmpty()) {
            List<Value> fields = isOne ? new ArrayList<>(rows.get(0).fields().values()) : List.of();
            queried = fields.size() == 1 ? fields.get(0) : Value.UNKNOWN;
        } else if (isOne) {
            assign(query.into(), rows.get(0));
        } else {
            forget(query.into());
        }
    }

    /** A row to one variable of a row or of its only field, or to as many variables as it has fields. */
    private void assign(List<String> targets, Value.Row row) {
        List<Value> fields = new ArrayList<>(row.fields().values());
        fields.removeIf(f -> f instanceof Value.Row);
        boolean isScalar = targets.size() == 1 && fields.size() == 1 && !scope.isRow(targets.get(0));
        for (int i = 0; i < targets.size(); i++) {
            scope.set(targets.get(i), targets.size() == 1 && !isScalar ? row : i < fields.size() ? fields.get(i) : Value.UNKNOWN);
        }
    }

    private End block(Code.Block block) {
        scope.open();
        for (Code.Declaration d : block.declarations()) {
            scope.declare(d.name(), d.type(), d.value() == null ? Value.NULL : value(d.value()));
        }
        End end = all(block.body());
        end = block.handlers().isEmpty() ? end : handled(block, end);
        scope.close();
        return end;
    }

    /** What the body did before it failed nobody knows. */
    private End handled(Code.Block block, End end) {
        List<Map<String, Value>> behind = scope.save();
        List<List<Map<String, Value>>> ways = new ArrayList<>();
        if (end == End.NEXT) {
            ways.add(behind);
        }
        Set<String> set = new HashSet<>();
        assigned(block.body(), set);
        boolean goesOn = false;
        for (List<Code> handler : block.handlers()) {
            scope.restore(behind);
            forget(set);
            if (perhaps(() -> all(handler)) == End.NEXT) {
                ways.add(scope.save());
                goesOn = true;
            }
        }
        scope.merge(ways);
        if (end != End.NEXT && goesOn) {
            mayHaveLeft(end);
            return End.NEXT;
        }
        return end;
    }

    private End perhaps(Supplier<End> what) {
        End[] end = new End[1];
        branches++;
        run.unsurely(() -> end[0] = what.get());
        branches--;
        if (mayHaveLeft) {
            run.nothingIsSure();
        }
        return end[0];
    }

    //---------------------------------------------------------------- branches

    private End branch(Code.Branch branch) {
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
                return all(arm.body());
            }
            List<Map<String, Value>> before = scope.save();
            End end = perhaps(() -> all(arm.body()));
            if (end == End.NEXT) {
                ways.add(scope.save());
            } else {
                mayHaveLeft(end);
            }
            scope.restore(before);
        }
        if (!isComplete) {
            ways.add(scope.save());
        }
        scope.merge(ways);
        return End.NEXT;
    }

    private Value condition(Code.Arm arm) {
        if (arm.condition() == null) {
            return Value.TRUE;
        }
        if (arm.operand() == null) {
            return value(arm.condition());
        }
        Value operand = value(arm.operand());
        Value found = Value.FALSE;
        for (int from = arm.condition().from(); from < arm.condition().to(); ) {
            int to = Math.max(from + 1, words.endOfItem(from, arm.condition().to()));
            found = Operators.or(found, Operators.compare("=", operand, value(new Code.Range(from, to))));
            from = to + 1;
        }
        return found;
    }

    /** Behind a branch that has perhaps left, nothing is sure any more. */
    private void mayHaveLeft(End end) {
        mayHaveLeft = true;
        run.nothingIsSure();
        if (end == End.RETURN) {
            returned = Value.UNKNOWN;
        }
    }

    private End leave(Code.Leave leave) {
        boolean hasCondition = leave.value() != null && (leave.way() == Code.Way.EXIT || leave.way() == Code.Way.CONTINUE);
        Value condition = hasCondition ? value(leave.value()) : Value.TRUE;
        if (condition == Value.FALSE || condition.isNull()) {
            return End.NEXT;
        }
        if (!condition.isKnown()) {
            mayHaveLeft(End.EXIT);
            return End.NEXT;
        }
        switch (leave.way()) {
            case RETURN -> {
                Value value = leave.value() == null ? Value.NULL : value(leave.value());
                returned = branches > 0 || !returned.isKnown() ? Value.UNKNOWN : value;
                return End.RETURN;
            }
            case RAISE -> {
                returned = Value.UNKNOWN;
                return End.RETURN;
            }
            default -> {
                label = leave.label();
                return leave.way() == Code.Way.EXIT ? End.EXIT : End.CONTINUE;
            }
        }
    }

    //---------------------------------------------------------------- loops

    private End loop(Code.Loop loop) {
        return switch (loop.kind()) {
            case FOREVER, WHILE -> whileTrue(loop);
            case NUMBERS -> numbers(loop);
            case ELEMENTS -> {
                Value array = loop.source() == null ? Value.UNKNOWN : value(loop.source());
                yield array instanceof Value.Array a ? each(loop, a.elements()) : anyTimes(loop);
            }
            case QUERY -> {
                List<Value.Row> rows = new Query(run, words, scope).rows(unwrapped(loop.source()));
                yield rows == null ? anyTimes(loop) : each(loop, new ArrayList<Value>(rows));
            }
        };
    }

    private Code.Range unwrapped(Code.Range source) {
        boolean isWrapped = words.written(source.from()).equals("(") && words.skip(source.from()) == source.to();
        return isWrapped ? new Code.Range(source.from() + 1, source.to() - 1) : source;
    }

    private End numbers(Code.Loop loop) {
        Value from = value(loop.source());
        Value to = value(loop.upper());
        Value by = loop.step() == null ? Value.number(1) : value(loop.step());
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
                assign(loop.targets(), row);
            } else {
                scope.set(loop.targets().get(0), values.get(i));
            }
            end = pass(loop);
        }
        scope.close();
        return end == End.EXIT && isMine(loop) ? End.NEXT : end;
    }

    /** A loop over numbers has a variable of its own; what the others set is one of the block's. */
    private void open(Code.Loop loop) {
        scope.open();
        for (String target : loop.targets()) {
            if (loop.kind() == Code.LoopKind.NUMBERS || !scope.has(target)) {
                scope.declare(target, "record", Value.UNKNOWN);
            }
        }
    }

    /** NEXT where the loop goes on. */
    private End pass(Code.Loop loop) {
        End end = run.budget().step() ? all(loop.body()) : End.RETURN;
        return end == End.CONTINUE && isMine(loop) ? End.NEXT : end;
    }

    private boolean isMine(Code.Loop loop) {
        return label == null || label.equals(loop.label());
    }

    private End whileTrue(Code.Loop loop) {
        for (int i = 0; i < Budget.ITERATIONS; i++) {
            Value condition = loop.source() == null ? Value.TRUE : value(loop.source());
            if (condition == Value.FALSE || condition.isNull()) {
                return End.NEXT;
            }
            if (!condition.isKnown()) {
                return anyTimes(loop);
            }
            End end = pass(loop);
            if (end != End.NEXT) {
                return end == End.EXIT && isMine(loop) ? End.NEXT : end;
            }
        }
        return End.NEXT;
    }

    /** Nobody knows how often: once, with nothing known of what the loop sets. */
    private End anyTimes(Code.Loop loop) {
        open(loop);
        Set<String> set = new HashSet<>(loop.targets());
        assigned(loop.body(), set);
        forget(set);
        End end = perhaps(() -> all(loop.body()));
        if (end == End.RETURN) {
            mayHaveLeft(end);
        }
        forget(set);
        scope.close();
        return End.NEXT;
    }

    private static void assigned(List<Code> codes, Set<String> names) {
        for (Code code : codes) {
            if (code instanceof Code.Assign a) {
                names.add(a.target());
            } else if (code instanceof Code.Execute e) {
                names.addAll(e.into());
            } else if (code instanceof Code.Query q) {
                names.addAll(q.into());
            } else if (code instanceof Code.Other o) {
                names.addAll(o.into());
            } else if (code instanceof Code.Loop l) {
                names.addAll(l.targets());
                assigned(l.body(), names);
            } else if (code instanceof Code.Block b) {
                assigned(b.body(), names);
                b.handlers().forEach(h -> assigned(h, names));
            } else if (code instanceof Code.Branch b) {
                b.arms().forEach(a -> assigned(a.body(), names));
            }
        }
    }
}
