package dev.sluice.tablestore;

import org.apache.kafka.connect.errors.DataException;

/** A record that no table can take. The message names field and cure, never the content. */
final class BadRecord extends DataException {

    BadRecord(String reason) {
        super(reason);
    }

    /** It may be thrown for each record of a bad topic, and where it comes from is plain. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
