package org.pggit.audit.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ChangeReaderTest {
    @TestFactory
    Stream<DynamicTest> differingEntriesAreTheseChanges() {
        List<List<String>> cases = Arrays.stream(String.join("\n", CaseLines.of("changes.txt")).split("\n\n+"))
            .map(block -> block.lines().filter(l -> !l.isBlank()).toList()).filter(lines -> !lines.isEmpty()).toList();
        assertTrue(cases.size() > 15);
        return cases.stream().map(lines -> DynamicTest.dynamicTest(lines.get(0), () -> {
            List<BlobChange> entries = new ArrayList<>();
            for (String line : lines) {
                if (!line.startsWith("=")) {
                    entries.add(entry(entries.size() + 1, line));
                }
            }

            List<String> changes = ChangeReader.read(entries).stream().map(c -> said(c, entries)).toList();

            assertEquals(lines.stream().filter(l -> l.startsWith("=")).sorted().collect(Collectors.joining("\n")), changes.stream().sorted().collect(Collectors.joining("\n")));
        }));
    }

    @Test
    void noEntriesAreNoChanges() {
        assertEquals(List.of(), ChangeReader.read(List.of()));
    }

    @Test
    void everyEntryIsInOneChangeAndPathsDiffer() {
        List<BlobChange> entries = new ArrayList<>();
        for (String line : CaseLines.of("changes.txt")) {
            if (!line.isBlank() && !line.startsWith("=")) {
                entries.add(entry(entries.size() + 1, line));
            }
        }

        List<Change> changes = ChangeReader.read(entries);

        List<Integer> numbers = new ArrayList<>();
        for (Change c : changes) {
            numbers.add(Math.max(c.newEntry(), c.oldEntry()));
            if (c.newEntry() != c.oldEntry() && c.newEntry() != 0 && c.oldEntry() != 0) {
                numbers.add(Math.min(c.newEntry(), c.oldEntry()));
            }
        }
        assertEquals(entries.stream().map(BlobChange::number).toList(), numbers.stream().sorted().toList());
        assertEquals(changes.size(), changes.stream().map(ChangeReaderTest::path).distinct().count(), "changes has one row for a path");
    }

    @Test
    void manyRenamesInOneCommitAreAllFound() {
        List<BlobChange> entries = new ArrayList<>();
        for (int i = 1; i <= 4000; i++) {
            boolean dropped = i % 2 == 0;
            String name = (dropped ? "old" : "new") + i;
            entries.add(new BlobChange(i, "public." + name, dropped ? BlobChange.Side.DROPPED : BlobChange.Side.CREATED, false, "CREATE TABLE public." + name + " (c" + (i + 1) / 2 + " integer)", true));
        }

        long renames = ChangeReader.read(entries).stream().filter(c -> c.changeType() == ChangeType.RENAME).count();

        assertEquals(2000, renames);
    }

    static BlobChange entry(int number, String line) {
        int colons = line.indexOf(" :: ");
        String text = line.substring(colons + 4);
        boolean complete = !text.endsWith("...");
        BlobChange.Side side = switch (line.charAt(0)) {
            case '+' -> BlobChange.Side.CREATED;
            case '-' -> BlobChange.Side.DROPPED;
            default -> BlobChange.Side.ALTERED;
        };
        return new BlobChange(number, line.substring(2, colons), side, false, text.equals("(lost)") ? null : complete ? text : text.substring(0, text.length() - 3), complete);
    }

    private static String path(Change c) {
        return c.path() == null ? c.entryPath() : c.path();
    }

    private static String said(Change c, List<BlobChange> entries) {
        String said = "= " + c.type() + ' ' + c.changeType() + ' ' + (c.schema() == null ? "-" : c.schema()) + " / " + c.name();
        said += c.path() == null ? "" : " path " + c.path();
        said += c.changeType() == ChangeType.RENAME ? " from " + entries.get(c.oldEntry() - 1).path() : "";
        return said + (c.needsText() ? " needs text" : "");
    }
}
