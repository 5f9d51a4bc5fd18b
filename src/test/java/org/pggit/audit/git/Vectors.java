package org.pggit.audit.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The blocks of a file of src/test/resources/cases/git: lines "key: value", parted by empty lines; a line of # is a comment. */
final class Vectors {
    private Vectors() {
    }

    /** One block: its lines, keys with values, and how it stands in the file. */
    record Vector(List<Map.Entry<String, String>> lines) {
        String get(String key) {
            return all(key).isEmpty() ? null : all(key).get(0);
        }

        List<String> all(String key) {
            return lines.stream().filter(l -> l.getKey().equals(key)).map(Map.Entry::getValue).toList();
        }

        boolean says(String words) {
            return lines.stream().anyMatch(l -> l.getKey().equals(words));
        }
    }

    static List<Vector> of(String file) {
        List<Vector> vectors = new ArrayList<>();
        for (String block : read(file).split("\n\n+")) {
            List<Map.Entry<String, String>> lines = block.lines().filter(l -> !l.startsWith("#")).map(Vectors::line).toList();
            if (!lines.isEmpty()) {
                vectors.add(new Vector(lines));
            }
        }
        return vectors;
    }

    private static Map.Entry<String, String> line(String line) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            return Map.entry(line, "");
        }
        String value = line.substring(Math.min(line.length(), colon + 2));
        for (String digit : List.of("a", "b", "c")) {
            value = value.replace('{' + digit + '}', digit.repeat(64));
        }
        return Map.entry(line.substring(0, colon), value.replace('\u23ce', '\n').replace('\u2192', '\t').replace('\u2190', '\r'));
    }

    private static String read(String file) {
        try (InputStream in = Vectors.class.getResourceAsStream("/cases/git/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(file, e);
        }
    }
}
