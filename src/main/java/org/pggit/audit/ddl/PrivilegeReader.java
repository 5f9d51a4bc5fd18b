package org.pggit.audit.ddl;

import java.util.ArrayList;
import java.util.List;

/**
 * GRANT, REVOKE, ALTER DEFAULT PRIVILEGES (source: gram.y, GrantStmt, GrantRoleStmt, DefACLAction). Types are the words of the server's own rows:
 * a sequence granted without the word SEQUENCE is a TABLE.
 */
final class PrivilegeReader {
    /** What privileges are granted on, and how it is named. */
    private enum Kind {
        TABLE("TABLE", ObjectType.TABLE, Form.QUALIFIED),
        SEQUENCE("SEQUENCE", ObjectType.SEQUENCE, Form.QUALIFIED),
        FOREIGN_DATA_WRAPPER("FOREIGN DATA WRAPPER", ObjectType.FOREIGN_DATA_WRAPPER, Form.PLAIN),
        FOREIGN_SERVER("FOREIGN SERVER", ObjectType.FOREIGN_SERVER, Form.PLAIN),
        FUNCTION("FUNCTION", ObjectType.FUNCTION, Form.ROUTINE),
        PROCEDURE("PROCEDURE", ObjectType.PROCEDURE, Form.ROUTINE),
        ROUTINE("ROUTINE", ObjectType.ROUTINE, Form.ROUTINE),
        DATABASE("DATABASE", ObjectType.DATABASE, Form.PLAIN),
        DOMAIN("DOMAIN", ObjectType.DOMAIN, Form.TYPE),
        LANGUAGE("LANGUAGE", ObjectType.LANGUAGE, Form.PLAIN),
        LARGE_OBJECT("LARGE OBJECT", ObjectType.LARGE_OBJECT, Form.LARGE_OBJECT),
        PARAMETER("PARAMETER", ObjectType.PARAMETER, Form.QUALIFIED),
        SCHEMA("SCHEMA", ObjectType.SCHEMA, Form.PLAIN),
        TABLESPACE("TABLESPACE", ObjectType.TABLESPACE, Form.PLAIN),
        TYPE("TYPE", ObjectType.TYPE, Form.TYPE),
        ALL_TABLES("ALL TABLES IN SCHEMA", ObjectType.TABLE, Form.ALL_IN_SCHEMA),
        ALL_SEQUENCES("ALL SEQUENCES IN SCHEMA", ObjectType.SEQUENCE, Form.ALL_IN_SCHEMA),
        ALL_FUNCTIONS("ALL FUNCTIONS IN SCHEMA", ObjectType.FUNCTION, Form.ALL_IN_SCHEMA),
        ALL_PROCEDURES("ALL PROCEDURES IN SCHEMA", ObjectType.PROCEDURE, Form.ALL_IN_SCHEMA),
        ALL_ROUTINES("ALL ROUTINES IN SCHEMA", ObjectType.ROUTINE, Form.ALL_IN_SCHEMA);

        private static final Kind[] VALUES = values();
        final int[] phrase;
        final ObjectType type;
        final int form;

        Kind(String words, ObjectType type, int form) {
            this.phrase = Keywords.phrase(words);
            this.type = type;
            this.form = form;
        }

        static Kind take(TokenStream tokens) {
            for (Kind kind : VALUES) {
                if (tokens.is(kind.phrase[0]) && !endsName(tokens, kind.phrase.length) && tokens.accept(kind.phrase)) {
                    return kind;
                }
            }
            return null;
        }

        /** What stands before it was a table's name, whatever it means elsewhere: {@code ON type TO}, {@code ON sequence.t TO}. */
        private static boolean endsName(TokenStream tokens, int ahead) {
            TokenType type = tokens.type(ahead);
            int word = tokens.keyword(ahead);
            return type == TokenType.COMMA || type == TokenType.DOT || word == Keyword.TO || word == Keyword.FROM;
        }
    }

    private final TokenStream tokens;
    private final Draft draft;
    private final TargetReader targets;
    private final NameReader names;

    PrivilegeReader(TokenStream tokens, Draft draft, TargetReader targets) {
        this.tokens = tokens;
        this.draft = draft;
        this.targets = targets;
        this.names = targets.names;
    }

    /** Requires the word GRANT or REVOKE here. */
    void read(Action action) {
        tokens.advance();
        if (!skipToOn()) {
            roles(action);
            return;
        }
        if (draft.tag == null) {
            draft.tag = action.name();
        }
        Kind kind = Kind.take(tokens);
        if (kind == null) {
            kind = Kind.TABLE;
        }
        do {
            draft.add(object(kind).with(action, kind.form == Form.ALL_IN_SCHEMA ? Flag.ALL_IN_SCHEMA.bit : 0));
        } while (!draft.isHeadOnly && tokens.accept(TokenType.COMMA));
        if (!tokens.is(Keyword.TO) && !tokens.is(Keyword.FROM) && !draft.isHeadOnly) {
            throw tokens.unexpected("to or from");
        }
    }

    /** Over the privileges, behind ON; false at TO or FROM, where it is roles that are granted. */
    private boolean skipToOn() {
        while (true) {
            if (tokens.is(TokenType.LEFT_PAREN)) {
                tokens.skipParentheses();
            } else if (tokens.accept(Keyword.ON)) {
                return true;
            } else if (tokens.is(Keyword.TO) || tokens.is(Keyword.FROM)) {
                return false;
            } else if (tokens.isAtEnd()) {
                throw tokens.unexpected("on, to or from");
            } else {
                roleOrPrivilege();
            }
        }
    }

    private final List<String> roles = new ArrayList<>(2);

    private void roleOrPrivilege() {
        if (tokens.keyword(1) == Keyword.OPTION && tokens.keyword(2) == Keyword.FOR) {
            // REVOKE ADMIN OPTION FOR, GRANT OPTION FOR; since PostgreSQL 16 any word may stand there (INHERIT, SET).
            tokens.advance();
            tokens.advance();
            tokens.advance();
            return;
        }
        if (tokens.accept(TokenType.COMMA)) {
            return;
        }
        if (names.isLabel(0) && !draft.isHeadOnly) {
            roles.add(tokens.nameHere());
        }
        if (names.isLabel(0) && draft.isHeadOnly && roles.isEmpty()) {
            roles.add(tokens.nameHere());
        }
        tokens.advance();
    }

    private void roles(Action action) {
        draft.tag = action.name().concat(" ROLE");
        for (String role : roles) {
            draft.add(Target.plain(ObjectType.ROLE, role).with(action, 0));
        }
    }

    private Target object(Kind kind) {
        if (kind.form == Form.ALL_IN_SCHEMA) {
            return new Target(kind.type, names.colId(), null, null, null);
        }
        return switch (kind.form) {
            case Form.PLAIN -> Target.plain(kind.type, names.colId());
            case Form.ROUTINE -> targets.routine(kind.type);
            case Form.LARGE_OBJECT -> targets.read(Noun.LARGE_OBJECT);
            case Form.TYPE -> Target.qualified(kind.type, names.function());
            default -> kind == Kind.PARAMETER
                ? Target.identified(kind.type, names.qualified().toString()) : Target.qualified(kind.type, draft.inSchema(names.relation(), 0));
        };
    }

    /** Behind ALTER DEFAULT PRIVILEGES. The identity is that of pg_default_acl's objects, one per role and schema. */
    void readDefaults() {
        draft.tag = "ALTER DEFAULT PRIVILEGES";
        List<String> forRoles = new ArrayList<>(1);
        List<String> inSchemas = new ArrayList<>(1);
        while (!tokens.is(Keyword.GRANT) && !tokens.is(Keyword.REVOKE)) {
            if (tokens.accept(Keyword.FOR)) {
                tokens.advance();
                list(forRoles, true);
            } else {
                tokens.expect(Keyword.IN);
                tokens.expect(Keyword.SCHEMA);
                list(inSchemas, false);
            }
        }
        boolean isGrant = tokens.is(Keyword.GRANT);
        tokens.advance();
        if (!skipToOn()) {
            throw tokens.unexpected("on");
        }
        ObjectType type = defaultsType();
        if (forRoles.isEmpty()) {
            forRoles.add(null);
        }
        if (inSchemas.isEmpty()) {
            inSchemas.add(null);
        }
        if ((long) forRoles.size() * inSchemas.size() > 10_000) {
            throw tokens.unexpected("fewer roles and schemas");
        }
        for (String role : forRoles) {
            for (String schema : inSchemas) {
                draft.add(Target.identified(type, identity(role, schema, type)).with(isGrant ? Action.GRANT : Action.REVOKE, 0));
            }
        }
    }

    private void list(List<String> list, boolean isRoles) {
        do {
            list.add(QualifiedName.quote(isRoles ? names.role() : names.colId()));
        } while (tokens.accept(TokenType.COMMA));
    }

    private ObjectType defaultsType() {
        int word = tokens.keyword();
        if (word != Keyword.NO_KEYWORD) {
            switch (word) {
                case Keyword.TABLES:
                    return ObjectType.TABLES;
                case Keyword.SEQUENCES:
                    return ObjectType.SEQUENCES;
                case Keyword.FUNCTIONS, Keyword.ROUTINES:
                    return ObjectType.FUNCTIONS;
                case Keyword.TYPES:
                    return ObjectType.TYPES;
                case Keyword.SCHEMAS:
                    return ObjectType.SCHEMAS;
                case Keyword.LARGE:
                    return ObjectType.LARGE_OBJECTS;
                default:
                    break;
            }
        }
        throw tokens.unexpected("tables, sequences, functions, types or schemas");
    }

    private static String identity(String role, String schema, ObjectType type) {
        StringBuilder identity = new StringBuilder();
        if (role != null) {
            identity.append("for role ").append(role).append(' ');
        }
        if (schema != null) {
            identity.append("in schema ").append(schema).append(' ');
        }
        return identity.append("on ").append(type.spelling()).toString();
    }
}
