package org.pggit.audit.bench;

import org.pggit.audit.ddl.DdlParser;

/** What the first statement costs in a fresh JVM: prints microseconds. */
public final class Cold {
    private Cold() {
    }

    public static void main(String[] arguments) {
        long start = System.nanoTime();
        DdlParser.parse("CREATE TABLE app.users (id bigserial PRIMARY KEY, email text UNIQUE NOT NULL, created_at timestamptz DEFAULT now())");
        System.out.println((System.nanoTime() - start) / 1000);
    }
}
