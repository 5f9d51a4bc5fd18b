package org.pggit.audit.backfill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What a rename changes in the definitions of other objects: cases/backfill/renames.txt. */
class RenamesTest {
    @TestFactory
    List<DynamicTest> cases() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        String title = null;
        Map<String, String> state = Map.of();
        for (String line : Files.readAllLines(Path.of("src/test/resources/cases/backfill/renames.txt"))) {
            int arrow = line.indexOf(" => ");
            if (line.startsWith("#") || line.isEmpty()) {
                title = line.isEmpty() ? null : line.substring(2);
            } else if (arrow < 0) {
                // Any row will do: the statements are replayed whatever v1 recorded of them.
                state = new History().text(line, "TABLE", "public", "t", "CREATE").state();
            } else {
                String path = line.substring(0, arrow);
                String want = line.substring(arrow + 4);
                Map<String, String> alive = state;
                tests.add(DynamicTest.dynamicTest(title + ": " + path, () -> assertEquals(want, alive.getOrDefault(path, "-").replace('\n', '⏎'), () -> "alive: " + alive.keySet())));
            }
        }
        return tests;
    }
}
