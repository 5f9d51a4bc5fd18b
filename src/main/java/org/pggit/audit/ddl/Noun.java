package org.pggit.audit.ddl;

/** The words by which commands name a kind of object, and how such an object is then named (source: gram.y, object_type_* and the commands). */
enum Noun {
    ACCESS_METHOD("ACCESS METHOD", ObjectType.ACCESS_METHOD, Form.PLAIN),
    AGGREGATE("AGGREGATE", ObjectType.AGGREGATE, Form.AGGREGATE),
    CAST("CAST", ObjectType.CAST, Form.CAST),
    COLLATION("COLLATION", ObjectType.COLLATION, Form.QUALIFIED),
    COLUMN("COLUMN", ObjectType.TABLE_COLUMN, Form.COLUMN),
    CONSTRAINT("CONSTRAINT", ObjectType.TABLE_CONSTRAINT, Form.CONSTRAINT),
    CONVERSION("CONVERSION", ObjectType.CONVERSION, Form.QUALIFIED),
    DATABASE("DATABASE", ObjectType.DATABASE, Form.PLAIN),
    DOMAIN("DOMAIN", ObjectType.TYPE, Form.TYPE),
    EVENT_TRIGGER("EVENT TRIGGER", ObjectType.EVENT_TRIGGER, Form.PLAIN),
    EXTENSION("EXTENSION", ObjectType.EXTENSION, Form.PLAIN),
    FOREIGN_DATA_WRAPPER("FOREIGN DATA WRAPPER", ObjectType.FOREIGN_DATA_WRAPPER, Form.PLAIN),
    FOREIGN_TABLE("FOREIGN TABLE", ObjectType.FOREIGN_TABLE, Form.RELATION),
    FUNCTION("FUNCTION", ObjectType.FUNCTION, Form.ROUTINE),
    GROUP("GROUP", ObjectType.ROLE, Form.ROLE),
    INDEX("INDEX", ObjectType.INDEX, Form.RELATION),
    LANGUAGE("LANGUAGE", ObjectType.LANGUAGE, Form.PLAIN),
    PROCEDURAL_LANGUAGE("PROCEDURAL LANGUAGE", ObjectType.LANGUAGE, Form.PLAIN),
    LARGE_OBJECT("LARGE OBJECT", ObjectType.LARGE_OBJECT, Form.LARGE_OBJECT),
    MATERIALIZED_VIEW("MATERIALIZED VIEW", ObjectType.MATERIALIZED_VIEW, Form.RELATION),
    OPERATOR_CLASS("OPERATOR CLASS", ObjectType.OPERATOR_CLASS, Form.USING),
    OPERATOR_FAMILY("OPERATOR FAMILY", ObjectType.OPERATOR_FAMILY, Form.USING),
    OPERATOR("OPERATOR", ObjectType.OPERATOR, Form.OPERATOR),
    POLICY("POLICY", ObjectType.POLICY, Form.ON_RELATION),
    PROCEDURE("PROCEDURE", ObjectType.PROCEDURE, Form.ROUTINE),
    PUBLICATION("PUBLICATION", ObjectType.PUBLICATION, Form.PLAIN),
    ROLE("ROLE", ObjectType.ROLE, Form.ROLE),
    ROUTINE("ROUTINE", ObjectType.ROUTINE, Form.ROUTINE),
    RULE("RULE", ObjectType.RULE, Form.ON_RELATION),
    SCHEMA("SCHEMA", ObjectType.SCHEMA, Form.PLAIN),
    SEQUENCE("SEQUENCE", ObjectType.SEQUENCE, Form.RELATION),
    SERVER("SERVER", ObjectType.SERVER, Form.PLAIN),
    STATISTICS("STATISTICS", ObjectType.STATISTICS_OBJECT, Form.QUALIFIED),
    SUBSCRIPTION("SUBSCRIPTION", ObjectType.SUBSCRIPTION, Form.PLAIN),
    TABLE("TABLE", ObjectType.TABLE, Form.RELATION),
    TABLESPACE("TABLESPACE", ObjectType.TABLESPACE, Form.PLAIN),
    TEXT_SEARCH_CONFIGURATION("TEXT SEARCH CONFIGURATION", ObjectType.TEXT_SEARCH_CONFIGURATION, Form.QUALIFIED),
    TEXT_SEARCH_DICTIONARY("TEXT SEARCH DICTIONARY", ObjectType.TEXT_SEARCH_DICTIONARY, Form.QUALIFIED),
    TEXT_SEARCH_PARSER("TEXT SEARCH PARSER", ObjectType.TEXT_SEARCH_PARSER, Form.QUALIFIED),
    TEXT_SEARCH_TEMPLATE("TEXT SEARCH TEMPLATE", ObjectType.TEXT_SEARCH_TEMPLATE, Form.QUALIFIED),
    TRANSFORM("TRANSFORM", ObjectType.TRANSFORM, Form.TRANSFORM),
    TRIGGER("TRIGGER", ObjectType.TRIGGER, Form.ON_RELATION),
    TYPE("TYPE", ObjectType.TYPE, Form.TYPE),
    USER_MAPPING("USER MAPPING", ObjectType.USER_MAPPING, Form.USER_MAPPING),
    USER("USER", ObjectType.ROLE, Form.ROLE),
    VIEW("VIEW", ObjectType.VIEW, Form.RELATION);

    final ObjectType type;
    /** One of {@link Form}. */
    final int form;
    /** The words in the command tag: CREATE USER is reported as CREATE ROLE. */
    final String tagWords;
    private final int[] phrase;
    private Noun nextOfSameWord;

    Noun(String words, ObjectType type, int form) {
        this.type = type;
        this.form = form;
        this.phrase = Keyword.phrase(words);
        this.tagWords = form == Form.ROLE ? "ROLE" : type == ObjectType.LANGUAGE ? "LANGUAGE" : words;
    }

    private static final Noun[] BY_FIRST_WORD;

    // Local variables only: see Keyword.
    static {
        Noun[] nouns = values();
        Noun[] byFirstWord = new Noun[Keyword.count() + 1];
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
