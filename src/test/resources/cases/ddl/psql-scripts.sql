--# psql scripts: what psql takes for itself, COPY data, settings that change where strings end. See CaseFilesTest.

CREATE TABLE a (x int)\; CREATE TABLE b (x int)\; DROP TABLE c; CREATE TABLE d (x int);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE a
-- expect: CREATE TABLE
-- expect:   CREATE TABLE b
-- expect: DROP TABLE
-- expect:   DROP TABLE c
-- expect: CREATE TABLE
-- expect:   CREATE TABLE d

CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a\; DELETE FROM b)\; CREATE TABLE c (x int);
-- expect: CREATE RULE
-- expect:   CREATE RULE r on t
-- expect: CREATE TABLE
-- expect:   CREATE TABLE c

CREATE TABLE a (x int)
\p
\g | sed 's/;/x/'
CREATE TABLE b (x int) \bind 1 'a\g;' \g
CREATE TABLE c (x int) \gx (format=csv) /tmp/f
CREATE TABLE d (x int) \watch 2
CREATE TABLE e (x int) \parse stmt
CREATE TABLE f (x int) \sendpipeline
CREATE TABLE g (x int);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE a
-- expect: CREATE TABLE
-- expect:   CREATE TABLE b
-- expect: CREATE TABLE
-- expect:   CREATE TABLE c
-- expect: CREATE TABLE
-- expect:   CREATE TABLE d
-- expect: CREATE TABLE
-- expect:   CREATE TABLE e
-- expect: CREATE TABLE
-- expect:   CREATE TABLE f
-- expect: CREATE TABLE
-- expect:   CREATE TABLE g

SELECT 'i' AS n \gset p_ \\ CREATE TABLE a (x int);
\set x 'a\'\\' \\ CREATE TABLE b (x int);
\echo a\echo b\\CREATE TABLE c (x int);
\! echo a \\ b
\d x
CREATE TABLE d (x int);
-- expect: NOT_DDL SELECT: query
-- expect: CREATE TABLE
-- expect:   CREATE TABLE a
-- expect: NOT_DDL -: psql command
-- expect: CREATE TABLE
-- expect:   CREATE TABLE b
-- expect: NOT_DDL -: psql command
-- expect: NOT_DDL -: psql command
-- expect: CREATE TABLE
-- expect:   CREATE TABLE c
-- expect: NOT_DDL -: psql command
-- expect: NOT_DDL -: psql command
-- expect: CREATE TABLE
-- expect:   CREATE TABLE d

** not even SQL
\r
CREATE TABLE a (x int) \getenv x HOME
;
-- expect: UNCLASSIFIED at 0: expected a command, found ** not even SQL \r CREATE TABLE a (x int
-- expect: CREATE TABLE
-- expect:   CREATE TABLE a

CREATE TABLE a (x "char" DEFAULT 'a'\:\:"char"); CREATE TABLE b (x int);
-- expect: CREATE TABLE
-- expect:   CREATE TABLE a
-- expect: CREATE TABLE
-- expect:   CREATE TABLE b

COPY t FROM stdin; -- a comment, another /* one */
1	CREATE TABLE x (a int);
\.
CREATE TABLE a (x int);
-- expect: NOT_DDL COPY: COPY
-- expect: NOT_DDL -: COPY data
-- expect: CREATE TABLE
-- expect:   CREATE TABLE a

COPY "T" ("a b", c) FROM STDIN /* c */ WITH (FORMAT csv); /* c */  -- d
'
\.
CREATE TABLE a (x int);
-- expect: NOT_DDL COPY: COPY
-- expect: NOT_DDL -: COPY data
-- expect: CREATE TABLE
-- expect:   CREATE TABLE a

COPY t FROM STDOUT;
'
\.
CREATE TABLE a (x int);
-- expect: NOT_DDL COPY: COPY
-- expect: NOT_DDL -: COPY data
-- expect: CREATE TABLE
-- expect:   CREATE TABLE a

COPY t FROM stdin\; COPY t FROM stdin\; SELECT 1;
'
\.
"
\.
CREATE TABLE a (x int);
-- expect: NOT_DDL COPY: COPY
-- expect: NOT_DDL COPY: COPY
-- expect: NOT_DDL SELECT: query
-- expect: NOT_DDL -: COPY data
-- expect: NOT_DDL -: COPY data
-- expect: CREATE TABLE
-- expect:   CREATE TABLE a

\copy t (a, "from") from stdin csv
'
\.
CREATE TABLE a (x int);
-- expect: NOT_DDL -: psql command
-- expect: NOT_DDL -: COPY data
-- expect: CREATE TABLE
-- expect:   CREATE TABLE a

\copy (select * from stdin) to 'x'
CREATE TABLE a (x int);
\.
-- expect: NOT_DDL -: psql command
-- expect: CREATE TABLE
-- expect:   CREATE TABLE a
-- expect: NOT_DDL -: psql command

COPY (SELECT a FROM stdin) TO STDOUT;
CREATE TABLE a (x int);
\.
-- expect: NOT_DDL COPY: COPY
-- expect: CREATE TABLE
-- expect:   CREATE TABLE a
-- expect: NOT_DDL -: psql command

COPY stdin TO STDOUT; COPY t FROM 'stdin';
CREATE TABLE a (x int);
\.
-- expect: NOT_DDL COPY: COPY
-- expect: NOT_DDL COPY: COPY
-- expect: CREATE TABLE
-- expect:   CREATE TABLE a
-- expect: NOT_DDL -: psql command

COPY t FROM stdin; -- no data
CREATE TABLE a (x int);
-- expect: NOT_DDL COPY: COPY
-- expect: CREATE TABLE
-- expect:   CREATE TABLE a

SET standard_conforming_strings = off;
COMMENT ON TABLE a IS 'it\'s; a'; CREATE TABLE b (x text DEFAULT N'\\\'');
SET SESSION standard_conforming_strings TO 'on';
COMMENT ON TABLE c IS 'C:\'; CREATE TABLE d (x int);
-- expect: NOT_DDL SET: session setting
-- expect: COMMENT
-- expect:   COMMENT TABLE a
-- expect: CREATE TABLE
-- expect:   CREATE TABLE b
-- expect: NOT_DDL SET: session setting
-- expect: COMMENT
-- expect:   COMMENT TABLE c
-- expect: CREATE TABLE
-- expect:   CREATE TABLE d

set local "standard_conforming_strings" to false; comment on table a is '\';'; reset standard_conforming_strings; comment on table b is '\'; drop table c;
-- expect: NOT_DDL SET: session setting
-- expect: COMMENT
-- expect:   COMMENT TABLE a
-- expect: NOT_DDL RESET: session setting
-- expect: COMMENT
-- expect:   COMMENT TABLE b
-- expect: DROP TABLE
-- expect:   DROP TABLE c

SET standard_conforming_strings = off; RESET ALL; COMMENT ON TABLE a IS '\'; CREATE TABLE b (x int);
-- expect: NOT_DDL SET: session setting
-- expect: NOT_DDL RESET: session setting
-- expect: COMMENT
-- expect:   COMMENT TABLE a
-- expect: CREATE TABLE
-- expect:   CREATE TABLE b
