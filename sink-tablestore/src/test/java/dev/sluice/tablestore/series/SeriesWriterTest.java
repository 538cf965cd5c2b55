package dev.sluice.tablestore.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.TimeseriesClient;
import com.alicloud.openservices.tablestore.model.timeseries.DescribeTimeseriesTableRequest;
import com.alicloud.openservices.tablestore.model.timeseries.GetTimeseriesDataRequest;
import com.alicloud.openservices.tablestore.model.timeseries.TimeseriesKey;
import com.alicloud.openservices.tablestore.model.timeseries.TimeseriesRow;
import dev.sluice.core.failure.FailureKind;
import dev.sluice.core.write.EntryOutcome;
import dev.sluice.core.write.WriteResult;
import dev.sluice.tablestore.Configs;
import dev.sluice.tablestore.OnEmulator;
import dev.sluice.tablestore.OpenSink;
import dev.sluice.tablestore.Records;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.tablestore.TableStoreCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SeriesWriterTest extends OnEmulator {
    private static final TimeseriesKey CPU = new TimeseriesKey("cpu", "host", Map.of("region", "eu"));

    private TimeseriesClient series;

    @BeforeEach
    void start() {
        series = client.asTimeseriesClient();
    }

    private Map<String, String> config(String... keysAndValues) {
        return Configs.with(Configs.with(SeriesMapperTest.config(), OpenSink.connection(emulator)), keysAndValues);
    }

    private static SinkRecord record(long offset, long ts, long x) {
        return Records.value(offset, null, Map.of("m", "cpu", "d", "host", "region", "eu", "ts", ts, "x", x));
    }

    private List<TimeseriesRow> rows() {
        GetTimeseriesDataRequest request = new GetTimeseriesDataRequest("test");
        request.setTimeseriesKey(CPU);
        request.setTimeRange(0, Long.MAX_VALUE);
        return series.getTimeseriesData(request).getRows();
    }

    private List<Long> values() {
        return rows().stream().map(row -> row.getFields().get("x").asLong()).toList();
    }

    private List<TableStoreCall> puts() {
        return emulator.calls().stream()
                .filter(call -> call.operation().equals("PutTimeseriesData"))
                .toList();
    }

    @Test
    void rowsOfASeriesShareARequestAndTheTableIsCreated() throws Exception {
        try (OpenSink sink = OpenSink.open(config())) {
            SinkRecord[] records =
                    IntStream.range(0, 200).mapToObj(i -> record(i, i, i)).toArray(SinkRecord[]::new);
            assertThat(sink.result(sink.write(records))).isEqualTo(WriteResult.WRITTEN);
        }

        assertThat(rows()).hasSize(200);
        assertThat(rows().get(3).getTimeInUs()).isEqualTo(3000);
        assertThat(puts()).hasSize(1);
    }

    @Test
    void aTableThatIsCreatedHasTheTimeToLiveOfTheConfig() {
        OpenSink.open(config("auto.create.ttl.seconds", "86400")).close();
        assertThat(series.describeTimeseriesTable(new DescribeTimeseriesTableRequest("test"))
                        .getTimeseriesTableMeta()
                        .getTimeseriesTableOptions()
                        .getTimeToLive())
                .isEqualTo(86400);
    }

    @Test
    void ofTwoRowsOfOneTimeTheLaterStays() throws Exception {
        try (OpenSink sink = OpenSink.open(config())) {
            assertThat(sink.result(sink.write(record(0, 7, 1), record(1, 8, 5), record(2, 7, 2), record(3, 7, 3))))
                    .isEqualTo(WriteResult.WRITTEN);
        }

        assertThat(values()).containsExactly(3L, 5L);
        assertThat(puts()).extracting(TableStoreCall::rows).containsExactly(2, 1, 1);
    }

    @Test
    void rowsThatFailAreToldFromThoseThatDoNot() throws Exception {
        try (OpenSink sink = OpenSink.open(config())) {
            emulator.faults().inject(new Fault.FailRows(Set.of(1), "OTSServerBusy"), "PutTimeseriesData", 1);
            WriteResult result = sink.result(sink.write(record(0, 1, 1), record(1, 2, 2), record(2, 3, 3)));

            List<EntryOutcome> outcomes = ((WriteResult.PerEntry) result).outcomes();
            assertThat(outcomes.get(0)).isEqualTo(EntryOutcome.WRITTEN);
            assertThat(((EntryOutcome.Failed) outcomes.get(1)).failure().kind()).isEqualTo(FailureKind.THROTTLED);
            assertThat(outcomes.get(2)).isEqualTo(EntryOutcome.WRITTEN);
        }
        assertThat(values()).containsExactly(1L, 3L);
    }

    @Test
    void aRowThatFailsInALaterRequestOfABatchIsTheRightOne() throws Exception {
        try (OpenSink sink = OpenSink.open(config())) {
            emulator.faults()
                    .inject(new Fault.Delay(Duration.ofMillis(1)), "PutTimeseriesData", 1); // of the first request
            emulator.faults().inject(new Fault.FailRows(Set.of(0), "OTSServerBusy"), "PutTimeseriesData", 1);
            WriteResult result = sink.result(sink.write(record(0, 1, 1), record(1, 2, 2), record(2, 1, 3)));

            List<EntryOutcome> outcomes = ((WriteResult.PerEntry) result).outcomes();
            assertThat(outcomes.subList(0, 2)).containsOnly(EntryOutcome.WRITTEN);
            assertThat(outcomes.get(2)).isInstanceOf(EntryOutcome.Failed.class);
        }
        assertThat(values()).containsExactly(1L, 2L);
    }

    @Test
    void aLostAnswerIsTransientAndTheRowIsTheSameWhenItIsWrittenAgain() throws Exception {
        try (OpenSink sink = OpenSink.open(config())) {
            emulator.faults().inject(new Fault.AcceptThenDrop(), "PutTimeseriesData", 1);
            assertThat(sink.failure(sink.write(record(0, 1, 1))).kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(sink.result(sink.write(record(0, 1, 1)))).isEqualTo(WriteResult.WRITTEN);
        }
        assertThat(values()).containsExactly(1L);
    }

    @Test
    void aRefusedRequestIsSentOnce() throws Exception {
        try (OpenSink sink = OpenSink.open(config())) {
            emulator.faults().inject(new Fault.ServiceError(503, "OTSServerBusy"), "PutTimeseriesData", 1);
            assertThat(sink.failure(sink.write(record(0, 1, 1))).code()).isEqualTo("OTSServerBusy");
        }
        assertThat(puts()).hasSize(1);
    }

    @Test
    void aMissingTableThatMayNotBeCreatedStopsTheTask() {
        assertThatThrownBy(() -> OpenSink.open(config("auto.create", "false")))
                .isInstanceOf(ConnectException.class)
                .hasMessageContainingAll("time series table test", "auto.create=true");
    }

    @Test
    void aTableThatIsThereIsTaken() throws Exception {
        OpenSink.open(config()).close();
        emulator.clearCalls();
        try (OpenSink sink = OpenSink.open(config("auto.create", "false"))) {
            assertThat(sink.result(sink.write(record(0, 1, 1)))).isEqualTo(WriteResult.WRITTEN);
        }
        assertThat(emulator.calls().stream().map(TableStoreCall::operation))
                .containsExactly("DescribeTimeseriesTable", "PutTimeseriesData");
    }
}
