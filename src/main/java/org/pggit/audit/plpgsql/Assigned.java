package org.pggit.audit.plpgsql;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What code may do, whatever way it goes: the variables that it sets, how it leaves. */
final class Assigned {
    private Assigned() {
    }

    static Set<String> in(List<Code> codes) {
        Set<String> names = new HashSet<>();
        each(codes, code -> {
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
            }
        });
        return names;
    }

    /** It may end before its last statement. */
    static boolean leaves(List<Code> codes) {
        boolean[] found = new boolean[1];
        each(codes, code -> found[0] |= code instanceof Code.Leave);
        return found[0];
    }

    private static void each(List<Code> codes, Consumer<Code> what) {
        for (Code code : codes) {
            what.accept(code);
            if (code instanceof Code.Loop l) {
                each(l.body(), what);
            } else if (code instanceof Code.Block b) {
                each(b.body(), what);
                b.handlers().forEach(h -> each(h.body(), what));
            } else if (code instanceof Code.Branch b) {
                b.arms().forEach(a -> each(a.body(), what));
            }
        }
    }
}
