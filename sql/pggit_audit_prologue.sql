\echo Use "CREATE EXTENSION pggit_audit" to load this file. \quit
-- pgGit Audit @version@: one script, generated from the files of sql/ in load order.
-- Creates: the schema, the roles, and install_sql, which runs the parts that name the store's schema or belong to one host.
-- Needs:   PostgreSQL 15 or later, a superuser, and one of the languages java (PL/Java) or plpython3u (with JPype).

-- A database or role may have other values; CREATE EXTENSION takes its script's settings back at its end.
SET LOCAL standard_conforming_strings = on;
SET LOCAL quote_all_identifiers = off;

DO $$
BEGIN
    IF current_setting('server_version_num')::int < 150000 THEN
        RAISE EXCEPTION 'pgGit Audit needs PostgreSQL 15 or later, this is %', current_setting('server_version')
            USING ERRCODE = 'feature_not_supported';
    END IF;
    IF current_setting('server_encoding') <> 'UTF8' THEN
        RAISE EXCEPTION 'pgGit Audit needs a database in UTF8, this one is in %', current_setting('server_encoding')
            USING ERRCODE = 'feature_not_supported', HINT = 'CREATE DATABASE ... TEMPLATE template0 ENCODING ''UTF8''.';
    END IF;
    IF to_regnamespace('pggit_audit') IS NOT NULL THEN
        RAISE EXCEPTION 'a schema pggit_audit is here already and is not ours'
            USING ERRCODE = 'PA012',
                  DETAIL = 'It may be the audit trail of pgGit itself. Nothing in it was touched.',
                  HINT = 'Keep it under another name, then try again: ALTER SCHEMA pggit_audit RENAME TO pggit_audit_before.';
    END IF;
END
$$;

CREATE SCHEMA pggit_audit;
COMMENT ON SCHEMA pggit_audit IS E'pgGit Audit: who changed which database object, when, from what to what. Start with SELECT * FROM pggit_audit.host() and \\df pggit_audit.*';

-- Roles are of the cluster, not of the database: DROP EXTENSION leaves them (install/uninstall.sh --roles removes them).
DO $$
DECLARE
    v_role text;
BEGIN
    FOREACH v_role IN ARRAY ARRAY['pggit_audit_reader', 'pggit_audit_auditor', 'pggit_audit_admin'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = v_role) THEN
            EXECUTE pg_catalog.format('CREATE ROLE %I NOLOGIN', v_role);
        END IF;
    END LOOP;
    IF NOT pg_catalog.pg_has_role('pggit_audit_auditor', 'pggit_audit_reader', 'MEMBER') THEN
        GRANT pggit_audit_reader TO pggit_audit_auditor;
    END IF;
    IF NOT pg_catalog.pg_has_role('pggit_audit_admin', 'pggit_audit_auditor', 'MEMBER') THEN
        GRANT pggit_audit_auditor TO pggit_audit_admin;
    END IF;
END
$$;

-- What was found at installation. Not dumped: a restore finds anew.
CREATE TABLE pggit_audit.installation (
    name text PRIMARY KEY,
    value text NOT NULL
);
COMMENT ON TABLE pggit_audit.installation IS 'What CREATE EXTENSION found: store (schema of the object store), own_store (true: made by this CREATE EXTENSION), host, version. Not kept by pg_dump, a restore finds anew.';
COMMENT ON COLUMN pggit_audit.installation.name IS 'store, own_store, host, version or directory.';
COMMENT ON COLUMN pggit_audit.installation.value IS 'What was found.';

DO $$
DECLARE
    v_store text;
    v_own boolean := false;
    v_host text := lower(coalesce(nullif(current_setting('pggit_audit.host', true), ''), 'auto') COLLATE "C");
    v_java boolean := EXISTS (SELECT FROM pg_catalog.pg_language WHERE lanname = 'java');
    v_python boolean := EXISTS (SELECT FROM pg_catalog.pg_language WHERE lanname = 'plpython3u');
    v_extension oid := (SELECT oid FROM pg_catalog.pg_extension WHERE extname = 'pggit_audit');
    v_language oid;
    -- What pg_dump puts at the head of its scripts: the store, ours or another's, comes later from the dump.
    v_restoring boolean := current_setting('row_security') = 'off' AND current_setting('check_function_bodies') = 'off';
BEGIN
    -- The store: the one that has commits, else one whose schema is there (its tables come later in a restore), else our own.
    v_store := coalesce(
        (SELECT s FROM unnest(ARRAY['pggit_v2', 'pggit_v0']) WITH ORDINALITY AS x (s, n) WHERE to_regclass(s || '.commit_graph') IS NOT NULL ORDER BY n LIMIT 1),
        (SELECT s FROM unnest(ARRAY['pggit_v2', 'pggit_v0']) WITH ORDINALITY AS x (s, n) WHERE to_regnamespace(s) IS NOT NULL ORDER BY n LIMIT 1));
    IF v_store IS NULL THEN
        v_store := 'pggit_v2';
        v_own := NOT v_restoring;
    ELSIF to_regclass(v_store || '.commit_graph') IS NULL THEN
        RAISE NOTICE 'schema % has no commit_graph yet: after its tables are there, run SELECT pggit_audit.attach_store()', v_store;
    END IF;

    IF v_host NOT IN ('auto', 'pljava', 'plpython') THEN
        RAISE EXCEPTION 'pggit_audit.host is "%", want auto, pljava or plpython', v_host USING ERRCODE = 'invalid_parameter_value';
    ELSIF v_host = 'auto' THEN
        v_host := CASE WHEN v_java THEN 'pljava' WHEN v_python THEN 'plpython' END;
    END IF;
    IF v_host IS NULL OR v_host = 'pljava' AND NOT v_java OR v_host = 'plpython' AND NOT v_python THEN
        RAISE EXCEPTION 'this database has no language that can run Java%', CASE v_host WHEN 'pljava' THEN ' through PL/Java' WHEN 'plpython' THEN ' through PL/Python' ELSE '' END
            USING ERRCODE = 'PA010',
                  DETAIL = 'Wanted: the language java (extension pljava, package postgresql-N-pljava), or plpython3u (package postgresql-plpython3-N) with python3-jpype.',
                  HINT = 'Run CREATE EXTENSION pljava (or plpython3u) first, or let install/install.sh --dbname do it.';
    END IF;

    INSERT INTO pggit_audit.installation VALUES ('store', v_store), ('own_store', v_own::text), ('host', v_host), ('version', '@version@'),
        ('directory', (SELECT setting || '/pggit_audit' FROM pg_catalog.pg_config WHERE name = 'SHAREDIR'));

    -- What "requires" in a control file would record, but for the language that was found: pg_dump then puts its extension before ours.
    SELECT d.refobjid INTO v_language
    FROM pg_catalog.pg_language l
    JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_language'::regclass AND d.objid = l.oid AND d.deptype = 'e'
    WHERE l.lanname = CASE v_host WHEN 'pljava' THEN 'java' ELSE 'plpython3u' END;
    IF v_language IS NOT NULL THEN
        INSERT INTO pg_catalog.pg_depend (classid, objid, objsubid, refclassid, refobjid, refobjsubid, deptype)
        VALUES ('pg_catalog.pg_extension'::regclass, v_extension, 0, 'pg_catalog.pg_extension'::regclass, v_language, 0, 'n');
    END IF;
END
$$;

-- Runs a part of this script: for 'store' only where the store is our own, for a host's name only on that host; @store@ is the store's schema.
CREATE FUNCTION pggit_audit.install_sql(part text, commands text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    v_store text := (SELECT value FROM pggit_audit.installation WHERE name = 'store');
BEGIN
    IF part = 'always'
       OR part = (SELECT value FROM pggit_audit.installation WHERE name = 'host')
       OR part = 'store' AND EXISTS (SELECT FROM pggit_audit.installation WHERE name = 'own_store' AND value = 'true') THEN
        EXECUTE pg_catalog.replace(commands, '@' || 'store@', pg_catalog.quote_ident(v_store));
    END IF;
END
$$;
COMMENT ON FUNCTION pggit_audit.install_sql(text, text) IS 'Part of the installation script: runs the commands where the part applies, with the store''s schema put in. Not for users.';
