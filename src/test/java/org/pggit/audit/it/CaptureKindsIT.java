package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One object of each kind made, altered, renamed, commented, granted, rebuilt and dropped: src/test/resources/cases/capture/kinds.txt. */
class CaptureKindsIT {
    private static final Pattern LINE = Pattern.compile("(?:(1[5-9])\\+ )?(\\S+) (CREATE|ALTER|RENAME|DROP) (.+?): (.*)");

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void everyKindIsCapturedAndRebuilt(Host host) throws Exception {
        List<String> lines = Files.readAllLines(Path.of("src/test/resources/cases/capture/kinds.txt"));
        List<String> wrong = new ArrayList<>();
        try (TestDatabase db = TestServer.get().database(host)) {
            db.update("SELECT pggit_audit.capture_enable('kinds')");
            boolean isRebuilt = false;
            try (Connection c = db.connect(); Statement s = c.createStatement()) {
                for (String line : lines) {
                    Matcher m = LINE.matcher(line);
                    if (line.startsWith("#") || !m.matches() || m.group(1) != null && Integer.parseInt(m.group(1)) > c.getMetaData().getDatabaseMajorVersion()) {
                        continue;
                    }
                    if (m.group(2).equals("drop") && !isRebuilt) {
                        isRebuilt = true;
                        assertEquals(List.of(), wrong);
                        assertRebuilds(db);
                    }
                    int before = commits(db);
                    s.execute(m.group(5));
                    List<String> changes = db.list("SELECT change_type || ' ' || path FROM pggit_audit.changes c WHERE c.commit_sha = (pggit_audit.capture_branch()).head_sha");
                    if (commits(db) != before + 1 || !changes.contains(m.group(3) + ' ' + m.group(4))) {
                        wrong.add(line + " gave " + (commits(db) - before) + " commits; " + changes);
                    }
                    for (String drift : db.list("SELECT path || ' ' || difference FROM pggit_audit.find_drift()")) {
                        wrong.add(line + " left " + drift);
                    }
                }
            } finally {
                // A database with a subscription can not be dropped.
                db.update("DROP SUBSCRIPTION IF EXISTS sub");
            }

            assertEquals(List.of(), wrong);
            assertEquals("", String.join("\n", db.list("SELECT check_name || ': ' || details FROM pggit_audit.validate_audit_integrity() WHERE status = 'FAIL'")));
            assertEquals("0", db.query("SELECT count(*) FROM pggit_v2.objects WHERE content LIKE '%SECRET%'"), "a secret is in the store");
            assertEquals("0", db.query("SELECT count(*) FROM pggit_audit.captured_commits WHERE statement LIKE '%SECRET%'"), "a secret is in a statement");
        }
    }

    private static void assertRebuilds(TestDatabase db) throws Exception {
        // Passwords are not kept: those of the rebuilt are the marker.
        var original = Dump.of(TestServer.get(), db.name);
        original.replaceAll((name, texts) -> texts.stream().map(t -> t.replaceAll("SECRET[0-9]", "********")).toList());
        assertEquals(List.of(), Dump.differences(original, CaptureHistoryIT.rebuild(db, "HEAD")));
        Shell.run(TestServer.get().environment(), TestServer.PROJECT.toFile(), "install/prove_rebuild.sh", "--dbname", db.name).orFail("prove_rebuild");
    }

    private static int commits(TestDatabase db) {
        return Integer.parseInt(db.query("SELECT count(*) FROM pggit_audit.captured_commits"));
    }
}
