--# Statements and what must be said of them; see CaseFilesTest.

SELECT 1;
-- expect: NOT_DDL SELECT: query

SELECT a, "into" FROM t WHERE b = 'into x';
-- expect: NOT_DDL SELECT: query

WITH x AS (INSERT INTO t VALUES (1) RETURNING a) SELECT * FROM x;
-- expect: NOT_DDL SELECT: query

WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x;
-- expect: NOT_DDL INSERT: DML

WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n FROM x) DELETE FROM t USING x;
-- expect: NOT_DDL DELETE: DML

(SELECT 1) UNION (SELECT 2);
-- expect: NOT_DDL SELECT: query

VALUES (1), (2);
-- expect: NOT_DDL SELECT: query

TABLE t;
-- expect: NOT_DDL SELECT: query

INSERT INTO t VALUES (';');
-- expect: NOT_DDL INSERT: DML

UPDATE t SET a = 1;
-- expect: NOT_DDL UPDATE: DML

DELETE FROM t;
-- expect: NOT_DDL DELETE: DML

MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE;
-- expect: NOT_DDL MERGE: DML

TRUNCATE t, u CASCADE;
-- expect: NOT_DDL TRUNCATE TABLE: DML

DO $$ BEGIN CREATE TABLE hidden (a int); END $$;
-- expect: NOT_DDL DO: DO

CALL p(1);
-- expect: NOT_DDL CALL: CALL

COPY t TO STDOUT;
-- expect: NOT_DDL COPY: COPY

BEGIN;
-- expect: NOT_DDL BEGIN: transaction control

START TRANSACTION ISOLATION LEVEL SERIALIZABLE;
-- expect: NOT_DDL START TRANSACTION: transaction control

COMMIT;
-- expect: NOT_DDL COMMIT: transaction control

END;
-- expect: NOT_DDL COMMIT: transaction control

ROLLBACK;
-- expect: NOT_DDL ROLLBACK: transaction control

ABORT;
-- expect: NOT_DDL ROLLBACK: transaction control

SAVEPOINT s;
-- expect: NOT_DDL SAVEPOINT: transaction control

RELEASE s;
-- expect: NOT_DDL RELEASE: transaction control

PREPARE TRANSACTION 'x';
-- expect: NOT_DDL PREPARE TRANSACTION: transaction control

COMMIT PREPARED 'x';
-- expect: NOT_DDL COMMIT PREPARED: transaction control

ROLLBACK PREPARED 'x';
-- expect: NOT_DDL ROLLBACK PREPARED: transaction control

SET search_path = a, b;
-- expect: NOT_DDL SET: session setting

SET CONSTRAINTS ALL DEFERRED;
-- expect: NOT_DDL SET CONSTRAINTS: session setting

RESET ALL;
-- expect: NOT_DDL RESET: session setting

SHOW work_mem;
-- expect: NOT_DDL SHOW: session setting

DISCARD ALL;
-- expect: NOT_DDL DISCARD ALL: session setting

DISCARD TEMPORARY;
-- expect: NOT_DDL DISCARD TEMP: session setting

LOAD 'x';
-- expect: NOT_DDL LOAD: session setting

EXPLAIN ANALYZE CREATE TABLE x AS SELECT 1;
-- expect: NOT_DDL EXPLAIN: query

PREPARE p AS SELECT 1;
-- expect: NOT_DDL PREPARE: prepared statement

EXECUTE p;
-- expect: NOT_DDL EXECUTE: prepared statement

DEALLOCATE ALL;
-- expect: NOT_DDL DEALLOCATE ALL: prepared statement

DECLARE c CURSOR FOR SELECT 1;
-- expect: NOT_DDL DECLARE CURSOR: cursor

FETCH ALL FROM c;
-- expect: NOT_DDL FETCH: cursor

MOVE c;
-- expect: NOT_DDL MOVE: cursor

CLOSE ALL;
-- expect: NOT_DDL CLOSE CURSOR ALL: cursor

LOCK TABLE t;
-- expect: NOT_DDL LOCK TABLE: maintenance

VACUUM t;
-- expect: NOT_DDL VACUUM: maintenance

ANALYZE;
-- expect: NOT_DDL ANALYZE: maintenance

CLUSTER t;
-- expect: NOT_DDL CLUSTER: maintenance

REINDEX TABLE CONCURRENTLY t;
-- expect: NOT_DDL REINDEX: maintenance

CHECKPOINT;
-- expect: NOT_DDL CHECKPOINT: maintenance

LISTEN x;
-- expect: NOT_DDL LISTEN: notification

NOTIFY x, 'y';
-- expect: NOT_DDL NOTIFY: notification

UNLISTEN *;
-- expect: NOT_DDL UNLISTEN: notification
