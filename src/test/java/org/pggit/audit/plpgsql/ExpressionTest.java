package org.pggit.audit.plpgsql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.pggit.audit.ddl.Words;

/** Expressions and what they give: cases/plpgsql/expressions.txt, the server's own answers. */
class ExpressionTest {
    static final Catalog EMPTY = new Catalog() {
        @Override
        public List<Routine> routines(String schema, String name) {
            return List.of();
        }

        @Override
        public LocalDateTime now() {
            return null;
        }

        @Override
        public String relation(String written) {
            return written.startsWith("public.") ? written.substring(7) : written;
        }
    };

    static Value value(String text) {
        Words words = Words.of(text);
        return new Interpreter(EMPTY, (statement, isSure) -> { }).value(words, new Code.Range(0, words.count()), new Scope(new Casts(EMPTY)));
    }

    @TestFactory
    List<DynamicTest> cases() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/cases/plpgsql/expressions.txt"))) {
            if (!line.startsWith("#")) {
                int arrow = line.lastIndexOf(" => ");
                String want = line.substring(arrow + 4).replace('␣', ' ').replace('⏎', '\n');
                tests.add(DynamicTest.dynamicTest(line, () -> {
                    Value value = value(line.substring(0, arrow).replace('⏎', '\n'));
                    String text = !value.isKnown() ? "UNKNOWN" : value.isNull() ? "NULL" : value.output() == null ? "NOT WRITTEN" : value.output().equals("NULL") ? "NULL!" : value.output();
                    assertEquals(want, text);
                }));
            }
        }
        assertTrue(tests.size() > 590);
        return tests;
    }

    @Test
    void deepNestingIsUnknownAndNoError() {
        assertEquals(Value.UNKNOWN, value("(".repeat(5_000) + "1" + ")".repeat(5_000)));
        assertEquals(Value.UNKNOWN, value("NOT ".repeat(5_000) + "true"));
        assertEquals(Value.UNKNOWN, value("CASE WHEN ".repeat(3_000)));
    }

    @Test
    void whatGrowsWithoutEndIsUnknown() {
        assertEquals(Value.UNKNOWN, value("repeat(repeat('abcdefghij', 100000), 100000)"));
        assertEquals(Value.UNKNOWN, value("lpad('a', 2000000000)"));
        assertTrue(value("'a'" + " || 'b'".repeat(2_000)).isKnown());
        assertEquals(Value.UNKNOWN, value("'a'" + " || 'b'".repeat(50_000)));
    }

    @Test
    void variablesAreFoundInTheInnermostBlock() {
        Casts casts = new Casts(EMPTY);
        Scope scope = new Scope(casts);
        scope.declare("a", "text", Value.number(1));
        scope.open();
        scope.declare("a", "boolean", new Value.Text("yes", null));

        assertEquals(Value.TRUE, scope.get("a"));
        scope.close();
        assertEquals("1", scope.get("a").output());
        scope.merge(List.of(List.of(Map.of("a", Value.text("1"))), List.of(Map.of("a", Value.text("2")))));
        assertEquals(Value.UNKNOWN, scope.get("a"));
    }
}
