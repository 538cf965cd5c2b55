package dev.sluice.tablestore.series;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.timeseries.GetTimeseriesDataRequest;
import com.alicloud.openservices.tablestore.model.timeseries.TimeseriesKey;
import com.alicloud.openservices.tablestore.model.timeseries.TimeseriesRow;
import dev.sluice.tablestore.Configs;
import dev.sluice.tablestore.OpenSink;
import dev.sluice.tablestore.TableStoreSinkTask;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.harness.SinkTaskHarness;
import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Time series through the whole task, while the service refuses requests and single rows at random. */
@Timeout(120)
class SeriesOrderTest {
    private static final TopicPartition PARTITION = new TopicPartition("test", 0);
    private static final int RECORDS = 3000;
    private static final int SERIES = 5;
    private static final int TIMES = 20;

    @Test
    void theLastRecordOfEachSeriesAndTimeStaysWhateverTheServiceRefuses() {
        long seed = Long.getLong("sluice.series.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        try (TableStoreEmulator emulator = TableStoreEmulator.builder().build();
                SinkTaskHarness worker =
                        SinkTaskHarness.ofEach(TableStoreSinkTask::new).maxPollRecords(100)) {
            emulator.start();
            worker.start(Configs.with(
                    Configs.with(SeriesMapperTest.config(), OpenSink.connection(emulator)),
                    "linger.ms",
                    "5",
                    "batch.max.rows",
                    "30",
                    "retry.backoff.ms",
                    "1"));
            worker.assign(PARTITION);
            Map<String, Long> expected = new HashMap<>();
            for (int i = 0; i < RECORDS; i++) {
                int series = random.nextInt(SERIES);
                long time = random.nextInt(TIMES);
                expected.put(series + "@" + time, (long) i);
                worker.produce(
                        PARTITION, null, null, null, Map.of("m", "cpu", "d", "host-" + series, "ts", time, "x", (long)
                                i));
            }
            for (int i = 0; i < 30; i++) {
                emulator.faults()
                        .inject(
                                switch (random.nextInt(3)) {
                                    case 0 -> new Fault.ServiceError(503, "OTSServerBusy");
                                    case 1 -> new Fault.AcceptThenDrop();
                                    default ->
                                        new Fault.FailRows(Set.of(random.nextInt(10)), "OTSPartitionUnavailable");
                                },
                                "PutTimeseriesData",
                                1);
            }
            worker.pollUntil(
                    () -> {
                        worker.commit();
                        return worker.committed(PARTITION) == RECORDS;
                    },
                    Duration.ofMinutes(1));

            assertThat(emulator.faults().remaining()).isZero();
            assertThat(stored(emulator)).as("-Dsluice.series.seed=" + seed).isEqualTo(expected);
        }
    }

    private static Map<String, Long> stored(TableStoreEmulator emulator) {
        SyncClient client = emulator.client();
        try {
            Map<String, Long> stored = new HashMap<>();
            for (int series = 0; series < SERIES; series++) {
                GetTimeseriesDataRequest request = new GetTimeseriesDataRequest("test");
                request.setTimeseriesKey(new TimeseriesKey("cpu", "host-" + series, Map.of()));
                request.setTimeRange(0, Long.MAX_VALUE);
                for (TimeseriesRow row :
                        client.asTimeseriesClient().getTimeseriesData(request).getRows()) {
                    stored.put(
                            series + "@" + row.getTimeInUs() / 1000,
                            row.getFields().get("x").asLong());
                }
            }
            return stored;
        } finally {
            client.shutdown();
        }
    }
}
