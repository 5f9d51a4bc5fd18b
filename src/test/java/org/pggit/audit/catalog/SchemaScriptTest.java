package org.pggit.audit.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SchemaScriptTest {
    private static List<String> script(String... pathsAndTexts) {
        List<SchemaObject> objects = new ArrayList<>();
        for (int i = 0; i < pathsAndTexts.length; i += 2) {
            objects.add(new SchemaObject(pathsAndTexts[i], pathsAndTexts[i + 1]));
        }
        return SchemaScript.of(objects, null, "");
    }

    private static void assertOrder(List<String> script, String... starts) {
        int last = -1;
        for (String start : starts) {
            int at = -1;
            for (int i = 0; i < script.size() && at < 0; i++) {
                at = script.get(i).startsWith(start) ? i : -1;
            }
            assertTrue(at > last, start + " is not where it should be in " + script);
            last = at;
        }
    }

    @Test
    void nothingComesBeforeWhatItNames() {
        List<String> script = script(
            "s.a_view", "CREATE VIEW s.a_view AS\n SELECT s.f(z.id) AS x\n   FROM s.z;\n-- columns: x integer\n",
            "s.f(integer)", "CREATE FUNCTION s.f(integer) RETURNS s.late LANGUAGE sql AS $$SELECT NULL$$;\n",
            "s.z", "CREATE TABLE s.z (\n    id integer\n);\nALTER TABLE ONLY s.z ALTER COLUMN id SET DEFAULT s.f(1);\n",
            "type s.late", "CREATE DOMAIN s.late AS integer;\n",
            "s", "CREATE SCHEMA s;\n");

        assertOrder(script, "CREATE SCHEMA", "CREATE DOMAIN", "CREATE FUNCTION", "CREATE TABLE", "ALTER TABLE", "CREATE VIEW");
    }

    @Test
    void aViewAndAFunctionThatNeedEachOtherBeginWithADummy() {
        List<String> script = script(
            "s.v", "CREATE VIEW s.v WITH (security_barrier=true) AS\n SELECT s.f(NULL::s.v) AS x, 1 AS \"Y z\";\n-- columns: x integer, \"Y z\" numeric(4,2)\nCOMMENT ON VIEW s.v IS 'c';\n",
            "s.f(s.v)", "CREATE FUNCTION s.f(s.v) RETURNS integer LANGUAGE sql AS $$SELECT 1$$;\n");

        assertEquals(List.of("CREATE VIEW s.v AS\nSELECT\n    NULL::integer AS x,\n    NULL::numeric(4,2) AS \"Y z\";\n", "CREATE FUNCTION s.f(s.v) RETURNS integer LANGUAGE sql AS $$SELECT 1$$;\n",
            "CREATE OR REPLACE VIEW s.v WITH (security_barrier=true) AS\n SELECT s.f(NULL::s.v) AS x, 1 AS \"Y z\";\n", "COMMENT ON VIEW s.v IS 'c';\n"), script);
    }

    @Test
    void defaultPrivilegesComeBehindViewsInACircleToo() {
        List<String> script = script(
            "default acl for role r on tables", "ALTER DEFAULT PRIVILEGES FOR ROLE r GRANT SELECT ON TABLES TO x;\n",
            "s.v", "CREATE VIEW s.v AS\n SELECT s.f(NULL::s.v) AS x;\n-- columns: x integer\n",
            "s.f(s.v)", "CREATE FUNCTION s.f(s.v) RETURNS integer LANGUAGE sql AS $$SELECT 1$$;\n");

        assertOrder(script, "CREATE VIEW", "CREATE FUNCTION", "CREATE OR REPLACE VIEW", "ALTER DEFAULT");
    }

    @Test
    void aBaseTypesFunctionsStandBetweenItsShellAndItself() {
        List<String> script = script(
            "s.tin(cstring)", "CREATE FUNCTION s.tin(cstring) RETURNS s.t LANGUAGE internal AS $$int4in$$;\n",
            "s.uses", "CREATE TABLE s.uses (\n    a s.t\n);\n",
            "type s.t", "CREATE TYPE s.t;\nCREATE TYPE s.t (\n    INPUT = s.tin\n);\n");

        assertOrder(script, "CREATE TYPE s.t;", "CREATE FUNCTION", "CREATE TYPE s.t (", "CREATE TABLE");
    }

    @Test
    void foreignKeysComeBehindTheKeysTheyPointTo() {
        List<String> script = script(
            "s.a", "CREATE TABLE s.a (\n    b integer\n);\nALTER TABLE ONLY s.a ADD CONSTRAINT a_fk FOREIGN KEY (b) REFERENCES s.b(id);\n",
            "s.b", "CREATE TABLE s.b (\n    id integer\n);\nALTER TABLE ONLY s.b ADD CONSTRAINT b_pkey PRIMARY KEY (id);\n");

        assertOrder(script, "CREATE TABLE s.a", "CREATE TABLE s.b", "ALTER TABLE ONLY s.b", "ALTER TABLE ONLY s.a");
    }

    @Test
    void theStateOfAPartitionsTriggerComesBehindItsParentsTrigger() {
        List<String> script = script(
            "s.part", "CREATE TABLE s.part (\n    a integer\n);\nALTER TABLE ONLY s.whole ATTACH PARTITION s.part DEFAULT;\nALTER TABLE s.part DISABLE TRIGGER z;\n",
            "s.whole", "CREATE TABLE s.whole (\n    a integer\n)\nPARTITION BY LIST (a);\n",
            "z on s.whole", "CREATE TRIGGER z BEFORE UPDATE ON s.whole FOR EACH ROW EXECUTE FUNCTION f();\nALTER TABLE s.whole ENABLE ALWAYS TRIGGER z;\n");

        assertOrder(script, "CREATE TABLE s.whole", "ALTER TABLE ONLY s.whole ATTACH", "CREATE TRIGGER z", "ALTER TABLE s.part DISABLE");
    }

    @Test
    void whatTheServerPrintsIsWrittenSoThatItReadsBackAsTheSame() {
        assertEquals(List.of("ALTER TABLE s.t ADD CONSTRAINT k CHECK (((x)::text = ANY (((ARRAY['a'::character varying, 'b, (c'::character varying])::character varying[])::text[])));\n"),
            script("s.t", "ALTER TABLE s.t ADD CONSTRAINT k CHECK (((x)::text = ANY ((ARRAY['a'::character varying, 'b, (c'::character varying])::text[])));\n"));
        assertEquals(List.of("CREATE VIEW s.v AS\n SELECT t.x,\n    'k'::text AS k\n   FROM s.t\nUNION ALL\n SELECT NULL::numeric(4,2) AS \"?column?\",\n    'z'::text AS \"?column?\";\n"),
            script("s.v", "CREATE VIEW s.v AS\n SELECT t.x,\n    'k'::text AS k\n   FROM s.t\nUNION ALL\n SELECT NULL::numeric(4,2),\n    'z'::text;\n"));
        // Not in bodies, not where the elements have the array's type, not in arguments.
        for (String text : List.of("CREATE FUNCTION s.f() RETURNS text LANGUAGE sql AS $$SELECT NULL::text, (ARRAY['a'::character varying])::text[]$$;\n",
            "CREATE VIEW s.v AS\n SELECT f(1, NULL::integer) AS f,\n    (ARRAY[1, 2])::bigint[] AS a,\n    ARRAY['a'::text] AS b\n   FROM s.t\n  WHERE (t.x = NULL::integer);\n")) {
            assertEquals(List.of(text), script("s.x", text));
        }
    }

    @Test
    void aViewThatGroupsByAKeyWaitsForIt() {
        List<String> script = script(
            "s.v", "CREATE VIEW s.v AS\n SELECT t.id, t.n\n   FROM s.t\n  GROUP BY t.id;\n-- columns: id integer, n integer\n",
            "s.t", "CREATE TABLE s.t (\n    id integer,\n    n integer\n);\nALTER TABLE ONLY s.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);\n");

        assertOrder(script, "CREATE TABLE", "ALTER TABLE", "CREATE VIEW");
    }

    @Test
    void statementsUnderAnothersAuthorizationStayTogether() {
        List<String> script = script("s.t", "CREATE TABLE s.t (\n);\nSET SESSION AUTHORIZATION bob;\nGRANT SELECT ON TABLE s.t TO eve;\nRESET SESSION AUTHORIZATION;\n");

        assertEquals(2, script.size());
        assertTrue(script.get(1).startsWith("SET SESSION") && script.get(1).contains("RESET SESSION"));
    }

    @Test
    void theOrderOfTheEntriesIsNoMatterAndNothingIsLost() {
        String[] objects = {"s", "CREATE SCHEMA s;\n", "s.q", "CREATE SEQUENCE s.q;\nALTER SEQUENCE s.q OWNED BY s.t.a;\n", "s.t", "CREATE TABLE s.t (\n    a integer\n);\nALTER TABLE ONLY s.t ALTER COLUMN a SET DEFAULT nextval('s.q'::regclass);\n",
            "s.i", "CREATE INDEX i ON s.t USING btree (a);\n", "trg on s.t", "CREATE TRIGGER trg BEFORE UPDATE ON s.t FOR EACH ROW EXECUTE FUNCTION s.f();\n", "s.f()", "CREATE FUNCTION s.f() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN END$$;\n"};
        List<String> want = script(objects);
        List<List<String>> pairs = new ArrayList<>();
        for (int i = 0; i < objects.length; i += 2) {
            pairs.add(List.of(objects[i], objects[i + 1]));
        }

        assertEquals(8, want.size());
        for (int round = 0; round < 20; round++) {
            Collections.shuffle(pairs, new Random(round));
            assertEquals(want, script(pairs.stream().flatMap(List::stream).toArray(String[]::new)), Arrays.toString(objects));
        }
    }

    @Test
    void oneSchemasScriptHasNothingOfOthers() {
        List<SchemaObject> objects = List.of(new SchemaObject("a", "CREATE SCHEMA a;\n"), new SchemaObject("b", "CREATE SCHEMA b;\n"), new SchemaObject("a.t", "CREATE TABLE a.t (\n);\n"),
            new SchemaObject("b.t", "CREATE TABLE b.t (\n);\n"), new SchemaObject("trg on a.t", "CREATE TRIGGER trg BEFORE UPDATE ON a.t FOR EACH ROW EXECUTE FUNCTION b.f();\n"));

        assertEquals(List.of("CREATE SCHEMA a;\n", "CREATE TABLE a.t (\n);\n", "CREATE TRIGGER trg BEFORE UPDATE ON a.t FOR EACH ROW EXECUTE FUNCTION b.f();\n"), SchemaScript.of(objects, "a", ""));
    }

    @Test
    void aJoinInParenthesesIsLookedForToo() {
        List<SchemaObject> objects = List.of(new SchemaObject("public.a", "CREATE VIEW public.a AS SELECT z.x FROM ((z JOIN b ON (true)) JOIN b c ON (true));\n"),
            new SchemaObject("public.b", "CREATE VIEW public.b AS SELECT 1 AS x;\n"), new SchemaObject("public.z", "CREATE VIEW public.z AS SELECT 1 AS x;\n"));

        assertOrder(SchemaScript.of(objects, null, "public"), "CREATE VIEW public.b", "CREATE VIEW public.z", "CREATE VIEW public.a");
    }

    @Test
    void namesWithoutTheirSchemaAreLookedForInTheSearchPath() {
        List<SchemaObject> objects = List.of(new SchemaObject("type public.a", "CREATE DOMAIN a AS b;\n"), new SchemaObject("type public.b", "CREATE DOMAIN b AS int;\n"),
            new SchemaObject("public.f(public.t)", "CREATE FUNCTION f(t) RETURNS SETOF t LANGUAGE sql AS 'SELECT 1';\n"), new SchemaObject("public.t", "CREATE TABLE public.t (\n    a a\n);\n"),
            new SchemaObject("public.m_1", "CREATE TABLE m_1 PARTITION OF ms DEFAULT;\n"), new SchemaObject("public.ms", "CREATE TABLE public.ms (\n    a int\n) PARTITION BY LIST (a);\n"),
            new SchemaObject("public.v", "CREATE VIEW v AS SELECT w.a FROM \"w\" JOIN public.x x ON true;\n"), new SchemaObject("public.w", "CREATE VIEW w AS SELECT v.a FROM t v;\n"),
            new SchemaObject("public.x", "CREATE VIEW x AS SELECT 1;\n"));

        List<String> script = SchemaScript.of(objects, null, "\"$user\", public");

        assertEquals(List.of("DOMAIN b", "DOMAIN a", "TABLE public.ms", "TABLE m_1", "TABLE public.t", "FUNCTION f(t)", "VIEW w", "VIEW x", "VIEW v"),
            script.stream().map(s -> s.split(" ")[1] + ' ' + s.split(" ")[2].strip()).toList());
    }

    @Test
    void aFunctionOfRowsOfTheViewOfItsNameComesBehindTheView() {
        List<SchemaObject> objects = List.of(
            new SchemaObject("public.m(integer)", "create function m(a int) returns setof m as $$ select * from m $$ language sql;\n"),
            new SchemaObject("public.m", "create view m as select t.a from t;\n"),
            new SchemaObject("public.t", "CREATE TABLE public.t (\n    a int\n);\n"));

        assertOrder(SchemaScript.of(objects, null, "public"), "CREATE TABLE public.t", "create view m", "create function m");
    }

    @Test
    void aFunctionAndAViewOfOneNameComeInTheOrderInWhichTheyNeedEachOther() {
        assertOrder(script("s.m(integer)", "CREATE FUNCTION s.m(a integer) RETURNS SETOF s.m LANGUAGE sql AS $$SELECT 1$$;\n", "s.m(text)", "CREATE FUNCTION s.m(a text) RETURNS SETOF s.m LANGUAGE sql AS $$SELECT 1$$;\n",
            "s.m", "CREATE VIEW s.m AS\n SELECT 1 AS a;\n-- columns: a integer\n"), "CREATE VIEW s.m", "CREATE FUNCTION s.m(a integer)", "CREATE FUNCTION s.m(a text)");
        assertOrder(script("s.m()", "CREATE FUNCTION s.m() RETURNS integer LANGUAGE sql AS $$SELECT 1$$;\n", "s.m", "CREATE VIEW s.m AS\n SELECT s.m() AS a;\n-- columns: a integer\n"),
            "CREATE FUNCTION s.m()", "CREATE VIEW s.m");
    }

    @Test
    void aViewThatReadsItselfBeginsWithADummy() {
        assertEquals(List.of("CREATE VIEW s.v AS\nSELECT\n    NULL::integer AS a;\n", "CREATE OR REPLACE VIEW s.v AS\n SELECT v.a\n   FROM s.v;\n"),
            script("s.v", "CREATE VIEW s.v AS\n SELECT v.a\n   FROM s.v;\n-- columns: a integer\n"));
    }

    @Test
    void aPartitionsOwnCheckComesBeforeItsParents() {
        String check = " ADD CONSTRAINT c CHECK ((a < 9)) NOT VALID;\n";
        List<String> script = script("s.p", "CREATE TABLE s.p (\n    a integer\n)\nPARTITION BY RANGE (a);\nALTER TABLE s.p" + check,
            "s.q", "CREATE TABLE s.q (\n    a integer\n);\nALTER TABLE ONLY s.p ATTACH PARTITION s.q DEFAULT;\nALTER TABLE s.q" + check,
            "s.r", "CREATE TABLE s.r (\n    a integer\n);\nALTER TABLE ONLY s.p ATTACH PARTITION s.r FOR VALUES FROM (1) TO (2);\nCOMMENT ON CONSTRAINT c ON s.r IS 'x';\n");

        assertOrder(script, "ALTER TABLE ONLY s.p ATTACH PARTITION s.q", "ALTER TABLE s.q ADD CONSTRAINT c", "ALTER TABLE s.p ADD CONSTRAINT c", "COMMENT ON CONSTRAINT c ON s.r");
    }

    @Test
    void tablesThatSayTheyArePartitionsOfEachOtherEndInAScript() {
        assertEquals(4, script("s.p", "CREATE TABLE s.p (\n    a integer\n);\nALTER TABLE ONLY s.q ATTACH PARTITION s.p DEFAULT;\n",
            "s.q", "CREATE TABLE s.q (\n    a integer\n);\nALTER TABLE ONLY s.p ATTACH PARTITION s.q DEFAULT;\n").size());
    }

    @Test
    void aRoutineComesBehindTheRelationOrTheOverloadOfItsName() {
        assertOrder(script(
            "s.rows(bigint)", "CREATE FUNCTION s.rows(of_customer bigint) RETURNS SETOF s.rows LANGUAGE sql AS $$SELECT NULL$$;\nALTER FUNCTION s.rows(of_customer bigint) OWNER TO o;\n",
            "s.rows(text)", "CREATE FUNCTION s.rows(text) RETURNS SETOF s.rows LANGUAGE sql AS $$SELECT NULL$$;\n",
            "s.rows", "CREATE TABLE s.rows (\n    id integer\n);\n"), "CREATE TABLE", "CREATE FUNCTION s.rows(of", "CREATE FUNCTION s.rows(t");
        assertOrder(script(
            "s.f(integer)", "CREATE FUNCTION s.f(integer) RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT s.f('a'::text); END;\n",
            "s.f(text)", "CREATE FUNCTION s.f(text) RETURNS integer LANGUAGE sql AS $$SELECT 1$$;\n"), "CREATE FUNCTION s.f(text)", "CREATE FUNCTION s.f(integer)");
        // The name alone is no wish: the table needs the function here.
        assertOrder(script(
            "s.t", "CREATE TABLE s.t (\n    a integer,\n    CHECK (s.t(a))\n);\n",
            "s.t(integer)", "CREATE FUNCTION s.t(integer) RETURNS boolean LANGUAGE sql AS $$SELECT true$$;\n"), "CREATE FUNCTION", "CREATE TABLE");
    }
}
