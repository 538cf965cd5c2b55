package dev.sluice.testkit.fault;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The faults that an emulator will show. A call gets the first fault, in the order they were asked for, that is meant
 * for it, and no other. Thread-safe. Operations have the service's own names ({@code PutObject}, {@code BatchWriteRow}).
 */
public final class FaultPlan {
    /** Stands for every operation. */
    public static final String ALL_OPERATIONS = "*";

    private static final Logger LOG = LoggerFactory.getLogger(FaultPlan.class);

    private final Set<String> operations;
    private final Set<String> batches;
    private final Runnable released;
    private final List<Entry> entries = new ArrayList<>();

    /**
     * A plan without faults, for an emulator.
     *
     * @param operations the names that faults may be planned for
     * @param batches those of them that {@link Fault.FailRows} can meet
     * @param released called after each {@link #clear()}, to let calls go that are held back
     */
    public FaultPlan(Set<String> operations, Set<String> batches, Runnable released) {
        this.operations = Set.copyOf(operations);
        this.batches = Set.copyOf(batches);
        this.released = released;
    }

    /** How often a fault happens. */
    public sealed interface Occurrence {
        /**
         * To the next calls, as many as are left.
         *
         * @param left 1 or more
         */
        record Times(int left) implements Occurrence {}

        /**
         * To each call with this probability, until the plan is cleared.
         *
         * @param probability more than 0, at most 1
         * @param seed of the draws
         */
        record Chance(double probability, long seed) implements Occurrence {}
    }

    /**
     * A fault that has been asked for.
     *
     * @param fault what happens
     * @param operation the service's own name, or {@link #ALL_OPERATIONS}
     * @param occurrence how often it may still happen
     */
    public record Planned(Fault fault, String operation, Occurrence occurrence) {
        @Override
        public String toString() {
            String how = occurrence instanceof Occurrence.Times times
                    ? times.left() + " times"
                    : occurrence instanceof Occurrence.Chance chance
                            ? "with probability " + chance.probability() + ", seed " + chance.seed()
                            : "";
            return fault + " to " + operation + ", " + how;
        }
    }

    /**
     * Shows the fault to the next calls of the operation.
     *
     * @param fault what happens
     * @param operation the service's own name, or {@link #ALL_OPERATIONS}
     * @param times 1 or more
     * @throws IllegalArgumentException when there is no such operation, or it can never have this fault
     */
    public void inject(Fault fault, String operation, int times) {
        if (times < 1) {
            throw new IllegalArgumentException("times must be 1 or more, was " + times);
        }
        add(new Entry(fault, operation, times, 0, 0));
    }

    /**
     * Shows the fault to each call of the operation with this probability, until {@link #clear()}. There is one draw
     * for each matching call, whether or not another fault meets it, so that the n-th of them has the same luck each
     * time that a test is run with the same seed. The seed is logged at INFO.
     *
     * @param fault what happens
     * @param operation the service's own name, or {@link #ALL_OPERATIONS}
     * @param probability more than 0, at most 1
     * @param seed of the draws; the same seed and the same calls give the same faults
     * @throws IllegalArgumentException as {@link #inject} does
     */
    public void injectRandomly(Fault fault, String operation, double probability, long seed) {
        if (!(probability > 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability must be above 0 and at most 1, was " + probability);
        }
        Entry entry = new Entry(fault, operation, 0, probability, seed);
        add(entry);
        LOG.info("planned {}", entry.planned());
    }

    /** Forgets every fault that has not happened yet, and lets all calls go that are held back by one. */
    public void clear() {
        synchronized (this) {
            entries.clear();
        }
        released.run();
    }

    /**
     * How many faults that were planned for a number of calls have not happened yet; a test that ends with any has not
     * tested what it meant to.
     *
     * @return 0 or more; faults of chance do not count
     */
    public synchronized int remaining() {
        long all = entries.stream().mapToLong(entry -> entry.times).sum();
        return (int) Math.min(all, Integer.MAX_VALUE);
    }

    /**
     * What may still happen, in the order it was asked for.
     *
     * @return a snapshot
     */
    public synchronized List<Planned> planned() {
        return entries.stream().map(Entry::planned).toList();
    }

    /**
     * Takes the fault for a call that is about to be handled; emulators ask once a call.
     *
     * @param operation the service's own name
     * @return empty when the call is to be answered as usual
     */
    public synchronized Optional<Fault> next(String operation) {
        Fault found = null;
        for (Iterator<Entry> i = entries.iterator(); i.hasNext(); ) {
            Entry entry = i.next();
            // Each entry draws, also when the call has its fault already.
            if (meets(entry, operation) && entry.draw() && found == null) {
                found = entry.fault;
                if (entry.isLast()) {
                    i.remove();
                }
            }
        }
        return Optional.ofNullable(found);
    }

    @Override
    public String toString() {
        return planned().stream().map(Planned::toString).collect(Collectors.joining("; ", "[", "]"));
    }

    private void add(Entry entry) {
        boolean all = entry.operation.equals(ALL_OPERATIONS);
        if (!all && !operations.contains(entry.operation)) {
            throw new IllegalArgumentException("there is no operation \"" + entry.operation + "\"; there are "
                    + String.join(", ", new TreeSet<>(operations)) + ", and " + ALL_OPERATIONS + " for all");
        }
        if (entry.fault instanceof Fault.FailRows && (all ? batches.isEmpty() : !batches.contains(entry.operation))) {
            throw new IllegalArgumentException("FailRows cannot happen to " + entry.operation + ", only to a batch"
                    + batches.stream().sorted().collect(Collectors.joining(", ", " (", ")")));
        }
        synchronized (this) {
            entries.add(entry);
        }
    }

    private boolean meets(Entry entry, String operation) {
        return (entry.operation.equals(ALL_OPERATIONS) || entry.operation.equals(operation))
                && !(entry.fault instanceof Fault.FailRows && !batches.contains(operation));
    }

    /** Either a number of times or, when there is a probability, chance. */
    private static final class Entry {
        final Fault fault;
        final String operation;
        final double probability;
        final long seed;
        final @Nullable SplittableRandom chance;
        int times;

        Entry(Fault fault, String operation, int times, double probability, long seed) {
            this.fault = fault;
            this.operation = operation;
            this.times = times;
            this.probability = probability;
            this.seed = seed;
            this.chance = probability > 0 ? new SplittableRandom(seed) : null;
        }

        boolean draw() {
            return chance == null || chance.nextDouble() < probability;
        }

        /** Counts one occurrence. */
        boolean isLast() {
            return chance == null && --times == 0;
        }

        Planned planned() {
            Occurrence occurrence =
                    chance == null ? new Occurrence.Times(times) : new Occurrence.Chance(probability, seed);
            return new Planned(fault, operation, occurrence);
        }
    }
}
