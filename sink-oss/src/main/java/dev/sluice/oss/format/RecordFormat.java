package dev.sluice.oss.format;

import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * How records are written into an object; what the sink knows of a format. Used by one task only, on its thread.
 *
 * <p>An object of a format that has a schema has one schema. The format says to which {@linkplain Lane lane} a record belongs,
 * and records of different lanes are written to different objects side by side, so schemas that take turns do not cut objects
 * short.
 *
 * <p>The option {@code format} takes the name of a class that implements it. Such a class is public and has a public
 * constructor without arguments; each task makes one and calls {@link #configure} first. Its jars are beside the connector's.
 */
public interface RecordFormat {

    /**
     * Reads options; called once, before anything else, and only when the class is named in the config. May block.
     *
     * @param config all of the connector's config as it was written, options that nobody else knows included; holds secrets
     * @throws org.apache.kafka.connect.errors.ConnectException when it cannot be used, with what to change
     */
    default void configure(Map<String, String> config) {}

    /** End of an object's key, with its dots; always the same, 16 characters at most. */
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
     * Starts an object. Appends nothing yet. An object may be given up without a word: what the encoder holds is heap alone,
     * and told of with {@link ObjectOutput#holds}.
     *
     * @param output takes the object's bytes
     * @param lane of every record that will be written into it
     */
    ObjectEncoder open(ObjectOutput output, Lane lane);
}
