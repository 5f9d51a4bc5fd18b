package org.pggit.audit.change;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells changes apart that came under one path: pgGit's tree writer takes overloads, or a table and a function, under one plain name.
 * Each gets its identity for a path; a drop and a creation of one identity are an ALTER; what still coincides is numbered ({@code path#2}).
 */
final class SharedPaths {
    private SharedPaths() {
    }

    static List<Change> tellApart(List<Change> changes) {
        Map<String, List<Change>> byPath = new LinkedHashMap<>();
        changes.forEach(c -> byPath.computeIfAbsent(c.entryPath(), p -> new ArrayList<>(1)).add(c));
        if (byPath.size() == changes.size() && changes.stream().noneMatch(Change::isShared)) {
            return changes;
        }
        Map<String, Integer> used = new HashMap<>();
        List<Change> result = new ArrayList<>(changes.size());
        for (List<Change> sharing : byPath.values()) {
            for (Change c : sharing.size() == 1 && !sharing.get(0).isShared() ? sharing : byIdentity(sharing)) {
                String path = c.path() == null ? c.entryPath() : c.path();
                int number = used.merge(path, 1, Integer::sum);
                result.add(number == 1 ? c : c.withPath(path + '#' + number));
            }
        }
        return result;
    }

    private static List<Change> byIdentity(List<Change> sharing) {
        Map<String, Change> drops = new HashMap<>();
        List<Change> result = new ArrayList<>(sharing.size());
        for (Change c : sharing) {
            String identity = c.identity() == null ? c.entryPath() : c.identity();
            Change dropped = c.changeType() == ChangeType.CREATE ? drops.remove(c.type() + identity) : null;
            if (dropped != null) {
                result.remove(dropped);
                result.add(c.alterOf(dropped).withPath(identity));
            } else {
                Change named = c.withPath(identity);
                if (c.changeType() == ChangeType.DROP) {
                    drops.put(c.type() + identity, named);
                }
                result.add(named);
            }
        }
        return result;
    }
}
