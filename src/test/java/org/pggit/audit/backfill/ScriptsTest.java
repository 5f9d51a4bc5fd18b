package org.pggit.audit.backfill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What histories of several transactions leave, with the rows that v1 wrote of them (of a table perhaps with the columns of its metadata): cases/backfill/scripts.txt. */
class ScriptsTest {
    @TestFactory
    List<DynamicTest> cases() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        String title = null;
        History history = new History();
        String text = null;
        List<String[]> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/cases/backfill/scripts.txt"))) {
            int arrow = line.indexOf(" => ");
            if (line.startsWith("#") || line.isEmpty()) {
                title = line.isEmpty() ? null : line.substring(2);
                history = new History();
                text = null;
            } else if (line.startsWith("text: ")) {
                history.transaction(text, rows);
                text = line.substring(6).replace('⏎', '\n');
                rows.clear();
            } else if (line.startsWith("time: ")) {
                history.at(line.substring(6));
            } else if (line.startsWith("row: ")) {
                rows.add(line.substring(5).split("\\|"));
            } else if (line.startsWith("metadata: ")) {
                String[] row = line.substring(10).split("\\|");
                history.transaction(text, rows).add(text, row[0], row[1], row[2], row[3], row[4]);
                rows.clear();
            } else {
                if (!rows.isEmpty()) {
                    history.transaction(text, rows);
                    rows.clear();
                }
                History whole = history;
                if (arrow >= 0) {
                    String path = line.substring(0, arrow);
                    String want = line.substring(arrow + 4);
                    tests.add(DynamicTest.dynamicTest(title + ": " + path, () -> {
                        Map<String, String> alive = whole.state();
                        assertEquals(want, alive.getOrDefault(path, "-").replace('\n', '⏎'), () -> "alive: " + alive.keySet());
                    }));
                } else if (line.startsWith("recovered: ")) {
                    String want = line.substring(11);
                    tests.add(DynamicTest.dynamicTest(title + ": " + want, () -> assertTrue(recovered(whole).contains(want), () -> recovered(whole).toString())));
                }
            }
        }
        assertTrue(tests.size() > 20);
        return tests;
    }

    private static TreeSet<String> recovered(History history) {
        TreeSet<String> found = new TreeSet<>();
        for (ReplayedCommit c : history.replay().commits()) {
            c.recovered().forEach(r -> found.add(r.tag() + ' ' + r.type() + ' ' + r.identity()));
        }
        return found;
    }
}
