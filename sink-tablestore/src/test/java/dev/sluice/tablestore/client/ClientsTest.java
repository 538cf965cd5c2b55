package dev.sluice.tablestore.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.core.write.WriteResult;
import dev.sluice.tablestore.Configs;
import dev.sluice.tablestore.OpenSink;
import dev.sluice.tablestore.Records;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClientsTest {

    @Test
    void theServiceIsToldWhoAsks() throws Exception {
        CompletableFuture<List<String>> agents = new CompletableFuture<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/", call -> {
            agents.complete(call.getRequestHeaders().get("User-Agent"));
            call.close();
        });
        server.start();
        Map<String, String> config = Configs.with(
                Configs.seedProperties(),
                "tablestore.endpoint",
                "http://127.0.0.1:" + server.getAddress().getPort());
        try (OpenSink sink = OpenSink.open(config)) {
            assertThat(agents).isCompleted();
            assertThat(agents.join()).singleElement().asString().startsWith("sluice-tablestore/");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void closingLeavesNoThreadAlthoughARequestIsUnderWay() throws Exception {
        try (TableStoreEmulator emulator = TableStoreEmulator.builder().build()) {
            emulator.start();
            Set<Thread> before = threads();
            OpenSink sink = OpenSink.open(OpenSink.config(emulator));
            emulator.faults().inject(new Fault.Delay(Duration.ofSeconds(5)), "BulkImport", 1);
            CompletableFuture<WriteResult> underWay = sink.write(Records.value(1, null, Map.of("n", 1L)));
            OpenSink.awaitTaken(emulator);
            Set<Thread> during = clientThreads(before);
            assertThat(during).isNotEmpty();

            sink.close();

            assertThat(underWay).isNotDone();
            for (Thread thread : during) {
                thread.join(5_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    @Test
    void anInterruptDoesNotKeepThreadsAlive() throws Exception {
        try (TableStoreEmulator emulator = TableStoreEmulator.builder().build()) {
            emulator.start();
            Set<Thread> before = threads();
            OpenSink sink = OpenSink.open(OpenSink.config(emulator));
            Set<Thread> during = clientThreads(before);

            Thread.currentThread().interrupt();
            sink.close();

            assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
            for (Thread thread : during) {
                thread.join(5_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    @Test
    void aTaskThatCannotStartLeavesNoThread() throws Exception {
        try (TableStoreEmulator emulator = TableStoreEmulator.builder().build()) {
            emulator.start();
            Set<Thread> before = threads();
            try {
                OpenSink.open(OpenSink.config(emulator, "auto.create", "false"));
            } catch (RuntimeException expected) {
                assertThat(expected).hasMessageContaining("OTSObjectNotExist");
            }
            for (Thread thread : clientThreads(before)) {
                thread.join(5_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    private static Set<Thread> threads() {
        return Set.copyOf(Thread.getAllStackTraces().keySet());
    }

    /** The client gives its threads these names. */
    private static Set<Thread> clientThreads(Set<Thread> before) {
        return threads().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> thread.getName().matches("(I/O dispatcher|pool-|Thread-|tablestore-).*"))
                .collect(Collectors.toSet());
    }
}
