package org.pggit.audit.ddl;

/**
 * The key words of PostgreSQL 15 to 18 with their category (source: kwlist.h of each release; manual, appendix "SQL Key Words").
 *
 * <p>Plain numbers in the order of the list, 0 for what is no key word: five hundred enum constants took longer to set up than all else that the first
 * statement of a fresh JVM needs.
 */
final class Keyword {
    /** What is no key word. */
    static final int NO_KEYWORD = 0;
    static final int ABORT = 1, ABSENT = 2, ABSOLUTE = 3, ACCESS = 4, ACTION = 5, ADD = 6, ADMIN = 7, AFTER = 8, AGGREGATE = 9, ALL = 10,
        ALSO = 11, ALTER = 12, ALWAYS = 13, ANALYSE = 14, ANALYZE = 15, AND = 16, ANY = 17, ARRAY = 18, AS = 19, ASC = 20, ASENSITIVE = 21,
        ASSERTION = 22, ASSIGNMENT = 23, ASYMMETRIC = 24, AT = 25, ATOMIC = 26, ATTACH = 27, ATTRIBUTE = 28, AUTHORIZATION = 29,
        BACKWARD = 30, BEFORE = 31, BEGIN = 32, BETWEEN = 33, BIGINT = 34, BINARY = 35, BIT = 36, BOOLEAN = 37, BOTH = 38, BREADTH = 39,
        BY = 40, CACHE = 41, CALL = 42, CALLED = 43, CASCADE = 44, CASCADED = 45, CASE = 46, CAST = 47, CATALOG = 48, CHAIN = 49, CHAR = 50,
        CHARACTER = 51, CHARACTERISTICS = 52, CHECK = 53, CHECKPOINT = 54, CLASS = 55, CLOSE = 56, CLUSTER = 57, COALESCE = 58,
        COLLATE = 59, COLLATION = 60, COLUMN = 61, COLUMNS = 62, COMMENT = 63, COMMENTS = 64, COMMIT = 65, COMMITTED = 66, COMPRESSION = 67,
        CONCURRENTLY = 68, CONDITIONAL = 69, CONFIGURATION = 70, CONFLICT = 71, CONNECTION = 72, CONSTRAINT = 73, CONSTRAINTS = 74,
        CONTENT = 75, CONTINUE = 76, CONVERSION = 77, COPY = 78, COST = 79, CREATE = 80, CROSS = 81, CSV = 82, CUBE = 83, CURRENT = 84,
        CURRENT_CATALOG = 85, CURRENT_DATE = 86, CURRENT_ROLE = 87, CURRENT_SCHEMA = 88, CURRENT_TIME = 89, CURRENT_TIMESTAMP = 90,
        CURRENT_USER = 91, CURSOR = 92, CYCLE = 93, DATA = 94, DATABASE = 95, DAY = 96, DEALLOCATE = 97, DEC = 98, DECIMAL = 99,
        DECLARE = 100, DEFAULT = 101, DEFAULTS = 102, DEFERRABLE = 103, DEFERRED = 104, DEFINER = 105, DELETE = 106, DELIMITER = 107,
        DELIMITERS = 108, DEPENDS = 109, DEPTH = 110, DESC = 111, DETACH = 112, DICTIONARY = 113, DISABLE = 114, DISCARD = 115,
        DISTINCT = 116, DO = 117, DOCUMENT = 118, DOMAIN = 119, DOUBLE = 120, DROP = 121, EACH = 122, ELSE = 123, EMPTY = 124, ENABLE = 125,
        ENCODING = 126, ENCRYPTED = 127, END = 128, ENFORCED = 129, ENUM = 130, ERROR = 131, ESCAPE = 132, EVENT = 133, EXCEPT = 134,
        EXCLUDE = 135, EXCLUDING = 136, EXCLUSIVE = 137, EXECUTE = 138, EXISTS = 139, EXPLAIN = 140, EXPRESSION = 141, EXTENSION = 142,
        EXTERNAL = 143, EXTRACT = 144, FALSE = 145, FAMILY = 146, FETCH = 147, FILTER = 148, FINALIZE = 149, FIRST = 150, FLOAT = 151,
        FOLLOWING = 152, FOR = 153, FORCE = 154, FOREIGN = 155, FORMAT = 156, FORWARD = 157, FREEZE = 158, FROM = 159, FULL = 160,
        FUNCTION = 161, FUNCTIONS = 162, GENERATED = 163, GLOBAL = 164, GRANT = 165, GRANTED = 166, GREATEST = 167, GROUP = 168,
        GROUPING = 169, GROUPS = 170, HANDLER = 171, HAVING = 172, HEADER = 173, HOLD = 174, HOUR = 175, IDENTITY = 176, IF = 177,
        ILIKE = 178, IMMEDIATE = 179, IMMUTABLE = 180, IMPLICIT = 181, IMPORT = 182, IN = 183, INCLUDE = 184, INCLUDING = 185,
        INCREMENT = 186, INDENT = 187, INDEX = 188, INDEXES = 189, INHERIT = 190, INHERITS = 191, INITIALLY = 192, INLINE = 193,
        INNER = 194, INOUT = 195, INPUT = 196, INSENSITIVE = 197, INSERT = 198, INSTEAD = 199, INT = 200, INTEGER = 201, INTERSECT = 202,
        INTERVAL = 203, INTO = 204, INVOKER = 205, IS = 206, ISNULL = 207, ISOLATION = 208, JOIN = 209, JSON = 210, JSON_ARRAY = 211,
        JSON_ARRAYAGG = 212, JSON_EXISTS = 213, JSON_OBJECT = 214, JSON_OBJECTAGG = 215, JSON_QUERY = 216, JSON_SCALAR = 217,
        JSON_SERIALIZE = 218, JSON_TABLE = 219, JSON_VALUE = 220, KEEP = 221, KEY = 222, KEYS = 223, LABEL = 224, LANGUAGE = 225,
        LARGE = 226, LAST = 227, LATERAL = 228, LEADING = 229, LEAKPROOF = 230, LEAST = 231, LEFT = 232, LEVEL = 233, LIKE = 234,
        LIMIT = 235, LISTEN = 236, LOAD = 237, LOCAL = 238, LOCALTIME = 239, LOCALTIMESTAMP = 240, LOCATION = 241, LOCK = 242, LOCKED = 243,
        LOGGED = 244, MAPPING = 245, MATCH = 246, MATCHED = 247, MATERIALIZED = 248, MAXVALUE = 249, MERGE = 250, MERGE_ACTION = 251,
        METHOD = 252, MINUTE = 253, MINVALUE = 254, MODE = 255, MONTH = 256, MOVE = 257, NAME = 258, NAMES = 259, NATIONAL = 260,
        NATURAL = 261, NCHAR = 262, NESTED = 263, NEW = 264, NEXT = 265, NFC = 266, NFD = 267, NFKC = 268, NFKD = 269, NO = 270, NONE = 271,
        NORMALIZE = 272, NORMALIZED = 273, NOT = 274, NOTHING = 275, NOTIFY = 276, NOTNULL = 277, NOWAIT = 278, NULL = 279, NULLIF = 280,
        NULLS = 281, NUMERIC = 282, OBJECT = 283, OBJECTS = 284, OF = 285, OFF = 286, OFFSET = 287, OIDS = 288, OLD = 289, OMIT = 290,
        ON = 291, ONLY = 292, OPERATOR = 293, OPTION = 294, OPTIONS = 295, OR = 296, ORDER = 297, ORDINALITY = 298, OTHERS = 299, OUT = 300,
        OUTER = 301, OVER = 302, OVERLAPS = 303, OVERLAY = 304, OVERRIDING = 305, OWNED = 306, OWNER = 307, PARALLEL = 308, PARAMETER = 309,
        PARSER = 310, PARTIAL = 311, PARTITION = 312, PASSING = 313, PASSWORD = 314, PATH = 315, PERIOD = 316, PLACING = 317, PLAN = 318,
        PLANS = 319, POLICY = 320, POSITION = 321, PRECEDING = 322, PRECISION = 323, PREPARE = 324, PREPARED = 325, PRESERVE = 326,
        PRIMARY = 327, PRIOR = 328, PRIVILEGES = 329, PROCEDURAL = 330, PROCEDURE = 331, PROCEDURES = 332, PROGRAM = 333, PUBLICATION = 334,
        QUOTE = 335, QUOTES = 336, RANGE = 337, READ = 338, REAL = 339, REASSIGN = 340, RECHECK = 341, RECURSIVE = 342, REF = 343,
        REFERENCES = 344, REFERENCING = 345, REFRESH = 346, REINDEX = 347, RELATIVE = 348, RELEASE = 349, RENAME = 350, REPEATABLE = 351,
        REPLACE = 352, REPLICA = 353, RESET = 354, RESTART = 355, RESTRICT = 356, RETURN = 357, RETURNING = 358, RETURNS = 359,
        REVOKE = 360, RIGHT = 361, ROLE = 362, ROLLBACK = 363, ROLLUP = 364, ROUTINE = 365, ROUTINES = 366, ROW = 367, ROWS = 368,
        RULE = 369, SAVEPOINT = 370, SCALAR = 371, SCHEMA = 372, SCHEMAS = 373, SCROLL = 374, SEARCH = 375, SECOND = 376, SECURITY = 377,
        SELECT = 378, SEQUENCE = 379, SEQUENCES = 380, SERIALIZABLE = 381, SERVER = 382, SESSION = 383, SESSION_USER = 384, SET = 385,
        SETOF = 386, SETS = 387, SHARE = 388, SHOW = 389, SIMILAR = 390, SIMPLE = 391, SKIP = 392, SMALLINT = 393, SNAPSHOT = 394,
        SOME = 395, SOURCE = 396, SQL = 397, STABLE = 398, STANDALONE = 399, START = 400, STATEMENT = 401, STATISTICS = 402, STDIN = 403,
        STDOUT = 404, STORAGE = 405, STORED = 406, STRICT = 407, STRING = 408, STRIP = 409, SUBSCRIPTION = 410, SUBSTRING = 411,
        SUPPORT = 412, SYMMETRIC = 413, SYSID = 414, SYSTEM = 415, SYSTEM_USER = 416, TABLE = 417, TABLES = 418, TABLESAMPLE = 419,
        TABLESPACE = 420, TARGET = 421, TEMP = 422, TEMPLATE = 423, TEMPORARY = 424, TEXT = 425, THEN = 426, TIES = 427, TIME = 428,
        TIMESTAMP = 429, TO = 430, TRAILING = 431, TRANSACTION = 432, TRANSFORM = 433, TREAT = 434, TRIGGER = 435, TRIM = 436, TRUE = 437,
        TRUNCATE = 438, TRUSTED = 439, TYPE = 440, TYPES = 441, UESCAPE = 442, UNBOUNDED = 443, UNCOMMITTED = 444, UNCONDITIONAL = 445,
        UNENCRYPTED = 446, UNION = 447, UNIQUE = 448, UNKNOWN = 449, UNLISTEN = 450, UNLOGGED = 451, UNTIL = 452, UPDATE = 453, USER = 454,
        USING = 455, VACUUM = 456, VALID = 457, VALIDATE = 458, VALIDATOR = 459, VALUE = 460, VALUES = 461, VARCHAR = 462, VARIADIC = 463,
        VARYING = 464, VERBOSE = 465, VERSION = 466, VIEW = 467, VIEWS = 468, VIRTUAL = 469, VOLATILE = 470, WHEN = 471, WHERE = 472,
        WHITESPACE = 473, WINDOW = 474, WITH = 475, WITHIN = 476, WITHOUT = 477, WORK = 478, WRAPPER = 479, WRITE = 480, XML = 481,
        XMLATTRIBUTES = 482, XMLCONCAT = 483, XMLELEMENT = 484, XMLEXISTS = 485, XMLFOREST = 486, XMLNAMESPACES = 487, XMLPARSE = 488,
        XMLPI = 489, XMLROOT = 490, XMLSERIALIZE = 491, XMLTABLE = 492, YEAR = 493, YES = 494, ZONE = 495;

    /**
     * The list, in the order of the numbers. Behind a word: + a table or column may bear it, but no function or type (COL_NAME); - the other way
     * round (TYPE_FUNC_NAME); ! only a label behind AS or a dot may (RESERVED); none, any name may (UNRESERVED). Then 6, 7 or 8 if it is a key word
     * only since PostgreSQL 16, 17 or 18: to the earlier ones it is a name.
     */
    private static final String LIST =
        "abort absent6 absolute access action add admin after aggregate all! also alter always analyse! analyze! and! any! array! as! "
        + "asc! asensitive assertion assignment asymmetric! at atomic attach attribute authorization- backward before begin between+ "
        + "bigint+ binary- bit+ boolean+ both! breadth by cache call called cascade cascaded case! cast! catalog chain char+ character+ "
        + "characteristics check! checkpoint class close cluster coalesce+ collate! collation- column! columns comment comments commit "
        + "committed compression concurrently- conditional7 configuration conflict connection constraint! constraints content continue "
        + "conversion copy cost create! cross- csv cube current current_catalog! current_date! current_role! current_schema- "
        + "current_time! current_timestamp! current_user! cursor cycle data database day deallocate dec+ decimal+ declare default! "
        + "defaults deferrable! deferred definer delete delimiter delimiters depends depth desc! detach dictionary disable discard "
        + "distinct! do! document domain double drop each else! empty7 enable encoding encrypted end! enforced8 enum error7 escape "
        + "event except! exclude excluding exclusive execute exists+ explain expression extension external extract+ false! family "
        + "fetch! filter finalize first float+ following for! force foreign! format6 forward freeze- from! full- function functions "
        + "generated global grant! granted greatest+ group! grouping+ groups handler having! header hold hour identity if ilike- "
        + "immediate immutable implicit import in! include including increment indent6 index indexes inherit inherits initially! inline "
        + "inner- inout+ input insensitive insert instead int+ integer+ intersect! interval+ into! invoker is- isnull- isolation join- "
        + "json6 json_array+6 json_arrayagg+6 json_exists+7 json_object+6 json_objectagg+6 json_query+7 json_scalar+7 json_serialize+7 "
        + "json_table+7 json_value+7 keep7 key keys6 label language large last lateral! leading! leakproof least+ left- level like- "
        + "limit! listen load local localtime! localtimestamp! location lock locked logged mapping match matched materialized maxvalue "
        + "merge merge_action+7 method minute minvalue mode month move name names national+ natural- nchar+ nested7 new next nfc nfd "
        + "nfkc nfkd no none+ normalize+ normalized not! nothing notify notnull- nowait null! nullif+ nulls numeric+ object objects8 of "
        + "off offset! oids old omit7 on! only! operator option options or! order! ordinality others out+ outer- over overlaps- "
        + "overlay+ overriding owned owner parallel parameter parser partial partition passing password path7 period8 placing! plan7 "
        + "plans policy position+ preceding precision+ prepare prepared preserve primary! prior privileges procedural procedure "
        + "procedures program publication quote quotes7 range read real+ reassign recheck recursive ref references! referencing refresh "
        + "reindex relative release rename repeatable replace replica reset restart restrict return returning! returns revoke right- "
        + "role rollback rollup routine routines row+ rows rule savepoint scalar6 schema schemas scroll search second security select! "
        + "sequence sequences serializable server session session_user! set setof+ sets share show similar- simple skip smallint+ "
        + "snapshot some! source7 sql stable standalone start statement statistics stdin stdout storage stored strict string7 strip "
        + "subscription substring+ support symmetric! sysid system system_user!6 table! tables tablesample- tablespace target7 temp "
        + "template temporary text then! ties time+ timestamp+ to! trailing! transaction transform treat+ trigger trim+ true! truncate "
        + "trusted type types uescape unbounded uncommitted unconditional7 unencrypted union! unique! unknown unlisten unlogged until "
        + "update user! using! vacuum valid validate validator value values+ varchar+ variadic! varying verbose- version view views "
        + "virtual8 volatile when! where! whitespace window! with! within without work wrapper write xml xmlattributes+ xmlconcat+ "
        + "xmlelement+ xmlexists+ xmlforest+ xmlnamespaces+ xmlparse+ xmlpi+ xmlroot+ xmlserialize+ xmltable+ year yes zone ";

    private static final int COUNT = 495;
    private static final int SHORTEST = 2;
    private static final int LONGEST = 17;
    private static final int SLOTS = 1024;
    /** No two key words hash to one slot: their hashes are parted into buckets, and each bucket is moved on by five slots for each letter behind A. */
    private static final long MIX = 0x648f44f132b43c49L;
    private static final String MOVES = "BDAAHKCBBCABAAABBGAAAACEAAEAKDBKBABBBAACAACBBEAEAAACBACDDAGNABAFDAAABCAFACFBBCAAADCBAAADAAEFDACDJCABAAAAAADADAHCADDCHADHJJBGAKME";
    private static final int STEP = 5;
    private static final char[] WORDS;
    /** Where a word begins in WORDS, how long it is, its category, its release. */
    private static final short[] STARTS;
    private static final byte[] LENGTHS;
    private static final byte[] CATEGORIES;
    private static final byte[] RELEASES;
    private static final long[] LETTERS;
    private static final byte[] BUCKETS;
    private static final short[] HASHED;

    // Only local variables, and no calls: until a class is initialized each access to its static parts is resolved anew (20 ms in all).
    static {
        char[] words = LIST.toCharArray();
        short[] starts = new short[COUNT + 1];
        byte[] lengths = new byte[COUNT + 1];
        byte[] categories = new byte[COUNT + 1];
        byte[] releases = new byte[COUNT + 1];
        long[] allLetters = new long[COUNT + 1];
        short[] hashed = new short[SLOTS];
        byte[] moves = new byte[MOVES.length()];
        for (int i = 0; i < moves.length; i++) {
            moves[i] = (byte) ((MOVES.charAt(i) - 'A') * STEP);
        }
        long letters = 0;
        int start = 0;
        int keyword = 1;
        for (int i = 0; i < words.length; i++) {
            char c = words[i];
            if (c >= 'a' || c == '_') {
                letters = letters << 8 | c | 0x20;
                continue;
            }
            int length = i - start;
            starts[keyword] = (short) start;
            lengths[keyword] = (byte) length;
            // The same as key() and slot().
            letters = length > 8 ? letters ^ Long.MIN_VALUE ^ (long) length << 56 : letters;
            int hash = (int) (letters * MIX >>> 44);
            hashed[(hash >>> 7) + moves[hash & moves.length - 1] & SLOTS - 1] = (short) keyword;
            allLetters[keyword] = letters;
            letters = 0;
            if (c != ' ' && c < '0') {
                categories[keyword] = (byte) c;
                c = words[++i];
            }
            if (c != ' ') {
                releases[keyword] = (byte) (c - '0');
                i++;
            }
            keyword++;
            start = i + 1;
        }
        WORDS = words;
        STARTS = starts;
        LENGTHS = lengths;
        CATEGORIES = categories;
        RELEASES = releases;
        LETTERS = allLetters;
        BUCKETS = moves;
        HASHED = hashed;
    }

    private Keyword() {
    }

    /** How many there are; the greatest number. */
    static int count() {
        return COUNT;
    }

    /** The word in lower case. */
    static String word(int keyword) {
        return new String(WORDS, STARTS[keyword], LENGTHS[keyword]);
    }

    /** The word in capitals, as in command tags. */
    static String capitals(int keyword) {
        char[] letters = word(keyword).toCharArray();
        for (int i = 0; i < letters.length; i++) {
            if (letters[i] != '_') {
                letters[i] -= 32;
            }
        }
        return new String(letters);
    }

    /** Any name: no key word, an UNRESERVED one, or one that is a name to some of the releases. */
    static boolean isUnreserved(int keyword) {
        return !isQuoted(keyword);
    }

    /** Of PostgreSQL 15's categories, so that identities are quoted as that release quotes them. */
    static boolean isQuoted(int keyword) {
        return CATEGORIES[keyword] != 0 && RELEASES[keyword] == 0;
    }

    static boolean isColName(int keyword) {
        return CATEGORIES[keyword] == '+';
    }

    static boolean isTypeFuncName(int keyword) {
        return CATEGORIES[keyword] == '-';
    }

    static boolean isReserved(int keyword) {
        return CATEGORIES[keyword] == '!' && RELEASES[keyword] == 0;
    }

    /** As {@link #find(String, int, int)} of a word of up to eight {@link Characters#letter letters}. */
    static int find(long letters) {
        int keyword = HASHED[slot(letters)];
        return LETTERS[keyword] == letters ? keyword : NO_KEYWORD;
    }

    /** The same of a word of any length, by its last eight letters. */
    static int find(long letters, int length, String text, int start) {
        int keyword = find(key(letters, length));
        return length > 8 && keyword != NO_KEYWORD && !spells(keyword, text, start, start + length) ? NO_KEYWORD : keyword;
    }

    /** Tells all key words apart, but not all words. */
    private static long key(long letters, int length) {
        return length > 8 ? letters ^ Long.MIN_VALUE ^ (long) length << 56 : letters;
    }

    private static int slot(long key) {
        int hash = (int) (key * MIX >>> 44);
        return (hash >>> 7) + BUCKETS[hash & BUCKETS.length - 1] & SLOTS - 1;
    }

    /** The key word spelled by {@code text[start, end)} in any ASCII case, or NO_KEYWORD. */
    static int find(String text, int start, int end) {
        if (end - start > LONGEST || end - start < SHORTEST) {
            return NO_KEYWORD;
        }
        long letters = 0;
        for (int i = start; i < end; i++) {
            int letter = Characters.letter(text.charAt(i));
            if (letter == 0) {
                return NO_KEYWORD;
            }
            letters = letters << 8 | letter;
        }
        return find(letters, end - start, text, start);
    }

    private static boolean spells(int keyword, String text, int start, int end) {
        if (LENGTHS[keyword] != end - start) {
            return false;
        }
        int p = STARTS[keyword];
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                c += 32;
            }
            if (c != WORDS[p++]) {
                return false;
            }
        }
        return true;
    }

    /** The key words of a phrase such as "FOREIGN DATA WRAPPER". Requires capitals, single spaces, key words only. */
    static int[] phrase(String words) {
        int count = 1;
        for (int i = words.indexOf(' '); i >= 0; i = words.indexOf(' ', i + 1)) {
            count++;
        }
        int[] phrase = new int[count];
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
