package org.pggit.audit.plpgsql;

import java.util.List;

/** A statement of PL/pgSQL; its expressions and SQL are ranges of the body's words. What is set is a variable's name, or a name and its field's with a dot between them. */
sealed interface Code {
    /** Of words, without the last. */
    record Range(int from, int to) {
    }

    /** value: null for none. */
    record Declaration(String name, String type, Range value) {
    }

    /** conditions: as they are written, in small letters. */
    record Handler(List<String> conditions, List<Code> body) {
    }

    /** label: null for none. */
    record Block(String label, List<Declaration> declarations, List<Code> body, List<Handler> handlers) implements Code {
    }

    /** operand: of CASE; condition: null for ELSE. */
    record Arm(Range operand, Range condition, List<Code> body) {
    }

    record Branch(List<Arm> arms) implements Code {
    }

    enum LoopKind {
        FOREVER, WHILE, NUMBERS, QUERY, EXECUTE, ELEMENTS
    }

    /** source: the condition, the lower bound, the query, its text or the array. slice: of FOREACH; 0 for single elements. */
    record Loop(String label, LoopKind kind, List<String> targets, boolean isReverse, int slice, Range source, Range upper, Range step, List<Range> given, List<Code> body) implements Code {
    }

    /** element: of an array, its number; null for none. isPart: of what is set in another way than a variable, a field or one element. */
    record Assign(String target, Range element, boolean isPart, Range value) implements Code {
    }

    /** given: behind USING. */
    record Execute(Range text, List<String> into, List<Range> given) implements Code {
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

    /** What a routine adds to the rows that it returns. kind: a value, a query, the text of one. */
    record Return(ReturnKind kind, Range value, List<Range> given) implements Code {
    }

    enum ReturnKind {
        NEXT, QUERY, EXECUTE
    }

    /** Anything else, with the variables that it may set. mayFail: it can end in an error. values: expressions that it reckons. */
    record Other(List<String> into, boolean mayFail, List<Range> values) implements Code {
    }
}
