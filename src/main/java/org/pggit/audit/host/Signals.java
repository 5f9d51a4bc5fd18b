package org.pggit.audit.host;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;

/**
 * Gives a backend that PL/Java runs in the server's own handlers of SIGTERM and SIGINT back. PL/Java 1.6 puts its own in their place, which do not set the latch:
 * an idle or lock-waiting backend then does not hear pg_terminate_backend, pg_cancel_backend or a fast stop until its client speaks (docs/hosts.md, "Signals").
 *
 * <p>Needs java.lang.foreign (JDK 22 and later), which is reached by reflection because the jar is made for Java 17; older JVMs offer no way.
 */
final class Signals {
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;
    private static String outcome;

    private Signals() {
    }

    /** "restored", or why nothing was done. Never throws. Once in a process: nobody puts other handlers there again. */
    static synchronized String restore() {
        if (outcome == null) {
            outcome = restoreOnce();
        }
        return outcome;
    }

    private static String restoreOnce() {
        if (Runtime.version().feature() < 22) {
            return "left as they are: Java " + Runtime.version().feature() + " has no java.lang.foreign";
        }
        try {
            Foreign foreign = new Foreign();
            Object pqsignal = foreign.symbol("pqsignal");
            Object die = foreign.symbol("die");
            Object cancel = foreign.symbol("StatementCancelHandler");
            if (pqsignal == null || die == null || cancel == null) {
                return "left as they are: the server does not export its handlers";
            }
            MethodHandle set = foreign.function(pqsignal, "JAVA_INT", "ADDRESS");
            set.invokeWithArguments(SIGTERM, die);
            set.invokeWithArguments(SIGINT, cancel);
            return "restored";
        } catch (Throwable e) {
            return "left as they are: " + e;
        }
    }

    /** The part of java.lang.foreign that is needed, by reflection: {@code Linker.nativeLinker()} and functions that return an address. */
    private static final class Foreign {
        private final Class<?> linkerType = Class.forName("java.lang.foreign.Linker");
        private final Class<?> segmentType = Class.forName("java.lang.foreign.MemorySegment");
        private final Class<?> layoutType = Class.forName("java.lang.foreign.MemoryLayout");
        private final Class<?> descriptorType = Class.forName("java.lang.foreign.FunctionDescriptor");
        private final Class<?> optionType = Class.forName("java.lang.foreign.Linker$Option");
        private final Class<?> valueType = Class.forName("java.lang.foreign.ValueLayout");
        private final Object linker = linkerType.getMethod("nativeLinker").invoke(null);
        private final MethodHandle dlsym;

        Foreign() throws ReflectiveOperationException {
            Object lookup = linkerType.getMethod("defaultLookup").invoke(linker);
            Method find = Class.forName("java.lang.foreign.SymbolLookup").getMethod("find", String.class);
            Object address = ((Optional<?>) find.invoke(lookup, "dlsym")).orElseThrow();
            dlsym = function(address, "ADDRESS", "ADDRESS");
        }

        MethodHandle function(Object address, String... parameters) throws ReflectiveOperationException {
            Object layouts = Array.newInstance(layoutType, parameters.length);
            for (int i = 0; i < parameters.length; i++) {
                Array.set(layouts, i, valueType.getField(parameters[i]).get(null));
            }
            Object descriptor = descriptorType.getMethod("of", layoutType, layouts.getClass()).invoke(null, valueType.getField("ADDRESS").get(null), layouts);
            Object options = Array.newInstance(optionType, 0);
            return (MethodHandle) linkerType.getMethod("downcallHandle", segmentType, descriptorType, options.getClass()).invoke(linker, address, descriptor, options);
        }

        /** The address of a symbol of this process, null where it has none. */
        Object symbol(String name) throws Throwable {
            Class<?> arenaType = Class.forName("java.lang.foreign.Arena");
            Object arena = arenaType.getMethod("ofAuto").invoke(null);
            Object text = Arrays.stream(arenaType.getMethods()).filter(m -> m.getName().equals("allocateFrom") && m.getParameterCount() == 1 && m.getParameterTypes()[0] == String.class)
                .findFirst().orElseThrow().invoke(arena, name);
            Object anywhere = segmentType.getField("NULL").get(null);
            Object found = dlsym.invokeWithArguments(anywhere, text);
            return (long) segmentType.getMethod("address").invoke(found) == 0 ? null : found;
        }
    }
}
