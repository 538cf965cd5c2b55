package dev.sluice.core.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class RecordOriginTest {

    /** As a worker before Kafka 3.6 has it: the methods are not there. */
    private static final class OldRecord extends SinkRecord {
        OldRecord() {
            super("t", 3, null, null, null, "v", 7);
        }

        @Override
        public String originalTopic() {
            throw new NoSuchMethodError("originalTopic");
        }
    }

    @Test
    void aRenamedRecordKeepsWhereItWasRead() {
        SinkRecord renamed =
                new SinkRecord("t", 3, null, null, null, "v", 7).newRecord("renamed", 0, null, null, null, "v", null);

        assertThat(renamed.topic()).isEqualTo("renamed");
        assertThat(RecordOrigin.of(renamed)).isEqualTo(new RecordOrigin(new TopicPartition("t", 3), 7));
    }

    @Test
    void onAnOldWorkerTheCurrentPlaceHasToDo() {
        assertThat(RecordOrigin.of(new OldRecord())).isEqualTo(new RecordOrigin(new TopicPartition("t", 3), 7));
    }
}
