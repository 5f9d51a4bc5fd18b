package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The variables of a routine's call, block in block, with what is known of them. */
final class Scope {
    private static final class Variable {
        private final String type;
        private Value value;

        private Variable(String type, Value value) {
            this.type = type;
            this.value = value;
        }
    }

    private final Casts casts;
    private final List<Map<String, Variable>> blocks = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();

    Scope(Casts casts) {
        this(casts, null);
    }

    /** routine: its parameters have its name for a label. */
    Scope(Casts casts, String routine) {
        this.casts = casts;
        open(routine);
    }

    void open() {
        open(null);
    }

    /** label: null for none. */
    void open(String label) {
        blocks.add(new HashMap<>());
        labels.add(label);
    }

    /** With the columns of a row for variables. */
    void openColumns(Map<String, Value> columns) {
        open();
        columns.forEach((name, value) -> declare(name, "record", value));
    }

    void close() {
        blocks.remove(blocks.size() - 1);
        labels.remove(labels.size() - 1);
    }

    void declare(String name, String type, Value value) {
        blocks.get(blocks.size() - 1).put(name, new Variable(type, casts.assign(value, type)));
    }

    private Variable variable(String name) {
        for (int i = blocks.size() - 1; i >= 0; i--) {
            Variable found = blocks.get(i).get(name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    boolean has(String name) {
        return variable(name) != null;
    }

    /** It takes a whole row, not a row's only field. */
    boolean isRow(String name) {
        Variable found = variable(name);
        return found != null && found.type.equals("record");
    }

    Value get(String name) {
        Variable found = variable(name);
        return found == null ? Value.UNKNOWN : found.value;
    }

    /** A variable by the name of its block or routine; null where there is none. */
    private Variable variable(String label, String name) {
        for (int i = blocks.size() - 1; i >= 0 && !has(label); i--) {
            if (label.equals(labels.get(i)) && blocks.get(i).containsKey(name)) {
                return blocks.get(i).get(name);
            }
        }
        return null;
    }

    Value get(String label, String name) {
        Variable found = variable(label, name);
        return found == null ? Value.UNKNOWN : found.value;
    }

    void set(String label, String name, Value value) {
        Variable found = variable(label, name);
        if (found != null) {
            found.value = casts.assign(value, found.type);
        }
    }

    void set(String name, Value value) {
        Variable found = variable(name);
        if (found != null) {
            found.value = casts.assign(value, found.type);
        }
    }

    /** All values, in order of nothing but for {@link #restore}. */
    List<Map<String, Value>> save() {
        List<Map<String, Value>> saved = new ArrayList<>(blocks.size());
        for (Map<String, Variable> block : blocks) {
            Map<String, Value> values = new HashMap<>();
            block.forEach((name, variable) -> values.put(name, variable.value));
            saved.add(values);
        }
        return saved;
    }

    void restore(List<Map<String, Value>> saved) {
        for (int i = 0; i < blocks.size() && i < saved.size(); i++) {
            for (Map.Entry<String, Variable> entry : blocks.get(i).entrySet()) {
                entry.getValue().value = saved.get(i).getOrDefault(entry.getKey(), Value.UNKNOWN);
            }
        }
    }

    /** Of several ways that it may have gone: what all agree on stays known. */
    void merge(List<List<Map<String, Value>>> ways) {
        if (ways.isEmpty()) {
            return;
        }
        restore(ways.get(0));
        for (int i = 0; i < blocks.size(); i++) {
            for (Map.Entry<String, Variable> entry : blocks.get(i).entrySet()) {
                for (List<Map<String, Value>> way : ways) {
                    Value other = i < way.size() ? way.get(i).get(entry.getKey()) : null;
                    if (!entry.getValue().value.equals(other)) {
                        entry.getValue().value = Value.UNKNOWN;
                    }
                }
            }
        }
    }
}
