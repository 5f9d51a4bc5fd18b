-- The supplier has an API now: the staging schema, its table, index, view and function go together.
DROP SCHEMA staging CASCADE;
