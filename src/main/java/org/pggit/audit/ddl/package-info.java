/**
 * What a DDL text says: PostgreSQL's lexical rules (15 to 18), statements of a script, the objects that a statement names.
 *
 * <p>Nothing here recurses over its input, throws on it, or knows a database. No lambda and no string {@code +} in the main path: their
 * bootstrap costs more than the first statement does, and a backend starts a fresh JVM.
 */
package org.pggit.audit.ddl;
