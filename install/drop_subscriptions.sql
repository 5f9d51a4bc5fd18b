-- Drops this database's subscriptions without asking their publishers: a database that has one can not be dropped.
DO $$
DECLARE
    v_name name;
BEGIN
    FOR v_name IN SELECT s.subname FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_database d ON d.oid = s.subdbid AND d.datname = pg_catalog.current_database() LOOP
        EXECUTE pg_catalog.format('ALTER SUBSCRIPTION %I DISABLE', v_name);
        EXECUTE pg_catalog.format('ALTER SUBSCRIPTION %I SET (slot_name = NONE)', v_name);
        EXECUTE pg_catalog.format('DROP SUBSCRIPTION %I', v_name);
    END LOOP;
END
$$;
