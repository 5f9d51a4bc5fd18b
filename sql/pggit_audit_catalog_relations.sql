-- Canonical DDL of what else is in pg_class or belongs to a relation: indexes, sequences, views, rules, triggers, policies, statistics.
-- Needs:   pggit_audit_catalog_tables.sql.
-- Who:     called by catalog_objects.

CREATE FUNCTION pggit_audit.catalog_index_text(index_id oid) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    i record;
    v_text text;
BEGIN
    SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS id, quote_ident(c.relname) AS name, c.reltablespace, x.indrelid, x.indisclustered, x.indisreplident, x.indexprs IS NOT NULL AS has_expressions INTO i
    FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE x.indexrelid = index_id;
    v_text := pg_get_indexdef(index_id);
    -- pg_get_indexdef names no tablespace.
    IF i.reltablespace <> 0 THEN
        v_text := v_text || (SELECT ' TABLESPACE ' || quote_ident(s.spcname) FROM pg_tablespace s WHERE s.oid = i.reltablespace);
    END IF;
    v_text := v_text || E';\n';
    IF i.has_expressions THEN
        v_text := v_text || coalesce((SELECT string_agg(format(E'ALTER INDEX %s ALTER COLUMN %s SET STATISTICS %s;\n', i.id, a.attnum, a.attstattarget), '' ORDER BY a.attnum)
            FROM pg_attribute a WHERE a.attrelid = index_id AND a.attnum > 0 AND a.attstattarget >= 0), '');
    END IF;
    IF i.indisclustered OR i.indisreplident THEN
        v_text := v_text || (SELECT CASE WHEN i.indisclustered THEN format(E'ALTER TABLE %I.%I CLUSTER ON %s;\n', n.nspname, t.relname, i.name) ELSE '' END
                || CASE WHEN i.indisreplident THEN format(E'ALTER TABLE ONLY %I.%I REPLICA IDENTITY USING INDEX %s;\n', n.nspname, t.relname, i.name) ELSE '' END
            FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace WHERE t.oid = i.indrelid);
    END IF;
    RETURN v_text || pggit_audit.catalog_tail('INDEX', i.id, 'pg_class'::regclass, index_id, NULL);
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_index_text(oid) IS 'Canonical DDL of one index.';

CREATE FUNCTION pggit_audit.catalog_indexes(oids oid[], excluded text[])
RETURNS SETOF pggit_audit.catalog_object LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- Indexes, but those of constraints and partitions' parts of their parents' indexes: they stand in the tables' texts.
    RETURN QUERY
    SELECT 'pg_class'::regclass::oid, c.oid, quote_ident(n.nspname) || '.' || quote_ident(c.relname), 'INDEX', n.nspname::text, c.relname::text, pggit_audit.catalog_index_text(c.oid)
    FROM unnest(oids) AS u (oid)
    JOIN pg_class c ON c.oid = u.oid AND c.relkind IN ('i', 'I') AND c.relpersistence <> 't'
    JOIN pg_index i ON i.indexrelid = c.oid JOIN pg_class t ON t.oid = i.indrelid AND t.relkind <> 't'
    JOIN pg_namespace n ON n.oid = c.relnamespace AND pggit_audit.catalog_is_free(excluded, n.nspname)
    WHERE NOT pggit_audit.catalog_is_key(c.oid)
      AND NOT (c.relispartition AND t.relispartition)
      AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid IN (c.oid, t.oid) AND e.deptype = 'e');
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_indexes(oid[], text[]) IS 'Canonical DDL of indexes.';

CREATE FUNCTION pggit_audit.catalog_sequences(oids oid[], excluded text[])
RETURNS SETOF pggit_audit.catalog_object LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- Sequences, but those of identity columns.
    RETURN QUERY
    SELECT 'pg_class'::regclass::oid, c.oid, x.id, 'SEQUENCE', n.nspname::text, c.relname::text,
           format(E'CREATE %sSEQUENCE %s AS %s %s;\n', CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' ELSE '' END, x.id, format_type(s.seqtypid, NULL), pggit_audit.catalog_sequence_options(c.oid))
           || pggit_audit.catalog_tail('SEQUENCE', x.id, 'pg_class'::regclass, c.oid, c.relowner, c.relacl, 's')
           || coalesce((SELECT format(E'ALTER SEQUENCE %s OWNED BY %I.%I.%I;\n', x.id, tn.nspname, t.relname, a.attname)
                FROM pg_depend d JOIN pg_class t ON t.oid = d.refobjid JOIN pg_namespace tn ON tn.oid = t.relnamespace JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
                WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0 AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype = 'a'), '')
    FROM unnest(oids) AS u (oid)
    JOIN pg_class c ON c.oid = u.oid AND c.relkind = 'S' AND c.relpersistence <> 't' JOIN pg_sequence s ON s.seqrelid = c.oid
    JOIN pg_namespace n ON n.oid = c.relnamespace AND pggit_audit.catalog_is_free(excluded, n.nspname)
    CROSS JOIN LATERAL (SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS id) x
    WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype IN ('e', 'i'));
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_sequences(oid[], text[]) IS 'Canonical DDL of sequences.';

CREATE FUNCTION pggit_audit.catalog_view_columns(relation oid, identity text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    a record;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute f WHERE f.attrelid = relation AND f.attnum > 0 AND (f.atthasdef OR f.attacl IS NOT NULL OR pggit_audit.catalog_has_options(f.attoptions) OR f.attstattarget >= 0 OR f.attcompression <> ''
                   OR f.attstorage <> (SELECT t.typstorage FROM pg_type t WHERE t.oid = f.atttypid)))
       AND NOT EXISTS (SELECT FROM pg_description d WHERE d.objoid = relation AND d.classoid = 'pg_class'::regclass AND d.objsubid > 0)
       AND NOT EXISTS (SELECT FROM pg_seclabel l WHERE l.objoid = relation AND l.classoid = 'pg_class'::regclass AND l.objsubid > 0) THEN
        RETURN '';
    END IF;
    a := pggit_audit.catalog_columns(relation, identity, 'TABLE', false, false, 0);
    RETURN a.comments || a.statements
        || (SELECT coalesce(string_agg(format(E'ALTER TABLE ONLY %s ALTER COLUMN %I SET DEFAULT %s;\n', identity, f.attname, pg_get_expr(ad.adbin, ad.adrelid)), '' ORDER BY f.attnum), '')
            FROM pg_attrdef ad JOIN pg_attribute f ON f.attrelid = ad.adrelid AND f.attnum = ad.adnum
            WHERE ad.adrelid = relation AND NOT pggit_audit.catalog_uses_code('pg_attrdef'::regclass, ad.oid, relation));
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_view_columns(oid, text) IS 'What a view''s columns have of their own: comments, rights, defaults; nearly always nothing.';

CREATE FUNCTION pggit_audit.catalog_views(oids oid[], excluded text[])
RETURNS SETOF pggit_audit.catalog_object LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- Views and materialized views. The comment line has the columns' types: where a function needs the view and the view the function, a script makes a dummy of them first.
    RETURN QUERY
    SELECT 'pg_class'::regclass::oid, c.oid, x.id, replace(x.noun, ' ', '_'), n.nspname::text, c.relname::text,
           format('CREATE %s %s', x.noun, x.id)
           || coalesce((SELECT ' USING ' || quote_ident(am.amname) FROM pg_am am WHERE am.oid = c.relam AND am.amname <> 'heap'), '')
           || coalesce(' WITH (' || pggit_audit.catalog_reloptions(c.reloptions) || ')', '')
           || coalesce((SELECT ' TABLESPACE ' || quote_ident(s.spcname) FROM pg_tablespace s WHERE s.oid = c.reltablespace AND c.reltablespace <> 0), '')
           || E' AS\n' || rtrim(pg_get_viewdef(c.oid), ';') || CASE c.relkind WHEN 'm' THEN E'\n  WITH NO DATA;\n' ELSE E';\n-- columns: ' || (
                SELECT coalesce(string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attcollation <> t.typcollation THEN pggit_audit.catalog_collation(a.attcollation) ELSE '' END, ', ' ORDER BY a.attnum), '')
                FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) || E'\n' END
           || pggit_audit.catalog_tail(x.noun, x.id, 'pg_class'::regclass, c.oid, c.relowner, c.relacl, 'r', 'TABLE')
           || pggit_audit.catalog_view_columns(c.oid, x.id)
           || CASE c.relreplident WHEN 'f' THEN CASE c.relkind WHEN 'm' THEN format(E'ALTER TABLE ONLY %s REPLICA IDENTITY FULL;\n', x.id) ELSE '' END ELSE '' END
    FROM unnest(oids) AS u (oid)
    JOIN pg_class c ON c.oid = u.oid AND c.relkind IN ('v', 'm') AND c.relpersistence <> 't'
    JOIN pg_namespace n ON n.oid = c.relnamespace AND pggit_audit.catalog_is_free(excluded, n.nspname)
    CROSS JOIN LATERAL (SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS id, CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED VIEW' END AS noun) x
    WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e');
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_views(oid[], text[]) IS 'Canonical DDL of views and materialized views.';

CREATE FUNCTION pggit_audit.catalog_dependents(class oid, oids oid[], excluded text[])
RETURNS SETOF pggit_audit.catalog_object LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF class = 'pg_trigger'::regclass THEN
        RETURN QUERY
        SELECT class, t.oid, format('%I on %I.%I', t.tgname, n.nspname, c.relname), 'TRIGGER', n.nspname::text, t.tgname::text,
               pg_get_triggerdef(t.oid) || E';\n'
               || CASE WHEN t.tgenabled = 'O' THEN '' ELSE format(E'ALTER %s %I.%I %s TRIGGER %I;\n', CASE c.relkind WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END, n.nspname, c.relname,
                    CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END, t.tgname) END
               || pggit_audit.catalog_tail('TRIGGER', format('%I ON %I.%I', t.tgname, n.nspname, c.relname), class, t.oid, NULL)
        FROM unnest(oids) AS u (oid)
        JOIN pg_trigger t ON t.oid = u.oid AND NOT t.tgisinternal AND t.tgparentid = 0
        JOIN pg_class c ON c.oid = t.tgrelid AND c.relpersistence <> 't' JOIN pg_namespace n ON n.oid = c.relnamespace AND pggit_audit.catalog_is_free(excluded, n.nspname)
        WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = t.oid AND e.classid = class AND e.deptype = 'e');
    ELSIF class = 'pg_rewrite'::regclass THEN
        RETURN QUERY
        SELECT class, r.oid, format('rule %I on %I.%I', r.rulename, n.nspname, c.relname), 'RULE', n.nspname::text, r.rulename::text,
               pg_get_ruledef(r.oid) || E'\n'
               || CASE WHEN r.ev_enabled = 'O' THEN '' ELSE format(E'ALTER TABLE %I.%I %s RULE %I;\n', n.nspname, c.relname,
                    CASE r.ev_enabled WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END, r.rulename) END
               || pggit_audit.catalog_tail('RULE', format('%I ON %I.%I', r.rulename, n.nspname, c.relname), class, r.oid, NULL)
        FROM unnest(oids) AS u (oid)
        JOIN pg_rewrite r ON r.oid = u.oid JOIN pg_class c ON c.oid = r.ev_class AND c.relpersistence <> 't'
        JOIN pg_namespace n ON n.oid = c.relnamespace AND pggit_audit.catalog_is_free(excluded, n.nspname)
        WHERE NOT (r.rulename = '_RETURN' AND c.relkind IN ('v', 'm'))
          AND NOT EXISTS (SELECT FROM pg_depend e WHERE (e.classid, e.objid) IN ((class, r.oid), ('pg_class'::regclass, c.oid)) AND e.deptype = 'e');
    ELSIF class = 'pg_policy'::regclass THEN
        RETURN QUERY
        SELECT class, p.oid, format('policy %I on %I.%I', p.polname, n.nspname, c.relname), 'POLICY', n.nspname::text, p.polname::text,
               format('CREATE POLICY %I ON %I.%I', p.polname, n.nspname, c.relname) || CASE WHEN p.polpermissive THEN '' ELSE ' AS RESTRICTIVE' END
               || CASE p.polcmd WHEN '*' THEN '' WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT' WHEN 'w' THEN ' FOR UPDATE' ELSE ' FOR DELETE' END
               || CASE WHEN p.polroles = '{0}' THEN '' ELSE ' TO ' || (SELECT string_agg(pggit_audit.catalog_role(r.oid), ', ' ORDER BY pggit_audit.catalog_role(r.oid) COLLATE "C") FROM unnest(p.polroles) AS r (oid)) END
               || coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '') || coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '') || E';\n'
               || pggit_audit.catalog_tail('POLICY', format('%I ON %I.%I', p.polname, n.nspname, c.relname), class, p.oid, NULL)
        FROM unnest(oids) AS u (oid)
        JOIN pg_policy p ON p.oid = u.oid JOIN pg_class c ON c.oid = p.polrelid AND c.relpersistence <> 't'
        JOIN pg_namespace n ON n.oid = c.relnamespace AND pggit_audit.catalog_is_free(excluded, n.nspname);
    ELSIF class = 'pg_statistic_ext'::regclass THEN
        RETURN QUERY
        SELECT class, s.oid, 'statistics object ' || x.id, 'STATISTICS_OBJECT', n.nspname::text, s.stxname::text,
               pg_get_statisticsobjdef(s.oid) || E';\n' || CASE WHEN s.stxstattarget >= 0 THEN format(E'ALTER STATISTICS %s SET STATISTICS %s;\n', x.id, s.stxstattarget) ELSE '' END
               || pggit_audit.catalog_tail('STATISTICS', x.id, class, s.oid, s.stxowner)
        FROM unnest(oids) AS u (oid)
        JOIN pg_statistic_ext s ON s.oid = u.oid JOIN pg_namespace n ON n.oid = s.stxnamespace AND pggit_audit.catalog_is_free(excluded, n.nspname)
        CROSS JOIN LATERAL (SELECT quote_ident(n.nspname) || '.' || quote_ident(s.stxname) AS id) x
        JOIN pg_class c ON c.oid = s.stxrelid AND c.relpersistence <> 't';
    END IF;
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_dependents(oid, oid[], text[]) IS 'Canonical DDL of triggers, rules, policies and extended statistics. class: their catalog.';
