package org.pggit.audit.bench;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.pggit.audit.ddl.DdlParser;

/** Runs the benchmark and prints throughput and ratios; fails where a ratio misses its bar. */
public final class Report {
    private static final double SPLIT_BAR = 1.0;
    private static final double PARSE_BAR = 20.0;

    private Report() {
    }

    /** {@code seconds} of each of the measured iterations. */
    public static void main(String[] arguments) throws RunnerException {
        long seconds = Long.parseLong(arguments[0]);
        // The collector is the one that the server's JVM gets, for all. Long warm-ups: on a busy machine the compiler needs many seconds, and the parsers compared need it differently.
        Collection<RunResult> results = new Runner(new OptionsBuilder().include(DdlBenchmark.class.getSimpleName())
            .warmupIterations(8).warmupTime(TimeValue.seconds(seconds)).measurementIterations(6).measurementTime(TimeValue.seconds(seconds))
            .forks(1).jvmArgsAppend("-XX:+UseSerialGC", "-Xmx3g", "-Dcorpus.folder=" + System.getProperty("corpus.folder"), "-Dcase.folder=" + System.getProperty("case.folder")).build()).run();
        Map<String, Double> millis = new TreeMap<>();
        for (RunResult result : results) {
            String method = result.getParams().getBenchmark().replaceAll(".*\\.", "");
            // The best iteration: what else runs on the machine only adds.
            millis.put(result.getParams().getParam("input") + ' ' + method, result.getPrimaryResult().getStatistics().getMin());
        }
        boolean holds = true;
        System.out.printf("%n%-8s %-20s %10s %10s %14s%n", "input", "what", "ms", "MB/s", "statements/s");
        for (String input : List.of("corpus", "script")) {
            List<String> texts = Inputs.of(input);
            double megabytes = texts.stream().mapToLong(String::length).sum() / 1e6;
            long statements = texts.stream().mapToLong(text -> DdlParser.parse(text).size()).sum();
            for (String method : List.of("splitOurs", "splitPgjdbc", "parseOurs", "parsePgcodekeeper")) {
                double ms = millis.get(input + ' ' + method);
                System.out.printf("%-8s %-20s %10.2f %10.1f %14.0f%n", input, method, ms, megabytes / ms * 1e3, statements / ms * 1e3);
            }
            holds &= bar(input + ": split, times as fast as pgJDBC", millis.get(input + " splitPgjdbc") / millis.get(input + " splitOurs"), SPLIT_BAR);
            holds &= bar(input + ": parse, times as fast as pgCodeKeeper", millis.get(input + " parsePgcodekeeper") / millis.get(input + " parseOurs"), PARSE_BAR);
        }
        System.exit(holds ? 0 : 1);
    }

    private static boolean bar(String what, double ratio, double bar) {
        System.out.printf("RATIO %-45s %8.2f  (bar %.0f) %s%n", what, ratio, bar, ratio >= bar ? "ok" : "MISSED");
        return ratio >= bar;
    }
}
