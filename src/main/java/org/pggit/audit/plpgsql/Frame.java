package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.pggit.audit.ddl.Words;

/** A body that runs: its words, its variables, which way it is about to leave or may have left, and what it returns. */
final class Frame {
    final Interpreter interpreter;
    final Words words;
    final Scope scope;
    final Doubts doubts;
    /** Names of the output parameters; null for one that has none. */
    private final List<String> outputs;
    /** Of the EXIT or CONTINUE that is under way, null: the innermost loop; of RAISE the condition, null: some other. */
    private String label;
    private Value returned = Value.NULL;
    /** Of RETURN NEXT and RETURN QUERY; null where it is not known. */
    private List<Value> collected = new ArrayList<>();
    /** How many branches that may have been left out stand around. */
    private int branches;

    Frame(Interpreter interpreter, Words words, Scope scope, List<String> outputs) {
        this.interpreter = interpreter;
        this.words = words;
        this.scope = scope;
        this.outputs = outputs;
        this.doubts = new Doubts(interpreter);
    }

    //---------------------------------------------------------------- values

    Value value(Code.Range range) {
        Value value = interpreter.value(words, range, scope);
        interpreter.ledger().mayFail(!value.isKnown());
        return value;
    }

    List<Value> values(List<Code.Range> ranges) {
        return ranges.stream().map(this::value).toList();
    }

    Rows rows(Code.Range query) {
        Rows rows = interpreter.rows(words, query, scope);
        interpreter.ledger().mayFail(rows == null);
        return rows;
    }

    /** target: a variable, or one and a field of it, or one by its block's label. */
    void set(String target, Value value) {
        interpreter.budget().read(value);
        int dot = scope.has(target) ? -1 : target.indexOf('.');
        if (dot < 0) {
            scope.set(target, value);
            interpreter.ledger().mayFail(value.isKnown() && !scope.get(target).isKnown());
            return;
        }
        String first = target.substring(0, dot);
        String second = target.substring(dot + 1);
        if (!scope.has(first)) {
            scope.set(first, second, value);
        } else if (scope.get(first) instanceof Value.Row row && row.fields().containsKey(second)) {
            Map<String, Value> fields = new LinkedHashMap<>(row.fields());
            fields.put(second, value);
            scope.set(first, new Value.Row(fields));
        } else {
            scope.set(first, Value.UNKNOWN);
        }
    }

    void forget(Collection<String> names) {
        for (String name : names) {
            int dot = scope.has(name) ? -1 : name.indexOf('.');
            scope.set(dot > 0 ? name.substring(0, dot) : name, Value.UNKNOWN);
            if (dot > 0) {
                scope.set(name.substring(0, dot), name.substring(dot + 1), Value.UNKNOWN);
            }
        }
    }

    /** The first row, or NULLs where there is none. */
    void assign(List<String> targets, Rows rows) {
        if (rows == null || !rows.isSure()) {
            forget(targets);
        } else if (!rows.all().isEmpty()) {
            assign(targets, rows.all().get(0));
        } else {
            targets.forEach(t -> set(t, Value.NULL));
        }
    }

    /** A row to one variable of a row or of its only field, or to as many variables as it has fields. */
    void assign(List<String> targets, Value.Row row) {
        List<Value> fields = row.columns();
        boolean isScalar = targets.size() == 1 && fields.size() == 1 && !scope.isRow(targets.get(0));
        for (int i = 0; i < targets.size(); i++) {
            set(targets.get(i), targets.size() == 1 && !isScalar ? row : i < fields.size() ? fields.get(i) : Value.NULL);
        }
    }

    //---------------------------------------------------------------- what it returns

    /** What RETURN gave, or the output parameters have; UNKNOWN where it is not sure. */
    Value returned() {
        return !returned.isKnown() || outputs.isEmpty() ? returned : outputs.contains(null) ? Value.UNKNOWN : outputs.size() == 1 ? scope.get(outputs.get(0)) : output();
    }

    private Value.Row output() {
        Map<String, Value> fields = new LinkedHashMap<>();
        outputs.forEach(name -> fields.put(name == null ? "column " + fields.size() : name, name == null ? Value.UNKNOWN : scope.get(name)));
        return new Value.Row(fields);
    }

    /** What a routine returns that returns a set. */
    Value collected() {
        return collected == null || !returned.isKnown() ? Value.UNKNOWN : new Value.Several(List.copyOf(collected));
    }

    /** RETURN NEXT without a value gives the output parameters. */
    void collect(Value value) {
        collect(value != null ? List.of(value) : List.of(output()), true);
    }

    void collect(Rows rows) {
        collect(rows == null ? List.of() : rows.all().stream().map(this::result).toList(), rows != null && rows.isSure());
    }

    /** As FROM has it: by the names of the output parameters, or as the only value. */
    private Value result(Value.Row row) {
        return outputs.isEmpty() ? row.columns().size() == 1 ? row.only() : row : outputs.contains(null) ? Value.UNKNOWN : row.named(outputs);
    }

    private void collect(List<Value> values, boolean isKnown) {
        boolean isSure = isKnown && branches == 0 && doubts.isEmpty() && collected != null && collected.size() + values.size() <= Budget.ITERATIONS;
        if (isSure) {
            collected.addAll(values);
        } else {
            collected = null;
        }
    }

    //---------------------------------------------------------------- ways

    End returns(Value value) {
        returned = branches > 0 || !returned.isKnown() ? Value.UNKNOWN : value;
        return End.RETURN;
    }

    /** By EXIT or CONTINUE, label null for the innermost loop; by RAISE, label null for a condition that is not known. */
    End leaves(End way, String label) {
        this.label = label;
        return way;
    }

    String label() {
        return label;
    }

    /** What is left under way leaves this loop, not one around it. */
    boolean isLeft(Code.Loop loop) {
        return label == null || label.equals(loop.label());
    }

    /** Runs what may have been left out. */
    End perhaps(Supplier<End> what) {
        Doubts.Mark before = doubts.mark();
        branches++;
        interpreter.ledger().setSure(false);
        End end = what.get();
        branches--;
        interpreter.ledger().setSure(before.isSure() && !doubts.hasSince(before));
        return end;
    }

    /** A branch that may have been taken has ended so. An error that no handler takes has not come: nothing of the text would be left. */
    void mayHaveLeft(End end, String label) {
        if (end == End.RAISE && !interpreter.ledger().isHandled()) {
            return;
        }
        doubts.add(end, label);
        if (end == End.RETURN) {
            returned = Value.UNKNOWN;
        }
    }
}
