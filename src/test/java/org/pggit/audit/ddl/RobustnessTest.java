package org.pggit.audit.ddl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Any input is answered: no exception, no hang, every token accounted for, time linear. {@code -Dfuzz.inputs=1000000} makes it longer, {@code -Dfuzz.seed=n}
 * repeats a run.
 */
class RobustnessTest {
    private static final int INPUTS = Integer.getInteger("fuzz.inputs", 200_000);
    private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
    private static final String[] SOUP = {
        "CREATE", "ALTER", "DROP", "TABLE", "VIEW", "FUNCTION", "(", ")", ",", ";", ".", "'", "\"", "$$", "$a$", "--", "/*", "*/", "\n", " ", "\\", "E'", "U&\"", "U&'",
        "\\;", "\\:", "\\copy t from stdin\n", "COPY t FROM STDIN", "SET standard_conforming_strings = off;", "UESCAPE", "'!'", "x", "\"X y\"", "1", "1.5e3", "::", "::int", "[", "]", "=", "+", "-", "@", "BEGIN", "ATOMIC", "CASE", "END", "SCHEMA", "ON", "TO", "AS", "SELECT",
        "INTO", "COPY t FROM stdin;", "\n\\.\n", "PRIMARY KEY", "UNIQUE", "GENERATED ALWAYS AS IDENTITY", "serial", "RENAME", "ADD", "COLUMN", "CONSTRAINT", "INDEX",
        "OPERATOR", "CLASS", "GRANT", "REVOKE", "DEFAULT", "PRIVILEGES", "FOR", "ALL", "IN", "COMMENT", "IS", "NULL", "\u00e4", "\ud83d\ude00", "\ud800", "\u0000", "\u0001",
        "%TYPE", "VARIADIC", "OUT", "TYPE", "EXCLUDE", "USING", "WITH", "PUBLICATION", "TABLES", "CAST", "ARRAY", "%"};

    @Test
    void anyInputIsAnsweredAndLosesNothing() {
        System.out.println("fuzz: seed " + SEED + ", " + INPUTS + " inputs");
        Random random = new Random(SEED);
        List<String> seeds = seeds();
        for (int i = 0; i < INPUTS; i++) {
            String input = switch (i % 4) {
                case 0 -> bytes(random);
                case 1 -> soup(random);
                default -> mutated(random, seeds);
            };
            try {
                check(input, seeds.get(random.nextInt(seeds.size())));
            } catch (RuntimeException | StackOverflowError | AssertionError e) {
                throw new AssertionError("seed " + SEED + ", input " + i + ": <" + input + ">", e);
            }
        }
    }

    private static List<String> seeds() {
        List<String> seeds = new ArrayList<>();
        for (String file : List.of("table", "relation", "routine", "type", "other", "shared", "rules-of-naming", "awkward", "not-ddl")) {
            for (CaseFilesTest.Case each : CaseFilesTest.cases(file)) {
                seeds.add(each.sql());
            }
        }
        return seeds;
    }

    private static String bytes(Random random) {
        char[] chars = new char[random.nextInt(60)];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) (random.nextInt(10) == 0 ? random.nextInt(65536) : random.nextInt(128));
        }
        return new String(chars);
    }

    private static String soup(Random random) {
        StringBuilder soup = new StringBuilder();
        for (int i = random.nextInt(25); i > 0; i--) {
            soup.append(SOUP[random.nextInt(SOUP.length)]).append(random.nextInt(3) == 0 ? "" : " ");
        }
        return soup.toString();
    }

    private static String mutated(Random random, List<String> seeds) {
        StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
        for (int i = 1 + random.nextInt(4); i > 0 && text.length() > 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(5)) {
                case 0 -> text.setLength(at);
                case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(6)));
                case 2 -> text.insert(at, SOUP[random.nextInt(SOUP.length)]);
                case 3 -> text.setCharAt(at, (char) random.nextInt(300));
                default -> text.append(random.nextBoolean() ? "; " : " ").append(seeds.get(random.nextInt(seeds.size())));
            }
        }
        return text.toString();
    }

    private static void check(String input, String other) {
        int at = 0;
        boolean isWhole = true;
        for (Token token : Lexer.tokens(input)) {
            isWhole &= !token.unterminated() && token.type() != TokenType.PSQL_COMMAND && token.type() != TokenType.COPY_DATA;
            assertEquals(at, token.start(), "gap");
            assertTrue(token.end() > token.start(), "empty token");
            at = token.end();
        }
        assertEquals(input.length(), at, "lost the end");
        List<DdlStatement> statements = DdlParser.parse(input);
        List<StatementSplitter.Range> ranges = StatementSplitter.split(input);
        assertEquals(ranges.size(), statements.size(), "statements");
        int last = 0;
        for (int i = 0; i < ranges.size(); i++) {
            StatementSplitter.Range range = ranges.get(i);
            DdlStatement statement = statements.get(i);
            assertTrue(last <= range.leadingStart() && range.leadingStart() <= range.start() && range.start() < range.end(), "order");
            assertEquals(range.start(), statement.start());
            assertEquals(range.end(), statement.end());
            assertEquals(range.text(input), statement.text());
            assertTrue(statement.kind() == DdlStatement.Kind.UNCLASSIFIED ? statement.problemAt() >= range.start() && statement.reason() != null
                : statement.problemAt() == -1, "problem");
            last = range.end();
            for (DdlObject object : statement.objects()) {
                object.newIdentity();
            }
        }
        DdlObject own = DdlParser.describe(input);
        NormalForm form = NormalForm.of(input);
        assertTrue(form.plain().length() <= 4 * input.length() + 4, "normal form");
        if (isWhole) {
            assertEquals(form.plain(), NormalForm.of(form.plain()).plain(), "normal form of a normal form");
        }
        if (own.name() != null) {
            checkRename(input, own, other);
        }
    }

    /** Equal forms have a quick number in common, where they have numbers. */
    private static void checkRename(String input, DdlObject own, String other) {
        DdlObject theirs = DdlParser.describe(other);
        if (theirs.name() != null && NormalForm.butForName(input, own).fits(NormalForm.butForName(other, theirs))) {
            long[] numbers = QuickShape.of(input, own);
            long[] theirNumbers = QuickShape.of(other, theirs);
            assertTrue(numbers == null || theirNumbers == null || Arrays.stream(numbers).anyMatch(n -> Arrays.stream(theirNumbers).anyMatch(t -> t == n)), "quick number");
        }
    }

    @Test
    void megabytesOfOneThingTakeNoTimeToSpeakOf() {
        List<String> classics = List.of("(", "/*", "'", "\"", "$$", "a ");
        List<String> heads = List.of("", "CREATE TABLE t (a int DEFAULT ", "SELECT ", "CREATE FUNCTION f(a ", "CREATE INDEX ON t (", "CREATE TABLE t AS SELECT ");
        String[] bits = {"(", ")", "/*", "*/", "'", "''", "\"", "$", "$$", "$a$", "$a", "--\n", "+", "+-", "@-", "[", "E'\\", "a", "a.", "a,", ";", "\\.\n", "COPY t FROM stdin;\n",
            "COPY t FROM stdin;\n\\.\n", "\n", "' \n'", "CASE ", "(CASE ", "1", "U&\"a\" UESCAPE ", "CREATE TABLE t();", "CREATE SCHEMA s ", "CREATE TABLE t (a serial) ",
            "a int UNIQUE, ", "EXCLUDE (a WITH =),  ", "CAST(", "::int", "ADD a serial, ", "\u00e4", "'--\n", "BEGIN ATOMIC ", "int[", "ARRAY", "a "};
        for (String head : heads) {
            for (String bit : bits) {
                int size = head.isEmpty() && classics.contains(bit) ? 10_000_000 : 1_000_000;
                String text = head + bit.repeat(size / bit.length());
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                    DdlParser.parse(text);
                    DdlParser.describe(text);
                    StatementSplitter.split(text);
                }, () -> head + " and much of " + bit);
            }
        }
    }

    @Test
    void longFunctionBodyIsNotReadToDescribeIt() {
        String body = "x := 'it''s'; -- \"\n".repeat(600_000);
        String text = "CREATE FUNCTION f(a int) RETURNS int LANGUAGE plpgsql AS $body$" + body + "$body$";

        long start = System.nanoTime();
        for (int i = 0; i < 10_000; i++) {
            assertEquals("f(integer)", DdlParser.describe(text).identity());
        }
        double micros = (System.nanoTime() - start) / 10_000 / 1e3;

        assertTrue(micros < 500, "describe read on: " + micros + " us");
        assertEquals(1, DdlParser.parse(text).size());
    }
}
