package org.pggit.audit.backfill;

import java.util.HashSet;
import java.util.Set;
import org.pggit.audit.ddl.GeneratedNames;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.TokenType;
import org.pggit.audit.ddl.Words;

/** What a type's statement leaves the server to name, after the type: before that changes, the names are written. */
final class TypeParts {
    private TypeParts() {
    }

    static void name(StoredObject type) {
        Words words = Words.of(type.head);
        if (words.isPhrase(0, "CREATE DOMAIN")) {
            checks(type);
        } else if (words.isPhrase(0, "CREATE TYPE")) {
            multirange(type, words);
        }
    }

    /** It is a type of its own, that neither a new name nor another schema of the range changes (typecmds.c, makeMultirangeTypeName). */
    private static void multirange(StoredObject range, Words words) {
        int at = 2;
        while (at < words.count() && !words.isPhrase(at, "AS RANGE")) {
            at++;
        }
        int close = words.skip(at + 2) - 1;
        for (int i = at; i < words.count(); i++) {
            if (words.is(i, "MULTIRANGE_TYPE_NAME")) {
                return;
            }
        }
        if (words.type(close) == TokenType.RIGHT_PAREN) {
            int part = range.name.indexOf("range");
            String name = part < 0 ? GeneratedNames.choose(range.name, null, "multirange", n -> false) : range.name.substring(0, part) + "multi" + range.name.substring(part);
            range.head = range.head.substring(0, words.end(close - 1)) + ", MULTIRANGE_TYPE_NAME = " + new QualifiedName(range.schema, name) + range.head.substring(words.start(close));
        }
    }

    /** What a domain is of, the attributes of a composite type, the subtype of a range: all that its CREATE names but labels. */
    static String base(StoredObject type) {
        Words words = Words.of(type.head);
        int at = 2;
        while (at < words.count() && !words.is(at, "AS")) {
            at++;
        }
        return words.is(at + 1, "ENUM") ? "" : words.slice(at, words.count());
    }

    private static void checks(StoredObject domain) {
        Set<String> taken = new HashSet<>();
        given(domain.head, taken);
        domain.extras.all().forEach(statement -> given(statement, taken));
        domain.head = named(domain.head, domain.name, taken);
        domain.extras.replaceAll(statement -> Words.of(statement).isPhrase(0, "ALTER DOMAIN") ? named(statement, domain.name, taken) : statement);
    }

    private static void given(String statement, Set<String> names) {
        Words words = Words.of(statement);
        for (int i = 2; i < words.count(); i = words.skip(i)) {
            if (words.is(i - 1, "CONSTRAINT") && words.isName(i) && !words.isAny(i - 2, "DROP", "RENAME", "VALIDATE")) {
                names.add(words.name(i));
            }
        }
    }

    private static String named(String statement, String domain, Set<String> taken) {
        Words words = Words.of(statement);
        StringBuilder out = new StringBuilder();
        int copied = 0;
        for (int i = 3; i < words.count(); i = words.skip(i)) {
            if (words.is(i, "CHECK") && !words.is(i - 2, "CONSTRAINT")) {
                String name = GeneratedNames.choose(domain, null, "check", taken::contains);
                taken.add(name);
                out.append(statement, copied, words.start(i)).append("CONSTRAINT ").append(QualifiedName.quote(name)).append(' ');
                copied = words.start(i);
            }
        }
        return out.append(statement.substring(copied)).toString();
    }
}
