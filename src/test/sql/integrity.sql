-- validate_audit_integrity: a clean store passes; each damage is found by the right check, and by no other than what follows from it.
\ir include/prelude.sql
SELECT pg_temp.commit('c1', '{}', pg_temp.tree('public.a', 'CREATE TABLE public.a ()', 'public.b', 'CREATE TABLE public.b ()', 'public.back', 'CREATE VIEW public.back AS SELECT ''\d naïve''')) \gset _
SELECT pg_temp.commit('c2', '{c1}', pg_temp.tree('public.a', 'CREATE TABLE public.a (two int)', 'public.c', 'CREATE TABLE public.c ()')) \gset _
SELECT pg_temp.commit('c3', '{c2}', pg_temp.foreign_tree('public.a', 'CREATE TABLE public.a (three int)', 'public.c', 'CREATE TABLE public.c ()', 'public.B', 'CREATE TABLE public."B" ()')) \gset _
SELECT pg_temp.commit('same', '{c3}', tree_sha) FROM pggit_v2.commit_graph WHERE message = 'commit c3' \gset _
SELECT pg_temp.commit('side', '{c1}', pggit_audit.create_tree(jsonb_build_array(jsonb_build_object('path', 'app', 'mode', '040000', 'sha', pg_temp.tree('t', 'CREATE TABLE app.t ()'))))) \gset _
SELECT pg_temp.commit('merge', '{same,side}', pg_temp.tree('public.a', 'CREATE TABLE public.a (three int)')) \gset _
\echo '-- an object as pgGit wrote it: its sha is of the text cast to bytea'
INSERT INTO pggit_v2.objects (sha, type, size, content) VALUES (encode(sha256('blob 4:x\\y'::bytea), 'hex'), 'blob', 4, 'x\\y');
SELECT pggit_audit.verify_change(change_id, 'PASSED') AS verified FROM pggit_audit.changes WHERE path = 'public.back' AND change_type = 'CREATE';
\echo '-- clean'
-- How many objects the extension has depends on the host.
SELECT check_name, status, details, severity, checked, failed, examples, hint FROM pggit_audit.validate_audit_integrity() WHERE check_name <> 'installation_unchanged';
SELECT type, rule, count(*) FROM pggit_audit.damaged_objects() GROUP BY 1, 2;

-- Does the damage with every guard off, puts the guards back, tells what fails; and takes it all back.
CREATE FUNCTION pg_temp.damage(command text) RETURNS TABLE (what text) LANGUAGE plpgsql AS $$
DECLARE
    v_found text[];
    v_table regclass;
    v_trigger record;
BEGIN
    BEGIN
        SET LOCAL client_min_messages = error;
        PERFORM pggit_audit.begin_maintenance('damage');
        FOR v_table IN SELECT c.oid FROM pg_class c WHERE c.relnamespace IN ('pggit_audit'::regnamespace, 'pggit_v2'::regnamespace) AND c.relkind = 'r' AND c.relpersistence = 'p' LOOP
            EXECUTE format('ALTER TABLE %s DISABLE TRIGGER ALL', v_table);
        END LOOP;
        EXECUTE command;
        FOR v_table IN SELECT c.oid FROM pg_class c WHERE c.relnamespace IN ('pggit_audit'::regnamespace, 'pggit_v2'::regnamespace) AND c.relkind = 'r' AND c.relpersistence = 'p' LOOP
            EXECUTE format('ALTER TABLE %s ENABLE TRIGGER ALL', v_table);
        END LOOP;
        FOR v_trigger IN SELECT t.tgrelid::regclass AS t, t.tgname FROM pg_trigger t WHERE t.tgname IN ('a_append_only', 'a_verification_only', 'a_change_exists', 'a_direct_insert', 'z_evidence', 'y_store_receipts', 'pggit_audit_record_commit', 'pggit_audit_note_ref', 'pggit_audit_note_truncate') LOOP
            EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', v_trigger.t, v_trigger.tgname);
        END LOOP;
        SELECT array_agg(format('%s %s %s of %s: %s', v.check_name, v.status, v.failed, v.checked, array_to_string(v.examples, ', ')) ORDER BY v.n) INTO v_found
        FROM pggit_audit.validate_audit_integrity() WITH ORDINALITY AS v (check_name, status, details, severity, checked, failed, examples, hint, n) WHERE v.status <> 'PASS';
        RAISE EXCEPTION USING ERRCODE = 'ZZ999';
    EXCEPTION WHEN SQLSTATE 'ZZ999' THEN NULL;
    END;
    RETURN QUERY SELECT regexp_replace(regexp_replace(regexp_replace(u.x, '[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}\.[0-9]+', '<stored>', 'g'), '([0-9a-f]{8})[0-9a-f]{56}', '\1', 'g'), '[0-9a-f]{8}-[0-9a-f]{4}-4[-0-9a-f]{21}', '<random uuid>', 'g')
                 FROM unnest(coalesce(v_found, '{nothing}')) WITH ORDINALITY AS u (x, n) ORDER BY u.n;
END
$$;
SELECT string_agg(pg_temp.name(commit_sha) || ' ' || left(commit_sha, 8) || ', tree ' || left(tree_sha, 8), E'\n' ORDER BY committed_at) AS names FROM pggit_v2.commit_graph;
\pset tuples_only on
\echo '-- nothing damaged'
SELECT * FROM pg_temp.damage('SELECT 1');
\echo '-- the store: a blob''s text'
SELECT * FROM pg_temp.damage($$UPDATE pggit_v2.objects SET content = 'CREATE TABLE public.a (forged int)' WHERE content = 'CREATE TABLE public.a (two int)'$$);
\echo '-- ... a blob is lost'
SELECT * FROM pg_temp.damage($$DELETE FROM pggit_v2.objects WHERE content = 'CREATE TABLE public.b ()'$$);
\echo '-- tree_entries: a row deleted; changed; added'
SELECT * FROM pg_temp.damage($$DELETE FROM pggit_v2.tree_entries WHERE path = 'public.B'$$);
SELECT * FROM pg_temp.damage($$UPDATE pggit_v2.tree_entries SET mode = '100755' WHERE path = 'public.back'$$);
SELECT * FROM pg_temp.damage($$INSERT INTO pggit_v2.tree_entries SELECT tree_sha, 'public.added', mode, object_sha FROM pggit_v2.tree_entries WHERE path = 'public.B'$$);
\echo '-- a tree''s text; no text at all; a tree is lost'
SELECT * FROM pg_temp.damage($$UPDATE pggit_v2.objects SET content = encode(convert_to(replace(pggit_audit.tree_text(content), '100644 public.back', '100755 public.back'), 'UTF8'), 'base64') WHERE type = 'tree' AND pggit_audit.tree_text(content) LIKE '%public.back%'$$);
SELECT * FROM pg_temp.damage($$UPDATE pggit_v2.objects SET content = '%' WHERE type = 'tree' AND pggit_audit.tree_text(content) LIKE '%public.back%'$$);
SELECT * FROM pg_temp.damage($$DELETE FROM pggit_v2.objects WHERE type = 'tree' AND pggit_audit.tree_text(content) LIKE '%public.back%'$$);
\echo '-- commit_graph: author; message; first parent; a row lost'
SELECT * FROM pg_temp.damage($$UPDATE pggit_v2.commit_graph SET author = 'Mallory' WHERE message = 'commit c2'$$);
SELECT * FROM pg_temp.damage($$UPDATE pggit_v2.commit_graph SET message = 'harmless' WHERE message = 'commit c2'$$);
SELECT * FROM pg_temp.damage($$UPDATE pggit_v2.commit_graph SET parent_shas = parent_shas[2:] || parent_shas[:1] WHERE message = 'commit merge'$$);
SELECT * FROM pg_temp.damage($$DELETE FROM pggit_v2.commit_graph WHERE message = 'commit merge'$$);
\echo '-- a commit''s text; no commit at all; a commit is lost'
SELECT * FROM pg_temp.damage($$UPDATE pggit_v2.objects SET content = replace(content, 'author Ada', 'author Eve') WHERE content LIKE '%commit c2'$$);
SELECT * FROM pg_temp.damage($$UPDATE pggit_v2.objects SET content = 'rubbish' WHERE content LIKE '%commit merge'$$);
SELECT * FROM pg_temp.damage($$DELETE FROM pggit_v2.objects WHERE content LIKE '%commit merge'$$);
\echo '-- a ref to nothing'
SELECT * FROM pg_temp.damage($$UPDATE pggit_v2.refs SET target_sha = repeat('0', 64) WHERE name = 'refs/tags/side'$$);
\echo '-- changes: a row deleted; all; one inserted; one of an unknown commit; definition; author; time; type; verified'
SELECT * FROM pg_temp.damage($$DELETE FROM pggit_audit.changes WHERE path = 'public.B'$$ || ' AND change_type = ''CREATE''');
SELECT split_part(x, ':', 1) FROM pg_temp.damage($$DELETE FROM pggit_audit.changes$$) AS d (x);
SELECT * FROM pg_temp.damage($$INSERT INTO pggit_audit.changes (change_id, commit_sha, path, object_name, object_type, change_type, new_definition) SELECT '11111111-1111-8111-8111-111111111111', commit_sha, 'public.forged', 'forged', 'TABLE', 'CREATE', 'x' FROM pggit_v2.commit_graph WHERE message = 'commit same'$$);
SELECT * FROM pg_temp.damage($$INSERT INTO pggit_audit.changes (change_id, commit_sha, path, object_name, object_type, change_type, new_definition) VALUES ('11111111-1111-8111-8111-111111111111', repeat('1', 64), 'public.forged', 'forged', 'TABLE', 'CREATE', 'x')$$);
SELECT * FROM pg_temp.damage($$UPDATE pggit_audit.changes SET new_definition = 'forged' WHERE path = 'public.B' AND change_type = 'CREATE'$$);
SELECT * FROM pg_temp.damage($$UPDATE pggit_audit.changes SET author = 'Mallory' WHERE path = 'public.B' AND change_type = 'CREATE'$$);
SELECT * FROM pg_temp.damage($$UPDATE pggit_audit.changes SET committed_at = committed_at + interval '1 day' WHERE path = 'public.B' AND change_type = 'CREATE'$$);
SELECT * FROM pg_temp.damage($$UPDATE pggit_audit.changes SET object_type = 'VIEW' WHERE path = 'public.B' AND change_type = 'CREATE'$$);
SELECT * FROM pg_temp.damage($$UPDATE pggit_audit.changes SET verified = true WHERE path = 'public.B' AND change_type = 'CREATE'$$);
\echo '-- versions: the last deleted; the first deleted; definition; a tombstone hidden'
SELECT * FROM pg_temp.damage($$DELETE FROM pggit_audit.object_versions WHERE path = 'public.a' AND version_number = 4$$);
SELECT * FROM pg_temp.damage($$DELETE FROM pggit_audit.object_versions WHERE path = 'public.a' AND version_number = 1$$);
SELECT * FROM pg_temp.damage($$UPDATE pggit_audit.object_versions SET definition = 'forged' WHERE path = 'public.a' AND version_number = 3$$);
SELECT * FROM pg_temp.damage($$UPDATE pggit_audit.object_versions SET is_tombstone = false WHERE path = 'public.B' AND is_tombstone$$);
\echo '-- the log: a row deleted; a PASSED for what is not verified; recorded_commits: deleted; of a commit without changes; a count'
SELECT * FROM pg_temp.damage($$DELETE FROM pggit_audit.compliance_log$$);
SELECT * FROM pg_temp.damage($$UPDATE pggit_audit.compliance_log SET change_id = '11111111-1111-8111-8111-111111111111'$$);
SELECT * FROM pg_temp.damage($$DELETE FROM pggit_audit.recorded_commits r USING pggit_v2.commit_graph g WHERE g.commit_sha = r.commit_sha AND g.message = 'commit c2'$$);
SELECT * FROM pg_temp.damage($$DELETE FROM pggit_audit.recorded_commits WHERE change_count = 0$$);
SELECT * FROM pg_temp.damage($$UPDATE pggit_audit.recorded_commits SET change_count = 3 WHERE change_count = 0$$);
\echo '-- every other column that says something is looked at too (found by which check is not told here)'
SELECT x.what, (SELECT min(d.what) <> 'nothing' FROM pg_temp.damage(x.c) d) AS found FROM (VALUES
    (1, 'size of a blob', $$UPDATE pggit_v2.objects SET size = 1 WHERE content = 'CREATE TABLE public.a (two int)'$$),
    (2, 'blob of a change', $$UPDATE pggit_audit.changes SET new_sha = repeat('0', 64) WHERE path = 'public.B' AND change_type = 'CREATE'$$),
    (3, 'name of a version', $$UPDATE pggit_audit.object_versions SET object_name = 'zzz' WHERE path = 'public.a' AND version_number = 3$$),
    (4, 'type of a version', $$UPDATE pggit_audit.object_versions SET object_type = 'VIEW' WHERE path = 'public.a' AND version_number = 3$$),
    (5, 'life of a version', $$UPDATE pggit_audit.object_versions SET life = 7 WHERE path = 'public.a' AND version_number = 3$$),
    (6, 'time of a version', $$UPDATE pggit_audit.object_versions SET created_at = now() WHERE path = 'public.a' AND version_number = 3$$),
    (7, 'committer in commit_graph', $$UPDATE pggit_v2.commit_graph SET committer = 'Mallory' WHERE message = 'commit c2'$$),
    (8, 'path before a rename', $$UPDATE pggit_audit.changes SET old_path = 'public.zzz' WHERE change_type = 'RENAME'$$),
    (9, 'message', $$UPDATE pggit_audit.changes SET commit_message = 'x' WHERE path = 'public.B'$$),
    (10, 'parent of a recorded commit', $$UPDATE pggit_audit.recorded_commits SET parent_sha = NULL WHERE change_count = 0$$),
    (11, 'tree of a recorded commit', $$UPDATE pggit_audit.recorded_commits SET tree_sha = repeat('0', 64) WHERE change_count = 0$$)) AS x (n, what, c) ORDER BY x.n;
\echo '-- guards: off, not ALWAYS, dropped; the recording trigger off'
CREATE FUNCTION pg_temp.guards(command text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_found text;
BEGIN
    SET LOCAL client_min_messages = error;
    PERFORM pggit_audit.begin_maintenance('guards');
    EXECUTE command;
    SELECT string_agg(check_name || ' ' || status || ': ' || array_to_string(examples, ', '), '; ') INTO v_found FROM pggit_audit.validate_audit_integrity() WHERE status <> 'PASS';
    RAISE EXCEPTION USING ERRCODE = 'ZZ999';
EXCEPTION WHEN SQLSTATE 'ZZ999' THEN
    RETURN coalesce(v_found, 'nothing');
END
$$;
SELECT pg_temp.guards(x.c) FROM unnest(ARRAY['ALTER TABLE pggit_audit.changes DISABLE TRIGGER a_append_only', 'ALTER TABLE pggit_audit.changes DISABLE TRIGGER ALL', 'ALTER TABLE pggit_audit.compliance_log ENABLE TRIGGER a_append_only',
    'ALTER TABLE pggit_audit.settings ENABLE REPLICA TRIGGER a_append_only', 'ALTER TABLE pggit_v2.commit_graph DISABLE TRIGGER pggit_audit_record_commit', 'ALTER TABLE pggit_audit.object_versions DISABLE TRIGGER USER']) WITH ORDINALITY AS x (c, n) ORDER BY x.n;
\echo '-- several objects under one path: a WARN'
BEGIN;
SELECT pg_temp.commit('shared', '{c1}', pg_temp.foreign_tree('public.f', 'CREATE FUNCTION public.f(integer) RETURNS int LANGUAGE sql AS ''''', 'public.f', 'CREATE FUNCTION public.f(text) RETURNS int LANGUAGE sql AS ''''')) \gset _
SET CONSTRAINTS ALL IMMEDIATE;
SELECT check_name, status, severity, failed FROM pggit_audit.validate_audit_integrity() WHERE status <> 'PASS';
SET CONSTRAINTS ALL DEFERRED;
ROLLBACK;
\echo '-- a commit that is not recorded yet'
SET client_min_messages = error;
BEGIN;
SELECT pg_temp.commit('new', '{c1}', pg_temp.tree('public.new', 'CREATE TABLE public.new ()')) \gset _
SELECT check_name, status, failed, hint FROM pggit_audit.validate_audit_integrity() WHERE status <> 'PASS';
ROLLBACK;
\echo '-- names that another parser gave: a WARN, and the log says that the rows were touched; with anything else besides a FAIL'
SELECT pg_temp.commit('renamed', '{c2}', pg_temp.tree('public.a', 'CREATE TABLE public.a (two int)', 'public.d', 'CREATE TABLE public.d ()')) \gset _
SELECT string_agg(change_type || ' ' || path || coalesce(' from ' || old_path, ''), ', ' ORDER BY path) AS changes FROM pggit_audit.changes WHERE commit_message = 'commit renamed';
SELECT x FROM pg_temp.damage($$UPDATE pggit_audit.recorded_commits SET parser_version = 0; UPDATE pggit_audit.changes SET object_type = 'VIEW' WHERE path = 'public.d'$$) AS d (x) WHERE x ~ '^changes';
SELECT x FROM pg_temp.damage($$UPDATE pggit_audit.recorded_commits SET parser_version = 0, change_count = change_count + 1 WHERE commit_sha IN (SELECT commit_sha FROM pggit_audit.changes WHERE path = 'public.d');
    INSERT INTO pggit_audit.changes (change_id, commit_sha, path, object_schema, object_name, object_type, change_type, old_definition, old_sha, author, committed_at, commit_message)
    SELECT pggit_audit.change_id(r.parent_sha, c.commit_sha, c.old_path), c.commit_sha, c.old_path, 'public', 'c', c.object_type, 'DROP', c.old_definition, c.old_sha, c.author, c.committed_at, c.commit_message
    FROM pggit_audit.changes c JOIN pggit_audit.recorded_commits r USING (commit_sha) WHERE c.path = 'public.d';
    UPDATE pggit_audit.changes SET change_type = 'CREATE', old_path = NULL, old_sha = NULL, old_definition = NULL WHERE path = 'public.d'$$) AS d (x) WHERE x ~ '^changes';
SELECT x FROM pg_temp.damage($$UPDATE pggit_audit.recorded_commits SET parser_version = 0; UPDATE pggit_audit.changes SET object_type = 'VIEW', author = 'Mallory' WHERE path = 'public.d'$$) AS d (x) WHERE x ~ '^changes';
\echo '-- the same where capture took the names from the catalogs: no parser is written down'
SELECT x FROM pg_temp.damage($$UPDATE pggit_audit.recorded_commits SET parser_version = NULL; UPDATE pggit_audit.changes SET object_type = 'VIEW' WHERE path = 'public.d'$$) AS d (x) WHERE x ~ '^changes';
SELECT x FROM pg_temp.damage($$UPDATE pggit_audit.recorded_commits SET parser_version = NULL; INSERT INTO pggit_audit.captured_commits (commit_sha, kind, command_tags) SELECT c.commit_sha, 'DDL', '{}' FROM pggit_audit.changes c WHERE c.path = 'public.d';
    UPDATE pggit_audit.changes SET object_type = 'VIEW' WHERE path = 'public.d'$$) AS d (x) WHERE x ~ '^changes';
\echo '-- the same moment: the text has whole seconds, cut or rounded; commit_graph of a foreign store the local time'
SELECT x.stored, x.may_be_local, pggit_audit.is_same_time(1700000000, x.stored::timestamp, x.may_be_local) AS is_same
FROM (VALUES ('2023-11-14 22:13:20', false), ('2023-11-14 22:13:20.4', false), ('2023-11-14 22:13:19.5', false), ('2023-11-14 22:13:19.4', false), ('2023-11-14 22:13:21', false), ('2023-11-15 03:58:20.7', false),
             ('2023-11-15 03:58:20.7', true), ('2023-11-15 03:58:19.7', true), ('2023-11-14 08:13:20', true), ('2023-11-15 12:13:20.3', true), ('2023-11-15 12:28:20', true), ('2023-11-15 03:57:20', true), ('infinity', true), (NULL, true)) AS x (stored, may_be_local);
