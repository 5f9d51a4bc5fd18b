package org.pggit.audit.ddl;

/** Which reader a statement's first word calls for, and the statements that are no DDL (source: gram.y, stmt; cmdtaglist.h). */
final class StatementReader {
    private final TokenStream tokens;
    private final Draft draft;

    StatementReader(TokenStream tokens, Draft draft) {
        this.tokens = tokens;
        this.draft = draft;
    }

    void read() {
        Keyword word = tokens.keyword();
        if (word == null) {
            if (tokens.is(TokenType.LEFT_PAREN)) {
                notDdl("SELECT", "query");
                return;
            }
            throw tokens.unexpected("a command");
        }
        switch (word) {
            case CREATE -> new CreateReader(tokens, draft, new TargetReader(tokens)).read();
            case ALTER -> new AlterReader(tokens, draft, new TargetReader(tokens)).read();
            case DROP -> new DropReader(tokens, draft, new TargetReader(tokens)).read();
            case COMMENT -> new LabelReader(tokens, draft, new TargetReader(tokens)).comment();
            case SECURITY -> new LabelReader(tokens, draft, new TargetReader(tokens)).securityLabel();
            case GRANT -> new PrivilegeReader(tokens, draft, new TargetReader(tokens)).read(Action.GRANT);
            case REVOKE -> new PrivilegeReader(tokens, draft, new TargetReader(tokens)).read(Action.REVOKE);
            case REFRESH -> refresh();
            case IMPORT -> importSchema();
            case REASSIGN -> reassign();
            case SELECT, WITH -> query();
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
        draft.add(Target.qualified(ObjectType.MATERIALIZED_VIEW, new NameReader(tokens).qualified()).with(Action.REFRESH, flags));
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
        draft.add(Target.plain(ObjectType.SCHEMA, new NameReader(tokens).colId()).with(Action.IMPORT, 0));
    }

    private void reassign() {
        tokens.advance();
        tokens.expect(Keyword.OWNED);
        tokens.expect(Keyword.BY);
        draft.tag = "REASSIGN OWNED";
        NameReader names = new NameReader(tokens);
        do {
            draft.add(Target.plain(ObjectType.ROLE, names.role()).with(Action.REASSIGN, 0));
        } while (!draft.isHeadOnly && tokens.accept(TokenType.COMMA));
    }

    /** SELECT ... INTO t makes a table; INTO behind INSERT or MERGE (of a WITH) does not. */
    private void query() {
        Keyword verb = tokens.is(Keyword.SELECT) ? Keyword.SELECT : null;
        tokens.advance();
        while (!tokens.isAtEnd()) {
            Keyword word = tokens.keyword();
            if (tokens.is(TokenType.LEFT_PAREN)) {
                tokens.skipParentheses();
                continue;
            }
            if (verb == null && isVerb(word)) {
                verb = word;
            } else if (verb == Keyword.SELECT && word == Keyword.INTO) {
                selectInto();
                return;
            } else if (verb == Keyword.SELECT && (word == Keyword.FROM || word == Keyword.UNION)) {
                break;
            }
            tokens.advance();
        }
        boolean isChange = verb != null && verb != Keyword.SELECT && verb != Keyword.VALUES && verb != Keyword.TABLE;
        notDdl(isChange ? verb.name() : "SELECT", isChange ? "DML" : "query");
    }

    private static boolean isVerb(Keyword word) {
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
        QualifiedName name = draft.inSchema(new NameReader(tokens).qualified(), flags);
        draft.add(Target.qualified(ObjectType.TABLE, name).with(Action.CREATE, flags));
    }

    private void other(Keyword word) {
        Keyword second = tokens.keyword(1);
        switch (word) {
            case INSERT, UPDATE, DELETE, MERGE -> notDdl(word.name(), "DML");
            case VALUES, TABLE -> notDdl("SELECT", "query");
            case TRUNCATE -> notDdl("TRUNCATE TABLE", "DML");
            case COPY -> notDdl("COPY", "COPY");
            case DO -> notDdl("DO", "DO");
            case CALL -> notDdl("CALL", "CALL");
            case BEGIN -> notDdl("BEGIN", "transaction control");
            case START -> notDdl("START TRANSACTION", "transaction control");
            case COMMIT -> notDdl(second == Keyword.PREPARED ? "COMMIT PREPARED" : "COMMIT", "transaction control");
            case END -> notDdl("COMMIT", "transaction control");
            case ROLLBACK -> notDdl(second == Keyword.PREPARED ? "ROLLBACK PREPARED" : "ROLLBACK", "transaction control");
            case ABORT -> notDdl("ROLLBACK", "transaction control");
            case SAVEPOINT, RELEASE -> notDdl(word.name(), "transaction control");
            case PREPARE -> notDdl(second == Keyword.TRANSACTION ? "PREPARE TRANSACTION" : "PREPARE",
                second == Keyword.TRANSACTION ? "transaction control" : "prepared statement");
            case EXECUTE -> notDdl("EXECUTE", "prepared statement");
            case DEALLOCATE -> notDdl(second == Keyword.ALL ? "DEALLOCATE ALL" : "DEALLOCATE", "prepared statement");
            case SET -> notDdl(second == Keyword.CONSTRAINTS ? "SET CONSTRAINTS" : "SET", "session setting");
            case RESET, SHOW, LOAD -> notDdl(word.name(), "session setting");
            case DISCARD -> notDdl(second == null ? "DISCARD" : "DISCARD ".concat(second == Keyword.TEMPORARY ? "TEMP" : second.name()), "session setting");
            case EXPLAIN -> notDdl("EXPLAIN", "query");
            case DECLARE -> notDdl("DECLARE CURSOR", "cursor");
            case FETCH, MOVE -> notDdl(word.name(), "cursor");
            case CLOSE -> notDdl(second == Keyword.ALL ? "CLOSE CURSOR ALL" : "CLOSE CURSOR", "cursor");
            case LOCK -> notDdl("LOCK TABLE", "maintenance");
            case ANALYZE, ANALYSE -> notDdl("ANALYZE", "maintenance");
            case VACUUM, CLUSTER, REINDEX, CHECKPOINT -> notDdl(word.name(), "maintenance");
            case LISTEN, UNLISTEN, NOTIFY -> notDdl(word.name(), "notification");
            default -> throw tokens.unexpected("a command");
        }
    }
}
