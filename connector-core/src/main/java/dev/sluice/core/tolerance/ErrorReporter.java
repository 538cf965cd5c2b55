package dev.sluice.core.tolerance;

import java.util.concurrent.Future;

/** Tells somebody about an errant record. */
public interface ErrorReporter extends AutoCloseable {

    /**
     * Starts to report; must not block. The record's offset is held back until the future is done; a future that fails,
     * or a throw from here, stops the task, because the record would be lost.
     */
    Future<?> report(ErrantRecord errant);

    @Override
    default void close() {}
}
