package dev.sluice.testkit.oss;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Makes names for what has none: no two are alike. */
final class Ids {
    private final InstantSource clock;
    private final AtomicLong count;

    /** @param first greater than any number that has been given out over the same data */
    Ids(InstantSource clock, long first) {
        this.clock = clock;
        this.count = new AtomicLong(first);
    }

    /** 32 hex digits like the service's; they sort in the order of their making. */
    String upload() {
        return String.format(Locale.ROOT, "%016X%016X", clock.instant().toEpochMilli(), count.incrementAndGet());
    }

    /** Opaque, and begins like the service's. */
    String version() {
        byte[] unique = ByteBuffer.allocate(24)
                .putLong(clock.instant().toEpochMilli())
                .putLong(0x6f73735f76657273L)
                .putLong(count.incrementAndGet())
                .array();
        return "CAEQ" + Base64.getUrlEncoder().withoutPadding().encodeToString(unique);
    }
}
