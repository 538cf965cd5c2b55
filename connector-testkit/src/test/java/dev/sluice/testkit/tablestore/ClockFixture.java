package dev.sluice.testkit.tablestore;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** An emulator whose clock goes on only when told to. */
abstract class ClockFixture extends EmulatorFixture {
    /** Ahead of the client's clock by less than the service minds. */
    final AtomicLong shiftMillis = new AtomicLong();

    private final long startMillis = System.currentTimeMillis();

    @Override
    TableStoreEmulator.Builder configure(TableStoreEmulator.Builder builder) {
        return builder.clock(() -> Instant.ofEpochMilli(nowMillis()));
    }

    long nowMillis() {
        return startMillis + shiftMillis.get();
    }
}
