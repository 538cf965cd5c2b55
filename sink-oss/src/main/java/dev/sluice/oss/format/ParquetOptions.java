package dev.sluice.oss.format;

import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * How format=parquet writes.
 *
 * @param rowGroupBytes of a row group, about
 * @param pageBytes of a page before it is compressed, about
 */
record ParquetOptions(int rowGroupBytes, int pageBytes) {
    static final String PARQUET_BLOCK_SIZE = "oss.parquet.block.size";
    static final String PARQUET_PAGE_SIZE = "oss.parquet.page.size";

    private static final int SMALLEST_GROUP = 64 << 10;

    static ConfigDef define(ConfigDef def) {
        return def.define(
                        PARQUET_BLOCK_SIZE,
                        Type.INT,
                        16 << 20,
                        Range.between(SMALLEST_GROUP, 1 << 30),
                        Importance.LOW,
                        "parquet: bytes of a row group, about. It is held in memory until it is complete, and counts against "
                                + "buffer.max.bytes, of which at most a quarter is used.",
                        FormatOptions.GROUP,
                        60,
                        Width.SHORT,
                        "Parquet row group (bytes)")
                .define(
                        PARQUET_PAGE_SIZE,
                        Type.INT,
                        1 << 20,
                        Range.between(1 << 10, 64 << 20),
                        Importance.LOW,
                        "parquet: bytes of a page before it is compressed, about.",
                        FormatOptions.GROUP,
                        61,
                        Width.SHORT,
                        "Parquet page (bytes)");
    }

    /** With room for a row group that is complete and on its way, and for the next one. */
    ParquetOptions within(long budgetBytes) {
        return new ParquetOptions((int) Math.max(SMALLEST_GROUP, Math.min(rowGroupBytes, budgetBytes / 4)), pageBytes);
    }

    static ParquetOptions read(AbstractConfig config) {
        return new ParquetOptions(config.getInt(PARQUET_BLOCK_SIZE), config.getInt(PARQUET_PAGE_SIZE));
    }
}
