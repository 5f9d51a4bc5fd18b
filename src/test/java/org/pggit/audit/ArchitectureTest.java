package org.pggit.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house rules that a reader of imports can hold. */
class ArchitectureTest {
    private static final Path SOURCES = Path.of("src/main/java/org/pggit/audit");
    private static final String PREFIX = "org.pggit.audit.";

    /** What each package may import of ours; error is open to all. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
        Map.entry("error", Set.of()),
        Map.entry("git", Set.of("error")),
        Map.entry("ddl", Set.of("error")),
        Map.entry("verify", Set.of("error")),
        Map.entry("diff", Set.of("error", "git", "ddl")),
        Map.entry("catalog", Set.of("error", "ddl")),
        Map.entry("change", Set.of("error", "git", "ddl", "diff")),
        Map.entry("plpgsql", Set.of("ddl")),
        Map.entry("backfill", Set.of("error", "git", "ddl", "diff", "change", "plpgsql")),
        Map.entry("", Set.of("error", "git", "ddl", "diff", "change", "backfill", "catalog", "verify")),
        Map.entry("host", Set.of("error", "git", "ddl", "diff", "change", "backfill", "catalog", "verify", "")));

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> all = files.filter(f -> f.toString().endsWith(".java")).toList();
            assertFalse(all.isEmpty(), "no sources found");
            return all;
        }
    }

    @Test
    void dependenciesPointOneWay() throws IOException {
        List<String> breaches = new ArrayList<>();
        for (Path file : sources()) {
            Path folder = SOURCES.relativize(file).getParent();
            String own = folder == null ? "" : folder.toString();
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("import " + PREFIX)) {
                    String[] parts = line.substring(("import " + PREFIX).length()).replace(";", "").split("\\.");
                    String imported = parts.length == 1 || Character.isUpperCase(parts[0].charAt(0)) ? "" : parts[0];
                    if (!imported.equals(own) && !ALLOWED.get(own).contains(imported)) {
                        breaches.add(file + ": " + line);
                    }
                }
            }
        }
        assertEquals(List.of(), breaches);
    }

    @Test
    void javaNeverCallsSqlNorLeavesTheProcessNorStartsThreads() throws IOException {
        List<String> forbidden = List.of("java.sql", "javax.sql", "System.exit", "Runtime.getRuntime().exit", "Runtime.getRuntime().halt", ".halt(", "new Thread", "ExecutorService",
            "CompletableFuture", ".parallelStream", ".parallel()", "ProcessBuilder", "java.net", "java.io.File", "java.nio.file", "System.out", "System.err");
        List<String> breaches = new ArrayList<>();
        for (Path file : sources()) {
            String text = Files.readString(file);
            for (String word : forbidden) {
                if (text.contains(word)) {
                    breaches.add(file + ": " + word);
                }
            }
        }
        assertEquals(List.of(), breaches);
    }

    @Test
    void everySqlStateOfOursIsInTheDocumentation() throws IOException {
        String documented = Files.readString(Path.of("docs/errors.md"));
        List<String> missing = new ArrayList<>();
        List<Path> files = new ArrayList<>(sources());
        try (Stream<Path> sql = Files.list(Path.of("sql"))) {
            files.addAll(sql.toList());
        }
        for (Path file : files) {
            java.util.regex.Matcher m = java.util.regex.Pattern.compile("['\"](PA[0-9]{3})['\"]").matcher(Files.readString(file));
            while (m.find()) {
                if (!documented.contains(m.group(1))) {
                    missing.add(m.group(1) + " in " + file);
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    /** PL/pgSQL looks a function up when the statement runs first: a name that is gone would be found by nobody before. */
    @Test
    void everyFunctionThatSqlCallsIsOneThatSqlMakes() throws IOException {
        Set<String> made = new TreeSet<>();
        Map<String, String> called = new TreeMap<>();
        try (Stream<Path> files = Files.list(Path.of("sql"))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                Matcher maker = Pattern.compile("CREATE (?:FUNCTION|PROCEDURE|TABLE|UNLOGGED TABLE|TYPE|VIEW)\\s+pggit_audit\\.(\\w+)").matcher(text);
                while (maker.find()) {
                    made.add(maker.group(1));
                }
                Matcher call = Pattern.compile("pggit_audit\\.(\\w+)\\(").matcher(text);
                while (call.find()) {
                    called.put(call.group(1), file.toString());
                }
            }
        }
        called.keySet().removeAll(made);
        assertEquals(Map.of(), called);
        assertFalse(made.isEmpty());
    }

    /** A Turkish database makes TEXT_SEARCH_DICTİONARY of a word of ours. The case of what regular expressions match is ASCII's in every locale. */
    @Test
    void noLocaleTouchesTheCaseOfWords() throws IOException {
        List<String> breaches = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("sql"))) {
            for (Path file : files.toList()) {
                for (String line : Files.readAllLines(file)) {
                    if (Pattern.compile("\\b(lower|upper|initcap)\\((?!.*COLLATE \"C\")|ILIKE").matcher(line).find()) {
                        breaches.add(file + ": " + line.strip());
                    }
                }
            }
        }
        assertEquals(List.of(), breaches);
    }
}
