package dev.sluice.benchmarks;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKeySchema;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import dev.sluice.tablestore.TableStoreSinkTask;
import dev.sluice.testkit.harness.SinkTaskHarness;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What {@code write.fencing=offset} costs: rows of ten fields that replace those of the round before, without it, without it
 * but by the same operation of the service, and with it. What the real service needs to read a row before it writes it is
 * not in it: the emulator keeps rows in memory and takes the same time for each request.
 *
 * <pre>
 * mvn -q -B -DskipTests -pl benchmarks -am package
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' dev.sluice.benchmarks.TableStoreFencing
 * </pre>
 */
public final class TableStoreFencing {
    private static final int ROWS = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private TableStoreFencing() {}

    public static void main(String[] args) {
        for (Duration latency : List.of(Duration.ofMillis(10), Duration.ofMillis(50))) {
            try (SlowTableStore store = new SlowTableStore(latency)) {
                SideBySide.compare(
                        "a row of ten fields that replaces another, requests take " + latency.toMillis() + " ms",
                        2,
                        7,
                        List.of(
                                new Sink(store, "plain", "BulkImport", Map.of()),
                                new Sink(store, "batch", "BatchWriteRow", Map.of("write.api", "batch")),
                                new Sink(
                                        store,
                                        "fenced",
                                        "BatchWriteRow, fenced by offset",
                                        Map.of("write.fencing", "offset"))));
            }
        }
        System.exit(0); // The clients' threads are no daemons.
    }

    private static final class Sink implements SideBySide.Alternative {
        private final String name;
        private final TopicPartition partition;
        private final SinkTaskHarness harness =
                SinkTaskHarness.ofEach(TableStoreSinkTask::new).maxPollRecords(500);

        Sink(SlowTableStore store, String table, String name, Map<String, String> options) {
            this.name = name;
            this.partition = new TopicPartition(table, 0);
            createTable(store, table);
            Map<String, String> config = new HashMap<>(Map.of(
                    "name",
                    table,
                    "topics",
                    table,
                    "tablestore.endpoint",
                    store.endpoint(),
                    "tablestore.instance.name",
                    SlowTableStore.INSTANCE,
                    "tablestore.access.key.id",
                    SlowTableStore.KEY,
                    "tablestore.access.key.secret",
                    SlowTableStore.SECRET,
                    "primarykey.mode",
                    "record_key",
                    "tablestore." + table + ".primarykey.name",
                    "id",
                    "tablestore." + table + ".primarykey.type",
                    "string",
                    "max.in.flight.requests",
                    "10"));
            config.putAll(options);
            harness.start(config);
            harness.assign(partition);
        }

        private static void createTable(SlowTableStore store, String table) {
            SyncClient client = new SyncClient(
                    store.endpoint(), SlowTableStore.KEY, SlowTableStore.SECRET, SlowTableStore.INSTANCE);
            TableMeta meta = new TableMeta(table);
            meta.addPrimaryKeyColumn(new PrimaryKeySchema("id", PrimaryKeyType.STRING));
            client.createTable(new CreateTableRequest(meta, new TableOptions(-1, 1)));
            client.shutdown();
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long round() {
            for (int i = 0; i < ROWS; i++) {
                harness.produce(partition, TenFields.KEY, TenFields.key(i), TenFields.VALUE, TenFields.value(i));
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
        }
    }
}
