package org.pggit.audit.change;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The lines of a file of src/test/resources/cases/change that are no comments. */
final class CaseLines {
    private CaseLines() {
    }

    static List<String> of(String file) {
        try (InputStream in = CaseLines.class.getResourceAsStream("/cases/change/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(l -> !l.startsWith("# ") && !l.equals("#")).toList();
        } catch (IOException e) {
            throw new IllegalStateException(file, e);
        }
    }
}
