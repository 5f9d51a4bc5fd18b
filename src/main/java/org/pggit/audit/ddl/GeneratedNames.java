package org.pggit.audit.ddl;

import java.util.List;
import java.util.function.Predicate;

/** Names that the server makes up, against what a schema holds already (source: indexcmds.c, ChooseRelationName; pg_constraint.c, ChooseConstraintName). */
public final class GeneratedNames {
    private GeneratedNames() {
    }

    /** The first of {@code first_second_label}, {@code ..._label1}, ... that is not taken. {@code second} may be null. */
    public static String choose(String first, String second, String label, Predicate<String> isTaken) {
        String name = ImpliedNames.make(first, second, label);
        for (int pass = 1; isTaken.test(name); pass++) {
            name = ImpliedNames.make(first, second, label + pass);
        }
        return name;
    }

    /** The part of a name that several columns give. */
    public static String ofColumns(List<String> columns) {
        return ImpliedNames.join(columns);
    }
}
