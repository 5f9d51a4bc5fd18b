-- Who changed which order or customer: a log filled by one trigger function on several tables.
CREATE TABLE change_log (
    log_id     bigserial PRIMARY KEY,
    table_name name NOT NULL,
    operation  char(1) NOT NULL CHECK (operation IN ('I', 'U', 'D')),
    row_before jsonb,
    row_after  jsonb,
    changed_by name NOT NULL DEFAULT session_user,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX change_log_time_idx ON change_log USING brin (changed_at);

CREATE FUNCTION log_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $fn$
BEGIN
    INSERT INTO change_log (table_name, operation, row_before, row_after)
    VALUES (TG_TABLE_NAME, left(TG_OP, 1),
            CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END,
            CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END);
    RETURN NULL;
END;
$fn$;

CREATE TRIGGER audit_trg AFTER INSERT OR UPDATE OR DELETE ON orders FOR EACH ROW EXECUTE FUNCTION log_change();
CREATE TRIGGER audit_trg AFTER INSERT OR UPDATE OR DELETE ON customers FOR EACH ROW EXECUTE FUNCTION log_change();
