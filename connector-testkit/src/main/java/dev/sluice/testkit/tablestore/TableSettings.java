package dev.sluice.testkit.tablestore;

import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.CapacityUnit;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.ReservedThroughputDetails;
import com.alicloud.openservices.tablestore.core.protocol.OtsInternalApi.TableOptions;

/** What UpdateTable may change. */
record TableSettings(TableOptions options, ReservedThroughputDetails throughput) {

    static TableSettings of(TableOptions options, CapacityUnit reserved, long nowSeconds) throws ServiceError {
        if (!options.hasTimeToLive()) {
            throw ServiceError.parameter("Time-to-live is missing while creating table.");
        }
        if (!options.hasMaxVersions()) {
            throw ServiceError.parameter("MaxVersions is missing while creating table.");
        }
        if (!reserved.hasRead() || !reserved.hasWrite()) {
            throw ServiceError.parameter("Both read and write capacity unit are required to create table.");
        }
        check(options);
        TableOptions complete = options.hasDeviationCellVersionInSec()
                ? options
                : options.toBuilder()
                        .setDeviationCellVersionInSec(Limits.DEFAULT_DEVIATION_SECONDS)
                        .build();
        return new TableSettings(complete, details(reserved, nowSeconds));
    }

    TableSettings with(TableOptions changes) throws ServiceError {
        check(changes);
        return new TableSettings(options.toBuilder().mergeFrom(changes).build(), throughput);
    }

    TableSettings with(CapacityUnit changes, long nowSeconds) throws ServiceError {
        CapacityUnit merged =
                throughput.getCapacityUnit().toBuilder().mergeFrom(changes).build();
        return new TableSettings(options, details(merged, nowSeconds));
    }

    /** The oldest version that is still there, in ms. */
    long oldestVersion(long now) {
        int seconds = options.getTimeToLive();
        return seconds < 0 ? Long.MIN_VALUE : now - seconds * 1000L;
    }

    private static ReservedThroughputDetails details(CapacityUnit reserved, long nowSeconds) throws ServiceError {
        checkUnits(reserved.getRead());
        checkUnits(reserved.getWrite());
        return ReservedThroughputDetails.newBuilder()
                .setCapacityUnit(reserved)
                .setLastIncreaseTime(nowSeconds)
                .build();
    }

    private static void checkUnits(int units) throws ServiceError {
        if (units < 0 || units > Limits.CAPACITY_UNITS) {
            throw ServiceError.parameter("Invalid Capacity Unit: " + units + ". Capacity Unit must be nonnegative.");
        }
    }

    private static void check(TableOptions options) throws ServiceError {
        if (options.hasTimeToLive() && (options.getTimeToLive() == 0 || options.getTimeToLive() < -1)) {
            throw ServiceError.parameter("TimeToLive cannot be 0 or less than -1.");
        }
        if (options.hasTimeToLive()
                && options.getTimeToLive() != -1
                && options.getTimeToLive() < Limits.LEAST_TIME_TO_LIVE_SECONDS) {
            throw ServiceError.parameter(
                    "TimeToLive must be at least " + Limits.LEAST_TIME_TO_LIVE_SECONDS + " seconds.");
        }
        if (options.hasMaxVersions() && options.getMaxVersions() <= 0) {
            throw ServiceError.parameter("The maximum versions cannot be less than or equal to 0.");
        }
        if (options.hasDeviationCellVersionInSec()
                && (options.getDeviationCellVersionInSec() < 0
                        || options.getDeviationCellVersionInSec() > Long.MAX_VALUE / 1_000_000)) {
            throw ServiceError.parameter("The maximum deviation must be in range [0, INT64_MAX/1000000].");
        }
    }
}
