package org.pggit.audit.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.pggit.audit.ddl.QualifiedName;

class PathNameTest {
    @TestFactory
    Stream<DynamicTest> aPathSaysSchemaAndName() {
        List<String> lines = CaseLines.of("path-names.txt").stream().filter(l -> !l.isBlank()).toList();
        assertTrue(lines.size() > 30);
        return lines.stream().map(line -> DynamicTest.dynamicTest(line, () -> {
            String path = line.substring(0, line.indexOf(" => "));
            String expected = line.substring(line.indexOf(" => ") + 4);

            PathName read = PathName.of(path);

            assertEquals(expected, (read.schema() == null ? "-" : read.schema()) + " / " + read.name());
        }));
    }

    @Test
    void whatTheServerQuotesIsReadBack() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("PathNameTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 5000; round++) {
            String schema = name(random);
            String name = name(random);
            String identity = QualifiedName.quote(schema) + '.' + QualifiedName.quote(name);

            assertEquals(new PathName(schema, name), PathName.of(identity), "seed " + seed);
            assertEquals(new PathName(schema, name), PathName.of(identity + "(integer,app.\"T(1)\")"), "seed " + seed);
            assertEquals(new PathName(schema, name), PathName.of(QualifiedName.quote(name) + " on " + QualifiedName.quote(schema) + ".t"), "seed " + seed);
        }
    }

    @Test
    void anyTextIsReadWithoutAnError() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("PathNameTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 5000; round++) {
            assertNotNull(PathName.of(name(random)).name(), "seed " + seed);
        }
        assertEquals("", PathName.of("").name());
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            name.append(new String[] {"a", "B", ".", "\"", "(", ")", " on ", "/", " ", "\u00e4", "1", "_"}[random.nextInt(12)]);
        }
        return name.toString();
    }
}
