package org.pggit.audit.ddl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** scan.l's rules, one row each: the text, and its tokens as TYPE:text, white space left out. */
class LexerTest {
    private static final String[][] ROWS = {
        {"a b1$ _c \u00e4", "WORD:a WORD:b1$ WORD:_c WORD:\u00e4"},
        {"\"a\"\"b\" \"\"", "QUOTED_NAME:\"a\"\"b\" QUOTED_NAME:\"\""},
        {"U&\"a\" u&'b' U &", "UNICODE_NAME:U&\"a\" UNICODE_STRING:u&'b' WORD:U OPERATOR:&"},
        {"'a''b' E'\\'' e'\\\\' N'x' B'1' x'F'", "STRING:'a''b' ESCAPE_STRING:E'\\'' ESCAPE_STRING:e'\\\\' NATIONAL_STRING:N'x' BIT_STRING:B'1' HEX_STRING:x'F'"},
        {"'a' 'b'", "STRING:'a' STRING:'b'"},
        {"'a\\' b", "STRING:'a\\' WORD:b"},
        {"$$a$b$$ $x$ $$ $x$ a$$b", "DOLLAR_STRING:$$a$b$$ DOLLAR_STRING:$x$ $$ $x$ WORD:a$$b"},
        {"$1 $12x $", "PARAMETER:$1 PARAMETER:$12 WORD:x STRAY:$"},
        {"1 1.5 .5 1. 1e5 1e+5 1e 1..2 1_000 0x1F 0o17 0b01 0xg", "NUMBER:1 NUMBER:1.5 NUMBER:.5 NUMBER:1. NUMBER:1e5 NUMBER:1e+5 NUMBER:1 WORD:e NUMBER:1 DOT_DOT:.. NUMBER:2"
            + " NUMBER:1_000 NUMBER:0x1F NUMBER:0o17 NUMBER:0b01 NUMBER:0 WORD:xg"},
        {"a::b :c := => d", "WORD:a TYPE_CAST::: WORD:b COLON:: WORD:c COLON_EQUALS::= OPERATOR:=> WORD:d"},
        {"1+-2 a<-1 a@-1 +++ <=-", "NUMBER:1 OPERATOR:+ OPERATOR:- NUMBER:2 WORD:a OPERATOR:< OPERATOR:- NUMBER:1 WORD:a OPERATOR:@- NUMBER:1 OPERATOR:+ OPERATOR:+ OPERATOR:+ OPERATOR:<= OPERATOR:-"},
        {"a<>--b\n*/*c*/+", "WORD:a OPERATOR:<> LINE_COMMENT:--b OPERATOR:* BLOCK_COMMENT:/*c*/ OPERATOR:+"},
        {"/*a/*b*/c*/d /**/ /***/", "BLOCK_COMMENT:/*a/*b*/c*/ WORD:d BLOCK_COMMENT:/**/ BLOCK_COMMENT:/***/"},
        {"(a,[b];c.d)", "LEFT_PAREN:( WORD:a COMMA:, LEFT_BRACKET:[ WORD:b RIGHT_BRACKET:] SEMICOLON:; WORD:c DOT:. WORD:d RIGHT_PAREN:)"},
        {"\\d x; y\nz", "PSQL_COMMAND:\\d x; y WORD:z"},
        {"a\\;b\\:c\\::d", "WORD:a SEMICOLON:\\; WORD:b COLON:\\: WORD:c COLON:\\: COLON:: WORD:d"},
        {"\\a 'b\\c' \\d \\\\ e", "PSQL_COMMAND:\\a 'b\\c'  PSQL_COMMAND:\\d \\\\ WORD:e"},
        {"\\! a \\b\n\\o |c \\d\ne", "PSQL_COMMAND:\\! a \\b PSQL_COMMAND:\\o |c \\d WORD:e"},
        {"{a}", "STRAY:{ WORD:a STRAY:}"},
        {"abc'd'", "WORD:abc STRING:'d'"},
    };

    @Test
    void tokensFollowScanL() {
        for (String[] row : ROWS) {
            StringBuilder said = new StringBuilder();
            for (Token token : Lexer.tokens(row[0])) {
                if (token.type() != TokenType.WHITESPACE) {
                    said.append(said.isEmpty() ? "" : " ").append(token.type()).append(':').append(token.text(row[0]));
                }
            }
            assertEquals(row[1], said.toString(), row[0]);
        }
    }

    @Test
    void stringsContinueOnTheNextLine() {
        assertEquals(1, Lexer.tokens("'a'\n'b'").size());
        assertEquals(1, Lexer.tokens("'a' -- c\n \t'b' \r 'c'").size());
        assertEquals(1, Lexer.tokens("E'a\\''\n'\\'b'").size());
        assertEquals(3, Lexer.tokens("'a' /* c\n */'b'").stream().filter(token -> token.type() != TokenType.WHITESPACE).count());
    }

    @Test
    void whatDoesNotEndSaysSo() {
        for (String text : List.of("'a", "\"a", "$$a", "$x$ $y$", "/* /* */", "E'\\'", "U&'", "B'1")) {
            List<Token> tokens = Lexer.tokens(text);
            assertTrue(tokens.get(tokens.size() - 1).unterminated(), text);
        }
        assertFalse(Lexer.tokens("-- a").get(0).unterminated());
    }

    @Test
    void linesAndColumnsAreCounted() {
        Token token = Lexer.tokens("a\r\n'x\ny' /* \r */ b").stream().reduce((first, second) -> second).orElseThrow();
        assertEquals(4, token.line());
        assertEquals(5, token.column());
    }
}
