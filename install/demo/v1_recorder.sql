-- A recorder that behaves like pgGit v1's event triggers: an IMITATION for the demo and the tests, NOT v1
--
-- What    two event triggers that fill pggit.objects and pggit.history as v1 is documented (by observation) to fill them,
--         with its quirks, so that the demo's v1 history is as messy as a real one. Written for this project.
-- Use     psql -v ON_ERROR_STOP=1 -f v1_schema.sql -f v1_recorder.sql, then each migration as ONE query string:
--         psql -v ON_ERROR_STOP=1 -c "$(cat shop/001_customers.sql)"
-- Stop    DROP EVENT TRIGGER pggit_ddl_trigger; DROP EVENT TRIGGER pggit_drop_trigger;
--
-- The quirks, all on purpose:
--   * a name is regclass text less its `schema.` prefix: quoted names keep their quotes, and a function, whose OID is no
--     relation's, is named by that number;
--   * an index whose name (or schema) needs quotes finds no schema: NOT NULL violation, the user's DDL fails;
--   * the first call for an object inserts version 1 and bumps it at once: the first row is always 1 -> 2;
--   * a rename or SET SCHEMA makes a new object, the old one stays active; a dropped object stays inactive when re-created;
--   * columns become COLUMN objects once, never updated, never dropped, and have no history rows;
--   * only tables, views, indexes and functions, by plain CREATE and ALTER: no CREATE TABLE AS, no materialized view ...;
--   * sql_executed is the whole query string and created_at the start of the transaction;
--   * the triggers run with the user's rights: DDL of a role that may not write pggit's tables fails.

BEGIN;

-- {"<column>": {type, nullable, default, position}} of a table. Looked up by the name as v1 spells it, so a quoted name has none.
CREATE FUNCTION pggit.table_columns(table_schema_name text, table_spelling text) RETURNS jsonb
LANGUAGE sql STABLE AS $body$
    SELECT coalesce(jsonb_object_agg(c.column_name, jsonb_build_object(
               'type', c.udt_name || coalesce('(' || c.character_maximum_length || ')', ''),
               'nullable', c.is_nullable = 'YES',
               'default', c.column_default,
               'position', c.ordinal_position)), '{}')
    FROM information_schema.columns c
    WHERE c.table_schema = table_schema_name AND c.table_name = table_spelling
$body$;

-- Adds the columns that v1 has not seen yet, in order of their position.
CREATE FUNCTION pggit.note_columns(table_schema_name text, table_spelling text, columns jsonb) RETURNS void
LANGUAGE sql AS $body$
    INSERT INTO pggit.objects (object_type, schema_name, object_name, parent_id, metadata)
    SELECT 'COLUMN', table_schema_name, table_spelling || '.' || col.key,
           (SELECT t.id FROM pggit.objects t
            WHERE t.object_type = 'TABLE' AND t.schema_name = table_schema_name
              AND t.object_name = table_spelling AND t.is_active),
           col.value - 'position'
    FROM jsonb_each(columns) col
    WHERE NOT EXISTS (SELECT FROM pggit.objects seen
                      WHERE seen.object_type = 'COLUMN' AND seen.schema_name = table_schema_name
                        AND seen.object_name = table_spelling || '.' || col.key)
    ORDER BY (col.value ->> 'position')::integer
$body$;

-- Finds the object, active or not, or makes it with version 1.
CREATE FUNCTION pggit.find_or_add_object(kind pggit.object_type, in_schema text, spelling text, parent integer, facts jsonb)
RETURNS integer LANGUAGE plpgsql AS $body$
DECLARE
    found_id integer;
BEGIN
    SELECT o.id INTO found_id FROM pggit.objects o
    WHERE o.object_type = kind AND o.schema_name = in_schema AND o.object_name = spelling AND o.branch_name = 'main';
    IF found_id IS NULL THEN
        INSERT INTO pggit.objects (object_type, schema_name, object_name, parent_id, metadata)
        VALUES (kind, in_schema, spelling, parent, facts) RETURNING id INTO found_id;
    END IF;
    RETURN found_id;
END
$body$;

-- Moves an object to its next version and writes the history row of that step.
CREATE FUNCTION pggit.record_change(changed_id integer, step pggit.change_type, severity pggit.change_severity,
                                    facts jsonb, description text)
RETURNS void LANGUAGE plpgsql AS $body$
DECLARE
    previous pggit.objects;
BEGIN
    SELECT * INTO previous FROM pggit.objects WHERE id = changed_id FOR UPDATE;
    UPDATE pggit.objects
    SET version = version + 1,
        version_major = version_major + (severity = 'MAJOR')::integer,
        version_minor = CASE severity WHEN 'MAJOR' THEN 0 ELSE version_minor + 1 END,
        version_patch = 0,
        metadata = facts,
        updated_at = CURRENT_TIMESTAMP
    WHERE id = changed_id;
    INSERT INTO pggit.history (object_id, change_type, change_severity, old_version, new_version,
                               old_metadata, new_metadata, change_description, sql_executed)
    VALUES (changed_id, step, severity, previous.version, previous.version + 1,
            previous.metadata, facts, description, current_query());
END
$body$;

CREATE FUNCTION pggit.handle_ddl_command() RETURNS event_trigger LANGUAGE plpgsql AS $body$
DECLARE
    event       record;
    kind        pggit.object_type;
    spelling    text;
    in_schema   text;
    on_table    text;
    parent      integer;
    facts       jsonb;
    known       jsonb;
    changed_id  integer;
    step        pggit.change_type;
    severity    pggit.change_severity;
BEGIN
    FOR event IN
        SELECT e.* FROM pg_event_trigger_ddl_commands() e
        WHERE e.command_tag IN ('CREATE TABLE', 'ALTER TABLE', 'CREATE VIEW', 'ALTER VIEW',
                                'CREATE INDEX', 'ALTER INDEX', 'CREATE FUNCTION', 'ALTER FUNCTION')
          AND e.object_type IN ('table', 'view', 'index', 'function')
          AND e.schema_name NOT LIKE 'pg\_temp%'        -- temporary tables, and their indexes
          AND e.schema_name NOT LIKE 'pggit%'           -- pgGit's own house
    LOOP
        kind := upper(event.object_type)::pggit.object_type;
        step := split_part(event.command_tag, ' ', 1)::pggit.change_type;
        in_schema := event.schema_name;
        parent := NULL;
        -- regclass text shows the schema only where the search path needs it; v1 cuts the unquoted prefix off
        spelling := event.objid::regclass::text;
        IF starts_with(spelling, in_schema || '.') THEN
            spelling := substr(spelling, length(in_schema) + 2);
        END IF;
        facts := jsonb_build_object('oid', event.objid::text);

        IF kind = 'TABLE' THEN
            facts := facts || jsonb_build_object('columns', pggit.table_columns(in_schema, spelling));
        ELSIF kind = 'INDEX' THEN
            -- by name, as v1 does: a spelling with quotes finds nothing and leaves the schema NULL
            in_schema := NULL;
            SELECT n.nspname, t.relname INTO in_schema, on_table
            FROM pg_catalog.pg_class i
            JOIN pg_catalog.pg_namespace n ON n.oid = i.relnamespace
            JOIN pg_catalog.pg_index x ON x.indexrelid = i.oid
            JOIN pg_catalog.pg_class t ON t.oid = x.indrelid
            WHERE n.nspname = event.schema_name AND i.relname = spelling;
            facts := facts || jsonb_build_object('table', on_table);
            SELECT o.id INTO parent FROM pggit.objects o
            WHERE o.object_type = 'TABLE' AND o.schema_name = in_schema AND o.object_name = on_table AND o.is_active;
        END IF;

        changed_id := pggit.find_or_add_object(kind, in_schema, spelling, parent, facts);
        SELECT o.metadata -> 'columns' INTO known FROM pggit.objects o WHERE o.id = changed_id;
        severity := CASE WHEN step = 'ALTER' AND kind = 'TABLE' AND known IS DISTINCT FROM facts -> 'columns'
                         THEN 'MAJOR' ELSE 'MINOR' END;
        IF kind = 'TABLE' THEN
            PERFORM pggit.note_columns(in_schema, spelling, facts -> 'columns');
        END IF;
        PERFORM pggit.record_change(changed_id, step, severity, facts,
                    format('%s %s %s.%s', event.command_tag, event.object_type, in_schema, spelling));
    END LOOP;
END
$body$;

-- A drop is noticed only where an active object has exactly the dropped thing's schema and bare name:
-- never a function (named by its OID), never a quoted name, never something re-created after a drop.
CREATE FUNCTION pggit.handle_sql_drop() RETURNS event_trigger LANGUAGE plpgsql AS $body$
DECLARE
    gone     record;
    previous pggit.objects;
BEGIN
    FOR gone IN
        SELECT d.* FROM pg_event_trigger_dropped_objects() d
        WHERE d.object_type IN ('table', 'view', 'index', 'function')
    LOOP
        UPDATE pggit.objects o
        SET is_active = false, updated_at = CURRENT_TIMESTAMP
        WHERE o.object_type = upper(gone.object_type)::pggit.object_type
          AND o.schema_name = gone.schema_name AND o.object_name = gone.object_name AND o.is_active
        RETURNING o.* INTO previous;
        CONTINUE WHEN NOT FOUND;
        INSERT INTO pggit.history (object_id, change_type, change_severity, old_version, change_description, sql_executed)
        VALUES (previous.id, 'DROP', 'MAJOR', previous.version,
                format('Dropped %s %s.%s', previous.object_type, previous.schema_name, previous.object_name),
                current_query());
    END LOOP;
END
$body$;

CREATE EVENT TRIGGER pggit_ddl_trigger ON ddl_command_end EXECUTE FUNCTION pggit.handle_ddl_command();
CREATE EVENT TRIGGER pggit_drop_trigger ON sql_drop EXECUTE FUNCTION pggit.handle_sql_drop();

COMMIT;
