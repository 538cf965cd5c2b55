package dev.sluice.tablestore.key;

import dev.sluice.tablestore.table.SearchTime;
import java.time.InstantSource;
import java.util.Locale;

/** Where a row's primary key comes from. */
public enum PrimaryKeyMode {
    /** Topic and partition, and the offset. */
    KAFKA,
    /** Fields of the record's key. */
    RECORD_KEY,
    /** Fields of the record's value. */
    RECORD_VALUE,
    /** A hash, topic, partition and offset. */
    SEARCH;

    /**
     * Whether the config has to name the columns of a table's key.
     *
     * @return true for keys out of the record
     */
    public boolean namesColumns() {
        return this == RECORD_KEY || this == RECORD_VALUE;
    }

    /** @param clock for {@link SearchTime#LOCAL} */
    KeySource source(InstantSource clock) {
        return switch (this) {
            case KAFKA -> new OriginKeySource();
            case RECORD_KEY -> new FieldKeySource(FieldKeySource.Part.KEY);
            case RECORD_VALUE -> new FieldKeySource(FieldKeySource.Part.VALUE);
            case SEARCH -> new SearchKeySource(clock);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
