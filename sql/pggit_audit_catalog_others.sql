-- Canonical DDL of schemas, extensions, languages, collations, text search, foreign data, publications and what else stands by itself.
-- Needs:   pggit_audit_catalog.sql.
-- Who:     called by catalog_objects.

CREATE FUNCTION pggit_audit.catalog_member_rights(extension oid) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- Against pg_init_privs, where the extension's script has set rights itself: as pg_dump, which writes nothing else of members.
    RETURN (
        WITH members AS MATERIALIZED (SELECT d.classid, d.objid FROM pg_depend d WHERE d.refclassid = 'pg_extension'::regclass AND d.refobjid = extension AND d.deptype = 'e'),
        held AS (
            SELECT m.*, 0 AS part, 'ROUTINE ' || p.oid::regprocedure AS target, '' AS list, p.proacl AS acl, acldefault('f', p.proowner) AS born, p.proowner AS owner FROM members m JOIN pg_proc p ON p.oid = m.objid WHERE m.classid = 'pg_proc'::regclass
            UNION ALL SELECT m.*, 0, CASE c.relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END || c.oid::regclass, '', c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner), c.relowner
                FROM members m JOIN pg_class c ON c.oid = m.objid AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S') WHERE m.classid = 'pg_class'::regclass
            UNION ALL SELECT m.*, a.attnum, 'TABLE ' || c.oid::regclass, format('(%I)', a.attname), a.attacl, acldefault('c', c.relowner), c.relowner
                FROM members m JOIN pg_class c ON c.oid = m.objid JOIN pg_attribute a ON a.attrelid = c.oid AND NOT a.attisdropped WHERE m.classid = 'pg_class'::regclass AND a.attacl IS NOT NULL
            UNION ALL SELECT m.*, 0, 'TYPE ' || t.oid::regtype, '', t.typacl, acldefault('T', t.typowner), t.typowner FROM members m JOIN pg_type t ON t.oid = m.objid WHERE m.classid = 'pg_type'::regclass
            UNION ALL SELECT m.*, 0, 'SCHEMA ' || n.oid::regnamespace, '', n.nspacl, acldefault('n', n.nspowner), n.nspowner FROM members m JOIN pg_namespace n ON n.oid = m.objid WHERE m.classid = 'pg_namespace'::regclass
            UNION ALL SELECT m.*, 0, 'LANGUAGE ' || quote_ident(l.lanname), '', l.lanacl, acldefault('l', l.lanowner), l.lanowner FROM members m JOIN pg_language l ON l.oid = m.objid WHERE m.classid = 'pg_language'::regclass
            UNION ALL SELECT m.*, 0, 'FOREIGN DATA WRAPPER ' || quote_ident(w.fdwname), '', w.fdwacl, acldefault('F', w.fdwowner), w.fdwowner FROM members m JOIN pg_foreign_data_wrapper w ON w.oid = m.objid WHERE m.classid = 'pg_foreign_data_wrapper'::regclass
            UNION ALL SELECT m.*, 0, 'FOREIGN SERVER ' || quote_ident(s.srvname), '', s.srvacl, acldefault('S', s.srvowner), s.srvowner FROM members m JOIN pg_foreign_server s ON s.oid = m.objid WHERE m.classid = 'pg_foreign_server'::regclass)
        SELECT coalesce(string_agg(pggit_audit.catalog_grants(h.target, coalesce(h.acl, h.born), coalesce(i.initprivs, h.born), h.owner, h.list), '' ORDER BY h.target COLLATE "C", h.list COLLATE "C"), '')
        FROM held h LEFT JOIN pg_init_privs i ON i.objoid = h.objid AND i.classoid = h.classid AND i.objsubid = h.part
        WHERE coalesce(h.acl, h.born) IS DISTINCT FROM coalesce(i.initprivs, h.born));
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_member_rights(oid) IS 'GRANT and REVOKE statements that lead from the rights that the members of an extension have from its script to those that they have.';

CREATE FUNCTION pggit_audit.catalog_named(class oid, oids oid[], excluded text[])
RETURNS SETOF pggit_audit.catalog_object LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF class = 'pg_namespace'::regclass THEN
        RETURN QUERY
        SELECT class, n.oid, quote_ident(n.nspname), 'SCHEMA', NULL::text, n.nspname::text,
               format(E'CREATE SCHEMA %I;\n', n.nspname) || pggit_audit.catalog_tail('SCHEMA', quote_ident(n.nspname), class, n.oid, n.nspowner, n.nspacl, 'n')
        FROM unnest(oids) AS u (oid) JOIN pg_namespace n ON n.oid = u.oid AND pggit_audit.catalog_is_free(excluded, n.nspname)
        WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = class AND e.objid = n.oid AND e.deptype = 'e');
    ELSIF class = 'pg_extension'::regclass THEN
        RETURN QUERY
        SELECT class, x.oid, 'extension ' || quote_ident(x.extname), 'EXTENSION', NULL::text, x.extname::text,
               format(E'CREATE EXTENSION IF NOT EXISTS %I WITH SCHEMA %I VERSION %L;\n', x.extname, n.nspname, x.extversion)
               || coalesce((SELECT '-- requires: ' || string_agg(quote_ident(q.extname), ', ' ORDER BY q.extname COLLATE "C") || E'\n'
                    FROM pg_depend d JOIN pg_extension q ON q.oid = d.refobjid WHERE d.classid = class AND d.objid = x.oid AND d.refclassid = class), '')
               || pggit_audit.catalog_tail('EXTENSION', quote_ident(x.extname), class, x.oid, NULL) || pggit_audit.catalog_member_rights(x.oid)
        FROM unnest(oids) AS u (oid) JOIN pg_extension x ON x.oid = u.oid AND x.extname !~ '^pggit' JOIN pg_namespace n ON n.oid = x.extnamespace;
    ELSIF class = 'pg_language'::regclass THEN
        RETURN QUERY
        SELECT class, l.oid, 'language ' || quote_ident(l.lanname), 'LANGUAGE', NULL::text, l.lanname::text,
               format('CREATE %sPROCEDURAL LANGUAGE %I', CASE WHEN l.lanpltrusted THEN 'TRUSTED ' ELSE '' END, l.lanname)
               || coalesce(' HANDLER ' || nullif(l.lanplcallfoid::regproc::text, '-'), '') || coalesce(' INLINE ' || nullif(l.laninline::regproc::text, '-'), '') || coalesce(' VALIDATOR ' || nullif(l.lanvalidator::regproc::text, '-'), '') || E';\n'
               || pggit_audit.catalog_tail('LANGUAGE', quote_ident(l.lanname), class, l.oid, l.lanowner, l.lanacl, 'l')
        FROM unnest(oids) AS u (oid) JOIN pg_language l ON l.oid = u.oid AND l.lanispl AND l.oid >= 16384
        WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = class AND e.objid = l.oid AND e.deptype = 'e');
    ELSIF class = 'pg_am'::regclass THEN
        RETURN QUERY
        SELECT class, m.oid, 'access method ' || quote_ident(m.amname), 'ACCESS_METHOD', NULL::text, m.amname::text,
               format(E'CREATE ACCESS METHOD %I TYPE %s HANDLER %s;\n', m.amname, CASE m.amtype WHEN 't' THEN 'TABLE' ELSE 'INDEX' END, m.amhandler) || pggit_audit.catalog_tail('ACCESS METHOD', quote_ident(m.amname), class, m.oid, NULL)
        FROM unnest(oids) AS u (oid) JOIN pg_am m ON m.oid = u.oid AND m.oid >= 16384
        WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = class AND e.objid = m.oid AND e.deptype = 'e');
    ELSIF class = 'pg_collation'::regclass THEN
        RETURN QUERY
        SELECT class, c.oid, 'collation ' || x.id, 'COLLATION', n.nspname::text, c.collname::text,
               format('CREATE COLLATION %s (provider = %s', x.id, CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'd' THEN '"default"' WHEN 'b' THEN 'builtin' ELSE 'libc' END) || CASE WHEN c.collisdeterministic THEN '' ELSE ', deterministic = false' END
               -- PostgreSQL 15 and 16 have colliculocale, later ones colllocale; 16 added collicurules.
               || CASE WHEN c.collprovider IN ('i', 'b') THEN ', locale = ' || quote_literal(coalesce(j.c ->> 'colliculocale', j.c ->> 'colllocale', c.collcollate)) || coalesce(', rules = ' || quote_literal(j.c ->> 'collicurules'), '')
                       WHEN c.collcollate = c.collctype THEN ', locale = ' || quote_literal(c.collcollate)
                       ELSE format(', lc_collate = %L, lc_ctype = %L', c.collcollate, c.collctype) END || E');\n' || pggit_audit.catalog_tail('COLLATION', x.id, class, c.oid, c.collowner)
        FROM unnest(oids) AS u (oid) JOIN pg_collation c ON c.oid = u.oid JOIN pg_namespace n ON n.oid = c.collnamespace AND pggit_audit.catalog_is_free(excluded, n.nspname)
        CROSS JOIN LATERAL (SELECT to_jsonb(c) AS c) j CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.collname) AS id) x
        WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = class AND e.objid = c.oid AND e.deptype = 'e');
    ELSIF class = 'pg_conversion'::regclass THEN
        RETURN QUERY
        SELECT class, c.oid, 'conversion ' || x.id, 'CONVERSION', n.nspname::text, c.conname::text,
               format(E'CREATE %sCONVERSION %s FOR %L TO %L FROM %s;\n', CASE WHEN c.condefault THEN 'DEFAULT ' ELSE '' END, x.id, pg_encoding_to_char(c.conforencoding), pg_encoding_to_char(c.contoencoding), c.conproc)
               || pggit_audit.catalog_tail('CONVERSION', x.id, class, c.oid, c.conowner)
        FROM unnest(oids) AS u (oid) JOIN pg_conversion c ON c.oid = u.oid JOIN pg_namespace n ON n.oid = c.connamespace AND pggit_audit.catalog_is_free(excluded, n.nspname)
        CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, c.conname) AS id) x
        WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = class AND e.objid = c.oid AND e.deptype = 'e');
    ELSIF class = 'pg_transform'::regclass THEN
        RETURN QUERY
        SELECT class, t.oid, 'transform ' || x.id, 'TRANSFORM', NULL::text, 'transform ' || x.id,
               format(E'CREATE TRANSFORM %s (%s);\n', x.id, concat_ws(', ', 'FROM SQL WITH FUNCTION ' || nullif(t.trffromsql::oid, 0)::regprocedure, 'TO SQL WITH FUNCTION ' || nullif(t.trftosql::oid, 0)::regprocedure))
               || pggit_audit.catalog_tail('TRANSFORM', x.id, class, t.oid, NULL)
        FROM unnest(oids) AS u (oid) JOIN pg_transform t ON t.oid = u.oid AND t.oid >= 16384 JOIN pg_language l ON l.oid = t.trflang
        CROSS JOIN LATERAL (SELECT format('FOR %s LANGUAGE %I', format_type(t.trftype, NULL), l.lanname) AS id) x
        WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = class AND e.objid = t.oid AND e.deptype = 'e');
    ELSIF class = 'pg_event_trigger'::regclass THEN
        RETURN QUERY
        SELECT class, e.oid, 'event trigger ' || quote_ident(e.evtname), 'EVENT_TRIGGER', NULL::text, e.evtname::text,
               format(E'CREATE EVENT TRIGGER %I ON %I%s EXECUTE FUNCTION %I.%I();\n', e.evtname, e.evtevent, coalesce(E'\n    WHEN TAG IN (' || (SELECT string_agg(quote_literal(g.tag), ', ' ORDER BY g.tag COLLATE "C") FROM unnest(e.evttags) AS g (tag)) || ')', ''), pn.nspname, p.proname)
               || CASE e.evtenabled WHEN 'O' THEN '' ELSE format(E'ALTER EVENT TRIGGER %I %s;\n', e.evtname, CASE e.evtenabled WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END) END
               || pggit_audit.catalog_tail('EVENT TRIGGER', quote_ident(e.evtname), class, e.oid, e.evtowner)
        FROM unnest(oids) AS u (oid) JOIN pg_event_trigger e ON e.oid = u.oid AND e.evtname !~ '^pggit' JOIN pg_proc p ON p.oid = e.evtfoid JOIN pg_namespace pn ON pn.oid = p.pronamespace
        WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = class AND d.objid = e.oid AND d.deptype = 'e');
    ELSIF class = 'pg_default_acl'::regclass THEN
        RETURN QUERY
        SELECT class, d.oid, 'default acl ' || x.id, replace(y.noun, ' ', '_'), NULL::text, 'default acl ' || left(x.id, length(x.id) - length(' on ' || y.noun)),
               format(E'-- default privileges %s\n', x.id)
               || coalesce((SELECT string_agg(replace(s.line, ' ON ' || y.noun, format(' ON %s', y.noun)), '' ORDER BY s.n)
                    FROM (SELECT format(E'ALTER DEFAULT PRIVILEGES FOR ROLE %s%s %s\n', pggit_audit.catalog_role(d.defaclrole), coalesce(' IN SCHEMA ' || quote_ident(n.nspname), ''), g.line) AS line, g.n
                          FROM string_to_table(rtrim(pggit_audit.catalog_grants(y.noun, d.defaclacl, CASE d.defaclnamespace WHEN 0 THEN acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's'::"char" ELSE d.defaclobjtype END, d.defaclrole) END, d.defaclrole), E'\n'), E'\n') WITH ORDINALITY AS g (line, n)) s), '')
        FROM unnest(oids) AS u (oid) JOIN pg_default_acl d ON d.oid = u.oid LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace
        CROSS JOIN LATERAL (SELECT CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES' WHEN 'L' THEN 'LARGE OBJECTS' ELSE 'SCHEMAS' END AS noun) y
        CROSS JOIN LATERAL (SELECT 'for role ' || pggit_audit.catalog_role(d.defaclrole) || coalesce(' in schema ' || quote_ident(n.nspname), '') || ' on ' || lower(y.noun COLLATE "C") AS id) x
        WHERE n.oid IS NULL OR pggit_audit.catalog_is_free(excluded, n.nspname);
    END IF;
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_named(oid, oid[], text[]) IS 'Canonical DDL of schemas, extensions, languages, access methods, collations, conversions, transforms, event triggers and default privileges. class: their catalog.';

CREATE FUNCTION pggit_audit.catalog_text_search(class oid, oids oid[], excluded text[])
RETURNS SETOF pggit_audit.catalog_object LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT class, o.oid, format('text search %s %s', o.word, x.id), 'TEXT_SEARCH_' || upper(o.word COLLATE "C"), n.nspname::text, o.name::text,
           format(E'CREATE TEXT SEARCH %s %s (%s);\n', upper(o.word COLLATE "C"), x.id, o.body) || pggit_audit.catalog_tail('TEXT SEARCH ' || upper(o.word COLLATE "C"), x.id, class, o.oid, o.owner)
           || coalesce((SELECT string_agg(format(E'ALTER TEXT SEARCH CONFIGURATION %s ADD MAPPING FOR %s WITH %s;\n', x.id, quote_ident(m.alias), m.dictionaries), '' ORDER BY m.maptokentype)
                FROM (SELECT g.maptokentype, tt.alias, string_agg(format('%I.%I', dn.nspname, dd.dictname), ', ' ORDER BY g.mapseqno) AS dictionaries
                      FROM pg_ts_config_map g JOIN pg_ts_dict dd ON dd.oid = g.mapdict JOIN pg_namespace dn ON dn.oid = dd.dictnamespace JOIN LATERAL ts_token_type(o.parser) tt ON tt.tokid = g.maptokentype
                      WHERE o.word = 'configuration' AND g.mapcfg = o.oid GROUP BY g.maptokentype, tt.alias) m), '')
    FROM (
        SELECT p.oid, 'parser' AS word, p.prsname AS name, p.prsnamespace AS schema, NULL::oid AS owner, NULL::oid AS parser,
               format('START = %s, GETTOKEN = %s, END = %s%s, LEXTYPES = %s', p.prsstart, p.prstoken, p.prsend, coalesce(', HEADLINE = ' || nullif(p.prsheadline::text, '-'), ''), p.prslextype) AS body
        FROM unnest(oids) AS u (oid) JOIN pg_ts_parser p ON p.oid = u.oid WHERE class = 'pg_ts_parser'::regclass
        UNION ALL
        SELECT t.oid, 'template', t.tmplname, t.tmplnamespace, NULL, NULL, format('%sLEXIZE = %s', coalesce('INIT = ' || nullif(t.tmplinit::text, '-') || ', ', ''), t.tmpllexize)
        FROM unnest(oids) AS u (oid) JOIN pg_ts_template t ON t.oid = u.oid WHERE class = 'pg_ts_template'::regclass
        UNION ALL
        SELECT d.oid, 'dictionary', d.dictname, d.dictnamespace, d.dictowner, NULL, format('TEMPLATE = %I.%I%s', tn.nspname, t.tmplname, coalesce(', ' || d.dictinitoption, ''))
        FROM unnest(oids) AS u (oid) JOIN pg_ts_dict d ON d.oid = u.oid JOIN pg_ts_template t ON t.oid = d.dicttemplate JOIN pg_namespace tn ON tn.oid = t.tmplnamespace WHERE class = 'pg_ts_dict'::regclass
        UNION ALL
        SELECT c.oid, 'configuration', c.cfgname, c.cfgnamespace, c.cfgowner, c.cfgparser, format('PARSER = %I.%I', pn.nspname, p.prsname)
        FROM unnest(oids) AS u (oid) JOIN pg_ts_config c ON c.oid = u.oid JOIN pg_ts_parser p ON p.oid = c.cfgparser JOIN pg_namespace pn ON pn.oid = p.prsnamespace WHERE class = 'pg_ts_config'::regclass) o
    JOIN pg_namespace n ON n.oid = o.schema AND pggit_audit.catalog_is_free(excluded, n.nspname)
    CROSS JOIN LATERAL (SELECT format('%I.%I', n.nspname, o.name) AS id) x
    WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = class AND e.objid = o.oid AND e.deptype = 'e');
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_text_search(oid, oid[], text[]) IS 'Canonical DDL of text search parsers, templates, dictionaries and configurations. class: their catalog.';

CREATE FUNCTION pggit_audit.catalog_foreign(class oid, oids oid[], excluded text[])
RETURNS SETOF pggit_audit.catalog_object LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF class = 'pg_foreign_data_wrapper'::regclass THEN
        RETURN QUERY
        SELECT class, w.oid, 'foreign-data wrapper ' || quote_ident(w.fdwname), 'FOREIGN_DATA_WRAPPER', NULL::text, w.fdwname::text,
               format('CREATE FOREIGN DATA WRAPPER %I', w.fdwname) || coalesce(' HANDLER ' || nullif(w.fdwhandler::regproc::text, '-'), '') || coalesce(' VALIDATOR ' || nullif(w.fdwvalidator::regproc::text, '-'), '')
               || coalesce(' OPTIONS (' || pggit_audit.catalog_options(w.fdwoptions) || ')', '') || E';\n' || pggit_audit.catalog_tail('FOREIGN DATA WRAPPER', quote_ident(w.fdwname), class, w.oid, w.fdwowner, w.fdwacl, 'F')
        FROM unnest(oids) AS u (oid) JOIN pg_foreign_data_wrapper w ON w.oid = u.oid
        WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = class AND e.objid = w.oid AND e.deptype = 'e');
    ELSIF class = 'pg_foreign_server'::regclass THEN
        RETURN QUERY
        SELECT class, s.oid, 'server ' || quote_ident(s.srvname), 'SERVER', NULL::text, s.srvname::text,
               format('CREATE SERVER %I%s%s FOREIGN DATA WRAPPER %I', s.srvname, coalesce(' TYPE ' || quote_literal(s.srvtype), ''), coalesce(' VERSION ' || quote_literal(s.srvversion), ''), w.fdwname)
               || coalesce(' OPTIONS (' || pggit_audit.catalog_options(s.srvoptions) || ')', '') || E';\n' || pggit_audit.catalog_tail('SERVER', quote_ident(s.srvname), class, s.oid, s.srvowner, s.srvacl, 'S', 'FOREIGN SERVER')
        FROM unnest(oids) AS u (oid) JOIN pg_foreign_server s ON s.oid = u.oid JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
        WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = class AND e.objid = s.oid AND e.deptype = 'e');
    ELSIF class = 'pg_user_mapping'::regclass THEN
        RETURN QUERY
        SELECT class, m.umid, format('user mapping for %s on server %I', pggit_audit.catalog_role(m.umuser), m.srvname), 'USER_MAPPING', NULL::text, CASE m.umuser WHEN 0 THEN 'public' ELSE pg_get_userbyid(m.umuser)::text END,
               format('CREATE USER MAPPING FOR %s SERVER %I', pggit_audit.catalog_role(m.umuser), m.srvname) || coalesce(' OPTIONS (' || pggit_audit.catalog_options(m.umoptions) || ')', '') || E';\n'
        FROM unnest(oids) AS u (oid) JOIN pg_user_mappings m ON m.umid = u.oid;
    ELSIF class = 'pg_publication'::regclass THEN
        RETURN QUERY
        SELECT class, p.oid, 'publication ' || quote_ident(p.pubname), 'PUBLICATION', NULL::text, p.pubname::text,
               format(E'CREATE PUBLICATION %I%s WITH (publish = %L%s);\n', p.pubname, CASE WHEN p.puballtables THEN ' FOR ALL TABLES' ELSE '' END,
                    concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END, CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END), CASE WHEN p.pubviaroot THEN ', publish_via_partition_root = true' ELSE '' END)
               || pggit_audit.catalog_tail('PUBLICATION', quote_ident(p.pubname), class, p.oid, p.pubowner)
               || coalesce((SELECT string_agg(format(E'ALTER PUBLICATION %I ADD TABLES IN SCHEMA %I;\n', p.pubname, n.nspname), '' ORDER BY n.nspname COLLATE "C") FROM pg_publication_namespace pn JOIN pg_namespace n ON n.oid = pn.pnnspid WHERE pn.pnpubid = p.oid), '')
               || coalesce((SELECT string_agg(format(E'ALTER PUBLICATION %I ADD TABLE ONLY %I.%I%s%s;\n', p.pubname, n.nspname, c.relname,
                        coalesce(' (' || (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY k.n) FROM unnest(r.prattrs::int2[]) WITH ORDINALITY AS k (attnum, n) JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum) || ')', ''),
                        -- pg_get_expr gives the parentheses that the clause needs, but for a function call or a constant.
                        coalesce(' WHERE (' || pg_get_expr(r.prqual, r.prrelid) || ')', '')), '' ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C")
                    FROM pg_publication_rel r JOIN pg_class c ON c.oid = r.prrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE r.prpubid = p.oid), '')
        FROM unnest(oids) AS u (oid) JOIN pg_publication p ON p.oid = u.oid
        WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = class AND e.objid = p.oid AND e.deptype = 'e');
    ELSIF class = 'pg_subscription'::regclass THEN
        RETURN QUERY
        SELECT class, s.oid, 'subscription ' || quote_ident(s.subname), 'SUBSCRIPTION', NULL::text, s.subname::text,
               format('CREATE SUBSCRIPTION %I CONNECTION %L PUBLICATION %s WITH (connect = false, slot_name = %s', s.subname, pggit_audit.without_secrets(s.subconninfo),
                    (SELECT string_agg(quote_ident(x.p), ', ' ORDER BY x.p COLLATE "C") FROM unnest(s.subpublications) AS x (p)), coalesce(quote_literal(s.subslotname), 'NONE'))
               || CASE WHEN s.subbinary THEN ', binary = true' ELSE '' END || CASE j.s ->> 'substream' WHEN 'true' THEN ', streaming = on' WHEN 't' THEN ', streaming = on' WHEN 'p' THEN ', streaming = parallel' ELSE '' END
               || CASE WHEN s.subtwophasestate <> 'd' THEN ', two_phase = on' ELSE '' END || CASE WHEN s.subdisableonerr THEN ', disable_on_error = true' ELSE '' END
               || CASE WHEN s.subsynccommit <> 'off' THEN ', synchronous_commit = ' || quote_literal(s.subsynccommit) ELSE '' END || coalesce(CASE WHEN j.s ->> 'suborigin' <> 'any' THEN ', origin = ' || (j.s ->> 'suborigin') END, '')
               || E');\n' || pggit_audit.catalog_tail('SUBSCRIPTION', quote_ident(s.subname), class, s.oid, s.subowner)
        FROM unnest(oids) AS u (oid) JOIN pg_subscription s ON s.oid = u.oid CROSS JOIN LATERAL (SELECT to_jsonb(s) AS s) j
        WHERE s.subdbid = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database());
    END IF;
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_foreign(oid, oid[], text[]) IS 'Canonical DDL of foreign-data wrappers, servers, user mappings, publications and subscriptions, without secrets. class: their catalog.';
