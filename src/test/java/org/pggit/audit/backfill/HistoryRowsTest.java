package org.pggit.audit.backfill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which statement caused which row, and what the row's object is called. */
class HistoryRowsTest {
    /** One row of the file: what v1 wrote, and what is to be read from it. */
    private record Case(HistoryRow row, String expected) {
    }

    @TestFactory
    Stream<DynamicTest> everyRowIsReadAsTheFileSays() {
        List<Case> cases = cases();
        assertTrue(cases.size() > 50);

        List<RowOutcome> read = read(cases.stream().map(Case::row).toList());

        return IntStream.range(0, cases.size()).mapToObj(i -> {
            HistoryRow row = cases.get(i).row();
            return DynamicTest.dynamicTest(row.id() + " " + row.objectName() + " " + row.changeType(), () -> assertEquals(cases.get(i).expected(), said(read.get(i), row)));
        });
    }

    @Test
    void typeSchemaAndChangeAreV1sOwn() {
        for (Case c : cases()) {
            RowOutcome read = read(List.of(c.row())).get(0);

            assertEquals(List.of(c.row().id(), c.row().objectType(), c.row().schema(), c.row().changeType()), List.of(read.historyId(), read.type(), read.schema(), read.change()));
        }
    }

    @Test
    void noRowsAreNoChanges() {
        assertEquals(List.of(), read(List.of()));
    }

    @Test
    void equalTextsOfTwoTransactionsAreTwoTexts() {
        String first = "CREATE OR REPLACE FUNCTION f() RETURNS int AS ''";
        String second = new StringBuilder(first).toString();

        List<RowOutcome> read = read(List.of(row(1, "FUNCTION", "public", "7", "CREATE", first, "a"), row(2, "FUNCTION", "public", "7", "CREATE", second, "b")));

        assertEquals(List.of("public.f()", "public.f()"), read.stream().map(RowOutcome::path).toList());
        assertEquals(List.of(RowOutcome.NameSource.TEXT, RowOutcome.NameSource.TEXT), read.stream().map(RowOutcome::nameSource).toList());
    }

    @Test
    void v1sSpellingOfANameIsMadeBare() {
        String[][] names = {{"public", "users", "users"}, {"public", "\"Order Items\"", "Order Items"}, {"My.Schema", "\"My.Schema\".plain", "plain"}, {"My.Schema", "\"My.Schema\".\"T.1\"", "T.1"},
            {"public", "\"a\"\"b\"", "a\"b"}, {"public", "\"a.b\"", "a.b"}, {"public", "\"x on y\"", "x on y"}, {"public", "\"f(x)\"", "f(x)"}, {"public", "\"a/b\"", "a/b"}};
        for (String[] n : names) {
            assertEquals(n[2], ScriptReplay.bareName(n[0], n[1]));
        }
    }

    private static List<RowOutcome> read(List<HistoryRow> rows) {
        return Replay.run(new Replay.Options(null, "pggit", TreeLayout.BUCKETS, false), Map.of(), rows).rows();
    }

    private static HistoryRow row(long id, String type, String schema, String name, String change, String text, String transaction) {
        return new HistoryRow(id, type, schema, name, change, text, transaction, 1_700_000_000 + id, "migrator", null, null, null, null);
    }

    private static String said(RowOutcome c, HistoryRow row) {
        String statement = "-";
        if (c.length() >= 0) {
            int start = row.text().offsetByCodePoints(0, c.start());
            statement = row.text().substring(start, row.text().offsetByCodePoints(start, c.length()));
        }
        if (c.disposition() == RowOutcome.Disposition.EXTENSION_MEMBER) {
            return "member";
        }
        return c.path() + '|' + (c.oldPath() == null ? "-" : c.oldPath()) + '|' + c.nameSource() + '|' + statement;
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        String text = null;
        int texts = 0;
        for (String line : read().lines().filter(l -> !l.startsWith("#") && !l.isBlank()).toList()) {
            if (line.startsWith("text:")) {
                texts++;
                text = line.substring(Math.min(line.length(), 6)).replace('\u23ce', '\n');
            } else {
                int arrow = line.indexOf(" => ");
                String[] v1 = line.substring(0, arrow).split("\\|");
                cases.add(new Case(row(cases.size() + 1, v1[0], v1[1], v1[2], v1[3], text, "transaction " + texts), line.substring(arrow + 4)));
            }
        }
        return cases;
    }

    private static String read() {
        try (InputStream in = HistoryRowsTest.class.getResourceAsStream("/cases/backfill/history.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
