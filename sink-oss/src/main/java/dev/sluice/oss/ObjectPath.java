package dev.sluice.oss;

import dev.sluice.core.batch.BatchKey;
import org.apache.kafka.common.TopicPartition;

/**
 * Records with equal paths share an object.
 *
 * @param topic the record's topic after all transforms; it names the directory
 * @param origin where the records were read; an object never mixes two, because offsets are committed by it
 */
record ObjectPath(String topic, TopicPartition origin) implements BatchKey {
    @Override
    public String toString() {
        return topic.equals(origin.topic()) ? origin.toString() : topic + " from " + origin;
    }
}
