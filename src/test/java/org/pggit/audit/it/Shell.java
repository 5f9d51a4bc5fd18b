package org.pggit.audit.it;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program, output and errors together. */
record Shell(int status, String output) {

    static Shell run(Map<String, String> environment, File folder, String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder).redirectErrorStream(true);
            builder.environment().putAll(environment);
            builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(10, TimeUnit.MINUTES);
            return new Shell(process.exitValue(), output);
        } catch (IOException e) {
            throw new IllegalStateException("can not run " + String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Shell orFail(String what) {
        if (status != 0) {
            throw new IllegalStateException(what + " failed with status " + status + ":\n" + output);
        }
        return this;
    }
}
