package org.pggit.audit.ddl;

import java.util.ArrayList;
import java.util.List;

/**
 * One statement of a script and what it says.
 *
 * @param tag the command tag as the server prints it; null for UNCLASSIFIED and for what is foreign to the server
 * @param objects what the statement names as what it acts on; elements of CREATE SCHEMA included
 * @param implied what the server makes or changes besides, named by the server's own rules: sequences of serial and identity columns, indexes of
 *     keys, ALTER TABLE rows of foreign keys, an operator family. Names are those of a database where they are still free
 * @param subcommands of ALTER, in order
 * @param text the statement, comments within included, without comments before it and without its semicolon
 * @param leadingStart offset of the comments before the statement
 * @param start offset of its first token; text is [start, end)
 * @param reason NOT_DDL: the sort of statement ("DML", "transaction control"); UNCLASSIFIED: why; else null
 * @param problemAt UNCLASSIFIED: offset of the token that could not be read, else -1
 */
public record DdlStatement(
        Kind kind, String tag, List<DdlObject> objects, List<DdlObject> implied, List<Subcommand> subcommands, String text, int leadingStart,
        int start, int end, String reason, int problemAt) {

    /** Whether the statement could be read, and whether it is DDL. */
    public enum Kind { DDL, NOT_DDL, UNCLASSIFIED }

    /** The objects, and those that ALTER's subcommands drop: what the server's DROP rows with original = true are about. */
    public List<DdlObject> objectsAndDropped() {
        List<DdlObject> all = new ArrayList<>(objects);
        for (Subcommand subcommand : subcommands) {
            if (subcommand.object() != null && subcommand.object().action() == Action.DROP && !objects.contains(subcommand.object())) {
                all.add(subcommand.object());
            }
        }
        return all;
    }
}
