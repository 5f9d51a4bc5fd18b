package org.pggit.audit.catalog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/**
 * What statements need that name things without their schema. A word may be a column's or an alias's as well, so this is only a wish: one that would close a circle is
 * dropped, and what the order of kinds grants already comes first.
 */
final class LooseNames {
    private final List<ObjectReader> objects;
    private final Map<String, List<ScriptStatement>> byName = new HashMap<>();

    LooseNames(List<ObjectReader> objects, Map<String, List<ScriptStatement>> makers, String searchPath) {
        this.objects = objects;
        Set<String> schemas = new HashSet<>();
        Words words = Words.of(searchPath);
        for (int i = 0; i < words.count(); i++) {
            schemas.add(words.isName(i) ? words.name(i) : words.string(i));
        }
        makers.forEach((key, statements) -> {
            int end = key.indexOf('\0');
            if (schemas.contains(key.substring(0, end))) {
                byName.computeIfAbsent(key.substring(end + 1), n -> new ArrayList<>(1)).addAll(statements);
            }
        });
    }

    void connect() {
        connect(true);
        connect(false);
    }

    private void connect(boolean isNatural) {
        for (ObjectReader object : objects) {
            for (ScriptStatement statement : object.statements) {
                Words words = Words.of(statement.text);
                Set<ScriptStatement> needed = new LinkedHashSet<>();
                // A function may return rows of a view that has its name: where the statement says what it makes, it names no other.
                boolean isToCome = true;
                for (int i = 1; i < words.count(); i++) {
                    if (isToCome && words.isName(i) && words.name(i).equals(object.object.name())) {
                        isToCome = false;
                    } else if (words.isName(i) && words.type(i - 1) != TokenType.DOT && words.type(i + 1) != TokenType.DOT) {
                        for (ScriptStatement maker : byName.getOrDefault(words.name(i), List.of())) {
                            boolean isBefore = maker.phase.compareTo(statement.phase) < 0;
                            if (isBefore == isNatural && (isNatural || isMeant(statement, maker, words, i))) {
                                needed.add(maker);
                            }
                        }
                    }
                }
                needed.removeAll(object.statements);
                for (ScriptStatement maker : needed) {
                    if (!reaches(maker, statement)) {
                        statement.waitFor(maker);
                    }
                }
            }
        }
    }

    /** A relation in a view's FROM, a table that another takes its columns from. */
    private static boolean isMeant(ScriptStatement statement, ScriptStatement maker, Words words, int at) {
        return switch (statement.phase) {
            case VIEW, MATERIALIZED_VIEW -> maker.phase.compareTo(Phase.SEQUENCE) < 0 || words.isAny(at - 1, "FROM", "JOIN", "ONLY") || words.type(at - 1) == TokenType.COMMA
                || beginsJoin(words, at);
            case TABLE -> maker.phase.compareTo(Phase.TABLE) > 0 || words.isAny(at - 1, "LIKE", "OF", "FROM", "JOIN") || words.type(at - 1) == TokenType.LEFT_PAREN && words.is(at - 2, "INHERITS")
                || words.type(at - 1) == TokenType.COMMA && words.text().toUpperCase(Locale.ROOT).contains("INHERITS");
            default -> true;
        };
    }

    /** {@code FROM ((a JOIN b ON ...) JOIN c ON ...)}. */
    private static boolean beginsJoin(Words words, int at) {
        int open = at;
        while (words.type(open - 1) == TokenType.LEFT_PAREN) {
            open--;
        }
        return open < at && words.isAny(open - 1, "FROM", "JOIN");
    }

    /** Whether {@code from} must wait for the other, by whatever way. */
    private static boolean reaches(ScriptStatement from, ScriptStatement other) {
        Set<ScriptStatement> seen = new HashSet<>();
        Deque<ScriptStatement> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            ScriptStatement at = open.pop();
            if (at == other) {
                return true;
            }
            if (seen.add(at)) {
                at.waitsFor.forEach(open::push);
            }
        }
        return false;
    }
}
