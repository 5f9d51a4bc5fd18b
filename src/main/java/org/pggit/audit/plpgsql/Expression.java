package org.pggit.audit.plpgsql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/**
 * Reads an expression and reckons it, by the server's precedence. A part that is not known makes what needs it unknown; calls of routines are made
 * wherever they stand.
 */
final class Expression {
    /** Calls of what is no function of the server's. */
    interface Calls {
        Value call(String schema, String name, List<Value> arguments, Map<String, Value> named);
    }

    private static final int OR = 1;
    private static final int AND = 2;
    private static final int NOT = 3;
    private static final int IS = 4;
    private static final int COMPARISON = 5;
    private static final int MEMBERSHIP = 6;
    private static final int OTHER = 7;
    private static final int SUM = 8;
    private static final int PRODUCT = 9;

    private final Words words;
    private final Scope scope;
    private final Casts casts;
    private final Calls calls;
    private final Budget budget;
    private final int limit;
    private int at;
    private int depth;

    private Expression(Words words, int from, int limit, Scope scope, Casts casts, Calls calls, Budget budget) {
        this.words = words;
        this.at = from;
        this.limit = Math.min(limit, words.count());
        this.scope = scope;
        this.casts = casts;
        this.calls = calls;
        this.budget = budget;
    }

    /** What the words of the range give. Where only the first of them are an expression: UNKNOWN, and the calls in the others are made, too. */
    static Value of(Words words, Code.Range range, Scope scope, Casts casts, Calls calls, Budget budget) {
        Expression e = new Expression(words, range.from(), range.to(), scope, casts, calls, budget);
        Value value = e.at < e.limit ? e.value(OR) : Value.UNKNOWN;
        boolean isWhole = e.at >= e.limit;
        while (e.at < e.limit && budget.step()) {
            int next = e.at + 1;
            if (words.isName(e.at) && words.type(e.at + 1) == TokenType.LEFT_PAREN) {
                e.value(OTHER);
            }
            e.at = Math.max(e.at, next);
        }
        return isWhole ? value : Value.UNKNOWN;
    }

    private boolean is(String operator) {
        return at < limit && words.written(at).equals(operator);
    }

    private boolean isWord(String word) {
        return at < limit && words.is(at, word);
    }

    /** Recurses for each parenthesis and each step of precedence: {@link Budget#NESTED} ends it. */
    private Value value(int lowest) {
        if (!budget.step() || depth > Budget.NESTED) {
            at = limit;
            return Value.UNKNOWN;
        }
        depth++;
        Value left = prefix(lowest);
        while (at < limit) {
            int before = at;
            left = infix(left, lowest);
            if (at == before) {
                break;
            }
            if (!budget.step()) {
                at = limit;
                left = Value.UNKNOWN;
            }
        }
        depth--;
        return left;
    }

    private Value prefix(int lowest) {
        if (isWord("NOT") && lowest <= NOT) {
            at++;
            return Operators.not(value(NOT));
        }
        if (is("-") || is("+")) {
            boolean isMinus = is("-");
            at++;
            Value value = postfix(primary());
            return isMinus ? Operators.reckon("-", Value.number(0), value) : value;
        }
        return postfix(primary());
    }

    /** Casts, subscripts, fields. */
    private Value postfix(Value first) {
        Value value = first;
        while (at < limit) {
            if (words.type(at) == TokenType.TYPE_CAST) {
                TypeName type = TypeName.read(words, at + 1, limit);
                at = type.end();
                value = modified(casts.cast(value, type.name()), type);
            } else if (words.type(at) == TokenType.LEFT_BRACKET) {
                int close = words.skip(at) - 1;
                Value index = inner(at + 1, close);
                boolean isElement = value instanceof Value.Array && index instanceof Value.Number n && n.isInteger();
                value = isElement ? element((Value.Array) value, (Value.Number) index) : Value.UNKNOWN;
                at = close + 1;
            } else if (words.type(at) == TokenType.DOT) {
                value = value instanceof Value.Row r && words.isName(at + 1) ? r.fields().getOrDefault(words.name(at + 1), Value.UNKNOWN) : Value.UNKNOWN;
                at += 2;
            } else if (isWord("COLLATE")) {
                at += 2;
            } else {
                break;
            }
        }
        return value;
    }

    /** varchar(3) and numeric(4, 1) cut what is longer. */
    private static Value modified(Value value, TypeName type) {
        return !type.hasModifier() || type.name().equals("timestamp") || value instanceof Value.Text t && t.output().length() < 2 ? value : Value.UNKNOWN;
    }

    private static Value element(Value.Array array, Value.Number index) {
        int i = index.is().abs().precision() > 9 ? 0 : index.is().intValue();
        return i >= 1 && i <= array.elements().size() ? array.elements().get(i - 1) : Value.NULL;
    }

    /** What stands between two words, as an expression of its own. */
    private Value inner(int from, int to) {
        if (depth > Budget.NESTED) {
            return Value.UNKNOWN;
        }
        Expression e = new Expression(words, from, to, scope, casts, calls, budget);
        e.depth = depth + 1;
        Value value = from < to ? e.value(OR) : Value.UNKNOWN;
        return e.at >= e.limit ? value : Value.UNKNOWN;
    }

    //---------------------------------------------------------------- operators

    private Value infix(Value left, int lowest) {
        boolean isNot = isWord("NOT") && words.isAny(at + 1, "IN", "LIKE", "ILIKE", "BETWEEN");
        int word = isNot ? at + 1 : at;
        if (words.type(at) == TokenType.OPERATOR) {
            return operator(left, words.written(at), lowest);
        }
        if (isWord("OR") && lowest <= OR) {
            at++;
            return Operators.or(left, value(AND));
        }
        if (isWord("AND") && lowest <= AND) {
            at++;
            return Operators.and(left, value(NOT));
        }
        if (isWord("IS") && lowest <= IS) {
            return is(left);
        }
        if (words.isAny(word, "IN", "LIKE", "ILIKE", "BETWEEN") && word < limit && lowest <= MEMBERSHIP) {
            at = word;
            Value found = membership(left);
            return isNot ? Operators.not(found) : found;
        }
        if (isWord("AT") && words.isPhrase(at + 1, "TIME ZONE")) {
            at += 3;
            value(OTHER);
            return Value.UNKNOWN;
        }
        return left;
    }

    private Value operator(Value left, String operator, int lowest) {
        switch (operator) {
            case "=", "<>", "!=", "<", ">", "<=", ">=" -> {
                if (lowest > COMPARISON) {
                    return left;
                }
                at++;
                if (words.isAny(at, "ANY", "SOME", "ALL") && words.type(at + 1) == TokenType.LEFT_PAREN) {
                    return any(left, operator);
                }
                return Operators.compare(operator, left, value(MEMBERSHIP));
            }
            case "+", "-" -> {
                if (lowest > SUM) {
                    return left;
                }
                at++;
                return Operators.reckon(operator, left, value(PRODUCT));
            }
            case "*", "/", "%" -> {
                if (lowest > PRODUCT) {
                    return left;
                }
                at++;
                return Operators.reckon(operator, left, prefix(PRODUCT + 1));
            }
            case "||" -> {
                if (lowest > OTHER) {
                    return left;
                }
                at++;
                Value joined = Operators.concatenate(left, value(SUM));
                budget.read(joined instanceof Value.Text t ? t.output().length() : 0);
                return joined;
            }
            default -> {
                if (lowest > OTHER) {
                    return left;
                }
                at++;
                value(SUM);
                return Value.UNKNOWN;
            }
        }
    }

    private Value any(Value left, String operator) {
        boolean isAll = words.is(at, "ALL");
        int close = words.skip(at + 1) - 1;
        Value array = inner(at + 2, close);
        at = close + 1;
        if (!(array instanceof Value.Array a)) {
            return Value.UNKNOWN;
        }
        Value found = Value.of(isAll);
        for (Value e : a.elements()) {
            Value one = Operators.compare(operator, left, e);
            found = isAll ? Operators.and(found, one) : Operators.or(found, one);
        }
        return found;
    }

    private Value is(Value left) {
        at++;
        boolean isNot = isWord("NOT");
        at = isNot ? at + 1 : at;
        Value found = Value.UNKNOWN;
        if (isWord("NULL")) {
            found = left.isKnown() ? Value.of(left.isNull()) : Value.UNKNOWN;
        } else if (words.isAny(at, "TRUE", "FALSE")) {
            found = left instanceof Value.Bool || left.isNull() ? Value.of(left == Value.of(isWord("TRUE"))) : Value.UNKNOWN;
        } else if (words.isPhrase(at, "DISTINCT FROM")) {
            at += 2;
            Value right = value(MEMBERSHIP);
            Value same = left.isNull() || right.isNull() ? left.isKnown() && right.isKnown() ? Value.of(left == right) : Value.UNKNOWN : Operators.compare("=", left, right);
            return isNot ? same : Operators.not(same);
        }
        at++;
        return isNot ? Operators.not(found) : found;
    }

    private Value membership(Value left) {
        if (isWord("BETWEEN")) {
            at++;
            Value low = value(OTHER);
            at += isWord("AND") ? 1 : 0;
            Value high = value(OTHER);
            return Operators.and(Operators.compare(">=", left, low), Operators.compare("<=", left, high));
        }
        if (!isWord("IN")) {
            boolean isAnyCase = isWord("ILIKE");
            at++;
            Value pattern = value(OTHER);
            boolean isKnown = left instanceof Value.Text && pattern instanceof Value.Text;
            return isKnown ? Patterns.like(left.output(), pattern.output(), isAnyCase) : left.isNull() || pattern.isNull() ? Value.NULL : Value.UNKNOWN;
        }
        at++;
        if (words.type(at) != TokenType.LEFT_PAREN) {
            return Value.UNKNOWN;
        }
        int close = words.skip(at) - 1;
        Value found = words.isAny(at + 1, "SELECT", "VALUES", "WITH") ? Value.UNKNOWN : Value.FALSE;
        for (int from = at + 1; from < close && found.isKnown(); ) {
            int to = words.endOfItem(from, close);
            found = Operators.or(found, Operators.compare("=", left, inner(from, to)));
            from = to + 1;
        }
        at = close + 1;
        return found;
    }

    //---------------------------------------------------------------- operands

    private Value primary() {
        if (at >= limit) {
            return Value.UNKNOWN;
        }
        TokenType type = words.type(at);
        if (type.isString()) {
            return Constants.of(words, at++);
        }
        if (type == TokenType.NUMBER) {
            return Casts.number(words.written(at++));
        }
        if (type == TokenType.PARAMETER) {
            return scope.get(words.written(at++));
        }
        if (type == TokenType.LEFT_PAREN) {
            return parenthesis();
        }
        if (!words.isName(at)) {
            at++;
            return Value.UNKNOWN;
        }
        return type == TokenType.WORD && words.type(at + 1) != TokenType.DOT ? word() : name();
    }

    private Value parenthesis() {
        int open = at;
        int close = words.skip(open) - 1;
        at = close + 1;
        if (words.isAny(open + 1, "SELECT", "WITH", "VALUES")) {
            int end = open + 2;
            while (end < close && !words.isAny(end, "FROM", "WHERE", "UNION", "ORDER", "LIMIT") && words.type(end) != TokenType.COMMA) {
                end = words.skip(end);
            }
            return words.is(open + 1, "SELECT") && end >= close ? inner(open + 2, close) : Value.UNKNOWN;
        }
        return inner(open + 1, close);
    }

    private Value word() {
        if (isWord("NULL") || isWord("TRUE") || isWord("FALSE")) {
            return words.is(at++, "NULL") ? Value.NULL : Value.of(words.is(at - 1, "TRUE"));
        }
        if (isWord("CASE")) {
            return cases();
        }
        if (isWord("ARRAY") && words.type(at + 1) == TokenType.LEFT_BRACKET) {
            return array();
        }
        if (isWord("CAST") && words.type(at + 1) == TokenType.LEFT_PAREN) {
            return cast();
        }
        if (words.isAny(at, "EXISTS", "ROW", "ARRAY", "POSITION", "OVERLAY", "TRIM") && words.type(at + 1) == TokenType.LEFT_PAREN && !isPlainTrim()) {
            at = words.skip(at + 1);
            return Value.UNKNOWN;
        }
        if (words.isAny(at, "EXTRACT", "SUBSTRING") && words.type(at + 1) == TokenType.LEFT_PAREN) {
            return fromTo();
        }
        if (words.type(at + 1).isString() && at + 1 < limit) {
            // DATE '2024-01-01': a constant of a type.
            at += 2;
            return casts.cast(Constants.of(words, at - 1), TypeName.read(words, at - 2, at - 1).name());
        }
        return name();
    }

    private boolean isPlainTrim() {
        int close = words.skip(at + 1) - 1;
        for (int i = at + 2; i < close && isWord("TRIM"); i = words.skip(i)) {
            if (words.isAny(i, "FROM", "BOTH", "LEADING", "TRAILING")) {
                return false;
            }
        }
        return isWord("TRIM");
    }

    private Value cases() {
        Value operand = null;
        at++;
        if (!isWord("WHEN")) {
            operand = value(OR);
        }
        Value found = null;
        while (isWord("WHEN")) {
            at++;
            Value condition = value(OR);
            condition = operand == null ? condition : Operators.compare("=", operand, condition);
            at += isWord("THEN") ? 1 : 0;
            Value then = value(OR);
            found = found != null ? found : condition == Value.TRUE ? then : condition.isKnown() ? null : Value.UNKNOWN;
        }
        if (isWord("ELSE")) {
            at++;
            Value otherwise = value(OR);
            found = found != null ? found : otherwise;
        }
        if (!isWord("END")) {
            return Value.UNKNOWN;
        }
        at++;
        return found == null ? Value.NULL : found;
    }

    private Value array() {
        int close = words.skip(at + 1) - 1;
        List<Value> elements = new ArrayList<>();
        boolean isNested = false;
        for (int from = at + 2; from < close; ) {
            int to = words.endOfItem(from, close);
            Value e = inner(from, to);
            isNested |= e instanceof Value.Array || words.type(from) == TokenType.LEFT_BRACKET;
            elements.add(e instanceof Value.Text t && t.type() == null ? Value.text(t.output()) : e);
            from = to + 1;
        }
        at = close + 1;
        return isNested ? Value.UNKNOWN : new Value.Array(elements);
    }

    private Value cast() {
        int close = words.skip(at + 1) - 1;
        int as = at + 2;
        while (as < close && !words.is(as, "AS")) {
            as = words.skip(as);
        }
        Value value = inner(at + 2, as);
        TypeName type = TypeName.read(words, as + 1, close);
        at = close + 1;
        return modified(casts.cast(value, type.name()), type);
    }

    /** EXTRACT(unit FROM time), SUBSTRING(text FROM n FOR m) and SUBSTRING with commas. */
    private Value fromTo() {
        int begin = at;
        int close = words.skip(at + 1) - 1;
        int from = at + 2;
        while (from < close && !words.is(from, "FROM")) {
            from = words.skip(from);
        }
        if (from >= close) {
            return name();
        }
        at = close + 1;
        if (words.is(begin, "EXTRACT")) {
            return Functions.call("date_part", List.of(Value.text(words.isName(begin + 2) ? words.name(begin + 2) : ""), inner(from + 1, close)));
        }
        int until = from + 1;
        while (until < close && !words.is(until, "FOR")) {
            until = words.skip(until);
        }
        List<Value> arguments = new ArrayList<>(List.of(inner(begin + 2, from), inner(from + 1, until)));
        if (until < close) {
            arguments.add(inner(until + 1, close));
        }
        return Functions.call("substring", arguments);
    }

    /** A variable, a field of one, or a call. */
    private Value name() {
        String first = words.name(at++);
        String second = null;
        if (words.type(at) == TokenType.DOT && words.isName(at + 1) && at + 1 < limit) {
            second = words.name(at + 1);
            boolean isCall = words.type(at + 2) == TokenType.LEFT_PAREN && at + 2 < limit;
            Value holder = isCall ? Value.UNKNOWN : scope.get(first);
            if (!isCall && holder instanceof Value.Row row) {
                at += 2;
                return row.fields().getOrDefault(second, Value.UNKNOWN);
            }
            at += 2;
            if (!isCall) {
                // A block's or a routine's variable.
                return scope.has(first) ? Value.UNKNOWN : scope.get(second);
            }
        }
        if (words.type(at) != TokenType.LEFT_PAREN || at >= limit) {
            return scope.get(first);
        }
        return call(second == null ? null : first, second == null ? first : second);
    }

    private Value call(String schema, String name) {
        int close = words.skip(at) - 1;
        List<Value> arguments = new ArrayList<>();
        Map<String, Value> named = new LinkedHashMap<>();
        for (int from = at + 1; from < close; ) {
            int to = words.endOfItem(from, close);
            boolean isNamed = words.isName(from) && (words.written(from + 1).equals("=>") || words.type(from + 1) == TokenType.COLON_EQUALS);
            if (isNamed) {
                named.put(words.name(from), inner(from + 2, to));
            } else {
                arguments.add(inner(from, to));
            }
            from = to + 1;
        }
        at = close + 1;
        boolean isServers = (schema == null || schema.equals("pg_catalog")) && named.isEmpty();
        Value value = isServers ? Functions.call(name, arguments) : null;
        value = value == null ? calls.call(schema, name, arguments, named) : value;
        budget.read(value instanceof Value.Text t ? t.output().length() : 0);
        if (words.isAny(at, "FILTER", "OVER") && at < limit) {
            at = words.skip(at + 1);
            return Value.UNKNOWN;
        }
        return value;
    }
}
