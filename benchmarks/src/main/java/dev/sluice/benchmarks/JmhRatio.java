package dev.sluice.benchmarks;

import java.util.Collection;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Two JMH benchmarks of one class side by side: time and bytes allocated per operation, and their ratio. They run in turns,
 * each turn in processes of their own, so that whatever else the machine does hits them alike.
 */
public final class JmhRatio {
    private static final int TURNS = 5;

    private final Class<?> benchmarks;
    private final String base;

    /** @param base name of the method that the others are compared with */
    public JmhRatio(Class<?> benchmarks, String base) {
        this.benchmarks = benchmarks;
        this.base = base;
    }

    /**
     * Runs both and prints the medians.
     *
     * @param target the ratio to the base that is promised, of time and of bytes
     */
    public void print(String title, String method, double target) throws RunnerException {
        double[][] nanos = new double[2][TURNS];
        double[][] bytes = new double[2][TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            for (RunResult result : turn(method)) {
                int which = result.getParams().getBenchmark().endsWith("." + base) ? 0 : 1;
                nanos[which][turn] = result.getPrimaryResult().getScore();
                bytes[which][turn] = Objects.requireNonNull(
                                result.getSecondaryResults().get("gc.alloc.rate.norm"), "the profiler's result")
                        .getScore();
            }
        }
        System.out.printf("%n%s (JMH, median of %d turns)%n", title, TURNS);
        line(base, nanos[0], bytes[0]);
        line(method, nanos[1], bytes[1]);
        verdict("time", ratios(nanos), target);
        verdict("bytes allocated", ratios(bytes), target);
    }

    private Collection<RunResult> turn(String method) throws RunnerException {
        String prefix = "^" + benchmarks.getName().replace(".", "\\.") + "\\.";
        return new Runner(new OptionsBuilder()
                        .include(prefix + base + "$")
                        .include(prefix + method + "$")
                        .addProfiler(GCProfiler.class)
                        .forks(1)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
    }

    private static void line(String name, double[] nanos, double[] bytes) {
        System.out.printf("  %-10s %8.0f ns   %8.0f bytes%n", name, median(nanos), median(bytes));
    }

    /** Of each turn, because two processes that run one after the other meet the same machine. */
    private static double[] ratios(double[][] values) {
        double[] ratios = new double[TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            ratios[turn] = values[1][turn] / values[0][turn];
        }
        return ratios;
    }

    private static void verdict(String what, double[] ratios, double target) {
        double ratio = median(ratios);
        System.out.printf(
                "  %-15s x %.2f (turns %.2f to %.2f; target %.1f at most: %s)%n",
                what,
                ratio,
                DoubleStream.of(ratios).min().orElseThrow(),
                DoubleStream.of(ratios).max().orElseThrow(),
                target,
                ratio <= target ? "met" : "MISSED");
    }

    private static double median(double[] values) {
        return DoubleStream.of(values).sorted().toArray()[values.length / 2];
    }
}
