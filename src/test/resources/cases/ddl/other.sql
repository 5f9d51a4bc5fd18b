--# Statements and what must be said of them; see CaseFilesTest. PostgreSQL 15 agreed (its event triggers), where it accepts the statement and its catalogs do not decide.

CREATE SCHEMA plain;
-- expect: CREATE SCHEMA
-- expect:   CREATE SCHEMA plain

CREATE SCHEMA IF NOT EXISTS plain;
-- expect: CREATE SCHEMA
-- expect:   CREATE SCHEMA plain IF_NOT_EXISTS

CREATE SCHEMA full_house CREATE TABLE t (id serial PRIMARY KEY, v text) CREATE VIEW v AS SELECT id FROM t CREATE INDEX ON t (v) CREATE SEQUENCE s GRANT SELECT ON t TO PUBLIC;
-- expect: CREATE SCHEMA
-- expect:   CREATE SCHEMA full_house
-- expect:   CREATE TABLE full_house.t
-- expect:   CREATE VIEW full_house.v
-- expect:   CREATE INDEX full_house.t_v_idx of full_house.t
-- expect:   CREATE SEQUENCE full_house.s
-- expect:   GRANT TABLE full_house.t
-- expect:   implied CREATE SEQUENCE full_house.t_id_seq of full_house.t.id
-- expect:   implied CREATE INDEX full_house.t_pkey of full_house.t
-- expect:   implied ALTER SEQUENCE full_house.t_id_seq of full_house.t.id

ALTER SCHEMA plain RENAME TO plainer;
-- expect: ALTER SCHEMA
-- expect:   RENAME SCHEMA plain -> plainer
-- expect:   sub RENAME TO

ALTER SCHEMA plainer OWNER TO CURRENT_USER;
-- expect: ALTER SCHEMA
-- expect:   ALTER SCHEMA plainer
-- expect:   sub OWNER TO

COMMENT ON SCHEMA plainer IS 'x';
-- expect: COMMENT
-- expect:   COMMENT SCHEMA plainer

DROP SCHEMA IF EXISTS plainer, missing CASCADE;
-- expect: DROP SCHEMA
-- expect:   DROP SCHEMA plainer IF_EXISTS CASCADE
-- expect:   DROP SCHEMA missing IF_EXISTS CASCADE

CREATE EXTENSION IF NOT EXISTS plpgsql WITH SCHEMA pg_catalog;
-- expect: CREATE EXTENSION
-- expect:   CREATE EXTENSION plpgsql IF_NOT_EXISTS

COMMENT ON EXTENSION plpgsql IS 'x';
-- expect: COMMENT
-- expect:   COMMENT EXTENSION plpgsql

ALTER EXTENSION plpgsql ADD SCHEMA full_house;
-- expect: ALTER EXTENSION
-- expect:   ALTER EXTENSION plpgsql
-- expect:   sub ADD MEMBER: ALTER SCHEMA full_house

ALTER EXTENSION plpgsql DROP SCHEMA full_house;
-- expect: ALTER EXTENSION
-- expect:   ALTER EXTENSION plpgsql
-- expect:   sub DROP MEMBER: ALTER SCHEMA full_house

CREATE FUNCTION handles(internal) RETURNS index_am_handler LANGUAGE internal AS 'bthandler';
-- expect: CREATE FUNCTION
-- expect:   CREATE FUNCTION handles(internal)

CREATE ACCESS METHOD am TYPE INDEX HANDLER bthandler;
-- expect: CREATE ACCESS METHOD
-- expect:   CREATE ACCESS_METHOD am

COMMENT ON ACCESS METHOD am IS 'x';
-- expect: COMMENT
-- expect:   COMMENT ACCESS_METHOD am

DROP ACCESS METHOD IF EXISTS am;
-- expect: DROP ACCESS METHOD
-- expect:   DROP ACCESS_METHOD am IF_EXISTS

CREATE FOREIGN DATA WRAPPER fdw NO HANDLER OPTIONS (debug 'true');
-- expect: CREATE FOREIGN DATA WRAPPER
-- expect:   CREATE FOREIGN_DATA_WRAPPER fdw

ALTER FOREIGN DATA WRAPPER fdw OPTIONS (SET debug 'false');
-- expect: ALTER FOREIGN DATA WRAPPER
-- expect:   ALTER FOREIGN_DATA_WRAPPER fdw
-- expect:   sub OPTIONS

ALTER FOREIGN DATA WRAPPER fdw RENAME TO fdw2;
-- expect: ALTER FOREIGN DATA WRAPPER
-- expect:   RENAME FOREIGN_DATA_WRAPPER fdw -> fdw2
-- expect:   sub RENAME TO

COMMENT ON FOREIGN DATA WRAPPER fdw2 IS 'x';
-- expect: COMMENT
-- expect:   COMMENT FOREIGN_DATA_WRAPPER fdw2

CREATE SERVER IF NOT EXISTS srv TYPE 'x' VERSION '1' FOREIGN DATA WRAPPER fdw2;
-- expect: CREATE SERVER
-- expect:   CREATE SERVER srv IF_NOT_EXISTS

ALTER SERVER srv OPTIONS (ADD host 'x');
-- expect: ALTER SERVER
-- expect:   ALTER SERVER srv
-- expect:   sub OPTIONS

ALTER SERVER srv RENAME TO "Srv 2";
-- expect: ALTER SERVER
-- expect:   RENAME SERVER srv -> "Srv 2"
-- expect:   sub RENAME TO

COMMENT ON SERVER "Srv 2" IS 'x';
-- expect: COMMENT
-- expect:   COMMENT SERVER "Srv 2"

CREATE USER MAPPING FOR postgres SERVER "Srv 2" OPTIONS (user 'x');
-- expect: CREATE USER MAPPING
-- expect:   CREATE USER_MAPPING postgres on server Srv 2 of Srv 2

CREATE USER MAPPING IF NOT EXISTS FOR PUBLIC SERVER "Srv 2";
-- expect: CREATE USER MAPPING
-- expect:   CREATE USER_MAPPING public on server Srv 2 of Srv 2 IF_NOT_EXISTS

ALTER USER MAPPING FOR postgres SERVER "Srv 2" OPTIONS (SET user 'y');
-- expect: ALTER USER MAPPING
-- expect:   ALTER USER_MAPPING postgres on server Srv 2 of Srv 2
-- expect:   sub OPTIONS

DROP USER MAPPING IF EXISTS FOR PUBLIC SERVER "Srv 2";
-- expect: DROP USER MAPPING
-- expect:   DROP USER_MAPPING public on server Srv 2 of Srv 2 IF_EXISTS

CREATE FOREIGN TABLE ft (a int OPTIONS (x 'y') NOT NULL, b serial) SERVER "Srv 2" OPTIONS (t 'u');
-- expect: CREATE FOREIGN TABLE
-- expect:   CREATE FOREIGN_TABLE ft
-- expect:   implied CREATE SEQUENCE ft_b_seq of ft.b
-- expect:   implied ALTER SEQUENCE ft_b_seq of ft.b
-- expect:   implied ALTER FOREIGN_TABLE ft

CREATE FOREIGN TABLE IF NOT EXISTS public.ft2 (a int) SERVER "Srv 2";
-- expect: CREATE FOREIGN TABLE
-- expect:   CREATE FOREIGN_TABLE public.ft2 IF_NOT_EXISTS

ALTER FOREIGN TABLE ft ADD COLUMN c int, ALTER a OPTIONS (SET x 'z'), OPTIONS (SET t 'v');
-- expect: ALTER FOREIGN TABLE
-- expect:   ALTER FOREIGN_TABLE ft
-- expect:   sub ADD COLUMN: CREATE FOREIGN_TABLE_COLUMN ft.c
-- expect:   sub ALTER COLUMN OPTIONS: ALTER FOREIGN_TABLE_COLUMN ft.a
-- expect:   sub OPTIONS

ALTER FOREIGN TABLE ft RENAME COLUMN c TO d;
-- expect: ALTER FOREIGN TABLE
-- expect:   RENAME FOREIGN_TABLE_COLUMN ft.c -> ft.d
-- expect:   sub RENAME COLUMN: RENAME FOREIGN_TABLE_COLUMN ft.c -> ft.d

ALTER FOREIGN TABLE ft RENAME TO ft3;
-- expect: ALTER FOREIGN TABLE
-- expect:   RENAME FOREIGN_TABLE ft -> ft3
-- expect:   sub RENAME TO

ALTER FOREIGN TABLE ft3 DROP COLUMN d;
-- expect: ALTER FOREIGN TABLE
-- expect:   ALTER FOREIGN_TABLE ft3
-- expect:   sub DROP COLUMN: DROP FOREIGN_TABLE_COLUMN ft3.d

COMMENT ON FOREIGN TABLE ft3 IS 'x';
-- expect: COMMENT
-- expect:   COMMENT FOREIGN_TABLE ft3

IMPORT FOREIGN SCHEMA remote LIMIT TO (a, b) FROM SERVER "Srv 2" INTO public OPTIONS (x 'y');
-- expect: IMPORT FOREIGN SCHEMA
-- expect:   IMPORT SCHEMA public

DROP FOREIGN TABLE ft3, ft2;
-- expect: DROP FOREIGN TABLE
-- expect:   DROP FOREIGN_TABLE ft3
-- expect:   DROP FOREIGN_TABLE ft2

DROP SERVER "Srv 2" CASCADE;
-- expect: DROP SERVER
-- expect:   DROP SERVER "Srv 2" CASCADE

DROP FOREIGN DATA WRAPPER IF EXISTS fdw2;
-- expect: DROP FOREIGN DATA WRAPPER
-- expect:   DROP FOREIGN_DATA_WRAPPER fdw2 IF_EXISTS

CREATE TABLE pt (a int);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE pt

CREATE TABLE pt2 (a int);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE pt2

CREATE PUBLICATION pub FOR TABLE pt;
-- expect: CREATE PUBLICATION
-- expect:   CREATE PUBLICATION pub

ALTER PUBLICATION pub ADD TABLE pt2 (a) WHERE (a > 1), TABLES IN SCHEMA full_house;
-- expect: ALTER PUBLICATION
-- expect:   CREATE PUBLICATION_RELATION pt2 in publication pub of pub
-- expect:   CREATE PUBLICATION_NAMESPACE full_house in publication pub of pub
-- expect:   sub ADD: CREATE PUBLICATION_RELATION pt2 in publication pub of pub
-- expect:   sub ADD: CREATE PUBLICATION_NAMESPACE full_house in publication pub of pub

ALTER PUBLICATION pub ADD TABLE pt2, TABLES IN SCHEMA full_house;
-- expect: ALTER PUBLICATION
-- expect:   CREATE PUBLICATION_RELATION pt2 in publication pub of pub
-- expect:   CREATE PUBLICATION_NAMESPACE full_house in publication pub of pub
-- expect:   sub ADD: CREATE PUBLICATION_RELATION pt2 in publication pub of pub
-- expect:   sub ADD: CREATE PUBLICATION_NAMESPACE full_house in publication pub of pub

ALTER PUBLICATION pub DROP TABLE ONLY pt2;
-- expect: ALTER PUBLICATION
-- expect:   DROP PUBLICATION_RELATION pt2 in publication pub of pub
-- expect:   sub DROP: DROP PUBLICATION_RELATION pt2 in publication pub of pub

ALTER PUBLICATION pub SET (publish = 'insert');
-- expect: ALTER PUBLICATION
-- expect:   ALTER PUBLICATION pub
-- expect:   sub SET

ALTER PUBLICATION pub SET TABLE ONLY s.a (x, y), b * WHERE (b.x > 3), TABLES IN SCHEMA s2, CURRENT_SCHEMA;
-- expect: ALTER PUBLICATION
-- expect:   ALTER PUBLICATION_RELATION s.a in publication pub of pub
-- expect:   ALTER PUBLICATION_RELATION b in publication pub of pub
-- expect:   ALTER PUBLICATION_NAMESPACE s2 in publication pub of pub
-- expect:   ALTER PUBLICATION_NAMESPACE CURRENT_SCHEMA in publication pub of pub
-- expect:   sub SET: ALTER PUBLICATION_RELATION s.a in publication pub of pub
-- expect:   sub SET: ALTER PUBLICATION_RELATION b in publication pub of pub
-- expect:   sub SET: ALTER PUBLICATION_NAMESPACE s2 in publication pub of pub
-- expect:   sub SET: ALTER PUBLICATION_NAMESPACE CURRENT_SCHEMA in publication pub of pub

ALTER PUBLICATION pub RENAME TO pub2;
-- expect: ALTER PUBLICATION
-- expect:   RENAME PUBLICATION pub -> pub2
-- expect:   sub RENAME TO

COMMENT ON PUBLICATION pub2 IS 'x';
-- expect: COMMENT
-- expect:   COMMENT PUBLICATION pub2

DROP PUBLICATION IF EXISTS pub2, missing;
-- expect: DROP PUBLICATION
-- expect:   DROP PUBLICATION pub2 IF_EXISTS
-- expect:   DROP PUBLICATION missing IF_EXISTS

CREATE SUBSCRIPTION sub CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false);
-- expect: CREATE SUBSCRIPTION
-- expect:   CREATE SUBSCRIPTION sub

ALTER SUBSCRIPTION sub SET PUBLICATION q WITH (refresh = false);
-- expect: ALTER SUBSCRIPTION
-- expect:   ALTER SUBSCRIPTION sub
-- expect:   sub SET PUBLICATION

ALTER SUBSCRIPTION sub DISABLE;
-- expect: ALTER SUBSCRIPTION
-- expect:   ALTER SUBSCRIPTION sub
-- expect:   sub DISABLE

ALTER SUBSCRIPTION sub SET (slot_name = NONE);
-- expect: ALTER SUBSCRIPTION
-- expect:   ALTER SUBSCRIPTION sub
-- expect:   sub SET

ALTER SUBSCRIPTION sub RENAME TO sub2;
-- expect: ALTER SUBSCRIPTION
-- expect:   RENAME SUBSCRIPTION sub -> sub2
-- expect:   sub RENAME TO

COMMENT ON SUBSCRIPTION sub2 IS 'x';
-- expect: COMMENT
-- expect:   COMMENT SUBSCRIPTION sub2

DROP SUBSCRIPTION IF EXISTS sub2;
-- expect: DROP SUBSCRIPTION
-- expect:   DROP SUBSCRIPTION sub2 IF_EXISTS

COMMENT ON LARGE OBJECT 4711 IS 'x';
-- expect: COMMENT
-- expect:   COMMENT LARGE_OBJECT 4711

GRANT SELECT, INSERT (a), UPDATE (a) ON pt, TABLE pt2 TO PUBLIC;
-- expect: UNCLASSIFIED at 44: expected a name, found TABLE pt2 TO PUBLIC;

GRANT SELECT, INSERT (a), UPDATE (a) ON TABLE public.pt, pt2 TO PUBLIC WITH GRANT OPTION;
-- expect: GRANT
-- expect:   GRANT TABLE public.pt
-- expect:   GRANT TABLE pt2

GRANT ALL PRIVILEGES ON ALL TABLES IN SCHEMA full_house, public TO CURRENT_USER;
-- expect: GRANT
-- expect:   GRANT TABLE null in full_house ALL_IN_SCHEMA
-- expect:   GRANT TABLE null in public ALL_IN_SCHEMA

GRANT USAGE ON SEQUENCE full_house.s TO PUBLIC;
-- expect: GRANT
-- expect:   GRANT SEQUENCE full_house.s

GRANT USAGE ON SCHEMA full_house TO PUBLIC;
-- expect: GRANT
-- expect:   GRANT SCHEMA full_house

GRANT EXECUTE ON FUNCTION handles(internal) TO PUBLIC;
-- expect: GRANT
-- expect:   GRANT FUNCTION handles(internal)

GRANT USAGE ON LANGUAGE sql TO PUBLIC;
-- expect: GRANT
-- expect:   GRANT LANGUAGE sql

GRANT USAGE ON TYPE int4 TO PUBLIC;
-- expect: GRANT
-- expect:   GRANT TYPE int4

CREATE DOMAIN dom AS int;
-- expect: CREATE DOMAIN
-- expect:   CREATE TYPE dom

GRANT USAGE ON DOMAIN dom TO PUBLIC;
-- expect: GRANT
-- expect:   GRANT DOMAIN dom

GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO PUBLIC;
-- expect: GRANT
-- expect:   GRANT FUNCTION null in public ALL_IN_SCHEMA

REVOKE GRANT OPTION FOR SELECT ON pt FROM PUBLIC CASCADE;
-- expect: REVOKE
-- expect:   REVOKE TABLE pt

REVOKE ALL ON FUNCTION handles FROM PUBLIC;
-- expect: REVOKE
-- expect:   REVOKE FUNCTION handles

ALTER DEFAULT PRIVILEGES IN SCHEMA full_house GRANT SELECT ON TABLES TO PUBLIC;
-- expect: ALTER DEFAULT PRIVILEGES
-- expect:   GRANT TABLES in schema full_house on tables

ALTER DEFAULT PRIVILEGES FOR ROLE postgres REVOKE EXECUTE ON ROUTINES FROM PUBLIC;
-- expect: ALTER DEFAULT PRIVILEGES
-- expect:   REVOKE FUNCTIONS for role postgres on functions

ALTER DEFAULT PRIVILEGES FOR USER postgres IN SCHEMA full_house, public GRANT USAGE ON TYPES TO PUBLIC;
-- expect: ALTER DEFAULT PRIVILEGES
-- expect:   GRANT TYPES for role postgres in schema full_house on types
-- expect:   GRANT TYPES for role postgres in schema public on types

ALTER LARGE OBJECT 4711 OWNER TO CURRENT_USER;
-- expect: ALTER LARGE OBJECT
-- expect:   ALTER LARGE_OBJECT 4711
-- expect:   sub OWNER TO

GRANT SELECT ON LARGE OBJECT 4711 TO PUBLIC;
-- expect: GRANT
-- expect:   GRANT LARGE_OBJECT 4711

REASSIGN OWNED BY nobody TO CURRENT_USER;
-- expect: REASSIGN OWNED
-- expect:   REASSIGN ROLE nobody

DROP OWNED BY nobody;
-- expect: DROP OWNED

DROP EXTENSION IF EXISTS missing, plpgsql CASCADE;
-- expect: DROP EXTENSION
-- expect:   DROP EXTENSION missing IF_EXISTS CASCADE
-- expect:   DROP EXTENSION plpgsql IF_EXISTS CASCADE

ALTER EXTENSION ltree UPDATE TO '1.2';
-- expect: ALTER EXTENSION
-- expect:   ALTER EXTENSION ltree
-- expect:   sub UPDATE TO

ALTER EXTENSION ltree SET SCHEMA full_house;
-- expect: ALTER EXTENSION
-- expect:   SET_SCHEMA EXTENSION ltree -> full_house.ltree
-- expect:   sub SET SCHEMA
