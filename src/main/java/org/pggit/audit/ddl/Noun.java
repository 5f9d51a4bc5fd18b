package org.pggit.audit.ddl;

/** The words by which commands name a kind of object, and how such an object is then named (source: gram.y, object_type_* and the commands). */
enum Noun {
    ACCESS_METHOD("ACCESS METHOD", ObjectType.ACCESS_METHOD, Form.PLAIN, Creation.PLAIN),
    AGGREGATE("AGGREGATE", ObjectType.AGGREGATE, Form.AGGREGATE, Creation.AGGREGATE),
    CAST("CAST", ObjectType.CAST, Form.CAST, Creation.AS_NAMED),
    COLLATION("COLLATION", ObjectType.COLLATION, Form.QUALIFIED, Creation.QUALIFIED),
    COLUMN("COLUMN", ObjectType.TABLE_COLUMN, Form.COLUMN, Creation.NONE),
    CONSTRAINT("CONSTRAINT", ObjectType.TABLE_CONSTRAINT, Form.CONSTRAINT, Creation.NONE),
    CONVERSION("CONVERSION", ObjectType.CONVERSION, Form.QUALIFIED, Creation.QUALIFIED),
    DATABASE("DATABASE", ObjectType.DATABASE, Form.PLAIN, Creation.PLAIN),
    DOMAIN("DOMAIN", ObjectType.TYPE, Form.TYPE, Creation.TYPE),
    EVENT_TRIGGER("EVENT TRIGGER", ObjectType.EVENT_TRIGGER, Form.PLAIN, Creation.PLAIN),
    EXTENSION("EXTENSION", ObjectType.EXTENSION, Form.PLAIN, Creation.PLAIN),
    FOREIGN_DATA_WRAPPER("FOREIGN DATA WRAPPER", ObjectType.FOREIGN_DATA_WRAPPER, Form.PLAIN, Creation.PLAIN),
    FOREIGN_TABLE("FOREIGN TABLE", ObjectType.FOREIGN_TABLE, Form.RELATION, Creation.TABLE),
    FUNCTION("FUNCTION", ObjectType.FUNCTION, Form.ROUTINE, Creation.ROUTINE),
    GROUP("GROUP", ObjectType.ROLE, Form.ROLE, Creation.ROLE),
    INDEX("INDEX", ObjectType.INDEX, Form.RELATION, Creation.INDEX),
    LANGUAGE("LANGUAGE", ObjectType.LANGUAGE, Form.PLAIN, Creation.LANGUAGE),
    PROCEDURAL_LANGUAGE("PROCEDURAL LANGUAGE", ObjectType.LANGUAGE, Form.PLAIN, Creation.LANGUAGE),
    LARGE_OBJECT("LARGE OBJECT", ObjectType.LARGE_OBJECT, Form.LARGE_OBJECT, Creation.NONE),
    MATERIALIZED_VIEW("MATERIALIZED VIEW", ObjectType.MATERIALIZED_VIEW, Form.RELATION, Creation.QUALIFIED),
    OPERATOR_CLASS("OPERATOR CLASS", ObjectType.OPERATOR_CLASS, Form.USING, Creation.OPERATOR_CLASS),
    OPERATOR_FAMILY("OPERATOR FAMILY", ObjectType.OPERATOR_FAMILY, Form.USING, Creation.AS_NAMED),
    OPERATOR("OPERATOR", ObjectType.OPERATOR, Form.OPERATOR, Creation.OPERATOR),
    POLICY("POLICY", ObjectType.POLICY, Form.ON_RELATION, Creation.AS_NAMED),
    PROCEDURE("PROCEDURE", ObjectType.PROCEDURE, Form.ROUTINE, Creation.ROUTINE),
    PUBLICATION("PUBLICATION", ObjectType.PUBLICATION, Form.PLAIN, Creation.PLAIN),
    ROLE("ROLE", ObjectType.ROLE, Form.ROLE, Creation.ROLE),
    ROUTINE("ROUTINE", ObjectType.ROUTINE, Form.ROUTINE, Creation.NONE),
    RULE("RULE", ObjectType.RULE, Form.ON_RELATION, Creation.RULE),
    SCHEMA("SCHEMA", ObjectType.SCHEMA, Form.PLAIN, Creation.SCHEMA),
    SEQUENCE("SEQUENCE", ObjectType.SEQUENCE, Form.RELATION, Creation.QUALIFIED),
    SERVER("SERVER", ObjectType.SERVER, Form.PLAIN, Creation.PLAIN),
    STATISTICS("STATISTICS", ObjectType.STATISTICS_OBJECT, Form.QUALIFIED, Creation.STATISTICS),
    SUBSCRIPTION("SUBSCRIPTION", ObjectType.SUBSCRIPTION, Form.PLAIN, Creation.PLAIN),
    TABLE("TABLE", ObjectType.TABLE, Form.RELATION, Creation.TABLE),
    TABLESPACE("TABLESPACE", ObjectType.TABLESPACE, Form.PLAIN, Creation.PLAIN),
    TEXT_SEARCH_CONFIGURATION("TEXT SEARCH CONFIGURATION", ObjectType.TEXT_SEARCH_CONFIGURATION, Form.QUALIFIED, Creation.QUALIFIED),
    TEXT_SEARCH_DICTIONARY("TEXT SEARCH DICTIONARY", ObjectType.TEXT_SEARCH_DICTIONARY, Form.QUALIFIED, Creation.QUALIFIED),
    TEXT_SEARCH_PARSER("TEXT SEARCH PARSER", ObjectType.TEXT_SEARCH_PARSER, Form.QUALIFIED, Creation.QUALIFIED),
    TEXT_SEARCH_TEMPLATE("TEXT SEARCH TEMPLATE", ObjectType.TEXT_SEARCH_TEMPLATE, Form.QUALIFIED, Creation.QUALIFIED),
    TRANSFORM("TRANSFORM", ObjectType.TRANSFORM, Form.TRANSFORM, Creation.AS_NAMED),
    TRIGGER("TRIGGER", ObjectType.TRIGGER, Form.ON_RELATION, Creation.TRIGGER),
    TYPE("TYPE", ObjectType.TYPE, Form.TYPE, Creation.TYPE),
    USER_MAPPING("USER MAPPING", ObjectType.USER_MAPPING, Form.USER_MAPPING, Creation.USER_MAPPING),
    USER("USER", ObjectType.ROLE, Form.ROLE, Creation.ROLE),
    VIEW("VIEW", ObjectType.VIEW, Form.RELATION, Creation.QUALIFIED);

    final ObjectType type;
    /** One of {@link Form}. */
    final int form;
    /** One of {@link Creation}. */
    final int creation;
    /** The words in the command tag: CREATE USER is reported as CREATE ROLE. */
    final String tagWords;
    private final int[] phrase;
    private Noun nextOfSameWord;

    Noun(String words, ObjectType type, int form, int creation) {
        this.type = type;
        this.form = form;
        this.creation = creation;
        this.phrase = Keywords.phrase(words);
        this.tagWords = form == Form.ROLE ? "ROLE" : type == ObjectType.LANGUAGE ? "LANGUAGE" : words;
    }

    private static final Noun[] BY_FIRST_WORD;

    // Local variables only: see Keyword.
    static {
        Noun[] nouns = values();
        Noun[] byFirstWord = new Noun[Keywords.count() + 1];
        // Declared with the longer phrase of a common first word first; chained in that order.
        for (int i = nouns.length - 1; i >= 0; i--) {
            int word = nouns[i].phrase[0];
            nouns[i].nextOfSameWord = byFirstWord[word];
            byFirstWord[word] = nouns[i];
        }
        BY_FIRST_WORD = byFirstWord;
    }

    /** Takes the noun that stands here, the longest one; null (and nothing taken) when there is none. */
    static Noun take(TokenStream tokens) {
        int word = tokens.keyword();
        if (word == Keyword.NO_KEYWORD) {
            return null;
        }
        for (Noun noun = BY_FIRST_WORD[word]; noun != null; noun = noun.nextOfSameWord) {
            if (tokens.accept(noun.phrase)) {
                return noun;
            }
        }
        return null;
    }
}
