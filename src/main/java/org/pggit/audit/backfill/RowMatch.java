package org.pggit.audit.backfill;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ties the rows that one query string caused to the statements that caused them: rows are in the order of the statements, so of all ways to lay the two side by side
 * the one that explains most is taken. A function's row, which has no name of its own, is tied only where every best way ties it alike: nothing is guessed.
 */
final class RowMatch {
    private static final int NEVER = -1_000_000;
    /** Beyond this many pairs the rows are tied one by one, each to the first event that fits. */
    private static final long MOST_PAIRS = 2_000_000;
    private static final int REACH = 3_000;

    private final List<HistoryRow> rows;
    private final String[] names;
    private final List<ScriptEvent> events;
    /** Of numbered functions: the identity that is known already, by schema and number. */
    private final Map<String, FunctionName> known;
    /** Of functions. */
    private final List<ScriptEvent> renames;

    /** A function's bare name and its identity with schema and arguments. */
    record FunctionName(String name, String identity) {
    }

    RowMatch(List<HistoryRow> rows, String[] names, List<ScriptEvent> events, Map<String, FunctionName> known) {
        this.rows = rows;
        this.names = names;
        this.events = events;
        this.known = known;
        this.renames = events.stream().filter(e -> e.isFunction() && e.object().newName() != null).toList();
    }

    static boolean isNumbered(HistoryRow row) {
        return "FUNCTION".equals(row.objectType()) && !row.objectName().isEmpty() && row.objectName().chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** For each row its event, or null. */
    ScriptEvent[] match() {
        ScriptEvent[] result = new ScriptEvent[rows.size()];
        if (!events.isEmpty()) {
            if ((long) rows.size() * events.size() > MOST_PAIRS) {
                greedily(result);
            } else {
                best(result);
            }
        }
        return result;
    }

    private void best(ScriptEvent[] result) {
        int m = rows.size();
        int k = events.size();
        int[][] score = new int[m][k];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < k; j++) {
                score[i][j] = score(i, events.get(j));
            }
        }
        int[][] before = before(score, m, k);
        int[][] behind = behind(score, m, k);
        int whole = before[m][k];
        int from = 0;
        for (int i = 0; i < m; i++) {
            int first = -1;
            boolean isSure = true;
            for (int j = from; j < k; j++) {
                if (score[i][j] != NEVER && before[i][j] + score[i][j] + behind[i + 1][events.get(j).kind() == ScriptEvent.Kind.ONE ? j + 1 : j] == whole) {
                    isSure &= first < 0 || isSame(events.get(first), events.get(j));
                    first = first < 0 ? j : first;
                }
            }
            if (first >= 0 && isNumbered(rows.get(i))) {
                result[i] = isSure && !mayBeUntied(i, before, behind, whole, k) ? events.get(first) : null;
            } else if (first >= 0) {
                result[i] = events.get(first);
                from = first;
            }
        }
    }

    private static boolean isSame(ScriptEvent one, ScriptEvent other) {
        // Also of two statements, as a block and its EXCEPTION have them: the name is the same whichever ran.
        boolean isOneFunction = one.isFunction() && other.isFunction() && one.object().newIdentity().equals(other.object().newIdentity());
        return isOneFunction || one.kind() == other.kind() && one.kind() != ScriptEvent.Kind.ONE;
    }

    private static boolean mayBeUntied(int i, int[][] before, int[][] behind, int whole, int k) {
        for (int j = 0; j <= k; j++) {
            if (before[i][j] + behind[i + 1][j] == whole) {
                return true;
            }
        }
        return false;
    }

    /** What it costs that no row is of the event. */
    private int[] skips() {
        int[] skips = new int[events.size()];
        for (int j = 0; j < skips.length; j++) {
            ScriptEvent event = events.get(j);
            skips[j] = event.isOptional() ? 0 : event.isFunction() ? -50 : -20;
        }
        return skips;
    }

    /** Events that one row is of, others take many. */
    private boolean[] ones() {
        boolean[] ones = new boolean[events.size()];
        for (int j = 0; j < ones.length; j++) {
            ones[j] = events.get(j).kind() == ScriptEvent.Kind.ONE;
        }
        return ones;
    }

    /** before[i][j]: the best for the first i rows against the events before j; event j may take rows if it takes many. */
    private int[][] before(int[][] score, int m, int k) {
        int[] skips = skips();
        boolean[] ones = ones();
        int[][] f = new int[m + 1][k + 1];
        for (int j = 1; j <= k; j++) {
            f[0][j] = f[0][j - 1] + skips[j - 1];
        }
        for (int i = 1; i <= m; i++) {
            int[] above = f[i - 1];
            int[] line = f[i];
            int[] own = score[i - 1];
            for (int j = 0; j <= k; j++) {
                int best = j > 0 ? Math.max(line[j - 1] + skips[j - 1], above[j]) : above[j];
                if (j > 0 && ones[j - 1] && own[j - 1] != NEVER) {
                    best = Math.max(best, above[j - 1] + own[j - 1]);
                }
                if (j < k && !ones[j] && own[j] != NEVER) {
                    best = Math.max(best, above[j] + own[j]);
                }
                line[j] = best;
            }
        }
        return f;
    }

    /** behind[i][j]: the best for the rows from i on against the events from j on. */
    private int[][] behind(int[][] score, int m, int k) {
        int[] skips = skips();
        boolean[] ones = ones();
        int[][] g = new int[m + 1][k + 1];
        for (int j = k - 1; j >= 0; j--) {
            g[m][j] = g[m][j + 1] + skips[j];
        }
        for (int i = m - 1; i >= 0; i--) {
            int[] below = g[i + 1];
            int[] line = g[i];
            int[] own = score[i];
            line[k] = below[k];
            for (int j = k - 1; j >= 0; j--) {
                int best = Math.max(line[j + 1] + skips[j], below[j]);
                if (own[j] != NEVER) {
                    best = Math.max(best, own[j] + below[ones[j] ? j + 1 : j]);
                }
                line[j] = best;
            }
        }
        return g;
    }

    private void greedily(ScriptEvent[] result) {
        int from = 0;
        for (int i = 0; i < rows.size(); i++) {
            int fallback = -1;
            for (int j = from; j < Math.min(events.size(), from + REACH); j++) {
                int score = score(i, events.get(j));
                if (score >= 60) {
                    result[i] = events.get(j);
                    from = events.get(j).kind() == ScriptEvent.Kind.ONE ? j + 1 : j;
                    break;
                }
                fallback = score != NEVER && fallback < 0 ? j : fallback;
            }
            if (result[i] == null && fallback >= 0) {
                result[i] = events.get(fallback);
            }
        }
    }

    /** By its name before the text, or by one that the text itself gives it. */
    private boolean mayBeCalled(String known, String written) {
        if (known.equals(written) || renames.isEmpty()) {
            return known.equals(written);
        }
        Set<String> called = new HashSet<>(Set.of(known));
        for (ScriptEvent event : renames) {
            if (called.contains(event.object().name())) {
                called.add(event.object().newName());
            }
        }
        return called.contains(written);
    }

    private int score(int i, ScriptEvent event) {
        HistoryRow row = rows.get(i);
        boolean isDrop = "DROP".equals(row.changeType());
        switch (event.kind()) {
            case ANY -> {
                return 5;
            }
            case MEMBERS -> {
                boolean isKnown = known.containsKey(row.schema() + '.' + row.objectName());
                return isDrop || isKnown ? 1 : isNumbered(row) ? 40 : 3;
            }
            case DROPS -> {
                return !isDrop ? NEVER : event.dropped().contains(names[i]) ? 60 : 30;
            }
            default -> { }
        }
        if (isDrop || !event.change().equals(row.changeType()) || event.schema() != null && !event.schema().equals(row.schema())) {
            return NEVER;
        }
        if (isNumbered(row)) {
            if (!event.isFunction()) {
                return NEVER;
            }
            FunctionName name = known.get(row.schema() + '.' + row.objectName());
            return name == null ? 60 : mayBeCalled(name.name(), event.object().name()) ? 100 : NEVER;
        }
        if (event.isFunction() != "FUNCTION".equals(row.objectType()) || !names[i].equals(event.name())) {
            return NEVER;
        }
        boolean isType = event.object().type().name().equals(row.objectType());
        return isType ? 100 : 70;
    }
}
