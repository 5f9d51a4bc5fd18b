-- The Java functions on PL/Java: bytea in, bytea out (docs/hosts.md).
-- Needs:   language java; the jar on pljava.module_path and --add-modules=org.pggit.audit in pljava.vmoptions.
-- Who:     called by the functions of pggit_audit_functions.sql; pure, so granted to pggit_audit_reader.

-- PL/Java gives a long WARNING about future Java versions (JEP 411) to every session that creates a function; it is in docs/hosts.md.
SET LOCAL client_min_messages = error;
SET LOCAL check_function_bodies = off;

CREATE FUNCTION pggit_audit.java_diff_trees(block bytea) RETURNS bytea LANGUAGE java IMMUTABLE AS 'org.pggit.audit.host.Entry.diffTrees';
CREATE FUNCTION pggit_audit.java_read_trees(block bytea) RETURNS bytea LANGUAGE java IMMUTABLE AS 'org.pggit.audit.host.Entry.readTrees';
CREATE FUNCTION pggit_audit.java_read_commits(block bytea) RETURNS bytea LANGUAGE java IMMUTABLE AS 'org.pggit.audit.host.Entry.readCommits';
CREATE FUNCTION pggit_audit.java_extract_changes(block bytea) RETURNS bytea LANGUAGE java IMMUTABLE AS 'org.pggit.audit.host.Entry.extractChangesBetweenCommits';
CREATE FUNCTION pggit_audit.java_compare_changes(block bytea) RETURNS bytea LANGUAGE java IMMUTABLE AS 'org.pggit.audit.host.Entry.compareChanges';
CREATE FUNCTION pggit_audit.java_hash_rules(block bytea) RETURNS bytea LANGUAGE java IMMUTABLE AS 'org.pggit.audit.host.Entry.hashRules';
CREATE FUNCTION pggit_audit.java_backfill(block bytea) RETURNS bytea LANGUAGE java IMMUTABLE AS 'org.pggit.audit.host.Entry.backfillFromV1History';
CREATE FUNCTION pggit_audit.java_likeness(block bytea) RETURNS bytea LANGUAGE java IMMUTABLE AS 'org.pggit.audit.host.Entry.likeness';
CREATE FUNCTION pggit_audit.java_parse_ddl(block bytea) RETURNS bytea LANGUAGE java IMMUTABLE AS 'org.pggit.audit.host.Entry.parseDdl';
CREATE FUNCTION pggit_audit.java_parser_version(block bytea) RETURNS bytea LANGUAGE java STABLE AS 'org.pggit.audit.host.Entry.parserVersion';
CREATE FUNCTION pggit_audit.java_verify_notes(block bytea) RETURNS bytea LANGUAGE java IMMUTABLE AS 'org.pggit.audit.host.Entry.verifyNotes';
CREATE FUNCTION pggit_audit.java_schema_at(block bytea) RETURNS bytea LANGUAGE java IMMUTABLE AS 'org.pggit.audit.host.Entry.schemaAt';
CREATE FUNCTION pggit_audit.java_diff_commits(block bytea) RETURNS bytea LANGUAGE java IMMUTABLE AS 'org.pggit.audit.host.Entry.diffCommits';
CREATE FUNCTION pggit_audit.java_echo(block bytea) RETURNS bytea LANGUAGE java IMMUTABLE AS 'org.pggit.audit.host.Entry.echo';
CREATE FUNCTION pggit_audit.java_repair_signals(block bytea) RETURNS bytea LANGUAGE java VOLATILE AS 'org.pggit.audit.host.Entry.repairSignals';
CREATE FUNCTION pggit_audit.java_self_test(block bytea) RETURNS bytea LANGUAGE java VOLATILE AS 'org.pggit.audit.host.Entry.selfTest';

CREATE FUNCTION pggit_audit.host_version() RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT 'PL/Java ' || coalesce((SELECT e.extversion FROM pg_extension e WHERE e.extname = 'pljava'), '(not an extension)')
$$;
SET LOCAL client_min_messages = warning;

-- The first Java function of a session makes PL/Java start the JVM and run SQL of its own from inside Java (its class paths). A pg_terminate_backend that is seen there takes
-- the whole server down (PL/Java 1.6 on JDK 17: abort in proc_exit), a cancel leaves classes half loaded. The server sees no interrupt while a page lock is held (miscadmin.h,
-- HOLD_INTERRUPTS in LWLockAcquire), and a btree compares while it holds its page. So that first call is made by the comparison of a one-row index:
-- what was asked meanwhile happens right behind it, outside Java. docs/hosts.md, "Signals".
-- SECURITY DEFINER: PL/Java looks for our class paths in its schema sqlj, with the rights of who calls, once in a session; a role other than its installer's has none there
-- (CREATE EXTENSION pljava gives none).
CREATE FUNCTION pggit_audit.host_start_compare(a integer, b integer) RETURNS integer
LANGUAGE plpgsql IMMUTABLE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pggit_audit.java_echo(''::bytea);
    -- From Java 22 on: the backend hears pg_terminate_backend again while it is idle.
    PERFORM pggit_audit.java_repair_signals(''::bytea);
    RETURN pg_catalog.btint4cmp(a, b);
END
$$;
COMMENT ON FUNCTION pggit_audit.host_start_compare(integer, integer) IS 'Compares two numbers, and makes this session''s first Java call while it does: under the index page''s lock no interrupt is seen. Not for users.';
CREATE OPERATOR pggit_audit.= (LEFTARG = integer, RIGHTARG = integer, FUNCTION = pg_catalog.int4eq);
COMMENT ON OPERATOR pggit_audit.= (integer, integer) IS 'Equality that the index of host_start is searched by.';
CREATE OPERATOR CLASS pggit_audit.host_start_ops FOR TYPE integer USING btree AS
    OPERATOR 3 pggit_audit.= (integer, integer),
    FUNCTION 1 pggit_audit.host_start_compare(integer, integer);
COMMENT ON OPERATOR CLASS pggit_audit.host_start_ops USING btree IS 'Orders the one row of host_start.';
CREATE TABLE pggit_audit.host_start (n integer NOT NULL);
CREATE INDEX host_start_idx ON pggit_audit.host_start (n pggit_audit.host_start_ops);
INSERT INTO pggit_audit.host_start VALUES (1);
COMMENT ON TABLE pggit_audit.host_start IS 'One row, for host_ready: its index makes the first Java call of a session.';
COMMENT ON COLUMN pggit_audit.host_start.n IS 'Always 1.';

CREATE FUNCTION pggit_audit.host_ready() RETURNS void
-- jit: PL/Java reads a table of its own that has no index, which with enable_seqscan off looks dear enough to be compiled.
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $$
BEGIN
    IF current_setting('pggit_audit.host_ready', true) IS DISTINCT FROM pg_backend_pid()::text THEN
        PERFORM FROM pggit_audit.host_start s WHERE s.n OPERATOR(pggit_audit.=) 1;
        PERFORM set_config('pggit_audit.host_ready', pg_backend_pid()::text, false);
    END IF;
END
$$;
