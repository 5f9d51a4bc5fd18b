package org.pggit.audit.ddl;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Ten times the text takes about ten times as long, not a hundred times. The factor is wide and the fastest of several rounds counts, so that nothing else
 * that the machine does can fail the test; whatever is quadratic takes a hundred times as long.
 */
class LinearTimeTest {
    private static final int SMALL = 1_000_000;
    private static final int LARGE = 10 * SMALL;
    private static final double MOST = 40;
    private static final int ROUNDS = 5;
    /** Below it, clocks and collections count for more than the text. */
    private static final double LEAST_MILLIS = 3;

    private record Shape(String name, String before, String bit, String after) {
        String text(int size) {
            return before + bit.repeat((size - before.length() - after.length()) / bit.length()) + after;
        }
    }

    private static final List<Shape> SHAPES = List.of(
        new Shape("nested comments", "", "/*", ""),
        new Shape("comments within comments", "", "/* a /* b */ */ ", "SELECT 1"),
        new Shape("line comments", "", "--\n", "SELECT 1"),
        new Shape("quotes", "", "'", ""),
        new Shape("doubled quotes", "SELECT '", "''", "'"),
        new Shape("continued strings", "SELECT '", "' \n'", "'"),
        new Shape("quoted names", "DROP TABLE a", ", \"a\"", ""),
        new Shape("dollar signs", "SELECT ", "$", ""),
        new Shape("dollar tags that close nothing", "SELECT $a$", "$b$", ""),
        new Shape("open parentheses", "SELECT ", "(", ""),
        new Shape("pairs of parentheses", "CREATE TABLE t (a int DEFAULT ", "()", ")"),
        new Shape("brackets", "CREATE TABLE t (a int", "[1]", ")"),
        new Shape("signs", "SELECT ", "+-", "1"),
        new Shape("a word", "SELECT ", "a", ""),
        new Shape("one function body", "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ ", "x := 'it''s'; -- \"\n", "$$"),
        new Shape("a body of SQL", "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC ", "SELECT CASE WHEN a THEN 1 END; ", "END"),
        new Shape("columns", "CREATE TABLE t (a int", ", b serial UNIQUE", ")"),
        new Shape("keys", "CREATE TABLE t (a int", ", UNIQUE (a, b), EXCLUDE (a WITH =)", ")"),
        new Shape("subcommands", "ALTER TABLE t ADD a int", ", ADD b serial", ""),
        new Shape("index elements", "CREATE INDEX ON t (a", ", lower(b)", ")"),
        new Shape("schema elements", "CREATE SCHEMA s ", "CREATE TABLE t (a serial) ", ""),
        new Shape("objects", "DROP TABLE a", ", b.c", ""),
        new Shape("statements", "", "CREATE TABLE t (id serial); COMMENT ON COLUMN t.id IS 'x'; ", ""),
        new Shape("COPY without data", "", "COPY t FROM stdin;\n", ""),
        new Shape("COPY with data", "", "COPY t FROM stdin;\n1\t2\n\\.\n", ""),
        new Shape("COPY in one line", "", "COPY t FROM stdin;/**/", ""),
        new Shape("COPY in one string", "", "COPY t FROM stdin\\;", ";\n1\n\\.\n"),
        new Shape("parentheses behind COPY", "COPY t ", "(", ""),
        new Shape("psql commands in one line", "", "\\a", ""),
        new Shape("a psql command's quotes", "\\a ", "'", ""),
        new Shape("a psql command's name", "\\", "a", ""),
        new Shape("psql's copy", "", "\\copy t from stdin\n1\n\\.\n", ""),
        new Shape("psql's copy without data", "", "\\copy t from stdin\n", ""),
        new Shape("settings", "", "SET standard_conforming_strings = off;", "SELECT '\\''"));

    @Test
    void tenTimesTheTextTakesTenTimesAsLong() {
        List<String> steeper = new ArrayList<>();
        for (Shape shape : SHAPES) {
            double most = MOST * smallMillis(shape.text(SMALL));
            String large = shape.text(LARGE);
            double millis = millis(large);
            // A round that something else held up is no proof: another one may be.
            for (int i = 1; i < ROUNDS && millis > most; i++) {
                millis = Math.min(millis, millis(large));
            }
            if (millis > most) {
                steeper.add(shape.name() + ": " + Math.round(millis) + " ms, at most " + Math.round(most));
            }
        }
        assertTrue(steeper.isEmpty(), steeper::toString);
    }

    private static double smallMillis(String text) {
        return Math.max(LEAST_MILLIS, Math.min(millis(text), millis(text)));
    }

    private static double millis(String text) {
        long start = System.nanoTime();
        DdlParser.parse(text);
        DdlParser.describe(text);
        NormalForm.of(text);
        return (System.nanoTime() - start) / 1e6;
    }
}
