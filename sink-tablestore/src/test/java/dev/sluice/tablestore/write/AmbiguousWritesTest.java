package dev.sluice.tablestore.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.core.failure.Failure;
import dev.sluice.core.failure.FailureKind;
import dev.sluice.core.write.EntryOutcome;
import dev.sluice.core.write.WriteResult;
import dev.sluice.tablestore.Configs;
import dev.sluice.tablestore.OnEmulator;
import dev.sluice.tablestore.OpenSink;
import dev.sluice.tablestore.Records;
import dev.sluice.tablestore.TableReader;
import dev.sluice.testkit.fault.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Writes of which nobody knows whether they took effect. */
@Timeout(60)
class AmbiguousWritesTest extends OnEmulator {
    private OpenSink open(String ambiguous, String types) {
        return OpenSink.open(OpenSink.config(
                emulator,
                "primarykey.mode",
                "record_key",
                "tablestore.test.primarykey.name",
                types.contains(",") ? "id,n" : "id",
                "tablestore.test.primarykey.type",
                types,
                "tablestore.socket.timeout.ms",
                "1000",
                "auto_increment.ambiguous.writes",
                ambiguous));
    }

    private static SinkRecord record(long offset) {
        return Records.keyed(offset, Schema.STRING_SCHEMA, "k" + offset, null, Map.of("x", offset));
    }

    private static List<Failure> perRow(WriteResult result) {
        assertThat(result).isInstanceOf(WriteResult.PerEntry.class);
        List<Failure> failures = new ArrayList<>();
        for (EntryOutcome outcome : ((WriteResult.PerEntry) result).outcomes()) {
            failures.add(((EntryOutcome.Failed) outcome).failure());
        }
        return failures;
    }

    @Test
    void aLostAnswerIsReportedRowByRowWhereARepetitionWouldBeAnotherRow() throws Exception {
        try (OpenSink sink = open("report", "string,auto_increment")) {
            emulator.faults().inject(new Fault.AcceptThenDrop(), "BatchWriteRow", 1);

            assertThat(perRow(sink.result(sink.write(record(0), record(1)))))
                    .hasSize(2)
                    .allSatisfy(failure -> assertThat(failure)
                            .returns(FailureKind.REJECTED, Failure::kind)
                            .returns("AmbiguousWrite", Failure::code));
        }
        assertThat(TableReader.rows(client, "test")).as("these were stored").hasSize(2);
    }

    @Test
    void byDefaultItIsRepeated() throws Exception {
        try (OpenSink sink = open("repeat", "string,auto_increment")) {
            emulator.faults().inject(new Fault.AcceptThenDrop(), "BatchWriteRow", 1);
            assertThat(sink.failure(sink.write(record(0))).kind()).isEqualTo(FailureKind.TRANSIENT);
            sink.result(sink.write(record(0)));
        }
        assertThat(TableReader.rows(client, "test"))
                .as("once for each request, as documented")
                .hasSize(2);
    }

    @Test
    void aRowWithAKeyOfItsOwnIsRepeatedInAnyCase() throws Exception {
        try (OpenSink sink = open("report", "string")) {
            emulator.faults().inject(new Fault.AcceptThenDrop(), "BulkImport", 1);
            assertThat(sink.failure(sink.write(record(0))).kind()).isEqualTo(FailureKind.TRANSIENT);
            sink.result(sink.write(record(0)));
        }
        assertThat(TableReader.rows(client, "test")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "OTSInternalServerError,500,true",
        "OTSTimeout,503,true",
        "OTSServerUnavailable,503,true",
        "OTSRequestTimeout,503,true",
        "OTSServerBusy,503,false",
        "OTSPartitionUnavailable,503,false",
        "OTSRowOperationConflict,409,false",
        "OTSNotEnoughCapacityUnit,403,false",
    })
    void whatTheServiceRefusesBeforeItDoesAnythingIsRepeated(String code, int status, boolean reported)
            throws Exception {
        try (OpenSink sink = open("report", "string,auto_increment")) {
            emulator.faults().inject(new Fault.ServiceError(status, code), "BatchWriteRow", 1);
            WriteResult request = sink.result(sink.write(record(0)));
            emulator.faults().inject(new Fault.FailRows(Set.of(0), code), "BatchWriteRow", 1);
            Failure row = perRow(sink.result(sink.write(record(1)))).get(0);

            if (reported) {
                assertThat(perRow(request)).allMatch(failure -> failure.code().equals("AmbiguousWrite"));
                assertThat(row.code()).isEqualTo("AmbiguousWrite");
            } else {
                assertThat(((WriteResult.Failed) request).failure().isRetriable())
                        .isTrue();
                assertThat(row.isRetriable()).isTrue();
                assertThat(row.code()).isEqualTo(code);
            }
        }
    }

    @Test
    void silenceIsReportedToo() throws Exception {
        try (OpenSink sink = open("report", "string,auto_increment")) {
            emulator.faults().inject(new Fault.Delay(Duration.ofSeconds(5)), "BatchWriteRow", 1);
            assertThat(perRow(sink.result(sink.write(record(0)))).get(0).code()).isEqualTo("AmbiguousWrite");
        }
    }

    @Test
    void aRequestThatFoundNobodyIsRepeated() throws Exception {
        try (OpenSink sink = open("report", "string,auto_increment")) {
            sink.result(sink.write(record(0)));
            emulator.stop();
            // The first one may go out on the connection that the service has closed.
            sink.result(sink.write(record(1)));
            assertThat(sink.failure(sink.write(record(2))).isRetriable()).isTrue();
        }
        emulator.start();
    }

    @Test
    void bulkImportIsRefusedForAnAutoIncrementColumn() {
        assertThat(Configs.errors(
                        Configs.with(Configs.keys("record_key", "id,n", "string,auto_increment"), "write.api", "bulk")))
                .containsOnlyKeys("write.api");
    }
}
