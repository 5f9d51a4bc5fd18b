package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What has been found so far, how sure the next will be, and what can have failed. The statements of a body with handlers are held back until it is known what becomes of
 * them: an error undoes them.
 */
final class Ledger {
    /** What becomes of the statements of a body with handlers: they stay, perhaps, or not. */
    enum Fate {
        DONE, UNSURE, UNDONE
    }

    private record Found(String text, boolean isSure) {
    }

    private final Interpreter.Statements statements;
    private final Budget budget;
    /** Of the bodies with handlers that are under way. */
    private final List<List<Found>> held = new ArrayList<>();
    private final Map<String, List<Routine>> heldRoutines = new HashMap<>();
    private boolean isSure = true;
    private int failures;
    private boolean hasRaised;

    Ledger(Interpreter.Statements statements, Budget budget) {
        this.statements = statements;
        this.budget = budget;
    }

    boolean isSure() {
        return isSure;
    }

    void setSure(boolean isSure) {
        this.isSure = isSure;
    }

    void unsurely(Runnable what) {
        boolean before = isSure;
        isSure = false;
        what.run();
        isSure = before;
    }

    void statement(String text) {
        mayFail(true);
        if (!budget.statement(text.length())) {
            return;
        }
        tell(new Found(text, isSure));
        Routine made = held.isEmpty() || !text.regionMatches(true, 0, "CREATE", 0, 6) ? null : Routine.of(text);
        if (made != null) {
            List<Routine> own = heldRoutines.computeIfAbsent(made.name(), n -> new ArrayList<>());
            own.removeIf(made::hasSignatureOf);
            own.add(made);
        }
    }

    private void tell(Found found) {
        if (held.isEmpty()) {
            statements.found(found.text, found.isSure);
        } else {
            held.get(held.size() - 1).add(found);
        }
    }

    /** Routines that were made and not told of yet. */
    List<Routine> heldRoutines(String name) {
        return heldRoutines.getOrDefault(name, List.of());
    }

    //---------------------------------------------------------------- errors

    void mayFail(boolean itMay) {
        failures += itMay ? 1 : 0;
    }

    /** How much was done so far that can end in an error. */
    int failures() {
        return failures;
    }

    /** A handler stands around, in this routine or in one that calls it. */
    boolean isHandled() {
        return !held.isEmpty();
    }

    void enterHandled() {
        held.add(new ArrayList<>());
    }

    void leaveHandled(Fate fate) {
        for (Found found : held.remove(held.size() - 1)) {
            if (fate != Fate.UNDONE) {
                tell(new Found(found.text, found.isSure && fate == Fate.DONE));
            }
        }
        if (held.isEmpty()) {
            heldRoutines.clear();
        }
    }

    /** A routine that was called has ended in RAISE, or may have. */
    void raised() {
        hasRaised = isHandled();
    }

    /** Asked once. */
    boolean takeRaised() {
        boolean was = hasRaised;
        hasRaised = false;
        return was;
    }
}
