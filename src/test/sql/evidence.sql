-- The evidence log: leaves of one transaction, proofs, checkpoints, signatures, scopes, windows; and what bad input gives.
\ir include/prelude.sql
SET client_min_messages = error;
SELECT pg_temp.commit('c1', '{}', pg_temp.tree('public.a', 'CREATE TABLE public.a (one int)', 'public.b', 'CREATE TABLE public.b ()')) \gset _
SELECT pg_temp.commit('c2', '{c1}', pg_temp.tree('public.a', 'CREATE TABLE public.a (two int)')) \gset _
\echo '-- a leaf for each row, of two transactions'
SELECT l.kind, count(*) FROM pggit_audit.evidence_leaves l GROUP BY l.kind ORDER BY l.kind;
SELECT first_index, leaf_count, appended_by FROM pggit_audit.evidence_batches ORDER BY first_index;
\echo '-- a transaction that fails leaves nothing; a savepoint that is rolled back neither; one that brings itself forward appends once'
BEGIN;
SELECT pggit_audit.set_setting('record_on_commit', 'on') \gset _
ROLLBACK;
BEGIN;
SAVEPOINT s;
SELECT pggit_audit.set_setting('record_on_commit', 'on') \gset _
ROLLBACK TO s;
SELECT pggit_audit.set_setting('on_record_failure', 'fail') \gset _
SET CONSTRAINTS ALL IMMEDIATE;
SELECT pggit_audit.set_setting('on_record_failure', 'fail') \gset _
COMMIT;
SELECT first_index, leaf_count FROM pggit_audit.evidence_batches ORDER BY first_index DESC LIMIT 2;
SELECT count(*) AS pending FROM pggit_audit.evidence_pending;
\echo '-- proofs of every change at every size verify; a proof of a version, of a verification'
SELECT bool_and(pggit_audit.verify_inclusion(p.leaf_hash, p.leaf_index, p.tree_size, p.proof, p.root_hash)) AS included, count(*) FROM pggit_audit.changes c, generate_series(12, pggit_audit.evidence_size()) n, pggit_audit.inclusion_proof(c.change_id, n) p;
SELECT bool_and(pggit_audit.verify_consistency(a, b, p.old_root, p.new_root, p.proof)) AS consistent, count(*) FROM generate_series(0, pggit_audit.evidence_size()) a, generate_series(a, pggit_audit.evidence_size()) b, pggit_audit.consistency_proof(a, b) p;
SELECT p.kind FROM pggit_audit.object_versions v, pggit_audit.inclusion_proof(v.version_id) p LIMIT 1;
\echo '-- a checkpoint: three lines'
SELECT regexp_replace(pggit_audit.checkpoint(), '[0-9a-f]{8}-[-0-9a-f]{27}', '<id>') ~ E'^pggit-audit/<id>\n17\n[A-Za-z0-9+/]{43}=\n$' AS is_checkpoint;
SELECT pggit_audit.set_setting('evidence_origin', 'log.example') \gset _
SELECT split_part(pggit_audit.checkpoint(), E'\n', 1) AS origin \gset
SELECT :'origin' AS origin;
SELECT pggit_audit.checkpoint() AS checkpoint \gset
SELECT check_name, status FROM pggit_audit.verify_evidence(:'checkpoint');
\echo '-- not of this log, too large, another root'
SELECT check_name, status, details FROM pggit_audit.verify_evidence(replace(:'checkpoint', 'log.example', 'other.example')) WHERE status <> 'PASS';
SELECT check_name, status, details FROM pggit_audit.verify_evidence(E'log.example\n1000\n7sjbPROL/ksJre6AwHV0kmRmEOPO0JOI3jaOMAGdhFc=\n') WHERE status <> 'PASS';
SELECT check_name, status, regexp_replace(details, 'the log .*', 'the log <root>') AS details FROM pggit_audit.verify_evidence(E'log.example\n5\n7sjbPROL/ksJre6AwHV0kmRmEOPO0JOI3jaOMAGdhFc=\n') WHERE status <> 'PASS';
\echo '-- a signature made outside, by its key, by another, of another text'
\set note 'pggit-audit/32a2a3ce-935d-44b5-a23b-4f4b1781e2c8\n133\n7p6iqqfMkaEd+s7cQSIC5k35pxA9QdACb6zRDp3Sa4E=\n\n— auditor.example uKAEV6MGyO0Tc4TltoWduhIhFqnxL7zd7OH2+ZoDga8dJ2AKbPLOQlZ5k5dc0z6IdQ62pgGP4n3p3brM1Er79/jpSQE=\n'
\set key 'auditor.example+b8a00457+AW69mRzQwLQqmxuz4dxPRzALfEqUHkXX9B6lRp4a910C'
SELECT pggit_audit.verify_signature(:'note', :'key') AS good, pggit_audit.verify_signature(replace(:'note', '133', '134'), :'key') AS other_text, pggit_audit.verify_signature(:'note', replace(:'key', 'b8a0', 'b8a1')) AS other_key,
       pggit_audit.verify_signature(:'checkpoint', :'key') AS unsigned, pggit_audit.verify_signature(NULL, NULL) AS nothing;
SELECT pggit_audit.set_setting('checkpoint_key', :'key') \gset _
SELECT check_name, status, details FROM pggit_audit.verify_evidence(:'checkpoint') WHERE status <> 'PASS';
\echo '-- bad input'
SELECT x.what, replace(pg_temp.try(x.command), current_database(), '<database>') AS outcome FROM (VALUES
    (1, 'no such change', $$SELECT pggit_audit.inclusion_proof('00000000-0000-0000-0000-000000000000')$$),
    (2, 'NULL', $$SELECT pggit_audit.inclusion_proof(NULL)$$),
    (3, 'a size that never was', $$SELECT pggit_audit.consistency_proof(1, 1000)$$),
    (4, 'a size below zero', $$SELECT pggit_audit.consistency_proof(-1)$$),
    (5, 'sizes the wrong way round', $$SELECT pggit_audit.consistency_proof(9, 3)$$),
    (6, 'old size NULL', $$SELECT pggit_audit.consistency_proof(NULL)$$),
    (7, 'no checkpoint', $$SELECT count(*) FROM pggit_audit.verify_evidence('nonsense')$$),
    (8, 'no scope', $$SELECT count(*) FROM pggit_audit.validate_audit_integrity('everything')$$),
    (9, 'scope NULL', $$SELECT count(*) FROM pggit_audit.validate_audit_integrity(NULL)$$),
    (10, 'a range of nothing', $$SELECT count(*) FROM pggit_audit.validate_audit_integrity('no..where')$$),
    (11, 'a sample without seed', $$SELECT count(*) FROM pggit_audit.export_evidence(sample => 3)$$),
    (12, 'an empty sample', $$SELECT count(*) FROM pggit_audit.export_evidence(sample => 0, seed => 'x')$$),
    (13, 'sample and time', $$SELECT count(*) FROM pggit_audit.export_evidence(from_time => now(), sample => 1, seed => 'x')$$),
    (14, 'an unknown change', $$SELECT count(*) FROM pggit_audit.export_evidence(change_ids => ARRAY['00000000-0000-0000-0000-000000000000']::uuid[])$$),
    (15, 'a key that is none', $$SELECT pggit_audit.set_setting('checkpoint_key', 'x')$$),
    (16, 'an origin of two lines', $$SELECT pggit_audit.set_setting('evidence_origin', E'a\nb')$$),
    (17, 'no pg_cron', $$SELECT count(*) FROM pggit_audit.schedule_integrity_checks()$$),
    (18, 'a window without reason', $$SELECT pggit_audit.begin_maintenance(' ')$$),
    (19, 'no window', $$SELECT pggit_audit.end_maintenance()$$)) AS x (n, what, command) ORDER BY x.n;
SELECT pggit_audit.verify_inclusion(NULL, NULL, NULL, NULL, NULL) AS inclusion, pggit_audit.verify_consistency(NULL, NULL, NULL, NULL, NULL) AS consistency, pggit_audit.verify_inclusion('\x00', 0, 1, '{}', '\x00') AS short;
\echo '-- scopes, runs, findings'
SELECT count(*) FILTER (WHERE status = 'PASS') AS passed, count(*) FROM pggit_audit.validate_audit_integrity('c1..c2');
SELECT check_name, status, checked FROM pggit_audit.validate_audit_integrity('store_hashes');
SELECT count(*) FILTER (WHERE status = 'PASS') AS passed, count(*) FROM pggit_audit.validate_audit_integrity();
SELECT pg_temp.commit('c3', '{c2}', pg_temp.tree('public.c', 'CREATE TABLE public.c ()')) \gset _
SELECT check_name, checked FROM pggit_audit.validate_audit_integrity('quick') WHERE check_name IN ('changes_match_store', 'store_commit_graph');
SELECT scope, status, checks FROM pggit_audit.integrity_state ORDER BY scope;
BEGIN READ ONLY;
SELECT count(*) FROM pggit_audit.validate_audit_integrity('guards_in_place');
COMMIT;
SELECT count(*) FROM pggit_audit.open_findings;
SELECT status, problems, open_gaps, unverified_changes, open_windows FROM pggit_audit.health;
\echo '-- a window: for its user, once, on record'
SELECT pggit_audit.begin_maintenance('a test', 5) > now() AS open;
SELECT pg_temp.try($$SELECT pggit_audit.begin_maintenance('again')$$);
COMMENT ON TABLE pggit_audit.settings IS 'A comment.';
ALTER FUNCTION pggit_audit.setting_default(text) COST 5;
ALTER FUNCTION pggit_audit.setting_default(text) RESET search_path;
SELECT pggit_audit.end_maintenance();
SELECT check_name, status, examples FROM pggit_audit.validate_audit_integrity('installation_unchanged');
SELECT pggit_audit.accept_installation('meant so');
SELECT check_name, status FROM pggit_audit.validate_audit_integrity('installation_unchanged');
SELECT event, regexp_replace(detail, 'version \S+ on \S+ in database \d+: objects [0-9a-f]{64}, functions [0-9a-f]{64}', 'what was installed') AS detail FROM pggit_audit.evidence_events WHERE event <> 'LOG_STARTED' ORDER BY event_id;
SELECT check_name, status FROM pggit_audit.verify_evidence();
