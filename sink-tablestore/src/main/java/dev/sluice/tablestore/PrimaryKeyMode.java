package dev.sluice.tablestore;

import java.time.InstantSource;
import java.util.Locale;

/** Where a row's primary key comes from. */
enum PrimaryKeyMode {
    KAFKA,
    RECORD_KEY,
    RECORD_VALUE,
    SEARCH;

    /** Whether the config has to name the columns of a table's key. */
    boolean namesColumns() {
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
