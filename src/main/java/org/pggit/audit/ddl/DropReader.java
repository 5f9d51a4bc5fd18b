package org.pggit.audit.ddl;

import java.util.ArrayList;
import java.util.List;

/** DROP (source: gram.y, DropStmt, RemoveFuncStmt and the other Drop*Stmt rules). */
final class DropReader {
    private final TokenStream tokens;
    private final Draft draft;
    private final TargetReader targets;
    private int flags;

    DropReader(TokenStream tokens, Draft draft, TargetReader targets) {
        this.tokens = tokens;
        this.draft = draft;
        this.targets = targets;
    }

    /** Requires the word DROP here. */
    void read() {
        tokens.advance();
        if (tokens.accept(Keyword.OWNED, Keyword.BY)) {
            owned();
            return;
        }
        Noun noun = Noun.take(tokens);
        if (noun == null || noun == Noun.COLUMN || noun == Noun.CONSTRAINT || noun == Noun.LARGE_OBJECT) {
            throw tokens.unexpected("a kind of object");
        }
        draft.tag = draft.tagOf("DROP ", noun);
        if (tokens.accept(Keyword.CONCURRENTLY)) {
            flags |= Flag.CONCURRENTLY.bit;
        }
        if (tokens.accept(Keyword.IF, Keyword.EXISTS)) {
            flags |= Flag.IF_EXISTS.bit;
        }
        List<Target> dropped = new ArrayList<>(1);
        do {
            dropped.add(targets.read(noun));
        } while (!draft.isHeadOnly && tokens.accept(TokenType.COMMA));
        behaviour();
        for (Target target : dropped) {
            draft.add(target.with(Action.DROP, flags));
        }
    }

    private void behaviour() {
        if (draft.isHeadOnly) {
            return;
        }
        if (tokens.accept(Keyword.CASCADE)) {
            flags |= Flag.CASCADE.bit;
        } else if (!tokens.accept(Keyword.RESTRICT) && (tokens.accept(Keyword.WITH) || tokens.is(TokenType.LEFT_PAREN))) {
            // DROP DATABASE d [WITH] (FORCE)
            tokens.skipParentheses();
        }
        if (!tokens.isAtEnd()) {
            throw tokens.unexpected("the end of the statement");
        }
    }

    /** What the roles own the text does not tell. */
    private void owned() {
        draft.tag = "DROP OWNED";
        roles(Action.DROP);
        if (tokens.is(Keyword.CASCADE)) {
            flags |= Flag.CASCADE.bit;
        }
    }

    private void roles(Action action) {
        do {
            targets.names.role();
        } while (tokens.accept(TokenType.COMMA));
    }
}
