package dev.sluice.oss;

import dev.sluice.core.batch.BatchKey;
import dev.sluice.oss.format.Lane;
import org.apache.kafka.common.TopicPartition;

/**
 * Records with equal paths share an object.
 *
 * @param topic the record's topic after all transforms; it names the directory
 * @param origin where the records were read; an object never mixes two, because offsets are committed by it
 * @param lane which records the format lets share an object; it is not part of the object's name
 */
record ObjectPath(String topic, TopicPartition origin, Lane lane) implements BatchKey {

    /** In a format whose objects take every record. */
    ObjectPath(String topic, TopicPartition origin) {
        this(topic, origin, Lane.ANY);
    }

    @Override
    public String toString() {
        return topic.equals(origin.topic()) ? origin.toString() : topic + " from " + origin;
    }
}
