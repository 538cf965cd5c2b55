package dev.sluice.testkit.conformance;

import static dev.sluice.testkit.conformance.Run.P0;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

abstract class ToleranceCases extends Cases {
    private static final String TEXT = "a-text-that-nobody-may-see";

    @Test
    void withoutToleranceABadRecordFailsTheTaskAndItsPlaceIsTold() {
        run.start(P0);
        run.produce(P0, 3);
        run.produceBad(P0, TEXT);
        run.produce(P0, 3);
        ConnectException failure = run.failure();
        run.harness.stop();

        assertThat(failure).hasMessageContaining(P0.topic()).hasMessageContaining("offset 3");
        assertThat(run.harness.committed(P0)).as("the bad record is read again").isLessThanOrEqualTo(3);
        run.nothingUnstoredIsCommitted(P0);
    }

    @Test
    void theContentOfABadRecordIsInNoMessage() {
        run.start(P0);
        run.produceBad(P0, TEXT);

        run.failureIfAny().ifPresent(failure -> {
            for (Throwable t = failure; t != null; t = t.getCause()) {
                assertThat(t.toString()).doesNotContain(TEXT);
            }
        });
    }

    @Test
    void withToleranceABadRecordTakesNobodyWithIt() {
        run.with("runtime.error.tolerance", "all").start(P0);
        List<Stored> good = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            if (i % 7 == 3) {
                run.produceBad(P0, TEXT);
            } else {
                good.add(run.produce(P0));
            }
        }
        run.settle(P0);

        assertThat(run.sink.stored()).containsExactlyInAnyOrderElementsOf(good);
    }

    @Test
    void aToleratedRecordIsReportedOnceAndThenCommitted() {
        run.harness.withDeadLetterQueue().holdReports();
        run.with("runtime.error.tolerance", "all")
                .with("runtime.error.mode", "dlq")
                .with("errors.deadletterqueue.topic.name", "dead")
                .start(P0);
        long bad = run.produceBad(P0, TEXT).kafkaOffset();
        run.send();
        run.pollUntil("something is reported", () -> !run.harness.reported().isEmpty());
        assertThat(run.metric("RecordsReported")).as("nobody has confirmed it").isZero();
        run.settle(P0);

        assertThat(run.harness.reported())
                .singleElement()
                .satisfies(report -> assertThat(report.record().kafkaOffset()).isEqualTo(bad));
        assertThat(run.metric("RecordsReported")).isEqualTo(1);
        assertThat(run.sink.stored()).isEmpty();
    }
}
