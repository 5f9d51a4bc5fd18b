-- Whose texts a transaction's DDL may have changed.
-- Needs:   pggit_audit_capture_tables.sql, the catalog files.
-- Who:     called at COMMIT by capture_commit.

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
