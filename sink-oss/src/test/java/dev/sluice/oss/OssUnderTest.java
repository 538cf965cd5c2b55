package dev.sluice.oss;

import com.aliyun.oss.OSS;
import com.aliyun.oss.model.ListObjectsRequest;
import com.aliyun.oss.model.OSSObjectSummary;
import dev.sluice.core.SinkDefinition;
import dev.sluice.testkit.conformance.EmulatedSink;
import dev.sluice.testkit.conformance.Payload;
import dev.sluice.testkit.conformance.Stored;
import dev.sluice.testkit.conformance.Trouble;
import dev.sluice.testkit.fault.Fault;
import dev.sluice.testkit.oss.OssEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Objects of five records, or of what has come within a second. Their names sort by offset. */
final class OssUnderTest extends EmulatedSink {
    private static final String BUCKET = "a-bucket";
    private static final Duration SCHEDULE = Duration.ofSeconds(1);

    private final OssEmulator emulator;
    private final OSS client;

    OssUnderTest() {
        this(OssEmulator.builder().accessKey("an-id", "a-secret").bucket(BUCKET).build());
    }

    private OssUnderTest(OssEmulator emulator) {
        super(emulator, "PutObject");
        this.emulator = emulator;
        emulator.start();
        client = emulator.client();
    }

    @Override
    public SinkDefinition<?, ?> definition() {
        return new OssSinkDefinition();
    }

    @Override
    public Map<String, String> config() {
        return Records.config(
                "topics",
                "conformance",
                "oss.endpoint",
                emulator.endpoint().toString(),
                "flush.size",
                "5",
                "rotate.schedule.interval.ms",
                Long.toString(SCHEDULE.toMillis()));
    }

    @Override
    public Duration settlesWithin() {
        return SCHEDULE;
    }

    @Override
    public Payload payload(String key, String value) {
        return new Payload(null, key, null, value);
    }

    @Override
    public Payload badPayload(String key, String text) {
        return new Payload(null, key, null, Map.of("text", text, "unknown", new Object()));
    }

    @Override
    public List<Stored> stored() {
        List<Stored> stored = new ArrayList<>();
        ListObjectsRequest all = new ListObjectsRequest(BUCKET).withMaxKeys(1000);
        for (OSSObjectSummary summary : client.listObjects(all).getObjectSummaries()) {
            try (var content = client.getObject(BUCKET, summary.getKey()).getObjectContent()) {
                Envelopes.parse(new String(content.readAllBytes(), StandardCharsets.UTF_8))
                        .forEach(record ->
                                stored.add(new Stored((String) record.get("key"), (String) record.get("value"))));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return stored;
    }

    @Override
    protected Fault.ServiceError answer(Trouble trouble) {
        return switch (trouble) {
            case TRANSIENT -> new Fault.ServiceError(500, "InternalError");
            case THROTTLED -> new Fault.ServiceError(503, "TotalQpsLimitExceeded");
            case FATAL -> new Fault.ServiceError(403, "AccessDenied");
            case UNKNOWN, ANSWER_LOST -> new Fault.ServiceError(400, "NobodyKnows");
        };
    }

    @Override
    public void close() {
        client.shutdown();
        emulator.close();
    }

    /** Where the clock cut an object, a replay may cut elsewhere, and the record is in two objects then. */
    @Override
    public boolean storesEachRecordOnce() {
        return false;
    }

    @Override
    public Map<String, String> wrongValues() {
        return Map.of("behavior.on.null.values", "fancy");
    }
}
