-- Canonical DDL of tables: columns, constraints, partitions, row security, rights (docs/capture.md).
-- Needs:   pggit_audit_catalog.sql.
-- Who:     called by catalog_objects.

-- Piece by piece, each query only where the catalogs say that there is something to ask: nearly every table has but columns and keys, and a query costs even where it finds nothing.

-- Defaults and checks that use functions, operators or sequences of the database stand behind CREATE TABLE, in statements of their own: those may need the table first.
CREATE FUNCTION pggit_audit.catalog_uses_code(class oid, object oid, relation oid DEFAULT 0) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT EXISTS (SELECT FROM (SELECT w.* FROM pg_catalog.pg_depend w WHERE w.classid OPERATOR(pg_catalog.=) class AND w.objid OPERATOR(pg_catalog.=) object OFFSET 0) d
                       WHERE (d.refclassid OPERATOR(pg_catalog.=) ANY (ARRAY['pg_catalog.pg_proc'::pg_catalog.regclass, 'pg_catalog.pg_operator'::pg_catalog.regclass]::oid[])
                            OR d.refclassid OPERATOR(pg_catalog.=) 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid OPERATOR(pg_catalog.<>) relation)));
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_uses_code(oid, oid, oid) IS 'Whether a default or check depends on a function, an operator or a relation (but its own) of the database.';

CREATE FUNCTION pggit_audit.catalog_sequence_options(seq oid) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT format('START WITH %s INCREMENT BY %s %s %s CACHE %s%s', s.seqstart, s.seqincrement,
            CASE WHEN s.seqmin = CASE WHEN s.seqincrement > 0 THEN 1 ELSE l.lowest END THEN 'NO MINVALUE' ELSE 'MINVALUE ' || s.seqmin END,
            CASE WHEN s.seqmax = CASE WHEN s.seqincrement > 0 THEN l.highest ELSE -1 END THEN 'NO MAXVALUE' ELSE 'MAXVALUE ' || s.seqmax END,
            s.seqcache, CASE WHEN s.seqcycle THEN ' CYCLE' ELSE '' END)
        FROM pg_sequence s
        CROSS JOIN LATERAL (SELECT CASE s.seqtypid WHEN 21 THEN -32768 WHEN 23 THEN -2147483648 ELSE -9223372036854775808 END AS lowest,
                                   CASE s.seqtypid WHEN 21 THEN 32767 WHEN 23 THEN 2147483647 ELSE 9223372036854775807 END AS highest) l
        WHERE s.seqrelid = seq);
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_sequence_options(oid) IS 'A sequence''s options as CREATE SEQUENCE takes them.';

CREATE FUNCTION pggit_audit.catalog_has_options(options text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    -- pg_attver is a mark of the server's own that late minor releases keep there.
    SELECT coalesce(pg_catalog.cardinality(options) OPERATOR(pg_catalog.>) 1 OR NOT pg_catalog.starts_with(options[1], 'pg_attver='), false)
$$;
COMMENT ON FUNCTION pggit_audit.catalog_has_options(text[]) IS 'Whether a column has options (pg_attribute.attoptions) that somebody set.';

CREATE FUNCTION pggit_audit.catalog_collation(collation_id oid) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT ' COLLATE ' || quote_ident(n.nspname) || '.' || quote_ident(c.collname) FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace WHERE c.oid = collation_id);
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_collation(oid) IS 'COLLATE and a collation''s qualified name.';

CREATE FUNCTION pggit_audit.catalog_not_null(relation oid, attribute smallint, OUT in_column text, OUT is_own boolean)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- Always with its name: which one the server would choose depends on what else the schema has by then (a partition keeps its parent's name).
    SELECT CASE WHEN k.convalidated THEN ' CONSTRAINT ' || quote_ident(k.conname) || ' NOT NULL' || CASE WHEN k.connoinherit THEN ' NO INHERIT' ELSE '' END ELSE '' END,
           k.conislocal AND k.convalidated
    INTO in_column, is_own
    FROM pg_constraint k
    WHERE k.conrelid = relation AND k.contype = 'n' AND k.conkey[1] = attribute;
    in_column := coalesce(in_column, ' NOT NULL');
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_not_null(oid, smallint) IS 'From PostgreSQL 18 on, where NOT NULL is a constraint with a name: how it stands in CREATE TABLE (nothing where it is NOT VALID), and whether it is the table''s own. Only for columns that are NOT NULL.';

CREATE FUNCTION pggit_audit.catalog_columns(relation oid, identity text, kind text, is_partition boolean, has_parents boolean, of_type oid, OUT lines text, OUT statements text, OUT comments text, OUT has_identity boolean)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    v_noted boolean := EXISTS (SELECT FROM pg_description c WHERE c.objoid = relation AND c.classoid = 'pg_class'::regclass AND c.objsubid > 0)
        OR EXISTS (SELECT FROM pg_seclabel l WHERE l.objoid = relation AND l.classoid = 'pg_class'::regclass AND l.objsubid > 0);
    a record;
    p record;
    v_default text;
    v_is_separate boolean;
    v_is_printed boolean;
    v_line text;
    v_column text;
    v_is_named boolean := current_setting('server_version_num')::int >= 180000;
    v_not_null text;
    v_is_own boolean;
BEGIN
    statements := '';
    comments := '';
    has_identity := false;
    SELECT false AS not_null, false AS has_default, false AS is_generated INTO p;
    FOR a IN
        SELECT a.attnum, a.attname, quote_ident(a.attname) AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull, a.atthasdef, a.attgenerated, a.attidentity, a.attislocal, a.attfdwoptions, a.attoptions, a.attacl,
               a.attstattarget, a.attcompression, a.attstorage, a.attstorage <> t.typstorage AS other_storage,
               coalesce(a.attstattarget >= 0, false) OR a.attcompression <> '' OR a.attstorage <> t.typstorage OR pggit_audit.catalog_has_options(a.attoptions) OR a.attacl IS NOT NULL AS is_special, CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation ELSE 0 END AS other_collation
        FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = relation AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
    LOOP
        v_default := NULL;
        v_is_separate := NULL;
        v_is_printed := a.attislocal OR is_partition;
        IF a.atthasdef THEN
            SELECT pg_get_expr(d.adbin, d.adrelid), a.attgenerated = '' AND pggit_audit.catalog_uses_code('pg_attrdef'::regclass, d.oid, relation) INTO v_default, v_is_separate
            FROM pg_attrdef d WHERE d.adrelid = relation AND d.adnum = a.attnum;
        END IF;
        IF has_parents AND NOT is_partition THEN
            SELECT bool_or(pa.attnotnull) AS not_null, bool_or(pd.adbin IS NOT NULL AND pa.attgenerated = '') AS has_default, bool_or(pa.attgenerated <> '') AS is_generated INTO p
            FROM pg_inherits h JOIN pg_attribute pa ON pa.attrelid = h.inhparent AND pa.attname = a.attname AND NOT pa.attisdropped
            LEFT JOIN pg_attrdef pd ON pd.adrelid = pa.attrelid AND pd.adnum = pa.attnum WHERE h.inhrelid = relation;
        END IF;
        v_not_null := CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END;
        v_is_own := a.attnotnull AND NOT coalesce(p.not_null, false);
        IF a.attnotnull AND v_is_named THEN
            SELECT n.in_column, n.is_own INTO v_not_null, v_is_own FROM pggit_audit.catalog_not_null(relation, a.attnum) n;
        END IF;
        IF v_is_printed AND (of_type = 0 OR v_not_null <> '' OR v_default IS NOT NULL AND NOT v_is_separate) THEN
            v_line := '    ' || a.name || CASE WHEN of_type = 0 THEN ' ' || a.type ELSE ' WITH OPTIONS' END;
            IF a.attfdwoptions IS NOT NULL THEN
                v_line := v_line || ' OPTIONS (' || pggit_audit.catalog_options(a.attfdwoptions) || ')';
            END IF;
            IF of_type = 0 AND a.other_collation <> 0 THEN
                v_line := v_line || pggit_audit.catalog_collation(a.other_collation);
            END IF;
            IF a.attgenerated <> '' THEN
                v_line := v_line || CASE WHEN p.is_generated THEN '' ELSE ' GENERATED ALWAYS AS (' || v_default || ')' || CASE a.attgenerated WHEN 's' THEN ' STORED' ELSE ' VIRTUAL' END END;
            ELSIF a.attidentity <> '' THEN
                v_line := v_line || coalesce((SELECT format(' GENERATED %s AS IDENTITY (SEQUENCE NAME %s %s)', CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END,
                        quote_ident(n.nspname) || '.' || quote_ident(s.relname), pggit_audit.catalog_sequence_options(s.oid))
                    FROM pg_depend e JOIN pg_class s ON s.oid = e.objid AND s.relkind = 'S' JOIN pg_namespace n ON n.oid = s.relnamespace
                    WHERE e.refclassid = 'pg_class'::regclass AND e.refobjid = relation AND e.refobjsubid = a.attnum AND e.classid = 'pg_class'::regclass AND e.deptype = 'i'), '');
            ELSIF NOT v_is_separate THEN
                v_line := v_line || ' DEFAULT ' || v_default;
            ELSIF v_default IS NULL AND p.has_default THEN
                v_line := v_line || ' DEFAULT NULL';
            END IF;
            lines := coalesce(lines || E',\n', '') || v_line || v_not_null;
        END IF;
        has_identity := has_identity OR a.attidentity <> '';
        CONTINUE WHEN v_is_printed AND NOT a.is_special AND NOT v_noted AND v_is_separate IS NOT TRUE;
        v_column := format(E'ALTER %s ONLY %s ALTER COLUMN %s ', kind, identity, a.name);
        IF NOT v_is_printed AND v_is_own THEN
            statements := statements || CASE WHEN left(v_not_null, 11) = ' CONSTRAINT' THEN format(E'ALTER %s ONLY %s ADD%s;\n', kind, identity, replace(v_not_null, ' NOT NULL', ' NOT NULL ' || a.name)) ELSE v_column || E'SET NOT NULL;\n' END;
        END IF;
        IF a.attstattarget >= 0 THEN
            statements := statements || v_column || format(E'SET STATISTICS %s;\n', a.attstattarget);
        END IF;
        IF a.other_storage AND (SELECT r.relkind FROM pg_class r WHERE r.oid = relation) <> 'v' THEN
            statements := statements || v_column || format(E'SET STORAGE %s;\n', CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END);
        END IF;
        IF a.attcompression <> '' THEN
            statements := statements || v_column || CASE a.attcompression WHEN 'p' THEN E'SET COMPRESSION pglz;\n' ELSE E'SET COMPRESSION lz4;\n' END;
        END IF;
        IF pggit_audit.catalog_has_options(a.attoptions) THEN
            statements := statements || v_column || format(E'SET (%s);\n', pggit_audit.catalog_reloptions(a.attoptions));
        END IF;
        IF v_is_separate OR NOT v_is_printed AND a.attgenerated = '' AND (v_default IS NOT NULL OR p.has_default) THEN
            statements := statements || v_column || format(E'SET DEFAULT %s;\n', coalesce(v_default, 'NULL'));
        END IF;
        IF v_noted THEN
            comments := comments || coalesce((SELECT format(E'COMMENT ON COLUMN %s.%s IS %L;\n', identity, a.name, c.description) FROM pg_description c WHERE c.objoid = relation AND c.classoid = 'pg_class'::regclass AND c.objsubid = a.attnum), '')
                || coalesce((SELECT string_agg(format(E'SECURITY LABEL FOR %I ON COLUMN %s.%s IS %L;\n', l.provider, identity, a.name, l.label), '' ORDER BY l.provider COLLATE "C")
                             FROM pg_seclabel l WHERE l.objoid = relation AND l.classoid = 'pg_class'::regclass AND l.objsubid = a.attnum), '');
        END IF;
        IF a.attacl IS NOT NULL THEN
            comments := comments || (SELECT pggit_audit.catalog_grants(identity, a.attacl, acldefault('c', r.relowner), r.relowner, format('(%s)', a.name)) FROM pg_class r WHERE r.oid = relation);
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_columns(oid, text, text, boolean, boolean, oid) IS 'A relation''s columns: lines of CREATE TABLE, statements that CREATE TABLE has no room for, comments and column rights; has_identity: one is an identity column.';

CREATE FUNCTION pggit_audit.catalog_constraints(relation oid, identity text, kind text, is_partition boolean, is_partitioned boolean, OUT lines text, OUT statements text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    k record;
    v_definition text;
    v_deferral text;
BEGIN
    statements := '';
    FOR k IN
        SELECT k.oid, quote_ident(k.conname) AS name, k.contype, k.conindid, k.convalidated, k.conislocal, pg_get_constraintdef(k.oid) AS definition, i.reloptions, i.reltablespace, i.relispartition,
               x.indisclustered, x.indisreplident, d.description AS comment, di.description AS index_comment, CASE WHEN k.condeferrable THEN ' DEFERRABLE' ELSE '' END || CASE WHEN k.condeferred THEN ' INITIALLY DEFERRED' ELSE '' END AS deferral
        FROM pg_constraint k LEFT JOIN pg_class i ON i.oid = k.conindid AND k.contype IN ('p', 'u', 'x') LEFT JOIN pg_index x ON x.indexrelid = i.oid
        LEFT JOIN pg_description d ON d.objoid = k.oid AND d.classoid = 'pg_constraint'::regclass AND d.objsubid = 0 LEFT JOIN pg_description di ON di.objoid = i.oid AND di.classoid = 'pg_class'::regclass AND di.objsubid = 0
        WHERE k.conrelid = relation AND k.contype IN ('c', 'p', 'u', 'x', 'f', 'n') AND (k.contype <> 'f' OR k.conparentid = 0) AND (k.contype NOT IN ('c', 'n') OR k.conislocal OR is_partition)
          -- From PostgreSQL 18 on; the valid ones stand in CREATE TABLE.
          AND (k.contype <> 'n' OR NOT k.convalidated OR d.description IS NOT NULL)
        ORDER BY k.contype = 'f', k.contype <> 'c', k.conname COLLATE "C"
    LOOP
        v_definition := k.definition;
        IF k.contype IN ('p', 'u') AND (k.reloptions IS NOT NULL OR k.reltablespace <> 0) THEN
            -- pg_get_constraintdef leaves an index's parameters and tablespace out.
            v_definition := left(k.definition, length(k.definition) - length(k.deferral)) || coalesce(' WITH (' || pggit_audit.catalog_reloptions(k.reloptions) || ')', '')
                || coalesce((SELECT ' USING INDEX TABLESPACE ' || quote_ident(s.spcname) FROM pg_tablespace s WHERE s.oid = k.reltablespace), '') || k.deferral;
        END IF;
        IF k.contype = 'c' AND k.convalidated AND NOT pggit_audit.catalog_uses_code('pg_constraint'::regclass, k.oid, relation) THEN
            lines := coalesce(lines || E',\n', '') || '    CONSTRAINT ' || k.name || ' ' || v_definition;
        ELSIF k.contype NOT IN ('c', 'n') OR k.conislocal AND (k.contype = 'c' OR NOT k.convalidated) THEN
            -- What a partition has only from its parent comes with the parent's statement.
            statements := statements || format(E'ALTER %s %s%s ADD CONSTRAINT %s %s;\n', kind, CASE WHEN k.contype IN ('c', 'n') OR k.contype = 'f' AND is_partitioned THEN '' ELSE 'ONLY ' END, identity, k.name, v_definition);
        END IF;
        IF k.relispartition THEN
            statements := statements || (SELECT format(E'ALTER INDEX %I.%I ATTACH PARTITION %I.%I;\n', pn.nspname, pc.relname, cn.nspname, cc.relname)
                FROM pg_inherits h JOIN pg_class pc ON pc.oid = h.inhparent JOIN pg_namespace pn ON pn.oid = pc.relnamespace JOIN pg_class cc ON cc.oid = h.inhrelid JOIN pg_namespace cn ON cn.oid = cc.relnamespace WHERE h.inhrelid = k.conindid);
        END IF;
        IF k.indisclustered THEN
            statements := statements || format(E'ALTER TABLE %s CLUSTER ON %s;\n', identity, k.name);
        END IF;
        IF k.indisreplident THEN
            statements := statements || format(E'ALTER TABLE ONLY %s REPLICA IDENTITY USING INDEX %s;\n', identity, k.name);
        END IF;
        IF k.comment IS NOT NULL THEN
            statements := statements || format(E'COMMENT ON CONSTRAINT %s ON %s IS %L;\n', k.name, identity, k.comment);
        END IF;
        IF k.index_comment IS NOT NULL THEN
            statements := statements || (SELECT format(E'COMMENT ON INDEX %I.%I IS %L;\n', cn.nspname, cc.relname, k.index_comment) FROM pg_class cc JOIN pg_namespace cn ON cn.oid = cc.relnamespace WHERE cc.oid = k.conindid);
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_constraints(oid, text, text, boolean, boolean) IS 'A table''s constraints: those that stand in CREATE TABLE, and statements for the others (keys, not validated checks, checks that use functions, foreign keys last), with comments and index attachments.';

CREATE FUNCTION pggit_audit.catalog_partition(relation oid, identity text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce((SELECT string_agg(pggit_audit.catalog_index_text(h.inhrelid) || format(E'ALTER INDEX %I.%I ATTACH PARTITION %I.%I;\n', pn.nspname, pc.relname, cn.nspname, cc.relname), '' ORDER BY cc.relname COLLATE "C")
            FROM pg_index i JOIN pg_inherits h ON h.inhrelid = i.indexrelid JOIN pg_class cc ON cc.oid = h.inhrelid JOIN pg_namespace cn ON cn.oid = cc.relnamespace
            JOIN pg_class pc ON pc.oid = h.inhparent JOIN pg_namespace pn ON pn.oid = pc.relnamespace
            WHERE i.indrelid = relation AND NOT pggit_audit.catalog_is_key(i.indexrelid)), '')
        || coalesce((SELECT string_agg(format(E'ALTER TABLE %s %s TRIGGER %I;\n', identity, CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE' END, t.tgname), '' ORDER BY t.tgname COLLATE "C")
            FROM pg_trigger t JOIN pg_trigger p ON p.oid = t.tgparentid WHERE t.tgrelid = relation AND NOT t.tgisinternal AND t.tgenabled <> p.tgenabled), '');
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_partition(oid, text) IS 'What a partition has of its parent''s indexes and triggers, which is no entry of its own.';

CREATE FUNCTION pggit_audit.catalog_tables(oids oid[], excluded text[])
RETURNS SETOF pggit_audit.catalog_object LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    c record;
    a record;
    k record;
    v_noun text;
    v_options text;
    v_text text;
    v_lines text;
    v_statements text;
    v_is_plain boolean;
    v_object pggit_audit.catalog_object;
BEGIN
    FOR c IN
        SELECT current_setting('server_version_num')::int < 180000 AND c.relkind = 'r' AND c.relpersistence = 'p' AND c.reloftype = 0 AND NOT c.relispartition AND c.relam = 2 AND c.reloptions IS NULL AND t.reloptions IS NULL
                   AND c.reltablespace = 0 AND c.relacl IS NULL AND c.relreplident = 'd' AND NOT c.relrowsecurity AND NOT c.relforcerowsecurity AND c.relchecks = 0
                   -- No EXISTS: the planner may make one a hash of the whole catalog.
                   AND (SELECT h.inhrelid FROM pg_inherits h WHERE h.inhrelid = c.oid LIMIT 1) IS NULL AND (SELECT d.objoid FROM pg_description d WHERE d.objoid = c.oid AND d.classoid = 'pg_class'::regclass LIMIT 1) IS NULL
                   AND (SELECT l.objoid FROM pg_seclabel l WHERE l.objoid = c.oid AND l.classoid = 'pg_class'::regclass LIMIT 1) IS NULL
                   AND (SELECT d.objid FROM (SELECT w.* FROM pg_depend w WHERE w.classid = 'pg_class'::regclass AND w.objid = c.oid AND w.objsubid = 0 OFFSET 0) d WHERE d.deptype = 'x' LIMIT 1) IS NULL AS is_plain,
               c.oid, c.relname, n.nspname, c.relkind, c.relpersistence, c.reloftype, c.relispartition, c.relam, c.reloptions, t.reloptions AS toast_options, c.reltablespace, c.relowner, c.relacl, c.relreplident, c.relrowsecurity,
               c.relforcerowsecurity, c.relpartbound, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS id, (SELECT h.inhrelid FROM pg_inherits h WHERE h.inhrelid = c.oid LIMIT 1) IS NOT NULL AS is_child
        FROM unnest(oids) AS u (oid)
        JOIN pg_class c ON c.oid = u.oid AND c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't'
        JOIN pg_namespace n ON n.oid = c.relnamespace AND pggit_audit.catalog_is_free(excluded, n.nspname)
        LEFT JOIN pg_class t ON t.oid = c.reltoastrelid
        WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
    LOOP
        IF c.is_plain THEN
            -- Most tables have nothing but columns and keys. What follows would give the same text for them, at several times the cost.
            SELECT string_agg('    ' || quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END, E',\n' ORDER BY a.attnum),
                   bool_and(NOT a.atthasdef AND a.attgenerated = '' AND a.attidentity = '' AND a.attislocal AND a.attfdwoptions IS NULL AND NOT pggit_audit.catalog_has_options(a.attoptions) AND a.attacl IS NULL AND coalesce(a.attstattarget < 0, true)
                            AND a.attcompression = '' AND a.attstorage = t.typstorage AND a.attcollation = t.typcollation)
            INTO v_lines, v_is_plain
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped;
            IF v_is_plain THEN
                SELECT string_agg(format(E'ALTER TABLE ONLY %s ADD CONSTRAINT %I %s;\n', c.id, k.conname, pg_get_constraintdef(k.oid)), '' ORDER BY k.conname COLLATE "C"),
                       coalesce(bool_and(k.contype IN ('p', 'u') AND i.reloptions IS NULL AND i.reltablespace = 0 AND NOT x.indisclustered AND NOT x.indisreplident
                                         AND (SELECT d.objoid FROM pg_description d WHERE d.objoid = k.oid AND d.classoid = 'pg_constraint'::regclass AND d.objsubid = 0) IS NULL
                                         AND (SELECT d.objoid FROM pg_description d WHERE d.objoid = k.conindid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0) IS NULL), true)
                INTO v_statements, v_is_plain
                FROM pg_constraint k LEFT JOIN pg_class i ON i.oid = k.conindid LEFT JOIN pg_index x ON x.indexrelid = i.oid WHERE k.conrelid = c.oid AND k.contype <> 't';
                IF v_is_plain THEN
                    v_object := ('pg_class'::regclass, c.oid, c.id, 'TABLE', c.nspname, c.relname,
                        format(E'CREATE TABLE %s (\n%s\n);\nALTER TABLE %s OWNER TO %s;\n', c.id, v_lines, c.id, pggit_audit.catalog_role(c.relowner)) || coalesce(v_statements, ''));
                    RETURN NEXT v_object;
                    CONTINUE;
                END IF;
            END IF;
        END IF;
        v_noun := CASE c.relkind WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END;
        a := pggit_audit.catalog_columns(c.oid, c.id, v_noun, c.relispartition, c.is_child, c.reloftype);
        k := pggit_audit.catalog_constraints(c.oid, c.id, v_noun, c.relispartition, c.relkind = 'p');
        v_text := format('CREATE %s%s %s', CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' ELSE '' END, v_noun, c.id);
        IF c.reloftype <> 0 THEN
            v_text := v_text || ' OF ' || format_type(c.reloftype, NULL);
        END IF;
        IF c.reloftype = 0 OR coalesce(a.lines, k.lines) IS NOT NULL THEN
            v_text := v_text || E' (\n' || coalesce(nullif(concat_ws(E',\n', a.lines, k.lines), '') || E'\n', '') || ')';
        END IF;
        IF c.is_child AND NOT c.relispartition AND c.relkind <> 'p' THEN
            v_text := v_text || (SELECT E'\nINHERITS (' || string_agg(quote_ident(pn.nspname) || '.' || quote_ident(pc.relname), ', ' ORDER BY h.inhseqno) || ')'
                FROM pg_inherits h JOIN pg_class pc ON pc.oid = h.inhparent JOIN pg_namespace pn ON pn.oid = pc.relnamespace WHERE h.inhrelid = c.oid);
        END IF;
        IF c.relkind = 'p' THEN
            v_text := v_text || E'\nPARTITION BY ' || pg_get_partkeydef(c.oid);
        END IF;
        -- 2: heap.
        IF c.relam NOT IN (0, 2) THEN
            v_text := v_text || (SELECT E'\nUSING ' || quote_ident(am.amname) FROM pg_am am WHERE am.oid = c.relam);
        END IF;
        IF c.relkind = 'f' THEN
            v_text := v_text || (SELECT E'\nSERVER ' || quote_ident(fs.srvname) || coalesce(E'\nOPTIONS (' || pggit_audit.catalog_options(ft.ftoptions) || ')', '') FROM pg_foreign_table ft JOIN pg_foreign_server fs ON fs.oid = ft.ftserver WHERE ft.ftrelid = c.oid);
        END IF;
        IF c.reloptions IS NOT NULL OR c.toast_options IS NOT NULL THEN
            v_options := nullif(concat_ws(', ', pggit_audit.catalog_reloptions(c.reloptions), pggit_audit.catalog_reloptions(c.toast_options, 'toast.')), '');
            v_text := v_text || coalesce(E'\nWITH (' || v_options || ')', '');
        END IF;
        IF c.reltablespace <> 0 THEN
            v_text := v_text || (SELECT E'\nTABLESPACE ' || quote_ident(s.spcname) FROM pg_tablespace s WHERE s.oid = c.reltablespace);
        END IF;
        v_text := v_text || E';\n' || pggit_audit.catalog_tail(v_noun, c.id, 'pg_class'::regclass, c.oid, c.relowner, c.relacl, 'r', 'TABLE') || a.comments || a.statements;
        IF c.relreplident IN ('n', 'f') AND c.relkind <> 'f' THEN
            v_text := v_text || format(E'ALTER TABLE ONLY %s REPLICA IDENTITY %s;\n', c.id, CASE c.relreplident WHEN 'n' THEN 'NOTHING' ELSE 'FULL' END);
        END IF;
        IF c.relrowsecurity THEN
            v_text := v_text || format(E'ALTER TABLE %s ENABLE ROW LEVEL SECURITY;\n', c.id);
        END IF;
        IF c.relforcerowsecurity THEN
            v_text := v_text || format(E'ALTER TABLE ONLY %s FORCE ROW LEVEL SECURITY;\n', c.id);
        END IF;
        IF c.relispartition THEN
            v_text := v_text || coalesce((SELECT format(E'ALTER TABLE ONLY %I.%I ATTACH PARTITION %s %s;\n', pn.nspname, pc.relname, c.id, pg_get_expr(c.relpartbound, c.oid))
                FROM pg_inherits h JOIN pg_class pc ON pc.oid = h.inhparent JOIN pg_namespace pn ON pn.oid = pc.relnamespace WHERE h.inhrelid = c.oid), '');
        END IF;
        IF a.has_identity THEN
            v_text := v_text || coalesce((SELECT string_agg(pggit_audit.catalog_tail('SEQUENCE', s.id, 'pg_class'::regclass, s.oid, NULL, NULL) || CASE WHEN s.relacl IS NULL THEN '' ELSE
                    pggit_audit.catalog_grants('SEQUENCE ' || s.id, s.relacl, acldefault('s', s.relowner), s.relowner) END
                    || CASE WHEN s.relpersistence = c.relpersistence THEN '' ELSE format(E'ALTER SEQUENCE %s SET %s;\n', s.id, CASE s.relpersistence WHEN 'u' THEN 'UNLOGGED' ELSE 'LOGGED' END) END, '' ORDER BY s.refobjsubid)
                FROM (SELECT q.oid, q.relacl, q.relowner, q.relpersistence, e.refobjsubid, quote_ident(qn.nspname) || '.' || quote_ident(q.relname) AS id
                      FROM pg_depend e JOIN pg_class q ON q.oid = e.objid AND q.relkind = 'S' JOIN pg_namespace qn ON qn.oid = q.relnamespace
                      WHERE e.refclassid = 'pg_class'::regclass AND e.refobjid = c.oid AND e.classid = 'pg_class'::regclass AND e.deptype = 'i') s), '');
        END IF;
        v_text := v_text || k.statements;
        IF c.relispartition THEN
            v_text := v_text || pggit_audit.catalog_partition(c.oid, c.id);
        END IF;
        v_object := ('pg_class'::regclass, c.oid, c.id, replace(v_noun, ' ', '_'), c.nspname, c.relname, v_text);
        RETURN NEXT v_object;
    END LOOP;
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_tables(oid[], text[]) IS 'Canonical DDL of tables, partitioned tables, partitions and foreign tables.';
