--# Statements and what must be said of them; see CaseFilesTest. PostgreSQL 15 agreed (its event triggers), where it accepts the statement and its catalogs do not decide.

CREATE TYPE shell;
-- expect: CREATE TYPE
-- expect:   CREATE TYPE shell

CREATE TYPE mood AS ENUM ('sad', 'happy, very');
-- expect: CREATE TYPE
-- expect:   CREATE TYPE mood

CREATE TYPE public.pair AS (a int, b text COLLATE "C");
-- expect: CREATE TYPE
-- expect:   CREATE TYPE public.pair

CREATE TYPE "Span" AS RANGE (subtype = float8, subtype_diff = float8mi);
-- expect: CREATE TYPE
-- expect:   CREATE TYPE "Span"

ALTER TYPE mood ADD VALUE IF NOT EXISTS 'ok' BEFORE 'happy, very';
-- expect: ALTER TYPE
-- expect:   ALTER TYPE mood
-- expect:   sub ADD VALUE

ALTER TYPE mood RENAME VALUE 'ok' TO 'fine';
-- expect: ALTER TYPE
-- expect:   ALTER TYPE mood
-- expect:   sub RENAME VALUE

ALTER TYPE pair ADD ATTRIBUTE c int, DROP ATTRIBUTE a CASCADE, ALTER ATTRIBUTE b SET DATA TYPE varchar;
-- expect: ALTER TYPE
-- expect:   ALTER COMPOSITE_TYPE pair
-- expect:   sub ADD ATTRIBUTE: CREATE COMPOSITE_TYPE_COLUMN pair.c
-- expect:   sub DROP ATTRIBUTE: DROP COMPOSITE_TYPE_COLUMN pair.a
-- expect:   sub ALTER ATTRIBUTE TYPE: ALTER COMPOSITE_TYPE_COLUMN pair.b

ALTER TYPE pair RENAME ATTRIBUTE c TO cc;
-- expect: ALTER TYPE
-- expect:   RENAME COMPOSITE_TYPE_COLUMN pair.c -> pair.cc
-- expect:   sub RENAME ATTRIBUTE: RENAME COMPOSITE_TYPE_COLUMN pair.c -> pair.cc

ALTER TYPE pair RENAME TO pair2;
-- expect: ALTER TYPE
-- expect:   RENAME TYPE pair -> pair2
-- expect:   sub RENAME TO

CREATE SCHEMA ty;
-- expect: CREATE SCHEMA
-- expect:   CREATE SCHEMA ty

ALTER TYPE pair2 SET SCHEMA ty;
-- expect: ALTER TYPE
-- expect:   SET_SCHEMA TYPE pair2 -> ty.pair2
-- expect:   sub SET SCHEMA

ALTER TYPE mood OWNER TO CURRENT_USER;
-- expect: ALTER TYPE
-- expect:   ALTER TYPE mood
-- expect:   sub OWNER TO

COMMENT ON TYPE mood IS 'x';
-- expect: COMMENT
-- expect:   COMMENT TYPE mood

COMMENT ON COLUMN ty.pair2.b IS 'x';
-- expect: COMMENT
-- expect:   COMMENT TABLE_COLUMN ty.pair2.b

DROP TYPE ty.pair2, "Span" CASCADE;
-- expect: DROP TYPE
-- expect:   DROP TYPE ty.pair2 CASCADE
-- expect:   DROP TYPE "Span" CASCADE

DROP TYPE IF EXISTS missing;
-- expect: DROP TYPE
-- expect:   DROP TYPE missing IF_EXISTS

CREATE DOMAIN positive AS int CONSTRAINT pos CHECK (VALUE > 0);
-- expect: CREATE DOMAIN
-- expect:   CREATE TYPE positive

CREATE DOMAIN public.code text NOT NULL DEFAULT 'x';
-- expect: CREATE DOMAIN
-- expect:   CREATE TYPE public.code

ALTER DOMAIN positive ADD CONSTRAINT small CHECK (VALUE < 100) NOT VALID;
-- expect: ALTER DOMAIN
-- expect:   ALTER TYPE positive
-- expect:   sub ADD CONSTRAINT: CREATE DOMAIN_CONSTRAINT small on positive

ALTER DOMAIN positive VALIDATE CONSTRAINT small;
-- expect: ALTER DOMAIN
-- expect:   ALTER TYPE positive
-- expect:   sub VALIDATE CONSTRAINT: ALTER DOMAIN_CONSTRAINT small on positive

ALTER DOMAIN positive RENAME CONSTRAINT small TO little;
-- expect: ALTER DOMAIN
-- expect:   RENAME DOMAIN_CONSTRAINT small on positive -> little on positive
-- expect:   sub RENAME CONSTRAINT: RENAME DOMAIN_CONSTRAINT small on positive -> little on positive

ALTER DOMAIN positive DROP CONSTRAINT IF EXISTS little CASCADE;
-- expect: ALTER DOMAIN
-- expect:   ALTER TYPE positive
-- expect:   sub DROP CONSTRAINT: DROP DOMAIN_CONSTRAINT little on positive IF_EXISTS

ALTER DOMAIN code SET DEFAULT 'y';
-- expect: ALTER DOMAIN
-- expect:   ALTER TYPE code
-- expect:   sub SET DEFAULT

ALTER DOMAIN code DROP NOT NULL;
-- expect: ALTER DOMAIN
-- expect:   ALTER TYPE code
-- expect:   sub DROP NOT NULL

ALTER DOMAIN code RENAME TO code2;
-- expect: ALTER DOMAIN
-- expect:   RENAME TYPE code -> code2
-- expect:   sub RENAME TO

ALTER DOMAIN code2 SET SCHEMA ty;
-- expect: ALTER DOMAIN
-- expect:   SET_SCHEMA TYPE code2 -> ty.code2
-- expect:   sub SET SCHEMA

ALTER DOMAIN ty.code2 OWNER TO CURRENT_USER;
-- expect: ALTER DOMAIN
-- expect:   ALTER TYPE ty.code2
-- expect:   sub OWNER TO

COMMENT ON DOMAIN ty.code2 IS 'x';
-- expect: COMMENT
-- expect:   COMMENT TYPE ty.code2

COMMENT ON CONSTRAINT pos ON DOMAIN positive IS 'x';
-- expect: COMMENT
-- expect:   COMMENT DOMAIN_CONSTRAINT pos on positive

DROP DOMAIN IF EXISTS ty.code2, positive RESTRICT;
-- expect: DROP DOMAIN
-- expect:   DROP TYPE ty.code2 IF_EXISTS
-- expect:   DROP TYPE positive IF_EXISTS

CREATE COLLATION german (provider = icu, locale = 'de');
-- expect: CREATE COLLATION
-- expect:   CREATE COLLATION german

CREATE COLLATION IF NOT EXISTS public.plain FROM "C";
-- expect: CREATE COLLATION
-- expect:   CREATE COLLATION public.plain IF_NOT_EXISTS

ALTER COLLATION plain RENAME TO plainer;
-- expect: ALTER COLLATION
-- expect:   RENAME COLLATION plain -> plainer
-- expect:   sub RENAME TO

ALTER COLLATION plainer SET SCHEMA ty;
-- expect: ALTER COLLATION
-- expect:   SET_SCHEMA COLLATION plainer -> ty.plainer
-- expect:   sub SET SCHEMA

ALTER COLLATION ty.plainer OWNER TO CURRENT_USER;
-- expect: ALTER COLLATION
-- expect:   ALTER COLLATION ty.plainer
-- expect:   sub OWNER TO

COMMENT ON COLLATION ty.plainer IS 'x';
-- expect: COMMENT
-- expect:   COMMENT COLLATION ty.plainer

DROP COLLATION IF EXISTS ty.plainer CASCADE;
-- expect: DROP COLLATION
-- expect:   DROP COLLATION ty.plainer IF_EXISTS CASCADE

CREATE CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
-- expect: CREATE CONVERSION
-- expect:   CREATE CONVERSION conv

CREATE DEFAULT CONVERSION public.conv2 FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
-- expect: CREATE CONVERSION
-- expect:   CREATE CONVERSION public.conv2

ALTER CONVERSION conv RENAME TO conv3;
-- expect: ALTER CONVERSION
-- expect:   RENAME CONVERSION conv -> conv3
-- expect:   sub RENAME TO

ALTER CONVERSION conv3 SET SCHEMA ty;
-- expect: ALTER CONVERSION
-- expect:   SET_SCHEMA CONVERSION conv3 -> ty.conv3
-- expect:   sub SET SCHEMA

COMMENT ON CONVERSION ty.conv3 IS 'x';
-- expect: COMMENT
-- expect:   COMMENT CONVERSION ty.conv3

DROP CONVERSION ty.conv3;
-- expect: DROP CONVERSION
-- expect:   DROP CONVERSION ty.conv3

CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple);
-- expect: CREATE TEXT SEARCH DICTIONARY
-- expect:   CREATE TEXT_SEARCH_DICTIONARY d

CREATE TEXT SEARCH CONFIGURATION public.c (COPY = english);
-- expect: CREATE TEXT SEARCH CONFIGURATION
-- expect:   CREATE TEXT_SEARCH_CONFIGURATION public.c

CREATE TEXT SEARCH PARSER pr (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
-- expect: CREATE TEXT SEARCH PARSER
-- expect:   CREATE TEXT_SEARCH_PARSER pr

CREATE TEXT SEARCH TEMPLATE tm (INIT = dsimple_init, LEXIZE = dsimple_lexize);
-- expect: CREATE TEXT SEARCH TEMPLATE
-- expect:   CREATE TEXT_SEARCH_TEMPLATE tm

ALTER TEXT SEARCH DICTIONARY d (STOPWORDS = english);
-- expect: ALTER TEXT SEARCH DICTIONARY
-- expect:   ALTER TEXT_SEARCH_DICTIONARY d
-- expect:   sub OPTIONS

ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING FOR word WITH simple;
-- expect: ALTER TEXT SEARCH CONFIGURATION
-- expect:   ALTER TEXT_SEARCH_CONFIGURATION c
-- expect:   sub ALTER MAPPING

ALTER TEXT SEARCH CONFIGURATION c DROP MAPPING IF EXISTS FOR url;
-- expect: ALTER TEXT SEARCH CONFIGURATION
-- expect:   ALTER TEXT_SEARCH_CONFIGURATION c
-- expect:   sub DROP MAPPING

ALTER TEXT SEARCH CONFIGURATION c RENAME TO c2;
-- expect: ALTER TEXT SEARCH CONFIGURATION
-- expect:   RENAME TEXT_SEARCH_CONFIGURATION c -> c2
-- expect:   sub RENAME TO

ALTER TEXT SEARCH DICTIONARY d SET SCHEMA ty;
-- expect: ALTER TEXT SEARCH DICTIONARY
-- expect:   SET_SCHEMA TEXT_SEARCH_DICTIONARY d -> ty.d
-- expect:   sub SET SCHEMA

ALTER TEXT SEARCH PARSER pr RENAME TO pr2;
-- expect: ALTER TEXT SEARCH PARSER
-- expect:   RENAME TEXT_SEARCH_PARSER pr -> pr2
-- expect:   sub RENAME TO

ALTER TEXT SEARCH TEMPLATE tm SET SCHEMA ty;
-- expect: ALTER TEXT SEARCH TEMPLATE
-- expect:   SET_SCHEMA TEXT_SEARCH_TEMPLATE tm -> ty.tm
-- expect:   sub SET SCHEMA

COMMENT ON TEXT SEARCH DICTIONARY ty.d IS 'x';
-- expect: COMMENT
-- expect:   COMMENT TEXT_SEARCH_DICTIONARY ty.d

COMMENT ON TEXT SEARCH CONFIGURATION c2 IS 'x';
-- expect: COMMENT
-- expect:   COMMENT TEXT_SEARCH_CONFIGURATION c2

COMMENT ON TEXT SEARCH PARSER pr2 IS 'x';
-- expect: COMMENT
-- expect:   COMMENT TEXT_SEARCH_PARSER pr2

COMMENT ON TEXT SEARCH TEMPLATE ty.tm IS 'x';
-- expect: COMMENT
-- expect:   COMMENT TEXT_SEARCH_TEMPLATE ty.tm

DROP TEXT SEARCH DICTIONARY ty.d;
-- expect: DROP TEXT SEARCH DICTIONARY
-- expect:   DROP TEXT_SEARCH_DICTIONARY ty.d

DROP TEXT SEARCH CONFIGURATION IF EXISTS c2, missing;
-- expect: DROP TEXT SEARCH CONFIGURATION
-- expect:   DROP TEXT_SEARCH_CONFIGURATION c2 IF_EXISTS
-- expect:   DROP TEXT_SEARCH_CONFIGURATION missing IF_EXISTS

DROP TEXT SEARCH PARSER pr2;
-- expect: DROP TEXT SEARCH PARSER
-- expect:   DROP TEXT_SEARCH_PARSER pr2

DROP TEXT SEARCH TEMPLATE ty.tm;
-- expect: DROP TEXT SEARCH TEMPLATE
-- expect:   DROP TEXT_SEARCH_TEMPLATE ty.tm
