-- The end of the script: event triggers that guard the installation, and the record of what was installed.
-- Needs:   everything else, rights included.

DROP FUNCTION pggit_audit.install_sql(text, text);

CREATE EVENT TRIGGER pggit_audit_refuse_change ON ddl_command_end EXECUTE FUNCTION pggit_audit.refuse_change();
CREATE EVENT TRIGGER pggit_audit_refuse_drop ON sql_drop EXECUTE FUNCTION pggit_audit.refuse_drop();
CREATE EVENT TRIGGER pggit_audit_refuse_drop_extension ON ddl_command_start WHEN TAG IN ('DROP EXTENSION', 'DROP OWNED') EXECUTE FUNCTION pggit_audit.refuse_drop_extension();
COMMENT ON EVENT TRIGGER pggit_audit_refuse_change IS 'Outside a maintenance window nothing of pgGit Audit is altered.';
COMMENT ON EVENT TRIGGER pggit_audit_refuse_drop IS 'Outside a maintenance window nothing of pgGit Audit is dropped.';
COMMENT ON EVENT TRIGGER pggit_audit_refuse_drop_extension IS 'Outside a maintenance window the extension is not dropped once there is evidence.';
-- ALWAYS: session_replication_role does not pass them.
ALTER EVENT TRIGGER pggit_audit_refuse_change ENABLE ALWAYS;
ALTER EVENT TRIGGER pggit_audit_refuse_drop ENABLE ALWAYS;
ALTER EVENT TRIGGER pggit_audit_refuse_drop_extension ENABLE ALWAYS;

INSERT INTO pggit_audit.installed_objects SELECT d.object, d.digest FROM pggit_audit.describe_installation() d;
