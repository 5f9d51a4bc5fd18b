package org.pggit.audit.backfill;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pggit.audit.ddl.Corpus;
import org.pggit.audit.ddl.DdlParser;
import org.pggit.audit.ddl.DdlStatement;

/** Every statement that the parser reads is replayed without an error, whatever came before it, and every row of it is accounted for. */
class EveryStatementTest {
    private static final List<String> FILES = List.of("table", "relation", "routine", "type", "other", "shared");

    private static List<String> cases() throws IOException {
        List<String> statements = new ArrayList<>();
        for (String file : FILES) {
            for (DdlStatement each : DdlParser.parse(Files.readString(Path.of("src/test/resources/cases/ddl", file + ".sql")))) {
                statements.add(each.text());
            }
        }
        return statements;
    }

    private static List<String> corpus() {
        return Corpus.statements().stream().map(Corpus.Entry::sql).toList();
    }

    /** As written, and with the words that change what is done. */
    private static List<String> variants(String statement) {
        return List.of(statement, statement.replaceFirst("(?i)^(DROP [A-Z ]*?[A-Z]+) (?!IF )(?=\\S+)", "$1 IF EXISTS "), statement.replaceFirst("\\s*;?\\s*$", " CASCADE;"));
    }

    private static String problem(History history) {
        try {
            Replay.Result result = history.replay();
            boolean isWhole = result.rows().size() == history.rows().size() && result.rows().stream().allMatch(o -> o.disposition() != null);
            return isWhole ? null : result.rows().size() + " outcomes of " + history.rows().size() + " rows";
        } catch (RuntimeException e) {
            return e + " at " + Arrays.stream(e.getStackTrace()).limit(6).toList();
        }
    }

    private static void eachAlone(List<String> statements) {
        Map<String, String> problems = new LinkedHashMap<>();
        for (String statement : statements) {
            for (String text : variants(statement)) {
                String problem = problem(new History().text("CREATE TABLE t (a int); CREATE VIEW v AS SELECT 1", "TABLE", "public", "t", "CREATE").text(text, "TABLE", "public", "t", "DROP"));
                if (problem != null) {
                    problems.put(text, problem);
                }
            }
        }
        assertEquals(Map.of(), problems);
    }

    private static void inAnyOrder(List<String> statements, int rounds) {
        long seed = Long.getLong("pggit.seed", System.nanoTime());
        System.out.println("EveryStatementTest: -Dpggit.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < rounds; round++) {
            History history = new History();
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                // Half of them as they follow each other, so that they find what they name.
                int at = random.nextInt(statements.size());
                for (int k = 0; k < 1 + random.nextInt(20) && at + k < statements.size(); k++) {
                    String text = variants(statements.get(at + k)).get(random.nextInt(8) < 6 ? 0 : 1 + random.nextInt(2));
                    texts.add(text);
                    history.text(text, List.of("TABLE", "INDEX", "VIEW", "FUNCTION").get(random.nextInt(4)), "public", List.of("t", "v", "99", "\"a b\"").get(random.nextInt(4)),
                        List.of("CREATE", "ALTER", "DROP").get(random.nextInt(3)));
                }
            }
            String problem = problem(history);
            assertEquals(null, problem, () -> "seed " + seed + ": " + problem + "\n" + String.join("\n", texts));
        }
    }

    @Test
    void theCasesAlone() throws IOException {
        eachAlone(cases());
    }

    @Test
    void theCasesInAnyOrder() throws IOException {
        inAnyOrder(cases(), Integer.getInteger("pggit.rounds", 20));
    }

    @Test
    void theCorpusAlone() {
        eachAlone(corpus());
    }

    @Test
    void theCorpusInAnyOrder() {
        inAnyOrder(corpus(), Integer.getInteger("pggit.rounds", 40));
    }
}
