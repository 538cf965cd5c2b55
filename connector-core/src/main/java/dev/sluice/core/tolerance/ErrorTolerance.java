package dev.sluice.core.tolerance;

import java.util.List;

/**
 * What happens to errant records, and to nothing else: an outage is never tolerated away.
 *
 * @param tolerant whether the task goes on
 * @param reporters told of each errant record before its offset is committed; unused when not tolerant
 */
public record ErrorTolerance(boolean tolerant, List<ErrorReporter> reporters) implements AutoCloseable {
    public ErrorTolerance {
        reporters = List.copyOf(reporters);
    }

    /** The first errant record stops the task. */
    public static ErrorTolerance none() {
        return new ErrorTolerance(false, List.of());
    }

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
