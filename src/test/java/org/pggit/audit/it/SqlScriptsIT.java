package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts of src/test/sql in psql: what comes out must be the expected file, the same on both hosts. */
class SqlScriptsIT {
    private static final Path SCRIPTS = TestServer.PROJECT.resolve("src/test/sql");

    static Stream<Arguments> scripts() throws IOException {
        List<Arguments> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            List<Path> scripts = files.filter(f -> f.toString().endsWith(".sql")).sorted().toList();
            assertTrue(!scripts.isEmpty(), "no scripts in " + SCRIPTS);
            for (Path script : scripts) {
                for (Host host : Host.values()) {
                    all.add(Arguments.of(script.getFileName().toString(), host));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0} on {1}")
    @MethodSource("scripts")
    void scriptGivesWhatIsExpected(String script, Host host) throws IOException {
        try (TestDatabase database = TestServer.get().database(host)) {
            Path expected = SCRIPTS.resolve("expected").resolve(script.replace(".sql", ".out"));

            Shell psql = Shell.run(TestServer.get().environment(), SCRIPTS.toFile(), "psql", "-X", "-q", "-d", database.name, "-f", script);

            assertEquals(Files.readString(expected), psql.output(), () -> script + " on " + host + ": see " + expected);
        }
    }
}
