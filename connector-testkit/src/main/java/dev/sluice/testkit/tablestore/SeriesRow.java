package dev.sluice.testkit.tablestore;

import java.util.List;

/**
 * One row of a time series to write.
 *
 * @param time in microseconds since 1970
 * @param fields by name; the columns are named {@code field:type}, as the service answers them
 * @param dataSize in bytes
 * @param metaSeconds when the client last heard that the series' meta data was updated; 0 for never
 */
record SeriesRow(SeriesKey key, long time, List<Cell> fields, int dataSize, long metaSeconds) {}
