package org.pggit.audit.ddl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whole migration files, and the DDL that fires no event trigger. */
class CorpusHistoryTest {
    @Test
    void filesAreCutIntoTheServersStatements() {
        List<String> wrong = new ArrayList<>();
        int statements = 0;
        int tags = 0;
        for (Map<String, Object> file : Corpus.lines("history-cratesio.jsonl.gz")) {
            List<DdlStatement> parsed = DdlParser.parse((String) file.get("sql"));
            statements += parsed.size();
            if (parsed.size() != ((Long) file.get("statements")).intValue()) {
                wrong.add(file.get("file") + ": " + parsed.size() + " statements, not " + file.get("statements"));
            }
            if ((Boolean) file.get("aligned")) {
                List<String> said = parsed.stream().filter(each -> each.kind() == DdlStatement.Kind.DDL).map(DdlStatement::tag).toList();
                List<Object> fired = ((List<?>) file.get("firings")).stream().<Object>map(each -> ((Map<?, ?>) each).get("tag")).toList();
                tags += said.size();
                if (!said.equals(fired)) {
                    wrong.add(file.get("file") + ": " + said + " not " + fired);
                }
            }
        }
        System.out.printf("history: %d statements, %d tags compared, %d files wrong%n", statements, tags, wrong.size());
        assertEquals(List.of(), wrong);
    }

    @Test
    void statementsWithoutEventsAreReadToo() {
        for (Map<String, Object> line : Corpus.lines("ddl-without-events.jsonl.gz")) {
            List<DdlStatement> parsed = DdlParser.parse((String) line.get("sql"));

            assertEquals(1, parsed.size(), line.toString());
            assertEquals(DdlStatement.Kind.DDL, parsed.get(0).kind(), line.toString());
            assertTrue(Tags.ALL.contains(parsed.get(0).tag()), line.toString());
            assertFalseEmpty(parsed.get(0), line);
        }
    }

    private static void assertFalseEmpty(DdlStatement statement, Map<String, Object> line) {
        assertTrue(!statement.objects().isEmpty() && statement.objects().get(0).name() != null, line.toString());
    }
}
