package org.pggit.audit.backfill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pggit.audit.backfill.RowOutcome.Disposition;

/** The six risks of moving v1's history, each by its name. */
class RisksTest {
    private static final String[] NONE = {};

    @Test
    void objectsWithoutCreate() {
        History history = new History().table("ALTER TABLE old ADD COLUMN extra integer", "old", "ALTER", "id int4 NOT NULL, extra int4")
            .text("CREATE INDEX old_extra ON old (extra)", "INDEX", "public", "old_extra", "CREATE");

        Map<String, String> state = history.state();

        assertEquals("CREATE TABLE public.old (\n    id int4 NOT NULL,\n    extra int4\n);\n", state.get("public.old"));
        assertEquals("CREATE INDEX old_extra ON old (extra);\n", state.get("public.old_extra"));
    }

    @Test
    void severalCreatesOfOneName() {
        History history = new History().text("CREATE TABLE t (a int)", "TABLE", "public", "t", "CREATE").text("DROP TABLE t", "TABLE", "public", "t", "DROP")
            .text("CREATE TABLE t (b text)", "TABLE", "public", "t", "CREATE");

        Replay.Result result = history.replay();

        assertEquals(List.of("CREATE", "DROP", "CREATE"), result.commits().stream().map(c -> c.changes().get(0).change().changeType().name()).toList());
        assertEquals("CREATE TABLE public.t (\n    b text\n);\n", History.state(result).get("public.t"));
    }

    @Test
    void missingMetadata() {
        HistoryRow bare = new HistoryRow(1, "TABLE", "public", "t", "CREATE", null, "", 0, null, null, null, null, null);

        Replay.Result result = Replay.run(new Replay.Options(null, "pggit", TreeLayout.BUCKETS, false), Map.of(), List.of(bare));

        assertEquals("unknown", result.commits().get(0).commit().author());
        assertEquals(0, result.commits().get(0).commit().committedAt());
        assertEquals("CREATE TABLE t\n\npggit-v1-history: 1\n", result.commits().get(0).commit().message());
        assertEquals(Disposition.RECORDED, result.rows().get(0).disposition());
        assertEquals("no statement of the text explains it", result.rows().get(0).reason());
    }

    @Test
    void ddlThatCannotBeReplayed() {
        History history = new History().text("CREATE TABLE broken (a int", "TABLE", "public", "broken", "CREATE").text("COPY x FROM PROGRAM 'rm -rf /'; DROP DATABASE production", NONE)
            .text("CREATE TABLE fine (a int)", "TABLE", "public", "fine", "CREATE");

        Replay.Result result = history.replay();

        assertEquals(List.of(Disposition.RECORDED, Disposition.RECORDED), result.rows().stream().map(RowOutcome::disposition).toList());
        assertEquals(List.of("public.fine"), List.copyOf(History.state(result).keySet()));
    }

    @Test
    void performanceDoesNotFollowTheNumberOfCommits() {
        History history = new History();
        for (int i = 0; i < 2_000; i++) {
            history.text("CREATE TABLE t" + i + " (a int)", "TABLE", "public", "t" + i, "CREATE");
        }

        Replay.Result result = history.replay();

        int last = result.trees().size() - 1;
        long charactersOfLastCommits = result.trees().subList(last - 49, last).stream().mapToLong(t -> t.text().length()).sum();
        assertTrue(charactersOfLastCommits < 49 * 16 * 80, "a tree of the last commits has " + charactersOfLastCommits / 49 + " characters on average");
        assertTrue(result.trees().size() < 2_000 * 5, result.trees().size() + " trees for 2000 commits");
    }

    @Test
    void unsupportedKinds() {
        History history = new History().text("CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int)", "TYPE", "public", "odd", "CREATE").text("SELECT 1", "BRANCH", "public", "b", "CREATE")
            .text("SELECT 1", "TABLE", "public", "t", "MERGE").text("CREATE TEXT SEARCH CONFIGURATION c (COPY = simple)", "TABLE", "public", "t", "ALTER");

        Replay.Result result = history.replay();

        assertEquals(List.of(Disposition.RECORDED, Disposition.REJECTED, Disposition.REJECTED, Disposition.RECORDED), result.rows().stream().map(RowOutcome::disposition).toList());
        assertEquals("TYPE", result.rows().get(0).type());
        assertEquals(List.of("public.total(integer)", "text search configuration public.c"), List.copyOf(History.state(result).keySet()));
    }
}
