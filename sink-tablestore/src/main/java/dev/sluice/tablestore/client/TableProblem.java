package dev.sluice.tablestore.client;

import dev.sluice.core.failure.Failure;

/** A table that rows cannot be written to. */
public final class TableProblem extends RuntimeException {
    private final transient Failure failure;

    /** @param failure what is wrong, with the cure */
    public TableProblem(Failure failure) {
        super(failure.describe(), failure.cause());
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
