package org.pggit.audit.ddl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The parser against the server's own account of the corpus statements; {@code -Dcorpus.misses=true} prints each miss in full. */
class CorpusAccuracyTest {
    private static final double BAR = 0.999;
    private static final String UNKNOWABLE = "/cases/ddl/corpus-unknowable.txt";

    private static final class Score {
        int right;
        int unknowable;
        int wrong;
    }

    @Test
    void statementsAgreeWithTheServer() throws IOException {
        List<Corpus.Entry> entries = Corpus.statements();
        Map<String, String> unknowable = unknowable();
        Map<String, Score> scores = new TreeMap<>();
        List<String> misses = new ArrayList<>();
        List<String> stale = new ArrayList<>();
        int right = 0;
        int listed = 0;
        for (Corpus.Entry entry : entries) {
            Score score = scores.computeIfAbsent(entry.tag(), tag -> new Score());
            String problem = Agreement.problem(entry);
            if (problem == null) {
                score.right++;
                right++;
                if (unknowable.containsKey(entry.id())) {
                    stale.add(entry.id());
                }
            } else if (unknowable.containsKey(entry.id())) {
                score.unknowable++;
                listed++;
            } else {
                score.wrong++;
                misses.add(entry.id() + " " + entry.tag() + ": " + problem);
            }
        }
        assertEquals(records(), entries.size(), "the count in " + UNKNOWABLE);
        print(scores);
        for (String miss : misses.subList(0, Boolean.getBoolean("corpus.misses") ? misses.size() : Math.min(20, misses.size()))) {
            System.out.println("MISS " + miss);
        }
        System.out.printf("corpus: %d of %d wholly right (%.2f %%); %d no text can tell (listed with reasons), without them %.2f %%; %d wrong%n",
            right, entries.size(), 100.0 * right / entries.size(), listed, 100.0 * right / (entries.size() - listed), misses.size());
        assertEquals(List.of(), stale, "listed as unknowable, yet right");
        double accuracy = (double) right / (entries.size() - listed);
        assertTrue(accuracy >= BAR, "accuracy " + accuracy);
    }

    /** The same statements as the scripts that they come from: what the earlier ones have made tells what a later one names. */
    @Test
    void scriptsTellMoreThanStatementsAlone() {
        Map<String, List<Corpus.Entry>> scripts = new LinkedHashMap<>();
        for (Corpus.Entry entry : Corpus.statements()) {
            scripts.computeIfAbsent(entry.id().substring(0, entry.id().lastIndexOf('#')), k -> new ArrayList<>()).add(entry);
        }
        int alone = 0;
        int inScript = 0;
        int entries = 0;
        for (List<Corpus.Entry> script : scripts.values()) {
            StringBuilder text = new StringBuilder();
            script.forEach(entry -> text.append(entry.sql()).append("\n;\n"));
            List<DdlStatement> statements = DdlParser.parse(text.toString());
            assertEquals(script.size(), statements.size(), script.get(0).id());
            for (int i = 0; i < script.size(); i++) {
                boolean isRightAlone = Agreement.problem(script.get(i)) == null;
                String problem = Agreement.problem(script.get(i), statements.get(i));
                alone += isRightAlone ? 1 : 0;
                inScript += problem == null ? 1 : 0;
                entries++;
                if (isRightAlone && problem != null || problem != null && Boolean.getBoolean("corpus.misses")) {
                    System.out.println((isRightAlone ? "WORSE " : "IN SCRIPT ") + script.get(i).id() + ": " + problem);
                }
            }
        }
        System.out.printf("corpus: of %d statements, %d wholly right alone, %d as part of their script%n", entries, alone, inScript);
        assertTrue(inScript >= alone, inScript + " in scripts, " + alone + " alone");
    }

    private static void print(Map<String, Score> scores) {
        System.out.printf("%-34s %6s %10s %6s%n", "tag", "right", "unknowable", "wrong");
        scores.forEach((tag, score) -> System.out.printf("%-34s %6d %10d %6d%n", tag, score.right, score.unknowable, score.wrong));
    }

    /** How many records there are, as the list of misses says. */
    static int records() throws IOException {
        try (InputStream in = CorpusAccuracyTest.class.getResourceAsStream(UNKNOWABLE)) {
            return Integer.parseInt(new String(in.readAllBytes(), StandardCharsets.UTF_8).split(" ")[2]);
        }
    }

    private static Map<String, String> unknowable() throws IOException {
        Map<String, String> reasons = new TreeMap<>();
        try (InputStream in = CorpusAccuracyTest.class.getResourceAsStream(UNKNOWABLE)) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                int tab = line.indexOf('\t');
                if (tab > 0 && !line.startsWith("#")) {
                    reasons.put(line.substring(0, tab), line.substring(tab + 1));
                }
            }
        }
        return reasons;
    }
}
