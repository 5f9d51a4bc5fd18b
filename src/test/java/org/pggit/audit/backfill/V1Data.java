package org.pggit.audit.backfill;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** A real v1 history beside the checkout, read without a database. */
final class V1Data {
    static final File FOLDER = new File(System.getProperty("v1.folder", "../shared/v1-cratesio"));

    private V1Data() {
    }

    static List<Map<String, String>> csv(File file) throws IOException {
        String text;
        try (GZIPInputStream in = new GZIPInputStream(new FileInputStream(file))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<List<String>> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        boolean wasQuoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else if (c == '"') {
                    quoted = false;
                } else {
                    field.append(c);
                }
            } else if (c == '"') {
                quoted = true;
                wasQuoted = true;
            } else if (c == ',' || c == '\n') {
                line.add(field.isEmpty() && !wasQuoted ? null : field.toString());
                field.setLength(0);
                wasQuoted = false;
                if (c == '\n') {
                    lines.add(line);
                    line = new ArrayList<>();
                }
            } else {
                field.append(c);
            }
        }
        List<Map<String, String>> rows = new ArrayList<>();
        for (List<String> values : lines.subList(1, lines.size())) {
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < lines.get(0).size(); i++) {
                row.put(lines.get(0).get(i), values.get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    private static File file(String name, boolean perStatement) {
        File own = new File(FOLDER, "per-statement/" + name + ".csv.gz");
        return perStatement && own.exists() ? own : new File(FOLDER, name + ".csv.gz");
    }

    static List<HistoryRow> history(boolean perStatement) throws IOException {
        Map<String, Map<String, String>> objects = new HashMap<>();
        for (Map<String, String> o : csv(file("objects", perStatement))) {
            objects.put(o.get("id"), o);
        }
        List<HistoryRow> rows = new ArrayList<>();
        String text = null;
        for (Map<String, String> h : csv(file("history", perStatement))) {
            Map<String, String> o = objects.get(h.get("object_id"));
            text = h.get("sql_executed") != null && h.get("sql_executed").equals(text) ? text : h.get("sql_executed");
            long epoch = LocalDateTime.parse(h.get("created_at").substring(0, 19), DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")).toEpochSecond(ZoneOffset.UTC);
            rows.add(new HistoryRow(Long.parseLong(h.get("id")), o.get("object_type"), o.get("schema_name"), o.get("object_name"), h.get("change_type"), text,
                h.get("created_at") + h.get("created_by"), epoch, h.get("created_by"), h.get("change_description"), null, null, null));
        }
        return rows;
    }
}
