package org.pggit.audit.backfill;

import java.util.HashSet;
import java.util.Set;
import org.pggit.audit.ddl.GeneratedNames;
import org.pggit.audit.ddl.QualifiedName;
import org.pggit.audit.ddl.Words;

/** A domain's constraints without a name have the server's, after the domain's name: before that changes they are written. */
final class DomainChecks {
    private DomainChecks() {
    }

    static void name(StoredObject domain) {
        if (!Words.of(domain.head).isPhrase(0, "CREATE DOMAIN")) {
            return;
        }
        Set<String> taken = new HashSet<>();
        given(domain.head, taken);
        domain.extras.all().forEach(statement -> given(statement, taken));
        domain.head = named(domain.head, domain.name, taken);
        domain.extras.replaceAll(statement -> Words.of(statement).isPhrase(0, "ALTER DOMAIN") ? named(statement, domain.name, taken) : statement);
    }

    private static void given(String statement, Set<String> names) {
        Words words = Words.of(statement);
        for (int i = 2; i < words.count(); i = words.skip(i)) {
            if (words.is(i - 1, "CONSTRAINT") && words.isName(i)) {
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
