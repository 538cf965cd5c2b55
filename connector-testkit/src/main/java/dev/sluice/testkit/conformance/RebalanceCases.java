package dev.sluice.testkit.conformance;

import static dev.sluice.testkit.conformance.Run.P0;
import static dev.sluice.testkit.conformance.Run.P1;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

abstract class RebalanceCases extends Cases {

    @Test
    void whatIsOpenOfALostPartitionIsNeverStoredAndTheOthersGoOn() {
        run.start(P0, P1);
        run.produce(P0);
        run.produce(P1);
        run.takeIn(2);
        run.harness.lose(P0);
        run.settle(P1);

        assertThat(run.sink.stored()).containsExactlyElementsOf(run.produced(P1));
        assertThat(run.harness.committed(P0)).isZero();
        assertThat(run.harness.warnings()).isEmpty();
    }

    @Test
    void aRevokedPartitionIsCommittedOnlyAsFarAsItIsStored() {
        run.start(P0, P1);
        run.produce(P0, 25);
        run.produce(P1, 25);
        run.takeIn(1);
        run.harness.revoke(P0);
        run.nothingUnstoredIsCommitted(P0);
        run.settle(P1);

        assertThat(run.stored()).containsAll(run.produced(P1));
        assertThat(run.harness.warnings()).isEmpty();
    }

    @Test
    void aPartitionThatComesBackGoesOnFromItsCommittedOffset() {
        run.start(P0, P1);
        run.produce(P0, 5);
        run.takeIn(5);
        run.harness.lose(P0);
        run.produce(P0, 5);
        run.produce(P1, 5);
        run.harness.assign(P0);
        run.settle(P0, P1);

        assertThat(run.stored()).containsAll(run.produced(P0)).containsAll(run.produced(P1));
    }

    @Test
    void aRewindStoresNothingTwice() {
        run.start(P0);
        run.produce(P0);
        run.takeIn(1);
        run.harness.seek(P0, 0);
        run.settle(P0);

        assertThat(run.sink.stored()).containsExactlyElementsOf(run.produced(P0));
        assertThat(run.metric("RecordsWritten")).isEqualTo(1);
        assertThat(run.metric("RecordsDiscarded")).isEqualTo(1);
    }

    @Test
    void aTopicThatATransformRenamedIsCommitted() {
        run.harness.transformedBy(RebalanceCases::renamed);
        run.start(P0);
        run.produce(P0, 12);
        run.settle(P0);

        assertThat(run.stored()).containsExactlyInAnyOrderElementsOf(run.produced(P0));
        assertThat(run.harness.warnings()).isEmpty();
    }

    private static @Nullable SinkRecord renamed(@Nullable SinkRecord record) {
        return record == null
                ? null
                : record.newRecord(
                        "renamed",
                        record.kafkaPartition(),
                        record.keySchema(),
                        record.key(),
                        record.valueSchema(),
                        record.value(),
                        record.timestamp());
    }
}
