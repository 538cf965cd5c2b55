package dev.sluice.core.tolerance;

import java.util.List;

/**
 * What happens to errant records, and to nothing else: an outage is never tolerated away.
 *
 * @param tolerant whether the task goes on
 * @param reporters told of each record that is reported before its offset is committed; those that are not tolerated
 *     are not reported, so without tolerance only {@link dev.sluice.core.mapping.Mapping.Reported} ones are
 */
public record ErrorTolerance(boolean tolerant, List<ErrorReporter> reporters) implements AutoCloseable {
    /**
     * Takes a copy of the list.
     *
     * @param tolerant whether the task goes on
     * @param reporters may be empty: tolerated records are then only counted
     */
    public ErrorTolerance {
        reporters = List.copyOf(reporters);
    }

    /**
     * The first errant record stops the task.
     *
     * @return without reporters; there is nothing to close
     */
    public static ErrorTolerance none() {
        return new ErrorTolerance(false, List.of());
    }

    /**
     * Errant records are reported, and the task goes on.
     *
     * @param reporters each is told of each record; without any they are only counted
     * @return closes them with {@link #close}
     */
    public static ErrorTolerance reportingTo(ErrorReporter... reporters) {
        return new ErrorTolerance(true, List.of(reporters));
    }

    /** Closes every reporter, also when one of them fails to. For whoever built it, when no more is reported. */
    @Override
    public void close() {
        RuntimeException failure = null;
        for (ErrorReporter reporter : reporters) {
            try {
                reporter.close();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
