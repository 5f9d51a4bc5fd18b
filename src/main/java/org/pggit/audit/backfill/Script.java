package org.pggit.audit.backfill;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pggit.audit.ddl.DdlParser;
import org.pggit.audit.ddl.DdlStatement;
import org.pggit.audit.ddl.Words;

/**
 * The statements of one query string, those that a DO block or a call holds behind it, and which of them ran. A string with COMMIT in it makes rows of several
 * transactions: each replays its part.
 */
final class Script {
    private final String text;
    private final String transaction;
    private final List<DdlStatement> statements = new ArrayList<>();
    /** Of each statement the one of the text that it stands in. */
    private final List<DdlStatement> origins = new ArrayList<>();
    private boolean[] isConditional;
    private boolean[] isInBranch;
    private boolean[] isDead;
    private boolean hasCommit;
    private int from;
    private int to;

    private Script(String text, String transaction) {
        this.text = text;
        this.transaction = transaction;
    }

    static Script of(HistoryRow row, SchemaState state) {
        Script script = new Script(row.text(), row.transaction());
        List<DdlStatement> parsed = row.text() == null ? List.of() : DdlParser.parse(row.text());
        DynamicStatements dynamic = new DynamicStatements(state, isOneTransaction(parsed) ? row.time() : null);
        List<Boolean> conditional = new ArrayList<>();
        List<Boolean> branches = new ArrayList<>();
        for (DdlStatement s : parsed) {
            script.add(s, s, false, conditional);
            branches.add(false);
            for (DynamicStatements.Inner inner : dynamic.of(s)) {
                script.add(inner.statement(), s, true, conditional);
                branches.add(inner.isInBranch());
            }
        }
        int n = script.statements.size();
        script.isConditional = new boolean[n];
        script.isInBranch = new boolean[n];
        for (int i = 0; i < n; i++) {
            script.isConditional[i] = conditional.get(i);
            script.isInBranch[i] = branches.get(i);
        }
        script.to = n;
        script.findRolledBack();
        return script;
    }

    /** Nothing comes behind its COMMIT: all of it began when its rows say. */
    private static boolean isOneTransaction(List<DdlStatement> statements) {
        for (int i = 0; i + 1 < statements.size(); i++) {
            String tag = statements.get(i).tag();
            if ("transaction control".equals(statements.get(i).reason()) && ("COMMIT".equals(tag) || "ROLLBACK".equals(tag) && !isTo(Words.of(statements.get(i).text())))) {
                return false;
            }
        }
        return true;
    }

    private void add(DdlStatement statement, DdlStatement origin, boolean isInner, List<Boolean> conditional) {
        statements.add(statement);
        origins.add(origin);
        conditional.add(isInner);
    }

    /** The first statement that may set a search_path; behind the last where none does. */
    int firstSetting() {
        int s = 0;
        while (s < statements.size() && (statements.get(s).kind() == DdlStatement.Kind.DDL || !Mention.isPossible(statements.get(s).text(), "search_path"))) {
            s++;
        }
        return s;
    }

    /** Marks what stands between BEGIN or SAVEPOINT and its ROLLBACK. */
    private void findRolledBack() {
        isDead = new boolean[statements.size()];
        int begin = 0;
        List<Savepoint> savepoints = new ArrayList<>();
        for (int i = 0; i < statements.size(); i++) {
            DdlStatement s = statements.get(i);
            if (!"transaction control".equals(s.reason())) {
                continue;
            }
            Words words = Words.of(s.text());
            String name = words.name(words.count() - 1);
            switch (s.tag()) {
                case "BEGIN", "START TRANSACTION", "COMMIT" -> {
                    hasCommit |= s.tag().equals("COMMIT");
                    begin = i;
                    savepoints.clear();
                }
                case "SAVEPOINT" -> savepoints.add(new Savepoint(name, i));
                case "RELEASE" -> savepoints.subList(last(savepoints, name), savepoints.size()).clear();
                case "ROLLBACK" -> {
                    int back = begin;
                    if (isTo(words)) {
                        int at = last(savepoints, name);
                        if (at < savepoints.size()) {
                            back = savepoints.get(at).statement;
                            savepoints.subList(at + 1, savepoints.size()).clear();
                        }
                    } else {
                        hasCommit = true;
                        begin = i;
                    }
                    Arrays.fill(isDead, back, i, true);
                }
                default -> { }
            }
        }
    }

    private record Savepoint(String name, int statement) {
    }

    /** The latest of that name hides the others; the list's size where there is none. */
    private static int last(List<Savepoint> savepoints, String name) {
        for (int i = savepoints.size() - 1; i >= 0; i--) {
            if (savepoints.get(i).name.equals(name)) {
                return i;
            }
        }
        return savepoints.size();
    }

    private static boolean isTo(Words words) {
        for (int i = 1; i < words.count(); i++) {
            if (words.is(i, "TO")) {
                return true;
            }
        }
        return false;
    }

    /** The row is of the same string, in a later transaction that the string itself began. */
    boolean goesOnIn(HistoryRow row) {
        return row.text() != null && row.text() == text && hasCommit && !row.transaction().equals(transaction) && to < statements.size();
    }

    Script rest() {
        from = to;
        to = statements.size();
        return this;
    }

    /** Ends this transaction's part behind the COMMIT that follows the last statement that a row was tied to. */
    void cutBehind(ScriptEvent[] events) {
        if (!hasCommit) {
            return;
        }
        int last = from;
        for (ScriptEvent event : events) {
            last = event == null ? last : Math.max(last, event.statement());
        }
        while (last < statements.size() && !("COMMIT".equals(statements.get(last).tag()))) {
            last++;
        }
        to = Math.min(statements.size(), last + 1);
    }

    List<ScriptEvent> events() {
        List<ScriptEvent> live = new ArrayList<>();
        for (ScriptEvent event : ScriptEvent.of(statements, isConditional)) {
            if (event.statement() >= from && !isDead[event.statement()]) {
                live.add(event);
            }
        }
        return live;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    DdlStatement statement(int i) {
        return statements.get(i);
    }

    boolean isConditional(int i) {
        return isConditional[i];
    }

    /** Of a conditional statement: it stands in a branch, so that the block may have run without it. */
    boolean isInBranch(int i) {
        return isInBranch[i];
    }

    boolean isDead(int i) {
        return isDead[i];
    }

    /** Where the statement stands in the text, in characters (code points), as SQL's substr counts. */
    int place(int i) {
        return text.codePointCount(0, origins.get(i).start());
    }

    int length(int i) {
        return text.codePointCount(origins.get(i).start(), origins.get(i).end());
    }
}
