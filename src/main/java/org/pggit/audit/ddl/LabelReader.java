package org.pggit.audit.ddl;

/** COMMENT ON and SECURITY LABEL ON (source: gram.y, CommentStmt and SecLabelStmt). */
final class LabelReader {
    private final TokenStream tokens;
    private final Draft draft;
    private final TargetReader targets;

    LabelReader(TokenStream tokens, Draft draft, TargetReader targets) {
        this.tokens = tokens;
        this.draft = draft;
        this.targets = targets;
    }

    /** Requires the word COMMENT here. */
    void comment() {
        tokens.advance();
        draft.tag = "COMMENT";
        read(Action.COMMENT);
    }

    /** Requires the word SECURITY here. */
    void securityLabel() {
        tokens.advance();
        tokens.expect(Keyword.LABEL);
        draft.tag = "SECURITY LABEL";
        if (tokens.accept(Keyword.FOR)) {
            tokens.advance();
        }
        read(Action.SECURITY_LABEL);
    }

    private void read(Action action) {
        tokens.expect(Keyword.ON);
        Noun noun = Noun.take(tokens);
        if (noun == null || noun == Noun.USER_MAPPING || noun == Noun.USER || noun == Noun.GROUP) {
            throw tokens.unexpected("a kind of object");
        }
        Target target = targets.read(noun);
        tokens.expect(Keyword.IS);
        draft.add(target.with(action, 0));
    }
}
