package org.pggit.audit.ddl;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;

/** The server's own truth about DDL statements, kept beside the checkout and no part of it (see its README). */
public final class Corpus {
    /** A row of pg_event_trigger_ddl_commands() or of pg_event_trigger_dropped_objects() with original = true. */
    public record Row(boolean dropped, String tag, String type, String schema, String identity) {
    }

    public record Entry(String id, String sql, String tag, List<String> searchPath, List<Row> rows) {
    }

    private static final Path FOLDER = Path.of(System.getProperty("corpus.folder", "../shared/corpus"));

    private Corpus() {
    }

    /** Aborts the test, visibly, where the corpus is not there. */
    static List<Map<String, Object>> lines(String file) {
        Path path = FOLDER.resolve(file);
        if (!Files.isReadable(path)) {
            System.out.println("!!! CORPUS NOT THERE: " + path.toAbsolutePath().normalize() + " - accuracy is NOT measured in this run !!!");
            Assumptions.abort("corpus not there: " + path.toAbsolutePath().normalize());
        }
        List<Map<String, Object>> lines = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(path)), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(Json.object(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    public static List<Entry> statements() {
        List<Entry> entries = new ArrayList<>();
        for (Map<String, Object> line : lines("ddl-statements.jsonl.gz")) {
            List<String> path = new ArrayList<>();
            for (Object schema : (List<?>) line.get("search_path")) {
                path.add((String) schema);
            }
            entries.add(new Entry((String) line.get("id"), (String) line.get("sql"), (String) line.get("tag"), path, rows(line)));
        }
        return entries;
    }

    static List<Row> rows(Map<String, Object> line) {
        List<Row> rows = new ArrayList<>();
        for (Object each : (List<?>) line.get("commands")) {
            Map<?, ?> row = (Map<?, ?>) each;
            rows.add(new Row(false, (String) row.get("tag"), (String) row.get("object_type"), (String) row.get("schema"), (String) row.get("identity")));
        }
        for (Object each : (List<?>) line.get("dropped")) {
            Map<?, ?> row = (Map<?, ?>) each;
            if ((Boolean) row.get("original")) {
                rows.add(new Row(true, null, (String) row.get("object_type"), (String) row.get("schema"), (String) row.get("identity")));
            }
        }
        return rows;
    }
}
