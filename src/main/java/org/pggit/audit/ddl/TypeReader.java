package org.pggit.audit.ddl;

/**
 * Type names, spelled as format_type does where the text gives a plain alias (source: gram.y, Typename and func_type; format_type.c).
 * Type modifiers are dropped: no identity holds them.
 */
final class TypeReader {
    private final TokenStream tokens;
    private final NameReader names;

    TypeReader(TokenStream tokens, NameReader names) {
        this.tokens = tokens;
        this.names = names;
    }

    String type() {
        tokens.accept(Keyword.SETOF);
        String element = simple();
        return isArray() ? element.concat("[]") : element;
    }

    /** As {@link #type}, for a type that nobody asks the name of. */
    void skip() {
        tokens.accept(Keyword.SETOF);
        int keyword = tokens.keyword();
        if (keyword == Keyword.NO_KEYWORD || builtIn(keyword) == null) {
            if (!names.isTypeOrFunctionName(0)) {
                throw tokens.unexpected("a type");
            }
            names.skipQualified();
            if (isTypeOf()) {
                tokens.advance();
                tokens.advance();
            } else {
                modifiers();
            }
        }
        isArray();
    }

    /** {@code %TYPE}. */
    private boolean isTypeOf() {
        return tokens.is(TokenType.OPERATOR) && tokens.keyword(1) == Keyword.TYPE && tokens.written().equals("%");
    }

    private boolean isArray() {
        boolean isArray = tokens.accept(Keyword.ARRAY);
        while (tokens.is(TokenType.LEFT_BRACKET)) {
            tokens.skipBrackets();
            isArray = true;
        }
        return isArray;
    }

    private String simple() {
        int keyword = tokens.keyword();
        String builtIn = keyword == Keyword.NO_KEYWORD ? null : builtIn(keyword);
        if (builtIn != null) {
            return builtIn;
        }
        if (!names.isTypeOrFunctionName(0)) {
            throw tokens.unexpected("a type");
        }
        QualifiedName name = names.function();
        if (isTypeOf()) {
            tokens.advance();
            tokens.advance();
            return name.toString().concat("%TYPE");
        }
        modifiers();
        String alias = name.schema() == null || name.schema().equals("pg_catalog") ? alias(name.name()) : null;
        return alias == null ? name.toString() : alias;
    }

    /** The type of this name, which was just read; what may stand behind a type's name is taken along. */
    Target named(ObjectType type, QualifiedName name) {
        modifiers();
        boolean isArray = isArray();
        boolean isServers = name.schema() == null || name.schema().equals("pg_catalog");
        String alias = isServers ? alias(name.name()) : null;
        String argument = isServers ? argument(name.name()) : name.name();
        if (alias == null && !isArray && argument.equals(name.name())) {
            return Target.qualified(type, name);
        }
        String spelled = alias != null ? alias : argument.equals(name.name()) ? name.toString() : argument;
        String whole = isArray ? spelled.concat("[]") : spelled;
        return new Target(type, name.schema(), whole, whole, null);
    }

    private void modifiers() {
        if (tokens.is(TokenType.LEFT_PAREN)) {
            tokens.skipParentheses();
        }
    }

    /** The grammar's own type words; null (and nothing taken) for a word that is none. */
    private String builtIn(int keyword) {
        switch (keyword) {
            case Keyword.INT, Keyword.INTEGER -> {
                return taken("integer");
            }
            case Keyword.SMALLINT -> {
                return taken("smallint");
            }
            case Keyword.BIGINT -> {
                return taken("bigint");
            }
            case Keyword.REAL -> {
                return taken("real");
            }
            case Keyword.BOOLEAN -> {
                return taken("boolean");
            }
            case Keyword.DECIMAL, Keyword.DEC, Keyword.NUMERIC -> {
                return taken("numeric");
            }
            case Keyword.FLOAT -> {
                return floatType();
            }
            case Keyword.DOUBLE -> {
                return tokens.accept(Keyword.DOUBLE, Keyword.PRECISION) ? "double precision" : null;
            }
            case Keyword.BIT -> {
                return varying("bit", "bit varying");
            }
            case Keyword.CHARACTER, Keyword.CHAR, Keyword.NCHAR -> {
                return varying("character", "character varying");
            }
            case Keyword.NATIONAL -> {
                tokens.advance();
                return varying("character", "character varying");
            }
            case Keyword.VARCHAR -> {
                return taken("character varying");
            }
            case Keyword.TIME -> {
                return zoned("time with time zone", "time without time zone");
            }
            case Keyword.TIMESTAMP -> {
                return zoned("timestamp with time zone", "timestamp without time zone");
            }
            case Keyword.INTERVAL -> {
                return interval();
            }
            default -> {
                return null;
            }
        }
    }

    private String taken(String name) {
        tokens.advance();
        modifiers();
        return name;
    }

    /** float(1) to float(24) are real, wider ones double precision. */
    private String floatType() {
        tokens.advance();
        boolean isReal = false;
        if (tokens.is(TokenType.LEFT_PAREN) && tokens.type(1) == TokenType.NUMBER) {
            tokens.advance();
            String digits = tokens.written();
            isReal = digits.length() == 1 || digits.length() == 2 && digits.compareTo("24") <= 0;
            tokens.advance();
            tokens.accept(TokenType.RIGHT_PAREN);
        }
        return isReal ? "real" : "double precision";
    }

    private String varying(String fixed, String varying) {
        tokens.advance();
        boolean isVarying = tokens.accept(Keyword.VARYING);
        modifiers();
        return isVarying ? varying : fixed;
    }

    private String zoned(String with, String without) {
        tokens.advance();
        modifiers();
        if (tokens.accept(Keyword.WITH, Keyword.TIME, Keyword.ZONE)) {
            return with;
        }
        tokens.accept(Keyword.WITHOUT, Keyword.TIME, Keyword.ZONE);
        return without;
    }

    private String interval() {
        taken("interval");
        intervalFields();
        return "interval";
    }

    /** YEAR TO MONTH, SECOND(3) ...: behind the type, or behind a constant of it. */
    void intervalFields() {
        while (isIntervalField(tokens.keyword())) {
            tokens.advance();
            modifiers();
        }
    }

    /** The word is one of the grammar's own for types. */
    static boolean isBuiltIn(int keyword) {
        return switch (keyword) {
            case Keyword.INT, Keyword.INTEGER, Keyword.SMALLINT, Keyword.BIGINT, Keyword.REAL, Keyword.BOOLEAN, Keyword.DECIMAL, Keyword.DEC, Keyword.NUMERIC,
                    Keyword.FLOAT, Keyword.DOUBLE, Keyword.BIT, Keyword.CHARACTER, Keyword.CHAR, Keyword.NCHAR, Keyword.NATIONAL, Keyword.VARCHAR, Keyword.TIME,
                    Keyword.TIMESTAMP, Keyword.INTERVAL -> true;
            default -> false;
        };
    }

    /** The name stands for an integer and a sequence. */
    static boolean isSerial(String name) {
        return switch (name) {
            case "serial", "serial4", "bigserial", "serial8", "smallserial", "serial2" -> true;
            default -> false;
        };
    }

    private static boolean isIntervalField(int keyword) {
        if (keyword == Keyword.NO_KEYWORD) {
            return false;
        }
        return switch (keyword) {
            case Keyword.YEAR, Keyword.MONTH, Keyword.DAY, Keyword.HOUR, Keyword.MINUTE, Keyword.SECOND, Keyword.TO -> true;
            default -> false;
        };
    }

    /** format_type's spelling of a pg_catalog type that is known by another name; null when it keeps its own. */
    static String alias(String name) {
        return switch (name) {
            case "int4" -> "integer";
            case "int2" -> "smallint";
            case "int8" -> "bigint";
            case "float4" -> "real";
            case "float8" -> "double precision";
            case "bool" -> "boolean";
            case "varchar" -> "character varying";
            case "bpchar" -> "character";
            case "numeric" -> "numeric";
            case "interval" -> "interval";
            case "bit" -> "bit";
            case "varbit" -> "bit varying";
            case "timestamptz" -> "timestamp with time zone";
            case "timestamp" -> "timestamp without time zone";
            case "timetz" -> "time with time zone";
            case "time" -> "time without time zone";
            default -> null;
        };
    }

    /** The type's name in the catalogs: a cast to int is one to int4. */
    static String internalName(String spelled) {
        String element = spelled.endsWith("[]") ? spelled.substring(0, spelled.length() - 2) : spelled;
        String last = element.substring(element.lastIndexOf('.') + 1);
        return switch (last) {
            case "integer" -> "int4";
            case "smallint" -> "int2";
            case "bigint" -> "int8";
            case "real" -> "float4";
            case "double precision" -> "float8";
            case "boolean" -> "bool";
            case "character varying" -> "varchar";
            case "character" -> "bpchar";
            case "bit varying" -> "varbit";
            case "timestamp with time zone" -> "timestamptz";
            case "timestamp without time zone" -> "timestamp";
            case "time with time zone" -> "timetz";
            case "time without time zone" -> "time";
            default -> last.startsWith("\"") && last.length() > 1 ? last.substring(1, last.length() - 1) : last;
        };
    }

    /** The spelling of an argument that is written by its array type's own name: {@code _int4} is {@code integer[]}. */
    static String argument(String spelled) {
        if (spelled.length() < 2 || spelled.charAt(0) != '_') {
            return spelled;
        }
        String element = spelled.substring(1);
        String alias = alias(element);
        return alias != null ? alias.concat("[]") : isCommon(element) ? element.concat("[]") : spelled;
    }

    private static boolean isCommon(String name) {
        return switch (name) {
            case "text", "name", "oid", "date", "uuid", "json", "jsonb", "bytea", "xml", "money", "inet", "cidr", "macaddr", "point", "regclass", "aclitem", "tid",
                    "xid", "cstring" -> true;
            default -> false;
        };
    }
}
