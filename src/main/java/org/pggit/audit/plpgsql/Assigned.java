package org.pggit.audit.plpgsql;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The variables that code may set. */
final class Assigned {
    private Assigned() {
    }

    static Set<String> in(List<Code> codes) {
        Set<String> names = new HashSet<>();
        add(codes, names);
        return names;
    }

    private static void add(List<Code> codes, Set<String> names) {
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
                add(l.body(), names);
            } else if (code instanceof Code.Block b) {
                add(b.body(), names);
                b.handlers().forEach(h -> add(h, names));
            } else if (code instanceof Code.Branch b) {
                b.arms().forEach(a -> add(a.body(), names));
            }
        }
    }
}
