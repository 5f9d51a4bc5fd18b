package org.pggit.audit.ddl;

import static org.pggit.audit.ddl.Keyword.Category.COL_NAME;
import static org.pggit.audit.ddl.Keyword.Category.RESERVED;
import static org.pggit.audit.ddl.Keyword.Category.TYPE_FUNC_NAME;

/**
 * The key words of PostgreSQL 15 to 18 with their category (source: kwlist.h of each release; manual, appendix "SQL Key Words").
 *
 * <p>A word that a later release added is a name to the earlier ones; {@link #since} tells. No category given = unreserved.
 */
enum Keyword {
    ABORT, ABSENT(16), ABSOLUTE, ACCESS, ACTION, ADD, ADMIN, AFTER, AGGREGATE, ALL(RESERVED), ALSO, ALTER, ALWAYS, ANALYSE(RESERVED),
    ANALYZE(RESERVED), AND(RESERVED), ANY(RESERVED), ARRAY(RESERVED), AS(RESERVED), ASC(RESERVED), ASENSITIVE, ASSERTION, ASSIGNMENT,
    ASYMMETRIC(RESERVED), AT, ATOMIC, ATTACH, ATTRIBUTE, AUTHORIZATION(TYPE_FUNC_NAME), BACKWARD, BEFORE, BEGIN, BETWEEN(COL_NAME),
    BIGINT(COL_NAME), BINARY(TYPE_FUNC_NAME), BIT(COL_NAME), BOOLEAN(COL_NAME), BOTH(RESERVED), BREADTH, BY, CACHE, CALL, CALLED, CASCADE,
    CASCADED, CASE(RESERVED), CAST(RESERVED), CATALOG, CHAIN, CHAR(COL_NAME), CHARACTER(COL_NAME), CHARACTERISTICS, CHECK(RESERVED),
    CHECKPOINT, CLASS, CLOSE, CLUSTER, COALESCE(COL_NAME), COLLATE(RESERVED), COLLATION(TYPE_FUNC_NAME), COLUMN(RESERVED), COLUMNS, COMMENT,
    COMMENTS, COMMIT, COMMITTED, COMPRESSION, CONCURRENTLY(TYPE_FUNC_NAME), CONDITIONAL(17), CONFIGURATION, CONFLICT, CONNECTION,
    CONSTRAINT(RESERVED), CONSTRAINTS, CONTENT, CONTINUE, CONVERSION, COPY, COST, CREATE(RESERVED), CROSS(TYPE_FUNC_NAME), CSV, CUBE,
    CURRENT, CURRENT_CATALOG(RESERVED), CURRENT_DATE(RESERVED), CURRENT_ROLE(RESERVED), CURRENT_SCHEMA(TYPE_FUNC_NAME),
    CURRENT_TIME(RESERVED), CURRENT_TIMESTAMP(RESERVED), CURRENT_USER(RESERVED), CURSOR, CYCLE, DATA, DATABASE, DAY, DEALLOCATE,
    DEC(COL_NAME), DECIMAL(COL_NAME), DECLARE, DEFAULT(RESERVED), DEFAULTS, DEFERRABLE(RESERVED), DEFERRED, DEFINER, DELETE, DELIMITER,
    DELIMITERS, DEPENDS, DEPTH, DESC(RESERVED), DETACH, DICTIONARY, DISABLE, DISCARD, DISTINCT(RESERVED), DO(RESERVED), DOCUMENT, DOMAIN,
    DOUBLE, DROP, EACH, ELSE(RESERVED), EMPTY(17), ENABLE, ENCODING, ENCRYPTED, END(RESERVED), ENFORCED(18), ENUM, ERROR(17), ESCAPE, EVENT,
    EXCEPT(RESERVED), EXCLUDE, EXCLUDING, EXCLUSIVE, EXECUTE, EXISTS(COL_NAME), EXPLAIN, EXPRESSION, EXTENSION, EXTERNAL, EXTRACT(COL_NAME),
    FALSE(RESERVED), FAMILY, FETCH(RESERVED), FILTER, FINALIZE, FIRST, FLOAT(COL_NAME), FOLLOWING, FOR(RESERVED), FORCE, FOREIGN(RESERVED),
    FORMAT(16), FORWARD, FREEZE(TYPE_FUNC_NAME), FROM(RESERVED), FULL(TYPE_FUNC_NAME), FUNCTION, FUNCTIONS, GENERATED, GLOBAL,
    GRANT(RESERVED), GRANTED, GREATEST(COL_NAME), GROUP(RESERVED), GROUPING(COL_NAME), GROUPS, HANDLER, HAVING(RESERVED), HEADER, HOLD,
    HOUR, IDENTITY, IF, ILIKE(TYPE_FUNC_NAME), IMMEDIATE, IMMUTABLE, IMPLICIT, IMPORT, IN(RESERVED), INCLUDE, INCLUDING, INCREMENT,
    INDENT(16), INDEX, INDEXES, INHERIT, INHERITS, INITIALLY(RESERVED), INLINE, INNER(TYPE_FUNC_NAME), INOUT(COL_NAME), INPUT, INSENSITIVE,
    INSERT, INSTEAD, INT(COL_NAME), INTEGER(COL_NAME), INTERSECT(RESERVED), INTERVAL(COL_NAME), INTO(RESERVED), INVOKER, IS(TYPE_FUNC_NAME),
    ISNULL(TYPE_FUNC_NAME), ISOLATION, JOIN(TYPE_FUNC_NAME), JSON(16), JSON_ARRAY(COL_NAME, 16), JSON_ARRAYAGG(COL_NAME, 16),
    JSON_EXISTS(COL_NAME, 17), JSON_OBJECT(COL_NAME, 16), JSON_OBJECTAGG(COL_NAME, 16), JSON_QUERY(COL_NAME, 17), JSON_SCALAR(COL_NAME, 17),
    JSON_SERIALIZE(COL_NAME, 17), JSON_TABLE(COL_NAME, 17), JSON_VALUE(COL_NAME, 17), KEEP(17), KEY, KEYS(16), LABEL, LANGUAGE, LARGE, LAST,
    LATERAL(RESERVED), LEADING(RESERVED), LEAKPROOF, LEAST(COL_NAME), LEFT(TYPE_FUNC_NAME), LEVEL, LIKE(TYPE_FUNC_NAME), LIMIT(RESERVED),
    LISTEN, LOAD, LOCAL, LOCALTIME(RESERVED), LOCALTIMESTAMP(RESERVED), LOCATION, LOCK, LOCKED, LOGGED, MAPPING, MATCH, MATCHED,
    MATERIALIZED, MAXVALUE, MERGE, MERGE_ACTION(COL_NAME, 17), METHOD, MINUTE, MINVALUE, MODE, MONTH, MOVE, NAME, NAMES, NATIONAL(COL_NAME),
    NATURAL(TYPE_FUNC_NAME), NCHAR(COL_NAME), NESTED(17), NEW, NEXT, NFC, NFD, NFKC, NFKD, NO, NONE(COL_NAME), NORMALIZE(COL_NAME),
    NORMALIZED, NOT(RESERVED), NOTHING, NOTIFY, NOTNULL(TYPE_FUNC_NAME), NOWAIT, NULL(RESERVED), NULLIF(COL_NAME), NULLS, NUMERIC(COL_NAME),
    OBJECT, OBJECTS(18), OF, OFF, OFFSET(RESERVED), OIDS, OLD, OMIT(17), ON(RESERVED), ONLY(RESERVED), OPERATOR, OPTION, OPTIONS,
    OR(RESERVED), ORDER(RESERVED), ORDINALITY, OTHERS, OUT(COL_NAME), OUTER(TYPE_FUNC_NAME), OVER, OVERLAPS(TYPE_FUNC_NAME),
    OVERLAY(COL_NAME), OVERRIDING, OWNED, OWNER, PARALLEL, PARAMETER, PARSER, PARTIAL, PARTITION, PASSING, PASSWORD, PATH(17), PERIOD(18),
    PLACING(RESERVED), PLAN(17), PLANS, POLICY, POSITION(COL_NAME), PRECEDING, PRECISION(COL_NAME), PREPARE, PREPARED, PRESERVE,
    PRIMARY(RESERVED), PRIOR, PRIVILEGES, PROCEDURAL, PROCEDURE, PROCEDURES, PROGRAM, PUBLICATION, QUOTE, QUOTES(17), RANGE, READ,
    REAL(COL_NAME), REASSIGN, RECHECK, RECURSIVE, REF, REFERENCES(RESERVED), REFERENCING, REFRESH, REINDEX, RELATIVE, RELEASE, RENAME,
    REPEATABLE, REPLACE, REPLICA, RESET, RESTART, RESTRICT, RETURN, RETURNING(RESERVED), RETURNS, REVOKE, RIGHT(TYPE_FUNC_NAME), ROLE,
    ROLLBACK, ROLLUP, ROUTINE, ROUTINES, ROW(COL_NAME), ROWS, RULE, SAVEPOINT, SCALAR(16), SCHEMA, SCHEMAS, SCROLL, SEARCH, SECOND,
    SECURITY, SELECT(RESERVED), SEQUENCE, SEQUENCES, SERIALIZABLE, SERVER, SESSION, SESSION_USER(RESERVED), SET, SETOF(COL_NAME), SETS,
    SHARE, SHOW, SIMILAR(TYPE_FUNC_NAME), SIMPLE, SKIP, SMALLINT(COL_NAME), SNAPSHOT, SOME(RESERVED), SOURCE(17), SQL, STABLE, STANDALONE,
    START, STATEMENT, STATISTICS, STDIN, STDOUT, STORAGE, STORED, STRICT, STRING(17), STRIP, SUBSCRIPTION, SUBSTRING(COL_NAME), SUPPORT,
    SYMMETRIC(RESERVED), SYSID, SYSTEM, SYSTEM_USER(RESERVED, 16), TABLE(RESERVED), TABLES, TABLESAMPLE(TYPE_FUNC_NAME), TABLESPACE,
    TARGET(17), TEMP, TEMPLATE, TEMPORARY, TEXT, THEN(RESERVED), TIES, TIME(COL_NAME), TIMESTAMP(COL_NAME), TO(RESERVED),
    TRAILING(RESERVED), TRANSACTION, TRANSFORM, TREAT(COL_NAME), TRIGGER, TRIM(COL_NAME), TRUE(RESERVED), TRUNCATE, TRUSTED, TYPE, TYPES,
    UESCAPE, UNBOUNDED, UNCOMMITTED, UNCONDITIONAL(17), UNENCRYPTED, UNION(RESERVED), UNIQUE(RESERVED), UNKNOWN, UNLISTEN, UNLOGGED, UNTIL,
    UPDATE, USER(RESERVED), USING(RESERVED), VACUUM, VALID, VALIDATE, VALIDATOR, VALUE, VALUES(COL_NAME), VARCHAR(COL_NAME),
    VARIADIC(RESERVED), VARYING, VERBOSE(TYPE_FUNC_NAME), VERSION, VIEW, VIEWS, VIRTUAL(18), VOLATILE, WHEN(RESERVED), WHERE(RESERVED),
    WHITESPACE, WINDOW(RESERVED), WITH(RESERVED), WITHIN, WITHOUT, WORK, WRAPPER, WRITE, XML, XMLATTRIBUTES(COL_NAME), XMLCONCAT(COL_NAME),
    XMLELEMENT(COL_NAME), XMLEXISTS(COL_NAME), XMLFOREST(COL_NAME), XMLNAMESPACES(COL_NAME), XMLPARSE(COL_NAME), XMLPI(COL_NAME),
    XMLROOT(COL_NAME), XMLSERIALIZE(COL_NAME), XMLTABLE(COL_NAME), YEAR, YES, ZONE;

    /** kwlist.h's categories: what the word may still name. */
    enum Category {
        /** Any name. */
        UNRESERVED,
        /** A table or column, but no function or type. */
        COL_NAME,
        /** A function or type, but no table or column. */
        TYPE_FUNC_NAME,
        /** Only a label after AS or a dot. */
        RESERVED
    }

    final Category category;
    final int since;
    final String word;

    Keyword() {
        this(Category.UNRESERVED, 15);
    }

    Keyword(int since) {
        this(Category.UNRESERVED, since);
    }

    Keyword(Category category) {
        this(category, 15);
    }

    Keyword(Category category, int since) {
        this.category = category;
        this.since = since;
        this.word = lower(name());
    }

    private static String lower(String name) {
        byte[] letters = new byte[name.length()];
        for (int i = 0; i < letters.length; i++) {
            char c = name.charAt(i);
            letters[i] = (byte) (c >= 'A' && c <= 'Z' ? c + 32 : c);
        }
        return new String(letters, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static final int LONGEST = 17;
    private static final Keyword[] HASHED = new Keyword[2048];

    static {
        for (Keyword keyword : values()) {
            int slot = hash(keyword.word, 0, keyword.word.length());
            while (HASHED[slot] != null) {
                slot = slot + 1 & HASHED.length - 1;
            }
            HASHED[slot] = keyword;
        }
    }

    /** The hash that {@link Lexer} computes while it walks over a word; it does not tell cases apart, {@link #find} does the rest. */
    static int hashStep(int hash, char c) {
        return hash * 31 + (c | 0x20);
    }

    private static int hash(String text, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = hashStep(hash, text.charAt(i));
        }
        return slot(hash);
    }

    private static int slot(int hash) {
        return (hash ^ hash >>> 11) & HASHED.length - 1;
    }

    /** The key word spelled by {@code text[start, end)} in any ASCII case, or null. */
    static Keyword find(String text, int start, int end) {
        int hash = 0;
        if (end - start > LONGEST) {
            return null;
        }
        for (int i = start; i < end; i++) {
            hash = hashStep(hash, text.charAt(i));
        }
        return find(text, start, end, hash);
    }

    static Keyword find(String text, int start, int end, int hash) {
        if (end - start > LONGEST) {
            return null;
        }
        for (int slot = slot(hash); HASHED[slot] != null; slot = slot + 1 & HASHED.length - 1) {
            if (HASHED[slot].spells(text, start, end)) {
                return HASHED[slot];
            }
        }
        return null;
    }

    private boolean spells(String text, int start, int end) {
        String spelling = word;
        if (spelling.length() != end - start) {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                c += 32;
            }
            if (c != spelling.charAt(i - start)) {
                return false;
            }
        }
        return true;
    }

    /** The key words of a phrase such as "FOREIGN DATA WRAPPER". Requires capitals, single spaces, key words only. */
    static Keyword[] phrase(String words) {
        int count = 1;
        for (int i = words.indexOf(' '); i >= 0; i = words.indexOf(' ', i + 1)) {
            count++;
        }
        Keyword[] phrase = new Keyword[count];
        int from = 0;
        for (int i = 0; i < count; i++) {
            int space = words.indexOf(' ', from);
            int to = space < 0 ? words.length() : space;
            phrase[i] = find(words, from, to);
            from = to + 1;
        }
        return phrase;
    }
}
