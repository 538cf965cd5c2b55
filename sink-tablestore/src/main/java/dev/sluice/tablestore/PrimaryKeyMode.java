package dev.sluice.tablestore;

import java.util.Locale;

/** Where a row's primary key comes from. */
enum PrimaryKeyMode {
    KAFKA,
    RECORD_KEY,
    RECORD_VALUE;

    KeySource source() {
        return switch (this) {
            case KAFKA -> new OriginKeySource();
            case RECORD_KEY -> new FieldKeySource(FieldKeySource.Part.KEY);
            case RECORD_VALUE -> new FieldKeySource(FieldKeySource.Part.VALUE);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
