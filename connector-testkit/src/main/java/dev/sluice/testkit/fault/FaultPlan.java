package dev.sluice.testkit.fault;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The faults that an emulator will show, in the order they were asked for. Thread-safe. Operations have the service's
 * own names ({@code PutObject}, {@code BatchWriteRow}); {@code *} stands for all of them.
 */
public final class FaultPlan {
    private final List<Planned> planned = new ArrayList<>();

    /** No fault is planned yet. */
    public FaultPlan() {}

    /**
     * Shows the fault to the next calls of the operation. Faults of one operation show one after the other, in the
     * order they were asked for.
     *
     * @param fault what happens
     * @param operation the service's own name, or {@code *} for any
     * @param times 1 or more
     * @throws IllegalArgumentException when it is less
     */
    public synchronized void inject(Fault fault, String operation, int times) {
        if (times < 1) {
            throw new IllegalArgumentException("times must be 1 or more, was " + times);
        }
        planned.add(new Planned(fault, operation, times));
    }

    /** Forgets every fault that has not happened yet. */
    public synchronized void clear() {
        planned.clear();
    }

    /**
     * How many planned faults have not happened yet; a test that ends with any has not tested what it meant to.
     *
     * @return 0 or more
     */
    public synchronized int remaining() {
        return planned.stream().mapToInt(p -> p.times).sum();
    }

    /**
     * Takes the fault for a call that is about to be handled; emulators ask once a call.
     *
     * @param operation the service's own name
     * @return empty when the call is to be answered as usual
     */
    public synchronized Optional<Fault> next(String operation) {
        for (Iterator<Planned> i = planned.iterator(); i.hasNext(); ) {
            Planned candidate = i.next();
            if (candidate.operation.equals("*") || candidate.operation.equals(operation)) {
                if (--candidate.times == 0) {
                    i.remove();
                }
                return Optional.of(candidate.fault);
            }
        }
        return Optional.empty();
    }

    private static final class Planned {
        final Fault fault;
        final String operation;
        int times;

        Planned(Fault fault, String operation, int times) {
            this.fault = fault;
            this.operation = operation;
            this.times = times;
        }
    }
}
