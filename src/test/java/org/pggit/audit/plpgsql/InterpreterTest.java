package org.pggit.audit.plpgsql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.pggit.audit.ddl.DdlParser;

/** Code and the statements that it runs: cases/plpgsql/code.txt. */
class InterpreterTest {
    private static List<String> found(List<String> routines, boolean isBlock, String text) {
        return found(routines, isBlock, text, null);
    }

    private static List<String> found(List<String> routines, boolean isBlock, String text, LocalDateTime now) {
        Map<String, List<Routine>> byName = new HashMap<>();
        for (String create : routines) {
            byName.computeIfAbsent(DdlParser.parse(create).get(0).objects().get(0).name(), n -> new ArrayList<>()).add(Routine.of(create));
        }
        Catalog catalog = new Catalog() {
            @Override
            public List<Routine> routines(String schema, String name) {
                return byName.getOrDefault(name, List.of());
            }

            @Override
            public LocalDateTime now() {
                return now;
            }

            @Override
            public String relation(String written) {
                return ExpressionTest.EMPTY.relation(written);
            }
        };
        List<String> found = new ArrayList<>();
        Interpreter interpreter = new Interpreter(catalog, (statement, isSure) -> found.add(isSure ? statement : "? " + statement));
        if (isBlock) {
            interpreter.block(text);
        } else {
            interpreter.query(text);
        }
        return found;
    }

    @TestFactory
    List<DynamicTest> cases() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        String title = null;
        List<String> routines = new ArrayList<>();
        List<String> lines = new ArrayList<>(Files.readAllLines(Path.of("src/test/resources/cases/plpgsql/code.txt")));
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("#")) {
                title = line.substring(2);
                routines = new ArrayList<>();
            } else if (line.startsWith("routine: ")) {
                routines.add(line.substring(9));
            } else if (line.startsWith("block: ") || line.startsWith("query: ")) {
                List<String> want = new ArrayList<>();
                while (i + 1 < lines.size() && !lines.get(i + 1).isEmpty() && !lines.get(i + 1).startsWith("block: ")) {
                    want.add(lines.get(++i));
                }
                List<String> known = routines;
                tests.add(DynamicTest.dynamicTest(title, () -> assertEquals(want, found(known, line.startsWith("block"), line.substring(7)))));
            }
        }
        assertTrue(tests.size() > 20);
        return tests;
    }

    /** now() is a time with a zone: its text is the session's, its date is known. */
    @Test
    void theTimeOfTheTransactionIsNow() {
        String body = "BEGIN EXECUTE 'CREATE TABLE l_' || to_char(now(), 'YYYY_MM_DD_HH24MISS'); EXECUTE format('DROP TABLE %I', current_date - 1); EXECUTE 'DROP TABLE ' || now(); EXECUTE format('CREATE TABLE %I', "
            + "(date_trunc('month', CURRENT_TIMESTAMP) + interval '1 month')::date); IF extract(year from now()) > 2000 THEN DROP TABLE t; END IF; EXECUTE format('DROP TABLE %I', localtimestamp); "
            + "EXECUTE 'DROP TABLE ' || to_char(clock_timestamp(), 'YYYY'); END";

        assertEquals(List.of("CREATE TABLE l_2024_02_29_101112", "DROP TABLE \"2024-02-28\"", "CREATE TABLE \"2024-03-01\"", "DROP TABLE t", "DROP TABLE \"2024-02-29 10:11:12.5\""),
            found(List.of(), true, body, LocalDateTime.of(2024, 2, 29, 10, 11, 12, 500_000_000)));
        assertEquals(List.of("? DROP TABLE t"), found(List.of(), true, body));
    }

    @Test
    void loopsWithoutEndEnd() {
        Assertions.assertTimeout(Duration.ofSeconds(20), () -> {
            found(List.of(), true, "DECLARE s text := 'x'; BEGIN LOOP s := s || s; EXECUTE 'CREATE TABLE ' || s; END LOOP; END");
            found(List.of(), true, "BEGIN FOR i IN 1..1000000000 LOOP FOR j IN 1..1000 LOOP FOR k IN 1..1000 LOOP EXECUTE 'DROP TABLE t' || k; END LOOP; END LOOP; END LOOP; END");
            found(List.of("CREATE FUNCTION f(n int) RETURNS int LANGUAGE plpgsql AS 'BEGIN PERFORM f(n), f(n), f(n), f(n), f(n), f(n), f(n), f(n), f(n), f(n); END'"), false, "SELECT f(1)");
        });
    }

    /** Code cut and mixed at random ends in no error. */
    @Test
    void anyCodeEndsInAnAnswer() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/test/resources/cases/plpgsql/code.txt"));
        long seed = Long.getLong("pggit.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            String one = lines.get(random.nextInt(lines.size()));
            String other = lines.get(random.nextInt(lines.size()));
            String mixed = one.substring(random.nextInt(one.length() + 1)) + other.substring(0, random.nextInt(other.length() + 1));
            try {
                found(List.of(), true, mixed);
                found(List.of("CREATE FUNCTION f(t text) RETURNS void LANGUAGE plpgsql AS $z$" + mixed + "$z$"), false, "SELECT f('a')" + mixed);
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("-Dpggit.seed=" + seed + ", round " + round + ": " + mixed, e);
            }
        }
    }
}
