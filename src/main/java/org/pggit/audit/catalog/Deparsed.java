package org.pggit.audit.catalog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.pggit.audit.ddl.Lexer;
import org.pggit.audit.ddl.Token;
import org.pggit.audit.ddl.TokenType;

/**
 * What the server prints of an expression does not always read back as that expression: run as it is, the text would make an object that is printed in another
 * way. Two forms are common, and are written here so that they mean what they were printed from:
 *
 * <ul>
 * <li>{@code (ARRAY['a'::character varying])::text[]}, from {@code x IN ('a')} of a varchar: read back, the cast would go to each element.
 *     With {@code ::character varying[]} on the array itself it stays where it is.
 * <li>{@code NULL::integer} in the list of a SELECT, without AS, from a NULL in an arm of UNION: read back, the column would have the type's name.
 *     The server prints AS for every name but {@code ?column?}, so this is the one that it had.
 * </ul>
 */
final class Deparsed {
    private static final Set<TokenType> LITERALS = Set.of(TokenType.STRING, TokenType.ESCAPE_STRING, TokenType.BIT_STRING, TokenType.HEX_STRING, TokenType.NUMBER);
    private static final Set<TokenType> OF_A_TYPE = Set.of(TokenType.WORD, TokenType.QUOTED_NAME, TokenType.DOT, TokenType.LEFT_PAREN, TokenType.RIGHT_PAREN, TokenType.NUMBER, TokenType.COMMA,
        TokenType.LEFT_BRACKET, TokenType.RIGHT_BRACKET);
    private static final Set<String> ENDS_LIST = Set.of("FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "UNION", "INTERSECT", "EXCEPT", "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR", "RETURNING");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private final StringBuilder exact = new StringBuilder();
    private int copied;

    private Deparsed(String text) {
        this.text = text;
        for (Token token : Lexer.tokens(text)) {
            if (!token.type().isTrivia()) {
                tokens.add(token);
            }
        }
    }

    /** The statement in a form that the server reads as what it was printed from. Bodies and constants are left alone. */
    static String exact(String statement) {
        if (!statement.contains("(ARRAY[") && !statement.contains("SELECT ")) {
            return statement;
        }
        Deparsed deparsed = new Deparsed(statement);
        deparsed.read();
        return deparsed.exact.append(statement, deparsed.copied, statement.length()).toString();
    }

    private void read() {
        // For each open parenthesis, and the statement itself: are we in the list of a SELECT?
        Deque<Boolean> inList = new ArrayDeque<>(List.of(false));
        for (int i = 0; i < tokens.size(); i++) {
            switch (type(i)) {
                case LEFT_PAREN -> {
                    castArray(i);
                    inList.push(false);
                }
                case RIGHT_PAREN -> {
                    if (inList.size() > 1) {
                        inList.pop();
                    }
                }
                case WORD -> {
                    String word = word(i);
                    if (word.equals("SELECT")) {
                        inList.pop();
                        inList.push(true);
                        nameItem(i + 1);
                    } else if (ENDS_LIST.contains(word)) {
                        inList.pop();
                        inList.push(false);
                    }
                }
                case COMMA -> {
                    if (inList.peek()) {
                        nameItem(i + 1);
                    }
                }
                default -> { }
            }
        }
    }

    /** ( ARRAY [ elements ] ) :: type [ ]. */
    private void castArray(int paren) {
        // Within another that is written already it stays as it is.
        if (tokens.get(paren).start() < copied || !word(paren + 1).equals("ARRAY") || type(paren + 2) != TokenType.LEFT_BRACKET) {
            return;
        }
        String elementType = null;
        int cast = -1;
        int depth = 0;
        int i = paren + 3;
        for (; i < tokens.size(); i++) {
            TokenType type = type(i);
            if (depth == 0 && (type == TokenType.COMMA || type == TokenType.RIGHT_BRACKET)) {
                String own = cast < 0 ? "" : typeName(cast + 1, i);
                if (own.isEmpty() || elementType != null && !elementType.equals(own)) {
                    return;
                }
                elementType = own;
                cast = -1;
                if (type == TokenType.RIGHT_BRACKET) {
                    break;
                }
            } else if (type == TokenType.TYPE_CAST && depth == 0) {
                cast = i;
            }
            depth += type == TokenType.LEFT_PAREN || type == TokenType.LEFT_BRACKET ? 1 : type == TokenType.RIGHT_PAREN || type == TokenType.RIGHT_BRACKET ? -1 : 0;
        }
        if (type(i + 1) == TokenType.RIGHT_PAREN && type(i + 2) == TokenType.TYPE_CAST) {
            insert(tokens.get(paren).end(), "(");
            insert(tokens.get(i).end(), ")::" + elementType + "[]");
        }
    }

    /** The tokens as a type's name without its modifier; empty: they are more than that. */
    private String typeName(int from, int to) {
        StringBuilder name = new StringBuilder();
        int depth = 0;
        for (int i = from; i < to; i++) {
            Token token = tokens.get(i);
            depth += token.type() == TokenType.LEFT_PAREN ? 1 : 0;
            if (!OF_A_TYPE.contains(token.type()) || token.type() == TokenType.LEFT_BRACKET) {
                return "";
            } else if (depth == 0) {
                name.append(i > from && token.start() > tokens.get(i - 1).end() ? " " : "").append(token.text(text));
            }
            depth -= token.type() == TokenType.RIGHT_PAREN ? 1 : 0;
        }
        return name.toString();
    }

    /** literal :: type, and then the next item or the end of the list. */
    private void nameItem(int first) {
        if (first < tokens.size() && tokens.get(first).start() < copied || type(first + 1) != TokenType.TYPE_CAST || !LITERALS.contains(type(first)) && !word(first).equals("NULL")) {
            return;
        }
        int depth = 0;
        int i = first + 2;
        for (; i < tokens.size(); i++) {
            TokenType type = type(i);
            if (depth == 0 && (type == TokenType.COMMA || type == TokenType.RIGHT_PAREN || type == TokenType.SEMICOLON || ENDS_LIST.contains(word(i)))) {
                break;
            } else if (!OF_A_TYPE.contains(type) || word(i).equals("AS")) {
                return;
            }
            depth += type == TokenType.LEFT_PAREN ? 1 : type == TokenType.RIGHT_PAREN ? -1 : 0;
        }
        insert(tokens.get(i - 1).end(), " AS \"?column?\"");
    }

    private void insert(int at, String what) {
        exact.append(text, copied, at).append(what);
        copied = at;
    }

    private TokenType type(int i) {
        return i < tokens.size() ? tokens.get(i).type() : TokenType.END;
    }

    private String word(int i) {
        return type(i) == TokenType.WORD ? tokens.get(i).text(text).toUpperCase(Locale.ROOT) : "";
    }
}
