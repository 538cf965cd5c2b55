package dev.sluice.tablestore;

import com.alicloud.openservices.tablestore.SyncClient;
import dev.sluice.core.SinkDefinition;
import dev.sluice.testkit.conformance.EmulatedSink;
import dev.sluice.testkit.conformance.Payload;
import dev.sluice.testkit.conformance.Stored;
import dev.sluice.testkit.conformance.Trouble;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.tablestore.TableStoreEmulator;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Rows by the record's key, so a later record of a key replaces the earlier one. */
final class TableStoreUnderTest extends EmulatedSink {
    private static final String TABLE = "conformance";
    private static final Duration LINGER = Duration.ofMillis(100);

    private final TableStoreEmulator emulator;
    private final SyncClient client;
    private final boolean fenced;

    /** @param fenced each row is written on a condition */
    TableStoreUnderTest(boolean fenced) {
        this(TableStoreEmulator.builder().build(), fenced);
    }

    private TableStoreUnderTest(TableStoreEmulator emulator, boolean fenced) {
        super(emulator, fenced ? "BatchWriteRow" : "BulkImport");
        this.fenced = fenced;
        this.emulator = emulator;
        emulator.start();
        client = emulator.client();
    }

    @Override
    public SinkDefinition<?, ?> definition() {
        return TableStoreSink.DEFINITION;
    }

    @Override
    public Map<String, String> config() {
        return OpenSink.config(
                emulator,
                "topics",
                "conformance",
                "table.name.format",
                TABLE,
                "primarykey.mode",
                "record_key",
                "tablestore.conformance.primarykey.name",
                "id",
                "tablestore.conformance.primarykey.type",
                "string",
                "write.fencing",
                fenced ? "offset" : "none",
                "linger.ms",
                Long.toString(LINGER.toMillis()));
    }

    @Override
    public Duration settlesWithin() {
        return LINGER;
    }

    @Override
    public Payload payload(String key, String value) {
        return new Payload(null, Map.of("id", key), null, Map.of("value", value));
    }

    @Override
    public Payload badPayload(String key, String text) {
        String tooLong = text.repeat(1025);
        return new Payload(null, Map.of("id", tooLong), null, Map.of("value", text));
    }

    @Override
    public List<Stored> stored() {
        return TableReader.rows(client, TABLE).stream()
                .map(row -> new Stored((String) row.get("id"), (String) row.get("value")))
                .toList();
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

    @Override
    public Map<String, String> wrongValues() {
        return Map.of("insert.mode", "fancy", "primarykey.mode", "fancy");
    }
}
