package dev.sluice.core.mapping;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Where a record was before any transform renamed its topic. Offsets are tracked by this, or a renamed topic would
 * never be committed
 * (<a href="https://cwiki.apache.org/confluence/display/KAFKA/KIP-793%3A+Allow+sink+connectors+to+be+used+with+topic-mutating+SMTs">KIP-793</a>).
 *
 * @param partition topic and partition that the record was read from
 * @param offset in that partition, from 0
 */
public record RecordOrigin(TopicPartition partition, long offset) {

    /**
     * The record's origin; on workers before 3.6, which do not keep it, the current coordinates.
     *
     * @param record as the worker delivered it, not a copy that {@code newRecord} made without its origin
     * @return equal for a record that is read again
     */
    public static RecordOrigin of(SinkRecord record) {
        try {
            return new RecordOrigin(
                    new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
                    record.originalKafkaOffset());
        } catch (NoSuchMethodError e) {
            return new RecordOrigin(new TopicPartition(record.topic(), record.kafkaPartition()), record.kafkaOffset());
        }
    }

    /**
     * As it is written in messages.
     *
     * @return topic, partition and offset, each named; no content
     */
    public String describe() {
        return "topic " + partition.topic() + ", partition " + partition.partition() + ", offset " + offset;
    }
}
