package org.pggit.audit.ddl;

import java.util.ArrayList;
import java.util.List;

/** Command tags of DDL: the event trigger matrix of PostgreSQL 15 and the shared-object commands outside it (source: the manual's matrix; cmdtaglist.h). */
final class Tags {
    private static final String[] CREATE_ALTER_DROP = {
        "AGGREGATE", "COLLATION", "CONVERSION", "DATABASE", "DOMAIN", "EVENT TRIGGER", "FOREIGN DATA WRAPPER", "FOREIGN TABLE", "FUNCTION", "INDEX", "LANGUAGE",
        "MATERIALIZED VIEW", "OPERATOR", "OPERATOR CLASS", "OPERATOR FAMILY", "POLICY", "PROCEDURE", "PUBLICATION", "ROLE", "RULE", "SCHEMA", "SEQUENCE", "SERVER",
        "STATISTICS", "SUBSCRIPTION", "TABLE", "TABLESPACE", "TEXT SEARCH CONFIGURATION", "TEXT SEARCH DICTIONARY", "TEXT SEARCH PARSER", "TEXT SEARCH TEMPLATE",
        "TRIGGER", "TYPE", "USER MAPPING", "VIEW"};
    private static final List<String> OTHERS = List.of(
        "ALTER DEFAULT PRIVILEGES", "ALTER EXTENSION", "ALTER LARGE OBJECT", "ALTER ROUTINE", "ALTER SYSTEM", "COMMENT", "CREATE ACCESS METHOD", "CREATE CAST",
        "CREATE EXTENSION", "CREATE TABLE AS", "CREATE TRANSFORM", "DROP ACCESS METHOD", "DROP CAST", "DROP EXTENSION", "DROP OWNED", "DROP ROUTINE",
        "DROP TRANSFORM", "GRANT", "GRANT ROLE", "IMPORT FOREIGN SCHEMA", "REASSIGN OWNED", "REFRESH MATERIALIZED VIEW", "REVOKE", "REVOKE ROLE",
        "SECURITY LABEL", "SELECT INTO");

    static final List<String> ALL = all();

    private Tags() {
    }

    private static List<String> all() {
        List<String> all = new ArrayList<>(OTHERS);
        for (String kind : CREATE_ALTER_DROP) {
            all.add("CREATE " + kind);
            all.add("ALTER " + kind);
            all.add("DROP " + kind);
        }
        return all;
    }
}
