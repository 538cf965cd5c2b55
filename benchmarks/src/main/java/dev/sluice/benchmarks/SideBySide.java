package dev.sluice.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Runs alternatives in turns, round after round, so that whatever else the machine does hits them alike, and compares
 * their median rounds.
 */
public final class SideBySide {
    private static final int WARM_UP = 5;
    private static final int ROUNDS = 15;
    /** Of this process alone, whatever its threads are: a client has some of its own. */
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** One alternative; a round does the same amount of work each time. */
    public interface Alternative {
        String name();

        /** Does the work of one round; returns the number of operations. */
        long round();
    }

    /** An alternative whose rounds are calls. */
    static Alternative alternative(String name, LongSupplier round) {
        return new Alternative() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public long round() {
                return round.getAsLong();
            }
        };
    }

    /** One alternative's median round, in time and processor time of this process for one operation. */
    public record Medians(double nanos, double processorNanos) {}

    private SideBySide() {}

    /** Prints each one's time and processor time per operation, both with their ratio to the first. */
    public static List<Medians> compare(String title, List<? extends Alternative> alternatives) {
        return compare(title, WARM_UP, ROUNDS, alternatives);
    }

    /**
     * As above, for rounds that take seconds.
     *
     * @return in the order of the alternatives
     */
    public static List<Medians> compare(
            String title, int warmUp, int rounds, List<? extends Alternative> alternatives) {
        List<double[]> nanos = new ArrayList<>();
        List<double[]> processor = new ArrayList<>();
        alternatives.forEach(a -> {
            nanos.add(new double[rounds]);
            processor.add(new double[rounds]);
        });
        for (int round = -warmUp; round < rounds; round++) {
            for (int i = 0; i < alternatives.size(); i++) {
                long processorBegin = PROCESS.getProcessCpuTime();
                long begin = System.nanoTime();
                double operations = alternatives.get(i).round();
                double each = (System.nanoTime() - begin) / operations;
                if (round >= 0) {
                    nanos.get(i)[round] = each;
                    processor.get(i)[round] = (PROCESS.getProcessCpuTime() - processorBegin) / operations;
                }
            }
        }
        System.out.printf("%n%s (median of %d rounds in turns)%n", title, rounds);
        List<Medians> medians = new ArrayList<>();
        for (int i = 0; i < alternatives.size(); i++) {
            medians.add(new Medians(median(nanos.get(i)), median(processor.get(i))));
            System.out.printf(
                    "  %-56s %8.0f ns   x %.2f   processor %8.0f ns   x %.2f%n",
                    alternatives.get(i).name(),
                    medians.get(i).nanos(),
                    medians.get(i).nanos() / medians.get(0).nanos(),
                    medians.get(i).processorNanos(),
                    medians.get(i).processorNanos() / medians.get(0).processorNanos());
        }
        return medians;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
