package org.pggit.audit.ddl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Statements and what must be said of them: cases/ddl/*.sql. A case is a statement (or a script) and the {@code -- expect:} lines behind it; a new case is
 * added lines, no Java.
 */
class CaseFilesTest {
    static final List<String> FILES =
        List.of("table", "relation", "routine", "type", "other", "shared", "rules-of-naming", "awkward", "not-ddl", "unclassified", "newer-releases", "index-names", "synopses", "psql-scripts");
    private static final String EXPECT = "-- expect: ";

    record Case(String name, String sql, List<String> expected) {
    }

    static List<Case> cases(String file) {
        List<Case> cases = new ArrayList<>();
        StringBuilder sql = new StringBuilder();
        List<String> expected = new ArrayList<>();
        int number = 0;
        int line = 0;
        for (String text : (read(file) + "\n\u0000").split("\n")) {
            number++;
            if (text.startsWith(EXPECT)) {
                expected.add(text.substring(EXPECT.length()));
                continue;
            }
            if (!expected.isEmpty()) {
                cases.add(new Case(file + ":" + line, sql.toString().stripTrailing(), List.copyOf(expected)));
                sql.setLength(0);
                expected.clear();
            }
            if (sql.isEmpty()) {
                line = number;
            }
            if (!sql.isEmpty() || !text.isBlank() && !text.startsWith("--#")) {
                sql.append(text).append('\n');
            }
        }
        return cases;
    }

    private static String read(String file) {
        try (InputStream in = CaseFilesTest.class.getResourceAsStream("/cases/ddl/" + file + ".sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> statementsAreReadAsExpected() {
        return FILES.stream().flatMap(file -> cases(file).stream()).map(each -> DynamicTest.dynamicTest(each.name(), () -> check(each)));
    }

    private static void check(Case each) {
        List<String> said = new ArrayList<>();
        for (DdlStatement statement : DdlParser.parse(each.sql())) {
            said.addAll(Said.of(statement));
        }
        assertEquals(String.join("\n", each.expected()), String.join("\n", said), each.sql());
    }

    /** The first object of the statement is what the short way finds, too: same type, identity and action (but for RENAME and SET SCHEMA, seen as ALTER). */
    @TestFactory
    Stream<DynamicTest> describeAgreesWithParse() {
        return FILES.stream().flatMap(file -> cases(file).stream()).map(each -> DynamicTest.dynamicTest(each.name(), () -> checkDescription(each)));
    }

    private static void checkDescription(Case each) {
        DdlObject described = DdlParser.describe(each.sql());
        DdlStatement first = DdlParser.parse(each.sql()).stream().filter(s -> s.kind() != DdlStatement.Kind.NOT_DDL).findFirst().orElse(null);
        if (first == null || first.objects().isEmpty() || first.kind() == DdlStatement.Kind.UNCLASSIFIED) {
            return;
        }
        DdlObject parsed = first.objects().get(0);
        boolean isPart = parsed.type().isColumn() || parsed.type().isOnParent() && parsed.action() == Action.RENAME && first.tag().matches("ALTER (TABLE|DOMAIN)")
            || parsed.type() == ObjectType.COMPOSITE_TYPE || String.valueOf(parsed.identity()).contains(" in publication ");
        if (!isPart || parsed.action() == Action.COMMENT) {
            assertEquals(parsed.type() + " " + parsed.identity(), described.type() + " " + described.identity(), each.sql());
        }
    }

    @Test
    void everyTagHasACase() {
        Set<String> tags = new TreeSet<>();
        for (String file : FILES) {
            for (Case each : cases(file)) {
                for (String line : each.expected()) {
                    if (!line.startsWith(" ")) {
                        tags.add(line);
                    }
                }
            }
        }
        Set<String> missing = new TreeSet<>(Tags.ALL);
        missing.removeAll(tags);
        assertTrue(missing.isEmpty(), "no case for " + missing);
    }
}
