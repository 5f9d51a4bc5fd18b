package org.pggit.audit.ddl;

/** What ALTER OPERATOR FAMILY adds and drops (source: gram.y, opclass_item and opclass_drop; objectaddress.c, getObjectIdentityParts). */
final class FamilyReader {
    private final TokenStream tokens;
    private final Draft draft;
    private final TargetReader targets;
    private final Target family;

    FamilyReader(TokenStream tokens, Draft draft, TargetReader targets, Target family) {
        this.tokens = tokens;
        this.draft = draft;
        this.targets = targets;
        this.family = family;
    }

    /** Behind ADD or DROP. */
    void read(Action action) {
        do {
            item(action);
            tokens.skipItem();
        } while (tokens.accept(TokenType.COMMA));
    }

    private void item(Action action) {
        boolean isOperator = tokens.accept(Keyword.OPERATOR);
        if (!isOperator) {
            tokens.expect(Keyword.FUNCTION);
        }
        if (!tokens.is(TokenType.NUMBER)) {
            throw tokens.unexpected("a number");
        }
        String number = tokens.written();
        tokens.advance();
        if (isOperator && action == Action.CREATE) {
            targets.names.operator();
        }
        String types = tokens.is(TokenType.LEFT_PAREN) ? types() : null;
        String verb = action == Action.CREATE ? "ADD " : "DROP ";
        draft.sub(verb.concat(isOperator ? "OPERATOR" : "FUNCTION"), types == null ? null : member(isOperator, number, types).with(action, 0));
    }

    /** One type stands for both sides. */
    private String types() {
        tokens.advance();
        String left = targets.types.type();
        String right = tokens.accept(TokenType.COMMA) ? targets.types.type() : left;
        tokens.expect(TokenType.RIGHT_PAREN);
        return new StringBuilder(" (").append(left).append(", ").append(right).append(")").toString();
    }

    private Target member(boolean isOperator, String number, String types) {
        String identity = (isOperator ? "operator " : "function ").concat(number).concat(types).concat(" of ").concat(family.identity());
        ObjectType type = isOperator ? ObjectType.OPERATOR_OF_ACCESS_METHOD : ObjectType.FUNCTION_OF_ACCESS_METHOD;
        return Target.identified(type, identity).within(family.identity());
    }
}
