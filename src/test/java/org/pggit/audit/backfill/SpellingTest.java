package org.pggit.audit.backfill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pggit.audit.ddl.NormalForm;
import org.pggit.audit.ddl.Spelling;

/** A history that is written otherwise, but says the same, leaves the same. */
class SpellingTest {
    @ParameterizedTest(name = "{0}")
    @EnumSource
    void cratesHistory(Spelling spelling) throws IOException {
        Assumptions.assumeTrue(V1Data.FOLDER.isDirectory(), V1Data.FOLDER + " is not here: the real v1 history was not tried");

        assertSame(V1Data.history(false), spelling);
        assertSame(V1Data.history(true), spelling);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void scripts(Spelling spelling) throws IOException {
        List<HistoryRow> rows = new ArrayList<>();
        History history = new History();
        String text = null;
        List<String> caused = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/cases/backfill/spelling.txt"))) {
            if (line.startsWith("row: ")) {
                caused.addAll(List.of(line.substring(5).split("\\|")));
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                history.text(text, caused.toArray(String[]::new));
                caused.clear();
                text = line;
            }
        }
        history.text(text, caused.toArray(String[]::new));
        rows.addAll(history.rows());

        assertFalse(rows.isEmpty());
        assertSame(rows, spelling);
    }

    private static void assertSame(List<HistoryRow> rows, Spelling spelling) {
        List<HistoryRow> respelt = new ArrayList<>();
        String of = null;
        String text = null;
        for (HistoryRow r : rows) {
            if (r.text() != of) {
                of = r.text();
                text = of == null ? null : spelling.of(of);
            }
            respelt.add(new HistoryRow(r.id(), r.objectType(), r.schema(), r.objectName(), r.changeType(), text, r.transaction(), r.epoch(), r.author(), r.description(), null, null, r.columns()));
        }
        Replay.Options options = new Replay.Options(null, "pggit", TreeLayout.BUCKETS, false);
        Replay.Result want = Replay.run(options, Map.of(), rows);
        Replay.Result got = Replay.run(options, Map.of(), respelt);

        assertEquals(List.of(), difference(rows(want), rows(got)), "rows");
        assertEquals(List.of(), difference(forms(want, spelling), forms(got, spelling)), "definitions");
    }

    private static List<String> difference(Map<String, String> want, Map<String, String> got) {
        List<String> differing = new ArrayList<>();
        want.forEach((key, value) -> {
            if (!value.equals(got.get(key))) {
                differing.add(key + ": want " + value + "\n  got " + got.get(key) + '\n');
            }
        });
        got.forEach((key, value) -> {
            if (!want.containsKey(key)) {
                differing.add(key + ": not wanted " + value + '\n');
            }
        });
        return differing;
    }

    private static Map<String, String> rows(Replay.Result result) {
        Map<String, String> rows = new TreeMap<>();
        result.rows().forEach(r -> rows.put(Long.toString(r.historyId()), r.disposition() + " " + r.path() + ' ' + r.change()));
        return rows;
    }

    private static Map<String, String> forms(Replay.Result result, Spelling spelling) {
        Map<String, String> forms = new TreeMap<>();
        History.state(result).forEach((path, definition) -> forms.put(path, NormalForm.of(spelling == Spelling.CAPITALS ? spelling.of(definition) : definition).plain()));
        return forms;
    }
}
