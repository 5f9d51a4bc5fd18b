package org.pggit.audit.ddl;

/**
 * Kinds of object, by the server's own words: the type that pg_identify_object and the event trigger functions report (source:
 * objectaddress.c, getObjectTypeDescription; aclchk.c and event_trigger.c for the words of GRANT and of ALTER DEFAULT PRIVILEGES).
 *
 * <p>A domain is a TYPE to the server, and so here.
 */
public enum ObjectType {
    TABLE,
    INDEX,
    SEQUENCE,
    VIEW,
    MATERIALIZED_VIEW,
    FOREIGN_TABLE,
    COMPOSITE_TYPE,
    TOAST_TABLE,
    TABLE_COLUMN,
    INDEX_COLUMN,
    VIEW_COLUMN,
    MATERIALIZED_VIEW_COLUMN,
    FOREIGN_TABLE_COLUMN,
    COMPOSITE_TYPE_COLUMN,
    FUNCTION,
    PROCEDURE,
    AGGREGATE,
    /** ALTER, DROP, COMMENT and GRANT ON ROUTINE: a function, procedure or aggregate, the text does not tell which. */
    ROUTINE,
    TYPE,
    CAST,
    COLLATION,
    TABLE_CONSTRAINT,
    DOMAIN_CONSTRAINT,
    CONVERSION,
    DEFAULT_VALUE,
    LANGUAGE,
    LARGE_OBJECT,
    OPERATOR,
    OPERATOR_CLASS,
    OPERATOR_FAMILY,
    ACCESS_METHOD,
    OPERATOR_OF_ACCESS_METHOD,
    FUNCTION_OF_ACCESS_METHOD,
    RULE,
    TRIGGER,
    SCHEMA,
    STATISTICS_OBJECT,
    TEXT_SEARCH_PARSER,
    TEXT_SEARCH_DICTIONARY,
    TEXT_SEARCH_TEMPLATE,
    TEXT_SEARCH_CONFIGURATION,
    ROLE,
    ROLE_MEMBERSHIP,
    DATABASE,
    TABLESPACE,
    FOREIGN_DATA_WRAPPER("foreign-data wrapper"),
    SERVER,
    USER_MAPPING,
    DEFAULT_ACL,
    EXTENSION,
    EVENT_TRIGGER,
    PARAMETER("parameter ACL"),
    POLICY,
    PUBLICATION,
    PUBLICATION_RELATION,
    PUBLICATION_NAMESPACE,
    SUBSCRIPTION,
    TRANSFORM,
    /** GRANT's and REVOKE's word for a domain; elsewhere a domain is a {@link #TYPE}. */
    DOMAIN,
    /** GRANT's and REVOKE's word for a {@link #SERVER}. */
    FOREIGN_SERVER,
    /** Words of ALTER DEFAULT PRIVILEGES, which names no object. */
    TABLES,
    SEQUENCES,
    FUNCTIONS,
    TYPES,
    SCHEMAS,
    LARGE_OBJECTS,
    /** The text does not tell. */
    UNKNOWN;

    private static final ObjectType[] VALUES = values();
    private String spelling;

    ObjectType() {
        // Spelled when first asked for: a fresh JVM has better things to do.
    }

    ObjectType(String spelling) {
        this.spelling = spelling;
    }

    private static String spelled(String name) {
        char[] letters = name.toCharArray();
        for (int i = 0; i < letters.length; i++) {
            letters[i] = letters[i] == '_' ? ' ' : (char) (letters[i] | 0x20);
        }
        return new String(letters);
    }

    /** The server's spelling: lower case with spaces ("foreign-data wrapper" with its hyphen). */
    public String spelling() {
        if (spelling == null) {
            spelling = spelled(name());
        }
        return spelling;
    }

    /** The type with the server's spelling, in any ASCII case; UNKNOWN for a word that is none. */
    public static ObjectType ofSpelling(String spelling) {
        for (ObjectType type : VALUES) {
            if (type.spelling().equalsIgnoreCase(spelling)) {
                return type;
            }
        }
        return "foreign data wrapper".equalsIgnoreCase(spelling) ? FOREIGN_DATA_WRAPPER : UNKNOWN;
    }

    /** The type that the object itself has, where GRANT has a word of its own. */
    public ObjectType ofObject() {
        return this == DOMAIN ? TYPE : this == FOREIGN_SERVER ? SERVER : this;
    }

    /** The type of a column of such a relation. */
    public ObjectType column() {
        return switch (this) {
            case VIEW -> VIEW_COLUMN;
            case MATERIALIZED_VIEW -> MATERIALIZED_VIEW_COLUMN;
            case FOREIGN_TABLE -> FOREIGN_TABLE_COLUMN;
            case COMPOSITE_TYPE, TYPE -> COMPOSITE_TYPE_COLUMN;
            case INDEX -> INDEX_COLUMN;
            default -> TABLE_COLUMN;
        };
    }

    /** True for what the server identifies as "name on owner". */
    boolean isOnParent() {
        return switch (this) {
            case RULE, TRIGGER, POLICY, TABLE_CONSTRAINT, DOMAIN_CONSTRAINT -> true;
            default -> false;
        };
    }

    boolean isColumn() {
        return switch (this) {
            case TABLE_COLUMN, INDEX_COLUMN, VIEW_COLUMN, MATERIALIZED_VIEW_COLUMN, FOREIGN_TABLE_COLUMN, COMPOSITE_TYPE_COLUMN -> true;
            default -> false;
        };
    }
}
