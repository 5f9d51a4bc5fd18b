package org.pggit.audit.ddl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DescribeTest {
    @Test
    void passesOverWhatADumpPutsInFront() {
        DdlObject table = DdlParser.describe(
            "--\n-- Name: t\n--\nSET statement_timeout = 0;\nSELECT pg_catalog.set_config('search_path', '', false);\n\\connect x\nCREATE TABLE public.t (a int);\nCREATE VIEW v AS SELECT 1;");

        assertEquals("CREATE TABLE public.t", table.action() + " " + table.type() + " " + table.identity());
        assertFalse(table.ranOff());
    }

    @Test
    void alterNamesWhatItAlters() {
        DdlObject table = DdlParser.describe("ALTER TABLE ONLY public.t ADD PRIMARY KEY (a);");

        assertEquals("ALTER TABLE public.t", table.action() + " " + table.type() + " " + table.identity());
    }

    @Test
    void saysWhenTheHeadWasTooShort() {
        String text = "CREATE FUNCTION public.some_function(first integer, second text) RETURNS int AS $$ SELECT 1; $$ LANGUAGE sql";
        for (int length = 0; length < text.indexOf(" RETURNS"); length++) {
            assertTrue(DdlParser.describe(text.substring(0, length)).ranOff(), text.substring(0, length));
        }
        assertFalse(DdlParser.describe(text.substring(0, text.indexOf("SELECT"))).ranOff());
        assertTrue(DdlParser.describe("CREATE TABLE public.t").ranOff());
        assertFalse(DdlParser.describe("CREATE TABLE public.t (a").ranOff());
        assertTrue(DdlParser.describe("-- comment only").ranOff());
    }

    @Test
    void unknownIsAnAnswer() {
        assertEquals(ObjectType.UNKNOWN, DdlParser.describe("").type());
        assertEquals(ObjectType.UNKNOWN, DdlParser.describe("SELECT 1;").type());
        assertEquals(ObjectType.UNKNOWN, DdlParser.describe("CREATE NONSENSE x; CREATE TABLE t (a int)").type());
        assertFalse(DdlParser.describe("CREATE NONSENSE x; CREATE TABLE t (a int)").ranOff());
    }
}
