package dev.sluice.core.tolerance;

import java.util.concurrent.Future;

/** Tells somebody about an errant record, or one that is reported on purpose. One task has one; called on its task thread. */
public interface ErrorReporter extends AutoCloseable {

    /**
     * Starts to report; must not block. The record's offset is held back until the future is done; a future that fails,
     * or a throw from here, stops the task, because the record would be lost. A record may be reported again after a
     * restart.
     *
     * @param errant which record, and why
     * @return done when the report is durable; its result counts for nothing
     */
    Future<?> report(ErrantRecord errant);

    /**
     * Ends it, and gives back what it holds. Called once on the task thread, after the last report; reports that are not
     * done by then may be given up, because their records are read again. May wait some seconds, not longer.
     */
    @Override
    default void close() {}
}
