-- Canonical DDL of any set of objects, or of all.
-- Needs:   the other catalog files.
-- Who:     catalog_objects for pggit_audit_reader, with the caller's rights.

CREATE FUNCTION pggit_audit.catalog_identities() RETURNS TABLE (classid oid, objid oid)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    -- More than is rendered: what is no entry of its own is left out there.
    SELECT 'pg_class'::regclass::oid, c.oid FROM pg_class c WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'f', 'i', 'I', 'S', 'v', 'm') AND c.relpersistence <> 't'
    UNION ALL SELECT 'pg_type'::regclass, t.oid FROM pg_type t WHERE t.oid >= 16384 AND (t.typtype <> 'c' AND (t.typcategory <> 'A' OR t.typsubscript <> 'array_subscript_handler'::regproc)
        OR t.typtype = 'c' AND EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c'))
    UNION ALL SELECT 'pg_proc'::regclass, p.oid FROM pg_proc p WHERE p.oid >= 16384
    UNION ALL SELECT 'pg_trigger'::regclass, t.oid FROM pg_trigger t WHERE NOT t.tgisinternal AND t.oid >= 16384
    UNION ALL SELECT 'pg_rewrite'::regclass, r.oid FROM pg_rewrite r WHERE r.oid >= 16384 AND (r.rulename <> '_RETURN' OR r.ev_type <> '1')
    UNION ALL SELECT 'pg_policy'::regclass, p.oid FROM pg_policy p
    UNION ALL SELECT 'pg_statistic_ext'::regclass, s.oid FROM pg_statistic_ext s
    UNION ALL SELECT 'pg_operator'::regclass, o.oid FROM pg_operator o WHERE o.oid >= 16384
    UNION ALL SELECT 'pg_opclass'::regclass, o.oid FROM pg_opclass o WHERE o.oid >= 16384
    UNION ALL SELECT 'pg_opfamily'::regclass, o.oid FROM pg_opfamily o WHERE o.oid >= 16384
    UNION ALL SELECT 'pg_cast'::regclass, k.oid FROM pg_cast k WHERE k.oid >= 16384
    UNION ALL SELECT 'pg_namespace'::regclass, n.oid FROM pg_namespace n WHERE n.nspname !~ '^pg_'
    UNION ALL SELECT 'pg_extension'::regclass, x.oid FROM pg_extension x
    UNION ALL SELECT 'pg_language'::regclass, l.oid FROM pg_language l WHERE l.oid >= 16384
    UNION ALL SELECT 'pg_am'::regclass, m.oid FROM pg_am m WHERE m.oid >= 16384
    UNION ALL SELECT 'pg_collation'::regclass, c.oid FROM pg_collation c WHERE c.oid >= 16384
    UNION ALL SELECT 'pg_conversion'::regclass, c.oid FROM pg_conversion c WHERE c.oid >= 16384
    UNION ALL SELECT 'pg_transform'::regclass, t.oid FROM pg_transform t WHERE t.oid >= 16384
    UNION ALL SELECT 'pg_event_trigger'::regclass, e.oid FROM pg_event_trigger e
    UNION ALL SELECT 'pg_default_acl'::regclass, d.oid FROM pg_default_acl d
    UNION ALL SELECT 'pg_ts_parser'::regclass, p.oid FROM pg_ts_parser p WHERE p.oid >= 16384
    UNION ALL SELECT 'pg_ts_template'::regclass, t.oid FROM pg_ts_template t WHERE t.oid >= 16384
    UNION ALL SELECT 'pg_ts_dict'::regclass, d.oid FROM pg_ts_dict d WHERE d.oid >= 16384
    UNION ALL SELECT 'pg_ts_config'::regclass, c.oid FROM pg_ts_config c WHERE c.oid >= 16384
    UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, w.oid FROM pg_foreign_data_wrapper w
    UNION ALL SELECT 'pg_foreign_server'::regclass, s.oid FROM pg_foreign_server s
    UNION ALL SELECT 'pg_user_mapping'::regclass, m.umid FROM pg_user_mappings m
    UNION ALL SELECT 'pg_publication'::regclass, p.oid FROM pg_publication p
    UNION ALL SELECT 'pg_subscription'::regclass, s.oid FROM pg_subscription s
$$;
COMMENT ON FUNCTION pggit_audit.catalog_identities() IS 'Catalog identities of everything that may be an entry of a tree.';

CREATE FUNCTION pggit_audit.catalog_objects(classids oid[] DEFAULT NULL, objids oid[] DEFAULT NULL, excluded text[] DEFAULT NULL)
RETURNS TABLE (classid oid, objid oid, path text, object_type text, object_schema text, object_name text, definition text)
-- Everything that the server's deparsing depends on is pinned: the same catalogs give the same bytes in every session.
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET "TimeZone" = 'UTC' SET "DateStyle" = 'ISO, YMD' SET "IntervalStyle" = postgres SET extra_float_digits = 1 SET bytea_output = hex
SET quote_all_identifiers = off SET standard_conforming_strings = on SET lc_monetary = 'C' SET lc_numeric = 'C' SET xmloption = content SET array_nulls = on
-- By index throughout: the plans are made once, for a few objects and for all, and the catalogs have an index for each look-up.
SET plan_cache_mode = force_generic_plan SET jit = off SET enable_seqscan = off SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET enable_material = off AS $$
DECLARE
    v_classes oid[] := classids;
    v_objects oid[] := objids;
    v_excluded text[] := coalesce(excluded, pggit_audit.capture_excluded_schemas());
    v_class oid;
    v_kind "char";
    v_oids oid[];
BEGIN
    IF v_classes IS NULL THEN
        SELECT array_agg(i.classid), array_agg(i.objid) INTO v_classes, v_objects FROM pggit_audit.catalog_identities() i;
    END IF;
    FOR v_class, v_kind, v_oids IN
        SELECT u.classid, c.relkind, array_agg(DISTINCT u.objid) FROM unnest(v_classes, v_objects) AS u (classid, objid) LEFT JOIN pg_class c ON c.oid = u.objid AND u.classid = 'pg_class'::regclass GROUP BY u.classid, c.relkind
    LOOP
        CASE v_class
        WHEN 'pg_class'::regclass THEN
            CASE
            WHEN v_kind IN ('r', 'p', 'f') THEN RETURN QUERY SELECT * FROM pggit_audit.catalog_tables(v_oids, v_excluded);
            WHEN v_kind IN ('i', 'I') THEN RETURN QUERY SELECT * FROM pggit_audit.catalog_indexes(v_oids, v_excluded);
            WHEN v_kind IN ('v', 'm') THEN RETURN QUERY SELECT * FROM pggit_audit.catalog_views(v_oids, v_excluded);
            WHEN v_kind = 'S' THEN RETURN QUERY SELECT * FROM pggit_audit.catalog_sequences(v_oids, v_excluded);
            ELSE NULL;
            END CASE;
        WHEN 'pg_type'::regclass THEN
            RETURN QUERY SELECT * FROM pggit_audit.catalog_types(v_oids, v_excluded);
        WHEN 'pg_proc'::regclass THEN
            RETURN QUERY SELECT * FROM pggit_audit.catalog_routines(v_oids, v_excluded);
        WHEN 'pg_trigger'::regclass, 'pg_rewrite'::regclass, 'pg_policy'::regclass, 'pg_statistic_ext'::regclass THEN
            RETURN QUERY SELECT * FROM pggit_audit.catalog_dependents(v_class, v_oids, v_excluded);
        WHEN 'pg_operator'::regclass, 'pg_opclass'::regclass, 'pg_opfamily'::regclass, 'pg_cast'::regclass THEN
            RETURN QUERY SELECT * FROM pggit_audit.catalog_operators(v_class, v_oids, v_excluded);
        WHEN 'pg_ts_parser'::regclass, 'pg_ts_template'::regclass, 'pg_ts_dict'::regclass, 'pg_ts_config'::regclass THEN
            RETURN QUERY SELECT * FROM pggit_audit.catalog_text_search(v_class, v_oids, v_excluded);
        WHEN 'pg_foreign_data_wrapper'::regclass, 'pg_foreign_server'::regclass, 'pg_user_mapping'::regclass, 'pg_publication'::regclass, 'pg_subscription'::regclass THEN
            RETURN QUERY SELECT * FROM pggit_audit.catalog_foreign(v_class, v_oids, v_excluded);
        ELSE
            RETURN QUERY SELECT * FROM pggit_audit.catalog_named(v_class, v_oids, v_excluded);
        END CASE;
    END LOOP;
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_objects(oid[], oid[], text[]) IS 'The canonical DDL of objects given by catalog identity (NULL: of all), read from the catalogs: path, type, schema, name, text. The same object gives the same text whatever the session''s settings, locale or OIDs. What is no entry of its own (extension members, temporary objects, parts of tables, excluded schemas) gives no row. excluded: schemas left out besides; NULL: those of the setting capture_exclude_schemas.';

CREATE FUNCTION pggit_audit.capture_excluded_schemas() RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_setting text := pggit_audit.setting('capture_exclude_schemas');
BEGIN
    IF v_setting = '' THEN
        RETURN '{}';
    END IF;
    RETURN ARRAY(SELECT btrim(s.name) FROM string_to_table(v_setting, ',') AS s (name) WHERE btrim(s.name) <> '');
END
$$;
COMMENT ON FUNCTION pggit_audit.capture_excluded_schemas() IS 'The schemas that the setting capture_exclude_schemas leaves out of capture (bare names, separated by commas).';
