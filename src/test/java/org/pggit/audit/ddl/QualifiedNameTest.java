package org.pggit.audit.ddl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class QualifiedNameTest {
    @Test
    void quotesAsQuoteIdentifierDoes() {
        String[][] rows = {{"a", "a"}, {"_a1", "_a1"}, {"A", "\"A\""}, {"1a", "\"1a\""}, {"a b", "\"a b\""}, {"a\"b", "\"a\"\"b\""}, {"", "\"\""}, {"select", "\"select\""},
            {"name", "name"}, {"integer", "\"integer\""}, {"left", "\"left\""}, {"a$", "\"a$\""}, {"\u00e4", "\"\u00e4\""}, {"values", "\"values\""}, {"zone", "zone"}};
        for (String[] row : rows) {
            assertEquals(row[1], QualifiedName.quote(row[0]));
        }
        assertEquals("\"My S\".t", new QualifiedName("My S", "t").toString());
        assertEquals("t", new QualifiedName(null, "t").toString());
    }

    @Test
    void foldsOnlyAsciiAndCutsAtSixtyThreeBytes() {
        assertEquals("ab\u00c4", QualifiedName.fold("AB\u00c4"));
        assertEquals(63, QualifiedName.fold("A".repeat(64)).length());
        assertEquals(31, QualifiedName.truncate("\u00e4".repeat(40)).length());
        assertEquals(15 * 2, QualifiedName.truncate("\ud83d\ude00".repeat(16)).length());
        assertEquals("x".repeat(62), QualifiedName.truncate("x".repeat(62) + "\u00e4"));
    }

    @Test
    void objectTypesKnowTheServersSpelling() {
        for (ObjectType type : ObjectType.values()) {
            assertEquals(type, ObjectType.ofSpelling(type.spelling()), type.name());
        }
        assertEquals("materialized view", ObjectType.MATERIALIZED_VIEW.spelling());
        assertEquals(ObjectType.UNKNOWN, ObjectType.ofSpelling("no such thing"));
        assertTrue(ObjectType.ofSpelling("FOREIGN DATA WRAPPER") == ObjectType.FOREIGN_DATA_WRAPPER);
    }
}
