package org.pggit.audit.ddl;

import java.util.ArrayList;
import java.util.List;

/** All tokens of a text, with their lines and columns. */
final class TokenList {
    private TokenList() {
    }

    static List<Token> of(String text) {
        List<Token> tokens = new ArrayList<>(text.length() / 4 + 1);
        Lexer lexer = new Lexer(text);
        int line = 1;
        int lineStart = 0;
        for (TokenType type = lexer.next(); type != TokenType.END; type = lexer.next()) {
            tokens.add(new Token(type, lexer.start(), lexer.end(), line, lexer.start() - lineStart + 1, lexer.isUnterminated()));
            if (type == TokenType.WORD) {
                continue;
            }
            for (int i = lexer.start(); i < lexer.end(); i++) {
                char c = text.charAt(i);
                if (c == '\n' || c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n')) {
                    line++;
                    lineStart = i + 1;
                }
            }
        }
        return tokens;
    }
}
