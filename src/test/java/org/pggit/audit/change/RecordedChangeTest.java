package org.pggit.audit.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** cases/changes.txt once more: what is derived is as recorded, and with any one thing altered it is not. */
class RecordedChangeTest {
    @TestFactory
    Stream<DynamicTest> whatIsDerivedIsConfirmedAndNothingElse() {
        return Arrays.stream(String.join("\n", CaseLines.of("changes.txt")).split("\n\n+"))
            .map(block -> block.lines().filter(l -> !l.isBlank() && !l.startsWith("=")).toList()).filter(lines -> !lines.isEmpty())
            .map(lines -> DynamicTest.dynamicTest(lines.get(0), () -> {
                List<BlobChange> entries = new ArrayList<>();
                lines.forEach(line -> entries.add(ChangeReaderTest.entry(entries.size() + 1, line)));
                List<Change> derived = ChangeReader.read(entries);
                List<RecordedChange.Pair> pairs = pairs(entries, derived);
                if (derived.stream().anyMatch(c -> c.isShared() || c.path() != null || c.needsText())) {
                    assertFalse(RecordedChange.areExactly(pairs), "a case that is to be derived in full");
                    return;
                }

                assertTrue(RecordedChange.areExactly(pairs));
                Collections.reverse(pairs);
                assertTrue(RecordedChange.areExactly(pairs), "in another order");
                for (int i = 0; i < pairs.size(); i++) {
                    for (RecordedChange altered : altered(pairs.get(i).recorded())) {
                        List<RecordedChange.Pair> copy = new ArrayList<>(pairs);
                        copy.set(i, new RecordedChange.Pair(pairs.get(i).entry(), altered));
                        assertFalse(RecordedChange.areExactly(copy), () -> "taken: " + altered);
                    }
                }
            }));
    }

    @Test
    void nothingIsAsRecordedWhereNothingDiffers() {
        assertTrue(RecordedChange.areExactly(List.of()));
    }

    @Test
    void theHeadOfATextThatDoesNotTellIsNotConfirmed() {
        BlobChange head = new BlobChange(1, "public.t", BlobChange.Side.CREATED, false, "CREATE UNLOGGED TAB", false);
        RecordedChange recorded = new RecordedChange("TABLE", "public", "t", "CREATE", null);

        assertFalse(RecordedChange.areExactly(List.of(new RecordedChange.Pair(head, recorded))));
    }

    private static List<RecordedChange.Pair> pairs(List<BlobChange> entries, List<Change> derived) {
        List<RecordedChange.Pair> pairs = new ArrayList<>();
        entries.forEach(e -> pairs.add(new RecordedChange.Pair(e, null)));
        for (Change c : derived) {
            int at = (c.newEntry() == 0 ? c.oldEntry() : c.newEntry()) - 1;
            String from = c.changeType() == ChangeType.RENAME ? entries.get(c.oldEntry() - 1).path() : null;
            pairs.set(at, new RecordedChange.Pair(entries.get(at), new RecordedChange(c.type().name(), c.schema(), c.name(), c.changeType().name(), from)));
        }
        assertEquals(entries.size(), pairs.size());
        return pairs;
    }

    private static List<RecordedChange> altered(RecordedChange r) {
        if (r == null) {
            return List.of(new RecordedChange("TABLE", "public", "more", "DROP", null));
        }
        List<RecordedChange> all = new ArrayList<>(List.of(new RecordedChange(r.type() + "X", r.schema(), r.name(), r.changeType(), r.oldPath()),
            new RecordedChange(r.type(), r.schema() == null ? "" : null, r.name(), r.changeType(), r.oldPath()), new RecordedChange(r.type(), r.schema(), r.name() + "X", r.changeType(), r.oldPath()),
            new RecordedChange(r.type(), r.schema(), r.name(), r.changeType().equals("ALTER") ? "CREATE" : "ALTER", r.oldPath()),
            new RecordedChange(r.type(), r.schema(), r.name(), r.changeType(), r.oldPath() == null ? "public.before" : null)));
        all.add(null);
        return all;
    }
}
