package org.pggit.audit.change;

import java.util.Arrays;
import java.util.List;
import org.pggit.audit.ddl.ObjectType;

/**
 * What a tree entry's path says of an object's name: the server's identity ({@code public.users}, {@code public."a.b"},
 * {@code public.f(app.mytype, integer)}, {@code audit_trg on public.users}), with the kind before it where several kinds share their names
 * ({@code type public.mood}, {@code policy p on public.users}), or plain {@code schema.name}; a slash parts a nested tree's name from its entry's.
 * The schema is null where the path has one part only.
 */
public record PathName(String schema, String name) {
    /** What has no name of its own keeps its kind: transform FOR integer LANGUAGE x. */
    private static final List<String> KINDS = Arrays.stream(ObjectType.values()).filter(type -> type != ObjectType.TRANSFORM && type != ObjectType.DEFAULT_ACL && type != ObjectType.CAST)
        .map(PathName::kind).filter(kind -> !kind.isEmpty()).distinct().toList();

    /** What stands before an identity of the type in a path: "" for schemas, relations, routines, operators and triggers, else the type's spelling and a space. */
    public static String kind(ObjectType type) {
        return switch (type) {
            case SCHEMA, TABLE, INDEX, SEQUENCE, VIEW, MATERIALIZED_VIEW, FOREIGN_TABLE, FUNCTION, PROCEDURE, AGGREGATE, ROUTINE, OPERATOR, TRIGGER, UNKNOWN -> "";
            case COMPOSITE_TYPE, DOMAIN -> "type ";
            default -> type.spelling() + ' ';
        };
    }

    /** The path without the kind before it. */
    private static String identity(String path) {
        int end = path.indexOf(' ');
        if (end > 0 && Character.isLowerCase(path.charAt(0)) && !path.startsWith("on ", end + 1)) {
            for (String kind : KINDS) {
                if (path.startsWith(kind) && path.length() > kind.length()) {
                    return path.substring(kind.length());
                }
            }
        }
        return path;
    }

    public static PathName of(String whole) {
        if (whole.startsWith("cast (")) {
            return new PathName(null, whole.substring("cast ".length()));
        }
        String path = identity(whole);
        int nested = lastSlash(path);
        if (nested > 0 && nested < path.length() - 1) {
            PathName inner = of(path.substring(nested + 1));
            int outer = lastSlash(path.substring(0, nested));
            return inner.schema != null ? inner : new PathName(part(path, outer + 1, nested), inner.name);
        }
        int on = outsideQuotes(path, " on ");
        if (on > 0) {
            return new PathName(of(path.substring(on + 4)).schema, part(path, 0, on));
        }
        int arguments = arguments(path);
        int end = arguments > 0 ? arguments : path.length();
        int dot = outsideQuotes(path.substring(0, end), ".");
        if (dot <= 0) {
            return new PathName(null, part(path, 0, end));
        }
        return new PathName(part(path, 0, dot), part(path, dot + 1, end));
    }

    /** The last slash outside quotes and before any arguments; -1 where there is none. */
    private static int lastSlash(String s) {
        int last = -1;
        boolean quoted = false;
        for (int i = 0; i < s.length() && (quoted || s.charAt(i) != '('); i++) {
            if (s.charAt(i) == '"') {
                quoted = !quoted;
            } else if (!quoted && s.charAt(i) == '/' && isNamePart(s, i - 1) && isNamePart(s, i + 1)) {
                last = i;
            }
        }
        return last;
    }

    /** A slash beside other characters belongs to an operator's name. */
    private static boolean isNamePart(String s, int at) {
        return at >= 0 && at < s.length() && (s.charAt(at) == '"' || s.charAt(at) == '$' || Character.isUnicodeIdentifierPart(s.charAt(at)));
    }

    /** Where the arguments of an identity begin, at their parenthesis; -1 where there are none. */
    public static int arguments(String identity) {
        return outsideQuotes(identity, "(");
    }

    private static int outsideQuotes(String s, String what) {
        boolean quoted = false;
        for (int i = 0; i < s.length(); i++) {
            if (s.charAt(i) == '"') {
                quoted = !quoted;
            } else if (!quoted && s.startsWith(what, i)) {
                return i;
            }
        }
        return -1;
    }

    /** The bare name of a part: quotes off where the whole part is quoted, else as it stands. */
    private static String part(String s, int from, int to) {
        if (to - from >= 2 && s.charAt(from) == '"' && s.charAt(to - 1) == '"') {
            return s.substring(from + 1, to - 1).replace("\"\"", "\"");
        }
        return s.substring(from, to);
    }
}
