package org.pggit.audit.ddl;

import java.util.ArrayList;
import java.util.List;

/** Identities with their argument types cut to the last part, unquoted: the text cannot tell in which schema a type is. */
final class Signatures {
    private Signatures() {
    }

    static String simplified(String written) {
        // pg_temp_3: the number is the session's.
        String identity = written.replaceFirst("^pg_temp_[0-9]+\\.", "pg_temp.");
        int open = identity.indexOf('(');
        if (open < 0 || !identity.endsWith(")")) {
            return identity;
        }
        List<String> parts = new ArrayList<>();
        String inner = identity.substring(open + 1, identity.length() - 1);
        for (String part : inner.split(",| AS ", -1)) {
            parts.add(last(part));
        }
        return identity.substring(0, open) + parts;
    }

    private static String last(String type) {
        String name = type.substring(type.lastIndexOf('.') + 1).replace("\"", "");
        String plain = name.endsWith("[]") ? name.substring(0, name.length() - 2) : name;
        String alias = TypeReader.alias(plain);
        return alias == null ? name : name.replace(plain, alias);
    }
}
