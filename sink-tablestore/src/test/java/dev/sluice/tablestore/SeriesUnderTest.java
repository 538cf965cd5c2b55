package dev.sluice.tablestore;

import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.timeseries.GetTimeseriesDataRequest;
import com.alicloud.openservices.tablestore.model.timeseries.TimeseriesKey;
import dev.sluice.tablestore.client.Failures;
import dev.sluice.testkit.conformance.Payload;
import dev.sluice.testkit.conformance.Stored;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A series for each key, with one time, so a later record of a key replaces the earlier one. */
final class SeriesUnderTest extends EmulatedTableStore {
    /** The service has no call that reads all series. */
    private final Set<String> keys = new LinkedHashSet<>();

    SeriesUnderTest() {
        super("PutTimeseriesData");
    }

    @Override
    public Map<String, String> config() {
        return OpenSink.config(
                emulator,
                "topics",
                "conformance",
                "table.name.format",
                TABLE,
                "tablestore.mode",
                "timeseries",
                "tablestore.timeseries.conformance.measurement",
                "m",
                "tablestore.timeseries.conformance.dataSource",
                "id",
                "tablestore.timeseries.conformance.time",
                "ts",
                "tablestore.timeseries.conformance.time.unit",
                "seconds",
                "linger.ms",
                Long.toString(LINGER.toMillis()));
    }

    @Override
    public Payload payload(String key, String value) {
        keys.add(key);
        return new Payload(null, null, null, Map.of("m", "cpu", "id", key, "ts", 1L, "value", value));
    }

    @Override
    public Payload badPayload(String key, String text) {
        return new Payload(null, null, null, Map.of("m", "cpu", "id", text.repeat(257), "ts", 1L, "value", text));
    }

    @Override
    public List<Stored> stored() {
        List<Stored> stored = new ArrayList<>();
        for (String key : keys) {
            GetTimeseriesDataRequest request = new GetTimeseriesDataRequest(TABLE);
            request.setTimeseriesKey(new TimeseriesKey("cpu", key, Map.of()));
            request.setTimeRange(0, Long.MAX_VALUE);
            try {
                client.asTimeseriesClient()
                        .getTimeseriesData(request)
                        .getRows()
                        .forEach(row -> stored.add(
                                new Stored(key, row.getFields().get("value").asString())));
            } catch (TableStoreException e) {
                if (!e.getErrorCode().equals(Failures.OBJECT_NOT_EXIST)) {
                    throw e;
                }
            }
        }
        return stored;
    }

    @Override
    public Map<String, String> wrongValues() {
        return Map.of("tablestore.mode", "fancy");
    }
}
