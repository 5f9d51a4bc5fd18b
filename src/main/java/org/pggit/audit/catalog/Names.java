package org.pggit.audit.catalog;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.pggit.audit.ddl.Lexer;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.Token;
import org.pggit.audit.ddl.TokenType;

/**
 * What a statement of canonical DDL names: every {@code schema.name} in it, also one that is the whole of a string constant ({@code 'public.s'::regclass}), and the
 * names that stand without a schema because their kind has none ({@code LANGUAGE x}, {@code SERVER x}). Canonical DDL qualifies every name that
 * is not pg_catalog's, so this is all that the statement needs; it may be more (an alias and its column look like a name).
 */
final class Names {
    private static final int HEAD = 12;
    private static final int LONGEST_NAME = 140;

    /** Keys as {@link #key} makes them. */
    final Set<String> keys = new LinkedHashSet<>();
    /** Those of the keys that stand there more than once: a function that returns rows of the view of its own name. */
    final Set<String> repeated = new LinkedHashSet<>();
    /** Of the first tokens: words in upper case, all else empty. */
    final List<String> head = new ArrayList<>();
    /** GROUP BY or ON CONFLICT: the statement may rely on a key of a table that it names. */
    boolean needsConstraints;

    static Names of(String statement) {
        Names names = new Names();
        List<Token> tokens = new ArrayList<>();
        for (Token token : Lexer.tokens(statement)) {
            if (!token.type().isTrivia()) {
                tokens.add(token);
            }
        }
        for (int i = 0; i < tokens.size(); i++) {
            names.read(statement, tokens, i);
        }
        return names;
    }

    /** A name as a key; kinds without schema have the kind for one, in capitals and with a colon, which no other key begins with. */
    static String key(String schema, String name) {
        return schema + '\0' + name;
    }

    static String key(QualifiedName name) {
        return key(name.schema(), name.name());
    }

    private void read(String text, List<Token> tokens, int i) {
        Token token = tokens.get(i);
        boolean isWord = token.type() == TokenType.WORD;
        String word = isWord ? token.text(text).toUpperCase(Locale.ROOT) : "";
        Token next = i + 1 < tokens.size() ? tokens.get(i + 1) : null;
        if (i < HEAD) {
            boolean isPart = i > 0 && tokens.get(i - 1).type() == TokenType.DOT || next != null && next.type() == TokenType.DOT;
            head.add(isPart ? "" : word);
        }
        if (next == null) {
            return;
        }
        if (next.type() == TokenType.DOT && isName(token) && i + 2 < tokens.size()) {
            Token last = tokens.get(i + 2);
            if (isName(last) || last.type() == TokenType.OPERATOR) {
                String key = key(bare(text, token), bare(text, last));
                if (!keys.add(key)) {
                    repeated.add(key);
                }
            }
        } else if (token.type() == TokenType.STRING && next.type() == TokenType.TYPE_CAST && token.end() - token.start() < LONGEST_NAME) {
            String literal = token.text(text);
            keys.addAll(of(literal.substring(1, literal.length() - 1).replace("''", "'") + " ;").keys);
        } else if (isName(next)) {
            switch (word) {
                case "LANGUAGE", "SERVER", "WRAPPER", "USING" -> keys.add(key(':' + word, bare(text, next)));
                case "GROUP", "CONFLICT" -> needsConstraints = true;
                default -> { }
            }
        } else if (word.equals("CONFLICT")) {
            needsConstraints = true;
        }
    }

    private static boolean isName(Token token) {
        return token.type() == TokenType.WORD || token.type() == TokenType.QUOTED_NAME;
    }

    private static String bare(String text, Token token) {
        String written = token.text(text);
        return switch (token.type()) {
            case QUOTED_NAME -> written.substring(1, written.length() - 1).replace("\"\"", "\"");
            case WORD -> QualifiedName.fold(written);
            default -> written;
        };
    }
}
