package dev.sluice.tablestore;

import java.util.Locale;

/** What a record without a value does. */
enum DeleteMode {
    /** It is an errant record. */
    NONE,
    /** The row with its key is deleted. */
    ROW;

    static DeleteMode of(String option) {
        return valueOf(option.toUpperCase(Locale.ROOT));
    }
}
