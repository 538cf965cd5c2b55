package dev.sluice.testkit.tablestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.alicloud.openservices.tablestore.ClientException;
import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.BulkImportRequest;
import com.alicloud.openservices.tablestore.model.BulkImportResponse;
import dev.sluice.testkit.fault.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest extends EmulatorFixture {

    @BeforeEach
    void aTable() {
        createTable();
        emulator.clearCalls();
    }

    @Test
    void aServiceErrorHasNoEffectAndTheNextCallIsHealthy() {
        Fault busy = new Fault.ServiceError(503, "OTSServerBusy");
        emulator.faults().inject(busy, "PutRow", 1);
        TableStoreException refusal = refusal(() -> write(put("1")));
        assertThat(refusal.getErrorCode()).isEqualTo("OTSServerBusy");
        assertThat(refusal.getHttpStatus()).isEqualTo(503);
        assertThat(refusal).hasMessage("Server is busy.");
        assertThat(read("1")).isNull();
        write(put("1"));
        assertThat(emulator.calls())
                .extracting("operation", "table", "rows", "failedRows", "status", "code", "fault")
                .containsExactly(
                        tuple("PutRow", TABLE, 1, 0, 503, "OTSServerBusy", busy),
                        tuple("GetRow", TABLE, 1, 0, 200, "", null),
                        tuple("PutRow", TABLE, 1, 0, 200, "", null));
    }

    @Test
    void aDroppedCallHasNoEffect() {
        emulator.faults().inject(new Fault.DropConnection(), "PutRow", 1);
        assertThatThrownBy(() -> write(put("1"))).isInstanceOf(ClientException.class);
        assertThat(read("1")).isNull();
    }

    @Test
    void anAcceptedCallTakesEffectWithoutAnAnswer() {
        emulator.faults().inject(new Fault.AcceptThenDrop(), "PutRow", 1);
        assertThatThrownBy(() -> write(put("1"))).isInstanceOf(ClientException.class);
        assertThat(read("1")).isNotNull();
    }

    @Test
    void aDelayedCallIsAnsweredLater() {
        emulator.faults().inject(new Fault.Delay(Duration.ofMillis(50)), "PutRow", 1);
        long before = System.nanoTime();
        write(put("1"));
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
        assertThat(read("1")).isNotNull();
    }

    @Test
    void rowsOfABulkImportFailAlone() {
        emulator.faults().inject(new Fault.FailRows(Set.of(1), "OTSServerBusy"), "BulkImport", 1);
        BulkImportRequest request = new BulkImportRequest(TABLE);
        request.addRowChange(put("0"));
        request.addRowChange(put("1"));
        request.addRowChange(put("2"));
        BulkImportResponse response = client.bulkImport(request);
        assertThat(response.getFailedRows())
                .extracting(r -> r.getIndex() + " " + r.getError().getCode())
                .containsExactly("1 OTSServerBusy");
        assertThat(read("0")).isNotNull();
        assertThat(read("1")).isNull();
        assertThat(read("2")).isNotNull();
        assertThat(emulator.calls())
                .first()
                .extracting("operation", "table", "rows", "failedRows", "status")
                .containsExactly("BulkImport", TABLE, 3, 1, 200);
    }

    @Test
    void rowsOfABatchWriteFailAlone() {
        emulator.faults().inject(new Fault.FailRows(Set.of(0, 1), "OTSServerBusy"), "*", 1);
        BatchWriteRowRequest request = new BatchWriteRowRequest();
        request.addRowChange(put("0"));
        request.addRowChange(put("1"));
        request.addRowChange(put("2"));
        assertThat(client.batchWriteRow(request).getFailedRows()).hasSize(2);
        assertThat(RangesTest.count(client)).isEqualTo(1);
    }

    @Test
    void anOutageKeepsPortAndRows() {
        write(put("1"));
        int port = emulator.port();
        emulator.stop();
        assertThatThrownBy(() -> read("1")).isInstanceOf(ClientException.class);
        emulator.start();
        assertThat(emulator.port()).isEqualTo(port);
        assertThat(read("1")).isNotNull();
    }

    @Test
    void aStopGivesUpAnswersThatAreHeldBack() throws Exception {
        emulator.faults().inject(new Fault.Delay(Duration.ofHours(1)), "PutRow", 1);
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> write(put("1")));
        Instant deadline = Instant.now().plusSeconds(30);
        while (emulator.waitingCalls() == 0) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.onSpinWait();
        }
        emulator.stop();
        assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(ClientException.class);
    }

    @Test
    void latencyHoldsBackAnswersAboutRows() {
        try (TableStoreEmulator slow =
                TableStoreEmulator.builder().latency(Duration.ofMillis(30)).build()) {
            slow.start();
            SyncClient slowClient = slow.client();
            try {
                long before = System.nanoTime();
                BulkImportRequest request = new BulkImportRequest(TABLE);
                request.addRowChange(put("1"));
                slowClient.bulkImport(request);
                assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(30));
            } finally {
                slowClient.shutdown();
            }
        }
    }
}
