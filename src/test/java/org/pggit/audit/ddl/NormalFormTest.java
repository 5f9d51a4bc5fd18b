package org.pggit.audit.ddl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NormalFormTest {
    private static NormalForm form(String text) {
        return NormalForm.butForName(text, DdlParser.describe(text));
    }

    private static void renamed(String old, String now) {
        assertTrue(form(old).fits(form(now)), old + " / " + now);
        assertTrue(form(now).fits(form(old)), now + " / " + old);
    }

    private static void different(String old, String now) {
        assertFalse(form(old).fits(form(now)), old + " / " + now);
    }

    @Test
    void commentsSpaceCaseAndNeedlessQuotesAreOut() {
        assertEquals(
            NormalForm.of("create table public.t (id int not null, name text default 'X')"),
            NormalForm.of("/* c */ CREATE  TABLE \"public\".T(\n  ID INT NOT NULL, -- c\n  \"name\" TEXT DEFAULT 'X'\n);\n;"));
    }

    @Test
    void neededQuotesLiteralsAndOperatorsStay() {
        assertNotEquals(NormalForm.of("CREATE TABLE \"T\" ()"), NormalForm.of("CREATE TABLE t ()"));
        assertNotEquals(NormalForm.of("SELECT 'a'"), NormalForm.of("SELECT 'A'"));
        assertNotEquals(NormalForm.of("SELECT \"user\""), NormalForm.of("SELECT user"));
        assertNotEquals(NormalForm.of("SELECT a <= b"), NormalForm.of("SELECT a < = b"));
        assertNotEquals(NormalForm.of("AS $$ SELECT 1 $$"), NormalForm.of("AS $$ SELECT  1 $$"));
        assertEquals("select a - - 1", NormalForm.of("SELECT a- -1").plain());
    }

    @Test
    void continuedStringIsOneLiteral() {
        assertEquals(NormalForm.of("SELECT 'ab''c'"), NormalForm.of("SELECT 'a'  -- c\n 'b''' \n 'c'"));
        assertNotEquals(NormalForm.of("SELECT 'ab'"), NormalForm.of("SELECT 'a' 'b'"));
        assertEquals("select E'a\\'b'", NormalForm.of("SELECT E'a\\''\n'b'").plain());
    }

    @Test
    void unicodeNamesAreTheNamesTheySpell() {
        assertEquals(NormalForm.of("CREATE TABLE abc ()"), NormalForm.of("CREATE TABLE U&\"!0061bc\" UESCAPE '!' ()"));
    }

    @Test
    void renamesAreFoundWhereverTheNameMeansTheObject() {
        renamed("CREATE TABLE public.tag (id int, tag text)", "CREATE TABLE public.label (id int, tag text)");
        renamed("CREATE TABLE tag (id int REFERENCES tag, CHECK (tag.id > 0))", "CREATE TABLE label (id int REFERENCES label, CHECK (label.id > 0))");
        renamed("CREATE TABLE public.a (x int); ALTER TABLE ONLY public.a ADD PRIMARY KEY (x);", "CREATE TABLE public.\"B b\" (x int); ALTER TABLE ONLY public.\"B b\" ADD PRIMARY KEY (x)");
        renamed("CREATE TRIGGER t BEFORE INSERT ON t EXECUTE FUNCTION t()", "CREATE TRIGGER u BEFORE INSERT ON t EXECUTE FUNCTION t()");
        renamed("CREATE INDEX a ON t (a)", "CREATE INDEX b ON t (a)");
        renamed("CREATE OPERATOR @@ (LEFTARG = int, RIGHTARG = int, PROCEDURE = p)", "CREATE OPERATOR @@@ (LEFTARG = int, RIGHTARG = int, PROCEDURE = p)");
        renamed("CREATE TABLE s.a (x int)", "CREATE TABLE t.a (x int)");
        renamed("CREATE TABLE a (x int)", "CREATE TABLE s.b (x int)");
    }

    @Test
    void routinesMayCallThemselvesUnderEitherName() {
        String old = "CREATE FUNCTION public.fact(n int) RETURNS int LANGUAGE sql AS $$ SELECT CASE WHEN n < 2 THEN 1 ELSE n * public.fact (n - 1) END $$";
        renamed(old, old.replace("fact", "factorial"));
        renamed(old, old.replace("public.fact(", "public.factorial("));
        different(old, old.replace("n < 2", "n < 3").replace("fact", "factorial"));
        different("CREATE FUNCTION f() RETURNS int AS 'SELECT 1'", "CREATE FUNCTION g() RETURNS int AS 'SELECT  1'");
    }

    @Test
    void otherDifferencesAreNoRename() {
        different("CREATE TABLE a (x int)", "CREATE TABLE b (y int)");
        different("CREATE TABLE a (x int)", "CREATE VIEW b (x int)");
        different("CREATE TABLE a (x int REFERENCES a)", "CREATE TABLE b (x int REFERENCES a)");
        different("CREATE TRIGGER t BEFORE INSERT ON a EXECUTE FUNCTION f()", "CREATE TRIGGER t BEFORE INSERT ON b EXECUTE FUNCTION f()");
        different("CREATE FUNCTION a(int) RETURNS int AS 'x'", "CREATE FUNCTION b(text) RETURNS int AS 'x'");
    }
}
