-- Regular checks through pg_cron, and health: what did not run is seen too.
-- Needs:   integrity checks. pg_cron only where schedule_integrity_checks is called.
-- Who:     scheduling for pggit_audit_admin who may use pg_cron (USAGE on schema cron); health for pggit_audit_reader.

CREATE FUNCTION pggit_audit.schedule_integrity_checks(quick text DEFAULT '7 * * * *', "full" text DEFAULT '23 3 * * *')
RETURNS TABLE (job text, schedule text, command text)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_scope text;
BEGIN
    IF to_regnamespace('cron') IS NULL OR to_regprocedure('cron.schedule(text,text,text)') IS NULL THEN
        RAISE EXCEPTION 'pg_cron is not in this database' USING ERRCODE = 'PA057',
            DETAIL = format('pg_cron is at home in one database of the server: cron.database_name = %s. This is %s.', coalesce(quote_literal(nullif(current_setting('cron.database_name', true), '')), 'not set'), quote_literal(current_database())),
            HINT = 'install/install.sh --dbname DB --pg-cron sets it up. Where pg_cron is at home in another database, schedule from there: cron.schedule_in_database(name, schedule, command, ''' || current_database() || ''').';
    END IF;
    FOREACH v_scope IN ARRAY ARRAY['quick', 'full'] LOOP
        job := 'pggit_audit ' || v_scope;
        schedule := CASE v_scope WHEN 'quick' THEN quick ELSE "full" END;
        command := format('SELECT count(*) FROM pggit_audit.validate_audit_integrity(%L)', v_scope);
        IF schedule IS NULL THEN
            IF EXISTS (SELECT FROM pggit_audit.scheduled_checks() s WHERE s.job = schedule_integrity_checks.job) THEN
                EXECUTE 'SELECT cron.unschedule($1)' USING job;
            END IF;
        ELSE
            EXECUTE 'SELECT cron.schedule($1, $2, $3)' USING job, schedule, command;
        END IF;
    END LOOP;
    RETURN QUERY SELECT s.job, s.schedule, s.command FROM pggit_audit.scheduled_checks() s;
END
$$;
COMMENT ON FUNCTION pggit_audit.schedule_integrity_checks(text, text) IS 'Lets pg_cron run the checks: quick hourly, full every night, or by other schedules (cron''s five fields, in pg_cron''s time zone; NULL: not at all). Called again it changes them. Jobs run as the calling role. Returns what is scheduled now. Error PA057: pg_cron is not in this database; a bad schedule is pg_cron''s own error.';

CREATE FUNCTION pggit_audit.scheduled_checks() RETURNS TABLE (job text, schedule text, command text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF to_regclass('cron.job') IS NOT NULL AND has_schema_privilege('cron', 'USAGE') THEN
        RETURN QUERY EXECUTE 'SELECT j.jobname::text, j.schedule, j.command FROM cron.job j WHERE j.jobname LIKE ''pggit\_audit %'' AND j.active AND j.database = current_database() ORDER BY j.jobname DESC';
    END IF;
END
$$;
COMMENT ON FUNCTION pggit_audit.scheduled_checks() IS 'The checks that pg_cron runs in this database; none where the caller may not see pg_cron''s jobs.';

CREATE FUNCTION pggit_audit.unschedule_integrity_checks() RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_job text;
    v_count int := 0;
BEGIN
    FOR v_job IN SELECT s.job FROM pggit_audit.scheduled_checks() s LOOP
        EXECUTE 'SELECT cron.unschedule($1)' USING v_job;
        v_count := v_count + 1;
    END LOOP;
    RETURN v_count;
END
$$;
COMMENT ON FUNCTION pggit_audit.unschedule_integrity_checks() IS 'Takes the scheduled checks back; returns how many there were.';

CREATE VIEW pggit_audit.health AS
WITH f AS (
    -- What is dated in the future, for the clock was set back since, must not hide that nothing runs any more.
    SELECT (SELECT max(r.finished_at) FROM pggit_audit.integrity_runs r WHERE r.scope = 'quick' AND r.finished_at <= clock_timestamp()) AS last_quick_at,
           (SELECT max(r.finished_at) FROM pggit_audit.integrity_runs r WHERE r.scope = 'full' AND r.finished_at <= clock_timestamp()) AS last_full_at,
           EXISTS (SELECT FROM pggit_audit.integrity_runs r WHERE r.finished_at > clock_timestamp()) OR EXISTS (SELECT FROM pggit_audit.checkpoints c WHERE c.created_at > clock_timestamp()) AS is_ahead,
           (SELECT count(*) FROM pggit_audit.open_findings o WHERE o.status = 'FAIL') AS open_failures,
           (SELECT count(*) FROM pggit_audit.open_findings o WHERE o.status = 'WARN') AS open_warnings,
           (SELECT count(*) FROM pggit_audit.changes c WHERE NOT c.verified) AS unverified_changes,
           (SELECT min(c.created_at) FROM pggit_audit.changes c WHERE NOT c.verified) AS oldest_unverified_at,
           (SELECT max(c.created_at) FROM pggit_audit.checkpoints c WHERE c.created_at <= clock_timestamp()) AS last_checkpoint_at,
           pggit_audit.evidence_size() AS log_size,
           pggit_audit.evidence_size() - coalesce((SELECT c.tree_size FROM pggit_audit.checkpoints c ORDER BY c.checkpoint_id DESC LIMIT 1), 0) AS leaves_after_checkpoint,
           (SELECT count(DISTINCT g.commit_sha) FROM pggit_audit.recording_gaps g WHERE NOT EXISTS (SELECT FROM pggit_audit.recorded_commits r WHERE r.commit_sha = g.commit_sha)) AS open_gaps,
           (SELECT count(*) FROM (SELECT DISTINCT ON (e.caused_by) e.event, e.happened_at, e.expires_at FROM pggit_audit.evidence_events e WHERE e.event IN ('MAINTENANCE_STARTED', 'MAINTENANCE_ENDED')
                                  ORDER BY e.caused_by, e.event_id DESC) m WHERE m.event = 'MAINTENANCE_STARTED' AND m.happened_at <= clock_timestamp() AND m.expires_at > clock_timestamp()) AS open_windows)
SELECT CASE WHEN f.open_failures > 0 THEN 'FAIL' WHEN p.problems <> '{}' THEN 'WARN' ELSE 'PASS' END AS status, p.problems,
       f.last_quick_at, now() - f.last_quick_at AS quick_age, f.last_full_at, now() - f.last_full_at AS full_age, f.open_failures, f.open_warnings, f.open_gaps, f.unverified_changes,
       greatest(now() - f.oldest_unverified_at, interval '0') AS unverified_age, f.last_checkpoint_at, now() - f.last_checkpoint_at AS checkpoint_age, f.log_size, f.leaves_after_checkpoint, f.open_windows
FROM f CROSS JOIN LATERAL (SELECT array_remove(ARRAY[
    CASE WHEN f.open_failures > 0 THEN f.open_failures || ' checks fail: see open_findings' END,
    CASE WHEN f.open_warnings > 0 THEN f.open_warnings || ' checks warn: see open_findings' END,
    CASE WHEN f.is_ahead THEN 'runs or checkpoints are dated in the future: the clock was set back' END,
    CASE WHEN f.last_quick_at IS NULL AND f.last_full_at IS NULL AND NOT f.is_ahead THEN 'no check has run yet'
         WHEN coalesce(greatest(f.last_quick_at, f.last_full_at), '-infinity') < now() - interval '3 hours' THEN 'no quick run for more than 3 hours' END,
    CASE WHEN f.last_full_at IS NULL OR f.last_full_at < now() - interval '36 hours' THEN 'no full run for more than 36 hours' END,
    CASE WHEN f.leaves_after_checkpoint > 0 AND (f.last_checkpoint_at IS NULL OR f.last_checkpoint_at < now() - interval '8 days') THEN 'no checkpoint for more than 8 days' END,
    CASE WHEN f.open_gaps > 0 THEN f.open_gaps || ' commits are not recorded: see recording_gaps' END,
    CASE WHEN f.open_windows > 0 THEN 'a maintenance window is open' END], NULL) AS problems) p;
COMMENT ON VIEW pggit_audit.health IS 'One row for monitoring: when what ran last, what is open. status is FAIL while a check''s failure is open, WARN while there is another problem, also a check that did not run when it should have.';

DO $$
DECLARE
    v_column record;
BEGIN
    FOR v_column IN SELECT * FROM (VALUES
        ('status', 'PASS, WARN or FAIL.'), ('problems', 'In words; empty for PASS.'), ('last_quick_at', 'End of the last quick run, as far as it is not in the future; NULL: never.'), ('quick_age', 'Since then.'), ('last_full_at', 'End of the last full run, as far as it is not in the future; NULL: never.'),
        ('full_age', 'Since then.'), ('open_failures', 'Checks whose last finding is FAIL.'), ('open_warnings', 'Checks whose last finding is WARN.'), ('open_gaps', 'Commits that were not recorded and still are not.'),
        ('unverified_changes', 'Changes that nobody has verified with PASSED.'), ('unverified_age', 'Since the oldest of them was recorded.'), ('last_checkpoint_at', 'When the last checkpoint was made, as far as it is not in the future; NULL: never.'),
        ('checkpoint_age', 'Since then.'), ('log_size', 'Leaves of the evidence log.'), ('leaves_after_checkpoint', 'Leaves that no checkpoint covers.'), ('open_windows', 'Maintenance windows that are open.')) AS x (name, meaning)
    LOOP
        EXECUTE format('COMMENT ON COLUMN pggit_audit.health.%I IS %L', v_column.name, v_column.meaning);
    END LOOP;
END
$$;
