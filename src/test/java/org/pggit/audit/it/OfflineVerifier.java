package org.pggit.audit.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/** install/verify/Verify.java, compiled by itself and run in this process: a process for each of a thousand bundles would take minutes. */
final class OfflineVerifier {
    private final Method run;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private OfflineVerifier(Method run) {
        this.run = run;
    }

    static OfflineVerifier compile() throws IOException, ReflectiveOperationException {
        Path classes = Files.createTempDirectory(TestServer.PROJECT.resolve("target"), "verifier");
        int status = ToolProvider.getSystemJavaCompiler().run(null, System.err, System.err, "-Xlint:all", "-Werror", "-d", classes.toString(), TestServer.PROJECT.resolve("install/verify/Verify.java").toString());
        if (status != 0) {
            throw new IllegalStateException("Verify.java does not compile by itself");
        }
        // No parent but the JDK's: it shares no class with the extension.
        @SuppressWarnings("resource")
        URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        Method run = loader.loadClass("Verify").getDeclaredMethod("run", String[].class);
        run.setAccessible(true);
        return new OfflineVerifier(run);
    }

    int run(String... arguments) throws ReflectiveOperationException {
        PrintStream before = System.out;
        said.reset();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            return (Integer) run.invoke(null, (Object) arguments);
        } finally {
            System.setOut(before);
        }
    }

    String said() {
        return said.toString(StandardCharsets.UTF_8);
    }
}
