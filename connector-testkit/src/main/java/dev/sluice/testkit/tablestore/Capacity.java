package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.CapacityDataSize;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.CapacityUnit;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.ConsumedCapacity;

/** What a call costs: one unit for each 4 KB begun. */
final class Capacity {
    private static final int UNIT_BYTES = 4096;

    private Capacity() {}

    static ConsumedCapacity read(long bytes) {
        return of(Math.max(1, units(bytes)), 0, bytes, 0);
    }

    /** @param readUnits what checking a condition cost */
    static ConsumedCapacity write(long bytes, int readUnits) {
        return of(readUnits, Math.max(1, units(bytes)), 0, bytes);
    }

    private static int units(long bytes) {
        return (int) ((bytes + UNIT_BYTES - 1) / UNIT_BYTES);
    }

    private static ConsumedCapacity of(int read, int write, long readBytes, long writeBytes) {
        return ConsumedCapacity.newBuilder()
                .setCapacityUnit(CapacityUnit.newBuilder().setRead(read).setWrite(write))
                .setCapacityDataSize(
                        CapacityDataSize.newBuilder().setReadSize(readBytes).setWriteSize(writeBytes))
                .build();
    }
}
