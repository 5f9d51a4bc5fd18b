--# Statements and what must be said of them; see CaseFilesTest.

CREATE;
-- expect: UNCLASSIFIED at 6: expected a kind of object, found ;

CREATE nonsense x;
-- expect: UNCLASSIFIED at 7: expected a kind of object, found nonsense x;

CREATE TABLE;
-- expect: UNCLASSIFIED at 12: expected a name, found ;

CREATE TABLE select (a int);
-- expect: UNCLASSIFIED at 13: expected a name, found select (a int);

CREATE TABLE t (a int;
-- expect: UNCLASSIFIED at 22: expected ), found the end

CREATE TABLE t (a int, b text DEFAULT 'open);
-- expect: UNCLASSIFIED at 38: unterminated quote or comment

CREATE FUNCTION f;
-- expect: UNCLASSIFIED at 17: expected an argument list, found ;

CREATE FUNCTION f(a int RETURNS int;
-- expect: UNCLASSIFIED at 24: expected ), found RETURNS int;

CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END;
-- expect: UNCLASSIFIED at 88: BEGIN ATOMIC without END

CREATE TRIGGER t ON x;
-- expect: UNCLASSIFIED at 17: expected before, after or instead of, found ON x;

CREATE INDEX concurrently ON;
-- expect: UNCLASSIFIED at 28: expected a name, found ;

CREATE SCHEMA s nonsense;
-- expect: UNCLASSIFIED at 16: expected an element of the schema, found nonsense;

ALTER TABLE t;
-- expect: UNCLASSIFIED at 13: expected a subcommand, found ;

ALTER TABLE t ADD a int, nonsense b;
-- expect: UNCLASSIFIED at 25: expected a subcommand, found nonsense b;

ALTER TABLE t RENAME;
-- expect: UNCLASSIFIED at 20: expected a name, found ;

ALTER CAST (a AS b) x;
-- expect: UNCLASSIFIED at 11: expected a kind of object, found (a AS b) x;

DROP TABLE a b;
-- expect: UNCLASSIFIED at 13: expected the end of the statement, found b;

DROP TABLE a,;
-- expect: UNCLASSIFIED at 13: expected a name, found ;

DROP nonsense a;
-- expect: UNCLASSIFIED at 5: expected a kind of object, found nonsense a;

DROP OPERATOR = (a);
-- expect: UNCLASSIFIED at 18: expected ,, found );

COMMENT ON nonsense x IS 'y';
-- expect: UNCLASSIFIED at 11: expected a kind of object, found nonsense x IS 'y';

COMMENT ON TABLE x;
-- expect: UNCLASSIFIED at 18: expected is, found ;

GRANT SELECT ON t;
-- expect: UNCLASSIFIED at 17: expected to or from, found ;

GRANT nothing;
-- expect: UNCLASSIFIED at 13: expected on, to or from, found ;

ALTER DEFAULT PRIVILEGES GRANT SELECT ON nonsense TO x;
-- expect: UNCLASSIFIED at 41: expected tables, sequences, functions, types or schemas, found nonsense TO x;

nonsense;
-- expect: UNCLASSIFIED at 0: expected a command, found nonsense;

"CREATE" TABLE t (a int);
-- expect: UNCLASSIFIED at 0: expected a command, found "CREATE" TABLE t (a int);

42;
-- expect: UNCLASSIFIED at 0: expected a command, found 42;

'CREATE TABLE t';
-- expect: UNCLASSIFIED at 0: expected a command, found 'CREATE TABLE t';

:variable;
-- expect: UNCLASSIFIED at 0: expected a command, found :variable;

CREATE TABLE :name (a int);
-- expect: UNCLASSIFIED at 13: expected a name, found :name (a int);

SECURITY nonsense;
-- expect: UNCLASSIFIED at 9: expected label, found nonsense;

REFRESH VIEW v;
-- expect: UNCLASSIFIED at 8: expected materialized, found VIEW v;

/* CREATE TABLE t (a int);
-- expect: UNCLASSIFIED at 0: unterminated quote or comment

CREATE TABLE $$t$$ (a int);
-- expect: UNCLASSIFIED at 13: expected a name, found $$t$$ (a int);

CREATE CAST (int AS text;
-- expect: UNCLASSIFIED at 24: expected ), found ;

CREATE OPERATOR x (LEFTARG = int);
-- expect: UNCLASSIFIED at 16: expected an operator, found x (LEFTARG = int);

{ }
-- expect: UNCLASSIFIED at 0: expected a command, found { }

--# Of releases after 18, or of none.

ALTER TABLE p SPLIT PARTITION a INTO (PARTITION b FOR VALUES FROM (1) TO (2), PARTITION c DEFAULT);
-- expect: UNCLASSIFIED at 14: expected a subcommand, found SPLIT PARTITION a INTO (PARTITION b FOR 

ALTER TABLE p MERGE PARTITIONS (a, b) INTO c;
-- expect: UNCLASSIFIED at 14: expected a subcommand, found MERGE PARTITIONS (a, b) INTO c;

CREATE PROPERTY GRAPH g VERTEX TABLES (v);
-- expect: UNCLASSIFIED at 7: expected a kind of object, found PROPERTY GRAPH g VERTEX TABLES (v);

CREATE SCHEMA s CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1;
-- expect: UNCLASSIFIED at 32: expected an object that CREATE SCHEMA can make, found f() RETURNS int LANGUAGE sql RETURN 1;

CREATE ASSERTION a CHECK (true);
-- expect: UNCLASSIFIED at 7: expected a kind of object, found ASSERTION a CHECK (true);

