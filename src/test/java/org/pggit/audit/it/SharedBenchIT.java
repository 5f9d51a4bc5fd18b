package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ../shared/bench runs against ours unchanged, and its results (not its times) are the reference's. */
class SharedBenchIT {
    @ParameterizedTest(name = "{0}")
    @EnumSource
    void extractionGivesTheReferencesCountsAndSums(Host host) {
        File script = new File(TestServer.get().shared(), "bench/bench.sh");
        Assumptions.assumeTrue(script.exists(), "../shared/bench is not here: its results were not compared");
        try (TestDatabase db = TestServer.get().database(host)) {
            db.psql("-v", "ON_ERROR_STOP=1", "-f", "install/demo/v1_schema.sql").orFail("v1_schema.sql");
            Map<String, String> environment = new HashMap<>(TestServer.get().environment());
            environment.putAll(Map.of("DB", db.name, "WARM", "0", "REPS", "1"));

            String output = Shell.run(environment, script.getParentFile(), "bash", script.toString(), "extract").orFail("bench.sh").output();

            String results = output.lines().filter(l -> l.startsWith("extract,")).map(l -> l.split(",")[3]).collect(Collectors.joining(", "));
            assertEquals("3|1843, 30|17691, 3|2165, 30|19181, 300|184432, 3|1862, 30|19038, 300|186529, 3000|1899701", results, output);
        }
    }
}
