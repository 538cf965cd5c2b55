package dev.sluice.tablestore.value;

import org.apache.kafka.connect.errors.DataException;

/** A record that no table can take. The message names field and cure, never the content. */
public final class BadRecord extends DataException {

    /** @param reason names field and cure, never the content */
    public BadRecord(String reason) {
        super(reason);
    }

    /** It may be thrown for each record of a bad topic, and where it comes from is plain. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
