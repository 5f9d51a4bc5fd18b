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
CREATE FUNCTION pggit_audit.java_hash_rules(block bytea) RETURNS bytea LANGUAGE java IMMUTABLE AS 'org.pggit.audit.host.Entry.hashRules';
CREATE FUNCTION pggit_audit.java_backfill(block bytea) RETURNS bytea LANGUAGE java IMMUTABLE AS 'org.pggit.audit.host.Entry.backfillFromV1History';
CREATE FUNCTION pggit_audit.java_parse_ddl(block bytea) RETURNS bytea LANGUAGE java IMMUTABLE AS 'org.pggit.audit.host.Entry.parseDdl';
CREATE FUNCTION pggit_audit.java_echo(block bytea) RETURNS bytea LANGUAGE java IMMUTABLE AS 'org.pggit.audit.host.Entry.echo';
CREATE FUNCTION pggit_audit.java_self_test(block bytea) RETURNS bytea LANGUAGE java VOLATILE AS 'org.pggit.audit.host.Entry.selfTest';

CREATE FUNCTION pggit_audit.host_version() RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT 'PL/Java ' || coalesce((SELECT e.extversion FROM pg_extension e WHERE e.extname = 'pljava'), '(not an extension)')
$$;
SET LOCAL client_min_messages = warning;
