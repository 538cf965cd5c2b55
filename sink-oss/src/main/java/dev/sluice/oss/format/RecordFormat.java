package dev.sluice.oss.format;

import org.apache.kafka.connect.sink.SinkRecord;

/**
 * How records are written into an object; what the sink knows of a format. Used by one task only, on its thread.
 *
 * <p>An object of a format that has a schema has one schema. The format says to which {@linkplain Lane lane} a record belongs,
 * and records of different lanes are written to different objects side by side, so schemas that take turns do not cut objects
 * short.
 */
public interface RecordFormat {

    /** End of an object's key, with its dots. */
    String extension();

    /** Media type of an object. */
    String contentType();

    /**
     * The lane of a record. {@link Lane#ANY} for a format whose objects take every record.
     *
     * @throws org.apache.kafka.connect.errors.DataException when the record has no place in this format; the message names
     *     types and fields, never the content
     */
    default Lane laneOf(SinkRecord record) {
        return Lane.ANY;
    }

    /**
     * Starts an object. Appends nothing yet.
     *
     * @param lane of every record that will be written into it
     */
    ObjectEncoder open(ObjectOutput output, Lane lane);
}
