--# Statements and what must be said of them; see CaseFilesTest.

CREATE ROLE r LOGIN PASSWORD 'x';
-- expect: CREATE ROLE
-- expect:   CREATE ROLE r

CREATE USER u WITH SUPERUSER;
-- expect: CREATE ROLE
-- expect:   CREATE ROLE u

CREATE GROUP g ROLE r;
-- expect: CREATE ROLE
-- expect:   CREATE ROLE g

ALTER ROLE r NOLOGIN;
-- expect: ALTER ROLE
-- expect:   ALTER ROLE r
-- expect:   sub OPTIONS

ALTER USER u SET search_path = public;
-- expect: ALTER ROLE
-- expect:   ALTER ROLE u
-- expect:   sub SET

ALTER ROLE ALL IN DATABASE postgres RESET ALL;
-- expect: ALTER ROLE
-- expect:   ALTER ROLE all

ALTER GROUP g ADD USER u, r;
-- expect: ALTER ROLE
-- expect:   ALTER ROLE g
-- expect:   sub ADD USER

ALTER ROLE u RENAME TO "U 2";
-- expect: ALTER ROLE
-- expect:   RENAME ROLE u -> "U 2"
-- expect:   sub RENAME TO

COMMENT ON ROLE r IS 'x';
-- expect: COMMENT
-- expect:   COMMENT ROLE r

GRANT g, r TO "U 2" WITH ADMIN OPTION;
-- expect: GRANT ROLE
-- expect:   GRANT ROLE g
-- expect:   GRANT ROLE r

REVOKE ADMIN OPTION FOR g FROM "U 2" CASCADE;
-- expect: REVOKE ROLE
-- expect:   REVOKE ROLE g

DROP ROLE IF EXISTS r, "U 2";
-- expect: DROP ROLE
-- expect:   DROP ROLE r IF_EXISTS
-- expect:   DROP ROLE "U 2" IF_EXISTS

DROP USER missing;
-- expect: DROP ROLE
-- expect:   DROP ROLE missing

DROP GROUP g;
-- expect: DROP ROLE
-- expect:   DROP ROLE g

CREATE DATABASE d TEMPLATE template0 ENCODING 'UTF8';
-- expect: CREATE DATABASE
-- expect:   CREATE DATABASE d

ALTER DATABASE d SET work_mem = '1MB';
-- expect: ALTER DATABASE
-- expect:   ALTER DATABASE d
-- expect:   sub SET

ALTER DATABASE d CONNECTION LIMIT 3;
-- expect: ALTER DATABASE
-- expect:   ALTER DATABASE d
-- expect:   sub CONNECTION

ALTER DATABASE d RENAME TO d2;
-- expect: ALTER DATABASE
-- expect:   RENAME DATABASE d -> d2
-- expect:   sub RENAME TO

ALTER DATABASE d2 OWNER TO CURRENT_USER;
-- expect: ALTER DATABASE
-- expect:   ALTER DATABASE d2
-- expect:   sub OWNER TO

COMMENT ON DATABASE d2 IS 'x';
-- expect: COMMENT
-- expect:   COMMENT DATABASE d2

GRANT CONNECT ON DATABASE d2 TO PUBLIC;
-- expect: GRANT
-- expect:   GRANT DATABASE d2

DROP DATABASE IF EXISTS d2 WITH (FORCE);
-- expect: DROP DATABASE
-- expect:   DROP DATABASE d2 IF_EXISTS

CREATE TABLESPACE ts LOCATION '/nowhere';
-- expect: CREATE TABLESPACE
-- expect:   CREATE TABLESPACE ts

ALTER TABLESPACE ts SET (seq_page_cost = 2);
-- expect: ALTER TABLESPACE
-- expect:   ALTER TABLESPACE ts
-- expect:   sub SET

ALTER TABLESPACE ts RENAME TO ts2;
-- expect: ALTER TABLESPACE
-- expect:   RENAME TABLESPACE ts -> ts2
-- expect:   sub RENAME TO

COMMENT ON TABLESPACE ts2 IS 'x';
-- expect: COMMENT
-- expect:   COMMENT TABLESPACE ts2

GRANT CREATE ON TABLESPACE ts2 TO PUBLIC;
-- expect: GRANT
-- expect:   GRANT TABLESPACE ts2

DROP TABLESPACE IF EXISTS ts2;
-- expect: DROP TABLESPACE
-- expect:   DROP TABLESPACE ts2 IF_EXISTS

ALTER SYSTEM SET work_mem = '4MB';
-- expect: ALTER SYSTEM
-- expect:   ALTER PARAMETER work_mem

ALTER SYSTEM RESET ALL;
-- expect: ALTER SYSTEM
-- expect:   ALTER PARAMETER all

GRANT SET ON PARAMETER work_mem, my.setting TO PUBLIC;
-- expect: GRANT
-- expect:   GRANT PARAMETER work_mem
-- expect:   GRANT PARAMETER my.setting

CREATE EVENT TRIGGER et ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION f();
-- expect: CREATE EVENT TRIGGER
-- expect:   CREATE EVENT_TRIGGER et

ALTER EVENT TRIGGER et DISABLE;
-- expect: ALTER EVENT TRIGGER
-- expect:   ALTER EVENT_TRIGGER et
-- expect:   sub DISABLE

ALTER EVENT TRIGGER et RENAME TO et2;
-- expect: ALTER EVENT TRIGGER
-- expect:   RENAME EVENT_TRIGGER et -> et2
-- expect:   sub RENAME TO

COMMENT ON EVENT TRIGGER et2 IS 'x';
-- expect: COMMENT
-- expect:   COMMENT EVENT_TRIGGER et2

DROP EVENT TRIGGER IF EXISTS et2 CASCADE;
-- expect: DROP EVENT TRIGGER
-- expect:   DROP EVENT_TRIGGER et2 IF_EXISTS CASCADE

SECURITY LABEL ON ROLE r IS 'x';
-- expect: SECURITY LABEL
-- expect:   SECURITY_LABEL ROLE r
