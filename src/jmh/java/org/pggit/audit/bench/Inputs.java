package org.pggit.audit.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.pggit.audit.ddl.DdlParser;
import org.pggit.audit.ddl.DdlStatement;

/** What is measured: the corpus statement by statement, and one generated script of 5 MB. */
final class Inputs {
    private static final int SCRIPT_CHARS = 5_000_000;

    private Inputs() {
    }

    static List<String> of(String name) {
        return name.equals("script") ? List.of(script()) : corpus(Path.of(System.getProperty("corpus.folder")));
    }

    /** Records of the corpus; the project's own case files where there is none. */
    private static List<String> corpus(Path folder) {
        Path file = folder.resolve("ddl-statements.jsonl.gz");
        List<String> statements = new ArrayList<>();
        try {
            if (!Files.isReadable(file)) {
                System.out.println("no corpus in " + folder + ": the case files are measured instead");
                return cases(Path.of(System.getProperty("case.folder")));
            }
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    statements.add(field(line, "\"sql\": \""));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return statements;
    }

    private static List<String> cases(Path folder) throws IOException {
        List<String> statements = new ArrayList<>();
        for (String file : List.of("table", "relation", "routine", "type", "other", "shared")) {
            for (DdlStatement each : DdlParser.parse(Files.readString(folder.resolve(file + ".sql")))) {
                statements.add(each.text());
            }
        }
        return statements;
    }

    /** The string behind a key, which must be there. */
    private static String field(String json, String key) {
        StringBuilder value = new StringBuilder();
        int p = json.indexOf(key);
        if (p < 0) {
            throw new IllegalArgumentException("no " + key + " in " + json);
        }
        for (p += key.length(); json.charAt(p) != '"'; p++) {
            char c = json.charAt(p);
            if (c != '\\') {
                value.append(c);
                continue;
            }
            char escaped = json.charAt(++p);
            if (escaped == 'u') {
                value.append((char) Integer.parseInt(json.substring(p + 1, p + 5), 16));
                p += 4;
            } else {
                value.append(escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped == 'r' ? '\r' : escaped == 'f' ? '\f' : escaped == 'b' ? '\b' : escaped);
            }
        }
        return value.toString();
    }

    /** Like a dump: tables, keys, functions, comments, views, grants. */
    static String script() {
        StringBuilder script = new StringBuilder(SCRIPT_CHARS + 2_000);
        for (int i = 0; script.length() < SCRIPT_CHARS; i++) {
            script.append("--\n-- Name: t").append(i).append("; Type: TABLE; Schema: app\n--\n\nCREATE TABLE app.t").append(i).append(" (\n    id bigint NOT NULL,\n    name text DEFAULT 'it''s'::text,\n")
                .append("    created_at timestamp with time zone DEFAULT now() NOT NULL,\n    amount numeric(10,2),\n    CONSTRAINT positive CHECK ((amount > (0)::numeric))\n);\n\n")
                .append("COMMENT ON COLUMN app.t").append(i).append(".name IS 'the name; not the id';\n")
                .append("ALTER TABLE ONLY app.t").append(i).append("\n    ADD CONSTRAINT t").append(i).append("_pkey PRIMARY KEY (id);\n")
                .append("CREATE INDEX t").append(i).append("_name_idx ON app.t").append(i).append(" USING btree (lower(name), created_at DESC) WHERE (amount IS NOT NULL);\n")
                .append("CREATE FUNCTION app.touch").append(i).append("(p_id bigint, p_name text DEFAULT 'x'::text) RETURNS bigint\n    LANGUAGE plpgsql\n    AS $$\nBEGIN\n")
                .append("    UPDATE app.t").append(i).append(" SET name = p_name WHERE id = p_id; -- one row\n    RETURN p_id;\nEND;\n$$;\n")
                .append("CREATE VIEW app.v").append(i).append(" AS\n SELECT t.id, t.name FROM app.t").append(i).append(" t\n  WHERE (t.amount > (10)::numeric);\n")
                .append("GRANT SELECT,INSERT ON TABLE app.t").append(i).append(" TO reader;\n\n");
        }
        return script.toString();
    }
}
