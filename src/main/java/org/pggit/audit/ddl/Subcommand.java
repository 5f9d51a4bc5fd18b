package org.pggit.audit.ddl;

/**
 * One of the actions of an ALTER statement.
 *
 * @param name its key words: "ADD COLUMN", "ALTER COLUMN TYPE", "ADD CONSTRAINT", "ATTACH PARTITION", "OWNER TO"
 * @param object what it touches, with what is done to that; null when it touches only the statement's own object
 */
public record Subcommand(String name, DdlObject object) {
}
