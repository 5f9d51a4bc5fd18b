package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** One SELECT of rows that are constants, or PERFORM and CALL, which are written like it. Chapters 7.2 to 7.6 of the manual. */
final class Select {
    private static final String[] BEHIND_LIST = {"FROM", "INTO", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR", "WINDOW"};
    private static final String[] UNKNOWN_CLAUSES = {"GROUP", "HAVING", "FETCH", "WINDOW"};

    private final Interpreter run;
    private final Cursor cursor;
    private final Words words;
    private final Scope scope;
    private final int to;
    private final boolean isDistinct;
    private final SelectList list;

    /** cursor: at the SELECT. */
    Select(Interpreter run, Cursor cursor, Scope scope) {
        this.run = run;
        this.cursor = cursor;
        this.words = cursor.words;
        this.scope = scope;
        this.to = cursor.limit;
        int begin = cursor.at + 1;
        if (words.is(begin, "INTO")) {
            // Of PL/pgSQL: the targets may stand before the list.
            begin = SimpleStatement.names(words, words.is(begin + 1, "STRICT") ? begin + 2 : begin + 1, new ArrayList<>());
        }
        this.isDistinct = words.is(begin, "DISTINCT");
        begin = isDistinct || words.is(begin, "ALL") ? begin + 1 : begin;
        this.list = new SelectList(run, words, begin, cursor.find(begin, to, BEHIND_LIST), scope);
    }

    /** Null where they are not known. */
    Rows rows() {
        int from = cursor.find(list.end(), to, "FROM");
        int fromEnd = cursor.find(Math.min(from + 1, to), to, BEHIND_LIST);
        boolean isKnown = cursor.find(list.end(), to, UNKNOWN_CLAUSES) == to && !(isDistinct && words.is(list.begin(), "ON"));
        Rows sources = from == to ? Rows.of(List.of(new Value.Row(Map.of()))) : new Sources(run, words, scope).rows(from + 1, fromEnd);
        if (sources == null || !isKnown) {
            run.ledger().unsurely(list::calls);
            return null;
        }
        List<Value.Row> kept = kept(sources.all());
        if (kept == null) {
            return null;
        }
        Rows rows = list.isAggregate() ? list.aggregated(new Rows(kept, sources.isOrdered())) : listed(kept, sources.isOrdered());
        rows = rows == null ? null : isDistinct ? rows.distinct() : rows;
        return rows == null ? null : cut(rows);
    }

    /** Those that WHERE leaves. Of which that is not known, the calls in the list are made; then null. */
    private List<Value.Row> kept(List<Value.Row> sources) {
        int where = cursor.find(list.end(), to, "WHERE");
        int end = where == to ? to : cursor.find(where + 1, to, BEHIND_LIST);
        List<Value.Row> kept = new ArrayList<>();
        boolean isKnown = true;
        for (Value.Row source : sources) {
            if (where == to) {
                kept.add(source);
                continue;
            }
            scope.openColumns(source.fields());
            Value condition = run.value(words, new Code.Range(where + 1, end), scope);
            if (condition == Value.TRUE) {
                kept.add(source);
            } else if (condition != Value.FALSE && !condition.isNull()) {
                isKnown = false;
                run.ledger().unsurely(list::calls);
            }
            scope.close();
        }
        if (!isKnown) {
            for (Value.Row source : kept) {
                scope.openColumns(source.fields());
                list.calls();
                scope.close();
            }
        }
        return isKnown ? kept : null;
    }

    private Rows listed(List<Value.Row> sources, boolean isOrdered) {
        int order = cursor.find(list.end(), to, "ORDER");
        Ordering ordering = order == to ? null : new Ordering(run, words, scope, order + 2, cursor.find(order + 1, to, "LIMIT", "OFFSET", "FETCH", "FOR", "INTO"));
        List<Value.Row> rows = new ArrayList<>();
        boolean isKnown = true;
        for (Value.Row source : sources) {
            scope.openColumns(source.fields());
            List<Value.Row> listed = list.rows(source);
            isKnown &= listed != null && rows.size() + (listed == null ? 0 : listed.size()) <= Budget.ITERATIONS;
            for (int i = 0; isKnown && i < listed.size(); i++) {
                rows.add(listed.get(i));
                if (ordering != null) {
                    ordering.add(listed.get(i));
                }
            }
            scope.close();
        }
        return !isKnown ? null : ordering == null ? new Rows(rows, isOrdered) : ordering.ordered(rows);
    }

    private Rows cut(Rows rows) {
        int limit = cursor.find(list.end(), to, "LIMIT");
        int offset = cursor.find(list.end(), to, "OFFSET");
        Integer first = offset == to ? Integer.valueOf(0) : number(offset + 1);
        Integer most = limit == to || words.is(limit + 1, "ALL") ? Integer.valueOf(Integer.MAX_VALUE) : number(limit + 1);
        return first == null || most == null ? null : rows.part(first, most);
    }

    /** Null where it is none that is written out. */
    private Integer number(int at) {
        boolean isOnly = at + 1 >= to || words.isAny(at + 1, "LIMIT", "OFFSET", "INTO", "FOR");
        String written = words.type(at) == TokenType.NUMBER && isOnly ? words.written(at) : "";
        return written.matches("\\d{1,9}") ? Integer.valueOf(written) : null;
    }
}
