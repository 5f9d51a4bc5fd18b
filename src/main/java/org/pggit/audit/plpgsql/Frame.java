package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.pggit.audit.ddl.Words;

/** A body that runs: its words, its variables, and which way it is about to leave or may have left. */
final class Frame {
    final Interpreter interpreter;
    final Words words;
    final Scope scope;
    /** Of the EXIT or CONTINUE that is under way; null: the innermost loop. */
    private String label;
    private Value returned = Value.NULL;
    /** A branch that may have been taken has left the routine, or a loop. */
    private boolean mayHaveLeft;
    /** How many branches that may have been left out stand around. */
    private int branches;

    Frame(Interpreter interpreter, Words words, Scope scope) {
        this.interpreter = interpreter;
        this.words = words;
        this.scope = scope;
    }

    Value value(Code.Range range) {
        return interpreter.value(words, range, scope);
    }

    List<Value.Row> rows(Code.Range query) {
        return new Query(interpreter, words, scope).rows(query);
    }

    void forget(Collection<String> names) {
        names.forEach(name -> scope.set(name, Value.UNKNOWN));
    }

    /** A row to one variable of a row or of its only field, or to as many variables as it has fields. */
    void assign(List<String> targets, Value.Row row) {
        List<Value> fields = new ArrayList<>(row.fields().values());
        fields.removeIf(f -> f instanceof Value.Row);
        boolean isScalar = targets.size() == 1 && fields.size() == 1 && !scope.isRow(targets.get(0));
        for (int i = 0; i < targets.size(); i++) {
            scope.set(targets.get(i), targets.size() == 1 && !isScalar ? row : i < fields.size() ? fields.get(i) : Value.UNKNOWN);
        }
    }

    /** What RETURN gave; UNKNOWN where it is not sure. */
    Value returned() {
        return returned;
    }

    End returns(Value value) {
        returned = branches > 0 || !returned.isKnown() ? Value.UNKNOWN : value;
        return End.RETURN;
    }

    /** By EXIT or CONTINUE. label: null for the innermost loop. */
    End leaves(End way, String label) {
        this.label = label;
        return way;
    }

    /** What is left under way leaves this loop, not one around it. */
    boolean isLeft(Code.Loop loop) {
        return label == null || label.equals(loop.label());
    }

    /** Runs what may have been left out. */
    End perhaps(Supplier<End> what) {
        End[] end = new End[1];
        branches++;
        interpreter.unsurely(() -> end[0] = what.get());
        branches--;
        if (mayHaveLeft) {
            interpreter.nothingIsSure();
        }
        return end[0];
    }

    /** Behind a branch that has perhaps left, nothing is sure any more. */
    void mayHaveLeft(End end) {
        mayHaveLeft = true;
        interpreter.nothingIsSure();
        if (end == End.RETURN) {
            returned = Value.UNKNOWN;
        }
    }
}
