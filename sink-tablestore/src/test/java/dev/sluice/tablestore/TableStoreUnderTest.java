package dev.sluice.tablestore;

import dev.sluice.testkit.conformance.Payload;
import dev.sluice.testkit.conformance.Stored;
import java.util.List;
import java.util.Map;

/** Rows by the record's key, so a later record of a key replaces the earlier one. */
final class TableStoreUnderTest extends EmulatedTableStore {
    private final boolean fenced;

    /** @param fenced each row is written on a condition */
    TableStoreUnderTest(boolean fenced) {
        super(fenced ? "BatchWriteRow" : "BulkImport");
        this.fenced = fenced;
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
    public Map<String, String> wrongValues() {
        return Map.of("insert.mode", "fancy", "primarykey.mode", "fancy");
    }
}
