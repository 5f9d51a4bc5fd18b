package org.pggit.audit.ddl;

import java.util.ArrayList;
import java.util.List;

/** What the parser says of a statement, in the lines of the case files. */
final class Said {
    private Said() {
    }

    static List<String> of(DdlStatement statement) {
        List<String> lines = new ArrayList<>();
        switch (statement.kind()) {
            case DDL -> lines.add(statement.tag());
            case NOT_DDL -> lines.add("NOT_DDL " + (statement.tag() == null ? "-" : statement.tag()) + ": " + statement.reason());
            default -> lines.add("UNCLASSIFIED at " + (statement.problemAt() - statement.start()) + ": " + statement.reason().replace('\n', ' '));
        }
        for (DdlObject object : statement.objects()) {
            lines.add("  " + of(object));
        }
        for (DdlObject object : statement.implied()) {
            lines.add("  implied " + of(object));
        }
        for (Subcommand subcommand : statement.subcommands()) {
            lines.add("  sub " + subcommand.name() + (subcommand.object() == null ? "" : ": " + of(subcommand.object())));
        }
        return lines;
    }

    static String of(DdlObject object) {
        StringBuilder said = new StringBuilder();
        said.append(object.action()).append(' ').append(object.type()).append(' ').append(object.identity());
        if (object.parent() != null && !object.type().isOnParent() && !object.type().isColumn()) {
            said.append(" of ").append(object.parent());
        }
        if (object.newName() != null || object.newSchema() != null) {
            said.append(" -> ").append(object.newIdentity());
        }
        if (object.identity() == null && object.schema() != null) {
            said.append(" in ").append(object.schema());
        }
        for (Flag flag : Flag.values()) {
            said.append(object.has(flag) ? " " + flag : "");
        }
        return said.toString();
    }
}
