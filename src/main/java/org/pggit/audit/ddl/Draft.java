package org.pggit.audit.ddl;

import java.util.ArrayList;
import java.util.List;

/** What has been read of a statement so far. */
final class Draft {
    /** Only the first object is wanted: readers stop once it is known. */
    final boolean isHeadOnly;
    String tag;
    DdlObject first;
    /** The sort of a statement that is no DDL. */
    String notDdl;
    /** Schema of CREATE SCHEMA's elements. */
    String defaultSchema;
    boolean isInSchema;
    private List<DdlObject> objects;
    private List<DdlObject> implied;
    private List<Subcommand> subcommands;

    Draft(boolean isHeadOnly) {
        this.isHeadOnly = isHeadOnly;
    }

    void add(DdlObject object) {
        if (first == null) {
            first = object;
        } else if (!isHeadOnly) {
            addMore(object);
        }
    }

    /** Few statements have more than one. */
    private void addMore(DdlObject object) {
        if (objects == null) {
            objects = new ArrayList<>(4);
            objects.add(first);
        }
        objects.add(object);
    }

    /** Nobody asks for the tag of a head. */
    String tagOf(String verb, Noun noun) {
        return isHeadOnly ? null : verb.concat(noun.tagWords);
    }

    /** True when nothing more needs to be read. */
    boolean isDone() {
        return isHeadOnly && first != null;
    }

    void imply(DdlObject object) {
        if (implied == null) {
            implied = new ArrayList<>(4);
        }
        implied.add(object);
    }

    void imply(List<DdlObject> objects) {
        for (DdlObject object : objects) {
            imply(object);
        }
    }

    void sub(String name, DdlObject object) {
        if (subcommands == null) {
            subcommands = new ArrayList<>(2);
        }
        subcommands.add(new Subcommand(name, object));
    }

    /** The name with CREATE SCHEMA's schema where it has none itself. */
    QualifiedName inSchema(QualifiedName name, int flags) {
        if (name.schema() != null) {
            return name;
        }
        if ((flags & Flag.TEMPORARY.bit) != 0) {
            return new QualifiedName("pg_temp", name.name());
        }
        return defaultSchema == null ? name : new QualifiedName(defaultSchema, name.name());
    }

    List<DdlObject> objects() {
        return first == null ? List.of() : objects == null ? List.of(first) : objects;
    }

    List<DdlObject> implied() {
        return implied == null ? List.of() : implied;
    }

    List<Subcommand> subcommands() {
        return subcommands == null ? List.of() : subcommands;
    }
}
