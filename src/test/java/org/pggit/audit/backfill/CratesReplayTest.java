package org.pggit.audit.backfill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pggit.audit.backfill.RowOutcome.Disposition;

/** The replay of a real v1 history (../shared/v1-cratesio) against the truth beside it; no database. The score is printed. */
class CratesReplayTest {
    private static final Replay.Options FROM_NOTHING = new Replay.Options(null, "pggit", TreeLayout.BUCKETS, false);

    @BeforeAll
    static void needsTheData() {
        Assumptions.assumeTrue(V1Data.FOLDER.isDirectory(), V1Data.FOLDER + " is not here: the real v1 history was not tried");
    }

    @ParameterizedTest(name = "per statement: {0}")
    @ValueSource(booleans = {false, true})
    void everyRowIsAccountedForAndEveryApplicationRowIsRight(boolean perStatement) throws IOException {
        List<HistoryRow> rows = V1Data.history(perStatement);

        Replay.Result result = Replay.run(FROM_NOTHING, Map.of(), rows);

        assertEquals(rows.stream().map(HistoryRow::id).toList(), result.rows().stream().map(RowOutcome::historyId).toList());
        Map<Long, RowOutcome> outcomes = new HashMap<>();
        result.rows().forEach(o -> outcomes.put(o.historyId(), o));
        List<String> wrong = new ArrayList<>();
        int right = 0;
        int members = 0;
        for (Map<String, String> t : V1Data.csv(new File(V1Data.FOLDER, "truth.csv.gz"))) {
            RowOutcome o = outcomes.get(Long.valueOf(t.get("history_id")));
            if ("t".equals(t.get("in_extension"))) {
                members += o.disposition() == Disposition.EXTENSION_MEMBER ? 1 : 0;
                continue;
            }
            String truth = t.get("true_schema") + ' ' + t.get("true_name") + ' ' + t.get("true_object_type") + ' ' + t.get("true_change_type");
            String said = o.schema() + ' ' + o.name() + ' ' + o.type() + ' ' + o.change();
            boolean isRight = truth.equals(said) && o.disposition() != Disposition.EXTENSION_MEMBER && o.disposition() != Disposition.REJECTED;
            right += isRight ? 1 : 0;
            if (!isRight) {
                wrong.add(t.get("history_id") + ": want " + truth + ", got " + o);
            }
        }
        Map<Disposition, Integer> counts = new HashMap<>();
        result.rows().forEach(o -> counts.merge(o.disposition(), 1, Integer::sum));
        System.out.println("crates.io rows (per statement: " + perStatement + "): right " + right + ", extension members " + members + ", " + counts + ", commits " + result.commits().size());
        assertEquals(List.of(), wrong);
        assertEquals(501, right);
        assertEquals(109, members);
    }

    @ParameterizedTest(name = "per statement: {0}")
    @ValueSource(booleans = {false, true})
    void whatV1MissedIsRecoveredFromTheText(boolean perStatement) throws IOException {
        Replay.Result result = Replay.run(FROM_NOTHING, Map.of(), V1Data.history(perStatement));

        Map<Long, String> texts = new HashMap<>();
        V1Data.history(perStatement).forEach(h -> texts.put(h.id(), h.text()));
        Map<Long, String> migrations = new HashMap<>();
        for (Map<String, String> t : V1Data.csv(new File(V1Data.FOLDER, "truth.csv.gz"))) {
            migrations.put(Long.valueOf(t.get("history_id")), t.get("migration"));
        }
        Map<String, Set<String>> found = new HashMap<>();
        for (ReplayedCommit c : result.commits()) {
            for (ReplayedCommit.Recovered r : c.recovered()) {
                found.computeIfAbsent(String.valueOf(migrations.get(r.sourceId())), m -> new HashSet<>()).add(r.tag() + ' ' + r.type() + ' ' + r.identity());
            }
        }
        int all = 0;
        List<String> missed = new ArrayList<>();
        for (Map<String, String> e : V1Data.csv(new File(V1Data.FOLDER, "events.csv.gz"))) {
            boolean isTextThere = isTextThere(e, perStatement, migrations, texts);
            if (e.get("history_id") != null || "t".equals(e.get("in_extension")) || "f".equals(e.get("drop_is_target")) || !isTextThere) {
                continue;
            }
            all++;
            String event = e.get("tag") + ' ' + e.get("object_type").toUpperCase(java.util.Locale.ROOT).replace(' ', '_') + ' ' + e.get("object_identity");
            String plain = event.replace("pg_catalog.", "");
            Set<String> here = found.getOrDefault(String.valueOf(e.get("migration")), Set.of());
            if (!here.contains(event) && !here.contains(plain)) {
                missed.add(e.get("migration") + ": " + event);
            }
        }
        System.out.println("crates.io events without a row (per statement: " + perStatement + "): " + (all - missed.size()) + " of " + all + " recovered; not: " + missed);
        assertTrue(missed.size() * 20 <= all, () -> String.join("\n", missed));
    }

    /** Whole strings: a row of the migration has it. Per statement: some text of the migration names the object. */
    private static boolean isTextThere(Map<String, String> event, boolean perStatement, Map<Long, String> migrations, Map<Long, String> texts) {
        String name = event.get("object_name") != null ? event.get("object_name") : event.get("object_identity");
        for (Map.Entry<Long, String> m : migrations.entrySet()) {
            if (String.valueOf(m.getValue()).equals(String.valueOf(event.get("migration")))) {
                String text = texts.get(m.getKey());
                if (!perStatement || text.contains(event.get("tag").split(" ")[0]) && text.contains(name) && text.toUpperCase(java.util.Locale.ROOT).stripLeading().startsWith(event.get("tag"))) {
                    return true;
                }
            }
        }
        return false;
    }

    @ParameterizedTest(name = "per statement: {0}")
    @ValueSource(booleans = {false, true})
    void theCommitsAreTheSameHoweverTheRowsAreParted(boolean perStatement) throws IOException {
        List<HistoryRow> rows = V1Data.history(perStatement);
        Parts whole = Parts.undisturbed(rows);

        assertNull(whole.difference(Parts.replay(rows, 1)));
        assertNull(whole.difference(Parts.replay(rows, 7)));
        // An answer that would grow too large ends before its last row.
        assertNull(whole.difference(Parts.replay(rows, Integer.MAX_VALUE, 20_000)));
    }
}
