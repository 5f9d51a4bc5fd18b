package org.pggit.audit.catalog;

/** An entry of a tree: its path and its canonical DDL, one or several statements of which the first makes the object. */
public record SchemaObject(String path, String ddl) {
}
