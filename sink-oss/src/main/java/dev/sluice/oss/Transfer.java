package dev.sluice.oss;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/** One request that sends content: says when bytes moved last, and whether it should break off. Any thread. */
final class Transfer {
    private final InstantSource clock;
    private final BooleanSupplier givenUp;
    private volatile Instant lastMoved;

    /** @param givenUp once it says so, the request fails, so it never has an effect */
    Transfer(InstantSource clock, BooleanSupplier givenUp) {
        this.clock = clock;
        this.givenUp = givenUp;
        this.lastMoved = clock.instant();
    }

    boolean isGivenUp() {
        return givenUp.getAsBoolean();
    }

    void moved() {
        lastMoved = clock.instant();
    }

    Instant lastMoved() {
        return lastMoved;
    }
}
