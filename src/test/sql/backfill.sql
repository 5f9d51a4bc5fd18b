-- backfill_from_v1_history on v1's quirks (reference/v1-data.md).
\ir include/prelude.sql
\echo '-- no v1 here'
SELECT pg_temp.try('SELECT pggit_audit.backfill_from_v1_history()') AS none, left(pg_temp.try('SELECT pggit_audit.backfill_from_v1_history(''My Schema'')'), 55) AS named, left(pg_temp.try('SELECT pggit_audit.backfill_from_v1_history(NULL)'), 55) AS null_schema \gx
\ir ../../../install/demo/v1_schema.sql
\echo '-- an empty history'
SELECT processed, errors, warnings, recorded, recorded_before, named_from_text, named_from_object, unnamed, implied, superseded, extension_members, rejected, unaccounted, recovered, commits FROM pggit_audit.backfill_from_v1_history();
-- The rows of one text: type, schema, name as v1 spells it, change; one transaction a text.
CREATE TEMPORARY SEQUENCE transactions;
CREATE FUNCTION pg_temp.v1(text_recorded text, VARIADIC rows text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_object int;
    v_time timestamp := timestamp '2024-03-01 12:00' + nextval('transactions') * interval '1 minute';
BEGIN
    FOR i IN 1 .. cardinality(rows) BY 4 LOOP
        INSERT INTO pggit.objects (object_type, schema_name, object_name) VALUES (rows[i]::pggit.object_type, rows[i + 1], rows[i + 2]) ON CONFLICT DO NOTHING;
        SELECT id INTO v_object FROM pggit.objects WHERE object_type = rows[i]::pggit.object_type AND schema_name = rows[i + 1] AND object_name = rows[i + 2];
        INSERT INTO pggit.history (object_id, change_type, change_severity, change_description, sql_executed, created_at, created_by)
        VALUES (v_object, rows[i + 3]::pggit.change_type, 'MINOR', rows[i + 3] || ' ' || rows[i + 2], text_recorded, v_time, 'migrator');
    END LOOP;
END
$$;
CREATE FUNCTION pg_temp.backfilled(after bigint) RETURNS TABLE (id bigint, change text, type text, schema text, name text, path text, old_path text, old text, new text) LANGUAGE sql AS $$
    SELECT c.history_id, c.change_type, c.object_type, c.object_schema, c.object_name, c.path, c.old_path, left(regexp_replace(c.old_definition, '\s+', ' ', 'g'), 26), left(regexp_replace(c.new_definition, '\s+', ' ', 'g'), 26)
    FROM pggit_audit.changes c WHERE c.history_id > after ORDER BY c.history_id
$$;
DO $do$ BEGIN
-- 1-4: one text, several statements; an index of a constraint whose name is nowhere
PERFORM pg_temp.v1($t$-- up.sql
CREATE TABLE users (id integer PRIMARY KEY, name text);
ALTER TABLE users ADD email text;
CREATE INDEX users_name ON users (name);$t$, 'TABLE', 'public', 'users', 'CREATE', 'INDEX', 'public', 'users_pkey', 'CREATE', 'TABLE', 'public', 'users', 'ALTER', 'INDEX', 'public', 'users_name', 'CREATE');
-- 5-7: functions by OID, two of them overloads
PERFORM pg_temp.v1($t$CREATE FUNCTION get_user(integer) RETURNS text AS 'SELECT 1' LANGUAGE sql;
CREATE FUNCTION get_user(text) RETURNS text AS 'SELECT 2' LANGUAGE sql; CREATE OR REPLACE FUNCTION app.other() RETURNS text AS 'SELECT 3' LANGUAGE sql$t$, 'FUNCTION', 'public', '1001', 'CREATE', 'FUNCTION', 'public', '1002', 'CREATE', 'FUNCTION', 'app', '1003', 'CREATE');
-- 8: the same function again, in a text that names it; 9: altered in a DO block, known by its number
PERFORM pg_temp.v1($t$CREATE OR REPLACE FUNCTION get_user(integer) RETURNS text AS 'SELECT 11' LANGUAGE sql$t$, 'FUNCTION', 'public', '1001', 'CREATE');
PERFORM pg_temp.v1($t$DO $x$ BEGIN EXECUTE 'ALTER FUNCTION get_user(text) STABLE'; END $x$ $t$, 'FUNCTION', 'public', '1002', 'ALTER');
-- 10: renamed; 11: after that
PERFORM pg_temp.v1($t$ALTER FUNCTION app.other() RENAME TO another$t$, 'FUNCTION', 'app', '1003', 'ALTER');
PERFORM pg_temp.v1($t$DO $x$ BEGIN END $x$ $t$, 'FUNCTION', 'app', '1003', 'ALTER');
-- 12: made in a DO block: no text names it
PERFORM pg_temp.v1($t$DO $x$ BEGIN EXECUTE 'CREATE FUNCTION hidden() ...'; END $x$ $t$, 'FUNCTION', 'public', '1004', 'CREATE');
-- 13-16: an extension with two members between two functions
PERFORM pg_temp.v1($t$CREATE FUNCTION before() RETURNS int AS 'SELECT 1' LANGUAGE sql; CREATE EXTENSION pg_trgm; CREATE FUNCTION after() RETURNS int AS 'SELECT 1' LANGUAGE sql$t$,
    'FUNCTION', 'public', '1010', 'CREATE', 'FUNCTION', 'public', '1011', 'CREATE', 'FUNCTION', 'public', '1012', 'CREATE', 'FUNCTION', 'public', '1013', 'CREATE');
-- 17-20: two extensions: what is between them can not be told
PERFORM pg_temp.v1($t$CREATE EXTENSION a; CREATE FUNCTION between_them() RETURNS int AS 'SELECT 1' LANGUAGE sql; CREATE EXTENSION b; CREATE FUNCTION last_one() RETURNS int AS 'SELECT 1' LANGUAGE sql$t$,
    'FUNCTION', 'public', '1020', 'CREATE', 'FUNCTION', 'public', '1021', 'CREATE', 'FUNCTION', 'public', '1022', 'CREATE', 'FUNCTION', 'public', '1023', 'CREATE');
-- 21-25: names that need quotes
PERFORM pg_temp.v1('CREATE TABLE "Order Items" (id integer)', 'TABLE', 'public', '"Order Items"', 'CREATE');
PERFORM pg_temp.v1('CREATE TABLE "My.Schema".plain (id integer)', 'TABLE', 'My.Schema', '"My.Schema".plain', 'CREATE');
PERFORM pg_temp.v1('CREATE TABLE "My.Schema"."T.1" (id integer)', 'TABLE', 'My.Schema', '"My.Schema"."T.1"', 'CREATE');
PERFORM pg_temp.v1('CREATE TABLE sch."UPPER" ("say ""hi""" text)', 'TABLE', 'sch', '"UPPER"', 'CREATE');
PERFORM pg_temp.v1('CREATE TABLE "a.b" (id integer)', 'TABLE', 'public', '"a.b"', 'CREATE');
-- 26-27: a table renamed: a new object; back
PERFORM pg_temp.v1('ALTER TABLE users RENAME TO people', 'TABLE', 'public', 'people', 'ALTER');
PERFORM pg_temp.v1('ALTER TABLE public.people RENAME TO users', 'TABLE', 'public', 'users', 'ALTER');
-- 28: moved to another schema
PERFORM pg_temp.v1('ALTER TABLE users SET SCHEMA app', 'TABLE', 'app', 'users', 'ALTER');
-- 29-31: drops, one of them cascaded; 32: created again
PERFORM pg_temp.v1('DROP TABLE app.users, "a.b" CASCADE', 'TABLE', 'app', 'users', 'DROP', 'TABLE', 'public', '"a.b"', 'DROP', 'INDEX', 'public', 'users_pkey', 'DROP');
PERFORM pg_temp.v1('CREATE TABLE users (again integer)', 'TABLE', 'public', 'users', 'CREATE');
-- 33-34: a view replaced: v1 has two rows; 35: a view altered as a table
PERFORM pg_temp.v1('CREATE OR REPLACE VIEW v AS SELECT 1', 'VIEW', 'public', 'v', 'CREATE', 'VIEW', 'public', 'v', 'CREATE');
PERFORM pg_temp.v1('ALTER TABLE v RENAME TO w', 'VIEW', 'public', 'w', 'ALTER');
-- 36-39: no text; an empty one; one that is no SQL; non-ASCII before the statement and a backslash
PERFORM pg_temp.v1(NULL, 'TABLE', 'public', 'no_text', 'CREATE');
PERFORM pg_temp.v1('', 'FUNCTION', 'public', '1030', 'CREATE');
PERFORM pg_temp.v1('this is ''no SQL', 'TABLE', 'public', 'no_sql', 'ALTER');
PERFORM pg_temp.v1(E'-- naïve 😀\n/* \\d */ CREATE TABLE "naïve_täble" (t text DEFAULT ''\\d😀''); SELECT 1', 'TABLE', 'public', '"naïve_täble"', 'CREATE');
END $do$;
\echo '-- a dry run says the same and keeps nothing'
SELECT processed, errors, warnings, recorded, commits FROM pggit_audit.backfill_from_v1_history(dry_run => true);
SELECT (SELECT count(*) FROM pggit_audit.changes) AS changes, (SELECT count(*) FROM pggit_audit.backfill_rows) AS rows, (SELECT count(*) FROM pggit_v2.commit_graph) AS commits, (SELECT count(*) FROM pggit_v2.refs) AS refs;
\echo '-- the first run'
SELECT processed, errors, warnings, recorded, recorded_before, named_from_text, named_from_object, unnamed, implied, superseded, extension_members, rejected, unaccounted, recovered, commits FROM pggit_audit.backfill_from_v1_history();
SELECT * FROM pg_temp.backfilled(0);
SELECT new_definition FROM pggit_audit.changes WHERE history_id IN (1, 39) ORDER BY history_id;
SELECT path, author, committed_at, commit_message, commit_sha, backfilled_from_v1, verified, object_type FROM pggit_audit.changes WHERE history_id = 1;
SELECT history_id, disposition, object_name, change_type, reason FROM pggit_audit.backfill_dispositions WHERE disposition <> 'RECORDED' OR reason IS NOT NULL ORDER BY history_id;
SELECT r.history_id, r.command_tag, r.action, r.object_type, r.object_identity, c.path AS part_of FROM pggit_audit.backfill_recovered r LEFT JOIN pggit_audit.changes c USING (change_id) ORDER BY r.history_id, r.event;
\echo '-- a second run adds nothing; v1 is as it was'
SELECT processed, errors, warnings, recorded, recorded_before, commits FROM pggit_audit.backfill_from_v1_history('pggit', 'UTC');
SELECT count(*) AS changes, count(DISTINCT change_id) AS ids, (SELECT count(*) FROM pggit_audit.object_versions) AS versions, (SELECT count(*) FROM pggit.history) AS history, (SELECT max(xmin::text::bigint) = min(xmin::text::bigint) FROM pggit.branches) AS untouched FROM pggit_audit.changes;
\echo '-- later rows, in another time zone; their statement before is an earlier run''s'
DO $do$ BEGIN
PERFORM pg_temp.v1('ALTER TABLE users ADD later int', 'TABLE', 'public', 'users', 'ALTER');
PERFORM pg_temp.v1('DO $$ BEGIN END $$', 'FUNCTION', 'public', '1001', 'ALTER');
END $do$;
SELECT processed, errors, warnings, recorded, recorded_before, named_from_object, commits FROM pggit_audit.backfill_from_v1_history('pggit', 'Asia/Tokyo');
SELECT b.*, c.committed_at FROM pg_temp.backfilled(39) b JOIN pggit_audit.changes c ON c.history_id = b.id ORDER BY b.id;
\echo '-- bad time zones; a schema of another name'
SELECT pg_temp.try($$SELECT pggit_audit.backfill_from_v1_history('pggit', 'Mars/Olympus')$$) AS mars, pg_temp.try($$SELECT pggit_audit.backfill_from_v1_history('pggit', '')$$) AS empty \gx
ALTER SCHEMA pggit RENAME TO "v1's";
SELECT processed, recorded, recorded_before FROM pggit_audit.backfill_from_v1_history('v1''s', '+02');
\echo '-- the integrity checks take backfilled rows as they are'
SELECT check_name, status, details FROM pggit_audit.validate_audit_integrity() WHERE status <> 'PASS';
\echo '-- wrong options'
SELECT pg_temp.try($$SELECT pggit_audit.backfill_from_v1_history('v1''s', branch => 'main')$$) AS branch, pg_temp.try($$SELECT pggit_audit.backfill_from_v1_history('v1''s', granularity => 'day')$$) AS granularity,
       pg_temp.try($$SELECT pggit_audit.backfill_from_v1_history('v1''s', tree_layout => 'deep')$$) AS layout, pg_temp.try($$SELECT pggit_audit.backfill_from_v1_history('v1''s', store_schema => 'elsewhere')$$) AS store \gx
\echo '-- the procedure, in batches of one transaction each; progress'
INSERT INTO "v1's".history (object_id, change_type, change_severity, change_description, sql_executed, created_at, created_by)
SELECT 1, 'ALTER', 'MINOR', 'later', format('ALTER TABLE users ADD c%s int', i), timestamp '2025-01-01' + i * interval '1 minute', 'migrator' FROM generate_series(1, 3) i;
SET client_min_messages = warning;
CALL pggit_audit.backfill('v1''s', 'UTC', batch_rows => 1);
RESET client_min_messages;
SELECT rows_done, rows_pending, percent, commits, time_left FROM pggit_audit.backfill_progress LIMIT 1;
SELECT batch, first_history_id, last_history_id, rows_read, commits FROM pggit_audit.backfill_batches WHERE run_id = (SELECT max(run_id) FROM pggit_audit.backfill_runs) ORDER BY batch;
SELECT count(*) AS unaccounted FROM "v1's".history h WHERE NOT EXISTS (SELECT FROM pggit_audit.backfill_rows r WHERE r.history_id = h.id);
