package org.pggit.audit.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** pg_dump --schema-only of a database by object, whatever the order: without pgGit's own and without what differs between any two runs. */
final class Dump {
    private static final Pattern OBJECT = Pattern.compile("(?m)^--\n-- Name: ");
    private static final Pattern NOISE = Pattern.compile("(?m)^(--.*|SET default_(tablespace|table_access_method) = .*|\\\\(un)?restrict .*)$");

    private Dump() {
    }

    static Map<String, List<String>> of(TestServer server, String database) {
        return objects(text(server, database));
    }

    static String text(TestServer server, String database) {
        return Shell.run(server.environment(), TestServer.PROJECT.toFile(), "pg_dump", "--schema-only", "-N", "pggit*", "-d", database).orFail("pg_dump").output();
    }

    static Map<String, List<String>> objects(String text) {
        Map<String, List<String>> objects = new TreeMap<>();
        String[] parts = OBJECT.split(text);
        for (int i = 1; i < parts.length; i++) {
            String head = parts[i].substring(0, parts[i].indexOf('\n'));
            if (!head.contains("pggit")) {
                objects.computeIfAbsent(head, h -> new ArrayList<>()).add(NOISE.matcher(parts[i].substring(head.length())).replaceAll("").replaceAll("\n+", "\n"));
                objects.get(head).sort(null);
            }
        }
        return objects;
    }

    /** Names of the objects of which the two dumps say different things. */
    static List<String> differences(Map<String, List<String>> a, Map<String, List<String>> b) {
        List<String> names = new ArrayList<>();
        Map<String, List<String>> all = new TreeMap<>(a);
        all.putAll(b);
        for (String name : all.keySet()) {
            if (!a.getOrDefault(name, List.of()).equals(b.getOrDefault(name, List.of()))) {
                names.add(name + " " + a.get(name) + " against " + b.get(name));
            }
        }
        return names;
    }
}
