package org.pggit.audit.ddl;

/** Which reader a statement's first word calls for, and the statements that are no DDL (source: gram.y, stmt; cmdtaglist.h). */
final class StatementReader {
    private final TokenStream tokens;
    private final TargetReader targets;
    private Draft draft;

    StatementReader(TokenStream tokens) {
        this.tokens = tokens;
        this.targets = new TargetReader(tokens);
    }

    /** The statement that begins here, as far as it decides what is done to what. */
    void read(Draft into) {
        draft = into;
        int word = tokens.keyword();
        if (word == Keyword.NO_KEYWORD) {
            if (tokens.is(TokenType.LEFT_PAREN)) {
                parenthesisedQuery();
                return;
            }
            throw tokens.unexpected("a command");
        }
        switch (word) {
            case Keyword.CREATE -> new CreateReader(tokens, draft, targets).read();
            case Keyword.ALTER -> new AlterReader(tokens, draft, targets).read();
            case Keyword.DROP -> new DropReader(tokens, draft, targets).read();
            case Keyword.COMMENT -> new LabelReader(tokens, draft, targets).comment();
            case Keyword.SECURITY -> new LabelReader(tokens, draft, targets).securityLabel();
            case Keyword.GRANT -> new PrivilegeReader(tokens, draft, targets).read(Action.GRANT);
            case Keyword.REVOKE -> new PrivilegeReader(tokens, draft, targets).read(Action.REVOKE);
            case Keyword.REFRESH -> refresh();
            case Keyword.IMPORT -> importSchema();
            case Keyword.REASSIGN -> reassign();
            case Keyword.SELECT, Keyword.WITH -> query();
            default -> other(word);
        }
    }

    private void notDdl(String tag, String sort) {
        draft.tag = tag;
        draft.notDdl = sort;
    }

    private void refresh() {
        tokens.advance();
        tokens.expect(Keyword.MATERIALIZED);
        tokens.expect(Keyword.VIEW);
        draft.tag = "REFRESH MATERIALIZED VIEW";
        int flags = tokens.accept(Keyword.CONCURRENTLY) ? Flag.CONCURRENTLY.bit : 0;
        draft.add(Target.qualified(ObjectType.MATERIALIZED_VIEW, targets.names.qualified()).with(Action.REFRESH, flags));
    }

    /** The local schema is the object; which tables come the remote server decides, LIMIT TO or not. */
    private void importSchema() {
        tokens.advance();
        tokens.expect(Keyword.FOREIGN);
        tokens.expect(Keyword.SCHEMA);
        draft.tag = "IMPORT FOREIGN SCHEMA";
        while (!tokens.is(Keyword.INTO)) {
            if (tokens.isAtEnd()) {
                throw tokens.unexpected("into");
            }
            tokens.advance();
        }
        tokens.advance();
        draft.add(Target.plain(ObjectType.SCHEMA, targets.names.colId()).with(Action.IMPORT, 0));
    }

    private void reassign() {
        tokens.advance();
        tokens.expect(Keyword.OWNED);
        tokens.expect(Keyword.BY);
        draft.tag = "REASSIGN OWNED";
        do {
            draft.add(targets.role().with(Action.REASSIGN, 0));
        } while (!draft.isHeadOnly && tokens.accept(TokenType.COMMA));
    }

    /** SELECT ... INTO t makes a table; INTO behind INSERT or MERGE (of a WITH) does not. */
    private void query() {
        int verb = tokens.is(Keyword.SELECT) ? Keyword.SELECT : Keyword.NO_KEYWORD;
        tokens.advance();
        while (!tokens.isAtEnd()) {
            int word = tokens.keyword();
            if (tokens.is(TokenType.LEFT_PAREN)) {
                tokens.skipParentheses();
                continue;
            }
            if (verb == Keyword.NO_KEYWORD && isVerb(word)) {
                verb = word;
            } else if (verb == Keyword.SELECT && word == Keyword.INTO) {
                selectInto();
                return;
            } else if (verb == Keyword.SELECT && (word == Keyword.FROM || word == Keyword.UNION)) {
                break;
            }
            tokens.advance();
        }
        boolean isChange = verb != Keyword.NO_KEYWORD && verb != Keyword.SELECT && verb != Keyword.VALUES && verb != Keyword.TABLE;
        notDdl(isChange ? Keywords.capitals(verb) : "SELECT", isChange ? "DML" : "query");
    }

    /** (SELECT ... INTO t ...) makes a table as well. */
    private void parenthesisedQuery() {
        while (tokens.accept(TokenType.LEFT_PAREN)) {
            continue;
        }
        if (tokens.is(Keyword.SELECT)) {
            query();
        } else {
            notDdl("SELECT", "query");
        }
    }

    private static boolean isVerb(int word) {
        return word == Keyword.SELECT || word == Keyword.INSERT || word == Keyword.UPDATE || word == Keyword.DELETE || word == Keyword.MERGE
            || word == Keyword.VALUES || word == Keyword.TABLE;
    }

    private void selectInto() {
        tokens.advance();
        draft.tag = "SELECT INTO";
        int flags = 0;
        if (tokens.is(Keyword.LOCAL) || tokens.is(Keyword.GLOBAL)) {
            tokens.advance();
        }
        if (tokens.accept(Keyword.TEMP) || tokens.accept(Keyword.TEMPORARY)) {
            flags |= Flag.TEMPORARY.bit;
        } else if (tokens.accept(Keyword.UNLOGGED)) {
            flags |= Flag.UNLOGGED.bit;
        }
        tokens.accept(Keyword.TABLE);
        QualifiedName name = draft.inSchema(targets.names.qualified(), flags);
        draft.add(Target.qualified(ObjectType.TABLE, name).with(Action.CREATE, flags));
    }

    private void discard(int what) {
        String words = what == Keyword.NO_KEYWORD ? "" : what == Keyword.TEMPORARY ? " TEMP" : " ".concat(Keywords.capitals(what));
        notDdl("DISCARD".concat(words), "session setting");
    }

    private void other(int word) {
        int second = tokens.keyword(1);
        switch (word) {
            case Keyword.INSERT, Keyword.UPDATE, Keyword.DELETE, Keyword.MERGE -> notDdl(Keywords.capitals(word), "DML");
            case Keyword.VALUES, Keyword.TABLE -> notDdl("SELECT", "query");
            case Keyword.TRUNCATE -> notDdl("TRUNCATE TABLE", "DML");
            case Keyword.COPY -> notDdl("COPY", "COPY");
            case Keyword.DO -> notDdl("DO", "DO");
            case Keyword.CALL -> notDdl("CALL", "CALL");
            case Keyword.BEGIN -> notDdl("BEGIN", "transaction control");
            case Keyword.START -> notDdl("START TRANSACTION", "transaction control");
            case Keyword.COMMIT -> notDdl(second == Keyword.PREPARED ? "COMMIT PREPARED" : "COMMIT", "transaction control");
            case Keyword.END -> notDdl("COMMIT", "transaction control");
            case Keyword.ROLLBACK -> notDdl(second == Keyword.PREPARED ? "ROLLBACK PREPARED" : "ROLLBACK", "transaction control");
            case Keyword.ABORT -> notDdl("ROLLBACK", "transaction control");
            case Keyword.SAVEPOINT, Keyword.RELEASE -> notDdl(Keywords.capitals(word), "transaction control");
            case Keyword.PREPARE -> notDdl(second == Keyword.TRANSACTION ? "PREPARE TRANSACTION" : "PREPARE",
                second == Keyword.TRANSACTION ? "transaction control" : "prepared statement");
            case Keyword.EXECUTE -> notDdl("EXECUTE", "prepared statement");
            case Keyword.DEALLOCATE -> notDdl(second == Keyword.ALL ? "DEALLOCATE ALL" : "DEALLOCATE", "prepared statement");
            case Keyword.SET, Keyword.RESET -> {
                ScriptSettings.follow(tokens);
                notDdl(second == Keyword.CONSTRAINTS ? "SET CONSTRAINTS" : Keywords.capitals(word), "session setting");
            }
            case Keyword.SHOW, Keyword.LOAD -> notDdl(Keywords.capitals(word), "session setting");
            case Keyword.DISCARD -> discard(second);
            case Keyword.EXPLAIN -> notDdl("EXPLAIN", "query");
            case Keyword.DECLARE -> notDdl("DECLARE CURSOR", "cursor");
            case Keyword.FETCH, Keyword.MOVE -> notDdl(Keywords.capitals(word), "cursor");
            case Keyword.CLOSE -> notDdl(second == Keyword.ALL ? "CLOSE CURSOR ALL" : "CLOSE CURSOR", "cursor");
            case Keyword.LOCK -> notDdl("LOCK TABLE", "maintenance");
            case Keyword.ANALYZE, Keyword.ANALYSE -> notDdl("ANALYZE", "maintenance");
            case Keyword.VACUUM, Keyword.CLUSTER, Keyword.REINDEX, Keyword.CHECKPOINT -> notDdl(Keywords.capitals(word), "maintenance");
            case Keyword.LISTEN, Keyword.UNLISTEN, Keyword.NOTIFY -> notDdl(Keywords.capitals(word), "notification");
            default -> throw tokens.unexpected("a command");
        }
    }
}
