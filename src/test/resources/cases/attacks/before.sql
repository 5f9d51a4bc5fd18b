-- All guards off, as a superuser can.
SET LOCAL allow_system_table_mods = on;
CREATE TEMP TABLE off_tables ON COMMIT DROP AS SELECT c.oid FROM pg_class c WHERE c.relnamespace IN ('pggit_audit'::regnamespace, 'pggit_v2'::regnamespace) AND c.relhastriggers;
UPDATE pg_class SET relhastriggers = false WHERE oid IN (SELECT o.oid FROM off_tables o);
CREATE TEMP TABLE off_events ON COMMIT DROP AS SELECT v.oid, v.evtenabled FROM pg_event_trigger v;
UPDATE pg_event_trigger SET evtenabled = 'D';
UPDATE pg_attribute SET attidentity = '' WHERE attidentity = 'a' AND attrelid IN (SELECT c.oid FROM pg_class c WHERE c.relnamespace = 'pggit_audit'::regnamespace);
CREATE TEMP TABLE off_nulls ON COMMIT DROP AS SELECT a.attrelid, a.attnum FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE c.relkind = 'r' AND a.attnum > 0 AND a.attnotnull AND c.relnamespace IN ('pggit_audit'::regnamespace, 'pggit_v2'::regnamespace);
UPDATE pg_attribute a SET attnotnull = false FROM off_nulls n WHERE n.attrelid = a.attrelid AND n.attnum = a.attnum;
