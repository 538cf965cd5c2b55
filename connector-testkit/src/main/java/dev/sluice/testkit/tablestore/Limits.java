package dev.sluice.testkit.tablestore;

import java.time.Duration;

/**
 * What the service allows.
 *
 * @see <a href="https://help.aliyun.com/en/tablestore/product-overview/limits-on-widecolumn-model">the service's page</a>
 */
final class Limits {
    static final int NAME_BYTES = 255;
    static final int KEY_COLUMNS = 4;
    static final int KEY_VALUE_BYTES = 1024;
    static final int CELL_BYTES = 2 * 1024 * 1024;
    static final int COLUMNS_PER_WRITE = 1024;
    static final int COLUMNS_TO_GET = 1024;
    static final int BATCH_WRITE_ROWS = 200;
    static final int BATCH_GET_ROWS = 100;
    static final int REQUEST_BYTES = 4 * 1024 * 1024;
    static final int BODY_BYTES = 5 * 1024 * 1024;
    static final int RANGE_ROWS = 5000;
    static final int RANGE_BYTES = 4 * 1024 * 1024;
    static final int TABLES = 64;
    static final int DEFINED_COLUMNS = 32;
    static final int CAPACITY_UNITS = 100_000;
    static final int FILTERS = 10;
    static final long DEFAULT_DEVIATION_SECONDS = Duration.ofDays(1).toSeconds();
    static final long LEAST_TIME_TO_LIVE_SECONDS = Duration.ofDays(1).toSeconds();
    static final Duration CLOCK_SKEW = Duration.ofMinutes(15);

    private Limits() {}

    static void tableName(String name) throws ServiceError {
        if (!isName(name)) {
            throw ServiceError.parameter("Invalid table name: '" + name + "'.");
        }
    }

    static void columnName(String name) throws ServiceError {
        if (!isName(name)) {
            throw ServiceError.parameter("Invalid column name: '" + name + "'.");
        }
    }

    private static boolean isName(String name) {
        if (name.isEmpty() || name.length() > NAME_BYTES) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (!isNameCharacter(name.charAt(i), i == 0)) {
                return false;
            }
        }
        return true;
    }

    /** The same rule on bytes: cells keep their names undecoded. */
    static boolean isName(byte[] in, int from, int length) {
        if (length < 1 || length > NAME_BYTES) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!isNameCharacter((char) (in[from + i] & 0xff), i == 0)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNameCharacter(char c, boolean first) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (!first && c >= '0' && c <= '9');
    }
}
