package dev.sluice.tablestore.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.write.EntryOutcome;
import dev.sluice.core.write.WriteResult;
import dev.sluice.tablestore.Mappers;
import dev.sluice.tablestore.OnEmulator;
import dev.sluice.tablestore.OpenSink;
import dev.sluice.tablestore.Records;
import dev.sluice.tablestore.row.TableSpecs;
import dev.sluice.tablestore.value.ServiceLimits;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RequestLimitTest extends OnEmulator {
    private static final long LARGEST = ServiceLimits.REQUEST_BYTES - TableSpecs.BYTES_AROUND_ROWS;

    private static SinkRecord record(int characters) {
        return Records.value(0, null, Map.of("a", "x".repeat(ServiceLimits.CELL_BYTES), "b", "y".repeat(characters)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bulk", "batch"})
    void theLargestRowFitsIntoARequestEvenWithTheLongestNameOfATable(String api) throws Exception {
        String table = "t".repeat(255);
        Map<String, String> config = OpenSink.config(
                emulator, "topics.assign.tables", "test:" + table, "auto.create", "true", "write.api", api);
        int some = 1_000_000;
        int most = some + (int) (LARGEST - Mappers.mapped(config, record(some)).sizeBytes());

        assertThat(Mappers.mapped(config, record(most)).sizeBytes()).isEqualTo(LARGEST);
        assertThat(Mappers.reason(config, record(most + 1)))
                .contains("the row has " + (LARGEST + 1) + " bytes in a request", ServiceLimits.SOURCE);
        try (OpenSink sink = OpenSink.open(config)) {
            assertThat(sink.result(sink.write(record(most))))
                    .isIn(WriteResult.WRITTEN, new WriteResult.PerEntry(List.of(EntryOutcome.WRITTEN)));
        }
    }
}
