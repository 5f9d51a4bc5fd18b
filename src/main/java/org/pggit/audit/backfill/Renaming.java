package org.pggit.audit.backfill;

import java.util.Objects;
import java.util.function.IntFunction;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/**
 * Puts another name into a statement's text where the old one means the object; everything else stays as written, byte for byte. Bodies of routines are strings
 * and stay, as in the server.
 */
final class Renaming {
    private static final String[] BEFORE_RELATION = {"TABLE", "ONLY", "REFERENCES", "FROM", "JOIN", "INTO", "UPDATE", "ON", "VIEW", "SEQUENCE", "LIKE", "BY", "COLUMN", "OF",
        "PARTITION", "EXISTS"};

    private Renaming() {
    }

    /** Replaces tokens: for each token number the text to put there, null to keep it, and "" to take it out. */
    private static String replace(Words words, IntFunction<String> replacement) {
        StringBuilder out = null;
        int copied = 0;
        for (int i = 0; i < words.count(); i++) {
            String put = replacement.apply(i);
            if (put != null) {
                out = out == null ? new StringBuilder(words.text().length() + 32) : out;
                out.append(words.text(), copied, words.start(i)).append(put);
                copied = words.end(i);
            }
        }
        return out == null ? words.text() : out.append(words.text(), copied, words.text().length()).toString();
    }

    /** The first time that the object's own name stands in its statement: the statement is about it under the new name, which is written with its schema. */
    static String subject(String statement, String oldName, QualifiedName newName) {
        Words words = Words.of(statement);
        // COMMENT ON COLUMN s.t.c: the column, and the schema, may have the table's name.
        int at = words.isPhrase(0, "COMMENT ON COLUMN") ? words.type(6) == TokenType.DOT ? 5 : 3 : 1;
        while (at < words.count() && !words.isPhrase(0, "COMMENT ON COLUMN") && !(oldName.equals(words.name(at)) && words.type(at + 1) != TokenType.DOT || oldName.equals(words.name(at)) && !oldName.equals(words.name(at + 2)))) {
            at++;
        }
        int found = at;
        boolean isQualified = words.type(found - 1) == TokenType.DOT;
        return replace(words, i -> i == found ? newName.toString() : isQualified && (i == found - 1 || i == found - 2) ? "" : null);
    }

    /** Every place of another object's text where a relation is meant. */
    static String relation(String text, QualifiedName old, QualifiedName now) {
        return named(text, old, now, (words, i) -> meansRelation(words, i, old.schema()));
    }

    /** A table that others inherit from, in their INHERITS (a, b). */
    static String parent(String suffix, QualifiedName old, QualifiedName now) {
        if (!Mention.isPossible(suffix, old.name())) {
            return suffix;
        }
        return named(suffix, old, now, (words, i) -> words.is(0, "INHERITS") && i < words.skip(1)
            && (words.type(i - 1) == TokenType.DOT ? old.schema().equals(words.name(i - 2)) : words.type(i + 1) != TokenType.DOT && "public".equals(old.schema())));
    }

    /** Every place where the name, with its schema or without any, stands for what {@code meaning} says. */
    static String named(String text, QualifiedName old, QualifiedName now, Meaning meaning) {
        if (!Mention.isPossible(text, old.name())) {
            return text;
        }
        Words words = Words.of(text);
        boolean[] isMeant = new boolean[words.count()];
        for (int i = 0; i < isMeant.length; i++) {
            isMeant[i] = old.name().equals(words.name(i)) && meaning.holds(words, i);
        }
        return replace(words, i -> {
            if (isMeant[i]) {
                boolean isWritten = words.type(i - 1) == TokenType.DOT;
                boolean isMoved = !Objects.equals(now.schema(), old.schema());
                return isWritten || isMoved && words.type(i + 1) != TokenType.DOT ? now.toString() : QualifiedName.quote(now.name());
            }
            boolean isSchema = i + 2 < isMeant.length && isMeant[i + 2] && words.type(i + 1) == TokenType.DOT;
            return isSchema || i + 1 < isMeant.length && isMeant[i + 1] && words.type(i) == TokenType.DOT ? "" : null;
        });
    }

    /** What the token of that number stands for. */
    interface Meaning {
        boolean holds(Words words, int at);
    }

    /** String constants of this content where {@code meaning} holds. */
    static String string(String text, String from, String to, Meaning meaning) {
        Words words = Words.of(text);
        return replace(words, i -> from.equals(words.string(i)) && meaning.holds(words, i) ? "'" + to.replace("'", "''") + "'" : null);
    }

    /** The text names the relation (or, where {@code isLoose}, anything of its name). */
    static boolean mentions(String text, QualifiedName relation, boolean isLoose) {
        if (!Mention.isPossible(text, relation.name())) {
            return false;
        }
        Words words = Words.of(text);
        for (int i = 0; i < words.count(); i++) {
            if (relation.name().equals(words.name(i)) && (isLoose || meansRelation(words, i, relation.schema()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean meansRelation(Words words, int at, String schema) {
        if (words.type(at - 1) == TokenType.DOT) {
            return schema != null && schema.equals(words.name(at - 2)) && words.type(at - 3) != TokenType.DOT;
        }
        if (words.type(at + 1) == TokenType.DOT) {
            // A schema of the same name would stand before a dot and the relation's own name.
            return true;
        }
        // CREATE RULE r AS ON DELETE TO t.
        boolean isOfRule = words.is(at - 1, "TO") && words.is(at - 3, "ON") && words.is(at - 4, "AS");
        return isOfRule || words.isAny(at - 1, BEFORE_RELATION) || Queries.joinAround(words, at) < at || words.type(at - 1) == TokenType.COMMA && isInFromList(words, at);
    }

    private static boolean isInFromList(Words words, int at) {
        int depth = 0;
        for (int i = at - 1; i > 0; i--) {
            TokenType type = words.type(i);
            depth += type == TokenType.RIGHT_PAREN ? 1 : type == TokenType.LEFT_PAREN ? -1 : 0;
            if (depth < 0 || depth == 0 && words.isAny(i, "SELECT", "WHERE", "GROUP", "ORDER", "SET", "BY", "ON")) {
                return false;
            }
            if (depth == 0 && words.is(i, "FROM")) {
                return true;
            }
        }
        return false;
    }

    /** A column's name wherever the text may mean the column: not before a parenthesis, not behind a cast. */
    static String column(String text, String from, String to) {
        if (!Mention.isPossible(text, from)) {
            return text;
        }
        Words words = Words.of(text);
        return replace(words, i -> isColumn(words, i, from) ? QualifiedName.quote(to) : null);
    }

    static boolean mentionsColumn(String text, String column) {
        Words words = Words.of(text);
        for (int i = 1; i < words.count(); i++) {
            if (isColumn(words, i, column)) {
                return true;
            }
        }
        return false;
    }

    /** In what is on a relation, behind its own name. */
    static boolean mentionsColumnOfDependant(String text, String column) {
        Words words = Words.of(text);
        for (int i = 3; i < words.count(); i++) {
            if (isColumn(words, i, column) && !words.is(i - 1, "ON") && !words.isAny(i - 1, "FUNCTION", "PROCEDURE")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isColumn(Words words, int i, String name) {
        return name.equals(words.name(i)) && words.type(i + 1) != TokenType.LEFT_PAREN && words.type(i + 1) != TokenType.DOT && words.type(i - 1) != TokenType.TYPE_CAST;
    }

    /** Behind a relation's name in another object's text, from the parenthesis, WHERE, OF, AS or WHEN on: CREATE INDEX, CREATE TRIGGER, CREATE POLICY. */
    static String columnOfDependant(String text, String from, String to) {
        Words words = Words.of(text);
        int start = 3;
        return replace(words, i -> i >= start && isColumn(words, i, from) && !words.is(i - 1, "ON") && !words.is(i - 1, "COLLATE") ? QualifiedName.quote(to) : null);
    }

    /** The columns of the constraint's own table; those of the table that a foreign key points to stay. */
    static String ownColumn(Constraint constraint, String from, String to) {
        String definition = constraint.definition();
        int references = constraint.kind() == Constraint.Kind.FOREIGN_KEY ? referencesAt(definition) : definition.length();
        return column(definition.substring(0, references), from, to) + definition.substring(references);
    }

    /** The columns of the table that a foreign key points to. */
    static String targetColumn(String definition, String from, String to) {
        Words words = Words.of(definition);
        int at = 0;
        while (at < words.count() && !words.is(at, "REFERENCES")) {
            at++;
        }
        int open = at + 1 + (words.type(at + 2) == TokenType.DOT ? 3 : 1);
        int close = words.type(open) == TokenType.LEFT_PAREN ? words.skip(open) : open;
        return replace(words, i -> i > open && i < close && from.equals(words.name(i)) ? QualifiedName.quote(to) : null);
    }

    private static int referencesAt(String definition) {
        Words words = Words.of(definition);
        for (int i = 0; i < words.count(); i++) {
            if (words.is(i, "REFERENCES")) {
                return words.start(i);
            }
        }
        return definition.length();
    }

    /** A foreign key's target with its schema, so that it does not depend on a search_path. */
    static String qualifyTarget(String definition, TableText.Names names) {
        QualifiedName target = new Constraint("", definition).target();
        if (target == null || target.schema() != null || target.name() == null) {
            return definition;
        }
        QualifiedName meant = names.relation(target);
        Words words = Words.of(definition);
        return replace(words, i -> words.is(i - 1, "REFERENCES") ? meant.toString() : null);
    }

    /** A definition says what is there, not how it came: without CONCURRENTLY, and without IF NOT EXISTS but for schemas and extensions. */
    static String plainCreate(String create, ObjectType type) {
        if (type == ObjectType.SCHEMA || type == ObjectType.EXTENSION) {
            return create;
        }
        Words words = Words.of(create);
        int at = 1;
        while (at < 6 && !words.is(at, "CONCURRENTLY") && !words.isPhrase(at, "IF NOT EXISTS") && words.type(at) == TokenType.WORD) {
            at++;
        }
        int end = words.is(at, "CONCURRENTLY") ? at + 1 : at;
        end = words.isPhrase(end, "IF NOT EXISTS") ? end + 3 : end;
        return end == at ? create : create.substring(0, words.start(at)) + create.substring(words.start(end));
    }

    static boolean isUnnamedIndex(String create) {
        Words words = Words.of(create);
        return words.isPhrase(1, "INDEX ON") || words.isPhrase(1, "UNIQUE INDEX ON");
    }

    static String nameIndex(String create, String name) {
        Words words = Words.of(create);
        int on = words.is(1, "UNIQUE") ? 3 : 2;
        return create.substring(0, words.start(on)) + QualifiedName.quote(name) + ' ' + create.substring(words.start(on));
    }

    /** A sequence in the string of nextval('...'). */
    static String inString(String text, QualifiedName old, QualifiedName now) {
        Words words = Words.of(text);
        return replace(words, i -> {
            String string = words.string(i);
            boolean isMeant = string != null && (string.equals(old.toString()) || string.equals(QualifiedName.quote(old.name())));
            return isMeant ? "'" + now.toString().replace("'", "''") + "'" : null;
        });
    }
}
