package org.pggit.audit.it;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the objects of a commit's tree in an empty database, whatever they depend on, and reads what pg_dump says of a database. */
final class Rebuild {
    private Rebuild() {
    }

    /** The statements that could not be run, with their errors. Each definition's statements stay in order; all definitions are tried again while any gets on. */
    static List<String> run(TestDatabase store, String revision, TestDatabase target) throws SQLException {
        Map<String, Deque<String>> definitions = new LinkedHashMap<>();
        try (Connection c = store.connect(); Statement s = c.createStatement(); ResultSet r = s.executeQuery("""
                SELECT l.path, p.statement FROM pggit_audit.commit_of('%s') c CROSS JOIN pggit_audit.list_tree(c.tree_sha) l JOIN pggit_v2.objects o ON o.sha = l.object_sha
                CROSS JOIN LATERAL (SELECT DISTINCT ON (p.statement_no) p.statement_no, p.statement FROM pggit_audit.parse_ddl(o.content) p ORDER BY p.statement_no) p
                ORDER BY l.path COLLATE "C", p.statement_no""".formatted(revision))) {
            while (r.next()) {
                definitions.computeIfAbsent(r.getString(1), p -> new ArrayDeque<>()).add(r.getString(2));
            }
        }
        Map<String, String> errors = new TreeMap<>();
        try (Connection c = target.connect(); Statement s = c.createStatement()) {
            s.execute("SET check_function_bodies = off");
            c.setAutoCommit(false);
            boolean getsOn = true;
            while (getsOn) {
                getsOn = false;
                for (Map.Entry<String, Deque<String>> d : definitions.entrySet()) {
                    while (!d.getValue().isEmpty()) {
                        Savepoint before = c.setSavepoint();
                        try {
                            s.execute(d.getValue().peek());
                            c.releaseSavepoint(before);
                            d.getValue().poll();
                            getsOn = true;
                            errors.remove(d.getKey());
                        } catch (SQLException e) {
                            c.rollback(before);
                            errors.put(d.getKey(), d.getKey() + ": " + e.getMessage());
                            break;
                        }
                    }
                }
            }
            c.commit();
        }
        return new ArrayList<>(errors.values());
    }

    /** pg_dump's text by its own headings ("Name: t; Type: TABLE; Schema: public"). */
    static Map<String, String> objects(String dump) {
        Map<String, String> objects = new TreeMap<>();
        String name = null;
        StringBuilder text = new StringBuilder();
        for (String line : (dump + "\n-- Name: ").split("\n")) {
            if (line.startsWith("-- Name: ")) {
                if (name != null) {
                    objects.put(name, text.toString().strip());
                }
                name = line.replaceAll("; Owner: .*", "");
                text.setLength(0);
            } else if (!line.startsWith("--") && !line.startsWith("SET ") && !line.startsWith("\\") && !line.isBlank()) {
                text.append(line).append('\n');
            }
        }
        return objects;
    }

    static Map<String, String> dump(TestDatabase database) {
        return objects(Shell.run(TestServer.get().environment(), TestServer.PROJECT.toFile(), "pg_dump", "-s", "-O", "-x", "-d", database.name).orFail("pg_dump").output());
    }
}
