package org.pggit.audit.backfill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class HistoryReaderTest {
    /** One row of the file: what v1 wrote, and what is to be read from it. */
    private record Case(HistoryRow row, String expected) {
    }

    @TestFactory
    Stream<DynamicTest> everyRowIsReadAsTheFileSays() {
        List<Case> cases = cases();
        assertTrue(cases.size() > 50);

        List<HistoryChange> read = HistoryReader.read(cases.stream().map(Case::row).toList());

        return IntStream.range(0, cases.size()).mapToObj(i -> {
            HistoryRow row = cases.get(i).row();
            return DynamicTest.dynamicTest(row.id() + " " + row.objectName() + " " + row.changeType(), () -> assertEquals(cases.get(i).expected(), said(read.get(i), row)));
        });
    }

    @Test
    void typeSchemaAndChangeAreV1sOwn() {
        for (Case c : cases()) {
            HistoryChange read = HistoryReader.read(List.of(c.row())).get(0);

            assertEquals(List.of(c.row().id(), c.row().objectType(), c.row().schema(), c.row().changeType()), List.of(read.historyId(), read.type(), read.schema(), read.changeType()));
        }
    }

    @Test
    void noRowsAreNoChanges() {
        assertEquals(List.of(), HistoryReader.read(List.of()));
    }

    @Test
    void equalTextsOfTwoTransactionsAreTwoTexts() {
        String first = "CREATE OR REPLACE FUNCTION f() RETURNS int AS ''";
        String second = new StringBuilder(first).toString();

        List<HistoryChange> read = HistoryReader.read(List.of(new HistoryRow(1, "FUNCTION", "public", "7", "CREATE", first, null, null), new HistoryRow(2, "FUNCTION", "public", "7", "CREATE", second, null, null)));

        assertEquals(List.of("public.f()", "public.f()"), read.stream().map(HistoryChange::path).toList());
        assertEquals(List.of(HistoryChange.NameSource.TEXT, HistoryChange.NameSource.TEXT), read.stream().map(HistoryChange::nameSource).toList());
    }

    @Test
    void v1sSpellingOfANameIsMadeBare() {
        String[][] names = {{"public", "users", "users"}, {"public", "\"Order Items\"", "Order Items"}, {"My.Schema", "\"My.Schema\".plain", "plain"}, {"My.Schema", "\"My.Schema\".\"T.1\"", "T.1"},
            {"public", "\"a\"\"b\"", "a\"b"}, {"public", "\"a.b\"", "a.b"}, {"public", "\"x on y\"", "x on y"}, {"public", "\"f(x)\"", "f(x)"}, {"public", "\"a/b\"", "a/b"}};
        for (String[] n : names) {
            assertEquals(n[2], HistoryReader.bareName(n[0], n[1]));
        }
    }

    private static String said(HistoryChange c, HistoryRow row) {
        String statement = "-";
        if (c.length() >= 0) {
            int start = row.text().offsetByCodePoints(0, c.start());
            statement = row.text().substring(start, row.text().offsetByCodePoints(start, c.length()));
        }
        return c.path() + '|' + (c.oldPath() == null ? "-" : c.oldPath()) + '|' + c.nameSource() + '|' + statement;
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        String text = null;
        for (String line : read().lines().filter(l -> !l.startsWith("#") && !l.isBlank()).toList()) {
            if (line.startsWith("text:")) {
                text = line.substring(Math.min(line.length(), 6)).replace('\u23ce', '\n');
            } else {
                int arrow = line.indexOf(" => ");
                String[] v1 = line.substring(0, arrow).split("\\|");
                cases.add(new Case(new HistoryRow(cases.size() + 1, v1[0], v1[1], v1[2], v1[3], text, null, null), line.substring(arrow + 4)));
            }
        }
        return cases;
    }

    private static String read() {
        try (InputStream in = HistoryReaderTest.class.getResourceAsStream("/cases/backfill/history.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
