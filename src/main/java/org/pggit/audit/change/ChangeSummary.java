package org.pggit.audit.change;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pggit.audit.ddl.StatementSplitter;

/**
 * A change in a few words, and the worst that its like does to a running application.
 *
 * <p>The risk is of the change as a whole, read from the two texts: how somebody led from one to the other (CONCURRENTLY, NOT VALID first) is not in them.
 */
public record ChangeSummary(String summary, Risk risk) {
    /** From harmless to worst. */
    public enum Risk {
        NONE(null), BLOCKS_WRITES("blocks writes"), REWRITES_TABLE("rewrites the table"), DROPS_DATA("drops data");

        private final String words;

        Risk(String words) {
            this.words = words;
        }

        /** As told to users; null for none. */
        public String words() {
            return words;
        }
    }

    private static final int LONGEST = 100;

    /** Of an object's two texts, null where it was not there. objectType in the server's words (TABLE). */
    public static ChangeSummary of(String objectType, String path, String oldText, String newText) {
        if (oldText == null || newText == null) {
            boolean isDrop = newText == null;
            boolean holdsData = objectType.equals("TABLE") || objectType.equals("MATERIALIZED_VIEW") || objectType.equals("SEQUENCE");
            Risk risk = isDrop ? holdsData ? Risk.DROPS_DATA : Risk.NONE : objectType.equals("INDEX") ? Risk.BLOCKS_WRITES : Risk.NONE;
            return new ChangeSummary((isDrop ? "- " : "+ ") + objectType.toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + ' ' + path, risk);
        }
        Builder builder = new Builder();
        List<String> before = statements(oldText);
        List<String> after = statements(newText);
        if (objectType.equals("TABLE") || objectType.equals("FOREIGN_TABLE")) {
            builder.table(first(before), first(after));
        } else if (!first(before).equals(first(after))) {
            builder.say("~ definition", objectType.equals("INDEX") ? Risk.BLOCKS_WRITES : Risk.NONE);
        }
        builder.others(before, after);
        return new ChangeSummary(String.join("\n", builder.lines), builder.risk);
    }

    private static String first(List<String> statements) {
        return statements.isEmpty() ? "" : statements.get(0);
    }

    private static List<String> statements(String text) {
        return StatementSplitter.split(text).stream().map(r -> r.text(text)).toList();
    }

    private static final class Builder {
        private final List<String> lines = new ArrayList<>();
        private Risk risk = Risk.NONE;

        void say(String line, Risk its) {
            lines.add(line);
            risk = its.compareTo(risk) > 0 ? its : risk;
        }

        void table(String oldStatement, String newStatement) {
            int before = lines.size();
            TableElements old = TableElements.of(oldStatement);
            TableElements now = TableElements.of(newStatement);
            old.columns.forEach((name, said) -> {
                if (!now.columns.containsKey(name)) {
                    say("- column " + name + ' ' + TableElements.typeOf(said), Risk.DROPS_DATA);
                }
            });
            now.columns.forEach((name, said) -> column(name, old.columns.get(name), said));
            constraints(old.constraints, now.constraints);
            if (lines.size() == before && !oldStatement.equals(newStatement)) {
                boolean isLogged = oldStatement.startsWith("CREATE UNLOGGED") != newStatement.startsWith("CREATE UNLOGGED");
                say("~ definition", isLogged ? Risk.REWRITES_TABLE : Risk.NONE);
            }
        }

        private void column(String name, String old, String now) {
            if (old == null) {
                boolean isComputed = now.contains(" GENERATED ");
                say("+ column " + name + ' ' + now, isComputed ? Risk.REWRITES_TABLE : Risk.NONE);
            } else if (!old.equals(now)) {
                String oldType = TableElements.typeOf(old);
                String newType = TableElements.typeOf(now);
                if (!oldType.equals(newType)) {
                    say("~ type of " + name + ": " + oldType + " -> " + newType, isWider(oldType, newType) ? Risk.NONE : Risk.REWRITES_TABLE);
                }
                String oldRest = old.substring(Math.min(old.length(), oldType.length())).strip();
                String newRest = now.substring(Math.min(now.length(), newType.length())).strip();
                if (!oldRest.equals(newRest)) {
                    boolean isTightened = newRest.contains("NOT NULL") && !oldRest.contains("NOT NULL");
                    say("~ column " + name + ": " + (oldRest.isEmpty() ? "(nothing)" : oldRest) + " -> " + (newRest.isEmpty() ? "(nothing)" : newRest), isTightened ? Risk.BLOCKS_WRITES : Risk.NONE);
                }
            }
        }

        /** Changes of type that the server makes without touching the rows. */
        private static boolean isWider(String old, String now) {
            if (!old.startsWith("character varying")) {
                return false;
            }
            int oldLength = length(old);
            return now.equals("text") || now.startsWith("character varying") && !now.contains("[") && oldLength <= length(now);
        }

        private static int length(String type) {
            int at = type.indexOf('(');
            return at < 0 ? Integer.MAX_VALUE : Integer.parseInt(type.substring(at + 1, type.indexOf(')')));
        }

        private void constraints(Map<String, String> old, Map<String, String> now) {
            old.forEach((name, said) -> {
                if (!said.equals(now.get(name))) {
                    say("- constraint " + name, Risk.NONE);
                }
            });
            now.forEach((name, said) -> {
                if (!said.equals(old.get(name))) {
                    say("+ constraint " + name + ' ' + said, Risk.BLOCKS_WRITES);
                }
            });
        }

        /** Statements behind the first: owner, comments, rights, keys. */
        void others(List<String> old, List<String> now) {
            Set<String> before = new LinkedHashSet<>(old.subList(Math.min(1, old.size()), old.size()));
            Set<String> after = new LinkedHashSet<>(now.subList(Math.min(1, now.size()), now.size()));
            for (String statement : before) {
                if (!after.contains(statement)) {
                    say("- " + shortened(statement), Risk.NONE);
                }
            }
            for (String statement : after) {
                if (!before.contains(statement)) {
                    boolean blocks = statement.startsWith("ALTER TABLE") && statement.contains(" ADD CONSTRAINT ") && !statement.endsWith("NOT VALID");
                    say("+ " + shortened(statement), blocks ? Risk.BLOCKS_WRITES : Risk.NONE);
                }
            }
        }

        private static String shortened(String statement) {
            String line = statement.replaceAll("\\s+", " ");
            return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
        }
    }
}
