package org.pggit.audit.change;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pggit.audit.ddl.NormalForm;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QuickShape;

/**
 * Finds the DROPs and CREATEs of one commit that are one RENAME: their texts are equal but for the name, or but for the schema.
 *
 * <p>A text tells which object became which only where texts are different: when two drops, or two creations, of one type have the same text but for the name,
 * no rename of that type is taken from the commit (generated schemas, where equal texts are chance). Then they stay DROPs and CREATEs: nothing is guessed.
 */
final class Renames {
    private final Map<Reading, NormalForm> forms = new IdentityHashMap<>();

    private Renames() {
    }

    /** Drops and creations that may be of one text. */
    private static final class Candidates {
        private final List<Reading> dropped = new ArrayList<>(1);
        private final List<Reading> created = new ArrayList<>(1);

        void add(Reading r) {
            List<Reading> side = r.entry.side() == BlobChange.Side.CREATED ? created : dropped;
            // The numbers of one text come one behind the other.
            if (side.isEmpty() || side.get(side.size() - 1) != r) {
                side.add(r);
            }
        }

        List<Reading> all() {
            List<Reading> all = new ArrayList<>(dropped);
            all.addAll(created);
            return all;
        }
    }

    /** Sets renamedTo and isNewName; and needsText where the heads of texts do not tell. */
    static void find(List<Reading> readings) {
        Map<ObjectType, Candidates> byType = new EnumMap<>(ObjectType.class);
        for (Reading r : readings) {
            if (r.entry.side() != BlobChange.Side.ALTERED && r.isNamed()) {
                byType.computeIfAbsent(r.object.type(), t -> new Candidates()).add(r);
            }
        }
        for (Candidates candidates : byType.values()) {
            if (!candidates.dropped.isEmpty() && !candidates.created.isEmpty() && isComplete(candidates)) {
                new Renames().find(candidates);
            }
        }
    }

    /** Whether the whole texts are here; where not, those are asked for. */
    private static boolean isComplete(Candidates candidates) {
        boolean complete = true;
        for (Reading r : candidates.all()) {
            r.needsText |= !r.entry.complete();
            complete &= r.entry.complete();
        }
        return complete;
    }

    private void find(Candidates all) {
        Map<Reading, Reading> found = new IdentityHashMap<>();
        for (Candidates group : grouped(all)) {
            if (hasTwins(group.dropped) || hasTwins(group.created)) {
                return;
            }
            for (Reading d : group.dropped) {
                for (Reading c : group.created) {
                    if (isOneStep(d, c) && form(d).fits(form(c))) {
                        found.put(d, c);
                    }
                }
            }
        }
        found.forEach((d, c) -> {
            d.renamedTo = c;
            c.isNewName = true;
        });
    }

    /** By quick number; by normal form where some text has no such number. */
    private Iterable<Candidates> grouped(Candidates all) {
        Map<Long, Candidates> byNumber = new HashMap<>();
        for (Reading r : all.all()) {
            long[] numbers = QuickShape.of(r.entry.ddl(), r.object);
            if (numbers == null) {
                return byForm(all);
            }
            for (long number : numbers) {
                byNumber.computeIfAbsent(number, n -> new Candidates()).add(r);
            }
        }
        return byNumber.values();
    }

    private Iterable<Candidates> byForm(Candidates all) {
        Map<String, Candidates> byForm = new HashMap<>();
        for (Reading r : all.all()) {
            form(r).spellings().forEach(s -> byForm.computeIfAbsent(s, k -> new Candidates()).add(r));
        }
        return byForm.values();
    }

    private boolean hasTwins(List<Reading> side) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < side.size() && side.size() > 1; i++) {
            for (String spelling : form(side.get(i)).spellings()) {
                if (!seen.add(spelling)) {
                    return true;
                }
            }
        }
        return false;
    }

    private NormalForm form(Reading r) {
        return forms.computeIfAbsent(r, k -> NormalForm.butForName(r.entry.ddl(), r.object));
    }

    /** RENAME changes the name, SET SCHEMA the schema; both at once are two objects, not one. */
    private static boolean isOneStep(Reading dropped, Reading created) {
        String oldSchema = schema(dropped);
        String newSchema = schema(created);
        boolean sameSchema = oldSchema == null ? newSchema == null : oldSchema.equals(newSchema);
        return sameSchema || dropped.object.name().equals(created.object.name());
    }

    private static String schema(Reading r) {
        return r.object.schema() != null ? r.object.schema() : PathName.of(r.entry.path()).schema();
    }
}
