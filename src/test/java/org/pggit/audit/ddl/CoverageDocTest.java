package org.pggit.audit.ddl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** docs/ddl-coverage.md is made from the case files; this fails while it is stale. {@code -Dcoverage.write=true} writes it. */
class CoverageDocTest {
    private static final Path DOC = Path.of("docs/ddl-coverage.md");

    /** What the cases show of one command tag. */
    private static final class Tag {
        int cases;
        final Set<String> objects = new TreeSet<>();
        final Set<String> implied = new TreeSet<>();
        final Set<String> subcommands = new TreeSet<>();
    }

    @Test
    void coverageIsWhatTheCasesSay() throws IOException {
        String now = document();
        if (Boolean.getBoolean("coverage.write")) {
            Files.writeString(DOC, now);
        }
        assertEquals(now, Files.readString(DOC), "docs/ddl-coverage.md is stale: mvn -B test -Dtest=CoverageDocTest -Dcoverage.write=true");
    }

    private static String document() throws IOException {
        Map<String, Tag> tags = new TreeMap<>();
        Map<String, String> notDdl = new TreeMap<>();
        List<String> unclassified = new ArrayList<>();
        int cases = 0;
        for (String file : CaseFilesTest.FILES) {
            for (CaseFilesTest.Case each : CaseFilesTest.cases(file)) {
                cases++;
                for (DdlStatement statement : DdlParser.parse(each.sql())) {
                    switch (statement.kind()) {
                        case DDL -> add(tags.computeIfAbsent(statement.tag(), t -> new Tag()), statement);
                        case NOT_DDL -> notDdl.merge(statement.reason(), String.valueOf(statement.tag()), CoverageDocTest::united);
                        default -> unclassified.add("| `" + shown(statement.text()) + "` | " + cell(statement.reason()) + " |\n");
                    }
                }
            }
        }
        StringBuilder doc = new StringBuilder();
        doc.append("# What the DDL parser reads\n\n")
            .append("Made from src/test/resources/cases/ddl by `CoverageDocTest`, which fails while this file is stale; do not edit it. ").append(cases)
            .append(" cases; ").append(tags.size()).append(" command tags.\n\n")
            .append("A text is cut into tokens by the server's own lexical rules, tokens into statements, and of each statement the words that say what it does are read by the grammar's rules. ")
            .append("Expressions, queries, options and function bodies are passed over, so they may hold anything. ")
            .append("What the text does not say is left out (a schema that is not written is NULL); what can not be read is UNCLASSIFIED with the place and the reason, never guessed.\n\n")
            .append("## DDL, by command tag\n\nThe tag is the server's. *Implied* are objects that the server makes or changes besides, under names by its own rules: ")
            .append("as they are where those names are still free.\n\n| Command tag | Cases | Objects | Implied | Subcommands |\n|---|---|---|---|---|\n");
        tags.forEach((name, tag) -> doc.append("| ").append(name).append(" | ").append(tag.cases).append(" | ").append(String.join(", ", tag.objects)).append(" | ")
            .append(String.join(", ", tag.implied)).append(" | ").append(String.join(", ", tag.subcommands)).append(" |\n"));
        doc.append("\n## Recognised as no DDL\n\n| Sort | Tags |\n|---|---|\n");
        notDdl.forEach((sort, names) -> doc.append("| ").append(sort).append(" | ").append(names.replace("null", "none")).append(" |\n"));
        doc.append("\nWhat runs DDL from within (DO, CALL, functions, EXECUTE) is not looked into: the text does not tell what it will run.\n\n")
            .append("## Not read\n\n| Statement | Reason |\n|---|---|\n");
        unclassified.stream().distinct().forEach(doc::append);
        misses(doc);
        return doc.toString();
    }

    private static void add(Tag tag, DdlStatement statement) {
        tag.cases++;
        for (DdlObject object : statement.objects()) {
            tag.objects.add(object.type().name());
        }
        for (DdlObject object : statement.implied()) {
            tag.implied.add(object.action() + " " + object.type());
        }
        for (Subcommand subcommand : statement.subcommands()) {
            tag.subcommands.add(subcommand.name());
        }
    }

    private static String united(String one, String other) {
        Set<String> names = new TreeSet<>(List.of(one.split(", ")));
        names.addAll(List.of(other.split(", ")));
        return String.join(", ", names);
    }

    private static String shown(String text) {
        String line = cell(text).replace("`", "'");
        return line.length() > 70 ? line.substring(0, 67) + "..." : line;
    }

    private static String cell(String text) {
        StringBuilder cell = new StringBuilder();
        text.codePoints().forEach(c -> cell.append(c < ' ' ? " " : c == '|' ? "\\|" : Character.toString(c)));
        return cell.toString();
    }

    /** The records of the server's own account that the parser's differs from, each with the reason why no text can tell. */
    private static void misses(StringBuilder doc) throws IOException {
        Map<String, List<String>> byReason = new TreeMap<>();
        int listed = 0;
        for (String line : Files.readAllLines(Path.of("src/test/resources/cases/ddl/corpus-unknowable.txt"), StandardCharsets.UTF_8)) {
            int tab = line.indexOf('\t');
            if (tab > 0 && !line.startsWith("#")) {
                byReason.computeIfAbsent(line.substring(tab + 1), r -> new ArrayList<>()).add(line.substring(0, tab));
                listed++;
            }
        }
        int records = CorpusAccuracyTest.records();
        doc.append("\n## Beside the server's own account\n\n`CorpusAccuracyTest` compares what is said of ").append(records)
            .append(" statements of PostgreSQL's regression tests and other projects with what the server's event triggers reported: tag, every object's type, schema and identity. ")
            .append(records - listed).append(" (").append(Math.floor((records - listed) * 1000.0 / records) / 10).append(" %) are wholly right from the statement alone, ")
            .append("and none is wrong that a text could tell. The other ").append(listed).append(" rest on what the server's catalogs held. ")
            .append("Some of these come right where the statements before are part of the same text (`scriptsTellMoreThanStatementsAlone`): kinds of relation are remembered.\n\n")
            .append("| Why the text can not tell | Records | |\n|---|---|---|\n");
        byReason.forEach((reason, ids) -> doc.append("| ").append(reason).append(" | ").append(ids.size()).append(" | ").append(String.join(", ", ids)).append(" |\n"));
    }
}
