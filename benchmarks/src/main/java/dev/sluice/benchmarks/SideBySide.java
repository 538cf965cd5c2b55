package dev.sluice.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs alternatives in turns, round after round, so that whatever else the machine does hits them alike, and compares
 * their median rounds.
 */
public final class SideBySide {
    private static final int WARM_UP = 5;
    private static final int ROUNDS = 15;

    /** One alternative; a round does the same amount of work each time. */
    public interface Alternative {
        String name();

        /** Does the work of one round; returns the number of operations. */
        long round();
    }

    private SideBySide() {}

    /** Prints each one's time per operation, and its ratio to the first. */
    public static void compare(String title, List<Alternative> alternatives) {
        List<double[]> nanos = new ArrayList<>();
        alternatives.forEach(a -> nanos.add(new double[ROUNDS]));
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (int i = 0; i < alternatives.size(); i++) {
                long begin = System.nanoTime();
                long operations = alternatives.get(i).round();
                double each = (System.nanoTime() - begin) / (double) operations;
                if (round >= 0) {
                    nanos.get(i)[round] = each;
                }
            }
        }
        System.out.printf("%n%s (median of %d rounds in turns)%n", title, ROUNDS);
        double first = median(nanos.get(0));
        for (int i = 0; i < alternatives.size(); i++) {
            double median = median(nanos.get(i));
            System.out.printf("  %-36s %8.0f ns   x %.2f%n", alternatives.get(i).name(), median, median / first);
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
