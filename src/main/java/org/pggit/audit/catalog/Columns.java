package org.pggit.audit.catalog;

import java.util.ArrayList;
import java.util.List;
import org.pggit.audit.ddl.Lexer;
import org.pggit.audit.ddl.Token;
import org.pggit.audit.ddl.TokenType;

/** The comment behind a view: {@code id integer, "Total" numeric(10,2), name text COLLATE public.c}. */
final class Columns {
    private Columns() {
    }

    /** Name and type (with its collation) of each, as written. */
    static List<String[]> split(String columns) {
        List<String[]> all = new ArrayList<>();
        int depth = 0;
        int from = 0;
        int nameEnd = -1;
        for (Token token : Lexer.tokens(columns + ",")) {
            depth += token.type() == TokenType.LEFT_PAREN ? 1 : token.type() == TokenType.RIGHT_PAREN ? -1 : 0;
            if (token.type() == TokenType.COMMA && depth == 0) {
                all.add(new String[] {columns.substring(from, nameEnd).strip(), columns.substring(nameEnd, token.start()).strip()});
                from = token.end();
                nameEnd = -1;
            } else if (nameEnd < 0 && !token.type().isTrivia()) {
                nameEnd = token.end();
            }
        }
        return all;
    }
}
