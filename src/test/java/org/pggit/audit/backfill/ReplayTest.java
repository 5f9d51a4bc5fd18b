package org.pggit.audit.backfill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a history's statements leave: definitions, lives, commits. */
class ReplayTest {
    private static final String[] NONE = {};

    private static String one(String script, String path) {
        return new History().text(script, "TABLE", "public", "t", "CREATE").state().get(path);
    }

    @Test
    void altersAreFoldedIntoTheTable() {
        String script = "CREATE TABLE t (id int PRIMARY KEY, a text, b int REFERENCES t); ALTER TABLE t ADD c text NOT NULL DEFAULT 'x', DROP COLUMN a, ALTER b SET NOT NULL; ALTER TABLE t RENAME COLUMN c TO d;"
            + " ALTER TABLE t ADD CONSTRAINT positive CHECK (id > 0); ALTER TABLE t ALTER COLUMN id TYPE bigint";

        assertEquals("CREATE TABLE public.t (\n    id bigint NOT NULL,\n    b int NOT NULL,\n    d text DEFAULT 'x' NOT NULL,\n    CONSTRAINT t_pkey PRIMARY KEY (id),\n    CONSTRAINT positive CHECK (id > 0)\n);\n"
            + "ALTER TABLE public.t ADD CONSTRAINT t_b_fkey FOREIGN KEY (b) REFERENCES public.t;\n", one(script, "public.t"));
    }

    @Test
    void serialColumnsHaveTheirSequence() {
        Map<String, String> state = new History().text("CREATE TABLE t (id bigserial, n smallserial)", "TABLE", "public", "t", "CREATE").state();

        assertEquals("CREATE SEQUENCE public.t_id_seq;\nALTER SEQUENCE public.t_id_seq OWNED BY public.t.id;\n", state.get("public.t_id_seq"));
        assertEquals("CREATE SEQUENCE public.t_n_seq AS smallint;\nALTER SEQUENCE public.t_n_seq OWNED BY public.t.n;\n", state.get("public.t_n_seq"));
        assertTrue(state.get("public.t").contains("id bigint DEFAULT nextval('public.t_id_seq'::regclass) NOT NULL"));
    }

    @Test
    void aRenamedTableIsRenamedInWhatIsOnIt() {
        Map<String, String> state = new History().text("CREATE TABLE t (id int, CONSTRAINT k PRIMARY KEY (id)); CREATE INDEX i ON t (id); CREATE TABLE u (t int REFERENCES t (id)); CREATE VIEW v AS SELECT t.id FROM t;"
            + " CREATE TRIGGER g BEFORE UPDATE ON t EXECUTE FUNCTION f(); ALTER TABLE t RENAME TO w", "TABLE", "public", "w", "ALTER").state();

        assertEquals("[g on public.w, public.i, public.u, public.v, public.w]", state.keySet().toString());
        assertEquals("CREATE INDEX i ON w (id);\n", state.get("public.i"));
        assertEquals("CREATE VIEW v AS SELECT w.id FROM w;\n", state.get("public.v"));
        assertTrue(state.get("public.u").contains("FOREIGN KEY (t) REFERENCES public.w (id)"));
    }

    @Test
    void aTableMovedToAnotherSchemaTakesItsSequenceAlong() {
        Map<String, String> state = new History().text("CREATE TABLE t (id serial)", "TABLE", "public", "t", "CREATE").text("ALTER TABLE t SET SCHEMA z", "TABLE", "z", "t", "ALTER").state();

        assertEquals(Map.of("z", "CREATE SCHEMA z;\n", "z.t", "CREATE TABLE z.t (\n    id integer DEFAULT nextval('z.t_id_seq'::regclass) NOT NULL\n);\n",
            "z.t_id_seq", "CREATE SEQUENCE z.t_id_seq AS integer;\nALTER SEQUENCE z.t_id_seq OWNED BY z.t.id;\n"), state);
    }

    @Test
    void whatComesTwiceToOnePathInATransactionIsInItsCommit() {
        Map<String, String> state = new History().text("SET search_path = z; CREATE TABLE t (a int); CREATE POLICY p ON t USING (a > 0)", "TABLE", "z", "t", "CREATE")
            .text("ALTER TABLE z.t SET SCHEMA public; CREATE POLICY p ON t USING (a > 0)", "TABLE", "public", "t", "ALTER").state();

        assertTrue(state.containsKey("policy p on public.t"), state.toString());
    }

    @Test
    void aDropTakesAlongWhatIsOnTheTable() {
        Map<String, String> state = new History().text("CREATE TABLE t (id serial); CREATE INDEX i ON t (id); CREATE TRIGGER g BEFORE UPDATE ON t EXECUTE FUNCTION f(); CREATE POLICY p ON t; CREATE VIEW v AS SELECT * FROM t;"
            + " CREATE TABLE u (r int REFERENCES t); DROP TABLE t CASCADE", "TABLE", "public", "t", "DROP").state();

        assertEquals("[public.u]", state.keySet().toString());
        assertEquals("CREATE TABLE public.u (\n    r int\n);\n", state.get("public.u"));
    }

    @Test
    void rolledBackStatementsDidNothing() {
        Map<String, String> state = new History().text("CREATE TABLE a (); SAVEPOINT s; CREATE TABLE b (); ROLLBACK TO s; CREATE TABLE c ()", "TABLE", "public", "a", "CREATE", "TABLE", "public", "c", "CREATE").state();

        assertEquals("[public.a, public.c]", state.keySet().toString());
    }

    @Test
    void blocksAndCallsAreReadAsFarAsTheirStatementsAreInSight() {
        Map<String, String> state = new History().text("CREATE FUNCTION touch(_tbl regclass) RETURNS void AS $$ BEGIN EXECUTE format('CREATE TRIGGER touched BEFORE UPDATE ON %s EXECUTE FUNCTION f()', _tbl); END $$ LANGUAGE plpgsql",
                "FUNCTION", "public", "12", "CREATE")
            .text("CREATE TABLE t (id int); SELECT touch('t')", "TABLE", "public", "t", "CREATE")
            .text("DO $do$ BEGIN IF true THEN CREATE TABLE made (id int); ELSE CREATE TABLE unmade (id int); END IF; CREATE TYPE mood AS ENUM ('ok'); EXCEPTION WHEN duplicate_object THEN NULL; END $do$", "TABLE", "public", "made", "CREATE").state();

        assertEquals("[public.made, public.t, public.touch(pg_catalog.regclass), touched on public.t, type public.mood]", state.keySet().toString());
    }

    @Test
    void objectsOfOtherSchemasAreWrittenWithTheirSchema() {
        Map<String, String> state = new History().text("SET search_path TO app, public; CREATE TABLE t (id serial); CREATE VIEW v AS SELECT 1; CREATE TYPE mood AS ENUM ('ok')", "TABLE", "app", "t", "CREATE", "VIEW", "app", "v", "CREATE").state();

        assertEquals("[app, app.t, app.t_id_seq, app.v, type app.mood]", state.keySet().toString());
        assertEquals("CREATE VIEW app.v AS SELECT 1;\n", state.get("app.v"));
        assertEquals("CREATE TYPE app.mood AS ENUM ('ok');\n", state.get("type app.mood"));
    }

    @Test
    void v1sOwnObjectsAreNoPartOfAnyTree() {
        Replay.Result result = new History().text("CREATE SCHEMA pggit; CREATE TABLE pggit.objects (id int)", "TABLE", "pggit", "objects", "CREATE").replay();

        assertEquals(List.of(), result.commits());
        assertEquals(RowOutcome.Disposition.V1_OWN, result.rows().get(0).disposition());
    }

    @Test
    void aTextWithCommitsMakesACommitForEachOfItsTransactions() {
        String text = "BEGIN; CREATE TABLE a (); COMMIT; BEGIN; CREATE TABLE b (); CREATE TYPE m AS ENUM (); COMMIT";
        History history = new History().text(text, "TABLE", "public", "a", "CREATE").text(text, "TABLE", "public", "b", "CREATE");

        Replay.Result result = history.replay();

        assertEquals(List.of("[public.a]", "[public.b, type public.m]"), result.commits().stream().map(c -> c.changes().stream().map(ReplayedCommit.NetChange::path).toList().toString()).toList());
    }

    @Test
    void oneCommitForEachStatementWhereThatIsAskedFor() {
        History history = new History().text("CREATE TABLE a (id int PRIMARY KEY); CREATE TYPE m AS ENUM (); CREATE TABLE b (); COMMENT ON TABLE b IS 'x'", "TABLE", "public", "a", "CREATE", "INDEX", "public", "a_pkey", "CREATE",
            "TABLE", "public", "b", "CREATE");

        Replay.Result result = Replay.run(new Replay.Options(null, "pggit", TreeLayout.BUCKETS, true), Map.of(), history.rows());

        assertEquals(List.of("[public.a]", "[public.b, type public.m]", "[public.b]"), result.commits().stream().map(c -> c.changes().stream().map(ReplayedCommit.NetChange::path).toList().toString()).toList());
        assertEquals(3, result.rows().size());
    }

    @Test
    void aColumnRenamedInALostTextIsFoundByV1sMetadata() {
        History history = new History().table("CREATE TABLE t (id int, user_id int)", "t", "CREATE", "id int4, user_id int4").table("ALTER TABLE t ADD more text", "t", "ALTER", "id int4, owner_id int4, more text");

        assertEquals("CREATE TABLE public.t (\n    id int,\n    owner_id int,\n    more text\n);\n", history.state().get("public.t"));
    }

    @Test
    void whatIsCreatedAndDroppedInOneTransactionLeavesNothing() {
        Replay.Result result = new History().text("CREATE TABLE t (); DROP TABLE t", "TABLE", "public", "t", "CREATE", "TABLE", "public", "t", "DROP").replay();

        assertEquals(List.of(), result.commits().get(0).changes());
        assertEquals(2, result.rows().stream().filter(o -> o.disposition() == RowOutcome.Disposition.RECORDED && !o.isNet()).count());
    }

    @Test
    void noRowsAreNoCommits() {
        assertEquals(List.of(), new History().text("", NONE).replay().commits());
    }
}
