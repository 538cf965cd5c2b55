package dev.sluice.tablestore;

import com.alicloud.openservices.tablestore.SyncClient;
import dev.sluice.core.SinkDefinition;
import dev.sluice.testkit.conformance.EmulatedSink;
import dev.sluice.testkit.conformance.Trouble;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.time.Duration;

/** The sink with an emulator of its own, whatever the model of its table. */
abstract class EmulatedTableStore extends EmulatedSink {
    static final String TABLE = "conformance";
    static final Duration LINGER = Duration.ofMillis(100);

    final TableStoreEmulator emulator;
    final SyncClient client;

    /** @param operation of the service, that writes */
    EmulatedTableStore(String operation) {
        // The service's client may take an answer that comes at once for a closed connection.
        this(TableStoreEmulator.builder().latency(Duration.ofMillis(1)).build(), operation);
    }

    private EmulatedTableStore(TableStoreEmulator emulator, String operation) {
        super(emulator, operation);
        this.emulator = emulator;
        emulator.start();
        client = emulator.client();
    }

    @Override
    public SinkDefinition<?, ?> definition() {
        return TableStoreSink.DEFINITION;
    }

    @Override
    public Duration settlesWithin() {
        return LINGER;
    }

    @Override
    protected Fault.ServiceError answer(Trouble trouble) {
        return switch (trouble) {
            case TRANSIENT -> new Fault.ServiceError(503, "OTSServerUnavailable");
            case THROTTLED -> new Fault.ServiceError(503, "OTSServerBusy");
            case FATAL -> new Fault.ServiceError(403, "OTSNoPermissionAccess");
            case UNKNOWN, ANSWER_LOST -> new Fault.ServiceError(400, "OTSNobodyKnows");
        };
    }

    @Override
    public void close() {
        client.shutdown();
        emulator.close();
    }

    @Override
    public boolean keepsOnlyTheLatestOfAKey() {
        return true;
    }
}
