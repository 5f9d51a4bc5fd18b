-- Canonical DDL of types, routines, aggregates, operators, operator classes and families, casts.
-- Needs:   pggit_audit_catalog_tables.sql.
-- Who:     called by catalog_objects.

CREATE FUNCTION pggit_audit.catalog_operator(operator oid) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT quote_ident(n.nspname) || '.' || o.oprname FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE o.oid = operator);
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_operator(oid) IS 'An operator''s qualified name, without its operands.';

CREATE FUNCTION pggit_audit.catalog_type_body(type oid, id text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT CASE
        WHEN NOT t.typisdefined THEN format(E'CREATE TYPE %s;\n', id)
        WHEN t.typtype = 'e' THEN format(E'CREATE TYPE %s AS ENUM (%s);\n', id,
            (SELECT coalesce(E'\n    ' || string_agg(quote_literal(e.enumlabel), E',\n    ' ORDER BY e.enumsortorder) || E'\n', '') FROM pg_enum e WHERE e.enumtypid = t.oid))
        WHEN t.typtype = 'c' THEN format(E'CREATE TYPE %s AS (%s);\n', id,
            (SELECT coalesce(E'\n    ' || string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attcollation <> y.typcollation AND a.attcollation <> 0
                    THEN pggit_audit.catalog_collation(a.attcollation) ELSE '' END,
                    E',\n    ' ORDER BY a.attnum) || E'\n', '')
             FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped))
        WHEN t.typtype = 'r' THEN (
            SELECT CASE WHEN r.rngcanonical <> 0 THEN format(E'CREATE TYPE %s;\n', id) ELSE '' END
                || format(E'CREATE TYPE %s AS RANGE (\n    SUBTYPE = %s', id, format_type(r.rngsubtype, NULL))
                || format(E',\n    MULTIRANGE_TYPE_NAME = %s', format_type(r.rngmultitypid, NULL))
                || CASE WHEN NOT oc.opcdefault THEN format(E',\n    SUBTYPE_OPCLASS = %I.%I', ocn.nspname, oc.opcname) ELSE '' END
                || CASE WHEN r.rngcollation <> st.typcollation THEN (SELECT format(E',\n    COLLATION = %I.%I', cn.nspname, co.collname) FROM pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace WHERE co.oid = r.rngcollation) ELSE '' END
                || CASE WHEN r.rngcanonical <> 0 THEN E',\n    CANONICAL = ' || r.rngcanonical::text ELSE '' END
                || CASE WHEN r.rngsubdiff <> 0 THEN E',\n    SUBTYPE_DIFF = ' || r.rngsubdiff::text ELSE '' END || E'\n);\n'
            FROM pg_range r JOIN pg_opclass oc ON oc.oid = r.rngsubopc JOIN pg_namespace ocn ON ocn.oid = oc.opcnamespace JOIN pg_type st ON st.oid = r.rngsubtype WHERE r.rngtypid = t.oid)
        WHEN t.typtype = 'd' THEN
            format('CREATE DOMAIN %s AS %s', id, format_type(t.typbasetype, t.typtypmod))
                || CASE WHEN t.typcollation <> b.typcollation THEN pggit_audit.catalog_collation(t.typcollation) ELSE '' END
                -- From PostgreSQL 17 on with a name.
                || CASE WHEN t.typnotnull THEN coalesce((SELECT format(' CONSTRAINT %I', k.conname) FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'n'), '') || ' NOT NULL' ELSE '' END
                || coalesce(' DEFAULT ' || coalesce(pg_get_expr(t.typdefaultbin, 0), quote_literal(t.typdefault)), '')
                || coalesce((SELECT string_agg(format(E'\n    CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)), '' ORDER BY k.conname COLLATE "C")
                             FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c' AND k.convalidated AND NOT pggit_audit.catalog_uses_code('pg_constraint'::regclass, k.oid)), '') || E';\n'
        ELSE format(E'CREATE TYPE %1$s;\nCREATE TYPE %1$s (\n    INTERNALLENGTH = %2$s,\n    INPUT = %3$s,\n    OUTPUT = %4$s', id, CASE t.typlen WHEN -1 THEN 'variable' ELSE t.typlen::text END, t.typinput, t.typoutput)
            || CASE WHEN t.typreceive <> 0 THEN E',\n    RECEIVE = ' || t.typreceive ELSE '' END || CASE WHEN t.typsend <> 0 THEN E',\n    SEND = ' || t.typsend ELSE '' END
            || CASE WHEN t.typmodin <> 0 THEN E',\n    TYPMOD_IN = ' || t.typmodin ELSE '' END || CASE WHEN t.typmodout <> 0 THEN E',\n    TYPMOD_OUT = ' || t.typmodout ELSE '' END
            || CASE WHEN t.typanalyze <> 0 THEN E',\n    ANALYZE = ' || t.typanalyze ELSE '' END || CASE WHEN t.typcollation <> 0 THEN E',\n    COLLATABLE = true' ELSE '' END
            || coalesce(E',\n    DEFAULT = ' || coalesce(pg_get_expr(t.typdefaultbin, 0), quote_literal(t.typdefault)), '')
            || CASE WHEN t.typsubscript <> 0 THEN E',\n    SUBSCRIPT = ' || t.typsubscript ELSE '' END
            || CASE WHEN t.typelem <> 0 THEN E',\n    ELEMENT = ' || format_type(t.typelem, NULL) ELSE '' END
            || CASE WHEN t.typcategory <> 'U' THEN E',\n    CATEGORY = ' || quote_literal(t.typcategory::text) ELSE '' END || CASE WHEN t.typispreferred THEN E',\n    PREFERRED = true' ELSE '' END
            || CASE WHEN t.typdelim <> ',' THEN E',\n    DELIMITER = ' || quote_literal(t.typdelim::text) ELSE '' END
            || E',\n    ALIGNMENT = ' || CASE t.typalign WHEN 'c' THEN 'char' WHEN 's' THEN 'int2' WHEN 'i' THEN 'int4' ELSE 'double' END
            || E',\n    STORAGE = ' || CASE t.typstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' ELSE 'main' END
            || CASE WHEN t.typbyval THEN E',\n    PASSEDBYVALUE' ELSE '' END || E'\n);\n' END
        FROM pg_type t LEFT JOIN pg_type b ON b.oid = t.typbasetype WHERE t.oid = type);
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_type_body(oid, text) IS 'CREATE TYPE or CREATE DOMAIN; of a base type and of a range with a canonical function a shell comes first, which their functions need.';

CREATE FUNCTION pggit_audit.catalog_types(oids oid[], excluded text[])
RETURNS SETOF pggit_audit.catalog_object LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT 'pg_type'::regclass::oid, t.oid, 'type ' || x.id, 'TYPE', n.nspname::text, t.typname::text,
           pggit_audit.catalog_type_body(t.oid, x.id)
           || pggit_audit.catalog_tail(x.noun, x.id, 'pg_type'::regclass, t.oid, CASE WHEN t.typisdefined THEN t.typowner END, CASE WHEN t.typisdefined THEN t.typacl END, 'T')
           || coalesce((SELECT string_agg(format(E'COMMENT ON COLUMN %s.%I IS %L;\n', x.id, a.attname, d.description), '' ORDER BY a.attnum)
                FROM pg_attribute a JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = a.attrelid AND d.objsubid = a.attnum WHERE t.typtype = 'c' AND a.attrelid = t.typrelid), '')
           || coalesce((SELECT string_agg(CASE WHEN k.convalidated AND NOT pggit_audit.catalog_uses_code('pg_constraint'::regclass, k.oid) THEN ''
                        ELSE format(E'ALTER DOMAIN %s ADD CONSTRAINT %I %s;\n', x.id, k.conname, pg_get_constraintdef(k.oid)) END
                        || CASE WHEN d.description IS NULL THEN '' ELSE format(E'COMMENT ON CONSTRAINT %I ON DOMAIN %s IS %L;\n', k.conname, x.id, d.description) END, '' ORDER BY k.conname COLLATE "C")
                FROM pg_constraint k LEFT JOIN pg_description d ON d.classoid = 'pg_constraint'::regclass AND d.objoid = k.oid WHERE t.typtype = 'd' AND k.contypid = t.oid), '')
    FROM unnest(oids) AS u (oid)
    JOIN pg_type t ON t.oid = u.oid AND (t.typtype IN ('b', 'd', 'e', 'r') OR t.typtype = 'p' AND NOT t.typisdefined OR t.typtype = 'c' AND EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c'))
    JOIN pg_namespace n ON n.oid = t.typnamespace AND pggit_audit.catalog_is_free(excluded, n.nspname)
    CROSS JOIN LATERAL (SELECT quote_ident(n.nspname) || '.' || quote_ident(t.typname) AS id, CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END AS noun) x
    WHERE NOT EXISTS (SELECT FROM pg_type el WHERE el.oid = t.typelem AND el.typarray = t.oid)
      AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid AND e.deptype = 'e');
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_types(oid[], text[]) IS 'Canonical DDL of types and domains.';

CREATE FUNCTION pggit_audit.catalog_aggregate_body(aggregate oid) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT format(E'    SFUNC = %s,\n    STYPE = %s', a.aggtransfn, format_type(a.aggtranstype, NULL))
            || CASE WHEN a.aggtransspace <> 0 THEN E',\n    SSPACE = ' || a.aggtransspace ELSE '' END
            || coalesce(E',\n    INITCOND = ' || quote_literal(a.agginitval), '')
            || CASE WHEN a.aggfinalfn <> 0 THEN E',\n    FINALFUNC = ' || a.aggfinalfn || CASE WHEN a.aggfinalextra THEN E',\n    FINALFUNC_EXTRA' ELSE '' END
                || CASE WHEN a.aggfinalmodify <> CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END THEN E',\n    FINALFUNC_MODIFY = ' || CASE a.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END ELSE '' END ELSE '' END
            || CASE WHEN a.aggcombinefn <> 0 THEN E',\n    COMBINEFUNC = ' || a.aggcombinefn ELSE '' END
            || CASE WHEN a.aggserialfn <> 0 THEN E',\n    SERIALFUNC = ' || a.aggserialfn ELSE '' END
            || CASE WHEN a.aggdeserialfn <> 0 THEN E',\n    DESERIALFUNC = ' || a.aggdeserialfn ELSE '' END
            || CASE WHEN a.aggmtransfn <> 0 THEN format(E',\n    MSFUNC = %s,\n    MINVFUNC = %s,\n    MSTYPE = %s', a.aggmtransfn, a.aggminvtransfn, format_type(a.aggmtranstype, NULL)) ELSE '' END
            || CASE WHEN a.aggmtransspace <> 0 THEN E',\n    MSSPACE = ' || a.aggmtransspace ELSE '' END
            || coalesce(E',\n    MINITCOND = ' || quote_literal(a.aggminitval), '')
            || CASE WHEN a.aggmfinalfn <> 0 THEN E',\n    MFINALFUNC = ' || a.aggmfinalfn || CASE WHEN a.aggmfinalextra THEN E',\n    MFINALFUNC_EXTRA' ELSE '' END
                || CASE WHEN a.aggmfinalmodify <> CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END THEN E',\n    MFINALFUNC_MODIFY = ' || CASE a.aggmfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END ELSE '' END ELSE '' END
            || CASE WHEN a.aggsortop <> 0 THEN E',\n    SORTOP = OPERATOR(' || pggit_audit.catalog_operator(a.aggsortop) || ')' ELSE '' END
            || CASE WHEN a.aggkind = 'h' THEN E',\n    HYPOTHETICAL' ELSE '' END
            || CASE p.proparallel WHEN 's' THEN E',\n    PARALLEL = safe' WHEN 'r' THEN E',\n    PARALLEL = restricted' ELSE '' END
        FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid WHERE a.aggfnoid = aggregate);
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_aggregate_body(oid) IS 'What stands between the parentheses of CREATE AGGREGATE.';

CREATE FUNCTION pggit_audit.catalog_routines(oids oid[], excluded text[])
RETURNS SETOF pggit_audit.catalog_object LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT 'pg_proc'::regclass::oid, p.oid, (pg_identify_object('pg_proc'::regclass, p.oid, 0)).identity, x.noun, n.nspname::text, p.proname::text,
           CASE p.prokind WHEN 'a' THEN format(E'CREATE AGGREGATE %I.%I(%s) (\n%s\n);\n', n.nspname, p.proname, coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*'), pggit_audit.catalog_aggregate_body(p.oid))
           -- The definition has "CREATE OR REPLACE"; a text says what is, not what it replaced.
           ELSE 'CREATE ' || substr(rtrim(pg_get_functiondef(p.oid), E'\n'), 19) || E';\n' END
           || pggit_audit.catalog_tail(x.noun, x.id, 'pg_proc'::regclass, p.oid, p.proowner, p.proacl, 'f', CASE x.noun WHEN 'AGGREGATE' THEN 'FUNCTION' ELSE x.noun END)
    FROM unnest(oids) AS u (oid)
    JOIN pg_proc p ON p.oid = u.oid JOIN pg_namespace n ON n.oid = p.pronamespace AND pggit_audit.catalog_is_free(excluded, n.nspname)
    CROSS JOIN LATERAL (SELECT format('%I.%I(%s)', n.nspname, p.proname, CASE WHEN p.prokind = 'a' AND p.pronargs = 0 THEN '*' ELSE pg_get_function_identity_arguments(p.oid) END) AS id,
                               CASE p.prokind WHEN 'p' THEN 'PROCEDURE' WHEN 'a' THEN 'AGGREGATE' ELSE 'FUNCTION' END AS noun) x
    WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_proc'::regclass AND e.objid = p.oid AND e.deptype IN ('e', 'i'));
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_routines(oid[], text[]) IS 'Canonical DDL of functions, procedures and aggregates (not the constructors of range types).';

CREATE FUNCTION pggit_audit.catalog_family_members(class oid, object oid, family oid) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT string_agg(m.line, E',\n    ' ORDER BY m.part, m.number, m.line COLLATE "C")
        FROM (SELECT 1 AS part, o.amopstrategy AS number,
                     format('OPERATOR %s %s(%s,%s)', o.amopstrategy, pggit_audit.catalog_operator(o.amopopr),
                        format_type(o.amoplefttype, NULL), format_type(o.amoprighttype, NULL))
                     || coalesce((SELECT format(' FOR ORDER BY %I.%I', n.nspname, f.opfname) FROM pg_opfamily f JOIN pg_namespace n ON n.oid = f.opfnamespace WHERE f.oid = o.amopsortfamily), '') AS line
              FROM pg_depend d JOIN pg_amop o ON o.oid = d.objid AND o.amopfamily = family
              WHERE d.classid = 'pg_amop'::regclass AND d.refclassid = class AND d.refobjid = object
              UNION ALL
              SELECT 2, a.amprocnum, format('FUNCTION %s (%s, %s) %s', a.amprocnum, format_type(a.amproclefttype, NULL), format_type(a.amprocrighttype, NULL), a.amproc::oid::regprocedure)
              FROM pg_depend d JOIN pg_amproc a ON a.oid = d.objid AND a.amprocfamily = family
              WHERE d.classid = 'pg_amproc'::regclass AND d.refclassid = class AND d.refobjid = object) m);
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_family_members(oid, oid, oid) IS 'Operators and functions that belong to an operator class, or to the family alone.';

CREATE FUNCTION pggit_audit.catalog_operators(class oid, oids oid[], excluded text[])
RETURNS SETOF pggit_audit.catalog_object LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF class = 'pg_operator'::regclass THEN
        RETURN QUERY
        SELECT class, o.oid, (pg_identify_object(class, o.oid, 0)).identity, 'OPERATOR', n.nspname::text, o.oprname::text,
               format(E'CREATE OPERATOR %I.%s (\n    FUNCTION = %s', n.nspname, o.oprname, o.oprcode)
               || CASE WHEN o.oprleft <> 0 THEN E',\n    LEFTARG = ' || format_type(o.oprleft, NULL) ELSE '' END || CASE WHEN o.oprright <> 0 THEN E',\n    RIGHTARG = ' || format_type(o.oprright, NULL) ELSE '' END
               || coalesce(E',\n    COMMUTATOR = OPERATOR(' || pggit_audit.catalog_operator(o.oprcom) || ')', '') || coalesce(E',\n    NEGATOR = OPERATOR(' || pggit_audit.catalog_operator(o.oprnegate) || ')', '')
               || CASE WHEN o.oprcanmerge THEN E',\n    MERGES' ELSE '' END || CASE WHEN o.oprcanhash THEN E',\n    HASHES' ELSE '' END
               || CASE WHEN o.oprrest <> 0 THEN E',\n    RESTRICT = ' || o.oprrest ELSE '' END || CASE WHEN o.oprjoin <> 0 THEN E',\n    JOIN = ' || o.oprjoin ELSE '' END || E'\n);\n'
               || pggit_audit.catalog_tail('OPERATOR', format('%I.%s (%s, %s)', n.nspname, o.oprname, CASE WHEN o.oprleft = 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END, format_type(o.oprright, NULL)), class, o.oid, o.oprowner)
        FROM unnest(oids) AS u (oid)
        JOIN pg_operator o ON o.oid = u.oid AND o.oprcode <> 0 JOIN pg_namespace n ON n.oid = o.oprnamespace AND pggit_audit.catalog_is_free(excluded, n.nspname)
        WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = class AND e.objid = o.oid AND e.deptype = 'e');
    ELSIF class = 'pg_opclass'::regclass THEN
        RETURN QUERY
        SELECT class, o.oid, 'operator class ' || x.id, 'OPERATOR_CLASS', n.nspname::text, o.opcname::text,
               format(E'CREATE OPERATOR CLASS %I.%I %sFOR TYPE %s USING %I FAMILY %I.%I AS\n    %s', n.nspname, o.opcname, CASE WHEN o.opcdefault THEN 'DEFAULT ' ELSE '' END, format_type(o.opcintype, NULL), m.amname,
                    fn.nspname, f.opfname, concat_ws(E',\n    ', CASE WHEN o.opckeytype <> 0 THEN 'STORAGE ' || format_type(o.opckeytype, NULL) WHEN y.members IS NULL THEN 'STORAGE ' || format_type(o.opcintype, NULL) END, y.members))
               || E';\n' || pggit_audit.catalog_tail('OPERATOR CLASS', x.id, class, o.oid, o.opcowner)
        FROM unnest(oids) AS u (oid)
        JOIN pg_opclass o ON o.oid = u.oid JOIN pg_namespace n ON n.oid = o.opcnamespace AND pggit_audit.catalog_is_free(excluded, n.nspname)
        JOIN pg_am m ON m.oid = o.opcmethod JOIN pg_opfamily f ON f.oid = o.opcfamily JOIN pg_namespace fn ON fn.oid = f.opfnamespace
        CROSS JOIN LATERAL (SELECT format('%I.%I USING %I', n.nspname, o.opcname, m.amname) AS id) x
        CROSS JOIN LATERAL (SELECT pggit_audit.catalog_family_members(class, o.oid, o.opcfamily) AS members) y
        WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = class AND e.objid = o.oid AND e.deptype = 'e');
    ELSIF class = 'pg_opfamily'::regclass THEN
        RETURN QUERY
        SELECT class, f.oid, 'operator family ' || x.id, 'OPERATOR_FAMILY', n.nspname::text, f.opfname::text,
               format(E'CREATE OPERATOR FAMILY %s;\n', x.id) || pggit_audit.catalog_tail('OPERATOR FAMILY', x.id, class, f.oid, f.opfowner)
               || coalesce(format(E'ALTER OPERATOR FAMILY %s ADD\n    ', x.id) || pggit_audit.catalog_family_members(class, f.oid, f.oid) || E';\n', '')
        FROM unnest(oids) AS u (oid)
        JOIN pg_opfamily f ON f.oid = u.oid JOIN pg_namespace n ON n.oid = f.opfnamespace AND pggit_audit.catalog_is_free(excluded, n.nspname) JOIN pg_am m ON m.oid = f.opfmethod
        CROSS JOIN LATERAL (SELECT format('%I.%I USING %I', n.nspname, f.opfname, m.amname) AS id) x
        WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = class AND e.objid = f.oid AND e.deptype = 'e');
    ELSIF class = 'pg_cast'::regclass THEN
        RETURN QUERY
        SELECT class, k.oid, 'cast ' || x.id, 'CAST', NULL::text, x.id,
               format('CREATE CAST %s ', x.id) || CASE k.castmethod WHEN 'f' THEN 'WITH FUNCTION ' || format('%I.%I(%s)', pn.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) WHEN 'i' THEN 'WITH INOUT' ELSE 'WITHOUT FUNCTION' END
               || CASE k.castcontext WHEN 'a' THEN ' AS ASSIGNMENT' WHEN 'i' THEN ' AS IMPLICIT' ELSE '' END || E';\n' || pggit_audit.catalog_tail('CAST', x.id, class, k.oid, NULL)
        FROM unnest(oids) AS u (oid)
        JOIN pg_cast k ON k.oid = u.oid AND k.oid >= 16384 LEFT JOIN pg_proc p ON p.oid = k.castfunc LEFT JOIN pg_namespace pn ON pn.oid = p.pronamespace
        JOIN pg_type s ON s.oid = k.castsource JOIN pg_namespace sn ON sn.oid = s.typnamespace JOIN pg_type t ON t.oid = k.casttarget JOIN pg_namespace tn ON tn.oid = t.typnamespace
        CROSS JOIN LATERAL (SELECT format('(%s AS %s)', format_type(k.castsource, NULL), format_type(k.casttarget, NULL)) AS id) x
        -- As pg_dump decides: every cast that is not the server's own, also where types and function are. But none of a schema that is left out.
        WHERE NOT EXISTS (SELECT FROM unnest(ARRAY[sn.nspname, tn.nspname, pn.nspname]) AS o (name) WHERE o.name NOT IN ('pg_catalog', 'information_schema') AND NOT pggit_audit.catalog_is_free(excluded, o.name))
          AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = class AND e.objid = k.oid AND e.deptype IN ('e', 'i'));
    END IF;
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_operators(oid, oid[], text[]) IS 'Canonical DDL of operators, operator classes, operator families and casts. class: their catalog.';
