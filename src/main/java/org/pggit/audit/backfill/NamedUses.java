package org.pggit.audit.backfill;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/**
 * What the rename of a routine, a type or an enum's label changes in the texts of other objects: the server keeps them by OID, so they follow. Bodies that are
 * strings stay, as in the server.
 */
final class NamedUses {
    private static final String[] BEFORE_TABLE = {"REFERENCES", "INTO", "ON", "TABLE", "UPDATE"};

    private final SchemaState state;

    NamedUses(SchemaState state) {
        this.state = state;
    }

    //---------------------------------------------------------------- routines

    /** The routine has its new name already. Where others still have the old one only triggers tell which is meant: by having no arguments. */
    void routine(StoredObject routine, QualifiedName old) {
        QualifiedName now = routine.qualifiedName();
        boolean isOnly = state.routines(old).isEmpty();
        UnaryOperator<String> calls = text -> Renaming.named(text, old, now, (words, i) -> isCall(words, i, old.schema()));
        for (StoredObject other : state.naming(old.name())) {
            boolean isTrigger = other.type == ObjectType.TRIGGER || other.type == ObjectType.EVENT_TRIGGER;
            if (other != routine && (isOnly || isTrigger && "()".equals(routine.suffix))) {
                rewrite(other, UnaryOperator.identity(), calls);
            }
        }
    }

    private static boolean isCall(Words words, int i, String schema) {
        int first = words.type(i - 1) == TokenType.DOT ? i - 2 : i;
        if (words.type(i + 1) == TokenType.DOT || first < i && !words.name(first).equals(schema)) {
            return false;
        }
        if (words.isAny(first - 1, "FUNCTION", "PROCEDURE", "ROUTINE")) {
            return true;
        }
        // SFUNC = f, PROCEDURE = f: a definition's list, where nothing is computed.
        boolean isParameter = words.type(first - 1) == TokenType.OPERATOR && words.is(0, "CREATE") && (words.is(1, "AGGREGATE") || words.is(1, "OPERATOR") || words.is(1, "TYPE"));
        return isParameter || words.type(i + 1) == TokenType.LEFT_PAREN && words.type(first - 1) != TokenType.TYPE_CAST && !words.isAny(first - 1, BEFORE_TABLE);
    }

    /** The text calls a routine of the name. */
    static boolean calls(String text, QualifiedName routine) {
        return means(text, routine, (words, i) -> isCall(words, i, routine.schema()));
    }

    /** The text has a cast to the type. */
    static boolean casts(String text, QualifiedName type) {
        return means(text, type, (words, i) -> isOf(words, i, type.schema()) && isCastTo(words, i));
    }

    private static boolean means(String text, QualifiedName name, Renaming.Meaning meaning) {
        if (!Mention.isPossible(text, name.name())) {
            return false;
        }
        Words words = Words.of(text);
        for (int i = 0; i < words.count(); i++) {
            if (name.name().equals(words.name(i)) && meaning.holds(words, i)) {
                return true;
            }
        }
        return false;
    }

    //---------------------------------------------------------------- types

    /** The type has its new name already. Routines have it in their identities, so they move. */
    void type(StoredObject type, QualifiedName old) {
        QualifiedName now = type.qualifiedName();
        UnaryOperator<String> anywhere = text -> Renaming.named(text, old, now, (words, i) -> isOf(words, i, old.schema()));
        signatures(old, now);
        UnaryOperator<String> casts = text -> Renaming.named(text, old, now, (words, i) -> isOf(words, i, old.schema()) && isCastTo(words, i));
        UnaryOperator<String> definitions = text -> Renaming.named(text, old, now, (words, i) -> isOf(words, i, old.schema()) && (isCastTo(words, i) || isDeclaration(words, i)));
        for (StoredObject other : state.naming(old.name())) {
            if (other == type) {
                continue;
            }
            boolean isQuery = other.type == ObjectType.VIEW || other.type == ObjectType.MATERIALIZED_VIEW || other.parent != null;
            if (other.shape != null) {
                rewrite(other, anywhere, casts);
            } else {
                rewrite(other, anywhere, isQuery ? casts : definitions);
            }
        }
    }

    /** Routines and operators have their arguments' types in their identities, a table's row type as any other. */
    void signatures(QualifiedName old, QualifiedName now) {
        for (StoredObject other : state.naming(old.name())) {
            String suffix = other.suffix.isEmpty() ? "" : Renaming.named(other.suffix, old, now, (words, i) -> isOf(words, i, old.schema()));
            if (!suffix.equals(other.suffix)) {
                state.move(other, () -> {
                    other.suffix = suffix;
                    other.extras.replaceAll(statement -> Signature.write(statement, other));
                });
            }
        }
    }

    /** A relation's rows are a type of its name: routines take and return them. */
    void rowType(QualifiedName old, QualifiedName now) {
        signatures(old, now);
        for (StoredObject other : state.naming(old.name())) {
            if (other.shape != null) {
                rewrite(other, text -> Renaming.named(text, old, now, (words, i) -> isOf(words, i, old.schema())), UnaryOperator.identity());
            } else if (other.isRoutine()) {
                rewrite(other, UnaryOperator.identity(), text -> Renaming.named(text, old, now, (words, i) -> isOf(words, i, old.schema()) && isDeclaration(words, i)));
            }
        }
    }

    /** The routine takes or returns rows of the relation. */
    static boolean takesRows(StoredObject routine, QualifiedName relation) {
        if (!Mention.isPossible(routine.head, relation.name())) {
            return false;
        }
        Words arguments = Words.of(routine.suffix);
        for (int i = 0; i < arguments.count(); i++) {
            if (relation.name().equals(arguments.name(i)) && arguments.type(i - 1) == TokenType.DOT && relation.schema().equals(arguments.name(i - 2))) {
                return true;
            }
        }
        Words head = Words.of(routine.head);
        for (int i = 3; i < head.count(); i++) {
            boolean isResult = relation.name().equals(head.name(i)) && isOf(head, i, relation.schema()) && head.isAny(first(head, i) - 1, "RETURNS", "SETOF");
            if (isResult && !head.is(i, "TABLE") && head.type(i + 1) != TokenType.DOT) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOf(Words words, int i, String schema) {
        return words.type(i - 1) != TokenType.DOT || schema != null && schema.equals(words.name(i - 2));
    }

    private static int first(Words words, int i) {
        return words.type(i - 1) == TokenType.DOT ? i - 2 : i;
    }

    /** {@code x::t}, {@code CAST(x AS t)}, {@code t 'x'}. */
    private static boolean isCastTo(Words words, int i) {
        int before = first(words, i) - 1;
        return words.type(before) == TokenType.TYPE_CAST || words.is(before, "AS") && words.type(i + 1) == TokenType.RIGHT_PAREN || words.type(i + 1) == TokenType.STRING;
    }

    /** An argument's, a result's, an attribute's, an operand's type; a name of that spelling has its own type behind it. */
    private static boolean isDeclaration(Words words, int i) {
        int before = first(words, i) - 1;
        TokenType next = words.type(i + 1);
        if (words.is(i, "TABLE") && next == TokenType.LEFT_PAREN) {
            return false;
        }
        return words.isAny(before, "RETURNS", "SETOF", "AS") || words.type(before) == TokenType.OPERATOR || next == TokenType.COMMA || next == TokenType.RIGHT_PAREN
            || next == TokenType.LEFT_BRACKET || words.isAny(i + 1, "DEFAULT", "ARRAY");
    }

    //---------------------------------------------------------------- enum labels

    /** {@code ALTER TYPE t RENAME VALUE 'a' TO 'b'}; any other statement changes nothing. */
    void label(StoredObject type, Words statement) {
        int at = 2;
        while (at < statement.count() && !statement.isPhrase(at, "RENAME VALUE")) {
            at++;
        }
        String from = statement.string(at + 2);
        String to = statement.string(at + 4);
        if (from == null || to == null) {
            return;
        }
        QualifiedName name = type.qualifiedName();
        for (StoredObject table : state.naming(type.name)) {
            if (table.shape == null || table.shape.columns.stream().noneMatch(c -> isOfType(c, name))) {
                continue;
            }
            for (Column c : List.copyOf(table.shape.columns)) {
                String value = isOfType(c, name) && c.defaultValue() != null ? Renaming.string(c.defaultValue(), from, to, (words, i) -> true) : c.defaultValue();
                if (value != null && !value.equals(c.defaultValue())) {
                    state.touch(table);
                    table.shape.set(c.withDefault(value));
                }
            }
            Set<String> columns = new HashSet<>();
            table.shape.columns.stream().filter(c -> isOfType(c, name)).forEach(c -> columns.add(c.name()));
            UnaryOperator<String> compared = text -> Renaming.string(text, from, to, (words, i) -> isOfType(words, i, name) || isComparedWith(columns, words, i));
            rewrite(table, UnaryOperator.identity(), compared);
            for (StoredObject other : readers(table)) {
                boolean isQuery = other.type == ObjectType.VIEW || other.type == ObjectType.MATERIALIZED_VIEW || other.type == ObjectType.RULE;
                if (table.qualifiedName().equals(other.parent) || isQuery && Renaming.mentions(other.head, table.qualifiedName(), false)) {
                    rewrite(other, UnaryOperator.identity(), compared);
                }
            }
        }
    }

    /** What is on the table, or may read it. */
    private Set<StoredObject> readers(StoredObject table) {
        Set<StoredObject> readers = new LinkedHashSet<>(state.on(table.qualifiedName()));
        readers.addAll(state.naming(table.name));
        return readers;
    }

    static boolean isOfType(Column column, QualifiedName type) {
        return means(column.type(), type, (words, i) -> isOf(words, i, type.schema()) && words.type(i + 1) != TokenType.DOT);
    }

    /** {@code 'a'::t}. */
    private static boolean isOfType(Words words, int i, QualifiedName type) {
        int last = words.type(i + 3) == TokenType.DOT ? i + 4 : i + 2;
        return words.type(i + 1) == TokenType.TYPE_CAST && type.name().equals(words.name(last)) && (last == i + 2 || words.name(i + 2).equals(type.schema()));
    }

    /** {@code c = 'a'}, {@code 'a' = c}, {@code c IN ('a', ...)}, {@code c = ANY (ARRAY['a', ...])}, {@code CASE c WHEN 'a'}; a constant with a cast of its own is none of these. */
    private static boolean isComparedWith(Set<String> columns, Words words, int i) {
        if (words.type(i + 1) == TokenType.TYPE_CAST) {
            return false;
        }
        if (words.type(i - 1) == TokenType.OPERATOR && columns.contains(words.name(i - 2))) {
            return true;
        }
        if (words.type(i + 1) == TokenType.OPERATOR && columns.contains(words.name(words.type(i + 3) == TokenType.DOT ? i + 4 : i + 2))) {
            return true;
        }
        int before = i - 1;
        if (words.is(before, "WHEN")) {
            while (before > 0 && !words.is(before, "CASE")) {
                before--;
            }
            return columns.contains(words.name(words.type(before + 2) == TokenType.DOT ? before + 3 : before + 1));
        }
        while (words.type(before) == TokenType.COMMA || words.type(before).isString()) {
            before--;
        }
        boolean isIn = words.type(before) == TokenType.LEFT_PAREN && words.is(before - 1, "IN");
        boolean isAny = words.type(before) == TokenType.LEFT_BRACKET && words.is(before - 1, "ARRAY") && words.type(before - 4) == TokenType.OPERATOR;
        return isIn && columns.contains(words.name(words.is(before - 2, "NOT") ? before - 3 : before - 2)) || isAny && columns.contains(words.name(before - 5));
    }

    //---------------------------------------------------------------- texts

    /** What {@code types} makes of a table's column types, and {@code expressions} of all else: another object's CREATE, a table's defaults, generations and constraints. */
    private void rewrite(StoredObject object, UnaryOperator<String> types, UnaryOperator<String> expressions) {
        if (object.shape == null) {
            String head = expressions.apply(object.head);
            if (!head.equals(object.head)) {
                state.touch(object);
                object.head = head;
            }
            return;
        }
        for (Column c : List.copyOf(object.shape.columns)) {
            Column now = c.ofType(types.apply(c.type()), c.collation()).withDefault(c.defaultValue() == null ? null : expressions.apply(c.defaultValue()))
                .generated(c.generation() == null ? null : expressions.apply(c.generation()));
            if (!now.equals(c)) {
                state.touch(object);
                object.shape.set(now);
            }
        }
        for (int i = 0; i < object.shape.constraints.size(); i++) {
            Constraint c = object.shape.constraints.get(i);
            String definition = expressions.apply(c.definition());
            if (!definition.equals(c.definition())) {
                state.touch(object);
                object.shape.constraints.set(i, new Constraint(c.name(), definition));
            }
        }
    }
}
