-- Event triggers that note what DDL touches, the trigger at COMMIT, and switching them.
-- Needs:   pggit_audit_capture.sql.
-- Who:     triggers: every role's DDL; capture_enable and capture_disable: pggit_audit_admin.

CREATE FUNCTION pggit_audit.without_passwords(statement text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- Without one of these there is nothing that any of the patterns, here and in without_secrets, could find.
    IF statement !~* 'pass|secret|token|credential|(?:private|access|api|auth|account)_?key|://' THEN
        RETURN left(statement, 10000);
    END IF;
    RETURN pggit_audit.without_secrets(regexp_replace(left(statement, 10000), '((?:\m|_)(?:pass(?:word|wd|phrase|code)?|secret|token|credential|(?:private|access|api|auth|account)_?key)"?\s*(?:=\s*)?)(?:E|U&)?''(?:[^'']|'''')*''', '\1''********''', 'gi'));
END
$$;
COMMENT ON FUNCTION pggit_audit.without_passwords(text) IS 'A statement, cut at 10,000 characters, with the values of password-like options replaced by a marker.';

CREATE FUNCTION pggit_audit.capture_ddl() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_first boolean := NOT EXISTS (SELECT FROM pggit_audit.capture_notes n WHERE n.transaction_id = pg_current_xact_id());
    v_statement text := pggit_audit.without_passwords(current_query());
BEGIN
    IF TG_EVENT = 'sql_drop' THEN
        INSERT INTO pggit_audit.capture_notes (classid, objid, command_tag, object_identity, statement, is_first)
        SELECT x.classid, x.objid, CASE WHEN x.original THEN TG_TAG END, x.object_identity, CASE WHEN x.n = 1 THEN v_statement END, v_first AND x.n = 1
        FROM (SELECT y.*, row_number() OVER () AS n
              FROM (SELECT o.classid, o.objid, o.original, o.object_identity FROM pg_event_trigger_dropped_objects() o WHERE NOT o.is_temporary AND coalesce(o.schema_name, '') !~ '^(pg_temp|pggit)'
                    -- What a table or domain loses by cascade is told by the table's or domain's name.
                    UNION ALL SELECT 'pg_class'::regclass, to_regclass(format('%I.%I', o.address_names[1], o.address_names[2])), false, o.object_identity
                    FROM pg_event_trigger_dropped_objects() o WHERE NOT o.is_temporary AND o.object_type IN ('table constraint', 'default value') AND to_regclass(format('%I.%I', o.address_names[1], o.address_names[2])) IS NOT NULL
                    UNION ALL SELECT 'pg_type'::regclass, to_regtype(o.address_names[1]), false, o.object_identity
                    FROM pg_event_trigger_dropped_objects() o WHERE o.object_type = 'domain constraint' AND to_regtype(o.address_names[1]) IS NOT NULL
                    UNION ALL SELECT 'pg_publication'::regclass, p.oid, false, o.object_identity
                    FROM pg_event_trigger_dropped_objects() o JOIN pg_publication p ON p.pubname = o.address_args[1] WHERE o.object_type IN ('publication relation', 'publication namespace')) y) x;
    ELSE
        INSERT INTO pggit_audit.capture_notes (classid, objid, command_tag, object_identity, statement, is_first)
        SELECT coalesce(c.classid, 0), coalesce(c.objid, 0), c.command_tag, coalesce(c.object_identity, c.object_type), CASE WHEN c.n = 1 THEN v_statement END, v_first AND c.n = 1
        FROM (SELECT e.*, row_number() OVER () AS n FROM pg_event_trigger_ddl_commands() e WHERE NOT e.in_extension AND coalesce(e.schema_name, '') !~ '^(pg_temp|pggit)') c;
    END IF;
END
$$;
COMMENT ON FUNCTION pggit_audit.capture_ddl() IS 'Event trigger: notes by catalog identity what a command touched. No JVM, nothing of the user''s is run. SECURITY DEFINER: whoever makes DDL needs no right on the notes.';

CREATE FUNCTION pggit_audit.capture_touched() RETURNS TABLE (classid oid, objid oid)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $$
#variable_conflict use_column
DECLARE
    v_classes oid[];
    v_objects oid[];
    v_age int := age(pg_current_xact_id()::xid);
    v_kinds text[] := ARRAY(SELECT DISTINCT n.object_identity FROM pggit_audit.capture_notes n WHERE n.transaction_id = pg_current_xact_id() AND n.classid = 0);
BEGIN
    SELECT array_agg(n.classid), array_agg(n.objid) INTO v_classes, v_objects
    FROM (SELECT DISTINCT n.classid, n.objid FROM pggit_audit.capture_notes n WHERE n.transaction_id = pg_current_xact_id() AND n.classid <> 0) n;
    IF cardinality(v_kinds) > 0 THEN
        -- Of GRANT the server tells the kind only: the rows that this transaction wrote, or one that began later (whose changes are HEAD's already).
        SELECT v_classes || array_agg(g.classid), v_objects || array_agg(g.objid) INTO v_classes, v_objects FROM (
            SELECT 'pg_class'::regclass::oid AS classid, c.oid AS objid FROM pg_class c WHERE v_kinds && ARRAY['TABLE', 'SEQUENCE'] AND age(c.xmin) <= v_age
            -- Also without a list of rights: a revoked last column right leaves none behind.
            UNION ALL SELECT DISTINCT 'pg_class'::regclass::oid, a.attrelid FROM pg_attribute a WHERE 'TABLE' = ANY (v_kinds) AND (a.attacl IS NOT NULL OR a.attnum > 0) AND age(a.xmin) <= v_age
            UNION ALL SELECT 'pg_proc'::regclass, p.oid FROM pg_proc p WHERE v_kinds && ARRAY['FUNCTION', 'PROCEDURE', 'ROUTINE'] AND age(p.xmin) <= v_age
            UNION ALL SELECT 'pg_namespace'::regclass, n.oid FROM pg_namespace n WHERE 'SCHEMA' = ANY (v_kinds) AND age(n.xmin) <= v_age
            UNION ALL SELECT 'pg_type'::regclass, t.oid FROM pg_type t WHERE v_kinds && ARRAY['TYPE', 'DOMAIN'] AND age(t.xmin) <= v_age
            UNION ALL SELECT 'pg_language'::regclass, l.oid FROM pg_language l WHERE 'LANGUAGE' = ANY (v_kinds) AND age(l.xmin) <= v_age
            UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, w.oid FROM pg_foreign_data_wrapper w WHERE 'FOREIGN DATA WRAPPER' = ANY (v_kinds)
            UNION ALL SELECT 'pg_foreign_server'::regclass, s.oid FROM pg_foreign_server s WHERE v_kinds && ARRAY['FOREIGN SERVER', 'SERVER']
            UNION ALL SELECT 'pg_default_acl'::regclass, d.oid FROM pg_default_acl d
            UNION ALL SELECT k.classid, k.objid FROM pggit_audit.captured_objects k WHERE k.classid = 'pg_default_acl'::regclass) g;
        -- A member's rights stand in its extension's text.
        SELECT v_classes || array_agg(x.refclassid), v_objects || array_agg(x.refobjid) INTO v_classes, v_objects FROM (
            SELECT DISTINCT d.refclassid, d.refobjid FROM unnest(v_classes, v_objects) AS u (classid, objid)
            CROSS JOIN LATERAL (SELECT w.* FROM pg_depend w WHERE w.classid = u.classid AND w.objid = u.objid OFFSET 0) d WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e') x;
    END IF;
    IF EXISTS (SELECT FROM pggit_audit.capture_notes n WHERE n.transaction_id = pg_current_xact_id() AND n.command_tag = 'ALTER EXTENSION') THEN
        -- ADD and DROP take objects from the entries and put them there; the server tells the extension's name only.
        RETURN QUERY SELECT coalesce(c.classid, k.classid), coalesce(c.objid, k.objid) FROM pggit_audit.catalog_objects() c FULL JOIN pggit_audit.captured_objects k ON k.classid = c.classid AND k.objid = c.objid
                     WHERE c.objid IS NULL OR k.objid IS NULL;
    END IF;
    -- What is part of another object's text stands for that object. (Look-ups one by one, LATERAL and OFFSET 0: never the whole of captured_objects for each note.)
    RETURN QUERY
    WITH RECURSIVE noted AS (SELECT DISTINCT u.classid, u.objid FROM unnest(v_classes, v_objects) AS u (classid, objid)),
    owners AS (
        SELECT n.classid, n.objid FROM noted n
        UNION SELECT o.classid, o.objid FROM noted n CROSS JOIN LATERAL pggit_audit.capture_owner(n.classid, n.objid) o),
    known AS (SELECT o.classid, o.objid, k.path, k.object_type FROM owners o CROSS JOIN LATERAL (SELECT q.path, q.object_type FROM pggit_audit.captured_objects q WHERE q.classid = o.classid AND q.objid = o.objid OFFSET 0) k),
    -- A schema's new name is in the texts of all that is in it, and of what names that.
    moved AS (SELECT d.classid, d.objid FROM known k JOIN pg_namespace n ON n.oid = k.objid AND quote_ident(n.nspname) <> k.path
              JOIN pg_depend d ON d.refclassid = k.classid AND d.refobjid = k.objid WHERE k.classid = 'pg_namespace'::regclass),
    roots AS (
        SELECT k.classid, k.objid FROM known k WHERE k.object_type <> 'SCHEMA' UNION SELECT m.classid, m.objid FROM moved m
        UNION SELECT 'pg_type'::regclass, c.reltype FROM known k JOIN pg_class c ON c.oid = k.objid AND c.reltype <> 0 WHERE k.classid = 'pg_class'::regclass
        UNION SELECT 'pg_type'::regclass, c.reltype FROM moved k JOIN pg_class c ON c.oid = k.objid AND c.reltype <> 0 WHERE k.classid = 'pg_class'::regclass),
    types AS (
        SELECT r.classid, r.objid FROM roots r
        UNION SELECT r.classid, t.typarray FROM roots r JOIN pg_type t ON t.oid = r.objid AND t.typarray <> 0 WHERE r.classid = 'pg_type'::regclass
        UNION SELECT r.classid, g.rngmultitypid FROM roots r JOIN pg_range g ON g.rngtypid = r.objid WHERE r.classid = 'pg_type'::regclass),
    dependents AS (
        SELECT o.classid, o.objid FROM types t JOIN pg_depend d ON d.refclassid = t.classid AND d.refobjid = t.objid AND d.deptype <> 'e'
        CROSS JOIN LATERAL (SELECT d.classid, d.objid UNION SELECT w.classid, w.objid FROM pggit_audit.capture_owner(d.classid, d.objid) w) o),
    -- Tables below a table in inheritance or partitioning, at any depth.
    below AS (
        SELECT i.inhrelid FROM owners o JOIN pg_inherits i ON i.inhparent = o.objid WHERE o.classid = 'pg_class'::regclass
        -- Of DETACH PARTITION the server tells the parent only.
        UNION SELECT k.objid FROM owners o JOIN pggit_audit.captured_objects k ON k.relation = o.objid AND k.object_type <> 'INDEX' WHERE o.classid = 'pg_class'::regclass
        UNION SELECT i.inhrelid FROM owners o JOIN pg_index x ON x.indexrelid = o.objid JOIN pg_inherits i ON i.inhparent = x.indrelid WHERE o.classid = 'pg_class'::regclass
        UNION SELECT i.inhrelid FROM owners o JOIN pggit_audit.captured_objects k ON k.classid = o.classid AND k.objid = o.objid JOIN pg_inherits i ON i.inhparent = k.relation WHERE o.classid = 'pg_class'::regclass
        UNION SELECT i.inhrelid FROM owners o JOIN pg_trigger g ON g.oid = o.objid JOIN pg_inherits i ON i.inhparent = g.tgrelid WHERE o.classid = 'pg_trigger'::regclass
        UNION SELECT i.inhrelid FROM below b JOIN pg_inherits i ON i.inhparent = b.inhrelid),
    -- A partition that came or went: its indexes are in its text as a partition, and entries of their own else.
    moved_partitions AS (
        SELECT b.inhrelid FROM below b JOIN pg_class c ON c.oid = b.inhrelid LEFT JOIN pggit_audit.captured_objects k ON k.classid = 'pg_class'::regclass AND k.objid = b.inhrelid
        LEFT JOIN pg_inherits i ON i.inhrelid = c.oid AND c.relispartition WHERE k.relation IS DISTINCT FROM i.inhparent)
    SELECT o.classid, o.objid FROM owners o
    UNION SELECT m.classid, m.objid FROM moved m
    UNION SELECT 'pg_publication'::regclass, n.pnpubid FROM moved m JOIN pg_publication_namespace n ON n.oid = m.objid WHERE m.classid = 'pg_publication_namespace'::regclass
    UNION SELECT d.classid, d.objid FROM dependents d
    UNION SELECT 'pg_class'::regclass, b.inhrelid FROM below b
    -- CREATE FUNCTION makes a shell of a type that is not there yet.
    UNION SELECT 'pg_type'::regclass, t.oid FROM owners o JOIN pg_proc p ON p.oid = o.objid JOIN pg_type t ON t.oid = p.prorettype AND NOT t.typisdefined
          WHERE o.classid = 'pg_proc'::regclass
    UNION SELECT 'pg_class'::regclass, x.indexrelid FROM moved_partitions p JOIN pg_index x ON x.indrelid = p.inhrelid
    UNION SELECT k.classid, k.objid FROM moved_partitions p JOIN pggit_audit.captured_objects k ON k.relation = p.inhrelid
    -- Indexes get other OIDs behind our back (ALTER TABLE, REINDEX CONCURRENTLY): those of the tables touched, and what is dropped by its name.
    UNION SELECT k.classid, k.objid FROM owners o CROSS JOIN LATERAL (SELECT q.classid, q.objid FROM pggit_audit.captured_objects q WHERE q.relation = o.objid OFFSET 0) k WHERE o.classid = 'pg_class'::regclass
    UNION SELECT k.classid, k.objid FROM owners o JOIN pg_index i ON i.indexrelid = o.objid JOIN pggit_audit.captured_objects k ON k.relation = i.indrelid WHERE o.classid = 'pg_class'::regclass
    UNION SELECT k.classid, k.objid FROM pggit_audit.capture_notes n CROSS JOIN LATERAL (SELECT q.classid, q.objid FROM pggit_audit.captured_objects q WHERE q.path = n.object_identity OFFSET 0) k
          WHERE k.classid = n.classid AND n.transaction_id = pg_current_xact_id() AND n.classid = 'pg_class'::regclass
    -- Event triggers fire no event triggers: their changes come with the next commit.
    UNION SELECT 'pg_event_trigger'::regclass, e.oid FROM pg_event_trigger e WHERE e.evtname !~ '^pggit' AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = 'pg_event_trigger'::regclass AND x.objid = e.oid AND x.deptype = 'e')
    UNION SELECT k.classid, k.objid FROM pggit_audit.captured_objects k WHERE k.classid = 'pg_event_trigger'::regclass;
END
$$;
COMMENT ON FUNCTION pggit_audit.capture_touched() IS 'Whose texts this transaction''s DDL may have changed: the objects noted, those that they are parts of, and those whose texts name them.';

CREATE FUNCTION pggit_audit.capture_owner(class oid, object oid) RETURNS TABLE (classid oid, objid oid)
LANGUAGE plpgsql STABLE ROWS 1 SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN
    CASE class
    WHEN 'pg_class'::regclass THEN
        CASE (SELECT c.relkind FROM pg_class c WHERE c.oid = object)
        WHEN 'i', 'I' THEN
            RETURN QUERY SELECT class, i.indrelid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indexrelid = object AND (c.relispartition OR pggit_audit.catalog_is_key(object));
            RETURN QUERY SELECT class, d.refobjid FROM (SELECT w.* FROM pg_depend w WHERE w.classid = class AND w.objid = object OFFSET 0) d WHERE d.refclassid = class AND d.deptype = 'i';
        WHEN 'c' THEN
            RETURN QUERY SELECT 'pg_type'::regclass::oid, c.reltype FROM pg_class c WHERE c.oid = object;
        ELSE
            RETURN QUERY SELECT class, d.refobjid FROM (SELECT w.* FROM pg_depend w WHERE w.classid = class AND w.objid = object OFFSET 0) d WHERE d.refclassid = class AND d.deptype = 'i';
        END CASE;
    WHEN 'pg_constraint'::regclass THEN
        RETURN QUERY SELECT CASE WHEN k.conrelid <> 0 THEN 'pg_class'::regclass::oid ELSE 'pg_type'::regclass::oid END, CASE WHEN k.conrelid <> 0 THEN k.conrelid ELSE k.contypid END FROM pg_constraint k WHERE k.oid = object;
    WHEN 'pg_attrdef'::regclass THEN
        RETURN QUERY SELECT 'pg_class'::regclass::oid, d.adrelid FROM pg_attrdef d WHERE d.oid = object;
    WHEN 'pg_rewrite'::regclass THEN
        RETURN QUERY SELECT 'pg_class'::regclass::oid, r.ev_class FROM pg_rewrite r WHERE r.oid = object AND r.rulename = '_RETURN';
    WHEN 'pg_publication_rel'::regclass THEN
        RETURN QUERY SELECT 'pg_publication'::regclass::oid, r.prpubid FROM pg_publication_rel r WHERE r.oid = object;
    WHEN 'pg_publication_namespace'::regclass THEN
        RETURN QUERY SELECT 'pg_publication'::regclass::oid, n.pnpubid FROM pg_publication_namespace n WHERE n.oid = object;
    WHEN 'pg_type'::regclass THEN
        -- An array's element, by its number: there is no index on typarray.
        RETURN QUERY SELECT class, e.oid FROM pg_type t JOIN pg_type e ON e.oid = t.typelem AND e.typarray = t.oid WHERE t.oid = object;
    WHEN 'pg_amop'::regclass, 'pg_amproc'::regclass THEN
        RETURN QUERY SELECT d.refclassid, d.refobjid FROM (SELECT w.* FROM pg_depend w WHERE w.classid = class AND w.objid = object OFFSET 0) d WHERE d.refclassid = ANY (ARRAY['pg_opclass'::regclass, 'pg_opfamily'::regclass]::oid[]);
    ELSE
        NULL;
    END CASE;
END
$$;
COMMENT ON FUNCTION pggit_audit.capture_owner(oid, oid) IS 'The object in whose text a part of it stands: a constraint''s, default''s or key index''s table, a view''s rule''s view, and so on. No row for what stands by itself.';

CREATE FUNCTION pggit_audit.capture_is_at_commit(put_off_at timestamptz) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_stack text := pggit_audit.call_stack();
BEGIN
    -- What stands right behind the trigger: within a function, the statement of it that fired us; a procedure's COMMIT runs none.
    v_stack := split_part(split_part(v_stack, 'pggit_audit.capture_commit()', 2), E'\n', 2);
    IF v_stack <> '' THEN
        RETURN v_stack !~ '^SQL (statement|function) "';
    ELSIF NOT EXISTS (SELECT FROM pg_backend_memory_contexts m WHERE m.name = 'PortalContext' AND m.ident = '<unnamed>') THEN
        -- No statement runs: the client's message, or this statement of it, is through.
        RETURN true;
    END IF;
    -- A statement that came by itself (extended protocol) is still there when it commits: but only the first time that we are called for it can be for itself.
    RETURN put_off_at IS NOT DISTINCT FROM statement_timestamp() AND EXISTS (SELECT FROM pg_cursors c WHERE c.name = '');
END
$$;
COMMENT ON FUNCTION pggit_audit.capture_is_at_commit(timestamptz) IS 'Whether the trigger that calls this runs at the transaction''s end, and not because constraints are made immediate. put_off_at: as in capture_notes. Not for users.';

CREATE FUNCTION pggit_audit.capture_commit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off SET jit = off AS $$
DECLARE
    v_classes oid[];
    v_objects oid[];
    v_event_triggers oid[] := '{}';
    v_tags text[];
    v_statements text[];
    v_statement text;
    v_known boolean;
    v_locked boolean := false;
    v_patience text := current_setting('lock_timeout');
    v_since timestamptz;
    v_head text;
    v_state text;
    v_message text;
    v_detail text;
    v_hint text;
    v_constraint text;
BEGIN
    -- Not at COMMIT yet, but where constraints are made immediate? Then the first note is written again, to come back at COMMIT: one transaction is one commit.
    GET DIAGNOSTICS v_detail = PG_CONTEXT;
    IF (strpos(v_detail, E'\n') > 0 OR strpos(lower(current_query() COLLATE "C"), 'constraints') > 0) AND NEW.put_offs < 1000 AND NOT pggit_audit.capture_is_at_commit(NEW.put_off_at) THEN
        SET CONSTRAINTS pggit_audit.capture_at_commit DEFERRED;
        DELETE FROM pggit_audit.capture_notes n WHERE n.note_id = NEW.note_id;
        NEW.put_off_at := statement_timestamp();
        NEW.put_offs := NEW.put_offs + 1;
        INSERT INTO pggit_audit.capture_notes OVERRIDING SYSTEM VALUE SELECT NEW.*;
        RETURN NULL;
    END IF;
    -- Known: an object that HEAD has, or a command whose objects' parts and users must be looked for. Else all of it is new: nobody's text names it but theirs that are new too.
    SELECT array_agg(DISTINCT n.command_tag) FILTER (WHERE n.command_tag IS NOT NULL), array_agg(n.statement ORDER BY n.note_id) FILTER (WHERE n.statement IS NOT NULL),
           bool_or(k.object_type <> 'SCHEMA' OR k.object_type IS NOT NULL AND n.command_tag IS DISTINCT FROM 'CREATE SCHEMA' OR n.classid NOT IN ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_type'::regclass, 'pg_namespace'::regclass)
                   OR n.command_tag IS NULL OR n.command_tag NOT LIKE 'CREATE %' AND n.command_tag NOT IN ('ALTER TABLE', 'ALTER SEQUENCE') OR coalesce(c.relkind = 'I', false)
                   -- With a shell of the type that it returns.
                   OR n.classid = 'pg_proc'::regclass AND EXISTS (SELECT FROM pg_proc p JOIN pg_type t ON t.oid = p.prorettype AND NOT t.typisdefined WHERE p.oid = n.objid)
                   -- An identity column's sequence, a key's index: no entries, but part of one.
                   OR k.objid IS NULL AND n.command_tag NOT LIKE 'CREATE %' AND EXISTS (SELECT FROM pggit_audit.capture_owner(n.classid, n.objid) w JOIN pggit_audit.captured_objects h ON h.classid = w.classid AND h.objid = w.objid)),
           array_agg(CASE c.relkind WHEN 'c' THEN 'pg_type'::regclass ELSE n.classid END) FILTER (WHERE NOT x.is_key), array_agg(CASE c.relkind WHEN 'c' THEN c.reltype ELSE n.objid END) FILTER (WHERE NOT x.is_key)
    INTO v_tags, v_statements, v_known, v_classes, v_objects
    FROM pggit_audit.capture_notes n
    LEFT JOIN pg_class c ON n.classid = 'pg_class'::regclass AND c.oid = n.objid
    LEFT JOIN pggit_audit.captured_objects k ON k.classid = n.classid AND k.objid = n.objid
    CROSS JOIN LATERAL (SELECT coalesce(c.relkind = 'i' AND pggit_audit.catalog_is_key(c.oid), false) AS is_key) x
    WHERE n.transaction_id = pg_current_xact_id();
    FOR i IN 1 .. coalesce(cardinality(v_statements), 0) LOOP
        IF i = 1 THEN
            v_statement := v_statements[1];
        ELSIF v_statements[i] <> v_statements[i - 1] THEN
            v_statement := v_statement || E';\n' || v_statements[i];
        END IF;
    END LOOP;
    LOOP
    BEGIN
        IF v_known THEN
            SELECT array_agg(t.classid), array_agg(t.objid), (SELECT s.head_sha FROM pggit_audit.capture_state s) INTO v_classes, v_objects, v_head FROM pggit_audit.capture_touched() t;
            -- Views are read with locks on their tables: best taken before ours, for whoever has them may wait for ours.
            PERFORM pg_get_viewdef(c.oid) FROM unnest(v_classes, v_objects) AS t (classid, objid) JOIN pg_class c ON c.oid = t.objid AND c.relkind IN ('v', 'm') WHERE t.classid = 'pg_class'::regclass;
        END IF;
        PERFORM pg_advisory_xact_lock(1885828724, 1);
        v_locked := true;
        v_since := coalesce(v_since, clock_timestamp());
        PERFORM set_config('lock_timeout', '20ms', true);
        IF v_known THEN
            -- Whoever had the lock meanwhile may have made others that name what we touched.
            IF (SELECT s.head_sha FROM pggit_audit.capture_state s) IS DISTINCT FROM v_head THEN
                SELECT array_agg(t.classid), array_agg(t.objid) INTO v_classes, v_objects FROM pggit_audit.capture_touched() t;
            END IF;
        ELSE
            -- Event triggers fire no event triggers: new ones come with the next commit.
            v_event_triggers := ARRAY(SELECT e.oid FROM pg_event_trigger e WHERE e.evtname !~ '^pggit' AND NOT EXISTS (SELECT FROM pggit_audit.captured_objects k WHERE k.classid = 'pg_event_trigger'::regclass AND k.objid = e.oid));
        END IF;
        v_message := pggit_audit.capture_objects(coalesce(v_classes, '{}') || array_fill('pg_event_trigger'::regclass::oid, ARRAY[cardinality(v_event_triggers)]), coalesce(v_objects, '{}') || v_event_triggers, nullif(current_setting('pggit_audit.context_message', true), ''), coalesce(v_tags, '{}'), v_statement);
        PERFORM set_config('lock_timeout', v_patience, true);
        EXIT;
    EXCEPTION
    WHEN serialization_failure OR deadlock_detected OR query_canceled THEN
        RAISE;
    WHEN OTHERS THEN
        IF SQLSTATE = '55P03' AND v_locked AND (v_patience = '0' OR clock_timestamp() < v_since + v_patience::interval) THEN
            -- Who has what we need may be at its own COMMIT and wait for us. With this block our lock is gone: it may go first. But not for longer than the session would wait for a lock.
            v_locked := false;
            PERFORM pg_sleep(0.02 + random() / 50);
            CONTINUE;
        END IF;
        GET STACKED DIAGNOSTICS v_state = RETURNED_SQLSTATE, v_message = MESSAGE_TEXT, v_detail = PG_EXCEPTION_DETAIL, v_hint = PG_EXCEPTION_CONTEXT, v_constraint = CONSTRAINT_NAME;
        IF v_state = '23505' AND v_constraint = 'object_versions_path_version_number_key' THEN
            -- As record_versions says it.
            RAISE EXCEPTION 'another transaction has given the same version number' USING ERRCODE = '40001',
                DETAIL = v_message, HINT = 'Transactions that write commits under REPEATABLE READ or SERIALIZABLE may have to be tried again.';
        END IF;
        IF pggit_audit.setting('capture_on_failure') = 'fail' THEN
            RAISE EXCEPTION 'this transaction''s DDL can not be captured: %', v_message USING ERRCODE = 'PA031', DETAIL = concat_ws(' ', 'SQLSTATE ' || v_state || '.', nullif(v_detail, ''), v_hint),
                HINT = 'The transaction is rolled back. With the setting capture_on_failure = gap it would go through, and capture_gaps would say what was not captured.';
        END IF;
        INSERT INTO pggit_audit.capture_gaps (kind, error_code, error_message, object_identities, statement)
        VALUES ('FAILED', v_state, v_message, ARRAY(SELECT DISTINCT n.object_identity FROM pggit_audit.capture_notes n WHERE n.transaction_id = pg_current_xact_id() AND n.object_identity IS NOT NULL), v_statement);
        RAISE WARNING 'DDL of this transaction is not captured: %', v_message;
        EXIT;
    END;
    END LOOP;
    DELETE FROM pggit_audit.capture_notes n WHERE n.transaction_id = pg_current_xact_id();
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION pggit_audit.capture_commit() IS 'Trigger, deferred to COMMIT: makes the commit of a transaction''s DDL. Where that fails the transaction fails (PA031), or, with capture_on_failure = gap, a capture_gaps row says why. SECURITY DEFINER: whoever makes DDL needs no right on store and audit.';

CREATE CONSTRAINT TRIGGER capture_at_commit AFTER INSERT ON pggit_audit.capture_notes DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.is_first) EXECUTE FUNCTION pggit_audit.capture_commit();
ALTER TABLE pggit_audit.capture_notes ENABLE ALWAYS TRIGGER capture_at_commit;
COMMENT ON TRIGGER capture_at_commit ON pggit_audit.capture_notes IS 'Makes the commit when the transaction commits; fires in replica sessions too.';

CREATE EVENT TRIGGER pggit_audit_capture_ddl ON ddl_command_end EXECUTE FUNCTION pggit_audit.capture_ddl();
ALTER EVENT TRIGGER pggit_audit_capture_ddl DISABLE;
COMMENT ON EVENT TRIGGER pggit_audit_capture_ddl IS 'pgGit Audit: notes what DDL touches. Switched by capture_enable and capture_disable.';
CREATE EVENT TRIGGER pggit_audit_capture_drop ON sql_drop EXECUTE FUNCTION pggit_audit.capture_ddl();
ALTER EVENT TRIGGER pggit_audit_capture_drop DISABLE;
COMMENT ON EVENT TRIGGER pggit_audit_capture_drop IS 'pgGit Audit: notes what DDL drops. Switched by capture_enable and capture_disable.';

CREATE FUNCTION pggit_audit.capture_enable(reason text DEFAULT 'enabled') RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_sha text;
BEGIN
    IF reason IS NULL THEN
        RAISE EXCEPTION 'the reason is NULL' USING ERRCODE = '22004', HINT = 'Leave it out, or say why.';
    END IF;
    ALTER EVENT TRIGGER pggit_audit_capture_ddl ENABLE ALWAYS;
    ALTER EVENT TRIGGER pggit_audit_capture_drop ENABLE ALWAYS;
    v_sha := pggit_audit.commit_schema('Snapshot at the start of capture: ' || reason);
    INSERT INTO pggit_audit.capture_switches (enabled, reason, head_sha) VALUES (true, reason, (pggit_audit.capture_branch()).head_sha);
    RETURN v_sha;
END
$$;
COMMENT ON FUNCTION pggit_audit.capture_enable(text) IS 'Switches capture on, commits what HEAD does not have yet, and records both. Returns that commit, NULL where HEAD has all. DDL of transactions that are open meanwhile may be missed: find_drift tells. SECURITY DEFINER: event triggers are the superuser''s.';

CREATE FUNCTION pggit_audit.capture_disable(reason text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF coalesce(btrim(reason), '') = '' THEN
        RAISE EXCEPTION 'a reason is needed to switch capture off' USING ERRCODE = '22004';
    END IF;
    ALTER EVENT TRIGGER pggit_audit_capture_ddl DISABLE;
    ALTER EVENT TRIGGER pggit_audit_capture_drop DISABLE;
    INSERT INTO pggit_audit.capture_switches (enabled, reason, head_sha) VALUES (false, reason, (pggit_audit.capture_branch()).head_sha);
END
$$;
COMMENT ON FUNCTION pggit_audit.capture_disable(text) IS 'Switches capture off, and records who, when and why. Error 22004: no reason. SECURITY DEFINER: event triggers are the superuser''s.';
