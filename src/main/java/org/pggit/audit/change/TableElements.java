package org.pggit.audit.change;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pggit.audit.ddl.Lexer;
import org.pggit.audit.ddl.Token;
import org.pggit.audit.ddl.TokenType;

/** The columns and constraints between the parentheses of a CREATE TABLE, by name. */
final class TableElements {
    /** By name as written: the rest of the element, white space reduced to single spaces. */
    final Map<String, String> columns = new LinkedHashMap<>();
    final Map<String, String> constraints = new LinkedHashMap<>();

    /** The elements of a statement; none where it has no parentheses behind its name. */
    static TableElements of(String statement) {
        TableElements elements = new TableElements();
        List<Token> tokens = Lexer.tokens(statement).stream().filter(t -> !t.type().isTrivia()).toList();
        int depth = 0;
        int from = -1;
        for (int i = 0; i < tokens.size(); i++) {
            TokenType type = tokens.get(i).type();
            if (type == TokenType.LEFT_PAREN && ++depth == 1) {
                from = i + 1;
            } else if (type == TokenType.RIGHT_PAREN && --depth == 0) {
                elements.add(statement, tokens.subList(from, i));
                break;
            } else if (type == TokenType.COMMA && depth == 1) {
                elements.add(statement, tokens.subList(from, i));
                from = i + 1;
            }
        }
        return elements;
    }

    private void add(String text, List<Token> tokens) {
        if (tokens.isEmpty()) {
            return;
        }
        boolean isConstraint = tokens.size() > 2 && tokens.get(0).text(text).equalsIgnoreCase("CONSTRAINT");
        int rest = isConstraint ? 2 : 1;
        String said = rest >= tokens.size() ? "" : text.substring(tokens.get(rest).start(), tokens.get(tokens.size() - 1).end()).replaceAll("\\s+", " ");
        (isConstraint ? constraints : columns).put(tokens.get(rest - 1).text(text), said);
    }

    /** The type at the head of a column's definition: up to the first word that begins a clause. */
    static String typeOf(String definition) {
        List<Token> tokens = Lexer.tokens(definition);
        int depth = 0;
        for (Token token : tokens) {
            depth += token.type() == TokenType.LEFT_PAREN ? 1 : token.type() == TokenType.RIGHT_PAREN ? -1 : 0;
            if (depth == 0 && token.type() == TokenType.WORD && CLAUSES.contains(token.text(definition))) {
                return definition.substring(0, token.start()).strip();
            }
        }
        return definition.strip();
    }

    private static final List<String> CLAUSES = List.of("COLLATE", "DEFAULT", "NOT", "NULL", "GENERATED", "OPTIONS", "PRIMARY", "UNIQUE", "REFERENCES", "CHECK", "CONSTRAINT");
}
