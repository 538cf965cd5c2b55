package dev.sluice.tablestore;

import dev.sluice.core.failure.Failure;

/** A table that rows cannot be written to. */
final class TableProblem extends RuntimeException {
    private final transient Failure failure;

    TableProblem(Failure failure) {
        super(failure.describe(), failure.cause());
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
