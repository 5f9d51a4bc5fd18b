package org.pggit.audit.ddl;

import java.util.ArrayList;
import java.util.List;

/** CREATE INDEX and CREATE STATISTICS, and the lists of columns and expressions that give both their names where the text gives none. */
final class IndexReader {
    /** Only so many columns can show in a name of 63 bytes; an index has at most 32. */
    private static final int MOST_COLUMNS = 64;

    private final TokenStream tokens;
    private final Draft draft;
    private final TargetReader targets;
    private final NameReader names;

    IndexReader(TokenStream tokens, Draft draft, TargetReader targets) {
        this.tokens = tokens;
        this.draft = draft;
        this.targets = targets;
        this.names = targets.names;
    }

    /** Behind CREATE INDEX. The index lives in its table's schema. */
    void create(int modifiers) {
        int flags = modifiers;
        if (tokens.accept(Keyword.CONCURRENTLY)) {
            flags |= Flag.CONCURRENTLY.bit;
        }
        if (tokens.accept(Keyword.IF, Keyword.NOT, Keyword.EXISTS)) {
            flags |= Flag.IF_NOT_EXISTS.bit;
        }
        String name = tokens.is(Keyword.ON) ? null : names.colId();
        tokens.expect(Keyword.ON);
        QualifiedName table = draft.inSchema(names.relation(), 0);
        if (name == null) {
            name = new ImpliedNames().choose(table.name(), ImpliedNames.join(indexColumns()), "idx");
        }
        draft.add(Target.qualified(ObjectType.INDEX, new QualifiedName(table.schema(), name)).within(table.toString()).with(Action.CREATE, flags));
    }

    private List<String> indexColumns() {
        List<String> columns = new ArrayList<>();
        if (tokens.accept(Keyword.USING)) {
            names.colId();
        }
        elements(columns);
        if (tokens.accept(Keyword.INCLUDE)) {
            elements(columns);
        }
        return columns;
    }

    /** A parenthesised list of index elements: their names, as the index's own columns get them. */
    void elements(List<String> columns) {
        tokens.expect(TokenType.LEFT_PAREN);
        do {
            String column = new ExpressionName(tokens, targets).read();
            if (columns.size() < MOST_COLUMNS) {
                ImpliedNames.addDistinct(columns, column);
            }
            tokens.skipItem();
        } while (tokens.accept(TokenType.COMMA));
        tokens.expect(TokenType.RIGHT_PAREN);
    }

    /** Behind CREATE STATISTICS [IF NOT EXISTS]; a name may be left out since PostgreSQL 16. */
    void statistics(int flags) {
        QualifiedName name = tokens.is(Keyword.ON) || tokens.is(TokenType.LEFT_PAREN) ? null : names.qualified();
        if (name == null) {
            if (tokens.is(TokenType.LEFT_PAREN)) {
                tokens.skipParentheses();
            }
            tokens.expect(Keyword.ON);
            String columns = ImpliedNames.join(statisticsColumns());
            tokens.expect(Keyword.FROM);
            QualifiedName table = names.relation();
            name = new QualifiedName(table.schema(), new ImpliedNames().choose(table.name(), columns, "stat"));
        }
        draft.add(Target.qualified(ObjectType.STATISTICS_OBJECT, name).with(Action.CREATE, flags));
    }

    private List<String> statisticsColumns() {
        List<String> columns = new ArrayList<>();
        do {
            boolean isColumn = names.isColId(0) && (tokens.type(1) == TokenType.COMMA || tokens.keyword(1) == Keyword.FROM);
            String column = isColumn ? names.colId() : "expr";
            if (columns.size() < MOST_COLUMNS) {
                columns.add(column);
            }
            while (!tokens.is(TokenType.COMMA) && !tokens.is(Keyword.FROM) && !tokens.isAtEnd()) {
                skipOne();
            }
        } while (tokens.accept(TokenType.COMMA));
        return columns;
    }

    private void skipOne() {
        if (tokens.is(TokenType.LEFT_PAREN)) {
            tokens.skipParentheses();
        } else {
            tokens.advance();
        }
    }
}
