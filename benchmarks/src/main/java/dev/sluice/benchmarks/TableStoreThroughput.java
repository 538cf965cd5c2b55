package dev.sluice.benchmarks;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKeySchema;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.writer.WriterConfig;
import com.alicloud.openservices.tablestore.writer.enums.BatchRequestType;
import dev.sluice.benchmarks.SideBySide.Medians;
import dev.sluice.tablestore.TableStoreSinkTask;
import dev.sluice.testkit.harness.SinkTaskHarness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Rows of ten fields into a Tablestore that takes 10 or 50 ms for each request: by the sink, by a bare loop around the
 * client, by the client's own writer, and in the way of the connector that the sink replaces. Each is there with the ten
 * requests under way that the writer has by default, and with the sink's default, because where latency is all there is to
 * wait for, nothing is faster than its number of requests. The processor time is this process's, without the emulator.
 *
 * <pre>
 * mvn -q -B -DskipTests -pl benchmarks -am package
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' dev.sluice.benchmarks.TableStoreThroughput
 * </pre>
 *
 * With the argument {@code writer} it compares ways to set up the client's writer, to find its best, and with
 * {@code requests} the sink with more and fewer requests than its default.
 */
public final class TableStoreThroughput {
    private static final String TABLE = "rows";
    private static final int ROWS = 40_000;
    /** What the client's writer and the replaced connector have by default. */
    private static final int WRITERS_REQUESTS = 10;
    /** What the sink has by default. */
    private static final int SINKS_REQUESTS = 20;
    /** Of all set-ups of the writer that the argument {@code writer} compares, none is faster by more than a few percent. */
    private static final int BUCKETS = 10;

    private static final int WARM_UP = 2;
    private static final int ROUNDS = 7;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private TableStoreThroughput() {}

    public static void main(String[] args) {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn"); // The writer logs statistics.
        for (Duration latency : List.of(Duration.ofMillis(10), Duration.ofMillis(50))) {
            try (SlowTableStore store = new SlowTableStore(latency)) {
                createTable(store);
                String title = "a row of ten fields, requests take " + latency.toMillis() + " ms";
                switch (args.length == 0 ? "" : args[0]) {
                    case "writer" -> SideBySide.compare(title, WARM_UP, ROUNDS, writers(store));
                    case "requests" -> SideBySide.compare(title, WARM_UP, ROUNDS, windows(store));
                    default -> targets(store, title, latency);
                }
            }
        }
        System.exit(0); // The clients' threads are no daemons.
    }

    private static void targets(SlowTableStore store, String title, Duration latency) {
        List<Medians> medians = SideBySide.compare(
                title,
                WARM_UP,
                ROUNDS,
                List.of(
                        RowLoops.bare(store, TABLE, ROWS, WRITERS_REQUESTS),
                        RowLoops.bare(store, TABLE, ROWS, SINKS_REQUESTS),
                        sink(store, Integer.toString(WRITERS_REQUESTS)),
                        sink(store, ""),
                        writer(store, WRITERS_REQUESTS),
                        writer(store, SINKS_REQUESTS),
                        RowLoops.flushedOnEachPut(store, TABLE, ROWS)));
        Medians sinkWithTen = medians.get(2);
        Medians sink = medians.get(3);
        System.out.println("  the sink's speed, as a multiple of");
        target("the bare loop, both " + WRITERS_REQUESTS + " requests", sinkWithTen, medians.get(0), 0.9);
        target("the bare loop, both " + SINKS_REQUESTS + " requests", sink, medians.get(1), 0.9);
        target("the client's writer at its best, each with its default", sink, medians.get(4), 1.2);
        compared("the client's writer at its best, both " + WRITERS_REQUESTS, sinkWithTen, medians.get(4));
        compared("the client's writer at its best, both " + SINKS_REQUESTS, sink, medians.get(5));
        double replaced = latency.toMillis() < 50 ? 2 : 5;
        target("the replaced pattern, each with its default", sink, medians.get(6), replaced);
        compared("the replaced pattern, both " + WRITERS_REQUESTS, sinkWithTen, medians.get(6));
    }

    private static void target(String what, Medians sink, Medians other, double atLeast) {
        double ratio = other.nanos() / sink.nanos();
        System.out.printf(
                "    %-58s %5.2f   target %.1f: %s%n", what, ratio, atLeast, ratio >= atLeast ? "met" : "MISSED");
    }

    /** What has no target: where both have as many requests, latency lets none be faster than the other. */
    private static void compared(String what, Medians sink, Medians other) {
        System.out.printf("    %-58s %5.2f%n", what, other.nanos() / sink.nanos());
    }

    private static SideBySide.Alternative writer(SlowTableStore store, int requests) {
        return RowLoops.clientsWriter(
                store,
                TABLE,
                ROWS,
                "the client's writer at its best, " + requests + " requests",
                RowLoops.bulk(requests, BUCKETS));
    }

    private static List<SideBySide.Alternative> writers(SlowTableStore store) {
        List<SideBySide.Alternative> writers = new ArrayList<>();
        for (int requests : new int[] {10, 20, 40}) {
            for (int buckets : new int[] {1, 3, 10}) {
                writers.add(RowLoops.clientsWriter(
                        store,
                        TABLE,
                        ROWS,
                        "BulkImport, " + requests + " requests, " + buckets + " buckets",
                        RowLoops.bulk(requests, buckets)));
            }
        }
        WriterConfig batch = RowLoops.bulk(WRITERS_REQUESTS, BUCKETS);
        batch.setBatchRequestType(BatchRequestType.BATCH_WRITE_ROW);
        writers.add(RowLoops.clientsWriter(store, TABLE, ROWS, "BatchWriteRow, 10 requests, 10 buckets", batch));
        WriterConfig buffered = RowLoops.bulk(WRITERS_REQUESTS, BUCKETS);
        buffered.setBufferSize(16_384);
        writers.add(RowLoops.clientsWriter(
                store, TABLE, ROWS, "BulkImport, 10 requests, 10 buckets, large buffers", buffered));
        return writers;
    }

    private static List<SideBySide.Alternative> windows(SlowTableStore store) {
        List<SideBySide.Alternative> sinks = new ArrayList<>();
        for (int requests : new int[] {8, 16, 20, 32, 64}) {
            sinks.add(sink(store, Integer.toString(requests)));
        }
        return sinks;
    }

    /** @param requests empty for what the sink does by itself */
    private static SideBySide.Alternative sink(SlowTableStore store, String requests) {
        TopicPartition partition = new TopicPartition(TABLE, 0);
        SinkTaskHarness harness =
                SinkTaskHarness.ofEach(TableStoreSinkTask::new).maxPollRecords(RowLoops.ROWS_A_PUT);
        Map<String, String> config = new HashMap<>(Map.of(
                "name",
                "bench-with-" + (requests.isEmpty() ? "default" : requests) + "-" + store.endpoint(),
                "topics",
                TABLE,
                "tablestore.endpoint",
                store.endpoint(),
                "tablestore.instance.name",
                SlowTableStore.INSTANCE,
                "tablestore.access.key.id",
                SlowTableStore.KEY,
                "tablestore.access.key.secret",
                SlowTableStore.SECRET,
                "table.name.format",
                TABLE,
                "primarykey.mode",
                "record_key",
                "tablestore." + TABLE + ".primarykey.name",
                "id",
                "tablestore." + TABLE + ".primarykey.type",
                "string"));
        if (!requests.isEmpty()) {
            config.put("max.in.flight.requests", requests);
        }
        harness.start(config);
        harness.assign(partition);
        String name = "the sink, " + (requests.isEmpty() ? "as it is by default" : requests + " requests");
        // The records are made as they are needed, as the rows of the others are.
        return SideBySide.alternative(name, () -> {
            for (int i = 0; i < ROWS; i++) {
                harness.produce(partition, TenFields.KEY, TenFields.key(i), TenFields.VALUE, TenFields.value(i));
                if ((i + 1) % RowLoops.ROWS_A_PUT == 0) {
                    harness.poll();
                }
            }
            long end = harness.end(partition);
            harness.pollUntil(() -> harness.position(partition) == end, PATIENCE);
            harness.pollUntil(
                    () -> {
                        harness.commit();
                        return harness.committed(partition) == end;
                    },
                    PATIENCE);
            return ROWS;
        });
    }

    private static void createTable(SlowTableStore store) {
        SyncClient client =
                new SyncClient(store.endpoint(), SlowTableStore.KEY, SlowTableStore.SECRET, SlowTableStore.INSTANCE);
        TableMeta meta = new TableMeta(TABLE);
        meta.addPrimaryKeyColumn(new PrimaryKeySchema("id", PrimaryKeyType.STRING));
        client.createTable(new CreateTableRequest(meta, new TableOptions(-1, 1)));
        client.shutdown();
    }
}
