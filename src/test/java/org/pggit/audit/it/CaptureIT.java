package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When there is a commit and what is in it; whose DDL is captured, and that nobody gains by it; gaps and windows. */
class CaptureIT {
    private static final String COMMITS = "SELECT count(*) FROM pggit_audit.captured_commits WHERE kind = 'DDL'";
    private static final String DRIFT = "SELECT path || ' ' || difference || ' ' || is_explained FROM pggit_audit.find_drift()";

    private static TestDatabase captured(Host host) {
        TestDatabase db = TestServer.get().database(host);
        db.update("SELECT pggit_audit.capture_enable('test')");
        return db;
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void oneTransactionOfDdlIsOneCommitAndUndoneDdlIsNone(Host host) {
        try (TestDatabase db = captured(host)) {
            db.update("BEGIN; CREATE TABLE public.a (id integer PRIMARY KEY); CREATE VIEW public.v AS SELECT id FROM public.a; COMMENT ON TABLE public.a IS 'x'; COMMIT");
            db.update("BEGIN; CREATE TABLE public.gone (id integer); ROLLBACK");
            db.update("BEGIN; SAVEPOINT s; CREATE TABLE public.gone (id integer); ROLLBACK TO s; COMMIT");
            db.update("BEGIN; SAVEPOINT s; CREATE TABLE public.gone (id integer); ROLLBACK TO s; CREATE TABLE public.kept (id integer); COMMIT");
            db.update("CREATE TEMPORARY TABLE t (id integer); DROP TABLE t");
            db.update("BEGIN; CREATE TABLE public.brief (id integer); DROP TABLE public.brief; COMMIT");
            db.update("INSERT INTO public.a VALUES (1)");
            db.update("CREATE TABLE IF NOT EXISTS public.a (id integer)");
            assertEquals("2", db.query(COMMITS));

            db.update("BEGIN; SET CONSTRAINTS ALL IMMEDIATE; CREATE TABLE public.b (id integer); CREATE TABLE public.c (n text); COMMIT");
            db.update("BEGIN; ALTER TABLE public.b RENAME TO x; ALTER TABLE public.c RENAME TO b; ALTER TABLE public.x RENAME TO c; COMMIT");
            db.update("BEGIN; DROP TABLE public.b; CREATE TABLE public.b (other text); COMMIT");
            assertEquals("5", db.query(COMMITS));
            assertEquals(List.of(), db.list(DRIFT));
            assertEquals("0", db.query("SELECT count(*) FROM pggit_audit.validate_audit_integrity() WHERE status = 'FAIL'"));
            assertEquals("0", db.query("SELECT count(*) FROM pggit_audit.capture_notes"));
        }
    }

    /** Ordinary states that no DDL event tells, or where an entry's identity is more than its OID: nothing of it is damage. */
    @ParameterizedTest(name = "{0}")
    @EnumSource
    void partitionsIndexesMadeAnewAndMembersOfExtensionsPassTheChecks(Host host) {
        try (TestDatabase db = captured(host)) {
            for (String sql : List.of(
                "CREATE TABLE public.parts (id integer, n text) PARTITION BY LIST (id)",
                "CREATE TABLE public.part1 PARTITION OF public.parts FOR VALUES IN (1)",
                "CREATE TABLE public.part2 (id integer, n text)",
                "ALTER TABLE public.parts ATTACH PARTITION public.part2 FOR VALUES IN (2)",
                "CREATE INDEX ON public.parts (id)",
                "ALTER TABLE public.parts DETACH PARTITION public.part2 CONCURRENTLY",
                "ALTER TABLE public.parts ATTACH PARTITION public.part2 FOR VALUES IN (2)",
                "CREATE TABLE public.plain (id integer, n text)",
                "CREATE INDEX plain_n ON public.plain (n)",
                "REINDEX TABLE CONCURRENTLY public.plain",
                "REINDEX INDEX CONCURRENTLY public.plain_n",
                "ALTER INDEX public.plain_n RENAME TO plain_m",
                "REINDEX INDEX CONCURRENTLY public.plain_m",
                "DROP INDEX public.plain_m",
                "CREATE INDEX plain_n ON public.plain (n)",
                "CREATE TRIGGER keep BEFORE UPDATE ON public.plain FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
                "CREATE EXTENSION hstore SCHEMA public",
                "ALTER EXTENSION hstore ADD TABLE public.plain",
                "ALTER EXTENSION hstore DROP TABLE public.plain",
                "ALTER TABLE public.plain ADD later integer",
                "CREATE FUNCTION public.half_in(cstring) RETURNS public.half LANGUAGE internal STRICT IMMUTABLE AS 'textin'",
                "CREATE FUNCTION public.half_out(public.half) RETURNS cstring LANGUAGE internal STRICT IMMUTABLE AS 'textout'",
                "CREATE TYPE public.half (INPUT = public.half_in, OUTPUT = public.half_out, LIKE = text)")) {
                db.update(sql);
                assertEquals(List.of(), db.list(DRIFT), sql);
                assertEquals("{}", db.query("SELECT v.examples FROM pggit_audit.validate_audit_integrity('live_schema') v"), sql);
            }
            assertEquals("CREATE,DROP,CREATE,ALTER", db.query("SELECT string_agg(c.change_type, ',' ORDER BY c.change_seq) FROM pggit_audit.changes c WHERE c.path = 'public.plain'"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void immediateConstraintsDoNotPartATransactionsCommit(Host host) {
        try (TestDatabase db = captured(host)) {
            db.update("CREATE PROCEDURE public.two() LANGUAGE plpgsql AS 'BEGIN CREATE TABLE public.p1 (id integer); COMMIT; CREATE TABLE public.p2 (id integer); COMMIT; END'");
            db.update("CREATE FUNCTION public.often() RETURNS void LANGUAGE sql AS 'SET CONSTRAINTS ALL IMMEDIATE; CREATE TABLE IF NOT EXISTS public.w (id integer); SET CONSTRAINTS ALL IMMEDIATE; "
                + "CREATE TABLE IF NOT EXISTS public.y (id integer); SET CONSTRAINTS ALL IMMEDIATE'");
            db.update("CREATE PROCEDURE public.two_often() LANGUAGE plpgsql AS 'BEGIN CREATE TABLE public.q1 (id integer); SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL IMMEDIATE; CREATE TABLE public.q2 (id integer); "
                + "COMMIT; SET CONSTRAINTS ALL IMMEDIATE; CREATE TABLE public.q3 (id integer); SET CONSTRAINTS ALL IMMEDIATE; CREATE TABLE public.q4 (id integer); COMMIT; END'");
            int commits = Integer.parseInt(db.query(COMMITS));
            // Each line: how many commits its statements make, each statement a message of its own, as psql sends them.
            for (var transaction : List.of(
                    List.of("1", "BEGIN", "CREATE TABLE public.a1 (id integer)", "SET CONSTRAINTS ALL IMMEDIATE", "CREATE TABLE public.a2 (id integer)", "SET CONSTRAINTS ALL IMMEDIATE",
                        "ALTER TABLE public.a1 ADD n text", "COMMIT"),
                    List.of("1", "BEGIN", "SET CONSTRAINTS ALL IMMEDIATE", "CREATE TABLE public.b1 (id integer)", "CREATE TABLE public.b2 (id integer)", "COMMIT"),
                    List.of("1", "DO 'BEGIN CREATE TABLE public.c1 (id integer); SET CONSTRAINTS ALL IMMEDIATE; CREATE TABLE public.c2 (id integer); END'"),
                    List.of("1", "BEGIN", "CREATE TABLE public.d1 (id integer)", "SAVEPOINT s", "SET CONSTRAINTS ALL IMMEDIATE", "CREATE TABLE public.d2 (id integer)", "ROLLBACK TO s", "COMMIT"),
                    List.of("0", "BEGIN", "CREATE TABLE public.e1 (id integer)", "SET CONSTRAINTS ALL IMMEDIATE", "ROLLBACK"),
                    List.of("1", "CREATE TABLE public.constraints (id integer)"),
                    List.of("2", "CALL public.two()"),
                    // One message, however often.
                    List.of("1", "BEGIN; CREATE TABLE public.f1 (id integer); SET CONSTRAINTS ALL IMMEDIATE; CREATE TABLE public.f2 (id integer); SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE public.f1 ADD n text; "
                        + "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL IMMEDIATE; CREATE TABLE public.f3 (id integer); COMMIT"),
                    List.of("2", "BEGIN; CREATE TABLE public.g1 (id integer); SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL IMMEDIATE; COMMIT; SET CONSTRAINTS ALL IMMEDIATE; "
                        + "CREATE TABLE public.g2 (id integer); SET CONSTRAINTS ALL IMMEDIATE; CREATE TABLE public.g3 (id integer)"),
                    List.of("1", "DO 'BEGIN CREATE TABLE public.h1 (id integer); SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL IMMEDIATE; CREATE TABLE public.h2 (id integer); SET CONSTRAINTS ALL IMMEDIATE; END'"),
                    List.of("1", "BEGIN", "SELECT public.often()", "SELECT public.often()", "COMMIT"),
                    List.of("2", "CALL public.two_often()"))) {
                List<String> statements = transaction.subList(1, transaction.size());
                db.psql(statements.stream().flatMap(t -> Stream.of("-c", t)).toArray(String[]::new)).orFail("psql");
                commits += Integer.parseInt(transaction.get(0));
                assertEquals(commits, Integer.parseInt(db.query(COMMITS)), statements.toString());
            }
            // The driver's own protocol: a message for each statement.
            db.update("BEGIN; CREATE TABLE public.i1 (id integer); SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL IMMEDIATE; CREATE TABLE public.i2 (id integer); SET CONSTRAINTS ALL IMMEDIATE; COMMIT");
            db.update("CREATE TABLE public.j1 (id integer); SET CONSTRAINTS ALL IMMEDIATE");
            assertEquals(commits + 2, Integer.parseInt(db.query(COMMITS)));
            assertEquals(List.of(), db.list(DRIFT));
            assertEquals("0", db.query("SELECT count(*) FROM pggit_audit.capture_notes"));
            assertEquals("0", db.query("SELECT count(*) FROM pggit_audit.validate_audit_integrity() WHERE status = 'FAIL'"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void theCommitSaysWhoWhyAndByWhatStatement(Host host) {
        try (TestDatabase db = captured(host)) {
            db.update("SET application_name = 'deploy'; BEGIN; SELECT pggit_audit.set_context('add a', 'SHOP-1', 'ada'); CREATE TABLE public.a (id integer); COMMIT; CREATE TABLE public.b (id integer)");

            assertEquals("add a|SHOP-1|ada|deploy|{\"CREATE TABLE\"}|t", db.query("""
                SELECT concat_ws('|', c.commit_message, k.ticket, k.application_user, k.application_name, k.command_tags, c.author LIKE session_user || ' <%')
                FROM pggit_audit.changes c JOIN pggit_audit.captured_commits k USING (commit_sha) WHERE c.path = 'public.a'"""));
            assertEquals("CREATE TABLE: public.b|", db.query("""
                SELECT concat_ws('|', c.commit_message, coalesce(k.ticket, '')) FROM pggit_audit.changes c JOIN pggit_audit.captured_commits k USING (commit_sha) WHERE c.path = 'public.b'"""));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void anyRolesDdlIsCapturedAndGainsNothing(Host host) {
        try (TestDatabase db = captured(host)) {
            String role = "capture_" + db.name;
            db.update("CREATE ROLE " + role + "; CREATE SCHEMA theirs AUTHORIZATION " + role);
            try {
                // Names of the server's functions and operators in a schema before pg_catalog, and code in defaults, checks, index expressions and casts: none of it may run as the owner.
                db.update("SET ROLE " + role + """
                    ; SET search_path = theirs, pg_catalog;
                    CREATE TABLE theirs.ran (who text);
                    CREATE FUNCTION theirs.quote_ident(text) RETURNS text LANGUAGE plpgsql AS 'BEGIN INSERT INTO theirs.ran VALUES (current_user); RETURN $1; END';
                    CREATE FUNCTION theirs.tell(name, name) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN INSERT INTO theirs.ran VALUES (current_user); RETURN true; END';
                    CREATE OPERATOR theirs.= (FUNCTION = theirs.tell, LEFTARG = name, RIGHTARG = name);
                    CREATE FUNCTION theirs.log(integer) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS 'BEGIN INSERT INTO theirs.ran VALUES (current_user); RETURN $1; END';
                    CREATE DOMAIN theirs.d AS integer CHECK (theirs.log(VALUE) > 0);
                    CREATE TABLE theirs.t (a integer DEFAULT theirs.log(1), b theirs.d DEFAULT 5, CHECK (theirs.log(a) > 0));
                    CREATE INDEX ON theirs.t (theirs.log(a));
                    CREATE VIEW theirs.v AS SELECT theirs.log(a) AS x FROM theirs.t""");
                assertEquals("0", db.query("SELECT count(*) FROM theirs.ran WHERE who <> '" + role + "'"), "code of the role's ran with other rights");
                assertEquals(List.of(), db.list(DRIFT));
                for (String forbidden : List.of("SELECT * FROM pggit_audit.changes", "DELETE FROM pggit_audit.capture_notes", "SELECT pggit_audit.capture_disable('x')", "SELECT pggit_audit.commit_schema()",
                        "ALTER EVENT TRIGGER pggit_audit_capture_ddl DISABLE", "INSERT INTO pggit_audit.capture_notes (classid, objid, is_first) VALUES (0, 0, true)")) {
                    assertEquals("42501", db.errorOf("SET ROLE " + role + "; " + forbidden), forbidden);
                }
            } finally {
                db.update("DROP OWNED BY " + role + "; DROP ROLE " + role);
            }
            assertEquals(List.of(), db.list(DRIFT));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void ddlThatCanNotBeCapturedFailsOrLeavesAGap(Host host) {
        try (TestDatabase db = captured(host)) {
            // A store that refuses: as good as any reason.
            db.update("ALTER TABLE pggit_v2.objects ADD CONSTRAINT full_disk CHECK (content NOT LIKE '%refused%')");

            assertEquals("PA031", db.errorOf("CREATE TABLE public.refused (id integer)"));
            assertNull(db.query("SELECT to_regclass('public.refused')"));
            db.update("SELECT pggit_audit.set_setting('capture_on_failure', 'gap')");
            db.update("CREATE TABLE public.refused (id integer)");
            assertEquals("FAILED 23514 {public.refused}", db.query("SELECT concat_ws(' ', kind, error_code, object_identities) FROM pggit_audit.capture_gaps"));
            assertEquals(List.of("public.refused not in HEAD true"), db.list(DRIFT));

            db.update("ALTER TABLE pggit_v2.objects DROP CONSTRAINT full_disk; SELECT pggit_audit.commit_schema('after the gap')");
            assertEquals(List.of(), db.list(DRIFT));
            assertEquals("WINDOW {public.refused}", db.query("SELECT concat_ws(' ', kind, object_identities) FROM pggit_audit.capture_gaps ORDER BY gap_id DESC LIMIT 1"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void whatCaptureDidNotSeeIsFoundAndClosed(Host host) {
        try (TestDatabase db = captured(host)) {
            db.update("SET session_replication_role = replica; CREATE TABLE public.in_replica (id integer)");
            assertEquals(List.of(), db.list(DRIFT));

            db.update("ALTER EVENT TRIGGER pggit_audit_capture_ddl DISABLE; ALTER EVENT TRIGGER pggit_audit_capture_drop DISABLE");
            db.update("CREATE TABLE public.unseen (id integer); DROP TABLE public.in_replica");
            assertEquals(List.of("public.in_replica not in the database false", "public.unseen not in HEAD false"), db.list(DRIFT));
            db.update("SELECT pggit_audit.capture_enable('again')");
            assertEquals(List.of(), db.list(DRIFT));
            assertEquals("{public.in_replica,public.unseen}", db.query("SELECT object_identities FROM pggit_audit.capture_gaps WHERE kind = 'WINDOW'"));

            db.update("SELECT pggit_audit.capture_disable('maintenance'); CREATE TABLE public.off (id integer)");
            assertEquals(List.of("public.off not in HEAD true"), db.list(DRIFT));
            assertEquals("22004", db.errorOf("SELECT pggit_audit.capture_disable(' ')"));
            assertEquals("t,t,f", db.query("SELECT string_agg(left(enabled::text, 1), ',' ORDER BY switch_id) FROM pggit_audit.capture_switches"));
            assertEquals("PA006", db.errorOf("DELETE FROM pggit_audit.capture_switches"));
        }
    }

    /** EXPLAIN ANALYZE makes relations without an event trigger: what names them brings them along. */
    @ParameterizedTest(name = "{0}")
    @EnumSource
    void whatAnObjectRefersToIsTakenInWithIt(Host host) {
        try (TestDatabase db = captured(host)) {
            String[][] cases = {
                {"i", "CREATE INDEX %1$s_index ON public.%1$s (id)"},
                {"v", "CREATE VIEW public.%1$s_view AS SELECT id FROM public.%1$s"},
                {"g", "CREATE FUNCTION public.%1$s_g() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER %1$s_trigger BEFORE INSERT ON public.%1$s FOR EACH ROW EXECUTE FUNCTION public.%1$s_g()"},
                {"f", "CREATE FUNCTION public.%1$s_f(r public.%1$s) RETURNS integer LANGUAGE sql AS 'SELECT 1'"},
                {"h", "CREATE TABLE public.%1$s_heir () INHERITS (public.%1$s)"},
                {"r", "CREATE RULE %1$s_rule AS ON DELETE TO public.%1$s DO INSTEAD NOTHING"},
                {"p", "CREATE POLICY %1$s_policy ON public.%1$s USING (id > 0)"},
                {"s", "CREATE STATISTICS public.%1$s_statistics ON id, n FROM public.%1$s"},
            };
            for (String[] c : cases) {
                db.update("EXPLAIN (ANALYZE, COSTS OFF) CREATE TABLE public." + c[0] + " AS SELECT 1 AS id, 2 AS n");
                assertEquals(List.of("public." + c[0] + " not in HEAD false"), db.list(DRIFT));
                db.update(String.format(c[1], c[0]));
                assertEquals(List.of(), db.list(DRIFT), c[1]);
            }
            // One behind the other, in a DO block.
            db.update("DO $$ BEGIN EXECUTE 'EXPLAIN ANALYZE CREATE TABLE public.far AS SELECT 1 AS id'; EXECUTE 'EXPLAIN ANALYZE CREATE MATERIALIZED VIEW public.near AS SELECT * FROM public.far'; END $$");
            db.update("CREATE UNIQUE INDEX near_index ON public.near (id)");
            assertEquals(List.of(), db.list(DRIFT));
            assertEquals("public.far CREATE, public.near CREATE, public.near_index CREATE", db.query("SELECT string_agg(c.path || ' ' || c.change_type, ', ' ORDER BY c.path) FROM pggit_audit.changes c "
                + "WHERE c.commit_sha = (SELECT head_sha FROM pggit_audit.capture_state)"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void indexesWithNewIdentitiesAndExcludedSchemasAreNoSurprise(Host host) {
        try (TestDatabase db = captured(host)) {
            db.update("CREATE TABLE public.t (a integer, b timestamp); CREATE INDEX ia ON public.t (a); CREATE INDEX ib ON public.t (b)");
            db.update("ALTER TABLE public.t ALTER a TYPE bigint, ALTER b TYPE date");
            db.update("DROP INDEX public.ib");
            db.update("REINDEX INDEX CONCURRENTLY public.ia");
            db.update("DROP INDEX public.ia");
            assertEquals(List.of(), db.list(DRIFT));

            db.update("SELECT pggit_audit.set_setting('capture_exclude_schemas', 'scratch, other'); CREATE SCHEMA scratch; CREATE TABLE scratch.t (id integer); CREATE TABLE public.u (id integer)");
            assertEquals("0", db.query("SELECT count(*) FROM pggit_audit.changes WHERE path LIKE 'scratch%'"));
            assertEquals(List.of(), db.list(DRIFT));
        }
    }
}
