package org.pggit.audit.ddl;

/** What is known of the key words, by their numbers in {@link Keyword}; and which one a text spells. */
final class Keywords {
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

    private Keywords() {
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
        return LETTERS[keyword] == letters ? keyword : Keyword.NO_KEYWORD;
    }

    /** The same of a word of any length, by its last eight letters. */
    static int find(long letters, int length, String text, int start) {
        int keyword = find(key(letters, length));
        return length > 8 && keyword != Keyword.NO_KEYWORD && !spells(keyword, text, start, start + length) ? Keyword.NO_KEYWORD : keyword;
    }

    /** Tells all key words apart, but not all words. */
    private static long key(long letters, int length) {
        return length > 8 ? letters ^ Long.MIN_VALUE ^ (long) length << 56 : letters;
    }

    private static int slot(long key) {
        int hash = (int) (key * MIX >>> 44);
        return (hash >>> 7) + BUCKETS[hash & BUCKETS.length - 1] & SLOTS - 1;
    }

    /** The key word spelled by {@code text[start, end)} in any ASCII case, or Keyword.NO_KEYWORD. */
    static int find(String text, int start, int end) {
        if (end - start > LONGEST || end - start < SHORTEST) {
            return Keyword.NO_KEYWORD;
        }
        long letters = 0;
        for (int i = start; i < end; i++) {
            int letter = Characters.letter(text.charAt(i));
            if (letter == 0) {
                return Keyword.NO_KEYWORD;
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
