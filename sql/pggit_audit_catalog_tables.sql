-- Canonical DDL of tables: columns, constraints, partitions, row security, rights (docs/capture.md).
-- Needs:   pggit_audit_catalog.sql.
-- Who:     called by catalog_objects.

-- Defaults and checks that use functions, operators or sequences of the database stand behind CREATE TABLE, in statements of their own: those may need the table first.
CREATE FUNCTION pggit_audit.catalog_uses_code(class oid, object oid, relation oid DEFAULT 0) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid OPERATOR(pg_catalog.=) class AND d.objid OPERATOR(pg_catalog.=) object
                   AND (d.refclassid OPERATOR(pg_catalog.=) ANY (ARRAY['pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_operator'::pg_catalog.regclass]::oid[])
                        OR d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid OPERATOR(pg_catalog.<>) relation))
$$;
COMMENT ON FUNCTION pggit_audit.catalog_uses_code(oid, oid, oid) IS 'Whether a default or check depends on a function, an operator or a relation (but its own) of the database.';

CREATE FUNCTION pggit_audit.catalog_sequence_options(seq oid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT format('START WITH %s INCREMENT BY %s %s %s CACHE %s%s', s.seqstart, s.seqincrement,
        CASE WHEN s.seqmin = CASE WHEN s.seqincrement > 0 THEN 1 ELSE l.lowest END THEN 'NO MINVALUE' ELSE 'MINVALUE ' || s.seqmin END,
        CASE WHEN s.seqmax = CASE WHEN s.seqincrement > 0 THEN l.highest ELSE -1 END THEN 'NO MAXVALUE' ELSE 'MAXVALUE ' || s.seqmax END,
        s.seqcache, CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END)
    FROM pg_sequence s
    CROSS JOIN LATERAL (SELECT CASE s.seqtypid WHEN 21 THEN -32768 WHEN 23 THEN -2147483648 ELSE -9223372036854775808 END AS lowest,
                               CASE s.seqtypid WHEN 21 THEN 32767 WHEN 23 THEN 2147483647 ELSE 9223372036854775807 END AS highest) l
    WHERE s.seqrelid = seq
$$;
COMMENT ON FUNCTION pggit_audit.catalog_sequence_options(oid) IS 'A sequence''s options as CREATE SEQUENCE takes them.';

CREATE FUNCTION pggit_audit.catalog_columns(relation oid, identity text, kind text, is_partition boolean, has_parents boolean, of_type oid, OUT lines text, OUT statements text, OUT comments text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    SELECT string_agg(x.line, E',\n' ORDER BY x.attnum) FILTER (WHERE x.printed),
           coalesce(string_agg(x.statement, '' ORDER BY x.attnum), ''), coalesce(string_agg(x.comment, '' ORDER BY x.attnum), '')
    INTO lines, statements, comments
    FROM (
        SELECT a.attnum,
               s.printed AND (of_type = 0 OR a.attnotnull OR d.value IS NOT NULL AND NOT d.separate) AS printed,
               '    ' || quote_ident(a.attname) || CASE WHEN of_type = 0 THEN ' ' || format_type(a.atttypid, a.atttypmod) ELSE ' WITH OPTIONS' END
               || CASE WHEN a.attfdwoptions IS NULL THEN '' ELSE ' OPTIONS (' || pggit_audit.catalog_options(a.attfdwoptions) || ')' END
               || CASE WHEN of_type = 0 AND a.attcollation <> t.typcollation AND a.attcollation <> 0 THEN ' COLLATE ' || (SELECT quote_ident(cn.nspname) || '.' || quote_ident(co.collname)
                        FROM pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace WHERE co.oid = a.attcollation) ELSE '' END
               || CASE WHEN a.attgenerated = 's' AND p.is_generated THEN ''
                       WHEN a.attgenerated = 's' THEN ' GENERATED ALWAYS AS (' || d.value || ') STORED'
                       WHEN a.attidentity <> '' AND i.seq IS NOT NULL THEN format(' GENERATED %s AS IDENTITY (SEQUENCE NAME %s %s)', CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END,
                            i.name, pggit_audit.catalog_sequence_options(i.seq))
                       WHEN NOT d.separate THEN ' DEFAULT ' || d.value
                       WHEN d.value IS NULL AND p.has_default THEN ' DEFAULT NULL' ELSE '' END
               || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END AS line,
               CASE WHEN NOT s.printed AND a.attnotnull AND NOT coalesce(p.not_null, false) THEN format(E'ALTER %s ONLY %s ALTER COLUMN %I SET NOT NULL;\n', kind, identity, a.attname) ELSE '' END
               || CASE WHEN a.attstattarget >= 0 THEN format(E'ALTER %s ONLY %s ALTER COLUMN %I SET STATISTICS %s;\n', kind, identity, a.attname, a.attstattarget) ELSE '' END
               || CASE WHEN a.attstorage <> t.typstorage AND r.relkind <> 'v' THEN format(E'ALTER %s ONLY %s ALTER COLUMN %I SET STORAGE %s;\n', kind, identity, a.attname,
                    CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END) ELSE '' END
               || CASE a.attcompression WHEN 'p' THEN format(E'ALTER %s ONLY %s ALTER COLUMN %I SET COMPRESSION pglz;\n', kind, identity, a.attname)
                    WHEN 'l' THEN format(E'ALTER %s ONLY %s ALTER COLUMN %I SET COMPRESSION lz4;\n', kind, identity, a.attname) ELSE '' END
               -- pg_attver is a mark of the server's own that late minor releases keep there.
               || CASE WHEN cardinality(a.attoptions) > 1 OR a.attoptions[1] !~ '^pg_attver=' THEN
                    format(E'ALTER %s ONLY %s ALTER COLUMN %I SET (', kind, identity, a.attname) || pggit_audit.catalog_reloptions(a.attoptions) || E');\n' ELSE '' END
               || CASE WHEN NOT s.printed AND a.attgenerated = '' AND (d.value IS NOT NULL OR p.has_default) AND NOT coalesce(d.separate, false)
                       THEN format(E'ALTER %s ONLY %s ALTER COLUMN %I SET DEFAULT %s;\n', kind, identity, a.attname, coalesce(d.value, 'NULL')) ELSE '' END
               || CASE WHEN d.separate
                       THEN format(E'ALTER %s ONLY %s ALTER COLUMN %I SET DEFAULT %s;\n', kind, identity, a.attname, d.value) ELSE '' END AS statement,
               CASE WHEN c.description IS NULL THEN '' ELSE format(E'COMMENT ON COLUMN %s.%I IS %L;\n', identity, a.attname, c.description) END
               || coalesce((SELECT string_agg(format(E'SECURITY LABEL FOR %I ON COLUMN %s.%I IS %L;\n', l.provider, identity, a.attname, l.label), '' ORDER BY l.provider COLLATE "C")
                            FROM pg_seclabel l WHERE l.classoid = 'pg_class'::regclass AND l.objoid = relation AND l.objsubid = a.attnum), '')
               || CASE WHEN a.attacl IS NULL THEN '' ELSE pggit_audit.catalog_grants(identity, a.attacl, acldefault('c', r.relowner), r.relowner, format('(%I)', a.attname)) END AS comment
        FROM pg_attribute a
        JOIN pg_class r ON r.oid = a.attrelid
        JOIN pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_description c ON c.classoid = 'pg_class'::regclass AND c.objoid = relation AND c.objsubid = a.attnum
        LEFT JOIN LATERAL (SELECT pg_get_expr(ad.adbin, ad.adrelid) AS value, a.attgenerated = '' AND pggit_audit.catalog_uses_code('pg_attrdef'::regclass, ad.oid, relation) AS separate
                           FROM pg_attrdef ad WHERE a.atthasdef AND ad.adrelid = a.attrelid AND ad.adnum = a.attnum) d ON true
        LEFT JOIN LATERAL (SELECT s.oid AS seq, quote_ident(sn.nspname) || '.' || quote_ident(s.relname) AS name
                           FROM pg_depend e JOIN pg_class s ON s.oid = e.objid AND s.relkind = 'S' JOIN pg_namespace sn ON sn.oid = s.relnamespace
                           WHERE a.attidentity <> '' AND e.refclassid = 'pg_class'::regclass AND e.refobjid = relation AND e.refobjsubid = a.attnum
                             AND e.classid = 'pg_class'::regclass AND e.deptype = 'i') i ON true
        LEFT JOIN LATERAL (SELECT bool_or(pa.attnotnull) AS not_null, bool_or(pd.adbin IS NOT NULL AND pa.attgenerated = '') AS has_default,
                                  bool_or(pa.attgenerated <> '') AS is_generated
                           FROM pg_inherits h JOIN pg_attribute pa ON pa.attrelid = h.inhparent AND pa.attname = a.attname AND NOT pa.attisdropped
                           LEFT JOIN pg_attrdef pd ON pd.adrelid = pa.attrelid AND pd.adnum = pa.attnum
                           WHERE has_parents AND NOT is_partition AND h.inhrelid = relation) p ON true
        CROSS JOIN LATERAL (SELECT a.attislocal OR is_partition AS printed) s
        WHERE a.attrelid = relation AND a.attnum > 0 AND NOT a.attisdropped) x;
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_columns(oid, text, text, boolean, boolean, oid) IS 'A relation''s columns: lines of CREATE TABLE, statements that CREATE TABLE has no room for, comments and column rights.';

CREATE FUNCTION pggit_audit.catalog_constraints(relation oid, identity text, kind text, is_partition boolean, is_partitioned boolean, OUT lines text, OUT statements text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    SELECT string_agg('    CONSTRAINT ' || quote_ident(x.conname) || ' ' || x.def, E',\n' ORDER BY x.conname COLLATE "C") FILTER (WHERE x.inline),
           coalesce(string_agg(
               CASE WHEN x.inline THEN '' ELSE format(E'ALTER %s %s%s ADD CONSTRAINT %I %s;\n', kind,
                    CASE WHEN x.contype = 'c' OR x.contype = 'f' AND is_partitioned THEN '' ELSE 'ONLY ' END, identity, x.conname, x.def) END
               || coalesce((SELECT format(E'ALTER INDEX %s ATTACH PARTITION %s;\n', ix.parent, ix.child)
                    FROM (SELECT quote_ident(pn.nspname) || '.' || quote_ident(pc.relname) AS parent, quote_ident(cn.nspname) || '.' || quote_ident(cc.relname) AS child
                          FROM pg_inherits h JOIN pg_class pc ON pc.oid = h.inhparent JOIN pg_namespace pn ON pn.oid = pc.relnamespace
                          JOIN pg_class cc ON cc.oid = h.inhrelid JOIN pg_namespace cn ON cn.oid = cc.relnamespace
                          WHERE x.contype IN ('p', 'u', 'x') AND h.inhrelid = x.conindid) ix), '')
               || coalesce((SELECT CASE WHEN i.indisclustered THEN format(E'ALTER TABLE %s CLUSTER ON %I;\n', identity, x.conname) ELSE '' END
                            || CASE WHEN i.indisreplident THEN format(E'ALTER TABLE ONLY %s REPLICA IDENTITY USING INDEX %I;\n', identity, x.conname) ELSE '' END
                            FROM pg_index i WHERE x.contype IN ('p', 'u', 'x') AND i.indexrelid = x.conindid), '')
               || coalesce((SELECT format(E'COMMENT ON CONSTRAINT %I ON %s IS %L;\n', x.conname, identity, d.description)
                    FROM pg_description d WHERE d.classoid = 'pg_constraint'::regclass AND d.objoid = x.oid), '')
               || coalesce((SELECT format(E'COMMENT ON INDEX %I.%I IS %L;\n', cn.nspname, cc.relname, d.description)
                    FROM pg_description d JOIN pg_class cc ON cc.oid = d.objoid JOIN pg_namespace cn ON cn.oid = cc.relnamespace
                    WHERE x.contype IN ('p', 'u', 'x') AND d.classoid = 'pg_class'::regclass AND d.objoid = x.conindid AND d.objsubid = 0), ''),
               '' ORDER BY x.contype = 'f', x.contype <> 'c', x.conname COLLATE "C"), '')
    INTO lines, statements
    FROM (
        SELECT k.oid, k.conname, k.contype, k.conindid,
               k.contype = 'c' AND k.convalidated AND NOT pggit_audit.catalog_uses_code('pg_constraint'::regclass, k.oid, relation) AS inline,
               CASE WHEN k.contype IN ('p', 'u') AND (i.reloptions IS NOT NULL OR i.reltablespace <> 0)
                    -- pg_get_constraintdef leaves an index's parameters and tablespace out.
                    THEN left(g.def, length(g.def) - length(g.deferral)) || coalesce(' WITH (' || pggit_audit.catalog_reloptions(i.reloptions) || ')', '')
                         || coalesce((SELECT ' USING INDEX TABLESPACE ' || quote_ident(s.spcname) FROM pg_tablespace s WHERE s.oid = i.reltablespace), '') || g.deferral
                    ELSE g.def END AS def
        FROM pg_constraint k
        LEFT JOIN pg_class i ON i.oid = k.conindid AND k.contype IN ('p', 'u', 'x')
        CROSS JOIN LATERAL (SELECT pg_get_constraintdef(k.oid) AS def,
                                   CASE WHEN k.condeferrable THEN ' DEFERRABLE' ELSE '' END || CASE WHEN k.condeferred THEN ' INITIALLY DEFERRED' ELSE '' END AS deferral) g
        WHERE k.conrelid = relation AND k.contype IN ('c', 'p', 'u', 'x', 'f')
          AND (k.contype <> 'f' OR k.conparentid = 0) AND (k.contype <> 'c' OR k.conislocal OR is_partition)) x;
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_constraints(oid, text, text, boolean, boolean) IS 'A table''s constraints: those that stand in CREATE TABLE, and statements for the others (keys, not validated checks, checks that use functions, foreign keys last), with comments and index attachments.';

CREATE FUNCTION pggit_audit.catalog_tables(oids oid[], excluded text[])
RETURNS TABLE (classid oid, objid oid, path text, object_type text, object_schema text, object_name text, definition text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
    SELECT 'pg_class'::regclass::oid, c.oid, x.id, replace(x.noun, ' ', '_'), n.nspname::text, c.relname::text,
           format('CREATE %s%s %s', CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' ELSE '' END, x.noun, x.id)
           || CASE WHEN c.reloftype <> 0 THEN ' OF ' || format_type(c.reloftype, NULL) ELSE '' END
           || CASE WHEN coalesce(a.lines, k.lines) IS NULL THEN CASE WHEN c.reloftype <> 0 THEN '' ELSE E' (\n)' END ELSE E' (\n' || concat_ws(E',\n', a.lines, k.lines) || E'\n)' END
           || CASE WHEN c.relispartition THEN '' ELSE coalesce(E'\nINHERITS (' || (
                SELECT string_agg(quote_ident(pn.nspname) || '.' || quote_ident(pc.relname), ', ' ORDER BY h.inhseqno)
                FROM pg_inherits h JOIN pg_class pc ON pc.oid = h.inhparent JOIN pg_namespace pn ON pn.oid = pc.relnamespace WHERE c.relkind <> 'p' AND h.inhrelid = c.oid) || ')', '') END
           || CASE WHEN c.relkind = 'p' THEN E'\nPARTITION BY ' || pg_get_partkeydef(c.oid) ELSE '' END
           || coalesce((SELECT E'\nUSING ' || quote_ident(am.amname) FROM pg_am am WHERE am.oid = c.relam AND am.amname <> 'heap'), '')
           || coalesce((SELECT E'\nSERVER ' || quote_ident(fs.srvname) || coalesce(E'\nOPTIONS (' || pggit_audit.catalog_options(ft.ftoptions) || ')', '')
                FROM pg_foreign_table ft JOIN pg_foreign_server fs ON fs.oid = ft.ftserver WHERE c.relkind = 'f' AND ft.ftrelid = c.oid), '')
           || coalesce(E'\nWITH (' || nullif(concat_ws(', ', CASE WHEN c.reloptions IS NOT NULL THEN pggit_audit.catalog_reloptions(c.reloptions) END,
                (SELECT pggit_audit.catalog_reloptions(t.reloptions, 'toast.') FROM pg_class t WHERE t.oid = c.reltoastrelid AND t.reloptions IS NOT NULL)), '') || ')', '')
           || coalesce((SELECT E'\nTABLESPACE ' || quote_ident(s.spcname) FROM pg_tablespace s WHERE s.oid = c.reltablespace AND c.reltablespace <> 0), '')
           || E';\n'
           || pggit_audit.catalog_tail(x.noun, x.id, 'pg_class'::regclass, c.oid, c.relowner, c.relacl, 'r', 'TABLE')
           || a.comments || a.statements
           || CASE CASE WHEN c.relkind <> 'f' THEN c.relreplident END WHEN 'n' THEN format(E'ALTER TABLE ONLY %s REPLICA IDENTITY NOTHING;\n', x.id) WHEN 'f' THEN format(E'ALTER TABLE ONLY %s REPLICA IDENTITY FULL;\n', x.id) ELSE '' END
           || CASE WHEN c.relrowsecurity THEN format(E'ALTER TABLE %s ENABLE ROW LEVEL SECURITY;\n', x.id) ELSE '' END
           || CASE WHEN c.relforcerowsecurity THEN format(E'ALTER TABLE ONLY %s FORCE ROW LEVEL SECURITY;\n', x.id) ELSE '' END
           || coalesce((SELECT format(E'ALTER TABLE ONLY %I.%I ATTACH PARTITION %s %s;\n', pn.nspname, pc.relname, x.id, pg_get_expr(c.relpartbound, c.oid))
                FROM pg_inherits h JOIN pg_class pc ON pc.oid = h.inhparent JOIN pg_namespace pn ON pn.oid = pc.relnamespace WHERE c.relispartition AND h.inhrelid = c.oid), '')
           || coalesce((SELECT string_agg(pggit_audit.catalog_tail('SEQUENCE', s.id, 'pg_class'::regclass, s.oid, NULL, NULL) || CASE WHEN s.relacl IS NULL THEN '' ELSE
                    pggit_audit.catalog_grants('SEQUENCE ' || s.id, s.relacl, acldefault('s', s.relowner), s.relowner) END
                    || CASE WHEN s.relpersistence = c.relpersistence THEN '' ELSE format(E'ALTER SEQUENCE %s SET %s;\n', s.id, CASE s.relpersistence WHEN 'u' THEN 'UNLOGGED' ELSE 'LOGGED' END) END, '' ORDER BY s.refobjsubid)
                FROM (SELECT q.oid, q.relacl, q.relowner, q.relpersistence, e.refobjsubid, quote_ident(qn.nspname) || '.' || quote_ident(q.relname) AS id
                      FROM pg_depend e JOIN pg_class q ON q.oid = e.objid AND q.relkind = 'S' JOIN pg_namespace qn ON qn.oid = q.relnamespace
                      WHERE e.refclassid = 'pg_class'::regclass AND e.refobjid = c.oid AND e.classid = 'pg_class'::regclass AND e.deptype = 'i') s), '')
           || k.statements
           -- What a partition has of its parent's indexes and triggers is no entry of its own.
           || coalesce((SELECT string_agg(pggit_audit.catalog_index_text(h.inhrelid) || format(E'ALTER INDEX %I.%I ATTACH PARTITION %I.%I;\n', pn.nspname, pc.relname, cn.nspname, cc.relname), '' ORDER BY cc.relname COLLATE "C")
                FROM pg_index i JOIN pg_inherits h ON h.inhrelid = i.indexrelid JOIN pg_class cc ON cc.oid = h.inhrelid JOIN pg_namespace cn ON cn.oid = cc.relnamespace
                JOIN pg_class pc ON pc.oid = h.inhparent JOIN pg_namespace pn ON pn.oid = pc.relnamespace
                WHERE c.relispartition AND i.indrelid = c.oid AND NOT EXISTS (SELECT FROM pg_constraint q WHERE q.conindid = i.indexrelid AND q.contype IN ('p', 'u', 'x'))), '')
           || coalesce((SELECT string_agg(format(E'ALTER TABLE %s %s TRIGGER %I;\n', x.id, CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE' END, t.tgname), '' ORDER BY t.tgname COLLATE "C")
                FROM pg_trigger t JOIN pg_trigger p ON p.oid = t.tgparentid WHERE c.relispartition AND t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled <> p.tgenabled), '')
    FROM unnest(oids) AS u (oid)
    JOIN pg_class c ON c.oid = u.oid AND c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't'
    JOIN pg_namespace n ON n.oid = c.relnamespace AND pggit_audit.catalog_is_free(excluded, n.nspname)
    CROSS JOIN LATERAL (SELECT quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS id, CASE c.relkind WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END AS noun) x
    CROSS JOIN LATERAL pggit_audit.catalog_columns(c.oid, x.id, x.noun, c.relispartition, c.relhassubclass OR EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = c.oid), c.reloftype) a
    CROSS JOIN LATERAL pggit_audit.catalog_constraints(c.oid, x.id, x.noun, c.relispartition, c.relkind = 'p') k
    WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e');
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_tables(oid[], text[]) IS 'Canonical DDL of tables, partitioned tables, partitions and foreign tables.';
