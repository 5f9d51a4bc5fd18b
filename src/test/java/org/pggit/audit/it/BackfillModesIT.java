package org.pggit.audit.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ways in which a backfill may be run, against each other: without snapshots, with, row by row, flat, in buckets. */
class BackfillModesIT {
    /** Tables with keys, renamed and dropped, a function that v1 names by number, several rows a transaction, a row of nothing. */
    private static final String HISTORY = """
        INSERT INTO pggit.objects (id, object_type, schema_name, object_name) SELECT i, 'TABLE', 'public', 't' || i FROM generate_series(1, 60) i;
        INSERT INTO pggit.objects (id, object_type, schema_name, object_name) SELECT 1000 + i, 'INDEX', 'public', 't' || i || '_pkey' FROM generate_series(1, 60) i;
        INSERT INTO pggit.objects (id, object_type, schema_name, object_name) SELECT 2000 + i, 'FUNCTION', 'public', (20000 + i)::text FROM generate_series(1, 20) i;
        INSERT INTO pggit.history (id, object_id, change_type, change_severity, change_description, sql_executed, created_at, created_by)
        SELECT row_number() OVER (ORDER BY step, i, s.row), CASE WHEN s.row = 2 THEN 1000 + i WHEN step = 3 THEN 2000 + i ELSE i END,
               (CASE WHEN step IN (1, 3) THEN 'CREATE' WHEN step = 5 THEN 'DROP' ELSE 'ALTER' END)::pggit.change_type, 'MINOR', format('step %s of %s', step, i),
               CASE step WHEN 1 THEN format('CREATE TABLE t%1$s (id serial PRIMARY KEY, a text); COMMENT ON TABLE t%1$s IS ''table %1$s''', i)
                         WHEN 2 THEN format('ALTER TABLE t%1$s ADD COLUMN b integer; ALTER TABLE t%1$s RENAME COLUMN a TO c', i)
                         WHEN 3 THEN format('CREATE OR REPLACE FUNCTION f%s(x integer) RETURNS integer LANGUAGE sql AS ''SELECT x''', i)
                         WHEN 4 THEN format('ALTER TABLE t%s ADD COLUMN d integer DEFAULT %s', i, i) ELSE format('DROP TABLE t%s', i) END,
               timestamp '2024-01-01' + (step * 1000 + i / 2) * interval '1 minute', 'migrator'
        FROM generate_series(1, 5) step, generate_series(1, 60) i, LATERAL (SELECT row FROM generate_series(1, CASE WHEN step = 1 THEN 2 ELSE 1 END) row) s
        WHERE (step < 5 OR i % 4 = 0) AND (step <> 3 OR i <= 20);
        SELECT setval('pggit.history_id_seq', max(id)) FROM pggit.history;
        UPDATE pggit.history SET change_type = 'BRANCH' WHERE id = 7""";

    private static final String STORE = """
        SELECT md5((SELECT string_agg(g::text, '' ORDER BY g.generation) FROM pggit_v2.commit_graph g)) || md5((SELECT string_agg(t::text, '' ORDER BY t.tree_sha COLLATE "C", t.path COLLATE "C") FROM pggit_v2.tree_entries t))
            || md5((SELECT string_agg(concat_ws('|', v.path, v.life, v.version_number, v.definition, v.is_tombstone, v.commit_sha), '' ORDER BY v.path COLLATE "C", v.version_number) FROM pggit_audit.object_versions v))
            || md5((SELECT string_agg(concat_ws('|', c.commit_sha, c.path, c.old_path, c.change_type, c.old_sha, c.new_sha, c.author, c.committed_at), '' ORDER BY c.commit_sha, c.path COLLATE "C") FROM pggit_audit.changes c WHERE c.commit_sha IS NOT NULL))
            || md5((SELECT string_agg(concat_ws('|', r.commit_sha, r.event, r.object_identity), '' ORDER BY r.commit_sha, r.event) FROM pggit_audit.backfill_recovered r))""";
    /** What became of each row; SUPERSEDED is a word about commits. */
    private static final String ROWS = "SELECT string_agg(concat_ws('|', d.history_id, replace(d.disposition, 'SUPERSEDED', 'RECORDED'), d.object_schema, d.object_name, d.object_type, d.change_type, d.path, d.name_source), E'\\n' ORDER BY d.history_id)"
        + " FROM pggit_audit.backfill_dispositions d";
    private static final String NOT_PASSED = "SELECT check_name || ': ' || details FROM pggit_audit.validate_audit_integrity() WHERE status <> 'PASS'";

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void rowsRecordedWithoutSnapshotsGetTheSameCommitsLater(Host host) {
        try (TestDatabase direct = fresh(host); TestDatabase later = fresh(host)) {
            direct.update("CALL pggit_audit.backfill()");
            // Three starts, in batches of 17: what is alive at each border is in no tree.
            later.update("CREATE TABLE rest AS SELECT * FROM pggit.history WHERE id > 100; DELETE FROM pggit.history WHERE id > 100");
            later.update("CALL pggit_audit.backfill(tree_layout => 'none', batch_rows => 17)");
            later.update("INSERT INTO pggit.history SELECT * FROM rest WHERE id <= 150");
            later.update("CALL pggit_audit.backfill(tree_layout => 'none', batch_rows => 17)");
            assertEquals("0", later.query("SELECT (SELECT count(*) FROM pggit_v2.objects) + (SELECT count(*) FROM pggit_audit.object_versions) + (SELECT count(*) FROM pggit_audit.changes WHERE commit_sha IS NOT NULL)"));
            assertEquals("150", later.query("SELECT count(*) FROM pggit_audit.backfill_rows"));
            assertEquals(List.of(), later.list(NOT_PASSED));
            later.update("INSERT INTO pggit.history SELECT * FROM rest WHERE id > 150 AND id <= 200");
            later.update("CALL pggit_audit.backfill(tree_layout => 'none', batch_rows => 17)");
            assertEquals("0", later.query("SELECT recorded FROM pggit_audit.backfill_from_v1_history(tree_layout => 'none')"));
            later.update("INSERT INTO pggit.history SELECT * FROM rest WHERE id > 200");
            String rows = later.query("SELECT count(*) FROM pggit.history");

            // Everything once more with snapshots: rows of the runs before, and new ones.
            later.update("CALL pggit_audit.backfill(batch_rows => 40)");

            assertEquals(direct.query(STORE), later.query(STORE));
            assertEquals(direct.query(ROWS), later.query(ROWS));
            assertEquals("200", later.query("SELECT count(*) FROM pggit_audit.backfill_snapshots"));
            assertEquals(rows, later.query("SELECT count(*) FROM pggit_audit.backfill_rows"));
            assertEquals(direct.query("SELECT count(*) FROM pggit_audit.backfill_dispositions WHERE commit_sha IS NOT NULL"), later.query("SELECT count(*) FROM pggit_audit.backfill_dispositions WHERE commit_sha IS NOT NULL"));
            assertEquals(direct.query("SELECT count(DISTINCT history_id) FROM pggit_audit.changes"), later.query("SELECT count(DISTINCT history_id) FROM pggit_audit.changes"));
            assertEquals("0", later.query("SELECT count(*) FROM pggit_audit.backfill_changes WHERE history_id IS NULL"));
            assertEquals("0", later.query("SELECT commits FROM pggit_audit.backfill_from_v1_history()"));
            assertEquals(List.of(), later.list(NOT_PASSED));
            assertEquals(List.of(), direct.list(NOT_PASSED));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void rowByRowEndsAtTheSameTreeWithMoreCommits(Host host) {
        try (TestDatabase whole = fresh(host); TestDatabase rowByRow = fresh(host)) {
            // Without the row of nothing, which would part its transaction once more.
            whole.update("UPDATE pggit.history SET change_type = 'CREATE' WHERE id = 7");
            rowByRow.update("UPDATE pggit.history SET change_type = 'CREATE' WHERE id = 7");
            whole.update("CALL pggit_audit.backfill()");

            int commits = Integer.parseInt(rowByRow.query("SELECT commits FROM pggit_audit.backfill_from_v1_history(granularity => 'row')"));

            // Each string has one statement that rows tell of; what came behind it, before the next such one or the transaction's end, makes a commit without rows or goes with the next.
            assertEquals(rowByRow.query("SELECT count(DISTINCT (created_at, sql_executed)) FROM pggit.history"), rowByRow.query("SELECT count(DISTINCT commit_sha) FROM pggit_audit.backfill_rows"));
            assertEquals(rowByRow.query("SELECT count(DISTINCT (created_at, sql_executed)) + count(DISTINCT created_at) FILTER (WHERE sql_executed ~ 'COMMENT|RENAME') FROM pggit.history"), Integer.toString(commits));
            assertEquals(rowByRow.query("SELECT count(DISTINCT created_at) FROM pggit.history"), whole.query("SELECT count(*) FROM pggit_v2.commit_graph"));
            assertEquals(whole.query("SELECT tree_sha FROM pggit_audit.commit_of('v1-history')"), rowByRow.query("SELECT tree_sha FROM pggit_audit.commit_of('v1-history')"));
            assertEquals(List.of(), rowByRow.list(NOT_PASSED));
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void bucketsAreThoseOfCaptureAndFlatTreesSayTheSame(Host host) {
        try (TestDatabase nested = fresh(host); TestDatabase flat = fresh(host)) {
            nested.update("CALL pggit_audit.backfill(tree_layout => 'buckets')");
            flat.update("CALL pggit_audit.backfill(tree_layout => 'flat')");

            assertEquals("0", nested.query("""
                SELECT count(*) FROM pggit_v2.commit_graph g
                CROSS JOIN LATERAL (SELECT array_agg(l.path) AS paths, array_agg(l.object_sha) AS shas FROM pggit_audit.list_tree(g.tree_sha) l) t
                WHERE pggit_audit.tree_edit(NULL, coalesce(t.paths, '{}'), coalesce(t.shas, '{}')) <> g.tree_sha"""));
            String objects = "SELECT md5(string_agg(concat_ws('|', g.generation, l.path, l.mode, l.object_sha), '' ORDER BY g.generation, l.path COLLATE \"C\")) FROM pggit_v2.commit_graph g CROSS JOIN LATERAL pggit_audit.list_tree(g.tree_sha) l";
            assertEquals(flat.query(objects), nested.query(objects));
            assertEquals("0", flat.query("SELECT count(*) FROM pggit_v2.tree_entries WHERE mode = '040000'"));
            assertEquals(List.of(), flat.list(NOT_PASSED));
            // Capture goes on from the backfill's last tree as from one of its own.
            assertEquals("t", nested.query("""
                WITH last AS (SELECT c.tree_sha FROM pggit_audit.commit_of('v1-history') c), entries AS (SELECT l.path, l.object_sha FROM last, pggit_audit.list_tree(last.tree_sha) l), gone AS (SELECT min(path) AS path FROM entries)
                SELECT pggit_audit.tree_edit((SELECT tree_sha FROM last), ARRAY[(SELECT path FROM gone)], ARRAY[NULL::text])
                     = pggit_audit.tree_edit(NULL, ARRAY(SELECT e.path FROM entries e, gone g WHERE e.path <> g.path ORDER BY 1), ARRAY(SELECT e.object_sha FROM entries e, gone g WHERE e.path <> g.path ORDER BY e.path))"""));
        }
    }

    /** Every ALTER of a table with a thousand columns makes its definition anew: a batch ends early, again and again, so that the heap holds it. */
    @ParameterizedTest(name = "{0}")
    @EnumSource
    void aBatchEndsEarlyWhereItsAnswerWouldGrowTooLarge(Host host) {
        try (TestDatabase db = withV1(host)) {
            db.update("""
                INSERT INTO pggit.objects (id, object_type, schema_name, object_name) VALUES (1, 'TABLE', 'public', 'wide');
                INSERT INTO pggit.history (object_id, change_type, change_severity, change_description, sql_executed, created_at, created_by)
                SELECT 1, (CASE WHEN step = 0 THEN 'CREATE' ELSE 'ALTER' END)::pggit.change_type, 'MINOR', format('step %s', step),
                       CASE WHEN step = 0 THEN (SELECT format('CREATE TABLE wide (%s)', string_agg(format('column_number_%s character varying(100) NOT NULL DEFAULT ''x''', i), ', ')) FROM generate_series(1, 1200) i)
                            ELSE format('ALTER TABLE wide ALTER COLUMN column_number_%s SET DEFAULT ''v%s''', 1 + step % 1200, step) END,
                       timestamp '2024-01-01' + step * interval '1 minute', 'migrator' FROM generate_series(0, 599) step""");

            assertEquals("600,600", db.query("SELECT processed || ',' || commits FROM pggit_audit.backfill_from_v1_history()"));

            assertEquals("t", db.query("SELECT count(*) > 2 AND sum(rows_read) = 600 FROM pggit_audit.backfill_batches"));
            assertEquals("t", db.query("SELECT o.content LIKE '%column_number_600 character varying(100) DEFAULT ''v599''%' FROM pggit_audit.list_tree((pggit_audit.commit_of('v1-history')).tree_sha) l JOIN pggit_v2.objects o ON o.sha = l.object_sha"));
            assertEquals(List.of(), db.list(NOT_PASSED));
        }
    }

    /** What a string does behind its COMMIT is of the next transaction, and of no other. */
    @ParameterizedTest(name = "{0}")
    @EnumSource
    void aStringWithCommitInItIsReadOnce(Host host) {
        try (TestDatabase db = withV1(host)) {
            db.update("""
                INSERT INTO pggit.objects (id, object_type, schema_name, object_name) VALUES (1, 'TABLE', 'public', 'a'), (2, 'TABLE', 'public', 'b');
                INSERT INTO pggit.history (object_id, change_type, change_severity, change_description, sql_executed, created_at, created_by)
                SELECT i, 'CREATE', 'MINOR', 'x', 'BEGIN; CREATE TABLE a (i int); CREATE TYPE ta AS ENUM (); COMMIT; BEGIN; CREATE TABLE b (i int); CREATE TYPE tb AS ENUM (); COMMIT',
                       timestamp '2024-01-01' + i * interval '1 second', 'm' FROM generate_series(1, 2) i""");
            db.update("CALL pggit_audit.backfill()");

            assertEquals(List.of("public.ta 1", "public.tb 2"), db.list("SELECT object_identity || ' ' || history_id FROM pggit_audit.backfill_recovered ORDER BY 1"));
        }
    }

    private static TestDatabase withV1(Host host) {
        TestDatabase db = TestServer.get().database(host);
        db.psql("-v", "ON_ERROR_STOP=1", "-f", "install/demo/v1_schema.sql").orFail("v1_schema.sql");
        return db;
    }

    private static TestDatabase fresh(Host host) {
        TestDatabase db = withV1(host);
        db.update(HISTORY);
        return db;
    }
}
