package org.pggit.audit.plpgsql;

import java.util.List;

/** A statement of PL/pgSQL; its expressions and SQL are ranges of the body's words. */
sealed interface Code {
    /** Of words, without the last. */
    record Range(int from, int to) {
    }

    /** value: null for none. */
    record Declaration(String name, String type, Range value) {
    }

    record Block(List<Declaration> declarations, List<Code> body, List<List<Code>> handlers) implements Code {
    }

    /** operand: of CASE; condition: null for ELSE. */
    record Arm(Range operand, Range condition, List<Code> body) {
    }

    record Branch(List<Arm> arms) implements Code {
    }

    enum LoopKind {
        FOREVER, WHILE, NUMBERS, QUERY, ELEMENTS
    }

    /** source: the condition, the lower bound, the query or the array. */
    record Loop(String label, LoopKind kind, List<String> targets, boolean isReverse, Range source, Range upper, Range step, List<Code> body) implements Code {
    }

    /** isPart: of a field or an element. */
    record Assign(String target, boolean isPart, Range value) implements Code {
    }

    record Execute(Range text, List<String> into) implements Code {
    }

    /** SELECT, PERFORM, CALL, VALUES. */
    record Query(Range statement, List<String> into) implements Code {
    }

    record Ddl(Range statement) implements Code {
    }

    enum Way {
        EXIT, CONTINUE, RETURN, RAISE
    }

    /** value: EXIT's condition, what RETURN gives; null for none. */
    record Leave(Way way, String label, Range value) implements Code {
    }

    /** Anything else, with the variables that it may set. */
    record Other(List<String> into) implements Code {
    }
}
