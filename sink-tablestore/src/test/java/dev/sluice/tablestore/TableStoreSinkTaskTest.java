package dev.sluice.tablestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.tablestore.value.ServiceLimits;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.harness.SinkTaskHarness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The task as a worker runs it: records in, offsets out, rows read back with the official client. */
@Timeout(120)
class TableStoreSinkTaskTest extends OnEmulator {
    private static final TopicPartition PARTITION = new TopicPartition("test", 0);
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final TableStoreSinkTask task = new TableStoreSinkTask();
    private final SinkTaskHarness worker = SinkTaskHarness.of(task);

    @AfterEach
    void stop() {
        worker.close();
    }

    private void startTask(String... keysAndValues) {
        Map<String, String> config = Configs.with(OpenSink.config(emulator, "linger.ms", "5"), keysAndValues);
        TableStoreSinkConnector connector = new TableStoreSinkConnector();
        connector.start(config);
        worker.start(connector.taskConfigs(1).get(0));
        worker.assign(PARTITION);
    }

    /** Polls and commits as a worker does, until everything below the offset is safe. */
    private void commitUpTo(long offset) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        OffsetAndMetadata safe;
        do {
            task.put(List.of());
            safe = task.preCommit(Map.of()).get(PARTITION);
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not safe in time: " + offset + ", safe is " + safe);
            }
            LockSupport.parkNanos(1_000_000);
        } while (safe == null || safe.offset() < offset);
        assertThat(safe.offset()).isEqualTo(offset);
    }

    /** Polls until the task fails. */
    private ConnectException failure() {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < deadline) {
            try {
                task.put(List.of());
                task.preCommit(Map.of());
            } catch (ConnectException e) {
                return e;
            }
            LockSupport.parkNanos(1_000_000);
        }
        throw new AssertionError("the task did not fail in time");
    }

    @Test
    void theDocumentedMessagesBecomeTheDocumentedRows() {
        startTask();
        task.put(List.of(Records.seed("map.json", 0), Records.seed("struct.json", 1)));
        commitUpTo(2);

        assertThat(TableReader.rows(client, "test"))
                .containsExactly(
                        Map.of("topic_partition", "test_0", "offset", 0L, "id", 1L),
                        Map.of(
                                "topic_partition",
                                "test_0",
                                "offset",
                                1L,
                                "id",
                                1L,
                                "product",
                                "foo",
                                "quantity",
                                100L,
                                "price",
                                50.0));
    }

    @ParameterizedTest
    @CsvSource({"'', '', 20", "max.in.flight.requests, 3, 3", "max.concurrency, 10, 10"})
    void twentyRequestsAreUnderWayUnlessTheConfigSaysOtherwise(String option, String value, int requests) {
        startTask(option.isEmpty() ? new String[0] : new String[] {option, value});
        emulator.faults().inject(new Fault.Stall(), "BulkImport", 30);
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 30 * ServiceLimits.REQUEST_ROWS; i++) {
            records.add(Records.value(i, null, Map.of("n", (long) i)));
        }
        task.put(records);

        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (emulator.waitingCalls() < requests && System.nanoTime() < deadline) {
            LockSupport.parkNanos(1_000_000);
        }
        task.put(List.of());
        assertThat(emulator.waitingCalls()).isEqualTo(requests);
    }

    @Test
    void recordsThatAreDeliveredAgainAreStoredOnce() {
        startTask();
        List<SinkRecord> records = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            records.add(Records.value(i, null, Map.of("n", (long) i)));
        }
        task.put(records);
        commitUpTo(1000);
        task.put(records);
        commitUpTo(1000);

        assertThat(TableReader.rows(client, "test"))
                .hasSize(1000)
                .allSatisfy(row -> assertThat(row.get("n")).isEqualTo(row.get("offset")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"put", "update"})
    void theLastRecordOfAKeyWinsAlthoughRowsAndRequestsFail(String insertMode) {
        startTask(
                "primarykey.mode", "record_key",
                "tablestore.test.primarykey.name", "id",
                "tablestore.test.primarykey.type", "string",
                "insert.mode", insertMode,
                "delete.mode", "row",
                "retry.backoff.ms", "2",
                "retry.backoff.max.ms", "10");
        emulator.faults().inject(new Fault.FailRows(Set.of(0, 2, 5), "OTSRowOperationConflict"), "BulkImport", 10);
        emulator.faults().inject(new Fault.ServiceError(503, "OTSServerBusy"), "BulkImport", 5);
        emulator.faults().inject(new Fault.AcceptThenDrop(), "BulkImport", 5);
        emulator.faults().inject(new Fault.DropConnection(), "BulkImport", 5);

        long seed = 4711;
        Random random = new Random(seed);
        Map<String, Map<String, Object>> expected = new LinkedHashMap<>();
        for (int round = 0; round < 20; round++) {
            List<SinkRecord> records = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String id = "k" + random.nextInt(30);
                long offset = round * 100L + i;
                if (random.nextInt(10) == 0) {
                    records.add(Records.keyed(offset, Schema.STRING_SCHEMA, id, null, null));
                    expected.remove(id);
                    continue;
                }
                Map<String, Object> value = Map.of(random.nextBoolean() ? "a" : "b", offset);
                records.add(Records.keyed(offset, Schema.STRING_SCHEMA, id, null, value));
                Map<String, Object> row = expected.computeIfAbsent(id, key -> new LinkedHashMap<>());
                if (insertMode.equals("put")) {
                    row.clear();
                }
                row.put("id", id);
                row.putAll(value);
            }
            task.put(records);
        }
        commitUpTo(2000);

        assertThat(TableReader.rows(client, "test"))
                .as("seed " + seed)
                .containsExactlyInAnyOrderElementsOf(expected.values());
        assertThat(emulator.faults().remaining())
                .as("faults that did not happen")
                .isZero();
    }

    @Test
    void anOutageLosesNothingAndFailsNothing() {
        startTask("retry.backoff.ms", "2", "retry.backoff.max.ms", "20", "drain.timeout.ms", "50");
        task.put(List.of(Records.value(0, null, Map.of("n", 0L))));
        commitUpTo(1);

        emulator.stop();
        for (int i = 1; i <= 500; i++) {
            task.put(List.of(Records.value(i, null, Map.of("n", (long) i))));
        }
        assertThat(task.preCommit(Map.of()).get(PARTITION).offset()).isEqualTo(1);
        emulator.start();
        commitUpTo(501);

        assertThat(TableReader.rows(client, "test")).hasSize(501);
    }

    @Test
    void aServiceThatIsDownWhenTheTaskStartsIsWaitedFor() {
        emulator.stop();
        startTask("retry.backoff.ms", "2", "retry.backoff.max.ms", "20", "drain.timeout.ms", "50");
        task.put(List.of(Records.value(0, null, Map.of("n", 0L))));
        task.put(List.of());
        emulator.start();
        commitUpTo(1);

        assertThat(TableReader.rows(client, "test")).hasSize(1);
    }

    @Test
    void aBadRecordStopsTheTaskWithItsPlaceAndReasonAndWithoutItsContent() {
        startTask();
        List<SinkRecord> records = List.of(
                Records.value(0, null, Map.of("n", 1L)), Records.value(1, null, Map.of("bad", List.of("s3cret"))));

        assertThatThrownBy(() -> {
                    task.put(records);
                    throw failure();
                })
                .isInstanceOf(ConnectException.class)
                .hasMessageContainingAll("topic test", "partition 0", "offset 1", "field bad", "an array")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aToleratedBadRecordHarmsNoOther() {
        startTask("runtime.error.tolerance", "all");
        task.put(List.of(
                Records.value(0, null, Map.of("n", 0L)),
                Records.value(1, null, null),
                Records.value(2, null, Map.of("bad", List.of("s3cret"))),
                Records.value(3, null, Map.of("n", 3L))));
        commitUpTo(4);

        assertThat(TableReader.rows(client, "test"))
                .extracting(row -> row.get("offset"))
                .containsExactly(0L, 3L);
    }

    @Test
    void aRequestThatIsRefusedIsTakenApartAndOnlyTheCulpritIsReported() {
        startTask("runtime.error.tolerance", "all", "batch.max.rows", "2", "linger.ms", "60000");
        // First both rows together, then one of them alone.
        emulator.faults().inject(new Fault.ServiceError(400, "OTSParameterInvalid"), "BulkImport", 2);
        task.put(List.of(Records.value(0, null, Map.of("n", 0L)), Records.value(1, null, Map.of("n", 1L))));
        commitUpTo(2);

        assertThat(TableReader.rows(client, "test")).hasSize(1);
    }

    @Test
    void aLostPermissionStopsTheTaskWithTheServicesCode() {
        startTask("runtime.error.tolerance", "all");
        emulator.faults().inject(new Fault.ServiceError(403, "OTSNoPermissionAccess"), "BulkImport", 1);
        task.put(List.of(Records.value(0, null, Map.of("n", 0L))));

        assertThat(failure()).hasMessageContaining("OTSNoPermissionAccess");
        assertThat(TableReader.rows(client, "test")).isEmpty();
    }

    @Test
    void aTopicThatHasNoTableStopsTheTaskAndSaysWhatToChange() {
        startTask("topics.regex", ".*", "topics", "test", "runtime.error.tolerance", "all");
        SinkRecord record = new SinkRecord("shop.orders", 0, null, null, null, Map.of("n", 1L), 0);
        task.open(Set.of(new TopicPartition("shop.orders", 0)));

        assertThatThrownBy(() -> {
                    task.put(List.of(record));
                    throw failure();
                })
                .hasMessageContainingAll("shop.orders", "topics.assign.tables");
    }
}
