package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a body has perhaps left, and where to: by a branch, a condition or a handler that nobody knows whether it was taken. While there is such a doubt nothing that comes is
 * sure; it ends where both ways meet again: at the end of the pass, the loop, the block.
 */
final class Doubts {
    /** label: null for the innermost loop. */
    record Doubt(End way, String label) {
        boolean isOf(End end, String loop) {
            return way == end && (label == null || label.equals(loop));
        }
    }

    /** How sure things were at a place. */
    record Mark(boolean isSure, int count) {
    }

    private final Interpreter interpreter;
    private final List<Doubt> all = new ArrayList<>();

    Doubts(Interpreter interpreter) {
        this.interpreter = interpreter;
    }

    void add(End way, String label) {
        all.add(new Doubt(way, label));
        interpreter.ledger().setSure(false);
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    Mark mark() {
        return new Mark(interpreter.ledger().isSure(), all.size());
    }

    boolean hasSince(Mark mark, Predicate<Doubt> which) {
        return all.subList(mark.count(), all.size()).stream().anyMatch(which);
    }

    boolean hasSince(Mark mark) {
        return all.size() > mark.count();
    }

    /** Both ways have met. False where there was no such doubt since the mark. */
    boolean end(Mark mark, Predicate<Doubt> which) {
        boolean hasEnded = all.subList(mark.count(), all.size()).removeIf(which);
        if (!hasSince(mark)) {
            interpreter.ledger().setSure(mark.isSure());
        }
        return hasEnded;
    }
}
