package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/**
 * The cases of package plpgsql against a server: each value that expressions.txt knows is the server's, and code.txt's blocks hand EXECUTE what the file says. For that
 * each EXECUTE and each statement in plain sight is made a call that notes the text instead; what a branch may have left out is not compared.
 */
class PlpgsqlCasesIT {
    private static final Path CASES = TestServer.PROJECT.resolve("src/test/resources/cases/plpgsql");
    private static TestServer server;

    @BeforeAll
    static void startAPlainServer() {
        Assumptions.assumeTrue(System.getProperty("pggit.test.image") == null, "a plain cluster of its own needs server programs here");
        server = TestServer.local(TestServer.PROJECT.resolve("target/it-plain"));
        server.update("postgres", """
            CREATE TABLE t (n int, name text); CREATE SCHEMA app; CREATE TABLE app."T" (a int); CREATE TABLE app.u (a int); CREATE TABLE v (a int); CREATE TABLE z (a int); INSERT INTO t VALUES (1, 'k');
            CREATE TABLE noted (n serial, statement text);
            CREATE FUNCTION note(statement text) RETURNS void LANGUAGE plpgsql AS $$
            BEGIN
                IF statement ~* '^\\s*(select|call|do|values)\\M' THEN
                    EXECUTE statement;
                ELSIF statement IS NULL THEN
                    RAISE null_value_not_allowed;
                ELSE
                    INSERT INTO public.noted (statement) VALUES (note.statement);
                END IF;
            END $$;""");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            Shell.run(server.environment(), TestServer.PROJECT.toFile(), "install/cluster.sh", "stop", "target/it-plain");
        }
    }

    @TestFactory
    List<DynamicTest> expressionsAreTheServers() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : Files.readAllLines(CASES.resolve("expressions.txt"))) {
            int arrow = line.lastIndexOf(" => ");
            if (!line.startsWith("#") && !line.endsWith(" => UNKNOWN")) {
                String want = line.substring(arrow + 4).replace('␣', ' ').replace('⏎', '\n');
                String expression = line.substring(0, arrow).replace('⏎', '\n');
                tests.add(DynamicTest.dynamicTest(line, () -> assertEquals(want, server.query("postgres",
                    "SELECT CASE WHEN v IS NULL THEN 'NULL' WHEN v::text = 'NULL' THEN 'NULL!' ELSE format('%s', v) END FROM (SELECT (" + expression + ") AS v) x"))));
            }
        }
        return tests;
    }

    @TestFactory
    List<DynamicTest> codeRunsWhatIsFound() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        String title = null;
        List<String> routines = new ArrayList<>();
        List<String> lines = Files.readAllLines(CASES.resolve("code.txt"));
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("#")) {
                title = line.substring(2);
                routines = new ArrayList<>();
            } else if (line.startsWith("routine: ")) {
                routines.add(line.substring(9));
            } else if (line.startsWith("block: ") || line.startsWith("query: ")) {
                List<String> want = new ArrayList<>();
                while (i + 1 < lines.size() && !lines.get(i + 1).isEmpty() && !lines.get(i + 1).startsWith("block: ")) {
                    want.add(lines.get(++i));
                }
                List<String> sure = want.stream().filter(w -> !w.startsWith("? ")).toList();
                List<String> known = routines;
                if (!sure.isEmpty() && !title.endsWith("(not on a server)")) {
                    tests.add(DynamicTest.dynamicTest(title, () -> assertIsPart(sure, run(known, line.startsWith("block"), line.substring(7)))));
                }
            }
        }
        return tests;
    }

    /** In this order; the server knows more. */
    private static void assertIsPart(List<String> sure, List<String> run) {
        int found = 0;
        for (String statement : run) {
            found += found < sure.size() && sure.get(found).equals(statement) ? 1 : 0;
        }
        if (found < sure.size()) {
            assertEquals(String.join("\n", sure), String.join("\n", run));
        }
    }

    /** In a transaction that is rolled back. */
    private static List<String> run(List<String> routines, boolean isBlock, String text) throws SQLException {
        try (Connection c = server.connect("postgres"); Statement s = c.createStatement()) {
            c.setAutoCommit(false);
            s.execute("CREATE SCHEMA IF NOT EXISTS audit; SET LOCAL check_function_bodies = off");
            for (String routine : routines) {
                s.execute(withNotes(routine));
            }
            s.execute(isBlock ? "DO $block$" + noting(text) + "$block$" : text);
            try (ResultSet r = s.executeQuery("SELECT statement FROM public.noted ORDER BY n")) {
                List<String> statements = new ArrayList<>();
                while (r.next()) {
                    statements.add(r.getString(1));
                }
                return statements;
            } finally {
                c.rollback();
            }
        }
    }

    /** A CREATE FUNCTION whose body notes. */
    private static String withNotes(String create) {
        Words words = Words.of(create);
        for (int i = 0; i < words.count(); i++) {
            if (words.is(i, "AS") && words.type(i + 1).isString()) {
                return words.slice(0, i + 1) + " $body$" + noting(words.string(i + 1)) + "$body$ " + words.slice(i + 2, words.count());
            }
        }
        return create;
    }

    private static String noting(String body) {
        Words words = Words.of(body);
        StringBuilder out = new StringBuilder();
        int done = 0;
        boolean isSql = !words.isAny(0, "DECLARE", "BEGIN") && !words.written(0).equals("<<");
        for (int i = 0; i < words.count(); i++) {
            boolean isBegin = i == 0 || words.type(i - 1) == TokenType.SEMICOLON || words.isAny(i - 1, "THEN", "ELSE", "LOOP", "BEGIN");
            int end = i;
            while (end < words.count() && words.type(end) != TokenType.SEMICOLON) {
                end = words.skip(end);
            }
            boolean isPlain = isBegin && words.is(i, "EXECUTE") && !words.slice(i, end).matches("(?is).*\\b(INTO|USING)\\b.*");
            boolean isDdl = isBegin && words.isAny(i, "CREATE", "ALTER", "DROP", "COMMENT", "GRANT", "REVOKE");
            if (isPlain || isDdl) {
                out.append(body, done, words.start(i)).append(isSql ? "SELECT" : "PERFORM").append(" public.note((");
                out.append(isPlain ? words.slice(i + 1, end) : "$noted$" + words.slice(i, end) + "$noted$").append("))");
                done = words.end(end - 1);
                i = end;
            }
        }
        return out.append(body.substring(done)).toString();
    }
}
