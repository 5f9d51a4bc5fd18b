package org.pggit.audit.backfill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pggit.audit.ddl.Lexer;
import org.pggit.audit.ddl.NormalForm;
import org.pggit.audit.ddl.Token;
import org.pggit.audit.ddl.TokenType;

/** Key words and unquoted names mean the same in capitals: a history written in them leaves the same. */
class LetterCaseTest {
    @ParameterizedTest(name = "per statement: {0}")
    @ValueSource(booleans = {false, true})
    void cratesHistoryInCapitals(boolean perStatement) throws IOException {
        Assumptions.assumeTrue(V1Data.FOLDER.isDirectory(), V1Data.FOLDER + " is not here: the real v1 history was not tried");

        assertSame(V1Data.history(perStatement));
    }

    @Test
    void scriptsInCapitals() throws IOException {
        List<HistoryRow> rows = new ArrayList<>();
        History history = new History();
        String text = null;
        List<String> caused = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/cases/backfill/letter-case.txt"))) {
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
        assertSame(rows);
    }

    private static void assertSame(List<HistoryRow> rows) {
        List<HistoryRow> capitals = new ArrayList<>();
        String of = null;
        String text = null;
        for (HistoryRow r : rows) {
            if (r.text() != of) {
                of = r.text();
                text = of == null ? null : inCapitals(of);
            }
            capitals.add(new HistoryRow(r.id(), r.objectType(), r.schema(), r.objectName(), r.changeType(), text, r.transaction(), r.epoch(), r.author(), r.description(), null, null, r.columns()));
        }
        Replay.Options options = new Replay.Options(null, "pggit", TreeLayout.BUCKETS, false);
        Replay.Result want = Replay.run(options, Map.of(), rows);
        Replay.Result got = Replay.run(options, Map.of(), capitals);

        assertEquals(rows(want), rows(got));
        assertEquals(forms(want), forms(got));
    }

    private static String rows(Replay.Result result) {
        StringBuilder out = new StringBuilder();
        result.rows().forEach(r -> out.append(r.historyId()).append(' ').append(r.disposition()).append(' ').append(r.path()).append(' ').append(r.change()).append('\n'));
        return out.toString();
    }

    private static String forms(Replay.Result result) {
        Map<String, String> forms = new TreeMap<>();
        History.state(result).forEach((path, definition) -> forms.put(path, NormalForm.of(inCapitals(definition)).plain()));
        return String.join("\n", forms.entrySet().stream().map(e -> e.getKey() + " => " + e.getValue()).toList());
    }

    /** Words, and those of function bodies and blocks; quoted names and strings stay. */
    private static String inCapitals(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (Token token : Lexer.tokens(text)) {
            String written = token.text(text);
            if (token.type() == TokenType.DOLLAR_STRING) {
                int open = written.indexOf('$', 1) + 1;
                int close = Math.max(open, written.length() - open);
                out.append(written, 0, open).append(inCapitals(written.substring(open, close))).append(written.substring(close));
            } else {
                out.append(token.type() == TokenType.WORD ? written.toUpperCase(Locale.ROOT) : written);
            }
        }
        return out.toString();
    }
}
