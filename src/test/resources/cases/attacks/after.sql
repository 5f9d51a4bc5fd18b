-- And on again, so that nothing but the damage is left.
UPDATE pg_attribute a SET attnotnull = true FROM off_nulls n WHERE n.attrelid = a.attrelid AND n.attnum = a.attnum AND NOT a.attisdropped;
UPDATE pg_attribute SET attidentity = 'a' WHERE attidentity = '' AND EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = attrelid AND d.refobjsubid = attnum AND d.deptype = 'i')
    AND attrelid IN (SELECT c.oid FROM pg_class c WHERE c.relnamespace = 'pggit_audit'::regnamespace AND c.relkind = 'r');
UPDATE pg_event_trigger v SET evtenabled = o.evtenabled FROM off_events o WHERE o.oid = v.oid;
UPDATE pg_class c SET relhastriggers = true FROM off_tables o WHERE o.oid = c.oid;
