package org.pggit.audit.host;

import java.util.ArrayList;
import java.util.List;
import org.pggit.audit.error.AuditException;

/** Asks every entry point once (a class-data archive then holds their classes), or fails in a chosen way, so that an operator can see what the host makes of it. */
final class SelfTest {
    private static final String DDL = "CREATE TABLE public.t (id bigint PRIMARY KEY, note text DEFAULT 'x');";
    private static final String SHA = "0".repeat(64);

    private SelfTest() {
    }

    static void run(String failure, BlockWriter out) {
        if (failure != null) {
            fail(failure);
        }
        tryEveryEntry();
        out.add("java_version", System.getProperty("java.version"));
        out.add("java_vm", System.getProperty("java.vm.name"));
        out.add("java_vendor", System.getProperty("java.vendor"));
        out.add("jar_version", jarVersion());
        out.add("max_heap_mb", Long.toString(Runtime.getRuntime().maxMemory() >> 20));
    }

    /** The version of the jar that is loaded: on a module path the module's (taken from the jar's name), on a class path the manifest's. */
    private static String jarVersion() {
        Module module = SelfTest.class.getModule();
        if (module.isNamed()) {
            return module.getDescriptor().rawVersion().orElse(null);
        }
        return SelfTest.class.getPackage().getImplementationVersion();
    }

    private static void fail(String how) {
        switch (how) {
            case "error" -> throw new AuditException("PA000", "a provoked error", "the DETAIL: naïve \"quotes\" and a\ttab", "the HINT");
            case "exception" -> throw new IllegalStateException("a provoked exception");
            case "overflow" -> deeper(0);
            case "memory" -> fill();
            default -> throw new AuditException("22023", "self_test knows error, exception, overflow and memory, not \"" + how + '"', null, null);
        }
    }

    private static int deeper(int n) {
        return deeper(n + 1) + 1;
    }

    private static void fill() {
        List<long[]> hoard = new ArrayList<>();
        while (hoard.size() < Integer.MAX_VALUE) {
            hoard.add(new long[1 << 20]);
        }
    }

    private static void tryEveryEntry() {
        String tree = "100644 public.t|" + SHA + '|';
        Entry.diffTrees(Rows.of(2, null, tree));
        Entry.readTrees(Rows.of(2, SHA, tree));
        Entry.readCommits(Rows.of(2, SHA, "tree " + SHA + "\nauthor A 1 +0000\ncommitter A 1 +0000\n\nm"));
        Entry.extractChangesBetweenCommits(Rows.of(5, "public.t", "\0\0\0\1", DDL, "t", "C", "public.old", "\0\0\0\2", DDL.replace(".t ", ".old "), "t", "D"));
        Entry.compareChanges(Rows.of(5, "\0\0\0\1", "C", "public.t", DDL, null));
        Entry.hashRules(Rows.of(3, SHA, "blob", DDL));
        Entry.backfillFromV1History(Rows.of(BackfillBlocks.COLUMNS, "O", "pggit", null, "buckets", "f", null, null, null, null, null, null, null, null, null,
            "H", "1", "TABLE", "public", "t", "CREATE", DDL, "t1", "1700000000", "A", "CREATE t", null, null, null,
            "H", "2", "TABLE", "public", "t", "ALTER", "ALTER TABLE public.t ADD COLUMN b serial", "t2", "1700000001", "A", "ALTER t", null, null, null));
        Entry.schemaAt(Rows.of(2, "public.t", DDL, null, null));
        Entry.diffCommits(Rows.of(4, "TABLE", "public.t", DDL, null));
        Entry.parseDdl(Rows.of(1, DDL));
        Entry.parserVersion(new byte[0]);
        Entry.verifyNotes(Rows.of(2, "o\n0\nr\n\n— n AAAA\n", "n+00000000+AAAA"));
        Entry.echo(Rows.of(5, "a", "b", null, "", "e"));
    }
}
