package org.pggit.audit.backfill;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pggit.audit.change.PathName;
import org.pggit.audit.ddl.ObjectType;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/**
 * Argument types as the server's identities have them: {@code f(text, mood)} is {@code f(pg_catalog.text,public.mood)}. A type that neither the server nor history
 * knows, such as that of an extension which is not among the common ones, stands as written.
 */
final class Signature {
    /** The types of PostgreSQL 15 to 18 in pg_catalog that format_type writes with their schema: those that have SQL words of their own are not among them. */
    private static final Set<String> BUILT_IN = new HashSet<>(Arrays.asList(("aclitem any anyarray anycompatible anycompatiblearray anycompatiblemultirange "
        + "anycompatiblenonarray anycompatiblerange anyelement anyenum anymultirange anynonarray anyrange box bytea char cid cidr circle cstring date datemultirange daterange "
        + "event_trigger fdw_handler gtsvector index_am_handler inet int2vector int4multirange int4range int8multirange int8range internal json jsonb jsonpath "
        + "language_handler line lseg macaddr macaddr8 money name nummultirange numrange oid oidvector path pg_brin_bloom_summary pg_brin_minmax_multi_summary pg_ddl_command "
        + "pg_dependencies pg_lsn pg_mcv_list pg_ndistinct pg_node_tree pg_snapshot point polygon record refcursor regclass regcollation regconfig regdatabase regdictionary "
        + "regnamespace regoper regoperator regproc regprocedure regrole regtype table_am_handler text tid trigger tsm_handler tsmultirange tsquery tsrange tstzmultirange "
        + "tstzrange tsvector txid_snapshot unknown uuid void xid xid8 xml").split(" ")));

    /** Types that format_type writes without a schema, where one word says them. */
    private static final Set<String> SQL_WORDS = Set.of("bigint", "bit", "boolean", "character", "integer", "interval", "numeric", "real", "smallint", "time", "timestamp");

    /** Types of the extensions in PostgreSQL's contrib and of two common others, by the extension. */
    private static final Map<String, List<String>> EXTENSION_TYPES = Map.of("citext", List.of("citext"), "cube", List.of("cube"), "hstore", List.of("hstore"),
        "intarray", List.of("query_int"), "isn", List.of("ean13", "isbn", "isbn13", "ismn", "ismn13", "issn", "issn13", "upc"), "lo", List.of("lo"),
        "ltree", List.of("ltree", "lquery", "ltxtquery"), "postgis", List.of("geometry", "geography", "box2d", "box3d"), "seg", List.of("seg"),
        "vector", List.of("vector", "halfvec", "sparsevec"));

    private Signature() { }

    /** The identity, or its arguments alone, with each argument's type resolved: pg_catalog first, then types and relations by the search_path. */
    static String resolve(String identity, SchemaState state) {
        Words words = Words.of(identity);
        int open = 0;
        while (open < words.count() && words.type(open) != TokenType.LEFT_PAREN) {
            open++;
        }
        if (open == words.count()) {
            return identity;
        }
        StringBuilder out = new StringBuilder(identity.substring(0, words.start(open) + 1));
        int at = words.start(open) + 1;
        for (int i = open + 1; i < words.count(); i++) {
            boolean isFirst = words.type(i - 1) == TokenType.COMMA || i - 1 == open;
            boolean isWhole = words.type(i + 1) == TokenType.COMMA || words.type(i + 1) == TokenType.RIGHT_PAREN || words.type(i + 1) == TokenType.LEFT_BRACKET;
            if (isFirst && TypeOfColumn.end(words, i) > 0) {
                String type = TypeOfColumn.inIdentity(words, i, state);
                if (type != null) {
                    String known = resolve("(" + type + ")", state);
                    out.append(identity, at, words.start(i)).append(known, 1, known.length() - 1);
                    at = words.end(TypeOfColumn.end(words, i) - 1);
                }
            } else if (isFirst && isWhole && words.isName(i)) {
                String type = resolved(words.name(i), identity.charAt(words.start(i)) == '"', state);
                if (type != null) {
                    out.append(identity, at, words.start(i)).append(type);
                    at = words.end(i);
                }
            }
        }
        return out.append(identity.substring(at)).toString();
    }

    /** Whether a written identity may be of the routine with these arguments: it has none, or as many, of types of the same bare names. */
    static boolean mayBe(String identity, String arguments) {
        int open = PathName.arguments(identity);
        return open < 0 || bare(identity.substring(open)).equals(bare(arguments));
    }

    private static String bare(String arguments) {
        Words words = Words.of(arguments);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < words.count(); i++) {
            if (words.type(i) != TokenType.DOT && words.type(i + 1) != TokenType.DOT) {
                out.append(words.text(), words.start(i), words.end(i)).append(' ');
            }
        }
        return out.toString();
    }

    /** A statement about a function or procedure with its argument types as its identity has them: without them it means another thing where there is a second of the name. */
    static String write(String statement, StoredObject routine) {
        if (routine.type != ObjectType.FUNCTION && routine.type != ObjectType.PROCEDURE) {
            return statement;
        }
        Words words = Words.of(statement);
        int at = 2;
        while (at < words.count() && !(routine.name.equals(words.name(at)) && words.type(at + 1) != TokenType.DOT)) {
            at++;
        }
        int behind = words.type(at + 1) == TokenType.LEFT_PAREN ? words.skip(at + 1) : at + 1;
        return at >= words.count() ? statement : statement.substring(0, words.end(at)) + routine.suffix + statement.substring(words.end(behind - 1));
    }

    /** Found in pg_catalog before any other schema. */
    static boolean isBuiltIn(String type) {
        return BUILT_IN.contains(type) || SQL_WORDS.contains(type);
    }

    private static String resolved(String name, boolean isQuoted, SchemaState state) {
        // The server writes "char", the one-byte type, in quotes; without them it is character.
        if (BUILT_IN.contains(name) && (isQuoted || !name.equals("char"))) {
            return "pg_catalog." + QualifiedName.quote(name);
        }
        if (SQL_WORDS.contains(name) && !isQuoted) {
            return null;
        }
        StoredObject type = state.find(ObjectType.TYPE, null, name);
        StoredObject known = type != null ? type : state.relation(null, name);
        String schema = known == null ? schemaOfExtension(name, state) : known.schema;
        return schema == null ? null : new QualifiedName(schema, name).toString();
    }

    /** The schema that the type's extension was made in; null where history has none of these. */
    private static String schemaOfExtension(String type, SchemaState state) {
        for (Map.Entry<String, List<String>> entry : EXTENSION_TYPES.entrySet()) {
            StoredObject extension = entry.getValue().contains(type) ? state.find(ObjectType.EXTENSION, null, entry.getKey()) : null;
            if (extension != null) {
                Words words = Words.of(extension.head);
                int at = 2;
                while (at < words.count() && !words.is(at, "SCHEMA")) {
                    at++;
                }
                return at + 1 < words.count() ? words.name(at + 1) : "public";
            }
        }
        return null;
    }
}
