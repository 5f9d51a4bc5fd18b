-- Maintenance windows, and what is installed: changes that were not declared are found.
-- Needs:   pggit_audit_evidence.sql.
-- Who:     superusers declare windows.

CREATE FUNCTION pggit_audit.begin_maintenance(reason text, minutes integer DEFAULT 60) RETURNS timestamptz
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_expires timestamptz := clock_timestamp() + make_interval(mins => minutes);
BEGIN
    IF btrim(reason) = '' OR reason IS NULL THEN
        RAISE EXCEPTION 'a maintenance window needs a reason' USING ERRCODE = 'PA054';
    ELSIF minutes IS NULL OR minutes NOT BETWEEN 1 AND 1440 THEN
        RAISE EXCEPTION 'a maintenance window lasts 1 to 1440 minutes, not %', coalesce(minutes::text, 'NULL') USING ERRCODE = 'PA054';
    ELSIF pggit_audit.is_maintenance() THEN
        RAISE EXCEPTION 'a maintenance window of % is open already', session_user USING ERRCODE = 'PA054', HINT = 'SELECT pggit_audit.end_maintenance() closes it.';
    END IF;
    INSERT INTO pggit_audit.evidence_events (event, detail, expires_at) VALUES ('MAINTENANCE_STARTED', reason, v_expires);
    RAISE WARNING 'pggit_audit maintenance window opened by %: %', session_user, reason;
    RETURN v_expires;
END
$$;
COMMENT ON FUNCTION pggit_audit.begin_maintenance(text, integer) IS 'Opens a maintenance window for the session user: until end_maintenance(), or for so many minutes, his DDL on the extension''s objects passes the event triggers. It is on record (evidence_events) with the reason, and a WARNING in the log. It does not switch off the append-only guards. Returns when it closes by itself. Error PA054. SECURITY DEFINER: nobody may write events.';

CREATE FUNCTION pggit_audit.is_maintenance() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    -- Between its two times: a clock that is set back must not keep a window open for longer.
    SELECT coalesce((SELECT e.event = 'MAINTENANCE_STARTED' AND e.happened_at <= clock_timestamp() AND e.expires_at > clock_timestamp() FROM pggit_audit.evidence_events e
                     WHERE e.event IN ('MAINTENANCE_STARTED', 'MAINTENANCE_ENDED') AND e.caused_by = session_user ORDER BY e.event_id DESC LIMIT 1), false)
$$;
COMMENT ON FUNCTION pggit_audit.is_maintenance() IS 'True while a maintenance window of the session user is open. SECURITY DEFINER: whoever runs DDL asks it.';

CREATE FUNCTION pggit_audit.end_maintenance() RETURNS text[]
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_changed text[];
BEGIN
    IF NOT pggit_audit.is_maintenance() THEN
        RAISE EXCEPTION 'no maintenance window of % is open', session_user USING ERRCODE = 'PA054', HINT = 'It may have closed by itself: see pggit_audit.evidence_events.';
    END IF;
    v_changed := (SELECT c.failures FROM pggit_audit.check_installation_unchanged() c);
    INSERT INTO pggit_audit.evidence_events (event, detail) VALUES ('MAINTENANCE_ENDED', coalesce(nullif(array_to_string(v_changed, E'\n'), ''), 'nothing differs from what was installed'));
    RETURN v_changed;
END
$$;
COMMENT ON FUNCTION pggit_audit.end_maintenance() IS 'Closes the session user''s maintenance window; returns, and puts on record, what is not as installed now. Error PA054: none is open. SECURITY DEFINER: nobody may write events.';

---------------------------------------------------------------- what is installed

CREATE TABLE pggit_audit.installed_objects (
    object text NOT NULL,
    digest text NOT NULL,
    CONSTRAINT installed_objects_pkey PRIMARY KEY (object)
);
COMMENT ON TABLE pggit_audit.installed_objects IS 'What CREATE EXTENSION, ALTER EXTENSION UPDATE or accept_installation left: every object of the extension with the SHA-256 of its definition, owner and rights. Not kept by pg_dump, a restore installs anew.';
COMMENT ON COLUMN pggit_audit.installed_objects.object IS 'Kind and name.';
COMMENT ON COLUMN pggit_audit.installed_objects.digest IS 'SHA-256 of what describes it; of the extension its version.';

CREATE FUNCTION pggit_audit.describe_rights(acl aclitem[], kind "char", owner oid, extension_owner oid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN owner = extension_owner THEN 'owner' ELSE pg_get_userbyid(owner)::text END || coalesce((
        SELECT string_agg(CASE a.grantee WHEN 0 THEN 'PUBLIC' WHEN owner THEN 'owner' ELSE pg_get_userbyid(a.grantee)::text END || '=' || a.privilege_type || CASE WHEN a.is_grantable THEN '*' ELSE '' END, ' '
            ORDER BY CASE a.grantee WHEN 0 THEN 'PUBLIC' WHEN owner THEN 'owner' ELSE pg_get_userbyid(a.grantee)::text END COLLATE "C", a.privilege_type COLLATE "C")
        FROM aclexplode(coalesce(acl, acldefault(kind, owner))) a), '')
$$;
COMMENT ON FUNCTION pggit_audit.describe_rights(aclitem[], "char", oid, oid) IS 'Owner and rights in words, the extension''s own owner without the name.';

CREATE FUNCTION pggit_audit.store_pattern() RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    -- The bound store's name and no other: a function that reads another schema is another function.
    SELECT '\m' || regexp_replace(i.value, '\W', '\\\&', 'g') || '\M' FROM pggit_audit.installation i WHERE i.name = 'store'
$$;
COMMENT ON FUNCTION pggit_audit.store_pattern() IS 'A regular expression for the store''s schema in the texts of functions, where its name does not count.';

-- Definitions in words depend on how the session writes dates, intervals and names.
CREATE FUNCTION pggit_audit.describe_installation() RETURNS TABLE (object text, digest text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET "DateStyle" = 'ISO, YMD' SET "IntervalStyle" = 'postgres' SET quote_all_identifiers = off AS $$
    WITH e AS (SELECT x.oid, x.extowner, x.extversion, pggit_audit.store_pattern() AS store
               FROM pg_extension x WHERE x.extname = 'pggit_audit'),
    ours AS (SELECT c.* FROM pg_class c WHERE c.relnamespace = 'pggit_audit'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')),
    described AS (
        SELECT 'schema pggit_audit' AS object, pggit_audit.describe_rights(n.nspacl, 'n', n.nspowner, e.extowner) AS text FROM pg_namespace n, e WHERE n.nspname = 'pggit_audit'
        UNION ALL
        SELECT 'function ' || p.oid::regprocedure, concat_ws(' ', l.lanname, pg_get_function_result(p.oid), p.prosecdef, p.provolatile, p.proisstrict, array_to_string(p.proconfig, ','), p.probin,
               p.prokind, p.proretset, p.proleakproof, p.proparallel, p.prosupport, p.prosqlbody IS NULL, pg_get_function_arguments(p.oid),
               regexp_replace(p.prosrc, e.store, '@', 'g'), pggit_audit.describe_rights(p.proacl, 'f', p.proowner, e.extowner))
        FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang, e WHERE p.pronamespace = 'pggit_audit'::regnamespace
        UNION ALL
        SELECT CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'S' THEN 'sequence ' ELSE 'table ' END || c.oid::regclass, concat_ws(' ', c.relkind, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.relhastriggers, c.relhasindex, c.relchecks, array_to_string(c.reloptions, ','),
               (SELECT concat_ws(' ', format_type(q.seqtypid, NULL), q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcycle) FROM pg_sequence q WHERE q.seqrelid = c.oid),
               CASE c.relkind WHEN 'v' THEN pg_get_viewdef(c.oid) END, pggit_audit.describe_rights(c.relacl, CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner, e.extowner),
               (SELECT string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid), CASE WHEN a.attacl IS NOT NULL THEN pggit_audit.describe_rights(a.attacl, 'c', c.relowner, e.extowner) END), ', ' ORDER BY a.attnum)
                FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped))
        FROM ours c, e
        UNION ALL
        SELECT 'constraint ' || k.conname || ' on ' || k.conrelid::regclass, pg_get_constraintdef(k.oid) || k.convalidated::text || k.condeferred::text FROM pg_constraint k JOIN ours c ON c.oid = k.conrelid WHERE k.contype <> 't'
        UNION ALL
        SELECT 'trigger ' || t.tgname || ' on ' || t.tgrelid::regclass, pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text FROM pg_trigger t JOIN ours c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal
        UNION ALL
        SELECT 'rule _RETURN of ' || c.oid::regclass, r.ev_enabled::text FROM ours c LEFT JOIN pg_rewrite r ON r.ev_class = c.oid AND r.rulename = '_RETURN' WHERE c.relkind = 'v'
        UNION ALL
        SELECT 'rule ' || r.rulename || ' on ' || r.ev_class::regclass, pg_get_ruledef(r.oid) || ' ' || r.ev_enabled::text FROM pg_rewrite r JOIN ours c ON c.oid = r.ev_class WHERE r.rulename <> '_RETURN'
        UNION ALL
        SELECT 'policy ' || y.polname || ' on ' || y.polrelid::regclass, concat_ws(' ', y.polcmd, y.polpermissive, y.polroles::text, pg_get_expr(y.polqual, y.polrelid), pg_get_expr(y.polwithcheck, y.polrelid))
        FROM pg_policy y JOIN ours c ON c.oid = y.polrelid
        UNION ALL
        SELECT 'child ' || h.inhrelid::regclass || ' of ' || h.inhparent::regclass, '' FROM pg_inherits h JOIN ours c ON c.oid = h.inhparent
        UNION ALL
        SELECT 'event trigger ' || v.evtname, concat_ws(' ', v.evtevent,
                   -- Capture's own are switched on and off, on record: what counts is that they are as they were switched last.
                   CASE WHEN v.evtname LIKE 'pggit\_audit\_capture%' AND v.evtenabled = CASE WHEN (SELECT w.enabled FROM pggit_audit.capture_switches w ORDER BY w.switch_id DESC LIMIT 1) THEN 'A' ELSE 'D' END THEN 'as switched' ELSE v.evtenabled::text END,
                   array_to_string(v.evttags, ','), v.evtfoid::regprocedure) FROM pg_event_trigger v JOIN pg_proc p ON p.oid = v.evtfoid WHERE p.pronamespace = 'pggit_audit'::regnamespace
        UNION ALL
        SELECT 'index ' || x.indexrelid::regclass, concat(pg_get_indexdef(x.indexrelid), x.indisvalid, x.indisready, x.indislive, x.indisprimary, x.indimmediate) FROM pg_index x JOIN ours c ON c.oid = x.indrelid
        UNION ALL
        -- What pg_dump keeps of the rows, and what belongs to the extension at all.
        SELECT 'dumped tables of pggit_audit', string_agg(concat(u.dumped::regclass, ' ', u.condition), ',' ORDER BY u.dumped::regclass::text COLLATE "C")
        FROM pg_extension x JOIN e ON e.oid = x.oid CROSS JOIN LATERAL unnest(x.extconfig, x.extcondition) AS u (dumped, condition) JOIN ours c ON c.oid = u.dumped
        UNION ALL
        SELECT 'members of pggit_audit', string_agg(concat(i.type, ' ', i.identity), ',' ORDER BY i.type COLLATE "C", i.identity COLLATE "C")
        FROM e JOIN pg_depend d ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid AND d.deptype = 'e' CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) i WHERE i.identity LIKE 'pggit\_audit%'
        UNION ALL
        -- Not the store's schema and the folder: the first may be bound anew, the second is the server's.
        SELECT 'installation ' || i.name, i.value FROM pggit_audit.installation i WHERE i.name NOT IN ('store', 'directory'))
    SELECT d.object, encode(sha256(convert_to(coalesce(d.text, ''), 'UTF8')), 'hex') FROM described d
    UNION ALL SELECT 'extension pggit_audit', e.extversion FROM e
$$;
COMMENT ON FUNCTION pggit_audit.describe_installation() IS 'Every object of the extension with the SHA-256 of its definition, owner and rights: functions with body, search_path and SECURITY DEFINER, tables, views, sequences, constraints, indexes, triggers, rules, policies, children, event triggers. The store''s schema name does not count, nor do the names of owners.';

CREATE FUNCTION pggit_audit.installation_digest() RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET "DateStyle" = 'ISO, YMD' SET "IntervalStyle" = 'postgres' SET quote_all_identifiers = off AS $$
    SELECT format('version %s on %s in database %s: objects %s, functions %s', (SELECT i.value FROM pggit_audit.installation i WHERE i.name = 'version'), (SELECT i.value FROM pggit_audit.installation i WHERE i.name = 'host'),
        (SELECT d.oid FROM pg_database d WHERE d.datname = current_database()),
        (SELECT encode(sha256(convert_to(coalesce(string_agg(o.object || ' ' || o.digest, E'\n' ORDER BY o.object COLLATE "C"), ''), 'UTF8')), 'hex') FROM pggit_audit.installed_objects o),
        (SELECT encode(sha256(convert_to(string_agg(f.text, E'\n' ORDER BY f.text COLLATE "C"), 'UTF8')), 'hex')
         FROM (SELECT concat_ws(' ', p.oid::regprocedure, l.lanname, p.prosecdef, array_to_string(p.proconfig, ','), p.prosqlbody IS NULL, p.probin, regexp_replace(p.prosrc, pggit_audit.store_pattern(), '@', 'g')) AS text
               FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang WHERE p.pronamespace = 'pggit_audit'::regnamespace) f))
$$;
COMMENT ON FUNCTION pggit_audit.installation_digest() IS 'What is installed, for the log: version, host, database, SHA-256 of installed_objects, and, by another way than describe_installation, of the functions'' texts.';

CREATE FUNCTION pggit_audit.logged_installation() RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT substring(e.detail FROM 'version \S+ on \S+ in database \d+: objects [0-9a-f]{64}, functions [0-9a-f]{64}$') FROM pggit_audit.evidence_events e WHERE e.event IN ('LOG_STARTED', 'INSTALLATION_ACCEPTED') ORDER BY e.event_id DESC LIMIT 1
$$;
COMMENT ON FUNCTION pggit_audit.logged_installation() IS 'What installation_digest said when the log started or the installation was accepted last.';

CREATE FUNCTION pggit_audit.sequences_behind() RETURNS TABLE (sequence text, last_value bigint, in_column bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET "DateStyle" = 'ISO, YMD' SET "IntervalStyle" = 'postgres' SET quote_all_identifiers = off AS $$
DECLARE
    v_column record;
BEGIN
    FOR v_column IN
        SELECT d.objid::regclass AS sequence, d.refobjid::regclass AS relation, a.attname FROM pg_depend d JOIN pg_class c ON c.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
        WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'i' AND c.relnamespace = 'pggit_audit'::regnamespace AND c.relkind = 'r' AND c.relpersistence = 'p'
    LOOP
        EXECUTE format('SELECT max(x.%I) FROM %s x', v_column.attname, v_column.relation) INTO in_column;
        last_value := pg_sequence_last_value(v_column.sequence);
        sequence := v_column.sequence;
        IF in_column > coalesce(last_value, 0) THEN
            RETURN NEXT;
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION pggit_audit.sequences_behind() IS 'Sequences of identity columns that were set back: what comes next would have numbers that were given already. SECURITY DEFINER: sequences are not granted.';

CREATE FUNCTION pggit_audit.check_installation_unchanged(OUT checked bigint, OUT failures text[])
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET "DateStyle" = 'ISO, YMD' SET "IntervalStyle" = 'postgres' SET quote_all_identifiers = off AS $$
    SELECT (SELECT count(*) FROM pggit_audit.installed_objects),
        -- An event trigger more takes nothing away: other parts may put some and take them back.
        ARRAY(SELECT coalesce(i.object, d.object) || CASE WHEN d.object IS NULL THEN ' is gone' WHEN i.object IS NULL THEN ' was added' ELSE ' was changed' END
              FROM pggit_audit.installed_objects i FULL JOIN pggit_audit.describe_installation() d ON d.object = i.object
              WHERE d.digest IS DISTINCT FROM i.digest AND NOT (i.object IS NULL AND d.object ~ '^event trigger ' AND d.object !~ '^event trigger pggit_audit_refuse')
              UNION ALL SELECT coalesce(i.object, 'NULL') || ' stands there several times' FROM pggit_audit.installed_objects i GROUP BY i.object HAVING count(*) > 1
              UNION ALL SELECT format('sequence %s stands at %s, its column is at %s', s.sequence, coalesce(s.last_value::text, 'its start'), s.in_column) FROM pggit_audit.sequences_behind() s
              -- A restored copy has another number of a database, and may have been installed by another version.
              UNION ALL SELECT 'installed_objects is not what the log says was installed' FROM (SELECT pggit_audit.logged_installation() AS logged, pggit_audit.installation_digest() AS present) x
              WHERE substring(x.logged FROM '^[^:]+: ') = substring(x.present FROM '^[^:]+: ') AND substring(x.logged FROM 'objects \w+') <> substring(x.present FROM 'objects \w+')
              ORDER BY 1)
$$;

CREATE FUNCTION pggit_audit.accept_installation(reason text) RETURNS text[]
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_changed text[] := (SELECT c.failures FROM pggit_audit.check_installation_unchanged() c);
BEGIN
    IF btrim(reason) = '' OR reason IS NULL THEN
        RAISE EXCEPTION 'accepting an installation needs a reason' USING ERRCODE = 'PA054';
    END IF;
    DELETE FROM pggit_audit.installed_objects;
    INSERT INTO pggit_audit.installed_objects SELECT d.object, d.digest FROM pggit_audit.describe_installation() d;
    INSERT INTO pggit_audit.evidence_events (event, detail) VALUES ('INSTALLATION_ACCEPTED', concat_ws(E'\n', reason, nullif(array_to_string(v_changed, E'\n'), ''), pggit_audit.installation_digest()));
    RETURN v_changed;
END
$$;
COMMENT ON FUNCTION pggit_audit.accept_installation(text) IS 'Takes the extension''s objects as they are now for what installation_unchanged compares with; returns, and puts on record with the reason, what differed. For superusers. Error PA054: no reason. SECURITY DEFINER: nobody may write events.';

CREATE FUNCTION pggit_audit.check_guards_in_place(OUT checked bigint, OUT failures text[])
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET "DateStyle" = 'ISO, YMD' SET "IntervalStyle" = 'postgres' SET quote_all_identifiers = off AS $$
    WITH s AS (
        -- The store's: what they call, at which events (pg_trigger.tgtype), and whether at COMMIT.
        SELECT s.* FROM (VALUES ('pggit_audit_record_commit', '@store@.commit_graph', 'record_commit', 5, true), ('pggit_audit_note_ref', '@store@.refs', 'note_ref', 29, false), ('pggit_audit_note_ref', '@store@.head', 'note_ref', 29, false),
            ('pggit_audit_note_truncate', '@store@.refs', 'note_ref', 32, false), ('pggit_audit_note_truncate', '@store@.head', 'note_ref', 32, false)) AS s (tgname, t, f, type, at_commit)),
    g AS (
        SELECT g.tgname, g.t FROM (VALUES ('a_verification_only', 'pggit_audit.changes'), ('a_direct_insert', 'pggit_audit.changes'), ('a_change_exists', 'pggit_audit.compliance_log'), ('append_evidence', 'pggit_audit.evidence_pending'),
            ('y_store_receipts', 'pggit_audit.recorded_commits')) AS g (tgname, t)
        UNION ALL SELECT s.tgname, s.t FROM s
        UNION ALL SELECT 'a_append_only', 'pggit_audit.' || t FROM unnest(ARRAY['changes', 'object_versions', 'compliance_log', 'recorded_commits', 'recording_gaps', 'settings', 'store_receipts', 'evidence_leaves', 'evidence_nodes', 'evidence_batches',
            'evidence_events', 'checkpoints', 'integrity_runs', 'integrity_findings', 'captured_commits', 'captured_renames', 'capture_switches', 'capture_gaps', 'backfill_runs', 'backfill_batches', 'backfill_rows',
            'backfill_snapshots', 'backfill_recovered']) AS u (t)
        UNION ALL SELECT 'z_evidence', 'pggit_audit.' || k.kind FROM pggit_audit.evidence_kinds() k)
    SELECT (SELECT count(*) + 3 FROM g),
        ARRAY(SELECT format('%s on %s', g.tgname, g.t) FROM g WHERE NOT EXISTS (SELECT FROM pg_trigger x JOIN pg_class c ON c.oid = x.tgrelid WHERE x.tgrelid = to_regclass(g.t) AND x.tgname = g.tgname AND x.tgenabled = 'A' AND c.relhastriggers)
              UNION ALL
              -- The others' are compared with what was installed.
              SELECT format('%s on %s calls something else, or not always', s.tgname, s.t) FROM s JOIN pg_trigger x ON x.tgrelid = to_regclass(s.t) AND x.tgname = s.tgname
              WHERE x.tgfoid IS DISTINCT FROM to_regproc('pggit_audit.' || s.f) OR x.tgtype <> s.type OR x.tgqual IS NOT NULL OR x.tgattr::text <> '' OR x.tgnargs > 0 OR x.tgdeferrable <> s.at_commit OR x.tginitdeferred <> s.at_commit
              UNION ALL
              SELECT 'event trigger ' || n FROM unnest(ARRAY['pggit_audit_refuse_drop', 'pggit_audit_refuse_drop_extension', 'pggit_audit_refuse_change']) AS u (n)
              WHERE NOT EXISTS (SELECT FROM pg_event_trigger v WHERE v.evtname = u.n AND v.evtenabled = 'A')
              UNION ALL
              SELECT format('setting %s of %s', u.c, coalesce('role ' || pg_get_userbyid(nullif(s.setrole, 0)), 'the database')) FROM pg_db_role_setting s CROSS JOIN LATERAL unnest(s.setconfig) AS u (c)
              WHERE s.setdatabase IN (0, (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())) AND u.c ~* '^event_triggers=(off|of|f|false|fa|fal|fals|no|n|0)$'
              UNION ALL
              SELECT 'the functions are not those that the log names' FROM (SELECT pggit_audit.logged_installation() AS logged, pggit_audit.installation_digest() AS present) x
              WHERE substring(x.logged FROM '^version \S+ on \S+') = substring(x.present FROM '^version \S+ on \S+') AND substring(x.logged FROM 'functions \w+') <> substring(x.present FROM 'functions \w+')
              ORDER BY 1)
$$;

DO $$
DECLARE
    v_check record;
BEGIN
    FOR v_check IN SELECT p.oid::regprocedure AS f, k.promise, k.check_name FROM pg_catalog.pg_proc p JOIN pggit_audit.integrity_checks() k ON p.proname = 'check_' || k.check_name WHERE p.pronamespace = 'pggit_audit'::regnamespace AND pg_catalog.obj_description(p.oid, 'pg_proc') IS NULL LOOP
        EXECUTE format('COMMENT ON FUNCTION %s IS %L', v_check.f, 'Check ' || v_check.check_name || ': ' || v_check.promise);
    END LOOP;
END
$$;
