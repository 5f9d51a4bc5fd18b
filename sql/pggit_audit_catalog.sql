-- Canonical DDL, common parts: what the texts of all kinds of objects share (docs/capture.md).
-- Needs:   the schema. Callers pin search_path to pg_catalog, so that the server's pg_get_*def functions qualify every other name.
-- Who:     called by the other catalog_* functions, with the caller's rights.

CREATE FUNCTION pggit_audit.catalog_role(role oid) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN role OPERATOR(pg_catalog.=) 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(role)) END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_role(oid) IS 'A role as GRANT names it; 0 is PUBLIC.';

CREATE FUNCTION pggit_audit.catalog_reloptions(options text[], prefix text DEFAULT '') RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT string_agg(prefix || quote_ident(x.name) || '=' || CASE WHEN x.value ~ '^[A-Za-z_][A-Za-z0-9_]*$' OR x.value ~ '^[0-9]+(\.[0-9]+)?$' THEN x.value ELSE quote_literal(x.value) END, ', ' ORDER BY n)
        FROM unnest(options) WITH ORDINALITY AS o (entry, n)
        CROSS JOIN LATERAL (SELECT split_part(o.entry, '=', 1) AS name, substr(o.entry, strpos(o.entry || '=', '=') + 1) AS value) x
        WHERE x.name <> 'pg_attver');
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_reloptions(text[], text) IS 'Storage parameters (pg_class.reloptions) as WITH (...) lists them; NULL for none.';

CREATE FUNCTION pggit_audit.without_secrets(connection text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN regexp_replace(regexp_replace(regexp_replace(connection,
            '(\m(?:ssl)?password\s*=\s*)(''(?:[^''\\]|\\.)*''|[^\s'']+)', '\1********', 'gi'),
            '(://[^:/@\s]*:)[^@\s]*@', '\1********@', 'g'),
            '([?&](?:ssl)?password=)[^&\s]*', '\1********', 'gi');
END
$$;
COMMENT ON FUNCTION pggit_audit.without_secrets(text) IS 'A libpq connection string with its passwords replaced by a marker.';

CREATE FUNCTION pggit_audit.catalog_options(options text[]) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT string_agg(quote_ident(o.option_name) || ' ' || CASE
            WHEN o.option_name ~* '(pass(word|wd|phrase|code)?|secret|token|credential|(private|access|api|auth|account)_?key|^key)$' THEN '''********'''
            ELSE quote_literal(pggit_audit.without_secrets(o.option_value)) END, ', ' ORDER BY o.option_name COLLATE "C")
        FROM pg_options_to_table(options) o);
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_options(text[]) IS 'Options of foreign data objects as OPTIONS (...) lists them, by name; values of options that hold secrets are replaced by a marker. NULL for none.';

CREATE FUNCTION pggit_audit.catalog_grants(target text, acl aclitem[], acl_default aclitem[], owner oid, list_columns text DEFAULT '') RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- As a difference to what a new object has. Who loses a right of those loses all first; then what is held is granted, in the order of the list: a grant stands behind the one that it rests on.
    RETURN (WITH held AS (SELECT i.n, a.grantor, a.grantee, a.privilege_type, a.is_grantable FROM unnest(acl) WITH ORDINALITY AS i (item, n), aclexplode(ARRAY[i.item]) a),
        born AS (SELECT a.grantee, a.privilege_type, a.is_grantable FROM aclexplode(acl_default) a),
        revoked AS (
            SELECT DISTINCT b.grantee FROM born b
            WHERE NOT EXISTS (SELECT FROM held h WHERE h.grantee = b.grantee AND h.privilege_type = b.privilege_type AND h.is_grantable = b.is_grantable)),
        granted AS (
            SELECT min(h.n) AS n, h.grantor, h.grantee, h.is_grantable, string_agg(h.privilege_type || list_columns, ', ' ORDER BY h.privilege_type COLLATE "C") AS privileges
            FROM held h
            WHERE h.grantee IN (SELECT r.grantee FROM revoked r)
               OR NOT EXISTS (SELECT FROM born b WHERE b.grantee = h.grantee AND b.privilege_type = h.privilege_type AND b.is_grantable = h.is_grantable)
            GROUP BY h.grantor, h.grantee, h.is_grantable),
        lines AS (
            SELECT 0 AS part, 0::bigint AS n, true AS grantable, pggit_audit.catalog_role(r.grantee) AS grantee,
                   format(E'REVOKE ALL ON %s FROM %s;\n', target, pggit_audit.catalog_role(r.grantee)) AS line FROM revoked r
            UNION ALL
            SELECT 1, g.n, g.is_grantable, pggit_audit.catalog_role(g.grantee),
                   CASE WHEN g.grantor <> owner THEN format(E'SET SESSION AUTHORIZATION %s;\n', pggit_audit.catalog_role(g.grantor)) ELSE '' END
                   || format(E'GRANT %s ON %s TO %s%s;\n', g.privileges, target, pggit_audit.catalog_role(g.grantee), CASE WHEN g.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
                   || CASE WHEN g.grantor <> owner THEN E'RESET SESSION AUTHORIZATION;\n' ELSE '' END
            FROM granted g)
        SELECT coalesce(string_agg(l.line, '' ORDER BY l.part, l.n, l.grantable DESC, l.grantee COLLATE "C"), '') FROM lines l);
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_grants(text, aclitem[], aclitem[], oid, text) IS 'GRANT and REVOKE statements that lead from the rights of a new object to those it has. target: as after ON; list_columns: a column list for column rights.';

CREATE FUNCTION pggit_audit.catalog_tail(kind text, identity text, class oid, object oid, owner oid, acl aclitem[] DEFAULT NULL, acl_type "char" DEFAULT NULL, acl_kind text DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_text text := CASE WHEN owner IS NULL THEN '' ELSE format(E'ALTER %s %s OWNER TO %s;\n', kind, identity, pggit_audit.catalog_role(owner)) END;
    v_comment text;
BEGIN
    IF EXISTS (SELECT FROM (SELECT w.* FROM pg_depend w WHERE w.classid = class AND w.objid = object AND w.objsubid = 0 OFFSET 0) d WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'x') THEN
        v_text := v_text || (SELECT string_agg(format(E'ALTER %s %s DEPENDS ON EXTENSION %I;\n', kind, identity, e.extname), '' ORDER BY e.extname COLLATE "C") FROM (SELECT w.* FROM pg_depend w WHERE w.classid = class AND w.objid = object AND w.objsubid = 0 OFFSET 0) d JOIN pg_extension e ON e.oid = d.refobjid
            WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'x');
    END IF;
    v_comment := (SELECT d.description FROM pg_description d WHERE d.classoid = class AND d.objoid = object AND d.objsubid = 0);
    IF v_comment IS NOT NULL THEN
        v_text := v_text || format(E'COMMENT ON %s %s IS %L;\n', kind, identity, v_comment);
    END IF;
    IF EXISTS (SELECT FROM pg_seclabel l WHERE l.classoid = class AND l.objoid = object AND l.objsubid = 0) THEN
        v_text := v_text || (SELECT string_agg(format(E'SECURITY LABEL FOR %I ON %s %s IS %L;\n', l.provider, kind, identity, l.label), '' ORDER BY l.provider COLLATE "C")
            FROM pg_seclabel l WHERE l.classoid = class AND l.objoid = object AND l.objsubid = 0);
    END IF;
    IF acl IS NOT NULL THEN
        v_text := v_text || pggit_audit.catalog_grants(coalesce(acl_kind, kind) || ' ' || identity, acl, acldefault(acl_type, owner), owner);
    END IF;
    RETURN v_text;
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_tail(text, text, oid, oid, oid, aclitem[], "char", text) IS 'What follows an object''s definition in its text: owner, dependence on extensions, comment, security labels, grants. owner NULL: the kind has none. acl_type as in acldefault; acl_kind where GRANT has another word for the kind.';

CREATE FUNCTION pggit_audit.catalog_is_key(index_id oid) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- By the dependence, which has an index: pg_constraint.conindid has none. OFFSET 0, here and wherever it is about what one object depends on: statistics that are not of these
    -- days may take the index of what is depended on, and read every constraint there is.
    RETURN EXISTS (SELECT FROM (SELECT w.* FROM pg_depend w WHERE w.classid = 'pg_class'::regclass AND w.objid = index_id OFFSET 0) d WHERE d.refclassid = 'pg_constraint'::regclass AND d.deptype = 'i');
END
$$;
COMMENT ON FUNCTION pggit_audit.catalog_is_key(oid) IS 'Whether an index is a constraint''s (primary key, unique, exclusion): it stands in the table''s text then.';

CREATE TYPE pggit_audit.catalog_object AS (classid oid, objid oid, path text, object_type text, object_schema text, object_name text, definition text);
COMMENT ON TYPE pggit_audit.catalog_object IS 'An object''s catalog identity, its path in a tree, its type, schema and name as in changes, and its canonical DDL.';

CREATE FUNCTION pggit_audit.catalog_is_free(excluded text[], schema_name name) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT NOT (schema_name::text OPERATOR(pg_catalog.~) '^(pg_|pggit)' OR schema_name OPERATOR(pg_catalog.=) 'information_schema' OR schema_name::text OPERATOR(pg_catalog.=) ANY (excluded))
$$;
COMMENT ON FUNCTION pggit_audit.catalog_is_free(text[], name) IS 'True for the objects of a schema that are captured: not the server''s (pg_*, information_schema), not pgGit''s (pggit*), not excluded.';
